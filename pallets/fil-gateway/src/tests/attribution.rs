use super::*;

const MINER: ActorId = 1_234;

fn bind(node: ActorId, account: AccountId) -> Item {
	Item::Bind(NodeBinding { node, account })
}

fn only_suspense(reason: SuspenseReason, value: Balance) {
	let entries = suspended();
	assert_eq!(entries.len(), 1);
	assert_eq!((entries[0].reason, entries[0].value), (reason, value));
	assert_eq!(SuspenseTotal::<Test>::get(), value);
	assert_eq!(Assets::total_supply(dmex_primitives::constants::IFIL), 0);
}

fn rewards(rewards: Balance) {
	Nodes::<Test>::mutate(MINER, |node| node.as_mut().unwrap().reported += rewards);
}

#[test]
fn memo_should_name_an_account() {
	test(|| {
		range(vec![credit(1, ONE, to(ALICE))]);
		assert_eq!(ifil(ALICE), ONE);
		assert_event(Event::Minted {
			target: Target::Account(ALICE),
			amount: ONE,
		});
		assert!(events().iter().any(|event| matches!(
			event,
			Event::Deposited {
				target: Target::Account(ALICE),
				amount: ONE,
				deposit: Some(_),
				range: FIRST
			}
		)));
	});
}

#[test]
fn memo_should_name_a_product() {
	test(|| {
		range(vec![credit(1, ONE, Some(Memo::Product { product: PRODUCT }))]);
		assert_eq!(ifil(PAY), ONE);
		assert_event(Event::Minted {
			target: Target::Product(PRODUCT),
			amount: ONE,
		});
	});
}

#[test]
fn unknown_product_should_be_suspended_whole() {
	test(|| {
		range(vec![credit(1, ONE, Some(Memo::Product { product: 8 }))]);
		only_suspense(SuspenseReason::Refused, ONE);
		assert_eq!(ifil(PAY), 0);
	});
}

#[test]
fn memo_should_name_a_phase() {
	let item = || {
		credit(
			1,
			ONE,
			Some(Memo::Phase {
				pool: 1,
				phase: 2,
				account: ALICE.into(),
			}),
		)
	};
	test(|| {
		PhasesOpen::set(true);
		range(vec![item()]);
		assert_eq!(ifil(POOL), ONE);
	});
	test(|| {
		PhasesOpen::set(false);
		range(vec![item()]);
		only_suspense(SuspenseReason::Refused, ONE);
	});
}

#[test]
fn binding_memo_should_credit_the_issuer() {
	test(|| {
		range(vec![credit(
			1,
			ONE,
			Some(Memo::BindNode {
				miner: MINER,
				issuer: ISSUER.into(),
			}),
		)]);
		assert_eq!(ifil(ISSUER), ONE);
		// Binding is an item of its own, by the owner only.
		assert_eq!(Nodes::<Test>::get(MINER), None);
	});
}

#[test]
fn memo_that_cannot_be_followed_should_be_suspended() {
	let with = |memo: Vec<u8>| {
		test(|| {
			let Item::Credit(one) = credit(1, ONE, None) else {
				unreachable!()
			};
			range(vec![Item::Credit(Credit {
				memo: memo_bytes(memo.clone()),
				..one
			})]);
			only_suspense(SuspenseReason::BadMemo, ONE);
			assert_eq!(suspended()[0].memo.to_vec(), memo);
		})
	};
	let genesis = [69; 32];
	let good = Memo::Account(ALICE.into()).encode(&genesis);
	let mut checksum = good.clone();
	*checksum.last_mut().unwrap() ^= 1;
	with(checksum);
	let mut kind = good.clone();
	kind[6] = 0x09;
	with(kind);
	// That of a payout, of this chain and of another one.
	with(fil_primitives::RedeemMemo { redemption: 3 }.encode(&genesis));
	with(fil_primitives::RedeemMemo { redemption: 3 }.encode(&[7; 32]));
	// A binding on another chain.
	with(
		Memo::BindNode {
			miner: MINER,
			issuer: ISSUER.into(),
		}
		.encode(&[7; 32]),
	);
}

#[test]
fn anonymous_deposit_should_be_suspended() {
	test(|| {
		range(vec![credit(1, ONE, None)]);
		only_suspense(SuspenseReason::Unattributed, ONE);
		let entry = &suspended()[0];
		assert_eq!(
			(entry.from, entry.range, entry.returning),
			(Some(1_111), FIRST, None)
		);
		assert!(entry.deposit.is_some());
	});
}

#[test]
fn payout_of_an_unbound_miner_should_be_suspended() {
	test(|| {
		range(vec![miner_credit(1, ONE, MINER)]);
		only_suspense(SuspenseReason::UnboundNode, ONE);
	});
}

