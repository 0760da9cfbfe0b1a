//! Products, NFTs and nodes, readable by anyone without an indexer (§14).

use crate::{
	market_types::{AskStatement, AuctionId, AuctionStatement, Offer, OfferId, Stuck},
	types::{Coin, Record, Terms},
};
use codec::{Codec, Decode, Encode};
use dmex_primitives::{
	AssetKind, Balance, BlockNumber, CoinId, CustodyState, Day, NodeId, Power, ProductId, ProductState,
	Serial,
};
use scale_info::{prelude::vec::Vec, TypeInfo};
use sp_core::H256;

/// One NFT. Amounts are in the coin's asset, but for `escrow_left`. What its node has paid counts, even if the product draws it only
/// with its next step, which is also a call: `advance`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct NftStatement<AccountId> {
	/// Its owner.
	pub owner: AccountId,
	/// Who has its hand on it.
	pub custody: CustodyState,
	/// Its unique gene.
	pub gene: H256,
	/// Its power, in the coin's unit.
	pub power: Power,
	/// The first day that it earns.
	pub first_day: Day,
	/// The day after the last one that it earns, as things stand.
	pub end_day: Day,
	/// The first block of `end_day`: the expected end.
	pub end_block: Option<BlockNumber>,
	/// Whole days that it still earns.
	pub days_left: u32,
	/// Pay that its days have brought since it was minted.
	pub earned: Balance,
	/// The part of `earned` that was paid out.
	pub paid: Balance,
	/// The part of `earned` that can be claimed.
	pub claimable: Balance,
	/// Pay that fell due and did not come, rounded up: on days that closed short, and on open days.
	pub missing: Balance,
	/// Unreleased money of its price, in the price asset; after the end, what can be claimed back.
	pub escrow_left: Balance,
}

/// One product. Amounts are in the coin's asset. What its node has paid counts, even if the product has not drawn it yet.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ProductStatement<AccountId> {
	/// The state.
	pub state: ProductState,
	/// Who sells it and pays.
	pub issuer: AccountId,
	/// The terms, as listed.
	pub terms: Terms,
	/// Hash of the disclosure in force.
	pub disclosure: H256,
	/// Hash of a later disclosure that waits for the DAO.
	pub pending_disclosure: Option<H256>,
	/// The day after the last one, as things stand.
	pub end_day: Day,
	/// Whether it can be bought of at this moment.
	pub on_sale: bool,
	/// NFTs that were sold.
	pub sold: u32,
	/// Power of these.
	pub sold_power: Power,
	/// Power of the NFTs that earn today; 0 unless it runs, and from its end on.
	pub live_power: Power,
	/// Power that is reserved on the node.
	pub reserved_power: Power,
	/// Whether more of its node's power is sold than is attested, or that is not known.
	pub undercovered: bool,
	/// Days that have closed.
	pub days_paid: u32,
	/// Of these, days that closed with less than their expected pay.
	pub short_days: u32,
	/// Days that have fallen due and are open.
	pub arrears_days: u32,
	/// What these lack, each for the NFTs that earn on it.
	pub arrears: Balance,
	/// The oldest open day.
	pub open_day: Day,
	/// What it has received.
	pub open_day_paid: Balance,
	/// What it is expected to receive, once its record is there.
	pub open_day_expected: Option<Balance>,
	/// Whether the breach predicate holds.
	pub breach: bool,
	/// Due days in a row on which at most 80% came in.
	pub bad_days: u32,
	/// Payments for days to come.
	pub prepaid: Balance,
	/// All payments.
	pub paid: Balance,
	/// What was paid out to NFTs.
	pub distributed: Balance,
	/// What short days did not get.
	pub missing: Balance,
}

/// One node, in the coin's unit of power.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct NodeStatement<AccountId> {
	/// The issuer whom it is bound to.
	pub issuer: Option<AccountId>,
	/// Effective power by the latest record; none if there is no record, or it is older than 36 hours.
	pub attested: Option<Power>,
	/// Power that is sold.
	pub reserved: Power,
	/// Power that can be sold.
	pub available: Power,
	/// Whether more is sold than 95% of what is attested, or that is not known. Nothing is sold until it recovers.
	pub undercovered: bool,
	/// What it has paid and its products have not drawn yet, in the coin's asset.
	pub undrawn: Balance,
}

sp_api::decl_runtime_apis! {
	/// Products, NFTs and nodes.
	pub trait HashrateApi<AccountId>
	where
		AccountId: Codec,
	{
		/// An NFT; none if it was never minted or is gone.
		fn nft(product: ProductId, serial: Serial) -> Option<NftStatement<AccountId>>;

		/// A product; none if there is no such product, or only its record is left.
		fn product(product: ProductId) -> Option<ProductStatement<AccountId>>;

		/// What stays of a product for ever.
		fn record(product: ProductId) -> Option<Record<AccountId>>;

		/// A node.
		fn node(node: NodeId) -> NodeStatement<AccountId>;

		/// A coin of the registry.
		fn coin(coin: CoinId) -> Option<Coin>;

		/// What an account can claim because it could not be paid when it was due.
		fn credit(account: AccountId, asset: AssetKind) -> Balance;
	}
}

sp_api::decl_runtime_apis! {
	/// The market between holders, and auctions.
	pub trait HashrateMarketApi<AccountId>
	where
		AccountId: Codec,
	{
		/// The listing of an NFT at a fixed price; none if it has none.
		fn ask(product: ProductId, serial: Serial) -> Option<AskStatement<AccountId>>;

		/// An auction that is not closed.
		fn auction(auction: AuctionId) -> Option<AuctionStatement<AccountId>>;

		/// The auction that an NFT is in.
		fn auction_of(product: ProductId, serial: Serial) -> Option<AuctionId>;

		/// Open offers of an account.
		fn offers_of(account: AccountId) -> Vec<(OfferId, Offer<AccountId>)>;

		/// Held money of orders that are over, which the account can take back.
		fn stuck(account: AccountId, asset: AssetKind) -> Stuck;
	}
}
