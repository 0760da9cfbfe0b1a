//! Data without `Config`, and the table of §12 as a pure function.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dmex_primitives::{math::mul_div_ceil, Balance, BlockNumber, Decision, Stage};
use frame_support::pallet_prelude::DispatchResult;
use scale_info::TypeInfo;

/// Days between a row-10 decision and its enactment.
pub const ENACTMENT_DAYS: u32 = 7;
/// Percent of the votable DMC that must take part in a referendum.
pub const TURNOUT_PERCENT: Balance = 4;
/// Percent of the votable DMC that must take part in a referendum of row 10.
pub const TURNOUT_PERCENT_DELAYED: Balance = 10;

/// Number of an enactment; they are counted from 0 and never reused.
pub type EnactmentId = u32;

/// Who took a decision.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Decider {
	/// At least 4 of the 7 members of the council.
	Council,
	/// The holders of DMC, by referendum.
	Referendum,
}

impl Decider {
	/// The table of §12: whether this decider may take that decision in that stage.
	pub const fn may_decide(self, decision: Decision, stage: Stage) -> bool {
		match (stage, self) {
			(Stage::Council, Self::Council) => true,
			(Stage::Council, Self::Referendum) => false,
			(Stage::Community, Self::Council) => matches!(decision, Decision::Shared),
			(Stage::Community, Self::Referendum) => !matches!(decision, Decision::CouncilSeats),
		}
	}
}

/// DMC that must take part in a referendum, rounded up, in the smallest unit. `None` if it does not fit.
pub fn required_turnout(votable_supply: Balance, delayed: bool) -> Option<Balance> {
	let percent = if delayed {
		TURNOUT_PERCENT_DELAYED
	} else {
		TURNOUT_PERCENT
	};
	mul_div_ceil(votable_supply, percent, 100)
}

/// A row-10 decision that waits for its enactment.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct PendingEnactment<Call, Hash> {
	/// The scheduled call: `enact` with the decided call in it.
	pub task: Call,
	/// Hash of the decided call.
	pub call_hash: Hash,
	/// Who decided.
	pub decided_by: Decider,
	/// The block of enactment.
	pub when: BlockNumber,
	/// Whether it changes the operators or the custody of the gateway.
	pub custody: bool,
}

/// A pending enactment as the runtime API tells it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct EnactmentInfo<Hash> {
	/// Number of the enactment.
	pub id: EnactmentId,
	/// The decided call, encoded; empty if its preimage is gone.
	pub call: alloc::vec::Vec<u8>,
	/// Hash of the decided call.
	pub call_hash: Hash,
	/// Who decided.
	pub decided_by: Decider,
	/// The block of enactment.
	pub when: BlockNumber,
}

/// Why a parameter is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParameterFault {
	/// The parameter comes without a value, which would delete it.
	WithoutValue,
	/// The value is above the cap of the protocol.
	AboveCap,
	/// The value is below the least that the protocol allows.
	BelowMinimum,
}

/// The DAO's parameters: which row of the table each one belongs to, its cap, and where it is kept.
pub trait ParameterStore<Parameter> {
	/// The row of the table that decides the parameter, whatever the value.
	fn decision(parameter: &Parameter) -> Decision;

	/// Refuses a value beyond its bounds and the lack of one.
	fn check(parameter: &Parameter) -> Result<(), ParameterFault>;

	/// Stores the value. Called after [`Self::check`] only.
	fn set(parameter: Parameter) -> DispatchResult;
}

#[cfg(test)]
mod tests {
	use super::*;
	use Decision::*;

	#[test]
	fn table_should_be_that_of_the_protocol() {
		for decision in [Shared, Holders, Delayed, CouncilSeats] {
			assert!(Decider::Council.may_decide(decision, Stage::Council));
			assert!(!Decider::Referendum.may_decide(decision, Stage::Council));
			assert_eq!(
				Decider::Council.may_decide(decision, Stage::Community),
				decision == Shared
			);
			assert_eq!(
				Decider::Referendum.may_decide(decision, Stage::Community),
				decision != CouncilSeats
			);
		}
	}

	#[test]
	fn required_turnout_should_round_up() {
		assert_eq!(required_turnout(1_000, false), Some(40));
		assert_eq!(required_turnout(1_001, false), Some(41));
		assert_eq!(required_turnout(1_000, true), Some(100));
		assert_eq!(required_turnout(1, true), Some(1));
		assert_eq!(required_turnout(0, true), Some(0));
		assert_eq!(required_turnout(u128::MAX, true), Some(u128::MAX / 10 + 1));
	}
}
