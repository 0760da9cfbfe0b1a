//! Whose decisions: the rows of the DAO's table, what takes seven days, and custody that moves.

use super::{fault, members, new_custody, other_signers, redeem, status, text, wallet};
use crate::{chain::*, filecoin::*, products::*};
use dmex_primitives::Decision;
use dmex_runtime::*;
use pallet_fil_gateway::{CustodyInfo, Shortfall};
use sp_core::H256;
use sp_runtime::DispatchError;

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
		GatewayCall::decide_redemption { id: 0, paid: true },
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
