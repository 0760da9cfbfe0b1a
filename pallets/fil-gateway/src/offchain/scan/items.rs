//! Movements as the items of a report: credits, debits, bindings, and what is too small to be listed.

use super::{
	book::Book,
	movements::{more_dust, Caller, Kind, Movement, Place},
	FilecoinNode, Tip,
};
use crate::{offchain::parse::Unknown, types::*};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use codec::{Decode, Encode};
use core::cmp::Reverse;
use dmex_primitives::{AccountId, Balance};

/// What goes into the report.
#[derive(Default)]
pub(super) struct Findings {
	pub(super) items: Vec<Item>,
	pub(super) dust: Dust,
}

/// Most items of a report.
const MAX_REPORTED: usize = (MAX_PAGES * MAX_ITEMS) as usize;

/// What was found on the way through a range. It never holds more credits than a report.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub(super) struct Gathered {
	movements: Vec<(Place, Movement)>,
	/// Credits that are summed up: those below the minimum, and the smallest of the others (equal ones: the later) that the pages do
	/// not hold.
	dust: Dust,
	binds: BTreeMap<ActorId, (Place, AccountId)>,
}

impl Gathered {
	/// Adds what was found in a tipset.
	pub(super) fn take(&mut self, found: Vec<(Place, Movement)>, dust: Dust) -> Result<(), Unknown> {
		self.dust = more_dust(self.dust, dust.count, dust.amount)?;
		self.movements.extend(found);
		self.give_way(MAX_REPORTED)
	}

	/// Whether a bind memo for that miner was found. One that comes earlier in the range does not count.
	pub(super) fn is_bound(&self, miner: ActorId) -> bool {
		self.binds.contains_key(&miner)
	}

	/// Notes a bind memo that counts.
	pub(super) fn bind(&mut self, place: Place, miner: ActorId, issuer: AccountId) {
		self.binds.insert(miner, (place, issuer));
	}

	fn credits(&self) -> impl Iterator<Item = (Balance, Place)> + '_ {
		self.movements
			.iter()
			.filter(|(_, movement)| !matches!(movement.kind, Kind::Out { .. }))
			.map(|(place, movement)| (movement.value, *place))
	}

	/// Leaves the largest credits, as many as there is room for.
	fn give_way(&mut self, room: usize) -> Result<(), Unknown> {
		let excess = self.credits().count().checked_sub(room);
		let Some(excess) = excess.filter(|excess| *excess > 0) else {
			return Ok(());
		};
		let mut by_size: Vec<(Balance, Reverse<Place>)> = self
			.credits()
			.map(|(value, place)| (value, Reverse(place)))
			.collect();
		by_size.sort_unstable();
		by_size.truncate(excess);
		for (value, _) in &by_size {
			self.dust = more_dust(self.dust, 1, *value)?;
		}
		let gone: BTreeSet<Place> = by_size.into_iter().map(|(_, place)| place.0).collect();
		self.movements.retain(|(place, _)| !gone.contains(place));
		Ok(())
	}

	/// What is to be listed, when all of the range was seen.
	pub(super) fn listing(mut self) -> Result<Listing, Unknown> {
		let debits = self
			.movements
			.len()
			.checked_sub(self.credits().count())
			.ok_or(Unknown::TooLarge)?;
		let taken = debits.checked_add(self.binds.len()).ok_or(Unknown::TooLarge)?;
		let room = MAX_REPORTED.checked_sub(taken).ok_or(Unknown::TooLarge)?;
		self.give_way(room)?;
		// A binding stands before the credit that it came with.
		let binds = self.binds.into_iter().map(|(node, (place, account))| {
			let binding = NodeBinding { node, account };
			((place, 0), Entry::Bind(binding))
		});
		let movements = self
			.movements
			.into_iter()
			.map(|(place, movement)| ((place, 1), Entry::Movement(movement)));
		let mut entries: Vec<((Place, u8), Entry)> = binds.chain(movements).collect();
		entries.sort_unstable_by_key(|(place, _)| Reverse(*place));
		Ok(Listing {
			left: entries.into_iter().map(|(_, entry)| entry).collect(),
			items: Vec::new(),
			dust: self.dust,
		})
	}
}

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
enum Entry {
	Bind(NodeBinding),
	Movement(Movement),
}

/// Items in the making: senders are looked up, one after the other.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub(super) struct Listing {
	/// What is left to be done, the next one last.
	left: Vec<Entry>,
	items: Vec<Item>,
	dust: Dust,
}

impl Listing {
	/// Makes what is left. What was made before an error stays made.
	pub(super) fn go_on(
		&mut self,
		node: &mut impl FilecoinNode,
		tip: &Tip,
		book: &mut Book,
	) -> Result<Findings, Unknown> {
		while let Some(entry) = self.left.last() {
			let item = match entry {
				Entry::Bind(binding) => Item::Bind(binding.clone()),
				Entry::Movement(movement) => item(node, tip, book, movement)?,
			};
			self.items.push(item);
			self.left.pop();
		}
		Ok(Findings {
			items: self.items.clone(),
			dust: self.dust,
		})
	}
}

fn item(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	book: &mut Book,
	movement: &Movement,
) -> Result<Item, Unknown> {
	let Movement {
		cid,
		path,
		value,
		memo,
		kind,
	} = movement.clone();
	let (from, from_key, source) = match kind {
		Kind::Out { to } => {
			return Ok(Item::Debit(Debit {
				cid,
				path,
				value,
				to,
				memo,
			}));
		}
		Kind::Direct { from } => {
			let from = from.ok_or(Unknown::Malformed("sender"))?;
			(
				book.resolve(node, tip, &from)?,
				book.key(node, tip, &from)?,
				CreditSource::Other,
			)
		}
		Kind::Inner { from } => {
			let from = match from {
				Caller::Id(id) => id,
				Caller::Address(address) => {
					book.resolve(node, tip, &address.ok_or(Unknown::Malformed("caller"))?)?
				}
			};
			(from, None, book.source(node, tip, from)?)
		}
	};
	Ok(Item::Credit(Credit {
		cid,
		path,
		value,
		from,
		from_key,
		source,
		memo,
	}))
}
