//! The books of a product, and their arithmetic, without the pallet's configuration.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dmex_primitives::{
	math::{mul_div_ceil, mul_div_floor},
	Balance, BlockNumber, Day, Delivery, EscrowTerms, ProductId,
};
use scale_info::TypeInfo;
use sp_arithmetic::{PerThing, Permill};
use sp_core::U256;

/// What was booked for one NFT. Removed when its refund is claimed, or when there is none.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Deposit {
	/// What its buyer paid.
	#[codec(compact)]
	pub price: Balance,
	/// The day from which it earns: its cohort.
	#[codec(compact)]
	pub first_day: Day,
}

/// The NFTs of a product that earn from the same day on.
#[derive(
	Clone, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Cohort {
	/// Days that each of them earns.
	pub days: u32,
	/// NFTs that are booked.
	pub nfts: u32,
	/// Sum of their daily slices, floor(price / days).
	pub slices: Balance,
	/// Sum of what the last day adds, price - days x slice.
	pub remainders: Balance,
	/// The product's sum of deliveries when it began to earn; none before.
	pub delivered_before: Option<Delivery>,
}

/// Why and since when a product is frozen, and what its days have released but not paid out since.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Freeze {
	/// The block in which it was frozen.
	pub since: BlockNumber,
	/// The block from which anyone may end it: of a freeze that the DAO decided without breach. None where the breach
	/// predicate held.
	pub lapses: Option<BlockNumber>,
	/// Days judged since that were not bad.
	pub good_days: u32,
	/// Releases that wait, gross.
	pub withheld: Balance,
	/// Sum of the deliveries of the days that closed since.
	pub delivered: Delivery,
	/// Delivery of the last day, if it closed since; 0 otherwise.
	pub last_delivery: Delivery,
}

/// How a product ended.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Cause {
	/// It never started.
	Cancelled,
	/// It ran to its end, or until the gateway wound down.
	Expired,
	/// In breach.
	Terminated,
}

/// What there was to be shared when a product ended.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Ending {
	/// How.
	pub cause: Cause,
	/// Deposited and not released: the denominator of the shares in the bond.
	pub refundable: Balance,
	/// Bond that was slashed.
	pub slashed: Balance,
	/// The part of it that was shared out.
	pub shared: Balance,
}

/// Where the money of a product stands.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Stage {
	/// Takes prices, releases day by day.
	Running,
	/// Withholds releases.
	Frozen(Freeze),
	/// Releases nothing any more, refunds what is left.
	Over(Ending),
}

/// The books of a product. What lies in the pallet's account for it is
/// `deposited - released - refunded + bond + (slashed - shared)`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Book<AccountId> {
	/// Fixed at opening.
	pub terms: EscrowTerms<AccountId>,
	/// Running, frozen or over.
	pub stage: Stage,
	/// NFTs that are booked.
	pub nfts: u32,
	/// NFTs that were ever booked.
	pub sold: u32,
	/// All prices.
	pub deposited: Balance,
	/// Released of them, before the sale fee and the part that joined the bond.
	pub released: Balance,
	/// Refunded of them.
	pub refunded: Balance,
	/// The issuer's bond; 0 once it went back or was slashed.
	pub bond: Balance,
	/// Sum of the slices of the cohorts that earn.
	pub slices: Balance,
	/// Sum of their remainders.
	pub remainders: Balance,
	/// Sum of the deliveries of the closed days, without those since a freeze.
	pub delivered: Delivery,
	/// Delivery of the last day; 0 until it has closed.
	pub last_delivery: Delivery,
	/// Days that are still to close; none before the first cohort begins.
	pub days_left: Option<u32>,
	/// Days that have closed.
	pub closed_days: u32,
	/// The last of them.
	pub closed_through: Option<Day>,
	/// The last day that was judged.
	pub judged_through: Option<Day>,
	/// Judged days in a row that were bad.
	pub bad_days: u32,
}

/// A release, split.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Split {
	/// Sale fee, rounded up.
	pub fee: Balance,
	/// What the bond lacked.
	pub bond: Balance,
	/// What the issuer is paid.
	pub issuer: Balance,
}

