use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn cancelling_should_leave_nothing_behind() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Dao::schedule_enactment(council_origin(), Box::new(delayed(1, 0))));
		assert_ok!(Dao::schedule_enactment(
			council_origin(),
			Box::new(delayed(2, 2_000))
		));
		assert_ok!(carry(&RuntimeCall::Dao(Call::cancel_enactment { id: 1 })));
		assert_eq!(last_dao_event(), Event::EnactmentCancelled { id: 1 });
		assert_eq!(pallet_preimage::RequestStatusFor::<Test>::iter().count(), 0);
		assert_eq!(pallet_preimage::PreimageFor::<Test>::iter().count(), 0);
		check_everything();
		assert_ok!(Dao::cancel_enactment(council_origin(), 0));
		assert_eq!(Enactments::<Test>::iter().count(), 0);
		assert_eq!(pallet_scheduler::Agenda::<Test>::iter().count(), 0);
		run(WEEK);
		assert_eq!((decided(1), decided(2)), (0, 0));
		// Numbers are not given again.
		assert_ok!(Dao::schedule_enactment(council_origin(), Box::new(delayed(1, 0))));
		assert!(Enactments::<Test>::contains_key(2));
	})
}

#[test]
fn cancelling_should_keep_the_preimage_of_somebody_else() {
	ExtBuilder::default().build_and_execute(|| {
		let call = Box::new(delayed(1, 500));
		let task = RuntimeCall::Dao(Call::enact {
			id: 0,
			call: call.clone(),
		});
		assert_ok!(Preimage::note_preimage(signed(11), codec::Encode::encode(&task)));
		assert_ok!(Dao::schedule_enactment(council_origin(), call));
		assert_ok!(Dao::cancel_enactment(council_origin(), 0));
		assert_ok!(Preimage::unnote_preimage(signed(11), hash(&task)));
		assert_eq!(pallet_preimage::RequestStatusFor::<Test>::iter().count(), 0);
	})
}

#[test]
fn cancelling_should_be_refused_when_nothing_is_pending() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Dao::cancel_enactment(council_origin(), 0),
			Error::<Test>::UnknownEnactment
		);
		assert_ok!(Dao::schedule_enactment(council_origin(), Box::new(delayed(1, 0))));
		run(WEEK);
		assert_noop!(
			Dao::cancel_enactment(council_origin(), 0),
			Error::<Test>::UnknownEnactment
		);
	})
}

#[test]
fn cancelling_should_take_a_decision() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Dao::schedule_enactment(council_origin(), Box::new(delayed(1, 0))));
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			signed(1),
			referendum_origin(),
		] {
			assert_noop!(Dao::cancel_enactment(origin, 0), BadOrigin);
		}
		assert_ok!(Dao::activate_community_stage(council_origin()));
		assert_noop!(Dao::cancel_enactment(council_origin(), 0), BadOrigin);
		assert_ok!(Dao::cancel_enactment(referendum_origin(), 0));
	})
}

#[test]
fn changes_of_custody_should_be_counted_while_they_wait() {
	ExtBuilder::default().build_and_execute(|| {
		let upgrade = RuntimeCall::System(frame_system::Call::authorize_upgrade {
			code_hash: Default::default(),
		});
		assert_ok!(Dao::schedule_enactment(council_origin(), Box::new(upgrade)));
		assert_eq!(Dao::pending_custody_changes(), 0);
		for value in [1, 2, 3] {
			assert_ok!(Dao::schedule_enactment(
				council_origin(),
				Box::new(delayed(value, 0))
			));
		}
		assert_eq!(Dao::pending_custody_changes(), 3);
		assert_ok!(Dao::cancel_enactment(council_origin(), 2));
		assert_eq!(Dao::pending_custody_changes(), 2);
		check_everything();
		run(WEEK);
		assert_eq!(Dao::pending_custody_changes(), 0);
	})
}
