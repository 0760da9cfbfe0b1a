//! Movements of custody's money: what the messages of a range say, and where they do not say all, the calls within them.

use super::{
	custody::{custody_at, Holding},
	FilecoinNode, Side, Tip,
};
use crate::{
	offchain::parse::{ParentMessage, Tipset, Unknown},
	types::*,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use dmex_primitives::Balance;
use fil_primitives::{address::id_to_eth, Address, Cid};
use sp_core::U256;

/// A movement of custody's money, in the order of execution.
#[derive(Clone, Debug)]
pub(super) struct Movement {
	pub(super) cid: Cid,
	pub(super) path: Path,
	pub(super) value: Balance,
	pub(super) memo: MemoBytes,
	pub(super) kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
	/// A message to custody.
	Direct { from: Option<Address> },
	/// A call to custody within a message.
	Inner { from: Caller },
	/// A call by custody.
	Out { to: Option<Address> },
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Caller {
	Id(ActorId),
	Address(Option<Address>),
}

/// All movements between two tipsets, as far as they can be found.
pub(super) fn walk(
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
