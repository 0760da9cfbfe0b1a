//! What must hold at any time.

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, ValidatorRegistration},
};
use pallet_session::Pallet as Session;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks all storage.
	///
	/// 1. The set has no duplicates, and its members are exactly the records that are active.
	/// 2. Each bond is what is on hold for it, and its history is ascending and ends with it.
	/// 3. Everyone with a record has session keys.
	/// 4. The departures are exactly the records that are leaving or ejected, agree with them, and are not over.
	/// 5. Who is due to be ejected is in the set, once.
	/// 6. The blocks of the session are the sum of those of its authors, who validate in it.
	/// 7. No fraction is charged for a session twice, and what was slashed covers at most what was charged.
	/// 8. Who is suspended is out at the latest with the next session but one, and so it is with departures.
	/// 9. The keys of the running session are those of its validators, in their order.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let set: BTreeSet<_> = ActiveSet::<T>::get().into_iter().collect();
		ensure!(
			set.len() == ActiveSet::<T>::get().len(),
			"1: a duplicate in the set"
		);
		let departures: BTreeMap<_, _> = Departures::<T>::get()
			.into_iter()
			.map(|departure| (departure.who.clone(), departure))
			.collect();
		ensure!(
			departures.len() == Departures::<T>::get().len(),
			"4: a duplicate among the departures"
		);
		let current = Session::<T>::current_index();
		let (mut active, mut departing) = (0usize, 0usize);
		for (who, validator) in Validators::<T>::iter() {
			match validator.status {
				Status::Active { since } => {
					ensure!(set.contains(&who), "1: an active validator is not in the set");
					ensure!(
						since <= Self::next_change(),
						"1: an active validator begins too late"
					);
					active = active.saturating_add(1);
				}
				Status::Leaving { until } | Status::Ejected { until } => {
					let departure = departures
						.get(&who)
						.ok_or("4: a departing validator is not listed")?;
					let ejected = matches!(validator.status, Status::Ejected { .. });
					ensure!(
						departure.until == until && departure.ejected == ejected,
						"4: a departure differs from its record"
					);
					ensure!(until > current, "4: a departure is over");
					ensure!(until <= Self::next_change(), "8: a departure ends too late");
					departing = departing.saturating_add(1);
				}
				Status::Suspended { until } => {
					ensure!(until <= Self::next_change(), "8: a suspension begins too late")
				}
				Status::Applicant | Status::Unbonding { .. } => {}
			}
			ensure!(
				T::NativeBalance::balance_on_hold(&HoldReason::ValidatorBond.into(), &who) == validator.bond,
				"2: a bond differs from its hold"
			);
			ensure!(
				validator
					.bond_points
					.windows(2)
					.all(|pair| pair[0].session < pair[1].session)
					&& validator
						.bond_points
						.last()
						.is_some_and(|point| point.bond == validator.bond),
				"2: the history of a bond is wrong"
			);
			ensure!(
				Session::<T>::is_registered(&who),
				"3: a record without session keys"
			);
			let sessions: BTreeSet<_> = validator.charges.iter().map(|charge| charge.session).collect();
			ensure!(
				sessions.len() == validator.charges.len(),
				"7: a session is charged twice"
			);
			let charged = validator
				.charges
				.iter()
				.try_fold(0, |sum: dmex_primitives::Balance, charge| {
					sum.checked_add(share_ceil(charge.base, charge.fraction)?)
				});
			ensure!(
				validator.charges.is_full() || charged.is_none_or(|charged| validator.slashed <= charged),
				"7: more was slashed than charged"
			);
		}
		ensure!(active == set.len(), "1: a member of the set has no active record");
		ensure!(departing == departures.len(), "4: a departure without a record");

		let due = EjectionsDue::<T>::get();
		let distinct: BTreeSet<_> = due.iter().cloned().collect();
		ensure!(
			distinct.len() == due.len() && distinct.is_subset(&set),
			"5: who is due to be ejected is not in the set, or listed twice"
		);

		let running = Session::<T>::validators();
		ensure!(
			RunningKeys::<T>::get()
				.into_iter()
				.map(|(who, _)| who)
				.eq(running.iter().cloned()),
			"9: the running keys are not those of the validators"
		);
		let mut blocks: u32 = 0;
		for (who, authored) in AuthoredBlocks::<T>::iter() {
			ensure!(
				running.contains(&who),
				"6: an author does not validate in this session"
			);
			blocks = blocks
				.checked_add(authored)
				.ok_or("6: the blocks of a session overflow")?;
		}
		ensure!(
			blocks == SessionBlocks::<T>::get(),
			"6: the blocks of the session are not those of its authors"
		);
		Ok(())
	}
}
