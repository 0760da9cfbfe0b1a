//! "The worker is a messenger; only the quorum is the authority. Ranges are covered in sequence; a report is complete, replay-safe and a
//! proof of reserves at once. Whose deposit: the miner's, the memo's, the bound sender's, otherwise suspense. 1 IFIL = 1 FIL. The hold
//! is burnt when a finalized execution of exactly that payment is reported. Automatic pause; the DAO resumes, or winds down."

use crate::{chain::*, filecoin::*, products::*};
use dmex_primitives::{constants::*, Conduct, Decision};
use dmex_runtime::*;
use dmex_test_utils::{accesses, Accesses};
use fil_primitives::{Address, Binding, Signature};
use frame_support::{traits::fungibles::InspectHold, weights::Weight, BoundedVec};
use pallet_fil_gateway::{
	AddressText, Custody, CustodyInfo, LastCheckpoint, MarketInfo, Queue, Shortfall, SuspenseReason, Target,
};
use pallet_hashrate_nft::{Call as ProductCall, Listing};
use sp_core::{ecdsa, Pair, H256};
use sp_runtime::{
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	DispatchError,
};

/// The fee of a redemption.
const FEE: Balance = FIL / 100;
/// Operators of the stories with a quorum of three.
const FOUR: [Sr25519Keyring; 4] = [Alice, Bob, Charlie, Dave];

fn four() -> Genesis {
	play().operators(&FOUR)
}

fn status() -> Status {
	FilGateway::statement().status
}

fn fault() -> Option<Fault> {
	match status() {
		Status::Paused { fault, .. } => Some(fault),
		_ => None,
	}
}

/// An f1 address of somebody.
fn wallet(n: u8) -> Address {
	Address::new(Payload::Secp256k1([n; 20])).unwrap()
}

fn text(address: Address) -> AddressText {
	plain(&address.to_text(Network::Main))
}

fn plain(address: &str) -> AddressText {
	BoundedVec::truncate_from(address.as_bytes().to_vec())
}

fn redeem(amount: Balance) -> GatewayCall<Runtime> {
	GatewayCall::redeem {
		amount,
		destination: text(wallet(1)),
		min_net: amount - FEE,
	}
}

fn request(chain: &mut Chain, who: Sr25519Keyring, amount: Balance) -> RedemptionId {
	chain.call(who, redeem(amount)).unwrap();
	chain.last_redemption()
}

/// IFIL that an account has on hold.
fn held(who: Sr25519Keyring) -> Balance {
	<AssetsHolder as InspectHold<AccountId>>::total_balance_on_hold(IFIL, &id(who))
}

fn last_suspense() -> u32 {
	pallet_fil_gateway::NextSuspense::<Runtime>::get() - 1
}

fn suspended(id: u32) -> Option<(Balance, SuspenseReason)> {
	pallet_fil_gateway::Suspense::<Runtime>::get(id).map(|entry| (entry.value, entry.reason))
}

fn balances() -> (Balance, Balance) {
	let statement = FilGateway::statement();
	(statement.supply, statement.reserve)
}

fn invalid<T>(invalid: InvalidTransaction) -> Result<T, TransactionValidityError> {
	Err(TransactionValidityError::Invalid(invalid))
}

// Deposits

#[test]
fn deposit_with_a_memo_should_become_ifil_by_itself() {
	play().run(|chain| {
		chain.run(2);
		let before = (dmc(Bob), System::account_nonce(id(Bob)));
		let amount = 5 * FIL + 1;
		chain.filecoin.send(amount, to(Bob));
		let report = chain.observe();
		let (header, pages) = (report.header.clone(), report.pages.clone());
		assert!(chain.deliver(report));
		assert_eq!((ifil(Bob), balances()), (0, (0, 0)));
		chain.next();
		assert!(chain.has_event(GatewayEvent::Minted {
			target: Target::Account(id(Bob)),
			amount,
		}));
		assert_eq!((ifil(Bob), balances()), (amount, (amount, amount)));
		// Nobody sent a transaction for it that costs anything.
		assert_eq!((dmc(Bob), System::account_nonce(id(Bob))), before);

		// The same deposit in a second report makes that void, whatever a quorum says.
		let again = RangeHeader {
			range: header.range + 1,
			start_balance: amount,
			end_balance: 2 * amount,
			..header
		};
		let report = Report { header: again, pages };
		assert!(chain.deliver(report));
		chain.run(2);
		assert!(matches!(fault(), Some(Fault::Spent { .. })), "{:?}", status());
		assert_eq!((ifil(Bob), balances()), (amount, (amount, amount)));
		assert!(FilGateway::statement().halted);
		// The truth is taken in the next round, once the council has looked.
		chain.decide(GatewayCall::resume {}).unwrap();
		chain.report_range();
		assert_eq!(LastCheckpoint::<Runtime>::get().unwrap().next, 2);
		assert_eq!((status(), balances()), (Status::Running, (amount, amount)));
	});
}

#[test]
fn deposit_of_a_bound_sender_should_be_his_until_he_unbinds_it() {
	play().run(|chain| {
		let key = ecdsa::Pair::from_seed(&[7; 32]);
		let other = ecdsa::Pair::from_seed(&[8; 32]);
		let address = f1(&key);
		let Payload::Secp256k1(payload) = *address.payload() else {
			unreachable!()
		};
		let deposit = |chain: &mut Chain| {
			chain.filecoin.send_from(STRANGER, Some(payload), FIL, None);
			chain.report_range();
		};
		let bind = |who: Sr25519Keyring, by: &ecdsa::Pair, nonce| {
			let binding = Binding {
				address,
				network: Network::Main,
				account: id(who).into(),
				genesis: FilGateway::chain().0,
				nonce,
			};
			GatewayCall::<Runtime>::bind_sender {
				address: text(address),
				signature: Signature(by.sign_prehashed(&binding.digest()).0),
			}
		};
		deposit(chain);
		assert_eq!(
			suspended(last_suspense()),
			Some((FIL, SuspenseReason::Unattributed))
		);
		refused(chain, Bob, bind(Bob, &other, 0), GatewayError::BadBinding);
		// What Bob's key signed for Bob is no use to Eve.
		refused(chain, Eve, bind(Bob, &key, 0), GatewayError::BadBinding);
		chain.call(Bob, bind(Bob, &key, 0)).unwrap();
		refused(chain, Bob, bind(Bob, &key, 0), GatewayError::BadBinding);
		deposit(chain);
		assert_eq!(ifil(Bob), FIL);
		let unbind = GatewayCall::unbind_sender {
			address: text(address),
		};
		refused(chain, Eve, unbind.clone(), GatewayError::NotBound);
		chain.call(Bob, unbind).unwrap();
		deposit(chain);
		assert_eq!((ifil(Bob), FilGateway::statement().suspense), (FIL, 2 * FIL));
	});
}

/// The f1 address of a key.
fn f1(key: &ecdsa::Pair) -> Address {
	let digest = [1; 32];
	let signature = key.sign_prehashed(&digest);
	let public = sp_io::crypto::secp256k1_ecdsa_recover(&signature.0, &digest);
	Address::from_public_key(&public.ok().expect("a signature"))
}

