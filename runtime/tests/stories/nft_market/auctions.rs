//! Auctions: of an issuer, and between holders.

use super::{bid, custody, deal, held, last_auction, list_nft, DEAL, TWO_PERCENT};
use crate::{chain::*, products::*};
use codec::Encode;
use dmex_primitives::{constants::*, CustodyState};
use dmex_runtime::*;
use pallet_hashrate_nft::{AuctionId, Call, Event, Listing, SaleMode};

/// An issuer's product that is sold by auction, eight blocks a lot.
fn lots(chain: &mut Chain) -> u32 {
	approved(
		chain,
		Listing {
			sale: SaleMode::Auction {
				reserve: PRICE,
				duration: 8,
			},
			count: 2,
			sale_until: today() + 6,
			..listing_of(30)
		},
	)
}

fn open_lot(product: u32, amount: Balance) -> Call<Runtime> {
	Call::open_lot {
		product,
		amount,
		min_days: 0,
	}
}

fn auction(id: AuctionId) -> pallet_hashrate_nft::Auction<AccountId> {
	pallet_hashrate_nft::Auctions::<Runtime>::get(id).expect("an auction that runs")
}

/// The least bid above another.
fn step(bid: Balance) -> Balance {
	bid + (bid * 5).div_ceil(100).max(1)
}

/// Waits for a block, while the oracle goes on.
fn wait(chain: &mut Chain, block: BlockNumber) {
	while chain.block() < block {
		chain.next();
		if chain.block() == chain.days(today()) + 1 {
			report(chain, REWARD);
		}
	}
}

#[test]
fn auction_of_the_issuer_should_sell_to_the_highest_bidder_after_a_snipe() {
	issuer_story(|chain| {
		let product = lots(chain);
		let fixed = approved(chain, listing());
		refused(
			chain,
			Alice,
			Call::buy {
				product,
				max_price: PRICE,
				min_days: 0,
			},
			Error::WrongSaleMode,
		);
		refused(chain, Alice, open_lot(fixed, PRICE), Error::WrongSaleMode);
		refused(chain, Alice, open_lot(product, PRICE - 1), Error::BidTooLow);
		refused(chain, ISSUER, open_lot(product, PRICE), Error::IssuerCannotBuy);
		refused(
			chain,
			Alice,
			open_lot(product, 2_000_000_000_000),
			Error::InsufficientFunds,
		);
		let long = Call::open_lot {
			product,
			amount: PRICE,
			min_days: 31,
		};
		refused(chain, Alice, long, Error::TooFewDays);
		let (alice, bob) = (usdt(Alice), usdt(Bob));
		roomy(chain);
		chain.call(Alice, open_lot(product, PRICE)).unwrap();
		let (lot, first_end) = (last_auction(), chain.block() + 8);
		assert_eq!(auction(lot).end, first_end);
		assert_eq!((usdt(Alice), held(Alice)), (alice - PRICE, PRICE));
		// The money is held, not gone, and cannot be spent.
		let all = usdt(Alice);
		assert!(chain.call(Alice, transfer_asset(USDT, id(Eve), all + 1)).is_err());

		refused(chain, Bob, bid(lot, step(PRICE) - 1), Error::BidTooLow);
		refused(chain, ISSUER, bid(lot, step(PRICE)), Error::IssuerCannotBuy);
		refused(chain, Bob, bid(77, step(PRICE)), Error::AuctionNotFound);
		chain.call(Bob, bid(lot, step(PRICE))).unwrap();
		assert_eq!((usdt(Alice), held(Alice), held(Bob)), (alice, 0, step(PRICE)));
		refused(chain, ISSUER, Call::cancel { product }, Error::CannotCancel);
		refused(
			chain,
			ISSUER,
			Call::cancel_auction { auction: lot },
			Error::NotSeller,
		);
		assert_eq!(auction(lot).end, first_end);

		// Bids at the last moment move the end by three blocks each, a day in all.
		let mut highest = step(PRICE);
		let mut bidder = Alice;
		loop {
			let end = auction(lot).end;
			wait(chain, end - 2);
			roomy(chain);
			assert!(chain.block() < end);
			highest = step(highest);
			chain.call(bidder, bid(lot, highest)).unwrap();
			assert_eq!(auction(lot).end, (end + 3).min(first_end + 10));
			if auction(lot).end == first_end + 10 {
				break;
			}
			bidder = if bidder == Alice { Bob } else { Alice };
		}
		refused(
			chain,
			Eve,
			Call::close_auction { auction: lot },
			Error::AuctionNotEnded,
		);
		let escrowed = usdt(Escrow::account_id());
		wait(chain, first_end + 10);
		// By itself.
		assert!(chain.has_event(Event::AuctionSold {
			auction: lot,
			product,
			serial: 0
		}));
		assert_eq!(
			dispatch(Eve, bid(lot, 10 * highest)),
			Err(Error::AuctionNotFound.into())
		);
		assert_eq!(owner(product, 0), Some(id(bidder)));
		assert_eq!(usdt(Escrow::account_id()) - escrowed, highest);
		assert_eq!((held(Alice), held(Bob)), (0, 0));
		let (winner, loser) = if bidder == Alice {
			(alice, bob)
		} else {
			(bob, alice)
		};
		let other = if bidder == Alice { Bob } else { Alice };
		assert_eq!((usdt(bidder), usdt(other)), (winner - highest, loser));
		assert_eq!(attribute(product, Some(0), b"price"), Some(highest.encode()));

		// Two lots at a time are all there are; one that ends is sold once.
		report(chain, REWARD);
		roomy(chain);
		chain.call(Alice, open_lot(product, PRICE)).unwrap();
		refused(chain, Bob, open_lot(product, PRICE), Error::SoldOut);
		chain.run(9);
		assert_eq!(owner(product, 1), Some(id(Alice)));
	});
}

