#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
pub mod market_types;
pub mod runtime_api;
pub mod try_state;
pub mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use impls::custody::HashrateLocker;
pub use market_types::*;
pub use types::*;
pub use weights::WeightInfo;

/// Target of the pallet's log lines.
pub const LOG_TARGET: &str = "runtime::hashrate-nft";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::{string::String, vec::Vec};
	use dmex_primitives::{
		constants::IFIL, AssetKind, Balance, BlockNumber, Calendar, CoinId, CustodyState, Day,
		IssuerIdentity, MarketOracle, NodeId, NodeOracle, PledgedIncome, Power, ProductId, Serial,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungibles, StorageVersion},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_arithmetic::Permill;
	use sp_core::H256;

	/// The layout of storage that this code expects.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Hashrate products, their NFTs, and the daily pay of both.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs of the runtime.
	///
	/// Nobody else may create collections in `pallet-nfts` (`CreateOrigin`, `ForceOrigin`: nobody), whose trading, attributes,
	/// approvals and swaps are off (`Features`) and whose `Locker` is [`HashrateLocker`].
	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event<Self>>>
		+ pallet_nfts::Config<CollectionId = u32, ItemId = u32>
	{
		/// DMC and the assets: prices, pay, and holds of bids and offers.
		type Assets: fungibles::Inspect<Self::AccountId, AssetId = AssetKind, Balance = Balance>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Reasons of holds of the whole runtime.
		type RuntimeHoldReason: From<HoldReason>;

		/// The money of buyers, and bonds.
		type Escrow: dmex_primitives::Escrow<Self::AccountId>;

		/// Power of provider nodes.
		type NodeOracle: NodeOracle<Self::AccountId>;

		/// Rewards of days.
		type MarketOracle: MarketOracle;

		/// Who may issue products.
		type IssuerIdentity: IssuerIdentity<Self::AccountId>;

		/// Where income of pledged NFTs goes.
		type PledgedIncome: PledgedIncome<Self::AccountId>;

		/// Takes trade fees and what rounding leaves over.
		type Revenue: dmex_primitives::Revenue<Self::AccountId>;

		/// Days in blocks.
		type Calendar: Calendar;

		/// Approves and rejects products and later disclosures (row 1 of the DAO's table).
		type ApproveOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Adds coins to the registry, opens and closes them (row 10 of the DAO's table).
		type CoinOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Share of a release that goes to revenue, fixed when a product is listed. At most 5%.
		type SaleFee: Get<Permill>;

		/// Share of a price between holders, fixed when the NFT is put up for sale. At most 5%.
		type TradeFee: Get<Permill>;

		/// Share of the trade fee that goes to the issuer.
		type RoyaltyShare: Get<Permill>;

		/// The account that pay waits in, and that owns the collections, is derived from it.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Days that one step of a product closes or judges at most; 2 to 32.
		#[pallet::constant]
		type MaxDaySteps: Get<u32>;

		/// Products that a block takes from the queue of ticks at most; above 0.
		#[pallet::constant]
		type MaxTicks: Get<u32>;

		/// NFTs that a block pays out by itself at most, and a call of `distribute`; above 0.
		#[pallet::constant]
		type MaxReceipts: Get<u32>;

		/// Open offers of one account; above 0.
		#[pallet::constant]
		type MaxOffers: Get<u32>;

		/// Auctions that may end in one block; above 0.
		#[pallet::constant]
		type MaxAuctionEnds: Get<u32>;

		/// Weights of the calls and of the hook.
		type WeightInfo: WeightInfo;
	}

	/// Why an account's money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// It is the highest bid of an auction.
		Bid,
		/// It stands behind an offer to buy an NFT.
		Offer,
	}

	/// The coin registry. FIL is 0.
	#[pallet::storage]
	pub type Coins<T> = StorageMap<_, Twox64Concat, CoinId, Coin>;

	/// Coins that were ever added: the id of the next one.
	#[pallet::storage]
	pub type NextCoin<T> = StorageValue<_, CoinId, ValueQuery>;

	/// The power ledger: what is sold of each node, and what the node has paid and its products have not drawn yet. An entry goes when
	/// nothing is sold.
	#[pallet::storage]
	pub type Nodes<T> = StorageMap<_, Blake2_128Concat, NodeId, NodePower, ValueQuery>;

	/// Products that were ever listed: the id of the next one.
	#[pallet::storage]
	pub type NextProduct<T> = StorageValue<_, ProductId, ValueQuery>;

	/// The products, until their last NFT is gone.
	#[pallet::storage]
	pub type Products<T: Config> = StorageMap<_, Twox64Concat, ProductId, Product<T::AccountId>>;

	/// What stays of a product for ever.
	#[pallet::storage]
	pub type Records<T: Config> = StorageMap<_, Twox64Concat, ProductId, Record<T::AccountId>>;

	/// A later disclosure that waits for the DAO.
	#[pallet::storage]
	pub type PendingDisclosures<T> = StorageMap<_, Twox64Concat, ProductId, Disclosure>;

	/// The disclosure in force, where it is not the one that was listed.
	#[pallet::storage]
	pub type Disclosures<T> = StorageMap<_, Twox64Concat, ProductId, Disclosure>;

	/// Daily pay and counts of the products from approval on.
	#[pallet::storage]
	pub type Books<T> = StorageMap<_, Twox64Concat, ProductId, Book>;

	/// NFTs by the first day that they earn. Sum of `count` of a product = `alive` of its book. A cohort goes with its last NFT.
	#[pallet::storage]
	pub type Cohorts<T> = StorageDoubleMap<_, Twox64Concat, ProductId, Twox64Concat, Day, Cohort>;

	/// The NFTs that exist; their owners are in `pallet-nfts`.
	#[pallet::storage]
	pub type Nfts<T> = StorageDoubleMap<_, Twox64Concat, ProductId, Twox64Concat, Serial, Nft>;

	/// What accounts could not be paid because they would have stayed below the asset's minimum balance, or are frozen.
	#[pallet::storage]
	pub type Credits<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, AssetKind, Blake2_128Concat, T::AccountId, Balance, ValueQuery>;

	/// Sum of all credits in an asset.
	#[pallet::storage]
	pub type CreditTotals<T> = StorageMap<_, Blake2_128Concat, AssetKind, Balance, ValueQuery>;

	/// Dust of products that are gone, which revenue could not take yet.
	#[pallet::storage]
	pub type Dust<T> = StorageMap<_, Blake2_128Concat, AssetKind, Balance, ValueQuery>;

	/// Assets in which the pallet's account has its own minimum balance, which the first payer has given on top.
	#[pallet::storage]
	pub type Seeded<T> = StorageMap<_, Blake2_128Concat, AssetKind, ()>;

	/// Listings of an account are void if they were made in another epoch. Raised by cancelling all of them: what stays says that void
	/// ones stay void. Who owns no NFT any more needs no entry, and loses it by cancelling once more.
	#[pallet::storage]
	pub type OrderEpochs<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	// Market.

	/// Auctions that were ever opened: the id of the next one.
	#[pallet::storage]
	pub type NextAuction<T> = StorageValue<_, AuctionId, ValueQuery>;

	/// Auctions that are not closed. Bids are held on the bidders' accounts.
	#[pallet::storage]
	pub type Auctions<T: Config> = StorageMap<_, Twox64Concat, AuctionId, Auction<T::AccountId>>;

	/// Offers that were ever made: the id of the next one.
	#[pallet::storage]
	pub type NextOffer<T> = StorageValue<_, OfferId, ValueQuery>;

	/// Open offers. Their prices are held on the accounts of who made them.
	#[pallet::storage]
	pub type Offers<T: Config> = StorageMap<_, Twox64Concat, OfferId, Offer<T::AccountId>>;

	/// Open offers by account. An account without any has no entry.
	#[pallet::storage]
	pub type OffersOf<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<OfferId, <T as Config>::MaxOffers>,
		ValueQuery,
	>;

	/// Held money whose order is over and that could not be released. Held for bids (offers) in all = bids (offers) that are open +
	/// the sum of these.
	#[pallet::storage]
	pub type StuckHolds<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, AssetKind, Blake2_128Concat, T::AccountId, Stuck, ValueQuery>;

	/// What happens by itself, by block and place in it.
	#[pallet::storage]
	pub type Agenda<T> = StorageDoubleMap<_, Twox64Concat, BlockNumber, Twox64Concat, u32, Due>;

	/// Places on the agenda of a block, used up or not.
	#[pallet::storage]
	pub type AgendaLengths<T> = StorageMap<_, Twox64Concat, BlockNumber, u32, ValueQuery>;

	/// Where the agenda stands. `None` while it is empty; `pending` = entries of `Agenda`.
	#[pallet::storage]
	pub type AgendaCursors<T> = StorageValue<_, AgendaCursor>;

	/// Products that wait for their daily step; one place each, from approval until they are over.
	#[pallet::storage]
	pub type Ticks<T> = StorageMap<_, Twox64Concat, u64, Tick>;

	/// Ends of the queue of ticks.
	#[pallet::storage]
	pub type TickEnds<T> = StorageValue<_, QueueEnds, ValueQuery>;

	/// Products whose NFTs are to be paid out; at most one place each.
	#[pallet::storage]
	pub type Receipts<T> = StorageMap<_, Twox64Concat, u64, Receipt>;

	/// Ends of the queue of receipts.
	#[pallet::storage]
	pub type ReceiptEnds<T> = StorageValue<_, QueueEnds, ValueQuery>;

	/// The one NFT that may be moved or burnt in `pallet-nfts` right now. Never set between two calls.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type Settling<T> = StorageValue<_, (ProductId, Serial)>;

	/// Genesis: the coins.
	#[pallet::genesis_config]
	#[derive(frame_support::DebugNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Symbol, unit of power and wrapped asset of each coin. The first is FIL.
		pub coins: Vec<(String, String, AssetKind)>,
		/// Nothing.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				coins: alloc::vec![("FIL".into(), "GiB".into(), AssetKind::WithId(IFIL))],
				_config: PhantomData,
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::build_genesis(&self.coins);
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A coin was added to the registry.
		CoinAdded {
			/// Its id.
			coin: CoinId,
			/// The asset that it is paid in.
			asset: AssetKind,
		},
		/// A coin was opened to listings, or closed.
		CoinOpenSet {
			/// The coin.
			coin: CoinId,
			/// Whether it is open.
			open: bool,
		},
		/// A product waits for the DAO.
		Listed {
			/// The product.
			product: ProductId,
			/// Who lists it.
			issuer: T::AccountId,
			/// The node.
			node: NodeId,
			/// Power of all its NFTs, which approval reserves.
			power: Power,
			/// Taken from the issuer, in the price asset.
			bond: Balance,
			/// Hash of its terms.
			terms_hash: H256,
		},
		/// The DAO has approved a product: its power is reserved, its collection exists.
		Approved {
			/// The product.
			product: ProductId,
		},
		/// The DAO has rejected a product.
		Rejected {
			/// The product.
			product: ProductId,
		},
		/// A product never starts: prices are refunded in full.
		Cancelled {
			/// The product.
			product: ProductId,
		},
		/// A product has started.
		Activated {
			/// The product.
			product: ProductId,
		},
		/// Releases of a product are withheld and its market is shut.
		Frozen {
			/// The product.
			product: ProductId,
		},
		/// A frozen product runs on.
		Unfrozen {
			/// The product.
			product: ProductId,
		},
		/// A frozen product runs on; days were struck and appended at the end.
		Resumed {
			/// The product.
			product: ProductId,
			/// Days struck.
			days: u32,
			/// The day after the last now.
			end_day: Day,
		},
		/// A product has ended in breach.
		Terminated {
			/// The product.
			product: ProductId,
		},
		/// A product has run to its end.
		Expired {
			/// The product.
			product: ProductId,
			/// Days that had fallen due and stay unpaid.
			given_up: u32,
		},
		/// Nothing of a product is left but its record.
		ProductClosed {
			/// The product.
			product: ProductId,
			/// What divisions left over of its pay, for revenue.
			dust: Balance,
		},
		/// A later disclosure waits for the DAO.
		DisclosureAppended {
			/// The product.
			product: ProductId,
			/// Hash of the document.
			hash: H256,
		},
		/// A later disclosure is in force.
		DisclosureAccepted {
			/// The product.
			product: ProductId,
			/// Hash of the document.
			hash: H256,
			/// The chain of disclosures now.
			chain: H256,
		},
		/// A later disclosure was refused.
		DisclosureRefused {
			/// The product.
			product: ProductId,
			/// Hash of the document.
			hash: H256,
		},
		/// Power of a node was reserved, or given back.
		PowerReserved {
			/// The node.
			node: NodeId,
			/// Power that is reserved on it now, by everybody.
			reserved: Power,
		},
		/// An NFT was sold and minted.
		Sold {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// Who bought it.
			buyer: T::AccountId,
			/// In the price asset, now in escrow.
			price: Balance,
			/// The first day that it earns.
			first_day: Day,
		},
		/// An NFT has a new owner.
		Moved {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// Who had it.
			from: T::AccountId,
			/// Who has it.
			to: T::AccountId,
		},
		/// Somebody has his hand on an NFT now, or none has.
		CustodyChanged {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// The state now.
			custody: CustodyState,
		},
		/// An NFT of a product that is over is gone: nothing was left to be claimed.
		Burnt {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
		},
		/// Pay of a product came in.
		Paid {
			/// The product.
			product: ProductId,
			/// Who paid.
			from: T::AccountId,
			/// In the coin's asset.
			amount: Balance,
		},
		/// A node has paid to its products, which draw their shares with their next step.
		NodePaid {
			/// The node.
			node: NodeId,
			/// The payout, in the coin's asset.
			amount: Balance,
			/// Of it, what its products share by power.
			shared: Balance,
		},
		/// A product has drawn its share of what its node has paid: a payment like any other.
		ShareDrawn {
			/// The product.
			product: ProductId,
			/// In the coin's asset.
			amount: Balance,
		},
		/// A day's pay is complete, or was enough at its due time.
		DayClosed {
			/// The product.
			product: ProductId,
			/// The day.
			day: Day,
			/// What was expected.
			expected: Balance,
			/// What was paid.
			paid: Balance,
			/// NFTs that share it.
			live: u32,
		},
		/// Income of an NFT was paid out.
		IncomePaid {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// Who was paid.
			to: T::AccountId,
			/// In the coin's asset.
			amount: Balance,
		},
		/// An account could not be paid; it can claim the amount.
		CreditBooked {
			/// Whose credit it is.
			who: T::AccountId,
			/// The asset.
			asset: AssetKind,
			/// The amount.
			amount: Balance,
		},
		/// A claimable credit was paid.
		CreditClaimed {
			/// Whose credit it was.
			who: T::AccountId,
			/// The asset.
			asset: AssetKind,
			/// The amount.
			amount: Balance,
		},
		/// An NFT is for sale at a fixed price.
		NftListed {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// Who sells it.
			seller: T::AccountId,
			/// The price.
			price: Balance,
			/// What it is in.
			asset: AssetKind,
			/// Taken from the price.
			fee: TradeFee,
			/// What is for sale.
			offering: Offering,
		},
		/// An NFT is not for sale at a fixed price any more.
		NftUnlisted {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// Who had listed it.
			seller: T::AccountId,
		},
		/// An NFT was sold by one holder to another: by listing, auction or offer.
		Traded {
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// Who sold it.
			seller: T::AccountId,
			/// Who bought it.
			buyer: T::AccountId,
			/// What the price is in.
			asset: AssetKind,
			/// What the buyer has paid.
			price: Balance,
			/// What went to revenue of it.
			fee: Balance,
			/// What went to the issuer of it, or became its credit. An issuer that sells has it with the rest of the price.
			royalty: Balance,
		},
		/// An auction has begun.
		AuctionOpened {
			/// The auction.
			auction: AuctionId,
			/// The product.
			product: ProductId,
			/// The NFT; none if one is minted to the winner.
			serial: Option<Serial>,
			/// Who sells it; none for the issuer.
			seller: Option<T::AccountId>,
			/// The lowest first bid.
			reserve: Balance,
			/// The first block in which there is no bidding any more.
			end: BlockNumber,
		},
		/// A holder's NFT is under the hammer.
		NftOnAuction {
			/// The auction.
			auction: AuctionId,
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// What is for sale, at the reserve.
			offering: Offering,
		},
		/// A bid is the highest one and held on the bidder's account.
		BidPlaced {
			/// The auction.
			auction: AuctionId,
			/// Who bids.
			bidder: T::AccountId,
			/// The whole bid.
			amount: Balance,
			/// The end of the auction now.
			end: BlockNumber,
		},
		/// A bid was outbid, or its auction is void: its money is not held any more.
		BidReleased {
			/// The auction.
			auction: AuctionId,
			/// Who had bid.
			bidder: T::AccountId,
			/// The whole bid.
			amount: Balance,
		},
		/// The highest bidder has bought the NFT.
		AuctionSold {
			/// The auction.
			auction: AuctionId,
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
		},
		/// An auction is over without a bid.
		AuctionUnsold {
			/// The auction.
			auction: AuctionId,
		},
		/// The seller has called an auction off before the first bid.
		AuctionCancelled {
			/// The auction.
			auction: AuctionId,
		},
		/// An auction is over without a sale: its market was shut, or the sale could not be carried out.
		AuctionVoided {
			/// The auction.
			auction: AuctionId,
			/// Why; none if the NFT was taken out of a market that was shut.
			reason: Option<DispatchError>,
		},
		/// An offer stands and its price is held.
		OfferMade {
			/// The offer.
			offer: OfferId,
			/// Who would buy.
			who: T::AccountId,
			/// The product.
			product: ProductId,
			/// The NFT; any of the product if it is not named.
			serial: Option<Serial>,
			/// What the price is in.
			asset: AssetKind,
			/// The price.
			price: Balance,
			/// Taken from the price.
			fee: TradeFee,
			/// What the NFT must be like.
			wants: Wants,
			/// The first block in which it is void.
			expiry: BlockNumber,
		},
		/// An offer is over and its price is not held any more.
		OfferClosed {
			/// The offer.
			offer: OfferId,
			/// Who had made it.
			who: T::AccountId,
			/// The price.
			price: Balance,
			/// Why.
			end: OfferEnd,
		},
		/// An owner has sold to an offer.
		OfferAccepted {
			/// The offer.
			offer: OfferId,
			/// The product.
			product: ProductId,
			/// The NFT.
			serial: Serial,
			/// Who sold it.
			seller: T::AccountId,
		},
		/// All listings of an account are void, all its offers are taken back.
		OrdersCancelled {
			/// The account.
			who: T::AccountId,
			/// Its listings count in this epoch only; 0 if it owns no NFT.
			epoch: u32,
		},
		/// Money of an order that is over is still held, because the account or the asset is frozen.
		HoldStuck {
			/// Whose money.
			who: T::AccountId,
			/// The asset.
			asset: AssetKind,
			/// How much.
			amount: Balance,
		},
		/// Money that had stayed held is free.
		HoldWithdrawn {
			/// Whose money.
			who: T::AccountId,
			/// The asset.
			asset: AssetKind,
			/// How much.
			amount: Balance,
		},
		/// NFTs of a product could not be paid out by themselves. It is tried again after all others that wait; meanwhile anyone
		/// may `claim`.
		ReceiptFailed {
			/// The product.
			product: ProductId,
			/// Why.
			error: DispatchError,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such coin in the registry. The `Coins` query lists them.
		CoinNotFound,
		/// The DAO has closed this coin to new products.
		CoinClosed,
		/// No more ids are left.
		IdsExhausted,
		/// Symbol or unit is empty or longer than 16 bytes. Shorten it.
		SymbolOutOfBounds,
		/// The asset does not exist. Create it first, or correct the id.
		AssetNotFound,
		/// The issuer has no on-chain identity that a registrar has judged reasonable or known good. Request a judgement first.
		IdentityNotJudged,
		/// An NFT must have power above 0.
		ZeroPower,
		/// A product must have at least one NFT.
		ZeroCount,
		/// Price or reserve must be above 0.
		ZeroPrice,
		/// The amount must be above 0.
		ZeroAmount,
		/// The term must be 1 to 1,278 days.
		TermOutOfRange,
		/// The start day has begun or is over. Choose a later one.
		StartInPast,
		/// The sale must be open for at least one day that is not over, and the last NFT must be sold (by the latest end of an
		/// auction) before the last but one day of the term.
		SaleWindowOutOfRange,
		/// The auction must last at least one block.
		ZeroDuration,
		/// The service fee is above 50%.
		ServiceFeeTooHigh,
		/// A URI is longer than 256 bytes. Shorten it.
		UriTooLong,
		/// The node's id is longer than 32 bytes, or empty.
		NodeIdOutOfBounds,
		/// Count times price, count times power, or an end is beyond the number range. Split the product.
		NumberOutOfRange,
		/// The node is not bound to the caller. Its owner must send the bind memo first.
		NodeNotBound,
		/// The oracle has no record of the node. Wait for the first one.
		NodeUnknown,
		/// The latest record of the node or of the market is older than 36 hours. Wait for the next one.
		OracleStale,
		/// The node has less unsold power than that: 95% of its attested power is all that may be sold.
		PowerExceeded,
		/// More of the node's power is sold than is attested. Nothing is sold until it recovers.
		NodeUndercovered,
		/// More power was to be given back than is reserved.
		PowerNotReserved,
		/// There is no such product, or only its record is left.
		ProductNotFound,
		/// There is no such NFT, or it is gone.
		NftNotFound,
		/// The product does not wait for the DAO.
		NotProposed,
		/// The caller is not the product's issuer.
		NotIssuer,
		/// The caller does not own the NFT.
		NotOwner,
		/// The product cannot be cancelled any more: an NFT is sold or under the hammer, or it has started.
		CannotCancel,
		/// The product is not approved, or has started already.
		NotApproved,
		/// The product's start day has not come.
		NotStarted,
		/// The product does not run: it is not active, or it is frozen.
		NotActive,
		/// The product is not frozen.
		NotFrozen,
		/// The product is not approved, active or frozen.
		NotLive,
		/// The product has ended. What it earned and its refunds can still be claimed.
		ProductEnded,
		/// The product is frozen: its market is shut. Wait until it is unfrozen or resumed.
		ProductFrozen,
		/// A disclosure waits for the DAO already. Wait for its decision.
		DisclosurePending,
		/// No disclosure with this hash waits for the DAO.
		DisclosureNotFound,
		/// The product is sold in another way: by auction, or at a fixed price.
		WrongSaleMode,
		/// The sale has not begun, or is over.
		SaleClosed,
		/// All NFTs of the product are sold.
		SoldOut,
		/// No whole day is left that the NFT could earn.
		NoDaysLeft,
		/// The price is above what the caller would pay. Look at the product again.
		PriceTooHigh,
		/// The issuer cannot buy its own NFTs from itself.
		IssuerCannotBuy,
		/// The product does not take payments: it is not active, or it is over.
		NotPayable,
		/// No NFT of the product is sold, so that nobody could be paid.
		NothingSold,
		/// The first payment in an asset must be above its minimum balance, which stays in the pallet's account.
		BelowSeed,
		/// Nothing is to be claimed.
		NothingToClaim,
		/// No pay of the product waits to be distributed.
		NothingToDistribute,
		/// The account would stay below the asset's minimum balance, or it is frozen. Fund it, or wait until the credit is larger.
		CannotReceive,
		/// The NFT is listed, on auction, staked or pledged. Take it out of there first.
		NotFree,
		/// The NFT is not in the state that it was to be released from.
		CustodyMismatch,
		/// An NFT can only be locked as staked or pledged.
		NotALock,
		/// More days have to be processed than one call can. Call `advance` and try again.
		NotCaughtUp,
		/// A day before the freeze is open. The issuer must pay it before the product can be resumed.
		OpenDayBeforeFreeze,
		/// Days of an earlier resume are not behind all records yet, or one before them is not paid in full. Wait for the oracle or
		/// pay, then try again.
		StruckDaysPending,
		/// The trade fee is above what the caller agrees to. Look at it again.
		FeeTooHigh,
		/// After the trade fee the seller would get less than the asset's minimum balance. Ask or offer more.
		PriceTooLow,
		/// The NFT is not listed at a fixed price.
		NotListed,
		/// The listing is void: its seller has cancelled all listings, or the product was frozen since. It must be listed anew.
		ListingVoid,
		/// Nobody buys from itself.
		CannotBuyOwn,
		/// The account has less than that which is neither held, frozen, nor its minimum balance.
		InsufficientFunds,
		/// The NFT has less unreleased money in escrow than the buyer wants.
		EscrowTooLow,
		/// The product has more open days than the buyer accepts.
		ArrearsTooHigh,
		/// There is no such auction, or it is closed.
		AuctionNotFound,
		/// Bidding is over.
		AuctionEnded,
		/// The auction still runs.
		AuctionNotEnded,
		/// The auction is void, because the product was frozen since. Closing it frees the bid.
		AuctionVoid,
		/// With all extensions the auction would end after the product.
		AuctionTooLong,
		/// The bid is below the reserve, or less than 5% (and one unit) above the highest bid.
		BidTooLow,
		/// The caller does not sell in this auction. Nobody can call off the issuer's own.
		NotSeller,
		/// There is a bid: the auction cannot be called off any more.
		AuctionHasBid,
		/// There is no such offer, or it is closed.
		OfferNotFound,
		/// The offer's time is over.
		OfferExpired,
		/// The offer is void, because the product was frozen since. Cancelling it frees the money.
		OfferVoid,
		/// The offer is for another NFT.
		OfferForAnother,
		/// The caller has not made this offer, which still stands.
		NotOfferor,
		/// An offer must expire in a block to come.
		ExpiryInPast,
		/// An offer must expire within 90 days and before the product ends.
		ExpiryTooFar,
		/// The account has as many open offers as one may have. Cancel some.
		TooManyOffers,
		/// The sale fee is above what the issuer agrees to. Look at it again.
		SaleFeeTooHigh,
		/// The NFT would earn fewer whole days than the buyer wants, or, of a lot that is sold late, than its bidders were told. Look
		/// at the product again.
		TooFewDays,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::run_queues().saturating_add(Self::run_agenda())
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
		/// Proposes a product to the DAO and takes the bond: 5% of count x price (auctions: of the reserves). The sale fee of now, at
		/// most `max_sale_fee`, will be taken from its releases. By an issuer with a judged identity, to whom the node is bound.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::list())]
		pub fn list(origin: OriginFor<T>, listing: Listing, max_sale_fee: Permill) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_list(who, listing, max_sale_fee)
		}

		/// Approves a product: reserves its power and creates its collection. By `ApproveOrigin`.
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::approve())]
		pub fn approve(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			T::ApproveOrigin::ensure_origin(origin)?;
			Self::do_approve(product)
		}

		/// Rejects a product; the bond goes back. By `ApproveOrigin`.
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::reject())]
		pub fn reject(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			T::ApproveOrigin::ensure_origin(origin)?;
			Self::do_reject(product)
		}

		/// Takes a product back: a proposed one, or an approved one before its start of which nothing is sold. The bond goes back.
		/// By its issuer.
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::cancel())]
		pub fn cancel(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel(who, product)
		}

		/// Proposes a later version of the disclosure. By the issuer.
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::append_disclosure())]
		pub fn append_disclosure(
			origin: OriginFor<T>,
			product: ProductId,
			hash: H256,
			uri: Vec<u8>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_append_disclosure(who, product, hash, uri)
		}

		/// Puts the later disclosure with this hash in force. By `ApproveOrigin`.
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::accept_disclosure())]
		pub fn accept_disclosure(origin: OriginFor<T>, product: ProductId, hash: H256) -> DispatchResult {
			T::ApproveOrigin::ensure_origin(origin)?;
			Self::do_accept_disclosure(product, hash)
		}

		/// Refuses the later disclosure with this hash. By `ApproveOrigin`.
		#[pallet::call_index(6)]
		#[pallet::weight(<T as Config>::WeightInfo::refuse_disclosure())]
		pub fn refuse_disclosure(origin: OriginFor<T>, product: ProductId, hash: H256) -> DispatchResult {
			T::ApproveOrigin::ensure_origin(origin)?;
			Self::do_refuse_disclosure(product, hash)
		}

		/// Adds a coin to the registry, open to listings. Its wrapped asset must exist. By `CoinOrigin`.
		#[pallet::call_index(7)]
		#[pallet::weight(<T as Config>::WeightInfo::add_coin())]
		pub fn add_coin(
			origin: OriginFor<T>,
			symbol: Vec<u8>,
			unit: Vec<u8>,
			asset: AssetKind,
		) -> DispatchResult {
			T::CoinOrigin::ensure_origin(origin)?;
			Self::do_add_coin(symbol, unit, asset)
		}

		/// Opens a coin to new products, or closes it. Products that were approved run on. By `CoinOrigin`.
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::set_coin_open())]
		pub fn set_coin_open(origin: OriginFor<T>, coin: CoinId, open: bool) -> DispatchResult {
			T::CoinOrigin::ensure_origin(origin)?;
			Self::do_set_coin_open(coin, open)
		}

		/// Starts a product whose start day has come, if its node covers it. Happens by itself once a day. By anyone.
		#[pallet::call_index(9)]
		#[pallet::weight(<T as Config>::WeightInfo::activate())]
		pub fn activate(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_activate(product)
		}

		/// Buys an NFT at the fixed price, if that is at most `max_price` and the NFT will earn `min_days` whole days at least: the
		/// price goes to escrow, the NFT is minted. By anyone but the issuer.
		#[pallet::call_index(10)]
		#[pallet::weight(<T as Config>::WeightInfo::buy())]
		pub fn buy(
			origin: OriginFor<T>,
			product: ProductId,
			#[pallet::compact] max_price: Balance,
			min_days: u32,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_buy(who, product, max_price, min_days)
		}

		/// Pays for a product's days, the oldest open one first; what is more is prepaid. In the coin's asset. By anyone.
		#[pallet::call_index(11)]
		#[pallet::weight(<T as Config>::WeightInfo::pay(T::MaxDaySteps::get()))]
		pub fn pay(
			origin: OriginFor<T>,
			product: ProductId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let steps = Self::do_pay(product, &who, amount)?;
			Ok(Some(<T as Config>::WeightInfo::pay(steps)).into())
		}

		/// Does the product's daily step now: closes days, judges what fell due, starts, cancels or expires it. Happens by itself.
		/// By anyone.
		#[pallet::call_index(12)]
		#[pallet::weight(<T as Config>::WeightInfo::advance(T::MaxDaySteps::get()))]
		pub fn advance(origin: OriginFor<T>, product: ProductId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let steps = Self::do_advance(product)?;
			Ok(Some(<T as Config>::WeightInfo::advance(steps)).into())
		}

		/// Pays out what an NFT has earned. Happens by itself. By its owner; pledged income goes where its loan says.
		#[pallet::call_index(13)]
		#[pallet::weight(<T as Config>::WeightInfo::claim())]
		pub fn claim(origin: OriginFor<T>, product: ProductId, serial: Serial) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim(who, product, serial)
		}

		/// Pays out the next `max` NFTs of a product (at most `MaxReceipts`), where the automatic receipt stands. By anyone.
		#[pallet::call_index(14)]
		#[pallet::weight(<T as Config>::WeightInfo::distribute((*max).min(T::MaxReceipts::get())))]
		pub fn distribute(origin: OriginFor<T>, product: ProductId, max: u32) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_distribute(product, max)
		}

		/// Pays the caller its claimable credit in an asset. By the account that the credit belongs to.
		#[pallet::call_index(15)]
		#[pallet::weight(<T as Config>::WeightInfo::claim_credit())]
		pub fn claim_credit(origin: OriginFor<T>, asset: AssetKind) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim_credit(who, asset)
		}

		/// Gives a free NFT to another account, after its income was paid out. By its owner.
		#[pallet::call_index(16)]
		#[pallet::weight(<T as Config>::WeightInfo::transfer().saturating_add(
			<T as Config>::WeightInfo::advance(impls::node_pay::DOOR_STEPS)
		))]
		pub fn transfer(
			origin: OriginFor<T>,
			product: ProductId,
			serial: Serial,
			to: T::AccountId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let drawn = Self::do_transfer(who, product, serial, to)?;
			Ok((!drawn).then(<T as Config>::WeightInfo::transfer).into())
		}

		// Market.

		/// Lists a free NFT at a fixed price in the product's price asset. The trade fee of now, at most `max_fee`, will be taken
		/// from the price. By its owner.
		#[pallet::call_index(50)]
		#[pallet::weight(<T as Config>::WeightInfo::list_nft())]
		pub fn list_nft(
			origin: OriginFor<T>,
			product: ProductId,
			serial: Serial,
			#[pallet::compact] price: Balance,
			max_fee: Permill,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_list_nft(who, product, serial, price, max_fee)
		}

		/// Takes a listing back. By the NFT's owner.
		#[pallet::call_index(51)]
		#[pallet::weight(<T as Config>::WeightInfo::unlist_nft())]
		pub fn unlist_nft(origin: OriginFor<T>, product: ProductId, serial: Serial) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_unlist_nft(who, product, serial)
		}

		/// Buys a listed NFT, if it costs at most `max_price` and, where `wants` is given, is like that. By anyone but its owner.
		#[pallet::call_index(52)]
		#[pallet::weight(Pallet::<T>::weight_of_buying(wants.is_some()))]
		pub fn buy_listed(
			origin: OriginFor<T>,
			product: ProductId,
			serial: Serial,
			#[pallet::compact] max_price: Balance,
			wants: Option<Wants>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let stepped = Self::do_buy_listed(who, product, serial, max_price, wants)?;
			Ok((!stepped).then(<T as Config>::WeightInfo::buy_listed).into())
		}

		/// Puts a free NFT under the hammer for `duration` blocks. The trade fee of now, at most `max_fee`, will be taken from the
		/// price. By its owner.
		#[pallet::call_index(53)]
		#[pallet::weight(<T as Config>::WeightInfo::auction_nft())]
		pub fn auction_nft(
			origin: OriginFor<T>,
			product: ProductId,
			serial: Serial,
			#[pallet::compact] reserve: Balance,
			duration: BlockNumber,
			max_fee: Permill,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_auction_nft(who, product, serial, reserve, duration, max_fee)
		}

		/// Bids for a fresh NFT of a product that is sold by auction, which starts the clock of this lot. However often it is extended,
		/// the NFT will earn `min_days` whole days at least. By anyone but the issuer.
		#[pallet::call_index(54)]
		#[pallet::weight(<T as Config>::WeightInfo::open_lot())]
		pub fn open_lot(
			origin: OriginFor<T>,
			product: ProductId,
			#[pallet::compact] amount: Balance,
			min_days: u32,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_lot(who, product, amount, min_days)
		}

		/// Bids in an auction; the amount is held on the caller's account until it is outbid. What is sold, and until when at the
		/// latest, does not depend on when the bid is placed. By anyone but the seller.
		#[pallet::call_index(55)]
		#[pallet::weight(<T as Config>::WeightInfo::bid())]
		pub fn bid(
			origin: OriginFor<T>,
			auction: AuctionId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bid(who, auction, amount)
		}

		/// Calls an auction off before the first bid. By its seller.
		#[pallet::call_index(56)]
		#[pallet::weight(<T as Config>::WeightInfo::cancel_auction())]
		pub fn cancel_auction(origin: OriginFor<T>, auction: AuctionId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel_auction(who, auction)
		}

		/// Closes an auction that has ended or is void: the winner gets the NFT, or its bid is freed. Happens by itself. By anyone.
		#[pallet::call_index(57)]
		#[pallet::weight(Pallet::<T>::weight_of_ending())]
		pub fn close_auction(origin: OriginFor<T>, auction: AuctionId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close_auction(auction)
		}

		/// Offers to buy an NFT, or any NFT of the product, until the block `expiry`. The price is held on the caller's account.
		/// By anyone but the owner of the NFT.
		#[pallet::call_index(58)]
		#[pallet::weight(<T as Config>::WeightInfo::make_offer())]
		pub fn make_offer(
			origin: OriginFor<T>,
			product: ProductId,
			serial: Option<Serial>,
			#[pallet::compact] price: Balance,
			expiry: BlockNumber,
			wants: Wants,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_make_offer(who, product, serial, price, expiry, wants)
		}

		/// Takes an offer back. By who made it; by anyone once it is expired or void.
		#[pallet::call_index(59)]
		#[pallet::weight(<T as Config>::WeightInfo::cancel_offer())]
		pub fn cancel_offer(origin: OriginFor<T>, offer: OfferId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel_offer(who, offer)
		}

		/// Sells a free NFT to an offer. By its owner.
		#[pallet::call_index(60)]
		#[pallet::weight(<T as Config>::WeightInfo::accept_offer().saturating_add(
			<T as Config>::WeightInfo::advance(T::MaxDaySteps::get())
		))]
		pub fn accept_offer(origin: OriginFor<T>, offer: OfferId, serial: Serial) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_accept_offer(who, offer, serial)
		}

		/// Voids all listings of the caller, and takes back all its offers. Auctions go on. Of a caller that owns no NFT the epoch of
		/// its listings is forgotten. By anyone.
		#[pallet::call_index(61)]
		#[pallet::weight(<T as Config>::WeightInfo::cancel_all_orders(T::MaxOffers::get()))]
		pub fn cancel_all_orders(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let offers = Self::do_cancel_all_orders(who)?;
			Ok(Some(<T as Config>::WeightInfo::cancel_all_orders(offers)).into())
		}

		/// Takes back held money of orders that are over, which could not be released then because the account or the asset was
		/// frozen. By the account that it belongs to.
		#[pallet::call_index(62)]
		#[pallet::weight(<T as Config>::WeightInfo::withdraw_held())]
		pub fn withdraw_held(origin: OriginFor<T>, asset: AssetKind) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_held(who, asset)
		}
	}
}
