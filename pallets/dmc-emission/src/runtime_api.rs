//! Emission, vesting and the funds of genesis, readable by anyone without an indexer (§14).

use crate::types::{PendingShares, Points, Shares, VestingKind};
use codec::{Codec, Decode, Encode};
use dmex_primitives::{Balance, BlockNumber, Programme, Recipient};
use scale_info::TypeInfo;

/// Emission as a whole. All amounts in the smallest unit of DMC, since genesis.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct EmissionStatement {
	/// Brought into being.
	pub minted: Balance,
	/// Given to authors and recipients, taken or not. Never more than 50M.
	pub allocated: Balance,
	/// The part of `allocated` that waits as claimable credit of accounts that could not hold it.
	pub credited: Balance,
	/// Given to nobody: no active recipient, or no known author.
	pub skipped: Balance,
	/// Given to nobody: 50M were allocated already.
	pub clipped: Balance,
	/// Burnt.
	pub burnt: Balance,
	/// Blocks since the start of mining, this one included.
	pub mined_blocks: u64,
	/// Emission of the current block by the schedule; 0 before the start of mining and after 50M are allocated.
	pub rate: Balance,
	/// The first block of the next lower rate; none before the start of mining and after its end.
	pub next_halving: Option<BlockNumber>,
	/// The first mined block.
	pub mining_start: Option<BlockNumber>,
	/// Shares in force.
	pub shares: Shares,
	/// Shares that were decided and do not count yet.
	pub pending_shares: Option<PendingShares>,
	/// Points of the block author in the staking programme.
	pub author_points: Points,
}

/// One recipient.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RecipientStatement {
	/// The programme that its kind belongs to.
	pub programme: Programme,
	/// Its points; 0 if it was removed.
	pub points: Points,
	/// Whether it has stake.
	pub active: bool,
	/// DMC that it was allotted, rounded down.
	pub allotted: Balance,
	/// DMC that it has paid out, as minted DMC or as credit.
	pub drawn: Balance,
}

/// A beneficiary's vesting.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct VestingStatement {
	/// DMC in all.
	pub total: Balance,
	/// DMC vested by now.
	pub vested: Balance,
	/// DMC paid out.
	pub claimed: Balance,
	/// DMC that can be claimed now.
	pub claimable: Balance,
	/// The block with which the next step vests.
	pub next_boundary: Option<u64>,
}

/// The accounts that hold what exists from genesis.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct FundsStatement<AccountId> {
	/// Account of the risk fund.
	pub risk_fund: AccountId,
	/// Its DMC.
	pub risk_fund_balance: Balance,
	/// Account of the foundation.
	pub foundation: AccountId,
	/// Its DMC.
	pub foundation_balance: Balance,
	/// DMC that the foundation can still spend this month.
	pub foundation_left_this_month: Balance,
	/// Account that holds unvested DMC and fees that wait to be claimed.
	pub ledger: AccountId,
	/// Its DMC.
	pub ledger_balance: Balance,
	/// DMC of the team that has no beneficiary yet.
	pub unassigned_team: Balance,
	/// DMC of the private sale that has no beneficiary yet.
	pub unassigned_private_sale: Balance,
}

/// What an account can claim because it could not hold it when it was due.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct CreditStatement {
	/// DMC of emission.
	pub emission: Balance,
	/// DMC of transaction fees and tips.
	pub fees: Balance,
}

sp_api::decl_runtime_apis! {
	/// Emission, vesting and the funds of genesis.
	pub trait EmissionApi<AccountId>
	where
		AccountId: Codec,
	{
		/// Emission as a whole.
		fn statement() -> EmissionStatement;

		/// A recipient; none if it was never added.
		fn recipient(recipient: Recipient) -> Option<RecipientStatement>;

		/// A beneficiary's vesting; none if it has no schedule of this group.
		fn vesting(kind: VestingKind, account: AccountId) -> Option<VestingStatement>;

		/// Risk fund, foundation and ledger account.
		fn funds() -> FundsStatement<AccountId>;

		/// An account's claimable credit; none if it has none.
		fn credit(account: AccountId) -> Option<CreditStatement>;
	}
}
