//! What the calls do.

use crate::*;
use alloc::collections::BTreeSet;
use codec::{DecodeLimit, Encode};
use dmex_primitives::{Balance, StageProvider};
use frame_support::{
	dispatch::{DispatchResult, DispatchResultWithPostInfo, GetDispatchInfo},
	ensure,
	traits::{
		schedule::{v3::TaskName, DispatchTime, HIGHEST_PRIORITY},
		ChangeMembers, Get, IsSubType, QueryPreimage, StorePreimage,
	},
};
use frame_system::RawOrigin;
use sp_runtime::{
	traits::{Dispatchable, Hash},
	DispatchError,
};

type PreimagesOf<T> = <T as pallet_democracy::Config>::Preimages;

/// Calls may be nested this deep in what the runtime API is asked about.
const MAX_CALL_DEPTH: u32 = 256;

impl<T: Config> StageProvider for Pallet<T> {
	fn stage() -> Stage {
		CurrentStage::<T>::get()
	}
}

/// Stages.
impl<T: Config> Pallet<T> {
	/// The current stage.
	pub fn stage() -> Stage {
		CurrentStage::<T>::get()
	}

	/// The block in which stage 2 began, or will begin by itself: a year after genesis.
	pub fn stage_two_at() -> BlockNumber {
		CommunityStageSince::<T>::get().unwrap_or_else(|| {
			BlockNumber::try_from(T::Calendar::parameters().year()).unwrap_or(BlockNumber::MAX)
		})
	}

	pub(crate) fn ensure_community() -> DispatchResult {
		ensure!(
			Self::stage() == Stage::Community,
			Error::<T>::CommunityStageNotReached
		);
		Ok(())
	}

	pub(crate) fn begin_community_stage_if_due() {
		let due = u64::from(T::Calendar::now()) >= T::Calendar::parameters().year();
		if due && Self::stage() == Stage::Council {
			Self::begin_community_stage();
		}
	}

	pub(crate) fn do_activate_community_stage() -> DispatchResult {
		ensure!(Self::stage() == Stage::Council, Error::<T>::AlreadyCommunityStage);
		Self::begin_community_stage();
		Ok(())
	}

	fn begin_community_stage() {
		let at = T::Calendar::now();
		CurrentStage::<T>::put(Stage::Community);
		CommunityStageSince::<T>::put(at);
		Self::deposit_event(Event::CommunityStageBegan { at });
	}
}

/// Which decision a call is.
impl<T: Config> Pallet<T> {
	/// The row of the table that a call belongs to, calls of this pallet included. `None` if the DAO does not decide it.
	///
	/// [`Decision::Delayed`] stands both for a call of row 10 and for the `schedule_enactment` that carries one.
	pub fn decision_of(call: &RuntimeCallOf<T>) -> Option<Decision> {
		let Some(own) = IsSubType::<Call<T>>::is_sub_type(call) else {
			return T::Classify::decision(call);
		};
		match own {
			Call::set_parameter { parameter } => Some(T::Parameters::decision(parameter)),
			Call::set_council { .. } => Some(Decision::CouncilSeats),
			Call::activate_community_stage { .. } => Some(Decision::Shared),
			Call::schedule_enactment { .. } => Some(Decision::Delayed),
			Call::cancel_enactment { .. } => Some(Decision::Holders),
			_ => None,
		}
	}

	/// [`Self::decision_of`] for a call inside of a batch: what is to be enacted together goes into one `schedule_enactment`
	/// around the batch, not into several inside of it.
	pub fn decision_within_batch(call: &RuntimeCallOf<T>) -> Option<Decision> {
		match IsSubType::<Call<T>>::is_sub_type(call) {
			Some(Call::schedule_enactment { .. }) => None,
			_ => Self::decision_of(call),
		}
	}

	/// [`Self::decision_of`] for an encoded call; `None` too if it does not decode.
	pub fn decision_of_encoded(call: &[u8]) -> Option<Decision> {
		let call = RuntimeCallOf::<T>::decode_all_with_depth_limit(MAX_CALL_DEPTH, &mut &call[..]).ok()?;
		Self::decision_of(&call)
	}

