//! The gateway, readable by anyone without an indexer (§14).

use crate::{state::*, types::*};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use dmex_primitives::{AccountId, Balance, BlockNumber, Day};
use scale_info::TypeInfo;
use sp_core::H256;

/// The gateway at a glance. All amounts in attoFIL.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct GatewayStatement {
	/// IFIL that exists.
	pub supply: Balance,
	/// FIL in custody, as far as reported and applied.
	pub reserve: Balance,
	/// Kept for owners that are not known.
	pub suspense: Balance,
	/// Attributed and not minted yet.
	pub delayed: Balance,
	/// Claimable by owners that could not receive it.
	pub credits: Balance,
	/// IFIL on hold for redemptions.
	pub redeeming: Balance,
	/// Owed but not in custody.
	pub shortfall: Balance,
	/// Blocks since the last checkpoint; none before custody is set.
	pub age: Option<BlockNumber>,
	/// Whether it runs.
	pub status: Status,
	/// Whether ranges wait for the DAO.
	pub halted: bool,
	/// The range to be reported next.
	pub next_range: Option<RangeIndex>,
	/// Its round.
	pub round: Round,
	/// The set in office.
	pub set: Option<SetId>,
	/// Votes that make a quorum.
	pub threshold: u32,
	/// What may still be minted for deposits now.
	pub mint_room: Balance,
	/// The last checkpoint.
	pub checkpoint: Option<Checkpoint>,
}

/// What operators have to do.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct GatewayWork {
	/// DMEX's genesis hash, which memos and votes name.
	pub chain: H256,
	/// Custody.
	pub custody: Option<Custody>,
	/// The set in office.
	pub set: Option<(SetId, OperatorSet)>,
	/// The last checkpoint.
	pub checkpoint: Option<Checkpoint>,
	/// Whether ranges wait for the DAO.
	pub halted: bool,
	/// Whether a report is being applied.
	pub applying: bool,
	/// The round of the next range.
	pub range_round: Round,
	/// Pages of the range report under delivery that are missing; none if none is.
	pub missing_pages: Option<Vec<u16>>,
	/// The record that is due next.
	pub record: Option<OracleWindow>,
	/// Its round.
	pub record_round: Round,
	/// Pages of the record under delivery that are missing; none if none is.
	pub missing_facts: Option<Vec<u16>>,
}

/// A redemption.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RedemptionStatement {
	/// Its id.
	pub id: RedemptionId,
	/// The request.
	pub redemption: Redemption,
	/// Where FIL goes, as text.
	pub destination: Vec<u8>,
	/// What is to be paid now.
	pub payable: Balance,
	/// Params of the payout.
	pub memo: Vec<u8>,
	/// Whether operators may propose it now.
	pub ready: bool,
}

sp_api::decl_runtime_apis! {
	/// The FIL gateway.
	pub trait GatewayApi {
		/// Supply, reserve, age and what else is owed.
		fn statement() -> GatewayStatement;

		/// What operators have to do.
		fn work() -> GatewayWork;

		/// A redemption; none once it was paid or refunded.
		fn redemption(id: RedemptionId) -> Option<RedemptionStatement>;

		/// Open redemptions from id `from` on, at most 64 of at most 256 ids, and the id to go on from; none at the end.
		fn redemptions(from: RedemptionId) -> (Vec<RedemptionStatement>, Option<RedemptionId>);

		/// A miner: issuer, rewards, latest record.
		fn node(node: ActorId) -> Option<Node>;

		/// The miners that the next record is about, ascending; all bound ones while its window is not fixed.
		fn nodes() -> Vec<ActorId>;

		/// The record of a day.
		fn day(day: Day) -> Option<DayRecord>;

		/// The binding of a Filecoin f1 address (its payload): account, and nonce of the next one.
		fn sender(key: [u8; 20]) -> Option<SenderBinding>;

		/// An entry in suspense.
		fn suspense(id: u32) -> Option<SuspenseEntry>;

		/// IFIL that an account can claim because it could not be minted to it.
		fn credit(account: AccountId) -> Balance;
	}
}
