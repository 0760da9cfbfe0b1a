use super::*;

fn wind_down() {
	assert_ok!(Gateway::wind_down(root()));
}

#[test]
fn redemptions_should_pay_their_share() {
	test(|| {
		fund(ALICE, 6 * ONE);
		fund(BOB, 4 * ONE);
		// A tenth is gone.
		range(vec![debit(1, ONE, destination(), 99)]);
		assert_noop!(Gateway::wind_down(dao()), DispatchError::BadOrigin);
		assert_noop!(
			Gateway::redeem_share(signed(ALICE), ONE, text(destination()), 0),
			Fails::NotWindingDown
		);
		wind_down();
		assert_event(Event::WindingDown {
			reserve: 9 * ONE,
			claims: 10 * ONE,
		});
		assert_noop!(Gateway::wind_down(root()), Fails::GatewayWindingDown);
		assert_noop!(
			Gateway::redeem_share(signed(ALICE), ONE, text(destination()), ONE * 9 / 10 + 1),
			Fails::BelowBound
		);
		assert_noop!(
			Gateway::redeem_share(signed(ALICE), MINIMUM_AMOUNT - 1, text(destination()), 0),
			Fails::BelowMinimum
		);
		assert_ok!(Gateway::redeem_share(
			signed(ALICE),
			5 * ONE,
			text(destination()),
			ONE * 9 / 2
		));
		let redemption = Redemptions::<Test>::get(0).unwrap();
		assert_eq!((redemption.net, redemption.fee), (ONE * 9 / 2, 0));
		check();
		range(vec![debit(2, ONE * 9 / 2, destination(), 0)]);
		assert_eq!((ifil(ALICE), Shortfall::<Test>::get()), (ONE, ONE / 2));
		assert_eq!(Gateway::claims(), Gateway::reserve() + Shortfall::<Test>::get());
	});
}

#[test]
fn open_requests_should_bear_their_share_but_not_bound_ones() {
	test(|| {
		fund(ALICE, 10 * ONE);
		let (bound, open) = (redeem(ALICE, 2 * ONE), redeem(ALICE, 2 * ONE));
		let promised = Redemptions::<Test>::get(bound).unwrap().net;
		range_with_pending(vec![debit(1, ONE, destination(), 99)], vec![pending(5, bound)]);
		wind_down();
		let claims = 10 * ONE - promised;
		assert!(
			matches!(status(), Status::WindingDown { reserve, claims: c, .. } if c == claims && reserve == claims - ONE)
		);
		let share = dmex_primitives::math::mul_div_floor(2 * ONE, claims - ONE, claims).unwrap();
		assert_eq!(Gateway::redemption_statement(open).unwrap().payable, share);
		assert_eq!(Gateway::redemption_statement(bound).unwrap().payable, promised);
		range_with_pending(
			vec![debit(2, promised, destination(), bound)],
			vec![pending(6, open)],
		);
		assert_eq!(Redemptions::<Test>::get(open).unwrap().net, share);
		range(vec![debit(3, share, destination(), open)]);
		assert_eq!(Redemptions::<Test>::iter().count(), 0);
		check();
	});
}

#[test]
fn solvent_gateway_should_pay_at_par() {
	test(|| {
		fund(ALICE, 10 * ONE);
		wind_down();
		assert_ok!(Gateway::redeem_share(
			signed(ALICE),
			ONE,
			text(destination()),
			ONE
		));
	});
}

#[test]
fn what_comes_later_should_go_back_whole() {
	test(|| {
		fund(ALICE, 10 * ONE);
		range(vec![debit(1, 5 * ONE, destination(), 99)]);
		wind_down();
		range(vec![credit(2, ONE, to(ALICE))]);
		assert_eq!(
			(ifil(ALICE), suspended()[0].reason),
			(10 * ONE, SuspenseReason::WindingDown)
		);
		assert_ok!(Gateway::return_suspense(dao(), 0, text(destination())));
		assert_eq!(Redemptions::<Test>::get(0).unwrap().net, ONE);
	});
}

#[test]
fn small_credits_that_come_later_should_go_back_whole_too() {
	test(|| {
		fund(ALICE, 10 * ONE);
		range(vec![debit(1, 5 * ONE, destination(), 99)]);
		let small = |amount| {
			let (mut header, pages) = report(vec![]);
			header.dust = Dust { count: 3, amount };
			header.end_balance += amount;
			deliver(header, pages);
		};
		small(2_000);
		wind_down();
		small(1_000);
		let reasons: Vec<_> = suspended().iter().map(|entry| entry.reason).collect();
		assert_eq!(reasons, [SuspenseReason::Dust, SuspenseReason::WindingDown]);
		for id in 0..2 {
			assert_ok!(Gateway::return_suspense(dao(), id, text(destination())));
		}
		// What was there before bears its share.
		assert!(Redemptions::<Test>::get(0).unwrap().net < 2_000);
		assert_eq!(Redemptions::<Test>::get(1).unwrap().net, 1_000);
		assert_eq!(Gateway::redemption_statement(1).unwrap().payable, 1_000);
	});
}

#[test]
fn what_waited_should_still_be_minted() {
	test(|| {
		range(vec![credit(1, 2_000 * ONE, to(ALICE))]);
		wind_down();
		run(BPD);
		assert_eq!(ifil(ALICE), 2_000 * ONE);
		assert!(Gateway::is_paused());
	});
}

#[test]
fn the_market_should_be_closed_for_good_by_winding_down_and_by_no_pause() {
	test(|| {
		assert_eq!(Gateway::closed_at(FIL), None);
		Gateway::pause(Fault::Signers);
		assert_eq!(Gateway::closed_at(FIL), None);
		run(5);
		wind_down();
		let at = System::block_number();
		run(5);
		assert_eq!((Gateway::closed_at(FIL), Gateway::closed_at(1)), (Some(at), None));
	});
}

#[test]
fn wind_down_should_wait_for_an_application() {
	test(|| {
		let (header, pages) = report(vec![credit(1, ONE, to(BOB))]);
		accept(&header);
		submit_pages(FIRST, pages);
		assert_noop!(Gateway::wind_down(root()), Fails::StillApplying);
	});
}

#[test]
fn ranges_should_go_on_after_a_fault_while_winding_down() {
	test(|| {
		fund(ALICE, ONE);
		wind_down();
		let (mut header, _) = report(vec![]);
		header.verdict = Verdict::FinalityViolation;
		accept(&header);
		assert!(Halted::<Test>::get());
		assert!(matches!(status(), Status::WindingDown { .. }));
		assert_ok!(Gateway::resume(dao()));
		assert!(matches!(status(), Status::WindingDown { .. }));
		range(vec![]);
	});
}