/// What can be claimed for an NFT of a product that is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Refund {
	/// Its unreleased price, rounded down.
	pub price: Balance,
	/// Its share of the slashed bond, rounded down.
	pub bond_share: Balance,
}

/// A freeze that the DAO decided without breach, waiting for its end.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Lapse {
	/// The block from which the hook ends it.
	pub at: BlockNumber,
	/// The product.
	pub product: ProductId,
}

/// The daily slice of a price over `days` days, floor(price / days), and what the last day adds. None if `days` is 0.
pub fn slices(price: Balance, days: u32) -> Option<(Balance, Balance)> {
	let days = Balance::from(days);
	Some((price.checked_div(days)?, price.checked_rem(days)?))
}

/// ceil((slice x delivered + remainder x last) / 10^18): what was released of an NFT. Rounded up, so that all refunds of a
/// product together never exceed what was not released: each day's release is rounded down.
pub fn released_ceil(
	slice: Balance,
	delivered: Delivery,
	remainder: Balance,
	last: Delivery,
) -> Option<Balance> {
	let scale = U256::from(dmex_primitives::hashrate::DELIVERY_SCALE);
	let (quotient, rest) = U256::from(slice)
		.checked_mul(delivered.into())?
		.checked_add(U256::from(remainder).checked_mul(last.into())?)?
		.div_mod(scale);
	let quotient = if rest.is_zero() {
		quotient
	} else {
		quotient.checked_add(U256::one())?
	};
	quotient.try_into().ok()
}

/// ceil(amount x share).
pub fn share_ceil(amount: Balance, share: Permill) -> Option<Balance> {
	mul_div_ceil(amount, share.deconstruct().into(), Permill::ACCURACY.into())
}

/// Whether a day is bad: at most 80% of what fell due came in.
pub fn is_bad(due: Balance, received: Balance) -> bool {
	// Factors of 128 and 7 bits cannot overflow.
	let percent = |amount: Balance, factor: u32| U256::from(amount).checked_mul(factor.into());
	percent(received, 100) <= percent(due, crate::GOOD_ABOVE_PERCENT)
}

impl<AccountId> Book<AccountId> {
	/// Books of a product that has sold nothing.
	pub fn open(terms: EscrowTerms<AccountId>) -> Self {
		Self {
			bond: terms.bond,
			terms,
			stage: Stage::Running,
			nfts: 0,
			sold: 0,
			deposited: 0,
			released: 0,
			refunded: 0,
			slices: 0,
			remainders: 0,
			delivered: 0,
			last_delivery: 0,
			days_left: None,
			closed_days: 0,
			closed_through: None,
			judged_through: None,
			bad_days: 0,
		}
	}

	/// Sum of the deliveries of all closed days, those since a freeze included.
	pub fn delivered_in_all(&self) -> Option<Delivery> {
		match &self.stage {
			Stage::Frozen(freeze) => self.delivered.checked_add(freeze.delivered),
			_ => Some(self.delivered),
		}
	}

	/// Whether all days have closed: nothing can be owed any more.
	pub fn is_paid_up(&self) -> bool {
		self.days_left == Some(0)
	}

	/// Deposited and not released.
	pub fn unreleased(&self) -> Option<Balance> {
		self.deposited.checked_sub(self.released)
	}

	/// Slashed bond that was not shared out yet.
	pub fn slashed_left(&self) -> Option<Balance> {
		match &self.stage {
			Stage::Over(ending) => ending.slashed.checked_sub(ending.shared),
			_ => Some(0),
		}
	}

	/// What lies in the pallet's account for the product.
	pub fn held(&self) -> Option<Balance> {
		self.unreleased()?
			.checked_sub(self.refunded)?
			.checked_add(self.bond)?
			.checked_add(self.slashed_left()?)
	}

	/// What the bond should be: that of the terms, and at least 5% of all prices, rounded up.
	pub fn bond_target(&self) -> Option<Balance> {
		Some(share_ceil(self.deposited, crate::BOND_SHARE)?.max(self.terms.bond))
	}

