//! The oracle's record of a day: blocks and their rewards, the power of nodes, and the network.

use super::{id_address, is_settled, miner_code, tipset_from, FilecoinNode};
use crate::{
	offchain::parse::{BlockReward, RewardState, Tipset, Unknown},
	types::*,
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, Encode};
use dmex_primitives::{Balance, Day};
use sp_core::{H256, U256};

/// A record that is to be voted on.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct OracleReport {
	/// Its header.
	pub header: OracleHeader,
	/// Its pages.
	pub pages: Vec<Facts>,
}

/// How far a day was looked at. It grows with the finalized chain, so that a day is never looked at as a whole, and nodes that look back
/// one day only can serve it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct DayScan {
	/// The day.
	pub day: Day,
	/// It covers the heights above this one.
	pub from: u64,
	/// The lowest height that was not looked at.
	pub next: u64,
	/// The network at the first tipset above `from`.
	pub start: Option<NetworkState>,
	/// Blocks, in the order of the chain.
	pub won: Vec<Won>,
	/// Facts of nodes at the end, by node id; those of the end with that hash only.
	pub facts: Vec<NodeFacts>,
	/// Hash of the end's tipset.
	pub end: Option<H256>,
}

/// The network in the parent state of a tipset.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct NetworkState {
	/// Rewards.
	pub rewards: RewardState,
	/// Quality-adjusted bytes.
	pub power: u128,
}

/// A block that a miner won.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Won {
	/// Its height.
	#[codec(compact)]
	pub height: u64,
	/// Its miner.
	#[codec(compact)]
	pub miner: ActorId,
	/// How often it won.
	#[codec(compact)]
	pub count: u32,
	/// What it earned, if that was asked.
	pub reward: Option<Balance>,
}

/// A node that a record is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct BoundNode {
	/// The miner.
	pub node: ActorId,
	/// What it won counts above this height: the last one of the range in which it was first bound. Nobody has to look back further.
	pub since: u64,
}

/// A day's record to be made.
#[derive(Clone, Debug)]
pub struct DayTask<'a> {
	/// Custody.
	pub custody: &'a Custody,
	/// The day and its heights.
	pub window: OracleWindow,
	/// Nodes that it is about, each once.
	pub nodes: &'a [BoundNode],
	/// Epochs of a range: [`margin`](super::margin).
	pub epochs: u64,
	/// How many tipsets, rewards and nodes are asked for at most in one go.
	pub steps: u32,
}

/// Blocks of a day that are kept at most: ten times as many as Filecoin has.
const MAX_WON: usize = 144_000;

impl DayScan {
	/// A day that was not looked at yet.
	pub fn new(window: &OracleWindow) -> Result<Self, Unknown> {
		let next = window
			.from
			.checked_add(1)
			.ok_or(Unknown::Inconsistent("window"))?;
		Ok(Self {
			day: window.day,
			from: window.from,
			next,
			start: None,
			won: Vec::new(),
			facts: Vec::new(),
			end: None,
		})
	}

	/// Whether it is of that window.
	pub fn is_of(&self, window: &OracleWindow) -> bool {
		self.day == window.day && self.from == window.from
	}

	/// Looks at more of the day, and makes the record when all of it was seen. `None` while there is more to come.
	pub fn advance(
		&mut self,
		node: &mut impl FilecoinNode,
		task: &DayTask,
		finalized: &Tipset,
	) -> Result<Option<OracleReport>, Unknown> {
		let mut steps = task.steps;
		let mut step = || {
			let left = steps.checked_sub(1);
			steps = left.unwrap_or(0);
			left.is_some()
		};
		let end = loop {
			if task.window.to.is_some_and(|to| self.next > to) {
				let to = task.window.to.unwrap_or_default();
				match self.end_of(node, to, task, finalized)? {
					Some(end) => break (to, end),
					None => return Ok(None),
				}
			}
			if !is_settled(self.next, finalized, task.epochs) || !step() {
				return Ok(None);
			}
			let tipset = tipset_from(node, self.next, finalized)?;
			if !is_settled(tipset.height, finalized, task.epochs) {
				return Ok(None);
			}
			self.look_at(node, &tipset, task.nodes)?;
		};
		let (to, end) = end;
		let hash = tipset_hash(&end.key);
		if self.end != Some(hash) {
			(self.end, self.facts) = (Some(hash), Vec::new());
		}

		// Rewards of nodes that were not asked for in passing: bound during the day.
		let nodes: BTreeMap<ActorId, u64> = task.nodes.iter().map(|one| (one.node, one.since)).collect();
		loop {
			let missing = self.won.iter().find(|won| {
				let counts = nodes.get(&won.miner).is_some_and(|since| won.height > *since);
				won.height <= to && won.reward.is_none() && counts
			});
			let Some(Won { height, .. }) = missing.copied() else {
				break;
			};
			if !step() {
				return Ok(None);
			}
			let tipset = tipset_from(node, height, finalized)?;
			if tipset.height != height {
				return Err(Unknown::Inconsistent("tipset of another height"));
			}
			let rewards = self.rewards_of(node, &tipset)?;
			self.set_rewards(height, &rewards)?;
		}

		let code = miner_code(node, &end)?;
		for (id, since) in &nodes {
			if let Err(place) = self.facts.binary_search_by_key(id, |facts| facts.node) {
				if !step() {
					return Ok(None);
				}
				let mut facts = self.won_by(*id, *since, to)?;
				add_state(node, &mut facts, &end, &code, task.custody)?;
				self.facts.insert(place, facts);
			}
		}
		let facts: Vec<NodeFacts> = self
			.facts
			.iter()
			.filter(|facts| nodes.contains_key(&facts.node))
			.copied()
			.collect();
		self.compose(node, &end, to, &facts).map(Some)
	}

