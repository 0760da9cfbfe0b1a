//! Cost: blocks with few open redemptions and with many.

use super::redeem;
use crate::{chain::*, filecoin::*, products::*};
use dmex_runtime::*;
use dmex_test_utils::{accesses, Accesses};
use frame_support::weights::Weight;

/// What each block of more than two days touches, and its weight, with so many open redemptions. In some of them a range is reported
/// in which three are proposed and paid.
fn measure(count: u32) -> Vec<(Accesses, Weight)> {
	let mut ext = play().build();
	let mut chain = ext.execute_with(|| {
		let mut chain = Chain::start();
		chain.decide(caps(NO_CAP, NO_CAP)).unwrap();
		deposit_fil(&mut chain, Bob, 1_000 * FIL);
		chain.unchecked = true;
		for _ in 0..count {
			dispatch(Bob, redeem(MINIMUM_AMOUNT)).unwrap();
		}
		chain.run(2);
		chain
	});
	let blocks = (0..24)
		.map(|block| {
			let (weight, touched) = accesses(&mut ext, || {
				chain.next();
				if block == 5 {
					(0..3).for_each(|id| {
						chain.filecoin.propose(id);
					});
				}
				if block == 12 {
					let pending: Vec<_> = chain.filecoin.pending.iter().map(|one| one.tx).collect();
					pending.into_iter().for_each(|tx| chain.filecoin.execute(tx));
				}
				if block % 5 == 0 || block == 12 {
					let report = chain.observe();
					assert!(chain.deliver(report));
				}
				System::block_weight().total()
			});
			(touched, weight)
		})
		.collect();
	// The reports did what they were to do.
	ext.execute_with(|| {
		for id in 0..3 {
			assert_eq!(redemption(id), None);
		}
		assert_eq!(
			FilGateway::statement().redeeming,
			Balance::from(count - 3) * MINIMUM_AMOUNT
		);
	});
	blocks
}

#[test]
fn blocks_should_cost_the_same_with_ten_and_with_a_thousand_open_redemptions() {
	let (few, many) = (measure(10), measure(1_000));
	for (number, (few, many)) in few.iter().zip(&many).enumerate() {
		assert_eq!(few.0.read, many.0.read, "reads of block {number}");
		assert_eq!(few.0.written, many.0.written, "writes of block {number}");
		assert_eq!(few.1, many.1, "weight of block {number}");
		let (few, many) = (few.0.visited_bytes, many.0.visited_bytes);
		assert!(
			many < 3 * few + 30_000,
			"block {number} visits {many} bytes of trie, with few entries {few}"
		);
	}
}
