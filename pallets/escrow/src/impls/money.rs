//! Money in and out of the pallet's account.

use crate::*;
use dmex_primitives::{AssetKind, Balance, Revenue, RevenueSource};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude, Preservation},
		Get,
	},
};
use sp_runtime::{traits::AccountIdConversion, DispatchError};

impl<T: Config> Pallet<T> {
	/// The keyless account that holds all money.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Whether `from` can give `amount` and keep its account.
	pub(crate) fn ensure_funds(asset: &AssetKind, from: &T::AccountId, amount: Balance) -> DispatchResult {
		let funds =
			T::Assets::reducible_balance(asset.clone(), from, Preservation::Preserve, Fortitude::Polite);
		ensure!(funds >= amount, Error::<T>::InsufficientFunds);
		Ok(())
	}

	/// Takes `amount` from `from`, whose account stays.
	pub(crate) fn take(asset: &AssetKind, from: &T::AccountId, amount: Balance) -> DispatchResult {
		Self::ensure_funds(asset, from, amount)?;
		Self::transfer(asset, from, &Self::account_id(), amount)
	}

	fn transfer(
		asset: &AssetKind,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		if amount > 0 {
			T::Assets::transfer(asset.clone(), from, to, amount, Preservation::Preserve)?;
		}
		Ok(())
	}

	/// Pays `amount` out of the account. Where that cannot be done the whole becomes credit, so that no receiver holds up
	/// others.
	pub(crate) fn pay(asset: &AssetKind, to: &T::AccountId, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let account = Self::account_id();
		let paid = with_storage_layer(|| {
			Self::ensure_funds(asset, &account, amount)?;
			Self::transfer(asset, &account, to, amount)
		});
		if paid.is_ok() {
			return Ok(());
		}
		let credit = Credits::<T>::get(asset, to)
			.unwrap_or_default()
			.checked_add(amount)
			.ok_or(Error::<T>::Overflow)?;
		let total = CreditTotals::<T>::get(asset)
			.unwrap_or_default()
			.checked_add(amount)
			.ok_or(Error::<T>::Overflow)?;
		Credits::<T>::insert(asset, to, credit);
		CreditTotals::<T>::insert(asset, total);
		Self::deposit_event(Event::CreditBooked {
			asset: asset.clone(),
			who: to.clone(),
			amount,
		});
		Ok(())
	}

	/// Offers `amount` and what waited of this source to the revenue ledger. What it does not take waits on.
	pub(crate) fn collect(source: RevenueSource, asset: &AssetKind, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let waited = RevenueDue::<T>::get(asset, source).unwrap_or_default();
		let offered = waited.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		let account = Self::account_id();
		let taken = with_storage_layer(|| -> Result<Balance, DispatchError> {
			Self::ensure_funds(asset, &account, offered)?;
			T::Revenue::collect(source, asset, &account, offered)
		})
		.unwrap_or_default();
		let rest = offered.checked_sub(taken).ok_or(Error::<T>::Overflow)?;
		if rest > 0 {
			RevenueDue::<T>::insert(asset, source, rest);
			Self::deposit_event(Event::RevenueDeferred {
				asset: asset.clone(),
				source,
				amount: rest,
			});
		} else if waited > 0 {
			RevenueDue::<T>::remove(asset, source);
		}
		Ok(())
	}

	pub(crate) fn do_claim_credit(who: T::AccountId, asset: AssetKind) -> DispatchResult {
		let amount = Credits::<T>::get(&asset, &who).ok_or(Error::<T>::CreditNotFound)?;
		let account = Self::account_id();
		let rest = CreditTotals::<T>::get(&asset)
			.unwrap_or_default()
			.checked_sub(amount)
			.ok_or(Error::<T>::Overflow)?;
		Self::ensure_funds(&asset, &account, amount).map_err(|_| Error::<T>::CannotReceive)?;
		Self::transfer(&asset, &account, &who, amount).map_err(|_| Error::<T>::CannotReceive)?;
		Credits::<T>::remove(&asset, &who);
		if rest > 0 {
			CreditTotals::<T>::insert(&asset, rest);
		} else {
			CreditTotals::<T>::remove(&asset);
		}
		Self::deposit_event(Event::CreditClaimed { asset, who, amount });
		Ok(())
	}
}
