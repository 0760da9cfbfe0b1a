//! Hashrate products and NFTs (§3), their escrow (§4), and what both need from the oracle (§5): ids, states, and the traits through
//! which the pallets meet.

use crate::types::{AssetId, Balance, BlockNumber};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	pallet_prelude::{BoundedVec, ConstU32, DispatchResult},
	traits::fungible::NativeOrWithId,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{DispatchError, Permill};

/// A coin that is mined, as an entry of the coin registry. FIL is 0.
pub type CoinId = u16;
/// FIL.
pub const FIL: CoinId = 0;
/// Power in the coin's unit; GiB of quality-adjusted power for FIL.
pub type Power = u64;
/// A calendar day of the chain: its first block is `day x blocks_per_day`.
pub type Day = u32;
/// A product; also the id of its collection in `pallet-nfts`.
pub type ProductId = u32;
/// An NFT of a product, numbered from 0; also the id of its item in `pallet-nfts`.
pub type Serial = u32;
/// DMC or an asset, as money.
pub type AssetKind = NativeOrWithId<AssetId>;
/// Longest id of a provider node, in bytes.
pub const MAX_NODE_ID: u32 = 32;

/// The share of a day's pay that is delivered, as a fraction of 10^18. Never above [`DELIVERY_SCALE`].
pub type Delivery = u128;
/// A day that is paid in full.
pub const DELIVERY_SCALE: Delivery = 1_000_000_000_000_000_000;

/// A provider node: its coin, and its id there, such as `f01234` for a Filecoin miner, in its canonical form.
#[derive(
	Clone,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct NodeId {
	/// What it mines.
	pub coin: CoinId,
	/// Its id, as UTF-8.
	pub id: BoundedVec<u8, ConstU32<MAX_NODE_ID>>,
}

/// Why the oracle's answer cannot be used (§5). Never a reason to take the previous value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OracleError {
	/// No record was ever made.
	Unknown,
	/// The last record is older than 36 hours.
	Stale,
}

/// What the quorum reports of provider nodes. Offered by the gateway.
pub trait NodeOracle<AccountId> {
	/// The issuer that the node's owner has bound it to.
	fn issuer(node: &NodeId) -> Option<AccountId>;

	/// Effective (sealed and proving) quality-adjusted power by the latest record.
	fn attested_power(node: &NodeId) -> Result<Power, OracleError>;

	/// The same, however old the record. `None` if there never was one.
	fn last_attested_power(node: &NodeId) -> Option<Power>;

	/// Makes a node whose power is attested and fresh.
	#[cfg(feature = "runtime-benchmarks")]
	fn attest(node: &NodeId, issuer: &AccountId, power: Power);
}

/// What the quorum reports of the market. Offered by the gateway.
///
/// Days are due in sequence. A day without a record is neutral: it and the days behind it fall due when the record comes, unless
/// the gateway winds down before that.
pub trait MarketOracle {
	/// Whether the latest record of the coin is younger than 36 hours.
	fn is_fresh(coin: CoinId) -> bool;

	/// Reward of one unit of power on `day`, in the smallest unit of the coin's wrapped asset. `None` while there is no record. Once
	/// there is one it never changes.
	fn reward(coin: CoinId, day: Day) -> Option<Balance>;

	/// The last day whose pay has fallen due: its due time, the end of the following day, has passed, the records of it and of every
	/// day before it are there, and no pause of the gateway has met its due window. It never goes back.
	fn due_through(coin: CoinId) -> Option<Day>;

	/// Whether payments that were reported wait to be made, because the gateway is paused. What pays for work that was done must not
	/// come too late for those who did it.
	fn has_waiting_pay(coin: CoinId) -> bool;

	/// The block in which the gateway began to wind down, for good: from then on no day falls due, and nothing is minted that could
	/// pay for one. `None` while it runs or is paused.
	fn closed_at(coin: CoinId) -> Option<BlockNumber>;

	/// Makes the record of `day`, and all days up to it due.
	#[cfg(feature = "runtime-benchmarks")]
	fn record(coin: CoinId, day: Day, reward: Balance);
}

/// Whether an account may issue products: its on-chain identity was judged by a registrar of the DAO.
pub trait IssuerIdentity<AccountId> {
	/// Judged reasonable or known good, and nothing worse.
	fn is_judged(who: &AccountId) -> bool;

	/// Gives `who` such an identity.
	#[cfg(feature = "runtime-benchmarks")]
	fn judge(who: &AccountId);
}

/// Power of nodes that is sold. Offered by hashrate NFTs, which books live and approved NFTs; joint mining adds its phases.
pub trait PowerLedger {
	/// Power that is reserved on the node.
	fn reserved(node: &NodeId) -> Power;

	/// 95% of attested power less what is reserved, rounded down; 0 where more is reserved. The node is undercovered then.
	fn available(node: &NodeId) -> Result<Power, DispatchError>;

	/// Reserves `power`, or fails because one unit would be sold twice.
	fn reserve(node: &NodeId, power: Power) -> DispatchResult;

