//! A Filecoin network as custody sees it, and the operators that watch it. What happens on it is reported range by range and day by
//! day, voted on with the operators' keys, and sent in the transactions that their nodes send: unsigned, authorized by the call.

use crate::chain::*;
use dmex_primitives::{constants::DMC, Calendar as _, Day, Power};
use dmex_runtime::{
	configs::parameters::{dynamic_params::gateway, RuntimeParameters},
	*,
};
use frame_support::storage::with_transaction;
use frame_system::offchain::CreateAuthorizedTransaction;
pub use pallet_fil_gateway::{
	digest, fil_primitives,
	fil_primitives::{Address, Cid, Memo, Network, Payload, RedeemMemo},
	ActorId, Beneficiary, Call as GatewayCall, Credit, CreditSource, Debit, Event as GatewayEvent, Fault,
	Item, NodeBinding, NodeFacts, PendingTx, RangeHeader, RedemptionId, RedemptionState, SignedVote, Signers,
	Status, Subject, Verdict, Vote, MINIMUM_AMOUNT,
};
use pallet_fil_gateway::{
	Applying, CurrentSet, CustodyInfo, Days, Dust, Facts, FactsSummary, Halted, Items, LastCheckpoint,
	NetworkFacts, NextRecord, OracleHeader, OracleWindow, PageSummary, RangeDelivery, RecordDelivery,
	Recording, Redemptions, Rounds, MAX_ITEMS,
};
use sp_core::H256;
use sp_runtime::{
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
	},
	ApplyExtrinsicResult, DispatchError, TransactionOutcome,
};
use std::collections::BTreeMap;

pub type GatewayError = pallet_fil_gateway::Error<Runtime>;

/// One FIL in attoFIL.
pub const FIL: Balance = DMC;
/// More than any story deposits.
pub const NO_CAP: Balance = 2_000_000_000 * FIL;
/// An actor that nobody knows.
pub const STRANGER: ActorId = 1_111;
/// Quality-adjusted power of the network in GiB.
const TOTAL_POWER: u64 = 20_000_000_000;

/// What is on Filecoin.
#[derive(Default)]
pub struct Filecoin {
	/// What custody holds.
	pub balance: Balance,
	/// Payouts that the multisig has pending.
	pub pending: Vec<PendingTx>,
	/// Who signs for the multisig, if not those of genesis.
	pub signers: Option<Signers>,
	/// Operators whose nodes are down.
	pub down: Vec<Sr25519Keyring>,
	/// Messages so far: each has a CID of its own.
	messages: u64,
	/// What happened to custody since the last range.
	items: Vec<Item>,
	/// Credits that are too small to be items.
	dust: Dust,
	/// Miners that were ever bound: issuer, and what the oracle says of them.
	miners: BTreeMap<ActorId, (Option<AccountId>, NodeFacts)>,
}

/// The report of a range.
pub struct Report {
	pub header: RangeHeader,
	pub pages: Vec<Items>,
}

impl Filecoin {
	fn next_cid(&mut self) -> Cid {
		self.messages += 1;
		Cid::of(&self.messages.to_be_bytes())
	}

	/// Somebody sends FIL to custody.
	pub fn send(&mut self, value: Balance, memo: Option<Memo>) {
		self.send_from(STRANGER, None, value, memo)
	}

	/// Somebody sends FIL to custody from an f1 address (its payload).
	pub fn send_from(&mut self, from: ActorId, key: Option<[u8; 20]>, value: Balance, memo: Option<Memo>) {
		let memo = memo
			.map(|memo| memo.encode(&FilGateway::chain().0))
			.unwrap_or_default();
		self.send_params(from, key, value, memo, CreditSource::Other)
	}

	/// A miner pays out to custody, its beneficiary.
	pub fn withdraw(&mut self, miner: ActorId, value: Balance) {
		self.send_params(miner, None, value, Vec::new(), CreditSource::Miner)
	}

	/// FIL comes in with these params.
	pub fn send_params(
		&mut self,
		from: ActorId,
		from_key: Option<[u8; 20]>,
		value: Balance,
		params: Vec<u8>,
		source: CreditSource,
	) {
		let cid = self.next_cid();
		self.balance += value;
		if value < MINIMUM_AMOUNT {
			self.dust.count += 1;
			self.dust.amount += value;
			return;
		}
		self.items.push(Item::Credit(Credit {
			cid,
			path: Default::default(),
			value,
			from,
			from_key,
			source,
			memo: params.try_into().unwrap_or_default(),
		}));
	}

