//! What happens by itself in each block, in bounded slices.

use crate::*;
use frame_support::{pallet_prelude::Weight, traits::Get};

impl<T: Config> Pallet<T> {
	pub(crate) fn on_block() -> Weight {
		Self::fix_window();
		let most = T::MaxItemsPerBlock::get();
		let applied = Self::apply_items(most);
		// What was reported before a day falls due counts for it.
		Self::advance_due_days();
		let recorded = Self::apply_facts(most.saturating_sub(applied));
		let released = Self::release_slice(T::MaxReleasesPerBlock::get());
		T::WeightInfo::on_initialize()
			.saturating_add(Self::apply_weight(applied.saturating_add(recorded)))
			.saturating_add(Self::release_weight(released))
	}

	/// The weight of so many steps of an application: each the dearest there is, and one end of a range.
	pub(crate) fn apply_weight(steps: u32) -> Weight {
		let step = T::WeightInfo::apply_item().saturating_add(T::PayWeight::get());
		step.saturating_mul(steps.min(MAX_ITEMS).into())
			.saturating_add(if steps > 0 {
				T::WeightInfo::apply_finish()
			} else {
				Weight::zero()
			})
	}
}
