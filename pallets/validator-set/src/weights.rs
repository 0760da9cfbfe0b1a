//! Weights of `pallet-validator-set`, estimated by hand from the storage that each call touches, until the benchmarks have run.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// What the calls and the session hooks cost.
pub trait WeightInfo {
	/// Application: keys, proof of possession, hold.
	fn apply() -> Weight;
	/// Release and removal of the keys.
	fn withdraw_application() -> Weight;
	/// Keys and proof of possession.
	fn set_keys() -> Weight;
	/// Addition to the set.
	fn admit() -> Weight;
	/// Removal from the set.
	fn leave() -> Weight;
	/// Removal from the set and disabling.
	fn eject() -> Weight;
	/// Addition to the set.
	fn resume() -> Weight;
	/// Hold.
	fn bond_extra() -> Weight;
	/// Release and removal of the keys.
	fn withdraw_bond() -> Weight;
	/// One block counted for its author.
	fn note_author() -> Weight;
	/// End of a session of `v` validators, all absent.
	fn end_session(v: u32) -> Weight;
	/// Beginning of a session with `d` departures.
	fn start_session(d: u32) -> Weight;
	/// Planning of a session with a set of `v`.
	fn new_session(v: u32) -> Weight;
	/// Punishment of `k` concurrent offenders.
	fn on_offence(k: u32) -> Weight;
}

/// Estimates on the database weights of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn apply() -> Weight {
		Weight::from_parts(400_000_000, 10_000).saturating_add(T::DbWeight::get().reads_writes(10, 9))
	}
	fn withdraw_application() -> Weight {
		Weight::from_parts(80_000_000, 10_000).saturating_add(T::DbWeight::get().reads_writes(9, 9))
	}
	fn set_keys() -> Weight {
		Weight::from_parts(380_000_000, 10_000).saturating_add(T::DbWeight::get().reads_writes(8, 8))
	}
	fn admit() -> Weight {
		Weight::from_parts(40_000_000, 10_000).saturating_add(T::DbWeight::get().reads_writes(5, 2))
	}
	fn leave() -> Weight {
		Weight::from_parts(50_000_000, 10_000).saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}
	fn eject() -> Weight {
		Weight::from_parts(70_000_000, 10_000).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	fn resume() -> Weight {
		Weight::from_parts(40_000_000, 10_000).saturating_add(T::DbWeight::get().reads_writes(5, 2))
	}
	fn bond_extra() -> Weight {
		Weight::from_parts(50_000_000, 10_000).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(80_000_000, 10_000).saturating_add(T::DbWeight::get().reads_writes(9, 9))
	}
	fn note_author() -> Weight {
		Weight::from_parts(10_000_000, 4_000).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	fn end_session(v: u32) -> Weight {
		Weight::from_parts(20_000_000, 10_000)
			.saturating_add(Weight::from_parts(20_000_000, 4_000).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 3))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(v.into()))
	}
	fn start_session(d: u32) -> Weight {
		Weight::from_parts(10_000_000, 10_000)
			.saturating_add(Weight::from_parts(20_000_000, 4_000).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 2))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(d.into()))
	}
	fn new_session(v: u32) -> Weight {
		Weight::from_parts(20_000_000, 10_000)
			.saturating_add(Weight::from_parts(1_000_000, 100).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 6))
	}
	fn on_offence(k: u32) -> Weight {
		Weight::from_parts(10_000_000, 10_000)
			.saturating_add(Weight::from_parts(120_000_000, 4_000).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads_writes(8, 6))
			.saturating_add(T::DbWeight::get().reads_writes(4, 4).saturating_mul(k.into()))
	}
}

/// For tests.
impl WeightInfo for () {
	fn apply() -> Weight {
		Weight::from_parts(400_000_000, 10_000).saturating_add(RocksDbWeight::get().reads_writes(10, 9))
	}
	fn withdraw_application() -> Weight {
		Weight::from_parts(80_000_000, 10_000).saturating_add(RocksDbWeight::get().reads_writes(9, 9))
	}
	fn set_keys() -> Weight {
		Weight::from_parts(380_000_000, 10_000).saturating_add(RocksDbWeight::get().reads_writes(8, 8))
	}
	fn admit() -> Weight {
		Weight::from_parts(40_000_000, 10_000).saturating_add(RocksDbWeight::get().reads_writes(5, 2))
	}
	fn leave() -> Weight {
		Weight::from_parts(50_000_000, 10_000).saturating_add(RocksDbWeight::get().reads_writes(6, 4))
	}
	fn eject() -> Weight {
		Weight::from_parts(70_000_000, 10_000).saturating_add(RocksDbWeight::get().reads_writes(8, 6))
	}
	fn resume() -> Weight {
		Weight::from_parts(40_000_000, 10_000).saturating_add(RocksDbWeight::get().reads_writes(5, 2))
	}
	fn bond_extra() -> Weight {
		Weight::from_parts(50_000_000, 10_000).saturating_add(RocksDbWeight::get().reads_writes(4, 3))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(80_000_000, 10_000).saturating_add(RocksDbWeight::get().reads_writes(9, 9))
	}
	fn note_author() -> Weight {
		Weight::from_parts(10_000_000, 4_000).saturating_add(RocksDbWeight::get().reads_writes(3, 3))
	}
	fn end_session(v: u32) -> Weight {
		Weight::from_parts(20_000_000, 10_000)
			.saturating_add(Weight::from_parts(20_000_000, 4_000).saturating_mul(v.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(5, 3))
			.saturating_add(RocksDbWeight::get().reads_writes(2, 2).saturating_mul(v.into()))
	}
	fn start_session(d: u32) -> Weight {
		Weight::from_parts(10_000_000, 10_000)
			.saturating_add(Weight::from_parts(20_000_000, 4_000).saturating_mul(d.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(5, 2))
			.saturating_add(RocksDbWeight::get().reads_writes(1, 1).saturating_mul(d.into()))
	}
	fn new_session(v: u32) -> Weight {
		Weight::from_parts(20_000_000, 10_000)
			.saturating_add(Weight::from_parts(1_000_000, 100).saturating_mul(v.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(5, 6))
	}
	fn on_offence(k: u32) -> Weight {
		Weight::from_parts(10_000_000, 10_000)
			.saturating_add(Weight::from_parts(120_000_000, 4_000).saturating_mul(k.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(8, 6))
			.saturating_add(RocksDbWeight::get().reads_writes(4, 4).saturating_mul(k.into()))
	}
}
