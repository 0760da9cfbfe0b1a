//! Weights of `pallet_dao`.

#![allow(unused_parens)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// Weights of the calls and hooks; `l` is the length of a call in bytes, `c` a number of candidates.
pub trait WeightInfo {
	/// The hook of every block.
	fn on_initialize() -> Weight;
	/// `propose_motion`
	fn propose_motion(l: u32) -> Weight;
	/// `propose_referendum`
	fn propose_referendum(l: u32) -> Weight;
	/// `activate_community_stage`
	fn activate_community_stage() -> Weight;
	/// `set_parameter`
	fn set_parameter() -> Weight;
	/// `set_council`
	fn set_council() -> Weight;
	/// `schedule_enactment`
	fn schedule_enactment(l: u32) -> Weight;
	/// `cancel_enactment`
	fn cancel_enactment() -> Weight;
	/// `enact`, without the enacted call.
	fn enact(l: u32) -> Weight;
	/// `stand_for_council`
	fn stand_for_council(c: u32) -> Weight;
}

/// Weights of the reference machine, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_initialize() -> Weight {
		Weight::from_parts(9_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn propose_motion(l: u32) -> Weight {
		Weight::from_parts(45_000_000, 4_000)
			.saturating_add(Weight::from_parts(2_000, 1).saturating_mul(u64::from(l)))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn propose_referendum(l: u32) -> Weight {
		Weight::from_parts(60_000_000, 4_000)
			.saturating_add(Weight::from_parts(2_000, 1).saturating_mul(u64::from(l)))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn activate_community_stage() -> Weight {
		Weight::from_parts(12_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_parameter() -> Weight {
		Weight::from_parts(14_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_council() -> Weight {
		Weight::from_parts(400_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(104))
			.saturating_add(T::DbWeight::get().writes(104))
	}
	fn schedule_enactment(l: u32) -> Weight {
		Weight::from_parts(50_000_000, 4_000)
			.saturating_add(Weight::from_parts(2_000, 1).saturating_mul(u64::from(l)))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn cancel_enactment() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn enact(l: u32) -> Weight {
		Weight::from_parts(20_000_000, 4_000)
			.saturating_add(Weight::from_parts(2_000, 1).saturating_mul(u64::from(l)))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn stand_for_council(c: u32) -> Weight {
		Weight::from_parts(30_000_000, 4_000)
			.saturating_add(Weight::from_parts(80_000, 50).saturating_mul(u64::from(c)))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}

impl WeightInfo for () {
	fn on_initialize() -> Weight {
		Weight::from_parts(9_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(2))
			.saturating_add(RocksDbWeight::get().writes(3))
	}
	fn propose_motion(l: u32) -> Weight {
		Weight::from_parts(45_000_000, 4_000)
			.saturating_add(Weight::from_parts(2_000, 1).saturating_mul(u64::from(l)))
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn propose_referendum(l: u32) -> Weight {
		Weight::from_parts(60_000_000, 4_000)
			.saturating_add(Weight::from_parts(2_000, 1).saturating_mul(u64::from(l)))
			.saturating_add(RocksDbWeight::get().reads(9))
			.saturating_add(RocksDbWeight::get().writes(8))
	}
	fn activate_community_stage() -> Weight {
		Weight::from_parts(12_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(RocksDbWeight::get().writes(3))
	}
	fn set_parameter() -> Weight {
		Weight::from_parts(14_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(2))
			.saturating_add(RocksDbWeight::get().writes(2))
	}
	fn set_council() -> Weight {
		Weight::from_parts(400_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(104))
			.saturating_add(RocksDbWeight::get().writes(104))
	}
	fn schedule_enactment(l: u32) -> Weight {
		Weight::from_parts(50_000_000, 4_000)
			.saturating_add(Weight::from_parts(2_000, 1).saturating_mul(u64::from(l)))
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(7))
	}
	fn cancel_enactment() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn enact(l: u32) -> Weight {
		Weight::from_parts(20_000_000, 4_000)
			.saturating_add(Weight::from_parts(2_000, 1).saturating_mul(u64::from(l)))
			.saturating_add(RocksDbWeight::get().reads(2))
			.saturating_add(RocksDbWeight::get().writes(2))
	}
	fn stand_for_council(c: u32) -> Weight {
		Weight::from_parts(30_000_000, 4_000)
			.saturating_add(Weight::from_parts(80_000, 50).saturating_mul(u64::from(c)))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(2))
	}
}
