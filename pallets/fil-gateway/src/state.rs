//! What the pallet keeps between reports: deliveries, money that waits, redemptions, nodes, days.

use crate::types::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dmex_primitives::{AccountId, Balance, BlockNumber, Day, ProductId};
use fil_primitives::Address;
use scale_info::TypeInfo;
use sp_core::H256;

/// Hours that a rolling sum covers: the running one and the 24 before, so never less than 24 hours.
pub const WINDOW_HOURS: usize = 25;
/// Quality-adjusted power is at most this many times raw power: Filecoin's factor for verified deals.
pub const MAX_QUALITY: u64 = 10;
/// Operator sets that are remembered, so that evidence against their members counts.
pub const REMEMBERED_SETS: SetId = 4;

/// Whether the gateway mints and redeems.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Status {
	/// It does.
	#[default]
	Running,
	/// Neither, until the DAO resumes. Claims, transfers and cancellations go on.
	Paused {
		/// Why.
		fault: Fault,
		/// The block since which.
		since: BlockNumber,
	},
	/// For good: nothing new is minted, and redemptions pay floor(amount x reserve / claims).
	WindingDown {
		/// FIL in custody that is not yet promised to payouts under way.
		reserve: Balance,
		/// IFIL, and what is owed in it, less the payouts under way.
		claims: Balance,
		/// The block since which.
		since: BlockNumber,
	},
}

/// Why the gateway paused.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Fault {
	/// IFIL and what is owed in it are more than custody holds.
	Reserve,
	/// A change of custody's balance that the quorum could not explain.
	Unexplained {
		/// In this range.
		range: RangeIndex,
		/// AttoFIL.
		delta: i128,
	},
	/// Custody paid what nobody had requested, or paid a request twice or otherwise than requested.
	Outflow {
		/// The redemption that its memo names.
		redemption: Option<RedemptionId>,
		/// AttoFIL.
		value: Balance,
	},
	/// Custody's signers are not those that the DAO announced.
	Signers,
	/// The last checkpoint is not part of Filecoin's finalized chain.
	Finality {
		/// What stands in its place.
		tipset: H256,
	},
	/// A report that a quorum voted for does not add up.
	Conservation,
	/// A report that a quorum voted for contains a deposit that was spent before.
	Spent {
		/// The deposit or debit.
		id: H256,
	},
}

/// A report under delivery.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Delivery<Header> {
	/// Its header.
	pub header: Header,
	/// The round that accepted it.
	pub round: u32,
	/// Pages that are there.
	pub delivered: u16,
}

/// A page of items or facts. Counts only for the report and round that it is of; others are left-overs, to be overwritten.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Page<Key, Body> {
	/// The range or day.
	pub of: Key,
	/// The round.
	pub round: u32,
	/// What is in it.
	pub body: Body,
}

/// How far a range report is applied.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Progress {
	/// The page.
	pub page: u16,
	/// The next item of it.
	pub item: u16,
	/// Credits that are not applied yet, dust included.
	pub credits: Balance,
	/// Debits that are not applied yet.
	pub debits: Balance,
}

/// How far a day's record is applied.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct FactsProgress {
	/// The page.
	pub page: u16,
	/// The next node of it.
	pub item: u16,
	/// The last node.
	pub last: Option<ActorId>,
}

/// A Filecoin miner that its owner has bound to an issuer.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Node {
	/// The issuer.
	pub issuer: AccountId,
	/// The last height of the range in which it was first bound. Records up to an earlier height leave it out.
	pub since: u64,
	/// Rewards of all records.
	pub reported: Balance,
	/// What custody received of them as pay. Never above `reported`.
	pub credited: Balance,
	/// The latest record.
	pub record: Option<NodeRecord>,
}

/// A record of a node.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct NodeRecord {
	/// What it says.
	pub facts: NodeFacts,
	/// The height that it was taken at.
	pub height: u64,
	/// The block in which it came.
	pub reported_at: BlockNumber,
}

/// How far the days of the market are recorded and due.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Market {
	/// First recorded day.
	pub recorded_from: Day,
	/// Last recorded day; every day between has its record.
	pub recorded_through: Day,
	/// Last day whose pay has fallen due.
	pub due_through: Option<Day>,
	/// Due block of the last recorded day: no later day falls due before it.
	pub last_due_at: BlockNumber,
	/// The block of the latest record.
	pub reported_at: BlockNumber,
}

/// A recorded day. It never changes.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DayRecord {
	/// AttoFIL that one GiB of quality-adjusted power earned.
	pub reward: Balance,
	/// Quality-adjusted power of the network in GiB.
	pub total_power: u64,
	/// The block in which the day's pay falls due, if no pause meets its due window.
	pub due_at: BlockNumber,
}

/// The end of the last pause. Days whose due window had begun by then fall due a day after it at the earliest.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct LastPause {
	/// The block in which it ended.
	pub ended_at: BlockNumber,
	/// One day later.
	pub neutral_until: BlockNumber,
}

/// Who a Filecoin f1 address belongs to.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct SenderBinding {
	/// The account; none after it was unbound.
	pub account: Option<AccountId>,
	/// Bindings so far: the nonce of the next one.
	pub nonce: u64,
}

