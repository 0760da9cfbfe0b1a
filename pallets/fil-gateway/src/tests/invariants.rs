//! Random sequences of everything that can happen, on this chain and on a simulated Filecoin that an honest quorum reports, late and in
//! small steps, sometimes without seeing what moved. Custody moves with payouts under way, operators are slashed, the gateway winds down.
//! After each step all invariants hold and the books agree to the unit. No request is paid twice, or paid and refunded; in the end each
//! was one of the two, and custody holds exactly what is owed.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const MINER: ActorId = 1_234;
/// Whose f1 address is bound to an account, and another.
const SENDERS: [u8; 2] = [7, 8];

#[derive(Clone, Debug)]
enum Operation {
	Deposit(u8, u8, u64),
	Dust(u8),
	Propose(u8),
	Execute(u8),
	CancelTransaction(u8),
	Seal(u8),
	Report(u8),
	Lie(u8),
	Slash(u8),
	NextRound,
	Rotate(u8, u8),
	Swap(u8),
	Explain(bool),
	Resume,
	SetCustody(u8),
	Decide(u8),
	WindDown(u8),
	Redeem(u8, u64),
	Cancel(u8),
	Object(u8, u8),
	Confirm(u8),
	Assign(u8, u8),
	Return(u8),
	Claim(u8),
	Release(u8),
	BindNode,
	BindSender(u8),
	Record(u64),
	Products(bool),
	NodeTakes(u64),
	Blocks(u8),
	Day,
}

fn operation() -> impl Strategy<Value = Operation> {
	use Operation::*;
	let any8 = any::<u8>;
	prop_oneof![
		10 => (any8(), any8(), any::<u64>()).prop_map(|(k, w, a)| Deposit(k, w, a)),
		1 => any8().prop_map(Dust),
		6 => any8().prop_map(Propose),
		8 => any8().prop_map(Execute),
		2 => any8().prop_map(CancelTransaction),
		10 => any8().prop_map(Seal),
		40 => any8().prop_map(Report),
		2 => any8().prop_map(Lie),
		1 => any8().prop_map(Slash),
		1 => Just(NextRound),
		3 => (any8(), any8()).prop_map(|(a, b)| Rotate(a, b)),
		1 => any8().prop_map(Swap),
		3 => any::<bool>().prop_map(Explain),
		4 => Just(Resume),
		3 => any8().prop_map(SetCustody),
		3 => any8().prop_map(Decide),
		1 => any8().prop_map(WindDown),
		10 => (any8(), any::<u64>()).prop_map(|(w, a)| Redeem(w, a)),
		6 => any8().prop_map(Cancel),
		2 => (any8(), any8()).prop_map(|(a, b)| Object(a, b)),
		1 => any8().prop_map(Confirm),
		2 => (any8(), any8()).prop_map(|(a, b)| Assign(a, b)),
		2 => any8().prop_map(Return),
		2 => any8().prop_map(Claim),
		2 => any8().prop_map(Release),
		1 => Just(BindNode),
		1 => any8().prop_map(BindSender),
		1 => any::<u64>().prop_map(Record),
		1 => any::<bool>().prop_map(Products),
		1 => any::<u64>().prop_map(NodeTakes),
		4 => any8().prop_map(Blocks),
		2 => Just(Day),
	]
}

/// A range that is over on Filecoin.
struct Sealed {
	items: Vec<Item>,
	dust: Balance,
	pending: Vec<PendingTx>,
	signers: Signers,
	time: u64,
	balance: Balance,
	/// Whether operators see nothing of its items but what custody holds after them.
	hidden: bool,
}

#[derive(Default)]
struct World {
	balance: Balance,
	items: Vec<Item>,
	dust: Balance,
	pending: Vec<PendingTx>,
	signers: Signers,
	sealed: VecDeque<Sealed>,
	reported: RangeIndex,
	next: u64,
	paid: BTreeSet<RedemptionId>,
	refunded: BTreeSet<RedemptionId>,
	requested: BTreeMap<RedemptionId, Balance>,
}

fn who(n: u8) -> AccountId {
	[ALICE, BOB, ISSUER][usize::from(n) % 3].clone()
}

impl World {
	fn number(&mut self) -> u64 {
		self.next += 1;
		self.next
	}

