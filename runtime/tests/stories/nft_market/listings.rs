//! Listings of holders: bought, void, and open or shut as the product is.

use super::{bid, buy_listed, custody, deal, held, last_auction, list_nft, DEAL, TWO_PERCENT};
use crate::{chain::*, filecoin::report_node, products::*};
use dmex_primitives::{CustodyState, NftCustody, ProductState};
use dmex_runtime::*;
use frame_support::assert_ok;
use pallet_hashrate_nft::{Call, Listing, Wants};
use sp_runtime::Permill;

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
				min_days: 0,
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
				max_price: PRICE,
				min_days: 0
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
			min_days: 0,
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
			min_days: 0,
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
