#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

/// Addresses, CIDs and memos, of which the types here are made.
pub use fil_primitives;
pub use pallet::*;
pub use runtime_api::*;
pub use state::*;
pub use types::*;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod errors;
mod genesis;
mod impls;
#[cfg(test)]
mod mock;
pub mod offchain;
pub mod runtime_api;
pub mod state;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

use dmex_primitives::BlockNumber;

pub use genesis::GenesisCustody;

/// Filecoin epochs after which a round without quorum, or a report that was not delivered, gives way to the next round (§5).
pub const ROUND_EPOCHS: u32 = 120;
/// Age from which on a checkpoint is too old for minting, in seconds on Filecoin's clock: 24 hours (§5).
pub const MAX_CHECKPOINT_AGE_SECONDS: u64 = 86_400;
/// Days for which a bond stays after its operator has left.
pub const BONDING_DAYS: u32 = 14;
/// Days after which a request that nobody proposed can be cancelled by its owner (§5).
pub const PROPOSAL_DAYS: u32 = 2;
/// Days after which an objection lapses (§5).
pub const OBJECTION_DAYS: u32 = 7;
/// Blocks a day of the production calendar: durations in this file are of it.
const NOMINAL_DAY: BlockNumber = dmex_primitives::constants::NOMINAL_BLOCKS_PER_DAY;

