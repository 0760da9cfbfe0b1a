//! Weights of `pallet_escrow`, measured by `make bench` with the runtime's configuration.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, clippy::unnecessary_cast)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// Weights of the calls and hooks, by the benchmark of the same name.
pub trait WeightInfo {
	/// `on_initialize`
	fn on_initialize(l: u32, ) -> Weight;
	/// `freeze`
	fn freeze() -> Weight;
	/// `freeze_by_decision`
	fn freeze_by_decision() -> Weight;
	/// `unfreeze`
	fn unfreeze() -> Weight;
	/// `resume`
	fn resume() -> Weight;
	/// `terminate`
	fn terminate() -> Weight;
	/// `terminate_idle`
	fn terminate_idle() -> Weight;
	/// `claim_refund`
	fn claim_refund() -> Weight;
	/// `claim_credit`
	fn claim_credit() -> Weight;
}

/// Weights of the machine that measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// The range of component `l` is `[0, 4]`.
	fn on_initialize(l: u32, ) -> Weight {
		Weight::from_parts(25_206_255, 8817)
			.saturating_add(Weight::from_parts(222_018_732, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 3201).saturating_mul(l.into()))
	}
	fn freeze() -> Weight {
		Weight::from_parts(124_312_000, 4191)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn freeze_by_decision() -> Weight {
		Weight::from_parts(144_499_000, 4191)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn unfreeze() -> Weight {
		Weight::from_parts(370_902_000, 8817)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn resume() -> Weight {
		Weight::from_parts(376_914_000, 8817)
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn terminate() -> Weight {
		Weight::from_parts(113_753_000, 4191)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn terminate_idle() -> Weight {
		Weight::from_parts(159_558_000, 4191)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn claim_refund() -> Weight {
		Weight::from_parts(507_698_000, 30530)
			.saturating_add(T::DbWeight::get().reads(34_u64))
			.saturating_add(T::DbWeight::get().writes(36_u64))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(132_147_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn on_initialize(l: u32, ) -> Weight {
		Weight::from_parts(25_206_255, 8817)
			.saturating_add(Weight::from_parts(222_018_732, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().reads((5_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().writes((4_u64).saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 3201).saturating_mul(l.into()))
	}
	fn freeze() -> Weight {
		Weight::from_parts(124_312_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn freeze_by_decision() -> Weight {
		Weight::from_parts(144_499_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn unfreeze() -> Weight {
		Weight::from_parts(370_902_000, 8817)
			.saturating_add(ParityDbWeight::get().reads(15_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn resume() -> Weight {
		Weight::from_parts(376_914_000, 8817)
			.saturating_add(ParityDbWeight::get().reads(17_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn terminate() -> Weight {
		Weight::from_parts(113_753_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn terminate_idle() -> Weight {
		Weight::from_parts(159_558_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn claim_refund() -> Weight {
		Weight::from_parts(507_698_000, 30530)
			.saturating_add(ParityDbWeight::get().reads(34_u64))
			.saturating_add(ParityDbWeight::get().writes(36_u64))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(132_147_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
}
