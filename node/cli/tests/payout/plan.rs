//! Decisions. What both chains say is made up; whose money it is must never depend on who made it up.

use super::message::{address, ALICE, KEY_ADDRESS};
use dmex_cli::payout::{
	message::Call,
	plan::{plan, turn, About, Decision, Errand, Pending, Refusal, Situation, Turn, Wait, CROWD},
};
use fil_primitives::{
	multisig::{Propose, Transaction},
	Address, MemoError, Network, RedeemMemo,
};
use pallet_fil_gateway::{Redemption, RedemptionId, RedemptionState, RedemptionStatement, Source};

const CHAIN: [u8; 32] = [7; 32];
const FIL: u128 = 1_000_000_000_000_000_000;
const ME: u64 = 2_001;
const OTHER: u64 = 2_000;

fn memo(id: RedemptionId) -> Vec<u8> {
	RedeemMemo { redemption: id }.encode(&CHAIN)
}

/// A request for 2 FIL less a fee, ready since block 100.
fn request(id: RedemptionId, state: RedemptionState) -> RedemptionStatement {
	let destination = address(ALICE);
	RedemptionStatement {
		id,
		destination: destination.to_text(Network::Main).into_bytes(),
		payable: 2 * FIL - 7,
		memo: memo(id),
		ready: state == RedemptionState::Open,
		redemption: Redemption {
			source: Source::Held([9; 32].into()),
			amount: 2 * FIL,
			fee: 7,
			net: 2 * FIL - 7,
			destination,
			requested_at: 100,
			ready_at: 100,
			cancellable_at: 200,
			state,
		},
	}
}

fn open(id: RedemptionId) -> RedemptionStatement {
	request(id, RedemptionState::Open)
}

fn bound(id: RedemptionId, tx: u64) -> RedemptionStatement {
	request(id, RedemptionState::Bound { tx })
}

/// The transaction that pays the request exactly.
fn paying(tx: u64, id: RedemptionId, approved: &[u64]) -> Pending {
	Pending {
		id: tx,
		to: Some(address(ALICE)),
		value: Some(2 * FIL - 7),
		method: 0,
		params: memo(id),
		approved: approved.to_vec(),
	}
}

fn proposal(id: RedemptionId) -> Propose {
	Propose::payout(address(ALICE), 2 * FIL - 7, RedeemMemo { redemption: id }, &CHAIN)
}

fn approval(tx: u64, id: RedemptionId, proposer: u64) -> Decision {
	let hash = proposal(id).hash(&Address::from_id(proposer).unwrap());
	Decision::Send(
		Call::Approve(Transaction { id: tx, hash }),
		Errand::Approve {
			tx,
			value: 2 * FIL - 7,
			to: ALICE.into(),
		},
	)
}

fn proposing(id: RedemptionId) -> Decision {
	Decision::Send(
		Call::Propose(proposal(id)),
		Errand::Propose {
			value: 2 * FIL - 7,
			to: ALICE.into(),
		},
	)
}

/// Four signers, 100 FIL, block 100: the turn of signer 2000 + id mod 4.
fn situation(redemptions: Vec<RedemptionStatement>, pending: Vec<Pending>) -> Situation {
	Situation {
		chain: CHAIN,
		network: Network::Main,
		now: 100,
		turn: 8,
		paused: false,
		signers: vec![2_000, 2_001, 2_002, 2_003],
		approvals: 3,
		me: ME,
		balance: 100 * FIL,
		unsettled: false,
		out_of_turn: false,
		from: 0,
		redemptions,
		pending,
	}
}

/// The only line there is.
fn only(situation: &Situation) -> (About, Decision) {
	let lines = plan(situation);
	assert_eq!(lines.len(), 1, "{lines:?}");
	lines[0].clone()
}

fn of_redemption(situation: &Situation, id: RedemptionId) -> Decision {
	let (about, decision) = only(situation);
	assert_eq!(about, About::Redemption(id));
	decision
}

fn wait(why: Wait) -> Decision {
	Decision::Wait(why)
}

fn sends(situation: &Situation) -> usize {
	plan(situation)
		.iter()
		.filter(|(_, decision)| matches!(decision, Decision::Send(..)))
		.count()
}

#[test]
fn nothing_should_be_done_where_there_is_nothing() {
	assert_eq!(plan(&situation(vec![], vec![])), []);
}

