//! The run: who votes when, for what, and never twice.

use super::sim::*;
use crate::{
	offchain::{
		parse::Unknown,
		scan::BoundNode,
		worker::{Abstention, Chain, Keys, Outcome, Run, Scratch, Submission, WorkerStatus, STATUS_KEY},
	},
	types::*,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use codec::{Decode, Encode};
use core::cell::RefCell;
use dmex_primitives::{AccountId, BlockNumber};
use sp_core::{sr25519, Pair, H256};

const E: u64 = 10;
const NOW: u64 = (ZERO_TIME + 10_000) * 1_000;

fn pair(n: u8) -> sr25519::Pair {
	sr25519::Pair::from_seed(&[n; 32])
}

/// The DMEX chain, as far as the worker sees it: counts votes, takes bodies.
struct Dmex {
	set: SetId,
	operators: OperatorSet,
	checkpoint: Checkpoint,
	rounds: BTreeMap<Subject, Round>,
	range: Option<(RangeHeader, BTreeSet<u16>)>,
	record: Option<(OracleHeader, BTreeSet<u16>)>,
	window: Option<OracleWindow>,
	nodes: Vec<ActorId>,
	block: BlockNumber,
	halted: bool,
	lost: BTreeSet<u16>,
}

impl Dmex {
	fn new(operators: u8) -> Self {
		let members: Vec<_> = (1..=operators)
			.map(|n| Operator {
				account: AccountId::from([n; 32]),
				key: pair(n).public(),
				disabled: false,
			})
			.collect();
		Self {
			set: 3,
			operators: OperatorSet {
				members: members.try_into().unwrap(),
				since: 0,
			},
			checkpoint: Checkpoint {
				next: 0,
				tipset: H256::zero(),
				time: 0,
				balance: 0,
				head: None,
				at: 0,
			},
			rounds: BTreeMap::new(),
			range: None,
			record: None,
			window: None,
			nodes: vec![MINER],
			block: 100,
			halted: false,
			lost: BTreeSet::new(),
		}
	}

	/// Day 2 can be voted on: it covers the heights above `from`, up to `to`.
	fn with_day_2(mut self, from: u64, to: u64) -> Self {
		self.window = Some(OracleWindow {
			day: 2,
			from,
			to: Some(to),
		});
		self
	}

	fn open(&self, subject: &Subject) -> bool {
		match subject {
			Subject::Range(range) => !self.halted && *range == self.checkpoint.next,
			Subject::Oracle(day) => self
				.window
				.is_some_and(|window| window.day == *day && window.to.is_some()),
		}
	}

	fn take(&mut self, submission: Submission) {
		match submission {
			Submission::Vote(SignedVote {
				vote,
				operator,
				signature,
			}) => {
				let key = self.operators.members[usize::from(operator)].key;
				assert!(sr25519::Pair::verify(
					&signature,
					vote.payload(&H256([9; 32])),
					&key
				));
				assert!(self.open(&vote.subject));
				let threshold = self.operators.threshold() as usize;
				let round = self.rounds.entry(vote.subject).or_default();
				if self.lost.contains(&operator) || vote.set != self.set || vote.round != round.round {
					return;
				}
				assert!(!round.votes.iter().any(|counted| counted.operator == operator));
				round
					.votes
					.try_push(CountedVote {
						operator,
						digest: vote.digest,
					})
					.unwrap();
				if round
					.votes
					.iter()
					.filter(|counted| counted.digest == vote.digest)
					.count() >= threshold
				{
					round.accepted = Some(vote.digest);
				}
			}
			Submission::Header(header) => {
				let accepted = self.rounds[&Subject::Range(header.range)].accepted;
				assert_eq!(accepted, Some(digest(&*header)));
				self.range.get_or_insert((*header, BTreeSet::new()));
				self.finish();
			}
			Submission::Page { range, index, items } => {
				let (header, pages) = self.range.as_mut().unwrap();
				assert_eq!(
					(header.range, header.pages[usize::from(index)].hash),
					(range, digest(&items))
				);
				pages.insert(index);
				self.finish();
			}
			Submission::OracleHeader(header) => {
				assert_eq!(
					self.rounds[&Subject::Oracle(header.day)].accepted,
					Some(digest(&*header))
				);
				self.record.get_or_insert((*header, BTreeSet::new()));
			}
			Submission::FactsPage { day, index, facts } => {
				let (header, pages) = self.record.as_mut().unwrap();
				assert_eq!(
					(header.day, header.pages[usize::from(index)].hash),
					(day, digest(&facts))
				);
				pages.insert(index);
			}
		}
	}

	fn finish(&mut self) {
		if let Some((header, pages)) = self
			.range
			.take_if(|(header, pages)| header.pages.len() == pages.len())
		{
			assert!(pages.len() == header.pages.len());
			assert_eq!(header.start_balance, self.checkpoint.balance);
			self.rounds.remove(&Subject::Range(header.range));
			self.checkpoint = Checkpoint {
				next: header.range + 1,
				tipset: header.tipset,
				time: header.time,
				balance: header.end_balance,
				head: Some(header.head),
				at: self.block,
			};
		}
	}
}

/// A node's view of it: what it submits comes in with the next block.
struct Seen<'a>(&'a Dmex, RefCell<Vec<Submission>>);

