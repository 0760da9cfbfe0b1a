//! Offers: taken, expired, taken back.

use super::{deal, held, list_nft, DEAL};
use crate::{chain::*, products::*};
use dmex_runtime::*;
use pallet_hashrate_nft::{Call, OfferId, Wants};

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
				min_days: 0,
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
