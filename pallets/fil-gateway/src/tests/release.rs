use super::*;

#[test]
fn deposit_above_its_cap_should_wait_a_day() {
	test(|| {
		range(vec![
			credit(1, 1_000 * ONE, to(ALICE)),
			credit(2, 1_000 * ONE + 1, to(BOB)),
		]);
		let asked = System::block_number();
		assert_eq!((ifil(ALICE), ifil(BOB)), (1_000 * ONE, 0));
		assert_eq!(DelayedTotal::<Test>::get(), 1_000 * ONE + 1);
		check();
		run_to(asked + BPD - 1);
		range(vec![]);
		assert_eq!(ifil(BOB), 0);
		run(1);
		assert_eq!((ifil(BOB), DelayedTotal::<Test>::get()), (1_000 * ONE + 1, 0));
	});
}

#[test]
fn daily_cap_should_delay_and_not_refuse() {
	test(|| {
		for n in 0..7 {
			range(vec![credit(n, 1_000 * ONE, to(ALICE))]);
		}
		assert_eq!(ifil(ALICE), 5_000 * ONE);
		range(vec![credit(8, ONE, to(BOB))]);
		assert_eq!((ifil(BOB), Gateway::mint_room()), (0, 0));
		check();
		// Not before what was minted is 24 hours old.
		run(BPD - 1);
		range(vec![]);
		run(1);
		assert_eq!(ifil(ALICE), 5_000 * ONE);
		run(2 * 2);
		assert_eq!((ifil(ALICE), ifil(BOB)), (7_000 * ONE, ONE));
		assert_eq!(DelayedTotal::<Test>::get(), 0);
	});
}

#[test]
fn deposit_above_the_daily_cap_should_come_in_parts() {
	test(|| {
		range(vec![credit(1, 12_000 * ONE, to(ALICE))]);
		let mut days = 0;
		while ifil(ALICE) < 12_000 * ONE {
			run(BPD / 2);
			range(vec![]);
			days += 1;
			assert!(days < 12);
			check();
		}
		assert!(days >= 6);
	});
}

#[test]
fn what_is_caught_up_with_after_an_outage_should_wait_for_reports_of_the_last_24_hours() {
	test(|| {
		let product = || Some(Memo::Product { product: PRODUCT });
		let late = |n| report(vec![credit(n, ONE, to(ALICE)), credit(n + 1, ONE, product())]);
		let (header, pages) = late(1);
		ClockAhead::set(MAX_CHECKPOINT_AGE_SECONDS);
		deliver(header, pages);
		let (header, pages) = late(3);
		assert_eq!((ifil(ALICE), DelayedTotal::<Test>::get()), (0, 2 * ONE));
		run(1);
		assert_eq!((ifil(ALICE), DelayedTotal::<Test>::get()), (0, 2 * ONE));
		check();
		// In three blocks, of three seconds each, this one is a day old as well.
		ClockAhead::mutate(|ahead| *ahead += MAX_CHECKPOINT_AGE_SECONDS - 10);
		deliver(header, pages);
		run(2);
		assert_eq!((ifil(ALICE), DelayedTotal::<Test>::get()), (2 * ONE, 0));
	});
}

#[test]
fn earlier_deposits_should_go_first() {
	test(|| {
		for n in 0..5 {
			range(vec![credit(n, 999 * ONE, to(ALICE))]);
		}
		range(vec![credit(6, 10 * ONE, to(ALICE)), credit(7, ONE, to(BOB))]);
		// There would be room for the small one.
		assert_eq!((ifil(BOB), Gateway::mint_room()), (0, 5 * ONE));
		run(1);
		assert_eq!((ifil(ALICE), ifil(BOB)), (5_000 * ONE, 0));
	});
}

#[test]
fn large_deposit_should_not_starve_behind_small_ones() {
	test(|| {
		range(vec![credit(1, 3_000 * ONE, to(BOB))]);
		// More small ones than there is room for, day after day.
		for day in 0..4 {
			range(
				(0..6)
					.map(|n| credit(10 * day + n + 2, 1_000 * ONE, to(ALICE)))
					.collect(),
			);
			run(BPD / 2);
			range(vec![]);
			run(BPD / 2);
			check();
		}
		assert_eq!(ifil(BOB), 3_000 * ONE);
		assert!(ifil(ALICE) >= 5_000 * ONE);
		let ends = Queues::<Test>::get(Queue::Late);
		assert!(ends.head != ends.tail, "all small ones were served");
	});
}

