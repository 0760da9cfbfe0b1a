//! Ranges that take several runs: what is found does not depend on where they end.

use super::*;
use alloc::boxed::Box;
use codec::{Decode, Encode};
use dmex_primitives::AccountId;

/// The report of range 0 by runs that end after so many calls each, and how many there were. What a run leaves goes through bytes.
fn in_runs(calls: u32, view: impl Fn() -> View<'static>) -> (RangeReport, u32) {
	let mut kept = RangeScan::default().encode();
	for run in 1..=500 {
		let mut view = View {
			calls_left: Some(calls),
			..view()
		};
		let mut scan = RangeScan::decode(&mut kept.as_slice()).unwrap();
		let made = go_on(&mut scan, &mut view, 0, first(0), None);
		kept = scan.encode();
		match made {
			Ok(Some(report)) => {
				assert_eq!(scan, RangeScan::default());
				return (report, run);
			}
			Err(Unknown::Deadline) => assert!(kept.len() < 4 << 20),
			other => panic!("{other:?}"),
		}
	}
	panic!("no end");
}

/// Whatever moves money, in a few tipsets.
fn lively() -> Sim {
	let mut sim = Sim::default();
	sim.miners.get_mut(&MINER).unwrap().beneficiary = CUSTODY;
	let funds = sim.pay(1, 50 * FIL, &[]);
	sim.mine(1, vec![funds]);
	let named = Tree::send(2_004, id(CUSTODY), CUSTODY, 3 * FIL);
	let sent = vec![
		sim.pay(1, 5, &bind(MINER, 6)),
		sim.pay(3, FIL, &bind(MINER, 7)),
		sim.sent(key(1), withdrawal(MINER, FIL)),
		sim.pay(1, FIL, &bind(MINER, 8)),
		sim.sent(id(2_004), named),
		sim.pay(1, 7, &[]),
	];
	sim.mine(3, sent);
	let out = Tree::send(CUSTODY, key(8), 2_008, 2 * FIL);
	let approval = Tree::call(5_000, CUSTODY, 3, vec![out]);
	let sent = vec![
		sim.sent(key(1), Tree::call(2_003, 1_002, 5, vec![])),
		sim.sent(key(2), Tree::call(2_002, 5_000, 3, vec![approval])),
		sim.sent(key(1), withdrawal(1_001, 2 * FIL)),
		sim.sent(key(1), withdrawal(1_001, 3)),
		sim.pay(2, FIL, &bind(1_001, 9)),
	];
	sim.mine(6, sent);
	let sent = vec![sim.pay(9, FIL, &[]), sim.pay(1, 1, &bind(MINER, 10))];
	sim.mine(10, sent);
	sim.mine_to(60);
	sim
}

/// Runs want chains that stay.
fn leaked(sim: Sim) -> &'static Sim {
	Box::leak(Box::new(sim))
}

#[test]
fn range_should_not_depend_on_where_runs_end() {
	let sim = leaked(lively());
	let whole = agreed(sim);
	assert_eq!(whole.header.verdict, Verdict::Sound);
	assert_eq!((credits(&whole).len(), debits(&whole).len()), (8, 1));
	let issuers: Vec<_> = items(&whole)
		.into_iter()
		.filter_map(|item| match item {
			Item::Bind(binding) => Some((binding.node, binding.account)),
			_ => None,
		})
		.collect();
	assert_eq!(
		issuers,
		[
			(1_001, AccountId::from([9; 32])),
			(MINER, AccountId::from([10; 32]))
		]
	);
	let mut most = 0;
	for calls in 6..80 {
		let (report, runs) = in_runs(calls, || sim.view());
		assert_eq!(digest(&report.header), digest(&whole.header), "{calls}");
		assert_eq!(report, whole, "{calls}");
		assert_eq!(in_runs(calls, || sim.forest()).0, whole, "{calls}");
		let unseeing = || {
			let mut view = sim.view();
			view.failing.insert("traces");
			view
		};
		assert_eq!(in_runs(calls, unseeing).0, whole, "{calls}");
		most = most.max(runs);
	}
	assert!(most > 15, "{most}");
}

#[test]
fn view_that_hangs_should_not_keep_a_range_from_being_seen() {
	let sim = leaked(lively());
	let whole = agreed(sim);
	for method in ["traces", "message_cid"] {
		let hanging = || {
			let mut view = sim.view();
			view.renamed.extend(
				sim.blocks
					.iter()
					.flat_map(|block| &block.sent)
					.map(|sent| sent.cid),
			);
			view.hanging.insert(method);
			view
		};
		let (report, runs) = in_runs(1_000, hanging);
		assert_eq!(report, whole);
		assert!(runs <= 3, "{method}: {runs}");
	}
}

