use super::*;

fn eject(who: AccountId) -> frame_support::dispatch::DispatchResult {
	ValidatorSet::eject(RuntimeOrigin::root(), who)
}

#[test]
fn eject_should_disable_until_the_validator_is_out() {
	ExtBuilder::default().build_and_execute(|| {
		run_to_session(2);
		System::reset_events();
		assert_ok!(eject(2));
		assert_eq!(
			events(),
			[Event::Ejected {
				who: 2,
				until: 4,
				cause: Cause::Dao
			}]
		);
		assert_eq!(
			(status(2), set()),
			(Status::Ejected { until: 4 }, vec![1, 3, 4, 5])
		);
		assert_eq!(Session::disabled_validators(), [1]);
		// Rotation clears the list: disabled again in each session until it is out.
		run_to_session(3);
		assert_eq!(Session::validators(), [1, 2, 3, 4, 5]);
		assert_eq!(Session::disabled_validators(), [1]);
		run_to_session(4);
		assert_eq!(Session::validators(), [1, 3, 4, 5]);
		assert!(Session::disabled_validators().is_empty());
		let free_at = System::block_number() + BONDING;
		assert_eq!(status(2), Status::Unbonding { free_at });
		assert_eq!((held(2), validator(2).slashed), (BOND, 0));
	})
}

#[test]
#[should_panic = "Validator with index 1 is disabled"]
fn eject_should_keep_the_validator_from_authoring() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(eject(2));
		run_to_session(1);
		author_block(1, *Babe::current_slot() + 1);
		next_block();
	})
}

#[test]
fn eject_should_be_the_daos() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(ValidatorSet::eject(signed(1), 2), DispatchError::BadOrigin);
	})
}

#[test]
fn eject_should_stop_at_the_minimum() {
	ExtBuilder::with_validators(3).build_and_execute(|| {
		assert_noop!(eject(1), Error::<Test>::MinimumSetSize);
	})
}

#[test]
fn eject_should_refuse_who_is_not_in_service() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(eject(EVE), Error::<Test>::NotRegistered);
		apply(EVE);
		assert_noop!(eject(EVE), Error::<Test>::NotValidating);
		assert_ok!(eject(1));
		assert_noop!(eject(1), Error::<Test>::NotValidating);
		run_to_session(2);
		assert_noop!(eject(1), Error::<Test>::NotValidating);
	})
}

#[test]
fn eject_should_reach_who_is_leaving() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(ValidatorSet::leave(signed(4)));
		assert_ok!(eject(4));
		assert_eq!(status(4), Status::Ejected { until: 2 });
		assert_eq!(Session::disabled_validators(), [3]);
		run_to_session(1);
		assert_eq!(Session::disabled_validators(), [3]);
	})
}

#[test]
fn eject_should_reach_who_is_suspended() {
	ExtBuilder::default().build_and_execute(|| {
		Silent::set(vec![1, 2]);
		run_to_session(1);
		// No minimum stands against it: the suspended are out of the set already.
		assert_eq!(set(), [3, 4, 5]);
		assert_ok!(eject(1));
		assert_eq!(status(1), Status::Ejected { until: 2 });
		run_to_session(2);
		assert_ok!(eject(2));
		let free_at = System::block_number() + BONDING;
		assert_eq!(
			(status(1), status(2)),
			(Status::Unbonding { free_at }, Status::Unbonding { free_at })
		);
		assert_noop!(ValidatorSet::resume(signed(1)), Error::<Test>::NotSuspended);
	})
}

#[test]
fn eject_should_not_disable_below_the_minimum() {
	ExtBuilder::with_validators(3).build_and_execute(|| {
		admit(EVE);
		// The planned set can spare one, the running one cannot.
		assert_ok!(eject(1));
		assert!(Session::disabled_validators().is_empty());
		run_to_session(1);
		assert!(Session::disabled_validators().is_empty());
		run_to_session(2);
		assert_eq!(Session::validators(), [2, 3, EVE]);
	})
}
