use super::*;

fn suspend_1() {
	Silent::set(vec![1]);
	run_to_session(1);
	assert_eq!(status(1), Status::Suspended { until: 2 });
	Silent::set(Vec::new());
}

#[test]
fn resume_should_take_effect_with_the_next_session_but_one() {
	ExtBuilder::default().build_and_execute(|| {
		suspend_1();
		run_to_session(4);
		assert_eq!(Session::validators(), [2, 3, 4, 5]);
		System::reset_events();
		assert_ok!(ValidatorSet::resume(signed(1)));
		assert_eq!(events(), [Event::Resumed { who: 1, since: 6 }]);
		assert_eq!(status(1), Status::Active { since: 6 });
		run_to_session(5);
		assert_eq!(Session::validators(), [2, 3, 4, 5]);
		run_to_session(6);
		assert_eq!(Session::validators(), [2, 3, 4, 5, 1]);
	})
}

#[test]
fn resume_should_not_be_undone_by_the_sessions_in_between() {
	ExtBuilder::default().build_and_execute(|| {
		suspend_1();
		// In session 1 it still validates, and authors nothing: it is judged from session 3 on.
		Silent::set(vec![1]);
		assert_ok!(ValidatorSet::resume(signed(1)));
		assert_eq!(status(1), Status::Active { since: 3 });
		run_to_session(3);
		assert_eq!(status(1), Status::Active { since: 3 });
		run_to_session(4);
		assert_eq!(status(1), Status::Suspended { until: 5 });
	})
}

#[test]
fn resume_should_be_for_the_suspended() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(ValidatorSet::resume(signed(EVE)), Error::<Test>::NotRegistered);
		assert_noop!(ValidatorSet::resume(signed(1)), Error::<Test>::NotSuspended);
		apply(EVE);
		assert_noop!(ValidatorSet::resume(signed(EVE)), Error::<Test>::NotSuspended);
	})
}

#[test]
fn resume_should_need_the_minimum_bond_and_room() {
	ExtBuilder::default().build_and_execute(|| {
		suspend_1();
		MinimumBond::set(BOND + 1);
		assert_noop!(ValidatorSet::resume(signed(1)), Error::<Test>::BondBelowMinimum);
		MinimumBond::set(BOND);
		(11..=16).for_each(admit);
		assert_noop!(ValidatorSet::resume(signed(1)), Error::<Test>::SetFull);
		assert_ok!(ValidatorSet::leave(signed(2)));
		assert_ok!(ValidatorSet::resume(signed(1)));
	})
}
