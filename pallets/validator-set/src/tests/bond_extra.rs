use super::*;

#[test]
fn bond_extra_should_add_to_the_hold() {
	ExtBuilder::default().build_and_execute(|| {
		run_to_session(1);
		System::reset_events();
		assert_ok!(ValidatorSet::bond_extra(signed(1), 500));
		assert_eq!(
			events(),
			[Event::BondIncreased {
				who: 1,
				amount: 500,
				bond: BOND + 500
			}]
		);
		assert_eq!((held(1), validator(1).bond), (BOND + 500, BOND + 500));
		assert_eq!(
			(validator(1).bond_at(0), validator(1).bond_at(1)),
			(BOND, BOND + 500)
		);
	})
}

#[test]
fn bond_extra_should_work_for_applicants() {
	ExtBuilder::default().build_and_execute(|| {
		apply(EVE);
		assert_ok!(ValidatorSet::bond_extra(signed(EVE), 1));
		assert_eq!(
			validator(EVE),
			crate::Validator::new(Status::Applicant, BOND + 1, 0)
		);
	})
}

#[test]
fn bond_extra_should_refuse_what_is_wrong() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			ValidatorSet::bond_extra(signed(EVE), 1),
			Error::<Test>::NotRegistered
		);
		assert_noop!(ValidatorSet::bond_extra(signed(1), 0), Error::<Test>::ZeroAmount);
		assert_noop!(
			ValidatorSet::bond_extra(signed(1), ENDOWMENT),
			sp_runtime::TokenError::FundsUnavailable
		);
		assert_noop!(
			ValidatorSet::bond_extra(signed(1), Balance::MAX),
			sp_runtime::ArithmeticError::Overflow
		);
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_noop!(ValidatorSet::bond_extra(signed(1), 1), Error::<Test>::Departed);
	})
}
