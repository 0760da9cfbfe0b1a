//! What happened to custody in a range of Filecoin's heights, and what a day was like, as every honest operator finds it, to the byte.
//!
//! State calls at a tipset C read the state before C's own messages: after those of its parent T. So the messages of the heights
//! (a, b] lie between the first tipset above a and the first tipset above b, and the change of custody's balance between those two
//! must be what the credits and debits found say. Where they do not at first, calls within messages are looked at; if they still do
//! not, the report says so.

use super::parse::{
	Actor, BlockReward, FlatTrace, Invocation, MinerInfo, MinerPower, MultisigState, ParentMessage, Pending,
	RewardState, Sectors, Tipset, Unknown,
};
use crate::types::*;
use alloc::{
	collections::{BTreeMap, BTreeSet},
	string::String,
	vec::Vec,
};
use codec::{Decode, Encode};
use dmex_primitives::{AccountId, Balance, Day};
use fil_primitives::{address::id_to_eth, Address, Cid, Genesis, Memo, Payload, RedeemMemo};
use sp_core::{H256, U256};

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
	/// `ChainGetParentMessages`.
	fn parent_messages(&mut self, block: &Cid) -> Result<Vec<ParentMessage>, Unknown>;
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
	/// `MsigGetPending`.
	fn pending(&mut self, multisig: &Address, key: &[Cid]) -> Result<Vec<Pending>, Unknown>;
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Side {
	/// Who calls.
	From,
	/// Who is called.
	To,
}

/// A range to be reported.
#[derive(Clone, Debug)]
pub struct RangeTask<'a> {
	/// Custody.
	pub custody: &'a Custody,
	/// Genesis hash of the DMEX chain: memos are for it.
	pub dmex: &'a Genesis,
	/// The range.
	pub range: RangeIndex,
	/// Heights of a range.
	pub epochs: u64,
	/// Where the range before ended.
	pub start: Start,
	/// What the last report found in custody's state.
	pub known: Option<&'a HeadFacts>,
}

/// The end of a range, from which the next one begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Start {
	/// Hash of the first tipset above it; zero if none was reported yet.
	pub tipset: H256,
	/// Custody's balance.
	pub balance: Balance,
	/// Custody's head; none if none was reported yet.
	pub head: Option<Cid>,
}

impl Start {
	/// The start of the range that follows a report.
	pub fn after(header: &RangeHeader) -> Self {
		Self {
			tipset: header.tipset,
			balance: header.end_balance,
			head: Some(header.head),
		}
	}
}

impl From<&Checkpoint> for Start {
	fn from(checkpoint: &Checkpoint) -> Self {
		Self {
			tipset: checkpoint.tipset,
			balance: checkpoint.balance,
			head: checkpoint.head,
		}
	}
}

/// What reports say of custody's state. It follows from the state's CID.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct HeadFacts {
	/// That CID.
	pub head: Cid,
	/// [`RangeHeader::signers`].
	pub signers: H256,
	/// [`RangeHeader::pending`].
	pub pending: Vec<PendingTx>,
}

/// A report that is to be voted on.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct RangeReport {
	/// Its header.
	pub header: RangeHeader,
	/// Its pages.
	pub pages: Vec<Items>,
	/// What it found in custody's state.
	pub facts: HeadFacts,
}

/// Heights that a tipset must lie below the finalized one before anything counts: as many as a range has.
pub const fn margin(epochs_per_range: u64) -> u64 {
	epochs_per_range
}

/// Whether something is deep enough below the finalized tipset.
fn is_settled(height: u64, finalized: &Tipset, epochs: u64) -> bool {
	height
		.checked_add(margin(epochs))
		.is_some_and(|needed| needed <= finalized.height)
}

/// The first height above a range.
fn first_above(range: RangeIndex, epochs: u64) -> Result<u64, Unknown> {
	u64::from(range)
		.checked_add(1)
		.and_then(|ranges| ranges.checked_mul(epochs))
		.and_then(|last| last.checked_add(1))
		.ok_or(Unknown::Inconsistent("range"))
}

