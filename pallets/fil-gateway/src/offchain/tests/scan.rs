//! Ranges: what is found in them, and that everybody finds the same.

use super::sim::*;
use crate::{
	offchain::{
		parse::Unknown,
		scan::{FilecoinNode, HeadFacts, RangeReport, RangeScan, RangeTask, Start},
	},
	types::*,
};
use alloc::{boxed::Box, vec::Vec};
use codec::{Decode, Encode};
use dmex_primitives::AccountId;
use fil_primitives::{Memo, RedeemMemo};
use serde_json::json;
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
fn direct_credit_should_name_sender_key_and_memo() {
	let mut sim = Sim::default();
	let memo = Memo::Account([3; 32]).encode(&DMEX);
	let sent = [
		sim.pay(1, FIL, &memo),
		sim.pay(2, 2 * FIL, &[]),
		sim.pay(3, 0, &memo),
	];
	let named = Tree::send(2_004, id(CUSTODY), CUSTODY, 3 * FIL);
	let sent = sent
		.into_iter()
		.chain([sim.sent(id(2_004), named)])
		.collect::<Vec<_>>();
	let cids: Vec<_> = sent.iter().map(|sent| sent.cid).collect();
	sim.mine(4, sent);
	sim.mine_to(60);
	let report = agreed(&sim);
	let credit = |cid, value, n: u8, memo: &[u8]| Credit {
		cid,
		path: Path::default(),
		value,
		from: 2_000 + u64::from(n),
		from_key: Some([n; 20]),
		source: CreditSource::Other,
		memo: memo.to_vec().try_into().unwrap(),
	};
	let expected = [
		credit(cids[0], FIL, 1, &memo),
		credit(cids[1], 2 * FIL, 2, &[]),
		// Sent to the f0 name, from an f0 name.
		credit(cids[3], 3 * FIL, 4, &[]),
	];
	assert_eq!(credits(&report), expected);
}

#[test]
fn failed_message_should_credit_nothing() {
	let mut sim = Sim::default();
	let mut sent = sim.pay(1, FIL, &[]);
	sent.tree.exit = 6;
	let good = sim.pay(1, 2 * FIL, &[]);
	sim.mine(3, vec![sent, good]);
	sim.mine_to(60);
	let report = agreed(&sim);
	assert_eq!(credits(&report).len(), 1);
	assert_eq!(report.header.verdict, Verdict::Sound);
}

fn withdrawal(miner: ActorId, value: u128) -> Tree {
	Tree::call(
		OWNER,
		miner,
		16,
		vec![Tree::send(miner, robust(), CUSTODY, value)],
	)
}

#[test]
fn miner_payout_should_be_found_in_the_trace_only() {
	let mut sim = Sim::default();
	sim.miners.get_mut(&MINER).unwrap().beneficiary = CUSTODY;
	let ours = sim.sent(key(1), withdrawal(MINER, 5 * FIL));
	let others = sim.sent(key(2), withdrawal(1_001, 7 * FIL));
	let bystander = sim.sent(key(3), Tree::call(2_003, 1_002, 5, vec![]));
	let cids = [ours.cid, others.cid];
	sim.mine(4, vec![bystander, ours, others]);
	sim.mine_to(60);
	let report = agreed(&sim);
	let found = credits(&report);
	assert_eq!(found.iter().map(|credit| credit.cid).collect::<Vec<_>>(), cids);
	assert_eq!(found[0].path, Path::truncate_from(vec![0]));
	assert_eq!(
		(found[0].from, found[0].from_key, found[0].source),
		(MINER, None, CreditSource::Miner)
	);
	// Its beneficiary is somebody else: sent of its free will.
	assert_eq!((found[1].from, found[1].source), (1_001, CreditSource::Other));

	// The Ethereum view leads straight there.
	let mut view = sim.view();
	scan(&mut view, 0, first(0));
	assert_eq!(view.counts["replay"], 2);
}

