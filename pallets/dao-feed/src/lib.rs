#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
mod try_state;
pub mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

/// What the benchmarks cannot make by themselves.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper {
	/// Creates the wrapped asset.
	fn create_wrapped_asset();
	/// Creates a product that can be paid.
	fn payable_product() -> dmex_primitives::ProductId;
}

#[frame_support::pallet]
pub mod pallet {
	#[cfg(feature = "runtime-benchmarks")]
	use super::BenchmarkHelper;
	use super::{types::*, WeightInfo};
	use dmex_primitives::{AssetKind, Balance, Calendar, CoinId, Day, NodeId, Power, ProductId, ProductPay};
	use frame_support::{pallet_prelude::*, traits::fungibles, PalletId};
	use frame_system::pallet_prelude::*;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// What the feed needs from the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Days and blocks.
		type Calendar: Calendar;
		/// The DAO.
		type FeedOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Issues the wrapped asset.
		type Assets: fungibles::Mutate<Self::AccountId, AssetId = AssetKind, Balance = Balance>;
		/// The wrapped asset of deposits: IFIL.
		#[pallet::constant]
		type WrappedAsset: Get<AssetKind>;
		/// Takes payouts for products.
		type Products: ProductPay<Self::AccountId>;
		/// Where a payout lies between its issue and its booking.
		#[pallet::constant]
		type PalletId: Get<PalletId>;
		/// Most coins that days are recorded of. Each costs one read in every block.
		#[pallet::constant]
		type MaxCoins: Get<u32>;
		/// Weights.
		type WeightInfo: WeightInfo;
		/// What the benchmarks cannot make by themselves.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// The latest record of each node.
	#[pallet::storage]
	pub type Nodes<T: Config> = StorageMap<_, Blake2_128Concat, NodeId, NodeRecord<T::AccountId>>;

	/// The coins that have a market, each once.
	#[pallet::storage]
	pub type Coins<T: Config> = StorageValue<_, BoundedVec<CoinId, T::MaxCoins>, ValueQuery>;

	/// How far the days of a coin are recorded and due.
	#[pallet::storage]
	pub type Markets<T: Config> = StorageMap<_, Twox64Concat, CoinId, Market>;

	/// The recorded days of each coin: all from `Market::recorded_from` to `Market::recorded_through`.
	#[pallet::storage]
	pub type Days<T: Config> = StorageDoubleMap<_, Twox64Concat, CoinId, Twox64Concat, Day, DayRecord>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A node was attested.
		NodeReported {
			/// The node.
			node: NodeId,
			/// The issuer that its owner has bound it to.
			issuer: T::AccountId,
			/// Effective quality-adjusted power.
			quality_adjusted: Power,
			/// Raw power.
			raw: Power,
		},
		/// A day was recorded.
		DayReported {
			/// The coin.
			coin: CoinId,
			/// The day.
			day: Day,
			/// Reward of one unit of power, in the smallest unit of the wrapped asset.
			reward: Balance,
			/// The block in which its pay falls due.
			due_at: BlockNumberFor<T>,
		},
		/// The pay of a day has fallen due.
		DayDue {
			/// The coin.
			coin: CoinId,
			/// The day.
			day: Day,
		},
		/// A deposit was credited.
		DepositCredited {
			/// Who got it.
			who: T::AccountId,
			/// How much of the wrapped asset was issued.
			amount: Balance,
		},
		/// A payout was booked as pay of a product.
		ProductPaid {
			/// The product.
			product: ProductId,
			/// How much of the wrapped asset was issued for it.
			amount: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The amount is 0: give a positive one.
		ZeroAmount,
		/// The day is not over: report it from the first block of the next one on.
		DayNotOver,
		/// Days are reported in sequence and once: report the day after the last recorded one.
		DayOutOfSequence,
		/// No room for another coin.
		TooManyCoins,
		/// Quality-adjusted power is at most ten times raw power: correct the record.
		PowerOutOfRange,
		/// The chain is too old for this day to have a due block.
		BlockOutOfRange,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T>
	where
		BlockNumberFor<T>: From<dmex_primitives::BlockNumber>,
	{
		/// Lets at most one day of each coin fall due.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::advance_due_days();
			T::WeightInfo::on_initialize(T::MaxCoins::get())
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T>
	where
		BlockNumberFor<T>: From<dmex_primitives::BlockNumber>,
	{
		/// Records a node's power and the issuer that its owner has bound it to.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::report_node())]
		pub fn report_node(
			origin: OriginFor<T>,
			node: NodeId,
			issuer: T::AccountId,
			quality_adjusted: Power,
			raw: Power,
		) -> DispatchResult {
			T::FeedOrigin::ensure_origin(origin)?;
			Self::do_report_node(node, issuer, quality_adjusted, raw)
		}

		/// Records the reward that one unit of power earned on `day`, in the smallest unit of the wrapped asset.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::report_day())]
		pub fn report_day(origin: OriginFor<T>, coin: CoinId, day: Day, reward: Balance) -> DispatchResult {
			T::FeedOrigin::ensure_origin(origin)?;
			Self::do_report_day(coin, day, reward)
		}

		/// Issues `amount` of the wrapped asset to `who`, whose deposit has arrived.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::credit_deposit())]
		pub fn credit_deposit(origin: OriginFor<T>, who: T::AccountId, amount: Balance) -> DispatchResult {
			T::FeedOrigin::ensure_origin(origin)?;
			Self::do_credit_deposit(who, amount)
		}

		/// Issues `amount` of the wrapped asset as pay of `product`, whose payout has arrived.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::pay_product())]
		pub fn pay_product(origin: OriginFor<T>, product: ProductId, amount: Balance) -> DispatchResult {
			T::FeedOrigin::ensure_origin(origin)?;
			Self::do_pay_product(product, amount)
		}
	}
}