impl Chain for Seen<'_> {
	fn genesis(&self) -> H256 {
		H256([9; 32])
	}
	fn block(&self) -> BlockNumber {
		self.0.block
	}
	fn operators(&self) -> Option<(SetId, OperatorSet)> {
		Some((self.0.set, self.0.operators.clone()))
	}
	fn custody(&self) -> Option<Custody> {
		Some(custody())
	}
	fn checkpoint(&self) -> Option<Checkpoint> {
		Some(self.0.checkpoint)
	}
	fn epochs_per_range(&self) -> u64 {
		E
	}
	fn epoch_ms(&self) -> u64 {
		30_000
	}
	fn is_open(&self, subject: &Subject) -> bool {
		self.0.open(subject)
	}
	fn round(&self, subject: &Subject) -> Round {
		self.0.rounds.get(subject).cloned().unwrap_or_default()
	}
	fn window(&self) -> Option<OracleWindow> {
		self.0.window
	}
	fn nodes(&self, most: usize) -> Vec<BoundNode> {
		let bound = |node: &ActorId| BoundNode {
			node: *node,
			since: 0,
		};
		self.0.nodes.iter().map(bound).take(most).collect()
	}
	fn has_header(&self, subject: &Subject, _: u32) -> bool {
		match subject {
			Subject::Range(range) => self
				.0
				.range
				.as_ref()
				.is_some_and(|(header, _)| header.range == *range),
			Subject::Oracle(day) => self
				.0
				.record
				.as_ref()
				.is_some_and(|(header, _)| header.day == *day),
		}
	}
	fn has_page(&self, subject: &Subject, _: u32, index: u16) -> bool {
		match subject {
			Subject::Range(_) => self
				.0
				.range
				.as_ref()
				.is_some_and(|(_, pages)| pages.contains(&index)),
			Subject::Oracle(_) => self
				.0
				.record
				.as_ref()
				.is_some_and(|(_, pages)| pages.contains(&index)),
		}
	}
	fn submit(&self, submission: Submission) -> bool {
		self.1.borrow_mut().push(submission);
		true
	}
}

#[derive(Default, Clone)]
struct Disk(BTreeMap<Vec<u8>, Vec<u8>>);

impl Scratch for Disk {
	fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
		self.0.get(key).cloned()
	}
	fn set(&mut self, key: &[u8], value: &[u8]) {
		self.0.insert(key.to_vec(), value.to_vec());
	}
}

struct Ring(Vec<sr25519::Pair>);