/// The report of a range; `None` while its end is not settled.
pub fn scan_range(
	node: &mut impl FilecoinNode,
	task: &RangeTask,
	finalized: &Tipset,
) -> Result<Option<RangeReport>, Unknown> {
	let end_height = first_above(task.range, task.epochs)?;
	if !is_settled(end_height, finalized, task.epochs) {
		return Ok(None);
	}
	let end = tipset_from(node, end_height, finalized)?;
	if !is_settled(end.height, finalized, task.epochs) {
		return Ok(None);
	}
	let start_height = end_height
		.checked_sub(task.epochs)
		.ok_or(Unknown::Inconsistent("range"))?;
	let start = tipset_from(node, start_height, finalized)?;
	let tip = Tip {
		custody: task.custody,
		dmex: task.dmex,
		end: &end,
	};
	let found = tipset_hash(&start.key);
	if task.start.tipset != H256::zero() && task.start.tipset != found {
		return violation(node, task, &tip, &start, found).map(Some);
	}

	let after = custody_at(node, &tip, &end.key)?.ok_or(Unknown::Inconsistent("custody does not exist"))?;
	let unchanged = task.start.head == Some(after.head) && task.start.balance == after.balance;
	let (findings, facts) = if unchanged {
		(
			Findings::default(),
			head_facts(node, &tip, after.head, task.known)?,
		)
	} else {
		let found = walk(node, &tip, &start, &end, after)?;
		(
			attribute(node, &tip, found)?,
			head_facts(node, &tip, after.head, task.known)?,
		)
	};
	compose(task, &end, after, findings, facts).map(Some)
}

/// Says that another tipset stands where the last checkpoint was.
fn violation(
	node: &mut impl FilecoinNode,
	task: &RangeTask,
	tip: &Tip,
	start: &Tipset,
	found: H256,
) -> Result<RangeReport, Unknown> {
	let head = task
		.start
		.head
		.ok_or(Unknown::Inconsistent("checkpoint without head"))?;
	let tip = Tip { end: start, ..*tip };
	let facts = HeadFacts {
		head,
		signers: signers(node, &tip)?,
		pending: Vec::new(),
	};
	let header = RangeHeader {
		range: task.range,
		tipset: found,
		time: start.time,
		start_balance: task.start.balance,
		end_balance: task.start.balance,
		head,
		signers: facts.signers,
		pages: Default::default(),
		dust: Dust::default(),
		pending: Default::default(),
		verdict: Verdict::FinalityViolation,
	};
	Ok(RangeReport {
		header,
		pages: Vec::new(),
		facts,
	})
}

/// `ChainGetTipSetAfterHeight`, checked.
fn tipset_from(node: &mut impl FilecoinNode, height: u64, anchor: &Tipset) -> Result<Tipset, Unknown> {
	let tipset = node.tipset_from(height, &anchor.key)?;
	if tipset.height < height || tipset.height > anchor.height {
		return Err(Unknown::Inconsistent("tipset of another height"));
	}
	Ok(tipset)
}

/// What is the same for all that is looked up for a report.
#[derive(Clone, Copy)]
struct Tip<'a> {
	custody: &'a Custody,
	dmex: &'a Genesis,
	/// The tipset whose parent state names and facts are taken from.
	end: &'a Tipset,
}

impl Tip<'_> {
	fn is_custody(&self, address: Option<&Address>) -> bool {
		address
			.is_some_and(|address| *address == self.custody.robust || address.id() == Some(self.custody.id))
	}
}

/// Custody at a moment.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Holding {
	balance: Balance,
	head: Cid,
}

fn custody_at(node: &mut impl FilecoinNode, tip: &Tip, key: &[Cid]) -> Result<Option<Holding>, Unknown> {
	node.actor(&tip.custody.robust, key)?
		.map(|actor| {
			let head = actor.head.ok_or(Unknown::Malformed("head of custody"))?;
			Ok(Holding {
				balance: actor.balance,
				head,
			})
		})
		.transpose()
}

