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
