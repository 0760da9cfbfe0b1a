//! How referenda are voted on, counted and enacted.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::StorePreimage};
use pallet_democracy::{AccountVote, Conviction, ReferendumInfo, ReferendumInfoOf, Vote};
use sp_runtime::{traits::Dispatchable, DispatchError};

// 4% and 10% of the 4,000,000 that can vote.
const FLOOR: u128 = 160_000;
const FLOOR_DELAYED: u128 = 400_000;

#[test]
fn referendum_should_be_enacted_two_days_after_its_week() {
	ExtBuilder::default().community(|| {
		assert_ok!(Dao::propose_referendum(signed(11), Box::new(holders(1)), DEPOSIT));
		let referendum = table();
		let tabled = System::block_number();
		for who in 11..15 {
			vote(who, referendum, true, ENDOWMENT / 2);
		}
		run_to(tabled + WEEK + 2 * DAY - 1);
		assert_eq!(decided(1), 0);
		run(1);
		assert_eq!(decided(1), 1);
		assert_eq!(
			ReferendumInfoOf::<Test>::get(referendum),
			Some(ReferendumInfo::Finished {
				approved: true,
				end: tabled + WEEK
			})
		);
	})
}

#[test]
fn referendum_should_be_enacted_with_the_turnout_and_not_with_less() {
	ExtBuilder::default().community(|| {
		assert_eq!(Dao::required_turnout(false), Some(FLOOR));
		let below = approve(&holders(1), FLOOR - 1);
		assert_eq!(
			dao_events().last(),
			Some(&Event::ReferendumBelowTurnout {
				index: below,
				turnout: FLOOR - 1,
				required: FLOOR
			})
		);
		// It was approved all the same: the standard pallet has no floor.
		assert!(matches!(
			ReferendumInfoOf::<Test>::get(below),
			Some(ReferendumInfo::Finished { approved: true, .. })
		));
		assert_eq!(pallet_scheduler::Agenda::<Test>::iter().count(), 0);
		run(2 * DAY);
		assert_eq!(decided(1), 0);

		System::reset_events();
		approve(&holders(2), FLOOR);
		run(2 * DAY);
		assert_eq!(decided(2), 1);
		assert!(!dao_events()
			.iter()
			.any(|event| matches!(event, Event::ReferendumBelowTurnout { .. })));
	})
}

#[test]
fn noes_should_count_for_the_turnout_and_not_for_the_call() {
	ExtBuilder::default().community(|| {
		// The fewer take part, the more of them must be for it: democracy's adaptive majority.
		for (value, against, carried) in [(1, 10_000, 1), (2, FLOOR / 4, 0), (3, FLOOR, 0)] {
			assert_ok!(Dao::propose_referendum(
				signed(11),
				Box::new(holders(value)),
				DEPOSIT
			));
			let referendum = table();
			let in_favour = FLOOR - against;
			for (who, aye, balance) in [
				(11, true, in_favour / 2),
				(12, true, in_favour - in_favour / 2),
				(13, false, against / 2),
				(14, false, against - against / 2),
			] {
				vote(who, referendum, aye, balance);
			}
			run(WEEK + 2 * DAY);
			assert_eq!(decided(value), carried);
		}
	})
}

#[test]
fn row_ten_should_take_ten_percent() {
	ExtBuilder::default().community(|| {
		for (value, len) in [(1, 0), (2, 500)] {
			let below = approve(&schedule(delayed(value, len)), FLOOR_DELAYED - 1);
			assert_eq!(
				dao_events().last(),
				Some(&Event::ReferendumBelowTurnout {
					index: below,
					turnout: FLOOR_DELAYED - 1,
					required: FLOOR_DELAYED
				})
			);
			run(2 * WEEK);
			assert_eq!(decided(value), 0);
			assert_eq!(NextEnactment::<Test>::get(), 0);
		}
		approve(&schedule(delayed(3, 500)), FLOOR_DELAYED);
		run(WEEK);
		assert_eq!(decided(3), 1);
	})
}

#[test]
fn missing_call_should_not_lower_the_bar() {
	ExtBuilder::default().community(|| {
		let call = schedule(delayed(1, 500));
		assert_ok!(Dao::propose_referendum(
			signed(11),
			Box::new(call.clone()),
			DEPOSIT
		));
		let referendum = table();
		for who in 12..16 {
			vote(who, referendum, true, FLOOR / 4);
		}
		assert_ok!(Preimage::unnote_preimage(signed(11), hash(&call)));
		run(WEEK);
		assert_eq!(
			dao_events().last(),
			Some(&Event::ReferendumBelowTurnout {
				index: referendum,
				turnout: FLOOR,
				required: FLOOR_DELAYED
			})
		);
	})
}

