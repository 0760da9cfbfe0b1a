//! The run of an operator's node: finds its key, looks at Filecoin, votes, delivers. A messenger: what it does wrong is one vote, and
//! what it keeps of its own it could find out again.

use super::{
	parse::{Tipset, Unknown},
	scan::{
		BoundNode, DayScan, DayTask, FilecoinNode, HeadFacts, OracleReport, RangeReport, RangeScan,
		RangeTask, Start,
	},
};
use crate::types::*;
use alloc::{boxed::Box, format, string::String, vec::Vec};
use codec::{Decode, Encode};
use dmex_primitives::{BlockNumber, Day};
use fil_primitives::Network;
use sp_core::{offchain::StorageKind, H256};

/// Where [`WorkerStatus`] lies in persistent off-chain storage.
pub const STATUS_KEY: &[u8] = b"fil::status";
/// The lock of a run, in persistent off-chain storage.
pub const LOCK_KEY: &[u8] = b"fil::lock";
/// How long a run may take. Calls end with it.
pub const RUN_MS: u64 = 100_000;
/// When the lock of a run that never ended opens.
pub const LOCK_MS: u64 = 120_000;

/// Most ranges that are looked at in a run.
const MAX_RANGES: u32 = 4;
/// Most tipsets, rewards and nodes that the day's record asks for in a run.
const ORACLE_STEPS: u32 = 48;
/// Pages that are sent in a run.
const MAX_SENT: usize = 8;
/// Blocks after which a vote that is not counted yet is sent again.
const RESEND_BLOCKS: BlockNumber = 4;
/// How old the node's head may be: 5 epochs of Filecoin.
const MAX_LAG_SECONDS: u64 = 150;
/// How far in the future it may be: an epoch. Clocks differ, but not by more.
const MAX_LEAD_SECONDS: u64 = 30;
/// Votes that are remembered of a key.
const REMEMBERED_VOTES: usize = 64;

const VOTES_KEY: &[u8] = b"fil::votes";
const RANGE_KEY: &[u8] = b"fil::range";
const SCAN_KEY: &[u8] = b"fil::scan";
const RECORD_KEY: &[u8] = b"fil::record";
const DAY_KEY: &[u8] = b"fil::day";
const FACTS_KEY: &[u8] = b"fil::head";
const POLL_KEY: &[u8] = b"fil::poll";
const NODES_KEY: &[u8] = b"fil::nodes";

/// What the worker asks of the DMEX chain.
pub trait Chain {
	/// Its genesis hash.
	fn genesis(&self) -> H256;
	/// The block that the run belongs to.
	fn block(&self) -> BlockNumber;
	/// The set in office.
	fn operators(&self) -> Option<(SetId, OperatorSet)>;
	/// Custody.
	fn custody(&self) -> Option<Custody>;
	/// The end of the last range.
	fn checkpoint(&self) -> Option<Checkpoint>;
	/// Heights of a range.
	fn epochs_per_range(&self) -> u64;
	/// Length of a Filecoin epoch by the chain's calendar, in milliseconds.
	fn epoch_ms(&self) -> u64;
	/// Whether votes on the subject count now.
	fn is_open(&self, subject: &Subject) -> bool;
	/// The open round of a subject; the first one if nobody has voted.
	fn round(&self, subject: &Subject) -> Round;
	/// The record that is due next.
	fn window(&self) -> Option<OracleWindow>;
	/// Nodes that it is about, ascending, at most so many.
	fn nodes(&self, most: usize) -> Vec<BoundNode>;
	/// Whether the header of the report that was accepted in that round is there, or the report is done with.
	fn has_header(&self, subject: &Subject, round: u32) -> bool;
	/// Whether a page of it is there.
	fn has_page(&self, subject: &Subject, round: u32, index: u16) -> bool;
	/// Hands a transaction to the pool. Whether it was taken says nothing about its success.
	fn submit(&self, submission: Submission) -> bool;
}

