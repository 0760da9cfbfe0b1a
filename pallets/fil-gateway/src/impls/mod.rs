//! What the pallet does.

mod apply;
mod hook;
mod market;
mod mint;
mod operators;
mod oracle;
mod payouts;
mod queries;
mod ranges;
mod redeem;
mod senders;
mod status;
mod suspense;
mod votes;

use crate::*;
use dmex_primitives::{AssetKind, BlockNumber, Calendar};
use frame_support::traits::Get;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::H256;
use sp_runtime::traits::Zero;

impl<T: Config> Pallet<T> {
	/// The current block.
	pub(crate) fn now() -> BlockNumber {
		T::Calendar::now()
	}

	/// The current hour: a 24th of a day, at least one block.
	pub(crate) fn hour() -> u32 {
		let blocks = (T::Calendar::parameters().blocks_per_day / 24).max(1);
		Self::now() / blocks
	}

	/// The block `days` days from now.
	pub(crate) fn in_days(number: u32) -> Result<BlockNumber, Error<T>> {
		Self::now()
			.checked_add(days::<T::Calendar>(number))
			.ok_or(Error::<T>::BlockOutOfRange)
	}

	/// DMEX's genesis hash: what memos, bindings and votes name the chain by.
	pub fn chain() -> H256 {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	pub(crate) fn ifil() -> AssetKind {
		T::WrappedAsset::get()
	}
}

/// What `amount` has above `other`; nothing if it is less.
pub(crate) fn excess(
	amount: dmex_primitives::Balance,
	other: dmex_primitives::Balance,
) -> dmex_primitives::Balance {
	amount.max(other).abs_diff(other)
}