#[test]
fn bond_of_an_auction_should_be_topped_up_from_releases() {
	issuer_story(|chain| {
		let product = lots(chain);
		let bond = (2 * PRICE).div_ceil(20);
		assert_eq!(escrow(product).bond, bond);
		roomy(chain);
		chain.call(Alice, open_lot(product, 60 * PRICE)).unwrap();
		chain.run(9);
		next_day(chain, REWARD);
		let target = (60 * PRICE).div_ceil(20);
		let first = book(product).first_day.unwrap();
		let slice = escrow(product).deposited / Balance::from(book(product).end_day - first);
		go_to_day(chain, first + 1);
		let issuer = usdt(ISSUER);
		pay(chain, product, expected(1, REWARD)).unwrap();
		let net = slice - sale_fee(slice);
		assert!(net < target - bond);
		// All of the first release joins the bond, then what it lacks.
		assert_eq!((usdt(ISSUER), escrow(product).bond), (issuer, bond + net));
		next_day(chain, REWARD);
		pay(chain, product, expected(1, REWARD)).unwrap();
		assert_eq!(escrow(product).bond, target.min(bond + 2 * net));
		assert_eq!(usdt(ISSUER) - issuer, (bond + 2 * net).saturating_sub(target));
	});
}

#[test]
fn auction_between_holders_should_follow_the_rules_of_the_issuers() {
	issuer_story(|chain| {
		let product = running(chain, 20);
		let put_up = |duration| Call::<Runtime>::auction_nft {
			product,
			serial: 0,
			reserve: DEAL,
			duration,
			max_fee: TWO_PERCENT,
		};
		refused(chain, Bob, put_up(8), Error::NotOwner);
		refused(chain, Alice, put_up(0), Error::ZeroDuration);
		refused(chain, Alice, put_up(200), Error::AuctionTooLong);
		roomy(chain);
		chain.call(Alice, put_up(8)).unwrap();
		assert_eq!(custody(product, 0), Some(CustodyState::OnAuction));
		refused(chain, Alice, bid(last_auction(), DEAL), Error::CannotBuyOwn);
		refused(chain, Alice, list_nft(product, 0, DEAL), Error::NotFree);
		refused(
			chain,
			Bob,
			Call::cancel_auction {
				auction: last_auction(),
			},
			Error::NotSeller,
		);
		chain
			.call(
				Alice,
				Call::cancel_auction {
					auction: last_auction(),
				},
			)
			.unwrap();
		assert_eq!(custody(product, 0), Some(CustodyState::Free));
		roomy(chain);
		// Nobody bids: it is free again by itself.
		chain.call(Alice, put_up(3)).unwrap();
		let idle = last_auction();
		chain.run(3);
		assert!(chain.has_event(Event::AuctionUnsold { auction: idle }));
		assert_eq!(custody(product, 0), Some(CustodyState::Free));
		roomy(chain);
		chain.call(Alice, put_up(8)).unwrap();
		let lot = last_auction();
		chain.call(Charlie, bid(lot, DEAL)).unwrap();
		refused(
			chain,
			Alice,
			Call::cancel_auction { auction: lot },
			Error::AuctionHasBid,
		);
		refused(chain, Bob, bid(lot, DEAL), Error::BidTooLow);
		let end = auction(lot).end;
		deal(chain, Charlie, |chain| chain.run_to(end));
		assert_eq!(owner(product, 0), Some(id(Charlie)));
		assert_eq!(
			(held(Charlie), custody(product, 0)),
			(0, Some(CustodyState::Free))
		);
	});
}
