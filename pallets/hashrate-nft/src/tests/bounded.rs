//! A million NFTs and ten cost the same.

use super::*;
use dmex_test_utils::{accesses, Accesses};
use frame_support::traits::Hooks;
use std::collections::BTreeSet;

/// A product with `count` NFTs that belong to different accounts, on its second day, with one day closed and paid out.
fn chain_with(count: u32) -> (sp_io::TestExternalities, ProductId) {
	let mut ext = ExtBuilder::default().attested(100_000_000).build();
	let product = ext.execute_with(|| {
		let product = approved(Listing {
			count,
			sale: SaleMode::Fixed { price: USDT_MIN },
			..listing()
		});
		for n in 0..count {
			buy(product, if n == 0 { ALICE } else { BOB });
			System::reset_events();
		}
		for day in 5..15 {
			record(day, 10);
		}
		run_to_day(5);
		run_to(53);
		product
	});
	(ext, product)
}

/// Begins `block` without the hook.
fn at(ext: &mut sp_io::TestExternalities, block: u32) {
	ext.execute_with(|| {
		System::set_block_number(block);
		System::reset_events();
	});
}

/// Keys outside of System's events and the like, and of what nested calls count in memory.
fn own(keys: &BTreeSet<Vec<u8>>) -> BTreeSet<Vec<u8>> {
	let system = sp_io::hashing::twox_128(b"System");
	keys.iter()
		.filter(|key| !key.starts_with(&system) && !key.starts_with(b":transaction_level:"))
		.cloned()
		.collect()
}

/// What the keys belong to.
fn names(keys: &BTreeSet<Vec<u8>>) -> Vec<String> {
	let items = [
		("HashrateNft", "Books"),
		("HashrateNft", "Nfts"),
		("HashrateNft", "Cohorts"),
		("HashrateNft", "Products"),
		("Nfts", "Item"),
		("Assets", "Asset"),
		("Assets", "Account"),
		("AssetsHolder", "BalancesOnHold"),
		("AssetsHolder", "Holds"),
	];
	own(keys)
		.iter()
		.map(|key| {
			items
				.iter()
				.find(|(pallet, item)| {
					let prefix = [*pallet, *item].map(|name| sp_io::hashing::twox_128(name.as_bytes()));
					key.starts_with(&prefix.concat())
				})
				.map_or(format!("{key:?}"), |(pallet, item)| format!("{pallet}.{item}"))
		})
		.collect()
}

fn counts(touched: &Accesses) -> (usize, usize) {
	(own(&touched.read).len(), own(&touched.written).len())
}

#[test]
fn pay_claim_and_hook_should_access_the_same_with_10_and_10_000_nfts() {
	let measure = |count: u32| {
		let (mut ext, product) = chain_with(count);
		let power = Balance::from(count) * 1_000;
		// The first payment seeds the account.
		at(&mut ext, 59);
		ext.execute_with(|| pay(product, 1));
		at(&mut ext, 60);
		let (_, paid) = accesses(&mut ext, || pay(product, power - 1));
		let (_, first_claim) = accesses(&mut ext, || {
			assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		});
		at(&mut ext, 70);
		let (_, ticked) = accesses(&mut ext, HashrateNft::run_queues);
		ext.execute_with(|| pay(product, power));
		at(&mut ext, 71);
		let (_, claim) = accesses(&mut ext, || {
			assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		});
		at(&mut ext, 72);
		let (_, hook) = accesses(&mut ext, || HashrateNft::on_initialize(72));
		let (_, moved) = accesses(&mut ext, || {
			assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, CAROL));
		});
		[paid, first_claim, ticked, claim, hook, moved]
	};
	let few = measure(10);
	let some = measure(100);
	let many = measure(10_000);
	for (n, ((few, some), many)) in few.iter().zip(&some).zip(&many).enumerate() {
		assert_eq!(counts(some), counts(many), "{n}");
		// A block's slice is all of ten: nothing is left to be queued.
		assert!(n == 4 || counts(few) == counts(many), "{n}");
		assert!(
			many.visited_bytes < 128 * 1_024,
			"{n}: {} bytes",
			many.visited_bytes
		);
	}
	let [paid, first_claim, ticked, claim, hook, moved] = many.each_ref().map(counts);
	println!("pay {paid:?}, first claim {first_claim:?}, step {ticked:?}, claim {claim:?}, hook {hook:?}, transfer {moved:?}");
	// Book, NFT, owner; the asset, two accounts, and the holds of the payer.
	let claim_keys = [&many[3].read, &many[3].written].map(names);
	assert_eq!(claim, (7, 5), "{claim_keys:#?}");
	assert_eq!(first_claim, (8, 5));
}

