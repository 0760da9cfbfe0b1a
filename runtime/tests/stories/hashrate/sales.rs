//! Sales: a fixed price, and no more than the power that a node covers.

use crate::{chain::*, filecoin::report_node, products::*};
use codec::Encode;
use dmex_primitives::PowerLedger;
use dmex_runtime::*;
use pallet_hashrate_nft::{Call, Event, Listing};
use sp_runtime::traits::{BlakeTwo256, Hash as _};

#[test]
fn fixed_price_sale_should_mint_nfts_and_keep_the_whole_price() {
	issuer_story(|chain| {
		let wanted = Listing {
			count: 3,
			sale_until: today() + 4,
			..listing()
		};
		let product = approved(
			chain,
			Listing {
				sale_from: today() + 1,
				..wanted.clone()
			},
		);
		let offer = |max_price| Call::<Runtime>::buy {
			product,
			max_price,
			min_days: 0,
		};
		refused(chain, Alice, offer(PRICE), Error::SaleClosed);
		next_day(chain, REWARD);
		refused(chain, Alice, offer(PRICE - 1), Error::PriceTooHigh);
		refused(chain, ISSUER, offer(PRICE), Error::IssuerCannotBuy);
		// Today is the first of its ten days.
		let whole = Call::buy {
			product,
			max_price: PRICE,
			min_days: 10,
		};
		refused(chain, Alice, whole, Error::TooFewDays);
		refused(
			chain,
			Alice,
			Call::buy {
				product: 7,
				max_price: PRICE,
				min_days: 0,
			},
			Error::ProductNotFound,
		);
		let (alice, issuer, held) = (usdt(Alice), usdt(ISSUER), usdt(Escrow::account_id()));
		chain.call(Alice, offer(PRICE)).unwrap();
		// Bought on the first day: it earns from the next.
		assert!(chain.has_event(Event::Sold {
			product,
			serial: 0,
			buyer: id(Alice),
			price: PRICE,
			first_day: today() + 1,
		}));
		assert_eq!(
			(
				alice - usdt(Alice),
				usdt(ISSUER),
				usdt(Escrow::account_id()) - held
			),
			(PRICE, issuer, PRICE)
		);
		assert_eq!(owner(product, 0), Some(id(Alice)));
		assert_eq!(attribute(product, Some(0), b"price"), Some(PRICE.encode()));
		let terms = pallet_hashrate_nft::Records::<Runtime>::get(product)
			.unwrap()
			.terms_hash;
		let gene =
			|serial: u32| BlakeTwo256::hash_of(&(System::block_hash(0), product, serial, terms)).encode();
		assert_eq!(attribute(product, Some(0), b"gene"), Some(gene(0)));

		next_day(chain, REWARD);
		assert_eq!(buy(chain, Bob, product), Ok(1));
		assert_eq!(attribute(product, Some(1), b"gene"), Some(gene(1)));
		let statement = Escrow::nft_statement(product, 1).unwrap();
		assert_eq!((statement.first_day, statement.days), (today() + 1, 8));
		assert_eq!(reserved(), 3 * TIB);
		// What nobody has bought when the sale is over goes back to the node.
		next_day(chain, REWARD);
		next_day(chain, REWARD);
		assert_eq!(reserved(), 2 * TIB);
		refused(chain, Charlie, offer(PRICE), Error::SaleClosed);

		let product = approved(
			chain,
			Listing {
				count: 1,
				..listing()
			},
		);
		buy(chain, Alice, product).unwrap();
		refused(
			chain,
			Bob,
			Call::buy {
				product,
				max_price: PRICE,
				min_days: 0,
			},
			Error::SoldOut,
		);
	});
}

/// Two products of 60 TiB each.
fn big(today: u32) -> Listing {
	Listing {
		power: 10 * TIB,
		count: 6,
		start_day: today + 3,
		..listing()
	}
}

#[test]
fn terabyte_should_be_sold_once() {
	issuer_story(|chain| {
		// Both fit while none is approved: proposals reserve nothing.
		let first = list(chain, big(today())).unwrap();
		let second = list(chain, big(today())).unwrap();
		chain.decide(approve(first)).unwrap();
		assert_eq!(reserved(), 60 * TIB);
		refused_decision(chain, approve(second), Error::PowerExceeded);
		assert_eq!(reserved(), 60 * TIB);
		// 35 TiB are left.
		let rest = |count| Listing {
			power: TIB,
			count,
			..listing()
		};
		refused(
			chain,
			ISSUER,
			Call::list {
				listing: rest(36),
				max_sale_fee: ANY_FEE,
			},
			Error::PowerExceeded,
		);
		let third = approved(chain, rest(35));
		assert_eq!(<HashrateNft as PowerLedger>::available(&node(NODE)), Ok(0));
		// When one is gone, the other fits.
		chain.call(ISSUER, Call::cancel { product: first }).unwrap();
		assert_eq!(reserved(), 35 * TIB);
		chain.decide(approve(second)).unwrap();
		assert_eq!(reserved(), 95 * TIB);
		buy(chain, Alice, third).unwrap();
		buy(chain, Alice, second).unwrap();
	});
}

#[test]
fn undercovered_node_should_sell_nothing_until_it_recovers() {
	issuer_story(|chain| {
		let product = approved(chain, big(today()));
		let other = list(
			chain,
			Listing {
				count: 1,
				start_day: today() + 9,
				..listing_of(20)
			},
		)
		.unwrap();
		buy(chain, Alice, product).unwrap();
		// 95% of it are less than 60 TiB.
		let least = (60 * TIB * 100).div_ceil(95);
		report_node(chain, NODE, ISSUER, least - 1);
		next_day(chain, REWARD);
		assert_eq!(<HashrateNft as PowerLedger>::available(&node(NODE)), Ok(0));
		let offer = || Call::<Runtime>::buy {
			product,
			max_price: PRICE,
			min_days: 0,
		};
		refused(chain, Bob, offer(), Error::NodeUndercovered);
		refused(
			chain,
			ISSUER,
			Call::list {
				listing: listing(),
				max_sale_fee: ANY_FEE,
			},
			Error::NodeUndercovered,
		);
		refused_decision(chain, approve(other), Error::NodeUndercovered);
		// Who has bought has bought.
		assert_eq!(owner(product, 0), Some(id(Alice)));
		report_node(chain, NODE, ISSUER, least);
		next_day(chain, REWARD);
		buy(chain, Bob, product).unwrap();
		// A record that is older than 36 hours says nothing.
		silent_day(chain);
		chain.run(16);
		refused(chain, Bob, offer(), Error::OracleStale);
		// Nor does that of a node which was bound to somebody else since.
		report_node(chain, NODE, Eve, ATTESTED);
		report(chain, REWARD);
		refused(
			chain,
			ISSUER,
			Call::list {
				listing: listing(),
				max_sale_fee: ANY_FEE,
			},
			Error::NodeNotBound,
		);
		refused_decision(chain, approve(other), Error::NodeNotBound);
	});
}
