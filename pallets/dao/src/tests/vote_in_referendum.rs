use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use pallet_democracy::{Error as DemocracyError, ReferendumInfo, ReferendumInfoOf};
use sp_runtime::{traits::Dispatchable, DispatchError::BadOrigin};

/// Ayes, nays and what took part.
fn tally(referendum: u32) -> (u128, u128, u128) {
	let Some(ReferendumInfo::Ongoing(status)) = ReferendumInfoOf::<Test>::get(referendum) else {
		panic!("the referendum is voted on")
	};
	(status.tally.ayes, status.tally.nays, status.tally.turnout)
}

fn tabled() -> u32 {
	assert_ok!(Dao::propose_referendum(signed(11), Box::new(holders(1)), DEPOSIT));
	table()
}

#[test]
fn vote_should_count_each_coin_once_and_lock_it() {
	ExtBuilder::default().community(|| {
		let index = tabled();
		assert_ok!(Dao::vote_in_referendum(signed(12), index, true, 1_000));
		assert_ok!(Dao::vote_in_referendum(signed(13), index, false, 300));
		assert_eq!(tally(index), (1_000, 300, 1_300));
		let lock = &pallet_balances::Locks::<Test>::get(12)[0];
		assert_eq!((lock.id, lock.amount), (*b"democrac", 1_000));
		// The later vote stands in place of the earlier one.
		assert_ok!(Dao::vote_in_referendum(signed(12), index, false, 400));
		assert_eq!(tally(index), (0, 700, 700));
	})
}

#[test]
fn vote_should_decide() {
	ExtBuilder::default().community(|| {
		let index = tabled();
		for who in 11..15 {
			assert_ok!(Dao::vote_in_referendum(signed(who), index, true, ENDOWMENT / 2));
		}
		run(WEEK + 2 * DAY);
		assert_eq!(decided(1), 1);
		assert_noop!(
			Dao::vote_in_referendum(signed(15), index, true, 1),
			DemocracyError::<Test>::ReferendumInvalid
		);
	})
}

#[test]
fn vote_should_be_refused_in_stage_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Dao::vote_in_referendum(signed(12), 0, true, 1_000),
			Error::<Test>::CommunityStageNotReached
		);
		// The standard pallet has nothing to vote on.
		let vote = pallet_democracy::AccountVote::Standard {
			vote: pallet_democracy::Vote {
				aye: true,
				conviction: pallet_democracy::Conviction::Locked1x,
			},
			balance: 1_000,
		};
		let direct = RuntimeCall::Democracy(pallet_democracy::Call::vote { ref_index: 0, vote });
		assert_noop!(
			direct.dispatch(signed(12)),
			DemocracyError::<Test>::ReferendumInvalid
		);
	})
}

#[test]
fn vote_should_refuse_what_counts_for_nothing() {
	ExtBuilder::default().community(|| {
		let index = tabled();
		assert_noop!(
			Dao::vote_in_referendum(signed(12), index, true, 0),
			Error::<Test>::ZeroVote
		);
		assert_noop!(
			Dao::vote_in_referendum(signed(12), index + 1, true, 1),
			DemocracyError::<Test>::ReferendumInvalid
		);
		assert_noop!(
			Dao::vote_in_referendum(signed(12), index, true, ENDOWMENT + 1),
			DemocracyError::<Test>::InsufficientFunds
		);
		assert_ok!(Dao::delegate_votes(signed(12), 13, 100));
		assert_noop!(
			Dao::vote_in_referendum(signed(12), index, true, 1),
			DemocracyError::<Test>::AlreadyDelegating
		);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none(), council_origin()] {
			assert_noop!(Dao::vote_in_referendum(origin, index, true, 1), BadOrigin);
		}
		assert_eq!(tally(index), (0, 0, 0));
	})
}
