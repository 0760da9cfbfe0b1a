//! What to do about each redemption: pure decisions from what both chains say.
//!
//! Whatever operators run this at the same time, a redemption is paid once:
//!
//! 1. Only the transaction that the DMEX chain has *bound* the redemption to is approved, under its hash. The chain binds one
//!    transaction at a time, from a final report, and lets go of it only when a later one shows that it is gone.
//! 2. A proposal alone pays nothing: custody needs at least two approvals, and the proposal counts as one.
//! 3. Proposing twice is so not dangerous, but clutter. Turns and the wait for own messages avoid it; the proposer takes a leftover back.

use super::message::Call;
use dmex_primitives::BlockNumber;
use fil_primitives::{
	amount::format_fil,
	message::SEND,
	multisig::{Propose, Transaction},
	Address, Genesis, MemoError, Network, RedeemMemo,
};
use pallet_fil_gateway::{
	ActorId, Redemption, RedemptionId, RedemptionState, RedemptionStatement, MAX_PENDING,
};
use std::fmt;

/// Payouts that may be pending when another one is proposed. A report shows [`MAX_PENDING`]; a full one stops refunds.
pub const CROWD: usize = MAX_PENDING as usize / 2;

/// A transaction that the multisig has pending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
	/// Its id.
	pub id: u64,
	/// Its receiver; `None` if it is an address that cannot be a redemption's.
	pub to: Option<Address>,
	/// AttoFIL; `None` if they are more than there can be.
	pub value: Option<u128>,
	/// The receiver's method.
	pub method: u64,
	/// Its parameters.
	pub params: Vec<u8>,
	/// Who approved, the proposer first.
	pub approved: Vec<ActorId>,
}

/// What both chains say.
#[derive(Clone, Debug)]
pub struct Situation {
	/// DMEX's genesis hash.
	pub chain: Genesis,
	/// The network of custody.
	pub network: Network,
	/// DMEX's last finalized block.
	pub now: BlockNumber,
	/// Length of a proposer's turn in blocks, above 0.
	pub turn: BlockNumber,
	/// Whether the gateway is paused.
	pub paused: bool,
	/// Custody's signers, ascending.
	pub signers: Vec<ActorId>,
	/// Approvals that a transaction needs.
	pub approvals: u32,
	/// The signer whose key is here.
	pub me: ActorId,
	/// Custody's balance.
	pub balance: u128,
	/// Whether own messages wait for a block.
	pub unsettled: bool,
	/// Whether to propose in another signer's turn.
	pub out_of_turn: bool,
	/// Redemptions below are left alone.
	pub from: RedemptionId,
	/// All open redemptions from there on, ascending.
	pub redemptions: Vec<RedemptionStatement>,
	/// All pending transactions of the multisig.
	pub pending: Vec<Pending>,
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
	/// A redemption.
	Redemption(RedemptionId),
	/// A transaction of the multisig.
	Transaction(u64),
}

impl fmt::Display for About {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			About::Redemption(id) => write!(f, "redemption {id}"),
			About::Transaction(id) => write!(f, "transaction {id}"),
		}
	}
}

/// What to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
	/// A message to custody.
	Send(Call, Errand),
	/// Nothing yet.
	Wait(Wait),
	/// Nothing, and somebody should look at it.
	Refuse(Refusal),
}

/// A message in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
	/// Propose a payout.
	Propose {
		/// AttoFIL.
		value: u128,
		/// The receiver.
		to: String,
	},
	/// Approve one.
	Approve {
		/// The transaction.
		tx: u64,
		/// AttoFIL.
		value: u128,
		/// The receiver.
		to: String,
	},
	/// Take an own proposal back.
	Cancel(Refusal),
}

