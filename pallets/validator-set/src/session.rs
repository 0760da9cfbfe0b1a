//! What sessions, blocks, offences and genesis do to the set.

use crate::*;
use alloc::vec::Vec;
use dmex_primitives::Balance;
use frame_support::{
	dispatch::DispatchClass,
	storage::with_transaction,
	traits::{fungible::MutateHold, Get, KeyOwnerProofSystem, ValidatorRegistration},
	weights::Weight,
	BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_session::{historical, Pallet as Session};
use sp_runtime::{DispatchError, KeyTypeId, TransactionOutcome};
use sp_session::MembershipProof;
use sp_staking::{
	offence::{OffenceDetails, OnOffenceHandler},
	SessionIndex,
};

impl<T: Config> Pallet<T> {
	/// Suspends who authored nothing in the session that ends, if several blocks were expected of each of its validators. What is
	/// expected is judged by the blocks that there were, so that a chain that stood still suspends nobody.
	fn judge_absence(ending: SessionIndex) {
		let running = Session::<T>::validators();
		let blocks = SessionBlocks::<T>::take();
		let judged = u32::try_from(running.len())
			.ok()
			.and_then(|size| blocks.checked_div(size))
			.is_some_and(|expected| expected >= T::AbsenceThreshold::get());
		for who in running {
			if AuthoredBlocks::<T>::take(&who) == 0 && judged {
				Self::suspend(&who, ending)
			}
		}
	}

	/// One that came back, or came in, is not judged by sessions that were planned before.
	fn suspend(who: &T::AccountId, absent_in: SessionIndex) {
		let Some(mut validator) = Validators::<T>::get(who) else {
			return;
		};
		let Status::Active { since } = validator.status else {
			return;
		};
		if since > absent_in || EjectionsDue::<T>::get().contains(who) {
			return;
		}
		if Self::remove(who).is_err() {
			return Self::alarm(who, Cause::Absence);
		}
		let until = Self::next_change();
		validator.status = Status::Suspended { until };
		Validators::<T>::insert(who, validator);
		Self::deposit_event(Event::Suspended {
			who: who.clone(),
			session: absent_in,
			until,
		});
	}

	/// Remembers the keys of the session, lets those go who are out with it, and disables the ejected again who are still in
	/// it: every rotation clears the list.
	fn begin_session(starting: SessionIndex) {
		// Still the keys of the session that starts: the next are queued when it has started.
		RunningKeys::<T>::put(Session::<T>::queued_keys());
		let departures = Departures::<T>::get();
		let (out, remaining): (Vec<_>, Vec<_>) = departures
			.into_iter()
			.partition(|departure| departure.until <= starting);
		for departure in remaining.iter().filter(|departure| departure.ejected) {
			Self::disable(&departure.who);
		}
		if out.is_empty() {
			return;
		}
		for departure in out {
			Validators::<T>::mutate_extant(&departure.who, |validator| {
				Self::unbond(&departure.who, validator)
			});
		}
		Departures::<T>::put(BoundedVec::truncate_from(remaining));
	}

	/// Ejects those who are due while the set can spare them. The session `planned` is the first without them.
	fn eject_due(planned: SessionIndex) {
		for who in EjectionsDue::<T>::get() {
			let Some(mut validator) = Validators::<T>::get(&who) else {
				continue;
			};
			if Self::eject_validator(&who, &mut validator, planned, Cause::Equivocation).is_ok() {
				Validators::<T>::insert(&who, validator);
			}
		}
	}

	/// What `read` returns when the keys of the running session are the registered ones. Changes nothing.
	fn with_running_keys<R>(read: impl FnOnce() -> Option<R>) -> Option<R> {
		with_transaction(|| {
			for (who, keys) in RunningKeys::<T>::get() {
				pallet_session::NextKeys::<T>::insert(who, keys);
			}
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(read()))
		})
		.ok()
		.flatten()
	}

	/// Drops the evidence of sessions that no bond answers for any more.
	fn prune_history() {
		let Some((first, _)) = historical::StoredRange::<T>::get() else {
			return;
		};
		let Some(keep_from) = Session::<T>::current_index().checked_sub(Self::evidence_sessions()) else {
			return;
		};
		if keep_from > first {
			historical::Pallet::<T>::prune_up_to(keep_from.min(first.saturating_add(MAX_PRUNED_SESSIONS)));
		}
	}

	/// Always a set, also if nothing changed: or keys that were rotated could not be proven later.
	fn plan(planned: SessionIndex) -> Vec<T::AccountId> {
		Self::eject_due(planned);
		Self::prune_history();
		let set = ActiveSet::<T>::get();
		if set.is_empty() {
			// A chain without a genesis of this pallet keeps who runs.
			return Session::<T>::validators();
		}
		set.into_inner()
	}

	/// Session's genesis asks for the set, before or after the genesis of this pallet. Before it, the keys that Session has
	/// registered tell the set, and [`Self::build_genesis`] checks that they are the same.
	fn plan_genesis() -> Vec<T::AccountId> {
		let set = ActiveSet::<T>::get();
		if set.is_empty() {
			let mut set: Vec<_> = pallet_session::NextKeys::<T>::iter_keys().collect();
			set.sort();
			return set;
		}
		assert!(
			set.iter().all(Session::<T>::is_registered),
			"a genesis validator has no session keys: session.keys and validatorSet.validators must name the same accounts"
		);
		set.into_inner()
	}

	/// Fills the set and holds the bonds. Panics on a list that cannot be: the chain spec is refused.
	pub(crate) fn build_genesis(validators: &[(T::AccountId, Balance)]) {
		for (who, bond) in validators {
			assert!(
				*bond >= Self::minimum_bond(),
				"the bond of genesis validator {who:?} is below the minimum"
			);
			assert!(
				!Validators::<T>::contains_key(who),
				"genesis validator {who:?} is listed twice"
			);
			if let Err(error) = T::NativeBalance::hold(&HoldReason::ValidatorBond.into(), who, *bond) {
				panic!("genesis validator {who:?} cannot pay the bond of {bond}: {error:?}")
			}
			Validators::<T>::insert(who, Validator::new(Status::Active { since: 0 }, *bond, 0));
		}
		let mut set: Vec<_> = validators.iter().map(|(who, _)| who.clone()).collect();
		let running = Session::<T>::validators();
		if !running.is_empty() && !set.is_empty() {
			assert!(
				running.len() == set.len() && running.iter().all(|who| set.contains(who)),
				"session.keys and validatorSet.validators must name the same accounts"
			);
			set = running;
		}
		match BoundedVec::try_from(set) {
			Ok(set) => ActiveSet::<T>::put(set),
			Err(_) => panic!("more genesis validators than the set has room for"),
		}
	}
}