/// Who or what is to be paid.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Target {
	/// An account.
	Account(AccountId),
	/// The holders of a product's NFTs.
	Product(ProductId),
	/// A phase of a pool, for an account.
	Phase {
		/// The pool.
		pool: u32,
		/// The phase of it.
		phase: u32,
		/// Who deposits.
		account: AccountId,
	},
	/// Products, phases and issuer of a node.
	Node {
		/// The miner.
		node: ActorId,
		/// How much of it is pay. The rest is principal.
		pay: Balance,
	},
}

/// Why money is in suspense.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum SuspenseReason {
	/// Nothing says whose it is.
	Unattributed,
	/// The memo cannot be followed: unknown kind, wrong chain, wrong checksum, or that of a payout.
	BadMemo,
	/// The product or phase cannot be paid.
	Refused,
	/// The miner is not bound to an issuer.
	UnboundNode,
	/// Many small credits.
	Dust,
	/// A surplus that the DAO accepted as unexplained, or found at a change of custody.
	Surplus,
	/// It came when the gateway was winding down.
	WindingDown,
}

/// Money in suspense.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct SuspenseEntry {
	/// AttoFIL.
	pub value: Balance,
	/// Why.
	pub reason: SuspenseReason,
	/// The deposit; none of dust and surplus.
	pub deposit: Option<H256>,
	/// Who sent it; none of dust and surplus.
	pub from: Option<ActorId>,
	/// What it said.
	pub memo: MemoBytes,
	/// The range that it came in.
	pub range: RangeIndex,
	/// The redemption by which it goes back to Filecoin.
	pub returning: Option<RedemptionId>,
}

/// Queues of money that is to be minted, each first in, first out.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Queue {
	/// Payments to products, phases and nodes that met a pause. They do not wait for room under the daily cap.
	Pay,
	/// Deposits that wait for room under the daily cap, or met a pause.
	Late,
	/// Deposits above the cap of a deposit: a day, then as room allows.
	Large,
}

/// Money that waits to be minted.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Waiting {
	/// For whom.
	pub target: Target,
	/// AttoFIL.
	pub amount: Balance,
	/// The deposit.
	pub deposit: Option<H256>,
	/// The range that it came in.
	pub range: RangeIndex,
	/// Not before this block.
	pub not_before: BlockNumber,
}

/// Ends of a queue: entries from `head` to before `tail`.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Ends {
	/// The first.
	pub head: u64,
	/// Where the next one goes.
	pub tail: u64,
}

/// A sum over the running hour and the 24 before.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Window {
	/// The running hour.
	pub hour: u32,
	/// What each hour used, by hour modulo [`WINDOW_HOURS`].
	pub used: [Balance; WINDOW_HOURS],
}

impl Window {
	/// The window in `hour`: hours that are over are forgotten.
	pub fn at(mut self, hour: u32) -> Self {
		let passed = hour.saturating_sub(self.hour);
		for back in 0..passed.min(WINDOW_HOURS as u32) {
			if let Some(slot) = self.used.get_mut(Self::slot(hour.saturating_sub(back))) {
				*slot = 0;
			}
		}
		self.hour = hour.max(self.hour);
		self
	}

	/// The sum.
	pub fn total(&self) -> Option<Balance> {
		self.used
			.iter()
			.try_fold(0 as Balance, |sum, used| sum.checked_add(*used))
	}

	/// Adds to the running hour.
	pub fn add(&mut self, amount: Balance) -> Option<()> {
		let slot = self.used.get_mut(Self::slot(self.hour))?;
		*slot = slot.checked_add(amount)?;
		Some(())
	}

	fn slot(hour: u32) -> usize {
		hour as usize % WINDOW_HOURS
	}
}

/// Whose money a redemption pays out.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Source {
	/// IFIL on hold.
	Held(AccountId),
	/// Money in suspense.
	Suspense(u32),
}

/// A redemption: IFIL goes, FIL is paid on Filecoin. It is removed when it was paid or refunded.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Redemption {
	/// Whose money.
	pub source: Source,
	/// What goes: IFIL on hold, or money in suspense.
	pub amount: Balance,
	/// What of it is not paid out. Fixed at the request.
	pub fee: Balance,
	/// What is paid out: amount less fee; while the gateway winds down its share in the reserve.
	pub net: Balance,
	/// Where to.
	pub destination: Address,
	/// The block of the request.
	pub requested_at: BlockNumber,
	/// The block from which operators may propose it.
	pub ready_at: BlockNumber,
	/// The block from which its owner may cancel it, if it is open.
	pub cancellable_at: BlockNumber,
	/// Where it stands.
	pub state: RedemptionState,
}

/// Where a redemption stands.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum RedemptionState {
	/// Waits for `ready_at`, or for a proposal.
	Open,
	/// A multisig transaction that pays exactly it is pending.
	Bound {
		/// Its id.
		tx: u64,
	},
	/// Somebody with the right to do so objected. Lapses, unless the DAO confirms.
	Objected {
		/// The block in which it lapses.
		until: BlockNumber,
	},
	/// Is refunded as soon as a report about a later time shows nothing pending that pays it.
	Cancelling {
		/// Unix time of the cancellation in seconds.
		since: u64,
	},
	/// It was bound, and whether it was paid cannot be told from reports: custody changed, or its transaction went in a range with an
	/// unexplained delta. Neither proposed nor refunded before the DAO has decided which.
	Undecided {
		/// The transaction.
		tx: u64,
	},
}

/// An unexplained delta that the DAO accepts.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct AcceptedDelta {
	/// Of this range.
	pub range: RangeIndex,
	/// AttoFIL.
	pub delta: i128,
}