#[test]
fn call_below_a_failed_one_should_not_count() {
	let mut sim = Sim::default();
	let pay = |value| Tree::send(MINER, robust(), CUSTODY, value);
	let tree = Tree::call(
		OWNER,
		5_000,
		2,
		vec![
			Tree::call(5_000, 5_001, 3, vec![pay(FIL)]).failing(33),
			Tree::call(
				5_000,
				5_002,
				3,
				vec![
					pay(2 * FIL),
					pay(4 * FIL).failing(5),
					Tree::call(5_002, 5_003, 1, vec![pay(8 * FIL)]),
				],
			),
		],
	);
	let sent = sim.sent(key(1), tree);
	let reverted = Tree::call(OWNER, 5_000, 2, vec![pay(16 * FIL)]).failing(33);
	let reverted = sim.sent(key(1), reverted);
	sim.mine(4, vec![sent, reverted]);
	sim.mine_to(60);
	let report = agreed(&sim);
	let found: Vec<_> = credits(&report)
		.into_iter()
		.map(|credit| (credit.value / FIL, credit.path.to_vec()))
		.collect();
	assert_eq!(found, [(2, vec![1, 0]), (8, vec![1, 2, 0])]);
	assert_eq!(sim.balance, 10 * FIL);
}

#[test]
fn payout_should_be_a_debit_with_its_memo() {
	let mut sim = Sim::default();
	let funds = sim.pay(1, 50 * FIL, &[]);
	sim.mine(1, vec![funds]);
	let memo = RedeemMemo { redemption: 42 }.encode(&DMEX);
	let paid = Tree::send(CUSTODY, key(8), 2_008, 3 * FIL).with(&memo);
	let approve = Tree::call(2_002, CUSTODY, 3, vec![paid]);
	// The inner send of another one fails: it is used up, but pays nothing.
	let failed = Tree::send(CUSTODY, key(9), 2_009, 4 * FIL).failing(6);
	let other = Tree::call(2_002, CUSTODY, 3, vec![failed]);
	let (approve, other) = (sim.sent(key(2), approve), sim.sent(key(2), other));
	let cid = approve.cid;
	sim.mine(4, vec![approve, other]);
	sim.mine_to(60);
	let report = agreed(&sim);
	let debit = Debit {
		cid,
		path: Path::truncate_from(vec![0]),
		value: 3 * FIL,
		to: Some(key(8)),
		memo: memo.try_into().unwrap(),
	};
	assert_eq!(debits(&report), [debit]);
	assert_eq!(report.header.end_balance, 47 * FIL);
	assert_eq!(report.header.head, super::sim::cid("custody 1"));
}

#[test]
fn in_and_out_that_cancel_should_both_be_reported() {
	let mut sim = Sim::default();
	let funds = sim.pay(1, 50 * FIL, &[]);
	sim.mine(1, vec![funds]);
	let out = Tree::call(
		2_002,
		CUSTODY,
		3,
		vec![Tree::send(CUSTODY, key(8), 2_008, 3 * FIL)],
	);
	let out = sim.sent(key(2), out);
	let back = sim.sent(key(1), withdrawal(MINER, 3 * FIL));
	sim.mine(4, vec![out, back]);
	sim.mine_to(60);
	let report = scan(&mut sim.view(), 0, first(0));
	assert_eq!((credits(&report).len(), debits(&report).len()), (2, 1));
	assert_eq!(report.header.end_balance, 50 * FIL);
}

