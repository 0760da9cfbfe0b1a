//! Pausing, resuming, winding down; custody.

use crate::*;
use dmex_primitives::{Balance, Calendar};
use fil_primitives::Payload;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, Weight},
	traits::fungibles::Inspect,
};
use sp_core::H256;

use super::excess;

impl<T: Config> Pallet<T> {
	/// IFIL, and all that is owed in it.
	pub fn claims() -> Balance {
		T::Assets::total_issuance(Self::ifil())
			.saturating_add(SuspenseTotal::<T>::get())
			.saturating_add(DelayedTotal::<T>::get())
			.saturating_add(CreditTotal::<T>::get())
	}

	/// What custody holds against it: its balance, as far as the last report is applied.
	pub fn reserve() -> Balance {
		let balance = LastCheckpoint::<T>::get().map_or(0, |checkpoint| checkpoint.balance);
		let Progress { credits, debits, .. } = Applying::<T>::get().unwrap_or_default();
		balance.saturating_add(debits).saturating_sub(credits)
	}

	/// Stops mint and redeem. A fault that makes ranges wait is not replaced by a lesser one.
	pub(crate) fn pause(fault: Fault) {
		let lesser = matches!(fault, Fault::Reserve | Fault::Outflow { .. } | Fault::Signers);
		match State::<T>::get() {
			Status::Running => State::<T>::put(Status::Paused {
				fault,
				since: Self::now(),
			}),
			Status::Paused { since, .. } if !lesser || !Halted::<T>::get() => {
				State::<T>::put(Status::Paused { fault, since });
			}
			Status::Paused { .. } | Status::WindingDown { .. } => (),
		}
		Self::deposit_event(Event::Paused { fault });
	}

	pub(crate) fn do_resume() -> DispatchResult {
		let halted = Halted::<T>::get();
		let since = match State::<T>::get() {
			Status::Paused { since, .. } => Some(since),
			_ => None,
		};
		ensure!(since.is_some() || halted, Error::<T>::NotPaused);
		let sound = Self::claims() <= Self::reserve();
		// Where ranges were halted they go on in any case: the next report may be what covers the difference.
		ensure!(sound || halted, Error::<T>::ReserveBreach);
		match since {
			Some(_) if sound => {
				let now = Self::now();
				let neutral_until = now
					.checked_add(T::Calendar::parameters().blocks_per_day)
					.ok_or(Error::<T>::BlockOutOfRange)?;
				PauseEnded::<T>::put(LastPause {
					ended_at: now,
					neutral_until,
				});
				State::<T>::put(Status::Running);
			}
			Some(since) => State::<T>::put(Status::Paused {
				fault: Fault::Reserve,
				since,
			}),
			None => (),
		}
		Halted::<T>::kill();
		Self::deposit_event(Event::Resumed);
		Ok(())
	}

	pub(crate) fn do_accept_unexplained(range: RangeIndex, delta: i128) -> DispatchResult {
		let checkpoint = LastCheckpoint::<T>::get().ok_or(Error::<T>::NotSetUp)?;
		ensure!(
			Halted::<T>::get() && checkpoint.next == range && delta != 0,
			Error::<T>::NothingToAccept
		);
		DeltaAccepted::<T>::put(AcceptedDelta { range, delta });
		Self::deposit_event(Event::DeltaAccepted { range, delta });
		Ok(())
	}

	pub(crate) fn do_accept_reorganisation(tipset: H256) -> DispatchResult {
		let checkpoint = LastCheckpoint::<T>::get().ok_or(Error::<T>::NotSetUp)?;
		ensure!(Halted::<T>::get(), Error::<T>::NothingToAccept);
		LastCheckpoint::<T>::put(Checkpoint { tipset, ..checkpoint });
		Self::deposit_event(Event::ReorganisationAccepted { tipset });
		Ok(())
	}

	fn check_signer_list(signers: &Signers) -> DispatchResult {
		let ascending = signers
			.ids
			.iter()
			.zip(signers.ids.iter().skip(1))
			.all(|(a, b)| a < b);
		let possible =
			u32::try_from(signers.ids.len()).is_ok_and(|all| (1..=all).contains(&signers.approvals));
		ensure!(ascending && possible, Error::<T>::BadCustody);
		Ok(())
	}

