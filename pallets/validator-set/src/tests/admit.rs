use super::*;

#[test]
fn admit_should_take_effect_with_the_next_session_but_one() {
	ExtBuilder::default().build_and_execute(|| {
		apply(EVE);
		System::reset_events();
		assert_ok!(ValidatorSet::admit(RuntimeOrigin::root(), EVE));
		assert_eq!(events(), [Event::Admitted { who: EVE, since: 2 }]);
		assert_eq!(status(EVE), Status::Active { since: 2 });
		assert_eq!(set(), [1, 2, 3, 4, 5, EVE]);
		run_to_session(1);
		assert_eq!(Session::validators(), [1, 2, 3, 4, 5]);
		run_to_session(2);
		assert_eq!(Session::validators(), [1, 2, 3, 4, 5, EVE]);
		run_blocks(SESSION - 1);
		assert!(crate::AuthoredBlocks::<Test>::get(EVE) > 0);
	})
}

#[test]
fn admit_should_refuse_all_but_the_dao() {
	ExtBuilder::default().build_and_execute(|| {
		apply(EVE);
		assert_noop!(ValidatorSet::admit(signed(EVE), EVE), DispatchError::BadOrigin);
	})
}

#[test]
fn admit_should_refuse_who_is_no_applicant() {
	ExtBuilder::default().build_and_execute(|| {
		let admit = |who| ValidatorSet::admit(RuntimeOrigin::root(), who);
		assert_noop!(admit(EVE), Error::<Test>::NotRegistered);
		assert_noop!(admit(1), Error::<Test>::NotApplicant);
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_noop!(admit(1), Error::<Test>::NotApplicant);
	})
}

#[test]
fn admit_should_refuse_a_bond_below_a_raised_minimum() {
	ExtBuilder::default().build_and_execute(|| {
		apply(EVE);
		MinimumBond::set(BOND + 5);
		assert_noop!(
			ValidatorSet::admit(RuntimeOrigin::root(), EVE),
			Error::<Test>::BondBelowMinimum
		);
		assert_ok!(ValidatorSet::bond_extra(signed(EVE), 5));
		assert_ok!(ValidatorSet::admit(RuntimeOrigin::root(), EVE));
	})
}

#[test]
fn admit_should_refuse_more_than_the_set_can_have() {
	ExtBuilder::with_validators(9).build_and_execute(|| {
		admit(EVE);
		apply(FERDIE);
		assert_noop!(
			ValidatorSet::admit(RuntimeOrigin::root(), FERDIE),
			Error::<Test>::SetFull
		);
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_ok!(ValidatorSet::admit(RuntimeOrigin::root(), FERDIE));
	})
}

#[test]
fn admit_should_refuse_who_has_no_keys() {
	ExtBuilder::default().build_and_execute(|| {
		apply(EVE);
		assert_ok!(Session::purge_keys(signed(EVE)));
		assert_noop!(
			ValidatorSet::admit(RuntimeOrigin::root(), EVE),
			Error::<Test>::NoSessionKeys
		);
		assert_ok!(ValidatorSet::set_keys(signed(EVE), keys(EVE), proof(EVE, EVE)));
		assert_ok!(ValidatorSet::admit(RuntimeOrigin::root(), EVE));
	})
}