#[test]
fn ready_requests_should_be_proposed() {
	assert_eq!(of_redemption(&situation(vec![open(1)], vec![]), 1), proposing(1));
	let Decision::Send(call, errand) = proposing(1) else {
		panic!()
	};
	assert_eq!(call.method(), 2);
	assert_eq!(
		errand.describe(true),
		format!("proposed 1.999999999999999993 FIL to {ALICE}")
	);
	assert_eq!(
		errand.describe(false),
		format!("would propose 1.999999999999999993 FIL to {ALICE}")
	);
}

#[test]
fn lapsed_objections_should_not_hinder() {
	let mut lapsed = request(1, RedemptionState::Objected { until: 100 });
	lapsed.ready = true;
	assert_eq!(
		of_redemption(&situation(vec![lapsed.clone()], vec![]), 1),
		proposing(1)
	);
	// Turns count from the end of the objection.
	let mut later = situation(vec![lapsed], vec![]);
	later.now = 108;
	assert_eq!(of_redemption(&later, 1), wait(Wait::Turn(2_002)));
}

#[test]
fn what_is_not_ready_should_wait() {
	let mut early = open(1);
	early.redemption.ready_at = 150;
	early.ready = false;
	assert_eq!(
		of_redemption(&situation(vec![early], vec![]), 1),
		wait(Wait::NotReady(150))
	);
	let objected = request(1, RedemptionState::Objected { until: 101 });
	assert_eq!(
		of_redemption(&situation(vec![objected], vec![]), 1),
		wait(Wait::Objected(101))
	);
	let cancelling = request(1, RedemptionState::Cancelling { since: 5 });
	assert_eq!(
		of_redemption(&situation(vec![cancelling.clone()], vec![]), 1),
		wait(Wait::Cancelling)
	);
	assert_eq!(
		of_redemption(&situation(vec![cancelling], vec![paying(4, 1, &[OTHER])]), 1),
		wait(Wait::Cancelling),
		"the chain binds it, should it still be paid"
	);
	let undecided = request(1, RedemptionState::Undecided { tx: 9 });
	for pending in [vec![], vec![paying(4, 1, &[OTHER])]] {
		assert_eq!(
			of_redemption(&situation(vec![undecided.clone()], pending), 1),
			wait(Wait::Undecided(9))
		);
	}
	let mut denied = open(1);
	denied.ready = false;
	assert_eq!(
		of_redemption(&situation(vec![denied], vec![]), 1),
		wait(Wait::NotReady(100)),
		"the chain knows better"
	);
}

#[test]
fn proposed_requests_should_not_be_proposed_again_nor_approved_before_they_are_bound() {
	for approved in [&[OTHER][..], &[ME], &[OTHER, 2_002, 2_003]] {
		let situation = situation(vec![open(1)], vec![paying(4, 1, approved)]);
		assert_eq!(of_redemption(&situation, 1), wait(Wait::Proposed(4)));
	}
	let mut forced = situation(
		vec![open(1)],
		vec![paying(4, 1, &[OTHER]), paying(3, 1, &[2_002])],
	);
	forced.out_of_turn = true;
	assert_eq!(of_redemption(&forced, 1), wait(Wait::Proposed(3)));
}

#[test]
fn bound_transactions_should_be_approved_with_their_hash() {
	let ready = situation(vec![bound(1, 4)], vec![paying(4, 1, &[OTHER])]);
	assert_eq!(of_redemption(&ready, 1), approval(4, 1, OTHER));
	let second = situation(vec![bound(1, 4)], vec![paying(4, 1, &[2_003, 2_002])]);
	assert_eq!(
		of_redemption(&second, 1),
		approval(4, 1, 2_003),
		"the hash names the proposer"
	);
	let Decision::Send(_, errand) = approval(4, 1, OTHER) else {
		panic!()
	};
	assert_eq!(
		errand.describe(true),
		format!("approved transaction 4 (1.999999999999999993 FIL to {ALICE})")
	);
}

#[test]
fn approvals_should_be_given_once() {
	for approved in [&[ME][..], &[OTHER, ME]] {
		let situation = situation(vec![bound(1, 4)], vec![paying(4, 1, approved)]);
		let expected = Wait::Approved {
			tx: 4,
			approvals: approved.len(),
			needed: 3,
		};
		assert_eq!(of_redemption(&situation, 1), wait(expected));
	}
}

