use super::*;

#[test]
fn cancel_offer_should_free_the_price() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let before = usdt_of(&CAROL);
		let (first, second) = (offer(CAROL, None, 1_000), offer(CAROL, Some(0), 2_000));
		assert_ok!(HashrateNft::cancel_offer(signed(CAROL), first));
		assert_eq!((offered_by(&CAROL), usdt_of(&CAROL)), (2_000, before - 2_000));
		has(crate::Event::OfferClosed {
			offer: first,
			who: CAROL,
			price: 1_000,
			end: OfferEnd::Cancelled,
		});
		assert_ok!(HashrateNft::cancel_offer(signed(CAROL), second));
		assert_eq!(usdt_of(&CAROL), before);
		assert!(!OffersOf::<Test>::contains_key(CAROL));
		assert_noop!(
			HashrateNft::cancel_offer(signed(CAROL), second),
			Error::<Test>::OfferNotFound
		);
		// Their places on the agenda are passed over.
		run_to(now() + 20);
		assert_eq!(AgendaCursors::<Test>::get(), None);
	});
}

#[test]
fn others_should_cancel_offers_that_are_over_only() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let (first, second) = (offer(CAROL, None, 1_000), offer(CAROL, Some(0), 1_000));
		assert_noop!(
			HashrateNft::cancel_offer(signed(BOB), first),
			Error::<Test>::NotOfferor
		);
		freeze();
		assert_ok!(HashrateNft::cancel_offer(signed(BOB), first));
		has(crate::Event::OfferClosed {
			offer: first,
			who: CAROL,
			price: 1_000,
			end: OfferEnd::Void,
		});
		unfreeze();
		assert_ok!(HashrateNft::cancel_offer(signed(BOB), second));
		let third = offer(CAROL, None, 1_000);
		System::set_block_number(now() + 20);
		assert_ok!(HashrateNft::cancel_offer(signed(BOB), third));
		has(crate::Event::OfferClosed {
			offer: third,
			who: CAROL,
			price: 1_000,
			end: OfferEnd::Expired,
		});
		assert_eq!(offered_by(&CAROL), 0);
	});
}

#[test]
fn an_offer_should_expire_by_itself() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let before = usdt_of(&CAROL);
		let id = offer(CAROL, None, 1_000);
		run_to(now() + 19);
		assert_eq!(offered_by(&CAROL), 1_000);
		run_to(now() + 1);
		assert_eq!((offered_by(&CAROL), usdt_of(&CAROL)), (0, before));
		assert_eq!(Offers::<Test>::get(id), None);
		has(crate::Event::OfferClosed {
			offer: id,
			who: CAROL,
			price: 1_000,
			end: OfferEnd::Expired,
		});
	});
}
