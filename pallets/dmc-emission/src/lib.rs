#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
pub mod runtime_api;
pub mod schedule;
pub mod slices;
pub mod try_state;
pub mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use impls::sinks::{CreditOf, ToAuthor, ToAuthorInAsset, ToRiskFund};
pub use types::*;
pub use weights::WeightInfo;

/// Target of the pallet's log lines.
pub const LOG_TARGET: &str = "runtime::emission";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use dmex_primitives::{Balance, BlockAuthor, BlockNumber, Calendar, Recipient};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Contains, StorageVersion},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_arithmetic::Permill;

	/// The layout of storage that this code expects.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Emission of DMC, its vesting, and the accounts that hold what exists from genesis.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// DMC.
		type Currency: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::Balanced<Self::AccountId>;

		/// May start mining, assign and move vesting and spend the foundation's DMC (row 9 of the DAO's table).
		type DaoOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// May change shares, points and recipients (row 8 of the DAO's table).
		type EmissionOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Days, months, quarters and half-years in blocks.
		type Calendar: Calendar;

		/// Who is paid for the current block.
		type Author: BlockAuthor<Self::AccountId>;

		/// Tells whether the asset, LP token or dToken of a recipient exists. `Recipient::Dmc` and `Recipient::HashrateNfts`
		/// always do.
		type RecipientExists: Contains<Recipient>;

		/// The ledger account, the risk fund and the foundation are keyless accounts derived from it.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Weights of the calls and of the hook.
		type WeightInfo: WeightInfo;
	}

	/// What the DAO can decide: shares (with those pending), the author's points, the start of mining.
	#[pallet::storage]
	pub type Terms<T> = StorageValue<_, EmissionTerms, ValueQuery>;

	/// The sums of emission: `allocated + skipped + clipped = E(mined blocks) + pre_mining`; total issuance =
	/// 50M + `minted` - `burnt`.
	#[pallet::storage]
	pub type Totals<T> = StorageValue<_, EmissionTotals, ValueQuery>;

	/// The three programmes. `Totals.allocated = Totals.author_allocated + sum of the programmes' allocated`, and likewise
	/// for `skipped`.
	#[pallet::storage]
	pub type Programmes<T> = StorageValue<_, ProgrammeStates, ValueQuery>;

	/// The recipients. A programme's `active_points` = sum of the points of its active recipients; its `drawn` = sum of
	/// theirs. A removed recipient stays here with 0 points, because what it was allotted stays its own.
	#[pallet::storage]
	pub type Recipients<T> = StorageMap<_, Blake2_128Concat, Recipient, RecipientInfo>;

	/// What accounts could not be given because they would have stayed below the existential deposit.
	/// `Totals.credited` = sum of `unminted`.
	#[pallet::storage]
	pub type Credits<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ClaimableCredit>;

	/// Vesting by group and beneficiary. `Unassigned` + sum of `total` = what the group was given at genesis.
	#[pallet::storage]
	pub type Schedules<T: Config> =
		StorageDoubleMap<_, Twox64Concat, VestingKind, Blake2_128Concat, T::AccountId, VestingSchedule>;

	/// DMC of a group that the DAO has not assigned to a beneficiary yet.
	#[pallet::storage]
	pub type Unassigned<T> = StorageMap<_, Twox64Concat, VestingKind, Balance, ValueQuery>;

	/// What the ledger account owes: sum of `Schedules` total - claimed, of `Unassigned`, and of `Credits` held. Its balance
	/// is never less.
	#[pallet::storage]
	pub type LedgerOwed<T> = StorageValue<_, Balance, ValueQuery>;

	/// What the foundation spent in the month of its last spending.
	#[pallet::storage]
	pub type FoundationSpending<T> = StorageValue<_, FoundationMonth, ValueQuery>;

	/// Genesis: 10M DMC for the risk fund, 30M for the ledger account, and 10M for the foundation less the endowments and less
	/// what other pallets' genesis has issued before (`balances.balances`, which pools and deposits of genesis need). In all
	/// 50M.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// The first mined block; none if the DAO is to start mining later.
		pub mining_start: Option<BlockNumber>,
		/// Beneficiaries of the team's 10M and what each of them is given in all.
		pub team: Vec<(T::AccountId, Balance)>,
		/// Beneficiaries of the private sale's 20M and what each of them is given in all.
		pub private_sale: Vec<(T::AccountId, Balance)>,
		/// Points of the block author in the staking programme.
		pub author_points: Points,
		/// Recipients and their points.
		pub recipients: Vec<(Recipient, Points)>,
		/// Accounts that are given DMC out of the foundation's 10M at genesis.
		pub endowments: Vec<(T::AccountId, Balance)>,
		/// For chains for play: what genesis gives out of the foundation's 10M is not held against its limit of the first month.
		pub unlimited_endowments: bool,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				mining_start: None,
				team: Vec::new(),
				private_sale: Vec::new(),
				author_points: GENESIS_AUTHOR_POINTS,
				recipients: Vec::new(),
				endowments: Vec::new(),
				unlimited_endowments: false,
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::build_genesis(self);
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Mining starts with the next block.
		MiningStarted {
			/// The first mined block.
			first_block: BlockNumber,
		},
		/// The author of this block was paid.
		AuthorPaid {
			/// Who built the block.
			author: T::AccountId,
			/// DMC minted.
			amount: Balance,
		},
		/// An account could not be paid because it would have stayed below the existential deposit; it can claim the amount.
		CreditBooked {
			/// Whose credit it is.
			who: T::AccountId,
			/// DMC that is minted when it is claimed.
			amount: Balance,
		},
		/// A fee could not be paid to the author because it would have stayed below the existential deposit; it can be claimed.
		FeeHeld {
			/// Whose credit it is.
			author: T::AccountId,
			/// DMC that lies in the ledger account.
			amount: Balance,
		},
		/// A fee went to the risk fund because nobody is known to have built the block, or the ledger could not hold it.
		FeeToRiskFund {
			/// DMC.
			amount: Balance,
		},
		/// A claimable credit was paid.
		CreditClaimed {
			/// Who claimed.
			who: T::AccountId,
			/// DMC of emission, minted now.
			minted: Balance,
			/// DMC of fees, released from the ledger account.
			released: Balance,
		},
		/// New shares were decided.
		SharesScheduled {
			/// Share of the behaviour programme.
			behaviour: Permill,
			/// Share of the liquidity programme.
			liquidity: Permill,
			/// Share of the staking programme.
			staking: Permill,
			/// The first block that they count for.
			from_block: BlockNumber,
		},
		/// New shares count from this block on.
		SharesChanged {
			/// Share of the behaviour programme.
			behaviour: Permill,
			/// Share of the liquidity programme.
			liquidity: Permill,
			/// Share of the staking programme.
			staking: Permill,
		},
		/// The block author's points were changed.
		AuthorPointsSet {
			/// The new points.
			points: Points,
		},
		/// A recipient was added to its programme.
		RecipientAdded {
			/// The recipient.
			recipient: Recipient,
			/// Its points.
			points: Points,
		},
		/// A recipient's points were changed.
		PointsSet {
			/// The recipient.
			recipient: Recipient,
			/// Its new points.
			points: Points,
		},
		/// A recipient was removed. What it was allotted stays its own.
		RecipientRemoved {
			/// The recipient.
			recipient: Recipient,
		},
		/// A recipient has stake now, or has none any more.
		ActivityChanged {
			/// The recipient.
			recipient: Recipient,
			/// Whether it has stake.
			active: bool,
		},
		/// DMC of a recipient's budget was minted.
		RewardPaid {
			/// Whose budget.
			recipient: Recipient,
			/// Who was paid.
			who: T::AccountId,
			/// DMC.
			amount: Balance,
		},
		/// A vesting schedule was made.
		VestingAssigned {
			/// Group.
			kind: VestingKind,
			/// Who can claim.
			beneficiary: T::AccountId,
			/// DMC in all.
			total: Balance,
		},
		/// A vesting schedule has a new beneficiary.
		VestingMoved {
			/// Group.
			kind: VestingKind,
			/// Who could claim.
			from: T::AccountId,
			/// Who can claim now.
			to: T::AccountId,
			/// DMC of the schedule that was not claimed before.
			unclaimed: Balance,
		},
		/// Vested DMC was paid out.
		VestedClaimed {
			/// Group.
			kind: VestingKind,
			/// Who claimed.
			who: T::AccountId,
			/// DMC.
			amount: Balance,
		},
		/// The DAO spent DMC of the foundation.
		FoundationSpent {
			/// Who was paid.
			beneficiary: T::AccountId,
			/// DMC.
			amount: Balance,
			/// Whole months since genesis.
			month: u64,
			/// DMC that can still be spent this month.
			left: Balance,
		},
		/// The risk fund lent the ledger account its existential deposit.
		LedgerToppedUp {
			/// DMC.
			amount: Balance,
		},
		/// DMC was burnt.
		Burnt {
			/// Whose DMC it was.
			who: T::AccountId,
			/// DMC.
			amount: Balance,
		},
		/// DMC that was meant for the risk fund found no account to go to and is gone. It is booked as burnt.
		SinkFailed {
			/// DMC.
			amount: Balance,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// Mining has a start already. It happens once and cannot be undone.
		MiningAlreadyStarted,
		/// The three shares do not sum to exactly 100%. Correct them.
		SharesNotWhole,
		/// A share is more than 20 points away from 30% (behaviour), 60% (liquidity) or 10% (staking). Stay in these bounds.
		ShareOutOfBounds,
		/// Points must be above 0. To take a recipient out, remove it.
		ZeroPoints,
		/// The asset, LP token or dToken of the recipient does not exist. Create it first, or correct the id.
		AssetNotFound,
		/// The recipient has points already. Change them with `set_points`.
		RecipientAlreadyExists,
		/// There is no such recipient, or it was removed. Add it with `add_recipient`.
		RecipientNotFound,
		/// The recipient has less left of its budget than was asked for.
		BudgetExceeded,
		/// The account has no schedule of this group.
		ScheduleNotFound,
		/// All that is vested was claimed. Wait for the next month (team) or quarter (private sale).
		NothingVested,
		/// The account has a schedule of this group already. Use another account, or move the old schedule away first.
		ScheduleAlreadyExists,
		/// The group has less unassigned DMC than the schedule asks for.
		UnassignedExceeded,
		/// The amount must be above 0.
		ZeroAmount,
		/// The foundation may spend floor(10M / 36) DMC in a month of the calendar, and less than the amount is left of it.
		/// Unused months do not add up. The `funds` query tells what is left; ask for that, or wait for the next month.
		MonthlyLimitExceeded,
		/// The foundation has less than the amount, its existential deposit aside.
		FoundationTooLow,
		/// The account has no claimable credit.
		CreditNotFound,
		/// The receiver would stay below the existential deposit. Fund its account first, or wait until the amount is larger.
		BelowMinimum,
		/// The ledger account would fall below the existential deposit and the risk fund cannot top it up. Send the ledger
		/// account 0.0001 DMC.
		LedgerTooLow,
		/// Burning this much would take the supply below 21M.
		SupplyFloorReached,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::share_out_block();
			T::WeightInfo::on_initialize()
		}

		fn integrity_test() {
			Self::do_integrity_test();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Starts mining with the next block, once and for ever. By `DaoOrigin`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::start_mining())]
		pub fn start_mining(origin: OriginFor<T>) -> DispatchResult {
			T::DaoOrigin::ensure_origin(origin)?;
			Self::do_start_mining()
		}

		/// Sets the shares of the programmes, from the next day on: each within 20 points of 30%, 60%, 10%, together 100%.
		/// Replaces shares that are pending. By `EmissionOrigin`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_programme_shares())]
		pub fn set_programme_shares(
			origin: OriginFor<T>,
			behaviour: Permill,
			liquidity: Permill,
			staking: Permill,
		) -> DispatchResult {
			T::EmissionOrigin::ensure_origin(origin)?;
			Self::do_set_programme_shares(Shares {
				behaviour,
				liquidity,
				staking,
			})
		}

		/// Adds a recipient to the programme of its kind. It shares in it from the next block on, while it has stake.
		/// A recipient that was removed comes back with what it was allotted before. By `EmissionOrigin`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::add_recipient())]
		pub fn add_recipient(origin: OriginFor<T>, recipient: Recipient, points: Points) -> DispatchResult {
			T::EmissionOrigin::ensure_origin(origin)?;
			Self::do_add_recipient(recipient, points)
		}

		/// Changes a recipient's points, from the next block on. By `EmissionOrigin`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_points())]
		pub fn set_points(origin: OriginFor<T>, recipient: Recipient, points: Points) -> DispatchResult {
			T::EmissionOrigin::ensure_origin(origin)?;
			Self::do_set_points(recipient, points)
		}

		/// Takes a recipient's points away, from the next block on. What it was allotted can still be paid out. By
		/// `EmissionOrigin`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::remove_recipient())]
		pub fn remove_recipient(origin: OriginFor<T>, recipient: Recipient) -> DispatchResult {
			T::EmissionOrigin::ensure_origin(origin)?;
			Self::do_remove_recipient(recipient)
		}

		/// Sets the block author's points in the staking programme, from the next block on. By `EmissionOrigin`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_author_points())]
		pub fn set_author_points(origin: OriginFor<T>, points: Points) -> DispatchResult {
			T::EmissionOrigin::ensure_origin(origin)?;
			Self::do_set_author_points(points)
		}

		/// Pays the caller what has vested and was not claimed. By the beneficiary.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::claim_vested())]
		pub fn claim_vested(origin: OriginFor<T>, kind: VestingKind) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim_vested(kind, who)
		}

		/// Makes a schedule out of the group's unassigned DMC. It vests from genesis on, so steps that have passed can be
		/// claimed at once. By `DaoOrigin`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::assign_vesting())]
		pub fn assign_vesting(
			origin: OriginFor<T>,
			kind: VestingKind,
			beneficiary: T::AccountId,
			#[pallet::compact] total: Balance,
		) -> DispatchResult {
			T::DaoOrigin::ensure_origin(origin)?;
			Self::do_assign_vesting(kind, beneficiary, total)
		}

		/// Gives a schedule to another account, with what of it is vested and unclaimed. By `DaoOrigin`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::move_vesting())]
		pub fn move_vesting(
			origin: OriginFor<T>,
			kind: VestingKind,
			from: T::AccountId,
			to: T::AccountId,
		) -> DispatchResult {
			T::DaoOrigin::ensure_origin(origin)?;
			Self::do_move_vesting(kind, from, to)
		}

		/// Pays DMC of the foundation, at most floor(10M / 36) in a month of the calendar. By `DaoOrigin`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::spend_foundation())]
		pub fn spend_foundation(
			origin: OriginFor<T>,
			beneficiary: T::AccountId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			T::DaoOrigin::ensure_origin(origin)?;
			Self::do_spend_foundation(beneficiary, amount)
		}

		/// Pays the caller its claimable credit. By the account that the credit belongs to.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::claim_credit())]
		pub fn claim_credit(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim_credit(who)
		}
	}
}
