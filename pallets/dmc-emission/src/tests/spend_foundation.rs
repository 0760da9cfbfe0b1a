use super::*;

#[test]
fn the_foundation_should_spend_a_36th_a_month() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(FOUNDATION_MONTHLY, FOUNDATION / 36);
		assert_ok!(Emission::spend_foundation(dao(), CHARLIE, DMC));
		assert_eq!(
			events().last(),
			Some(&Event::FoundationSpent {
				beneficiary: CHARLIE,
				amount: DMC,
				month: 0,
				left: FOUNDATION_MONTHLY - DMC,
			})
		);
		assert_eq!(Balances::balance(&CHARLIE), DMC);
		assert_noop!(
			Emission::spend_foundation(dao(), CHARLIE, FOUNDATION_MONTHLY - DMC + 1),
			Error::<Test>::MonthlyLimitExceeded
		);
		assert_ok!(Emission::spend_foundation(
			dao(),
			CHARLIE,
			FOUNDATION_MONTHLY - DMC
		));
		assert_noop!(
			Emission::spend_foundation(dao(), CHARLIE, 1),
			Error::<Test>::MonthlyLimitExceeded
		);
		assert_eq!(Emission::funds().foundation_left_this_month, 0);

		// The first month ends with block floor(3650 / 12).
		skip_to(303);
		assert_eq!(Emission::funds().foundation_left_this_month, 0);
		skip_to(304);
		assert_eq!(Emission::funds().foundation_left_this_month, FOUNDATION_MONTHLY);
		assert_ok!(Emission::spend_foundation(dao(), CHARLIE, FOUNDATION_MONTHLY));
	});
}

#[test]
fn unused_months_should_not_add_up() {
	ExtBuilder::default().build_and_execute(|| {
		skip_to(3_650);
		assert_noop!(
			Emission::spend_foundation(dao(), CHARLIE, FOUNDATION_MONTHLY + 1),
			Error::<Test>::MonthlyLimitExceeded
		);
		assert_ok!(Emission::spend_foundation(dao(), CHARLIE, FOUNDATION_MONTHLY));
		assert_eq!(
			FoundationSpending::<Test>::get(),
			FoundationMonth {
				month: 12,
				spent: FOUNDATION_MONTHLY
			}
		);
	});
}

#[test]
fn the_foundation_should_stay_alive() {
	let mut builder = ExtBuilder::default();
	builder.emission.endowments = vec![(ALICE, FOUNDATION - DMC)];
	builder.build_and_execute(|| {
		assert_noop!(
			Emission::spend_foundation(dao(), CHARLIE, DMC - ED + 1),
			Error::<Test>::FoundationTooLow
		);
		assert_ok!(Emission::spend_foundation(dao(), CHARLIE, DMC - ED));
		assert_eq!(Balances::balance(&Emission::foundation_account()), ED);
	});
}

#[test]
fn spend_foundation_should_be_refused_with_its_reason() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Emission::spend_foundation(dao(), ALICE, 0),
			Error::<Test>::ZeroAmount
		);
		assert_noop!(
			Emission::spend_foundation(dao(), ALICE, Balance::MAX),
			Error::<Test>::MonthlyLimitExceeded
		);
		assert_noop!(
			Emission::spend_foundation(dao(), CHARLIE, ED - 1),
			Error::<Test>::BelowMinimum
		);
		for origin in [signed(ALICE), holders(), RuntimeOrigin::root()] {
			assert_noop!(
				Emission::spend_foundation(origin, ALICE, DMC),
				DispatchError::BadOrigin
			);
		}
	});
}
