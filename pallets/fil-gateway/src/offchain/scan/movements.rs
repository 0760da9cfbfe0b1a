//! Movements of custody's money: what the messages of a range say, and where they do not say all, the calls within them.
//!
//! A range is walked from its end down. After each answer of the node the walk is a state from which another run goes on, so that no
//! range is too much for one run. What is found does not depend on where runs end.

use super::{
	book::Book,
	custody::{custody_at, Holding},
	items::Gathered,
	FilecoinNode, Side, Tip,
};
use crate::{
	offchain::parse::{Call, ParentMessage, Tipset, Unknown},
	types::*,
};
use alloc::{
	boxed::Box,
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use codec::{Decode, Encode};
use core::cmp::Reverse;
use dmex_primitives::{AccountId, Balance};
use fil_primitives::{address::id_to_eth, Account, Address, Cid, Memo, Payload};

/// Where something stands in the order of execution.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
pub(super) struct Place {
	height: u64,
	/// The message, by its place in the tipset.
	message: u32,
	/// The call, by its place in the trace; 0 for the message itself.
	call: u32,
}

/// A movement of custody's money.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub(super) struct Movement {
	pub(super) cid: Cid,
	pub(super) path: Path,
	pub(super) value: Balance,
	pub(super) memo: MemoBytes,
	pub(super) kind: Kind,
}

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub(super) enum Kind {
	/// A message to custody.
	Direct { from: Option<Address> },
	/// A call to custody within a message.
	Inner { from: Caller },
	/// A call by custody.
	Out { to: Option<Address> },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub(super) enum Caller {
	Id(ActorId),
	Address(Option<Address>),
}

/// What of a tipset leads on.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
struct At {
	key: Vec<Cid>,
	height: u64,
	parents: Vec<Cid>,
}

impl From<&Tipset> for At {
	fn from(tipset: &Tipset) -> Self {
		Self {
			key: tipset.key.clone(),
			height: tipset.height,
			parents: tipset.parents.clone(),
		}
	}
}

/// How far a range was walked, from its end down.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub(super) struct Walk {
	/// The lowest tipset that was reached. Messages from it on are done with.
	child: At,
	/// Custody in its parent state.
	later: Option<Holding>,
	/// Its parent, while the messages of that are being looked at.
	open: Option<Box<Open>>,
	/// Whether the Ethereum view hung, and is not asked any more in this range.
	blind: bool,
}

impl Walk {
	/// A range that was not looked at yet.
	pub(super) fn new(end: &Tipset, after: Holding) -> Self {
		Self {
			child: end.into(),
			later: Some(after),
			open: None,
			blind: false,
		}
	}

	/// Goes on to the start of the range. What was seen before an error stays seen.
	pub(super) fn go_on(
		&mut self,
		node: &mut impl FilecoinNode,
		tip: &Tip,
		start: &Tipset,
		book: &mut Book,
		gathered: &mut Gathered,
	) -> Result<(), Unknown> {
		loop {
			if let Some(open) = &mut self.open {
				if !open.listed {
					**open = open.with_messages(node, tip, &self.child)?;
				}
				open.find(node, tip, &mut self.blind)?;
				open.settle_claims(node, tip, book, gathered)?;
				gathered.take(core::mem::take(&mut open.found), open.dust)?;
				(self.child, self.later) = (open.parent.clone(), open.before);
				self.open = None;
			}
			if self.child.height <= start.height {
				break;
			}
			let parent = node.tipset(&self.child.parents)?;
			if parent.key != self.child.parents || parent.height >= self.child.height {
				return Err(Unknown::Inconsistent("parent tipset"));
			}
			let before = custody_at(node, tip, &parent.key)?;
			if before == self.later {
				self.child = At::from(&parent);
			} else {
				self.open = Some(Box::new(Open::new(&parent, before, self.later)));
			}
		}
		if self.child.key != start.key {
			return Err(Unknown::Inconsistent("start of the range"));
		}
		Ok(())
	}
}

/// A message that can have called others.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
struct Calling {
	/// Its place in the tipset.
	index: u32,
	cid: Cid,
	/// The CID of the unsigned message, if it is another.
	unsigned: Option<Cid>,
	turn: Turn,
}

/// In which order messages are looked into. What is found does not depend on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
enum Turn {
	/// It calls custody, or the Ethereum view names it.
	Likely,
	/// It runs contracts, whose ends the Ethereum view does not show.
	Contract,
	Other,
}

/// `InvokeEVM`.
const INVOKE_EVM: u64 = 3_844_450_837;
/// The actor that creates contracts.
const CONTRACT_CREATOR: ActorId = 10;

