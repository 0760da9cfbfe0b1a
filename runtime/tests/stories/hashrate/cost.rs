//! Cost: blocks with few NFTs and with many.

use crate::{chain::*, products::*};
use codec::Encode;
use dmex_primitives::constants::*;
use dmex_runtime::*;
use dmex_test_utils::{accesses, Accesses};
use frame_support::{storage::StoragePrefixedMap, weights::Weight};
use pallet_hashrate_nft::{Call, Listing, Nft};

/// What each block of three days touches, and its weight, in which a product of `count` NFTs is paid once.
fn measure(count: u32) -> Vec<(Accesses, Weight)> {
	let mut ext = play().build();
	let mut chain = ext.execute_with(|| {
		let mut chain = Chain::start();
		settle_in(&mut chain);
		chain.unchecked = true;
		let product = approved(
			&mut chain,
			Listing {
				power: 1,
				count: 1_000,
				..listing()
			},
		);
		for _ in 0..count {
			dispatch(
				Alice,
				Call::buy {
					product,
					max_price: PRICE,
					min_days: 0,
				},
			)
			.unwrap();
		}
		next_day(&mut chain, REWARD);
		next_day(&mut chain, REWARD);
		pay(&mut chain, product, DMC).unwrap();
		chain
	});
	(0..30)
		.map(|_| {
			let (weight, touched) = accesses(&mut ext, || {
				chain.next();
				System::block_weight().total()
			});
			(touched, weight)
		})
		.collect()
}

#[test]
fn listed_nft_should_take_few_bytes_beyond_those_of_the_stock_pallet() {
	issuer_story(|chain| {
		let product = running(chain, 20);
		let ask = Call::list_nft {
			product,
			serial: 0,
			price: PRICE,
			max_fee: ANY_FEE,
		};
		chain.call(Alice, ask).unwrap();
		let nft = pallet_hashrate_nft::Nfts::<Runtime>::get(product, 0).unwrap();
		// With a million DMC of income, and bought for a million USDT on the thousandth day.
		let entry = Nft {
			settled: 999_999 * DMC,
			..nft
		};
		let booking = pallet_escrow::Deposit {
			price: 1_000_000_000_000,
			first_day: 1_000,
		};
		let bytes = [
			pallet_hashrate_nft::Nfts::<Runtime>::hashed_key_for(product, 0).len() + entry.encoded_size(),
			pallet_escrow::Deposits::<Runtime>::hashed_key_for((product, 0)).len() + booking.encoded_size(),
		];
		println!("a listed NFT: {bytes:?} bytes");
		assert!(bytes.iter().sum::<usize>() <= 162, "{bytes:?}");
	});
}

#[test]
fn blocks_should_cost_the_same_with_ten_nfts_and_with_a_thousand() {
	let (few, half, many) = (measure(10), measure(500), measure(1_000));
	// 32 NFTs a block are paid out, until all are.
	let prefix = pallet_hashrate_nft::Nfts::<Runtime>::final_prefix();
	let paid = |block: &(Accesses, Weight)| {
		block
			.0
			.written
			.iter()
			.filter(|key| key.starts_with(&prefix))
			.count()
	};
	let all_paid = |blocks: &[(Accesses, Weight)]| blocks.iter().map(paid).collect::<Vec<_>>();
	assert_eq!(all_paid(&few)[..2], [10, 0]);
	assert_eq!(all_paid(&half)[..15], [32; 15]);
	assert_eq!(all_paid(&many)[..30], [32; 30]);
	for (half, many) in half.iter().zip(&many).take(15) {
		assert_eq!(half.0.read.len(), many.0.read.len());
		assert_eq!(half.0.written.len(), many.0.written.len());
		assert_eq!(half.1, many.1);
	}
	// What a full block of receipts costs on top is no more than a small part of a block.
	let most = configs::system::MAXIMUM_BLOCK_WEIGHT.ref_time() / 10;
	for (idle, busy) in few.iter().zip(&many).skip(1) {
		assert!(busy.1.ref_time() - idle.1.ref_time() < most);
	}
	// When everybody has his pay, blocks touch the same.
	for (few, others) in few.iter().zip(&measure(64)).skip(5) {
		assert_eq!(few.0.read.len(), others.0.read.len());
		assert_eq!(few.0.written.len(), others.0.written.len());
		assert_eq!(few.1, others.1);
	}
}
