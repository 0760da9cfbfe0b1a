//! What emission (§2) offers to those who distribute it further, and what it asks for.

use crate::types::{AssetId, Balance};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_prelude::DispatchResult;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::U256;
use sp_runtime::DispatchError;

/// The three programmes that share each block's emission.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum Programme {
	/// Staked dTokens and staked hashrate NFTs (30%).
	Behaviour,
	/// LP tokens of listed pairs (60%).
	Liquidity,
	/// The block author, and staked DMC and listed assets (10%).
	Staking,
}

impl Programme {
	/// All programmes, in the order in which a block is shared out.
	pub const ALL: [Programme; 3] = [Self::Behaviour, Self::Liquidity, Self::Staking];
}

/// A pool that holds points of a programme. The block author is not one: its points are kept apart.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum Recipient {
	/// Staked DMC.
	Dmc,
	/// A staked listed asset.
	Asset(AssetId),
	/// Staked LP tokens of a pair, by the id in the LP instance of the assets pallet.
	LpToken(AssetId),
	/// Staked dTokens of a joint-mining phase.
	DToken(AssetId),
	/// Staked hashrate NFTs.
	HashrateNfts,
}

/// Fixed-point scale of cumulative budgets: 10^18.
pub const BUDGET_SCALE: u128 = 1_000_000_000_000_000_000;

/// A recipient's view of its programme: offered by emission, used by farming.
pub trait ProgrammeBudget<AccountId> {
	/// DMC that one point of the programme has been allotted since genesis, times [`BUDGET_SCALE`], up to and with the current
	/// block. It only grows.
	fn cumulative_per_point(programme: Programme) -> U256;

	/// DMC that the recipient has been allotted since it was added, times [`BUDGET_SCALE`]: the sum of its points times the
	/// growth of [`Self::cumulative_per_point`] while it was active. Exact: independent of when or how often it is asked for.
	fn cumulative_budget(recipient: &Recipient) -> Result<U256, DispatchError>;

	/// Tells that the recipient has stake now, or has none any more. Only while it has does it share in the programme, from the
	/// next block on. The activity of a recipient that the DAO has removed is still kept, without a budget; telling that an
	/// unknown recipient has no stake does nothing, so that leaving always works.
	fn set_active(recipient: &Recipient, active: bool) -> DispatchResult;

	/// Mints `amount` of the recipient's budget to `who`. An amount below the existential deposit of an account that does not
	/// exist is kept as claimable credit. Fails if the recipient has less left than `amount`.
	fn mint_from(recipient: &Recipient, who: &AccountId, amount: Balance) -> DispatchResult;
}

/// Who built the current block.
pub trait BlockAuthor<AccountId> {
	/// `None` if the author cannot be told (genesis, or a seal without a known validator).
	fn block_author() -> Option<AccountId>;
}

/// Takes DMC out of existence and books it, so that issuance = genesis + minted - burnt holds always.
pub trait BurnLedger<AccountId> {
	/// Burns exactly `amount` of what `who` can spend. Refused below [`crate::constants::SUPPLY_FLOOR`].
	fn burn_from(who: &AccountId, amount: Balance) -> DispatchResult;

	/// DMC burnt since genesis.
	fn burnt() -> Balance;
}
