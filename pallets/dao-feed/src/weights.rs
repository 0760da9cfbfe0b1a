//! Weights for `pallet_dao_feed`, estimated from storage accesses.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(dead_code)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};

/// Weight functions needed for `pallet_dao_feed`.
pub trait WeightInfo {
	fn on_initialize(c: u32, ) -> Weight;
	fn report_node() -> Weight;
	fn report_day() -> Weight;
	fn credit_deposit() -> Weight;
	fn pay_product() -> Weight;
}

/// Weights for `pallet_dao_feed` on the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_initialize(c: u32, ) -> Weight {
		Weight::from_parts(3_000_000, 1_500)
			.saturating_add(Weight::from_parts(8_000_000, 5_000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(c.into())))
	}
	fn report_node() -> Weight {
		Weight::from_parts(12_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn report_day() -> Weight {
		Weight::from_parts(18_000_000, 6_000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn credit_deposit() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn pay_product() -> Weight {
		Weight::from_parts(120_000_000, 20_000)
			.saturating_add(T::DbWeight::get().reads(20_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
	}
}

impl WeightInfo for () {
	fn on_initialize(c: u32, ) -> Weight {
		Weight::from_parts(3_000_000, 1_500)
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(c.into())))
	}
	fn report_node() -> Weight {
		Weight::from_parts(12_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn report_day() -> Weight {
		Weight::from_parts(18_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn credit_deposit() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn pay_product() -> Weight {
		Weight::from_parts(120_000_000, 20_000)
			.saturating_add(RocksDbWeight::get().writes(12_u64))
	}
}
