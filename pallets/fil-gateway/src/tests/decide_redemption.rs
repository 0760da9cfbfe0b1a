//! Payouts of which reports do not tell whether they were made: who waits, and what the DAO decides.

use super::*;

fn state(id: RedemptionId) -> RedemptionState {
	Redemptions::<Test>::get(id).unwrap().state
}

fn net(id: RedemptionId) -> Balance {
	Redemptions::<Test>::get(id).unwrap().net
}

fn decide(id: RedemptionId, paid: bool) -> frame_support::pallet_prelude::DispatchResult {
	Gateway::decide_redemption(root(), id, paid)
}

fn cancel(who: AccountId, id: RedemptionId) -> frame_support::pallet_prelude::DispatchResult {
	Gateway::cancel_redemption(signed(who), id)
}

/// Alice has 10 FIL in custody, and of 4 she has a payout pending as transaction 9.
fn bound() -> RedemptionId {
	fund(ALICE, 10 * ONE);
	let id = redeem(ALICE, 4 * ONE);
	range_with_pending(vec![], vec![pending(9, id)]);
	id
}

/// Custody moves, `skipped` ranges are not reported.
fn move_custody(skipped: RangeIndex, balance: Balance) {
	let old = CustodyInfo::<Test>::get().unwrap();
	let custody = Custody {
		id: old.id + 1,
		..old
	};
	assert_ok!(Gateway::set_custody(
		root(),
		Box::new(custody),
		next_range() + skipped,
		balance
	));
}

/// A range with these pending at its end, and a delta that the DAO accepts because nobody can explain it.
fn range_with_delta(delta: i128, pending: Vec<PendingTx>) {
	let (mut header, _) = report(vec![]);
	header.end_balance = header.end_balance.checked_add_signed(delta).unwrap();
	header.verdict = Verdict::Unexplained { delta };
	header.pending = BoundedVec::truncate_from(pending);
	accept(&header);
	assert_ok!(Gateway::accept_unexplained(root(), header.range, delta));
	assert_ok!(Gateway::resume(dao()));
	deliver(header, vec![]);
}

#[test]
fn payout_in_a_skipped_range_should_be_neither_repeated_nor_refunded() {
	test(|| {
		let id = bound();
		let paid = net(id);
		move_custody(3, 10 * ONE - paid);
		assert_event(Event::RedemptionUndecided { id, tx: 9 });
		assert_eq!((Shortfall::<Test>::get(), fault()), (paid, Some(Fault::Reserve)));
		check();
		// Reports of the new custody know nothing of it, whatever its own transactions are.
		run(3 * BPD);
		range(vec![]);
		range_with_pending(vec![], vec![pending(9, id), pending(12, id)]);
		run(1);
		assert_eq!(
			(state(id), held(ALICE)),
			(RedemptionState::Undecided { tx: 9 }, 4 * ONE)
		);
		assert_noop!(cancel(ALICE, id), Fails::NotCancellable);
		assert!(!Gateway::redemption_statement(id).unwrap().ready);
		assert_ok!(decide(id, true));
		assert_event(Event::RedemptionPaid {
			id,
			amount: 4 * ONE,
			net: paid,
			fee: ONE / 100,
		});
		assert_eq!((ifil(ALICE), held(ALICE), ifil(FEES)), (6 * ONE, 0, ONE / 100));
		assert_eq!((Shortfall::<Test>::get(), Undecided::<Test>::get()), (0, 0));
		assert_eq!(Gateway::claims(), Gateway::reserve());
		assert_ok!(Gateway::resume(dao()));
		assert_eq!(status(), Status::Running);
	});
}

#[test]
fn payout_that_was_never_made_should_be_open_again() {
	test(|| {
		let id = bound();
		// The keys of the old custody are lost; somebody has made up for what it held.
		move_custody(0, 10 * ONE);
		run(1);
		range(vec![]);
		assert_noop!(cancel(ALICE, id), Fails::NotCancellable);
		assert_ok!(decide(id, false));
		assert_event(Event::RedemptionUnbound { id, tx: 9 });
		assert_eq!((state(id), Undecided::<Test>::get()), (RedemptionState::Open, 0));
		check();
		// It is proposed in the new custody, or its owner has it back.
		range_with_pending(vec![], vec![pending(1, id)]);
		assert_eq!(state(id), RedemptionState::Bound { tx: 1 });
		range(vec![]);
		assert_ok!(cancel(ALICE, id));
		run(1);
		range(vec![]);
		run(1);
		assert_eq!((free(ALICE), held(ALICE)), (10 * ONE, 0));
	});
}