#[test]
fn memo_of_a_product_should_pay_its_holders_and_release_its_price() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		next_day(chain, REWARD);
		let day = expected(2, REWARD);
		let (issuer, paid) = (usdt(ISSUER), 9 * day);
		let before = dmc(Bob);
		chain.filecoin.send(paid, Some(Memo::Product { product }));
		let report = chain.observe();
		assert!(chain.deliver(report));
		chain.next();
		assert!(chain.has_event(GatewayEvent::Minted {
			target: Target::Product(product),
			amount: paid,
		}));
		chain.next();
		// The day that was open is shared, the rest is prepaid; the first payment leaves a smallest balance with the products' account.
		assert_eq!((ifil(Alice), ifil(Bob)), (day / 2, day / 2));
		assert_eq!(book(product).prepaid, 8 * day - IFIL_MINIMUM);
		let slices = 2 * (PRICE / 30);
		assert_eq!(usdt(ISSUER) - issuer, slices - sale_fee(slices));
		// Days go on being paid with no transaction by anybody but the operators.
		next_days(chain, 3);
		chain.next();
		assert_eq!((ifil(Bob), dmc(Bob)), (3 * (day / 2), before));
		assert_eq!(book(product).prepaid, 6 * day - IFIL_MINIMUM);
	});
}

#[test]
fn payout_of_a_miner_should_be_its_issuers_and_that_of_an_unbound_one_nobodys() {
	issuer_story(|chain| {
		let before = ifil(ISSUER);
		chain.filecoin.withdraw(actor(NODE), 2 * FIL);
		chain.filecoin.withdraw(actor("f0777"), FIL);
		chain.report_range();
		assert_eq!(ifil(ISSUER) - before, 2 * FIL);
		assert_eq!(
			suspended(last_suspense()),
			Some((FIL, SuspenseReason::UnboundNode))
		);
		// Up to what the oracle has seen it earn it is pay.
		chain.filecoin.facts(NODE).rewards = 3 * FIL;
		next_day(chain, REWARD);
		chain.filecoin.withdraw(actor(NODE), 4 * FIL);
		chain.report_range();
		assert!(chain.has_event(GatewayEvent::Minted {
			target: Target::Node {
				node: actor(NODE),
				pay: 3 * FIL
			},
			amount: 0,
		}));
		assert_eq!(ifil(ISSUER) - before, 6 * FIL);
		assert_eq!(
			pallet_fil_gateway::Nodes::<Runtime>::get(actor(NODE))
				.unwrap()
				.credited,
			3 * FIL
		);
	});
}

#[test]
fn payout_of_a_miner_should_be_shared_by_power_over_what_is_sold() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		// Two TiB of a hundred are sold, of whose pay the issuer keeps a fifth: 1.6%. What the whole node earned on a day, and more for
		// the rounding.
		let payout = REWARD * Balance::from(ATTESTED) + 1_000;
		let shared = payout * 16 / 1_000;
		chain.filecoin.facts(NODE).rewards = payout;
		next_day(chain, REWARD);
		let issuer = ifil(ISSUER);
		chain.filecoin.withdraw(actor(NODE), payout);
		let report = chain.observe();
		assert!(chain.deliver(report));
		chain.next();
		assert!(chain.has_event(pallet_hashrate_nft::Event::NodePaid {
			node: node(NODE),
			amount: payout,
			shared,
		}));
		assert!(chain.has_event(GatewayEvent::Minted {
			target: Target::Node {
				node: actor(NODE),
				pay: payout
			},
			amount: shared + IFIL_MINIMUM,
		}));
		assert_eq!(ifil(ISSUER) - issuer, payout - shared - IFIL_MINIMUM);
		assert_eq!(HashrateNft::node_statement(&node(NODE)).undrawn, shared);
		// It counts before the product has drawn it, which anyone can have it do.
		let claimable = |serial| HashrateNft::nft_statement(product, serial).map(|nft| nft.claimable);
		let day = expected(2, REWARD);
		assert_eq!((claimable(0), claimable(1)), (Some(day / 2), Some(day / 2)));
		chain.call(Eve, ProductCall::advance { product }).unwrap();
		assert!(chain.has_event(pallet_hashrate_nft::Event::ShareDrawn {
			product,
			amount: shared,
		}));
		assert_eq!(HashrateNft::node_statement(&node(NODE)).undrawn, 0);
		assert_eq!(book(product).prepaid, shared - day);
		chain.next();
		assert_eq!((ifil(Alice), ifil(Bob)), (day / 2, day / 2));
	});
}

#[test]
fn ten_thousand_dusty_deposits_should_be_one_line() {
	play().run(|chain| {
		for _ in 0..10_000 {
			chain.filecoin.send(MINIMUM_AMOUNT - 1, to(Bob));
		}
		chain.filecoin.send(MINIMUM_AMOUNT, to(Bob));
		let block = chain.block();
		chain.report_range();
		assert_eq!(chain.block(), block);
		assert_eq!(ifil(Bob), MINIMUM_AMOUNT);
		let dust = 10_000 * (MINIMUM_AMOUNT - 1);
		assert_eq!(suspended(last_suspense()), Some((dust, SuspenseReason::Dust)));
		assert_eq!(last_suspense(), 0);
	});
}

#[test]
fn suspense_should_be_assigned_or_returned_by_a_motion() {
	play().run(|chain| {
		for value in [3, 2] {
			chain.filecoin.send(value * FIL, None);
			chain.report_range();
		}
		// A memo with a wrong checksum is kept as well, and so is one of another kind.
		let mut mistyped = to(Bob).unwrap().encode(&FilGateway::chain().0);
		mistyped[10] ^= 1;
		chain
			.filecoin
			.send_params(STRANGER, None, FIL, mistyped, CreditSource::Other);
		chain.filecoin.send(
			FIL,
			Some(Memo::Phase {
				pool: 0,
				phase: 0,
				account: id(Bob).into(),
			}),
		);
		chain.report_range();
		assert_eq!(
			(0..4).map(suspended).collect::<Vec<_>>(),
			[
				Some((3 * FIL, SuspenseReason::Unattributed)),
				Some((2 * FIL, SuspenseReason::Unattributed)),
				Some((FIL, SuspenseReason::BadMemo)),
				Some((FIL, SuspenseReason::Refused)),
			]
		);
		assert_eq!(balances(), (0, 7 * FIL));

		let assign = |id_: u32| GatewayCall::<Runtime>::assign_suspense {
			id: id_,
			to: id(Charlie),
		};
		let back = |id| GatewayCall::<Runtime>::return_suspense {
			id,
			destination: text(wallet(2)),
		};
		refused(chain, Charlie, assign(0), DispatchError::BadOrigin);
		refused(chain, Alice, back(0), DispatchError::BadOrigin);
		chain.decide(assign(0)).unwrap();
		assert!(chain.has_event(GatewayEvent::SuspenseAssigned {
			id: 0,
			who: id(Charlie),
			value: 3 * FIL,
		}));
		assert_eq!((ifil(Charlie), balances()), (3 * FIL, (3 * FIL, 7 * FIL)));
		refused_decision(chain, assign(0), GatewayError::SuspenseNotFound);

		roomy(chain);
		chain.decide(back(1)).unwrap();
		refused_decision(chain, assign(1), GatewayError::AlreadyReturning);
		let tx = chain.filecoin.propose(chain.last_redemption());
		chain.report_range();
		chain.filecoin.execute(tx);
		roomy(chain);
		chain.report_range();
		// The whole of it, without a fee.
		assert_eq!((suspended(1), balances()), (None, (3 * FIL, 5 * FIL)));
		assert_eq!(FilGateway::statement().suspense, 2 * FIL);
	});
}