	/// The first tipset above the window, once it is settled.
	fn end_of(
		&self,
		node: &mut impl FilecoinNode,
		to: u64,
		task: &DayTask,
		finalized: &Tipset,
	) -> Result<Option<Tipset>, Unknown> {
		let height = to.checked_add(1).ok_or(Unknown::Inconsistent("window"))?;
		if !is_settled(height, finalized, task.epochs) {
			return Ok(None);
		}
		let end = tipset_from(node, height, finalized)?;
		Ok(is_settled(end.height, finalized, task.epochs).then_some(end))
	}

	/// Notes the blocks of the next tipset.
	fn look_at(
		&mut self,
		node: &mut impl FilecoinNode,
		tipset: &Tipset,
		nodes: &[BoundNode],
	) -> Result<(), Unknown> {
		if self.start.is_none() {
			self.start = Some(NetworkState {
				rewards: node.reward_state(&tipset.key)?,
				power: node.total_power(&tipset.key)?,
			});
		}
		let next = tipset
			.height
			.checked_add(1)
			.ok_or(Unknown::Inconsistent("height"))?;
		let is_counted = |miner: ActorId| {
			nodes
				.iter()
				.any(|one| one.node == miner && tipset.height > one.since)
		};
		let rewards = if tipset
			.wins
			.iter()
			.any(|(miner, count)| *count > 0 && is_counted(*miner))
		{
			Some(self.rewards_of(node, tipset)?)
		} else {
			None
		};
		if self
			.won
			.len()
			.checked_add(tipset.wins.len())
			.is_none_or(|blocks| blocks > MAX_WON)
		{
			return Err(Unknown::TooLarge);
		}
		let won = tipset.wins.iter().filter(|(_, count)| *count > 0);
		self.won.extend(won.map(|(miner, count)| Won {
			height: tipset.height,
			miner: *miner,
			count: *count,
			reward: None,
		}));
		if let Some(rewards) = rewards {
			self.set_rewards(tipset.height, &rewards)?;
		}
		self.next = next;
		Ok(())
	}

	/// What each block of a tipset earned, in their order.
	fn rewards_of(&self, node: &mut impl FilecoinNode, tipset: &Tipset) -> Result<Vec<BlockReward>, Unknown> {
		let streams = match self.start {
			Some(NetworkState {
				rewards: RewardState { streams: true, .. },
				..
			}) => None,
			_ => Some(node.reward_state(&tipset.key)?).filter(|state| !state.streams),
		};
		match streams {
			// Before network version 29: floor(ThisEpochReward x WinCount / 5). Tips are left out: they cannot be had cheaply.
			Some(state) => tipset
				.wins
				.iter()
				.map(|(miner, count)| {
					let paid = state
						.epoch_reward
						.checked_mul((*count).into())
						.ok_or(Unknown::TooLarge)?;
					Ok(BlockReward {
						miner: *miner,
						paid: paid / 5,
					})
				})
				.collect(),
			None => {
				let rewards = node.reward_distribution(&tipset.key)?;
				let won = tipset.wins.iter().filter(|(_, count)| *count > 0);
				if won
					.clone()
					.any(|(miner, _)| !rewards.iter().any(|reward| reward.miner == *miner))
				{
					return Err(Unknown::Inconsistent("rewards and blocks"));
				}
				Ok(rewards)
			}
		}
	}

	fn set_rewards(&mut self, height: u64, rewards: &[BlockReward]) -> Result<(), Unknown> {
		let mut rewards = rewards.to_vec();
		for won in self.won.iter_mut().filter(|won| won.height == height) {
			// A miner has at most one block in a tipset.
			let place = rewards
				.iter()
				.position(|reward| reward.miner == won.miner)
				.ok_or(Unknown::Inconsistent("rewards and blocks"))?;
			won.reward = Some(rewards.swap_remove(place).paid);
		}
		Ok(())
	}