#[test]
fn requests_that_are_not_bound_should_go_on_in_the_new_custody() {
	test(|| {
		fund(ALICE, 10 * ONE);
		let (cancelled, open) = (redeem(ALICE, ONE), redeem(ALICE, 2 * ONE));
		run(2 * BPD);
		assert_ok!(cancel(ALICE, cancelled));
		move_custody(1, 10 * ONE);
		assert_eq!(Undecided::<Test>::get(), 0);
		run(1);
		range_with_pending(vec![], vec![pending(1, open)]);
		run(1);
		assert_eq!(held(ALICE), 2 * ONE);
		let value = net(open);
		range(vec![debit(50, value, destination(), open)]);
		assert_eq!((held(ALICE), status()), (0, Status::Running));
	});
}

#[test]
fn payout_that_may_be_the_accepted_loss_should_wait_for_the_dao() {
	test(|| {
		let id = bound();
		let paid = net(id);
		range_with_delta(-(paid as i128), vec![]);
		assert_event(Event::RedemptionUndecided { id, tx: 9 });
		assert!(BoundRedemptions::<Test>::get().is_empty());
		assert_eq!((Shortfall::<Test>::get(), fault()), (paid, Some(Fault::Reserve)));
		run(3 * BPD);
		range(vec![]);
		assert_noop!(cancel(ALICE, id), Fails::NotCancellable);
		assert_noop!(Gateway::resume(dao()), Fails::ReserveBreach);
		assert_ok!(decide(id, true));
		assert_eq!((held(ALICE), Shortfall::<Test>::get()), (0, 0));
		assert_ok!(Gateway::resume(dao()));
	});
}

#[test]
fn payout_that_is_still_pending_should_stay_bound_whatever_else_is_missing() {
	test(|| {
		let id = bound();
		range_with_delta(-5, vec![pending(9, id)]);
		assert_eq!(
			(state(id), Undecided::<Test>::get()),
			(RedemptionState::Bound { tx: 9 }, 0)
		);
		range(vec![debit(50, net(id), destination(), id)]);
		assert_eq!((held(ALICE), Shortfall::<Test>::get()), (0, 5));
	});
}

#[test]
fn full_list_should_not_hide_that_a_payout_may_be_the_loss() {
	test(|| {
		let id = bound();
		let paid = net(id);
		let foreign = |tx| PendingTx {
			tx,
			redemption: 999,
			value: 1,
			to: destination(),
		};
		range_with_delta(-(paid as i128), (100..164).map(foreign).collect());
		range(vec![]);
		assert_eq!(state(id), RedemptionState::Undecided { tx: 9 });
	});
}

#[test]
fn payout_beside_a_gain_should_leave_a_surplus() {
	test(|| {
		let id = bound();
		let paid = net(id);
		// 5 FIL came in, and the payout went: nobody saw either.
		range_with_delta((5 * ONE - paid) as i128, vec![]);
		assert_eq!(SuspenseTotal::<Test>::get(), 5 * ONE - paid);
		assert_eq!(state(id), RedemptionState::Undecided { tx: 9 });
		assert_ok!(decide(id, true));
		assert_eq!(
			(SuspenseTotal::<Test>::get(), Shortfall::<Test>::get()),
			(5 * ONE, 0)
		);
		assert!(suspended()
			.iter()
			.all(|entry| entry.reason == SuspenseReason::Surplus));
	});
	// Part of it was missed.
	test(|| {
		let id = bound();
		let paid = net(id);
		range_with_delta((ONE as i128) - (paid as i128), vec![]);
		assert_eq!(Shortfall::<Test>::get(), paid - ONE);
		assert_ok!(decide(id, true));
		assert_eq!((SuspenseTotal::<Test>::get(), Shortfall::<Test>::get()), (ONE, 0));
		assert_ok!(Gateway::resume(dao()));
	});
}

