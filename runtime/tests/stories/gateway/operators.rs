//! Operators: which votes count, those that are down or lie, bonds and their loss, and a new set.

use super::{balances, four, invalid, members, FOUR};
use crate::{chain::*, filecoin::*, products::*};
use dmex_primitives::constants::*;
use dmex_runtime::*;
use sp_core::H256;
use sp_runtime::{transaction_validity::InvalidTransaction, DispatchError};

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