	pub(crate) fn do_announce_signers(signers: Signers) -> DispatchResult {
		let custody = CustodyInfo::<T>::get().ok_or(Error::<T>::NotSetUp)?;
		Self::check_signer_list(&signers)?;
		// To announce those that it has takes an announcement back.
		let announced = Some(signers.clone()).filter(|signers| *signers != custody.signers);
		CustodyInfo::<T>::put(Custody { announced, ..custody });
		Self::deposit_event(Event::SignersAnnounced { signers });
		Ok(())
	}

	pub(crate) fn do_set_custody(custody: Custody, next: RangeIndex, balance: Balance) -> DispatchResult {
		ensure!(!Applying::<T>::exists(), Error::<T>::StillApplying);
		Self::check_signer_list(&custody.signers)?;
		ensure!(
			matches!(custody.robust.payload(), Payload::Actor(_)) && custody.announced.is_none(),
			Error::<T>::BadCustody
		);
		let old = LastCheckpoint::<T>::get();
		// Ranges are numbered by heights: what was spent and accepted in them stays so.
		ensure!(
			old.is_none_or(|old| next >= old.next),
			Error::<T>::RangeOutOfSequence
		);
		Self::doubt_all_bound()?;
		DeltaAccepted::<T>::kill();
		if let Some(old) = old {
			// The number of the round goes on, in case the range is the same: operators may have signed what never came here, and must
			// not contradict it.
			let round = Rounds::<T>::take(Subject::Range(old.next)).unwrap_or_default();
			Self::next_round(Subject::Range(next), round.round)?;
			// The day's record says of each node whether it pays out to custody.
			if let Some(day) = Self::open_day() {
				let round = Rounds::<T>::get(day).unwrap_or_default();
				Self::next_round(day, round.round)?;
			}
		}
		if let Some(skipped) = old.map(|old| old.next).filter(|range| *range < next) {
			// No round accepted it: what was spent in it is not.
			LaterRounds::<T>::insert(skipped, u32::MAX);
		}
		let before = old.map_or(0, |old| old.balance);
		match balance.checked_sub(before).filter(|gain| *gain > 0) {
			Some(gain) => Self::book_gain(next, gain)?,
			None => Self::book_loss(before.checked_sub(balance).ok_or(Error::<T>::Overflow)?)?,
		}
		let id = custody.id;
		CustodyInfo::<T>::put(custody);
		LastCheckpoint::<T>::put(Checkpoint {
			next,
			tipset: H256::zero(),
			time: 0,
			balance,
			head: None,
			at: Self::now(),
		});
		if !NextRecord::<T>::exists() {
			NextRecord::<T>::put(OracleWindow {
				day: T::Calendar::today(),
				from: Self::height_of(next),
				to: None,
			});
		}
		if Self::claims() > Self::reserve() {
			Self::pause(Fault::Reserve);
		}
		Self::deposit_event(Event::CustodySet { id, next, balance });
		Ok(())
	}

	/// With all that can be bound, and both subjects open.
	pub(crate) fn set_custody_weight() -> Weight {
		T::WeightInfo::set_custody()
			.saturating_add(T::WeightInfo::apply_finish())
			.saturating_add(T::WeightInfo::open_next_round().saturating_mul(2))
	}

	pub(crate) fn do_wind_down() -> DispatchResult {
		let status = State::<T>::get();
		ensure!(
			!matches!(status, Status::WindingDown { .. }),
			Error::<T>::GatewayWindingDown
		);
		ensure!(!Applying::<T>::exists(), Error::<T>::StillApplying);
		ensure!(Undecided::<T>::get() == 0, Error::<T>::PayoutsUndecided);
		// What is proposed already is paid as requested.
		let mut promised: Balance = 0;
		for id in BoundRedemptions::<T>::get() {
			let net = Redemptions::<T>::get(id).map_or(0, |redemption| redemption.net);
			promised = promised.checked_add(net).ok_or(Error::<T>::Overflow)?;
		}
		let reserve = excess(Self::reserve(), promised);
		let claims = Self::claims().checked_sub(promised).ok_or(Error::<T>::Overflow)?;
		State::<T>::put(Status::WindingDown {
			reserve,
			claims,
			since: Self::now(),
		});
		Self::deposit_event(Event::WindingDown { reserve, claims });
		Ok(())
	}
}
