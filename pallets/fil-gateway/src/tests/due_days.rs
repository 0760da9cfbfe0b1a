//! When the pay of a day falls due.

use super::{
	oracle::{filecoin_day, record_day},
	*,
};

fn due() -> Option<u32> {
	Gateway::due_through(FIL)
}

/// Days 0 to `days` - 1 are recorded, each in the first blocks of the next one.
fn days(days: u32) {
	for day in 0..days {
		filecoin_day();
		run_to((day + 1) * BPD);
		record_day(1, vec![]);
	}
}

#[test]
fn pay_should_fall_due_at_the_end_of_the_following_day() {
	test(|| {
		days(1);
		run_to(2 * BPD - 1);
		assert_eq!((due(), Gateway::due_through(1)), (None, None));
		run(1);
		assert_eq!(due(), Some(0));
		assert_event(Event::DayDue { day: 0 });
	});
}

#[test]
fn late_record_should_make_the_day_neutral_and_hold_up_those_behind_it() {
	test(|| {
		days(1);
		run_to(3 * BPD + 10);
		filecoin_day();
		filecoin_day();
		run(1);
		record_day(1, vec![]);
		let recorded = System::block_number();
		run(1);
		record_day(1, vec![]);
		assert_eq!(due(), Some(0));
		run_to(recorded + BPD - 1);
		assert_eq!(due(), Some(0));
		run(1);
		assert_eq!(due(), Some(1));
		// One day in a block.
		run(1);
		assert_eq!(due(), Some(2));
	});
}

#[test]
fn what_was_reported_should_be_paid_before_a_day_falls_due() {
	// What a block applies, and what takes two.
	for (items, blocks) in [(7, 1), (9, 2)] {
		test(|| {
			days(1);
			run_to(2 * BPD - 1);
			let (header, pages) = report((0..items).map(|n| credit(n, ONE, to(ALICE))).collect());
			accept(&header);
			submit_pages(header.range, pages);
			for _ in 1..blocks {
				run(1);
				assert_eq!(due(), None);
			}
			run(1);
			assert_eq!((ifil(ALICE), due()), (Balance::from(items) * ONE, Some(0)));
			let at = |wanted: fn(&Event<Test>) -> bool| events().iter().rposition(wanted);
			let paid = at(|event| matches!(event, Event::Minted { .. }));
			assert!(paid.is_some() && paid < at(|event| matches!(event, Event::DayDue { day: 0 })));
		});
	}
}

#[test]
fn no_day_should_fall_due_during_a_pause() {
	test(|| {
		days(1);
		run_to(BPD + 10);
		Gateway::pause(Fault::Signers);
		assert!(Gateway::is_paused());
		run_to(3 * BPD);
		assert_eq!(due(), None);
		assert_ok!(Gateway::resume(dao()));
		run(BPD - 1);
		assert_eq!(due(), None);
		run(1);
		assert_eq!(due(), Some(0));
	});
}

#[test]
fn short_pause_should_make_the_days_neutral_whose_window_it_meets() {
	test(|| {
		days(2);
		// Day 0 is due now; the window of day 1 began.
		assert_eq!(due(), Some(0));
		run(5);
		Gateway::pause(Fault::Signers);
		run(1);
		assert_ok!(Gateway::resume(dao()));
		let resumed = System::block_number();
		filecoin_day();
		run_to(3 * BPD);
		assert_eq!(due(), Some(0));
		record_day(1, vec![]);
		run_to(resumed + BPD - 1);
		assert_eq!(due(), Some(0));
		run(1);
		assert_eq!(due(), Some(1));
		// Day 2's window began after the pause.
		run_to(4 * BPD - 1);
		assert_eq!(due(), Some(1));
		run(1);
		assert_eq!(due(), Some(2));
	});
}

#[test]
fn reward_should_never_change() {
	test(|| {
		days(1);
		assert_eq!(Gateway::reward(FIL, 0), Some(1));
		let (header, _) = super::oracle::record(9, vec![]);
		let again = OracleHeader { day: 0, ..header };
		let vote = Vote {
			set: 0,
			subject: Subject::Oracle(0),
			round: 0,
			digest: digest(&again),
		};
		assert_noop!(
			Gateway::vote(authorized(), vote, 0, sign(vote, 0).signature),
			Fails::DayOutOfSequence
		);
	});
}
