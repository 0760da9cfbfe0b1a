//! What always holds.

use crate::*;
use dmex_primitives::{Calendar, Day};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks all invariants.
	///
	/// 1. Exactly the listed coins have a market, each listed once.
	/// 2. Every day from a market's first to its last record has a record, and no other.
	/// 3. Due blocks never go back from one day to the next, and none is before the end of the following day.
	/// 4. No day is due before its block, and the due days begin with the first recorded one.
	/// 5. No record is of a day that is not over, or of a block to come.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (now, today) = (T::Calendar::now(), T::Calendar::today());
		let coins = Coins::<T>::get();
		let mut distinct = coins.to_vec();
		distinct.sort();
		distinct.dedup();
		ensure!(distinct.len() == coins.len(), "1: a coin is listed twice");
		ensure!(
			Markets::<T>::iter_keys().count() == coins.len(),
			"1: a market is not listed"
		);
		let mut days = 0usize;
		for coin in coins {
			let market = Markets::<T>::get(coin).ok_or("1: a listed coin has no market")?;
			let mut previous = 0;
			for day in market.recorded_from..=market.recorded_through {
				let record = Days::<T>::get(coin, day).ok_or("2: a day is missing")?;
				let regular = day
					.checked_add(2)
					.and_then(|day: Day| T::Calendar::parameters().days(day));
				ensure!(
					record.due_at >= previous && Some(record.due_at) >= regular,
					"3: a day is due too early"
				);
				let due = market.due_through.is_some_and(|through| day <= through);
				ensure!(!due || record.due_at <= now, "4: a day is due before its block");
				previous = record.due_at;
				days = days.checked_add(1).ok_or("2: too many days")?;
			}
			ensure!(
				market
					.due_through
					.is_none_or(|day| (market.recorded_from..=market.recorded_through).contains(&day)),
				"4: a day without a record is due"
			);
			ensure!(
				market.recorded_through < today && market.reported_at <= now,
				"5: a record is of the future"
			);
		}
		ensure!(
			Days::<T>::iter_keys().count() == days,
			"2: a day belongs to no market"
		);
		Ok(())
	}
}