	/// 0.1 to 3 FIL mostly, sometimes thousands.
	fn amount(seed: u64) -> Balance {
		let amount = MINIMUM_AMOUNT + u128::from(seed) % (3 * ONE);
		if seed.is_multiple_of(17) {
			amount * 1_500
		} else {
			amount
		}
	}

	fn step(&mut self, operation: Operation) {
		use Operation::*;
		match operation {
			Deposit(kind, to, seed) => {
				let (n, value, account) = (self.number(), Self::amount(seed), who(to));
				self.items.push(match kind % 7 {
					0 => credit(n, value, None),
					1 => credit(
						n,
						value,
						Some(Memo::Product {
							product: u32::from(to % 2) + PRODUCT,
						}),
					),
					2 => credit(
						n,
						value,
						Some(Memo::Phase {
							pool: 0,
							phase: 0,
							account: account.into(),
						}),
					),
					3 => miner_credit(n, value, MINER + u64::from(to % 4 == 0)),
					4 => sender_credit(n, value, sender(to)),
					_ => credit(n, value, Some(Memo::Account(account.into()))),
				});
				self.balance += value;
			}
			Dust(amount) => {
				self.dust += u128::from(amount);
				self.balance += u128::from(amount);
			}
			Propose(n) => {
				let open: Vec<_> = Redemptions::<Test>::iter_keys().collect();
				let Some(id) = pick(&open, n) else { return };
				let request = Redemptions::<Test>::get(id).unwrap();
				let late = matches!(request.state, RedemptionState::Cancelling { .. });
				// A proposer may not have seen a cancellation yet.
				if Gateway::is_ready(&request, System::block_number()) || late {
					let tx = self.number();
					self.pending.push(pending(tx, id));
				}
			}
			Execute(n) => self.execute(n),
			CancelTransaction(n) => {
				if let Some(one) = pick(&self.pending, n) {
					self.pending.retain(|other| other.tx != one.tx);
				}
			}
			Seal(n) => self.seal(n.is_multiple_of(16)),
			Report(n) => self.report(n),
			Lie(n) => {
				if let Some((place, n)) = self.voter(n) {
					let _ = cast_as(place, n, Subject::Range(next_range()), H256::repeat_byte(n as u8));
				}
			}
			NextRound => {
				if !round(Subject::Range(next_range())).votes.is_empty() {
					run(Gateway::round_blocks());
				}
				let _ = Gateway::open_next_round(signed(ALICE), Subject::Range(next_range()));
			}
			Slash(n) => {
				if let Some((place, n)) = self.voter(n) {
					let signed_as = |digest| SignedVote {
						operator: place,
						..vote_of(Subject::Range(next_range()), H256::repeat_byte(digest), n)
					};
					let _ = Gateway::report_equivocation(signed(ALICE), signed_as(1), signed_as(2));
				}
			}
			Rotate(first, count) => rotate(u16::from(first) % 5, u16::from(count) % 4 + 1),
			Swap(n) => {
				let ids = vec![1_000, 1_001, 1_002, 1_003, 2_000 + u64::from(n)];
				self.signers = Signers {
					ids: BoundedVec::truncate_from(ids),
					approvals: 4,
				};
				if !n.is_multiple_of(3) {
					assert_ok!(Gateway::announce_signers(root(), self.signers.clone()));
				}
			}
			Explain(accept) => self.explain(accept),
			Resume => {
				let _ = Gateway::resume(dao());
			}
			SetCustody(n) => self.set_custody(n),
			Decide(n) => {
				let undecided: Vec<_> = Redemptions::<Test>::iter()
					.filter(|(_, request)| matches!(request.state, RedemptionState::Undecided { .. }))
					.map(|(id, _)| id)
					.collect();
				if let Some(id) = pick(&undecided, n) {
					assert_ok!(Gateway::decide_redemption(root(), id, self.paid.contains(&id)));
				}
			}
			WindDown(n) => {
				if n.is_multiple_of(4) {
					let _ = Gateway::wind_down(root());
				}
			}
			Redeem(n, seed) => {
				let id = NextRedemption::<Test>::get();
				let amount = Self::amount(seed).min(free(who(n)));
				let request = if matches!(status(), Status::WindingDown { .. }) {
					Gateway::redeem_share
				} else {
					Gateway::redeem
				};
				if request(signed(who(n)), amount, text(destination()), 0).is_ok() {
					self.requested.insert(id, amount);
				}
			}
			Cancel(n) => {
				let open: Vec<_> = Redemptions::<Test>::iter().collect();
				if let Some((id, request)) = pick(&open, n) {
					let origin = match request.source {
						Source::Held(who) => signed(who),
						Source::Suspense(_) => dao(),
					};
					let _ = Gateway::cancel_redemption(origin, id);
				}
			}
			Object(n, by) => {
				let open: Vec<_> = Redemptions::<Test>::iter_keys().collect();
				let origin = if by % 3 == 0 {
					dao()
				} else {
					signed(operator(u16::from(by) % 5))
				};
				if let Some(id) = pick(&open, n) {
					let _ = Gateway::object(origin, id);
				}
			}
			Confirm(n) => {
				let open: Vec<_> = Redemptions::<Test>::iter_keys().collect();
				if let Some(id) = pick(&open, n) {
					let _ = Gateway::confirm_objection(dao(), id);
				}
			}
			Assign(n, to) => {
				let entries: Vec<_> = Suspense::<Test>::iter_keys().collect();
				if let Some(id) = pick(&entries, n) {
					let _ = Gateway::assign_suspense(dao(), id, who(to));
				}
			}
			Return(n) => {
				let entries: Vec<_> = Suspense::<Test>::iter_keys().collect();
				if let Some(entry) = pick(&entries, n) {
					let id = NextRedemption::<Test>::get();
					if Gateway::return_suspense(dao(), entry, text(destination())).is_ok() {
						self.requested
							.insert(id, Suspense::<Test>::get(entry).unwrap().value);
					}
				}
			}
			Claim(n) => {
				let _ = Gateway::claim_credit(signed(who(n)));
			}
			Release(n) => {
				assert_ok!(Gateway::release(signed(ALICE), u32::from(n) % 9));
			}
			BindNode => self.items.push(Item::Bind(NodeBinding {
				node: MINER,
				account: ISSUER,
			})),
			BindSender(n) => {
				let nonce = Senders::<Test>::get(sender(0)).map_or(0, |binding| binding.nonce);
				assert_ok!(senders::bind(who(n), &senders::key(SENDERS[0]), nonce));
			}
			Record(seed) => self.record(Self::amount(seed)),
			Products(fail) => ProductsFail::set(fail),
			NodeTakes(seed) => mock::NodeTakes::set(Self::amount(seed)),
			Blocks(n) => run(u32::from(n) % 10 + 1),
			Day => run(BPD),
		}
		self.read_events();
	}

