//! Products, their books and NFTs: data without Config.

use crate::market_types::Order;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dmex_primitives::{
	AssetKind, Balance, BlockNumber, CoinId, CustodyState, Day, NodeId, Power, ProductId, ProductState,
	Serial,
};
use frame_support::pallet_prelude::{BoundedVec, ConstU32};
use scale_info::{prelude::vec::Vec, TypeInfo};
use sp_arithmetic::{ArithmeticError, Permill};
use sp_core::{H256, U256};

/// Longest URI of a disclosure or of metadata, in bytes.
pub const MAX_URI: u32 = 256;
/// Longest symbol or unit of power of a coin, in bytes.
pub const MAX_SYMBOL: u32 = 16;
/// Longest term of a product, in days.
pub const MAX_TERM_DAYS: u32 = 1_278;
/// The issuer's service fee is at most this.
pub const MAX_SERVICE_FEE: Permill = Permill::from_percent(50);
/// A product whose node does not cover it so many days after its start is cancelled. An ended product expires so many days after
/// its last day has fallen due, any other so many days after the gateway began to wind down.
pub const GRACE_DAYS: u32 = 7;
/// A day that is not full closes at its due time if more than this percentage of its expected pay came in.
pub const SHORT_DAY_PERCENT: Balance = 80;
/// Power that may be sold, of each 100 that are attested.
pub const SALEABLE_PERCENT: u128 = 95;
/// The bond, of each 100 of the sale value.
pub const BOND_PERCENT: Balance = 5;

/// Address of a document.
pub type Uri = BoundedVec<u8, ConstU32<MAX_URI>>;
/// Name of a coin or of its unit of power.
pub type Symbol = BoundedVec<u8, ConstU32<MAX_SYMBOL>>;

/// A coin whose hashrate can be listed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Coin {
	/// Such as `FIL`.
	pub symbol: Symbol,
	/// What one unit of power is, such as `GiB`.
	pub unit: Symbol,
	/// The asset that it is paid in, such as IFIL. Never changes.
	pub asset: AssetKind,
	/// Whether products of it can be listed and approved.
	pub open: bool,
}

/// What a unit of power weighs in a node's account, before the service fee.
pub const POWER_WEIGHT: u128 = 1_000_000;
/// Scale of what a unit of weight was paid: fine enough that a payout to an exbibyte leaves hardly more than a unit over.
pub const PAY_SCALE: u128 = 1_000_000_000_000_000;

/// Power of a node that is sold, by who books it, and what the node has paid to its products.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct NodePower {
	/// By products: sum of `reserved x power` of its live products.
	pub products: Power,
	/// By others, through `PowerLedger`.
	pub others: Power,
	/// What its products have not drawn yet.
	pub payouts: Payouts,
}

/// What a node has paid and its products have not drawn yet. One entry, whatever the number of products. Empty while none is paid.
///
/// `held x PAY_SCALE = sum of (acc - drawn) x weight over its products + rest`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Payouts {
	/// Sum of its products' weights.
	#[codec(compact)]
	pub weight: u128,
	/// What a unit of weight was paid, x `PAY_SCALE`.
	#[codec(compact)]
	pub acc: u128,
	/// What divisions left over, x `PAY_SCALE`. Part of the next payout; of the only product's draw, if there is but one.
	#[codec(compact)]
	pub rest: u128,
	/// The money, in the coin's asset.
	#[codec(compact)]
	pub held: Balance,
}

/// A product's part of its node's [`Payouts`].
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct NodeShare {
	/// Power that was sold less the service fee, in millionths, while the product is paid; 0 otherwise.
	#[codec(compact)]
	pub weight: u128,
	/// The node's `acc` up to which it has drawn.
	#[codec(compact)]
	pub drawn: u128,
}

