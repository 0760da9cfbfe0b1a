use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use pallet_democracy::{Error as DemocracyError, ReferendumInfo, ReferendumInfoOf};
use sp_runtime::DispatchError::BadOrigin;

fn tally(referendum: u32) -> (u128, u128) {
	let Some(ReferendumInfo::Ongoing(status)) = ReferendumInfoOf::<Test>::get(referendum) else {
		panic!("the referendum is voted on")
	};
	(status.tally.ayes, status.tally.nays)
}

#[test]
fn delegation_should_add_to_what_the_delegate_votes() {
	ExtBuilder::default().community(|| {
		assert_ok!(Dao::propose_referendum(signed(11), Box::new(holders(1)), DEPOSIT));
		let index = table();
		assert_ok!(Dao::delegate_votes(signed(13), 12, 500));
		let delegated = Event::VotesDelegated {
			who: 13,
			to: 12,
			balance: 500,
		};
		assert_eq!(last_dao_event(), delegated);
		assert_ok!(Dao::vote_in_referendum(signed(12), index, true, 1_000));
		assert_eq!(tally(index), (1_500, 0));
		let lock = &pallet_balances::Locks::<Test>::get(13)[0];
		assert_eq!((lock.id, lock.amount), (*b"democrac", 500));
		// To somebody else: the old one counts no more.
		assert_ok!(Dao::vote_in_referendum(signed(14), index, false, 10));
		assert_ok!(Dao::delegate_votes(signed(13), 14, 700));
		assert_eq!(tally(index), (1_000, 710));
		assert_ok!(pallet_democracy::Pallet::<Test>::undelegate(signed(13)));
		assert_eq!(tally(index), (1_000, 10));
	})
}

#[test]
fn delegation_should_be_refused_in_stage_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Dao::delegate_votes(signed(13), 12, 500),
			Error::<Test>::CommunityStageNotReached
		);
	})
}

#[test]
fn delegation_should_refuse_what_counts_for_nothing() {
	ExtBuilder::default().community(|| {
		assert_noop!(Dao::delegate_votes(signed(13), 12, 0), Error::<Test>::ZeroVote);
		assert_noop!(
			Dao::delegate_votes(signed(13), 13, 1),
			DemocracyError::<Test>::Nonsense
		);
		assert_noop!(
			Dao::delegate_votes(signed(13), 12, ENDOWMENT + 1),
			DemocracyError::<Test>::InsufficientFunds
		);
		assert_ok!(Dao::propose_referendum(signed(11), Box::new(holders(1)), DEPOSIT));
		let index = table();
		assert_ok!(Dao::vote_in_referendum(signed(13), index, true, 1));
		assert_noop!(
			Dao::delegate_votes(signed(13), 12, 1),
			DemocracyError::<Test>::VotesExist
		);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none(), council_origin()] {
			assert_noop!(Dao::delegate_votes(origin, 12, 1), BadOrigin);
		}
	})
}
