//! Money whose owner is not known, and what is missing.

use crate::*;
use dmex_primitives::{AccountId, Balance};
use frame_support::{ensure, pallet_prelude::DispatchResult, storage::with_storage_layer};

use super::apply::Origin;

impl<T: Config> Pallet<T> {
	/// Keeps money whose owner is not known. The sums cannot overflow: there is less FIL than that.
	pub(crate) fn suspend(value: Balance, reason: SuspenseReason, origin: Origin) {
		if let Err(error) = with_storage_layer(|| Self::try_suspend(value, reason, origin)) {
			log::error!(target: "runtime::fil-gateway", "{value} attoFIL cannot be suspended: {error:?}");
		}
	}

	fn try_suspend(value: Balance, reason: SuspenseReason, origin: Origin) -> DispatchResult {
		let id = NextSuspense::<T>::get();
		let total = SuspenseTotal::<T>::get()
			.checked_add(value)
			.ok_or(Error::<T>::Overflow)?;
		NextSuspense::<T>::put(id.checked_add(1).ok_or(Error::<T>::Overflow)?);
		SuspenseTotal::<T>::put(total);
		let Origin {
			deposit,
			from,
			memo,
			range,
		} = origin;
		Self::deposit_event(Event::Suspended {
			id,
			value,
			reason,
			deposit,
		});
		Suspense::<T>::insert(
			id,
			SuspenseEntry {
				value,
				reason,
				deposit,
				from,
				memo,
				range,
				returning: None,
			},
		);
		Ok(())
	}

	/// An entry that is not on its way back.
	fn free_entry(id: u32) -> Result<SuspenseEntry, Error<T>> {
		let entry = Suspense::<T>::get(id).ok_or(Error::<T>::SuspenseNotFound)?;
		ensure!(entry.returning.is_none(), Error::<T>::AlreadyReturning);
		Ok(entry)
	}

	pub(crate) fn remove_entry(id: u32, value: Balance) -> DispatchResult {
		let total = SuspenseTotal::<T>::get()
			.checked_sub(value)
			.ok_or(Error::<T>::Overflow)?;
		SuspenseTotal::<T>::put(total);
		Suspense::<T>::remove(id);
		Ok(())
	}

	pub(crate) fn do_assign_suspense(id: u32, to: AccountId) -> DispatchResult {
		let entry = Self::free_entry(id)?;
		Self::remove_entry(id, entry.value)?;
		Self::deposit_event(Event::SuspenseAssigned {
			id,
			who: to.clone(),
			value: entry.value,
		});
		Self::grant(Target::Account(to), entry.value, entry.deposit, entry.range)
	}

	pub(crate) fn do_return_suspense(id: u32, destination: &[u8]) -> DispatchResult {
		let mut entry = Self::free_entry(id)?;
		let destination = Self::parse_destination(destination)?;
		let par = entry.reason == SuspenseReason::WindingDown;
		let net = match State::<T>::get() {
			Status::WindingDown { reserve, claims, .. } if !par => Self::share(entry.value, reserve, claims)?,
			_ => entry.value,
		};
		ensure!(net > 0, Error::<T>::BelowBound);
		let redemption = Self::open_redemption(Source::Suspense(id), entry.value, 0, net, destination)?;
		entry.returning = Some(redemption);
		Suspense::<T>::insert(id, entry);
		Ok(())
	}

	pub(crate) fn do_cover_shortfall(id: u32) -> DispatchResult {
		let entry = Self::free_entry(id)?;
		let shortfall = Shortfall::<T>::get()
			.checked_sub(entry.value)
			.ok_or(Error::<T>::ExceedsShortfall)?;
		Shortfall::<T>::put(shortfall);
		Self::remove_entry(id, entry.value)?;
		Self::deposit_event(Event::ShortfallCovered {
			id,
			value: entry.value,
			shortfall,
		});
		Ok(())
	}

	/// Books what custody gained or lost without an explanation.
	pub(crate) fn book_delta(range: RangeIndex, delta: i128) -> DispatchResult {
		let amount = delta.unsigned_abs();
		if delta > 0 {
			Self::book_gain(range, amount)
		} else {
			Self::book_loss(amount)
		}
	}

	/// Books what is in custody and nobody's that is known, if it is anything.
	pub(crate) fn book_gain(range: RangeIndex, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let origin = Origin {
			range,
			..Default::default()
		};
		Self::try_suspend(amount, SuspenseReason::Surplus, origin)
	}

	pub(crate) fn book_loss(amount: Balance) -> DispatchResult {
		let shortfall = Shortfall::<T>::get()
			.checked_add(amount)
			.ok_or(Error::<T>::Overflow)?;
		Shortfall::<T>::put(shortfall);
		Ok(())
	}
}