/// A movement of custody's money, in the order of execution.
#[derive(Clone, Debug)]
struct Movement {
	cid: Cid,
	path: Path,
	value: Balance,
	memo: MemoBytes,
	kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
	/// A message to custody.
	Direct { from: Option<Address> },
	/// A call to custody within a message.
	Inner { from: Caller },
	/// A call by custody.
	Out { to: Option<Address> },
}

#[derive(Clone, Copy, Debug)]
enum Caller {
	Id(ActorId),
	Address(Option<Address>),
}

/// All movements between two tipsets, as far as they can be found.
fn walk(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	start: &Tipset,
	end: &Tipset,
	after: Holding,
) -> Result<Vec<Movement>, Unknown> {
	let mut steps = Vec::new();
	let (mut child, mut later) = (end.clone(), Some(after));
	while child.height > start.height {
		let parent = node.tipset(&child.parents)?;
		if parent.key != child.parents || parent.height >= child.height {
			return Err(Unknown::Inconsistent("parent tipset"));
		}
		let earlier = custody_at(node, tip, &parent.key)?;
		if earlier != later {
			steps.push(movements(node, tip, &parent, &child, earlier, later)?);
		}
		(child, later) = (parent, earlier);
	}
	if child.key != start.key {
		return Err(Unknown::Inconsistent("start of the range"));
	}
	Ok(steps.into_iter().rev().flatten().collect())
}

/// Lines of a page of `trace_filter`.
const TRACE_PAGE: u32 = 100;
/// Most pages of it that are asked for.
const TRACE_PAGES: u32 = 100;

/// The movements of one tipset's messages.
fn movements(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	parent: &Tipset,
	child: &Tipset,
	before: Option<Holding>,
	after: Option<Holding>,
) -> Result<Vec<Movement>, Unknown> {
	let block = child.key.first().ok_or(Unknown::Inconsistent("empty tipset"))?;
	let messages = node.parent_messages(block)?;
	let receipts = node.parent_receipts(block)?;
	if messages.len() != receipts.len() {
		return Err(Unknown::Inconsistent("messages and receipts"));
	}
	let executed: Vec<(ParentMessage, i64)> = messages.into_iter().zip(receipts).collect();
	let mut found: Vec<Vec<Movement>> = executed
		.iter()
		.map(|(message, exit)| direct(tip, message, *exit).into_iter().collect())
		.collect();
	let [before_balance, after_balance] =
		[before, after].map(|holding| holding.map_or(0, |holding| holding.balance));
	let balances = |found: &[Vec<Movement>]| {
		expected(before_balance, found.iter().flatten()).map(|balance| balance == U256::from(after_balance))
	};
	// Whatever leaves a multisig changes its state: if that is the same, nothing left, and credits that sum up are all there are.
	let same_state = before.map(|holding| holding.head) == after.map(|holding| holding.head);
	if same_state && balances(&found)? {
		return Ok(found.into_iter().flatten().collect());
	}

	let mut replayed = BTreeSet::new();
	let mut look_into = |node: &mut _, found: &mut Vec<Vec<Movement>>, wanted: BTreeSet<usize>| {
		for index in wanted {
			if let (Some((message, exit)), Some(moves), true) =
				(executed.get(index), found.get_mut(index), replayed.insert(index))
			{
				let inner = inner(node, tip, parent, message, *exit)?;
				moves.extend(inner);
			}
		}
		Ok(())
	};
	let wanted = likely(node, tip, parent, &executed);
	look_into(node, &mut found, wanted)?;
	if !balances(&found)? {
		look_into(node, &mut found, possible(tip, &executed))?;
	}
	Ok(found.into_iter().flatten().collect())
}

/// The credit that a message itself is.
fn direct(tip: &Tip, message: &ParentMessage, exit: i64) -> Option<Movement> {
	(exit == 0 && message.value > 0 && tip.is_custody(message.to.as_ref())).then(|| Movement {
		cid: message.cid,
		path: Path::default(),
		value: message.value,
		memo: memo_bytes(&message.memo),
		kind: Kind::Direct { from: message.from },
	})
}

