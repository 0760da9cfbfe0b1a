use super::*;

#[test]
fn set_keys_should_count_from_the_session_after_the_next() {
	ExtBuilder::default().build_and_execute(|| {
		System::reset_events();
		assert_ok!(ValidatorSet::set_keys(signed(1), keys(101), proof(1, 101)));
		assert_eq!(events(), [Event::KeysSet { who: 1 }]);
		assert_eq!(Session::load_keys(&1), Some(keys(101)));
		let running = || Babe::authorities().iter().any(|(key, _)| *key == keys(101).babe);
		run_to_session(1);
		assert!(!running());
		run_to_session(2);
		assert!(running());
		assert_eq!(Session::validators(), [1, 2, 3, 4, 5]);
	})
}

#[test]
fn set_keys_should_work_for_applicants_and_suspended_validators() {
	ExtBuilder::default().build_and_execute(|| {
		apply(EVE);
		assert_ok!(ValidatorSet::set_keys(signed(EVE), keys(111), proof(EVE, 111)));
		Silent::set(vec![1]);
		run_to_session(1);
		assert!(matches!(status(1), Status::Suspended { .. }));
		assert_ok!(ValidatorSet::set_keys(signed(1), keys(101), proof(1, 101)));
	})
}

#[test]
fn set_keys_should_refuse_bad_proofs_and_keys_of_another() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			ValidatorSet::set_keys(signed(1), keys(101), proof(1, 102)),
			pallet_session::Error::<Test>::InvalidProof
		);
		assert_noop!(
			ValidatorSet::set_keys(signed(1), keys(2), proof(1, 2)),
			pallet_session::Error::<Test>::DuplicatedKey
		);
	})
}

#[test]
fn set_keys_should_refuse_strangers_and_the_departed() {
	ExtBuilder::default().build_and_execute(|| {
		let set_keys = |who| ValidatorSet::set_keys(signed(who), keys(who + 100), proof(who, who + 100));
		assert_noop!(set_keys(EVE), Error::<Test>::NotRegistered);
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_ok!(ValidatorSet::eject(RuntimeOrigin::root(), 2));
		assert_noop!(set_keys(1), Error::<Test>::Departed);
		assert_noop!(set_keys(2), Error::<Test>::Departed);
		run_to_session(2);
		assert!(matches!(status(1), Status::Unbonding { .. }));
		assert_noop!(set_keys(1), Error::<Test>::Departed);
	})
}