impl Payouts {
	/// Takes in a payout. Some product must be paid.
	pub(crate) fn pay(&mut self, amount: Balance) -> Option<()> {
		let weight = U256::from(self.weight);
		let scaled = U256::from(amount)
			.checked_mul(PAY_SCALE.into())?
			.checked_add(self.rest.into())?;
		let each = scaled.checked_div(weight)?;
		let rest = scaled.checked_sub(each.checked_mul(weight)?)?;
		self.acc = self.acc.checked_add(each.try_into().ok()?)?;
		self.rest = rest.try_into().ok()?;
		self.held = self.held.checked_add(amount)?;
		Some(())
	}

	/// What a product can draw, rounded down, and what of it the division leaves over.
	fn drawable(&self, share: &NodeShare) -> Option<(Balance, u128)> {
		if share.weight == self.weight {
			return Some((self.held, 0));
		}
		let scaled = U256::from(self.acc.checked_sub(share.drawn)?).checked_mul(U256::from(share.weight))?;
		let scale = U256::from(PAY_SCALE);
		let amount = scaled.checked_div(scale)?.try_into().ok()?;
		let rest = scaled.checked_rem(scale)?.try_into().ok()?;
		Some((amount, rest))
	}

	/// What a product can draw. The only one that is paid can draw all.
	pub fn undrawn(&self, share: &NodeShare) -> Option<Balance> {
		self.drawable(share).map(|(amount, _)| amount)
	}

	/// Gives a product what it can draw.
	pub(crate) fn draw(&mut self, share: &mut NodeShare) -> Option<Balance> {
		let (amount, rest) = self.drawable(share)?;
		self.rest = if share.weight == self.weight {
			0
		} else {
			self.rest.checked_add(rest)?
		};
		self.held = self.held.checked_sub(amount)?;
		share.drawn = self.acc;
		Some(amount)
	}

	/// Changes the weight of a product that has drawn all it can.
	pub(crate) fn weigh(&mut self, share: &mut NodeShare, weight: u128) -> Option<()> {
		self.weight = self.weight.checked_sub(share.weight)?.checked_add(weight)?;
		if self.weight == 0 {
			if self.held > 0 {
				return None;
			}
			*self = Self::default();
		}
		*share = NodeShare {
			weight,
			drawn: if weight == 0 { 0 } else { self.acc },
		};
		Some(())
	}
}

impl NodePower {
	/// All of it.
	pub fn total(&self) -> Power {
		self.products.saturating_add(self.others)
	}
}

/// How NFTs are sold.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum SaleMode {
	/// To anyone who pays the price.
	Fixed {
		/// Of one NFT.
		price: Balance,
	},
	/// English auction of one NFT after the other. The first bid starts the clock of a lot.
	Auction {
		/// The lowest first bid.
		reserve: Balance,
		/// Blocks from the first bid to the end, extensions aside.
		duration: BlockNumber,
	},
}

impl SaleMode {
	/// What an NFT is sold for at least.
	pub const fn floor_price(&self) -> Balance {
		match self {
			Self::Fixed { price } => *price,
			Self::Auction { reserve, .. } => *reserve,
		}
	}
}

/// What an issuer lists: one product, one collection. The record for ever keeps the blake2-256 hash of this, SCALE-encoded.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Listing {
	/// What the node mines.
	pub coin: CoinId,
	/// Id of the provider node, canonical, at most 32 bytes.
	pub node: Vec<u8>,
	/// Power of one NFT, effective (sealed and proving), in the coin's unit.
	pub power: Power,
	/// NFTs.
	pub count: u32,
	/// The first day that pays.
	pub start_day: Day,
	/// Days that pay, 1 to 1,278.
	pub term_days: u32,
	/// What prices are in.
	pub price_asset: AssetKind,
	/// How it is sold, and for how much.
	pub sale: SaleMode,
	/// The first day of the sale.
	pub sale_from: Day,
	/// The sale is over when this day begins.
	pub sale_until: Day,
	/// Share of the mined coin that the issuer keeps, at most 50%.
	pub service_fee: Permill,
	/// Hash of the disclosure document.
	pub disclosure_hash: H256,
	/// Where it is, at most 256 bytes.
	pub disclosure_uri: Vec<u8>,
	/// Metadata of the collection, at most 256 bytes.
	pub metadata_uri: Vec<u8>,
}

