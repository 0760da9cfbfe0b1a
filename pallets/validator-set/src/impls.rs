//! The calls, and how validators enter, go and pay.

use crate::*;
use alloc::vec::Vec;
use dmex_primitives::{Balance, BlockNumber, Calendar};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::{BalancedHold, InspectHold, MutateHold},
		tokens::Precision,
		Get, Imbalance, OnUnbalanced, ValidatorRegistration,
	},
};
use frame_system::RawOrigin;
use pallet_session::Pallet as Session;
use sp_runtime::{traits::Zero, ArithmeticError, DispatchError};
use sp_staking::SessionIndex;

impl<T: Config> Pallet<T> {
	/// The least bond of one who applies, is admitted or resumes.
	pub fn minimum_bond() -> Balance {
		T::MinimumBond::get()
	}

	/// The size below which the set is never taken: at least 1, because a chain without validators cannot come back.
	pub fn minimum_set_size() -> u32 {
		T::MinimumSetSize::get().max(1)
	}

	/// The statements of all that are in the set.
	pub fn validator_statements() -> Vec<ValidatorStatement<T::AccountId>> {
		ActiveSet::<T>::get()
			.into_iter()
			.filter_map(Self::validator_statement)
			.collect()
	}

	/// The statement of one with a record.
	pub fn validator_statement(who: T::AccountId) -> Option<ValidatorStatement<T::AccountId>> {
		let validator = Validators::<T>::get(&who)?;
		Some(ValidatorStatement {
			status: validator.status,
			bond: validator.bond,
			slashed: validator.slashed,
			authored: AuthoredBlocks::<T>::get(&who),
			validating: pallet_session::Validators::<T>::get().contains(&who),
			ejection_due: EjectionsDue::<T>::get().contains(&who),
			who,
		})
	}

	pub(crate) fn do_apply(
		who: T::AccountId,
		keys: T::Keys,
		proof: Vec<u8>,
		bond: Balance,
	) -> DispatchResult {
		ensure!(
			!Validators::<T>::contains_key(&who),
			Error::<T>::AlreadyRegistered
		);
		ensure!(bond >= Self::minimum_bond(), Error::<T>::BondBelowMinimum);
		let reason = HoldReason::ValidatorBond.into();
		T::NativeBalance::ensure_can_hold(&reason, &who, bond)?;
		Session::<T>::set_keys(RawOrigin::Signed(who.clone()).into(), keys, proof)?;
		T::NativeBalance::hold(&reason, &who, bond)?;
		Validators::<T>::insert(
			&who,
			Validator::new(Status::Applicant, bond, Session::<T>::current_index()),
		);
		Self::deposit_event(Event::Applied { who, bond });
		Ok(())
	}

	pub(crate) fn do_withdraw_application(who: &T::AccountId) -> DispatchResult {
		let validator = Self::registered(who)?;
		ensure!(validator.status == Status::Applicant, Error::<T>::NotApplicant);
		let bond = Self::close(who, &validator)?;
		Self::deposit_event(Event::ApplicationWithdrawn {
			who: who.clone(),
			bond,
		});
		Ok(())
	}

	pub(crate) fn do_set_keys(who: T::AccountId, keys: T::Keys, proof: Vec<u8>) -> DispatchResult {
		Self::ensure_not_departed(&Self::registered(&who)?)?;
		Session::<T>::set_keys(RawOrigin::Signed(who.clone()).into(), keys, proof)?;
		Self::deposit_event(Event::KeysSet { who });
		Ok(())
	}

	pub(crate) fn do_admit(who: T::AccountId) -> DispatchResult {
		let mut validator = Self::registered(&who)?;
		ensure!(validator.status == Status::Applicant, Error::<T>::NotApplicant);
		let since = Self::enter(&who, &validator)?;
		validator.status = Status::Active { since };
		Validators::<T>::insert(&who, validator);
		Self::deposit_event(Event::Admitted { who, since });
		Ok(())
	}

	pub(crate) fn do_resume(who: T::AccountId) -> DispatchResult {
		let mut validator = Self::registered(&who)?;
		ensure!(
			matches!(validator.status, Status::Suspended { .. }),
			Error::<T>::NotSuspended
		);
		let since = Self::enter(&who, &validator)?;
		validator.status = Status::Active { since };
		Validators::<T>::insert(&who, validator);
		Self::deposit_event(Event::Resumed { who, since });
		Ok(())
	}

	pub(crate) fn do_leave(who: T::AccountId) -> DispatchResult {
		let mut validator = Self::registered(&who)?;
		let until = match validator.status {
			Status::Active { .. } => {
				let until = Self::next_change();
				ensure!(Self::can_depart(), Error::<T>::TooManyDepartures);
				Self::remove(&who)?;
				Self::depart(&who, until, false)?;
				validator.status = Status::Leaving { until };
				until
			}
			Status::Suspended { until } => {
				if until > Session::<T>::current_index() {
					Self::depart(&who, until, false)?;
					validator.status = Status::Leaving { until };
				} else {
					Self::unbond(&who, &mut validator);
				}
				until
			}
			_ => return Err(Error::<T>::NotValidating.into()),
		};
		Validators::<T>::insert(&who, validator);
		Self::deposit_event(Event::Left { who, until });
		Ok(())
	}

