//! Where a range begins and ends, and how it is judged.

use super::*;

#[test]
fn range_should_wait_until_its_end_is_settled() {
	let mut sim = Sim::default();
	// The end is at 11, needs 10 more below the finalized tipset, which is 5 behind the head.
	sim.mine_to(25);
	assert_eq!(scan_known(&mut sim.view(), 0, first(0), None), Ok(None));
	sim.mine_to(26);
	assert_eq!(scan(&mut sim.view(), 0, first(0)).header.range, 0);
	assert_eq!(scan_known(&mut sim.view(), 1, first(0), None), Ok(None));
}

#[test]
fn empty_range_should_cost_three_calls_and_the_ancestor() {
	let mut sim = Sim::default();
	sim.mine_to(50);
	let report = scan(&mut sim.view(), 0, first(0));
	assert_eq!((report.header.verdict, report.pages.len()), (Verdict::Sound, 0));
	let mut view = sim.view();
	let next = scan_known(&mut view, 1, Start::after(&report.header), Some(&report.facts))
		.unwrap()
		.unwrap();
	assert_eq!(view.asked(), 4);
	assert_eq!(next.header.head, report.header.head);
	// What is known of the state is not needed for the result.
	assert_eq!(scan(&mut sim.view(), 1, Start::after(&report.header)), next);
}

#[test]
fn header_should_say_where_the_range_ends() {
	let mut sim = Sim::default();
	sim.mine_to(9);
	let sent = sim.pay(1, FIL, &[]);
	sim.mine(10, vec![sent]);
	// 11 to 13 are null rounds: what was sent at 10 shows at 14.
	sim.mine(14, vec![]);
	sim.mine_to(60);
	let header = agreed(&sim).header;
	let end = sim.blocks.iter().find(|block| block.tipset.height == 14).unwrap();
	assert_eq!(header.tipset, tipset_hash(&end.tipset.key));
	assert_eq!(header.time, end.tipset.time);
	assert_eq!((header.start_balance, header.end_balance), (0, FIL));
	assert_eq!(header.signers, custody().signers.digest());
	assert_eq!(header.head, cid("custody 0"));
}

#[test]
fn credits_should_belong_to_the_range_of_their_message() {
	let mut sim = Sim::default();
	for height in 1..=30 {
		let sent = (height % 10 <= 1)
			.then(|| sim.pay(1, FIL + u128::from(height), &[]))
			.into_iter()
			.collect();
		sim.mine(height, sent);
	}
	sim.mine_to(60);
	let values = |report: &RangeReport| {
		credits(report)
			.iter()
			.map(|credit| credit.value - FIL)
			.collect::<Vec<_>>()
	};
	let zero = agreed(&sim);
	assert_eq!(values(&zero), [1, 10]);
	let one = scan(&mut sim.view(), 1, Start::after(&zero.header));
	assert_eq!(values(&one), [11, 20]);
	let two = scan(&mut sim.view(), 2, Start::after(&one.header));
	assert_eq!(values(&two), [21, 30]);
	assert_eq!(two.header.end_balance, sim.balance);
}

#[test]
fn unequal_lists_should_be_unknown() {
	let mut sim = Sim::default();
	let sent = sim.pay(1, FIL, &[]);
	sim.mine(4, vec![sent]);
	sim.mine_to(60);
	let mut view = sim.forest();
	view.competing = true;
	assert_eq!(
		scan_known(&mut view, 0, first(0), None),
		Err(Unknown::Inconsistent("messages and receipts"))
	);
}

#[test]
fn any_call_that_fails_should_leave_the_range_unknown() {
	let mut sim = Sim::default();
	let sent = sim.pay(1, FIL, &[]);
	let inner = sim.sent(key(1), withdrawal(MINER, FIL));
	sim.mine(4, vec![sent, inner]);
	sim.mine_to(60);
	for method in [
		"tipset_from",
		"tipset",
		"actor",
		"parent_messages",
		"parent_receipts",
		"replay",
		"lookup",
		"pending",
		"multisig",
		"miner_info",
	] {
		let mut view = sim.view();
		view.failing.insert(method);
		assert!(scan_known(&mut view, 0, first(0), None).is_err(), "{method}");
	}
}

#[test]
fn jump_should_be_unexplained_and_not_a_credit() {
	let mut sim = Sim::default();
	let sent = sim.pay(1, FIL, &[]);
	let call = sim.sent(key(1), Tree::call(2_001, MINER, 5, vec![]));
	sim.mine(4, vec![sent, call]);
	sim.jump = Some((5, 77));
	sim.mine_to(60);
	let report = agreed(&sim);
	assert_eq!(report.header.verdict, Verdict::Unexplained { delta: 77 });
	assert_eq!(credits(&report).len(), 1);
	assert_eq!(report.header.end_balance, FIL + 77);
}

