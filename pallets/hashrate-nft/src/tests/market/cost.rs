//! What buying a listed NFT touches, against what the stock market's `buy_item` and one transfer of an asset touch together.

use super::*;
use dmex_test_utils::accesses;
use frame_support::traits::Locker;

fn kinds(touched: &dmex_test_utils::Accesses) -> (usize, usize) {
	let counted = |key: &&Vec<u8>| {
		// Events and counters of the block are whitelisted in weights.
		!key.starts_with(&sp_io::hashing::twox_128(b"System"))
			|| key.starts_with(&frame_system::Account::<Test>::hashed_key_for(ALICE)[..32])
	};
	(
		touched.read.iter().filter(counted).count(),
		touched.written.iter().filter(counted).count(),
	)
}

/// Reads and writes of the stock calls.
fn stock() -> (usize, usize) {
	let mut ext = ExtBuilder::default().build();
	ext.execute_with(|| {
		sold();
		// The stock market is shut here: its price is put in place by hand, and its doors are opened.
		AllFeatures::set(true);
		Settling::<Test>::put((P, 0));
		assert!(!HashrateLocker::<Test>::is_locked(P, 0));
		assert_ok!(pallet_nfts::Pallet::<Test>::set_price(
			signed(ALICE),
			P,
			0,
			Some(DMC),
			None
		));
		System::reset_events();
	});
	let (_, bought) = accesses(&mut ext, || {
		assert_ok!(pallet_nfts::Pallet::<Test>::buy_item(signed(CAROL), P, 0, DMC));
	});
	ext.execute_with(System::reset_events);
	let (_, paid) = accesses(&mut ext, || {
		assert_ok!(Assets::transfer(signed(CAROL), USDT, ALICE, 1_000));
	});
	let (a, b) = (kinds(&bought), kinds(&paid));
	(a.0 + b.0, a.1 + b.1)
}

/// Reads and writes of buying a listed NFT whose seller has income to be paid, or none.
fn ours(with_income: bool) -> (usize, usize) {
	let mut ext = ExtBuilder::default().build();
	ext.execute_with(|| {
		sold();
		begin();
		list(ALICE, 0, 10_000);
		pay_day(5, 1_000);
		if !with_income {
			run_to(now() + 1);
		}
		System::reset_events();
	});
	let (_, touched) = accesses(&mut ext, || {
		assert_ok!(HashrateNft::buy_listed(signed(CAROL), P, 0, 10_000, None));
	});
	ext.execute_with(|| assert_eq!(owner(0), CAROL));
	kinds(&touched)
}

#[test]
fn buying_should_cost_at_most_half_more_than_stock() {
	let (stock, plain, full) = (stock(), ours(false), ours(true));
	println!("stock {stock:?}, without income {plain:?}, with income {full:?}");
	let sum = |(reads, writes): (usize, usize)| reads + writes;
	assert!(2 * sum(plain) <= 3 * sum(stock), "{plain:?} and {stock:?}");
	assert!(2 * sum(full) <= 3 * sum(stock), "{full:?} and {stock:?}");
}
