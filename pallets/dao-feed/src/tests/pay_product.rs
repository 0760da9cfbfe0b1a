use super::*;

#[test]
fn payout_should_reach_the_product_whole() {
	test(|| {
		assert_ok!(Feed::pay_product(root(), PRODUCT, 10_000));
		System::assert_last_event(
			Event::ProductPaid {
				product: PRODUCT,
				amount: 10_000,
			}
			.into(),
		);
		assert_eq!((ifil(PAY), ifil(Feed::account())), (10_000, 0));
		assert_eq!(Assets::total_supply(dmex_primitives::constants::IFIL), 10_000);
	});
}

#[test]
fn payout_should_be_refused_from_others_of_nothing_and_for_no_product() {
	test(|| {
		assert_noop!(
			Feed::pay_product(RuntimeOrigin::signed(ISSUER), PRODUCT, 10_000),
			DispatchError::BadOrigin
		);
		assert_noop!(Feed::pay_product(root(), PRODUCT, 0), Error::<Test>::ZeroAmount);
		let unknown = frame_support::storage::with_storage_layer(|| Feed::pay_product(root(), 8, 10_000));
		assert_eq!(unknown, Err(DispatchError::Other("unknown product")));
		assert_eq!(Assets::total_supply(dmex_primitives::constants::IFIL), 0);
	});
}