impl Errand {
	/// In words: of what was done, or of what would be done.
	pub fn describe(&self, done: bool) -> String {
		let verb = |past: &str, base: &str| {
			if done {
				past.into()
			} else {
				format!("would {base}")
			}
		};
		match self {
			Errand::Propose { value, to } => {
				format!(
					"{} {} FIL to {to}",
					verb("proposed", "propose"),
					format_fil(*value)
				)
			}
			Errand::Approve { tx, value, to } => {
				format!(
					"{} transaction {tx} ({} FIL to {to})",
					verb("approved", "approve"),
					format_fil(*value)
				)
			}
			Errand::Cancel(why) => format!("{}: {why}", verb("cancelled", "cancel")),
		}
	}
}

/// Why nothing is done yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
	/// The request may be objected to until that block.
	NotReady(BlockNumber),
	/// There is an objection.
	Objected(BlockNumber),
	/// Its owner took it back.
	Cancelling,
	/// Nobody knows whether that transaction paid it.
	Undecided(u64),
	/// The gateway is paused.
	Paused,
	/// Own messages wait for a block.
	Unsettled,
	/// Custody holds less.
	Balance,
	/// So many payouts are pending already.
	Crowded,
	/// It was proposed; the chain will bind it when a report shows that.
	Proposed(u64),
	/// Approved from here; others have to.
	Approved {
		/// The transaction.
		tx: u64,
		/// Approvals that it has.
		approvals: usize,
		/// Approvals that it needs.
		needed: u32,
	},
	/// Executed, or taken back; a report will say.
	Settling(u64),
	/// Another signer's turn.
	Turn(ActorId),
	/// The next signer's turn begins soon.
	TurnEnds(ActorId),
	/// A second proposal for a redemption that is bound to another one.
	Duplicate {
		/// What it would pay.
		redemption: RedemptionId,
		/// The one that pays.
		bound: u64,
		/// Who proposed the second one.
		proposer: ActorId,
	},
}

impl fmt::Display for Wait {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Wait::NotReady(block) => write!(f, "ready at block {block}"),
			Wait::Objected(block) => write!(f, "objected to, until block {block} unless the DAO confirms"),
			Wait::Cancelling => f.write_str("its owner cancelled it"),
			Wait::Undecided(tx) => write!(f, "transaction {tx} may have paid it; the DAO decides"),
			Wait::Paused => f.write_str("the gateway is paused; the DAO resumes it"),
			Wait::Unsettled => f.write_str("earlier messages of this key are still in the message pool"),
			Wait::Balance => f.write_str("custody does not hold as much"),
			Wait::Crowded => f.write_str("enough payouts are pending already"),
			Wait::Proposed(tx) => write!(f, "proposed as transaction {tx}; not bound on chain yet"),
			Wait::Approved {
				tx,
				approvals,
				needed,
			} => {
				write!(
					f,
					"transaction {tx} is approved from here; it has {approvals} of {needed} approvals"
				)
			}
			Wait::Settling(tx) => write!(
				f,
				"transaction {tx} is not pending any more; the next report says what became of it"
			),
			Wait::Turn(signer) => write!(f, "signer {signer} proposes it"),
			Wait::TurnEnds(signer) => write!(f, "signer {signer} proposes it soon"),
			Wait::Duplicate {
				redemption,
				bound,
				proposer,
			} => write!(
				f,
				"never to be approved: it pays redemption {redemption} once more, which transaction {bound} pays; its \
				 proposer {proposer} can cancel it"
			),
		}
	}
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
	/// What the DMEX node says of the redemption does not fit together.
	Statement,
	/// The pending transaction that the redemption is bound to is not the one that pays it.
	BoundDiffers(u64),
	/// It has no proposer.
	NoProposer(u64),
	/// It names a redemption, but not its receiver, amount or memo.
	Differs(RedemptionId),
	/// It names a redemption that is not open.
	NotOpen(RedemptionId),
	/// It pays a redemption that another transaction is bound to pay.
	Duplicate(RedemptionId),
	/// Its memo is meant as one of a payout, and is none of this chain's.
	Memo(MemoError),
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Refusal::Statement => {
				f.write_str("what the DMEX node says of it contradicts itself: destination, amount or memo")
			}
			Refusal::BoundDiffers(tx) => {
				write!(
					f,
					"transaction {tx}, which it is bound to, does not pay exactly it"
				)
			}
			Refusal::NoProposer(tx) => write!(f, "transaction {tx} has no approvals, so nobody proposed it"),
			Refusal::Differs(redemption) => write!(
				f,
				"it names redemption {redemption}, but does not pay exactly it (receiver, amount, memo)"
			),
			Refusal::NotOpen(redemption) => {
				write!(f, "it names redemption {redemption}, which is not to be paid")
			}
			Refusal::Duplicate(redemption) => {
				write!(f, "it pays redemption {redemption} once more")
			}
			Refusal::Memo(error) => write!(f, "its memo is none of this chain's payouts: {error:?}"),
		}
	}
}