#[test]
fn long_call_should_be_enacted_and_its_deposit_be_free_again() {
	ExtBuilder::default().community(|| {
		let call = long_holders(1);
		approve(&call, FLOOR);
		check_everything();
		run(2 * DAY);
		assert_eq!(decided(1), 1);
		assert_ok!(Preimage::unnote_preimage(signed(11), hash(&call)));
		assert_eq!(pallet_preimage::RequestStatusFor::<Test>::iter().count(), 0);
		assert_eq!(Balances::reserved_balance(11), 0);
	})
}

#[test]
fn referendum_should_have_the_powers_of_the_table_only() {
	ExtBuilder::default().community(|| {
		// Past the checks of `propose_referendum`, as if a call had been tabled before it lost its row.
		for (value, call) in [
			(1, delayed(1, 0)),
			(2, RuntimeCall::Target(target::Call::failing {})),
		] {
			let proposal = <Preimage as StorePreimage>::bound(call).unwrap();
			let referendum = pallet_democracy::Pallet::<Test>::internal_start_referendum(
				proposal,
				pallet_democracy::VoteThreshold::SimpleMajority,
				2 * DAY,
			);
			for who in 11..31 {
				vote(who, referendum, true, ENDOWMENT / 2);
			}
			run(WEEK + 2 * DAY);
			assert_eq!(decided(value), 0);
			System::assert_has_event(
				pallet_scheduler::Event::Dispatched {
					task: (System::block_number(), 0),
					id: Some(referendum_name(referendum)),
					result: Err(sp_runtime::DispatchError::BadOrigin),
				}
				.into(),
			);
		}
	})
}

#[test]
fn vote_should_be_one_coin_one_vote() {
	ExtBuilder::default().community(|| {
		assert_ok!(Dao::propose_referendum(signed(11), Box::new(holders(1)), DEPOSIT));
		let ref_index = table();
		let filtered: DispatchError = frame_system::Error::<Test>::CallFiltered.into();
		let vote_with = |vote| {
			RuntimeCall::Democracy(pallet_democracy::Call::vote { ref_index, vote }).dispatch(signed(12))
		};
		let delegate_with = |conviction| {
			RuntimeCall::Democracy(pallet_democracy::Call::delegate {
				to: 12,
				conviction,
				balance: 500,
			})
			.dispatch(signed(13))
		};
		assert_noop!(delegate_with(Conviction::Locked1x), filtered);
		for conviction in [Conviction::None, Conviction::Locked2x, Conviction::Locked6x] {
			let vote = Vote {
				aye: true,
				conviction,
			};
			assert_noop!(vote_with(AccountVote::Standard { vote, balance: 100 }), filtered);
			assert_noop!(delegate_with(conviction), filtered);
		}
		assert_noop!(vote_with(AccountVote::Split { aye: 1, nay: 1 }), filtered);
		let vote = Vote {
			aye: true,
			conviction: Conviction::Locked1x,
		};
		assert_ok!(vote_with(AccountVote::Standard { vote, balance: 1_000 }));
		assert_ok!(Dao::delegate_votes(signed(13), 12, 500));
		let Some(ReferendumInfo::Ongoing(status)) = ReferendumInfoOf::<Test>::get(ref_index) else {
			panic!("the referendum is voted on")
		};
		assert_eq!(
			(status.tally.ayes, status.tally.nays, status.tally.turnout),
			(1_500, 0, 1_500)
		);
	})
}

#[test]
fn scheduler_should_refuse_what_is_no_referendum() {
	use frame_support::traits::schedule::{v3::Named, DispatchTime};
	ExtBuilder::default().community(|| {
		let call = pallet_democracy::BoundedCallOf::<Test>::Inline(Default::default());
		let root: OriginCaller = frame_system::RawOrigin::Root.into();
		for name in [[0; 32], referendum_name(0), [b'd'; 32]] {
			let at = DispatchTime::At(100);
			let scheduled =
				ReferendumScheduler::<Test>::schedule_named(name, at, None, 0, root.clone(), call.clone());
			assert_eq!(scheduled, Err(sp_runtime::DispatchError::Unavailable));
			assert!(ReferendumScheduler::<Test>::cancel_named(name).is_err());
			assert!(ReferendumScheduler::<Test>::reschedule_named(name, at).is_err());
			assert!(ReferendumScheduler::<Test>::next_dispatch_time(name).is_err());
		}
	})
}

/// The name that democracy gives to a referendum.
fn referendum_name(index: u32) -> [u8; 32] {
	let mut name = [0; 32];
	name[..8].copy_from_slice(b"democrac");
	name[8..12].copy_from_slice(&index.to_le_bytes());
	name
}
