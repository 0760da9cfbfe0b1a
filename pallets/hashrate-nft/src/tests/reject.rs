use super::*;

#[test]
fn reject_should_leave_nothing_but_the_record() {
	ExtBuilder::default().build_and_execute(|| {
		let before = storage();
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
		assert_ok!(HashrateNft::reject(dao(), 0));
		assert_eq!(balance(usdt(), &ISSUER), RICH);
		assert_eq!(
			Records::<Test>::get(0).map(|record| record.state),
			Some(ProductState::Rejected)
		);
		assert_eq!(state(0), None);
		assert_eq!(events().last(), Some(&Event::Rejected { product: 0 }));
		let mut after = storage();
		after.remove(&Records::<Test>::hashed_key_for(0)).unwrap();
		after
			.remove(NextProduct::<Test>::hashed_key().as_slice())
			.unwrap();
		assert_eq!(after, before);
	});
}

#[test]
fn reject_should_be_the_daos_and_only_before_approval() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		assert_noop!(HashrateNft::reject(dao(), product), Error::<Test>::NotProposed);
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
		assert_noop!(HashrateNft::reject(signed(ALICE), 1), DispatchError::BadOrigin);
		assert_noop!(HashrateNft::reject(dao(), 7), Error::<Test>::ProductNotFound);
	});
}