/// A bind memo.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
struct Claim {
	place: Place,
	from: Address,
	miner: ActorId,
	issuer: Account,
}

/// A tipset whose messages are being looked at.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
struct Open {
	parent: At,
	/// Custody before its messages.
	before: Option<Holding>,
	/// And after them.
	after: Option<Holding>,
	/// Whether the list of messages was read.
	listed: bool,
	/// Movements that are found so far, but for dust.
	found: Vec<(Place, Movement)>,
	dust: Dust,
	/// What came in and went out by all that is found so far.
	credits: Balance,
	debits: Balance,
	/// Bind memos, in their order, the next one last.
	claims: Vec<Claim>,
	/// Messages to be looked into, the next one last.
	todo: Vec<Calling>,
	/// The Ethereum view, until it has said what it has to say.
	view: Option<View>,
	/// Whether it has said all.
	whole: bool,
}

impl Open {
	fn new(parent: &Tipset, before: Option<Holding>, after: Option<Holding>) -> Self {
		Self {
			parent: parent.into(),
			before,
			after,
			listed: false,
			found: Vec::new(),
			dust: Dust::default(),
			credits: 0,
			debits: 0,
			claims: Vec::new(),
			todo: Vec::new(),
			view: Some(View {
				idle: BTreeSet::new(),
				sides: [Side::From, Side::To].into(),
				page: 0,
				nameless: BTreeSet::new(),
				named: BTreeSet::new(),
				failures: 0,
			}),
			whole: false,
		}
	}

	/// With its list of messages, which is read as it comes, with the receipts beside it.
	fn with_messages(&self, node: &mut impl FilecoinNode, tip: &Tip, child: &At) -> Result<Self, Unknown> {
		const UNEQUAL: Unknown = Unknown::Inconsistent("messages and receipts");
		let block = child.key.first().ok_or(Unknown::Inconsistent("empty tipset"))?;
		let mut open = Self {
			listed: true,
			..self.clone()
		};
		let mut exits = node.parent_receipts(block)?.into_iter();
		let mut index = 0u32;
		node.parent_messages(block, &mut |message: ParentMessage| {
			let exit = exits.next().ok_or(UNEQUAL)?;
			open.list(tip, index, exit, message)?;
			index = index.checked_add(1).ok_or(Unknown::TooLarge)?;
			Ok(())
		})?;
		if exits.next().is_some() {
			return Err(UNEQUAL);
		}
		Ok(open)
	}

	/// Notes a message as far as it can matter here. Transfers between others do not.
	fn list(&mut self, tip: &Tip, index: u32, exit: i64, message: ParentMessage) -> Result<(), Unknown> {
		let ParentMessage { cid, to, method, .. } = message;
		let to_custody = tip.is_custody(to.as_ref());
		let plain = method == 0 && to.is_some_and(|to| to.is_key());
		let unsigned = message.unsigned.filter(|unsigned| *unsigned != cid);
		if exit == 0 && to_custody && message.value > 0 {
			let place = Place {
				height: self.parent.height,
				message: index,
				call: 0,
			};
			if let (Some(from), Ok(Memo::BindNode { miner, issuer })) =
				(message.from, Memo::decode(&message.memo, tip.dmex))
			{
				self.claims.push(Claim {
					place,
					from,
					miner,
					issuer,
				});
			}
			let credit = Movement {
				cid,
				path: Path::default(),
				value: message.value,
				memo: memo_bytes(&message.memo),
				kind: Kind::Direct { from: message.from },
			};
			self.book(place, credit)?;
		}
		if plain {
			return Ok(());
		}
		if exit == 0 && (method != 0 || !to_custody) {
			let contract = method == INVOKE_EVM
				|| to.is_some_and(|to| {
					to.id() == Some(CONTRACT_CREATOR) || matches!(to.payload(), Payload::Eth(_))
				});
			let turn = match (to_custody, contract) {
				(true, _) => Turn::Likely,
				(false, true) => Turn::Contract,
				(false, false) => Turn::Other,
			};
			self.todo.push(Calling {
				index,
				cid,
				unsigned,
				turn,
			});
		} else if let Some(view) = &mut self.view {
			view.idle.insert(cid);
			view.idle.extend(unsigned);
		}
		Ok(())
	}

	/// Counts a movement. Small credits are only summed.
	fn book(&mut self, place: Place, movement: Movement) -> Result<(), Unknown> {
		let is_credit = !matches!(movement.kind, Kind::Out { .. });
		let sum = if is_credit {
			&mut self.credits
		} else {
			&mut self.debits
		};
		*sum = sum.checked_add(movement.value).ok_or(Unknown::TooLarge)?;
		if is_credit && movement.value < MINIMUM_AMOUNT {
			self.dust = more_dust(self.dust, 1, movement.value)?;
		} else {
			self.found.push((place, movement));
		}
		Ok(())
	}