#[test]
fn report_that_shows_the_payment_should_decide_it() {
	test(|| {
		let id = bound();
		let paid = net(id);
		range_with_delta(-5, vec![]);
		range(vec![debit(50, paid, destination(), id)]);
		assert_eq!((held(ALICE), Undecided::<Test>::get()), (0, 0));
		assert_eq!(Shortfall::<Test>::get(), 5);
		assert_noop!(decide(id, true), Fails::RedemptionNotFound);
	});
}

#[test]
fn return_of_suspense_in_doubt_should_be_decided_likewise() {
	test(|| {
		range(vec![credit(1, 2 * ONE, None)]);
		assert_ok!(Gateway::return_suspense(dao(), 0, text(destination())));
		range_with_pending(vec![], vec![pending(9, 0)]);
		move_custody(0, 0);
		assert_noop!(Gateway::cancel_redemption(dao(), 0), Fails::NotCancellable);
		assert_noop!(Gateway::assign_suspense(dao(), 0, ALICE), Fails::AlreadyReturning);
		assert_ok!(decide(0, true));
		assert_eq!(
			(
				suspended().len(),
				SuspenseTotal::<Test>::get(),
				Shortfall::<Test>::get()
			),
			(0, 0, 0)
		);
	});
}

#[test]
fn only_what_is_in_doubt_should_be_decided_and_by_the_dao_after_seven_days() {
	test(|| {
		let id = bound();
		for paid in [true, false] {
			assert_noop!(decide(id, paid), Fails::NotUndecided);
			assert_noop!(decide(id + 1, paid), Fails::RedemptionNotFound);
		}
		move_custody(0, 10 * ONE);
		for origin in [signed(ALICE), dao()] {
			assert_noop!(
				Gateway::decide_redemption(origin, id, true),
				DispatchError::BadOrigin
			);
		}
		// Another custody does not make it forget.
		move_custody(2, 10 * ONE);
		assert_eq!(Undecided::<Test>::get(), 1);
		assert_ok!(decide(id, false));
		assert_noop!(decide(id, false), Fails::NotUndecided);
	});
}

#[test]
fn gateway_should_not_wind_down_while_something_is_in_doubt() {
	test(|| {
		let id = bound();
		let paid = net(id);
		move_custody(0, 10 * ONE - paid);
		assert_noop!(Gateway::wind_down(root()), Fails::PayoutsUndecided);
		assert_ok!(decide(id, true));
		assert_ok!(Gateway::wind_down(root()));
		// Everybody else loses nothing by it.
		assert!(
			matches!(status(), Status::WindingDown { reserve, claims, .. } if reserve == claims && claims == 10 * ONE - paid)
		);
	});
}

#[test]
fn payout_in_doubt_should_keep_its_terms_while_winding_down() {
	test(|| {
		let id = bound();
		let paid = net(id);
		range_with_pending(vec![debit(1, ONE, destination(), 99)], vec![pending(9, id)]);
		assert_ok!(Gateway::wind_down(root()));
		// A bound payout is at par; so it was executed.
		move_custody(0, 9 * ONE - paid);
		assert_eq!(Gateway::redemption_statement(id).unwrap().payable, paid);
		assert_ok!(decide(id, true));
		assert_eq!((held(ALICE), ifil(FEES)), (0, ONE / 100));
		assert_eq!(Shortfall::<Test>::get(), ONE);
		assert_eq!(Gateway::claims(), Gateway::reserve() + ONE);
	});
}

#[test]
fn all_that_can_be_bound_should_be_in_doubt_at_once() {
	test(|| {
		fund(ALICE, 20 * ONE);
		let ids: Vec<_> = (0..64).map(|_| redeem(ALICE, MINIMUM_AMOUNT)).collect();
		range_with_pending(vec![], ids.iter().map(|id| pending(*id, *id)).collect());
		assert_eq!(BoundRedemptions::<Test>::get().len(), 64);
		move_custody(0, 20 * ONE);
		assert_eq!(Undecided::<Test>::get(), 64);
		check();
		for id in ids {
			assert_ok!(decide(id, false));
		}
		assert_eq!(Undecided::<Test>::get(), 0);
	});
}