impl Keys for Ring {
	fn held(&self) -> Vec<OperatorKey> {
		self.0.iter().map(|pair| pair.public()).collect()
	}
	fn sign(&self, key: &OperatorKey, payload: &[u8; 32]) -> Option<OperatorSignature> {
		Some(self.0.iter().find(|pair| pair.public() == *key)?.sign(payload))
	}
}

/// An operator's node.
struct Node {
	disk: Disk,
	keys: Ring,
	forest: bool,
}

impl Node {
	fn new(n: u8) -> Self {
		// A stranger's key lies beside it, before it.
		Node {
			disk: Disk::default(),
			keys: Ring(vec![pair(100 + n), pair(n)]),
			forest: n.is_multiple_of(2),
		}
	}

	fn run_at(&mut self, dmex: &Dmex, view: View, now: u64) -> (Outcome, Vec<Submission>) {
		let seen = Seen(dmex, RefCell::default());
		let run = Run {
			chain: &seen,
			scratch: &mut self.disk,
			keys: &self.keys,
			now,
		};
		// The head is fresh, unless the test says when it was mined.
		let (forest, head_time) = (self.forest, view.head_time.or(Some(now / 1_000)));
		let outcome = run.run(|_| {
			Ok(View {
				forest,
				head_time,
				..view
			})
		});
		(outcome, seen.1.into_inner())
	}

	fn run(&mut self, dmex: &Dmex, sim: &Sim) -> (Outcome, Vec<Submission>) {
		self.run_at(dmex, sim.view(), NOW + u64::from(dmex.block) * 30_000)
	}

	fn status(&self) -> WorkerStatus {
		WorkerStatus::decode(&mut self.disk.get(STATUS_KEY).unwrap().as_slice()).unwrap()
	}
}

fn busy(to: u64) -> Sim {
	let mut sim = Sim::default();
	for height in 1..=to {
		let mut sent = vec![];
		if height % 4 == 0 {
			sent = (0..30).map(|n| sim.pay(n, FIL, &[])).collect();
		}
		sim.mine(height, sent);
	}
	sim
}

fn blocks(dmex: &mut Dmex, nodes: &mut [Node], sim: &Sim, count: u32) {
	for _ in 0..count {
		dmex.block += 1;
		let submitted: Vec<_> = nodes.iter_mut().flat_map(|node| node.run(dmex, sim).1).collect();
		for submission in submitted {
			// Votes that come after the quorum are stale, as are bodies that are there.
			match &submission {
				Submission::Vote(signed)
					if !dmex.open(&signed.vote.subject)
						|| dmex
							.rounds
							.get(&signed.vote.subject)
							.is_some_and(|round| round.accepted.is_some()) => {}
				Submission::Header(header) if header.range != dmex.checkpoint.next => {}
				Submission::Page { range, .. } if *range != dmex.checkpoint.next => {}
				_ => dmex.take(submission),
			}
		}
	}
}

#[test]
fn strangers_should_not_even_ask_filecoin() {
	let dmex = Dmex::new(2);
	let seen = Seen(&dmex, RefCell::default());
	let run = Run {
		chain: &seen,
		scratch: &mut Disk::default(),
		keys: &Ring(vec![pair(77)]),
		now: NOW,
	};
	assert_eq!(run.run::<View>(|_| panic!("asked")), Outcome::NotOperator);

	let mut disabled = Dmex::new(1);
	disabled.operators.members[0].disabled = true;
	let seen = Seen(&disabled, RefCell::default());
	let run = Run {
		chain: &seen,
		scratch: &mut Disk::default(),
		keys: &Ring(vec![pair(1)]),
		now: NOW,
	};
	assert_eq!(run.run::<View>(|_| panic!("asked")), Outcome::NotOperator);
}

#[test]
fn operators_should_agree_and_carry_ranges_over() {
	let sim = busy(120);
	let mut dmex = Dmex::new(5);
	let mut nodes: Vec<_> = (1..=5).map(Node::new).collect();
	blocks(&mut dmex, &mut nodes, &sim, 120);
	// 120 - 5 - 10 settled heights: ranges 0 to 9.
	assert_eq!(dmex.checkpoint.next, 10);
	assert_eq!(dmex.checkpoint.balance, 25 * 30 * FIL);
	for node in &nodes {
		let status = node.status();
		assert_eq!((status.last_range, status.error.as_slice()), (Some(9), &b""[..]));
		assert!(status.votes >= 10 && status.disagreements == 0, "{status:?}");
	}
}

