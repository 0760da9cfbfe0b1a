//! Orders of the market: data without Config.

use crate::HoldReason;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dmex_primitives::{
	math::{mul_div_ceil, mul_div_floor},
	AssetKind, Balance, BlockNumber, Power, ProductId, Serial,
};
use scale_info::TypeInfo;
use sp_arithmetic::Permill;

/// An auction. Never used twice.
pub type AuctionId = u64;
/// An offer to buy. Never used twice.
pub type OfferId = u64;

/// A bid must exceed the highest one by this many of each 100, rounded up, and by one unit at least.
pub const BID_STEP_PERCENT: Balance = 5;
/// A bid in the last so many blocks (at 28,800 a day) extends an auction by as many.
pub const EXTENSION_BLOCKS: BlockNumber = 300;
/// Extensions add so many days at most.
pub const MAX_EXTENSION_DAYS: u32 = 1;
/// An offer stays open so many days at most.
pub const MAX_OFFER_DAYS: u32 = 90;
/// Units of power that prices are compared by: a TiB in GiB.
pub const PRICE_POWER: Balance = 1_024;

/// Parts of a million.
fn parts(share: Permill) -> Balance {
	share.deconstruct().into()
}

/// What the protocol takes of a price between holders, fixed when the order was made.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct TradeFee {
	/// Share of the price.
	pub fee: Permill,
	/// Share of the fee that is the issuer's.
	pub royalty: Permill,
}

impl TradeFee {
	/// The whole fee of a price, rounded up.
	pub fn of(&self, price: Balance) -> Option<Balance> {
		mul_div_ceil(price, parts(self.fee), 1_000_000)
	}

	/// The issuer's part of a whole fee, rounded down.
	pub fn royalty_of(&self, fee: Balance) -> Option<Balance> {
		mul_div_floor(fee, parts(self.royalty), 1_000_000)
	}
}

/// A listing at a fixed price. Its seller is the NFT's owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Ask {
	/// In the product's price asset.
	pub price: Balance,
	/// Paid by the seller out of the price.
	pub fee: TradeFee,
	/// The product's market must still be in this epoch.
	pub market_epoch: u32,
	/// The seller must still be in this epoch.
	pub order_epoch: u32,
}

/// What an NFT stands for sale by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Order {
	/// At a fixed price.
	Ask(Ask),
	/// By auction.
	Auction(AuctionId),
}

/// A bid. The amount is held on the bidder's account.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Bid<AccountId> {
	/// Whose.
	pub who: AccountId,
	/// How much, in the auction's asset.
	pub amount: Balance,
}

/// What is under the hammer.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Lot<AccountId> {
	/// An NFT that is minted to the winner. Sold by the issuer; the price goes to escrow.
	Fresh,
	/// An NFT that its holder sells.
	Held {
		/// Which.
		serial: Serial,
		/// Whose.
		seller: AccountId,
		/// Paid by the seller out of the price.
		fee: TradeFee,
	},
}

/// An English auction.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Auction<AccountId> {
	/// The product.
	pub product: ProductId,
	/// What is sold.
	pub lot: Lot<AccountId>,
	/// What bids are in: the product's price asset.
	pub asset: AssetKind,
	/// The product's market must still be in this epoch.
	pub market_epoch: u32,
	/// The lowest first bid.
	pub reserve: Balance,
	/// The first block in which there is no bidding any more.
	pub end: BlockNumber,
	/// No extension goes beyond.
	pub latest_end: BlockNumber,
	/// The highest one.
	pub bid: Option<Bid<AccountId>>,
}

impl<AccountId> Auction<AccountId> {
	/// The lowest bid that is taken now. `None` beyond the number range.
	pub fn next_bid(&self) -> Option<Balance> {
		match &self.bid {
			None => Some(self.reserve),
			Some(bid) => {
				let step = mul_div_ceil(bid.amount, BID_STEP_PERCENT, 100)?.max(1);
				bid.amount.checked_add(step)
			}
		}
	}

