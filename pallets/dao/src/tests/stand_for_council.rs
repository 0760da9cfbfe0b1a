use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use pallet_elections_phragmen::{Candidates, Error as ElectionsError};
use sp_runtime::{traits::Dispatchable, DispatchError::BadOrigin};

#[test]
fn candidacy_should_be_submitted_in_stage_two() {
	ExtBuilder::default().community(|| {
		for who in [12, 11] {
			assert_ok!(Dao::stand_for_council(signed(who)));
			assert_eq!(last_dao_event(), Event::CandidacySubmitted { candidate: who });
		}
		assert_eq!(Candidates::<Test>::get(), vec![(11, 100), (12, 100)]);
		assert_noop!(
			Dao::stand_for_council(signed(11)),
			ElectionsError::<Test>::DuplicatedCandidate
		);
		assert_noop!(
			Dao::stand_for_council(signed(99)),
			ElectionsError::<Test>::InsufficientCandidateFunds
		);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none(), council_origin()] {
			assert_noop!(Dao::stand_for_council(origin), BadOrigin);
		}
	})
}

#[test]
fn candidacy_should_be_refused_in_stage_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Dao::stand_for_council(signed(11)),
			Error::<Test>::CommunityStageNotReached
		);
		let direct =
			RuntimeCall::Elections(pallet_elections_phragmen::Call::submit_candidacy { candidate_count: 0 });
		assert_noop!(
			direct.dispatch(signed(11)),
			frame_system::Error::<Test>::CallFiltered
		);
	})
}
