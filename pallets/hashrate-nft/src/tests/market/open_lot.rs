use super::*;

#[test]
fn the_first_bid_should_start_the_clock_of_a_lot() {
	ExtBuilder::default().build_and_execute(|| {
		auctioned();
		run_to(5);
		let before = usdt_of(&ALICE);
		let id = open_lot(ALICE, 1_000);
		assert_eq!(
			Auctions::<Test>::get(id),
			Some(Auction {
				product: P,
				lot: Lot::Fresh,
				asset: usdt(),
				market_epoch: 0,
				reserve: 1_000,
				end: 25,
				latest_end: 35,
				bid: Some(Bid {
					who: ALICE,
					amount: 1_000
				}),
			})
		);
		assert_eq!((bids_of(&ALICE), usdt_of(&ALICE)), (1_000, before - 1_000));
		let book = Books::<Test>::get(P).unwrap();
		assert_eq!((book.lots, book.minted), (1, 0));
		has(crate::Event::AuctionOpened {
			auction: id,
			product: P,
			serial: None,
			seller: None,
			reserve: 1_000,
			end: 25,
		});
		has(crate::Event::BidPlaced {
			auction: id,
			bidder: ALICE,
			amount: 1_000,
			end: 25,
		});
	});
}

#[test]
fn open_lot_should_refuse_what_is_not_sold_like_that() {
	ExtBuilder::default().build_and_execute(|| {
		let open = |who: AccountId, amount| HashrateNft::open_lot(signed(who), P, amount, 0);
		assert_noop!(open(ALICE, 1_000), Error::<Test>::ProductNotFound);
		approve(Listing {
			sale: SaleMode::Auction {
				reserve: 1_000,
				duration: 20,
			},
			count: 1,
			sale_from: 1,
			sale_until: 8,
			..listing()
		});
		assert_noop!(open(ALICE, 1_000), Error::<Test>::SaleClosed);
		run_to_day(1);
		assert_noop!(open(ISSUER, 1_000), Error::<Test>::IssuerCannotBuy);
		assert_noop!(open(ALICE, 999), Error::<Test>::BidTooLow);
		assert_noop!(open(ALICE, 0), Error::<Test>::BidTooLow);
		assert_noop!(open(POOR, 1_000), Error::<Test>::InsufficientFunds);
		NodesStale::set(true);
		assert_noop!(open(ALICE, 1_000), Error::<Test>::OracleStale);
		NodesStale::set(false);
		// 95% of 105 are 99, less than the 100 that are sold.
		Attested::set([(NODE.to_vec(), 105)].into());
		assert_noop!(open(ALICE, 1_000), Error::<Test>::NodeUndercovered);
		Attested::set(Default::default());
		assert_noop!(open(ALICE, 1_000), Error::<Test>::NodeUnknown);
		Attested::set([(NODE.to_vec(), 106)].into());
		assert_ok!(open(ALICE, 1_000));
		assert_noop!(open(BOB, 1_000), Error::<Test>::SoldOut);
		run_to_day(8);
		assert_noop!(open(ALICE, 1_000), Error::<Test>::SaleClosed);
	});
}

#[test]
fn a_lot_should_have_the_days_that_its_first_bidder_wants_however_often_it_is_extended() {
	ExtBuilder::default().build_and_execute(|| {
		auctioned();
		let open = |min_days| HashrateNft::open_lot(signed(ALICE), P, 1_000, min_days);
		// All of them before the start.
		assert_noop!(open(11), Error::<Test>::TooFewDays);
		assert_ok!(open(10));
		begin();
		// It ends on day 7, or on day 8 at the latest, and earns from day 9 on.
		assert_noop!(open(7), Error::<Test>::TooFewDays);
		assert_ok!(open(6));
		// Signed on day 5, included on day 6.
		run_to_day(6);
		assert_noop!(open(6), Error::<Test>::TooFewDays);
		assert_ok!(open(5));
	});
}

#[test]
fn open_lot_should_refuse_a_fixed_price() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		assert_noop!(
			HashrateNft::open_lot(signed(CAROL), P, 1_000, 0),
			Error::<Test>::WrongSaleMode
		);
		begin();
		refused_without_market(|| HashrateNft::open_lot(signed(CAROL), P, 1_000, 0));
	});
}

#[test]
fn money_that_is_frozen_should_back_no_bid() {
	use frame_support::traits::{LockableCurrency, WithdrawReasons};
	ExtBuilder::default().build_and_execute(|| {
		approve(Listing {
			price_asset: AssetKind::Native,
			sale: SaleMode::Auction {
				reserve: DMC,
				duration: 20,
			},
			sale_until: 8,
			..listing()
		});
		let free = 5 * DMC;
		Balances::set_lock(*b"votelock", &ALICE, RICH - free, WithdrawReasons::all());
		assert_noop!(
			HashrateNft::open_lot(signed(ALICE), P, free + 1, 0),
			Error::<Test>::InsufficientFunds
		);
		assert_ok!(HashrateNft::open_lot(signed(ALICE), P, free, 0));
	});
}
