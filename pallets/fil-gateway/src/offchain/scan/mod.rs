//! What happened to custody in a range of Filecoin's heights, and what a day was like, as every honest operator finds it, to the byte.
//!
//! State calls at a tipset C read the state before C's own messages: after those of its parent T. So the messages of the heights
//! (a, b] lie between the first tipset above a and the first tipset above b, and the change of custody's balance between those two
//! must be what the credits and debits found say. Where they do not at first, calls within messages are looked at; if they still do
//! not, the report says so.

mod book;
mod custody;
mod days;
mod items;
mod movements;
mod node;
mod ranges;

pub use custody::HeadFacts;
pub use days::{BoundNode, DayScan, DayTask, NetworkState, OracleReport, Won};
pub use node::{Each, FilecoinNode, Side};
pub use ranges::{RangeReport, RangeScan, RangeTask, Start};

use super::parse::{Tipset, Unknown};
use crate::types::{ActorId, Custody};
use alloc::string::String;
use fil_primitives::{Address, Genesis};

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
