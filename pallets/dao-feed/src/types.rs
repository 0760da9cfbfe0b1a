//! Records of nodes and days.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dmex_primitives::{Balance, BlockNumber, Day, Power};
use scale_info::TypeInfo;

/// Quality-adjusted power is at most this many times raw power: Filecoin's factor for verified deals.
pub const MAX_QUALITY: Power = 10;

/// What is attested of a node.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct NodeRecord<AccountId> {
	/// The issuer that its owner has bound it to.
	pub issuer: AccountId,
	/// Effective quality-adjusted power.
	pub quality_adjusted: Power,
	/// Raw power.
	pub raw: Power,
	/// The block of the record.
	pub reported_at: BlockNumber,
}

/// How far the days of a coin are recorded and due.
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
	/// Reward of one unit of power, in the smallest unit of the wrapped asset.
	pub reward: Balance,
	/// The block in which the day's pay falls due.
	pub due_at: BlockNumber,
}
