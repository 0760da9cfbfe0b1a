use super::*;

#[test]
fn cancel_auction_should_free_the_nft() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let before = Nfts::<Test>::get(P, 0);
		let id = auction(ALICE, 0, 1_000, 20);
		assert_ok!(HashrateNft::cancel_auction(signed(ALICE), id));
		assert_eq!(Auctions::<Test>::get(id), None);
		assert_eq!(Nfts::<Test>::get(P, 0), before);
		has(crate::Event::AuctionCancelled { auction: id });
		// Its place on the agenda is passed over, and nothing stays behind.
		run_to(now() + 20);
		assert_eq!(AgendaCursors::<Test>::get(), None);
		assert_eq!(custody(0), CustodyState::Free);
	});
}

#[test]
fn a_place_on_the_agenda_should_not_touch_a_later_auction_of_the_nft() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let first = auction(ALICE, 0, 1_000, 5);
		assert_ok!(HashrateNft::cancel_auction(signed(ALICE), first));
		let second = auction(ALICE, 0, 1_000, 20);
		run_to(now() + 10);
		assert_eq!(custody(0), CustodyState::OnAuction);
		assert_ok!(HashrateNft::bid(signed(BOB), second, 1_000));
	});
}

#[test]
fn cancel_auction_should_be_refused_to_others_and_after_the_first_bid() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			HashrateNft::cancel_auction(signed(ALICE), 0),
			Error::<Test>::AuctionNotFound
		);
		sold();
		let id = auction(ALICE, 0, 1_000, 20);
		assert_noop!(
			HashrateNft::cancel_auction(signed(BOB), id),
			Error::<Test>::NotSeller
		);
		assert_ok!(HashrateNft::bid(signed(BOB), id, 1_000));
		assert_noop!(
			HashrateNft::cancel_auction(signed(ALICE), id),
			Error::<Test>::AuctionHasBid
		);
	});
}

#[test]
fn nobody_should_call_off_the_auction_of_a_fresh_lot() {
	ExtBuilder::default().build_and_execute(|| {
		auctioned();
		let id = open_lot(ALICE, 1_000);
		for who in [ISSUER, ALICE] {
			assert_noop!(
				HashrateNft::cancel_auction(signed(who), id),
				Error::<Test>::NotSeller
			);
		}
	});
}
