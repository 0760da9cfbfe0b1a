//! What joins `pallet-elections-phragmen` to the council: always exactly 7 seats (§12).

use crate::{Config, CouncilInstance, CouncilPallet, Event, Pallet};
use alloc::vec::Vec;
use core::marker::PhantomData;
use dmex_primitives::{Calendar, Stage};
use frame_support::traits::{ChangeMembers, Get, InitializeMembers};
use frame_system::pallet_prelude::BlockNumberFor;

/// The `ChangeMembers` and `InitializeMembers` of `pallet-elections-phragmen`.
///
/// Elections may elect fewer than 7, or lose one of them: seats that they leave empty stay with the sitting members. Those whom
/// the elections have just let go keep theirs only if no other sitting member is left to keep it. Primes do not exist here.
pub struct ElectedCouncil<T>(PhantomData<T>);

/// The council after an election: the elected, then sitting members in their order, up to `size`; sorted.
///
/// `elected`, `outgoing` and `sitting` are sorted. `None` if all of them together cannot fill the seats.
pub fn seats_after<AccountId: Ord + Clone>(
	elected: &[AccountId],
	outgoing: &[AccountId],
	sitting: &[AccountId],
	size: usize,
) -> Option<Vec<AccountId>> {
	let left = |who: &&AccountId| elected.binary_search(who).is_err();
	let let_go = |who: &&AccountId| outgoing.binary_search(who).is_ok();
	let staying = sitting.iter().filter(left).filter(|who| !let_go(who));
	let filling = sitting.iter().filter(left).filter(let_go);
	let mut seats: Vec<AccountId> = elected
		.iter()
		.chain(staying)
		.chain(filling)
		.take(size)
		.cloned()
		.collect();
	seats.sort();
	(seats.len() == size).then_some(seats)
}

impl<T: Config> ChangeMembers<T::AccountId> for ElectedCouncil<T> {
	fn change_members_sorted(_: &[T::AccountId], outgoing: &[T::AccountId], elected: &[T::AccountId]) {
		if Pallet::<T>::stage() != Stage::Community {
			return;
		}
		let sitting = pallet_collective::Members::<T, CouncilInstance>::get();
		let size = usize::try_from(T::CouncilSize::get()).unwrap_or(usize::MAX);
		let Some(seats) = seats_after(elected, outgoing, &sitting, size) else {
			log::error!(target: crate::LOG_TARGET, "the election cannot fill the council, which stays as it is");
			return;
		};
		if seats != sitting {
			CouncilPallet::<T>::set_members_sorted(&seats, &sitting);
			Pallet::<T>::deposit_event(Event::CouncilElected { members: seats });
		}
	}
}

/// The council of genesis is that of `pallet-collective`; elections begin with stage 2.
impl<T: Config> InitializeMembers<T::AccountId> for ElectedCouncil<T> {
	fn initialize_members(_: &[T::AccountId]) {}
}

/// The `TermDuration` of `pallet-elections-phragmen`, which elects in each block that it divides: 0 (never) in stage 1, half a
/// year in stage 2. So the first election is at the first half-year of the chain that begins in stage 2.
pub struct TermDuration<T>(PhantomData<T>);

impl<T: Config> Get<BlockNumberFor<T>> for TermDuration<T> {
	fn get() -> BlockNumberFor<T> {
		// Elections are measured on a chain that is in stage 1, too.
		if Pallet::<T>::stage() == Stage::Council && !cfg!(feature = "runtime-benchmarks") {
			return 0u32.into();
		}
		let half_year = T::Calendar::parameters().half_year();
		u32::try_from(half_year).unwrap_or(0).into()
	}
}

#[cfg(test)]
mod tests {
	use super::seats_after;

	#[test]
	fn seats_after_should_always_fill_the_council() {
		let sitting = [1, 2, 3, 4, 5, 6, 7];
		// Nobody, some, all elected.
		assert_eq!(seats_after(&[], &[], &sitting, 7), Some(sitting.to_vec()));
		assert_eq!(
			seats_after(&[8, 9], &[], &sitting, 7),
			Some(vec![1, 2, 3, 4, 5, 8, 9])
		);
		assert_eq!(
			seats_after(&[3, 8], &[], &sitting, 7),
			Some(vec![1, 2, 3, 4, 5, 6, 8])
		);
		let new = [11, 12, 13, 14, 15, 16, 17];
		assert_eq!(seats_after(&new, &[], &sitting, 7), Some(new.to_vec()));
		// Who was let go is the last to keep a seat, but keeps it until it is filled.
		assert_eq!(
			seats_after(&[8], &[1], &sitting, 7),
			Some(vec![2, 3, 4, 5, 6, 7, 8])
		);
		assert_eq!(
			seats_after(&[2, 3, 4, 5, 6, 7], &[1], &sitting, 7),
			Some(sitting.to_vec())
		);
		assert_eq!(seats_after(&[8, 9], &[], &[1, 2, 3], 7), None);
	}
}
