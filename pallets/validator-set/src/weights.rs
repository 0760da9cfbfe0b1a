//! Weights of `pallet_validator_set`, measured by `make bench` with the runtime's configuration.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, clippy::unnecessary_cast)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// Weights of the calls and hooks, by the benchmark of the same name.
pub trait WeightInfo {
	/// `apply`
	fn apply() -> Weight;
	/// `withdraw_application`
	fn withdraw_application() -> Weight;
	/// `set_keys`
	fn set_keys() -> Weight;
	/// `admit`
	fn admit() -> Weight;
	/// `leave`
	fn leave() -> Weight;
	/// `eject`
	fn eject() -> Weight;
	/// `resume`
	fn resume() -> Weight;
	/// `bond_extra`
	fn bond_extra() -> Weight;
	/// `withdraw_bond`
	fn withdraw_bond() -> Weight;
	/// `note_author`
	fn note_author() -> Weight;
	/// `end_session`
	fn end_session(v: u32, ) -> Weight;
	/// `start_session`
	fn start_session(d: u32, ) -> Weight;
	/// `new_session`
	fn new_session(v: u32, ) -> Weight;
	/// `on_offence`
	fn on_offence(k: u32, ) -> Weight;
}

/// Weights of the machine that measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn apply() -> Weight {
		Weight::from_parts(359_061_000, 9199)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn withdraw_application() -> Weight {
		Weight::from_parts(170_429_000, 4640)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn set_keys() -> Weight {
		Weight::from_parts(290_483_000, 9321)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn admit() -> Weight {
		Weight::from_parts(132_678_000, 9310)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn leave() -> Weight {
		Weight::from_parts(180_607_000, 6417)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn eject() -> Weight {
		Weight::from_parts(239_016_000, 6512)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn resume() -> Weight {
		Weight::from_parts(172_633_000, 9092)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn bond_extra() -> Weight {
		Weight::from_parts(168_124_000, 4640)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(228_527_000, 4640)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn note_author() -> Weight {
		Weight::from_parts(13_325_000, 3517)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// The range of component `v` is `[1, 100]`.
	fn end_session(v: u32, ) -> Weight {
		Weight::from_parts(95_518_137, 4687)
			.saturating_add(Weight::from_parts(26_444_095, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 3650).saturating_mul(v.into()))
	}
	// The range of component `d` is `[1, 100]`.
	fn start_session(d: u32, ) -> Weight {
		Weight::from_parts(49_219_831, 5187)
			.saturating_add(Weight::from_parts(12_768_568, 0).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(d.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(d.into())))
			.saturating_add(Weight::from_parts(0, 3650).saturating_mul(d.into()))
	}
	// The range of component `v` is `[1, 100]`.
	fn new_session(v: u32, ) -> Weight {
		Weight::from_parts(74_803_362, 4687)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(Weight::from_parts(0, 36).saturating_mul(v.into()))
	}
	// The range of component `k` is `[1, 100]`.
	fn on_offence(k: u32, ) -> Weight {
		Weight::from_parts(572_148_583, 11042)
			.saturating_add(Weight::from_parts(113_863_949, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(k.into())))
			.saturating_add(Weight::from_parts(0, 3650).saturating_mul(k.into()))
	}
}

// For tests.
impl WeightInfo for () {
	fn apply() -> Weight {
		Weight::from_parts(359_061_000, 9199)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn withdraw_application() -> Weight {
		Weight::from_parts(170_429_000, 4640)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn set_keys() -> Weight {
		Weight::from_parts(290_483_000, 9321)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn admit() -> Weight {
		Weight::from_parts(132_678_000, 9310)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn leave() -> Weight {
		Weight::from_parts(180_607_000, 6417)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn eject() -> Weight {
		Weight::from_parts(239_016_000, 6512)
			.saturating_add(ParityDbWeight::get().reads(10_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn resume() -> Weight {
		Weight::from_parts(172_633_000, 9092)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn bond_extra() -> Weight {
		Weight::from_parts(168_124_000, 4640)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(228_527_000, 4640)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn note_author() -> Weight {
		Weight::from_parts(13_325_000, 3517)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn end_session(v: u32, ) -> Weight {
		Weight::from_parts(95_518_137, 4687)
			.saturating_add(Weight::from_parts(26_444_095, 0).saturating_mul(v.into()))
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().reads((2_u64).saturating_mul(v.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 3650).saturating_mul(v.into()))
	}
	fn start_session(d: u32, ) -> Weight {
		Weight::from_parts(49_219_831, 5187)
			.saturating_add(Weight::from_parts(12_768_568, 0).saturating_mul(d.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(d.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(d.into())))
			.saturating_add(Weight::from_parts(0, 3650).saturating_mul(d.into()))
	}
	fn new_session(v: u32, ) -> Weight {
		Weight::from_parts(74_803_362, 4687)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(Weight::from_parts(0, 36).saturating_mul(v.into()))
	}
	fn on_offence(k: u32, ) -> Weight {
		Weight::from_parts(572_148_583, 11042)
			.saturating_add(Weight::from_parts(113_863_949, 0).saturating_mul(k.into()))
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(k.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(k.into())))
			.saturating_add(Weight::from_parts(0, 3650).saturating_mul(k.into()))
	}
}
