use super::*;

#[test]
fn a_higher_bid_should_free_the_one_before() {
	ExtBuilder::default().build_and_execute(|| {
		auctioned();
		let id = open_lot(ALICE, 1_000);
		let before = [ALICE, BOB].map(|who| usdt_of(&who));
		assert_ok!(HashrateNft::bid(signed(BOB), id, 1_050));
		assert_eq!([bids_of(&ALICE), bids_of(&BOB)], [0, 1_050]);
		assert_eq!(
			[ALICE, BOB].map(|who| usdt_of(&who)),
			[before[0] + 1_000, before[1] - 1_050]
		);
		has(crate::Event::BidReleased {
			auction: id,
			bidder: ALICE,
			amount: 1_000,
		});
		has(crate::Event::BidPlaced {
			auction: id,
			bidder: BOB,
			amount: 1_050,
			end: now() + 20,
		});
	});
}

#[test]
fn who_raises_his_own_bid_should_need_the_difference_only() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let id = auction(BOB, 1, 1_000, 20);
		assert_ok!(Money::mint_into(usdt(), &POOR, 1_050 + USDT_MIN));
		assert_ok!(HashrateNft::bid(signed(POOR), id, 1_000));
		assert_noop!(
			HashrateNft::bid(signed(POOR), id, 1_051),
			Error::<Test>::InsufficientFunds
		);
		assert_ok!(HashrateNft::bid(signed(POOR), id, 1_050));
		assert_eq!((bids_of(&POOR), usdt_of(&POOR)), (1_050, USDT_MIN));
	});
}

#[test]
fn bids_of_several_auctions_should_add_up() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let (first, second) = (auction(ALICE, 0, 1_000, 20), auction(BOB, 1, 2_000, 20));
		assert_ok!(HashrateNft::bid(signed(CAROL), first, 1_000));
		assert_ok!(HashrateNft::bid(signed(CAROL), second, 2_000));
		assert_eq!(bids_of(&CAROL), 3_000);
		assert_ok!(HashrateNft::bid(signed(DAVE), first, 5_000));
		assert_eq!((bids_of(&CAROL), bids_of(&DAVE)), (2_000, 5_000));
	});
}

#[test]
fn a_bid_should_be_5_percent_and_one_unit_higher() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		for (highest, next) in [(1_000, 1_050), (1_001, 1_052), (1_019, 1_070), (1_020, 1_071)] {
			let id = auction(ALICE, 0, highest, 20);
			assert_noop!(
				HashrateNft::bid(signed(BOB), id, highest - 1),
				Error::<Test>::BidTooLow
			);
			assert_ok!(HashrateNft::bid(signed(BOB), id, highest));
			assert_noop!(
				HashrateNft::bid(signed(CAROL), id, next - 1),
				Error::<Test>::BidTooLow
			);
			assert_ok!(HashrateNft::bid(signed(CAROL), id, next));
			run_to(now() + 20);
			assert_ok!(HashrateNft::transfer(signed(CAROL), P, 0, ALICE));
		}
	});
}

#[test]
fn the_step_should_be_one_unit_at_least() {
	let mut auction = Auction {
		product: P,
		lot: Lot::Fresh,
		asset: usdt(),
		market_epoch: 0,
		reserve: 1,
		end: 10,
		latest_end: 20,
		bid: Some(Bid {
			who: ALICE,
			amount: 0,
		}),
	};
	assert_eq!(auction.next_bid(), Some(1));
	auction.bid = Some(Bid {
		who: ALICE,
		amount: Balance::MAX,
	});
	assert_eq!(auction.next_bid(), None);
}

