//! "English auction: bids are holds on the bidder's own account; next bid >= max(5%, 1 unit) higher; a bid in the last 300 blocks
//! extends the end by 300, at most one day in all; the seller cannot bid; no cancel after the first bid. Secondary market: free
//! transfer, fixed-price listing, auction, and offers. Trade fee 2% of the price = 1.5% revenue + 0.5% royalty to the issuer.
//! Income is settled to the seller before ownership moves, through whichever door it moves; a door that cannot settle is shut."

use crate::{chain::*, filecoin::report_node, products::*};
use codec::Encode;
use dmex_primitives::{constants::*, CustodyState, NftCustody, ProductState};
use dmex_runtime::*;
use frame_support::{assert_ok, traits::fungibles::InspectHold};
use pallet_hashrate_nft::{AuctionId, Call, Event, Listing, OfferId, SaleMode, Wants};
use pallet_nfts::{AttributeNamespace, Call as StockCall};
use sp_runtime::{DispatchError, Permill};

const TWO_PERCENT: Permill = Permill::from_percent(2);
/// What an NFT changes hands for.
const DEAL: Balance = 12_000_001;

/// USDT that bids and offers hold.
fn held(who: Sr25519Keyring) -> Balance {
	<AssetsHolder as InspectHold<AccountId>>::total_balance_on_hold(USDT, &id(who))
}

fn custody(product: u32, serial: u32) -> Option<CustodyState> {
	<HashrateNft as NftCustody<AccountId>>::custody(product, serial)
}

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
	Call::open_lot { product, amount }
}

fn bid(auction: AuctionId, amount: Balance) -> Call<Runtime> {
	Call::bid { auction, amount }
}

fn auction(id: AuctionId) -> pallet_hashrate_nft::Auction<AccountId> {
	pallet_hashrate_nft::Auctions::<Runtime>::get(id).expect("an auction that runs")
}