#[test]
fn bound_requests_whose_transaction_is_gone_should_wait_for_the_report() {
	let mut gone = situation(vec![bound(1, 4)], vec![]);
	gone.out_of_turn = true;
	assert_eq!(of_redemption(&gone, 1), wait(Wait::Settling(4)));
	// Somebody proposes it again while the report is on its way.
	gone.pending = vec![paying(5, 1, &[OTHER])];
	assert_eq!(
		plan(&gone),
		[
			(
				About::Transaction(5),
				wait(Wait::Duplicate {
					redemption: 1,
					bound: 4,
					proposer: OTHER
				})
			),
			(About::Redemption(1), wait(Wait::Settling(4))),
		]
	);
}

/// All ways in which a transaction can differ from what is to be paid and still name the redemption.
fn differing(tx: u64, id: RedemptionId, approved: &[u64]) -> Vec<Pending> {
	let exact = paying(tx, id, approved);
	vec![
		Pending {
			to: Some(address(KEY_ADDRESS)),
			..exact.clone()
		},
		Pending {
			to: Some(Address::from_id(2_100).unwrap()),
			..exact.clone()
		},
		Pending {
			to: None,
			..exact.clone()
		},
		Pending {
			value: Some(2 * FIL - 6),
			..exact.clone()
		},
		Pending {
			value: Some(2 * FIL),
			..exact.clone()
		},
		Pending {
			value: Some(0),
			..exact.clone()
		},
		Pending {
			value: None,
			..exact.clone()
		},
		Pending {
			method: 2,
			..exact.clone()
		},
		Pending {
			method: 3_844_450_837,
			..exact
		},
	]
}

#[test]
fn transactions_that_differ_should_never_be_approved() {
	for other in differing(4, 1, &[OTHER]) {
		let hostile = situation(vec![bound(1, 4)], vec![other.clone()]);
		assert_eq!(
			of_redemption(&hostile, 1),
			Decision::Refuse(Refusal::BoundDiffers(4)),
			"{other:?}"
		);
	}
	// Under the id of the bound one lies something else altogether.
	for params in [memo(2), vec![], vec![0x58], {
		let mut memo = memo(1);
		memo.push(0);
		memo
	}] {
		let swapped = Pending {
			params,
			..paying(4, 1, &[OTHER])
		};
		let lines = plan(&situation(vec![bound(1, 4)], vec![swapped]));
		let line = (About::Redemption(1), Decision::Refuse(Refusal::BoundDiffers(4)));
		assert!(lines.contains(&line), "{lines:?}");
		assert!(lines
			.iter()
			.all(|(_, decision)| !matches!(decision, Decision::Send(..))));
	}
}

#[test]
fn a_wrong_proposal_should_not_keep_the_right_one_back() {
	for other in differing(4, 1, &[OTHER]) {
		let hostile = situation(vec![open(1)], vec![other]);
		assert_eq!(
			plan(&hostile),
			[
				(About::Transaction(4), Decision::Refuse(Refusal::Differs(1))),
				(About::Redemption(1), proposing(1)),
			]
		);
	}
}

#[test]
fn a_transaction_without_proposer_should_be_refused() {
	let odd = situation(vec![bound(1, 4)], vec![paying(4, 1, &[])]);
	assert_eq!(of_redemption(&odd, 1), Decision::Refuse(Refusal::NoProposer(4)));
}

#[test]
fn a_second_proposal_should_never_be_approved() {
	let twice = situation(
		vec![bound(1, 4)],
		vec![paying(4, 1, &[OTHER]), paying(5, 1, &[2_002])],
	);
	assert_eq!(
		plan(&twice),
		[
			(
				About::Transaction(5),
				wait(Wait::Duplicate {
					redemption: 1,
					bound: 4,
					proposer: 2_002
				})
			),
			(About::Redemption(1), approval(4, 1, OTHER)),
		]
	);
}

