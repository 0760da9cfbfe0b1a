//! Where fees, dust and slashes go. Nothing of them is burnt.

use crate::*;
use core::marker::PhantomData;
use dmex_primitives::{Balance, BlockAuthor};
use frame_support::traits::{
	fungible::{self, Balanced, Inspect},
	fungibles, Imbalance, OnUnbalanced,
};

/// DMC that is on its way from one account to another.
pub type CreditOf<T> = fungible::Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

/// Gives transaction fees and tips to the author of the block, all of them. What the author's account cannot hold yet waits in
/// the ledger account as the author's credit; where that cannot be either, or nobody is known to have built the block, the
/// risk fund gets it.
pub struct ToAuthor<T>(PhantomData<T>);

impl<T: Config> OnUnbalanced<CreditOf<T>> for ToAuthor<T> {
	fn on_nonzero_unbalanced(fee: CreditOf<T>) {
		let amount = fee.peek();
		let unpaid = Pallet::<T>::route_fee(amount, fee, T::Currency::resolve);
		if let Err(fee) = unpaid {
			Pallet::<T>::book_lost(fee.peek());
		}
	}
}

/// As [`ToAuthor`], for payment adapters that know DMC as one asset of many. `F` must hand over DMC only: what was swapped
/// into it.
pub struct ToAuthorInAsset<T, F>(PhantomData<(T, F)>);

impl<T, F> OnUnbalanced<fungibles::Credit<T::AccountId, F>> for ToAuthorInAsset<T, F>
where
	T: Config,
	F: fungibles::Balanced<T::AccountId> + fungibles::Inspect<T::AccountId, Balance = Balance>,
{
	fn on_nonzero_unbalanced(fee: fungibles::Credit<T::AccountId, F>) {
		let amount = fee.peek();
		let unpaid = Pallet::<T>::route_fee(amount, fee, F::resolve);
		if let Err(fee) = unpaid {
			Pallet::<T>::book_lost(fee.peek());
		}
	}
}

/// Gives dust and slashes to the risk fund.
pub struct ToRiskFund<T>(PhantomData<T>);

impl<T: Config> OnUnbalanced<CreditOf<T>> for ToRiskFund<T> {
	fn on_nonzero_unbalanced(credit: CreditOf<T>) {
		if let Err(credit) = T::Currency::resolve(&Pallet::<T>::risk_fund_account(), credit) {
			Pallet::<T>::book_lost(credit.peek());
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Resolves a fee to the author, to the ledger account, or to the risk fund. Hands it back if none of them can take it.
	fn route_fee<C>(
		amount: Balance,
		fee: C,
		resolve: impl Fn(&T::AccountId, C) -> Result<(), C>,
	) -> Result<(), C> {
		let Some(author) = T::Author::block_author() else {
			resolve(&Self::risk_fund_account(), fee)?;
			Self::deposit_event(Event::FeeToRiskFund { amount });
			return Ok(());
		};
		let Err(fee) = resolve(&author, fee) else {
			return Ok(());
		};

		let mut credit = Credits::<T>::get(&author).unwrap_or_default();
		let booked = credit
			.held
			.checked_add(amount)
			.zip(LedgerOwed::<T>::get().checked_add(amount));
		let fee = match booked {
			Some((held, owed)) => match resolve(&Self::ledger_account(), fee) {
				Ok(()) => {
					credit.held = held;
					Credits::<T>::insert(&author, credit);
					LedgerOwed::<T>::put(owed);
					Self::deposit_event(Event::FeeHeld { author, amount });
					return Ok(());
				}
				Err(fee) => fee,
			},
			None => fee,
		};
		resolve(&Self::risk_fund_account(), fee)?;
		Self::deposit_event(Event::FeeToRiskFund { amount });
		Ok(())
	}

	/// Books an amount whose credit is dropped next, so that issuance stays explained. The risk fund never falls below its
	/// existential deposit, so this does not happen on a chain whose genesis is ours.
	fn book_lost(amount: Balance) {
		log::error!(target: LOG_TARGET, "the risk fund could not take {amount} units of DMC");
		let mut totals = Totals::<T>::get();
		if let Some(burnt) = totals.burnt.checked_add(amount) {
			totals.burnt = burnt;
			Totals::<T>::put(totals);
		}
		Self::deposit_event(Event::SinkFailed { amount });
	}

	/// DMC of the three accounts of this pallet, which nobody votes with.
	pub(crate) fn protocol_held() -> Option<Balance> {
		[
			Self::ledger_account(),
			Self::risk_fund_account(),
			Self::foundation_account(),
		]
		.iter()
		.try_fold(0, |sum: Balance, who| {
			sum.checked_add(T::Currency::total_balance(who))
		})
	}
}