	/// Gives it back.
	fn release(node: &NodeId, power: Power) -> DispatchResult;
}

/// The state of a product. `Approved` and `Active` products may be on sale besides.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum ProductState {
	/// Waits for the DAO.
	Proposed,
	/// Its power is reserved; may be sold.
	Approved,
	/// Has started, and its node covers it.
	Active,
	/// Releases are withheld, its market is shut.
	Frozen,
	/// The DAO said no.
	Rejected,
	/// Never started; every price is refunded.
	Cancelled,
	/// Ended in breach; what is left in escrow is refunded, with the slashed bond.
	Terminated,
	/// Ran to its end, or until nothing could be delivered any more.
	Expired,
}

/// Who has its hand on an NFT. One at a time.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum CustodyState {
	/// Its owner may do anything with it.
	#[default]
	Free,
	/// For sale at a fixed price.
	Listed,
	/// Its auction runs.
	OnAuction,
	/// Staked to mine DMC; its pay goes on to its owner.
	Staked,
	/// Collateral of a loan.
	Pledged,
}

/// What others may know and do about an NFT. Offered by hashrate NFTs to lending, farming and insurance.
pub trait NftCustody<AccountId> {
	/// The owner by `pallet-nfts`.
	fn owner(product: ProductId, serial: Serial) -> Option<AccountId>;

	/// The state. Listings that are void count as [`CustodyState::Free`].
	fn custody(product: ProductId, serial: Serial) -> Option<CustodyState>;

	/// From `Free` to `Staked` or `Pledged`, for its owner, while the NFT lives. Other states are refused.
	fn lock(product: ProductId, serial: Serial, owner: &AccountId, state: CustodyState) -> DispatchResult;

	/// Back from `state` to `Free`. Works at any time, after the NFT's end as well; only while a pledged one's product has more pay
	/// waiting than a few days take is it refused, with nothing changed, until [`ProductControl::catch_up`] has given it to them.
	fn unlock(product: ProductId, serial: Serial, state: CustodyState) -> DispatchResult;

	/// Moves a pledged NFT to `to`, free, after its income was settled: what a default does. Refused like [`Self::unlock`], until
	/// [`ProductControl::catch_up`] has done its work.
	fn seize(product: ProductId, serial: Serial, to: &AccountId) -> DispatchResult;

	/// Whole days that the NFT still earns; 0 when it has ended.
	fn days_left(product: ProductId, serial: Serial) -> u32;
}

/// Where money of a pledged NFT goes (§6). Offered by lending.
pub trait PledgedIncome<AccountId> {
	/// The account that gets `asset` for the pledged NFT: its owner, or the loan's.
	fn payee(product: ProductId, serial: Serial, owner: &AccountId, asset: &AssetKind) -> AccountId;

	/// Tells that `amount` has arrived there, or was credited to it.
	fn on_paid(product: ProductId, serial: Serial, asset: &AssetKind, amount: Balance) -> DispatchResult;
}

/// Nothing is pledged: all goes to the owner.
impl<AccountId: Clone> PledgedIncome<AccountId> for () {
	fn payee(_: ProductId, _: Serial, owner: &AccountId, _: &AssetKind) -> AccountId {
		owner.clone()
	}

	fn on_paid(_: ProductId, _: Serial, _: &AssetKind, _: Balance) -> DispatchResult {
		Ok(())
	}
}

/// What escrow must know of a product when it opens its books. Fixed for good.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct EscrowTerms<AccountId> {
	/// Is paid by the day.
	pub issuer: AccountId,
	/// What NFTs are priced in.
	pub asset: AssetKind,
	/// 5% of the sale value (auctions: of the reserves), rounded up.
	pub bond: Balance,
	/// Taken from releases.
	pub sale_fee: Permill,
}

/// The money of buyers. Offered by escrow to hashrate NFTs, which tells it of sales and of the days as they close.
///
/// An NFT's price P over N days is N slices of r = floor(P / N); its last day adds P - N x r. NFTs that earn from the same day on
/// form a cohort.
pub trait Escrow<AccountId> {
	/// Opens the books of a product and takes the bond from the issuer.
	fn open(product: ProductId, terms: EscrowTerms<AccountId>) -> DispatchResult;

	/// Takes `price` from `payer` for an NFT which earns from `first_day` on, `days` days.
	fn deposit(
		product: ProductId,
		serial: Serial,
		payer: &AccountId,
		price: Balance,
		first_day: Day,
		days: u32,
	) -> DispatchResult;

	/// The cohort of `first_day` begins to earn: its slices are part of every day that closes from now on. Called once for each
	/// cohort, in order, before its first day closes.
	fn cohort_begins(product: ProductId, first_day: Day) -> DispatchResult;

	/// `day` has closed with `delivery` of its pay: that share of its slices is released to the issuer, or withheld while the
	/// product is frozen. `last` releases the remainders too. Days come in order, each once.
	fn day_closed(product: ProductId, day: Day, delivery: Delivery, last: bool) -> DispatchResult;

