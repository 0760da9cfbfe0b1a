#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use elections::{seats_after, ElectedCouncil, TermDuration};
pub use origins::*;
pub use pallet::*;
pub use referenda::{is_one_coin_one_vote, ReferendumScheduler};
pub use types::*;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod elections;
mod impls;
#[cfg(test)]
mod mock;
mod origins;
mod referenda;
pub mod runtime_api;
#[cfg(test)]
mod tests;
mod try_state;
mod types;
pub mod weights;

use alloc::{boxed::Box, vec::Vec};
use dmex_primitives::{BlockNumber, Calendar, ClassifyCall, Decision, Stage, VotableSupply};
use frame_support::traits::{schedule::v3::Named, Currency};
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_democracy::ReferendumIndex;

pub(crate) const LOG_TARGET: &str = "runtime::dao";

/// The instance of `pallet-collective` that is the council.
pub type CouncilInstance = pallet_collective::Instance1;
/// The council.
pub type CouncilPallet<T> = pallet_collective::Pallet<T, CouncilInstance>;
/// The origin that carries the council's decisions.
pub type CouncilOrigin<T> =
	pallet_collective::RawOrigin<<T as frame_system::Config>::AccountId, CouncilInstance>;
/// The call type of the runtime.
pub type RuntimeCallOf<T> = <T as frame_system::Config>::RuntimeCall;
/// The origins of all pallets.
pub type PalletsOriginOf<T> = <T as pallet_democracy::Config>::PalletsOrigin;
/// Amounts of `pallet-democracy`.
pub type DemocracyBalanceOf<T> =
	<<T as pallet_democracy::Config>::Currency as Currency<<T as frame_system::Config>::AccountId>>::Balance;
/// Amounts of `pallet-elections-phragmen`.
pub type ElectionsBalanceOf<T> = <<T as pallet_elections_phragmen::Config>::Currency as Currency<
	<T as frame_system::Config>::AccountId,
