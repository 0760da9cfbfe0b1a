//! Weights of `pallet_dao_feed`, measured by `make bench` with the runtime's configuration.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, clippy::unnecessary_cast)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// Weights of the calls and hooks, by the benchmark of the same name.
pub trait WeightInfo {
	/// `on_initialize`
	fn on_initialize(c: u32, ) -> Weight;
	/// `report_node`
	fn report_node() -> Weight;
	/// `report_day`
	fn report_day() -> Weight;
	/// `credit_deposit`
	fn credit_deposit() -> Weight;
	/// `pay_product`
	fn pay_product() -> Weight;
}

/// Weights of the machine that measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// The range of component `c` is `[0, 8]`.
	fn on_initialize(c: u32, ) -> Weight {
		Weight::from_parts(20_598_157, 1502)
			.saturating_add(Weight::from_parts(25_083_255, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2517).saturating_mul(c.into()))
	}
	fn report_node() -> Weight {
		Weight::from_parts(37_480_000, 1486)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn report_day() -> Weight {
		Weight::from_parts(87_403_000, 3496)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn credit_deposit() -> Weight {
		Weight::from_parts(124_182_000, 3675)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn pay_product() -> Weight {
		Weight::from_parts(810_724_000, 14035)
			.saturating_add(T::DbWeight::get().reads(25_u64))
			.saturating_add(T::DbWeight::get().writes(19_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn on_initialize(c: u32, ) -> Weight {
		Weight::from_parts(20_598_157, 1502)
			.saturating_add(Weight::from_parts(25_083_255, 0).saturating_mul(c.into()))
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().reads((2_u64).saturating_mul(c.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2517).saturating_mul(c.into()))
	}
	fn report_node() -> Weight {
		Weight::from_parts(37_480_000, 1486)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn report_day() -> Weight {
		Weight::from_parts(87_403_000, 3496)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn credit_deposit() -> Weight {
		Weight::from_parts(124_182_000, 3675)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn pay_product() -> Weight {
		Weight::from_parts(810_724_000, 14035)
			.saturating_add(ParityDbWeight::get().reads(25_u64))
			.saturating_add(ParityDbWeight::get().writes(19_u64))
	}
}