	/// A day's pay `due` has fallen due while `received` came in: payments, and what was drawn from prepaid. Judged for the breach
	/// predicate, in order; `due` is above 0.
	fn day_due(product: ProductId, day: Day, due: Balance, received: Balance) -> DispatchResult;

	/// The product never started, or was rejected: every price is refundable in full, the bond goes back.
	fn cancelled(product: ProductId) -> DispatchResult;

	/// Seven days after the last due time, or after the gateway began to wind down: what was not released is refundable, the bond
	/// goes back.
	fn expired(product: ProductId) -> DispatchResult;

	/// Unreleased money of an NFT; after the product's end, what can be claimed for it.
	fn remaining(product: ProductId, serial: Serial) -> Balance;

	/// Whether nothing of the NFT is left to be claimed, so that it may be burnt: its booking is removed. Only after the end.
	fn close_nft(product: ProductId, serial: Serial) -> Result<bool, DispatchError>;

	/// The last NFT is gone: removes the product's books, and gives what rounding left over to revenue.
	fn close_product(product: ProductId) -> DispatchResult;

	/// Whether the breach predicate holds now, and days in a row that were bad.
	fn conduct(product: ProductId) -> Conduct;
}

/// How an issuer behaves.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Conduct {
	/// The breach predicate of §4.
	pub breach: bool,
	/// Due days in a row on which at most 80% of the pay falling due came in. From 3 on the product is Suspect (§8).
	pub bad_days: u32,
	/// Due days that are open.
	pub open_due_days: u32,
}

/// What escrow decides about a product. Offered by hashrate NFTs.
pub trait ProductControl<AccountId> {
	/// The state; `None` if there is no such product, or only its record of terms.
	fn state(product: ProductId) -> Option<ProductState>;

	/// Whether the product's last day is over, so that nobody can freeze it without breach any more. Never while it is frozen.
	fn has_ended(product: ProductId) -> bool;

	/// Days that have fallen due and are open. What the node has paid counts, also where the product has not drawn it: unless the days
	/// are up to date this may cost as much as [`Self::catch_up`].
	fn open_due_days(product: ProductId) -> u32;

	/// Days of the market that have fallen due after the product's last one; 0 while days of its own are to come.
	fn due_days_after_end(product: ProductId) -> u32;

	/// Whether another day of the product can fall due: not when all have, nor once the gateway winds down.
	fn has_days_to_come(product: ProductId) -> bool;

	/// Brings the days up to date, in bounded steps: closes what is to be closed and has what fell due judged. Returns whether
	/// nothing is left to be done.
	fn catch_up(product: ProductId) -> Result<bool, DispatchError>;

	/// Active -> Frozen. Voids listings, offers and auctions.
	fn freeze(product: ProductId) -> DispatchResult;

	/// Frozen -> Active, with the days as they are.
	fn unfreeze(product: ProductId) -> DispatchResult;

	/// Frozen -> Active: unpaid frozen days are struck and appended at the end. Returns how many. No day
	/// before an NFT's first day is struck: it would have more days to close than its price has slices, and escrow refuses that.
	fn resume(product: ProductId) -> Result<u32, DispatchError>;

	/// Frozen -> Terminated.
	fn terminate(product: ProductId) -> DispatchResult;

	/// Who gets what the NFT is due: its owner, or for a pledged one what [`PledgedIncome`] says.
	fn beneficiary(product: ProductId, serial: Serial, asset: &AssetKind) -> Option<AccountId>;

	/// The owner by `pallet-nfts`: who may claim.
	fn owner(product: ProductId, serial: Serial) -> Option<AccountId>;

	/// Tells that a refund was claimed, so that an NFT with nothing left can go.
	fn refunded(product: ProductId, serial: Serial, asset: &AssetKind, amount: Balance) -> DispatchResult;
}

/// Where the protocol's income comes from (§10).
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum RevenueSource {
	/// Of escrow releases (§4).
	SaleFee,
	/// Of trades between holders (§3).
	TradeFee,
	/// Of a loan's interest (§6).
	LoanFee,
	/// Of a joint-mining phase's income (§9).
	PoolFee,
	/// Of a redemption of principal (§9).
	RedemptionFee,
	/// Of an insurance premium (§8).
	InsuranceFee,
	/// What rounding left over when a product was closed.
	Dust,
}

/// Takes the protocol's income. Offered by revenue.
pub trait Revenue<AccountId> {
	/// Moves `amount` of `from`'s `asset` into the revenue ledger. Amounts that the ledger cannot hold yet stay where they are, which
	/// the result says by being less.
	fn collect(
		source: RevenueSource,
		asset: &AssetKind,
		from: &AccountId,
		amount: Balance,
	) -> Result<Balance, DispatchError>;
}

/// Payouts to products that come in by another way than a call of the issuer: straight from a Filecoin deposit (§5). Offered by
/// hashrate NFTs to the gateway.
pub trait ProductPay<AccountId> {
	/// Books `amount` of the coin's wrapped asset, which `from` holds, as pay of the product, and takes it from there.
	fn pay(product: ProductId, from: &AccountId, amount: Balance) -> DispatchResult;
}
