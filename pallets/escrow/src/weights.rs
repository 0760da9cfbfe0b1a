//! Weights of `pallet-escrow`, estimated by hand from the storage that each call touches, until the benchmarks have run.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// What the calls and the hook cost.
pub trait WeightInfo {
	/// The hook of a block in which `l` freezes without breach lapse.
	fn on_initialize(l: u32) -> Weight;
	/// Freezing a product in breach, without catching up.
	fn freeze() -> Weight;
	/// Like `freeze`, and the queue of lapses.
	fn freeze_by_decision() -> Weight;
	/// Payment of what was withheld, to the issuer and to revenue.
	fn unfreeze() -> Weight;
	/// Like `unfreeze`, and the struck days.
	fn resume() -> Weight;
	/// One step, whatever the number of NFTs.
	fn terminate() -> Weight;
	/// Like `terminate`, after the last look at the issuer.
	fn terminate_idle() -> Weight;
	/// Payment, and removal of the booking.
	fn claim_refund() -> Weight;
	/// Payment.
	fn claim_credit() -> Weight;
}

/// Estimates on the database weights of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_initialize(l: u32) -> Weight {
		Weight::from_parts(5_000_000, 2_000)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(
				Weight::from_parts(150_000_000, 20_000)
					.saturating_add(T::DbWeight::get().reads_writes(14, 10))
					.saturating_mul(l.into()),
			)
	}
	fn freeze() -> Weight {
		Weight::from_parts(60_000_000, 20_000).saturating_add(T::DbWeight::get().reads_writes(6, 3))
	}
	fn freeze_by_decision() -> Weight {
		Weight::from_parts(65_000_000, 20_000).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	fn unfreeze() -> Weight {
		Weight::from_parts(150_000_000, 20_000).saturating_add(T::DbWeight::get().reads_writes(14, 10))
	}
	fn resume() -> Weight {
		Weight::from_parts(160_000_000, 20_000).saturating_add(T::DbWeight::get().reads_writes(15, 11))
	}
	fn terminate() -> Weight {
		Weight::from_parts(50_000_000, 20_000).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	fn terminate_idle() -> Weight {
		Weight::from_parts(60_000_000, 20_000).saturating_add(T::DbWeight::get().reads_writes(6, 3))
	}
	fn claim_refund() -> Weight {
		Weight::from_parts(130_000_000, 20_000).saturating_add(T::DbWeight::get().reads_writes(12, 9))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(80_000_000, 20_000).saturating_add(T::DbWeight::get().reads_writes(6, 6))
	}
}

// For tests.
impl WeightInfo for () {
	fn on_initialize(l: u32) -> Weight {
		Weight::from_parts(5_000_000, 2_000)
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(
				Weight::from_parts(150_000_000, 20_000)
					.saturating_add(RocksDbWeight::get().reads_writes(14, 10))
					.saturating_mul(l.into()),
			)
	}
	fn freeze() -> Weight {
		Weight::from_parts(60_000_000, 20_000).saturating_add(RocksDbWeight::get().reads_writes(6, 3))
	}
	fn freeze_by_decision() -> Weight {
		Weight::from_parts(65_000_000, 20_000).saturating_add(RocksDbWeight::get().reads_writes(7, 4))
	}
	fn unfreeze() -> Weight {
		Weight::from_parts(150_000_000, 20_000).saturating_add(RocksDbWeight::get().reads_writes(14, 10))
	}
	fn resume() -> Weight {
		Weight::from_parts(160_000_000, 20_000).saturating_add(RocksDbWeight::get().reads_writes(15, 11))
	}
	fn terminate() -> Weight {
		Weight::from_parts(50_000_000, 20_000).saturating_add(RocksDbWeight::get().reads_writes(4, 3))
	}
	fn terminate_idle() -> Weight {
		Weight::from_parts(60_000_000, 20_000).saturating_add(RocksDbWeight::get().reads_writes(6, 3))
	}
	fn claim_refund() -> Weight {
		Weight::from_parts(130_000_000, 20_000).saturating_add(RocksDbWeight::get().reads_writes(12, 9))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(80_000_000, 20_000).saturating_add(RocksDbWeight::get().reads_writes(6, 6))
	}
}
