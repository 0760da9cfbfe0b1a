//! What joins two pallets that know each other only through a trait.

mod calls;
mod decisions;
mod identity;
mod money;
mod transactions;

pub use calls::CallFilter;
pub use decisions::{CustodyChangePending, DaoParameters, Decisions, MinimumBond, MinimumSetSize};
pub use identity::JudgedIdentity;
pub use money::{
	AssetFeesToAuthor, DustToRiskFund, FeesToAuthor, ImbalanceToRiskFund, RecipientExists, RevenueAccount,
	RiskFundAccount, VotableDmc,
};

use crate::*;
use dmex_primitives::BlockAuthor;
use frame_support::PalletId;
use sp_runtime::traits::AccountIdConversion;

/// The DAO's own account: owner of the assets. Nobody has a key to it.
pub fn dao_account() -> AccountId {
	PalletId(*b"dmex/dao").into_account_truncating()
}

/// The author that BABE's digest names, by the session's validators.
pub struct Author;
impl BlockAuthor<AccountId> for Author {
	fn block_author() -> Option<AccountId> {
		Authorship::author()
	}
}