/// What is submitted, by transactions without fee and nonce.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Submission {
	/// A vote.
	Vote(SignedVote),
	/// The header of a range report.
	Header(Box<RangeHeader>),
	/// A page of it.
	Page {
		/// The range.
		range: RangeIndex,
		/// The page.
		index: u16,
		/// What is in it.
		items: Items,
	},
	/// The header of a day's record.
	OracleHeader(Box<OracleHeader>),
	/// A page of it.
	FactsPage {
		/// The day.
		day: Day,
		/// The page.
		index: u16,
		/// What is in it.
		facts: Facts,
	},
}

/// Keeps bytes between runs.
pub trait Scratch {
	/// What is kept under a key.
	fn get(&self, key: &[u8]) -> Option<Vec<u8>>;
	/// Keeps bytes under a key.
	fn set(&mut self, key: &[u8], value: &[u8]);
}

/// Persistent off-chain storage.
pub struct LocalStorage;

impl Scratch for LocalStorage {
	fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
		sp_io::offchain::local_storage_get(StorageKind::PERSISTENT, key)
	}

	fn set(&mut self, key: &[u8], value: &[u8]) {
		sp_io::offchain::local_storage_set(StorageKind::PERSISTENT, key, value);
	}
}

/// Signs.
pub trait Keys {
	/// Gateway keys that are here.
	fn held(&self) -> Vec<OperatorKey>;
	/// A signature of exactly that key.
	fn sign(&self, key: &OperatorKey, payload: &[u8; 32]) -> Option<OperatorSignature>;
}

/// The node's keystore.
pub struct Keystore;

impl Keys for Keystore {
	fn held(&self) -> Vec<OperatorKey> {
		sp_io::crypto::sr25519_public_keys(KEY_TYPE)
	}

	fn sign(&self, key: &OperatorKey, payload: &[u8; 32]) -> Option<OperatorSignature> {
		sp_io::crypto::sr25519_sign(KEY_TYPE, key, payload)
	}
}

/// What operators can watch: under [`STATUS_KEY`], in SCALE.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct WorkerStatus {
	/// When the last run looked at Filecoin: Unix time in milliseconds.
	pub last_run: u64,
	/// Height of the last finalized tipset that was seen.
	pub finalized: u64,
	/// The last range that a report was made of.
	pub last_range: Option<RangeIndex>,
	/// The last day that a record was made of.
	pub last_day: Option<Day>,
	/// Votes cast on ranges and days, so far. A vote that is sent again does not count.
	pub votes: u64,
	/// Reports for which a quorum accepted another digest than this node's, so far.
	pub disagreements: u64,
	/// The last report that this node disagreed with.
	pub disagreed_on: Option<(Subject, u32)>,
	/// What kept the last run from working: UTF-8. Empty if nothing did.
	pub error: Vec<u8>,
	/// The last error there was: UTF-8.
	pub last_error: Vec<u8>,
	/// Its Unix time in milliseconds.
	pub last_error_at: u64,
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
	/// No operator's key of the set in office is here.
	NotOperator,
	/// There is no custody.
	NotSetUp,
	/// Filecoin was looked at a moment ago.
	Idle,
	/// The node must not be relied on now. Says why.
	Abstained(Abstention),
	/// It looked, and did what there was to do. Says what went wrong on the way.
	Looked(Vec<Unknown>),
}

/// Why a node is not relied on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Abstention {
	/// It does not answer.
	Unknown(Unknown),
	/// It is of another network.
	WrongGenesis,
	/// Its head is that many seconds old.
	Lagging(u64),
	/// Its head is that many seconds in the future: one of the two clocks is wrong, and a stale head cannot be told from a fresh one.
	Ahead(u64),
}

/// A run with this node's storage and keystore, and nobody else at the same time.
pub struct Run<'a, C, S, K> {
	/// The DMEX chain.
	pub chain: &'a C,
	/// What is kept between runs.
	pub scratch: &'a mut S,
	/// Gateway keys.
	pub keys: &'a K,
	/// Unix time in milliseconds.
	pub now: u64,
}

/// An operator that this node votes for.
#[derive(Clone, Copy)]
struct Seat {
	set: SetId,
	operator: u16,
	key: OperatorKey,
}