	/// A bid came in `now`: within the last `window` blocks it moves the end by as many.
	pub fn extend(&mut self, now: BlockNumber, window: BlockNumber) -> Option<()> {
		if self.end.checked_sub(now)? <= window {
			self.end = self.end.checked_add(window)?.min(self.latest_end);
		}
		Some(())
	}
}

/// What a buyer wants an NFT to have at least, or to lack at most.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Wants {
	/// Whole days that it still earns.
	pub min_days: u32,
	/// Unreleased money in escrow.
	pub min_escrow: Balance,
	/// Days that have fallen due and are open.
	pub max_arrears: u32,
}

/// An offer to buy. The price is held on the account of who made it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Offer<AccountId> {
	/// Who made it.
	pub who: AccountId,
	/// The product.
	pub product: ProductId,
	/// The NFT; any of the product if it is not named.
	pub serial: Option<Serial>,
	/// What the price is in: the product's price asset.
	pub asset: AssetKind,
	/// How much.
	pub price: Balance,
	/// Paid by the seller out of the price.
	pub fee: TradeFee,
	/// What the NFT must be like.
	pub wants: Wants,
	/// The first block in which it is void.
	pub expiry: BlockNumber,
	/// The product's market must still be in this epoch.
	pub market_epoch: u32,
}

/// Why an offer is gone that nobody has accepted.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum OfferEnd {
	/// Who made it has taken it back.
	Cancelled,
	/// Its time is over.
	Expired,
	/// Its product was frozen or is over.
	Void,
}

/// Something that happens by itself in a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Due {
	/// The end of an auction.
	Auction(AuctionId),
	/// The expiry of an offer.
	Offer(OfferId),
}

/// Where the agenda stands. Its places are (block, index); each block's are used up from 0 on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct AgendaCursor {
	/// The block whose places are next.
	pub block: BlockNumber,
	/// The next place.
	pub index: u32,
	/// Places that are still to come; above 0.
	pub pending: u32,
}

/// Held money that could not be released when its order ended, because the account or the asset was frozen.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Stuck {
	/// Of bids.
	pub bids: Balance,
	/// Of offers.
	pub offers: Balance,
}

impl Stuck {
	/// The sum of this reason.
	pub(crate) fn of(&mut self, reason: HoldReason) -> &mut Balance {
		match reason {
			HoldReason::Bid => &mut self.bids,
			HoldReason::Offer => &mut self.offers,
		}
	}
}

/// What a buyer should know of an NFT that is for sale.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Offering {
	/// Whole days that it still earns.
	pub days_left: u32,
	/// Unreleased money in escrow, in the price asset.
	pub escrow_left: Balance,
	/// Days of the product that have fallen due and are open.
	pub arrears: u32,
	/// The price of 1,024 units of power (of FIL: one TiB) on one of these days, rounded up. `None` if none is left.
	pub price_per_tib_day: Option<Balance>,
}

impl Offering {
	/// price x 1,024 / (power x days), rounded up.
	pub fn per_tib_day(price: Balance, power: Power, days: u32) -> Option<Balance> {
		mul_div_ceil(price, PRICE_POWER, Balance::from(power).checked_mul(days.into())?)
	}
}

/// A listing as it stands, for readers.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct AskStatement<AccountId> {
	/// Who sells.
	pub seller: AccountId,
	/// The price.
	pub price: Balance,
	/// What it is in.
	pub asset: AssetKind,
	/// The whole trade fee that the seller will pay out of it.
	pub fee: Balance,
	/// Whether it can be bought; a void listing cannot.
	pub stands: bool,
	/// What is for sale.
	pub offering: Offering,
}

/// An auction as it stands, for readers.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct AuctionStatement<AccountId> {
	/// The auction.
	pub auction: Auction<AccountId>,
	/// The lowest bid that would be taken now; none if bidding is over.
	pub next_bid: Option<Balance>,
	/// What is for sale, at the next bid; none for a fresh lot.
	pub offering: Option<Offering>,
}
