//! The cost of each step is the same with 10 and with 10,000 orders.

use super::*;
use dmex_test_utils::{accesses, Accesses};
use frame_support::traits::Hooks;
use std::collections::BTreeSet;

/// A chain with so many listings, auctions and offers besides Alice's NFT 0, which is listed, Bob's NFT 1, which is on auction until
/// block 21, and Dave's offer.
fn chain_with(count: u32) -> sp_io::TestExternalities {
	let mut ext = ExtBuilder::default().attested(u64::MAX / 100).build();
	ext.execute_with(|| {
		approve(Listing {
			count: count * 2 + 2,
			..listing()
		});
		buy(ALICE);
		buy(BOB);
		for n in 0..count {
			let who = numbered(n);
			for asset in [usdt(), ifil()] {
				assert_ok!(Money::mint_into(asset, &who, 1_000_000));
			}
			assert_ok!(Money::mint_into(AssetKind::Native, &who, DMC));
			let serial = buy(who.clone());
			list(who.clone(), serial, 1_000);
			let serial = buy(who.clone());
			auction(who.clone(), serial, 1_000, 20 + (n / 5) % 100);
			assert_ok!(HashrateNft::make_offer(
				signed(who),
				P,
				None,
				1_000,
				60 + n % 50,
				ANY
			));
			System::reset_events();
		}
		list(ALICE, 0, 1_000);
		auction(BOB, 1, 1_000, 20);
		offer(DAVE, None, 1_000);
		System::reset_events();
	});
	ext
}

/// What is done on a chain, one after the other.
const STEPS: [(&str, fn()); 8] = [
	("bid", || {
		let id = NextAuction::<Test>::get() - 1;
		assert_ok!(HashrateNft::bid(signed(CAROL), id, 1_000));
	}),
	("buy", || {
		assert_ok!(HashrateNft::buy_listed(signed(CAROL), P, 0, 1_000, Some(ANY)));
	}),
	("list", || list(CAROL, 0, 2_000)),
	("unlist", || {
		assert_ok!(HashrateNft::unlist_nft(signed(CAROL), P, 0))
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
		assert_ok!(HashrateNft::cancel_all_orders(signed(ALICE)))
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