	pub(crate) fn do_eject(who: T::AccountId) -> DispatchResult {
		let mut validator = Self::registered(&who)?;
		Self::eject_validator(&who, &mut validator, Self::next_change(), Cause::Dao)?;
		Validators::<T>::insert(&who, validator);
		Ok(())
	}

	pub(crate) fn do_bond_extra(who: T::AccountId, amount: Balance) -> DispatchResult {
		let mut validator = Self::registered(&who)?;
		Self::ensure_not_departed(&validator)?;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let bond = validator
			.bond
			.checked_add(amount)
			.ok_or(ArithmeticError::Overflow)?;
		T::NativeBalance::hold(&HoldReason::ValidatorBond.into(), &who, amount)?;
		validator.note_bond(bond, Session::<T>::current_index());
		Validators::<T>::insert(&who, validator);
		Self::deposit_event(Event::BondIncreased { who, amount, bond });
		Ok(())
	}

	pub(crate) fn do_withdraw_bond(who: &T::AccountId) -> DispatchResult {
		let validator = Self::registered(who)?;
		let Status::Unbonding { free_at } = validator.status else {
			return Err(Error::<T>::NotUnbonding.into());
		};
		ensure!(T::Calendar::now() >= free_at, Error::<T>::BondLocked);
		let amount = Self::close(who, &validator)?;
		Self::deposit_event(Event::BondWithdrawn {
			who: who.clone(),
			amount,
		});
		Ok(())
	}

	fn registered(who: &T::AccountId) -> Result<Validator, DispatchError> {
		Validators::<T>::get(who).ok_or_else(|| Error::<T>::NotRegistered.into())
	}

	/// Who is on its way out has nothing to change any more.
	fn ensure_not_departed(validator: &Validator) -> DispatchResult {
		match validator.status {
			Status::Applicant | Status::Active { .. } | Status::Suspended { .. } => Ok(()),
			Status::Leaving { .. } | Status::Ejected { .. } | Status::Unbonding { .. } => {
				Err(Error::<T>::Departed.into())
			}
		}
	}

	/// The first session that a change made now can reach: the current and the next one have their sets already.
	pub(crate) fn next_change() -> SessionIndex {
		Session::<T>::current_index().saturating_add(2)
	}

	/// Adds to the set, and returns the first session that it validates.
	fn enter(who: &T::AccountId, validator: &Validator) -> Result<SessionIndex, DispatchError> {
		ensure!(
			validator.bond >= Self::minimum_bond(),
			Error::<T>::BondBelowMinimum
		);
		ensure!(Session::<T>::is_registered(who), Error::<T>::NoSessionKeys);
		ActiveSet::<T>::try_mutate(|set| set.try_push(who.clone())).map_err(|_| Error::<T>::SetFull)?;
		Ok(Self::next_change())
	}

	/// The set can lose one. `length` is its size.
	fn can_spare(length: usize) -> bool {
		u32::try_from(length).is_ok_and(|size| size > Self::minimum_set_size())
	}

	/// Takes a member out of the set, unless it would fall below its minimum.
	pub(crate) fn remove(who: &T::AccountId) -> Result<(), Error<T>> {
		ActiveSet::<T>::try_mutate(|set| -> Result<(), Error<T>> {
			let position = set
				.iter()
				.position(|member| member == who)
				.ok_or(Error::<T>::NotValidating)?;
			ensure!(Self::can_spare(set.len()), Error::<T>::MinimumSetSize);
			set.remove(position);
			Ok(())
		})?;
		EjectionsDue::<T>::mutate(|due| due.retain(|member| member != who));
		Ok(())
	}

	/// Notes that one is out with the session `until`.
	fn depart(who: &T::AccountId, until: SessionIndex, ejected: bool) -> Result<(), Error<T>> {
		Departures::<T>::try_mutate(|departures| {
			departures.try_push(Departure {
				who: who.clone(),
				until,
				ejected,
			})
		})
		.map_err(|_| Error::<T>::TooManyDepartures)
	}

	/// The time of the bond begins.
	pub(crate) fn unbond(who: &T::AccountId, validator: &mut Validator) {
		// Where the end cannot be told the bond stays locked.
		let free_at = T::Calendar::parameters()
			.days(BONDING_DAYS)
			.and_then(|blocks| T::Calendar::now().checked_add(blocks))
			.unwrap_or(BlockNumber::MAX);
		validator.status = Status::Unbonding { free_at };
		Self::deposit_event(Event::Unbonding {
			who: who.clone(),
			bond: validator.bond,
			free_at,
		});
	}