/// A decision.
pub type Line = (About, Decision);

/// Decides about all redemptions and pending transactions: own leftovers first, then approvals, then proposals, so that what is
/// under way comes before what is new.
pub fn plan(situation: &Situation) -> Vec<Line> {
	let (mut odd, mut lines, mut fresh) = (situation.transactions(), Vec::new(), Vec::new());
	let redemptions = || {
		situation
			.redemptions
			.iter()
			.filter(|statement| statement.id >= situation.from)
	};
	// Where the balance does not suffice for all, what is pending comes first.
	let mut left = situation.balance;
	for statement in redemptions() {
		if situation.is_under_way(statement) {
			let line = situation.under_way(statement, &mut left);
			lines.push((About::Redemption(statement.id), line));
		}
	}
	let mut crowd = situation.payouts();
	for statement in redemptions() {
		if !situation.is_under_way(statement) {
			let line = situation.waiting(statement, &mut left, &mut crowd);
			fresh.push((About::Redemption(statement.id), line));
		}
	}
	odd.append(&mut lines);
	odd.append(&mut fresh);
	odd
}

/// Whose turn it is to propose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
	/// The signer.
	pub signer: ActorId,
	/// Whether the turn is so far gone that a proposal might not be seen by the next signer in time.
	pub ends: bool,
	/// Whose turn comes then.
	pub next: ActorId,
}

/// Signers take turns, beginning with a different one for each redemption. `None` without signers or length.
pub fn turn(id: RedemptionId, age: BlockNumber, length: BlockNumber, signers: &[ActorId]) -> Option<Turn> {
	let count = u64::try_from(signers.len()).ok()?;
	let number = age.checked_div(length)?;
	let signer = |turn: u64| {
		let place = id.wrapping_add(turn).checked_rem(count)?;
		signers.get(usize::try_from(place).ok()?).copied()
	};
	let quarter = (length / 4).max(1);
	Some(Turn {
		signer: signer(number.into())?,
		ends: length > 1 && age % length >= length - quarter,
		next: signer(u64::from(number) + 1)?,
	})
}

impl Situation {
	fn memo(&self, id: RedemptionId) -> Vec<u8> {
		RedeemMemo { redemption: id }.encode(&self.chain)
	}

	/// What has to be proposed for the redemption.
	fn payout(&self, statement: &RedemptionStatement) -> Option<Propose> {
		let to = statement.redemption.destination;
		let consistent = statement.payable > 0
			&& to.is_key()
			&& statement.destination == to.to_text(self.network).into_bytes()
			&& statement.memo == self.memo(statement.id);
		consistent.then(|| {
			Propose::payout(
				to,
				statement.payable,
				RedeemMemo {
					redemption: statement.id,
				},
				&self.chain,
			)
		})
	}

	/// Pending payouts of this chain, whatever they pay.
	fn payouts(&self) -> usize {
		let is_payout =
			|one: &&Pending| RedeemMemo::decode(&one.params, &self.chain) != Err(MemoError::NotAMemo);
		self.pending.iter().filter(is_payout).count()
	}