/// Messages whose calls probably touch custody: calls of custody itself, and what the Ethereum view names.
fn likely(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	parent: &Tipset,
	executed: &[(ParentMessage, i64)],
) -> BTreeSet<usize> {
	let by_cid: BTreeMap<Cid, usize> = executed
		.iter()
		.enumerate()
		.flat_map(|(index, (message, _))| [(Some(message.cid), index), (message.unsigned, index)])
		.filter_map(|(cid, index)| Some((cid?, index)))
		.collect();
	let mut wanted: BTreeSet<usize> = executed
		.iter()
		.enumerate()
		.filter(|(_, (message, exit))| {
			*exit == 0 && message.method != 0 && tip.is_custody(message.to.as_ref())
		})
		.map(|(index, _)| index)
		.collect();
	// Not every node has that view. Without it all messages are looked into, if the sums do not fit.
	for side in [Side::To, Side::From] {
		for hash in traced(node, tip, parent.height, side).unwrap_or_default() {
			let index = match by_cid.get(&Cid::from_digest(hash)) {
				Some(index) => Some(*index),
				None => node
					.message_cid(&hash)
					.ok()
					.flatten()
					.and_then(|cid| by_cid.get(&cid).copied()),
			};
			// A transfer to custody is known without its calls.
			wanted.extend(
				index.filter(|index| executed.get(*index).is_some_and(|entry| has_calls(tip, entry))),
			);
		}
	}
	wanted
}

/// Hashes of the messages of a height with calls from or to custody.
fn traced(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	height: u64,
	side: Side,
) -> Result<BTreeSet<[u8; 32]>, Unknown> {
	let mut hashes = BTreeSet::new();
	let mask = id_to_eth(tip.custody.id);
	for page in 0..TRACE_PAGES {
		let after = page.checked_mul(TRACE_PAGE).ok_or(Unknown::TooLarge)?;
		let lines = node.traces(height, side, &mask, after, TRACE_PAGE)?;
		let full = lines.len() >= TRACE_PAGE as usize;
		hashes.extend(
			lines
				.into_iter()
				.filter(|line| line.height == height)
				.map(|line| line.hash),
		);
		if !full {
			break;
		}
	}
	Ok(hashes)
}

/// All messages that could call custody.
fn possible(tip: &Tip, executed: &[(ParentMessage, i64)]) -> BTreeSet<usize> {
	executed
		.iter()
		.enumerate()
		.filter(|(_, entry)| has_calls(tip, entry))
		.map(|(index, _)| index)
		.collect()
}

/// Whether a message can have called others: it succeeded, and is more than a transfer to a key or to custody.
fn has_calls(tip: &Tip, (message, exit): &(ParentMessage, i64)) -> bool {
	let to_key = message.to.is_some_and(|to| to.is_key());
	let plain = message.method == 0 && (to_key || tip.is_custody(message.to.as_ref()));
	*exit == 0 && !plain
}

/// What the calls within a message moved.
fn inner(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	parent: &Tipset,
	message: &ParentMessage,
	exit: i64,
) -> Result<Vec<Movement>, Unknown> {
	let invocation = node.replay(&parent.key, &message.cid)?;
	if invocation.message != message.cid && Some(invocation.message) != message.unsigned {
		return Err(Unknown::Inconsistent("another message was replayed"));
	}
	let calls = &invocation.calls;
	if invocation.exit != exit || calls.first().is_none_or(|call| call.exit != exit) {
		return Err(Unknown::Inconsistent("replay and receipt"));
	}
	let mut found = Vec::new();
	// Whether the call and all above it succeeded, whether custody was called, and where in the trace that was.
	let mut seen: Vec<(bool, bool, Vec<u16>)> = Vec::with_capacity(calls.len());
	for call in calls {
		let caller = call
			.parent
			.and_then(|parent| Some((calls.get(parent)?, seen.get(parent)?)));
		let to_custody = match call.invoked {
			Some(id) => id == tip.custody.id,
			None => tip.is_custody(call.to.as_ref()),
		};
		let (alive, path) = match caller {
			Some((_, (alive, _, path))) if *alive && call.exit == 0 => {
				let mut path = path.clone();
				path.push(call.index);
				(true, path)
			}
			Some(_) => (false, Vec::new()),
			None => (call.exit == 0, Vec::new()),
		};
		if let (Some((above, (_, by_custody, _))), true, true) = (caller, alive, call.value > 0) {
			let kind = match (*by_custody, to_custody) {
				(false, true) => Some(Kind::Inner {
					from: above.invoked.map_or(Caller::Address(call.from), Caller::Id),
				}),
				(true, false) => Some(Kind::Out { to: call.to }),
				_ => None,
			};
			found.extend(kind.map(|kind| Movement {
				cid: message.cid,
				path: trace_path(&path),
				value: call.value,
				memo: memo_bytes(&call.memo),
				kind,
			}));
		}
		seen.push((alive, to_custody, path));
	}
	Ok(found)
}

