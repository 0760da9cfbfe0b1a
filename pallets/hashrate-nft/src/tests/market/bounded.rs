//! The cost of each step is the same with 10 and with 10,000 orders.

use super::*;
use dmex_test_utils::{accesses, Accesses};
use frame_support::traits::Hooks;
use std::collections::BTreeSet;

/// A chain on which Alice's NFT 0 is listed, Bob's NFT 1 is on auction until block 21, and Dave offers, and which has so many other
/// listings, auctions and offers. These are put in place by hand.
fn chain_with(count: u32) -> sp_io::TestExternalities {
	let mut ext = ExtBuilder::default().attested(u64::MAX / 100).build();
	ext.execute_with(|| {
		approve(Listing {
			count: count * 2 + 2,
			..listing()
		});
		buy(ALICE);
		buy(BOB);
		buy(CAROL);
		list(ALICE, 0, 1_000);
		list(CAROL, 2, 1_000);
		let listed = Nfts::<Test>::get(P, 2).unwrap();
		let sample = Auctions::<Test>::get(auction(BOB, 1, 1_000, 20)).unwrap();
		let offered = Offers::<Test>::get(offer(DAVE, None, 1_000)).unwrap();
		let mut pending = 2;
		for n in 3..count + 3 {
			let serial = n;
			Nfts::<Test>::insert(P, serial, listed);
			let mut auction = sample.clone();
			auction.end = 21 + (n / 5) % 100;
			auction.lot = Lot::Held {
				serial: n + count,
				seller: numbered(n),
				fee: listed_fee(),
			};
			Nfts::<Test>::insert(
				P,
				n + count,
				Nft {
					custody: CustodyState::OnAuction,
					order: Some(Order::Auction(n.into())),
					..listed
				},
			);
			let offer = Offer {
				who: numbered(n),
				expiry: 60 + n % 50,
				..offered.clone()
			};
			for (block, due) in [
				(auction.end, Due::Auction(n.into())),
				(offer.expiry, Due::Offer(n.into())),
			] {
				let index = AgendaLengths::<Test>::get(block);
				Agenda::<Test>::insert(block, index, due);
				AgendaLengths::<Test>::insert(block, index + 1);
				pending += 1;
			}
			Auctions::<Test>::insert(AuctionId::from(n), auction);
			OffersOf::<Test>::insert(
				numbered(n),
				frame_support::BoundedVec::try_from(vec![OfferId::from(n)]).unwrap(),
			);
			Offers::<Test>::insert(OfferId::from(n), offer);
		}
		NextAuction::<Test>::put(AuctionId::from(count + 3));
		NextOffer::<Test>::put(OfferId::from(count + 3));
		AgendaCursors::<Test>::put(AgendaCursor {
			block: 21,
			index: 0,
			pending,
		});
		System::reset_events();
	});
	ext
}

fn listed_fee() -> crate::TradeFee {
	crate::TradeFee {
		fee: Permill::from_percent(2),
		royalty: Permill::from_percent(25),
	}
}

/// What is done on a chain, one after the other.
const STEPS: [(&str, fn()); 8] = [
	("bid", || {
		assert_ok!(HashrateNft::bid(signed(CAROL), 0, 1_000));
	}),
	("buy", || {
		assert_ok!(HashrateNft::buy_listed(signed(CAROL), P, 0, 1_000, Some(ANY)));
	}),
	("list", || list(CAROL, 0, 2_000)),
	("unlist", || {
		assert_ok!(HashrateNft::unlist_nft(signed(CAROL), P, 0));
	}),
	("accept", || {
		let offers = OffersOf::<Test>::get(DAVE);
		assert_ok!(HashrateNft::accept_offer(signed(CAROL), offers[0], 0));
	}),
	("auction", || {
		auction(DAVE, 0, 2_000, 19);
	}),
	("offer", || {
		offer(ALICE, None, 2_000);
	}),
	("cancel", || {
		assert_ok!(HashrateNft::cancel_all_orders(signed(ALICE)));
	}),
];

/// What each step touches, then a block in which nothing ends, then one in which more ends than it takes.
fn touched(count: u32) -> Vec<(&'static str, Accesses)> {
	let mut ext = chain_with(count);
	let mut touched = Vec::new();
	let mut step = |name, step: &dyn Fn()| {
		touched.push((name, accesses(&mut ext, step).1));
		ext.execute_with(System::reset_events);
	};
	for (name, act) in STEPS {
		step(name, &act);
	}
	step("idle block", &|| {
		System::set_block_number(2);
		HashrateNft::on_initialize(2);
	});
	step("full block", &|| {
		System::set_block_number(21);
		HashrateNft::run_agenda();
		assert!(AgendaCursors::<Test>::get().is_some_and(|cursor| cursor.block == 21));
	});
	touched
}

/// The storage items of keys; keys of one item differ by what they are of.
fn items(keys: &BTreeSet<Vec<u8>>) -> Vec<Vec<u8>> {
	keys.iter().map(|key| key[..key.len().min(32)].to_vec()).collect()
}

#[test]
fn each_step_should_cost_the_same_with_10_and_10_000_orders() {
	for ((name, few), (_, many)) in touched(10).into_iter().zip(touched(10_000)) {
		assert!(!many.read.is_empty(), "{name}");
		// In the full block the bids of other auctions end.
		if name != "full block" {
			assert_eq!(items(&few.read), items(&many.read), "{name}");
			assert_eq!(items(&few.written), items(&many.written), "{name}");
		}
		assert!(
			many.read.len() <= 60 && many.written.len() <= 60,
			"{name}: {many:?}"
		);
		assert!(
			many.visited_bytes < 128 * 1_024,
			"{name}: {} bytes",
			many.visited_bytes
		);
	}
}
