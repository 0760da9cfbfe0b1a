//! The table of §12, asked by the origins that other pallets use.

use crate::{mock::*, *};
use frame_support::{
	assert_ok,
	traits::{EnsureOrigin, EnsureOriginWithArg},
};

fn by_council(ayes: u32) -> RuntimeOrigin {
	pallet_collective::RawOrigin::Members(ayes, 7).into()
}

fn passes(origin: RuntimeOrigin) -> [bool; 4] {
	[
		EnsureShared::<Test>::ensure_origin(origin.clone()).is_ok(),
		EnsureHolders::<Test>::ensure_origin(origin.clone()).is_ok(),
		EnsureDelayed::<Test>::ensure_origin(origin.clone()).is_ok(),
		EnsureCouncilSeats::<Test>::ensure_origin(origin).is_ok(),
	]
}

fn nobody_should_pass() {
	let one_member = pallet_collective::RawOrigin::Member(1).into();
	for origin in [
		by_council(3),
		by_council(0),
		one_member,
		signed(1),
		RuntimeOrigin::root(),
		RuntimeOrigin::none(),
	] {
		assert_eq!(passes(origin), [false; 4]);
	}
}

#[test]
fn council_should_decide_everything_in_stage_one() {
	ExtBuilder::default().build_and_execute(|| {
		for ayes in 4..=7 {
			assert_eq!(passes(by_council(ayes)), [true; 4]);
		}
		assert_eq!(passes(referendum_origin()), [false; 4]);
		nobody_should_pass();
	})
}

#[test]
fn council_and_holders_should_share_power_in_stage_two() {
	ExtBuilder::default().community(|| {
		assert_eq!(passes(by_council(7)), [true, false, false, false]);
		assert_eq!(passes(referendum_origin()), [true, true, true, false]);
		nobody_should_pass();
	})
}

#[test]
fn origins_should_tell_who_decided() {
	ExtBuilder::default().community(|| {
		let council = EnsureShared::<Test>::ensure_origin(by_council(4));
		assert_eq!(council.ok(), Some(Decider::Council));
		let holders = EnsureDecision::<Test>::ensure_origin(referendum_origin(), &Decision::Delayed);
		assert_eq!(holders.ok(), Some(Decider::Referendum));
	})
}

#[test]
fn batch_should_keep_the_origin_of_its_decision() {
	use sp_runtime::traits::Dispatchable;
	ExtBuilder::default().community(|| {
		assert_ok!(batch_all(vec![shared(1), holders(2)]).dispatch(referendum_origin()));
		assert_eq!((decided(1), decided(2)), (1, 1));
		assert!(batch_all(vec![shared(1), holders(2)])
			.dispatch(by_council(7))
			.is_err());
		assert_eq!((decided(1), decided(2)), (1, 1));
	})
}
