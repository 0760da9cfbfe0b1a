//! Where fees, dust and slashes go, and which recipients of emission exist. Nothing of it is burnt.

use super::dao_account;
use crate::{configs::monetary::NativeAndAssets, *};
use dmex_primitives::{AssetKind, Recipient, Revenue, RevenueSource, VotableSupply};
use frame_support::{
	traits::{
		fungible::Inspect,
		fungibles::{self, Mutate},
		tokens::Preservation,
		Contains, Currency, Imbalance, OnUnbalanced,
	},
	PalletId,
};
use pallet_balances::NegativeImbalance;
use sp_runtime::{traits::AccountIdConversion, DispatchError};

/// Fees paid in DMC, tips included.
pub type FeesToAuthor = pallet_dmc_emission::ToAuthor<Runtime>;
/// Fees paid in an asset, swapped into DMC.
pub type AssetFeesToAuthor = pallet_dmc_emission::ToAuthorInAsset<Runtime, NativeAndAssets>;
/// Dust of accounts that were emptied, and slashed bonds.
pub type DustToRiskFund = pallet_dmc_emission::ToRiskFund<Runtime>;

frame_support::parameter_types! {
	/// Account of the risk fund.
	pub RiskFundAccount: AccountId = Emission::risk_fund_account();
}

/// Deposits lost in elections, referenda and identity judgements.
pub struct ImbalanceToRiskFund;
impl OnUnbalanced<NegativeImbalance<Runtime>> for ImbalanceToRiskFund {
	fn on_nonzero_unbalanced(lost: NegativeImbalance<Runtime>) {
		debug_assert!(lost.peek() > 0);
		Balances::resolve_creating(&RiskFundAccount::get(), lost);
	}
}

/// Whether what a recipient of emission stakes exists. dTokens come with joint mining.
pub struct RecipientExists;
impl Contains<Recipient> for RecipientExists {
	fn contains(recipient: &Recipient) -> bool {
		match recipient {
			Recipient::Dmc | Recipient::HashrateNfts => true,
			Recipient::Asset(id) => <Assets as fungibles::Inspect<AccountId>>::asset_exists(*id),
			Recipient::LpToken(id) => <PoolAssets as fungibles::Inspect<AccountId>>::asset_exists(*id),
			Recipient::DToken(_) => false,
		}
	}
}

/// DMC that can vote: what emission counts, less what the protocol's other accounts hold.
pub struct VotableDmc;
impl VotableSupply for VotableDmc {
	fn votable_supply() -> Balance {
		let supply = Emission::votable_supply();
		let held = [
			RevenueAccount::get(),
			Escrow::account_id(),
			HashrateNft::account(),
			FilGateway::account_id(),
			dao_account(),
		];
		let held = held.iter().try_fold(0, |sum: Balance, who| {
			sum.checked_add(<Balances as Inspect<AccountId>>::total_balance(who))
		});
		// These balances are part of the supply. If they were not, the quorum would rather be too high than too low.
		held.and_then(|held| supply.checked_sub(held)).unwrap_or(supply)
	}
}

/// The DAO's account that the protocol's income is kept in. Nobody has a key to it.
pub struct RevenueAccount;
impl RevenueAccount {
	/// Its id.
	pub fn get() -> AccountId {
		PalletId(*b"dmex/rev").into_account_truncating()
	}
}

impl Revenue<AccountId> for RevenueAccount {
	fn collect(
		_: RevenueSource,
		asset: &AssetKind,
		from: &AccountId,
		amount: Balance,
	) -> Result<Balance, DispatchError> {
		// Too little to open the account with stays where it is, and is collected with the next income.
		let moved =
			NativeAndAssets::transfer(asset.clone(), from, &Self::get(), amount, Preservation::Preserve);
		Ok(moved.unwrap_or(0))
	}
}