#[test]
fn calls_that_cancel_should_be_found_whatever_the_ethereum_view_says() {
	let mut sim = Sim::default();
	let funds = sim.pay(1, 50 * FIL, &[]);
	sim.mine(1, vec![funds]);
	// A signer that is a multisig itself: no message of the tipset is to custody.
	let approval = Tree::call(
		5_000,
		CUSTODY,
		3,
		vec![Tree::send(CUSTODY, key(8), 2_008, 3 * FIL)],
	);
	let out = sim.sent(key(2), Tree::call(2_002, 5_000, 3, vec![approval]));
	let back = sim.sent(key(1), withdrawal(MINER, 3 * FIL));
	let bystander = sim.sent(key(3), Tree::call(2_003, 1_002, 5, vec![]));
	let names = [out.cid, back.cid];
	sim.mine(4, vec![out, bystander, back]);
	sim.mine_to(60);
	let report = agreed(&sim);
	assert_eq!((credits(&report).len(), debits(&report).len()), (2, 1));
	assert_eq!(report.header.verdict, Verdict::Sound);

	let replays = |mut view: View| {
		assert_eq!(scan(&mut view, 0, first(0)), report);
		view.counts["replay"]
	};
	let named_otherwise = || View {
		renamed: names.into(),
		..sim.view()
	};
	assert_eq!(replays(sim.view()), 2);
	assert_eq!(replays(named_otherwise()), 2);
	// Whatever is not known: all messages are looked into.
	for method in ["traces", "message_cid"] {
		let mut view = named_otherwise();
		view.failing.insert(method);
		assert_eq!(replays(view), 3, "{method}");
	}
	let unindexed = View {
		unindexed: true,
		..named_otherwise()
	};
	assert_eq!(replays(unindexed), 3);
}

#[test]
fn transfer_of_custody_to_itself_should_be_nothing() {
	let mut sim = Sim::default();
	let funds = sim.pay(1, 50 * FIL, &[]);
	sim.mine(1, vec![funds]);
	let own = Tree::call(
		2_002,
		CUSTODY,
		3,
		vec![Tree::send(CUSTODY, robust(), CUSTODY, 3 * FIL)],
	);
	let own = sim.sent(key(2), own);
	sim.mine(4, vec![own]);
	sim.mine_to(60);
	assert_eq!(items(&agreed(&sim)).len(), 1);
}