#[test]
fn votes_should_be_signed_by_the_key_of_the_seat() {
	let sim = busy(40);
	let mut dmex = Dmex::new(3);
	dmex.block = 200;
	let (outcome, submitted) = Node::new(2).run(&dmex, &sim);
	assert_eq!(outcome, Outcome::Looked(vec![]));
	let [Submission::Vote(SignedVote {
		vote,
		operator,
		signature,
	})] = submitted.as_slice()
	else {
		panic!("{submitted:?}")
	};
	assert_eq!(
		(vote.set, vote.subject, vote.round, *operator),
		(3, Subject::Range(0), 0, 1)
	);
	assert!(sr25519::Pair::verify(
		signature,
		vote.payload(&H256([9; 32])),
		&pair(2).public()
	));
}

#[test]
fn range_should_take_as_many_runs_as_it_needs() {
	let sim = busy(40);
	let mut dmex = Dmex::new(3);
	let digest_of = |submitted: &[Submission]| match submitted {
		[Submission::Vote(signed)] => Some(signed.vote.digest),
		_ => None,
	};
	let (_, submitted) = Node::new(2).run(&dmex, &sim);
	let whole = digest_of(&submitted).unwrap();
	for calls in [9, 10, 20, 31] {
		let mut node = Node::new(2);
		let mut runs = 0;
		let digest = loop {
			(runs, dmex.block) = (runs + 1, dmex.block + 1);
			assert!(runs < 100);
			let view = View {
				calls_left: Some(calls),
				..sim.view()
			};
			let (outcome, submitted) = node.run_at(&dmex, view, NOW + u64::from(dmex.block) * 30_000);
			assert_eq!(outcome, Outcome::Looked(vec![Unknown::Deadline]));
			if let Some(digest) = digest_of(&submitted) {
				break digest;
			}
			assert_eq!(submitted, []);
		};
		assert_eq!(digest, whole, "{calls}");
		assert!(runs > 1, "{calls}");
		// Nothing of the range is left but the report.
		assert_eq!(node.disk.get(b"fil::scan\0"), Some(vec![0]));
	}
}

#[test]
fn ranges_and_days_should_take_turns() {
	let sim = busy(120);
	let mut dmex = Dmex::new(1).with_day_2(40, 50);
	let mut node = Node::new(1);
	let mut subjects = BTreeSet::new();
	for _ in 0..40 {
		dmex.block += 1;
		let view = View {
			calls_left: Some(14),
			..sim.view()
		};
		let (_, submitted) = node.run_at(&dmex, view, NOW + u64::from(dmex.block) * 30_000);
		for submission in submitted {
			if let Submission::Vote(signed) = submission {
				subjects.insert(signed.vote.subject);
			}
		}
	}
	assert_eq!(subjects, BTreeSet::from([Subject::Range(0), Subject::Oracle(2)]));
}

#[test]
fn one_down_should_not_matter_and_two_should_stall() {
	let sim = busy(60);
	let mut dmex = Dmex::new(5);
	let mut nodes: Vec<_> = (1..=4).map(Node::new).collect();
	blocks(&mut dmex, &mut nodes, &sim, 20);
	assert!(dmex.checkpoint.next >= 2);
	let mut dmex = Dmex::new(5);
	let mut nodes: Vec<_> = (1..=3).map(Node::new).collect();
	blocks(&mut dmex, &mut nodes, &sim, 20);
	assert_eq!((dmex.checkpoint.next, dmex.range), (0, None));
	// It recovers when one returns.
	let mut dmex = Dmex { range: None, ..dmex };
	nodes.push(Node::new(5));
	blocks(&mut dmex, &mut nodes, &sim, 30);
	assert!(dmex.checkpoint.next >= 2);
}

