//! Ranges: what is found in them, and that everybody finds the same.

mod items;
mod ranges;
mod runs;

use super::sim::*;
use crate::{
	offchain::{
		parse::Unknown,
		scan::{FilecoinNode, HeadFacts, RangeReport, RangeScan, RangeTask, Start},
	},
	types::*,
};
use alloc::vec::Vec;
use fil_primitives::Memo;
use sp_core::H256;

const E: u64 = 10;
const DMEX: [u8; 32] = [9; 32];

fn first(balance: u128) -> Start {
	Start {
		tipset: H256::zero(),
		balance,
		head: None,
	}
}

fn scan_known(
	view: &mut View,
	range: u32,
	start: Start,
	known: Option<&HeadFacts>,
) -> Result<Option<RangeReport>, Unknown> {
	go_on(&mut RangeScan::default(), view, range, start, known)
}

fn go_on(
	scan: &mut RangeScan,
	view: &mut View,
	range: u32,
	start: Start,
	known: Option<&HeadFacts>,
) -> Result<Option<RangeReport>, Unknown> {
	let finalized = view.finalized()?;
	let custody = custody();
	let task = RangeTask {
		custody: &custody,
		dmex: &DMEX,
		range,
		epochs: E,
		start,
		known,
	};
	scan.advance(view, &task, &finalized)
}

fn scan(view: &mut View, range: u32, start: Start) -> RangeReport {
	scan_known(view, range, start, None).unwrap().unwrap()
}

/// The report of range 0, the same from Lotus, Forest, and a node without the Ethereum view.
fn agreed(sim: &Sim) -> RangeReport {
	let report = scan(&mut sim.view(), 0, first(0));
	assert_eq!(scan(&mut sim.forest(), 0, first(0)), report);
	let mut blind = sim.view();
	blind.failing.insert("traces");
	assert_eq!(scan(&mut blind, 0, first(0)), report);
	assert!(check(&report));
	report
}

/// end = start + credits + dust - debits, and the summaries are of the pages.
fn check(report: &RangeReport) -> bool {
	let RangeHeader {
		start_balance,
		end_balance,
		pages,
		dust,
		verdict,
		..
	} = &report.header;
	for (summary, page) in pages.iter().zip(&report.pages) {
		assert_eq!(
			(summary.hash, usize::from(summary.items)),
			(digest(page), page.len())
		);
		let credits: u128 = page
			.iter()
			.map(|item| {
				if let Item::Credit(credit) = item {
					credit.value
				} else {
					0
				}
			})
			.sum();
		let debits: u128 = page
			.iter()
			.map(|item| {
				if let Item::Debit(debit) = item {
					debit.value
				} else {
					0
				}
			})
			.sum();
		assert_eq!((summary.credits, summary.debits), (credits, debits));
	}
	assert_eq!(pages.len(), report.pages.len());
	let ins: u128 = pages.iter().map(|page| page.credits).sum::<u128>() + dust.amount;
	let outs: u128 = pages.iter().map(|page| page.debits).sum();
	(start_balance + ins == end_balance + outs) == (*verdict == Verdict::Sound)
}

fn items(report: &RangeReport) -> Vec<Item> {
	report.pages.iter().flatten().cloned().collect()
}

fn credits(report: &RangeReport) -> Vec<Credit> {
	items(report)
		.into_iter()
		.filter_map(|item| match item {
			Item::Credit(credit) => Some(credit),
			_ => None,
		})
		.collect()
}

fn debits(report: &RangeReport) -> Vec<Debit> {
	items(report)
		.into_iter()
		.filter_map(|item| match item {
			Item::Debit(debit) => Some(debit),
			_ => None,
		})
		.collect()
}

fn withdrawal(miner: ActorId, value: u128) -> Tree {
	Tree::call(
		OWNER,
		miner,
		16,
		vec![Tree::send(miner, robust(), CUSTODY, value)],
	)
}

fn bind(miner: ActorId, issuer: u8) -> Vec<u8> {
	Memo::BindNode {
		miner,
		issuer: [issuer; 32],
	}
	.encode(&DMEX)
}
