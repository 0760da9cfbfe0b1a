//! Redemptions: bound, paid and burnt, or cancelled, or objected to.

use super::{
	balances, fault, held, last_suspense, members, new_custody, plain, redeem, request, status, text, wallet,
	FEE,
};
use crate::{chain::*, filecoin::*, products::*};
use dmex_runtime::*;
use pallet_fil_gateway::Shortfall;
use sp_runtime::DispatchError;

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
fn payouts_that_custody_left_behind_should_be_decided_by_the_dao_and_not_made_twice() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 20 * FIL);
		let (paid, dead) = (request(chain, Bob, 5 * FIL), request(chain, Bob, 2 * FIL));
		let (tx, other) = (chain.filecoin.propose(paid), chain.filecoin.propose(dead));
		chain.report_range();
		// One of them is paid before the move, the other never will be. No report is made of it.
		chain.filecoin.execute(tx);
		chain.filecoin.leave_custody();
		let value = 5 * FIL - FEE;
		chain.decide_delayed(new_custody(chain.filecoin.balance)).unwrap();
		for (id, tx) in [(paid, tx), (dead, other)] {
			assert!(chain.has_event(GatewayEvent::RedemptionUndecided { id, tx }));
			assert_eq!(redemption(id).unwrap().state, RedemptionState::Undecided { tx });
		}
		assert_eq!(
			(fault(), Shortfall::<Runtime>::get()),
			(Some(Fault::Reserve), value)
		);
		// The first reports of the new custody know nothing of either. Nobody gets anything by that.
		roomy(chain);
		chain.report_range();
		chain.run(2);
		for id in [paid, dead] {
			let cancel = GatewayCall::cancel_redemption { id };
			refused(chain, Bob, cancel, GatewayError::NotCancellable);
			assert!(!FilGateway::redemption_statement(id).unwrap().ready);
		}
		assert_eq!((ifil(Bob), held(Bob)), (13 * FIL, 7 * FIL));
		refused_decision(chain, GatewayCall::resume {}, GatewayError::ReserveBreach);
		let decide = |id, paid| GatewayCall::<Runtime>::decide_redemption { id, paid };
		refused(chain, Bob, decide(dead, false), DispatchError::BadOrigin);
		assert_eq!(
			chain.decide_delayed(GatewayCall::wind_down {}),
			Err(GatewayError::PayoutsUndecided.into())
		);
		roomy(chain);
		let both = vec![decide(paid, true).into(), decide(dead, false).into()];
		chain.decide_delayed(batch(both)).unwrap();
		assert_eq!(
			(redemption(paid), held(Bob), Shortfall::<Runtime>::get()),
			(None, 2 * FIL, 0)
		);
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		chain
			.call(Bob, GatewayCall::cancel_redemption { id: dead })
			.unwrap();
		chain.next();
		chain.report_range();
		chain.next();
		assert_eq!((ifil(Bob), held(Bob), status()), (15 * FIL, 0, Status::Running));
		assert_eq!(balances(), (15 * FIL + FEE, chain.filecoin.balance));
		assert_eq!(chain.filecoin.balance, 15 * FIL + FEE);
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
