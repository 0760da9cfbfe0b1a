//! What custody pays out: binding requests to multisig transactions, burning what was paid, refunding what was not.

use super::excess;
use crate::*;
use alloc::vec::Vec;
use dmex_primitives::Balance;
use fil_primitives::RedeemMemo;
use frame_support::{
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungibles::MutateHold,
		tokens::{Fortitude, Precision},
		Get,
	},
	BoundedVec,
};

impl<T: Config> Pallet<T> {
	/// What is to be paid for a request, and its fee: as requested, unless the gateway winds down and nothing was proposed before
	/// that. What came in since then goes back whole.
	pub(crate) fn payable(redemption: &Redemption) -> Result<(Balance, Balance), Error<T>> {
		let terms = (redemption.net, redemption.fee);
		let Status::WindingDown { reserve, claims, .. } = State::<T>::get() else {
			return Ok(terms);
		};
		let whole = match redemption.source {
			Source::Held(_) => false,
			Source::Suspense(id) => {
				Suspense::<T>::get(id).is_some_and(|entry| entry.reason == SuspenseReason::WindingDown)
			}
		};
		let proposed = matches!(
			redemption.state,
			RedemptionState::Bound { .. } | RedemptionState::Undecided { .. }
		);
		if whole || proposed {
			return Ok(terms);
		}
		Ok((Self::share(redemption.amount, reserve, claims)?, 0))
	}

	/// A payout was executed. One that is exactly what was requested burns what is on hold; any other is an outflow that nobody
	/// requested.
	pub(crate) fn apply_debit(debit: &Debit) {
		let id = RedeemMemo::decode(&debit.memo, &Self::chain().0)
			.ok()
			.map(|memo| memo.redemption);
		if let Some((id, redemption)) = id.and_then(|id| Some((id, Redemptions::<T>::get(id)?))) {
			let terms = Self::payable(&redemption);
			let exact =
				debit.to == Some(redemption.destination) && terms.is_ok_and(|(net, _)| net == debit.value);
			if exact && with_storage_layer(|| Self::settle_paid(id, redemption)).is_ok() {
				return;
			}
		}
		if Self::book_loss(debit.value).is_err() {
			log::error!(target: "runtime::fil-gateway", "an outflow of {} does not fit the books", debit.value);
		}
		Self::pause(Fault::Outflow {
			redemption: id,
			value: debit.value,
		});
	}

	fn settle_paid(id: RedemptionId, redemption: Redemption) -> DispatchResult {
		let (net, fee) = Self::payable(&redemption)?;
		if matches!(redemption.state, RedemptionState::Undecided { .. }) {
			Self::note_decided()?;
		}
		let Redemption { source, amount, .. } = redemption;
		match source {
			Source::Held(who) => {
				T::Assets::burn_held(
					Self::ifil(),
					&HoldReason::Redemption.into(),
					&who,
					amount,
					Precision::Exact,
					Fortitude::Force,
				)?;
				let burnt = Burnt::<T>::get()
					.checked_add(amount)
					.ok_or(Error::<T>::Overflow)?;
				Burnt::<T>::put(burnt);
				Self::note_released(amount)?;
				Self::issue(&T::FeeAccount::get(), fee)?;
			}
			Source::Suspense(entry) => Self::remove_entry(entry, amount)?,
		}
		// While the gateway winds down the owner bears a share of what is missing.
		let borne = amount
			.checked_sub(net)
			.and_then(|rest| rest.checked_sub(fee))
			.ok_or(Error::<T>::Overflow)?;
		if borne > 0 {
			Shortfall::<T>::mutate(|shortfall| *shortfall = excess(*shortfall, borne));
		}
		Self::remove_redemption(id);
		Self::deposit_event(Event::RedemptionPaid { id, amount, net, fee });
		Ok(())
	}

	fn note_released(amount: Balance) -> DispatchResult {
		let redeeming = Redeeming::<T>::get()
			.checked_sub(amount)
			.ok_or(Error::<T>::Overflow)?;
		Redeeming::<T>::put(redeeming);
		Ok(())
	}

	fn remove_redemption(id: RedemptionId) {
		Redemptions::<T>::remove(id);
		Objections::<T>::remove(id);
		BoundRedemptions::<T>::mutate(|bound| bound.retain(|one| *one != id));
	}

	/// Compares what is pending in the multisig with what is bound. Bounded: both lists are at most [`MAX_PENDING`] long. Where not all
	/// that moved is `explained`, a transaction that is gone may have paid.
	pub(crate) fn bind_pending(pending: &[PendingTx], explained: bool) {
		let full = u32::try_from(pending.len()).is_ok_and(|len| len >= MAX_PENDING);
		PendingOverflow::<T>::put(full);
		let mut bound = Vec::new();
		for id in BoundRedemptions::<T>::get() {
			let Some(redemption) = Redemptions::<T>::get(id) else {
				continue;
			};
			let RedemptionState::Bound { tx } = redemption.state else {
				continue;
			};
			let there = pending
				.iter()
				.any(|one| one.tx == tx && Self::pays(one, id, &redemption));
			if !there && !explained && Self::doubt(id, redemption.clone(), tx).is_ok() {
				continue;
			}
			// What a full list does not show may be pending still.
			if there || full || !explained {
				bound.push(id);
			} else {
				Self::unbind(id, redemption, tx);
			}
		}
		for one in pending {
			let id = one.redemption;
			let Some(redemption) = Redemptions::<T>::get(id) else {
				continue;
			};
			let open = Self::is_ready(&redemption, Self::now())
				|| matches!(redemption.state, RedemptionState::Cancelling { .. });
			let room = bound.len() < MAX_PENDING as usize;
			if open && room && !bound.contains(&id) && Self::pays(one, id, &redemption) {
				Self::bind(id, redemption, one.tx);
				bound.push(id);
			}
		}
		BoundRedemptions::<T>::put(BoundedVec::truncate_from(bound));
	}