#[test]
fn deposits_above_the_caps_should_wait_and_a_stale_checkpoint_should_stop_them() {
	play().run(|chain| {
		let cap = 10_000 * FIL;
		deposit_fil(chain, Bob, cap);
		assert_eq!(ifil(Bob), cap);
		deposit_fil(chain, Charlie, cap + 1);
		let asked = chain.block();
		assert_eq!((ifil(Charlie), FilGateway::statement().delayed), (0, cap + 1));
		// A day later the last checkpoint is a day old: nothing is minted for it.
		chain.run_to(asked + chain.days(1) + 3);
		assert_eq!(ifil(Charlie), 0);
		// Whoever leaves can leave.
		chain.call(Bob, redeem(FIL)).unwrap();
		chain.call(Bob, transfer_asset(IFIL, id(Eve), FIL)).unwrap();
		chain.report_range();
		chain.next();
		assert_eq!((ifil(Charlie), FilGateway::statement().delayed), (cap + 1, 0));

		// 50,000 in 24 hours; the next waits for room, and takes what there is.
		for _ in 0..2 {
			deposit_fil(chain, Dave, cap);
		}
		roomy(chain);
		assert_eq!(ifil(Dave), 2 * cap);
		chain.filecoin.send(cap, to(Ferdie));
		chain.report_range();
		chain.next();
		let room = FilGateway::statement().mint_room;
		assert_eq!(ifil(Ferdie) + FilGateway::statement().delayed, cap);
		assert_eq!((ifil(Dave), room), (2 * cap, 0));
		assert!(ifil(Ferdie) < cap);
		for _ in 0..8 {
			chain.run(4);
			chain.report_range();
		}
		chain.next();
		assert_eq!((ifil(Ferdie), FilGateway::statement().delayed), (cap, 0));
	});
}

// Whose decisions

/// Decisions of row 9.
fn row_9() -> Vec<GatewayCall<Runtime>> {
	vec![
		GatewayCall::resume {},
		GatewayCall::object { id: 0 },
		GatewayCall::confirm_objection { id: 0 },
		GatewayCall::cancel_redemption { id: 0 },
		GatewayCall::assign_suspense { id: 0, to: id(Eve) },
		GatewayCall::return_suspense {
			id: 0,
			destination: text(wallet(1)),
		},
		GatewayCall::cover_shortfall { id: 0 },
	]
}

fn other_signers() -> Signers {
	Signers {
		ids: vec![3_000, 3_001, 3_002].try_into().unwrap(),
		approvals: 2,
	}
}

fn members(names: &[Sr25519Keyring]) -> GatewayCall<Runtime> {
	GatewayCall::set_operators {
		members: names
			.iter()
			.map(|name| (id(*name), name.public()))
			.collect::<Vec<_>>()
			.try_into()
			.unwrap(),
	}
}

fn new_custody(balance: Balance) -> GatewayCall<Runtime> {
	GatewayCall::set_custody {
		custody: Box::new(Custody {
			id: 3_000_456,
			..CustodyInfo::<Runtime>::get().unwrap()
		}),
		next: LastCheckpoint::<Runtime>::get().unwrap().next,
		balance,
	}
}

/// Decisions of row 10.
fn row_10() -> Vec<GatewayCall<Runtime>> {
	vec![
		members(&[Alice]),
		GatewayCall::announce_signers {
			signers: other_signers(),
		},
		new_custody(0),
		GatewayCall::accept_unexplained { range: 0, delta: 1 },
		GatewayCall::accept_reorganisation { tipset: H256::zero() },
		GatewayCall::wind_down {},
	]
}

#[test]
fn every_call_should_be_in_its_row() {
	play().run(|chain| {
		let schedule =
			|call: RuntimeCall| pallet_dao::Call::<Runtime>::schedule_enactment { call: Box::new(call) };
		for call in row_9() {
			let call = RuntimeCall::from(call);
			assert_eq!(Dao::decision_of(&call), Some(Decision::Shared), "{call:?}");
			assert_eq!(
				chain.propose(Alice, schedule(call.clone())).err(),
				Some(pallet_dao::Error::<Runtime>::NotADelayedDecision.into())
			);
			assert!(chain.propose(Alice, call).is_ok());
			chain.next();
		}
		for call in row_10() {
			refused(chain, Alice, call.clone(), DispatchError::BadOrigin);
			let call = RuntimeCall::from(call);
			assert_eq!(Dao::decision_of(&call), Some(Decision::Delayed), "{call:?}");
			// Not without the seven days, whoever wants it.
			assert_eq!(
				chain.propose(Alice, call.clone()).err(),
				Some(pallet_dao::Error::<Runtime>::NeedsEnactment.into())
			);
			// Not hidden between decisions of another row.
			let mixed = batch(vec![GatewayCall::resume {}.into(), call]);
			assert_eq!(Dao::decision_of(&mixed), None);
			chain.next();
		}
		let all = row_10().into_iter().map(Into::into).collect();
		assert_eq!(Dao::decision_of(&batch(all)), Some(Decision::Delayed));
		// What is no decision.
		let vote = vote_in(Subject::Range(0), H256::zero());
		for call in [
			cast(sign_vote(Alice, 0, vote)),
			redeem(FIL),
			GatewayCall::apply { max: 1 },
			GatewayCall::claim_credit {},
		] {
			assert_eq!(Dao::decision_of(&call.into()), None);
		}
	});
}

#[test]
fn decisions_of_row_10_should_take_effect_after_seven_days_and_not_before() {
	play().run(|chain| {
		let announced = || CustodyInfo::<Runtime>::get().unwrap().announced;
		let call = RuntimeCall::from(GatewayCall::announce_signers {
			signers: other_signers(),
		});
		let enactment = pallet_dao::NextEnactment::<Runtime>::get();
		chain
			.decide(pallet_dao::Call::schedule_enactment { call: Box::new(call) })
			.unwrap();
		assert_eq!(Dao::pending_custody_changes(), 1);
		chain.run(chain.days(7) - 1);
		assert_eq!((announced(), chain.enacted(enactment)), (None, None));
		chain.next();
		assert_eq!(
			(announced(), chain.enacted(enactment)),
			(Some(other_signers()), Some(Ok(())))
		);
		assert_eq!(Dao::pending_custody_changes(), 0);
		// Reports may show either from now on; once they show the new ones, nothing else.
		chain.report_range();
		assert_eq!(status(), Status::Running);
		chain.filecoin.signers = Some(other_signers());
		chain.report_range();
		assert!(chain.has_event(GatewayEvent::SignersChanged));
		assert_eq!((status(), announced()), (Status::Running, None));
		chain.filecoin.signers = Some(Signers {
			approvals: 1,
			..other_signers()
		});
		chain.report_range();
		assert_eq!(fault(), Some(Fault::Signers));
	});
}

