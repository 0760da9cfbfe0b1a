//! What a step costs does not grow with what users create.

use super::*;
use dmex_test_utils::accesses;

/// Storage that a block's hook touches.
fn hook(ext: &mut sp_io::TestExternalities) -> (usize, usize) {
	let (_, touched) = accesses(ext, || {
		System::set_block_number(System::block_number() + 1);
		Gateway::on_block();
	});
	(touched.read.len(), touched.written.len())
}

fn crowd(count: u64) -> sp_io::TestExternalities {
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		DailyMintCap::set(u128::MAX);
		for part in 0..count / 50 {
			let n = part * 50;
			range(
				(n..n + 50)
					.map(|n| credit(n, ONE, to(account(n as u8))))
					.collect(),
			);
			range((n..n + 50).map(|n| credit(n + 1_000_000, ONE, None)).collect());
			fund(ALICE, 20 * ONE);
			(0..50).for_each(|_| {
				redeem(ALICE, MINIMUM_AMOUNT);
			});
		}
		DailyMintCap::set(5_000 * ONE);
		range(
			(0..50)
				.map(|n| credit(n + 2_000_000, 1_001 * ONE, to(BOB)))
				.collect(),
		);
		run(2);
	});
	ext
}

#[test]
fn hook_should_cost_the_same_for_a_crowd() {
	let (mut few, mut many) = (crowd(50), crowd(500));
	assert_eq!(hook(&mut few), hook(&mut many));
	// A quiet block reads a dozen values.
	assert!(hook(&mut many).0 < 25);
}

#[test]
fn slice_should_be_bounded() {
	let cost = |items: u64| {
		let mut ext = new_test_ext();
		ext.execute_with(|| {
			let (header, pages) = report((0..items).map(|n| credit(n, ONE, None)).collect());
			accept(&header);
			submit_pages(FIRST, pages);
		});
		hook(&mut ext)
	};
	assert_eq!(cost(100), cost(2_000));
}

#[test]
fn cancellations_should_be_refunded_in_slices() {
	test(|| {
		fund(ALICE, 10 * ONE);
		let ids: Vec<_> = (0..20).map(|_| redeem(ALICE, MINIMUM_AMOUNT)).collect();
		run(2 * BPD);
		for id in ids {
			assert_ok!(Gateway::cancel_redemption(signed(ALICE), id));
		}
		run(1);
		range(vec![]);
		for left in [16, 12, 8, 4, 0] {
			run(1);
			assert_eq!(Redeeming::<Test>::get(), left * MINIMUM_AMOUNT);
		}
	});
}

#[test]
fn redemptions_should_be_listed_in_parts() {
	test(|| {
		fund(ALICE, 20 * ONE);
		(0..100).for_each(|_| {
			redeem(ALICE, MINIMUM_AMOUNT);
		});
		let (first, next) = Gateway::redemptions_from(0);
		assert_eq!((first.len(), next), (64, Some(64)));
		let (rest, end) = Gateway::redemptions_from(64);
		assert_eq!((rest.len(), end), (36, None));
	});
}
