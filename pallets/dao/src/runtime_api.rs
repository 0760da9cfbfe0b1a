//! What can be asked about the DAO without reading its storage.

#![allow(clippy::too_many_arguments)]

use crate::{EnactmentId, EnactmentInfo};
use alloc::vec::Vec;
use codec::Codec;
use dmex_primitives::{Balance, BlockNumber, Decision, Stage};

sp_api::decl_runtime_apis! {
	/// The DAO.
	pub trait DaoApi<AccountId, Hash>
	where
		AccountId: Codec,
		Hash: Codec,
	{
		/// The current stage.
		fn stage() -> Stage;

		/// The block in which stage 2 began or will begin by itself.
		fn stage_two_at() -> BlockNumber;

		/// The members of the council, sorted.
		fn council() -> Vec<AccountId>;

		/// A row-10 decision that waits.
		fn pending_enactment(id: EnactmentId) -> Option<EnactmentInfo<Hash>>;

		/// All row-10 decisions that wait, by number.
		fn pending_enactments() -> Vec<EnactmentInfo<Hash>>;

		/// DMC that can vote, in its smallest unit.
		fn votable_supply() -> Balance;

		/// DMC that must take part in a referendum now, in one of row 10 if `delayed`.
		fn required_turnout(delayed: bool) -> Option<Balance>;

		/// The decision that an encoded call is; `None` if the DAO does not decide it or it does not decode.
		fn decision_of(call: Vec<u8>) -> Option<Decision>;
	}
}