#[test]
fn custody_should_move_after_seven_days_with_what_it_holds() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 10 * FIL);
		chain.decide_delayed(new_custody(10 * FIL)).unwrap();
		assert_eq!(CustodyInfo::<Runtime>::get().unwrap().id, 3_000_456);
		deposit_fil(chain, Bob, FIL);
		assert_eq!((ifil(Bob), status()), (11 * FIL, Status::Running));
		// One that holds less than is owed stops everything.
		chain.filecoin.balance = 5 * FIL;
		chain.decide_delayed(new_custody(5 * FIL)).unwrap();
		assert_eq!(fault(), Some(Fault::Reserve));
		assert_eq!(Shortfall::<Runtime>::get(), 6 * FIL);
		refused_decision(chain, GatewayCall::resume {}, GatewayError::ReserveBreach);
	});
}

// Redemption

#[test]
fn redemption_should_be_bound_paid_and_burnt() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 20 * FIL);
		let to_text = |address: &str| GatewayCall::<Runtime>::redeem {
			amount: FIL,
			destination: plain(address),
			min_net: 0,
		};
		let good = wallet(1).to_text(Network::Main);
		let mut mistyped = good.clone().into_bytes();
		mistyped[10] = if mistyped[10] == b'a' { b'b' } else { b'a' };
		let bad = [
			(
				to_text(core::str::from_utf8(&mistyped).unwrap()),
				GatewayError::AddressChecksum,
			),
			(
				to_text(&wallet(1).to_text(Network::Test)),
				GatewayError::AddressNetwork,
			),
			(to_text(&good.to_uppercase()), GatewayError::AddressForm),
			(to_text("f01234"), GatewayError::AddressProtocol),
			(redeem(MINIMUM_AMOUNT - 1), GatewayError::BelowMinimum),
			(redeem(21 * FIL), GatewayError::InsufficientFunds),
			(
				GatewayCall::redeem {
					amount: FIL,
					destination: text(wallet(1)),
					min_net: FIL - FEE + 1,
				},
				GatewayError::BelowBound,
			),
		];
		for (call, error) in bad {
			refused(chain, Bob, call, error);
		}
		roomy(chain);
		let id_ = request(chain, Bob, 5 * FIL);
		assert_eq!((ifil(Bob), held(Bob)), (15 * FIL, 5 * FIL));
		let tx = chain.filecoin.propose(id_);
		chain.report_range();
		assert!(chain.has_event(GatewayEvent::RedemptionBound { id: id_, tx }));
		assert_eq!(redemption(id_).unwrap().state, RedemptionState::Bound { tx });
		chain.run_days(3);
		// What is under way can be had once only.
		refused(
			chain,
			Bob,
			GatewayCall::cancel_redemption { id: id_ },
			GatewayError::NotCancellable,
		);
		refused(
			chain,
			Eve,
			GatewayCall::cancel_redemption { id: id_ },
			GatewayError::NotOwner,
		);
		chain.filecoin.execute(tx);
		let fees = ifil(revenue());
		chain.report_range();
		assert!(chain.has_event(GatewayEvent::RedemptionPaid {
			id: id_,
			amount: 5 * FIL,
			net: 5 * FIL - FEE,
			fee: FEE,
		}));
		assert_eq!((ifil(Bob), held(Bob)), (15 * FIL, 0));
		assert_eq!(ifil(revenue()) - fees, FEE);
		assert_eq!(balances(), (15 * FIL + FEE, 15 * FIL + FEE));
		assert_eq!(redemption(id_), None);
	});
}

#[test]
fn redemption_that_nobody_pays_should_be_cancelled_and_refunded_and_not_paid_later() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 20 * FIL);
		let id_ = request(chain, Bob, 5 * FIL);
		let asked = chain.block();
		let cancel = || GatewayCall::<Runtime>::cancel_redemption { id: id_ };
		let memo = RedeemMemo { redemption: id_ }.encode(&FilGateway::chain().0);
		chain.run_to(asked + chain.days(2) - 1);
		refused(chain, Bob, cancel(), GatewayError::NotCancellable);
		chain.run_to(asked + chain.days(2));
		chain.call(Bob, cancel()).unwrap();
		// A report of the same moment says nothing about later.
		chain.report_range();
		chain.run(3);
		assert_eq!((ifil(Bob), held(Bob)), (15 * FIL, 5 * FIL));
		chain.report_range();
		chain.next();
		assert!(chain.has_event(GatewayEvent::RedemptionRefunded {
			id: id_,
			amount: 5 * FIL
		}));
		assert_eq!((ifil(Bob), held(Bob)), (20 * FIL, 0));
		refused(chain, Bob, cancel(), GatewayError::RedemptionNotFound);

		// Signers that pay it all the same: the chain has not asked them to.
		chain.filecoin.pay(wallet(1), 5 * FIL - FEE, memo);
		chain.report_range();
		let value = 5 * FIL - FEE;
		assert_eq!(
			fault(),
			Some(Fault::Outflow {
				redemption: Some(id_),
				value
			})
		);
		assert_eq!((ifil(Bob), Shortfall::<Runtime>::get()), (20 * FIL, value));
		refused(chain, Bob, redeem(FIL), GatewayError::GatewayPaused);
		refused_decision(chain, GatewayCall::resume {}, GatewayError::ReserveBreach);
		// Who makes it good is thanked by the council, which may resume then.
		roomy(chain);
		chain.filecoin.send(value, None);
		chain.report_range();
		let id_ = last_suspense();
		chain.decide(GatewayCall::cover_shortfall { id: id_ }).unwrap();
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		assert_eq!((status(), Shortfall::<Runtime>::get()), (Status::Running, 0));
	});
}

#[test]
fn cancellation_should_give_way_to_a_payment_that_was_proposed_before() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 20 * FIL);
		let (paid, dropped) = (request(chain, Bob, 5 * FIL), request(chain, Bob, 2 * FIL));
		chain.run_days(2);
		// Proposed on Filecoin, and not reported yet when Bob cancels.
		let (tx, other) = (chain.filecoin.propose(paid), chain.filecoin.propose(dropped));
		for id in [paid, dropped] {
			chain.call(Bob, GatewayCall::cancel_redemption { id }).unwrap();
		}
		chain.next();
		chain.report_range();
		assert_eq!(redemption(paid).unwrap().state, RedemptionState::Bound { tx });
		chain.filecoin.execute(tx);
		chain.filecoin.cancel(other);
		chain.report_range();
		assert!(chain.has_event(GatewayEvent::RedemptionUnbound {
			id: dropped,
			tx: other
		}));
		assert_eq!(
			(ifil(Bob), held(Bob), redemption(paid)),
			(13 * FIL, 2 * FIL, None)
		);
		// Its owner need not wait another two days.
		chain
			.call(Bob, GatewayCall::cancel_redemption { id: dropped })
			.unwrap();
		chain.next();
		chain.report_range();
		chain.next();
		assert_eq!((ifil(Bob), held(Bob), status()), (15 * FIL, 0, Status::Running));
	});
}

