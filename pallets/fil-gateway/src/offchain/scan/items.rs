//! Movements as the items of a report: credits, debits, bindings, and what is too small to be listed.

use super::{
	book::Book,
	movements::{Caller, Kind, Movement},
	FilecoinNode, Tip,
};
use crate::{offchain::parse::Unknown, types::*};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use dmex_primitives::{AccountId, Balance};

/// What goes into the report.
#[derive(Default)]
pub(super) struct Findings {
	pub(super) items: Vec<Item>,
	pub(super) dust: Dust,
}

/// Most items of a report.
const MAX_REPORTED: usize = (MAX_PAGES * MAX_ITEMS) as usize;

/// Movements as the report's items.
pub(super) fn attribute(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	found: Vec<Movement>,
) -> Result<Findings, Unknown> {
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