#[test]
fn calls_that_the_ethereum_view_leaves_out_should_be_found() {
	let mut sim = Sim::default();
	let hidden = sim.sent(key(1), withdrawal(MINER, 5 * FIL));
	let shown = sim.sent(key(1), withdrawal(MINER, 6 * FIL));
	let cid = hidden.cid;
	sim.mine(4, vec![shown, hidden]);
	sim.mine_to(60);
	let mut view = sim.view();
	view.silent.insert(cid);
	assert_eq!(scan(&mut view, 0, first(0)), agreed(&sim));
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
fn dust_should_be_one_line_whatever_its_number() {
	let mut sim = Sim::default();
	for height in 1..=10 {
		let mut sent: Vec<_> = (0..1_000).map(|_| sim.pay(1, MINIMUM_AMOUNT - 1, &[])).collect();
		sent.push(sim.pay(2, MINIMUM_AMOUNT, &[]));
		sim.mine(height, sent);
	}
	sim.mine_to(60);
	let mut view = sim.view();
	let report = scan(&mut view, 0, first(0));
	assert_eq!(
		report.header.dust,
		Dust {
			count: 10_000,
			amount: 10_000 * (MINIMUM_AMOUNT - 1)
		}
	);
	assert_eq!(credits(&report).len(), 10);
	assert!(check(&report));
	assert!(view.asked() < 50, "{:?}", view.counts);
}

#[test]
fn smallest_credits_should_give_way_when_pages_are_full() {
	let mut sim = Sim::default();
	// 8,192 fit; of the smallest, the later go.
	for height in 1..=10 {
		let sent: Vec<_> = (0..820)
			.map(|n| sim.pay(1, if n < 2 { FIL } else { 2 * FIL }, &[]))
			.collect();
		sim.mine(height, sent);
	}
	sim.mine_to(60);
	let report = scan(&mut sim.view(), 0, first(0));
	assert_eq!(
		report.header.dust,
		Dust {
			count: 8,
			amount: 8 * FIL
		}
	);
	assert_eq!((report.pages.len(), items(&report).len()), (128, 8_192));
	let small: Vec<_> = credits(&report)
		.into_iter()
		.filter(|credit| credit.value == FIL)
		.collect();
	assert_eq!(small.len(), 12);
	assert_eq!(small.last().unwrap().cid, sim.blocks[6].sent[1].cid);
	assert!(check(&report));
}

#[test]
fn pages_should_hold_64_items_each() {
	let mut sim = Sim::default();
	let sent: Vec<_> = (0..130).map(|n| sim.pay(n, FIL, &[])).collect();
	sim.mine(5, sent);
	sim.mine_to(60);
	let report = agreed(&sim);
	assert_eq!(
		report.pages.iter().map(|page| page.len()).collect::<Vec<_>>(),
		[64, 64, 2]
	);
	assert_eq!(
		credits(&report)
			.iter()
			.map(|credit| credit.from)
			.collect::<Vec<_>>(),
		(2_000..2_130).collect::<Vec<_>>()
	);
}

fn bind(miner: ActorId, issuer: u8) -> Vec<u8> {
	Memo::BindNode {
		miner,
		issuer: [issuer; 32],
	}
	.encode(&DMEX)
}

#[test]
fn only_the_owner_should_bind_a_node() {
	let mut sim = Sim::default();
	let sent = [
		// Owner of 1000 is 2001: with dust, then again.
		sim.pay(1, 1, &bind(MINER, 7)),
		sim.pay(2, FIL, &bind(MINER, 8)),
		sim.pay(1, 2, &bind(MINER, 9)),
		// 1001 belongs to 2002.
		sim.pay(1, 3, &bind(1_001, 7)),
		// No such actor, and one that is no miner.
		sim.pay(1, 4, &bind(777_777, 7)),
		sim.pay(1, 5, &bind(2_001, 7)),
		// For another chain.
		sim.pay(
			2,
			6,
			&Memo::BindNode {
				miner: 1_001,
				issuer: [7; 32],
			}
			.encode(&[8; 32]),
		),
	];
	// By a contract on the owner's behalf: not in a message of its own.
	let inner = Tree::send(MINER, robust(), CUSTODY, 7).with(&bind(MINER, 11));
	let inner = sim.sent(key(1), Tree::call(2_001, 5_000, 2, vec![inner]));
	sim.mine(4, sent.into_iter().chain([inner]).collect());
	sim.mine_to(60);
	let report = agreed(&sim);
	let found: Vec<_> = items(&report);
	assert!(matches!(&found[0], Item::Credit(credit) if credit.from == 2_002));
	let binding = NodeBinding {
		node: MINER,
		account: AccountId::from([9; 32]),
	};
	assert_eq!(found[1], Item::Bind(binding));
	assert_eq!(found.len(), 2);
	assert_eq!(
		report.header.dust,
		Dust {
			count: 7,
			amount: 1 + 2 + 3 + 4 + 5 + 6 + 7
		}
	);
}

#[test]
fn pending_payouts_should_be_listed_by_id_with_our_memo_only() {
	let mut sim = Sim::default();
	let memo = |redemption| data_encoding::BASE64.encode(&RedeemMemo { redemption }.encode(&DMEX));
	let to = key(8).to_text(fil_primitives::Network::Main);
	let entry = |id: u64, value: &str, method: u64, params: serde_json::Value| json!({ "ID": id, "To": to, "Value": value, "Method": method, "Params": params, "Approved": ["f01000"] });
	let foreign = data_encoding::BASE64.encode(&RedeemMemo { redemption: 1 }.encode(&[1; 32]));
	sim.pending = vec![
		entry(9, "5", 0, memo(42).into()),
		entry(3, "1500000000000000000", 0, memo(41).into()),
		entry(4, "5", 0, foreign.into()),
		entry(5, "5", 2, memo(43).into()),
		entry(6, "5", 0, json!(null)),
		entry(
			7,
			"1000000000000000000000000000000000000000000",
			0,
			memo(44).into(),
		),
	];
	sim.mine_to(60);
	let header = scan(&mut sim.view(), 0, first(0)).header;
	let pending: Vec<_> = header
		.pending
		.iter()
		.map(|tx| (tx.tx, tx.redemption, tx.value, tx.to))
		.collect();
	assert_eq!(pending, [(3, 41, 3 * FIL / 2, key(8)), (9, 42, 5, key(8))]);
}

#[test]
fn one_signer_should_not_keep_payouts_of_others_from_being_listed() {
	let mut sim = Sim::default();
	let to = key(8).to_text(fil_primitives::Network::Main);
	let entry = |id: u64, proposer: u64| {
		let memo = RedeemMemo { redemption: id }.encode(&DMEX);
		json!({ "ID": id, "To": to, "Value": "5", "Method": 0, "Params": data_encoding::BASE64.encode(&memo),
			"Approved": [format!("f0{proposer}"), "f02003"] })
	};
	let listed = |sim: &Sim| {
		let header = scan(&mut sim.view(), 0, first(0)).header;
		assert_eq!(scan(&mut sim.forest(), 0, first(0)).header, header);
		header.pending.iter().map(|tx| tx.tx).collect::<Vec<_>>()
	};
	sim.mine_to(60);

	// As many as fit: all of them.
	sim.pending = (0..64).map(|id| entry(id, 2_001)).collect();
	assert_eq!(listed(&sim), (0..64).collect::<Vec<_>>());
	// One more: the list is full, and the last one is not on it.
	sim.pending.push(entry(64, 2_001));
	assert_eq!(listed(&sim), (0..64).collect::<Vec<_>>());

	// Others' are on it, however late they come.
	sim.pending.extend((65..1_000).map(|id| entry(id, 2_001)));
	sim.pending
		.extend([entry(1_000, 2_002), entry(1_001, 2_003), entry(1_002, 2_002)]);
	let fair: Vec<u64> = (0..61).chain(1_000..1_003).collect();
	assert_eq!(listed(&sim), fair);
	sim.pending.reverse();
	assert_eq!(listed(&sim), fair);

	// Those who propose much share what is left.
	sim.pending.extend((2_000..2_100).map(|id| entry(id, 2_002)));
	let shared: Vec<u64> = (0..32).chain(1_000..1_003).chain(2_000..2_029).collect();
	assert_eq!(listed(&sim), shared);
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

#[test]
fn bind_memos_that_cannot_count_should_not_be_looked_up() {
	let mut sim = Sim::default();
	// The last of the owner counts: those before it cost nothing.
	let sent = (0..50).map(|_| sim.pay(1, 1, &bind(MINER, 7))).collect();
	sim.mine(3, sent);
	let sent = (0..50).map(|n| sim.pay(n, 1, &bind(MINER, n))).collect();
	sim.mine(5, sent);
	sim.mine_to(60);
	let mut view = sim.view();
	let report = scan(&mut view, 0, first(0));
	let binding = NodeBinding {
		node: MINER,
		account: AccountId::from([1; 32]),
	};
	assert_eq!(items(&report), [Item::Bind(binding)]);
	assert_eq!((view.counts["miner_info"], view.counts["lookup"]), (1, 49));
}

#[test]
fn dust_within_messages_should_be_one_line_too() {
	let mut sim = Sim::default();
	let sends = (0..1_000)
		.map(|_| Tree::send(5_000, robust(), CUSTODY, 3))
		.collect();
	let sent = sim.sent(key(1), Tree::call(2_001, 5_000, 5, sends));
	sim.mine(4, vec![sent]);
	sim.mine_to(60);
	let report = agreed(&sim);
	assert_eq!(
		report.header.dust,
		Dust {
			count: 1_000,
			amount: 3_000
		}
	);
	assert!(items(&report).is_empty());
}