#[test]
fn own_leftovers_should_be_taken_back() {
	let cancelled = |content: Propose, tx: u64, why: Refusal| {
		let hash = content.hash(&Address::from_id(ME).unwrap());
		(
			About::Transaction(tx),
			Decision::Send(Call::Cancel(Transaction { id: tx, hash }), Errand::Cancel(why)),
		)
	};
	// A second proposal.
	let twice = situation(
		vec![bound(1, 4)],
		vec![paying(4, 1, &[OTHER]), paying(5, 1, &[ME, 2_002])],
	);
	assert_eq!(
		plan(&twice),
		[
			cancelled(proposal(1), 5, Refusal::Duplicate(1)),
			(About::Redemption(1), approval(4, 1, OTHER)),
		]
	);
	// One of a redemption that was refunded.
	let gone = situation(vec![], vec![paying(5, 1, &[ME])]);
	assert_eq!(plan(&gone), [cancelled(proposal(1), 5, Refusal::NotOpen(1))]);
	// One whose amount the winding down has changed.
	let mut less = open(1);
	less.payable = FIL;
	let changed = situation(vec![less], vec![paying(5, 1, &[ME])]);
	let lines = plan(&changed);
	assert_eq!(lines[0], cancelled(proposal(1), 5, Refusal::Differs(1)));
	assert!(matches!(&lines[1].1, Decision::Send(Call::Propose(propose), _) if propose.value == FIL));
	// Not while own messages are under way, of which it may be one.
	let mut busy = gone;
	busy.unsettled = true;
	assert_eq!(plan(&busy), [(About::Transaction(5), wait(Wait::Unsettled))]);
	// Without an amount its hash is not known.
	let mut huge = paying(5, 1, &[ME]);
	huge.value = None;
	assert_eq!(
		plan(&situation(vec![], vec![huge])),
		[(About::Transaction(5), Decision::Refuse(Refusal::NotOpen(1)))]
	);
}

#[test]
fn an_own_proposal_that_is_approved_by_nobody_should_not_be_taken_back_while_it_may_be_bound() {
	for redemption in [
		open(1),
		bound(1, 4),
		request(1, RedemptionState::Cancelling { since: 1 }),
	] {
		let waiting = situation(vec![redemption], vec![paying(4, 1, &[ME])]);
		assert_eq!(sends(&waiting), 0);
		assert_eq!(plan(&waiting).len(), 1);
	}
}

#[test]
fn transactions_of_others_for_nothing_should_be_refused() {
	assert_eq!(
		plan(&situation(vec![], vec![paying(5, 77, &[OTHER])])),
		[(About::Transaction(5), Decision::Refuse(Refusal::NotOpen(77)))]
	);
	let other_chain = RedeemMemo { redemption: 1 }.encode(&[8; 32]);
	let mut cut = memo(1);
	let last = cut.len() - 1;
	cut[last] ^= 1;
	for (params, error) in [(other_chain, MemoError::WrongChain), (cut, MemoError::Checksum)] {
		let odd = Pending {
			params,
			..paying(5, 1, &[OTHER])
		};
		assert_eq!(
			plan(&situation(vec![open(1)], vec![odd]))[0],
			(About::Transaction(5), Decision::Refuse(Refusal::Memo(error)))
		);
	}
}

#[test]
fn other_business_of_the_signers_should_be_left_alone() {
	let transfer = Pending {
		params: vec![],
		..paying(5, 1, &[OTHER])
	};
	let swap = Pending {
		method: 7,
		params: vec![0x82, 0x01, 0x02],
		..paying(6, 1, &[ME])
	};
	assert_eq!(plan(&situation(vec![], vec![transfer, swap])), []);
}

#[test]
fn a_pause_should_stop_messages() {
	let mut paused = situation(
		vec![open(1), bound(2, 4), bound(3, 6)],
		vec![paying(4, 2, &[OTHER]), paying(6, 3, &[ME])],
	);
	paused.paused = true;
	assert_eq!(
		plan(&paused),
		[
			(About::Redemption(2), wait(Wait::Paused)),
			(
				About::Redemption(3),
				wait(Wait::Approved {
					tx: 6,
					approvals: 1,
					needed: 3
				})
			),
			(About::Redemption(1), wait(Wait::Paused)),
		]
	);
}

#[test]
fn messages_under_way_should_be_waited_for() {
	let mut busy = situation(vec![open(1), bound(2, 4)], vec![paying(4, 2, &[OTHER])]);
	busy.unsettled = true;
	assert_eq!(
		plan(&busy),
		[
			(About::Redemption(2), wait(Wait::Unsettled)),
			(About::Redemption(1), wait(Wait::Unsettled)),
		]
	);
}