	/// What a node won above `since`, up to `to`.
	fn won_by(&self, id: ActorId, since: u64, to: u64) -> Result<NodeFacts, Unknown> {
		let mut facts = NodeFacts {
			node: id,
			quality_adjusted: 0,
			raw: 0,
			live_sectors: 0,
			faulty_sectors: 0,
			wins: 0,
			rewards: 0,
			beneficiary: Beneficiary::default(),
		};
		let counted = |won: &&Won| won.miner == id && won.height > since && won.height <= to;
		for won in self.won.iter().filter(counted) {
			facts.wins = facts.wins.checked_add(won.count).ok_or(Unknown::TooLarge)?;
			let reward = won.reward.ok_or(Unknown::Inconsistent("reward"))?;
			facts.rewards = facts.rewards.checked_add(reward).ok_or(Unknown::TooLarge)?;
		}
		Ok(facts)
	}

	fn compose(
		&self,
		node: &mut impl FilecoinNode,
		end: &Tipset,
		to: u64,
		facts: &[NodeFacts],
	) -> Result<OracleReport, Unknown> {
		let start = self.start.ok_or(Unknown::Inconsistent("no blocks"))?;
		let last = NetworkState {
			rewards: node.reward_state(&end.key)?,
			power: node.total_power(&end.key)?,
		};
		let (mut pages, mut summaries) = (Vec::new(), Vec::new());
		for chunk in facts.chunks(MAX_ITEMS as usize) {
			let page = Facts::try_from(chunk.to_vec()).map_err(|_| Unknown::TooLarge)?;
			let items = u16::try_from(chunk.len()).map_err(|_| Unknown::TooLarge)?;
			summaries.push(FactsSummary {
				hash: digest(&page),
				items,
			});
			pages.push(page);
		}
		let header = OracleHeader {
			day: self.day,
			from: self.from,
			to,
			tipset: tipset_hash(&end.key),
			time: end.time,
			network: network_facts(&start, &last)?,
			pages: summaries.try_into().map_err(|_| Unknown::TooLarge)?,
		};
		Ok(OracleReport { header, pages })
	}
}

/// Adds what the state at the end says of a node.
fn add_state(
	node: &mut impl FilecoinNode,
	facts: &mut NodeFacts,
	end: &Tipset,
	code: &str,
	custody: &Custody,
) -> Result<(), Unknown> {
	let address = id_address(facts.node)?;
	// Nodes disagree on the power of what is no miner: it has none.
	if node
		.actor(&address, &end.key)?
		.is_none_or(|actor| actor.code != code)
	{
		return Ok(());
	}
	let power = node.miner_power(&address, &end.key)?;
	let sectors = node.sectors(&address, &end.key)?;
	let info = node.miner_info(&address, &end.key)?;
	let beneficiary = match info.beneficiary.id() {
		Some(id) => id,
		None => node.lookup(&info.beneficiary, &end.key)?,
	};
	facts.quality_adjusted = gib(power.quality_adjusted)?;
	facts.raw = gib(power.raw)?;
	facts.live_sectors = sectors.live;
	facts.faulty_sectors = sectors.faulty;
	if beneficiary == custody.id {
		facts.beneficiary = Beneficiary {
			is_custody: true,
			quota_left: info.quota_left,
			expiration: info.expiration,
		};
	}
	Ok(())
}

/// One GiB in bytes.
const GIB: u128 = 1 << 30;

/// Bytes in GiB, rounded down.
fn gib(bytes: u128) -> Result<u64, Unknown> {
	u64::try_from(bytes / GIB).map_err(|_| Unknown::TooLarge)
}

/// What blocks have earned in the window, over the mean of the power at its two ends, a GiB; and the power at the end.
fn network_facts(start: &NetworkState, end: &NetworkState) -> Result<NetworkFacts, Unknown> {
	let mined = end
		.rewards
		.mined
		.checked_sub(start.rewards.mined)
		.ok_or(Unknown::Inconsistent("minted rewards"))?;
	let both = U256::from(start.power)
		.checked_add(end.power.into())
		.ok_or(Unknown::TooLarge)?;
	let reward = U256::from(mined)
		.checked_mul(U256::from(GIB).checked_mul(2.into()).ok_or(Unknown::TooLarge)?)
		.and_then(|reward| reward.checked_div(both))
		.and_then(|reward| u128::try_from(reward).ok())
		.ok_or(Unknown::Inconsistent("power of the network"))?;
	Ok(NetworkFacts {
		reward_per_gib: reward,
		total_power: gib(end.power)?,
	})
}