	fn voter(&self, n: u8) -> Option<(u16, u16)> {
		let set = Gateway::current_set().unwrap().1;
		let place = usize::from(n) % set.members.len();
		let key = set.members[place].key;
		Some((place as u16, (0..5).find(|n| pair(*n).public() == key)?))
	}

	/// Operators approve only what the chain says is bound.
	fn execute(&mut self, n: u8) {
		let Some(one) = pick(&self.pending, n) else { return };
		let bound = Redemptions::<Test>::get(one.redemption)
			.is_some_and(|request| request.state == RedemptionState::Bound { tx: one.tx });
		if bound {
			self.pending.retain(|other| other.tx != one.tx);
			self.balance -= one.value;
			let n = self.number();
			self.items.push(debit(n, one.value, one.to, one.redemption));
			assert!(self.paid.insert(one.redemption), "paid twice");
		}
	}

	fn seal(&mut self, hidden: bool) {
		let mut pending = self.pending.clone();
		pending.sort_by_key(|one| one.tx);
		let items = std::mem::take(&mut self.items);
		let moved = summary(&Items::truncate_from(items.clone()));
		self.sealed.push_back(Sealed {
			// What cancels out could not be told from nothing.
			hidden: hidden && moved.credits != moved.debits,
			items,
			dust: std::mem::take(&mut self.dust),
			pending,
			signers: self.signers.clone(),
			time: EPOCH + 3 * u64::from(System::block_number()),
			balance: self.balance,
		});
	}

