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
		Weight::from_parts(2_937_242, 8817)
			.saturating_add(Weight::from_parts(285_076_034, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 3201).saturating_mul(l.into()))
	}
	fn freeze() -> Weight {
		Weight::from_parts(197_609_000, 4191)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn freeze_by_decision() -> Weight {
		Weight::from_parts(146_082_000, 4191)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn unfreeze() -> Weight {
		Weight::from_parts(350_003_000, 8817)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn resume() -> Weight {
		Weight::from_parts(312_193_000, 8817)
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn terminate() -> Weight {
		Weight::from_parts(110_106_000, 4191)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn terminate_idle() -> Weight {
		Weight::from_parts(199_603_000, 4191)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn claim_refund() -> Weight {
		Weight::from_parts(590_744_000, 30530)
			.saturating_add(T::DbWeight::get().reads(34_u64))
			.saturating_add(T::DbWeight::get().writes(36_u64))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(138_569_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn on_initialize(l: u32, ) -> Weight {
		Weight::from_parts(2_937_242, 8817)
			.saturating_add(Weight::from_parts(285_076_034, 0).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().reads((5_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes((4_u64).saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 3201).saturating_mul(l.into()))
	}
	fn freeze() -> Weight {
		Weight::from_parts(197_609_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn freeze_by_decision() -> Weight {
		Weight::from_parts(146_082_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn unfreeze() -> Weight {
		Weight::from_parts(350_003_000, 8817)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn resume() -> Weight {
		Weight::from_parts(312_193_000, 8817)
			.saturating_add(ParityDbWeight::get().reads(16_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn terminate() -> Weight {
		Weight::from_parts(110_106_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn terminate_idle() -> Weight {
		Weight::from_parts(199_603_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn claim_refund() -> Weight {
		Weight::from_parts(590_744_000, 30530)
			.saturating_add(ParityDbWeight::get().reads(34_u64))
			.saturating_add(ParityDbWeight::get().writes(36_u64))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(138_569_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
}
