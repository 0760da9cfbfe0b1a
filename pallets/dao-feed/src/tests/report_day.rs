use super::*;

#[test]
fn day_should_be_recorded_once_and_for_good() {
	test(|| {
		run_to(10);
		assert!(!Feed::is_fresh(FIL));
		assert_eq!(Feed::reward(FIL, 0), None);
		assert_ok!(Feed::report_day(root(), FIL, 0, 500));
		System::assert_last_event(
			Event::DayReported {
				coin: FIL,
				day: 0,
				reward: 500,
				due_at: 20,
			}
			.into(),
		);
		assert_eq!(Feed::reward(FIL, 0), Some(500));
		assert_noop!(
			Feed::report_day(root(), FIL, 0, 600),
			Error::<Test>::DayOutOfSequence
		);
		run_to(25);
		assert!(Feed::is_fresh(FIL));
		run_to(26);
		assert!(!Feed::is_fresh(FIL));
		assert_eq!(Feed::reward(FIL, 0), Some(500));
	});
}

#[test]
fn day_should_be_refused_before_its_end_out_of_sequence_and_from_others() {
	test(|| {
		run_to(35);
		assert_noop!(Feed::report_day(root(), FIL, 3, 1), Error::<Test>::DayNotOver);
		assert_noop!(
			Feed::report_day(RuntimeOrigin::signed(ISSUER), FIL, 1, 1),
			DispatchError::BadOrigin
		);
		// The first one may be any that is over.
		assert_ok!(Feed::report_day(root(), FIL, 1, 1));
		assert_noop!(
			Feed::report_day(root(), FIL, 0, 1),
			Error::<Test>::DayOutOfSequence
		);
		run_to(45);
		assert_noop!(
			Feed::report_day(root(), FIL, 3, 1),
			Error::<Test>::DayOutOfSequence
		);
		assert_ok!(Feed::report_day(root(), FIL, 2, 1));
	});
}

#[test]
fn coins_should_be_bounded() {
	test(|| {
		run_to(10);
		for coin in 0..4 {
			assert_ok!(Feed::report_day(root(), coin, 0, 1));
		}
		assert_noop!(Feed::report_day(root(), 4, 0, 1), Error::<Test>::TooManyCoins);
	});
}