#[test]
fn large_redemptions_should_wait_a_day_in_which_the_dao_can_object() {
	play().run(|chain| {
		chain.decide(caps(NO_CAP, NO_CAP)).unwrap();
		deposit_fil(chain, Bob, 40_000 * FIL);
		let small = request(chain, Bob, 10_000 * FIL);
		assert_eq!(redemption(small).unwrap().ready_at, chain.block());
		let id_ = request(chain, Bob, 12_000 * FIL);
		assert_eq!(redemption(id_).unwrap().ready_at, chain.block() + chain.days(1));
		// What is proposed before its time is not bound.
		let early = chain.filecoin.propose(id_);
		chain.report_range();
		assert_eq!(redemption(id_).unwrap().state, RedemptionState::Open);
		chain.filecoin.cancel(early);

		let object = |id| GatewayCall::<Runtime>::object { id };
		let confirm = |id| GatewayCall::<Runtime>::confirm_objection { id };
		refused(chain, Eve, object(id_), GatewayError::NotEntitled);
		refused_decision(chain, confirm(id_), GatewayError::NoObjection);
		refused_decision(chain, object(small), GatewayError::CannotObject);
		roomy(chain);
		chain.decide(object(id_)).unwrap();
		let until = chain.block() + chain.days(7);
		assert_eq!(
			redemption(id_).unwrap().state,
			RedemptionState::Objected { until }
		);
		refused(chain, Bob, confirm(id_), DispatchError::BadOrigin);
		roomy(chain);
		chain.decide(confirm(id_)).unwrap();
		chain.next();
		chain.report_range();
		chain.next();
		assert_eq!((redemption(id_), held(Bob)), (None, 10_000 * FIL));

		// One that nobody confirms lapses.
		let id_ = request(chain, Bob, 3_000 * FIL);
		chain.decide(object(id_)).unwrap();
		let until = chain.block() + chain.days(7);
		chain.run_to(until - 1);
		assert!(!FilGateway::redemption_statement(id_).unwrap().ready);
		chain.next();
		assert!(FilGateway::redemption_statement(id_).unwrap().ready);

		// None counts while signers or operators are about to change: whoever takes over must not keep others from leaving.
		chain.report_range();
		let id_ = request(chain, Bob, 10_001 * FIL);
		chain
			.decide(pallet_dao::Call::schedule_enactment {
				call: Box::new(members(&[Alice]).into()),
			})
			.unwrap();
		refused(chain, Alice, object(id_), GatewayError::ChangePending);
		assert_eq!(chain.decide(object(id_)), Err(GatewayError::ChangePending.into()));
	});
}

// Pause, winding down

#[test]
fn pause_should_stop_mint_and_redeem_make_days_neutral_and_stop_nothing_else() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		let start = today();
		let day = expected(2, REWARD);
		next_day(chain, REWARD);
		pay_out(chain, product, day);
		deposit_fil(chain, Bob, 5 * FIL);
		let bob = ifil(Bob);
		let waiting = request(chain, Bob, FIL);
		// Others sign for custody than the DAO has announced.
		chain.filecoin.signers = Some(other_signers());
		chain.report_range();
		assert_eq!(fault(), Some(Fault::Signers));

		for _ in 0..9 {
			next_day(chain, REWARD);
			refused(chain, Bob, redeem(FIL), GatewayError::GatewayPaused);
			// Nine days are not paid, and none of them is bad.
			refused(
				chain,
				Eve,
				EscrowCall::freeze { product },
				EscrowError::NotInBreach,
			);
		}
		let conduct = || <Escrow as dmex_primitives::Escrow<AccountId>>::conduct(product);
		assert_eq!(conduct(), Conduct::default());
		let due_through = || MarketInfo::<Runtime>::get().unwrap().due_through;
		assert!(due_through() <= Some(start));
		assert_eq!(MarketInfo::<Runtime>::get().unwrap().recorded_through, start + 9);
		// Deposits and pay from Filecoin are counted and wait.
		chain.filecoin.send(3 * FIL, to(Charlie));
		chain.filecoin.send(9 * day, Some(Memo::Product { product }));
		chain.report_range();
		assert!(chain.has_event(GatewayEvent::MintDelayed {
			queue: Queue::Late,
			index: 0,
			target: Target::Account(id(Charlie)),
			amount: 3 * FIL,
		}));
		chain.run(2);
		assert_eq!(
			(ifil(Charlie), FilGateway::statement().delayed),
			(0, 3 * FIL + 9 * day)
		);
		// The issuer's own pay, claims, transfers and cancellations go on.
		roomy(chain);
		pay(chain, product, day).unwrap();
		let income = gained(
			|| ifil(Alice),
			|| {
				chain
					.call(Alice, ProductCall::claim { product, serial: 0 })
					.unwrap()
			},
		);
		assert_eq!(income, day / 2);
		chain.call(Bob, transfer_asset(IFIL, id(Eve), FIL)).unwrap();
		assert_eq!(ifil(Eve), FIL);
		chain
			.call(Bob, GatewayCall::cancel_redemption { id: waiting })
			.unwrap();
		chain.next();
		chain.report_range();
		chain.next();
		assert_eq!(held(Bob), 0);
		assert_eq!(ifil(Bob), bob - FIL + day / 2);
		refused(chain, Eve, GatewayCall::resume {}, DispatchError::BadOrigin);

		// The old signers are back, and the council resumes. Days fall due a day later at the earliest, one a block.
		chain.filecoin.signers = None;
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		let neutral_until = chain.block() + chain.days(1);
		roomy(chain);
		chain.report_range();
		chain.next();
		assert_eq!((status(), ifil(Charlie)), (Status::Running, 3 * FIL));
		assert_eq!(FilGateway::statement().delayed, 0);
		let before = due_through();
		chain.run_to(neutral_until - 1);
		assert_eq!((due_through(), conduct()), (before, Conduct::default()));
		chain.run(20);
		assert!(due_through() >= Some(start + 8));
		// Paid in full before they fell due: no day is bad.
		assert_eq!(conduct(), Conduct::default());
		assert_eq!(status(), Status::Running);
	});
}

#[test]
fn days_that_are_not_paid_after_a_pause_should_be_bad_like_any_others() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		chain.filecoin.signers = Some(other_signers());
		chain.report_range();
		next_days(chain, 9);
		chain.filecoin.signers = None;
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		let neutral_until = chain.block() + chain.days(1);
		chain.run_to(neutral_until - 1);
		refused(
			chain,
			Eve,
			EscrowCall::freeze { product },
			EscrowError::NotInBreach,
		);
		chain.run_to(neutral_until + 9);
		for _ in 0..3 {
			chain.call(Eve, ProductCall::advance { product }).unwrap();
		}
		chain.call(Eve, EscrowCall::freeze { product }).unwrap();
	});
}