	/// Books a price. Its cohort may have begun already, as long as none of its days has closed.
	pub fn deposit(&mut self, cohort: &mut Cohort, price: Balance, days: u32) -> Option<()> {
		let (slice, remainder) = slices(price, days)?;
		cohort.days = days;
		cohort.nfts = cohort.nfts.checked_add(1)?;
		cohort.slices = cohort.slices.checked_add(slice)?;
		cohort.remainders = cohort.remainders.checked_add(remainder)?;
		self.nfts = self.nfts.checked_add(1)?;
		self.sold = self.sold.checked_add(1)?;
		self.deposited = self.deposited.checked_add(price)?;
		if cohort.delivered_before.is_some() {
			self.slices = self.slices.checked_add(slice)?;
			self.remainders = self.remainders.checked_add(remainder)?;
		}
		Some(())
	}

	/// A cohort begins to earn.
	pub fn begin(&mut self, cohort: &mut Cohort) -> Option<()> {
		cohort.delivered_before = Some(self.delivered_in_all()?);
		self.slices = self.slices.checked_add(cohort.slices)?;
		self.remainders = self.remainders.checked_add(cohort.remainders)?;
		self.days_left = Some(cohort.days);
		Some(())
	}

	/// What a day with `delivery` releases, rounded down.
	pub fn release_of_day(&self, delivery: Delivery, last: bool) -> Option<Balance> {
		let slices = if last {
			self.slices.checked_add(self.remainders)?
		} else {
			self.slices
		};
		mul_div_floor(slices, delivery, dmex_primitives::hashrate::DELIVERY_SCALE)
	}

	/// Splits a release: sale fee, what the bond lacks, the rest to the issuer. Books it as released.
	pub fn release(&mut self, gross: Balance) -> Option<Split> {
		let fee = share_ceil(gross, self.terms.sale_fee)?;
		let net = gross.checked_sub(fee)?;
		let lacks = self.bond_target()?.max(self.bond).checked_sub(self.bond)?;
		let bond = lacks.min(net);
		self.released = self.released.checked_add(gross)?;
		self.bond = self.bond.checked_add(bond)?;
		Some(Split {
			fee,
			bond,
			issuer: net.checked_sub(bond)?,
		})
	}

	/// What was released of an NFT's price, rounded up. Withheld releases do not count.
	pub fn released_of(&self, deposit: &Deposit, cohort: &Cohort) -> Option<Balance> {
		// A cohort that began while the product was frozen, and was then terminated, began behind what counts: none of its
		// days released anything.
		let Some(delivered) = cohort
			.delivered_before
			.and_then(|before| self.delivered.checked_sub(before))
		else {
			return Some(0);
		};
		let (slice, remainder) = slices(deposit.price, cohort.days)?;
		released_ceil(slice, delivered, remainder, self.last_delivery)
	}

	/// What can be claimed for an NFT: once the product is over.
	pub fn refund_of(&self, deposit: &Deposit, cohort: &Cohort) -> Option<Refund> {
		let price = self.unreleased_of(deposit, cohort)?;
		let Stage::Over(ending) = &self.stage else {
			return Some(Refund::default());
		};
		let bond_share = if ending.slashed == 0 || price == 0 {
			0
		} else {
			mul_div_floor(ending.slashed, price, ending.refundable)?
		};
		Some(Refund { price, bond_share })
	}

	/// What of an NFT's price was not released.
	pub fn unreleased_of(&self, deposit: &Deposit, cohort: &Cohort) -> Option<Balance> {
		deposit.price.checked_sub(self.released_of(deposit, cohort)?)
	}
}

impl Freeze {
	/// A freeze from `since` on.
	pub fn new(since: BlockNumber, lapses: Option<BlockNumber>) -> Self {
		Self {
			since,
			lapses,
			good_days: 0,
			withheld: 0,
			delivered: 0,
			last_delivery: 0,
		}
	}

	/// Whether the breach predicate held when the product was frozen.
	pub fn in_breach(&self) -> bool {
		self.lapses.is_none()
	}
}

impl Refund {
	/// Both parts.
	pub fn total(&self) -> Option<Balance> {
		self.price.checked_add(self.bond_share)
	}
}