#[test]
fn custody_should_hold_what_is_paid() {
	let mut poor = situation(vec![open(1)], vec![]);
	poor.balance = 2 * FIL - 8;
	assert_eq!(of_redemption(&poor, 1), wait(Wait::Balance));
	poor.balance += 1;
	assert_eq!(of_redemption(&poor, 1), proposing(1));

	let mut bound_poor = situation(vec![bound(1, 4)], vec![paying(4, 1, &[OTHER])]);
	bound_poor.balance = 2 * FIL - 8;
	assert_eq!(of_redemption(&bound_poor, 1), wait(Wait::Balance));
}

#[test]
fn what_is_under_way_should_have_the_balance_first() {
	let mut tight = situation(
		vec![open(1), bound(2, 4), open(5)],
		vec![paying(4, 2, &[OTHER]), paying(6, 5, &[OTHER])],
	);
	tight.balance = 6 * FIL - 22;
	assert_eq!(
		plan(&tight),
		[
			(About::Redemption(2), approval(4, 2, OTHER)),
			(About::Redemption(5), wait(Wait::Proposed(6))),
			(About::Redemption(1), wait(Wait::Balance)),
		]
	);
	tight.balance += 1;
	assert_eq!(sends(&tight), 2);
}

#[test]
fn a_crowd_of_pending_payouts_should_stop_proposals() {
	let crowd = |count: usize| {
		let ids = 100..100 + count as u64;
		let mut requests: Vec<_> = ids.clone().map(open).collect();
		requests.push(open(1_001));
		let mut all = situation(requests, ids.map(|id| paying(id, id, &[OTHER])).collect());
		all.balance = u128::MAX;
		all
	};
	let last = |situation: &Situation| plan(situation).pop().unwrap().1;
	assert_eq!(last(&crowd(CROWD)), wait(Wait::Crowded));
	assert_eq!(last(&crowd(CROWD - 1)), proposing(1_001));
	// What this pass proposes counts.
	let mut fresh = situation((0..100).map(open).collect(), vec![]);
	fresh.out_of_turn = true;
	fresh.balance = u128::MAX;
	assert_eq!(sends(&fresh), CROWD);
}

#[test]
fn statements_that_contradict_themselves_should_be_refused() {
	let change = |alter: fn(&mut RedemptionStatement)| {
		[open(1), bound(1, 4)].map(|mut statement| {
			alter(&mut statement);
			statement
		})
	};
	for statement in [
		change(|statement| statement.payable = 0),
		change(|statement| statement.memo = memo(2)),
		change(|statement| statement.memo = RedeemMemo { redemption: 1 }.encode(&[8; 32])),
		change(|statement| statement.destination = KEY_ADDRESS.into()),
		change(|statement| statement.redemption.destination = Address::from_id(2_001).unwrap()),
		change(|statement| {
			let custody = address(super::message::CUSTODY);
			statement.redemption.destination = custody;
			statement.destination = custody.to_text(Network::Main).into_bytes();
		}),
	]
	.concat()
	{
		let hostile = situation(vec![statement], vec![paying(4, 1, &[OTHER])]);
		assert_eq!(sends(&hostile), 0);
		assert!(plan(&hostile).contains(&(About::Redemption(1), Decision::Refuse(Refusal::Statement))));
	}
}

#[test]
fn redemptions_below_from_should_be_left_alone() {
	let mut later = situation(
		vec![bound(1, 4), open(5)],
		vec![paying(4, 1, &[OTHER]), paying(6, 2, &[ME])],
	);
	later.from = 5;
	assert_eq!(of_redemption(&later, 5), proposing(5));
}

#[test]
fn signers_should_take_turns() {
	let signers = [10, 20, 30];
	let at = |id, age| turn(id, age, 8, &signers).unwrap();
	assert_eq!(
		at(0, 0),
		Turn {
			signer: 10,
			ends: false,
			next: 20
		}
	);
	assert_eq!(at(0, 8).signer, 20);
	assert_eq!(at(0, 24).signer, 10);
	assert_eq!(at(1, 0).signer, 20);
	assert_eq!(at(u64::MAX, 0).signer, 10);
	assert_eq!(
		(0..8).map(|age| at(0, age).ends).collect::<Vec<_>>(),
		[false, false, false, false, false, false, true, true]
	);
	assert_eq!(turn(0, 0, 0, &signers), None);
	assert_eq!(turn(0, 0, 8, &[]), None);
	assert!(!turn(0, 0, 1, &signers).unwrap().ends);
}

