//! Tipsets and genesis.

use super::{actor_id, cids, some, Link, Unknown};
use crate::types::ActorId;
use alloc::{borrow::Cow, vec::Vec};
use fil_primitives::{Cid, Network};
use serde::Deserialize;

/// A tipset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tipset {
	/// Its key: the CIDs of its blocks, in their order.
	pub key: Vec<Cid>,
	/// Its height.
	pub height: u64,
	/// The key of its parent; empty at genesis.
	pub parents: Vec<Cid>,
	/// Its timestamp in seconds.
	pub time: u64,
	/// Miners of its blocks, with their win counts, in the order of the key.
	pub wins: Vec<(ActorId, u32)>,
}

/// The first block of `ChainGetGenesis`.
pub fn genesis(body: &[u8], id: u64) -> Result<Cid, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		cids: Vec<Link<'a>>,
	}
	let raw: Raw = some(body, id)?;
	match raw.cids.as_slice() {
		[only] => only.cid(),
		_ => Err(Unknown::Malformed("genesis")),
	}
}

/// Answers that are tipsets.
pub fn tipset(body: &[u8], id: u64, network: Network) -> Result<Tipset, Unknown> {
	const BAD: Unknown = Unknown::Malformed("tipset");
	let raw: RawTipset = some(body, id)?;
	let key = cids(&raw.cids)?;
	let first = raw.blocks.first().ok_or(BAD)?;
	let parents = cids(first.parents.as_deref().unwrap_or_default())?;
	if key.len() != raw.blocks.len() || (parents.is_empty() && raw.height != 0) {
		return Err(BAD);
	}
	let mut wins = Vec::with_capacity(raw.blocks.len());
	for block in &raw.blocks {
		let same = block.height == raw.height
			&& block.timestamp == first.timestamp
			&& cids(block.parents.as_deref().unwrap_or_default())? == parents;
		if !same {
			return Err(BAD);
		}
		let count = block.election_proof.as_ref().map_or(0, |proof| proof.win_count);
		wins.push((actor_id(&block.miner, network)?, count));
	}
	Ok(Tipset {
		key,
		height: raw.height,
		parents,
		time: first.timestamp,
		wins,
	})
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawTipset<'a> {
	#[serde(borrow)]
	cids: Vec<Link<'a>>,
	#[serde(borrow)]
	blocks: Vec<RawBlock<'a>>,
	height: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawBlock<'a> {
	#[serde(borrow)]
	miner: Cow<'a, str>,
	election_proof: Option<RawElection>,
	#[serde(borrow)]
	parents: Option<Vec<Link<'a>>>,
	height: u64,
	timestamp: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawElection {
	win_count: u32,
}
