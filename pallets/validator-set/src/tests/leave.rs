use super::*;

#[test]
fn leave_should_take_effect_with_the_next_session_but_one() {
	ExtBuilder::default().build_and_execute(|| {
		run_to_session(3);
		System::reset_events();
		assert_ok!(ValidatorSet::leave(signed(2)));
		assert_eq!(events(), [Event::Left { who: 2, until: 5 }]);
		assert_eq!(status(2), Status::Leaving { until: 5 });
		assert_eq!(set(), [1, 3, 4, 5]);
		run_to_session(4);
		assert_eq!(Session::validators(), [1, 2, 3, 4, 5]);
		assert!(Session::disabled_validators().is_empty());
		run_to_session(5);
		assert_eq!(Session::validators(), [1, 3, 4, 5]);
		let free_at = System::block_number() + BONDING;
		assert_eq!(status(2), Status::Unbonding { free_at });
		assert_eq!(
			events(),
			[Event::Unbonding {
				who: 2,
				bond: BOND,
				free_at
			}]
		);
		assert_eq!(held(2), BOND);
	})
}

#[test]
fn leave_should_stop_at_the_minimum() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_ok!(ValidatorSet::leave(signed(2)));
		assert_noop!(ValidatorSet::leave(signed(3)), Error::<Test>::MinimumSetSize);
		admit(EVE);
		assert_ok!(ValidatorSet::leave(signed(3)));
		assert_eq!(set(), [4, 5, EVE]);
	})
}

#[test]
fn leave_should_never_empty_the_set() {
	ExtBuilder::with_validators(1)
		.minimum_set_size(0)
		.build_and_execute(|| {
			assert_noop!(ValidatorSet::leave(signed(1)), Error::<Test>::MinimumSetSize);
		})
}

#[test]
fn leave_should_refuse_who_is_not_in_service() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(ValidatorSet::leave(signed(EVE)), Error::<Test>::NotRegistered);
		apply(EVE);
		assert_noop!(ValidatorSet::leave(signed(EVE)), Error::<Test>::NotValidating);
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_noop!(ValidatorSet::leave(signed(1)), Error::<Test>::NotValidating);
		run_to_session(2);
		assert_noop!(ValidatorSet::leave(signed(1)), Error::<Test>::NotValidating);
	})
}

#[test]
fn leave_should_work_while_suspended() {
	ExtBuilder::default().build_and_execute(|| {
		Silent::set(vec![1, 2]);
		run_to_session(1);
		assert_eq!(status(1), Status::Suspended { until: 2 });
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_eq!(status(1), Status::Leaving { until: 2 });
		run_to_session(2);
		let free_at = System::block_number() + BONDING;
		assert_eq!(status(1), Status::Unbonding { free_at });
		// Out of the sessions already: its time begins at once.
		next_block();
		assert_eq!(status(2), Status::Suspended { until: 2 });
		System::reset_events();
		assert_ok!(ValidatorSet::leave(signed(2)));
		let free_at = free_at + 1;
		assert_eq!(status(2), Status::Unbonding { free_at });
		assert_eq!(
			events(),
			[
				Event::Unbonding {
					who: 2,
					bond: BOND,
					free_at
				},
				Event::Left { who: 2, until: 2 }
			]
		);
	})
}

#[test]
fn leave_should_refuse_when_too_many_depart() {
	ExtBuilder::with_validators(10)
		.minimum_set_size(1)
		.build_and_execute(|| {
			for who in 1..=9 {
				assert_ok!(ValidatorSet::leave(signed(who)));
			}
			admit(EVE);
			admit(FERDIE);
			assert_ok!(ValidatorSet::leave(signed(10)));
			assert_noop!(ValidatorSet::leave(signed(EVE)), Error::<Test>::TooManyDepartures);
			assert_noop!(
				ValidatorSet::eject(RuntimeOrigin::root(), EVE),
				Error::<Test>::TooManyDepartures
			);
			run_to_session(2);
			assert_ok!(ValidatorSet::leave(signed(EVE)));
		})
}
