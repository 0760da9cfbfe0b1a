use super::*;

#[test]
fn withdraw_application_should_undo_it() {
	ExtBuilder::default().build_and_execute(|| {
		let before = frame_system::Account::<Test>::get(EVE);
		apply(EVE);
		System::reset_events();
		assert_ok!(ValidatorSet::withdraw_application(signed(EVE)));
		assert_eq!(crate::Validators::<Test>::get(EVE), None);
		assert_eq!((held(EVE), Session::load_keys(&EVE)), (0, None));
		assert_eq!(frame_system::Account::<Test>::get(EVE), before);
		assert_eq!(events(), [Event::ApplicationWithdrawn { who: EVE, bond: BOND }]);
		apply(EVE);
	})
}

#[test]
fn withdraw_application_should_refuse_who_is_no_applicant() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			ValidatorSet::withdraw_application(signed(EVE)),
			Error::<Test>::NotRegistered
		);
		assert_noop!(
			ValidatorSet::withdraw_application(signed(1)),
			Error::<Test>::NotApplicant
		);
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_noop!(
			ValidatorSet::withdraw_application(signed(1)),
			Error::<Test>::NotApplicant
		);
	})
}