/// A report that was made, and from what.
#[derive(Encode, Decode)]
struct Made<From, Report> {
	genesis: H256,
	round: u32,
	custody: H256,
	from: From,
	report: Report,
}

/// A vote that was signed.
#[derive(Clone, Encode, Decode)]
struct Signed {
	genesis: H256,
	vote: Vote,
	sent_at: BlockNumber,
}

impl<C: Chain, S: Scratch, K: Keys> Run<'_, C, S, K> {
	/// One run. `connect` opens the Filecoin node; it is not called on a node that is no operator's.
	pub fn run<N: FilecoinNode>(mut self, connect: impl FnOnce(Network) -> Result<N, Unknown>) -> Outcome {
		let seats = self.seats();
		if seats.is_empty() {
			return Outcome::NotOperator;
		}
		let Some((custody, checkpoint)) = self.chain.custody().zip(self.chain.checkpoint()) else {
			return Outcome::NotSetUp;
		};
		self.deliver_made(&seats, &custody, &checkpoint);
		if self
			.load::<u64>(POLL_KEY)
			.is_some_and(|next| self.now < next && next <= self.now_and_epoch())
		{
			return Outcome::Idle;
		}
		self.save(
			POLL_KEY,
			&self
				.now
				.checked_add(self.chain.epoch_ms() / 2)
				.unwrap_or(self.now),
		);

		let mut status: WorkerStatus = self.load(STATUS_KEY).unwrap_or_default();
		status.last_run = self.now;
		let outcome = match connect(custody.network) {
			Ok(mut node) => match self.settled(&mut node, &custody) {
				Ok(finalized) => {
					status.finalized = finalized.height;
					let mut errors = Vec::new();
					// A run can end with the first of the two: they take turns.
					let ranges_first = self.chain.block().is_multiple_of(2);
					for ranges in [ranges_first, !ranges_first] {
						let looked = if ranges {
							self.ranges(&mut node, &seats, &custody, &checkpoint, &finalized, &mut status)
						} else {
							self.day(&mut node, &seats, &custody, &finalized, &mut status)
						};
						errors.extend(looked.err());
					}
					Outcome::Looked(errors)
				}
				Err(abstention) => Outcome::Abstained(abstention),
			},
			Err(unknown) => Outcome::Abstained(Abstention::Unknown(unknown)),
		};
		status.error = match &outcome {
			Outcome::Looked(errors) => errors.first().map(|error| format!("{error:?}")),
			other => Some(format!("{other:?}")),
		}
		.map_or_else(Vec::new, String::into_bytes);
		if !status.error.is_empty() {
			status.last_error = status.error.clone();
			status.last_error_at = self.now;
			log::warn!(target: "fil-gateway", "{}", core::str::from_utf8(&status.error).unwrap_or_default());
		}
		self.save(STATUS_KEY, &status);
		outcome
	}

	/// The places of the set in office whose keys are here.
	fn seats(&self) -> Vec<Seat> {
		let Some((set, operators)) = self.chain.operators() else {
			return Vec::new();
		};
		let held = self.keys.held();
		operators
			.members
			.iter()
			.enumerate()
			.filter(|(_, member)| !member.disabled && held.contains(&member.key))
			.filter_map(|(place, member)| {
				Some(Seat {
					set,
					operator: u16::try_from(place).ok()?,
					key: member.key,
				})
			})
			.collect()
	}

	fn now_and_epoch(&self) -> u64 {
		self.now.checked_add(self.chain.epoch_ms()).unwrap_or(self.now)
	}

	/// The finalized tipset of a node that can be relied on.
	fn settled(&self, node: &mut impl FilecoinNode, custody: &Custody) -> Result<Tipset, Abstention> {
		if node.genesis().map_err(Abstention::Unknown)? != custody.genesis {
			return Err(Abstention::WrongGenesis);
		}
		// Asked before the head: a node that moves on in between is no reason to doubt it.
		let finalized = node.finalized().map_err(Abstention::Unknown)?;
		let head = node.head().map_err(Abstention::Unknown)?;
		let now = self.now / 1000;
		let apart = now.abs_diff(head.time);
		if head.time > now && apart > MAX_LEAD_SECONDS {
			return Err(Abstention::Ahead(apart));
		}
		if head.time <= now && apart > MAX_LAG_SECONDS {
			return Err(Abstention::Lagging(apart));
		}
		if finalized.height > head.height {
			return Err(Abstention::Unknown(Unknown::Inconsistent("finalized above head")));
		}
		Ok(finalized)
	}

	fn ranges(
		&mut self,
		node: &mut impl FilecoinNode,
		seats: &[Seat],
		custody: &Custody,
		checkpoint: &Checkpoint,
		finalized: &Tipset,
		status: &mut WorkerStatus,
	) -> Result<(), Unknown> {
		let mut start = Start::from(checkpoint);
		let mut known: Option<HeadFacts> = self.load(FACTS_KEY);
		let first = checkpoint.next;
		for range in (first..=u32::MAX).take(MAX_RANGES as usize) {
			let subject = Subject::Range(range);
			if range == first && !self.chain.is_open(&subject) {
				return Ok(());
			}
			let report = match self.made_range(range, &start, custody) {
				Some(report) => report,
				None => {
					let genesis = self.chain.genesis();
					let task = RangeTask {
						custody,
						dmex: genesis.as_fixed_bytes(),
						range,
						epochs: self.chain.epochs_per_range(),
						start,
						known: known.as_ref(),
					};
					let key = slot(SCAN_KEY, range);
					let kept = self.scratch.get(&key).unwrap_or_default();
					let mut scan = RangeScan::decode(&mut kept.as_slice()).unwrap_or_default();
					let made = scan.advance(node, &task, finalized);
					// What was seen before an error stays seen.
					let left = scan.encode();
					if left != kept {
						self.scratch.set(&key, &left);
					}
					let Some(report) = made? else {
						return Ok(());
					};
					self.keep(&slot(RANGE_KEY, range), &subject, custody, start, &report);
					self.save(FACTS_KEY, &report.facts);
					status.last_range = Some(range);
					report
				}
			};
			if range == first {
				self.vote(seats, subject, digest(&report.header), status);
			}
			if report.header.verdict != Verdict::Sound {
				return Ok(());
			}
			start = Start::after(&report.header);
			known = Some(report.facts);
		}
		Ok(())
	}

	fn day(
		&mut self,
		node: &mut impl FilecoinNode,
		seats: &[Seat],
		custody: &Custody,
		finalized: &Tipset,
		status: &mut WorkerStatus,
	) -> Result<(), Unknown> {
		let Some(window) = self.chain.window() else {
			return Ok(());
		};
		let subject = Subject::Oracle(window.day);
		if let Some(report) = self.made_record(&window, custody) {
			self.vote(seats, subject, digest(&report.header), status);
			return Ok(());
		}
		let mut scan = match self.load::<(H256, DayScan)>(DAY_KEY) {
			Some((genesis, scan)) if genesis == custody_hash(custody) && scan.is_of(&window) => scan,
			_ => DayScan::new(&window)?,
		};
		let before = scan.clone();
		let nodes = self.nodes(&window, &subject);
		let task = DayTask {
			custody,
			window,
			nodes: &nodes,
			epochs: self.chain.epochs_per_range(),
			steps: ORACLE_STEPS,
		};
		let made = scan.advance(node, &task, finalized);
		// What was seen before an error stays seen.
		if scan != before {
			self.save(DAY_KEY, &(custody_hash(custody), scan));
		}
		if let Some(report) = made? {
			self.keep(RECORD_KEY, &subject, custody, window, &report);
			status.last_day = Some(window.day);
			self.vote(seats, subject, digest(&report.header), status);
		}
		Ok(())
	}

	/// Nodes that the record is about: those that were bound when its window, or its round, was first seen. All operators see that
	/// at about the same time; a node that is bound while some have voted must not part them.
	fn nodes(&mut self, window: &OracleWindow, subject: &Subject) -> Vec<BoundNode> {
		let of = (self.chain.genesis(), *window, self.chain.round(subject).round);
		if let Some((seen, nodes)) = self.load::<((H256, OracleWindow, u32), Vec<BoundNode>)>(NODES_KEY) {
			if seen == of {
				return nodes;
			}
		}
		let nodes = self.chain.nodes((MAX_PAGES * MAX_ITEMS) as usize);
		if window.to.is_some() {
			self.save(NODES_KEY, &(of, &nodes));
		}
		nodes
	}

	/// Votes for a digest in the open round, never for two.
	fn vote(&mut self, seats: &[Seat], subject: Subject, digest: H256, status: &mut WorkerStatus) {
		if !self.chain.is_open(&subject) {
			return;
		}
		let round = self.chain.round(&subject);
		if let Some(accepted) = round.accepted {
			if accepted != digest && status.disagreed_on != Some((subject, round.round)) {
				status.disagreed_on = Some((subject, round.round));
				status.disagreements = status.disagreements.checked_add(1).unwrap_or(0);
				log::error!(target: "fil-gateway", "A quorum sees {subject:?} otherwise: {accepted:?}, not {digest:?}");
			}
			return;
		}
		for seat in seats {
			if round.votes.iter().any(|vote| vote.operator == seat.operator) {
				continue;
			}
			let vote = Vote {
				set: seat.set,
				subject,
				round: round.round,
				digest,
			};
			if let Some(fresh) = self.remember(seat, &vote) {
				let payload = vote.payload(&self.chain.genesis());
				if let Some(signature) = self.keys.sign(&seat.key, &payload) {
					self.chain.submit(Submission::Vote(SignedVote {
						vote,
						operator: seat.operator,
						signature,
					}));
					if fresh {
						status.votes = status.votes.checked_add(1).unwrap_or(0);
					}
				}
			}
		}
	}

	/// Notes a vote before it is signed. `None` if it must not be sent: another digest was signed in this round, or it was sent a
	/// moment ago. Else whether it is a new one.
	fn remember(&mut self, seat: &Seat, vote: &Vote) -> Option<bool> {
		let key = [VOTES_KEY, seat.key.as_ref()].concat();
		let mut signed: Vec<Signed> = self.load(&key).unwrap_or_default();
		let (genesis, block) = (self.chain.genesis(), self.chain.block());
		let same = signed.iter_mut().find(|signed| {
			signed.genesis == genesis
				&& (signed.vote.set, signed.vote.subject, signed.vote.round)
					== (vote.set, vote.subject, vote.round)
		});
		let fresh = match same {
			Some(earlier) if earlier.vote.digest != vote.digest => {
				log::warn!(target: "fil-gateway", "Another digest was signed for {:?} in round {}", vote.subject, vote.round);
				return None;
			}
			Some(earlier) if block.abs_diff(earlier.sent_at) < RESEND_BLOCKS => return None,
			Some(earlier) => {
				earlier.sent_at = block;
				false
			}
			None => {
				while signed.len() >= REMEMBERED_VOTES {
					signed.remove(0);
				}
				signed.push(Signed {
					genesis,
					vote: *vote,
					sent_at: block,
				});
				true
			}
		};
		self.save(&key, &signed);
		Some(fresh)
	}

	/// Sends what lacks of reports that a quorum accepted and that this node has made too. Needs no Filecoin node.
	fn deliver_made(&mut self, seats: &[Seat], custody: &Custody, checkpoint: &Checkpoint) {
		if !self.is_turn(seats) {
			return;
		}
		// The report under delivery is of the next range, or of the one before if its last pages have just come.
		let subject = Subject::Range(checkpoint.next);
		if let Some(accepted) = self.chain.round(&subject).accepted {
			if let Some(report) = self.made_range(checkpoint.next, &Start::from(checkpoint), custody) {
				if digest(&report.header) == accepted {
					let RangeReport { header, pages, .. } = report;
					self.deliver(
						&subject,
						Submission::Header(Box::new(header)),
						pages.len(),
						|index| {
							let items = pages.get(usize::from(index))?.clone();
							Some(Submission::Page {
								range: checkpoint.next,
								index,
								items,
							})
						},
					);
				}
			}
		}
		if let Some(window) = self.chain.window() {
			let subject = Subject::Oracle(window.day);
			if let Some(accepted) = self.chain.round(&subject).accepted {
				if let Some(report) = self.made_record(&window, custody) {
					if digest(&report.header) == accepted {
						let OracleReport { header, pages } = report;
						self.deliver(
							&subject,
							Submission::OracleHeader(Box::new(header)),
							pages.len(),
							|index| {
								let facts = pages.get(usize::from(index))?.clone();
								Some(Submission::FactsPage {
									day: window.day,
									index,
									facts,
								})
							},
						);
					}
				}
			}
		}
	}

	/// Operators take turns, block by block.
	fn is_turn(&self, seats: &[Seat]) -> bool {
		let members = self.chain.operators().map_or(1, |(_, set)| set.members.len());
		let turn = u32::try_from(members)
			.ok()
			.and_then(|members| self.chain.block().checked_rem(members));
		seats
			.iter()
			.any(|seat| turn.is_none_or(|turn| turn == u32::from(seat.operator)))
	}

	fn deliver(
		&self,
		subject: &Subject,
		header: Submission,
		pages: usize,
		page: impl Fn(u16) -> Option<Submission>,
	) {
		let round = self.chain.round(subject).round;
		if !self.chain.has_header(subject, round) {
			self.chain.submit(header);
			return;
		}
		let missing = (0..=u16::MAX)
			.take(pages)
			.filter(|index| !self.chain.has_page(subject, round, *index))
			.take(MAX_SENT);
		for submission in missing.filter_map(page) {
			self.chain.submit(submission);
		}
	}

	/// The report of a range, if it was made in this round and from the same start.
	fn made_range(&self, range: RangeIndex, start: &Start, custody: &Custody) -> Option<RangeReport> {
		let made: Made<Start, RangeReport> = self.load(&slot(RANGE_KEY, range))?;
		let valid = self.is_current(&made, &Subject::Range(range), custody)
			&& made.from == *start
			&& made.report.header.range == range;
		valid.then_some(made.report)
	}

	/// The record of a day, likewise.
	fn made_record(&self, window: &OracleWindow, custody: &Custody) -> Option<OracleReport> {
		let made: Made<OracleWindow, OracleReport> = self.load(RECORD_KEY)?;
		let valid = self.is_current(&made, &Subject::Oracle(window.day), custody) && made.from == *window;
		valid.then_some(made.report)
	}

	fn is_current<F, R>(&self, made: &Made<F, R>, subject: &Subject, custody: &Custody) -> bool {
		made.genesis == self.chain.genesis()
			&& made.round == self.chain.round(subject).round
			&& made.custody == custody_hash(custody)
	}

	fn keep<F: Encode, R: Encode>(
		&mut self,
		key: &[u8],
		subject: &Subject,
		custody: &Custody,
		from: F,
		report: &R,
	) {
		let made = Made {
			genesis: self.chain.genesis(),
			round: self.chain.round(subject).round,
			custody: custody_hash(custody),
			from,
			report,
		};
		self.save(key, &made);
	}

	fn load<T: Decode>(&self, key: &[u8]) -> Option<T> {
		T::decode(&mut self.scratch.get(key)?.as_slice()).ok()
	}

	fn save<T: Encode>(&mut self, key: &[u8], value: &T) {
		self.scratch.set(key, &value.encode());
	}
}

/// Ranges that are looked at in advance lie beside each other.
fn slot(key: &[u8], range: RangeIndex) -> Vec<u8> {
	[key, &[u8::try_from(range % (2 * MAX_RANGES)).unwrap_or(0)]].concat()
}

/// What of custody reports depend on: not its signers.
fn custody_hash(custody: &Custody) -> H256 {
	digest(&(custody.network, custody.genesis, custody.id, custody.robust))
}