#[test]
fn lying_filecoin_node_should_be_outvoted_and_seen() {
	let sim = busy(60);
	let mut lie = sim.clone();
	lie.jump = Some((7, 1));
	let mut dmex = Dmex::new(5);
	let mut nodes: Vec<_> = (1..=4).map(Node::new).collect();
	let mut liar = Node::new(5);
	for _ in 0..20 {
		let (_, wrong) = liar.run(&dmex, &lie);
		for submission in wrong {
			if let Submission::Vote(signed) = &submission {
				if dmex
					.rounds
					.get(&signed.vote.subject)
					.is_none_or(|round| round.accepted.is_none())
				{
					dmex.take(submission);
				}
			}
		}
		blocks(&mut dmex, &mut nodes, &sim, 1);
	}
	assert!(dmex.checkpoint.next >= 2);
	assert_eq!(dmex.checkpoint.balance % FIL, 0);
	assert!(liar.status().disagreements > 0);
}

#[test]
fn two_digests_should_never_be_signed_in_one_round() {
	let sim = busy(60);
	let mut other = sim.clone();
	other.jump = Some((7, 1));
	let mut dmex = Dmex::new(3);
	let mut node = Node::new(1);
	let mut digests: BTreeMap<(SetId, Subject, u32), BTreeSet<H256>> = BTreeMap::new();
	for turn in 0..80 {
		dmex.block += 1;
		// The node's mind changes, its reports are lost, rounds come and go as on forks: its votes are all it keeps.
		let round = Round {
			round: [0, 1, 0, 2, 1][turn % 5],
			..Default::default()
		};
		dmex.rounds.insert(Subject::Range(0), round);
		node.disk.0.retain(|key, _| key.starts_with(b"fil::votes"));
		let (_, submitted) = node.run(&dmex, if turn % 2 == 0 { &sim } else { &other });
		for submission in submitted {
			if let Submission::Vote(signed) = submission {
				let vote = signed.vote;
				digests
					.entry((vote.set, vote.subject, vote.round))
					.or_default()
					.insert(vote.digest);
			}
		}
	}
	assert_eq!(digests.len(), 3);
	assert!(digests.values().all(|digests| digests.len() == 1));
}

