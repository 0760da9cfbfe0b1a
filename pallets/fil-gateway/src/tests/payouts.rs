//! Binding, paying, cancelling: nobody is paid twice, nobody is not paid at all.

use super::*;

fn state(id: RedemptionId) -> RedemptionState {
	Redemptions::<Test>::get(id).unwrap().state
}

fn net(id: RedemptionId) -> Balance {
	Redemptions::<Test>::get(id).unwrap().net
}

fn cancel(who: AccountId, id: RedemptionId) -> frame_support::pallet_prelude::DispatchResult {
	Gateway::cancel_redemption(signed(who), id)
}

fn started() -> RedemptionId {
	fund(ALICE, 10 * ONE);
	redeem(ALICE, 4 * ONE)
}

#[test]
fn payment_should_burn_and_keep_the_fee() {
	test(|| {
		let id = started();
		range_with_pending(vec![], vec![pending(9, id)]);
		assert_eq!(state(id), RedemptionState::Bound { tx: 9 });
		assert_event(Event::RedemptionBound { id, tx: 9 });
		check();
		let paid = net(id);
		range(vec![debit(50, paid, destination(), id)]);
		assert_event(Event::RedemptionPaid {
			id,
			amount: 4 * ONE,
			net: paid,
			fee: ONE / 100,
		});
		assert_eq!((held(ALICE), ifil(ALICE), ifil(FEES)), (0, 6 * ONE, ONE / 100));
		assert_eq!(Redemptions::<Test>::get(id), None);
		assert_eq!((Burnt::<Test>::get(), Redeeming::<Test>::get()), (4 * ONE, 0));
		assert!(BoundRedemptions::<Test>::get().is_empty());
		assert_eq!(status(), Status::Running);
	});
}

#[test]
fn payment_without_a_binding_report_should_burn_as_well() {
	test(|| {
		let id = started();
		range(vec![debit(50, net(id), destination(), id)]);
		assert_eq!((held(ALICE), status()), (0, Status::Running));
	});
}

#[test]
fn second_payment_should_be_an_outflow() {
	test(|| {
		let id = started();
		let paid = net(id);
		range(vec![
			debit(50, paid, destination(), id),
			debit(51, paid, destination(), id),
		]);
		assert_eq!(
			fault(),
			Some(Fault::Outflow {
				redemption: Some(id),
				value: paid
			})
		);
		assert_eq!((ifil(ALICE), Shortfall::<Test>::get()), (6 * ONE, paid));
		assert!(!Halted::<Test>::get());
		assert_noop!(Gateway::resume(dao()), Fails::ReserveBreach);
	});
}

#[test]
fn payment_that_is_not_exact_should_be_an_outflow_and_leave_the_request() {
	let with = |change: fn(&mut Debit)| {
		test(|| {
			let id = started();
			let Item::Debit(mut one) = debit(50, net(id), destination(), id) else {
				unreachable!()
			};
			change(&mut one);
			range(vec![Item::Debit(one)]);
			assert!(matches!(fault(), Some(Fault::Outflow { .. })));
			assert_eq!((held(ALICE), state(id)), (4 * ONE, RedemptionState::Open));
		})
	};
	with(|debit| debit.value += 1);
	with(|debit| debit.value -= 1);
	with(|debit| debit.to = Some(robust()));
	with(|debit| debit.to = None);
	with(|debit| debit.memo = Default::default());
	with(|debit| debit.memo = memo_bytes(fil_primitives::RedeemMemo { redemption: 77 }.encode(&[69; 32])));
	with(|debit| debit.memo = memo_bytes(fil_primitives::RedeemMemo { redemption: 0 }.encode(&[1; 32])));
}

#[test]
fn only_an_exact_proposal_should_bind() {
	let with = |change: fn(&mut PendingTx)| {
		test(|| {
			let id = started();
			let mut one = pending(9, id);
			change(&mut one);
			range_with_pending(vec![], vec![one]);
			assert_eq!(state(id), RedemptionState::Open);
		})
	};
	with(|pending| pending.value += 1);
	with(|pending| pending.to = robust());
	with(|pending| pending.redemption = 5);
}

#[test]
fn request_that_waits_should_not_be_bound() {
	test(|| {
		RedemptionThreshold::set(0);
		let id = started();
		range_with_pending(vec![], vec![pending(9, id)]);
		assert_eq!(state(id), RedemptionState::Open);
		RedemptionThreshold::set(10_000 * ONE);
	});
}

#[test]
fn cancelled_proposal_should_open_the_request_again() {
	test(|| {
		let id = started();
		range_with_pending(vec![], vec![pending(9, id), pending(10, id)]);
		assert_eq!(state(id), RedemptionState::Bound { tx: 9 });
		assert_noop!(cancel(ALICE, id), Fails::NotCancellable);
		// The other one takes its place, if it is still there.
		range_with_pending(vec![], vec![pending(10, id)]);
		assert_event(Event::RedemptionUnbound { id, tx: 9 });
		assert_eq!(state(id), RedemptionState::Bound { tx: 10 });
		range(vec![]);
		assert_eq!(state(id), RedemptionState::Open);
		check();
		assert_ok!(cancel(ALICE, id));
	});
}

