use super::*;

#[test]
fn pay_should_fall_due_at_the_end_of_the_following_day() {
	test(|| {
		run_to(12);
		assert_ok!(Feed::report_day(root(), FIL, 0, 1));
		run_to(19);
		assert_eq!(Feed::due_through(FIL), None);
		run_to(20);
		assert_eq!(Feed::due_through(FIL), Some(0));
		System::assert_has_event(Event::DayDue { coin: FIL, day: 0 }.into());
		assert_ok!(Feed::report_day(root(), FIL, 1, 1));
		run_to(29);
		assert_eq!(Feed::due_through(FIL), Some(0));
		run_to(30);
		assert_eq!(Feed::due_through(FIL), Some(1));
	});
}

#[test]
fn late_record_should_make_the_day_neutral_and_hold_up_those_behind_it() {
	test(|| {
		run_to(10);
		assert_ok!(Feed::report_day(root(), FIL, 0, 1));
		// Day 1 would be due in block 30.
		run_to(43);
		assert_eq!(Feed::due_through(FIL), Some(0));
		assert_ok!(Feed::report_day(root(), FIL, 1, 1));
		assert_ok!(Feed::report_day(root(), FIL, 2, 1));
		assert_ok!(Feed::report_day(root(), FIL, 3, 1));
		run_to(52);
		assert_eq!(Feed::due_through(FIL), Some(0));
		// One day in a block; day 3, recorded in time, waits for those in front of it.
		run_to(53);
		assert_eq!(Feed::due_through(FIL), Some(1));
		run_to(54);
		assert_eq!(Feed::due_through(FIL), Some(2));
		run_to(55);
		assert_eq!(Feed::due_through(FIL), Some(3));
	});
}

#[test]
fn each_coin_should_have_its_own_days() {
	test(|| {
		run_to(10);
		assert_ok!(Feed::report_day(root(), FIL, 0, 1));
		assert_ok!(Feed::report_day(root(), 1, 0, 9));
		run_to(20);
		assert_eq!((Feed::due_through(FIL), Feed::due_through(1)), (Some(0), Some(0)));
		assert_ok!(Feed::report_day(root(), 1, 1, 9));
		run_to(30);
		assert_eq!((Feed::due_through(FIL), Feed::due_through(1)), (Some(0), Some(1)));
	});
}

#[test]
fn hook_should_cost_the_same_after_many_days() {
	let cost = |days: u32| {
		let mut ext = new_test_ext();
		ext.execute_with(|| {
			for day in 0..days {
				run_to((day + 1) * BLOCKS_PER_DAY);
				assert_ok!(Feed::report_day(root(), FIL, day, 1));
			}
		});
		let (_, accesses) = dmex_test_utils::accesses(&mut ext, || {
			System::set_block_number(System::block_number() + BLOCKS_PER_DAY);
			Feed::advance_due_days();
		});
		(accesses.read.len(), accesses.written.len())
	};
	assert_eq!(cost(2), cost(200));
}