fn last_auction() -> AuctionId {
	pallet_hashrate_nft::NextAuction::<Runtime>::get() - 1
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

fn list_nft(product: u32, serial: u32, price: Balance) -> Call<Runtime> {
	Call::list_nft {
		product,
		serial,
		price,
		max_fee: TWO_PERCENT,
	}
}

fn buy_listed(product: u32, serial: u32, max_price: Balance) -> Call<Runtime> {
	Call::buy_listed {
		product,
		serial,
		max_price,
		wants: None,
	}
}

/// A deal for [`DEAL`] from Alice to `buyer`: what everybody must get of it.
fn deal(chain: &mut Chain, buyer: Sr25519Keyring, act: impl FnOnce(&mut Chain)) {
	let money = || {
		(
			usdt(Alice),
			usdt(buyer) + held(buyer),
			usdt(ISSUER),
			usdt(revenue()),
		)
	};
	let before = money();
	act(chain);
	let after = money();
	let fee = DEAL.div_ceil(50);
	let royalty = fee / 4;
	assert_eq!(after.0 - before.0, DEAL - fee, "the seller");
	assert_eq!(before.1 - after.1, DEAL, "the buyer");
	assert_eq!(after.2 - before.2, royalty, "the issuer");
	assert_eq!(after.3 - before.3, fee - royalty, "revenue");
}

#[test]
fn listed_nft_should_be_bought_with_fee_and_royalty_to_the_unit() {
	issuer_story(|chain| {
		let product = running(chain, 20);
		refused(chain, Bob, list_nft(product, 0, DEAL), Error::NotOwner);
		refused(chain, Alice, list_nft(product, 9, DEAL), Error::NftNotFound);
		refused(chain, Alice, list_nft(product, 0, 0), Error::ZeroPrice);
		refused(
			chain,
			Alice,
			list_nft(product, 0, USDT_MINIMUM),
			Error::PriceTooLow,
		);
		let greedy = Call::list_nft {
			product,
			serial: 0,
			price: DEAL,
			max_fee: Permill::from_parts(19_999),
		};
		refused(chain, Alice, greedy, Error::FeeTooHigh);
		refused(chain, Charlie, buy_listed(product, 0, DEAL), Error::NotListed);
		chain.call(Alice, list_nft(product, 0, DEAL)).unwrap();
		// What a buyer should know of it.
		let offering = HashrateNft::ask_statement(product, 0).unwrap().offering;
		assert_eq!(
			(offering.days_left, offering.escrow_left, offering.arrears),
			(19, PRICE, 0)
		);
		assert_eq!(offering.price_per_tib_day, Some(DEAL.div_ceil(19)));
		assert_eq!(custody(product, 0), Some(CustodyState::Listed));
		// It is in one hand at a time.
		let give = Call::transfer {
			product,
			serial: 0,
			to: id(Eve),
		};
		refused(chain, Alice, give.clone(), Error::NotFree);
		refused(chain, Alice, list_nft(product, 0, 1), Error::NotFree);
		for state in [CustodyState::Staked, CustodyState::Pledged] {
			assert_eq!(
				<HashrateNft as NftCustody<AccountId>>::lock(product, 0, &id(Alice), state),
				Err(Error::NotFree.into())
			);
		}
		// Fees are those of the listing.
		chain
			.decide(crate::dao::set((crate::dao::FEES[1].0)(Some(
				Permill::from_percent(5),
			))))
			.unwrap();
		refused(chain, Alice, buy_listed(product, 0, DEAL), Error::CannotBuyOwn);
		refused(
			chain,
			Charlie,
			buy_listed(product, 0, DEAL - 1),
			Error::PriceTooHigh,
		);
		let picky = |min_escrow, max_arrears| Call::<Runtime>::buy_listed {
			product,
			serial: 0,
			max_price: DEAL,
			wants: Some(Wants {
				min_escrow,
				max_arrears,
			}),
		};
		refused(chain, Charlie, picky(PRICE + 1, 9), Error::EscrowTooLow);
		next_days(chain, 2);
		refused(chain, Charlie, picky(PRICE, 0), Error::ArrearsTooHigh);
		roomy(chain);
		// Alice's day is paid in this block, and was not handed out.
		pay(chain, product, expected(2, REWARD)).unwrap();
		let escrow_left = PRICE - PRICE / 20;
		refused(chain, Charlie, picky(escrow_left + 1, 0), Error::EscrowTooLow);
		deal(chain, Charlie, |chain| {
			chain.call(Charlie, picky(escrow_left, 0)).unwrap()
		});
		assert_eq!(
			(owner(product, 0), ifil(Alice)),
			(Some(id(Charlie)), expected(2, REWARD) / 2)
		);
		next_day(chain, REWARD);
		pay_out(chain, product, expected(2, REWARD));
		assert_eq!(
			(ifil(Alice), ifil(Charlie)),
			(expected(2, REWARD) / 2, expected(2, REWARD) / 2)
		);
		refused(chain, Alice, give, Error::NotOwner);
	});
}

#[test]
fn listings_should_be_void_when_they_are_taken_back_or_the_product_is_frozen() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		assert_ok!(chain.call(
			Charlie,
			Call::buy {
				product,
				max_price: PRICE
			}
		));
		chain.call(Alice, list_nft(product, 0, DEAL)).unwrap();
		refused(
			chain,
			Bob,
			Call::unlist_nft { product, serial: 0 },
			Error::NotOwner,
		);
		chain
			.call(Alice, Call::unlist_nft { product, serial: 0 })
			.unwrap();
		refused(
			chain,
			Alice,
			Call::unlist_nft { product, serial: 0 },
			Error::NotListed,
		);
		refused(chain, Charlie, buy_listed(product, 0, DEAL), Error::NotListed);
		// All at once.
		chain.call(Alice, list_nft(product, 0, DEAL)).unwrap();
		chain.call(Bob, list_nft(product, 1, DEAL)).unwrap();
		chain.call(Alice, Call::cancel_all_orders {}).unwrap();
		refused(chain, Charlie, buy_listed(product, 0, DEAL), Error::ListingVoid);
		assert_eq!(custody(product, 0), Some(CustodyState::Free));
		assert_eq!(custody(product, 1), Some(CustodyState::Listed));
		// Whose listing is void may do with it what he wants.
		chain.call(Alice, list_nft(product, 0, DEAL)).unwrap();

		let auction_nft = Call::auction_nft {
			product,
			serial: 2,
			reserve: PRICE,
			duration: 50,
			max_fee: TWO_PERCENT,
		};
		chain.call(Charlie, auction_nft).unwrap();
		let under_hammer = last_auction();
		chain.call(Bob, bid(under_hammer, PRICE)).unwrap();
		let wants = Wants {
			min_escrow: 0,
			max_arrears: 9,
		};
		let offer = Call::make_offer {
			product,
			serial: None,
			price: DEAL,
			expiry: chain.block() + 100,
			wants,
		};
		chain.call(Eve, offer).unwrap();
		assert_eq!((held(Bob), held(Eve)), (PRICE, DEAL));
		chain.decide(EscrowCall::freeze_by_decision { product }).unwrap();
		refused(chain, Charlie, buy_listed(product, 0, DEAL), Error::ProductFrozen);
		refused(chain, Alice, list_nft(product, 0, DEAL), Error::ProductFrozen);
		refused(chain, Eve, bid(under_hammer, DEAL), Error::ProductFrozen);
		refused(
			chain,
			Alice,
			Call::accept_offer { offer: 0, serial: 0 },
			Error::OfferVoid,
		);
		for serial in 0..3 {
			assert_eq!(custody(product, serial), Some(CustodyState::Free));
		}
		// The bidder and who made the offer have their money back at once, if they want it.
		chain
			.call(
				Bob,
				Call::close_auction {
					auction: under_hammer,
				},
			)
			.unwrap();
		chain.call(Eve, Call::cancel_offer { offer: 0 }).unwrap();
		assert_eq!((held(Bob), held(Eve)), (0, 0));
		// They stay void when the product runs on.
		chain.decide(EscrowCall::resume { product }).unwrap();
		refused(chain, Charlie, buy_listed(product, 1, DEAL), Error::ListingVoid);
		chain.call(Bob, list_nft(product, 1, DEAL)).unwrap();
		chain.call(Charlie, buy_listed(product, 1, DEAL)).unwrap();
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

#[test]
fn offers_should_hold_their_price_until_they_are_taken_expire_or_are_taken_back() {
	issuer_story(|chain| {
		let product = running(chain, 20);
		let offer = |serial, price, expiry, min_escrow, max_arrears| Call::<Runtime>::make_offer {
			product,
			serial,
			price,
			expiry,
			wants: Wants {
				min_escrow,
				max_arrears,
			},
		};
		let accept = |offer: OfferId, serial| Call::<Runtime>::accept_offer { offer, serial };
		let soon = chain.block() + 60;
		let now = chain.block();
		refused(
			chain,
			Alice,
			offer(Some(0), DEAL, soon, 0, 0),
			Error::CannotBuyOwn,
		);
		refused(
			chain,
			Charlie,
			offer(Some(7), DEAL, soon, 0, 0),
			Error::NftNotFound,
		);
		refused(chain, Charlie, offer(None, DEAL, now, 0, 0), Error::ExpiryInPast);
		refused(
			chain,
			Charlie,
			offer(None, DEAL, now + 1_000, 0, 0),
			Error::ExpiryTooFar,
		);
		refused(chain, Charlie, offer(None, 0, soon, 0, 0), Error::ZeroPrice);
		chain.call(Charlie, offer(Some(1), DEAL, soon, 0, 0)).unwrap();
		chain.call(Charlie, offer(None, DEAL, soon, PRICE, 0)).unwrap();
		chain
			.call(Eve, offer(None, 2 * DEAL, soon, PRICE + 1, 9))
			.unwrap();
		assert_eq!((held(Charlie), held(Eve)), (2 * DEAL, 2 * DEAL));
		refused(chain, Alice, accept(0, 0), Error::OfferForAnother);
		refused(chain, Alice, accept(2, 0), Error::EscrowTooLow);
		refused(chain, Bob, accept(1, 0), Error::NotOwner);
		refused(chain, Alice, accept(9, 0), Error::OfferNotFound);
		refused(chain, Alice, Call::cancel_offer { offer: 1 }, Error::NotOfferor);
		// A day is due and open.
		next_days(chain, 2);
		refused(chain, Alice, accept(1, 0), Error::ArrearsTooHigh);
		// Once it is paid, less than the price is left in escrow.
		pay_out(chain, product, expected(2, REWARD));
		refused(chain, Alice, accept(1, 0), Error::EscrowTooLow);
		let later = chain.block() + 60;
		chain
			.call(Charlie, offer(None, DEAL, later, PRICE - PRICE / 20, 0))
			.unwrap();
		chain.call(Alice, list_nft(product, 0, DEAL)).unwrap();
		refused(chain, Alice, accept(3, 0), Error::NotFree);
		chain
			.call(Alice, Call::unlist_nft { product, serial: 0 })
			.unwrap();
		next_day(chain, REWARD);
		roomy(chain);
		pay(chain, product, expected(2, REWARD)).unwrap();
		refused(chain, Alice, accept(3, 0), Error::EscrowTooLow);
		chain
			.call(Charlie, offer(None, DEAL, later, PRICE - 2 * (PRICE / 20), 0))
			.unwrap();
		let income = ifil(Alice);
		deal(chain, Charlie, |chain| chain.call(Alice, accept(4, 0)).unwrap());
		assert_eq!(
			(owner(product, 0), ifil(Alice)),
			(Some(id(Charlie)), 2 * (expected(2, REWARD) / 2))
		);
		assert!(income <= ifil(Alice));
		assert_eq!(held(Charlie), 3 * DEAL);
		// By itself, when its time is over.
		chain.run_to(soon - 1);
		assert_eq!(held(Eve), 2 * DEAL);
		chain.next();
		assert_eq!((held(Eve), held(Charlie)), (0, DEAL));
		// 32 are open at most; one call takes back all.
		let last = chain.block() + 30;
		for _ in 0..32 {
			chain
				.call(Eve, offer(Some(1), USDT_MINIMUM * 2, last, 0, 0))
				.unwrap();
		}
		refused(chain, Eve, offer(None, DEAL, last, 0, 0), Error::TooManyOffers);
		chain.call(Eve, Call::cancel_all_orders {}).unwrap();
		assert_eq!(held(Eve), 0);
		chain.call(Eve, offer(None, DEAL, last, 0, 0)).unwrap();
		assert_eq!(held(Eve), DEAL);
	});
}

#[test]
fn market_should_be_open_before_the_start_and_shut_when_the_product_is_cancelled() {
	issuer_story(|chain| {
		let product = approved(
			chain,
			Listing {
				start_day: today() + 3,
				..listing_of(20)
			},
		);
		buy(chain, Alice, product).unwrap();
		chain.call(Alice, list_nft(product, 0, DEAL)).unwrap();
		deal(chain, Charlie, |chain| {
			chain.call(Charlie, buy_listed(product, 0, DEAL)).unwrap()
		});
		chain.call(Charlie, list_nft(product, 0, DEAL)).unwrap();
		let wants = Wants {
			min_escrow: 0,
			max_arrears: 9,
		};
		let far = Call::make_offer {
			product,
			serial: None,
			price: DEAL,
			expiry: chain.block() + 150,
			wants,
		};
		chain.call(Bob, far).unwrap();
		report_node(chain, NODE, ISSUER, 0);
		next_days(chain, 10);
		assert_eq!(state(product), Some(ProductState::Cancelled));
		refused(chain, Alice, buy_listed(product, 0, DEAL), Error::ProductEnded);
		refused(chain, Charlie, list_nft(product, 0, DEAL), Error::ProductEnded);
		refused(
			chain,
			Charlie,
			Call::accept_offer { offer: 0, serial: 0 },
			Error::OfferVoid,
		);
		// Anybody may free what stands behind a void offer.
		chain.call(Eve, Call::cancel_offer { offer: 0 }).unwrap();
		assert_eq!(held(Bob), 0);
		// The refund is the holder's, of what the issuer was to get.
		assert_eq!(
			gained(
				|| usdt(Charlie),
				|| chain.call(Charlie, claim_refund(product, 0)).unwrap()
			),
			PRICE
		);
	});
}

#[test]
fn nft_in_another_hand_should_neither_move_nor_be_sold() {
	issuer_story(|chain| {
		let product = running(chain, 20);
		let lock = |who, state| <HashrateNft as NftCustody<AccountId>>::lock(product, 0, &id(who), state);
		let unlock = |state| <HashrateNft as NftCustody<AccountId>>::unlock(product, 0, state);
		assert_eq!(lock(Bob, CustodyState::Staked), Err(Error::NotOwner.into()));
		for state in [CustodyState::Free, CustodyState::Listed, CustodyState::OnAuction] {
			assert_eq!(lock(Alice, state), Err(Error::NotALock.into()));
		}
		for (state, other) in [
			(CustodyState::Staked, CustodyState::Pledged),
			(CustodyState::Pledged, CustodyState::Staked),
		] {
			assert_ok!(lock(Alice, state));
			let closed: [Call<Runtime>; 3] = [
				Call::transfer {
					product,
					serial: 0,
					to: id(Eve),
				},
				list_nft(product, 0, DEAL),
				Call::auction_nft {
					product,
					serial: 0,
					reserve: DEAL,
					duration: 8,
					max_fee: TWO_PERCENT,
				},
			];
			for call in closed {
				refused(chain, Alice, call, Error::NotFree);
			}
			assert_eq!(lock(Alice, other), Err(Error::NotFree.into()));
			assert_eq!(unlock(other), Err(Error::CustodyMismatch.into()));
			// Its pay goes on.
			next_day(chain, REWARD);
			let pay = expected(2, REWARD);
			assert_eq!(gained(|| ifil(Alice), || pay_out(chain, product, pay)), pay / 2);
			assert_ok!(unlock(state));
			assert_eq!(custody(product, 0), Some(CustodyState::Free));
		}
	});
}

#[test]
fn doors_of_the_stock_pallet_should_be_shut_to_owner_buyer_and_issuer() {
	issuer_story(|chain| {
		let product = running(chain, 20);
		next_day(chain, REWARD);
		pay(chain, product, expected(2, REWARD)).unwrap();
		let collection = product;
		let (item, key, value) = (0u32, b"key".to_vec(), b"value".to_vec());
		let key = || key.clone().try_into().unwrap();
		let value = || value.clone().try_into().unwrap();
		type Stock = pallet_nfts::Error<Runtime>;
		let dest = || id(Eve).into();
		// What would move, burn, sell or mark the NFT, for its owner.
		let locked: [(StockCall<Runtime>, Option<Stock>); 8] = [
			(
				StockCall::transfer {
					collection,
					item,
					dest: dest(),
				},
				Some(Stock::ItemLocked),
			),
			(StockCall::burn { collection, item }, Some(Stock::ItemLocked)),
			(
				StockCall::set_price {
					collection,
					item,
					price: Some(1),
					whitelisted_buyer: None,
				},
				Some(Stock::MethodDisabled),
			),
			(
				StockCall::approve_transfer {
					collection,
					item,
					delegate: dest(),
					maybe_deadline: None,
				},
				Some(Stock::MethodDisabled),
			),
			(
				StockCall::create_swap {
					offered_collection: collection,
					offered_item: item,
					desired_collection: collection,
					maybe_desired_item: Some(1),
					maybe_price: None,
					duration: 5,
				},
				Some(Stock::MethodDisabled),
			),
			(
				StockCall::set_attribute {
					collection,
					maybe_item: Some(item),
					namespace: AttributeNamespace::ItemOwner,
					key: key(),
					value: value(),
				},
				Some(Stock::MethodDisabled),
			),
			(
				StockCall::approve_item_attributes {
					collection,
					item,
					delegate: dest(),
				},
				Some(Stock::MethodDisabled),
			),
			(
				StockCall::claim_swap {
					send_collection: collection,
					send_item: item,
					receive_collection: collection,
					receive_item: 1,
					witness_price: None,
				},
				Some(Stock::MethodDisabled),
			),
		];
		for (call, error) in locked {
			match error {
				Some(error) => refused(chain, Alice, call, error),
				None => unreachable!(),
			}
		}
		let buyer = StockCall::buy_item {
			collection,
			item,
			bid_price: DMC,
		};
		refused(chain, Eve, buyer, Stock::MethodDisabled);
		// What belongs to a collection's owner, for everybody: its owner has no key.
		let settings = pallet_nfts::CollectionSettings::all_enabled();
		let others: Vec<StockCall<Runtime>> = vec![
			StockCall::mint {
				collection,
				item: 9,
				mint_to: dest(),
				witness_data: None,
			},
			StockCall::force_mint {
				collection,
				item: 9,
				mint_to: dest(),
				item_config: Default::default(),
			},
			StockCall::redeposit {
				collection,
				items: vec![item],
			},
			StockCall::lock_item_transfer { collection, item },
			StockCall::unlock_item_transfer { collection, item },
			StockCall::lock_collection {
				collection,
				lock_settings: settings,
			},
			StockCall::transfer_ownership {
				collection,
				new_owner: dest(),
			},
			StockCall::set_team {
				collection,
				issuer: None,
				admin: None,
				freezer: None,
			},
			StockCall::force_collection_owner {
				collection,
				owner: dest(),
			},
			StockCall::force_collection_config {
				collection,
				config: pallet_nfts::CollectionConfig {
					settings,
					max_supply: None,
					mint_settings: Default::default(),
				},
			},
			StockCall::cancel_approval {
				collection,
				item,
				delegate: dest(),
			},
			StockCall::lock_item_properties {
				collection,
				item,
				lock_metadata: true,
				lock_attributes: true,
			},
			StockCall::set_attribute {
				collection,
				maybe_item: Some(item),
				namespace: AttributeNamespace::CollectionOwner,
				key: key(),
				value: value(),
			},
			StockCall::set_attribute {
				collection,
				maybe_item: None,
				namespace: AttributeNamespace::CollectionOwner,
				key: key(),
				value: value(),
			},
			StockCall::force_set_attribute {
				set_as: None,
				collection,
				maybe_item: Some(item),
				namespace: AttributeNamespace::Pallet,
				key: key(),
				value: value(),
			},
			StockCall::clear_attribute {
				collection,
				maybe_item: Some(item),
				namespace: AttributeNamespace::Pallet,
				key: b"gene".to_vec().try_into().unwrap(),
			},
			StockCall::set_metadata {
				collection,
				item,
				data: value_of(b"data"),
			},
			StockCall::clear_metadata { collection, item },
			StockCall::set_collection_metadata {
				collection,
				data: value_of(b"data"),
			},
			StockCall::clear_collection_metadata { collection },
			StockCall::set_collection_max_supply {
				collection,
				max_supply: 1_000,
			},
			StockCall::update_mint_settings {
				collection,
				mint_settings: Default::default(),
			},
			StockCall::destroy {
				collection,
				witness: pallet_nfts::DestroyWitness {
					item_metadatas: 0,
					item_configs: 2,
					attributes: 10,
				},
			},
			StockCall::create {
				admin: dest(),
				config: pallet_nfts::CollectionConfig {
					settings,
					max_supply: None,
					mint_settings: Default::default(),
				},
			},
		];
		for who in [Alice, ISSUER, Eve] {
			for call in &others {
				let before = storage_of(&["Nfts", "HashrateNft", "Escrow"]);
				assert!(dispatch(who, call.clone()).is_err(), "{who:?} {call:?}");
				assert!(
					before == storage_of(&["Nfts", "HashrateNft", "Escrow"]),
					"{call:?}"
				);
			}
		}
		// Nor do they open through a batch or a proxy, or to the council.
		let hidden = StockCall::<Runtime>::transfer {
			collection,
			item,
			dest: dest(),
		};
		refused(
			chain,
			Alice,
			batch(vec![hidden.clone().into()]),
			Stock::ItemLocked,
		);
		let no_decision = pallet_dao::Error::<Runtime>::NotADecision;
		assert_eq!(chain.propose(Alice, hidden).err(), Some(no_decision.into()));
		assert_eq!(owner(product, 0), Some(id(Alice)));
		assert_eq!(
			dispatch(Alice, Call::approve { product }),
			Err(DispatchError::BadOrigin)
		);
	});
}

fn value_of<S: frame_support::traits::Get<u32>>(data: &[u8]) -> frame_support::BoundedVec<u8, S> {
	data.to_vec().try_into().unwrap()
}
