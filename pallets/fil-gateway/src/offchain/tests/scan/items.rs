//! What is listed of a range: credits, debits, bindings, pending payouts, and dust.

use super::*;
use dmex_primitives::AccountId;
use fil_primitives::RedeemMemo;
use serde_json::json;

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
	assert_eq!(report.header.head, super::super::sim::cid("custody 1"));
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