	/// The first pending transaction that pays exactly this.
	fn proposed(&self, payout: &Propose) -> Option<&Pending> {
		self.pending
			.iter()
			.filter(|one| one.pays(payout))
			.min_by_key(|one| one.id)
	}

	/// Whether its money may leave custody by what is pending.
	fn is_under_way(&self, statement: &RedemptionStatement) -> bool {
		let bound = matches!(statement.redemption.state, RedemptionState::Bound { .. });
		bound
			|| self
				.payout(statement)
				.is_some_and(|payout| self.proposed(&payout).is_some())
	}

	fn under_way(&self, statement: &RedemptionStatement, left: &mut u128) -> Decision {
		let Some(payout) = self.payout(statement) else {
			return Decision::Refuse(Refusal::Statement);
		};
		let tx = match statement.redemption.state {
			RedemptionState::Bound { tx } => tx,
			RedemptionState::Cancelling { .. } => return Decision::Wait(Wait::Cancelling),
			RedemptionState::Undecided { tx } => return Decision::Wait(Wait::Undecided(tx)),
			RedemptionState::Open | RedemptionState::Objected { .. } => {
				*left = left.saturating_sub(statement.payable);
				let tx = self.proposed(&payout).map_or(0, |one| one.id);
				return Decision::Wait(Wait::Proposed(tx));
			}
		};
		let Some(pending) = self.pending.iter().find(|one| one.id == tx) else {
			return Decision::Wait(Wait::Settling(tx));
		};
		if !pending.pays(&payout) {
			return Decision::Refuse(Refusal::BoundDiffers(tx));
		}
		let Some(hash) = pending.hash(&payout) else {
			return Decision::Refuse(Refusal::NoProposer(tx));
		};
		let enough = statement.payable <= *left;
		*left = left.saturating_sub(statement.payable);
		if pending.approved.contains(&self.me) {
			return Decision::Wait(Wait::Approved {
				tx,
				approvals: pending.approved.len(),
				needed: self.approvals,
			});
		}
		if self.paused {
			return Decision::Wait(Wait::Paused);
		}
		// Executed without the means, the transaction would be used up.
		if !enough {
			return Decision::Wait(Wait::Balance);
		}
		if self.unsettled {
			return Decision::Wait(Wait::Unsettled);
		}
		Decision::Send(
			Call::Approve(Transaction { id: tx, hash }),
			Errand::Approve {
				tx,
				value: statement.payable,
				to: payout.to.to_text(self.network),
			},
		)
	}

	fn waiting(&self, statement: &RedemptionStatement, left: &mut u128, crowd: &mut usize) -> Decision {
		let Some(payout) = self.payout(statement) else {
			return Decision::Refuse(Refusal::Statement);
		};
		let since = match self.ready_since(&statement.redemption) {
			Ok(since) => since,
			Err(wait) => return Decision::Wait(wait),
		};
		// The chain's own word, should it know more.
		if !statement.ready {
			return Decision::Wait(Wait::NotReady(since));
		}
		if self.paused {
			return Decision::Wait(Wait::Paused);
		}
		if statement.payable > *left {
			return Decision::Wait(Wait::Balance);
		}
		if self.unsettled {
			return Decision::Wait(Wait::Unsettled);
		}
		if *crowd >= CROWD {
			return Decision::Wait(Wait::Crowded);
		}
		if !self.out_of_turn {
			let age = self.now.saturating_sub(since);
			match turn(statement.id, age, self.turn, &self.signers) {
				Some(turn) if turn.ends => return Decision::Wait(Wait::TurnEnds(turn.next)),
				Some(turn) if turn.signer != self.me => return Decision::Wait(Wait::Turn(turn.signer)),
				Some(_) => (),
				None => return Decision::Refuse(Refusal::Statement),
			}
		}
		*left = left.saturating_sub(statement.payable);
		*crowd = crowd.saturating_add(1);
		let errand = Errand::Propose {
			value: statement.payable,
			to: payout.to.to_text(self.network),
		};
		Decision::Send(Call::Propose(payout), errand)
	}