#[test]
fn termination_should_be_one_step() {
	let measure = |count: u32| {
		let (mut ext, product) = chain_with(count);
		at(&mut ext, 60);
		ext.execute_with(|| {
			assert_ok!(HashrateNft::freeze(product));
		});
		let (_, touched) = accesses(&mut ext, || MockEscrow::terminate(product).unwrap());
		touched
	};
	let (few, many) = (measure(10), measure(5_000));
	assert_eq!(counts(&few), counts(&many));
	assert!(many.visited_bytes < 128 * 1_024);
}

#[test]
fn the_recording_should_see_what_depends_on_the_number_of_nfts() {
	let (mut ext, product) = chain_with(100);
	let (_, touched) = accesses(&mut ext, HashrateNft::do_try_state);
	assert!(touched.read.len() > 100);
	let _ = product;
}

#[test]
fn a_live_nft_should_be_small() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		// As much as a year of a large miner's pay.
		Books::<Test>::mutate(product, |book| {
			book.as_mut().unwrap().acc = 1_000_000 * DMC;
			book.as_mut().unwrap().paid_total = 2_000_000 * DMC;
		});
		Nfts::<Test>::mutate(product, 0, |nft| nft.as_mut().unwrap().settled = 999_999 * DMC);
		let bytes = |prefix: &str| -> usize {
			let prefix = sp_io::hashing::twox_128(prefix.as_bytes());
			storage()
				.iter()
				.filter(|(key, _)| key.starts_with(&prefix))
				.map(|(key, value)| key.len() + value.len())
				.sum()
		};
		let key = Nfts::<Test>::hashed_key_for(product, 0);
		let own = key.len() + sp_io::storage::get(&key).unwrap().len();
		println!("an NFT: {own} bytes");
		assert!(own <= 80, "{own} bytes");
		// For sale it has its price and fees as well. With escrow's booking of 56 bytes that is all of it: 162.
		assert_ok!(HashrateNft::list_nft(
			signed(ALICE),
			product,
			0,
			1_000,
			Permill::one()
		));
		let listed = key.len() + sp_io::storage::get(&key).unwrap().len();
		println!("a listed NFT: {listed} bytes");
		assert!(listed <= 106, "{listed} bytes");
		assert_ok!(HashrateNft::unlist_nft(signed(ALICE), product, 0));
		// And nothing else grows with NFTs of the same day.
		Books::<Test>::mutate(product, |book| {
			book.as_mut().unwrap().acc = 0;
			book.as_mut().unwrap().paid_total = 0;
		});
		Nfts::<Test>::mutate(product, 0, |nft| nft.as_mut().unwrap().settled = 0);
		let before = bytes("HashrateNft");
		let serial = buy(product, CAROL);
		let with_cohort = bytes("HashrateNft");
		buy(product, CAROL);
		let fresh = Nfts::<Test>::hashed_key_for(product, serial);
		let fresh = fresh.len() + sp_io::storage::get(&fresh).unwrap().len();
		assert_eq!(bytes("HashrateNft"), with_cohort + fresh);
		assert!(with_cohort > before + fresh);
	});
}