	/// The decision that a call is, if nothing that is known now keeps it from being dispatched by the right origin.
	pub(crate) fn assess(call: &RuntimeCallOf<T>) -> Result<Decision, DispatchError> {
		let decision = Self::decision_of(call).ok_or(Error::<T>::NotADecision)?;
		match IsSubType::<Call<T>>::is_sub_type(call) {
			Some(Call::set_parameter { parameter }) => Self::check_parameter(parameter)?,
			Some(Call::set_council { members }) => Self::check_council(members)?,
			Some(Call::activate_community_stage { .. }) => {
				ensure!(Self::stage() == Stage::Council, Error::<T>::AlreadyCommunityStage)
			}
			Some(Call::schedule_enactment { call }) => {
				Self::check_enactment(call)?;
			}
			Some(Call::cancel_enactment { id }) => {
				ensure!(Enactments::<T>::contains_key(id), Error::<T>::UnknownEnactment)
			}
			Some(_) => return Err(Error::<T>::NotADecision.into()),
			None => ensure!(decision != Decision::Delayed, Error::<T>::NeedsEnactment),
		}
		Ok(decision)
	}

	pub(crate) fn checked_len(len: usize) -> Result<u32, DispatchError> {
		let len = u32::try_from(len).map_err(|_| Error::<T>::CallTooLong)?;
		ensure!(len <= T::MaxCallLength::get(), Error::<T>::CallTooLong);
		Ok(len)
	}
}

/// The council.
impl<T: Config> Pallet<T> {
	/// The members of the council, sorted.
	pub fn council() -> Vec<T::AccountId> {
		pallet_collective::Members::<T, CouncilInstance>::get()
	}

	pub(crate) fn do_propose_motion(who: T::AccountId, call: Box<RuntimeCallOf<T>>) -> DispatchResult {
		ensure!(CouncilPallet::<T>::is_member(&who), Error::<T>::NotCouncilMember);
		let decision = Self::assess(&call)?;
		ensure!(
			Decider::Council.may_decide(decision, Self::stage()),
			Error::<T>::CouncilCannotDecide
		);
		let len = Self::checked_len(call.encoded_size())?;
		let call_hash = T::Hashing::hash_of(&call);
		let index = pallet_collective::ProposalCount::<T, CouncilInstance>::get();
		let threshold = <T as Config>::CouncilThreshold::get();
		CouncilPallet::<T>::do_propose_proposed(who.clone(), threshold, Box::new((*call).into()), len)?;
		Self::deposit_event(Event::MotionProposed {
			index,
			proposer: who,
			call_hash,
			decision,
		});
		Ok(())
	}

	fn check_council(members: &[T::AccountId]) -> DispatchResult {
		ensure!(
			u32::try_from(members.len()) == Ok(T::CouncilSize::get()),
			Error::<T>::WrongCouncilSize
		);
		let distinct: BTreeSet<_> = members.iter().collect();
		ensure!(
			distinct.len() == members.len(),
			Error::<T>::DuplicateCouncilMember
		);
		Ok(())
	}

	pub(crate) fn do_set_council(mut members: Vec<T::AccountId>) -> DispatchResult {
		Self::check_council(&members)?;
		members.sort();
		CouncilPallet::<T>::set_members_sorted(&members, &Self::council());
		Self::deposit_event(Event::CouncilSet { members });
		Ok(())
	}

	pub(crate) fn do_stand_for_council(who: T::AccountId) -> DispatchResult {
		Self::ensure_community()?;
		let candidates = pallet_elections_phragmen::Candidates::<T>::decode_len().unwrap_or(0);
		let candidates = u32::try_from(candidates).map_err(|_| Error::<T>::OutOfRange)?;
		pallet_elections_phragmen::Pallet::<T>::submit_candidacy(
			RawOrigin::Signed(who.clone()).into(),
			candidates,
		)?;
		Self::deposit_event(Event::CandidacySubmitted { candidate: who });
		Ok(())
	}

	pub(crate) fn do_vote_for_council(
		who: T::AccountId,
		candidates: Vec<T::AccountId>,
		stake: ElectionsBalanceOf<T>,
	) -> DispatchResult {
		Self::ensure_community()?;
		pallet_elections_phragmen::Pallet::<T>::vote(
			RawOrigin::Signed(who.clone()).into(),
			candidates.clone(),
			stake,
		)
		.map_err(|refused| refused.error)?;
		// Elections lock what there is, if it is less.
		let stake = pallet_elections_phragmen::Voting::<T>::get(&who).stake;
		Self::deposit_event(Event::CouncilVoteCast {
			voter: who,
			candidates,
			stake,
		});
		Ok(())
	}
}

