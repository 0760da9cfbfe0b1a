//! The FIL gateway (§5) and those who deal with it: the traits through which they meet.

use crate::{
	hashrate::{NodeId, OracleError},
	types::Balance,
};
use frame_support::pallet_prelude::DispatchResult;
use sp_runtime::DispatchError;

/// Shares out what a node's miner paid to custody: "up to the node's reported and not yet credited rewards it is pay, split by power
/// over the node's products, phases and its own remainder; the excess is returned principal of its phases, then the miner's own".
/// Offered by products and pools together; the gateway calls it with issued money.
pub trait NodePay<AccountId> {
	/// Shares `amount` of the coin's wrapped asset, which `from` holds, over the node's products and phases by power, and takes their
	/// shares from there. Returns what is left: the miner's own. On an error nothing was taken. The cost must be bounded.
	fn pay_node(node: &NodeId, from: &AccountId, amount: Balance) -> Result<Balance, DispatchError>;

	/// Takes up to `amount`, which `from` holds, as returned principal of the node's phases. Returns what is left: the miner's own.
	/// On an error nothing was taken. The cost must be bounded. Where there are no phases all is the miner's own.
	fn return_principal(
		_node: &NodeId,
		_from: &AccountId,
		amount: Balance,
	) -> Result<Balance, DispatchError> {
		Ok(amount)
	}
}

/// Nothing is shared: all is the miner's own.
impl<AccountId> NodePay<AccountId> for () {
	fn pay_node(_: &NodeId, _: &AccountId, amount: Balance) -> Result<Balance, DispatchError> {
		Ok(amount)
	}
}

/// Deposits into a pool phase that come straight from Filecoin (§9). Offered by joint mining.
pub trait PhaseDeposit<AccountId> {
	/// Deposits `amount` of the phase's asset, which `from` holds, for `who`. The whole or, with an error, nothing.
	fn deposit(pool: u32, phase: u32, who: &AccountId, from: &AccountId, amount: Balance) -> DispatchResult;
}

/// There are no phases: what names one is kept in suspense.
impl<AccountId> PhaseDeposit<AccountId> for () {
	fn deposit(_: u32, _: u32, _: &AccountId, _: &AccountId, _: Balance) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}
}

/// Where a node's payouts go on Filecoin, by the latest record (FIP-0029).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodeBeneficiary {
	/// Custody is its beneficiary: it can pay out to nobody else.
	pub is_custody: bool,
	/// How much may still be paid out so.
	pub quota_left: Balance,
	/// How many days from now that lasts, rounded down.
	pub days_left: u32,
}

/// What others ask of the gateway.
pub trait Gateway<AccountId> {
	/// Whether mint and redeem are paused, or over: days are neutral meanwhile.
	fn is_paused() -> bool;

	/// Where the node's payouts go. Missing or older than 36 hours is an error.
	fn beneficiary(node: &NodeId) -> Result<NodeBeneficiary, OracleError>;

	/// Requests the redemption of `amount` of IFIL that `owner` holds to the Filecoin address `destination` (as text). Returns its id.
	/// A miner's draw is such a request.
	fn redeem(owner: &AccountId, amount: Balance, destination: &[u8]) -> Result<u64, DispatchError>;
}
