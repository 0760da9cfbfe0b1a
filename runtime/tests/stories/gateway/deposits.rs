//! Deposits: whose they are, what is kept in suspense, and which of them wait.

use super::{balances, fault, last_suspense, redeem, status, suspended, text, wallet};
use crate::{chain::*, filecoin::*, products::*};
use dmex_primitives::constants::*;
use dmex_runtime::*;
use fil_primitives::{Address, Binding, Signature};
use pallet_fil_gateway::{LastCheckpoint, SuspenseReason, Target};
use pallet_hashrate_nft::Call as ProductCall;
use sp_core::{ecdsa, Pair};
use sp_runtime::DispatchError;

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