	/// The block since which it may be proposed.
	fn ready_since(&self, redemption: &Redemption) -> Result<BlockNumber, Wait> {
		match redemption.state {
			RedemptionState::Open if redemption.ready_at > self.now => {
				Err(Wait::NotReady(redemption.ready_at))
			}
			RedemptionState::Open => Ok(redemption.ready_at),
			RedemptionState::Objected { until } if until > self.now => Err(Wait::Objected(until)),
			RedemptionState::Objected { until } => Ok(until.max(redemption.ready_at)),
			RedemptionState::Cancelling { .. } => Err(Wait::Cancelling),
			RedemptionState::Undecided { tx } => Err(Wait::Undecided(tx)),
			RedemptionState::Bound { tx } => Err(Wait::Settling(tx)),
		}
	}

	/// Pending transactions that are meant as payouts and are not the ones to be approved.
	fn transactions(&self) -> Vec<Line> {
		self.pending
			.iter()
			.filter_map(|one| Some((About::Transaction(one.id), self.transaction(one)?)))
			.collect()
	}

	fn transaction(&self, pending: &Pending) -> Option<Decision> {
		let id = match RedeemMemo::decode(&pending.params, &self.chain) {
			Ok(memo) => memo.redemption,
			// Other business of the signers.
			Err(MemoError::NotAMemo) => return None,
			Err(error) => return Some(self.leftover(pending, Refusal::Memo(error), None)),
		};
		if id < self.from {
			return None;
		}
		let Some(statement) = self.redemptions.iter().find(|statement| statement.id == id) else {
			return Some(self.leftover(pending, Refusal::NotOpen(id), None));
		};
		let bound = match statement.redemption.state {
			RedemptionState::Bound { tx } => Some(tx),
			_ => None,
		};
		// Its redemption's line speaks of it.
		if bound == Some(pending.id) {
			return None;
		}
		let payout = self.payout(statement)?;
		if !pending.pays(&payout) {
			return Some(self.leftover(pending, Refusal::Differs(id), None));
		}
		let bound = bound?;
		let wait = pending.approved.first().map(|proposer| Wait::Duplicate {
			redemption: id,
			bound,
			proposer: *proposer,
		});
		Some(self.leftover(pending, Refusal::Duplicate(id), wait))
	}

	/// A transaction that pays nothing which is to be paid: an own proposal is taken back, any other is refused, or `otherwise`.
	fn leftover(&self, pending: &Pending, why: Refusal, otherwise: Option<Wait>) -> Decision {
		if pending.approved.first() != Some(&self.me) {
			return otherwise.map_or(Decision::Refuse(why), Decision::Wait);
		}
		let content = pending.to.zip(pending.value).map(|(to, value)| Propose {
			to,
			value,
			method: pending.method,
			params: pending.params.clone(),
		});
		let Some(hash) = content.and_then(|content| pending.hash(&content)) else {
			return Decision::Refuse(why);
		};
		if self.unsettled {
			return Decision::Wait(Wait::Unsettled);
		}
		let id = pending.id;
		Decision::Send(Call::Cancel(Transaction { id, hash }), Errand::Cancel(why))
	}
}

impl Pending {
	/// Whether it does exactly this.
	pub fn pays(&self, payout: &Propose) -> bool {
		self.method == SEND
			&& payout.method == SEND
			&& self.to == Some(payout.to)
			&& self.value == Some(payout.value)
			&& self.params == payout.params
	}

	/// What approvals and cancellations name, if its content is this.
	fn hash(&self, content: &Propose) -> Option<[u8; 32]> {
		let proposer = Address::from_id(*self.approved.first()?).ok()?;
		Some(content.hash(&proposer))
	}
}
