#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;
pub use runtime_api::*;
pub use types::*;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
pub mod runtime_api;
#[cfg(test)]
mod tests;
mod try_state;
mod types;
pub mod weights;

use sp_arithmetic::Permill;

/// Due days that are open, or judged days in a row that were bad, at which a product is in breach (§4).
pub const BREACH_DAYS: u32 = 7;
/// A day is good if more than this percentage of what fell due came in (§4).
pub const GOOD_ABOVE_PERCENT: u32 = 80;
/// Good days since a freeze after which anyone may unfreeze (§4).
pub const GOOD_DAYS_TO_UNFREEZE: u32 = 7;
/// Days after which a freeze that the DAO decided without breach lapses (§4).
pub const DECISION_FREEZE_DAYS: u32 = 7;
/// Days after which anyone may terminate a product that was frozen in breach (§4).
pub const IDLE_DAYS: u32 = 30;
/// Bond of a product, of its sale value (§3).
pub const BOND_SHARE: Permill = Permill::from_percent(5);

#[cfg(feature = "runtime-benchmarks")]
use dmex_primitives::{AssetKind, ProductId, Serial};

/// Sets up what benchmarks need of hashrate NFTs and of assets.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// An asset that exists: one of `pallet-assets`, as it costs more than DMC.
	fn asset() -> AssetKind;

	/// An active product priced in that asset, with an NFT that has begun to earn, and with its books open here. Returns the
	/// product, the NFT and its owner. Its node has delivered nothing, so that the whole price can be refunded.
	fn active_product() -> (ProductId, Serial, AccountId);
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use dmex_primitives::{
		AssetKind, Balance, BlockNumber, Calendar, Day, PledgedIncome, ProductControl, ProductId, Revenue,
		RevenueSource, Serial,
	};
	use frame_support::{pallet_prelude::*, traits::fungibles, PalletId};
	use frame_system::pallet_prelude::*;

	/// The storage layout of this version.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Hashrate NFTs tell of sales and days through [`dmex_primitives::Escrow`], which this pallet implements.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// DMC and the assets that products are priced in.
		type Assets: fungibles::Inspect<Self::AccountId, AssetId = AssetKind, Balance = Balance>
			+ fungibles::Mutate<Self::AccountId>;

		/// States and owners: hashrate NFTs.
		type Products: ProductControl<Self::AccountId>;

		/// What is told of refunds of pledged NFTs: lending.
		type Pledged: PledgedIncome<Self::AccountId>;

		/// Takes sale fees and dust.
		type Revenue: Revenue<Self::AccountId>;

		/// Days, and the current block.
		type Calendar: Calendar;

		/// Who freezes without breach, resumes and terminates: the DAO (row 5).
		type DecisionOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Derives the account that holds all money.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Freezes without breach that may run at a time. At least 1; some dozens, as all are read in each block.
		#[pallet::constant]
		type MaxDecisionFreezes: Get<u32>;

		/// Freezes that the hook ends in one block; what is more waits for the next. At least 1.
		#[pallet::constant]
		type MaxLapsesPerBlock: Get<u32>;

		/// The most that one [`ProductControl::catch_up`] costs. Part of the weight of each call that asks for it.
		type CatchUpWeight: Get<Weight>;

		/// Weights of the calls and of the hook.
		type WeightInfo: WeightInfo;

		/// Makes products for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// The books of every product from its listing until its last NFT is gone. For each asset, the account of the pallet holds
	/// at least: the sum of [`Book::held`] + [`CreditTotals`] + [`RevenueDue`] + one minimum balance if [`Seeded`].
	#[pallet::storage]
	pub type Books<T: Config> = StorageMap<_, Twox64Concat, ProductId, Book<T::AccountId>, OptionQuery>;

	/// NFTs by the first day that they earn. Until the product is over, `slices` and `remainders` are the sums over the NFTs,
	/// and those of the cohorts that have begun sum up to those of the book. It goes with its last NFT.
	#[pallet::storage]
	pub type Cohorts<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ProductId, Twox64Concat, Day, Cohort, OptionQuery>;

	/// What was paid for each NFT. Until the product is over, the prices sum up to `deposited` of the book.
	#[pallet::storage]
	pub type Deposits<T: Config> = StorageMap<_, Twox64Concat, (ProductId, Serial), Deposit, OptionQuery>;

	/// Payouts that their receiver could not take. Never 0.
	#[pallet::storage]
	pub type Credits<T: Config> =
		StorageDoubleMap<_, Twox64Concat, AssetKind, Blake2_128Concat, T::AccountId, Balance, OptionQuery>;

	/// The sum of [`Credits`] in each asset. Never 0.
	#[pallet::storage]
	pub type CreditTotals<T: Config> = StorageMap<_, Twox64Concat, AssetKind, Balance, OptionQuery>;

	/// Income of the protocol that its ledger could not take yet. Offered again with the next one of the same kind. Never 0.
	#[pallet::storage]
	pub type RevenueDue<T: Config> =
		StorageDoubleMap<_, Twox64Concat, AssetKind, Twox64Concat, RevenueSource, Balance, OptionQuery>;

	/// Assets of which the account holds one minimum balance besides what is booked, so that it outlives every payout. The
	/// issuer of the first product in an asset pays it, once for good.
	#[pallet::storage]
	pub type Seeded<T: Config> = StorageMap<_, Twox64Concat, AssetKind, (), OptionQuery>;

	/// The freezes without breach, exactly, in the order in which the hook ends them.
	#[pallet::storage]
	pub type Lapses<T: Config> = StorageValue<_, BoundedVec<Lapse, T::MaxDecisionFreezes>, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A product was listed: its books are open, its bond is here.
		BookOpened {
			/// The product.
			product: ProductId,
			/// Who paid the bond.
			issuer: T::AccountId,
			/// What it is priced in.
			asset: AssetKind,
			/// The bond.
			bond: Balance,
			/// Paid besides, to keep the account alive: by the first product in an asset.
			seed: Balance,
		},
		/// An NFT was sold: its price is here.
		Deposited {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// Who paid.
			payer: T::AccountId,
			/// The price.
			price: Balance,
			/// The first day that it earns.
			first_day: Day,
			/// Days that it earns.
			days: u32,
		},
		/// NFTs begin to earn.
		CohortBegan {
			/// The product.
			product: ProductId,
			/// Their first day.
			first_day: Day,
			/// How many.
			nfts: u32,
			/// What a full day releases of their prices.
			slices: Balance,
		},
		/// A day closed: its share of the slices was released. `gross` = `fee` + `bond` + `paid`.
		Released {
			/// The product.
			product: ProductId,
			/// The day.
			day: Day,
			/// Released.
			gross: Balance,
			/// Sale fee.
			fee: Balance,
			/// Added to the bond.
			bond: Balance,
			/// For the issuer.
			paid: Balance,
		},
		/// A day of a frozen product closed: its release waits.
		Withheld {
			/// The product.
			product: ProductId,
			/// The day.
			day: Day,
			/// Withheld, gross.
			amount: Balance,
		},
		/// What was withheld was released. `gross` = `fee` + `bond` + `paid`.
		WithheldReleased {
			/// The product.
			product: ProductId,
			/// Released.
			gross: Balance,
			/// Sale fee.
			fee: Balance,
			/// Added to the bond.
			bond: Balance,
			/// For the issuer.
			paid: Balance,
		},
		/// A day's pay fell due and was judged.
		DayJudged {
			/// The product.
			product: ProductId,
			/// The day.
			day: Day,
			/// What fell due.
			due: Balance,
			/// What came in meanwhile.
			received: Balance,
			/// Days in a row that were bad, this one included; 0 if it was good.
			bad_days: u32,
		},
		/// A product was frozen.
		Frozen {
			/// The product.
			product: ProductId,
			/// The block from which anyone may end it; none if the breach predicate holds.
			lapses: Option<BlockNumber>,
		},
		/// A product is active again.
		Unfrozen {
			/// The product.
			product: ProductId,
			/// Whether a freeze without breach has lapsed; otherwise the issuer has made good.
			lapsed: bool,
		},
		/// The DAO let a product go on.
		Resumed {
			/// The product.
			product: ProductId,
			/// Unpaid days that were struck and appended at the end.
			struck_days: u32,
		},
		/// A freeze could not be ended by the hook. It tries again a day later, and anyone may call `unfreeze`.
		LapseFailed {
			/// The product.
			product: ProductId,
			/// Why.
			error: DispatchError,
		},
		/// A product ended in breach.
		Terminated {
			/// The product.
			product: ProductId,
			/// Can be claimed for its NFTs.
			refundable: Balance,
			/// The bond, which they share.
			slashed: Balance,
		},
		/// A product ended without ever starting.
		Cancelled {
			/// The product.
			product: ProductId,
			/// Can be claimed for its NFTs.
			refundable: Balance,
			/// Went back to the issuer.
			bond: Balance,
		},
		/// A product ran to its end, or until the gateway wound down.
		Expired {
			/// The product.
			product: ProductId,
			/// Can be claimed for its NFTs.
			refundable: Balance,
			/// Went back to the issuer.
			bond: Balance,
		},
		/// A refund was paid.
		RefundClaimed {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// Its owner.
			owner: T::AccountId,
			/// Who was paid: the owner, or for a pledged NFT what its loan says.
			to: T::AccountId,
			/// Unreleased price.
			refund: Balance,
			/// Share in the slashed bond.
			bond_share: Balance,
		},
		/// The booking of an NFT is gone: there is nothing to be claimed for it.
		NftClosed {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
		},
		/// The books of a product are gone.
		BookClosed {
			/// The product.
			product: ProductId,
			/// What rounding left over, for revenue.
			dust: Balance,
		},
		/// A payout could not be taken by its receiver: it waits for `claim_credit`.
		CreditBooked {
			/// What in.
			asset: AssetKind,
			/// The receiver.
			who: T::AccountId,
			/// How much.
			amount: Balance,
		},
		/// A credit was paid.
		CreditClaimed {
			/// What in.
			asset: AssetKind,
			/// The receiver.
			who: T::AccountId,
			/// How much.
			amount: Balance,
		},
		/// The revenue ledger took less than it was offered: the rest waits here.
		RevenueDeferred {
			/// What in.
			asset: AssetKind,
			/// Where it comes from.
			source: RevenueSource,
			/// All that waits.
			amount: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such product, or all of it is gone. Check its number.
		UnknownProduct,
		/// The books of this product are open already: a product is listed once.
		AlreadyOpen,
		/// The payer's balance does not cover the amount and its minimum balance besides. Fund the account.
		InsufficientFunds,
		/// An NFT cannot be sold for nothing.
		ZeroPrice,
		/// An NFT that earns no day cannot be sold.
		ZeroTerm,
		/// This NFT was paid for already.
		AlreadyDeposited,
		/// Prices are taken while the product is neither frozen nor over.
		NotRunning,
		/// A day of these NFTs has closed: none can join them any more. It earns from a later day on.
		CohortHasEarned,
		/// NFTs that earn from the same day on earn the same days, and all NFTs of a product end together.
		TermMismatch,
		/// No NFT earns from this day on.
		UnknownCohort,
		/// These NFTs earn already.
		CohortHasBegun,
		/// Days close, and are judged, once each and in order.
		DayOutOfOrder,
		/// Not more than the whole of a day can be delivered.
		InvalidDelivery,
		/// A day on which nothing falls due is not judged.
		ZeroDue,
		/// The product is over: its money can only be claimed.
		AlreadyOver,
		/// A product of which a day has closed cannot be cancelled.
		HasStarted,
		/// The product is frozen already. It ends by `unfreeze`, `resume` or `terminate`.
		AlreadyFrozen,
		/// Only active products can be frozen.
		NotActive,
		/// The product's last day is over, and it is not in breach: it cannot be frozen any more.
		ProductEnded,
		/// Days of the product are waiting to be closed and judged. Advance it first, then call again.
		NotCaughtUp,
		/// Fewer than 7 due days are open, and on fewer than 7 in a row too little came in. Only the DAO can freeze it, before its
		/// end.
		NotInBreach,
		/// As many products are frozen without breach as may be at a time. Wait until one of these freezes has ended.
		TooManyFreezes,
		/// The product is not frozen.
		NotFrozen,
		/// Due days are open: they have to be paid before anyone can unfreeze.
		HasArrears,
		/// Fewer than 7 days since the freeze were good, and more are to come. Wait, or let the DAO decide.
		TooFewGoodDays,
		/// The last 7 days were bad, so that it would be frozen again at once.
		StillInBreach,
		/// The product was frozen without breach, so that nobody can terminate it. The freeze lapses by itself.
		FrozenWithoutBreach,
		/// The DAO has 30 days from the freeze on to decide. Wait.
		DecisionPending,
		/// The issuer has made good: call `unfreeze`.
		Recovered,
		/// Refunds can be claimed when the product is over.
		NotOver,
		/// There is no such NFT, or it is gone.
		UnknownNft,
		/// Only the owner of the NFT can claim for it.
		NotOwner,
		/// The refund of this NFT was claimed already.
		AlreadyClaimed,
		/// All of this NFT's price was delivered: there is nothing to be refunded.
		NothingToClaim,
		/// The books of a product stay until nothing is left to be claimed for its NFTs.
		NftsLeft,
		/// This account has no credit in this asset.
		CreditNotFound,
		/// The account still cannot take its credit: it is below the asset's minimum balance, or blocked. Fund it first.
		CannotReceive,
		/// An amount goes beyond the range of numbers.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::lapse_due()
		}

		fn integrity_test() {
			assert!(
				T::MaxDecisionFreezes::get() > 0,
				"the DAO must be able to freeze a product"
			);
			assert!(
				T::MaxLapsesPerBlock::get() > 0,
				"freezes without breach must end by themselves"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Freezes a product that is in breach: 7 due days are open, or on 7 days in a row at most 80% of what fell due came
		/// in. Anyone may, until the product expires. Emits `Frozen`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::freeze().saturating_add(T::CatchUpWeight::get()))]
		pub fn freeze(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_freeze(product)
		}

		/// The DAO freezes a product. Without breach this is possible until its last day is over, and lapses after 7 days; with it,
		/// it is the freeze that anyone could have called. Emits `Frozen`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::freeze_by_decision().saturating_add(T::CatchUpWeight::get()))]
		pub fn freeze_by_decision(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin)?;
			Self::do_freeze_by_decision(product)
		}

		/// Ends a freeze whose issuer has made good (no due day is open, and 7 days since were good or none is to come), or a freeze
		/// without breach that has lapsed. Pays out what was withheld. Anyone may. Emits `Unfrozen` and `WithheldReleased`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::unfreeze().saturating_add(T::CatchUpWeight::get()))]
		pub fn unfreeze(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_unfreeze(product)
		}

		/// The DAO lets a frozen product go on: unpaid frozen days are struck and appended at the end, what was withheld is paid
		/// out, bad days count from zero. Emits `Resumed` and `WithheldReleased`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::resume().saturating_add(T::CatchUpWeight::get()))]
		pub fn resume(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin)?;
			Self::do_resume(product)
		}

		/// The DAO ends a product that was frozen in breach. What was not released, with the bond, can be claimed for its NFTs.
		/// Emits `Terminated`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::terminate().saturating_add(T::CatchUpWeight::get()))]
		pub fn terminate(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			T::DecisionOrigin::ensure_origin(origin)?;
			Self::do_terminate(product)
		}

		/// Like `terminate`, by anyone, when the DAO has decided nothing for 30 days and the issuer has not made good. Emits
		/// `Terminated`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::terminate_idle().saturating_add(T::CatchUpWeight::get()))]
		pub fn terminate_idle(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_terminate_idle(product)
		}

		/// Pays what is left of an NFT's price, and its share in a slashed bond, once the product is over. By the NFT's owner;
		/// paid to the owner, or for a pledged NFT to whom its loan says. Emits `RefundClaimed`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::claim_refund())]
		pub fn claim_refund(origin: OriginFor<T>, product: ProductId, serial: Serial) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim_refund(who, product, serial)
		}

		/// Pays the caller's credit in an asset. Emits `CreditClaimed`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::claim_credit())]
		pub fn claim_credit(origin: OriginFor<T>, asset: AssetKind) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim_credit(who, asset)
		}
	}
}