/// The balance that movements lead to. An error if it would be negative on the whole.
fn expected<'a>(before: Balance, found: impl Iterator<Item = &'a Movement>) -> Result<U256, Unknown> {
	let (mut credits, mut debits) = (U256::from(before), U256::zero());
	for movement in found {
		let sum = if matches!(movement.kind, Kind::Out { .. }) {
			&mut debits
		} else {
			&mut credits
		};
		*sum = sum.checked_add(movement.value.into()).ok_or(Unknown::TooLarge)?;
	}
	// Debits that exceed all there was cannot balance.
	Ok(credits.checked_sub(debits).unwrap_or(U256::MAX))
}

fn memo_bytes(bytes: &[u8]) -> MemoBytes {
	MemoBytes::try_from(bytes.to_vec()).unwrap_or_default()
}

/// What goes into the report.
#[derive(Default)]
struct Findings {
	items: Vec<Item>,
	dust: Dust,
}

/// Most items of a report.
const MAX_REPORTED: usize = (MAX_PAGES * MAX_ITEMS) as usize;

/// Movements as the report's items.
fn attribute(node: &mut impl FilecoinNode, tip: &Tip, found: Vec<Movement>) -> Result<Findings, Unknown> {
	let mut book = Book::new(tip);
	let mut binds: BTreeMap<ActorId, (usize, AccountId)> = BTreeMap::new();
	for (order, movement) in found.iter().enumerate() {
		if let Some((miner, issuer)) = book.binding(node, movement)? {
			binds.insert(miner, (order, issuer));
		}
	}
	let binds: BTreeMap<usize, NodeBinding> = binds
		.into_iter()
		.map(|(node, (order, account))| (order, NodeBinding { node, account }))
		.collect();

	let too_small = dusty(&found, binds.len());
	let mut findings = Findings::default();
	for (order, movement) in found.into_iter().enumerate() {
		if let Some(binding) = binds.get(&order) {
			findings.items.push(Item::Bind(binding.clone()));
		}
		let Movement {
			cid,
			path,
			value,
			memo,
			kind,
		} = movement;
		let (from, from_key, source) = match kind {
			Kind::Out { to } => {
				findings.items.push(Item::Debit(Debit {
					cid,
					path,
					value,
					to,
					memo,
				}));
				continue;
			}
			_ if too_small.contains(&order) => {
				let dust = &mut findings.dust;
				dust.count = dust.count.checked_add(1).ok_or(Unknown::TooLarge)?;
				dust.amount = dust.amount.checked_add(value).ok_or(Unknown::TooLarge)?;
				continue;
			}
			Kind::Direct { from } => {
				let from = from.ok_or(Unknown::Malformed("sender"))?;
				(
					book.resolve(node, &from)?,
					book.key(node, &from)?,
					CreditSource::Other,
				)
			}
			Kind::Inner { from } => {
				let from = match from {
					Caller::Id(id) => id,
					Caller::Address(address) => {
						book.resolve(node, &address.ok_or(Unknown::Malformed("caller"))?)?
					}
				};
				(from, None, book.source(node, from)?)
			}
		};
		findings.items.push(Item::Credit(Credit {
			cid,
			path,
			value,
			from,
			from_key,
			source,
			memo,
		}));
	}
	if findings.items.len() > MAX_REPORTED {
		return Err(Unknown::TooLarge);
	}
	Ok(findings)
}