/// Parameters.
impl<T: Config> Pallet<T> {
	fn check_parameter(parameter: &T::RuntimeParameters) -> DispatchResult {
		T::Parameters::check(parameter).map_err(|fault| match fault {
			ParameterFault::WithoutValue => Error::<T>::ParameterWithoutValue,
			ParameterFault::AboveCap => Error::<T>::AboveCap,
			ParameterFault::BelowMinimum => Error::<T>::BelowMinimum,
		})?;
		Ok(())
	}

	pub(crate) fn do_set_parameter(decided_by: Decider, parameter: T::RuntimeParameters) -> DispatchResult {
		Self::check_parameter(&parameter)?;
		T::Parameters::set(parameter.clone())?;
		Self::deposit_event(Event::ParameterSet {
			parameter,
			decided_by,
		});
		Ok(())
	}
}

/// Turnout.
impl<T: Config> Pallet<T> {
	/// DMC that must take part in a referendum, in one of row 10 if `delayed`.
	pub fn required_turnout(delayed: bool) -> Option<Balance> {
		required_turnout(T::VotableSupply::votable_supply(), delayed)
	}
}

/// Row 10.
impl<T: Config> Pallet<T> {
	/// The name of an enactment in the scheduler.
	pub fn enactment_name(id: EnactmentId) -> TaskName {
		let mut name = TaskName::default();
		let prefix = b"dao/enact";
		name[..prefix.len()].copy_from_slice(prefix);
		name[prefix.len()..prefix.len() + 4].copy_from_slice(&id.to_le_bytes());
		name
	}

	/// Blocks from the dispatch of `schedule_enactment` to the enactment: 7 days less what a referendum has waited. `None` if
	/// nothing is left to wait.
	pub(crate) fn enactment_delay(decided_by: Decider) -> Option<BlockNumber> {
		let whole = T::Calendar::parameters().days(ENACTMENT_DAYS)?;
		let waited = match decided_by {
			Decider::Council => 0,
			Decider::Referendum => <T as pallet_democracy::Config>::EnactmentPeriod::get()
				.try_into()
				.ok()?,
		};
		whole.checked_sub(waited).filter(|delay| *delay > 0)
	}

	fn check_enactment(call: &RuntimeCallOf<T>) -> Result<(), DispatchError> {
		ensure!(
			IsSubType::<Call<T>>::is_sub_type(call).is_none(),
			Error::<T>::NotADelayedDecision
		);
		ensure!(
			T::Classify::decision(call) == Some(Decision::Delayed),
			Error::<T>::NotADelayedDecision
		);
		Self::checked_len(call.encoded_size())?;
		let weight = call.get_dispatch_info().call_weight;
		ensure!(
			weight.all_lte(T::MaxEnactmentWeight::get()),
			Error::<T>::CallTooHeavy
		);
		Ok(())
	}

	pub(crate) fn do_schedule_enactment(decided_by: Decider, call: Box<RuntimeCallOf<T>>) -> DispatchResult {
		Self::check_enactment(&call)?;
		let delay = Self::enactment_delay(decided_by).ok_or(Error::<T>::OutOfRange)?;
		let when = T::Calendar::now()
			.checked_add(delay)
			.ok_or(Error::<T>::OutOfRange)?;
		let id = NextEnactment::<T>::get();
		NextEnactment::<T>::put(id.checked_add(1).ok_or(Error::<T>::OutOfRange)?);
		let call_hash = T::Hashing::hash_of(&call);
		let custody = T::Classify::changes_custody(&call);
		if custody {
			let pending = PendingCustodyChanges::<T>::get()
				.checked_add(1)
				.ok_or(Error::<T>::OutOfRange)?;
			PendingCustodyChanges::<T>::put(pending);
		}
		let task = PreimagesOf::<T>::bound(RuntimeCallOf::<T>::from(Call::enact { id, call }))?;
		<T as Config>::Scheduler::schedule_named(
			Self::enactment_name(id),
			DispatchTime::At(when.into()),
			None,
			HIGHEST_PRIORITY,
			RawOrigin::Root.into(),
			task.clone(),
		)?;
		// The scheduler holds the call for itself and lets it go when it is done.
		PreimagesOf::<T>::drop(&task);
		Enactments::<T>::insert(
			id,
			PendingEnactment {
				task,
				call_hash,
				decided_by,
				when,
				custody,
			},
		);
		Self::deposit_event(Event::EnactmentScheduled {
			id,
			call_hash,
			decided_by,
			when,
		});
		Ok(())
	}