/// Proof that a key was a validator's in a session. Historical sessions take the keys of the running session from those that
/// are registered at the moment: who has just replaced a key could equivocate with the old one for two sessions, and nobody could
/// prove whose it was. This takes the keys that really run.
impl<T: Config, D: AsRef<[u8]>> KeyOwnerProofSystem<(KeyTypeId, D)> for Pallet<T> {
	type Proof = MembershipProof;
	type IdentificationTuple = (T::AccountId, ());

	fn prove(key: (KeyTypeId, D)) -> Option<Self::Proof> {
		Self::with_running_keys(|| historical::Pallet::<T>::prove(key))
	}

	fn check_proof(key: (KeyTypeId, D), proof: Self::Proof) -> Option<Self::IdentificationTuple> {
		if proof.session == Session::<T>::current_index() {
			Self::with_running_keys(|| historical::Pallet::<T>::check_proof(key, proof))
		} else {
			historical::Pallet::<T>::check_proof(key, proof)
		}
	}
}

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
	fn new_session(new_index: SessionIndex) -> Option<Vec<T::AccountId>> {
		Some(Self::plan(new_index))
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		Some(Self::plan_genesis())
	}

	fn start_session(start_index: SessionIndex) {
		Self::begin_session(start_index)
	}

	fn end_session(end_index: SessionIndex) {
		Self::judge_absence(end_index)
	}
}

impl<T: Config> historical::SessionManager<T::AccountId, ()> for Pallet<T> {
	fn new_session(new_index: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		Some(Self::plan(new_index).into_iter().map(|who| (who, ())).collect())
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		Some(Self::plan_genesis().into_iter().map(|who| (who, ())).collect())
	}

	fn start_session(start_index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::start_session(start_index)
	}

	fn end_session(end_index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::end_session(end_index)
	}
}

impl<T: Config> pallet_authorship::EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
	fn note_author(author: T::AccountId) {
		AuthoredBlocks::<T>::mutate(&author, |blocks| *blocks = blocks.saturating_add(1));
		SessionBlocks::<T>::mutate(|blocks| *blocks = blocks.saturating_add(1));
		frame_system::Pallet::<T>::register_extra_weight_unchecked(
			<T as Config>::WeightInfo::note_author(),
			DispatchClass::Mandatory,
		);
	}
}

/// The offences pallet hands over all concurrent offenders each time, with a fraction that grows with their number.
impl<T: Config> OnOffenceHandler<T::AccountId, (T::AccountId, ()), Weight> for Pallet<T> {
	fn on_offence(
		offenders: &[OffenceDetails<T::AccountId, (T::AccountId, ())>],
		slash_fraction: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		for (details, fraction) in offenders.iter().zip(slash_fraction) {
			Self::punish(&details.offender.0, session, *fraction);
		}
		let count = u32::try_from(offenders.len()).unwrap_or(u32::MAX);
		let weight = <T as Config>::WeightInfo::on_offence(count);
		frame_system::Pallet::<T>::register_extra_weight_unchecked(weight, DispatchClass::Mandatory);
		weight
	}
}
