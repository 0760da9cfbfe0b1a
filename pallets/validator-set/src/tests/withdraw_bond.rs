use super::*;

#[test]
fn withdraw_bond_should_wait_28_days_from_the_session_without_the_validator() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_noop!(
			ValidatorSet::withdraw_bond(signed(1)),
			Error::<Test>::NotUnbonding
		);
		run_to_session(2);
		assert_eq!(System::block_number(), 21);
		run_blocks(BONDING - 1);
		assert_noop!(ValidatorSet::withdraw_bond(signed(1)), Error::<Test>::BondLocked);
		next_block();
		System::reset_events();
		assert_ok!(ValidatorSet::withdraw_bond(signed(1)));
		assert_eq!(events(), [Event::BondWithdrawn { who: 1, amount: BOND }]);
		assert_eq!((held(1), Balances::free_balance(1)), (0, ENDOWMENT));
		assert_eq!(crate::Validators::<Test>::get(1), None);
		assert_eq!(Session::load_keys(&1), None);
		// The way back is a new application.
		admit(1);
	})
}

#[test]
fn withdraw_bond_should_return_what_slashing_left() {
	ExtBuilder::with_validators(10).build_and_execute(|| {
		offences::report(&[(2, 0)], 0);
		run_to_session(2);
		run_blocks(BONDING);
		assert_ok!(ValidatorSet::withdraw_bond(signed(2)));
		// 10% of 10,001, rounded up.
		assert_eq!(Balances::free_balance(2), ENDOWMENT - 1_001);
	})
}

#[test]
fn withdraw_bond_should_close_a_record_without_any_bond() {
	ExtBuilder::default().build_and_execute(|| {
		offences::report(&[(1, 100)], 0);
		assert_eq!(validator(1).bond, 0);
		run_to_session(2);
		run_blocks(BONDING);
		assert_ok!(ValidatorSet::withdraw_bond(signed(1)));
		assert_eq!(crate::Validators::<Test>::get(1), None);
		assert_eq!(Balances::free_balance(1), ENDOWMENT - BOND);
	})
}

#[test]
fn withdraw_bond_should_refuse_all_others() {
	ExtBuilder::default().build_and_execute(|| {
		apply(EVE);
		assert_noop!(
			ValidatorSet::withdraw_bond(signed(FERDIE)),
			Error::<Test>::NotRegistered
		);
		assert_noop!(
			ValidatorSet::withdraw_bond(signed(EVE)),
			Error::<Test>::NotUnbonding
		);
		assert_noop!(
			ValidatorSet::withdraw_bond(signed(1)),
			Error::<Test>::NotUnbonding
		);
	})
}