#[test]
fn stale_oracle_should_stop_listing_and_buying_and_nothing_else() {
	issuer_story(|chain| {
		let product = running(chain, 20);
		next_day(chain, REWARD);
		pay_out(chain, product, expected(2, REWARD));
		deposit_fil(chain, Bob, 5 * FIL);
		let recorded = MarketInfo::<Runtime>::get().unwrap().reported_at;
		let wanted = Listing {
			start_day: today() + 3,
			..listing()
		};
		// 36 hours are 15 blocks.
		chain.run_to(recorded + 15);
		assert!(list(chain, wanted.clone()).is_ok());
		chain.run_to(recorded + 16);
		let list = ProductCall::<Runtime>::list { listing: wanted };
		refused(chain, ISSUER, list.clone(), Error::OracleStale);
		let buy = ProductCall::buy {
			product,
			max_price: PRICE,
		};
		refused(chain, Charlie, buy, Error::OracleStale);
		// Paying, redeeming, moving on.
		let day = expected(2, REWARD);
		pay(chain, product, day).unwrap();
		chain.next();
		assert_eq!(book(product).prepaid, day);
		request(chain, Bob, FIL);
		chain
			.call(
				Alice,
				ProductCall::transfer {
					product,
					serial: 0,
					to: id(Eve),
				},
			)
			.unwrap();
		report(chain, REWARD);
		chain.call(ISSUER, list).unwrap();
	});
}

#[test]
fn delta_that_nobody_can_explain_should_mint_nothing_and_wait_for_the_dao() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 10 * FIL);
		// A FIL is gone, in no message; and a deposit came.
		chain.filecoin.balance -= FIL;
		chain.filecoin.send(3 * FIL, to(Charlie));
		let range = LastCheckpoint::<Runtime>::get().unwrap().next;
		let delta = -(FIL as i128);
		chain.report_range();
		assert_eq!(fault(), Some(Fault::Unexplained { range, delta }));
		assert!(FilGateway::statement().halted);
		assert_eq!((ifil(Charlie), balances()), (0, (10 * FIL, 10 * FIL)));
		let report = chain.observe();
		let vote = vote_in(Subject::Range(range), digest(&report.header));
		assert_eq!(
			pooled(cast(sign_vote(Alice, 0, vote))),
			invalid(InvalidTransaction::Future)
		);
		// The council may resume; while the difference is there the next report stops all again.
		chain.decide(GatewayCall::resume {}).unwrap();
		chain.report_range();
		assert_eq!(fault(), Some(Fault::Unexplained { range, delta }));
		// Seven days, and the DAO accepts exactly that.
		chain
			.decide_delayed(GatewayCall::accept_unexplained { range, delta })
			.unwrap();
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		chain.report_range();
		assert_eq!(
			(
				Shortfall::<Runtime>::get(),
				LastCheckpoint::<Runtime>::get().unwrap().next
			),
			(FIL, range + 1)
		);
		// Custody is short of it, which stops all until somebody has given it.
		assert_eq!(fault(), Some(Fault::Reserve));
		refused_decision(chain, GatewayCall::resume {}, GatewayError::ReserveBreach);
		chain.filecoin.send(FIL, None);
		chain.report_range();
		let id = last_suspense();
		roomy(chain);
		chain.decide(GatewayCall::cover_shortfall { id }).unwrap();
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		roomy(chain);
		chain.report_range();
		chain.next();
		assert_eq!((ifil(Charlie), balances()), (3 * FIL, (13 * FIL, 13 * FIL)));
	});
}

#[test]
fn reorganisation_below_finality_should_mint_nothing_and_wait_for_the_dao() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 10 * FIL);
		chain.filecoin.send(FIL, to(Bob));
		let tipset = H256::repeat_byte(9);
		let honest = chain.observe().header;
		let header = RangeHeader {
			tipset,
			end_balance: honest.start_balance,
			pages: Default::default(),
			verdict: Verdict::FinalityViolation,
			..honest
		};
		let pages = Vec::new();
		assert!(chain.deliver(Report { header, pages }));
		assert_eq!(fault(), Some(Fault::Finality { tipset }));
		assert_eq!((ifil(Bob), FilGateway::statement().halted), (10 * FIL, true));
		chain
			.decide_delayed(GatewayCall::accept_reorganisation { tipset })
			.unwrap();
		assert_eq!(LastCheckpoint::<Runtime>::get().unwrap().tipset, tipset);
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		chain.report_range();
		assert_eq!((ifil(Bob), status()), (11 * FIL, Status::Running));
	});
}

#[test]
fn winding_down_should_pay_everybody_the_same_share() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 6 * FIL);
		deposit_fil(chain, Charlie, 4 * FIL);
		// Four of ten FIL are stolen.
		chain.filecoin.pay(wallet(66), 4 * FIL, Vec::new());
		chain.report_range();
		assert_eq!(
			fault(),
			Some(Fault::Outflow {
				redemption: None,
				value: 4 * FIL
			})
		);
		let share = |amount, min_net| GatewayCall::<Runtime>::redeem_share {
			amount,
			destination: text(wallet(1)),
			min_net,
		};
		refused(chain, Bob, share(FIL, 0), GatewayError::NotWindingDown);
		chain.decide_delayed(GatewayCall::wind_down {}).unwrap();
		assert!(chain.has_event(GatewayEvent::WindingDown {
			reserve: 6 * FIL,
			claims: 10 * FIL,
		}));
		refused(chain, Bob, redeem(FIL), GatewayError::GatewayWindingDown);
		refused(chain, Bob, share(5 * FIL, 3 * FIL + 1), GatewayError::BelowBound);
		// What comes now is kept, and goes back whole.
		chain.filecoin.send(2 * FIL, to(Eve));
		chain.report_range();
		let id = last_suspense();
		assert_eq!(
			(ifil(Eve), suspended(id)),
			(0, Some((2 * FIL, SuspenseReason::WindingDown)))
		);
		roomy(chain);
		chain
			.decide(GatewayCall::return_suspense {
				id,
				destination: text(wallet(3)),
			})
			.unwrap();
		let mut all = vec![(chain.last_redemption(), 2 * FIL)];
		roomy(chain);
		for (who, amount) in [(Bob, 5 * FIL), (Charlie, 3 * FIL)] {
			chain.call(who, share(amount, 0)).unwrap();
			all.push((chain.last_redemption(), amount * 6 / 10));
		}
		for (id, net) in &all {
			let tx = chain.filecoin.propose(*id);
			assert_eq!(
				chain.filecoin.pending.last().map(|pending| pending.value),
				Some(*net)
			);
			chain.report_range();
			chain.filecoin.execute(tx);
			roomy(chain);
			chain.report_range();
			assert_eq!(redemption(*id), None);
		}
		// What is left of each FIL of IFIL is six tenths, to the end.
		let left = 2 * FIL * 6 / 10;
		assert_eq!((balances(), chain.filecoin.balance), ((2 * FIL, left), left));
		assert_eq!(Shortfall::<Runtime>::get(), 2 * FIL - left);
	});
}

