use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn enacting_should_be_refused_when_it_is_not_what_was_decided() {
	ExtBuilder::default().build_and_execute(|| {
		let call = Box::new(delayed(1, 0));
		let root = RuntimeOrigin::root;
		assert_noop!(
			Dao::enact(root(), 0, call.clone()),
			Error::<Test>::UnknownEnactment
		);
		assert_ok!(Dao::schedule_enactment(council_origin(), call.clone()));
		assert_noop!(
			Dao::enact(root(), 0, call.clone()),
			Error::<Test>::EnactmentTooEarly
		);
		System::set_block_number(1 + WEEK);
		assert_noop!(
			Dao::enact(root(), 0, Box::new(delayed(2, 0))),
			Error::<Test>::WrongCall
		);
		assert_noop!(
			Dao::enact(root(), 1, call.clone()),
			Error::<Test>::UnknownEnactment
		);
		for origin in [
			RuntimeOrigin::none(),
			signed(1),
			council_origin(),
			referendum_origin(),
		] {
			assert_noop!(Dao::enact(origin, 0, call.clone()), BadOrigin);
		}
		run(1);
		System::set_block_number(WEEK);
		run(1);
		assert_eq!(decided(1), 1);
		assert_noop!(Dao::enact(root(), 0, call), Error::<Test>::UnknownEnactment);
	})
}

#[test]
fn enacting_should_tell_when_the_call_fails_and_be_done() {
	ExtBuilder::default().build_and_execute(|| {
		let failing = RuntimeCall::Target(target::Call::failing {});
		assert_ok!(Dao::schedule_enactment(
			council_origin(),
			Box::new(failing.clone())
		));
		// All of it or nothing.
		let batch = batch_all(vec![delayed(1, 0), failing]);
		assert_ok!(Dao::schedule_enactment(council_origin(), Box::new(batch)));
		run(WEEK);
		let failed = Err(target::Error::<Test>::Failed.into());
		let events = dao_events();
		assert!(events.contains(&Event::Enacted {
			id: 0,
			result: failed
		}));
		assert!(events.contains(&Event::Enacted {
			id: 1,
			result: failed
		}));
		assert_eq!(decided(1), 0);
		assert_eq!(Enactments::<Test>::iter().count(), 0);
	})
}

#[test]
fn enacting_should_weigh_what_the_call_weighs() {
	use frame_support::dispatch::GetDispatchInfo;
	let call = delayed(1, 0);
	let enact = RuntimeCall::Dao(Call::enact {
		id: 0,
		call: Box::new(call.clone()),
	});
	let len = codec::Encode::encoded_size(&call) as u32;
	assert_eq!(
		enact.get_dispatch_info().call_weight,
		<() as WeightInfo>::enact(len) + call.get_dispatch_info().call_weight
	);
}
