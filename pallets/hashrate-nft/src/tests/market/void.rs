//! Freezing, terminating, cancelling or expiring a product voids its orders and frees the money behind them.

use super::*;

/// Alice's NFT 0 is listed, Bob's NFT 1 is on auction with a bid of Carol, and Dave offers.
fn orders() -> (AuctionId, OfferId) {
	list(ALICE, 0, 1_000);
	let id = auction(BOB, 1, 1_000, 40);
	assert_ok!(HashrateNft::bid(signed(CAROL), id, 1_000));
	(id, offer(DAVE, None, 1_000))
}

#[test]
fn a_freeze_should_void_all_orders_for_good() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let (id, made) = orders();
		assert_eq!(
			[custody(0), custody(1)],
			[CustodyState::Listed, CustodyState::OnAuction]
		);
		freeze();
		assert_eq!([custody(0), custody(1)], [CustodyState::Free; 2]);
		unfreeze();
		assert_eq!([custody(0), custody(1)], [CustodyState::Free; 2]);
		assert!(!HashrateNft::ask_statement(P, 0).unwrap().stands);
		assert_ok!(HashrateNft::close_auction(signed(CAROL), id));
		assert_ok!(HashrateNft::cancel_offer(signed(DAVE), made));
		assert_eq!((bids_of(&CAROL), offered_by(&DAVE)), (0, 0));
	});
}

#[test]
fn the_agenda_should_free_what_nobody_took_back() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let before = [CAROL, DAVE].map(|who| usdt_of(&who));
		let (id, made) = orders();
		freeze();
		run_to(now() + 40);
		assert_eq!(
			(Auctions::<Test>::get(id), Offers::<Test>::get(made)),
			(None, None)
		);
		assert_eq!([CAROL, DAVE].map(|who| usdt_of(&who)), before);
		assert_eq!(owner(1), BOB);
		assert_eq!(Nfts::<Test>::get(P, 1).unwrap().order, None);
	});
}

#[test]
fn an_nft_in_a_void_auction_should_move_and_free_the_bid() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let (id, _) = orders();
		freeze();
		assert_ok!(HashrateNft::transfer(signed(BOB), P, 1, DAVE));
		assert_eq!((owner(1), bids_of(&CAROL)), (DAVE, 0));
		assert_eq!(Auctions::<Test>::get(id), None);
		assert_ok!(HashrateNft::transfer(signed(ALICE), P, 0, DAVE));
		assert_eq!(Nfts::<Test>::get(P, 0).unwrap().order, None);
		unfreeze();
		list(DAVE, 0, 1_000);
		auction(DAVE, 1, 1_000, 20);
	});
}

#[test]
fn an_nft_in_a_void_order_should_be_locked_by_others() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		orders();
		assert_noop!(
			<HashrateNft as NftCustody<_>>::lock(P, 1, &BOB, CustodyState::Staked),
			Error::<Test>::NotFree
		);
		freeze();
		unfreeze();
		assert_ok!(<HashrateNft as NftCustody<_>>::lock(
			P,
			0,
			&ALICE,
			CustodyState::Staked
		));
		assert_ok!(<HashrateNft as NftCustody<_>>::lock(
			P,
			1,
			&BOB,
			CustodyState::Pledged
		));
		assert_eq!(
			[custody(0), custody(1)],
			[CustodyState::Staked, CustodyState::Pledged]
		);
		assert_eq!(bids_of(&CAROL), 0);
		HashrateNft::do_try_state().unwrap();
	});
}

#[test]
fn a_listed_nft_should_not_move_by_another_door() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		orders();
		for (who, serial) in [(ALICE, 0), (BOB, 1)] {
			assert_noop!(
				HashrateNft::transfer(signed(who.clone()), P, serial, DAVE),
				Error::<Test>::NotFree
			);
			assert_noop!(
				pallet_nfts::Pallet::<Test>::transfer(signed(who), P, serial, DAVE),
				pallet_nfts::Error::<Test>::ItemLocked
			);
		}
	});
}

#[test]
fn a_terminated_product_should_free_all_and_leave_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let before = [CAROL, DAVE].map(|who| usdt_of(&who));
		sold();
		begin();
		let (id, made) = orders();
		freeze();
		assert_ok!(MockEscrow::terminate(P));
		assert_noop!(
			HashrateNft::buy_listed(signed(CAROL), P, 0, 1_000, None),
			Error::<Test>::ProductEnded
		);
		HashrateNft::do_try_state().unwrap();
		// The last refunds burn the NFTs, whatever was open.
		assert_ok!(MockEscrow::refund(P, 0));
		assert_ok!(MockEscrow::refund(P, 1));
		assert_eq!(Books::<Test>::get(P), None);
		assert_eq!((Auctions::<Test>::get(id), bids_of(&CAROL)), (None, 0));
		assert_ok!(HashrateNft::cancel_offer(signed(DAVE), made));
		assert_eq!([CAROL, DAVE].map(|who| usdt_of(&who)), before);
		run_to(now() + 40);
		assert_eq!(AgendaCursors::<Test>::get(), None);
		assert_eq!(
			(Nfts::<Test>::iter().count(), Agenda::<Test>::iter().count()),
			(0, 0)
		);
	});
}

#[test]
fn lots_of_a_product_that_lost_its_node_should_be_void() {
	ExtBuilder::default().build_and_execute(|| {
		approve(Listing {
			sale: SaleMode::Auction {
				reserve: 1_000,
				duration: 90,
			},
			sale_until: 1,
			..listing()
		});
		run_to(5);
		let before = usdt_of(&ALICE);
		let id = open_lot(ALICE, 1_000);
		assert_noop!(
			HashrateNft::cancel(signed(ISSUER), P),
			Error::<Test>::CannotCancel
		);
		Attested::set([(NODE.to_vec(), 1)].into());
		run_to_day(9);
		assert!(Auctions::<Test>::contains_key(id));
		run_to(95);
		assert_eq!(Auctions::<Test>::get(id), None);
		assert_eq!((bids_of(&ALICE), usdt_of(&ALICE)), (0, before));
		// Nothing was sold, and the sale is over.
		run_to_day(16);
		assert_eq!(Books::<Test>::get(P), None);
	});
}

#[test]
fn a_lot_should_outlive_its_product_without_harm() {
	ExtBuilder::default().build_and_execute(|| {
		let before = usdt_of(&ALICE);
		approve(Listing {
			term_days: 20,
			sale: SaleMode::Auction {
				reserve: 1_000,
				duration: 90,
			},
			sale_until: 5,
			..listing()
		});
		run_to(45);
		let id = open_lot(ALICE, 1_000);
		Attested::set([(NODE.to_vec(), 1)].into());
		// Cancelled on day 12, the lot ends in block 135.
		run_to_day(13);
		assert_eq!(Books::<Test>::get(P), None);
		assert!(Auctions::<Test>::contains_key(id));
		assert_noop!(
			HashrateNft::bid(signed(BOB), id, 2_000),
			Error::<Test>::ProductNotFound
		);
		run_to(135);
		assert_eq!((bids_of(&ALICE), usdt_of(&ALICE)), (0, before));
	});
}

#[test]
fn an_expired_product_should_leave_nothing_of_its_orders() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		list(ALICE, 0, 1_000);
		for day in 5..15 {
			pay_day(day, 1_000);
		}
		run_to_day(25);
		assert_eq!(Books::<Test>::get(P), None);
		assert_eq!(
			(Nfts::<Test>::iter().count(), Auctions::<Test>::iter().count()),
			(0, 0)
		);
	});
}
