//! What a Filecoin node is asked.

use crate::{
	offchain::parse::{
		Actor, BlockReward, FlatTrace, Invocation, MinerInfo, MinerPower, MultisigState, ParentMessage,
		Pending, RewardState, Sectors, Tipset, Unknown,
	},
	types::ActorId,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use fil_primitives::{Address, Cid};

/// Takes an item of a list that is too long to be kept. An error ends the reading.
pub type Each<'a, T> = dyn FnMut(T) -> Result<(), Unknown> + 'a;

/// A Filecoin node: one function per call. Whatever could not be learned is [`Unknown`].
pub trait FilecoinNode {
	/// `ChainGetGenesis`: the CID of the first block.
	fn genesis(&mut self) -> Result<Cid, Unknown>;
	/// `ChainHead`.
	fn head(&mut self) -> Result<Tipset, Unknown>;
	/// `ChainGetFinalizedTipSet`.
	fn finalized(&mut self) -> Result<Tipset, Unknown>;
	/// `ChainGetTipSet`.
	fn tipset(&mut self, key: &[Cid]) -> Result<Tipset, Unknown>;
	/// `ChainGetTipSetAfterHeight`: at that height, or the first above it where that is a null round.
	fn tipset_from(&mut self, height: u64, anchor: &[Cid]) -> Result<Tipset, Unknown>;
	/// `ChainGetParentMessages`: hands out each message, in the order of execution. Nothing counts before it ends well.
	fn parent_messages(&mut self, block: &Cid, each: &mut Each<ParentMessage>) -> Result<(), Unknown>;
	/// `ChainGetParentReceipts`: exit codes.
	fn parent_receipts(&mut self, block: &Cid) -> Result<Vec<i64>, Unknown>;
	/// `StateGetActor`; `None` if there is none.
	fn actor(&mut self, address: &Address, key: &[Cid]) -> Result<Option<Actor>, Unknown>;
	/// `StateLookupID`.
	fn lookup(&mut self, address: &Address, key: &[Cid]) -> Result<ActorId, Unknown>;
	/// `StateAccountKey`.
	fn account_key(&mut self, address: &Address, key: &[Cid]) -> Result<Option<Address>, Unknown>;
	/// `StateReplay` of a message that the tipset includes.
	fn replay(&mut self, inclusion: &[Cid], message: &Cid) -> Result<Invocation, Unknown>;
	/// `trace_filter` at one height, by caller or by receiver; at most `count` lines after the first `after`.
	fn traces(
		&mut self,
		height: u64,
		side: Side,
		actor: &[u8; 20],
		after: u32,
		count: u32,
	) -> Result<Vec<FlatTrace>, Unknown>;
	/// `EthGetMessageCidByTransactionHash`.
	fn message_cid(&mut self, hash: &[u8; 32]) -> Result<Option<Cid>, Unknown>;
	/// `MsigGetPending`: hands out each transaction, likewise.
	fn pending(&mut self, multisig: &Address, key: &[Cid], each: &mut Each<Pending>) -> Result<(), Unknown>;
	/// `StateReadState` of a multisig.
	fn multisig(&mut self, multisig: &Address, key: &[Cid]) -> Result<MultisigState, Unknown>;
	/// `StateReadState` of f02.
	fn reward_state(&mut self, key: &[Cid]) -> Result<RewardState, Unknown>;
	/// `StateReadState` of f04: quality-adjusted bytes of the network.
	fn total_power(&mut self, key: &[Cid]) -> Result<u128, Unknown>;
	/// `StateMinerPower`.
	fn miner_power(&mut self, miner: &Address, key: &[Cid]) -> Result<MinerPower, Unknown>;
	/// `StateMinerInfo`.
	fn miner_info(&mut self, miner: &Address, key: &[Cid]) -> Result<MinerInfo, Unknown>;
	/// `StateMinerSectorCount`.
	fn sectors(&mut self, miner: &Address, key: &[Cid]) -> Result<Sectors, Unknown>;
	/// `StateRewardDistribution` (version 2 of the API).
	fn reward_distribution(&mut self, key: &[Cid]) -> Result<Vec<BlockReward>, Unknown>;
}

/// A side of a call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
pub enum Side {
	/// Who calls.
	From,
	/// Who is called.
	To,
}