	/// The owner of a miner binds it to an issuer, with the smallest transfer there is. Where it is bound to him it stays so.
	fn bind(&mut self, miner: ActorId, issuer: AccountId) {
		let facts = NodeFacts {
			node: miner,
			quality_adjusted: 0,
			raw: 0,
			live_sectors: 0,
			faulty_sectors: 0,
			wins: 0,
			rewards: 0,
			beneficiary: Beneficiary::default(),
		};
		let (bound_to, _) = self.miners.entry(miner).or_insert((None, facts));
		if bound_to.replace(issuer.clone()) == Some(issuer.clone()) {
			return;
		}
		self.items.push(Item::Bind(NodeBinding {
			node: miner,
			account: issuer,
		}));
		self.send(1, None);
	}

	/// What the oracle will say of a miner.
	pub fn facts(&mut self, name: &str) -> &mut NodeFacts {
		&mut self.miners.get_mut(&actor(name)).expect("a bound miner").1
	}

	/// The multisig's signers propose what operators are asked to pay.
	pub fn propose(&mut self, id: RedemptionId) -> u64 {
		let statement = FilGateway::redemption_statement(id).expect("an open redemption");
		let to = Address::parse(
			core::str::from_utf8(&statement.destination).unwrap(),
			Network::Main,
		)
		.unwrap();
		let tx = self.messages;
		self.messages += 1;
		self.pending.push(PendingTx {
			tx,
			redemption: id,
			value: statement.payable,
			to,
		});
		tx
	}

	/// They cancel it.
	pub fn cancel(&mut self, tx: u64) {
		self.pending.retain(|pending| pending.tx != tx)
	}

	/// All FIL goes to another multisig. What is pending in the old one stays there, and what moved since the last range is in no report.
	pub fn leave_custody(&mut self) {
		(self.items, self.dust, self.pending) = Default::default();
	}

	/// They approve it, and the multisig pays.
	pub fn execute(&mut self, tx: u64) {
		let pending = *self
			.pending
			.iter()
			.find(|pending| pending.tx == tx)
			.expect("a pending transaction");
		self.cancel(tx);
		self.pay(
			pending.to,
			pending.value,
			RedeemMemo {
				redemption: pending.redemption,
			}
			.encode(&FilGateway::chain().0),
		);
	}

	/// FIL goes out with these params.
	pub fn pay(&mut self, to: Address, value: Balance, params: Vec<u8>) {
		let cid = self.next_cid();
		self.balance -= value;
		self.items.push(Item::Debit(Debit {
			cid,
			path: pallet_fil_gateway::trace_path(&[0]),
			value,
			to: Some(to),
			memo: params.try_into().unwrap_or_default(),
		}));
	}
}

/// The actor of an f0 name.
pub fn actor(name: &str) -> ActorId {
	Address::parse(name, Network::Main)
		.ok()
		.and_then(|address| address.id())
		.expect("a name of a miner")
}

/// A memo that credits `who`.
pub fn to(who: Sr25519Keyring) -> Option<Memo> {
	Some(Memo::Account(id(who).into()))
}

/// What an operator's node sends.
pub fn authorized(call: GatewayCall<Runtime>) -> UncheckedExtrinsic {
	<Runtime as CreateAuthorizedTransaction<GatewayCall<Runtime>>>::create_authorized_transaction(call.into())
}

/// What the transaction pool says to that.
pub fn pooled(call: GatewayCall<Runtime>) -> TransactionValidity {
	let parent = System::parent_hash();
	with_transaction(|| {
		let outcome = Executive::validate_transaction(TransactionSource::External, authorized(call), parent);
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(outcome))
	})
	.expect("a rollback cannot fail")
}

/// The transaction of a vote.
pub fn cast(signed: SignedVote) -> GatewayCall<Runtime> {
	let SignedVote {
		vote,
		operator,
		signature,
	} = signed;
	GatewayCall::vote {
		vote,
		operator,
		signature,
	}
}

/// A vote in the open round of the set in office.
pub fn vote_in(subject: Subject, digest: H256) -> Vote {
	Vote {
		set: CurrentSet::<Runtime>::get().expect("a set in office"),
		subject,
		round: Rounds::<Runtime>::get(subject).unwrap_or_default().round,
		digest,
	}
}

/// `who` signs a vote as the operator in that place.
pub fn sign_vote(who: Sr25519Keyring, operator: u16, vote: Vote) -> SignedVote {
	SignedVote {
		vote,
		operator,
		signature: sign(who, &vote.payload(&FilGateway::chain())),
	}
}

/// The operators in office, by place.
pub fn operators() -> Vec<Sr25519Keyring> {
	let (_, set) = FilGateway::current_set().expect("a set in office");
	set.members
		.iter()
		.map(|member| Sr25519Keyring::from_public(&member.key).expect("a well-known key"))
		.collect()
}

