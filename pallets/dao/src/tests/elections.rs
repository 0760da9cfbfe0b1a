//! Elections of the council.

use crate::{mock::*, *};
use frame_support::assert_ok;
use pallet_elections_phragmen::Renouncing;

const HALF_YEAR: u32 = YEAR / 2;

/// `candidates` stand, and each gets the vote of one holder of its own, less for each that follows.
fn stand_and_vote(candidates: &[AccountId]) {
	for (index, who) in candidates.iter().enumerate() {
		assert_ok!(Dao::stand_for_council(signed(*who)));
		let stake = ENDOWMENT / 2 - 1_000 * index as u128;
		assert_ok!(Elections::vote(signed(*who), vec![*who], stake));
	}
}

#[test]
fn election_should_fill_the_council_every_half_year() {
	ExtBuilder::default().community(|| {
		let elected = [11, 12, 13, 14, 15, 16, 17];
		stand_and_vote(&elected);
		run_to(HALF_YEAR - 1);
		assert_eq!(Dao::council(), MEMBERS);
		run(1);
		assert_eq!(Dao::council(), elected);
		assert_eq!(
			dao_events().last(),
			Some(&Event::CouncilElected {
				members: elected.to_vec()
			})
		);
		// The next term: who stands now takes the place of who had the fewest votes.
		assert_ok!(Dao::stand_for_council(signed(18)));
		assert_ok!(Elections::vote(signed(18), vec![18], ENDOWMENT / 2));
		run_to(2 * HALF_YEAR);
		assert_eq!(Dao::council(), [11, 12, 13, 14, 15, 16, 18]);
	})
}

#[test]
fn election_should_not_happen_in_stage_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(<TermDuration<Test> as frame_support::traits::Get<u32>>::get(), 0);
		run_to(HALF_YEAR);
		assert_eq!(pallet_elections_phragmen::ElectionRounds::<Test>::get(), 0);
		// The year ends with a multiple of the term; elections ran before the stage began.
		run_to(YEAR);
		assert_eq!(
			<TermDuration<Test> as frame_support::traits::Get<u32>>::get(),
			HALF_YEAR
		);
		assert_eq!(Dao::council(), MEMBERS);
	})
}

#[test]
fn thin_election_should_leave_seats_to_the_sitting_members() {
	ExtBuilder::default().community(|| {
		stand_and_vote(&[11, 3]);
		run_to(HALF_YEAR);
		assert_eq!(Dao::council(), [1, 2, 3, 4, 5, 6, 11]);
		check_everything();
		// The council still works.
		assert_ok!(carry(&shared(1)));
	})
}

#[test]
fn empty_election_should_keep_the_council() {
	ExtBuilder::default().community(|| {
		run_to(HALF_YEAR);
		assert_eq!(Dao::council(), MEMBERS);
		// A candidate whom nobody votes for is not elected.
		assert_ok!(Dao::stand_for_council(signed(11)));
		run_to(2 * HALF_YEAR);
		assert_eq!(Dao::council(), MEMBERS);
		assert!(!dao_events()
			.iter()
			.any(|event| matches!(event, Event::CouncilElected { .. })));
	})
}

#[test]
fn renouncing_member_should_keep_the_seat_until_it_is_filled() {
	ExtBuilder::default().community(|| {
		let elected = [11, 12, 13, 14, 15, 16, 17];
		stand_and_vote(&elected);
		run_to(HALF_YEAR);
		assert_ok!(Elections::renounce_candidacy(signed(12), Renouncing::Member));
		assert_eq!(pallet_elections_phragmen::Members::<Test>::get().len(), 6);
		assert_eq!(Dao::council(), elected);
		check_everything();
		assert_ok!(Dao::stand_for_council(signed(20)));
		assert_ok!(Elections::vote(signed(20), vec![20], 1_000));
		run_to(2 * HALF_YEAR);
		assert_eq!(Dao::council(), [11, 13, 14, 15, 16, 17, 20]);
	})
}

#[test]
fn runner_up_should_follow_a_renouncing_member_at_once() {
	ExtBuilder::default().community(|| {
		stand_and_vote(&[11, 12, 13, 14, 15, 16, 17, 18]);
		run_to(HALF_YEAR);
		let index = motion(&shared(1), 4);
		assert_ok!(Elections::renounce_candidacy(signed(12), Renouncing::Member));
		assert_eq!(Dao::council(), [11, 13, 14, 15, 16, 17, 18]);
		// The vote of the member who left vanished.
		assert!(close(&shared(1), index).is_err());
		assert_ok!(Council::vote(signed(18), hash(&shared(1)), index, true));
		assert_ok!(close(&shared(1), index));
	})
}

#[test]
fn kicked_member_should_keep_the_seat_until_it_is_filled() {
	ExtBuilder::default().community(|| {
		stand_and_vote(&[11, 12]);
		run_to(HALF_YEAR);
		assert_eq!(Dao::council(), [1, 2, 3, 4, 5, 11, 12]);
		assert_ok!(Elections::remove_member(RuntimeOrigin::root(), 12, true, false));
		// Six others sit; nobody else is there to take the seventh seat.
		assert_eq!(Dao::council(), [1, 2, 3, 4, 5, 11, 12]);
		check_everything();
	})
}

#[test]
fn adapter_should_change_nothing_in_stage_one() {
	use frame_support::traits::{ChangeMembers, InitializeMembers};
	ExtBuilder::default().build_and_execute(|| {
		ElectedCouncil::<Test>::change_members_sorted(&[11], &[], &[11]);
		ElectedCouncil::<Test>::initialize_members(&[11]);
		ElectedCouncil::<Test>::set_prime(Some(11));
		assert_eq!(ElectedCouncil::<Test>::get_prime(), None);
		assert_eq!(Dao::council(), MEMBERS);
		assert_eq!(pallet_collective::Prime::<Test, CouncilInstance>::get(), None);
	})
}