	/// All FIL goes to another multisig. Ranges are left out, in which a payout may be executed that nobody reports.
	fn set_custody(&mut self, n: u8) {
		if n.is_multiple_of(2) {
			(0..8).for_each(|n| self.execute(n));
		}
		let old = CustodyInfo::<Test>::get().unwrap();
		let custody = Custody {
			id: old.id + 1,
			signers: self.signers.clone(),
			announced: None,
			..old
		};
		let next = next_range() + u32::from(n % 3);
		if Gateway::set_custody(root(), Box::new(custody), next, self.balance).is_ok() {
			self.items.clear();
			self.dust = 0;
			self.pending.clear();
			self.sealed.clear();
			self.reported = next;
		}
	}

	/// The DAO accepts what halted the ranges, or operators see it after all.
	fn explain(&mut self, accept: bool) {
		if !Halted::<Test>::get() {
			return;
		}
		let Some((header, _)) = self.observe() else { return };
		match header.verdict {
			Verdict::Unexplained { delta } if accept => {
				assert_ok!(Gateway::accept_unexplained(root(), header.range, delta));
			}
			_ => self
				.sealed
				.iter_mut()
				.take(1)
				.for_each(|range| range.hidden = false),
		}
	}

	/// The day's record says what the miner earned. Ranges that it has to cover are reported before.
	fn record(&mut self, rewards: Balance) {
		let window = || NextRecord::<Test>::get().unwrap();
		if window().to.is_none() {
			run(BPD);
			for _ in 0..12 {
				self.seal(false);
				(0..64).for_each(|n| self.report(n));
			}
			run(1);
		}
		if window().to.is_none() {
			return;
		}
		let facts = NodeFacts {
			rewards,
			..oracle::facts(MINER, 100)
		};
		let (header, pages) = oracle::record(5, vec![facts]);
		let subject = Subject::Oracle(header.day);
		for n in 0..5 {
			if let Some((place, n)) = self.voter(n) {
				let _ = cast_as(place, n, subject, digest(&header));
			}
		}
		if round(subject).accepted == Some(digest(&header)) {
			assert_ok!(Gateway::submit_oracle_header(
				authorized(),
				Box::new(header.clone())
			));
			for facts in pages {
				assert_ok!(Gateway::submit_facts(authorized(), header.day, 0, facts));
			}
			apply_all();
		}
	}

	/// What honest operators say of the oldest range that is not reported.
	fn observe(&self) -> Option<(RangeHeader, Vec<Items>)> {
		let front = self.sealed.front()?;
		let items = if front.hidden {
			Vec::new()
		} else {
			front.items.clone()
		};
		let (mut header, pages) = report(items);
		let explained = header.end_balance + front.dust;
		if front.balance != explained {
			let delta = front.balance as i128 - explained as i128;
			header.verdict = Verdict::Unexplained { delta };
		}
		header.time = front.time;
		header.dust = Dust {
			count: 1,
			amount: front.dust,
		};
		header.end_balance = front.balance;
		header.signers = front.signers.digest();
		header.pending = BoundedVec::truncate_from(front.pending.clone());
		Some((header, pages))
	}

	/// The smallest step that brings the oldest unreported range on: a vote, a header, a page, some items.
	fn report(&mut self, n: u8) {
		if Applying::<Test>::exists() {
			assert_ok!(Gateway::apply(signed(ALICE), u32::from(n) % 3 + 1));
			return;
		}
		if self.reported < next_range() {
			self.reported = next_range();
			self.sealed.pop_front();
		}
		let Some((header, pages)) = self.observe() else {
			return;
		};
		let subject = Subject::Range(header.range);
		let accepted = round(subject).accepted;
		if let Some(missing) = Gateway::missing_pages() {
			let index = missing[usize::from(n) % missing.len()];
			assert_ok!(Gateway::submit_page(
				authorized(),
				header.range,
				index,
				pages[usize::from(index)].clone()
			));
		} else if accepted == Some(digest(&header)) {
			assert_ok!(submit(&header));
		} else if let Some((place, n)) = self.voter(n) {
			let _ = cast_as(place, n, subject, digest(&header));
		}
	}