#[test]
fn node_should_be_bound_and_rebound_by_its_owner() {
	test(|| {
		range(vec![bind(MINER, ALICE)]);
		assert_event(Event::NodeBound {
			node: MINER,
			issuer: ALICE,
		});
		let name = Gateway::node_id(MINER).unwrap();
		assert_eq!(name.id.to_vec(), b"t01234".to_vec());
		assert_eq!(Gateway::issuer(&name), Some(ALICE));
		rewards(5);
		range(vec![bind(MINER, ISSUER)]);
		assert_eq!(Gateway::issuer(&name), Some(ISSUER));
		assert_eq!(Nodes::<Test>::get(MINER).unwrap().reported, 5);
	});
}

#[test]
fn node_should_have_one_name_only() {
	test(|| {
		range(vec![bind(MINER, ALICE)]);
		let named = |id: &str, coin| NodeId {
			coin,
			id: BoundedVec::truncate_from(id.into()),
		};
		assert_eq!(Gateway::issuer(&named("t01234", FIL)), Some(ALICE));
		for other in ["f01234", "t001234", "01234", "t01234 ", "1234"] {
			assert_eq!(Gateway::issuer(&named(other, FIL)), None);
		}
		assert_eq!(Gateway::issuer(&named("t01234", 1)), None);
	});
}

#[test]
fn payout_should_be_pay_up_to_what_was_earned_and_then_principal() {
	test(|| {
		NodeTakes::set(2 * ONE);
		PrincipalTakes::set(ONE);
		range(vec![bind(MINER, ISSUER)]);
		rewards(3 * ONE);
		range(vec![miner_credit(1, 10 * ONE, MINER)]);
		// Of 3 pay the pools took 2, of 7 principal 1; the rest is the miner's own.
		assert_eq!((ifil(POOL), ifil(ISSUER)), (3 * ONE, 7 * ONE));
		assert_eq!(Nodes::<Test>::get(MINER).unwrap().credited, 3 * ONE);
		check();
		// What was paid out is not pay again.
		NodeTakes::set(u128::MAX);
		range(vec![miner_credit(2, ONE, MINER)]);
		assert_eq!((ifil(POOL), ifil(ISSUER)), (4 * ONE, 7 * ONE));
		PrincipalTakes::set(0);
		NodeTakes::set(0);
	});
}

#[test]
fn node_pay_that_fails_should_be_suspended_whole() {
	test(|| {
		NodeTakes::set(ONE / 2);
		NodeFails::set(true);
		range(vec![bind(MINER, ISSUER)]);
		rewards(3 * ONE);
		range(vec![miner_credit(1, ONE, MINER)]);
		only_suspense(SuspenseReason::Refused, ONE);
		assert_eq!(ifil(POOL), 0);
		// What was not paid is not paid out: the next payout is pay.
		assert_eq!(Nodes::<Test>::get(MINER).unwrap().credited, 0);
		Gateway::pause(Fault::Signers);
		range(vec![miner_credit(2, ONE, MINER)]);
		assert_eq!(Nodes::<Test>::get(MINER).unwrap().credited, ONE);
		assert_ok!(Gateway::resume(dao()));
		assert_ok!(Gateway::release(signed(ISSUER), 1));
		assert_eq!(Nodes::<Test>::get(MINER).unwrap().credited, 0);
		assert_eq!(
			(SuspenseTotal::<Test>::get(), DelayedTotal::<Test>::get()),
			(2 * ONE, 0)
		);
		check();
		NodeFails::set(false);
		NodeTakes::set(0);
	});
}

#[test]
fn what_is_left_to_a_miner_should_wait_for_the_caps_like_anybodys() {
	test(|| {
		NodeTakes::set(3_000 * ONE);
		range(vec![bind(MINER, ISSUER)]);
		rewards(4_000 * ONE);
		// Of 8,000 the products take 3,000, whatever the caps say; 5,000 are more than one deposit may bring at once.
		range(vec![miner_credit(1, 8_000 * ONE, MINER)]);
		assert_eq!((ifil(POOL), ifil(ISSUER)), (3_000 * ONE, 0));
		assert_eq!(
			(DelayedTotal::<Test>::get(), Gateway::mint_room()),
			(5_000 * ONE, 2_000 * ONE)
		);
		check();
		NodeTakes::set(0);
		range(vec![miner_credit(2, 900 * ONE, MINER)]);
		assert_eq!((ifil(ISSUER), Gateway::mint_room()), (900 * ONE, 1_100 * ONE));
		while ifil(ISSUER) < 5_900 * ONE {
			run(BPD / 2);
			range(vec![]);
			check();
		}
		assert_eq!(DelayedTotal::<Test>::get(), 0);
	});
}

#[test]
fn tiny_rest_of_a_node_should_become_credit() {
	test(|| {
		NodeTakes::set(ONE - 5);
		range(vec![bind(MINER, ISSUER)]);
		rewards(ONE);
		range(vec![miner_credit(1, ONE, MINER)]);
		assert_eq!((ifil(POOL), ifil(ISSUER)), (ONE - 5, 0));
		assert_eq!(Credits::<Test>::get(ISSUER), Some(5));
		NodeTakes::set(0);
	});
}