/// A [`Listing`] within its bounds. It encodes to the same bytes.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Terms {
	/// The provider node, with its coin.
	pub node: NodeId,
	/// Power of one NFT.
	pub power: Power,
	/// NFTs.
	pub count: u32,
	/// The first day that pays.
	pub start_day: Day,
	/// Days that pay.
	pub term_days: u32,
	/// What prices are in.
	pub price_asset: AssetKind,
	/// How it is sold.
	pub sale: SaleMode,
	/// The first day of the sale.
	pub sale_from: Day,
	/// The sale is over when this day begins.
	pub sale_until: Day,
	/// Share of the mined coin that the issuer keeps.
	pub service_fee: Permill,
	/// The disclosure that was listed.
	pub disclosure: Disclosure,
	/// Metadata of the collection.
	pub metadata_uri: Uri,
}

/// A disclosure document.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Disclosure {
	/// Hash of the document.
	pub hash: H256,
	/// Where it is.
	pub uri: Uri,
}

/// What never changes of a product.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Facts<AccountId> {
	/// Who sells it and pays.
	pub issuer: AccountId,
	/// The terms.
	pub terms: Terms,
	/// Their hash.
	pub terms_hash: H256,
}

/// The record that stays for ever.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Record<AccountId> {
	/// Who listed it.
	pub issuer: AccountId,
	/// blake2-256 of the SCALE-encoded [`Listing`].
	pub terms_hash: H256,
	/// Chain of disclosures: blake2-256 of the previous value, 0 at first, and the hash of the document.
	pub disclosures: H256,
	/// The state; the final one once the product is gone.
	pub state: ProductState,
}

/// Waits for the DAO.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Proposed<AccountId> {
	/// What was listed.
	pub facts: Facts<AccountId>,
}

impl<AccountId> Proposed<AccountId> {
	/// The DAO has said yes.
	pub fn approve(self) -> Approved<AccountId> {
		Approved(Live {
			facts: self.facts,
			market_epoch: 0,
		})
	}
}

/// What a product that was approved and is not over has.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Live<AccountId> {
	/// What was listed.
	pub facts: Facts<AccountId>,
	/// Listings, offers and auctions of another epoch are void.
	pub market_epoch: u32,
}

impl<AccountId> Live<AccountId> {
	/// Voids all listings, offers and auctions.
	fn void_market(self) -> Self {
		Self {
			market_epoch: self.market_epoch.wrapping_add(1),
			..self
		}
	}

	fn over(self) -> Over<AccountId> {
		Over {
			live: self.void_market(),
		}
	}
}

/// Its power is reserved; has not started.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Approved<AccountId>(pub Live<AccountId>);

impl<AccountId> Approved<AccountId> {
	/// It has started, and its node covers it.
	pub fn activate(self) -> Active<AccountId> {
		Active(self.0)
	}

	/// It never starts.
	pub fn cancel(self) -> Over<AccountId> {
		self.0.over()
	}
}

/// Runs.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Active<AccountId>(pub Live<AccountId>);

impl<AccountId> Active<AccountId> {
	/// Its market is shut from `today` on.
	pub fn freeze(self, today: Day) -> Frozen<AccountId> {
		Frozen {
			live: self.0.void_market(),
			since: today,
		}
	}

	/// Its last due time is a week ago.
	pub fn expire(self) -> Over<AccountId> {
		self.0.over()
	}
}

/// Releases are withheld and its market is shut; pay goes on.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Frozen<AccountId> {
	/// What it was while active.
	pub live: Live<AccountId>,
	/// The day of the freeze.
	pub since: Day,
}