/// Which credits are summed up: those below the minimum, and the smallest of the others (equal ones: the later) that the pages do not
/// hold.
fn dusty(found: &[Movement], binds: usize) -> BTreeSet<usize> {
	let credits = || {
		found
			.iter()
			.enumerate()
			.filter(|(_, movement)| !matches!(movement.kind, Kind::Out { .. }))
	};
	let mut dust: BTreeSet<usize> = credits()
		.filter(|(_, movement)| movement.value < MINIMUM_AMOUNT)
		.map(|(order, _)| order)
		.collect();
	let kept = found
		.len()
		.checked_sub(dust.len())
		.and_then(|kept| kept.checked_add(binds))
		.unwrap_or(usize::MAX);
	if let Some(excess) = kept.checked_sub(MAX_REPORTED).filter(|excess| *excess > 0) {
		let mut by_size: Vec<(Balance, core::cmp::Reverse<usize>)> = credits()
			.filter(|(order, _)| !dust.contains(order))
			.map(|(order, movement)| (movement.value, core::cmp::Reverse(order)))
			.collect();
		by_size.sort_unstable();
		dust.extend(by_size.into_iter().take(excess).map(|(_, order)| order.0));
	}
	dust
}

/// Look-ups at the end of the range, each made once.
struct Book<'a> {
	tip: &'a Tip<'a>,
	ids: BTreeMap<Address, ActorId>,
	miners: BTreeMap<ActorId, Option<(ActorId, ActorId)>>,
	miner_code: Option<String>,
}

impl<'a> Book<'a> {
	fn new(tip: &'a Tip<'a>) -> Self {
		Self {
			tip,
			ids: BTreeMap::new(),
			miners: BTreeMap::new(),
			miner_code: None,
		}
	}

	fn resolve(&mut self, node: &mut impl FilecoinNode, address: &Address) -> Result<ActorId, Unknown> {
		if let Some(id) = address.id().or_else(|| self.ids.get(address).copied()) {
			return Ok(id);
		}
		let id = node.lookup(address, &self.tip.end.key)?;
		self.ids.insert(*address, id);
		Ok(id)
	}

	/// Payload of the sender's f1 address, if it has one.
	fn key(&mut self, node: &mut impl FilecoinNode, from: &Address) -> Result<Option<[u8; 20]>, Unknown> {
		let key = match from.payload() {
			Payload::Id(_) => node.account_key(from, &self.tip.end.key)?,
			_ => Some(*from),
		};
		Ok(key.and_then(|key| match key.payload() {
			Payload::Secp256k1(payload) => Some(*payload),
			_ => None,
		}))
	}

	/// Owner and beneficiary of a miner; `None` of an actor that is none.
	fn miner(
		&mut self,
		node: &mut impl FilecoinNode,
		id: ActorId,
	) -> Result<Option<(ActorId, ActorId)>, Unknown> {
		if let Some(known) = self.miners.get(&id) {
			return Ok(*known);
		}
		let key = &self.tip.end.key;
		let is_miner = match actor_address(id) {
			Some(address) => match node.actor(&address, key)? {
				Some(actor) => actor.code == self.miner_code(node)?,
				None => false,
			},
			None => false,
		};
		let facts = if is_miner {
			let info = node.miner_info(&id_address(id)?, key)?;
			Some((
				self.resolve(node, &info.owner)?,
				self.resolve(node, &info.beneficiary)?,
			))
		} else {
			None
		};
		self.miners.insert(id, facts);
		Ok(facts)
	}

	/// The code of miners: whoever mined the end's first block is one.
	fn miner_code(&mut self, node: &mut impl FilecoinNode) -> Result<String, Unknown> {
		if let Some(code) = &self.miner_code {
			return Ok(code.clone());
		}
		let code = miner_code(node, self.tip.end)?;
		self.miner_code = Some(code.clone());
		Ok(code)
	}

