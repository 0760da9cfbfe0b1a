//! The power ledger: one terabyte is sold once.

use crate::*;
use dmex_primitives::{NodeId, NodeOracle, OracleError, Power, PowerLedger};
use frame_support::{ensure, pallet_prelude::DispatchResult};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// 95% of attested power, rounded down.
	pub(crate) fn saleable(node: &NodeId) -> Result<Power, DispatchError> {
		let attested = T::NodeOracle::attested_power(node).map_err(|error| match error {
			OracleError::Unknown => Error::<T>::NodeUnknown,
			OracleError::Stale => Error::<T>::OracleStale,
		})?;
		u128::from(attested)
			.checked_mul(SALEABLE_PERCENT)
			.and_then(|power| power.checked_div(100))
			.and_then(|power| Power::try_from(power).ok())
			.ok_or_else(|| Error::<T>::NumberOutOfRange.into())
	}

	/// Fails unless the node's power is attested, fresh, and covers what is sold of it.
	pub(crate) fn ensure_covered(node: &NodeId) -> DispatchResult {
		ensure!(
			Nodes::<T>::get(node).total() <= Self::saleable(node)?,
			Error::<T>::NodeUndercovered
		);
		Ok(())
	}

	/// Books more power, of products or of others.
	fn book_power(node: &NodeId, power: Power, part: fn(&mut NodePower) -> &mut Power) -> DispatchResult {
		Self::ensure_covered(node)?;
		ensure!(
			power <= <Self as PowerLedger>::available(node)?,
			Error::<T>::PowerExceeded
		);
		let mut booked = Nodes::<T>::get(node);
		let own = part(&mut booked);
		*own = own.checked_add(power).ok_or(Error::<T>::NumberOutOfRange)?;
		Self::put_power(node, booked);
		Ok(())
	}

	fn unbook_power(node: &NodeId, power: Power, part: fn(&mut NodePower) -> &mut Power) -> DispatchResult {
		let mut booked = Nodes::<T>::get(node);
		let own = part(&mut booked);
		*own = own.checked_sub(power).ok_or(Error::<T>::PowerNotReserved)?;
		Self::put_power(node, booked);
		Ok(())
	}

	fn put_power(node: &NodeId, booked: NodePower) {
		let reserved = booked.total();
		if reserved == 0 {
			Nodes::<T>::remove(node);
		} else {
			Nodes::<T>::insert(node, booked);
		}
		Self::deposit_event(Event::PowerReserved {
			node: node.clone(),
			reserved,
		});
	}

	pub(crate) fn reserve_for_product(node: &NodeId, power: Power) -> DispatchResult {
		Self::book_power(node, power, |booked| &mut booked.products)
	}

	/// Gives back the power of all reserved NFTs of a product but `keep`.
	pub(crate) fn release_unsold(node: &NodeId, book: &mut Book, keep: u32) -> DispatchResult {
		let released = book.reserved.saturating_sub(keep);
		if released == 0 {
			return Ok(());
		}
		let power = book
			.power
			.checked_mul(released.into())
			.ok_or(Error::<T>::NumberOutOfRange)?;
		Self::unbook_power(node, power, |booked| &mut booked.products)?;
		book.reserved = keep;
		Ok(())
	}
}

impl<T: Config> PowerLedger for Pallet<T> {
	fn reserved(node: &NodeId) -> Power {
		Nodes::<T>::get(node).total()
	}

	fn available(node: &NodeId) -> Result<Power, DispatchError> {
		Ok(Self::saleable(node)?.saturating_sub(Self::reserved(node)))
	}

	fn reserve(node: &NodeId, power: Power) -> DispatchResult {
		Self::book_power(node, power, |booked| &mut booked.others)
	}

	fn release(node: &NodeId, power: Power) -> DispatchResult {
		Self::unbook_power(node, power, |booked| &mut booked.others)
	}
}