#[test]
fn books_that_are_too_high_should_be_unexplained() {
	let mut sim = Sim::default();
	sim.mine_to(60);
	let report = scan(&mut sim.view(), 0, first(5));
	assert_eq!(report.header.verdict, Verdict::Unexplained { delta: -5 });
	assert!(check(&report));
}

#[test]
fn another_tipset_at_the_checkpoint_should_be_a_violation() {
	let mut sim = Sim::default();
	sim.mine_to(60);
	let zero = scan(&mut sim.view(), 0, first(0));
	let start = Start {
		tipset: H256::repeat_byte(1),
		..Start::after(&zero.header)
	};
	let report = scan(&mut sim.view(), 1, start);
	assert_eq!(report.header.verdict, Verdict::FinalityViolation);
	assert_eq!(report.header.tipset, zero.header.tipset);
	assert_eq!(
		(
			report.header.start_balance,
			report.header.end_balance,
			report.pages.len()
		),
		(0, 0, 0)
	);
	assert_eq!(report.header.head, zero.header.head);
}

#[test]
fn fork_before_finality_should_leave_no_trace() {
	let mut common = Sim::default();
	common.mine_to(3);
	let mut lost = common.clone();
	let sent = lost.pay(1, FIL, &[]);
	lost.mine(4, vec![sent]);
	lost.mine_to(9);
	// Nothing is final there yet: nothing is reported.
	assert_eq!(scan_known(&mut lost.view(), 0, first(0), None), Ok(None));
	let mut won = common;
	won.salt = 1_000;
	won.mine_to(60);
	let report = agreed(&won);
	assert_eq!((report.header.end_balance, items(&report).len()), (0, 0));
}

#[test]
fn changed_signers_should_show() {
	let mut sim = Sim::default();
	sim.mine_to(60);
	let report = scan(&mut sim.view(), 0, first(0));
	sim.signers.pop();
	let other = scan(&mut sim.view(), 0, first(0));
	assert_eq!(report.header.signers, signers_digest(&[2_003, 2_002, 2_001], 2));
	assert_ne!(other.header.signers, report.header.signers);
}

#[test]
fn reports_should_follow_each_other_whatever_happens() {
	// Everything that moves money at once, over many ranges, with null rounds.
	let mut sim = Sim::default();
	let mut seed = 1u64;
	let mut random = |below: u64| {
		seed = seed
			.wrapping_mul(6_364_136_223_846_793_005)
			.wrapping_add(1_442_695_040_888_963_407);
		(seed >> 33) % below
	};
	let mut height = 0;
	while height < 300 {
		height += 1 + random(10) / 8 * random(4);
		let mut sent = Vec::new();
		for _ in 0..random(4) {
			let value = u128::from(random(1_000)) * FIL / 100;
			sent.push(match random(5) {
				0 => sim.pay(random(9) as u8, value, &bind(MINER, 1)),
				1 => sim.sent(key(1), withdrawal(1_001, value)),
				2 if sim.balance > 100 * FIL => {
					let out = Tree::send(CUSTODY, key(8), 2_008, value.max(1));
					sim.sent(key(2), Tree::call(2_002, CUSTODY, 3, vec![out]))
				}
				3 => sim.sent(
					key(2),
					Tree::call(
						2_002,
						CUSTODY,
						3,
						vec![Tree::send(CUSTODY, key(8), 2_008, value).failing(6)],
					),
				),
				_ => sim.sent(
					key(3),
					Tree::call(2_003, 5_000, 1, vec![withdrawal(1_002, value).failing(1)]),
				),
			});
		}
		// One payout a tipset: the simulation does not check balances within it.
		sim.mine(height, sent);
	}
	sim.mine_to(350);
	let (mut start, mut known) = (first(0), None);
	for range in 0..30 {
		let report = scan_known(&mut sim.view(), range, start, known.as_ref())
			.unwrap()
			.unwrap();
		assert!(check(&report));
		assert_eq!(report.header.verdict, Verdict::Sound, "{range}");
		assert_eq!(scan(&mut sim.forest(), range, start), report);
		start = Start::after(&report.header);
		known = Some(report.facts);
	}
	assert_eq!(
		start.balance,
		sim.blocks
			.iter()
			.find(|block| block.tipset.height > 300)
			.unwrap()
			.balance
	);
}
