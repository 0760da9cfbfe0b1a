use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

fn schedule_by(origin: RuntimeOrigin, call: RuntimeCall) -> sp_runtime::DispatchResult {
	Dao::schedule_enactment(origin, Box::new(call))
}

#[test]
fn enactment_should_wait_seven_days_when_the_council_decides() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(5);
		let call = delayed(1, 0);
		assert_ok!(carry(&schedule(call.clone())));
		let when = 5 + WEEK;
		assert_eq!(
			last_dao_event(),
			Event::EnactmentScheduled {
				id: 0,
				call_hash: hash(&call),
				decided_by: Decider::Council,
				when
			}
		);
		let info = Dao::pending_enactment(0).unwrap();
		assert_eq!((info.call, info.when), (codec::Encode::encode(&call), when));
		assert_eq!(NextEnactment::<Test>::get(), 1);
		run_to(when - 1);
		check_everything();
		assert_eq!(decided(1), 0);
		run(1);
		assert_eq!(decided(1), 1);
		assert_eq!(
			last_dao_event(),
			Event::Enacted {
				id: 0,
				result: Ok(())
			}
		);
		assert_eq!(Enactments::<Test>::iter().count(), 0);
	})
}

#[test]
fn enactment_should_wait_seven_days_when_a_referendum_decides() {
	ExtBuilder::default().community(|| {
		let call = delayed(1, 0);
		// 10% of 4,000,000.
		approve(&schedule(call), 400_000);
		let counted = System::block_number();
		assert_eq!(Enactments::<Test>::iter().count(), 0);
		run(2 * DAY);
		let info = Dao::pending_enactment(0).unwrap();
		assert_eq!(info.when, counted + WEEK);
		assert_eq!(info.decided_by, Decider::Referendum);
		run_to(counted + WEEK - 1);
		assert_eq!(decided(1), 0);
		run(1);
		assert_eq!(decided(1), 1);
	})
}

#[test]
fn enactment_should_leave_nothing_behind_when_the_call_needs_a_preimage() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(schedule_by(council_origin(), delayed(1, 2_000)));
		assert_ok!(schedule_by(council_origin(), delayed(1, 2_000)));
		assert_ok!(schedule_by(
			council_origin(),
			batch_all(vec![delayed(2, 0), delayed(3, 500)])
		));
		assert_eq!(pallet_preimage::RequestStatusFor::<Test>::iter().count(), 3);
		assert_eq!(
			Dao::pending_enactment(1).map(|info| info.call),
			Some(codec::Encode::encode(&delayed(1, 2_000)))
		);
		check_everything();
		run(WEEK);
		assert_eq!((decided(1), decided(2), decided(3)), (2, 1, 1));
		assert_eq!(Enactments::<Test>::iter().count(), 0);
		assert_eq!(pallet_preimage::RequestStatusFor::<Test>::iter().count(), 0);
		assert_eq!(pallet_preimage::PreimageFor::<Test>::iter().count(), 0);
		assert_eq!(pallet_scheduler::Lookup::<Test>::iter().count(), 0);
	})
}

#[test]
fn enactment_should_be_refused_when_the_call_is_not_of_row_ten() {
	ExtBuilder::default().build_and_execute(|| {
		for call in [
			shared(1),
			holders(1),
			schedule(delayed(1, 0)),
			batch_all(vec![delayed(1, 0), shared(1)]),
			batch_all(vec![schedule(delayed(1, 0))]),
			RuntimeCall::Dao(Call::cancel_enactment { id: 0 }),
			RuntimeCall::Dao(Call::enact {
				id: 0,
				call: Box::new(delayed(1, 0)),
			}),
			RuntimeCall::System(frame_system::Call::set_code { code: vec![] }),
		] {
			assert_noop!(
				schedule_by(council_origin(), call),
				Error::<Test>::NotADelayedDecision
			);
		}
	})
}

#[test]
fn enactment_should_be_refused_when_the_call_is_too_long_or_too_heavy() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			schedule_by(council_origin(), delayed(1, 10_000)),
			Error::<Test>::CallTooLong
		);
		let heavy = RuntimeCall::Target(target::Call::heavy {});
		assert_noop!(schedule_by(council_origin(), heavy), Error::<Test>::CallTooHeavy);
		NextEnactment::<Test>::put(u32::MAX);
		assert_noop!(
			schedule_by(council_origin(), delayed(1, 0)),
			Error::<Test>::OutOfRange
		);
	})
}

#[test]
fn enactment_should_take_a_decision() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			signed(1),
			referendum_origin(),
		] {
			assert_noop!(schedule_by(origin, delayed(1, 0)), BadOrigin);
		}
	});
	ExtBuilder::default().community(|| {
		assert_noop!(schedule_by(council_origin(), delayed(1, 0)), BadOrigin);
		assert_ok!(schedule_by(referendum_origin(), delayed(1, 0)));
		assert_eq!(
			Dao::pending_enactment(0).map(|info| info.when),
			Some(2 + WEEK - 2 * DAY)
		);
	})
}

#[test]
fn enactment_should_survive_the_change_of_stage() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(schedule_by(council_origin(), delayed(1, 0)));
		assert_ok!(Dao::activate_community_stage(council_origin()));
		run(WEEK);
		assert_eq!(decided(1), 1);
	})
}

#[test]
fn upgrade_should_be_authorized_by_a_decision_that_waited() {
	ExtBuilder::default().build_and_execute(|| {
		let code_hash = sp_core::H256::repeat_byte(7);
		let call = RuntimeCall::System(frame_system::Call::authorize_upgrade { code_hash });
		assert_ok!(carry(&schedule(call)));
		run(WEEK - 1);
		assert!(System::authorized_upgrade().is_none());
		run(1);
		assert_eq!(
			System::authorized_upgrade().map(|upgrade| *upgrade.code_hash()),
			Some(code_hash)
		);
	})
}