/// Sets up what benchmarks need of others.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Creates the wrapped asset, and gives `who` much DMC.
	fn set_up(who: &AccountId);
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::{boxed::Box, vec::Vec};
	use dmex_primitives::{AccountId, AssetKind, Balance, Calendar, Day, NodePay, PhaseDeposit, ProductPay};
	use fil_primitives::Signature as FilSignature;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{self, Credit as FungibleCredit},
			fungibles, OnUnbalanced, UnixTime,
		},
		PalletId,
	};
	use frame_system::{ensure_authorized, offchain::CreateAuthorizedTransaction, pallet_prelude::*};
	use sp_core::H256;

	/// The storage layout of this version.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the gateway needs of the runtime. `frame_system::AuthorizeCall` must be the first transaction extension.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId, Hash = H256, RuntimeEvent: From<Event<Self>>>
		+ CreateAuthorizedTransaction<Call<Self>>
	{
		/// Days, blocks, Filecoin's epochs.
		type Calendar: Calendar;

		/// The wall clock, by which a report is known to be later than a cancellation.
		type UnixTime: UnixTime;

		/// The reasons for which DMC and IFIL are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// DMC: bonds.
		type NativeBalance: fungible::Inspect<AccountId, Balance = Balance>
			+ fungible::MutateHold<AccountId, Reason = Self::RuntimeHoldReason, Balance = Balance>
			+ fungible::BalancedHold<AccountId, Reason = Self::RuntimeHoldReason, Balance = Balance>;

		/// Where slashed bonds go: the risk fund.
		type Slash: OnUnbalanced<FungibleCredit<AccountId, Self::NativeBalance>>;

		/// Issues, holds and burns the wrapped asset.
		type Assets: fungibles::Mutate<AccountId, AssetId = AssetKind, Balance = Balance>
			+ fungibles::MutateHold<AccountId, Reason = Self::RuntimeHoldReason>;

		/// The wrapped asset: IFIL. Nobody else issues it.
		#[pallet::constant]
		type WrappedAsset: Get<AssetKind>;

		/// Takes payments for products.
		type Products: ProductPay<AccountId>;

		/// Shares out what nodes pay. `()` leaves all to the node's issuer.
		type NodePay: NodePay<AccountId>;

		/// Takes deposits into phases. `()` refuses them: they go to suspense.
		type Phases: PhaseDeposit<AccountId>;

		/// The DAO (row 9): resumes, assigns and returns suspense, objects.
		type DecisionOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The DAO after 7 days (row 10): operators, custody, wind-down, what the quorum could not explain.
		type AuthorityOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Whether a change of operators or custody waits for its enactment: no objection counts then.
		type ChangePending: Get<bool>;

		/// The least bond of an operator, in DMC.
		type OperatorBond: Get<Balance>;

		/// Fee of a redemption in IFIL, for Filecoin's gas. Above 0.05 IFIL counts as 0.05.
		type RedemptionFee: Get<Balance>;

		/// Who gets the fees.
		type FeeAccount: Get<AccountId>;

		/// Deposits above this many IFIL are minted a day later.
		type DepositCap: Get<Balance>;

		/// Most IFIL that is minted for deposits in 24 hours; more waits.
		type DailyMintCap: Get<Balance>;

		/// Redemptions of all together in 24 hours above which requests wait 24 hours: 10,000 IFIL.
		type RedemptionThreshold: Get<Balance>;

		/// Derives the account that IFIL passes through on its way to products and phases.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Items of reports that the hook applies in a block. At least 1.
		#[pallet::constant]
		type MaxItemsPerBlock: Get<u32>;

		/// Entries of the queues that the hook looks after in a block: mints, refunds. At least 1.
		#[pallet::constant]
		type MaxReleasesPerBlock: Get<u32>;

		/// The most that one call of [`ProductPay`], [`NodePay`] (both functions) or [`PhaseDeposit`] costs.
		type PayWeight: Get<Weight>;

		/// Weights of the calls and of the hook.
		type WeightInfo: WeightInfo;

		/// Sets up what benchmarks need of others.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<AccountId>;
	}

	/// Why the gateway holds somebody's money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// An operator's bond in DMC.
		OperatorBond,
		/// IFIL that is being redeemed.
		Redemption,
	}

	// Operators and votes.

	/// The set in office.
	#[pallet::storage]
	pub type CurrentSet<T: Config> = StorageValue<_, SetId, OptionQuery>;

	/// The last [`REMEMBERED_SETS`] sets.
	#[pallet::storage]
	pub type Sets<T: Config> = StorageMap<_, Twox64Concat, SetId, OperatorSet, OptionQuery>;

	/// Bonds. Each is as much as the account has on hold for [`HoldReason::OperatorBond`].
	#[pallet::storage]
	pub type Bonds<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, Bond, OptionQuery>;

	/// Rounds of the two subjects that are open, and of those under delivery. That of a range may be absent before its first vote.
	#[pallet::storage]
	pub type Rounds<T: Config> = StorageMap<_, Twox64Concat, Subject, Round, OptionQuery>;

	// Ranges.

	/// Custody.
	#[pallet::storage]
	#[pallet::storage_prefix = "Custody"]
	pub type CustodyInfo<T: Config> = StorageValue<_, Custody, OptionQuery>;

	/// The end of the last range that was accepted. There is one if there is custody.
	#[pallet::storage]
	pub type LastCheckpoint<T: Config> = StorageValue<_, Checkpoint, OptionQuery>;

	/// Deposits and debits that were reported, with range and round. One counts if that round is the one by which its range was
	/// accepted, or is being delivered. Never removed.
	#[pallet::storage]
	pub type Spent<T: Config> = StorageMap<_, Identity, H256, (RangeIndex, u32), OptionQuery>;

	/// The round by which a range was accepted, where that is not 0.
	#[pallet::storage]
	pub type LaterRounds<T: Config> = StorageMap<_, Twox64Concat, RangeIndex, u32, OptionQuery>;

	/// The range report under delivery or application.
	#[pallet::storage]
	pub type RangeDelivery<T: Config> = StorageValue<_, Delivery<RangeHeader>, OptionQuery>;

	/// Its pages.
	#[pallet::storage]
	pub type Pages<T: Config> = StorageMap<_, Twox64Concat, u16, Page<RangeIndex, Items>, OptionQuery>;

	/// How far it is applied; there is none before the last page came.
	#[pallet::storage]
	pub type Applying<T: Config> = StorageValue<_, Progress, OptionQuery>;

	/// Whether ranges wait for the DAO, because the last report had a fault that makes it void.
	#[pallet::storage]
	pub type Halted<T: Config> = StorageValue<_, bool, ValueQuery>;

	/// An unexplained delta that the DAO accepts.
	#[pallet::storage]
	pub type DeltaAccepted<T: Config> = StorageValue<_, AcceptedDelta, OptionQuery>;

	/// Whether the gateway runs.
	#[pallet::storage]
	pub type State<T: Config> = StorageValue<_, Status, ValueQuery>;

	// Money.

	/// All IFIL that was ever minted.
	#[pallet::storage]
	pub type Minted<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// All IFIL that was ever burnt. `Minted` - `Burnt` is at least the issuance.
	#[pallet::storage]
	pub type Burnt<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// AttoFIL that are owed but not in custody: outflows that nobody requested, and losses that the DAO accepted, less what was given for
	/// them and the payouts that the DAO found among them.
	#[pallet::storage]
	pub type Shortfall<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// Money in suspense, by number.
	#[pallet::storage]
	pub type Suspense<T: Config> = StorageMap<_, Twox64Concat, u32, SuspenseEntry, OptionQuery>;

	/// The number of the next entry in suspense.
	#[pallet::storage]
	pub type NextSuspense<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The sum of [`Suspense`].
	#[pallet::storage]
	pub type SuspenseTotal<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// Money that waits to be minted.
	#[pallet::storage]
	pub type Delayed<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Queue, Twox64Concat, u64, Waiting, OptionQuery>;

	/// Ends of the queues of [`Delayed`].
	#[pallet::storage]
	pub type Queues<T: Config> = StorageMap<_, Twox64Concat, Queue, Ends, ValueQuery>;

	/// The sum of [`Delayed`].
	#[pallet::storage]
	pub type DelayedTotal<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// IFIL that its owner could not receive (below the minimum balance, blocked). Not minted yet. Never 0.
	#[pallet::storage]
	pub type Credits<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, Balance, OptionQuery>;

	/// The sum of [`Credits`].
	#[pallet::storage]
	pub type CreditTotal<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// What was minted for deposits in the last 24 hours.
	#[pallet::storage]
	pub type MintWindow<T: Config> = StorageValue<_, Window, ValueQuery>;

	// Redemptions.

	/// Redemptions that are open. Those of holders sum up, by holder, to what they have on hold for [`HoldReason::Redemption`].
	#[pallet::storage]
	pub type Redemptions<T: Config> = StorageMap<_, Twox64Concat, RedemptionId, Redemption, OptionQuery>;

	/// The id of the next redemption.
	#[pallet::storage]
	pub type NextRedemption<T: Config> = StorageValue<_, RedemptionId, ValueQuery>;

	/// IFIL on hold for redemptions.
	#[pallet::storage]
	pub type Redeeming<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// Redemptions that are bound to a multisig transaction: exactly those in state `Bound`.
	#[pallet::storage]
	pub type BoundRedemptions<T: Config> =
		StorageValue<_, BoundedVec<RedemptionId, ConstU32<MAX_PENDING>>, ValueQuery>;

	/// How many redemptions are in state `Undecided`.
	#[pallet::storage]
	pub type Undecided<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Whether the last report's list of pending payouts was full, so that there may be more: nothing is refunded or unbound then.
	#[pallet::storage]
	pub type PendingOverflow<T: Config> = StorageValue<_, bool, ValueQuery>;

	/// Cancellations in their order.
	#[pallet::storage]
	pub type Cancellations<T: Config> = StorageMap<_, Twox64Concat, u64, RedemptionId, OptionQuery>;

	/// Ends of the queue of [`Cancellations`].
	#[pallet::storage]
	pub type CancellationEnds<T: Config> = StorageValue<_, Ends, ValueQuery>;

	/// What was requested in the last 24 hours.
	#[pallet::storage]
	pub type RedeemWindow<T: Config> = StorageValue<_, Window, ValueQuery>;

	/// Operators that object to a waiting redemption, fewer than a quorum.
	#[pallet::storage]
	pub type Objections<T: Config> =
		StorageMap<_, Twox64Concat, RedemptionId, BoundedVec<AccountId, ConstU32<MAX_OPERATORS>>, ValueQuery>;

	// Senders and nodes.

	/// Filecoin f1 addresses (their payload) that a signature bound to an account.
	#[pallet::storage]
	pub type Senders<T: Config> = StorageMap<_, Blake2_128Concat, [u8; 20], SenderBinding, OptionQuery>;

	/// Miners that their owners bound to an issuer.
	#[pallet::storage]
	pub type Nodes<T: Config> = StorageMap<_, Twox64Concat, ActorId, Node, OptionQuery>;

	// Oracle.

	/// The record that is due next. There is one if there is custody.
	#[pallet::storage]
	pub type NextRecord<T: Config> = StorageValue<_, OracleWindow, OptionQuery>;

	/// The day's record under delivery or application.
	#[pallet::storage]
	pub type RecordDelivery<T: Config> = StorageValue<_, Delivery<OracleHeader>, OptionQuery>;

	/// Its pages.
	#[pallet::storage]
	pub type FactPages<T: Config> = StorageMap<_, Twox64Concat, u16, Page<Day, Facts>, OptionQuery>;

	/// How far it is applied; there is none before the last page came.
	#[pallet::storage]
	pub type Recording<T: Config> = StorageValue<_, FactsProgress, OptionQuery>;

	/// How far the days are recorded and due.
	#[pallet::storage]
	#[pallet::storage_prefix = "Market"]
	pub type MarketInfo<T: Config> = StorageValue<_, Market, OptionQuery>;

	/// The recorded days: all from `Market::recorded_from` to `Market::recorded_through`.
	#[pallet::storage]
	pub type Days<T: Config> = StorageMap<_, Twox64Concat, Day, DayRecord, OptionQuery>;

	/// The end of the last pause.
	#[pallet::storage]
	pub type PauseEnded<T: Config> = StorageValue<_, LastPause, OptionQuery>;

	/// Operators and custody of the beginning. No DMC is made: operators must be endowed with their bonds.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Accounts and gateway keys of the first set.
		pub operators: Vec<(AccountId, OperatorKey)>,
		/// Custody; without it nothing works before the DAO sets one.
		pub custody: Option<GenesisCustody>,
		/// Nothing.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::build_genesis(&self.operators, self.custody.as_ref());
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account bonded to become an operator, or declared another key.
		Bonded {
			/// The account.
			who: AccountId,
			/// Its gateway key.
			key: OperatorKey,
			/// All that it has bonded.
			amount: Balance,
		},
		/// A bond was given back.
		BondWithdrawn {
			/// The account.
			who: AccountId,
			/// DMC.
			amount: Balance,
		},
		/// Another set of operators took office. All open rounds began anew.
		OperatorsSet {
			/// Its number.
			set: SetId,
			/// Its members.
			members: Vec<AccountId>,
		},
		/// A vote was counted.
		Voted {
			/// The set.
			set: SetId,
			/// The operator.
			operator: AccountId,
			/// On what.
			subject: Subject,
			/// In which round.
			round: u32,
			/// For what.
			digest: H256,
		},
		/// A quorum voted for a digest.
		Accepted {
			/// The subject.
			subject: Subject,
			/// The round.
			round: u32,
			/// The digest.
			digest: H256,
		},
		/// The next round of a subject was opened; earlier votes and deliveries are void.
		RoundOpened {
			/// The subject.
			subject: Subject,
			/// The round.
			round: u32,
		},
		/// An operator that signed two digests in a round was slashed.
		Slashed {
			/// The operator.
			operator: AccountId,
			/// The set.
			set: SetId,
			/// On what.
			subject: Subject,
			/// DMC.
			amount: Balance,
		},
		/// A page of a report is there.
		PageDelivered {
			/// Of which report.
			subject: Subject,
			/// Which page.
			index: u16,
		},
		/// A range report is complete; its items are being applied.
		RangeAccepted {
			/// The range.
			range: RangeIndex,
			/// Custody's balance at its end.
			balance: Balance,
			/// All credits, dust included.
			credits: Balance,
			/// All debits.
			debits: Balance,
		},
		/// All items of a range report are applied.
		RangeApplied {
			/// The range.
			range: RangeIndex,
			/// IFIL and what is owed in it.
			claims: Balance,
			/// Custody's balance.
			balance: Balance,
		},
		/// The gateway paused by itself.
		Paused {
			/// Why.
			fault: Fault,
		},
		/// The DAO resumed it.
		Resumed,
		/// It winds down for good.
		WindingDown {
			/// FIL for the claims.
			reserve: Balance,
			/// IFIL and what is owed in it.
			claims: Balance,
		},
		/// The DAO accepted an unexplained delta.
		DeltaAccepted {
			/// Of this range.
			range: RangeIndex,
			/// AttoFIL.
			delta: i128,
		},
		/// The DAO accepted another tipset at the last checkpoint.
		ReorganisationAccepted {
			/// It.
			tipset: H256,
		},
		/// Custody was set.
		CustodySet {
			/// Actor id of the multisig.
			id: ActorId,
			/// The range to be reported next.
			next: RangeIndex,
			/// Its balance before that.
			balance: Balance,
		},
		/// A change of custody's signers was announced.
		SignersAnnounced {
			/// The new ones.
			signers: Signers,
		},
		/// A report showed the signers that were announced.
		SignersChanged,
		/// A deposit was attributed.
		Deposited {
			/// Whose or what it is for.
			target: Target,
			/// AttoFIL.
			amount: Balance,
			/// The deposit.
			deposit: Option<H256>,
			/// The range that it came in.
			range: RangeIndex,
		},
		/// IFIL was minted.
		Minted {
			/// For whom.
			target: Target,
			/// How much.
			amount: Balance,
		},
		/// IFIL is to be minted later.
		MintDelayed {
			/// The queue.
			queue: Queue,
			/// The place in it.
			index: u64,
			/// For whom.
			target: Target,
			/// How much.
			amount: Balance,
		},
		/// IFIL that its owner cannot receive was booked as claimable credit.
		CreditBooked {
			/// The owner.
			who: AccountId,
			/// How much.
			amount: Balance,
		},
		/// Such credit was claimed.
		CreditClaimed {
			/// The owner.
			who: AccountId,
			/// How much.
			amount: Balance,
		},
		/// Money came into suspense.
		Suspended {
			/// Its number there.
			id: u32,
			/// AttoFIL.
			value: Balance,
			/// Why.
			reason: SuspenseReason,
			/// The deposit.
			deposit: Option<H256>,
		},
		/// Money in suspense was assigned.
		SuspenseAssigned {
			/// Its number.
			id: u32,
			/// To whom.
			who: AccountId,
			/// AttoFIL.
			value: Balance,
		},
		/// Money in suspense was used up to cover the shortfall.
		ShortfallCovered {
			/// Its number.
			id: u32,
			/// AttoFIL.
			value: Balance,
			/// What is still owed and not there.
			shortfall: Balance,
		},
		/// A redemption was requested.
		RedemptionRequested {
			/// Its id.
			id: RedemptionId,
			/// Whose money.
			source: Source,
			/// What goes.
			amount: Balance,
			/// What is paid out of it.
			net: Balance,
			/// Where to, as bytes.
			destination: Vec<u8>,
			/// The block from which operators may propose it.
			ready_at: BlockNumber,
		},
		/// A multisig transaction that pays exactly it is pending.
		RedemptionBound {
			/// Its id.
			id: RedemptionId,
			/// The transaction.
			tx: u64,
		},
		/// That transaction is gone, and did not pay.
		RedemptionUnbound {
			/// Its id.
			id: RedemptionId,
			/// The transaction.
			tx: u64,
		},
		/// Whether that transaction paid cannot be told from reports: the DAO decides.
		RedemptionUndecided {
			/// Its id.
			id: RedemptionId,
			/// The transaction.
			tx: u64,
		},
		/// It was paid: what was on hold is burnt.
		RedemptionPaid {
			/// Its id.
			id: RedemptionId,
			/// What went.
			amount: Balance,
			/// What was paid on Filecoin.
			net: Balance,
			/// The fee.
			fee: Balance,
		},
		/// Its owner wants it back.
		RedemptionCancelling {
			/// Its id.
			id: RedemptionId,
		},
		/// It was given back.
		RedemptionRefunded {
			/// Its id.
			id: RedemptionId,
			/// What.
			amount: Balance,
		},
		/// An operator objected, with fewer than a quorum so far.
		ObjectionCounted {
			/// The redemption.
			id: RedemptionId,
			/// The operator.
			operator: AccountId,
		},
		/// The DAO or a quorum objected.
		RedemptionObjected {
			/// The redemption.
			id: RedemptionId,
			/// The block in which that lapses.
			until: BlockNumber,
		},
		/// A Filecoin address was bound to an account.
		SenderBound {
			/// Payload of the f1 address.
			key: [u8; 20],
			/// The account.
			who: AccountId,
			/// The nonce that was used.
			nonce: u64,
		},
		/// It was unbound.
		SenderUnbound {
			/// Payload of the f1 address.
			key: [u8; 20],
			/// The account.
			who: AccountId,
		},
		/// A miner's owner bound it to an issuer.
		NodeBound {
			/// The miner.
			node: ActorId,
			/// The issuer.
			issuer: AccountId,
		},
		/// A node was attested.
		NodeRecorded {
			/// What of it.
			facts: NodeFacts,
		},
		/// The record of a node cannot be true, or is of none that is bound, or comes twice: it was left out.
		NodeRecordRefused {
			/// The miner.
			node: ActorId,
		},
		/// A day was recorded.
		DayRecorded {
			/// The day.
			day: Day,
			/// AttoFIL that one GiB of quality-adjusted power earned.
			reward: Balance,
			/// The block in which its pay falls due.
			due_at: BlockNumber,
		},
		/// The pay of a day has fallen due.
		DayDue {
			/// The day.
			day: Day,
		},
	}

	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// There is no custody or no operator set yet: the DAO sets them first.
		NotSetUp,
		/// An amount does not fit the arithmetic. It cannot happen with amounts that exist.
		Overflow,
		/// The vote is for another set than the one in office: sign it for that one.
		OldSet,
		/// The set has no operator in that place.
		UnknownOperator,
		/// The operator was slashed. A new set is needed to have it back.
		OperatorDisabled,
		/// The range is not the one to be reported next: report in sequence, without gaps or overlaps.
		RangeOutOfSequence,
		/// The day is not the one to be recorded next, or its end is not reported yet.
		DayOutOfSequence,
		/// Another round of the subject is open: vote in that one.
		WrongRound,
		/// A quorum has voted in this round: nothing to add.
		AlreadyAccepted,
		/// The operator has voted in this round.
		AlreadyVoted,
		/// The signature is not that of the operator's gateway key.
		BadSignature,
		/// Ranges wait until the DAO has resumed the gateway.
		RangesHalted,
		/// No quorum has voted for this report.
		NotAccepted,
		/// The header is there already.
		AlreadyDelivered,
		/// The previous report is still being applied: apply it first.
		StillApplying,
		/// There is no report under delivery that the page could belong to.
		NothingUnderDelivery,
		/// The report has no such page.
		UnknownPage,
		/// The page does not have the hash that the header says.
		WrongPage,
		/// The open round still has time.
		RoundNotOver,
		/// The day has no round that another could follow.
		NoRound,
		/// The votes do not contradict each other: same operator, set, subject and round, and different digests would.
		NoConflict,
		/// The set is too old, or never was.
		UnknownSet,
		/// The operator was slashed already.
		AlreadySlashed,
		/// A set has 1 to 16 members.
		BadSetSize,
		/// A member or a key is in the set twice.
		DuplicateMember,
		/// A member has not bonded, or not enough, or declared another key.
		MemberNotBonded,
		/// The bond is below the minimum.
		BondTooLow,
		/// The account has no bond.
		NoBond,
		/// Members of the set in office keep their bond: a new set must take office first.
		StillMember,
		/// The bond is free 14 days after the operator left.
		BondNotFree,
		/// Less than 0.1 FIL cannot be redeemed.
		BelowMinimum,
		/// The gateway is paused.
		GatewayPaused,
		/// The gateway winds down: redeem a share of the reserve instead.
		GatewayWindingDown,
		/// The gateway does not wind down: redeem at par instead.
		NotWindingDown,
		/// The destination's checksum is wrong: it is mistyped.
		AddressChecksum,
		/// The destination is of another network.
		AddressNetwork,
		/// The destination is not an address in its canonical form.
		AddressForm,
		/// FIL can be sent to f1 and f3 addresses only.
		AddressProtocol,
		/// The account does not have that much free IFIL. A minimum balance has to stay.
		InsufficientFunds,
		/// What would be paid out is less than asked for, or nothing.
		BelowBound,
		/// There is no such redemption; it may have been paid or refunded.
		RedemptionNotFound,
		/// The redemption is somebody else's.
		NotOwner,
		/// The redemption can be cancelled only while no payment of it is proposed, and not before 2 days have passed.
		NotCancellable,
		/// Nobody doubts whether the redemption was paid: there is nothing to decide.
		NotUndecided,
		/// Of some redemptions nobody knows whether they were paid: decide each first.
		PayoutsUndecided,
		/// Objections count only while a redemption waits, and once.
		CannotObject,
		/// Neither the DAO nor an operator.
		NotEntitled,
		/// No objection counts while a change of operators or custody is pending.
		ChangePending,
		/// Nobody objected, or it has lapsed.
		NoObjection,
		/// The address is not an f1 address: only those can be bound.
		NotSecp256k1,
		/// The signature is not by that address's key over the binding's text with the current nonce.
		BadBinding,
		/// The address is not bound to the caller.
		NotBound,
		/// There is no such entry in suspense.
		SuspenseNotFound,
		/// The entry is on its way back to Filecoin.
		AlreadyReturning,
		/// The entry is more than the shortfall.
		ExceedsShortfall,
		/// There is no credit to claim.
		CreditNotFound,
		/// The credit cannot be received yet: it is below the minimum balance, or the account is blocked.
		CannotReceive,
		/// The gateway is neither paused nor are its ranges halted.
		NotPaused,
		/// Custody holds less than is owed: cover the shortfall, or wind down.
		ReserveBreach,
		/// Such a decision counts only while ranges are halted for that reason.
		NothingToAccept,
		/// Custody is not valid: signers ascending, 1 to all of them must approve, and an f2 address.
		BadCustody,
		/// At most 64 steps at once.
		TooManySteps,
		/// The chain is too old for this block number.
		BlockOutOfRange,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Fixes the next record's window, lets at most one day fall due, applies a slice of reports, mints a slice of what waits,
		/// refunds a slice of what was cancelled.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::on_block()
		}

		/// In an operator's node: looks at Filecoin, votes, delivers.
		fn offchain_worker(_: BlockNumberFor<T>) {
			offchain::glue::run::<T>();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}

		fn integrity_test() {
			assert!(T::MaxItemsPerBlock::get() > 0 && T::MaxReleasesPerBlock::get() > 0);
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Bonds `extra` DMC more (with what is bonded, at least the minimum), and declares the gateway key for the next set.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::bond())]
		pub fn bond(
			origin: OriginFor<T>,
			key: OperatorKey,
			#[pallet::compact] extra: Balance,
		) -> DispatchResult {
			Self::do_bond(ensure_signed(origin)?, key, extra)
		}

		/// Takes the bond back, 14 days after leaving.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw_bond())]
		pub fn withdraw_bond(origin: OriginFor<T>) -> DispatchResult {
			Self::do_withdraw_bond(ensure_signed(origin)?)
		}

		/// Puts another set in office. All its members must have bonded with these keys. Open rounds begin anew.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_operators())]
		pub fn set_operators(
			origin: OriginFor<T>,
			members: BoundedVec<(AccountId, OperatorKey), ConstU32<MAX_OPERATORS>>,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_set_operators(members)
		}

		/// Counts an operator's vote. No fee, no nonce: the signature authorizes it.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::vote())]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_vote())]
		#[pallet::authorize(Pallet::<T>::authorize_vote)]
		pub fn vote(
			origin: OriginFor<T>,
			vote: Vote,
			operator: u16,
			signature: OperatorSignature,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			// The authorization has checked it.
			let _ = signature;
			Self::do_vote(vote, operator)
		}

		/// Opens the next round of a subject that had no quorum, or whose report was not delivered, for 120 epochs since the first vote, or
		/// without any since it could be voted on.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::open_next_round())]
		pub fn open_next_round(origin: OriginFor<T>, subject: Subject) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_open_next_round(subject)
		}

		/// Proves that an operator signed two digests in one round: its bond is slashed, it is disabled, and its votes in open rounds do
		/// not count. What was accepted only with them is voted on anew, unless it is delivered completely.
		#[pallet::call_index(5)]
		#[pallet::weight(Pallet::<T>::equivocation_weight())]
		pub fn report_equivocation(
			origin: OriginFor<T>,
			first: SignedVote,
			second: SignedVote,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_report_equivocation(first, second)
		}

		/// Delivers the header of the range report that a quorum voted for. Anyone may, without a fee.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::submit_header())]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_header())]
		#[pallet::authorize(|source, header| Pallet::<T>::authorize_header(source, header))]
		pub fn submit_header(origin: OriginFor<T>, header: Box<RangeHeader>) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_submit_header(*header)
		}

		/// Delivers a page of it.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::submit_page(items.len() as u32))]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_page(items.len() as u32))]
		#[pallet::authorize(Pallet::<T>::authorize_page)]
		pub fn submit_page(
			origin: OriginFor<T>,
			range: RangeIndex,
			index: u16,
			items: Items,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_submit_page(range, index, items)
		}

		/// Delivers the header of the day's record that a quorum voted for. Anyone may, without a fee.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::submit_oracle_header())]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_header())]
		#[pallet::authorize(|source, header| Pallet::<T>::authorize_oracle_header(source, header))]
		pub fn submit_oracle_header(origin: OriginFor<T>, header: Box<OracleHeader>) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_submit_oracle_header(*header)
		}

		/// Delivers a page of it.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::submit_facts(facts.len() as u32))]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_page(facts.len() as u32))]
		#[pallet::authorize(Pallet::<T>::authorize_facts)]
		pub fn submit_facts(origin: OriginFor<T>, day: Day, index: u16, facts: Facts) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_submit_facts(day, index, facts)
		}

		/// Applies up to `max` items of reports, 64 at most.
		#[pallet::call_index(10)]
		#[pallet::weight(Pallet::<T>::apply_weight(*max))]
		pub fn apply(origin: OriginFor<T>, max: u32) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_apply(max)
		}

		/// Requests the redemption of IFIL at par to a Filecoin address (text).
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::redeem())]
		pub fn redeem(
			origin: OriginFor<T>,
			#[pallet::compact] amount: Balance,
			destination: AddressText,
			#[pallet::compact] min_net: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_redeem(who, amount, &destination, min_net).map(|_| ())
		}

		/// Requests the redemption of IFIL at its share of the reserve, while the gateway winds down.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::redeem())]
		pub fn redeem_share(
			origin: OriginFor<T>,
			#[pallet::compact] amount: Balance,
			destination: AddressText,
			#[pallet::compact] min_net: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_redeem_share(who, amount, &destination, min_net).map(|_| ())
		}

		/// Cancels a redemption that nobody proposed for 2 days: its owner, or the DAO for its own. It is refunded as soon as a report
		/// about a later time shows that nothing is pending that pays it.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::cancel_redemption())]
		pub fn cancel_redemption(origin: OriginFor<T>, id: RedemptionId) -> DispatchResult {
			let who = match T::DecisionOrigin::ensure_origin(origin.clone()) {
				Ok(_) => None,
				Err(_) => Some(ensure_signed(origin)?),
			};
			Self::do_cancel_redemption(who, id)
		}

		/// Objects to a redemption that waits: the DAO, or operators with a quorum.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::object())]
		pub fn object(origin: OriginFor<T>, id: RedemptionId) -> DispatchResult {
			let who = match T::DecisionOrigin::ensure_origin(origin.clone()) {
				Ok(_) => None,
				Err(_) => Some(ensure_signed(origin)?),
			};
			Self::do_object(who, id)
		}

		/// Confirms an objection: the redemption is cancelled.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::confirm_objection())]
		pub fn confirm_objection(origin: OriginFor<T>, id: RedemptionId) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin)?;
			Self::do_confirm_objection(id)
		}

		/// Binds a Filecoin f1 address (text) to the caller: deposits from it are his. The signature is over the text of
		/// `fil_primitives::Binding` with the address's current nonce.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::bind_sender())]
		pub fn bind_sender(
			origin: OriginFor<T>,
			address: AddressText,
			signature: FilSignature,
		) -> DispatchResult {
			Self::do_bind_sender(ensure_signed(origin)?, &address, signature)
		}

		/// Unbinds it.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::unbind_sender())]
		pub fn unbind_sender(origin: OriginFor<T>, address: AddressText) -> DispatchResult {
			Self::do_unbind_sender(ensure_signed(origin)?, &address)
		}

		/// Claims IFIL that could not be received.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::claim_credit())]
		pub fn claim_credit(origin: OriginFor<T>) -> DispatchResult {
			Self::do_claim_credit(ensure_signed(origin)?)
		}

		/// Mints up to `max` entries of the queues, as far as the caps allow, and refunds as many cancelled redemptions; 64 at most.
		#[pallet::call_index(19)]
		#[pallet::weight(Pallet::<T>::release_weight(*max))]
		pub fn release(origin: OriginFor<T>, max: u32) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_release(max)
		}

		/// Assigns money in suspense to an account.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::assign_suspense())]
		pub fn assign_suspense(origin: OriginFor<T>, id: u32, to: AccountId) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin)?;
			Self::do_assign_suspense(id, to)
		}

		/// Returns money in suspense to a Filecoin address (text): a redemption without a fee.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::return_suspense())]
		pub fn return_suspense(origin: OriginFor<T>, id: u32, destination: AddressText) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin)?;
			Self::do_return_suspense(id, &destination)
		}

		/// Uses money in suspense, such as a donation to custody, to cover the shortfall.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::cover_shortfall())]
		pub fn cover_shortfall(origin: OriginFor<T>, id: u32) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin)?;
			Self::do_cover_shortfall(id)
		}

		/// Ends a pause. Refused while custody holds less than is owed.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::resume())]
		pub fn resume(origin: OriginFor<T>) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin)?;
			Self::do_resume()
		}

		/// Accepts an unexplained delta of the range that is halted: what came in goes to suspense, what is missing to the shortfall.
		/// Bound redemptions whose transaction is gone at the end of that range wait for `decide_redemption`: they may have been paid.
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::accept_unexplained())]
		pub fn accept_unexplained(origin: OriginFor<T>, range: RangeIndex, delta: i128) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_accept_unexplained(range, delta)
		}

		/// Accepts the tipset that stands in the place of the last checkpoint's.
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::accept_reorganisation())]
		pub fn accept_reorganisation(origin: OriginFor<T>, tipset: H256) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_accept_reorganisation(tipset)
		}

		/// Announces a change of custody's signers: from now on reports may show either.
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::announce_signers())]
		pub fn announce_signers(origin: OriginFor<T>, signers: Signers) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_announce_signers(signers)
		}

		/// Sets custody, its balance, and the range to be reported next. What differs from the books goes to suspense or shortfall. Open
		/// rounds begin anew.
		///
		/// No report will say whether the old custody executes what is bound to it, so bound redemptions wait for
		/// `decide_redemption`. Better have them paid or cancelled before. Nobody approves what was never bound, so open redemptions go on
		/// in the new custody, and those that are being cancelled are refunded.
		#[pallet::call_index(27)]
		#[pallet::weight(Pallet::<T>::set_custody_weight())]
		pub fn set_custody(
			origin: OriginFor<T>,
			custody: Box<Custody>,
			next: RangeIndex,
			#[pallet::compact] balance: Balance,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_set_custody(*custody, next, balance)
		}

		/// Ends the gateway: no deposit is minted any more, and redemptions pay their share of the reserve. Refused while a redemption waits
		/// for `decide_redemption`: the share depends on it.
		#[pallet::call_index(28)]
		#[pallet::weight(T::WeightInfo::wind_down())]
		pub fn wind_down(origin: OriginFor<T>) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_wind_down()
		}

		/// Decides a redemption of which reports do not tell whether it was paid. If it was `paid`, what is on hold is burnt, and the
		/// payment is no part of the shortfall any more. Otherwise it is open again, to be proposed anew or cancelled by its owner: to be
		/// said only of a transaction that can never be executed, because it was cancelled or failed, or because too few of the old custody's
		/// keys are left.
		#[pallet::call_index(29)]
		#[pallet::weight(T::WeightInfo::decide_redemption())]
		pub fn decide_redemption(origin: OriginFor<T>, id: RedemptionId, paid: bool) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_decide_redemption(id, paid)
		}
	}
}

/// A number of 28,800 a day in blocks of the chain's calendar.
pub(crate) fn scaled<C: dmex_primitives::Calendar>(nominal: BlockNumber) -> BlockNumber {
	C::parameters().scaled(nominal)
}

/// Days in blocks of the chain's calendar.
pub(crate) fn days<C: dmex_primitives::Calendar>(days: u32) -> BlockNumber {
	days.checked_mul(NOMINAL_DAY)
		.map_or(BlockNumber::MAX, scaled::<C>)
}
