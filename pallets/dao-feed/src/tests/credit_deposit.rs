use super::*;

#[test]
fn deposit_should_be_issued() {
	test(|| {
		assert_ok!(Feed::credit_deposit(root(), 5, 10_000));
		System::assert_last_event(
			Event::DepositCredited {
				who: 5,
				amount: 10_000,
			}
			.into(),
		);
		assert_eq!(ifil(5), 10_000);
	});
}

#[test]
fn deposit_should_be_refused_from_others_of_nothing_and_below_the_minimum() {
	test(|| {
		assert_noop!(
			Feed::credit_deposit(RuntimeOrigin::signed(ISSUER), 5, 10_000),
			DispatchError::BadOrigin
		);
		assert_noop!(Feed::credit_deposit(root(), 5, 0), Error::<Test>::ZeroAmount);
		assert_noop!(
			Feed::credit_deposit(root(), 5, MINIMUM - 1),
			sp_runtime::TokenError::BelowMinimum
		);
	});
}