	fn source(&mut self, node: &mut impl FilecoinNode, from: ActorId) -> Result<CreditSource, Unknown> {
		Ok(match self.miner(node, from)? {
			Some((_, beneficiary)) if beneficiary == self.tip.custody.id => CreditSource::Miner,
			_ => CreditSource::Other,
		})
	}

	/// The miner and issuer of a bind memo, if the miner's owner sent it in a message of its own.
	fn binding(
		&mut self,
		node: &mut impl FilecoinNode,
		movement: &Movement,
	) -> Result<Option<(ActorId, AccountId)>, Unknown> {
		let (Kind::Direct { from: Some(from) }, Ok(Memo::BindNode { miner, issuer })) =
			(&movement.kind, Memo::decode(&movement.memo, self.tip.dmex))
		else {
			return Ok(None);
		};
		let Some((owner, _)) = self.miner(node, miner)? else {
			return Ok(None);
		};
		Ok((self.resolve(node, from)? == owner).then(|| (miner, AccountId::from(issuer))))
	}
}

fn actor_address(id: ActorId) -> Option<Address> {
	Address::from_id(id).ok()
}

fn id_address(id: ActorId) -> Result<Address, Unknown> {
	actor_address(id).ok_or(Unknown::Inconsistent("actor id"))
}

fn miner_code(node: &mut impl FilecoinNode, tipset: &Tipset) -> Result<String, Unknown> {
	let (miner, _) = tipset.wins.first().ok_or(Unknown::Inconsistent("empty tipset"))?;
	let actor = node.actor(&id_address(*miner)?, &tipset.key)?;
	Ok(actor.ok_or(Unknown::Inconsistent("miner of a block"))?.code)
}

fn head_facts(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	head: Cid,
	known: Option<&HeadFacts>,
) -> Result<HeadFacts, Unknown> {
	if let Some(known) = known.filter(|known| known.head == head) {
		return Ok(known.clone());
	}
	let mut pending: Vec<PendingTx> = node
		.pending(&tip.custody.robust, &tip.end.key)?
		.into_iter()
		.filter(|transaction| transaction.method == 0)
		.filter_map(|transaction| {
			let memo = RedeemMemo::decode(&transaction.memo, tip.dmex).ok()?;
			Some(PendingTx {
				tx: transaction.id,
				redemption: memo.redemption,
				value: transaction.value?,
				to: transaction.to?,
			})
		})
		.collect();
	pending.sort_unstable_by_key(|transaction| transaction.tx);
	pending.truncate(MAX_PENDING as usize);
	Ok(HeadFacts {
		head,
		signers: signers(node, tip)?,
		pending,
	})
}

fn signers(node: &mut impl FilecoinNode, tip: &Tip) -> Result<H256, Unknown> {
	let state = node.multisig(&tip.custody.robust, &tip.end.key)?;
	let mut book = Book::new(tip);
	let ids = state
		.signers
		.iter()
		.map(|signer| book.resolve(node, signer))
		.collect::<Result<Vec<_>, _>>()?;
	Ok(signers_digest(&ids, state.threshold))
}