>>::Balance;
/// A row-10 decision of this runtime.
pub type PendingEnactmentOf<T> =
	PendingEnactment<pallet_democracy::BoundedCallOf<T>, <T as frame_system::Config>::Hash>;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		dispatch::PostDispatchInfo,
		pallet_prelude::*,
		traits::{EnsureOriginWithArg, IsSubType},
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::Dispatchable;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// The council is `pallet-collective`'s first instance, its elections are `pallet-elections-phragmen`, referenda are
	/// `pallet-democracy`, and what these store of calls is `pallet-preimage`'s.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<
			RuntimeEvent: From<Event<Self>>,
			RuntimeCall: From<Call<Self>> + IsSubType<Call<Self>> + Dispatchable<PostInfo = PostDispatchInfo>,
		> + pallet_collective::Config<
			CouncilInstance,
			Proposal: From<<Self as frame_system::Config>::RuntimeCall>,
		> + pallet_democracy::Config<PalletsOrigin: From<Origin>>
		+ pallet_elections_phragmen::Config
		+ pallet_preimage::Config
	{
		/// Days, years and the current block.
		type Calendar: Calendar;

		/// Who may take a decision: [`EnsureDecision`].
		type DecisionOrigin: EnsureOriginWithArg<
			<Self as frame_system::Config>::RuntimeOrigin,
			Decision,
			Success = Decider,
		>;

		/// The row of the table for each call of the other pallets. It is not asked for calls of this pallet; for those inside
		/// of a batch see [`Pallet::decision_within_batch`].
		type Classify: ClassifyCall<RuntimeCallOf<Self>>;

		/// The parameters of the DAO, as one type.
		type RuntimeParameters: Parameter;

		/// Rows, caps and place of the parameters.
		type Parameters: ParameterStore<Self::RuntimeParameters>;

		/// The scheduler of the runtime; its tasks are dispatched with the origin given.
		type Scheduler: Named<
			BlockNumberFor<Self>,
			RuntimeCallOf<Self>,
			PalletsOriginOf<Self>,
			Hasher = Self::Hashing,
		>;

		/// The DMC that can vote.
		type VotableSupply: VotableSupply;

		/// Seats of the council: 7.
		#[pallet::constant]
		type CouncilSize: Get<u32>;

		/// Ayes that a motion of the council takes, more than half of the seats: 4.
		#[pallet::constant]
		type CouncilThreshold: Get<u32>;

		/// Longest encoded call that can be proposed, in bytes; at most what `pallet-preimage` stores (4 MiB).
		#[pallet::constant]
		type MaxCallLength: Get<u32>;

		/// Heaviest call that can be enacted; together with the weight of `enact` it must fit into what the scheduler has in a
		/// block, or it would never run.
		#[pallet::constant]
		type MaxEnactmentWeight: Get<Weight>;

		/// Weights of this pallet.
		type WeightInfo: WeightInfo;

		/// Calls of each kind for the benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<RuntimeCallOf<Self>, Self::RuntimeParameters>;
	}

	/// What a referendum decided. It has the powers of the table of §12 and no others.
	#[pallet::origin]
	#[derive(
		Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
	)]
	pub enum Origin {
		/// The holders of DMC decided.
		Referendum,
	}

	/// The stage; it never goes back.
	#[pallet::storage]
	pub type CurrentStage<T: Config> = StorageValue<_, Stage, ValueQuery>;

	/// The block in which stage 2 began: present exactly if the stage is `Community`.
	#[pallet::storage]
	pub type CommunityStageSince<T: Config> = StorageValue<_, BlockNumber, OptionQuery>;

	/// Row-10 decisions that wait: for each there is one task in the scheduler, at its `when`. What is enacted or cancelled is
	/// removed.
	#[pallet::storage]
	pub type Enactments<T: Config> = StorageMap<_, Twox64Concat, EnactmentId, PendingEnactmentOf<T>>;

	/// How many of `Enactments` change the operators or the custody of the gateway.
	#[pallet::storage]
	pub type PendingCustodyChanges<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The number of the next enactment: greater than each key of `Enactments`.
	#[pallet::storage]
	pub type NextEnactment<T: Config> = StorageValue<_, EnactmentId, ValueQuery>;

	/// Nothing to configure: the members of genesis are those of `pallet-collective`, whose number is checked here.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		#[serde(skip)]
		#[doc(hidden)]
		pub _marker: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let seats = pallet_collective::Members::<T, CouncilInstance>::get().len();
			assert!(
				seats == 0 || u32::try_from(seats) == Ok(T::CouncilSize::get()),
				"the council of genesis has {seats} members and must have {}",
				T::CouncilSize::get(),
			);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A member of the council proposed a motion.
		MotionProposed {
			/// Number of the motion in the council.
			index: u32,
			/// The member.
			proposer: T::AccountId,
			/// Hash of the proposed call.
			call_hash: T::Hash,
			/// The class of the decision.
			decision: Decision,
		},
		/// A holder of DMC proposed a referendum.
		ReferendumProposed {
			/// Number of the public proposal in democracy.
			proposal_index: u32,
			/// The holder.
			proposer: T::AccountId,
			/// Hash of the proposed call.
			call_hash: T::Hash,
			/// The class of the decision.
			decision: Decision,
		},
		/// A referendum was approved, but too little DMC took part: it is never enacted.
		ReferendumBelowTurnout {
			/// The referendum.
			index: u32,
			/// DMC that took part.
			turnout: u128,
			/// DMC that had to take part.
			required: u128,
		},
		/// Stage 2 began: holders of DMC elect the council and decide in referenda.
		CommunityStageBegan {
			/// The block.
			at: BlockNumber,
		},
		/// A parameter has a new value.
		ParameterSet {
			/// The parameter with its value.
			parameter: T::RuntimeParameters,
			/// Who decided.
			decided_by: Decider,
		},
		/// The council re-elected itself (stage 1).
		CouncilSet {
			/// Its members, sorted.
			members: Vec<T::AccountId>,
		},
		/// An election, or a change between elections, gave the council new members (stage 2).
		CouncilElected {
			/// Its members, sorted, sitting members that keep seats included.
			members: Vec<T::AccountId>,
		},
		/// A row-10 decision was taken and waits.
		EnactmentScheduled {
			/// Number of the enactment.
			id: EnactmentId,
			/// Hash of the decided call.
			call_hash: T::Hash,
			/// Who decided.
			decided_by: Decider,
			/// The block of enactment.
			when: BlockNumber,
		},
		/// A row-10 decision was taken back before its enactment.
		EnactmentCancelled {
			/// Number of the enactment.
			id: EnactmentId,
		},
		/// A row-10 decision was dispatched.
		Enacted {
			/// Number of the enactment.
			id: EnactmentId,
			/// What came of it.
			result: DispatchResult,
		},
		/// An account stands for election to the council.
		CandidacySubmitted {
			/// The candidate.
			candidate: T::AccountId,
		},
		/// A holder of DMC has another account vote with a part of it in referenda.
		VotesDelegated {
			/// The holder.
			who: T::AccountId,
			/// The account that votes.
			to: T::AccountId,
			/// DMC that it votes with, locked until the delegation is taken back, and then as after a vote.
			balance: DemocracyBalanceOf<T>,
		},
		/// A holder of DMC voted for the next council; what it had voted before is replaced.
		CouncilVoteCast {
			/// The holder.
			voter: T::AccountId,
			/// For whom.
			candidates: Vec<T::AccountId>,
			/// DMC that it votes with, locked until the vote is taken back: at most what the holder has.
			stake: ElectionsBalanceOf<T>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// Only members of the council propose motions. Ask one of them, or, in stage 2, propose a referendum.
		NotCouncilMember,
		/// The DAO has no say over this call, or not in this form. Propose a call of the table of §12; several of them go into
		/// `batch_all`.
		NotADecision,
		/// In stage 2 this belongs to the holders of DMC. Propose a referendum, or stand for election.
		CouncilCannotDecide,
		/// No referendum decides this: the council's seats are filled by election.
		ReferendumCannotDecide,
		/// Holders of DMC vote and elect in stage 2 only. Wait until it is activated.
		CommunityStageNotReached,
		/// A vote without DMC is none. Name the amount to vote with, or take a vote back by `democracy.removeVote`.
		ZeroVote,
		/// Stage 2 has begun already, and there is no way back.
		AlreadyCommunityStage,
		/// This call does not belong to row 10, or is mixed with calls that do not. Propose it directly, without
		/// `schedule_enactment`.
		NotADelayedDecision,
		/// This call belongs to row 10 and waits for 7 days. Wrap it, alone or with others of row 10 in one `batch_all`, in
		/// `schedule_enactment`.
		NeedsEnactment,
		/// The encoded call is longer than `MaxCallLength`. Propose it in parts.
		CallTooLong,
		/// The call is heavier than `MaxEnactmentWeight` and could never run. Propose it in parts.
		CallTooHeavy,
		/// There is no pending enactment with this number: it was enacted, cancelled or never decided.
		UnknownEnactment,
		/// This is not the call that was decided.
		WrongCall,
		/// The decision has not waited long enough.
		EnactmentTooEarly,
		/// The council has 7 members, no fewer and no more.
		WrongCouncilSize,
		/// An account is named twice as member of the council.
		DuplicateCouncilMember,
		/// A parameter is changed, never deleted. Give a value.
		ParameterWithoutValue,
		/// The value is above the cap of the protocol. Choose a smaller one.
		AboveCap,
		/// The value is below the least that the protocol allows. Choose a greater one.
		BelowMinimum,
		/// A block number or an amount is beyond its range. It does not happen on a chain of sane age and supply.
		OutOfRange,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Begins stage 2 a year after genesis. The weight is the same in every block: that of the one that begins it.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::begin_community_stage_if_due();
			<T as Config>::WeightInfo::on_initialize()
		}

		fn integrity_test() {
			let (size, threshold) = (T::CouncilSize::get(), <T as Config>::CouncilThreshold::get());
			assert!(threshold <= size, "a motion needs more ayes than there are seats");
			assert!(
				u64::from(threshold) * 2 > u64::from(size),
				"half of the council could decide"
			);
			assert!(
				<T as pallet_collective::Config<CouncilInstance>>::MaxMembers::get() >= size,
				"the collective takes fewer members than the council has",
			);
			assert_eq!(
				<T as pallet_elections_phragmen::Config>::DesiredMembers::get(),
				size,
				"elections fill the council",
			);
			assert!(
				Self::enactment_delay(Decider::Referendum).is_some(),
				"a referendum waits for 7 days at most"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Proposes a motion to the council. The proposer still has to vote for it.
		///
		/// By a member of the council. Refused if the council cannot take this decision in this stage, if it could not pass for
		/// another reason that is known now, or if it is no decision of the DAO at all.
		///
		/// Emits `MotionProposed` and `pallet-collective`'s `Proposed`.
		#[pallet::call_index(0)]
		#[pallet::weight((
			<T as Config>::WeightInfo::propose_motion(encoded_len(call)),
			DispatchClass::Operational,
		))]
		pub fn propose_motion(origin: OriginFor<T>, call: Box<RuntimeCallOf<T>>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_propose_motion(who, call)
		}

		/// Proposes a referendum, with a deposit of at least democracy's `MinimumDeposit` that comes back when it is voted on.
		///
		/// By any holder of DMC, in stage 2. A call above 128 bytes is noted as preimage, with its deposit, if it is not yet.
		///
		/// Emits `ReferendumProposed` and `pallet-democracy`'s `Proposed`.
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::propose_referendum(encoded_len(call)))]
		pub fn propose_referendum(
			origin: OriginFor<T>,
			call: Box<RuntimeCallOf<T>>,
			#[pallet::compact] deposit: DemocracyBalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_propose_referendum(who, *call, deposit)
		}

		/// Begins stage 2, for ever. By the council.
		///
		/// Emits `CommunityStageBegan`.
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::activate_community_stage())]
		pub fn activate_community_stage(origin: OriginFor<T>) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin, &Decision::Shared)?;
			Self::do_activate_community_stage()
		}

		/// Sets a parameter of the DAO. By whom the parameter's row of the table names.
		///
		/// Emits `ParameterSet`.
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::set_parameter())]
		pub fn set_parameter(origin: OriginFor<T>, parameter: T::RuntimeParameters) -> DispatchResult {
			let decided_by = T::DecisionOrigin::ensure_origin(origin, &T::Parameters::decision(&parameter))?;
			Self::do_set_parameter(decided_by, parameter)
		}

		/// Gives the council other members; the votes of those who leave vanish. By the council, in stage 1.
		///
		/// Emits `CouncilSet`.
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::set_council())]
		pub fn set_council(origin: OriginFor<T>, members: Vec<T::AccountId>) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin, &Decision::CouncilSeats)?;
			Self::do_set_council(members)
		}

		/// Has a call of row 10 dispatched as Root, 7 days after this decision; the 2 days that a referendum has waited count.
		///
		/// By the council in stage 1, by referendum in stage 2.
		///
		/// Emits `EnactmentScheduled`.
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::schedule_enactment(encoded_len(call)))]
		pub fn schedule_enactment(origin: OriginFor<T>, call: Box<RuntimeCallOf<T>>) -> DispatchResult {
			let decided_by = T::DecisionOrigin::ensure_origin(origin, &Decision::Delayed)?;
			Self::do_schedule_enactment(decided_by, call)
		}

		/// Takes a row-10 decision back before it is enacted. By those who can take one.
		///
		/// Emits `EnactmentCancelled`.
		#[pallet::call_index(6)]
		#[pallet::weight(<T as Config>::WeightInfo::cancel_enactment())]
		pub fn cancel_enactment(origin: OriginFor<T>, id: EnactmentId) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin, &Decision::Delayed)?;
			Self::do_cancel_enactment(id)
		}

		/// Dispatches what was decided. By Root, which is the scheduler with what `schedule_enactment` gave it.
		///
		/// Emits `Enacted`, with the error if the call fails; it is not tried again.
		#[pallet::call_index(7)]
		#[pallet::weight((
			<T as Config>::WeightInfo::enact(encoded_len(call))
				.saturating_add(call.get_dispatch_info().call_weight),
			call.get_dispatch_info().class,
		))]
		pub fn enact(
			origin: OriginFor<T>,
			id: EnactmentId,
			call: Box<RuntimeCallOf<T>>,
		) -> DispatchResultWithPostInfo {
			ensure_root(origin)?;
			Self::do_enact(id, call)
		}

		/// Stands for election to the council, with the candidacy bond of `pallet-elections-phragmen`. By any holder of DMC, in
		/// stage 2.
		///
		/// Emits `CandidacySubmitted`.
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::stand_for_council(
			<T as pallet_elections_phragmen::Config>::MaxCandidates::get()
		))]
		pub fn stand_for_council(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_stand_for_council(who)
		}

		/// Votes in a referendum with `balance` DMC, one coin one vote, in place of what the account voted in it before. What was
		/// voted with stays locked while the referendum lasts, and if its side won for two days more.
		///
		/// By any holder of DMC that has not delegated its votes, in stage 2.
		///
		/// Emits `pallet-democracy`'s `Voted`.
		#[pallet::call_index(9)]
		#[pallet::weight(<T as Config>::WeightInfo::vote_in_referendum())]
		pub fn vote_in_referendum(
			origin: OriginFor<T>,
			#[pallet::compact] index: ReferendumIndex,
			aye: bool,
			#[pallet::compact] balance: DemocracyBalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_vote_in_referendum(who, index, aye, balance)
		}

		/// Has `to` vote with `balance` DMC of the caller in each referendum that it votes in, one coin one vote, in place of an
		/// earlier delegation. `democracy.undelegate` takes it back.
		///
		/// By any holder of DMC without votes of its own in referenda, in stage 2.
		///
		/// Emits `VotesDelegated` and `pallet-democracy`'s `Delegated`.
		#[pallet::call_index(10)]
		#[pallet::weight(<T as Config>::WeightInfo::delegate_votes(
			<T as pallet_democracy::Config>::MaxVotes::get()
		))]
		pub fn delegate_votes(
			origin: OriginFor<T>,
			to: T::AccountId,
			#[pallet::compact] balance: DemocracyBalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_delegate_votes(who, to, balance)
		}

		/// Votes for the next council with `stake` DMC, in place of what the account voted before. Sitting members and runners-up are
		/// candidates without standing again. The vote holds in each election until `elections.removeVoter` takes it back; until then
		/// the stake is locked and the voting bond held.
		///
		/// By any holder of DMC, in stage 2.
		///
		/// Emits `CouncilVoteCast`.
		#[pallet::call_index(11)]
		#[pallet::weight(<T as Config>::WeightInfo::vote_for_council(
			u32::try_from(candidates.len()).unwrap_or(u32::MAX)
		))]
		pub fn vote_for_council(
			origin: OriginFor<T>,
			candidates: Vec<T::AccountId>,
			#[pallet::compact] stake: ElectionsBalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_vote_for_council(who, candidates, stake)
		}
	}

	/// Length of a call in bytes, for its weight.
	fn encoded_len<Call: Encode>(call: &Call) -> u32 {
		u32::try_from(call.encoded_size()).unwrap_or(u32::MAX)
	}
}