#[test]
fn progress_of_another_chain_should_not_count() {
	let sim = lively();
	let whole = agreed(&sim);
	// Another chain, of which some was seen.
	let mut other = Sim {
		salt: 1_000,
		..Default::default()
	};
	for height in 1..=10 {
		let sent = other.pay(1, FIL, &[]);
		other.mine(height, vec![sent]);
	}
	other.mine_to(60);
	let mut scan = RangeScan::default();
	let mut view = other.view();
	view.calls_left = Some(20);
	assert_eq!(
		go_on(&mut scan, &mut view, 0, first(0), None),
		Err(Unknown::Deadline)
	);
	assert_ne!(scan, RangeScan::default());
	let seen = scan.clone();
	assert_eq!(
		go_on(&mut scan, &mut sim.view(), 0, first(0), None),
		Ok(Some(whole.clone()))
	);
	// Nor does it where the books differ, or where the range is another.
	let mut scan = seen;
	let report = go_on(&mut scan, &mut other.view(), 0, first(5), None)
		.unwrap()
		.unwrap();
	assert_eq!(
		report,
		scan_known(&mut other.view(), 0, first(5), None).unwrap().unwrap()
	);
}

#[test]
fn contradictions_should_leave_no_progress() {
	let sim = lively();
	let mut scan = RangeScan::default();
	let mut view = sim.view();
	view.calls_left = Some(25);
	assert_eq!(
		go_on(&mut scan, &mut view, 0, first(0), None),
		Err(Unknown::Deadline)
	);
	let mut view = sim.view();
	view.competing = true;
	assert_eq!(
		go_on(&mut scan, &mut view, 0, first(0), None),
		Err(Unknown::Inconsistent("messages and receipts"))
	);
	assert_eq!(scan, RangeScan::default());
}

#[test]
fn many_inner_credits_should_take_several_runs() {
	let mut sim = Sim::default();
	sim.miners.get_mut(&MINER).unwrap().beneficiary = CUSTODY;
	for height in 1..=10 {
		let sent = (0..10)
			.map(|n| sim.sent(key(1), withdrawal(MINER, FIL + n)))
			.collect();
		sim.mine(height, sent);
	}
	sim.mine_to(60);
	let sim = leaked(sim);
	let whole = scan(&mut sim.view(), 0, first(0));
	assert_eq!(credits(&whole).len(), 100);
	// Replays of five seconds, in runs of a hundred.
	let slow = || View {
		replays_left: Some(20),
		..sim.view()
	};
	let (report, runs) = in_runs(10_000, slow);
	assert_eq!(digest(&report.header), digest(&whole.header));
	assert_eq!((report, runs), (whole, 5));
}

#[test]
fn many_senders_should_take_several_runs() {
	let mut sim = Sim::default();
	for height in 1..=10 {
		let sent = (0..200)
			.map(|n| {
				sim.pay_from(
					wide(200 * height as u16 + n),
					10_000 + 200 * height + u64::from(n),
					FIL,
					&[],
				)
			})
			.collect();
		sim.mine(height, sent);
	}
	sim.mine_to(60);
	let sim = leaked(sim);
	let mut view = sim.view();
	let whole = scan(&mut view, 0, first(0));
	assert_eq!((credits(&whole).len(), view.counts["lookup"]), (2_000, 2_000));
	let (report, runs) = in_runs(150, || sim.view());
	assert_eq!(digest(&report.header), digest(&whole.header));
	assert_eq!(report, whole);
	assert!((14..20).contains(&runs), "{runs}");
}

#[test]
fn many_bind_memos_should_take_several_runs() {
	let mut sim = Sim::default();
	let others = sim.miners[&1_002].clone();
	for miner in 20_000..22_000 {
		sim.miners.insert(miner, others.clone());
	}
	for height in 1..=10 {
		let mut sent: Vec<_> = (0..200)
			.map(|n| sim.pay(1, 1, &bind(20_000 + 200 * (height - 1) + n, 7)))
			.collect();
		if height == 4 {
			sent.push(sim.pay(1, 1, &bind(MINER, 8)));
		}
		sim.mine(height, sent);
	}
	sim.mine_to(60);
	let sim = leaked(sim);
	let mut view = sim.view();
	let whole = scan(&mut view, 0, first(0));
	let binding = NodeBinding {
		node: MINER,
		account: AccountId::from([8; 32]),
	};
	assert_eq!(items(&whole), [Item::Bind(binding)]);
	assert_eq!(
		whole.header.dust,
		Dust {
			count: 2_001,
			amount: 2_001
		}
	);
	assert_eq!(view.counts["miner_info"], 2_001);
	let (report, runs) = in_runs(300, || sim.view());
	assert_eq!(digest(&report.header), digest(&whole.header));
	assert_eq!(report, whole);
	assert!((13..20).contains(&runs), "{runs}");
}