	fn read_events(&mut self) {
		for event in events() {
			match event {
				Event::RedemptionRefunded { id, .. } => {
					assert!(self.refunded.insert(id), "refunded twice");
				}
				Event::RedemptionPaid { id, .. } => {
					assert!(self.paid.contains(&id), "burnt and not paid");
				}
				Event::Paused { fault } => match fault {
					Fault::Signers | Fault::Unexplained { .. } => (),
					Fault::Reserve => assert!(Shortfall::<Test>::get() > 0, "nothing is missing"),
					_ => panic!("an honest quorum was found at fault: {fault:?}"),
				},
				_ => (),
			}
		}
		System::reset_events();
		assert!(self.paid.is_disjoint(&self.refunded), "paid and refunded");
		check();
	}

	/// Everything is reported, paid or given back.
	fn finish(&mut self) {
		ProductsFail::set(false);
		mock::NodeTakes::set(0);
		rotate(0, 5);
		for turn in 0..4_000u32 {
			let n = (turn % 251) as u8;
			if turn % 20 == 0 {
				assert_ok!(Gateway::announce_signers(root(), self.signers.clone()));
				self.step(Operation::Explain(turn % 40 == 0));
				self.step(Operation::Resume);
			}
			self.step(Operation::Decide(n));
			self.step(Operation::Report(n));
			let open = Redemptions::<Test>::iter_keys().count();
			if self.sealed.is_empty() && !Applying::<Test>::exists() {
				let done = open == 0 && DelayedTotal::<Test>::get() == 0 && self.items.is_empty();
				if done && self.dust == 0 && self.reported == next_range() {
					break;
				}
				self.step(Operation::Seal(1));
				self.step(Operation::Blocks(9));
			}
			// A lie may have won a small set, or split a large one.
			if turn % 60 == 59 {
				self.step(Operation::NextRound);
			}
			self.step(Operation::Execute(n));
			if turn % 20 == 0 {
				self.step(Operation::CancelTransaction(n));
				self.step(Operation::Cancel(n));
				self.step(Operation::Day);
			}
		}
		assert_eq!(
			Redemptions::<Test>::iter().count(),
			0,
			"a request was never settled"
		);
		for id in self.requested.keys() {
			assert!(
				self.paid.contains(id) != self.refunded.contains(id),
				"neither paid nor refunded"
			);
		}
		assert_eq!(Gateway::claims(), self.balance);
		assert_eq!((Shortfall::<Test>::get(), Redeeming::<Test>::get()), (0, 0));
		for account in [ALICE, BOB, ISSUER] {
			assert_eq!(held(account), 0);
		}
	}
}

/// The f1 address of a sender (its payload).
fn sender(n: u8) -> [u8; 20] {
	senders::payload(&senders::key(SENDERS[usize::from(n) % 2]))
}

/// Others take office, who bond again if they were slashed.
fn rotate(first: u16, count: u16) {
	let members: Vec<_> = (0..count).map(|n| (first + n) % 5).collect();
	for n in &members {
		let bonded = Bonds::<Test>::get(operator(*n)).map_or(0, |bond| bond.amount);
		assert_ok!(Gateway::bond(
			signed(operator(*n)),
			pair(*n).public(),
			BOND - bonded
		));
	}
	assert_ok!(Gateway::set_operators(root(), set_of(members)));
}

fn pick<V: Clone>(values: &[V], n: u8) -> Option<V> {
	values.get(usize::from(n).checked_rem(values.len())?).cloned()
}

fn cast_as(
	place: u16,
	n: u16,
	subject: Subject,
	digest: H256,
) -> frame_support::pallet_prelude::DispatchResult {
	cast(SignedVote {
		operator: place,
		..vote_of(subject, digest, n)
	})
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 400, ..ProptestConfig::default() })]

	#[test]
	fn books_should_agree_and_nobody_be_paid_twice_or_not_at_all(
		operations in prop::collection::vec(operation(), 100..300)
	) {
		new_test_ext().execute_with(|| {
			PhasesOpen::set(false);
			RedemptionThreshold::set(20 * ONE);
			DailyMintCap::set(5_000 * ONE);
			let signers = CustodyInfo::<Test>::get().unwrap().signers;
			let mut world = World { reported: FIRST, signers, ..Default::default() };
			for operation in operations {
				world.step(operation);
			}
			world.finish();
			RedemptionThreshold::set(10_000 * ONE);
		});
	}
}