	/// Whether custody's state is the same before and after. Whatever leaves a multisig changes it: then nothing left.
	fn same_state(&self) -> bool {
		let [before, after] = [self.before, self.after].map(|holding| holding.map(|holding| holding.head));
		before == after
	}

	/// Whether nothing is left to be found. Where nothing left custody, credits that sum up are all there are. Elsewhere movements
	/// that are not known can cancel each other: then what the Ethereum view names must have been looked into, or everything.
	fn is_found(&self) -> Result<bool, Unknown> {
		let [before, after] =
			[self.before, self.after].map(|holding| holding.map_or(0, |holding| holding.balance));
		let ins = before.checked_add(self.credits).ok_or(Unknown::TooLarge)?;
		let outs = after.checked_add(self.debits).ok_or(Unknown::TooLarge)?;
		let named_are_done = self.todo.last().is_none_or(|next| next.turn != Turn::Likely);
		let seen = self.view.is_none() && self.whole && named_are_done;
		Ok(ins == outs && (self.same_state() || seen))
	}

	/// Looks for what the list of messages does not say.
	fn find(&mut self, node: &mut impl FilecoinNode, tip: &Tip, blind: &mut bool) -> Result<(), Unknown> {
		if self.view.is_some() && !self.is_found()? {
			self.look(node, tip, blind)?;
		}
		while !self.is_found()? {
			let Some(next) = self.todo.last() else {
				break;
			};
			for (place, movement) in inner(node, tip, &self.parent, next)? {
				self.book(place, movement)?;
			}
			self.todo.pop();
		}
		(self.todo, self.view) = (Vec::new(), None);
		Ok(())
	}

	/// Asks the Ethereum view which messages touch custody. Not every node has it; one that hangs is asked twice.
	fn look(&mut self, node: &mut impl FilecoinNode, tip: &Tip, blind: &mut bool) -> Result<(), Unknown> {
		let Some(view) = &mut self.view else {
			return Ok(());
		};
		if !*blind {
			match view.ask(node, tip, self.parent.height, &self.todo) {
				Ok(()) => self.whole = true,
				Err(unknown) if is_passing(&unknown) => {
					if view.failures == 0 {
						view.failures = 1;
						return Err(unknown);
					}
					*blind = true;
				}
				Err(_) => (),
			}
		}
		for one in &mut self.todo {
			if view.named.contains(&one.index) {
				one.turn = Turn::Likely;
			}
		}
		self.todo
			.sort_unstable_by_key(|one| Reverse((one.turn, one.index)));
		self.view = None;
		Ok(())
	}

	/// Finds the bind memos that count: those of the miners' owners, of several for a miner the last one.
	fn settle_claims(
		&mut self,
		node: &mut impl FilecoinNode,
		tip: &Tip,
		book: &mut Book,
		gathered: &mut Gathered,
	) -> Result<(), Unknown> {
		while let Some(claim) = self.claims.last() {
			if !gathered.is_bound(claim.miner) && book.is_owner(node, tip, claim.miner, &claim.from)? {
				gathered.bind(claim.place, claim.miner, AccountId::from(claim.issuer));
			}
			self.claims.pop();
		}
		Ok(())
	}
}

/// Whether it says nothing about what was asked.
fn is_passing(unknown: &Unknown) -> bool {
	matches!(
		unknown,
		Unknown::Deadline
			| Unknown::Connection
			| Unknown::Status(_)
			| Unknown::WrongId
			| Unknown::NotConfigured
	)
}

/// Lines of a page of `trace_filter`.
const TRACE_PAGE: u32 = 100;
/// Most pages of it that are asked for.
const TRACE_PAGES: u32 = 100;

/// How far the Ethereum view was asked.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
struct View {
	/// Messages that custody can have been called by, but that call nobody: transfers to it, and what failed.
	idle: BTreeSet<Cid>,
	/// Sides that it was not asked for yet, the next one last.
	sides: Vec<Side>,
	/// The next page.
	page: u32,
	/// Hashes that it uses for messages that are not known by them.
	nameless: BTreeSet<[u8; 32]>,
	/// Messages that it names, by their places in the tipset.
	named: BTreeSet<u32>,
	/// Whether it hung since it last answered.
	failures: u8,
}

