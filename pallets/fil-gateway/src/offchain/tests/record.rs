//! The day's record.

use super::sim::*;
use crate::{
	offchain::{
		parse::Unknown,
		scan::{BoundNode, DayScan, DayTask, FilecoinNode, OracleReport},
	},
	types::*,
};
use alloc::vec::Vec;

const E: u64 = 10;
const TIB: u64 = 1_024;

fn window(to: Option<u64>) -> OracleWindow {
	OracleWindow { day: 5, from: 3, to }
}

fn advance(
	scan: &mut DayScan,
	view: &mut View,
	to: Option<u64>,
	nodes: &[u64],
	steps: u32,
) -> Result<Option<OracleReport>, Unknown> {
	let nodes: Vec<BoundNode> = nodes
		.iter()
		.map(|node| BoundNode {
			node: *node,
			since: 0,
		})
		.collect();
	advance_since(scan, view, to, &nodes, steps)
}

fn advance_since(
	scan: &mut DayScan,
	view: &mut View,
	to: Option<u64>,
	nodes: &[BoundNode],
	steps: u32,
) -> Result<Option<OracleReport>, Unknown> {
	let finalized = view.finalized()?;
	let custody = custody();
	scan.advance(
		view,
		&DayTask {
			custody: &custody,
			window: window(to),
			nodes,
			epochs: E,
			steps,
		},
		&finalized,
	)
}

fn record(view: &mut View, nodes: &[u64]) -> OracleReport {
	let mut scan = DayScan::new(&window(Some(30))).unwrap();
	advance(&mut scan, view, Some(30), nodes, 1_000).unwrap().unwrap()
}

fn sim() -> Sim {
	let mut sim = Sim::default();
	for height in 1..=60 {
		// Null rounds at both ends of the window.
		if ![4, 5, 17, 31, 32].contains(&height) {
			sim.mine(height, vec![]);
		}
	}
	sim
}

/// What the chain says of a miner in the heights 4 to 30.
fn truth(sim: &Sim, miner: u64) -> (u32, u128) {
	truth_since(sim, miner, 3)
}

/// What it says above a height.
fn truth_since(sim: &Sim, miner: u64, since: u64) -> (u32, u128) {
	let window = sim
		.blocks
		.iter()
		.filter(|block| (since + 1..=30).contains(&block.tipset.height));
	window.fold((0, 0), |(wins, rewards), block| {
		block
			.tipset
			.wins
			.iter()
			.zip(&block.rewards)
			.filter(|((winner, _), _)| *winner == miner)
			.fold((wins, rewards), |(wins, rewards), ((_, count), reward)| {
				(wins + count, rewards + reward + 3)
			})
	})
}

#[test]
fn record_should_say_what_the_day_was_like() {
	let mut sim = sim();
	let miner = sim.miners.get_mut(&MINER).unwrap();
	(miner.beneficiary, miner.quota) = (CUSTODY, "1000".into());
	let report = record(&mut sim.view(), &[MINER, 1_001]);
	let end = sim.blocks.iter().find(|block| block.tipset.height == 33).unwrap();
	let header = &report.header;
	assert_eq!((header.day, header.from, header.to), (5, 3, 30));
	assert_eq!(
		(header.tipset, header.time),
		(tipset_hash(&end.tipset.key), end.tipset.time)
	);
	assert_eq!(header.network.total_power, 1_000 * TIB);
	let start = sim.blocks.iter().find(|block| block.tipset.height == 6).unwrap();
	assert_eq!(
		header.network.reward_per_gib,
		(end.mined - start.mined) / (1_000 * 1_024)
	);
	assert_eq!(
		header
			.pages
			.iter()
			.map(|page| (page.hash, page.items))
			.collect::<Vec<_>>(),
		[(digest(&report.pages[0]), 2)]
	);
	let (wins, rewards) = truth(&sim, MINER);
	assert!(wins > 10);
	let facts = NodeFacts {
		node: MINER,
		quality_adjusted: 100 * TIB,
		raw: 10 * TIB,
		live_sectors: 42,
		faulty_sectors: 2,
		wins,
		rewards,
		beneficiary: Beneficiary {
			is_custody: true,
			quota_left: 993,
			expiration: 7_000_000,
		},
	};
	assert_eq!(report.pages[0][0], facts);
	assert_eq!(
		(report.pages[0][1].wins, report.pages[0][1].rewards),
		truth(&sim, 1_001)
	);
	assert_eq!(report.pages[0][1].beneficiary, Beneficiary::default());
}

#[test]
fn lotus_and_forest_should_agree_below_the_minimum() {
	let mut sim = sim();
	sim.miners.get_mut(&1_001).unwrap().enough = false;
	// 999 does not exist, 2003 is no miner: Lotus says zeros, Forest refuses.
	let nodes = [999, MINER, 1_001, 2_003];
	let report = record(&mut sim.view(), &nodes);
	assert_eq!(record(&mut sim.forest(), &nodes), report);
	let page = &report.pages[0];
	assert_eq!(page.iter().map(|facts| facts.node).collect::<Vec<_>>(), nodes);
	assert_eq!(
		(page[2].quality_adjusted, page[2].raw, page[2].live_sectors),
		(0, 0, 42)
	);
	assert_eq!((page[0].quality_adjusted, page[0].live_sectors), (0, 0));
	assert_eq!(report.header.network.total_power, 800 * TIB);
}

