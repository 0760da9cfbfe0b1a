//! Paying DMC out, and keeping what an account cannot hold yet.

use crate::*;
use dmex_primitives::Balance;
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::{Balanced, Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation, Provenance},
		Imbalance,
	},
};
use sp_runtime::{ArithmeticError, DispatchError};

impl<T: Config> Pallet<T> {
	/// Mints allocated DMC to `who` and books it in `totals`, which the caller writes back. What `who` cannot hold becomes
	/// credit. Returns whether it was minted.
	pub(crate) fn mint_or_credit(
		totals: &mut EmissionTotals,
		who: &T::AccountId,
		amount: Balance,
	) -> Result<bool, ArithmeticError> {
		let minted = totals
			.minted
			.checked_add(amount)
			.ok_or(ArithmeticError::Overflow)?;
		if T::Currency::mint_into(who, amount).is_ok() {
			totals.minted = minted;
			return Ok(true);
		}
		let credited = totals
			.credited
			.checked_add(amount)
			.ok_or(ArithmeticError::Overflow)?;
		let mut credit = Credits::<T>::get(who).unwrap_or_default();
		credit.unminted = credit
			.unminted
			.checked_add(amount)
			.ok_or(ArithmeticError::Overflow)?;
		Credits::<T>::insert(who, credit);
		totals.credited = credited;
		Self::deposit_event(Event::CreditBooked {
			who: who.clone(),
			amount,
		});
		Ok(false)
	}

	pub(crate) fn do_claim_credit(who: T::AccountId) -> DispatchResult {
		let ClaimableCredit { unminted, held } = Credits::<T>::get(&who).ok_or(Error::<T>::CreditNotFound)?;
		let total = unminted.checked_add(held).ok_or(ArithmeticError::Overflow)?;
		Self::ensure_can_receive(&who, total)?;

		let mut totals = Totals::<T>::get();
		totals.credited = totals
			.credited
			.checked_sub(unminted)
			.ok_or(ArithmeticError::Underflow)?;
		totals.minted = totals
			.minted
			.checked_add(unminted)
			.ok_or(ArithmeticError::Overflow)?;
		let mut payment = T::Currency::issue(unminted);
		if held > 0 {
			let preservation = Self::release_from_ledger(held)?;
			let released = T::Currency::withdraw(
				&Self::ledger_account(),
				held,
				Precision::Exact,
				preservation,
				Fortitude::Polite,
			)?;
			payment = payment.merge(released);
		}
		// Both parts in one: each alone may be below the existential deposit.
		T::Currency::resolve(&who, payment).map_err(|_| Error::<T>::BelowMinimum)?;
		Totals::<T>::put(totals);
		Credits::<T>::remove(&who);
		Self::deposit_event(Event::CreditClaimed {
			who,
			minted: unminted,
			released: held,
		});
		Ok(())
	}

	/// Refuses a payment that would leave `who` below the existential deposit.
	pub(crate) fn ensure_can_receive(who: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Currency::can_deposit(who, amount, Provenance::Extant)
			.into_result()
			.map_err(|_| Error::<T>::BelowMinimum.into())
	}

	/// Books that the ledger account owes `amount` less, which the caller takes out of it next, with the preservation
	/// returned. While it still owes something it has to stay above the existential deposit; where its balance is too low for
	/// that, the risk fund adds one existential deposit.
	pub(crate) fn release_from_ledger(amount: Balance) -> Result<Preservation, DispatchError> {
		let owed = LedgerOwed::<T>::get()
			.checked_sub(amount)
			.ok_or(ArithmeticError::Underflow)?;
		LedgerOwed::<T>::put(owed);
		if owed == 0 {
			return Ok(Preservation::Expendable);
		}
		let ledger = Self::ledger_account();
		if T::Currency::reducible_balance(&ledger, Preservation::Preserve, Fortitude::Polite) < amount {
			let top_up = T::Currency::minimum_balance();
			T::Currency::transfer(
				&Self::risk_fund_account(),
				&ledger,
				top_up,
				Preservation::Preserve,
			)
			.map_err(|_| Error::<T>::LedgerTooLow)?;
			Self::deposit_event(Event::LedgerToppedUp { amount: top_up });
		}
		Ok(Preservation::Preserve)
	}

	/// Pays `amount`, above 0, out of the ledger account.
	pub(crate) fn pay_from_ledger(who: &T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let preservation = Self::release_from_ledger(amount)?;
		T::Currency::transfer(&Self::ledger_account(), who, amount, preservation)?;
		Ok(())
	}
}
