use super::*;
use frame_support::dispatch::DispatchResult;

fn close(id: AuctionId) -> DispatchResult {
	HashrateNft::close_auction(signed(DAVE), id)
}

/// Goes to the end of an auction without its block's hook.
fn skip_to_end(id: AuctionId) {
	System::set_block_number(Auctions::<Test>::get(id).unwrap().end);
}

#[test]
fn the_winner_of_a_fresh_lot_should_get_a_minted_nft() {
	ExtBuilder::default().build_and_execute(|| {
		auctioned();
		let id = open_lot(ALICE, 1_000);
		assert_ok!(HashrateNft::bid(signed(BOB), id, 4_000));
		let (bob, escrow) = (usdt_of(&BOB), usdt_of(&ESCROW));
		skip_to_end(id);
		assert_ok!(close(id));
		assert_eq!((owner(0), custody(0)), (BOB, CustodyState::Free));
		assert_eq!((bids_of(&BOB), usdt_of(&BOB)), (0, bob));
		assert_eq!(usdt_of(&ESCROW), escrow + 4_000);
		assert_eq!(MockEscrow::deposit_of(P, 0).unwrap().price, 4_000);
		let book = Books::<Test>::get(P).unwrap();
		assert_eq!((book.lots, book.minted), (0, 1));
		assert_eq!(Auctions::<Test>::get(id), None);
		has(crate::Event::AuctionSold {
			auction: id,
			product: P,
			serial: 0,
		});
		assert_noop!(close(id), Error::<Test>::AuctionNotFound);
	});
}

#[test]
fn lots_should_be_numbered_as_they_are_won() {
	ExtBuilder::default().build_and_execute(|| {
		auctioned();
		let first = open_lot(ALICE, 1_000);
		run_to(now() + 1);
		let second = open_lot(BOB, 1_000);
		run_to(now() + 18);
		assert_ok!(HashrateNft::bid(signed(CAROL), first, 1_100));
		run_to(now() + 10);
		assert_eq!((owner(0), owner(1)), (BOB, CAROL));
		assert_eq!(
			(Auctions::<Test>::get(first), Auctions::<Test>::get(second)),
			(None, None)
		);
	});
}

#[test]
fn the_winner_should_pay_the_seller_with_fee_and_royalty() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let id = auction(ALICE, 0, 1_000, 20);
		assert_ok!(HashrateNft::bid(signed(CAROL), id, 10_000));
		// Fees are those of the time when it was put up.
		TradeFee::set(Permill::from_percent(5));
		skip_to_end(id);
		// Income that is recorded until the end is the seller's.
		record(5, 1_000);
		assert_ok!(HashrateNft::pay(signed(ISSUER), P, 200_000));
		let who = [ALICE, CAROL, ISSUER, REVENUE];
		let before = who.clone().map(|who| usdt_of(&who));
		let income = ifil_of(&ALICE);
		assert_ok!(close(id));
		assert_eq!(
			who.map(|who| usdt_of(&who)),
			[before[0] + 9_800, before[1], before[2] + 50, before[3] + 150]
		);
		assert_eq!(bids_of(&CAROL), 0);
		assert_eq!((owner(0), custody(0)), (CAROL, CustodyState::Free));
		assert_eq!(ifil_of(&ALICE), income + 100_000);
	});
}

#[test]
fn an_issuer_that_sells_should_keep_its_royalty() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		assert_ok!(HashrateNft::transfer(signed(ALICE), P, 0, ISSUER));
		let id = auction(ISSUER, 0, 1_000, 20);
		assert_ok!(HashrateNft::bid(signed(CAROL), id, 10_000));
		skip_to_end(id);
		let before = [ISSUER, REVENUE].map(|who| usdt_of(&who));
		assert_ok!(close(id));
		assert_eq!(
			[ISSUER, REVENUE].map(|who| usdt_of(&who)),
			[before[0] + 9_850, before[1] + 150]
		);
	});
}

#[test]
fn a_lot_that_is_sold_late_should_not_cost_its_winner_days() {
	ExtBuilder::default().build_and_execute(|| {
		auctioned();
		begin();
		let (first, second) = (open_lot(ALICE, 1_000), open_lot(BOB, 1_000));
		let latest_end = Auctions::<Test>::get(first).unwrap().latest_end;
		assert_eq!(latest_end, 80);
		// As if no block had begun for a while: day 8 is that of the latest end, day 9 is too late.
		System::set_block_number(89);
		assert_ok!(close(first));
		assert_eq!(owner(0), ALICE);
		assert_eq!(MockEscrow::deposit_of(P, 0).unwrap().days, 6);
		System::set_block_number(90);
		assert_void(second, BOB, 1_000, Error::<Test>::TooFewDays);
		let book = Books::<Test>::get(P).unwrap();
		assert_eq!((book.lots, book.minted), (0, 1));
	});
}

