//! Weights of `pallet_dmc_emission`, measured by `make bench` with the runtime's configuration.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, clippy::unnecessary_cast)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// Weights of the calls and hooks, by the benchmark of the same name.
pub trait WeightInfo {
	/// `on_initialize`
	fn on_initialize() -> Weight;
	/// `start_mining`
	fn start_mining() -> Weight;
	/// `set_programme_shares`
	fn set_programme_shares() -> Weight;
	/// `add_recipient`
	fn add_recipient() -> Weight;
	/// `set_points`
	fn set_points() -> Weight;
	/// `remove_recipient`
	fn remove_recipient() -> Weight;
	/// `set_author_points`
	fn set_author_points() -> Weight;
	/// `claim_vested`
	fn claim_vested() -> Weight;
	/// `assign_vesting`
	fn assign_vesting() -> Weight;
	/// `move_vesting`
	fn move_vesting() -> Weight;
	/// `spend_foundation`
	fn spend_foundation() -> Weight;
	/// `claim_credit`
	fn claim_credit() -> Weight;
}

/// Weights of the machine that measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_initialize() -> Weight {
		Weight::from_parts(64_671_000, 1773)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn start_mining() -> Weight {
		Weight::from_parts(19_116_000, 1523)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn set_programme_shares() -> Weight {
		Weight::from_parts(26_319_000, 1523)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn add_recipient() -> Weight {
		Weight::from_parts(37_420_000, 3571)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn set_points() -> Weight {
		Weight::from_parts(33_162_000, 3571)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn remove_recipient() -> Weight {
		Weight::from_parts(35_456_000, 3571)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn set_author_points() -> Weight {
		Weight::from_parts(32_861_000, 1523)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn claim_vested() -> Weight {
		Weight::from_parts(163_055_000, 3593)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn assign_vesting() -> Weight {
		Weight::from_parts(45_014_000, 3554)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn move_vesting() -> Weight {
		Weight::from_parts(55_103_000, 6118)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn spend_foundation() -> Weight {
		Weight::from_parts(150_230_000, 6196)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(197_729_000, 6196)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn on_initialize() -> Weight {
		Weight::from_parts(64_671_000, 1773)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn start_mining() -> Weight {
		Weight::from_parts(19_116_000, 1523)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn set_programme_shares() -> Weight {
		Weight::from_parts(26_319_000, 1523)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn add_recipient() -> Weight {
		Weight::from_parts(37_420_000, 3571)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_points() -> Weight {
		Weight::from_parts(33_162_000, 3571)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn remove_recipient() -> Weight {
		Weight::from_parts(35_456_000, 3571)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_author_points() -> Weight {
		Weight::from_parts(32_861_000, 1523)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn claim_vested() -> Weight {
		Weight::from_parts(163_055_000, 3593)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn assign_vesting() -> Weight {
		Weight::from_parts(45_014_000, 3554)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn move_vesting() -> Weight {
		Weight::from_parts(55_103_000, 6118)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn spend_foundation() -> Weight {
		Weight::from_parts(150_230_000, 6196)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(197_729_000, 6196)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
}