/// Sums up.
fn compose(
	task: &RangeTask,
	end: &Tipset,
	after: Holding,
	findings: Findings,
	facts: HeadFacts,
) -> Result<RangeReport, Unknown> {
	let Findings { items, dust } = findings;
	let (mut pages, mut summaries) = (Vec::new(), Vec::new());
	let (mut all_credits, mut all_debits) = (U256::from(dust.amount), U256::zero());
	for chunk in items.chunks(MAX_ITEMS as usize) {
		let (mut credits, mut debits): (Balance, Balance) = (0, 0);
		for item in chunk {
			let (sum, value) = match item {
				Item::Credit(credit) => (&mut credits, credit.value),
				Item::Debit(debit) => (&mut debits, debit.value),
				Item::Bind(_) => continue,
			};
			*sum = sum.checked_add(value).ok_or(Unknown::TooLarge)?;
		}
		all_credits = all_credits.checked_add(credits.into()).ok_or(Unknown::TooLarge)?;
		all_debits = all_debits.checked_add(debits.into()).ok_or(Unknown::TooLarge)?;
		let page = Items::try_from(chunk.to_vec()).map_err(|_| Unknown::TooLarge)?;
		let items = u16::try_from(chunk.len()).map_err(|_| Unknown::TooLarge)?;
		summaries.push(PageSummary {
			hash: digest(&page),
			credits,
			debits,
			items,
		});
		pages.push(page);
	}
	let ins = U256::from(task.start.balance)
		.checked_add(all_credits)
		.ok_or(Unknown::TooLarge)?;
	let outs = U256::from(after.balance)
		.checked_add(all_debits)
		.ok_or(Unknown::TooLarge)?;
	let verdict = match outs.cmp(&ins) {
		core::cmp::Ordering::Equal => Verdict::Sound,
		core::cmp::Ordering::Greater => Verdict::Unexplained {
			delta: difference(outs, ins)?,
		},
		core::cmp::Ordering::Less => Verdict::Unexplained {
			delta: difference(ins, outs)?.checked_neg().ok_or(Unknown::TooLarge)?,
		},
	};
	let header = RangeHeader {
		range: task.range,
		tipset: tipset_hash(&end.key),
		time: end.time,
		start_balance: task.start.balance,
		end_balance: after.balance,
		head: after.head,
		signers: facts.signers,
		pages: summaries.try_into().map_err(|_| Unknown::TooLarge)?,
		dust,
		pending: facts.pending.clone().try_into().map_err(|_| Unknown::TooLarge)?,
		verdict,
	};
	Ok(RangeReport { header, pages, facts })
}

/// `larger` less `smaller`.
fn difference(larger: U256, smaller: U256) -> Result<i128, Unknown> {
	larger
		.checked_sub(smaller)
		.and_then(|difference| u128::try_from(difference).ok())
		.and_then(|difference| i128::try_from(difference).ok())
		.ok_or(Unknown::TooLarge)
}

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

/// A day's record to be made.
#[derive(Clone, Debug)]
pub struct DayTask<'a> {
	/// Custody.
	pub custody: &'a Custody,
	/// The day and its heights.
	pub window: OracleWindow,
	/// Nodes that it is about.
	pub nodes: &'a [ActorId],
	/// Epochs of a range: [`margin`].
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
		let nodes: BTreeSet<ActorId> = task.nodes.iter().copied().collect();
		loop {
			let missing = self
				.won
				.iter()
				.find(|won| won.height <= to && won.reward.is_none() && nodes.contains(&won.miner));
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
		for id in &nodes {
			if let Err(place) = self.facts.binary_search_by_key(id, |facts| facts.node) {
				if !step() {
					return Ok(None);
				}
				let facts = self.facts_of(node, *id, &end, to, &code, task.custody)?;
				self.facts.insert(place, facts);
			}
		}
		let facts: Vec<NodeFacts> = self
			.facts
			.iter()
			.filter(|facts| nodes.contains(&facts.node))
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
		nodes: &[ActorId],
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
		let rewards = if tipset
			.wins
			.iter()
			.any(|(miner, count)| *count > 0 && nodes.contains(miner))
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

	fn facts_of(
		&self,
		node: &mut impl FilecoinNode,
		id: ActorId,
		end: &Tipset,
		to: u64,
		code: &str,
		custody: &Custody,
	) -> Result<NodeFacts, Unknown> {
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
		for won in self.won.iter().filter(|won| won.miner == id && won.height <= to) {
			facts.wins = facts.wins.checked_add(won.count).ok_or(Unknown::TooLarge)?;
			let reward = won.reward.ok_or(Unknown::Inconsistent("reward"))?;
			facts.rewards = facts.rewards.checked_add(reward).ok_or(Unknown::TooLarge)?;
		}
		let address = id_address(id)?;
		// Nodes disagree on the power of what is no miner: it has none.
		if node
			.actor(&address, &end.key)?
			.is_none_or(|actor| actor.code != code)
		{
			return Ok(facts);
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