#[test]
fn an_auction_without_a_bid_should_free_the_nft() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let before = Nfts::<Test>::get(P, 0);
		let id = auction(ALICE, 0, 1_000, 20);
		skip_to_end(id);
		assert_ok!(close(id));
		assert_eq!(Nfts::<Test>::get(P, 0), before);
		assert_eq!(owner(0), ALICE);
		has(crate::Event::AuctionUnsold { auction: id });
	});
}

#[test]
fn an_auction_that_runs_should_not_be_closed() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		assert_noop!(close(0), Error::<Test>::AuctionNotFound);
		let id = auction(ALICE, 0, 1_000, 20);
		System::set_block_number(now() + 19);
		assert_noop!(close(id), Error::<Test>::AuctionNotEnded);
		assert_ok!(HashrateNft::bid(signed(BOB), id, 1_000));
		System::set_block_number(now() + 1);
		assert_noop!(close(id), Error::<Test>::AuctionNotEnded);
	});
}

/// The auction is closed without a sale: the bid is free, the lot is back.
fn assert_void(
	id: AuctionId,
	bidder: AccountId,
	amount: Balance,
	reason: impl Into<sp_runtime::DispatchError>,
) {
	let before = usdt_of(&bidder);
	assert_ok!(close(id));
	assert_eq!((bids_of(&bidder), usdt_of(&bidder)), (0, before + amount));
	has(crate::Event::BidReleased {
		auction: id,
		bidder,
		amount,
	});
	has(crate::Event::AuctionVoided {
		auction: id,
		reason: Some(reason.into()),
	});
	assert_eq!(Auctions::<Test>::get(id), None);
}

#[test]
fn a_lot_on_a_node_that_does_not_cover_it_should_be_void() {
	ExtBuilder::default().build_and_execute(|| {
		auctioned();
		let (first, second) = (open_lot(ALICE, 1_000), open_lot(BOB, 1_000));
		skip_to_end(first);
		Attested::set([(NODE.to_vec(), 1)].into());
		assert_void(first, ALICE, 1_000, Error::<Test>::NodeUndercovered);
		NodesStale::set(true);
		assert_void(second, BOB, 1_000, Error::<Test>::OracleStale);
		let book = Books::<Test>::get(P).unwrap();
		assert_eq!((book.lots, book.minted), (0, 0));
	});
}

#[test]
fn an_auction_whose_price_cannot_be_moved_should_be_void() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let id = auction(ALICE, 0, 1_000, 20);
		assert_ok!(HashrateNft::bid(signed(CAROL), id, 1_000));
		skip_to_end(id);
		block(&ALICE);
		assert_void(id, CAROL, 1_000, Error::<Test>::CannotReceive);
		assert_eq!((owner(0), custody(0)), (ALICE, CustodyState::Free));
	});
}

#[test]
fn an_auction_whose_income_cannot_be_settled_should_lose_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let id = auction(ALICE, 0, 1_000, 20);
		assert_ok!(HashrateNft::bid(signed(CAROL), id, 1_000));
		skip_to_end(id);
		record(5, 1_000);
		assert_ok!(HashrateNft::pay(signed(ISSUER), P, 200_000));
		// Whoever cannot be paid gets a credit: the sale goes on.
		assert_ok!(Assets::block(signed(DAO), IFIL, ALICE));
		assert_ok!(close(id));
		assert_eq!(owner(0), CAROL);
		assert_eq!(Credits::<Test>::get(ifil(), ALICE), 100_000);
	});
}

#[test]
fn a_void_auction_should_be_closed_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let id = auction(ALICE, 0, 1_000, 20);
		assert_ok!(HashrateNft::bid(signed(CAROL), id, 1_000));
		freeze();
		assert_void(id, CAROL, 1_000, Error::<Test>::AuctionVoid);
		assert_eq!((owner(0), custody(0)), (ALICE, CustodyState::Free));
		unfreeze();
		list(ALICE, 0, 1_000);
	});
}
