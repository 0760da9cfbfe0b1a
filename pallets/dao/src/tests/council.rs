//! How the council votes.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use pallet_collective::Error as CouncilError;

#[test]
fn motion_should_need_four_ayes() {
	ExtBuilder::default().build_and_execute(|| {
		let call = shared(1);
		let index = motion(&call, 3);
		assert_noop!(
			close(&call, index),
			CouncilError::<Test, CouncilInstance>::TooEarly
		);
		assert_ok!(Council::vote(signed(4), hash(&call), index, true));
		assert_ok!(close(&call, index));
		assert_eq!(decided(1), 1);
	})
}

#[test]
fn motion_should_fail_when_three_are_for_it_and_four_absent() {
	ExtBuilder::default().build_and_execute(|| {
		let call = shared(1);
		let index = motion(&call, 3);
		// A prime would count for those who are absent, if there were one and a default vote.
		pallet_collective::Prime::<Test, CouncilInstance>::put(1);
		run(WEEK);
		assert_ok!(close(&call, index));
		System::assert_has_event(
			pallet_collective::Event::Disapproved {
				proposal_hash: hash(&call),
			}
			.into(),
		);
		System::assert_has_event(
			pallet_collective::Event::Closed {
				proposal_hash: hash(&call),
				yes: 3,
				no: 4,
			}
			.into(),
		);
		assert_eq!(decided(1), 0);
	})
}

#[test]
fn motion_should_carry_with_four_ayes_and_three_absent() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(carry(&holders(1)));
		assert_eq!(decided(1), 1);
		assert_ok!(carry(&batch_all(vec![shared(2), holders(3)])));
		assert_eq!((decided(2), decided(3)), (1, 1));
	})
}

#[test]
fn vote_should_vanish_with_its_member() {
	ExtBuilder::default().build_and_execute(|| {
		let call = shared(1);
		let index = motion(&call, 4);
		assert_ok!(Dao::set_council(council_origin(), vec![4, 5, 6, 7, 11, 12, 13]));
		assert_noop!(
			close(&call, index),
			CouncilError::<Test, CouncilInstance>::TooEarly
		);
		for member in [11, 12] {
			assert_ok!(Council::vote(signed(member), hash(&call), index, true));
		}
		assert_noop!(
			close(&call, index),
			CouncilError::<Test, CouncilInstance>::TooEarly
		);
		assert_ok!(Council::vote(signed(13), hash(&call), index, true));
		assert_ok!(close(&call, index));
		assert_eq!(decided(1), 1);
	})
}

#[test]
fn motion_of_stage_one_should_be_judged_by_stage_two() {
	ExtBuilder::default().build_and_execute(|| {
		let index = motion(&holders(1), 4);
		assert_ok!(Dao::activate_community_stage(council_origin()));
		assert_ok!(close(&holders(1), index));
		System::assert_has_event(
			pallet_collective::Event::Executed {
				proposal_hash: hash(&holders(1)),
				result: Err(sp_runtime::DispatchError::BadOrigin),
			}
			.into(),
		);
		assert_eq!(decided(1), 0);
	})
}