impl<AccountId> Frozen<AccountId> {
	/// It runs on.
	pub fn unfreeze(self) -> Active<AccountId> {
		Active(self.live)
	}

	/// It ends in breach.
	pub fn terminate(self) -> Over<AccountId> {
		self.live.over()
	}
}

/// Pays no more; stays until all NFTs have claimed what they are due.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Over<AccountId> {
	/// What it was before.
	pub live: Live<AccountId>,
}

/// A product. There is no way from one state to another but the methods of its data.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Product<AccountId> {
	/// Waits for the DAO.
	Proposed(Proposed<AccountId>),
	/// Its power is reserved.
	Approved(Approved<AccountId>),
	/// Has started.
	Active(Active<AccountId>),
	/// Its market is shut.
	Frozen(Frozen<AccountId>),
	/// Never started.
	Cancelled(Over<AccountId>),
	/// Ended in breach.
	Terminated(Over<AccountId>),
	/// Ran to its end.
	Expired(Over<AccountId>),
}

impl<AccountId> Product<AccountId> {
	/// The state.
	pub const fn state(&self) -> ProductState {
		match self {
			Self::Proposed(_) => ProductState::Proposed,
			Self::Approved(_) => ProductState::Approved,
			Self::Active(_) => ProductState::Active,
			Self::Frozen(_) => ProductState::Frozen,
			Self::Cancelled(_) => ProductState::Cancelled,
			Self::Terminated(_) => ProductState::Terminated,
			Self::Expired(_) => ProductState::Expired,
		}
	}

	/// What never changes.
	pub const fn facts(&self) -> &Facts<AccountId> {
		match self {
			Self::Proposed(proposed) => &proposed.facts,
			Self::Approved(Approved(live)) | Self::Active(Active(live)) => &live.facts,
			Self::Frozen(frozen) => &frozen.live.facts,
			Self::Cancelled(over) | Self::Terminated(over) | Self::Expired(over) => &over.live.facts,
		}
	}

	/// The epoch of its market; `None` before approval.
	pub const fn market_epoch(&self) -> Option<u32> {
		match self {
			Self::Proposed(_) => None,
			Self::Approved(Approved(live)) | Self::Active(Active(live)) => Some(live.market_epoch),
			Self::Frozen(frozen) => Some(frozen.live.market_epoch),
			Self::Cancelled(over) | Self::Terminated(over) | Self::Expired(over) => {
				Some(over.live.market_epoch)
			}
		}
	}

	/// Whether it pays no more.
	pub const fn is_over(&self) -> bool {
		matches!(self, Self::Cancelled(_) | Self::Terminated(_) | Self::Expired(_))
	}
}

/// The oldest open day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct PayCursor {
	/// The day. The product's end once all days are closed.
	pub day: Day,
	/// Whether the cohort that earns from this day on is part of `live`.
	pub entered: bool,
	/// NFTs that earn on it.
	pub live: u32,
	/// Its expected pay, fixed once its record is there.
	pub expected: Option<Balance>,
	/// What it has received.
	pub paid: Balance,
	/// floor(`paid` / `live`), which is part of the book's `acc` already.
	pub share: Balance,
}

/// The first day that has not fallen due, as far as it was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct DueCursor {
	/// The day.
	pub day: Day,
	/// Whether the cohort that earns from this day on is part of `live`.
	pub entered: bool,
	/// NFTs that earn on it.
	pub live: u32,
}

/// What came in since the last day was judged.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Window {
	/// Payments.
	pub received: Balance,
	/// What days were given, out of payments and of what was prepaid.
	pub applied: Balance,
}

impl Window {
	/// Both together.
	pub fn plus(&self, other: Self) -> Option<Self> {
		Some(Self {
			received: self.received.checked_add(other.received)?,
			applied: self.applied.checked_add(other.applied)?,
		})
	}
}