#[test]
fn request_that_nobody_pays_should_be_refunded() {
	test(|| {
		let id = started();
		let asked = System::block_number();
		run_to(asked + 2 * BPD - 1);
		assert_noop!(cancel(ALICE, id), Fails::NotCancellable);
		run(1);
		assert_noop!(cancel(BOB, id), Fails::NotOwner);
		assert_noop!(cancel(DAO, id), Fails::NotOwner);
		assert_ok!(cancel(ALICE, id));
		assert_event(Event::RedemptionCancelling { id });
		assert_noop!(cancel(ALICE, id), Fails::NotCancellable);
		run(2);
		// No report says yet that nothing is pending now.
		assert_eq!(held(ALICE), 4 * ONE);
		check();
		range(vec![]);
		run(1);
		assert_event(Event::RedemptionRefunded { id, amount: 4 * ONE });
		assert_eq!(
			(held(ALICE), free(ALICE), Redeeming::<Test>::get()),
			(0, 10 * ONE, 0)
		);
		assert_noop!(cancel(ALICE, id), Fails::RedemptionNotFound);
	});
}

#[test]
fn report_of_an_earlier_time_should_not_refund() {
	test(|| {
		let id = started();
		run(2 * BPD);
		let (header, pages) = report(vec![]);
		run(1);
		assert_ok!(cancel(ALICE, id));
		deliver(header, pages);
		run(2);
		assert_eq!(held(ALICE), 4 * ONE);
		run(1);
		range(vec![]);
		run(1);
		assert_eq!(held(ALICE), 0);
	});
}

#[test]
fn proposal_from_before_the_cancellation_should_bind_and_pay() {
	test(|| {
		let id = started();
		run(2 * BPD);
		assert_ok!(cancel(ALICE, id));
		run(1);
		let paid = net(id);
		range_with_pending(vec![], vec![pending(9, id)]);
		run(2);
		assert_eq!(
			(state(id), held(ALICE)),
			(RedemptionState::Bound { tx: 9 }, 4 * ONE)
		);
		range(vec![debit(50, paid, destination(), id)]);
		run(2);
		assert_eq!(
			(ifil(ALICE), held(ALICE), status()),
			(6 * ONE, 0, Status::Running)
		);
		assert_eq!(CancellationEnds::<Test>::get(), Ends { head: 1, tail: 1 });
	});
}

#[test]
fn payment_during_the_cancellation_should_count() {
	test(|| {
		let id = started();
		run(2 * BPD);
		assert_ok!(cancel(ALICE, id));
		run(1);
		range(vec![debit(50, net(id), destination(), id)]);
		run(2);
		assert_eq!(
			(ifil(ALICE), held(ALICE), status()),
			(6 * ONE, 0, Status::Running)
		);
	});
}

#[test]
fn payment_after_the_refund_should_be_an_outflow() {
	test(|| {
		let id = started();
		let paid = net(id);
		run(2 * BPD);
		assert_ok!(cancel(ALICE, id));
		run(1);
		range(vec![]);
		run(1);
		assert_eq!(free(ALICE), 10 * ONE);
		range(vec![debit(50, paid, destination(), id)]);
		assert_eq!(
			fault(),
			Some(Fault::Outflow {
				redemption: Some(id),
				value: paid
			})
		);
		assert_eq!(free(ALICE), 10 * ONE);
	});
}

#[test]
fn full_list_of_proposals_should_neither_refund_nor_unbind() {
	test(|| {
		let id = started();
		let other = redeem(ALICE, ONE);
		range_with_pending(vec![], vec![pending(1, other)]);
		run(2 * BPD);
		assert_ok!(cancel(ALICE, id));
		run(1);
		let foreign = PendingTx {
			tx: 100,
			redemption: 999,
			value: 1,
			to: destination(),
		};
		let full: Vec<_> = (0..64)
			.map(|n| PendingTx {
				tx: 100 + n,
				..foreign
			})
			.collect();
		range_with_pending(vec![], full);
		run(2);
		assert_eq!(
			(held(ALICE), state(other)),
			(5 * ONE, RedemptionState::Bound { tx: 1 })
		);
		check();
		range(vec![]);
		run(1);
		assert_eq!((held(ALICE), state(other)), (ONE, RedemptionState::Open));
	});
}

#[test]
fn cancellation_should_go_on_during_a_pause() {
	test(|| {
		let id = started();
		run(2 * BPD);
		Gateway::pause(Fault::Signers);
		assert_ok!(cancel(ALICE, id));
		run(1);
		range(vec![]);
		run(1);
		assert_eq!(held(ALICE), 0);
	});
}

#[test]
fn one_request_should_not_hold_up_others() {
	test(|| {
		fund(ALICE, 10 * ONE);
		fund(BOB, 10 * ONE);
		let (first, second) = (redeem(ALICE, ONE), redeem(BOB, ONE));
		range(vec![debit(50, net(second), destination(), second)]);
		assert_eq!((held(ALICE), held(BOB)), (ONE, 0));
		assert_eq!(state(first), RedemptionState::Open);
	});
}
