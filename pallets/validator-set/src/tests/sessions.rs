//! What the session pallet sees.

use super::*;
use pallet_session::SessionManager;

#[test]
fn new_session_should_always_return_the_set() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..3 {
			assert_eq!(
				<ValidatorSet as SessionManager<_>>::new_session(2),
				Some(vec![1, 2, 3, 4, 5])
			);
		}
		run_to_session(1);
		assert!(pallet_session::QueuedChanged::<Test>::get());
	})
}

#[test]
fn history_should_keep_28_days() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(ValidatorSet::evidence_sessions(), 56);
		let range = pallet_session::historical::StoredRange::<Test>::get;
		run_to_session(56);
		assert_eq!(range(), Some((0, 58)));
		run_to_session(57);
		assert_eq!(range(), Some((1, 59)));
		run_to_session(60);
		assert_eq!(range(), Some((4, 62)));
		assert!(Historical::historical_root(3).is_none());
		assert!(Historical::historical_root(4).is_some());
	})
}

#[test]
fn history_should_be_pruned_in_bounded_steps() {
	ExtBuilder::default().build_and_execute(|| {
		let range = pallet_session::historical::StoredRange::<Test>::get;
		run_to_session(56);
		pallet_session::CurrentIndex::<Test>::put(99);
		<ValidatorSet as SessionManager<_>>::new_session(100);
		assert_eq!(range().map(|(first, _)| first), Some(crate::MAX_PRUNED_SESSIONS));
		pallet_session::CurrentIndex::<Test>::put(56);
	})
}

#[test]
fn set_should_be_changed_by_many_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		(11..=15).for_each(admit);
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_ok!(ValidatorSet::eject(RuntimeOrigin::root(), 2));
		offences::report(&[(3, 10)], 0);
		run_to_session(1);
		// Of five that run, three must be able to author.
		assert_eq!(Session::disabled_validators(), [1, 2]);
		run_to_session(2);
		assert_eq!(Session::validators(), [4, 5, 11, 12, 13, 14, 15]);
	})
}