impl View {
	/// Asks on. An error if it does not say all.
	fn ask(
		&mut self,
		node: &mut impl FilecoinNode,
		tip: &Tip,
		height: u64,
		calling: &[Calling],
	) -> Result<(), Unknown> {
		let by_cid: BTreeMap<Cid, u32> = calling
			.iter()
			.flat_map(|one| [(Some(one.cid), one.index), (one.unsigned, one.index)])
			.filter_map(|(cid, index)| Some((cid?, index)))
			.collect();
		let mask = id_to_eth(tip.custody.id);
		while let Some(side) = self.sides.last().copied() {
			if self.page >= TRACE_PAGES {
				return Err(Unknown::TooLarge);
			}
			let after = self.page.checked_mul(TRACE_PAGE).ok_or(Unknown::TooLarge)?;
			let lines = node.traces(height, side, &mask, after, TRACE_PAGE)?;
			let full = lines.len() >= TRACE_PAGE as usize;
			for line in lines.into_iter().filter(|line| line.height == height) {
				if !self.name(&Cid::from_digest(line.hash), &by_cid) {
					self.nameless.insert(line.hash);
				}
			}
			if full {
				self.page = self.page.checked_add(1).ok_or(Unknown::TooLarge)?;
			} else {
				self.page = 0;
				self.sides.pop();
			}
			self.failures = 0;
		}
		while let Some(hash) = self.nameless.last().copied() {
			let cid = node.message_cid(&hash)?.ok_or(Unknown::Nothing)?;
			if !self.name(&cid, &by_cid) {
				return Err(Unknown::Inconsistent("traces of another message"));
			}
			self.nameless.pop_last();
			self.failures = 0;
		}
		Ok(())
	}

	/// Notes a message that it names. Whether it is one of the tipset.
	fn name(&mut self, cid: &Cid, by_cid: &BTreeMap<Cid, u32>) -> bool {
		match by_cid.get(cid) {
			Some(index) => {
				self.named.insert(*index);
				true
			}
			None => self.idle.contains(cid),
		}
	}
}

/// What the calls within a message that succeeded moved.
fn inner(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	parent: &At,
	message: &Calling,
) -> Result<Vec<(Place, Movement)>, Unknown> {
	let invocation = node.replay(&parent.key, &message.cid)?;
	if invocation.message != message.cid && Some(invocation.message) != message.unsigned {
		return Err(Unknown::Inconsistent("another message was replayed"));
	}
	let calls = &invocation.calls;
	if invocation.exit != 0 || calls.first().is_none_or(|call| call.exit != 0) {
		return Err(Unknown::Inconsistent("replay and receipt"));
	}
	let mut found = Vec::new();
	// Whether the call and all above it succeeded, and whether custody was called.
	let mut seen: Vec<(bool, bool)> = Vec::with_capacity(calls.len());
	for (order, call) in (0u32..).zip(calls) {
		let caller = call
			.parent
			.and_then(|parent| Some((calls.get(parent)?, *seen.get(parent)?)));
		let to_custody = match call.invoked {
			Some(id) => id == tip.custody.id,
			None => tip.is_custody(call.to.as_ref()),
		};
		let alive = call.exit == 0 && caller.is_none_or(|(_, (alive, _))| alive);
		seen.push((alive, to_custody));
		let Some((above, (_, by_custody))) = caller.filter(|_| alive && call.value > 0) else {
			continue;
		};
		let kind = match (by_custody, to_custody) {
			(false, true) => Kind::Inner {
				from: above.invoked.map_or(Caller::Address(call.from), Caller::Id),
			},
			(true, false) => Kind::Out { to: call.to },
			_ => continue,
		};
		let place = Place {
			height: parent.height,
			message: message.index,
			call: order,
		};
		let movement = Movement {
			cid: message.cid,
			path: trace_path(&path_of(calls, call)),
			value: call.value,
			memo: memo_bytes(&call.memo),
			kind,
		};
		found.push((place, movement));
	}
	Ok(found)
}

/// Places of a call and of its callers among their callers' calls, from the message down.
fn path_of(calls: &[Call], call: &Call) -> Vec<u16> {
	let mut path = Vec::new();
	let mut at = Some(call);
	while let Some((call, parent)) = at.and_then(|call| Some((call, call.parent?))) {
		path.push(call.index);
		at = calls.get(parent);
	}
	path.reverse();
	path
}

/// Dust, and more of it.
pub(super) fn more_dust(dust: Dust, count: u32, amount: Balance) -> Result<Dust, Unknown> {
	Ok(Dust {
		count: dust.count.checked_add(count).ok_or(Unknown::TooLarge)?,
		amount: dust.amount.checked_add(amount).ok_or(Unknown::TooLarge)?,
	})
}

fn memo_bytes(bytes: &[u8]) -> MemoBytes {
	MemoBytes::try_from(bytes.to_vec()).unwrap_or_default()
}
