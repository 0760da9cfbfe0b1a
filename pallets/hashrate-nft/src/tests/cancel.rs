use super::*;

#[test]
fn cancel_should_take_back_what_waits_for_the_dao() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
		assert_noop!(HashrateNft::cancel(signed(STRANGER), 0), Error::<Test>::NotIssuer);
		assert_ok!(HashrateNft::cancel(signed(ISSUER), 0));
		assert_eq!(state(0), None);
		assert_eq!(Records::<Test>::get(0).unwrap().state, ProductState::Cancelled);
		assert_eq!(balance(usdt(), &ISSUER), RICH);
		assert_eq!(events().last(), Some(&Event::Cancelled { product: 0 }));
	});
}

#[test]
fn cancel_should_take_back_an_approved_product_of_which_nothing_is_sold() {
	ExtBuilder::default().build_and_execute(|| {
		let before = storage();
		let product = approved(listing());
		assert_ok!(HashrateNft::cancel(signed(ISSUER), product));
		assert_eq!(HashrateNft::reserved(&node(NODE)), 0);
		let mut after = storage();
		after.remove(&Records::<Test>::hashed_key_for(0)).unwrap();
		after
			.remove(NextProduct::<Test>::hashed_key().as_slice())
			.unwrap();
		assert_eq!(after, before);
		assert_eq!(
			Records::<Test>::get(product).unwrap().state,
			ProductState::Cancelled
		);
	});
}

#[test]
fn cancel_should_not_undo_sales_or_what_has_started() {
	ExtBuilder::default().build_and_execute(|| {
		let sold = approved(listing());
		buy(sold, ALICE);
		assert_noop!(
			HashrateNft::cancel(signed(ISSUER), sold),
			Error::<Test>::CannotCancel
		);
		let unsold = approved(listing());
		Books::<Test>::mutate(unsold, |book| book.as_mut().unwrap().lots = 1);
		assert_noop!(
			HashrateNft::cancel(signed(ISSUER), unsold),
			Error::<Test>::CannotCancel
		);
		Books::<Test>::mutate(unsold, |book| book.as_mut().unwrap().lots = 0);
		// On the start day, before the tick.
		System::set_block_number(50);
		assert_noop!(
			HashrateNft::cancel(signed(ISSUER), unsold),
			Error::<Test>::CannotCancel
		);
		run_to_day(6);
		assert_noop!(
			HashrateNft::cancel(signed(ISSUER), unsold),
			Error::<Test>::CannotCancel
		);
		assert_noop!(
			HashrateNft::cancel(signed(ISSUER), 9),
			Error::<Test>::ProductNotFound
		);
	});
}
