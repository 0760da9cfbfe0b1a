//! Vesting of team and private sale, and what the foundation spends.

use crate::*;
use dmex_primitives::{Balance, BlockNumber, Calendar};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Preservation},
	},
};
use sp_runtime::ArithmeticError;

impl<T: Config> Pallet<T> {
	/// DMC of `schedule` that has vested by block `now`.
	pub(crate) fn vested_at(
		kind: VestingKind,
		schedule: &VestingSchedule,
		now: BlockNumber,
	) -> Result<Balance, ArithmeticError> {
		let steps = kind.steps(&T::Calendar::parameters(), now);
		schedule.vested(steps).ok_or(ArithmeticError::Overflow)
	}

	pub(crate) fn do_claim_vested(kind: VestingKind, who: T::AccountId) -> DispatchResult {
		let mut schedule = Schedules::<T>::get(kind, &who).ok_or(Error::<T>::ScheduleNotFound)?;
		let vested = Self::vested_at(kind, &schedule, T::Calendar::now())?;
		let amount = vested
			.checked_sub(schedule.claimed)
			.ok_or(ArithmeticError::Underflow)?;
		ensure!(amount > 0, Error::<T>::NothingVested);
		Self::ensure_can_receive(&who, amount)?;

		Self::pay_from_ledger(&who, amount)?;
		schedule.claimed = vested;
		Schedules::<T>::insert(kind, &who, schedule);
		Self::deposit_event(Event::VestedClaimed { kind, who, amount });
		Ok(())
	}

	pub(crate) fn do_assign_vesting(
		kind: VestingKind,
		beneficiary: T::AccountId,
		total: Balance,
	) -> DispatchResult {
		ensure!(total > 0, Error::<T>::ZeroAmount);
		ensure!(
			!Schedules::<T>::contains_key(kind, &beneficiary),
			Error::<T>::ScheduleAlreadyExists
		);
		let left = Unassigned::<T>::get(kind)
			.checked_sub(total)
			.ok_or(Error::<T>::UnassignedExceeded)?;
		Unassigned::<T>::insert(kind, left);
		Schedules::<T>::insert(kind, &beneficiary, VestingSchedule { total, claimed: 0 });
		Self::deposit_event(Event::VestingAssigned {
			kind,
			beneficiary,
			total,
		});
		Ok(())
	}

	pub(crate) fn do_move_vesting(kind: VestingKind, from: T::AccountId, to: T::AccountId) -> DispatchResult {
		let schedule = Schedules::<T>::get(kind, &from).ok_or(Error::<T>::ScheduleNotFound)?;
		ensure!(
			!Schedules::<T>::contains_key(kind, &to),
			Error::<T>::ScheduleAlreadyExists
		);
		let unclaimed = schedule
			.total
			.checked_sub(schedule.claimed)
			.ok_or(ArithmeticError::Underflow)?;
		Schedules::<T>::remove(kind, &from);
		Schedules::<T>::insert(kind, &to, schedule);
		Self::deposit_event(Event::VestingMoved {
			kind,
			from,
			to,
			unclaimed,
		});
		Ok(())
	}

	/// The current month, and what the foundation has spent in it.
	pub(crate) fn foundation_month() -> FoundationMonth {
		let month = T::Calendar::parameters().months_passed(T::Calendar::now().into());
		let last = FoundationSpending::<T>::get();
		let spent = if last.month == month { last.spent } else { 0 };
		FoundationMonth { month, spent }
	}

	pub(crate) fn do_spend_foundation(beneficiary: T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut this_month = Self::foundation_month();
		this_month.spent = this_month
			.spent
			.checked_add(amount)
			.ok_or(Error::<T>::MonthlyLimitExceeded)?;
		let left = this_month.left().ok_or(Error::<T>::MonthlyLimitExceeded)?;
		let foundation = Self::foundation_account();
		let spendable =
			T::Currency::reducible_balance(&foundation, Preservation::Preserve, Fortitude::Polite);
		ensure!(amount <= spendable, Error::<T>::FoundationTooLow);
		Self::ensure_can_receive(&beneficiary, amount)?;

		T::Currency::transfer(&foundation, &beneficiary, amount, Preservation::Preserve)?;
		let month = this_month.month;
		FoundationSpending::<T>::put(this_month);
		Self::deposit_event(Event::FoundationSpent {
			beneficiary,
			amount,
			month,
			left,
		});
		Ok(())
	}
}
