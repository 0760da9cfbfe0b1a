//! The stages of the DAO and the classes of its decisions (§12).

use crate::types::Balance;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// How far power has moved from the founders' council to the holders of DMC. It never moves back.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum Stage {
	/// The council decides everything: 4 ayes of 7.
	#[default]
	Council,
	/// The council is elected, holders of DMC propose and vote in referenda.
	Community,
}

/// Reads the stage.
pub trait StageProvider {
	/// The stage of the current block.
	fn stage() -> Stage;
}

/// Who may decide, by row of the table of §12.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Decision {
	/// Stage 1 council; stage 2 council or referendum (rows 1, 5, 7, 9).
	Shared,
	/// Stage 1 council; stage 2 referendum only (rows 2, 3, 4, 6, 8).
	Holders,
	/// As [`Self::Holders`], and enacted only 7 days after the decision (row 10).
	Delayed,
	/// Stage 1 council; stage 2 nobody, because holders elect (row 11).
	CouncilSeats,
}

/// The DMC that can vote: what is issued less what is unvested or held by the protocol.
pub trait VotableSupply {
	/// In the smallest unit of DMC.
	fn votable_supply() -> Balance;
}

impl Decision {
	/// What several acts need that are decided as one (`utility.batch_all`).
	///
	/// `None` if there is no act, if one of them is not a decision, or if [`Self::Delayed`] acts are mixed with others: those
	/// are dispatched by another origin.
	pub fn of_batch(acts: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
		let mut acts = acts.into_iter();
		let first = acts.next()??;
		acts.try_fold(first, |so_far, act| so_far.with(act?))
	}

	/// The stricter of two decisions; `None` if they cannot be taken as one.
	const fn with(self, other: Self) -> Option<Self> {
		match (self, other) {
			(Self::Delayed, Self::Delayed) => Some(Self::Delayed),
			(Self::Delayed, _) | (_, Self::Delayed) => None,
			(Self::CouncilSeats, _) | (_, Self::CouncilSeats) => Some(Self::CouncilSeats),
			(Self::Holders, _) | (_, Self::Holders) => Some(Self::Holders),
			(Self::Shared, Self::Shared) => Some(Self::Shared),
		}
	}
}

/// Tells the row of §12's table that a call belongs to.
pub trait ClassifyCall<Call> {
	/// `None` if the DAO has no say over the call: what users do for themselves, and what nobody may do.
	///
	/// [`Decision::Delayed`] means that the call takes Root, which exists only as a row-10 decision that has waited.
	fn decision(call: &Call) -> Option<Decision>;

	/// Whether the call changes the operators or the custody of the gateway (§5): nobody can object to a redemption while such a
	/// decision waits for its enactment.
	fn changes_custody(_: &Call) -> bool {
		false
	}
}

#[cfg(test)]
mod tests {
	use super::Decision::{self, *};

	#[test]
	fn of_batch_should_take_the_strictest_and_refuse_what_needs_two_origins() {
		assert_eq!(Decision::of_batch([]), None);
		assert_eq!(Decision::of_batch([Some(Shared), Some(Shared)]), Some(Shared));
		assert_eq!(Decision::of_batch([Some(Shared), Some(Holders)]), Some(Holders));
		assert_eq!(
			Decision::of_batch([Some(CouncilSeats), Some(Holders), Some(Shared)]),
			Some(CouncilSeats)
		);
		assert_eq!(Decision::of_batch([Some(Delayed), Some(Delayed)]), Some(Delayed));
		assert_eq!(Decision::of_batch([Some(Delayed), Some(Holders)]), None);
		assert_eq!(Decision::of_batch([Some(Shared), Some(Delayed)]), None);
		assert_eq!(Decision::of_batch([Some(Shared), None]), None);
		assert_eq!(Decision::of_batch([None]), None);
	}
}
