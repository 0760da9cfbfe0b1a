use super::*;

fn anonymous(amount: Balance) -> u32 {
	let id = NextSuspense::<Test>::get();
	range(vec![credit(u64::from(next_range()), amount, None)]);
	id
}

#[test]
fn suspense_should_be_assigned_by_the_dao() {
	test(|| {
		let id = anonymous(ONE);
		assert_noop!(
			Gateway::assign_suspense(signed(ALICE), id, ALICE),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Gateway::assign_suspense(dao(), id + 1, ALICE),
			Fails::SuspenseNotFound
		);
		assert_ok!(Gateway::assign_suspense(dao(), id, ALICE));
		assert_event(Event::SuspenseAssigned {
			id,
			who: ALICE,
			value: ONE,
		});
		assert_eq!((ifil(ALICE), SuspenseTotal::<Test>::get()), (ONE, 0));
		assert_noop!(
			Gateway::assign_suspense(dao(), id, ALICE),
			Fails::SuspenseNotFound
		);
	});
}

#[test]
fn assignment_should_respect_the_caps() {
	test(|| {
		let id = anonymous(2_000 * ONE);
		assert_ok!(Gateway::assign_suspense(dao(), id, ALICE));
		assert_eq!((ifil(ALICE), DelayedTotal::<Test>::get()), (0, 2_000 * ONE));
	});
}

#[test]
fn suspense_should_be_returned_by_a_redemption() {
	test(|| {
		let id = anonymous(ONE);
		assert_noop!(
			Gateway::return_suspense(signed(ALICE), id, text(destination())),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Gateway::return_suspense(dao(), id, text(robust())),
			Fails::AddressProtocol
		);
		assert_ok!(Gateway::return_suspense(dao(), id, text(destination())));
		assert_eq!(suspended()[0].returning, Some(0));
		check();
		assert_noop!(
			Gateway::assign_suspense(dao(), id, ALICE),
			Fails::AlreadyReturning
		);
		assert_noop!(
			Gateway::return_suspense(dao(), id, text(destination())),
			Fails::AlreadyReturning
		);
		assert_noop!(Gateway::cover_shortfall(dao(), id), Fails::AlreadyReturning);
		range(vec![debit(9, ONE, destination(), 0)]);
		assert_event(Event::RedemptionPaid {
			id: 0,
			amount: ONE,
			net: ONE,
			fee: 0,
		});
		assert_eq!((suspended().len(), SuspenseTotal::<Test>::get()), (0, 0));
		assert_eq!(status(), Status::Running);
	});
}

#[test]
fn return_that_nobody_pays_should_go_back_to_suspense() {
	test(|| {
		let id = anonymous(ONE);
		assert_ok!(Gateway::return_suspense(dao(), id, text(destination())));
		run(2 * BPD);
		assert_noop!(Gateway::cancel_redemption(signed(ALICE), 0), Fails::NotOwner);
		assert_ok!(Gateway::cancel_redemption(dao(), 0));
		run(1);
		range(vec![]);
		run(1);
		assert_eq!(suspended()[0].returning, None);
		assert_ok!(Gateway::assign_suspense(dao(), id, ALICE));
		assert_eq!(ifil(ALICE), ONE);
	});
}

#[test]
fn shortfall_should_be_covered_by_what_was_given() {
	test(|| {
		fund(ALICE, 10 * ONE);
		range(vec![debit(9, 3 * ONE, destination(), 0)]);
		assert_eq!(Shortfall::<Test>::get(), 3 * ONE);
		assert_noop!(Gateway::resume(dao()), Fails::ReserveBreach);
		let (small, large) = (anonymous(3 * ONE), anonymous(4 * ONE));
		assert_noop!(
			Gateway::cover_shortfall(signed(ALICE), small),
			DispatchError::BadOrigin
		);
		assert_noop!(Gateway::cover_shortfall(dao(), large), Fails::ExceedsShortfall);
		assert_ok!(Gateway::cover_shortfall(dao(), small));
		assert_event(Event::ShortfallCovered {
			id: small,
			value: 3 * ONE,
			shortfall: 0,
		});
		assert_noop!(Gateway::cover_shortfall(dao(), small), Fails::SuspenseNotFound);
		assert_ok!(Gateway::resume(dao()));
	});
}