/// What decides the caps of deposits.
pub fn caps(deposit: Balance, daily: Balance) -> RuntimeCall {
	let set = |parameter| crate::dao::set(RuntimeParameters::Gateway(parameter));
	crate::products::batch(vec![
		set(gateway::Parameters::DepositCap(
			gateway::DepositCap,
			Some(deposit),
		)),
		set(gateway::Parameters::DailyMintCap(
			gateway::DailyMintCap,
			Some(daily),
		)),
	])
}

fn page_summary(items: &Items) -> PageSummary {
	let (mut credits, mut debits) = (0, 0);
	for item in items {
		match item {
			Item::Credit(credit) => credits += credit.value,
			Item::Debit(debit) => debits += debit.value,
			Item::Bind(_) => {}
		}
	}
	PageSummary {
		hash: digest(items),
		credits,
		debits,
		items: items.len() as u16,
	}
}

/// What the operators do.
impl Chain {
	/// The outcome of an operator's transaction in this block, or the next if this one is full.
	pub fn try_send(&mut self, call: GatewayCall<Runtime>) -> ApplyExtrinsicResult {
		let full = TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);
		let outcome = Executive::apply_extrinsic(authorized(call.clone()));
		if outcome == Err(full) {
			self.next();
			return Executive::apply_extrinsic(authorized(call));
		}
		outcome
	}

	/// Sends what is valid and does what it should.
	pub fn send(&mut self, call: GatewayCall<Runtime>) {
		self.try_send(call)
			.expect("an authorized transaction")
			.expect("one that applies")
	}

	/// Operators vote for the digest until a quorum has. Whether it has.
	pub fn agree(&mut self, subject: Subject, digest: H256) -> bool {
		let vote = vote_in(subject, digest);
		for (place, who) in (0..).zip(operators()) {
			let is_over = Rounds::<Runtime>::get(subject).is_some_and(|round| round.accepted.is_some());
			if !is_over && !self.filecoin.down.contains(&who) {
				self.send(cast(sign_vote(who, place, vote)));
			}
		}
		Rounds::<Runtime>::get(subject).is_some_and(|round| round.accepted == Some(digest))
	}

	/// What honest operators report of the next range.
	pub fn observe(&self) -> Report {
		let checkpoint = LastCheckpoint::<Runtime>::get().expect("custody");
		let Filecoin {
			balance,
			items,
			dust,
			pending,
			signers,
			..
		} = &self.filecoin;
		let pages: Vec<Items> = items
			.chunks(MAX_ITEMS as usize)
			.map(|page| page.to_vec().try_into().unwrap())
			.collect();
		let summaries: Vec<_> = pages.iter().map(page_summary).collect();
		let credits: Balance = summaries.iter().map(|page| page.credits).sum::<Balance>() + dust.amount;
		let debits: Balance = summaries.iter().map(|page| page.debits).sum();
		let explained = (checkpoint.balance + credits) as i128 - debits as i128;
		let verdict = match *balance as i128 - explained {
			0 => Verdict::Sound,
			delta => Verdict::Unexplained { delta },
		};
		let known = || CustodyInfo::<Runtime>::get().expect("custody").signers;
		let header = RangeHeader {
			range: checkpoint.next,
			tipset: H256(sp_io::hashing::blake2_256(&checkpoint.next.to_be_bytes())),
			time: Timestamp::get() / 1_000,
			start_balance: checkpoint.balance,
			end_balance: *balance,
			head: Cid::of(&checkpoint.next.to_be_bytes()),
			signers: signers.clone().unwrap_or_else(known).digest(),
			pages: summaries.try_into().unwrap(),
			dust: *dust,
			pending: pending.clone().try_into().unwrap(),
			verdict,
		};
		Report { header, pages }
	}

	/// A quorum votes for the report, and it is delivered. Whether there was a quorum.
	pub fn deliver(&mut self, report: Report) -> bool {
		let Report { header, pages } = report;
		let (range, balance) = (header.range, header.end_balance);
		if !self.agree(Subject::Range(range), digest(&header)) {
			return false;
		}
		self.send(GatewayCall::submit_header {
			header: Box::new(header),
		});
		for (index, items) in (0..).zip(pages) {
			if Halted::<Runtime>::get() {
				break;
			}
			self.send(GatewayCall::submit_page { range, index, items });
		}
		let checkpoint = LastCheckpoint::<Runtime>::get().unwrap();
		// A void report is to be made again.
		if checkpoint.next > range {
			assert_eq!(
				checkpoint.balance, balance,
				"the checkpoint is what custody holds"
			);
			(self.filecoin.items, self.filecoin.dust) = Default::default();
		}
		true
	}

	/// Has what is delivered applied, by somebody who need not wait for the block's hook.
	pub fn apply_all(&mut self) {
		loop {
			let items: u32 = match (Applying::<Runtime>::get(), RangeDelivery::<Runtime>::get()) {
				(Some(_), Some(delivery)) => {
					delivery
						.header
						.pages
						.iter()
						.map(|page| u32::from(page.items))
						.sum::<u32>() + 1
				}
				_ => 0,
			};
			let facts: u32 = match (Recording::<Runtime>::get(), RecordDelivery::<Runtime>::get()) {
				(Some(_), Some(delivery)) => {
					delivery
						.header
						.pages
						.iter()
						.map(|page| u32::from(page.items))
						.sum::<u32>() + 1
				}
				_ => 0,
			};
			if items + facts == 0 {
				return;
			}
			let max = (items + facts).min(32);
			self.call(Ferdie, GatewayCall::apply { max }).unwrap();
		}
	}

	/// The next range is reported, with all that happened, and applied.
	pub fn report_range(&mut self) {
		let report = self.observe();
		assert!(self.deliver(report), "a quorum");
		self.apply_all();
	}

	/// The record of the next day, if it is over and its window was fixed; and heights enough for the day after it. Whether days
	/// are left, which takes a block for each.
	pub fn record_one(&mut self, reward: Balance) -> bool {
		let OracleWindow { day, from, to } = NextRecord::<Runtime>::get().expect("custody");
		if let Some(to) = to {
			let report = self.observe_day(day, (from, to), reward);
			self.deliver_day(report);
			self.apply_all();
			assert_eq!(
				Days::<Runtime>::get(day).map(|record| record.reward),
				Some(reward)
			);
		}
		let epochs = u64::from(Calendar::parameters().epochs_per_day);
		loop {
			let window = NextRecord::<Runtime>::get().unwrap();
			let covered = FilGateway::height_of(LastCheckpoint::<Runtime>::get().unwrap().next);
			if covered >= window.from + epochs {
				return window.day < Calendar::today();
			}
			self.report_range();
		}
	}

	/// What honest operators report of a day, in which a GiB earned `reward_per_gib`.
	pub fn observe_day(
		&self,
		day: Day,
		(from, to): (u64, u64),
		reward_per_gib: Balance,
	) -> (OracleHeader, Vec<Facts>) {
		let facts: Vec<_> = self.filecoin.miners.values().map(|(_, facts)| *facts).collect();
		let pages: Vec<Facts> = facts
			.chunks(MAX_ITEMS as usize)
			.map(|page| page.to_vec().try_into().unwrap())
			.collect();
		let summaries: Vec<_> = pages
			.iter()
			.map(|facts| FactsSummary {
				hash: digest(facts),
				items: facts.len() as u16,
			})
			.collect();
		let header = OracleHeader {
			day,
			from,
			to,
			tipset: H256(sp_io::hashing::blake2_256(&to.to_be_bytes())),
			time: Timestamp::get() / 1_000,
			network: NetworkFacts {
				reward_per_gib,
				total_power: TOTAL_POWER,
			},
			pages: summaries.try_into().unwrap(),
		};
		(header, pages)
	}

	/// A quorum votes for the record, and it is delivered.
	pub fn deliver_day(&mut self, (header, pages): (OracleHeader, Vec<Facts>)) {
		let day = header.day;
		assert!(self.agree(Subject::Oracle(day), digest(&header)), "a quorum");
		self.send(GatewayCall::submit_oracle_header {
			header: Box::new(header),
		});
		for (index, facts) in (0..).zip(pages) {
			self.send(GatewayCall::submit_facts { day, index, facts });
		}
	}

	/// The redemption that was requested last.
	pub fn last_redemption(&self) -> RedemptionId {
		pallet_fil_gateway::NextRedemption::<Runtime>::get() - 1
	}
}

// What stories want of Filecoin

/// A deposit with the memo of `who`.
pub fn deposit_fil(chain: &mut Chain, who: Sr25519Keyring, amount: Balance) {
	assert!(amount >= MINIMUM_AMOUNT, "{amount} is dust");
	chain.filecoin.send(amount, to(who));
	chain.report_range();
}

/// A deposit with the memo of a product.
pub fn pay_product(chain: &mut Chain, product: u32, amount: Balance) {
	assert!(amount >= MINIMUM_AMOUNT, "{amount} is dust");
	chain.filecoin.send(amount, Some(Memo::Product { product }));
	chain.report_range();
}

/// The owner of a miner has it bound to `issuer`, and it has that power from the next record on.
pub fn report_node(chain: &mut Chain, name: &str, issuer: Sr25519Keyring, power: Power) {
	chain.filecoin.bind(actor(name), id(issuer));
	let facts = chain.filecoin.facts(name);
	(facts.quality_adjusted, facts.raw) = (power, power);
	if !chain.filecoin.items.is_empty() {
		chain.report_range();
	}
}

/// A redemption as it stands.
pub fn redemption(id: RedemptionId) -> Option<pallet_fil_gateway::Redemption> {
	Redemptions::<Runtime>::get(id)
}
