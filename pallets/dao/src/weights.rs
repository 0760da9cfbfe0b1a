//! Weights of `pallet_dao`, measured by `make bench` with the runtime's configuration.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, clippy::unnecessary_cast)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// Weights of the calls and hooks, by the benchmark of the same name.
pub trait WeightInfo {
	/// `on_initialize`
	fn on_initialize() -> Weight;
	/// `propose_motion`
	fn propose_motion(l: u32, ) -> Weight;
	/// `propose_referendum`
	fn propose_referendum(l: u32, ) -> Weight;
	/// `activate_community_stage`
	fn activate_community_stage() -> Weight;
	/// `set_parameter`
	fn set_parameter() -> Weight;
	/// `set_council`
	fn set_council() -> Weight;
	/// `schedule_enactment`
	fn schedule_enactment(l: u32, ) -> Weight;
	/// `cancel_enactment`
	fn cancel_enactment() -> Weight;
	/// `enact`
	fn enact(l: u32, ) -> Weight;
	/// `stand_for_council`
	fn stand_for_council(c: u32, ) -> Weight;
}

/// Weights of the machine that measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_initialize() -> Weight {
		Weight::from_parts(17_743_000, 1505)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// The range of component `l` is `[100, 8192]`.
	fn propose_motion(l: u32, ) -> Weight {
		Weight::from_parts(130_849_720, 7842)
			.saturating_add(Weight::from_parts(14_180, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// The range of component `l` is `[200, 8192]`.
	fn propose_referendum(l: u32, ) -> Weight {
		Weight::from_parts(233_367_817, 18187)
			.saturating_add(Weight::from_parts(19_699, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn activate_community_stage() -> Weight {
		Weight::from_parts(19_236_000, 1486)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn set_parameter() -> Weight {
		Weight::from_parts(42_770_000, 3501)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn set_council() -> Weight {
		Weight::from_parts(1_072_413_000, 279874)
			.saturating_add(T::DbWeight::get().reads(103_u64))
			.saturating_add(T::DbWeight::get().writes(102_u64))
	}
	// The range of component `l` is `[100, 8192]`.
	fn schedule_enactment(l: u32, ) -> Weight {
		Weight::from_parts(87_550_170, 13928)
			.saturating_add(Weight::from_parts(6_357, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn cancel_enactment() -> Weight {
		Weight::from_parts(71_594_000, 13928)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	// The range of component `l` is `[100, 8192]`.
	fn enact(l: u32, ) -> Weight {
		Weight::from_parts(35_317_038, 3646)
			.saturating_add(Weight::from_parts(1_626, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// The range of component `c` is `[0, 64]`.
	fn stand_for_council(c: u32, ) -> Weight {
		Weight::from_parts(71_900_587, 3593)
			.saturating_add(Weight::from_parts(386_112, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 50).saturating_mul(c.into()))
	}
}

// For tests.
impl WeightInfo for () {
	fn on_initialize() -> Weight {
		Weight::from_parts(17_743_000, 1505)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn propose_motion(l: u32, ) -> Weight {
		Weight::from_parts(130_849_720, 7842)
			.saturating_add(Weight::from_parts(14_180, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn propose_referendum(l: u32, ) -> Weight {
		Weight::from_parts(233_367_817, 18187)
			.saturating_add(Weight::from_parts(19_699, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn activate_community_stage() -> Weight {
		Weight::from_parts(19_236_000, 1486)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_parameter() -> Weight {
		Weight::from_parts(42_770_000, 3501)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn set_council() -> Weight {
		Weight::from_parts(1_072_413_000, 279874)
			.saturating_add(ParityDbWeight::get().reads(103_u64))
			.saturating_add(ParityDbWeight::get().writes(102_u64))
	}
	fn schedule_enactment(l: u32, ) -> Weight {
		Weight::from_parts(87_550_170, 13928)
			.saturating_add(Weight::from_parts(6_357, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn cancel_enactment() -> Weight {
		Weight::from_parts(71_594_000, 13928)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn enact(l: u32, ) -> Weight {
		Weight::from_parts(35_317_038, 3646)
			.saturating_add(Weight::from_parts(1_626, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn stand_for_council(c: u32, ) -> Weight {
		Weight::from_parts(71_900_587, 3593)
			.saturating_add(Weight::from_parts(386_112, 0).saturating_mul(c.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 50).saturating_mul(c.into()))
	}
}
