//! The report of a range: what begins it, what is in it, and what it sums up to.

use super::{
	book::Book,
	custody::{custody_at, head_facts, signers, HeadFacts, Holding},
	is_settled,
	items::{Findings, Gathered, Listing},
	movements::Walk,
	tipset_from, FilecoinNode, Tip,
};
use crate::{
	offchain::parse::{Tipset, Unknown},
	types::*,
};
use alloc::{boxed::Box, vec::Vec};
use codec::{Decode, Encode};
use dmex_primitives::Balance;
use fil_primitives::{Cid, Genesis};
use sp_core::{H256, U256};

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

/// The first height above a range.
fn first_above(range: RangeIndex, epochs: u64) -> Result<u64, Unknown> {
	u64::from(range)
		.checked_add(1)
		.and_then(|ranges| ranges.checked_mul(epochs))
		.and_then(|last| last.checked_add(1))
		.ok_or(Unknown::Inconsistent("range"))
}

/// How far a range was looked at. It is kept between runs, so that a range may take more than one. It holds at most what a report holds,
/// and what of one tipset is left to be looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct RangeScan(Option<Box<Progress>>);

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
struct Progress {
	/// Of what: [`identity`].
	of: H256,
	book: Book,
	stage: Stage,
}

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
enum Stage {
	/// Movements are looked for.
	Walking { walk: Walk, gathered: Gathered },
	/// They are made into items.
	Listing(Listing),
}

/// What progress is of: the range of that custody, between these two tipsets, as the node shows custody there. Where any of it is
/// another, nothing that was seen before counts.
fn identity(task: &RangeTask, start: &Tipset, end: &Tipset, after: &Holding) -> H256 {
	let Custody {
		network,
		genesis,
		id,
		robust,
		..
	} = task.custody;
	let range = (task.range, task.epochs, task.start);
	digest(&(
		(network, genesis, id, robust),
		task.dmex,
		range,
		(&start.key, &end.key),
		after,
	))
}

impl Progress {
	fn new(of: H256, end: &Tipset, after: Holding) -> Self {
		Self {
			of,
			book: Book::default(),
			stage: Stage::Walking {
				walk: Walk::new(end, after),
				gathered: Gathered::default(),
			},
		}
	}

	fn go_on(
		&mut self,
		node: &mut impl FilecoinNode,
		tip: &Tip,
		start: &Tipset,
	) -> Result<Findings, Unknown> {
		if let Stage::Walking { walk, gathered } = &mut self.stage {
			walk.go_on(node, tip, start, &mut self.book, gathered)?;
			let listing = core::mem::take(gathered).listing()?;
			self.stage = Stage::Listing(listing);
		}
		match &mut self.stage {
			Stage::Listing(listing) => listing.go_on(node, tip, &mut self.book),
			Stage::Walking { .. } => Err(Unknown::Inconsistent("progress")),
		}
	}
}

impl RangeScan {
	/// Looks at what is left of a range, and makes its report; `None` while its end is not settled. What was seen before an error stays
	/// seen, but for contradictions.
	pub fn advance(
		&mut self,
		node: &mut impl FilecoinNode,
		task: &RangeTask,
		finalized: &Tipset,
	) -> Result<Option<RangeReport>, Unknown> {
		let made = self.look(node, task, finalized);
		if let Ok(Some(_)) | Err(Unknown::Inconsistent(_) | Unknown::TooLarge) = &made {
			self.0 = None;
		}
		made
	}

	fn look(
		&mut self,
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

		let after =
			custody_at(node, &tip, &end.key)?.ok_or(Unknown::Inconsistent("custody does not exist"))?;
		let unchanged = task.start.head == Some(after.head) && task.start.balance == after.balance;
		let findings = if unchanged {
			Findings::default()
		} else {
			let of = identity(task, &start, &end, &after);
			self.0.take_if(|progress| progress.of != of);
			self.0
				.get_or_insert_with(|| Box::new(Progress::new(of, &end, after)))
				.go_on(node, &tip, &start)?
		};
		let facts = head_facts(node, &tip, after.head, task.known)?;
		compose(task, &end, after, findings, facts).map(Some)
	}
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
