use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use pallet_elections_phragmen::{Error as ElectionsError, Voting};
use sp_runtime::{traits::Dispatchable, DispatchError::BadOrigin};

#[test]
fn vote_should_lock_the_stake_and_hold_the_bond() {
	ExtBuilder::default().community(|| {
		for who in [21, 22, 23] {
			assert_ok!(Dao::stand_for_council(signed(who)));
		}
		assert_ok!(Dao::vote_for_council(signed(12), vec![21, 22], 1_000));
		let cast = Event::CouncilVoteCast {
			voter: 12,
			candidates: vec![21, 22],
			stake: 1_000,
		};
		assert_eq!(last_dao_event(), cast);
		assert_eq!(Balances::reserved_balance(12), 12);
		// Again, with more than there is: all that is free, and the bond of one candidate is returned.
		assert_ok!(Dao::vote_for_council(signed(12), vec![23], 2 * ENDOWMENT));
		let voting = Voting::<Test>::get(12);
		assert_eq!((voting.votes, voting.stake), (vec![23], ENDOWMENT - 11));
		let cast = Event::CouncilVoteCast {
			voter: 12,
			candidates: vec![23],
			stake: ENDOWMENT - 11,
		};
		assert_eq!(last_dao_event(), cast);
		assert_ok!(Elections::remove_voter(signed(12)));
		assert_eq!(Balances::reserved_balance(12), 0);
	})
}

#[test]
fn vote_should_elect() {
	ExtBuilder::default().community(|| {
		assert_ok!(Dao::stand_for_council(signed(21)));
		assert_ok!(Dao::vote_for_council(signed(12), vec![21], 1_000));
		run_to(YEAR / 2);
		assert!(Dao::council().contains(&21));
	})
}

#[test]
fn vote_should_be_refused_in_stage_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Dao::vote_for_council(signed(12), vec![21], 1_000),
			Error::<Test>::CommunityStageNotReached
		);
		// The standard pallet has nobody to vote for.
		let votes = vec![21];
		let direct = RuntimeCall::Elections(pallet_elections_phragmen::Call::vote { votes, value: 1_000 });
		assert_noop!(direct.dispatch(signed(12)), ElectionsError::<Test>::UnableToVote);
	})
}

#[test]
fn vote_should_refuse_what_counts_for_nothing() {
	ExtBuilder::default().community(|| {
		let vote = |candidates: Vec<AccountId>, stake| Dao::vote_for_council(signed(12), candidates, stake);
		assert_noop!(vote(vec![21], 1_000), ElectionsError::<Test>::UnableToVote);
		assert_ok!(Dao::stand_for_council(signed(21)));
		assert_noop!(vote(vec![], 1_000), ElectionsError::<Test>::NoVotes);
		assert_noop!(vote(vec![21, 22], 1_000), ElectionsError::<Test>::TooManyVotes);
		assert_noop!(
			vote((21..29).collect(), 1_000),
			ElectionsError::<Test>::MaximumVotesExceeded
		);
		assert_noop!(vote(vec![21], 0), ElectionsError::<Test>::LowBalance);
		assert_noop!(
			Dao::vote_for_council(signed(99), vec![21], 1_000),
			ElectionsError::<Test>::UnableToPayBond
		);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none(), council_origin()] {
			assert_noop!(Dao::vote_for_council(origin, vec![21], 1_000), BadOrigin);
		}
	})
}
