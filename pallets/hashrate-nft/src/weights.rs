//! Weights for `pallet_hashrate_nft`, estimated from storage accesses.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(dead_code)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};

/// Weight functions needed for `pallet_hashrate_nft`.
pub trait WeightInfo {
	fn on_initialize() -> Weight;
	fn list() -> Weight;
	fn approve() -> Weight;
	fn reject() -> Weight;
	fn cancel() -> Weight;
	fn append_disclosure() -> Weight;
	fn accept_disclosure() -> Weight;
	fn refuse_disclosure() -> Weight;
	fn add_coin() -> Weight;
	fn set_coin_open() -> Weight;
	fn activate() -> Weight;
	fn buy() -> Weight;
	fn pay(s: u32) -> Weight;
	fn advance(s: u32) -> Weight;
	fn claim() -> Weight;
	fn distribute(n: u32) -> Weight;
	fn claim_credit() -> Weight;
	fn transfer() -> Weight;
}

/// Weights for `pallet_hashrate_nft` on the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_initialize() -> Weight {
		Weight::from_parts(5_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(0_u64))
	}
	fn list() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn approve() -> Weight {
		Weight::from_parts(120_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().writes(20_u64))
	}
	fn reject() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	fn cancel() -> Weight {
		Weight::from_parts(90_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(22_u64))
			.saturating_add(T::DbWeight::get().writes(24_u64))
	}
	fn append_disclosure() -> Weight {
		Weight::from_parts(15_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn accept_disclosure() -> Weight {
		Weight::from_parts(18_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn refuse_disclosure() -> Weight {
		Weight::from_parts(12_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn add_coin() -> Weight {
		Weight::from_parts(15_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn set_coin_open() -> Weight {
		Weight::from_parts(12_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn activate() -> Weight {
		Weight::from_parts(20_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn buy() -> Weight {
		Weight::from_parts(140_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(20_u64))
	}
	fn pay(s: u32) -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(s.into())))
	}
	fn advance(s: u32) -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(s.into())))
	}
	fn claim() -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	fn distribute(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 16_000)
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(T::DbWeight::get().reads((11_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(n.into())))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn transfer() -> Weight {
		Weight::from_parts(90_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}
}

// For backwards compatibility and tests.
impl WeightInfo for () {
	fn on_initialize() -> Weight {
		Weight::from_parts(5_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(0_u64))
	}
	fn list() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn approve() -> Weight {
		Weight::from_parts(120_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(18_u64))
			.saturating_add(RocksDbWeight::get().writes(20_u64))
	}
	fn reject() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
	fn cancel() -> Weight {
		Weight::from_parts(90_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(22_u64))
			.saturating_add(RocksDbWeight::get().writes(24_u64))
	}
	fn append_disclosure() -> Weight {
		Weight::from_parts(15_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn accept_disclosure() -> Weight {
		Weight::from_parts(18_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn refuse_disclosure() -> Weight {
		Weight::from_parts(12_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn add_coin() -> Weight {
		Weight::from_parts(15_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn set_coin_open() -> Weight {
		Weight::from_parts(12_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn activate() -> Weight {
		Weight::from_parts(20_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn buy() -> Weight {
		Weight::from_parts(140_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(26_u64))
			.saturating_add(RocksDbWeight::get().writes(20_u64))
	}
	fn pay(s: u32) -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(s.into()))
			.saturating_add(RocksDbWeight::get().reads(16_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(s.into())))
			.saturating_add(RocksDbWeight::get().writes((6_u64).saturating_mul(s.into())))
	}
	fn advance(s: u32) -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(s.into()))
			.saturating_add(RocksDbWeight::get().reads(16_u64))
			.saturating_add(RocksDbWeight::get().writes(12_u64))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(s.into())))
			.saturating_add(RocksDbWeight::get().writes((6_u64).saturating_mul(s.into())))
	}
	fn claim() -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
	fn distribute(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 16_000)
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
			.saturating_add(RocksDbWeight::get().reads((11_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((7_u64).saturating_mul(n.into())))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn transfer() -> Weight {
		Weight::from_parts(90_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(18_u64))
			.saturating_add(RocksDbWeight::get().writes(11_u64))
	}
}