// Operators

#[test]
fn votes_that_count_for_nothing_should_be_refused_by_the_pool_and_cost_nothing() {
	four().run(|chain| {
		chain.run(2);
		chain.filecoin.send(FIL, to(Eve));
		let report = chain.observe();
		let subject = Subject::Range(0);
		let vote = vote_in(subject, digest(&report.header));
		let header = || GatewayCall::<Runtime>::submit_header {
			header: Box::new(report.header.clone()),
		};
		let page = || GatewayCall::<Runtime>::submit_page {
			range: 0,
			index: 0,
			items: report.pages[0].clone(),
		};
		let other_chain = SignedVote {
			signature: Alice.sign(&vote.payload(&H256::repeat_byte(1))),
			..sign_vote(Alice, 0, vote)
		};
		let bad = [
			(cast(sign_vote(Eve, 4, vote)), InvalidTransaction::BadSigner),
			(cast(sign_vote(Eve, 0, vote)), InvalidTransaction::BadProof),
			(cast(sign_vote(Bob, 0, vote)), InvalidTransaction::BadProof),
			(cast(other_chain), InvalidTransaction::BadProof),
			(
				cast(sign_vote(Alice, 0, Vote { set: 1, ..vote })),
				InvalidTransaction::Stale,
			),
			(
				cast(sign_vote(
					Alice,
					0,
					Vote {
						subject: Subject::Range(1),
						..vote
					},
				)),
				InvalidTransaction::Custom(1),
			),
			(
				cast(sign_vote(
					Alice,
					0,
					Vote {
						subject: Subject::Oracle(0),
						..vote
					},
				)),
				InvalidTransaction::Custom(2),
			),
			(
				cast(sign_vote(Alice, 0, Vote { round: 1, ..vote })),
				InvalidTransaction::Custom(3),
			),
			(header(), InvalidTransaction::Custom(4)),
			(page(), InvalidTransaction::Custom(5)),
		];
		let accounts = || {
			FOUR.map(|who| {
				let account = id(who);
				(System::account_nonce(&account), dmc(who))
			})
		};
		let before = (accounts(), storage_of(&["FilGateway"]));
		for (call, error) in bad {
			assert_eq!(pooled(call.clone()), invalid(error), "{call:?}");
			assert_eq!(chain.try_send(call), invalid(error));
		}
		// Nor is there another door: neither a signature nor none at all makes it a vote.
		let good = cast(sign_vote(Alice, 0, vote));
		let bare = UncheckedExtrinsic::new_bare(good.clone().into());
		let parent = System::parent_hash();
		let pool = frame_support::storage::with_transaction(|| {
			let source = sp_runtime::transaction_validity::TransactionSource::External;
			let outcome = Executive::validate_transaction(source, bare.clone(), parent);
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(outcome))
		});
		assert!(pool.unwrap().is_err());
		assert_eq!(
			Executive::apply_extrinsic(bare),
			Ok(Err(DispatchError::BadOrigin))
		);
		assert!((accounts(), storage_of(&["FilGateway"])) == before);
		assert_eq!(chain.call(Eve, good.clone()), Err(DispatchError::BadOrigin));
		assert!(storage_of(&["FilGateway"]) == before.1);
		chain.next();

		// A good one is taken once, is free, and is passed on among nodes.
		let valid = pooled(good.clone()).unwrap();
		assert!(valid.propagate && !valid.provides.is_empty());
		let before = accounts();
		chain.send(good.clone());
		let again = invalid(InvalidTransaction::Stale);
		assert_eq!(pooled(good.clone()), invalid(InvalidTransaction::Stale));
		assert_eq!(chain.try_send(good), again);
		for (place, who) in [(1, Bob), (2, Charlie)] {
			assert_eq!(pooled(header()), invalid(InvalidTransaction::Custom(4)));
			chain.send(cast(sign_vote(who, place, vote)));
		}
		// Three of four are a quorum; the fourth adds nothing.
		assert_eq!(
			pooled(cast(sign_vote(Dave, 3, vote))),
			invalid(InvalidTransaction::Stale)
		);
		chain.send(header());
		assert_eq!(pooled(header()), invalid(InvalidTransaction::Stale));
		let mut forged = report.pages[0].to_vec();
		if let Item::Credit(credit) = &mut forged[0] {
			credit.memo = to(Bob)
				.unwrap()
				.encode(&FilGateway::chain().0)
				.try_into()
				.unwrap();
		}
		let forged = GatewayCall::submit_page {
			range: 0,
			index: 0,
			items: forged.try_into().unwrap(),
		};
		assert_eq!(pooled(forged), invalid(InvalidTransaction::Custom(7)));
		chain.send(page());
		assert_eq!(accounts(), before);
		assert!(chain
			.find_event(|event| match event {
				RuntimeEvent::TransactionPayment(_) => Some(()),
				_ => None,
			})
			.is_none());
		chain.next();
		assert_eq!(ifil(Eve), FIL);
	});
}

#[test]
fn one_operator_that_is_down_or_lies_should_delay_nothing_and_two_should_mint_nothing() {
	four().run(|chain| {
		chain.filecoin.down = vec![Bob];
		deposit_fil(chain, Eve, FIL);
		assert_eq!(ifil(Eve), FIL);
		// Bob is back, and says that all is his.
		chain.filecoin.send(FIL, to(Eve));
		let subject = Subject::Range(1);
		let lie = vote_in(subject, H256::repeat_byte(66));
		chain.send(cast(sign_vote(Bob, 1, lie)));
		chain.report_range();
		assert_eq!(ifil(Eve), 2 * FIL);

		// With two of four there is no quorum, of whatever opinion.
		chain.filecoin.down = vec![Bob, Charlie];
		chain.filecoin.send(FIL, to(Eve));
		let report = chain.observe();
		let truth = vote_in(Subject::Range(2), digest(&report.header));
		assert!(!chain.deliver(report));
		let opened = chain.block();
		let next_round = || GatewayCall::<Runtime>::open_next_round {
			subject: Subject::Range(2),
		};
		refused(chain, Eve, next_round(), GatewayError::RoundNotOver);
		// 120 epochs are six days here.
		chain.run_to(opened + chain.days(6) - 1);
		refused(chain, Eve, next_round(), GatewayError::RoundNotOver);
		chain.next();
		chain.call(Eve, next_round()).unwrap();
		// Nothing is minted, and everybody can see how long ago the last checkpoint was.
		assert_eq!(ifil(Eve), 2 * FIL);
		assert!(FilGateway::statement().age >= Some(chain.days(6)));
		assert_eq!(
			pooled(cast(sign_vote(Alice, 0, truth))),
			invalid(InvalidTransaction::Custom(3))
		);
		// One comes back, and it goes on where it stood.
		chain.filecoin.down = vec![Bob];
		chain.report_range();
		assert_eq!((ifil(Eve), balances()), (3 * FIL, (3 * FIL, 3 * FIL)));
	});
}