	/// Throws out of the set and of the sessions that can still be changed. Nothing is changed on an error. The caller stores the
	/// record.
	pub(crate) fn eject_validator(
		who: &T::AccountId,
		validator: &mut Validator,
		next_change: SessionIndex,
		cause: Cause,
	) -> Result<(), Error<T>> {
		let until = match validator.status {
			Status::Active { .. } => {
				ensure!(Self::can_depart(), Error::<T>::TooManyDepartures);
				Self::remove(who)?;
				Self::depart(who, next_change, true)?;
				next_change
			}
			Status::Suspended { until } if until <= Session::<T>::current_index() => {
				Self::deposit_event(Event::Ejected {
					who: who.clone(),
					until,
					cause,
				});
				Self::unbond(who, validator);
				return Ok(());
			}
			Status::Suspended { until } => {
				Self::depart(who, until, true)?;
				until
			}
			Status::Leaving { until } => {
				Departures::<T>::mutate(|departures| {
					departures
						.iter_mut()
						.filter(|d| d.who == *who)
						.for_each(|d| d.ejected = true)
				});
				until
			}
			Status::Applicant | Status::Ejected { .. } | Status::Unbonding { .. } => {
				return Err(Error::<T>::NotValidating)
			}
		};
		validator.status = Status::Ejected { until };
		Self::disable(who);
		Self::deposit_event(Event::Ejected {
			who: who.clone(),
			until,
			cause,
		});
		Ok(())
	}

	fn can_depart() -> bool {
		Departures::<T>::decode_len()
			.unwrap_or_default()
			.try_into()
			.is_ok_and(|length: u32| length < T::MaxValidators::get())
	}

	/// Keeps one from authoring in the running session, unless fewer than the minimum could then: liveness first.
	pub(crate) fn disable(who: &T::AccountId) {
		let Some(index) = Session::<T>::validator_id_to_index(who) else {
			return;
		};
		let running = pallet_session::Validators::<T>::decode_len().unwrap_or_default();
		let disabled = pallet_session::DisabledValidators::<T>::decode_len().unwrap_or_default();
		if running.checked_sub(disabled).is_some_and(Self::can_spare) {
			Session::<T>::disable_index(index);
		}
	}

	/// Gives the bond back, and removes keys and record.
	fn close(who: &T::AccountId, validator: &Validator) -> Result<Balance, DispatchError> {
		if !validator.bond.is_zero() {
			T::NativeBalance::release(
				&HoldReason::ValidatorBond.into(),
				who,
				validator.bond,
				Precision::Exact,
			)?;
		}
		if Session::<T>::is_registered(who) {
			Session::<T>::purge_keys(RawOrigin::Signed(who.clone()).into())?;
		}
		Validators::<T>::remove(who);
		Ok(validator.bond)
	}

	/// Charges a proven equivocation of `session`, takes what is due to the risk fund, and ejects.
	pub(crate) fn punish(who: &T::AccountId, session: SessionIndex, fraction: Perbill) {
		let Some(mut validator) = Validators::<T>::get(who) else {
			log::warn!(target: LOG_TARGET, "offence of an account without a bond in session {session}");
			return;
		};
		Self::slash(who, &mut validator, session, fraction.max(MINIMUM_SLASH));
		let outcome = Self::eject_validator(who, &mut validator, Self::next_change(), Cause::Equivocation);
		Validators::<T>::insert(who, &validator);
		// One that is in the set and cannot go stays on the list of those who must.
		if outcome.is_err() && matches!(validator.status, Status::Active { .. }) {
			let mut due = EjectionsDue::<T>::get();
			if !due.contains(who) && due.try_push(who.clone()).is_ok() {
				EjectionsDue::<T>::put(due);
				Self::alarm(who, Cause::Equivocation);
			}
		}
	}

	fn slash(who: &T::AccountId, validator: &mut Validator, session: SessionIndex, fraction: Perbill) {
		let Some(due) = validator.charge(session, fraction) else {
			log::error!(target: LOG_TARGET, "a slash of session {session} does not fit the arithmetic");
			return;
		};
		if due.is_zero() {
			return;
		}
		let reason = HoldReason::ValidatorBond.into();
		let (credit, _) = T::NativeBalance::slash(&reason, who, due);
		let amount = credit.peek();
		T::Slash::on_unbalanced(credit);
		let bond = T::NativeBalance::balance_on_hold(&reason, who);
		validator.note_bond(bond, Session::<T>::current_index());
		// Cannot overflow: it is at most all that there ever was of the currency.
		validator.slashed = validator.slashed.checked_add(amount).unwrap_or(validator.slashed);
		Self::deposit_event(Event::Slashed {
			who: who.clone(),
			session,
			fraction,
			amount,
			bond,
		});
	}

	pub(crate) fn alarm(who: &T::AccountId, cause: Cause) {
		let size = ActiveSet::<T>::decode_len()
			.and_then(|length| length.try_into().ok())
			.unwrap_or_default();
		Self::deposit_event(Event::MinimumSetReached {
			who: who.clone(),
			cause,
			size,
		});
	}

	/// Sessions for which evidence is kept: those of [`BONDING_DAYS`] days.
	pub fn evidence_sessions() -> SessionIndex {
		let calendar = T::Calendar::parameters();
		calendar
			.days(BONDING_DAYS)
			.unwrap_or(BlockNumber::MAX)
			.div_ceil(calendar.session_slots())
	}
}