#[test]
fn a_late_bid_should_extend_the_auction_by_a_day_at_most() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let start = now();
		let id = auction(ALICE, 0, 1_000, 20);
		let end = start + 20;
		let of = |id| Auctions::<Test>::get(id).unwrap().end;
		// 300 blocks of 28,800 a day are 3 blocks at 10 a day, the least there is.
		run_to(end - 4);
		assert_ok!(HashrateNft::bid(signed(BOB), id, 1_000));
		assert_eq!(of(id), end);
		run_to(end - 3);
		assert_ok!(HashrateNft::bid(signed(CAROL), id, 1_100));
		assert_eq!(of(id), end + 3);
		run_to(end + 2);
		assert_ok!(HashrateNft::bid(signed(BOB), id, 1_200));
		assert_eq!(of(id), end + 6);
		for n in 0..3 {
			run_to(end + 4 + 2 * n);
			assert_ok!(HashrateNft::bid(
				signed(CAROL),
				id,
				1_500 + 100 * Balance::from(n)
			));
		}
		assert_eq!(of(id), end + 10);
		run_to(end + 9);
		assert_ok!(HashrateNft::bid(signed(BOB), id, 3_000));
		assert_eq!(of(id), end + 10);
		run_to(end + 10);
		assert_noop!(
			HashrateNft::bid(signed(CAROL), id, 4_000),
			Error::<Test>::AuctionNotFound
		);
		assert_eq!(owner(0), BOB);
	});
}

#[test]
fn bid_should_refuse_who_must_not_bid() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			HashrateNft::bid(signed(BOB), 0, 1_000),
			Error::<Test>::AuctionNotFound
		);
		sold();
		let id = auction(ALICE, 0, 1_000, 20);
		assert_noop!(
			HashrateNft::bid(signed(ALICE), id, 1_000),
			Error::<Test>::CannotBuyOwn
		);
		assert_noop!(
			HashrateNft::bid(signed(POOR), id, 1_000),
			Error::<Test>::InsufficientFunds
		);
		assert_noop!(HashrateNft::bid(signed(BOB), id, 0), Error::<Test>::BidTooLow);
		// What its own minimum balance needs cannot be bid.
		assert_ok!(Money::mint_into(usdt(), &POOR, 1_000));
		assert_noop!(
			HashrateNft::bid(signed(POOR), id, 1_000),
			Error::<Test>::InsufficientFunds
		);
		// The issuer of an NFT may bid for one that a holder sells.
		assert_ok!(HashrateNft::bid(signed(ISSUER), id, 1_000));
	});
}

#[test]
fn a_fresh_lot_should_be_sold_on_a_covered_node_only() {
	ExtBuilder::default().build_and_execute(|| {
		auctioned();
		let id = open_lot(ALICE, 1_000);
		assert_noop!(
			HashrateNft::bid(signed(ISSUER), id, 2_000),
			Error::<Test>::IssuerCannotBuy
		);
		NodesStale::set(true);
		assert_noop!(
			HashrateNft::bid(signed(BOB), id, 2_000),
			Error::<Test>::OracleStale
		);
		NodesStale::set(false);
		Attested::set([(NODE.to_vec(), 1_052)].into());
		assert_noop!(
			HashrateNft::bid(signed(BOB), id, 2_000),
			Error::<Test>::NodeUndercovered
		);
		Attested::set([(NODE.to_vec(), 1_053)].into());
		assert_ok!(HashrateNft::bid(signed(BOB), id, 2_000));
	});
}

#[test]
fn bidding_should_end_with_the_auction() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let id = auction(ALICE, 0, 1_000, 20);
		// Without the block's hook, which would close it.
		System::set_block_number(now() + 20);
		assert_noop!(
			HashrateNft::bid(signed(BOB), id, 1_000),
			Error::<Test>::AuctionEnded
		);
	});
}

#[test]
fn bid_should_be_refused_without_a_market() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let id = auction(ALICE, 0, 1_000, 20);
		freeze();
		assert_noop!(
			HashrateNft::bid(signed(BOB), id, 1_000),
			Error::<Test>::ProductFrozen
		);
		unfreeze();
		assert_noop!(
			HashrateNft::bid(signed(BOB), id, 1_000),
			Error::<Test>::AuctionVoid
		);
	});
}
