use super::*;

#[test]
fn make_offer_should_hold_the_price() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let before = usdt_of(&CAROL);
		let wants = Wants {
			min_days: 0,
			min_escrow: 500,
			max_arrears: 3,
		};
		let expiry = now() + 50;
		assert_ok!(HashrateNft::make_offer(
			signed(CAROL),
			P,
			Some(1),
			2_000,
			expiry,
			wants
		));
		assert_eq!((offered_by(&CAROL), usdt_of(&CAROL)), (2_000, before - 2_000));
		let fee = crate::TradeFee {
			fee: Permill::from_percent(2),
			royalty: Permill::from_percent(25),
		};
		let made = Offer {
			who: CAROL,
			product: P,
			serial: Some(1),
			asset: usdt(),
			price: 2_000,
			fee,
			wants,
			expiry,
			market_epoch: 0,
		};
		assert_eq!(Offers::<Test>::get(0), Some(made.clone()));
		assert_eq!(HashrateNft::offers_of(&CAROL), vec![(0, made)]);
		assert_eq!(Agenda::<Test>::get(expiry, 0), Some(Due::Offer(0)));
		has(crate::Event::OfferMade {
			offer: 0,
			who: CAROL,
			product: P,
			serial: Some(1),
			asset: usdt(),
			price: 2_000,
			fee,
			wants,
			expiry,
		});
	});
}

#[test]
fn an_account_should_have_so_many_offers_at_most() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		for _ in 0..32 {
			offer(CAROL, None, 1_000);
		}
		assert_noop!(
			HashrateNft::make_offer(signed(CAROL), P, None, 1_000, now() + 20, ANY),
			Error::<Test>::TooManyOffers
		);
		assert_eq!(offered_by(&CAROL), 32_000);
		offer(DAVE, None, 1_000);
		assert_ok!(HashrateNft::cancel_offer(signed(CAROL), 7));
		offer(CAROL, None, 1_000);
	});
}

#[test]
fn make_offer_should_refuse_what_cannot_be_bought() {
	ExtBuilder::default().build_and_execute(|| {
		let make = |who: AccountId, serial, price, expiry| {
			HashrateNft::make_offer(signed(who), P, serial, price, expiry, ANY)
		};
		assert_noop!(make(CAROL, None, 1_000, 20), Error::<Test>::ProductNotFound);
		sold();
		assert_noop!(make(CAROL, Some(2), 1_000, 20), Error::<Test>::NftNotFound);
		assert_noop!(make(ALICE, Some(0), 1_000, 20), Error::<Test>::CannotBuyOwn);
		assert_noop!(make(CAROL, Some(0), 0, 20), Error::<Test>::ZeroPrice);
		assert_noop!(make(CAROL, Some(0), 10, 20), Error::<Test>::PriceTooLow);
		assert_noop!(make(POOR, Some(0), 1_000, 20), Error::<Test>::InsufficientFunds);
		assert_noop!(make(CAROL, None, 1_000, now()), Error::<Test>::ExpiryInPast);
		assert_noop!(make(CAROL, None, 1_000, 0), Error::<Test>::ExpiryInPast);
		// The product ends with block 150.
		assert_noop!(make(CAROL, None, 1_000, 150), Error::<Test>::ExpiryTooFar);
		assert_ok!(make(CAROL, None, 1_000, 149));
		assert_ok!(make(ALICE, Some(1), 1_000, now() + 1));
	});
}

#[test]
fn an_offer_should_stand_for_90_days_at_most() {
	ExtBuilder::default().build_and_execute(|| {
		approve(Listing {
			term_days: 500,
			..listing()
		});
		let make = |expiry| HashrateNft::make_offer(signed(CAROL), P, None, 1_000, expiry, ANY);
		assert_noop!(make(now() + 901), Error::<Test>::ExpiryTooFar);
		assert_noop!(make(u32::MAX), Error::<Test>::ExpiryTooFar);
		assert_ok!(make(now() + 900));
	});
}

#[test]
fn make_offer_should_be_refused_without_a_market() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		refused_without_market(|| HashrateNft::make_offer(signed(CAROL), P, None, 1_000, 149, ANY));
	});
}