/// The daily pay of a product and the count of its NFTs. One entry, whatever the number of NFTs.
///
/// `paid_total = claimed_total + income due to all NFTs + (pay.paid - pay.share x pay.live) + prepaid + dust`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Book {
	/// What the node mines.
	pub coin: CoinId,
	/// The coin's wrapped asset, which pay is in.
	pub asset: AssetKind,
	/// Power of one NFT.
	pub power: Power,
	/// Share of the reward that the issuer keeps.
	pub service_fee: Permill,
	/// The day after the last; moved by a resume.
	pub end_day: Day,
	/// Whether the product is over.
	pub over: bool,
	/// NFTs that were ever minted; the next serial.
	pub minted: u32,
	/// NFTs that exist.
	pub alive: u32,
	/// Lots under the hammer, each of which may yet mint one NFT.
	pub lots: u32,
	/// NFTs whose power is reserved on the node: all of the listing until the sale is over, then those that were minted; 0 once the
	/// product is over.
	pub reserved: u32,
	/// The first day on which anyone earns: that of the first cohort.
	pub first_day: Option<Day>,
	/// The oldest open day.
	pub pay: PayCursor,
	/// The first day that has not fallen due.
	pub due: DueCursor,
	/// Pay of one NFT over all days since the start.
	pub acc: Balance,
	/// What one NFT has missed on short days, rounded up.
	pub acc_missing: Balance,
	/// Payments for days to come.
	pub prepaid: Balance,
	/// Since the last judged day.
	pub window: Window,
	/// Days that have fallen due.
	pub due_days: u32,
	/// Days that have closed.
	pub closed_days: u32,
	/// Of these, days that closed with less than their expected pay.
	pub short_days: u32,
	/// What divisions left over: less than one unit per NFT and day.
	pub dust: Balance,
	/// All payments.
	pub paid_total: Balance,
	/// Its part of what its node pays.
	pub node: NodeShare,
	/// All that was paid out or credited.
	pub claimed_total: Balance,
	/// Expected pay that short days did not get.
	pub missing: Balance,
	/// First and last day that a resume has struck, while a cursor has not passed them.
	pub struck: Option<(Day, Day)>,
	/// The block in which the last day was found to be due.
	pub last_due_at: Option<BlockNumber>,
	/// Its place in the queue of ticks.
	pub tick: Option<u64>,
	/// Its place in the queue of receipts.
	pub receipt: Option<u64>,
}

impl Book {
	/// Days that have fallen due and are open.
	pub const fn open_due_days(&self) -> u32 {
		self.due_days.saturating_sub(self.closed_days)
	}

	/// Whether all days are closed.
	pub const fn is_paid_up(&self) -> bool {
		self.pay.day >= self.end_day
	}

	/// What it weighs on its node while it is paid: power of the NFTs that were sold, less the service fee.
	pub fn node_weight(&self) -> Option<u128> {
		let kept = POWER_WEIGHT.checked_sub(self.service_fee.deconstruct().into())?;
		u128::from(self.power)
			.checked_mul(self.minted.into())?
			.checked_mul(kept)
	}

	/// Books a payment: to be given to days.
	pub(crate) fn receive(&mut self, amount: Balance) -> Result<(), ArithmeticError> {
		for sum in [&mut self.paid_total, &mut self.prepaid, &mut self.window.received] {
			*sum = sum.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		}
		Ok(())
	}

	/// What the oldest open day has received and the NFTs have not been given: less than one unit each.
	pub fn unshared(&self) -> Option<Balance> {
		self.pay
			.paid
			.checked_sub(self.pay.share.checked_mul(self.pay.live.into())?)
	}

