//! The network as a whole: its power, and what it pays for blocks.

use super::{actor_id, atto, cids, some, Link, State, Unknown};
use crate::types::ActorId;
use alloc::{borrow::Cow, vec::Vec};
use codec::{Decode, Encode};
use fil_primitives::{Cid, Network};
use serde::Deserialize;

/// The reward actor (f02).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct RewardState {
	/// What blocks have earned miners so far, in attoFIL. Tips are not in it.
	pub mined: u128,
	/// Reward of the epoch for the five expected wins.
	pub epoch_reward: u128,
	/// Whether rewards are split in streams (network version 29).
	pub streams: bool,
}

/// What a block paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BlockReward {
	/// Its miner.
	pub miner: ActorId,
	/// What the miner got, in attoFIL.
	pub paid: u128,
}

/// Quality-adjusted bytes of the network, by `StateReadState` of the power actor (f04). Where too few miners reach the minimum to count,
/// the committed bytes.
pub fn total_power(body: &[u8], id: u64) -> Result<u128, Unknown> {
	#[derive(Deserialize)]
	struct Raw<'a> {
		#[serde(borrow, rename = "TotalQualityAdjPower")]
		counted: Cow<'a, str>,
		#[serde(borrow, rename = "TotalQABytesCommitted")]
		committed: Cow<'a, str>,
	}
	let raw: State<Raw> = some(body, id)?;
	match atto(&raw.state.counted)? {
		0 => atto(&raw.state.committed),
		counted => Ok(counted),
	}
}

/// `StateReadState` of the reward actor (f02).
pub fn reward_state(body: &[u8], id: u64) -> Result<RewardState, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		this_epoch_reward: Cow<'a, str>,
		#[serde(borrow)]
		total_storage_power_reward: Option<Cow<'a, str>>,
		#[serde(borrow)]
		total_minted_reward: Option<Cow<'a, str>>,
		#[serde(borrow)]
		total_burn_minted: Option<Cow<'a, str>>,
		#[serde(borrow)]
		total_explicit_minted: Option<Cow<'a, str>>,
	}
	let State { state: raw }: State<Raw> = some(body, id)?;
	let (mined, streams) = match raw {
		Raw {
			total_storage_power_reward: None,
			total_minted_reward: Some(minted),
			total_burn_minted: Some(burnt),
			total_explicit_minted: Some(explicit),
			..
		} => {
			let mined = atto(&minted)?
				.checked_sub(atto(&burnt)?)
				.and_then(|left| left.checked_sub(atto(&explicit).ok()?))
				.ok_or(Unknown::Inconsistent("minted rewards"))?;
			(mined, true)
		}
		Raw {
			total_storage_power_reward: Some(total),
			total_minted_reward: None,
			..
		} => (atto(&total)?, false),
		_ => return Err(Unknown::Malformed("reward actor")),
	};
	Ok(RewardState {
		mined,
		epoch_reward: atto(&raw.this_epoch_reward)?,
		streams,
	})
}

/// `StateRewardDistribution` of the tipset with that key.
pub fn reward_distribution(
	body: &[u8],
	id: u64,
	network: Network,
	key: &[Cid],
) -> Result<Vec<BlockReward>, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Amounts<'a> {
		#[serde(borrow)]
		miner_paid: Cow<'a, str>,
	}
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Block<'a> {
		#[serde(borrow)]
		miner: Cow<'a, str>,
		#[serde(borrow)]
		amounts: Amounts<'a>,
	}
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		tip_set_key: Vec<Link<'a>>,
		#[serde(borrow)]
		blocks: Vec<Block<'a>>,
	}
	let raw: Raw = some(body, id)?;
	if cids(&raw.tip_set_key)? != key {
		return Err(Unknown::Inconsistent("rewards of another tipset"));
	}
	raw.blocks
		.iter()
		.map(|block| {
			Ok(BlockReward {
				miner: actor_id(&block.miner, network)?,
				paid: atto(&block.amounts.miner_paid)?,
			})
		})
		.collect()
}
