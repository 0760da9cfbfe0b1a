use super::*;

#[test]
fn apply_should_register_keys_and_hold_the_bond() {
	ExtBuilder::default().build_and_execute(|| {
		System::reset_events();
		assert_ok!(ValidatorSet::apply(signed(EVE), keys(EVE), proof(EVE, EVE), BOND));
		assert_eq!(validator(EVE), crate::Validator::new(Status::Applicant, BOND, 0));
		assert_eq!((held(EVE), Balances::free_balance(EVE)), (BOND, ENDOWMENT - BOND));
		assert_eq!(Session::load_keys(&EVE), Some(keys(EVE)));
		assert_eq!(set(), [1, 2, 3, 4, 5]);
		assert_eq!(events(), [Event::Applied { who: EVE, bond: BOND }]);
	})
}

#[test]
fn apply_should_take_exactly_the_minimum() {
	ExtBuilder::default().build_and_execute(|| {
		let apply = |bond| ValidatorSet::apply(signed(EVE), keys(EVE), proof(EVE, EVE), bond);
		assert_noop!(apply(9_999), Error::<Test>::BondBelowMinimum);
		assert_noop!(apply(0), Error::<Test>::BondBelowMinimum);
		assert_ok!(apply(10_000));
	})
}

#[test]
fn apply_should_refuse_keys_without_their_proof() {
	ExtBuilder::default().build_and_execute(|| {
		let invalid: DispatchError = pallet_session::Error::<Test>::InvalidProof.into();
		let apply = |keys, proof| ValidatorSet::apply(signed(EVE), keys, proof, BOND);
		assert_noop!(apply(keys(EVE), Vec::new()), invalid);
		assert_noop!(apply(keys(EVE), proof(EVE, 500)), invalid);
		assert_noop!(apply(keys(EVE), proof(FERDIE, EVE)), invalid);
		let mut longer = proof(EVE, EVE);
		longer.push(0);
		assert_noop!(apply(keys(EVE), longer), invalid);
		let mut mixed = keys(EVE);
		mixed.grandpa = keys(1).grandpa;
		assert_noop!(apply(mixed, proof(EVE, EVE)), invalid);
	})
}

#[test]
fn apply_should_refuse_keys_of_another() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			ValidatorSet::apply(signed(EVE), keys(1), proof(EVE, 1), BOND),
			pallet_session::Error::<Test>::DuplicatedKey
		);
	})
}

#[test]
fn apply_should_refuse_who_is_registered() {
	ExtBuilder::default().build_and_execute(|| {
		apply(EVE);
		for who in [EVE, 1] {
			assert_noop!(
				ValidatorSet::apply(signed(who), keys(who), proof(who, who), BOND),
				Error::<Test>::AlreadyRegistered
			);
		}
	})
}

#[test]
fn apply_should_refuse_who_cannot_pay() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			ValidatorSet::apply(signed(EVE), keys(EVE), proof(EVE, EVE), ENDOWMENT + 1),
			sp_runtime::TokenError::FundsUnavailable
		);
		assert_noop!(
			ValidatorSet::apply(RuntimeOrigin::root(), keys(EVE), proof(EVE, EVE), BOND),
			DispatchError::BadOrigin
		);
	})
}