#[test]
fn proposals_should_keep_to_turns() {
	let mut ours = situation(vec![open(1)], vec![]);
	ours.now = 105;
	assert_eq!(of_redemption(&ours, 1), proposing(1));
	ours.now = 106;
	assert_eq!(of_redemption(&ours, 1), wait(Wait::TurnEnds(2_002)));
	ours.now = 108;
	assert_eq!(of_redemption(&ours, 1), wait(Wait::Turn(2_002)));
	ours.out_of_turn = true;
	assert_eq!(of_redemption(&ours, 1), proposing(1));
}

#[test]
fn at_any_block_one_signer_at_most_should_propose() {
	for now in 100..200 {
		for id in 0..8 {
			let proposers = [2_000, 2_001, 2_002, 2_003]
				.into_iter()
				.filter(|me| {
					let mut theirs = situation(vec![open(id)], vec![]);
					theirs.me = *me;
					theirs.now = now;
					sends(&theirs) > 0
				})
				.count();
			assert!(proposers <= 1, "block {now}, redemption {id}");
		}
	}
}

/// Whoever does what, and whatever is pending: an approval is given to the bound transaction alone, and only if it pays exactly
/// what is owed; a proposal only where nothing pays it yet.
#[test]
fn nothing_should_ever_be_approved_but_what_is_bound() {
	let states = [
		RedemptionState::Open,
		RedemptionState::Bound { tx: 4 },
		RedemptionState::Bound { tx: 5 },
		RedemptionState::Objected { until: 50 },
		RedemptionState::Objected { until: 500 },
		RedemptionState::Cancelling { since: 1 },
		RedemptionState::Undecided { tx: 4 },
	];
	let mut transactions = differing(4, 1, &[OTHER]);
	transactions.extend(differing(5, 1, &[ME]));
	transactions.extend([
		paying(4, 1, &[OTHER]),
		paying(5, 1, &[2_002]),
		paying(6, 1, &[ME]),
		paying(7, 2, &[OTHER]),
		paying(4, 1, &[]),
		paying(5, 1, &[ME, OTHER]),
	]);
	for state in states {
		for first in &transactions {
			for second in &transactions {
				for flags in 0..8 {
					let mut statement = request(1, state);
					statement.ready = true;
					let mut all = situation(vec![statement], vec![first.clone(), second.clone()]);
					all.out_of_turn = flags & 1 > 0;
					all.unsettled = flags & 2 > 0;
					all.paused = flags & 4 > 0;
					judge(&all, state);
				}
			}
		}
	}
}

fn judge(all: &Situation, state: RedemptionState) {
	for (about, decision) in plan(all) {
		let Decision::Send(call, _) = decision else {
			continue;
		};
		assert!(!all.unsettled, "{call:?}");
		match call {
			Call::Approve(Transaction { id, hash }) => {
				assert_eq!(about, About::Redemption(1));
				assert_eq!(state, RedemptionState::Bound { tx: id });
				let pending = all.pending.iter().find(|one| one.id == id).unwrap();
				assert!(pending.pays(&proposal(1)) && !pending.approved.contains(&ME));
				let proposer = Address::from_id(pending.approved[0]).unwrap();
				assert_eq!(hash, proposal(1).hash(&proposer));
				assert!(!all.paused);
			}
			Call::Propose(propose) => {
				assert_eq!(propose, proposal(1));
				assert!(!all.pending.iter().any(|one| one.pays(&propose)));
				assert!(matches!(
					state,
					RedemptionState::Open | RedemptionState::Objected { until: 50 }
				));
				assert!(!all.paused);
			}
			Call::Cancel(Transaction { id, hash }) => {
				assert_eq!(about, About::Transaction(id));
				let named = |one: &Pending| {
					let content = Propose {
						to: one.to?,
						value: one.value?,
						method: one.method,
						params: one.params.clone(),
					};
					Some(content.hash(&Address::from_id(ME).unwrap()))
				};
				let own = |one: &&Pending| {
					one.id == id && one.approved.first() == Some(&ME) && named(one) == Some(hash)
				};
				let pending = all.pending.iter().find(own).unwrap();
				let bound = state == RedemptionState::Bound { tx: id };
				assert!(!bound);
				let bound_elsewhere = matches!(state, RedemptionState::Bound { .. });
				assert!(bound_elsewhere || !pending.pays(&proposal(1)));
			}
		}
	}
}