#[test]
fn record_should_not_depend_on_when_the_day_was_looked_at() {
	let sim = sim();
	let whole = record(&mut sim.view(), &[MINER, 1_001]);
	// Day by day of the chain, in small steps, with a node that is bound in between.
	let mut scan = DayScan::new(&window(None)).unwrap();
	let mut made = None;
	for height in 1..=60 {
		let blocks = sim
			.blocks
			.iter()
			.filter(|block| block.tipset.height <= height)
			.cloned()
			.collect();
		let early = Sim {
			blocks,
			..sim.clone()
		};
		let mut view = early.view();
		let nodes: &[u64] = if height < 30 { &[1_002] } else { &[MINER, 1_001] };
		let to = (height > 40).then_some(30);
		made = made.or(advance(&mut scan, &mut view, to, nodes, 3).unwrap());
	}
	assert_eq!(made, Some(whole));
}

#[test]
fn wins_should_count_from_the_range_of_the_binding_on() {
	let sim = sim();
	let nodes = [
		BoundNode {
			node: MINER,
			since: 20,
		},
		BoundNode {
			node: 1_001,
			since: 30,
		},
	];
	let mut scan = DayScan::new(&window(Some(30))).unwrap();
	let mut view = sim.view();
	let report = advance_since(&mut scan, &mut view, Some(30), &nodes, 1_000)
		.unwrap()
		.unwrap();
	let (wins, rewards) = truth_since(&sim, MINER, 20);
	assert!(wins > 0 && wins < truth(&sim, MINER).0);
	let page = &report.pages[0];
	assert_eq!((page[0].wins, page[0].rewards), (wins, rewards));
	// Bound at the end of the window: on record, with nothing won.
	assert_eq!(
		(page[1].node, page[1].wins, page[1].rewards, page[1].raw),
		(1_001, 0, 0, 20 * TIB)
	);
	// Nothing is asked of heights before: 22, 25 and 28 are all that count.
	assert_eq!(view.counts["reward_distribution"], 3);

	// Whoever learns of the nodes at the very end finds the same, and need not look back further either.
	let mut late = DayScan::new(&window(None)).unwrap();
	assert_eq!(advance(&mut late, &mut sim.view(), None, &[], 1_000), Ok(None));
	let mut view = sim.view();
	let made = advance_since(&mut late, &mut view, Some(30), &nodes, 1_000).unwrap();
	assert_eq!(made, Some(report));
	assert_eq!(view.counts["reward_distribution"], 3);
}

#[test]
fn day_should_be_looked_at_in_steps() {
	let sim = sim();
	let mut scan = DayScan::new(&window(Some(30))).unwrap();
	let mut runs = 0;
	let report = loop {
		let mut view = sim.view();
		runs += 1;
		let made = advance(&mut scan, &mut view, Some(30), &[MINER], 4).unwrap();
		assert!(view.asked() < 20);
		if let Some(report) = made {
			break report;
		}
	};
	assert!(runs > 5);
	assert_eq!(report, record(&mut sim.view(), &[MINER]));
}

#[test]
fn day_should_wait_for_its_end() {
	let mut sim = Sim::default();
	sim.mine_to(45);
	let mut scan = DayScan::new(&window(Some(30))).unwrap();
	assert_eq!(
		advance(&mut scan, &mut sim.view(), Some(30), &[MINER], 1_000),
		Ok(None)
	);
	sim.mine_to(46);
	assert!(advance(&mut scan, &mut sim.view(), Some(30), &[MINER], 1_000)
		.unwrap()
		.is_some());
}

#[test]
fn errors_should_leave_what_was_seen() {
	let sim = sim();
	for method in [
		"tipset_from",
		"reward_state",
		"total_power",
		"reward_distribution",
		"actor",
		"miner_power",
		"sectors",
		"miner_info",
	] {
		let mut scan = DayScan::new(&window(Some(30))).unwrap();
		let mut view = sim.view();
		view.failing.insert(method);
		assert!(
			advance(&mut scan, &mut view, Some(30), &[MINER], 1_000).is_err(),
			"{method}"
		);
		let report = advance(&mut scan, &mut sim.view(), Some(30), &[MINER], 1_000)
			.unwrap()
			.unwrap();
		assert_eq!(report, record(&mut sim.view(), &[MINER]), "{method}");
	}
}

#[test]
fn rewards_before_streams_should_follow_the_formula() {
	let mut sim = sim();
	sim.streams = false;
	let report = record(&mut sim.view(), &[MINER]);
	let (wins, with_tips) = truth(&sim, MINER);
	let blocks = sim
		.blocks
		.iter()
		.filter(|block| (4..=30).contains(&block.tipset.height));
	let tips = 3 * blocks
		.filter(|block| block.tipset.wins.iter().any(|(miner, _)| *miner == MINER))
		.count() as u128;
	assert_eq!(
		(report.pages[0][0].wins, report.pages[0][0].rewards),
		(wins, with_tips - tips)
	);
}

#[test]
fn nodes_should_fill_pages_in_order() {
	let sim = sim();
	let nodes: Vec<u64> = (5_000..5_130).rev().chain([MINER]).collect();
	let report = record(&mut sim.view(), &nodes);
	assert_eq!(
		report.pages.iter().map(|page| page.len()).collect::<Vec<_>>(),
		[64, 64, 3]
	);
	let ids: Vec<u64> = report.pages.iter().flatten().map(|facts| facts.node).collect();
	assert!(ids.is_sorted());
}