	pub(crate) fn do_cancel_enactment(id: EnactmentId) -> DispatchResult {
		let pending = Enactments::<T>::get(id).ok_or(Error::<T>::UnknownEnactment)?;
		Self::forget_enactment(id, &pending)?;
		// A task that could not run in its block has no name any more. It finds no enactment then, and does nothing.
		if <T as Config>::Scheduler::cancel_named(Self::enactment_name(id)).is_ok() {
			// The scheduler lets go of the call only if an origin cancels it.
			if pending
				.task
				.lookup_hash()
				.is_some_and(|hash| PreimagesOf::<T>::is_requested(&hash))
			{
				PreimagesOf::<T>::drop(&pending.task);
			}
		}
		Self::deposit_event(Event::EnactmentCancelled { id });
		Ok(())
	}

	fn forget_enactment(id: EnactmentId, pending: &PendingEnactmentOf<T>) -> DispatchResult {
		Enactments::<T>::remove(id);
		if pending.custody {
			let others = PendingCustodyChanges::<T>::get()
				.checked_sub(1)
				.ok_or(Error::<T>::OutOfRange)?;
			PendingCustodyChanges::<T>::put(others);
		}
		Ok(())
	}

	/// Decisions that wait for their enactment and change the operators or the custody of the gateway.
	pub fn pending_custody_changes() -> u32 {
		PendingCustodyChanges::<T>::get()
	}

	pub(crate) fn do_enact(id: EnactmentId, call: Box<RuntimeCallOf<T>>) -> DispatchResultWithPostInfo {
		let pending = Enactments::<T>::get(id).ok_or(Error::<T>::UnknownEnactment)?;
		ensure!(T::Calendar::now() >= pending.when, Error::<T>::EnactmentTooEarly);
		ensure!(
			T::Hashing::hash_of(&call) == pending.call_hash,
			Error::<T>::WrongCall
		);
		Self::forget_enactment(id, &pending)?;
		let own_weight =
			<T as Config>::WeightInfo::enact(u32::try_from(call.encoded_size()).unwrap_or(u32::MAX));
		let info = call.get_dispatch_info();
		let result = (*call).dispatch(RawOrigin::Root.into());
		let post_info = match &result {
			Ok(post_info) => post_info,
			Err(error) => &error.post_info,
		};
		let weight = own_weight.saturating_add(post_info.calc_actual_weight(&info));
		Self::deposit_event(Event::Enacted {
			id,
			result: result.map(|_| ()).map_err(|error| error.error),
		});
		Ok(Some(weight).into())
	}

	/// A pending enactment, with the decided call.
	pub fn pending_enactment(id: EnactmentId) -> Option<EnactmentInfo<T::Hash>> {
		Enactments::<T>::get(id).map(|pending| Self::enactment_info(id, pending))
	}

	/// All pending enactments by number. Not for use in a block.
	pub fn pending_enactments() -> Vec<EnactmentInfo<T::Hash>> {
		let mut all: Vec<_> = Enactments::<T>::iter()
			.map(|(id, pending)| Self::enactment_info(id, pending))
			.collect();
		all.sort_by_key(|info| info.id);
		all
	}

	fn enactment_info(id: EnactmentId, pending: PendingEnactmentOf<T>) -> EnactmentInfo<T::Hash> {
		let PendingEnactment {
			task,
			call_hash,
			decided_by,
			when,
			custody: _,
		} = pending;
		let task = PreimagesOf::<T>::peek::<RuntimeCallOf<T>>(&task).ok();
		let call = match task
			.as_ref()
			.and_then(|(task, _)| IsSubType::<Call<T>>::is_sub_type(task))
		{
			Some(Call::enact { call, .. }) => call.encode(),
			_ => Vec::new(),
		};
		EnactmentInfo {
			id,
			call,
			call_hash,
			decided_by,
			when,
		}
	}
}
