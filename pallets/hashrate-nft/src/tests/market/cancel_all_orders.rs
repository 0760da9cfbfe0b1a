use super::*;

#[test]
fn cancel_all_orders_should_void_listings_and_take_offers_back() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		buy(ALICE);
		list(ALICE, 0, 1_000);
		list(ALICE, 2, 1_000);
		list(BOB, 1, 1_000);
		let before = usdt_of(&ALICE);
		let (first, second) = (offer(ALICE, Some(1), 1_000), offer(ALICE, None, 2_000));
		offer(BOB, None, 500);
		assert_ok!(HashrateNft::cancel_all_orders(signed(ALICE)));
		assert_eq!(
			[0, 1, 2].map(custody),
			[CustodyState::Free, CustodyState::Listed, CustodyState::Free]
		);
		assert_eq!((offered_by(&ALICE), usdt_of(&ALICE)), (0, before));
		assert_eq!(
			(Offers::<Test>::get(first), Offers::<Test>::get(second)),
			(None, None)
		);
		assert_eq!(offered_by(&BOB), 500);
		has(crate::Event::OrdersCancelled { who: ALICE, epoch: 1 });
		assert_noop!(
			HashrateNft::buy_listed(signed(CAROL), P, 0, 1_000, None),
			Error::<Test>::ListingVoid
		);
		assert!(!HashrateNft::ask_statement(P, 0).unwrap().stands);
		assert_ok!(HashrateNft::buy_listed(signed(CAROL), P, 1, 1_000, None));
		// What is void keeps the owner from nothing.
		list(ALICE, 0, 1_000);
		assert_ok!(HashrateNft::transfer(signed(ALICE), P, 2, BOB));
		assert_ok!(HashrateNft::buy_listed(signed(CAROL), P, 0, 1_000, None));
	});
}

#[test]
fn cancel_all_orders_should_leave_auctions_alone() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let (id, other) = (auction(ALICE, 0, 1_000, 20), auction(BOB, 1, 1_000, 20));
		assert_ok!(HashrateNft::bid(signed(ALICE), other, 1_000));
		assert_ok!(HashrateNft::cancel_all_orders(signed(ALICE)));
		assert_eq!((custody(0), bids_of(&ALICE)), (CustodyState::OnAuction, 1_000));
		assert_ok!(HashrateNft::bid(signed(CAROL), id, 1_000));
	});
}

#[test]
fn a_listing_should_not_come_back_with_its_nft() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		list(ALICE, 0, 1_000);
		assert_ok!(HashrateNft::cancel_all_orders(signed(ALICE)));
		assert_ok!(HashrateNft::transfer(signed(ALICE), P, 0, BOB));
		assert_ok!(HashrateNft::transfer(signed(BOB), P, 0, ALICE));
		assert_eq!(Nfts::<Test>::get(P, 0).unwrap().order, None);
	});
}

#[test]
fn the_epoch_of_an_account_should_go_with_its_last_nft() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		list(ALICE, 0, 1_000);
		for epoch in 1..3 {
			assert_ok!(HashrateNft::cancel_all_orders(signed(ALICE)));
			assert_eq!(OrderEpochs::<Test>::get(ALICE), epoch);
			has(crate::Event::OrdersCancelled { who: ALICE, epoch });
		}
		list(ALICE, 0, 1_000);
		assert_ok!(HashrateNft::buy_listed(signed(CAROL), P, 0, 1_000, None));
		assert_ok!(HashrateNft::cancel_all_orders(signed(ALICE)));
		assert!(!OrderEpochs::<Test>::contains_key(ALICE));
		has(crate::Event::OrdersCancelled { who: ALICE, epoch: 0 });
		// What she lists from now on stands, and nothing that was void does.
		assert_ok!(HashrateNft::transfer(signed(CAROL), P, 0, ALICE));
		assert_eq!(custody(0), CustodyState::Free);
		list(ALICE, 0, 1_000);
		assert_ok!(HashrateNft::buy_listed(signed(CAROL), P, 0, 1_000, None));
		// Who never had any gets no entry.
		offer(DAVE, None, 1_000);
		assert_ok!(HashrateNft::cancel_all_orders(signed(DAVE)));
		assert!(!OrderEpochs::<Test>::contains_key(DAVE));
		assert_eq!(offered_by(&DAVE), 0);
	});
}

#[test]
fn the_weight_should_be_that_of_the_offers() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		offer(CAROL, None, 1_000);
		offer(CAROL, None, 1_000);
		let info = HashrateNft::cancel_all_orders(signed(CAROL)).unwrap();
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::cancel_all_orders(2)));
	});
}