#[test]
fn small_deposit_should_not_starve_behind_large_ones() {
	test(|| {
		range((0..5).map(|n| credit(n, 1_000 * ONE, to(ALICE))).collect());
		range(vec![credit(10, ONE, to(BOB))]);
		for day in 1..4 {
			range(vec![credit(10 + day, 6_000 * ONE, to(ALICE))]);
			run(BPD / 2);
			range(vec![]);
			run(BPD / 2);
		}
		assert_eq!(ifil(BOB), ONE);
	});
}

#[test]
fn waiting_deposits_should_be_minted_in_the_order_of_their_ranges() {
	test(|| {
		range(vec![credit(1, 6_000 * ONE, to(BOB))]);
		range((2..7).map(|n| credit(n, 1_000 * ONE, to(ALICE))).collect());
		range(vec![credit(8, ONE, to(ISSUER))]);
		run(BPD / 2);
		range(vec![]);
		run(BPD / 2 + 4);
		// The large one came first. It takes all the room there is.
		assert_eq!((ifil(BOB), ifil(ISSUER)), (5_000 * ONE, 0));
		assert_eq!(DelayedTotal::<Test>::get(), 1_001 * ONE);
	});
}

#[test]
fn new_small_deposit_should_wait_behind_a_large_one_that_is_due() {
	test(|| {
		range(vec![credit(1, 2_000 * ONE, to(BOB))]);
		// Due, and not minted, as the last checkpoint is too old.
		run(BPD + 5);
		range(vec![credit(2, ONE, to(ALICE))]);
		assert_eq!((ifil(BOB), ifil(ALICE)), (0, 0));
		run(1);
		assert_eq!((ifil(BOB), ifil(ALICE)), (2_000 * ONE, ONE));
		// One that is not due yet keeps nobody waiting.
		range(vec![credit(3, 2_000 * ONE, to(BOB)), credit(4, ONE, to(ALICE))]);
		assert_eq!(ifil(ALICE), 2 * ONE);
	});
}

#[test]
fn pay_should_not_wait_for_the_cap_but_use_it_up() {
	test(|| {
		range(vec![credit(
			1,
			6_000 * ONE,
			Some(Memo::Product { product: PRODUCT }),
		)]);
		assert_eq!((ifil(PAY), Gateway::mint_room()), (6_000 * ONE, 0));
		range(vec![credit(2, ONE, to(ALICE))]);
		assert_eq!(ifil(ALICE), 0);
	});
}

#[test]
fn nothing_should_be_minted_during_a_pause() {
	test(|| {
		Gateway::pause(Fault::Signers);
		range(vec![
			credit(1, ONE, to(ALICE)),
			credit(2, ONE, Some(Memo::Product { product: PRODUCT })),
		]);
		run(3);
		assert_eq!(
			(ifil(ALICE), ifil(PAY), DelayedTotal::<Test>::get()),
			(0, 0, 2 * ONE)
		);
		check();
		assert_ok!(Gateway::resume(dao()));
		assert_ok!(Gateway::release(signed(BOB), 64));
		assert_eq!(
			(ifil(ALICE), ifil(PAY), DelayedTotal::<Test>::get()),
			(ONE, ONE, 0)
		);
	});
}

#[test]
fn stale_checkpoint_should_stop_minting() {
	test(|| {
		range(vec![credit(1, 2_000 * ONE, to(ALICE))]);
		let at = System::block_number();
		run_to(at + BPD + 5);
		assert_eq!(ifil(ALICE), 0);
		range(vec![]);
		run(1);
		assert_eq!(ifil(ALICE), 2_000 * ONE);
	});
}

#[test]
fn delayed_pay_that_is_refused_should_be_suspended() {
	test(|| {
		Gateway::pause(Fault::Signers);
		range(vec![credit(1, ONE, Some(Memo::Product { product: 8 }))]);
		assert_ok!(Gateway::resume(dao()));
		run(1);
		assert_eq!(
			(suspended()[0].value, suspended()[0].reason),
			(ONE, SuspenseReason::Refused)
		);
	});
}

#[test]
fn release_should_be_bounded_and_signed() {
	test(|| {
		assert_noop!(Gateway::release(signed(BOB), 65), Fails::TooManySteps);
		assert_noop!(Gateway::release(root(), 1), DispatchError::BadOrigin);
	});
}

#[test]
fn window_should_forget_hour_by_hour() {
	let mut window = Window::default().at(100);
	window.add(5).unwrap();
	let mut later = window.at(110);
	later.add(7).unwrap();
	assert_eq!(later.at(124).total(), Some(12));
	assert_eq!(later.at(125).total(), Some(7));
	assert_eq!(later.at(134).total(), Some(7));
	assert_eq!(later.at(135).total(), Some(0));
	assert_eq!(later.at(u32::MAX).total(), Some(0));
}