	/// Gives prepaid money to the oldest open day, up to its expected pay. Some NFT must earn on it.
	pub(crate) fn draw(&mut self, expected: Balance) -> Result<(), ArithmeticError> {
		let drawn = expected
			.checked_sub(self.pay.paid)
			.ok_or(ArithmeticError::Underflow)?
			.min(self.prepaid);
		if drawn == 0 {
			return Ok(());
		}
		let paid = self
			.pay
			.paid
			.checked_add(drawn)
			.ok_or(ArithmeticError::Overflow)?;
		let share = paid
			.checked_div(self.pay.live.into())
			.ok_or(ArithmeticError::DivisionByZero)?;
		let gained = share
			.checked_sub(self.pay.share)
			.ok_or(ArithmeticError::Underflow)?;
		self.acc = self.acc.checked_add(gained).ok_or(ArithmeticError::Overflow)?;
		self.window.applied = self
			.window
			.applied
			.checked_add(drawn)
			.ok_or(ArithmeticError::Overflow)?;
		self.prepaid = self
			.prepaid
			.checked_sub(drawn)
			.ok_or(ArithmeticError::Underflow)?;
		self.pay.paid = paid;
		self.pay.share = share;
		Ok(())
	}

	/// Leaves the oldest open day: what cannot be divided becomes dust. `next` is the oldest open day now.
	pub(crate) fn leave_day(&mut self, next: Day) -> Result<(), ArithmeticError> {
		let rest = self.unshared().ok_or(ArithmeticError::Underflow)?;
		self.dust = self.dust.checked_add(rest).ok_or(ArithmeticError::Overflow)?;
		self.pay = PayCursor {
			day: next,
			entered: false,
			live: self.pay.live,
			expected: None,
			paid: 0,
			share: 0,
		};
		Ok(())
	}

	/// Shares what is prepaid over the NFTs that earn, because no day is to come.
	pub(crate) fn share_prepaid(&mut self) -> Result<(), ArithmeticError> {
		let each = self.prepaid.checked_div(self.pay.live.into()).unwrap_or(0);
		let shared = each
			.checked_mul(self.pay.live.into())
			.ok_or(ArithmeticError::Overflow)?;
		let rest = self
			.prepaid
			.checked_sub(shared)
			.ok_or(ArithmeticError::Underflow)?;
		self.acc = self.acc.checked_add(each).ok_or(ArithmeticError::Overflow)?;
		self.dust = self.dust.checked_add(rest).ok_or(ArithmeticError::Overflow)?;
		self.prepaid = 0;
		Ok(())
	}
}

/// NFTs of a product that earn from the same day on.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Cohort {
	/// Those that exist.
	pub count: u32,
	/// The book's sums when they began to earn; `None` before.
	pub begun: Option<Begun>,
}

/// The book's sums when a cohort began to earn.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Begun {
	/// `acc`.
	pub acc: Balance,
	/// `acc_missing`.
	pub acc_missing: Balance,
}

/// An NFT. Income due = the book's `acc` - `settled`, or - that at the begin of its cohort if nothing was settled yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Nft {
	/// The first day that it earns, which names its cohort.
	pub first_day: Day,
	/// The book's `acc` up to which income was settled; 0 if none was.
	#[codec(compact)]
	pub settled: Balance,
	/// Who has its hand on it.
	pub custody: CustodyState,
	/// The order behind `Listed` or `OnAuction`; none in any other state.
	pub order: Option<Order>,
}

/// A product that waits for its daily step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Tick {
	/// The product.
	pub product: ProductId,
	/// Not before this block.
	pub not_before: BlockNumber,
}

/// A product whose NFTs are being paid out, one after the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Receipt {
	/// The product.
	pub product: ProductId,
	/// The next NFT.
	pub next: Serial,
	/// The book's `acc` when the pass began.
	pub acc: Balance,
}

/// First in, first out; entries may be taken out of the middle.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct QueueEnds {
	/// Nothing is before this place.
	pub head: u64,
	/// The next free place.
	pub tail: u64,
	/// Entries.
	pub len: u32,
}
