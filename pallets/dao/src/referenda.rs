//! What joins `pallet-democracy` to the rules of §12: a referendum never dispatches as Root, and never without its turnout.

use crate::{Config, DemocracyBalanceOf, Error, Event, Origin, Pallet, PalletsOriginOf, RuntimeCallOf};
use codec::Encode;
use core::marker::PhantomData;
use dmex_primitives::{Balance, Decision};
use frame_support::{
	ensure,
	traits::{
		schedule::{
			v3::{Named, TaskName},
			DispatchTime, Period, Priority,
		},
		Bounded, BoundedInline, QueryPreimage,
	},
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use pallet_democracy::{AccountVote, Conviction, ReferendumIndex, ReferendumInfo, Vote};
use sp_runtime::{
	traits::{Hash, StaticLookup, Zero},
	DispatchError, DispatchResult,
};

/// The prefix of the names that `pallet-democracy` gives to what it schedules; it keeps the constant to itself.
const DEMOCRACY_ID: &[u8; 8] = b"democrac";

/// The referendum that a name of `pallet-democracy` stands for.
fn referendum_of(name: &TaskName) -> Option<ReferendumIndex> {
	let index = name.strip_prefix(DEMOCRACY_ID)?;
	let (index, padding) = index.split_first_chunk::<4>()?;
	padding
		.iter()
		.all(|byte| *byte == 0)
		.then(|| ReferendumIndex::from_le_bytes(*index))
}

/// The `Scheduler` of `pallet-democracy`.
///
/// Democracy schedules what was approved as Root and knows no quorum. Here Root becomes [`Origin::Referendum`], which has the
/// powers of the table and no others, and a referendum in which too little DMC took part is not scheduled at all.
pub struct ReferendumScheduler<T>(PhantomData<T>);

impl<T: Config> ReferendumScheduler<T> {
	/// Whether enough DMC took part. Democracy still holds the tally while it schedules.
	fn has_turnout(index: ReferendumIndex, call: &CallOf<T>) -> Result<bool, DispatchError> {
		let Some(ReferendumInfo::Ongoing(status)) = pallet_democracy::ReferendumInfoOf::<T>::get(index)
		else {
			return Err(DispatchError::Unavailable);
		};
		// Whoever noted the call can take it away again; that must not lower the bar.
		let delayed = match PreimagesOf::<T>::peek(call) {
			Ok((call, _)) => Pallet::<T>::decision_of(&call) == Some(Decision::Delayed),
			Err(_) => true,
		};
		let turnout: Balance = status
			.tally
			.turnout
			.try_into()
			.map_err(|_| Error::<T>::OutOfRange)?;
		let required = Pallet::<T>::required_turnout(delayed).ok_or(Error::<T>::OutOfRange)?;
		if turnout < required {
			Pallet::<T>::deposit_event(Event::ReferendumBelowTurnout {
				index,
				turnout,
				required,
			});
		}
		Ok(turnout >= required)
	}
}

type CallOf<T> = pallet_democracy::BoundedCallOf<T>;
type PreimagesOf<T> = <T as pallet_democracy::Config>::Preimages;
type Inner<T> = <T as Config>::Scheduler;

impl<T: Config> Named<BlockNumberFor<T>, RuntimeCallOf<T>, PalletsOriginOf<T>> for ReferendumScheduler<T> {
	/// `None` for what was not scheduled.
	type Address =
		Option<<Inner<T> as Named<BlockNumberFor<T>, RuntimeCallOf<T>, PalletsOriginOf<T>>>::Address>;
	type Hasher = T::Hashing;

	fn schedule_named(
		name: TaskName,
		when: DispatchTime<BlockNumberFor<T>>,
		periodic: Option<Period<BlockNumberFor<T>>>,
		priority: Priority,
		_: PalletsOriginOf<T>,
		call: CallOf<T>,
	) -> Result<Self::Address, DispatchError> {
		let index = referendum_of(&name).ok_or(DispatchError::Unavailable)?;
		if !Self::has_turnout(index, &call)? {
			return Ok(None);
		}
		Inner::<T>::schedule_named(name, when, periodic, priority, Origin::Referendum.into(), call).map(Some)
	}

	fn cancel_named(name: TaskName) -> Result<(), DispatchError> {
		Inner::<T>::cancel_named(name)
	}

	fn reschedule_named(
		name: TaskName,
		when: DispatchTime<BlockNumberFor<T>>,
	) -> Result<Self::Address, DispatchError> {
		Inner::<T>::reschedule_named(name, when).map(Some)
	}

	fn next_dispatch_time(name: TaskName) -> Result<BlockNumberFor<T>, DispatchError> {
		Inner::<T>::next_dispatch_time(name)
	}
}

/// One coin one vote: false for a vote that is not locked once (`Locked1x`) and for a split vote. For the call filter of the
/// runtime.
pub fn is_one_coin_one_vote<T: pallet_democracy::Config>(call: &pallet_democracy::Call<T>) -> bool {
	match call {
		pallet_democracy::Call::vote { vote, .. } => matches!(
			vote,
			AccountVote::Standard { vote, .. } if vote.conviction == Conviction::Locked1x
		),
		_ => true,
	}
}

impl<T: Config> Pallet<T> {
	/// Checks a call up front, stores it where democracy finds it, and proposes it.
	pub(crate) fn do_propose_referendum(
		who: T::AccountId,
		call: RuntimeCallOf<T>,
		deposit: DemocracyBalanceOf<T>,
	) -> DispatchResult {
		Self::ensure_community()?;
		let decision = Self::assess(&call)?;
		ensure!(
			crate::Decider::Referendum.may_decide(decision, Self::stage()),
			Error::<T>::ReferendumCannotDecide
		);
		let encoded = call.encode();
		let len = Self::checked_len(encoded.len())?;
		let call_hash = T::Hashing::hash(&encoded);
		let bounded = match BoundedInline::try_from(encoded) {
			Ok(inline) => Bounded::Inline(inline),
			Err(encoded) => {
				if PreimagesOf::<T>::len(&call_hash).is_none() {
					pallet_preimage::Pallet::<T>::note_preimage(
						RawOrigin::Signed(who.clone()).into(),
						encoded,
					)
					.map_err(|e| e.error)?;
				}
				Bounded::Lookup { hash: call_hash, len }
			}
		};
		let proposal_index = pallet_democracy::PublicPropCount::<T>::get();
		pallet_democracy::Pallet::<T>::propose(RawOrigin::Signed(who.clone()).into(), bounded, deposit)?;
		Self::deposit_event(Event::ReferendumProposed {
			proposal_index,
			proposer: who,
			call_hash,
			decision,
		});
		Ok(())
	}

	pub(crate) fn do_vote_in_referendum(
		who: T::AccountId,
		index: ReferendumIndex,
		aye: bool,
		balance: DemocracyBalanceOf<T>,
	) -> DispatchResult {
		Self::ensure_community()?;
		ensure!(!balance.is_zero(), Error::<T>::ZeroVote);
		let conviction = Conviction::Locked1x;
		let vote = AccountVote::Standard {
			vote: Vote { aye, conviction },
			balance,
		};
		pallet_democracy::Pallet::<T>::vote(RawOrigin::Signed(who).into(), index, vote)
	}

	pub(crate) fn do_delegate_votes(
		who: T::AccountId,
		to: T::AccountId,
		balance: DemocracyBalanceOf<T>,
	) -> DispatchResult {
		Self::ensure_community()?;
		ensure!(!balance.is_zero(), Error::<T>::ZeroVote);
		pallet_democracy::Pallet::<T>::delegate(
			RawOrigin::Signed(who.clone()).into(),
			T::Lookup::unlookup(to.clone()),
			Conviction::Locked1x,
			balance,
		)
		.map_err(|refused| refused.error)?;
		Self::deposit_event(Event::VotesDelegated { who, to, balance });
		Ok(())
	}
}