#[test]
fn vote_should_be_sent_again_until_it_is_counted() {
	let sim = busy(40);
	let mut dmex = Dmex::new(3);
	dmex.lost.insert(0);
	let mut node = Node::new(1);
	let mut sent = vec![];
	for _ in 0..12 {
		dmex.block += 1;
		sent.push(node.run(&dmex, &sim).1.len());
	}
	assert_eq!(sent, [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
	assert_eq!(node.status().votes, 1);
	// Counted: quiet.
	let vote = CountedVote {
		operator: 0,
		digest: H256::zero(),
	};
	dmex.rounds.insert(
		Subject::Range(0),
		Round {
			votes: vec![vote].try_into().unwrap(),
			..Default::default()
		},
	);
	for _ in 0..6 {
		dmex.block += 1;
		assert_eq!(node.run(&dmex, &sim).1, []);
	}
}

#[test]
fn next_round_should_get_a_new_look() {
	let sim = busy(40);
	let mut other = sim.clone();
	other.jump = Some((7, 1));
	let mut dmex = Dmex::new(3);
	let mut node = Node::new(1);
	let digest_of = |submitted: Vec<Submission>| match &submitted[..] {
		[Submission::Vote(signed)] => signed.vote.digest,
		_ => panic!("{submitted:?}"),
	};
	let wrong = digest_of(node.run(&dmex, &other).1);
	dmex.rounds.insert(
		Subject::Range(0),
		Round {
			round: 1,
			..Default::default()
		},
	);
	dmex.block += 1;
	let right = digest_of(node.run(&dmex, &sim).1);
	assert_ne!(wrong, right);
	assert_eq!(right, digest_of(Node::new(2).run(&dmex, &sim).1));
}

#[test]
fn node_that_cannot_be_relied_on_should_not_count() {
	let sim = busy(60);
	let dmex = Dmex::new(3);
	let now = NOW + u64::from(dmex.block) * 30_000;
	let fresh = || Node::new(1);

	let mut node = fresh();
	let mined = |time: u64| View {
		head_time: Some(time),
		..sim.view()
	};
	let seconds = now / 1_000;
	assert_eq!(
		node.run_at(&dmex, mined(seconds - 151), now),
		(Outcome::Abstained(Abstention::Lagging(151)), vec![])
	);
	assert!(core::str::from_utf8(&node.status().error)
		.unwrap()
		.contains("Lagging"));
	assert_eq!(fresh().run_at(&dmex, mined(seconds - 150), now).1.len(), 1);
	// Nor can one from the future.
	for ahead in [31, 1_000_000_000] {
		assert_eq!(
			fresh().run_at(&dmex, mined(seconds + ahead), now),
			(Outcome::Abstained(Abstention::Ahead(ahead)), vec![])
		);
	}
	assert_eq!(fresh().run_at(&dmex, mined(seconds + 30), now).1.len(), 1);

	let mut down = sim.view();
	down.failing.insert("finalized");
	let (outcome, submitted) = fresh().run_at(&dmex, down, now);
	assert!(matches!(outcome, Outcome::Abstained(Abstention::Unknown(_))) && submitted.is_empty());

	let seen = Seen(&dmex, RefCell::default());
	let mut disk = Disk::default();
	let run = Run {
		chain: &seen,
		scratch: &mut disk,
		keys: &Ring(vec![pair(1)]),
		now,
	};
	assert_eq!(
		run.run::<View>(|_| Err(Unknown::NotConfigured)),
		Outcome::Abstained(Abstention::Unknown(Unknown::NotConfigured))
	);
}

#[test]
fn node_of_another_network_should_not_count() {
	struct Other<'a>(Seen<'a>);
	impl Chain for Other<'_> {
		fn genesis(&self) -> H256 {
			self.0.genesis()
		}
		fn block(&self) -> BlockNumber {
			self.0.block()
		}
		fn operators(&self) -> Option<(SetId, OperatorSet)> {
			self.0.operators()
		}
		fn custody(&self) -> Option<Custody> {
			Some(Custody {
				genesis: cid("mainnet"),
				..custody()
			})
		}
		fn checkpoint(&self) -> Option<Checkpoint> {
			self.0.checkpoint()
		}
		fn epochs_per_range(&self) -> u64 {
			E
		}
		fn epoch_ms(&self) -> u64 {
			30_000
		}
		fn is_open(&self, subject: &Subject) -> bool {
			self.0.is_open(subject)
		}
		fn round(&self, subject: &Subject) -> Round {
			self.0.round(subject)
		}
		fn window(&self) -> Option<OracleWindow> {
			None
		}
		fn nodes(&self, _: usize) -> Vec<BoundNode> {
			vec![]
		}
		fn has_header(&self, _: &Subject, _: u32) -> bool {
			false
		}
		fn has_page(&self, _: &Subject, _: u32, _: u16) -> bool {
			false
		}
		fn submit(&self, _: Submission) -> bool {
			panic!("submitted")
		}
	}
	let (dmex, sim) = (Dmex::new(1), busy(60));
	let chain = Other(Seen(&dmex, RefCell::default()));
	let run = Run {
		chain: &chain,
		scratch: &mut Disk::default(),
		keys: &Ring(vec![pair(1)]),
		now: NOW,
	};
	assert_eq!(
		run.run(|_| Ok(sim.view())),
		Outcome::Abstained(Abstention::WrongGenesis)
	);
}

