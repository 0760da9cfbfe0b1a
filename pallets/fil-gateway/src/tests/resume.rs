//! `resume`, `accept_unexplained`, `accept_reorganisation`.

use super::*;

fn unexplained(delta: i128) -> (RangeHeader, Vec<Items>) {
	let (mut header, pages) = report(vec![credit(77, ONE, to(BOB))]);
	header.end_balance = header.end_balance.checked_add_signed(delta).unwrap();
	header.verdict = Verdict::Unexplained { delta };
	(header, pages)
}

#[test]
fn resume_should_end_a_pause_once() {
	test(|| {
		assert_noop!(Gateway::resume(dao()), Fails::NotPaused);
		Gateway::pause(Fault::Signers);
		assert_noop!(Gateway::resume(signed(ALICE)), DispatchError::BadOrigin);
		run(5);
		assert_ok!(Gateway::resume(dao()));
		assert_event(Event::Resumed);
		assert_eq!(status(), Status::Running);
		let now = System::block_number();
		assert_eq!(
			PauseEnded::<Test>::get(),
			Some(LastPause {
				ended_at: now,
				neutral_until: now + BPD
			})
		);
		assert_noop!(Gateway::resume(dao()), Fails::NotPaused);
	});
}

#[test]
fn explained_report_should_pass_after_the_resume() {
	test(|| {
		let (header, _) = unexplained(5);
		accept(&header);
		assert_ok!(Gateway::resume(dao()));
		assert!(!Halted::<Test>::get());
		range(vec![credit(77, ONE, to(BOB)), credit(78, 5, None)]);
		assert_eq!(ifil(BOB), ONE);
		assert_eq!(LaterRounds::<Test>::get(FIRST), Some(1));
	});
}

#[test]
fn surplus_that_is_accepted_should_be_suspended() {
	test(|| {
		let (header, pages) = unexplained(5);
		assert_noop!(
			Gateway::accept_unexplained(root(), FIRST, 5),
			Fails::NothingToAccept
		);
		accept(&header);
		assert_noop!(
			Gateway::accept_unexplained(dao(), FIRST, 5),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Gateway::accept_unexplained(root(), FIRST + 1, 5),
			Fails::NothingToAccept
		);
		assert_noop!(
			Gateway::accept_unexplained(root(), FIRST, 0),
			Fails::NothingToAccept
		);
		assert_ok!(Gateway::accept_unexplained(root(), FIRST, 5));
		assert_event(Event::DeltaAccepted {
			range: FIRST,
			delta: 5,
		});
		assert_ok!(Gateway::resume(dao()));
		deliver(header, pages);
		assert_eq!(ifil(BOB), ONE);
		assert_eq!(
			(suspended()[0].value, suspended()[0].reason),
			(5, SuspenseReason::Surplus)
		);
		assert_eq!((status(), DeltaAccepted::<Test>::get()), (Status::Running, None));
	});
}

#[test]
fn another_delta_than_the_accepted_one_should_pause_again() {
	test(|| {
		let (header, _) = unexplained(5);
		accept(&header);
		assert_ok!(Gateway::accept_unexplained(root(), FIRST, 4));
		assert_ok!(Gateway::resume(dao()));
		accept(&header);
		assert_eq!(
			fault(),
			Some(Fault::Unexplained {
				range: FIRST,
				delta: 5
			})
		);
	});
}

#[test]
fn loss_that_is_accepted_should_be_a_shortfall_and_pause() {
	test(|| {
		fund(ALICE, 10 * ONE);
		let range = next_range();
		let (header, pages) = unexplained(-5);
		accept(&header);
		assert_ok!(Gateway::accept_unexplained(root(), range, -5));
		assert_ok!(Gateway::resume(dao()));
		deliver(header, pages);
		assert_eq!((Shortfall::<Test>::get(), fault()), (5, Some(Fault::Reserve)));
		assert_noop!(Gateway::resume(dao()), Fails::ReserveBreach);
	});
}

#[test]
fn resume_of_halted_ranges_should_leave_a_breach_paused() {
	test(|| {
		fund(ALICE, 10 * ONE);
		range(vec![debit(9, ONE, destination(), 0)]);
		let (header, _) = unexplained(5);
		accept(&header);
		assert!(Halted::<Test>::get());
		// A lesser fault does not hide the one that halts.
		Gateway::pause(Fault::Signers);
		assert!(matches!(fault(), Some(Fault::Unexplained { .. })));
		assert_ok!(Gateway::resume(dao()));
		assert_eq!((Halted::<Test>::get(), fault()), (false, Some(Fault::Reserve)));
	});
}

#[test]
fn reorganisation_should_be_accepted_by_decision() {
	test(|| {
		range(vec![]);
		let found = H256::repeat_byte(7);
		assert_noop!(
			Gateway::accept_reorganisation(root(), found),
			Fails::NothingToAccept
		);
		let (mut header, _) = report(vec![]);
		header.verdict = Verdict::FinalityViolation;
		header.tipset = found;
		accept(&header);
		assert_noop!(
			Gateway::accept_reorganisation(dao(), found),
			DispatchError::BadOrigin
		);
		assert_ok!(Gateway::accept_reorganisation(root(), found));
		assert_event(Event::ReorganisationAccepted { tipset: found });
		assert_eq!(LastCheckpoint::<Test>::get().unwrap().tipset, found);
		assert_ok!(Gateway::resume(dao()));
		range(vec![]);
	});
}

#[test]
fn stale_checkpoint_is_no_pause() {
	test(|| {
		run(3 * BPD);
		assert_eq!(status(), Status::Running);
	});
}