#[test]
fn operator_that_signs_two_digests_should_lose_its_bond_to_the_risk_fund() {
	four().run(|chain| {
		chain.next();
		let subject = Subject::Range(0);
		let (one, two) = (
			vote_in(subject, H256::repeat_byte(1)),
			vote_in(subject, H256::repeat_byte(2)),
		);
		let accuse = |first, second| GatewayCall::<Runtime>::report_equivocation { first, second };
		let (first, second) = (sign_vote(Bob, 1, one), sign_vote(Bob, 1, two));
		// No evidence: twice the same, by two, in two rounds, forged.
		refused(chain, Eve, accuse(first, first), GatewayError::NoConflict);
		refused(
			chain,
			Eve,
			accuse(first, sign_vote(Charlie, 2, two)),
			GatewayError::NoConflict,
		);
		let later = sign_vote(Bob, 1, Vote { round: 1, ..two });
		refused(chain, Eve, accuse(first, later), GatewayError::NoConflict);
		refused(
			chain,
			Eve,
			accuse(first, sign_vote(Eve, 1, two)),
			GatewayError::BadSignature,
		);

		chain.next();
		let fund = Emission::risk_fund_account();
		let (bob, risk, issuance) = (dmc(Bob), dmc(fund.clone()), Balances::total_issuance());
		let bond = 10_000 * DMC;
		chain.call(Eve, accuse(first, second)).unwrap();
		assert!(chain.has_event(GatewayEvent::Slashed {
			operator: id(Bob),
			set: 0,
			subject,
			amount: bond,
		}));
		assert_eq!((bob - dmc(Bob), dmc(fund) - risk), (bond, bond));
		assert_eq!(Balances::total_issuance(), issuance);
		refused(chain, Eve, accuse(second, first), GatewayError::AlreadySlashed);
		// It does not vote any more; the others go on.
		chain.filecoin.send(FIL, to(Eve));
		let report = chain.observe();
		let vote = vote_in(subject, digest(&report.header));
		assert_eq!(
			pooled(cast(sign_vote(Bob, 1, vote))),
			invalid(InvalidTransaction::BadSigner)
		);
		chain.filecoin.down = vec![Bob];
		chain.report_range();
		assert_eq!(ifil(Eve), FIL);
	});
}

#[test]
fn votes_of_an_old_set_should_be_void_when_another_takes_office() {
	four().run(|chain| {
		let bond = |extra| GatewayCall::<Runtime>::bond {
			key: Eve.public(),
			extra,
		};
		refused(chain, Eve, bond(DMC), GatewayError::BondTooLow);
		chain.call(Eve, bond(10_000 * DMC)).unwrap();
		// Two have voted when the set changes.
		chain.filecoin.send(FIL, to(One));
		let report = chain.observe();
		let vote = vote_in(Subject::Range(0), digest(&report.header));
		for (place, who) in [(0, Alice), (1, Bob)] {
			chain.send(cast(sign_vote(who, place, vote)));
		}
		chain.decide_delayed(members(&[Bob, Charlie, Dave, Eve])).unwrap();
		assert!(chain.has_event(GatewayEvent::RoundOpened {
			subject: Subject::Range(0),
			round: 1,
		}));
		for (place, who) in [(2, Charlie), (3, Dave)] {
			assert_eq!(
				pooled(cast(sign_vote(who, place, vote))),
				invalid(InvalidTransaction::Stale)
			);
		}
		let header = GatewayCall::submit_header {
			header: Box::new(report.header),
		};
		assert_eq!(pooled(header), invalid(InvalidTransaction::Custom(4)));
		assert_eq!(ifil(One), 0);
		roomy(chain);
		chain.report_range();
		assert_eq!(ifil(One), FIL);
		// Who has left has his bond back after 14 days, in which he can still be accused.
		refused(
			chain,
			Bob,
			GatewayCall::withdraw_bond {},
			GatewayError::StillMember,
		);
		refused(
			chain,
			Alice,
			GatewayCall::withdraw_bond {},
			GatewayError::BondNotFree,
		);
		let twice = Vote {
			digest: H256::zero(),
			..vote
		};
		chain.run_days(13);
		chain
			.call(
				Eve,
				GatewayCall::report_equivocation {
					first: sign_vote(Alice, 0, vote),
					second: sign_vote(Alice, 0, twice),
				},
			)
			.unwrap();
		let bond_of = |who| pallet_fil_gateway::Bonds::<Runtime>::get(id(who)).map(|bond| bond.amount);
		assert_eq!(bond_of(Alice), Some(0));
		chain.run_days(1);
		chain.call(Alice, GatewayCall::withdraw_bond {}).unwrap();
		assert_eq!(bond_of(Alice), None);
	});
}

// Cost

/// What each block of more than two days touches, and its weight, with so many open redemptions. In some of them a range is reported
/// in which three are proposed and paid.
fn measure(count: u32) -> Vec<(Accesses, Weight)> {
	let mut ext = play().build();
	let mut chain = ext.execute_with(|| {
		let mut chain = Chain::start();
		chain.decide(caps(NO_CAP, NO_CAP)).unwrap();
		deposit_fil(&mut chain, Bob, 1_000 * FIL);
		chain.unchecked = true;
		for _ in 0..count {
			dispatch(Bob, redeem(MINIMUM_AMOUNT)).unwrap();
		}
		chain.run(2);
		chain
	});
	let blocks = (0..24)
		.map(|block| {
			let (weight, touched) = accesses(&mut ext, || {
				chain.next();
				if block == 5 {
					(0..3).for_each(|id| {
						chain.filecoin.propose(id);
					});
				}
				if block == 12 {
					let pending: Vec<_> = chain.filecoin.pending.iter().map(|one| one.tx).collect();
					pending.into_iter().for_each(|tx| chain.filecoin.execute(tx));
				}
				if block % 5 == 0 || block == 12 {
					let report = chain.observe();
					assert!(chain.deliver(report));
				}
				System::block_weight().total()
			});
			(touched, weight)
		})
		.collect();
	// The reports did what they were to do.
	ext.execute_with(|| {
		for id in 0..3 {
			assert_eq!(redemption(id), None);
		}
		assert_eq!(
			FilGateway::statement().redeeming,
			Balance::from(count - 3) * MINIMUM_AMOUNT
		);
	});
	blocks
}

#[test]
fn blocks_should_cost_the_same_with_ten_and_with_a_thousand_open_redemptions() {
	let (few, many) = (measure(10), measure(1_000));
	for (number, (few, many)) in few.iter().zip(&many).enumerate() {
		assert_eq!(few.0.read, many.0.read, "reads of block {number}");
		assert_eq!(few.0.written, many.0.written, "writes of block {number}");
		assert_eq!(few.1, many.1, "weight of block {number}");
		let (few, many) = (few.0.visited_bytes, many.0.visited_bytes);
		assert!(
			many < 3 * few + 30_000,
			"block {number} visits {many} bytes of trie, with few entries {few}"
		);
	}
}