#[test]
fn filecoin_should_be_asked_twice_an_epoch() {
	let (sim, dmex) = (busy(60), Dmex::new(3));
	let mut node = Node::new(1);
	assert!(matches!(
		node.run_at(&dmex, sim.view(), NOW).0,
		Outcome::Looked(_)
	));
	assert_eq!(node.run_at(&dmex, sim.view(), NOW + 14_999).0, Outcome::Idle);
	assert!(matches!(
		node.run_at(&dmex, sim.view(), NOW + 15_000).0,
		Outcome::Looked(_)
	));
	// A clock that went back does not stop it.
	assert!(matches!(
		node.run_at(&dmex, sim.view(), NOW - 100_000).0,
		Outcome::Looked(_)
	));
}

#[test]
fn at_most_four_ranges_should_be_looked_at_in_a_run() {
	let (sim, dmex) = (busy(200), Dmex::new(3));
	let mut node = Node::new(1);
	node.run(&dmex, &sim);
	assert_eq!(node.status().last_range, Some(3));
}

#[test]
fn halted_ranges_should_not_be_looked_at() {
	let (sim, mut dmex) = (busy(60), Dmex::new(3));
	dmex.halted = true;
	let mut node = Node::new(1);
	assert_eq!(node.run(&dmex, &sim), (Outcome::Looked(vec![]), vec![]));
	assert_eq!(node.status().last_range, None);
}

#[test]
fn day_should_be_recorded_with_its_pages() {
	let sim = busy(120);
	let mut dmex = Dmex::new(4).with_day_2(40, 80);
	dmex.halted = true;
	dmex.nodes = (5_000..5_070).chain([999_999]).collect();
	dmex.nodes.insert(0, MINER);
	let mut nodes: Vec<_> = (1..=4).map(Node::new).collect();
	blocks(&mut dmex, &mut nodes, &sim, 16);
	let (header, pages) = dmex.record.unwrap();
	assert_eq!((header.day, header.pages.len(), pages.len()), (2, 2, 2));
	assert!(nodes.iter().all(|node| node.status().last_day == Some(2)));
}

#[test]
fn node_that_is_bound_while_the_day_is_voted_on_should_not_part_operators() {
	let sim = busy(120);
	let mut dmex = Dmex::new(4).with_day_2(20, 80);
	dmex.halted = true;
	let mut nodes: Vec<_> = (1..=3).map(Node::new).collect();
	blocks(&mut dmex, &mut nodes, &sim, 1);
	dmex.nodes.push(1_001);
	blocks(&mut dmex, &mut nodes, &sim, 16);
	let (header, _) = dmex.record.take().unwrap();
	assert_eq!(header.pages[0].items, 1);
	// In the next round it is there.
	dmex.rounds.insert(
		Subject::Oracle(2),
		Round {
			round: 1,
			..Default::default()
		},
	);
	blocks(&mut dmex, &mut nodes, &sim, 16);
	assert_eq!(dmex.record.unwrap().0.pages[0].items, 2);
}

#[test]
fn trouble_with_ranges_should_not_keep_the_day_from_being_recorded() {
	let sim = busy(120);
	let dmex = Dmex::new(1).with_day_2(40, 50);
	let mut node = Node::new(1);
	let mut view = sim.view();
	view.failing.insert("parent_messages");
	let (outcome, submitted) = node.run_at(&dmex, view, NOW);
	assert!(matches!(outcome, Outcome::Looked(errors) if errors.len() == 1));
	assert!(
		matches!(&submitted[..], [Submission::Vote(signed)] if signed.vote.subject == Subject::Oracle(2))
	);
	assert!(!node.status().last_error.is_empty());
}

#[test]
fn damaged_scratch_should_be_made_anew() {
	let sim = busy(60);
	let mut dmex = Dmex::new(1);
	let mut node = Node::new(1);
	for round in 0u8..6 {
		for value in node.disk.0.values_mut() {
			*value = vec![round; 5];
		}
		dmex.block += 10;
		let (outcome, _) = node.run(&dmex, &sim);
		assert_eq!(outcome, Outcome::Looked(vec![]));
	}
	assert!(node.status().encode().len() > 8);
}