	/// Whether the transaction pays exactly the request.
	fn pays(pending: &PendingTx, id: RedemptionId, redemption: &Redemption) -> bool {
		pending.redemption == id
			&& pending.to == redemption.destination
			&& Self::payable(redemption).is_ok_and(|(net, _)| net == pending.value)
	}

	fn bind(id: RedemptionId, mut redemption: Redemption, tx: u64) {
		if let Ok((net, fee)) = Self::payable(&redemption) {
			redemption.net = net;
			redemption.fee = fee;
		}
		redemption.state = RedemptionState::Bound { tx };
		Redemptions::<T>::insert(id, redemption);
		Self::deposit_event(Event::RedemptionBound { id, tx });
	}

	/// The transaction was cancelled, or failed and is used up; both are final. The request is open again, and its owner need not wait.
	fn unbind(id: RedemptionId, mut redemption: Redemption, tx: u64) {
		redemption.state = RedemptionState::Open;
		redemption.cancellable_at = Self::now();
		Redemptions::<T>::insert(id, redemption);
		Self::deposit_event(Event::RedemptionUnbound { id, tx });
	}

	/// Nobody knows whether the transaction paid. Only the DAO can tell, or a report that shows the payment.
	fn doubt(id: RedemptionId, mut redemption: Redemption, tx: u64) -> DispatchResult {
		let count = Undecided::<T>::get().checked_add(1).ok_or(Error::<T>::Overflow)?;
		Undecided::<T>::put(count);
		redemption.state = RedemptionState::Undecided { tx };
		Redemptions::<T>::insert(id, redemption);
		Self::deposit_event(Event::RedemptionUndecided { id, tx });
		Ok(())
	}

	/// Custody is left behind, and with it what is bound to its transactions.
	pub(crate) fn doubt_all_bound() -> DispatchResult {
		for id in BoundRedemptions::<T>::take() {
			let Some(redemption) = Redemptions::<T>::get(id) else {
				continue;
			};
			if let RedemptionState::Bound { tx } = redemption.state {
				Self::doubt(id, redemption, tx)?;
			}
		}
		Ok(())
	}

	fn note_decided() -> DispatchResult {
		let count = Undecided::<T>::get().checked_sub(1).ok_or(Error::<T>::Overflow)?;
		Undecided::<T>::put(count);
		Ok(())
	}

	pub(crate) fn do_decide_redemption(id: RedemptionId, paid: bool) -> DispatchResult {
		let redemption = Redemptions::<T>::get(id).ok_or(Error::<T>::RedemptionNotFound)?;
		let RedemptionState::Undecided { tx } = redemption.state else {
			return Err(Error::<T>::NotUndecided.into());
		};
		if !paid {
			Self::note_decided()?;
			Self::unbind(id, redemption, tx);
			return Ok(());
		}
		let (value, _) = Self::payable(&redemption)?;
		Self::settle_paid(id, redemption)?;
		// It was booked as a loss, unless something came in beside it that nobody has explained either: that is nobody's then.
		let shortfall = Shortfall::<T>::get();
		let booked = value.min(shortfall);
		Shortfall::<T>::put(shortfall.checked_sub(booked).ok_or(Error::<T>::Overflow)?);
		let range = LastCheckpoint::<T>::get().map_or(0, |checkpoint| checkpoint.next);
		Self::book_gain(range, value.checked_sub(booked).ok_or(Error::<T>::Overflow)?)
	}

	/// Looks after the next cancellation. Returns whether there was one to be dealt with.
	pub(crate) fn refund_one() -> bool {
		let mut ends = CancellationEnds::<T>::get();
		let Some(id) = Cancellations::<T>::get(ends.head) else {
			return false;
		};
		if let Some(redemption) = Redemptions::<T>::get(id) {
			if let RedemptionState::Cancelling { since } = redemption.state {
				let later = LastCheckpoint::<T>::get().is_some_and(|checkpoint| checkpoint.time > since);
				if !later || Applying::<T>::exists() || PendingOverflow::<T>::get() {
					return false;
				}
				if let Err(error) = with_storage_layer(|| Self::refund(id, &redemption)) {
					log::error!(target: "runtime::fil-gateway", "redemption {id} cannot be refunded: {error:?}");
					let cancellable_at = Self::now();
					let state = RedemptionState::Open;
					Redemptions::<T>::insert(
						id,
						Redemption {
							cancellable_at,
							state,
							..redemption
						},
					);
				}
			}
		}
		Cancellations::<T>::remove(ends.head);
		ends.head = ends.head.saturating_add(1);
		CancellationEnds::<T>::put(ends);
		true
	}

	fn refund(id: RedemptionId, redemption: &Redemption) -> DispatchResult {
		match &redemption.source {
			Source::Held(who) => {
				T::Assets::release(
					Self::ifil(),
					&HoldReason::Redemption.into(),
					who,
					redemption.amount,
					Precision::Exact,
				)?;
				Self::note_released(redemption.amount)?;
			}
			Source::Suspense(entry) => Suspense::<T>::mutate(entry, |entry| {
				if let Some(entry) = entry {
					entry.returning = None;
				}
			}),
		}
		Self::remove_redemption(id);
		Self::deposit_event(Event::RedemptionRefunded {
			id,
			amount: redemption.amount,
		});
		Ok(())
	}
}
