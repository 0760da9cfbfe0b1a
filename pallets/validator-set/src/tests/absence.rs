use super::*;

#[test]
fn absence_should_suspend_without_slashing() {
	ExtBuilder::default().build_and_execute(|| {
		Silent::set(vec![3]);
		run_to_session(1);
		assert_eq!(
			events(),
			[Event::Suspended {
				who: 3,
				session: 0,
				until: 2
			}]
		);
		assert_eq!(
			(status(3), set()),
			(Status::Suspended { until: 2 }, vec![1, 2, 4, 5])
		);
		assert_eq!((held(3), validator(3).slashed), (BOND, 0));
		assert!(Session::disabled_validators().is_empty());
		run_to_session(2);
		assert_eq!(Session::validators(), [1, 2, 4, 5]);
		run_to_session(4);
		assert_eq!(status(3), Status::Suspended { until: 2 });
	})
}

#[test]
fn absence_should_need_a_session_without_any_block() {
	ExtBuilder::default().build_and_execute(|| {
		Silent::set(vec![3]);
		run_blocks(5);
		Silent::set(Vec::new());
		run_to_session(1);
		Silent::set(vec![3]);
		next_block();
		Silent::set(Vec::new());
		run_to_session(5);
		assert_eq!(set(), [1, 2, 3, 4, 5]);
	})
}

#[test]
fn absence_should_be_judged_by_the_blocks_that_there_were() {
	ExtBuilder::default().build_and_execute(|| {
		// 9 blocks of a session of 10 slots and 5 validators: 1 expected of each, the threshold is 2.
		Silent::set(vec![3]);
		run_blocks(8);
		assert_eq!(crate::SessionBlocks::<Test>::get(), 9);
		author_block(0, *Babe::current_slot() + 2);
		assert_eq!(Session::current_index(), 1);
		assert_eq!(set(), [1, 2, 3, 4, 5]);
		assert_eq!(crate::SessionBlocks::<Test>::get(), 1);
		assert_eq!(
			crate::AuthoredBlocks::<Test>::iter().collect::<Vec<_>>(),
			[(1, 1)]
		);
	})
}

#[test]
fn absence_should_suspend_nobody_when_the_chain_stood_still() {
	ExtBuilder::default().build_and_execute(|| {
		Silent::set(vec![2, 3, 4, 5]);
		run_blocks(2);
		// Everybody was away for a few sessions.
		author_block(0, *Babe::current_slot() + 47);
		assert_eq!(Session::current_index(), 1);
		assert_eq!(set(), [1, 2, 3, 4, 5]);
	})
}

#[test]
fn absence_should_stop_at_the_minimum_and_raise_the_alarm() {
	ExtBuilder::default().build_and_execute(|| {
		Silent::set(vec![2, 3, 4]);
		run_to_session(1);
		assert_eq!(
			events(),
			[
				Event::Suspended {
					who: 2,
					session: 0,
					until: 2
				},
				Event::Suspended {
					who: 3,
					session: 0,
					until: 2
				},
				Event::MinimumSetReached {
					who: 4,
					cause: Cause::Absence,
					size: 3
				},
			]
		);
		assert_eq!(set(), [1, 4, 5]);
		assert_eq!(status(4), Status::Active { since: 0 });
	})
}

#[test]
fn absence_should_not_be_held_against_the_departing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_ok!(ValidatorSet::eject(RuntimeOrigin::root(), 2));
		Silent::set(vec![1]);
		run_to_session(1);
		assert_eq!(status(1), Status::Leaving { until: 2 });
		assert_eq!(status(2), Status::Ejected { until: 2 });
	})
}

#[test]
fn absence_should_count_the_first_block_of_a_session_for_the_new_one() {
	ExtBuilder::default().build_and_execute(|| {
		run_to_session(1);
		assert_eq!(crate::SessionBlocks::<Test>::get(), 1);
		run_blocks(SESSION - 1);
		assert_eq!(Session::current_index(), 1);
		assert_eq!(crate::SessionBlocks::<Test>::get(), SESSION);
		assert_eq!(crate::AuthoredBlocks::<Test>::iter_values().sum::<u32>(), SESSION);
	})
}
