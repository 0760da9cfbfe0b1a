use super::*;

fn waiting() -> RedemptionId {
	RedemptionThreshold::set(0);
	fund(ALICE, 10 * ONE);
	let id = redeem(ALICE, 4 * ONE);
	RedemptionThreshold::set(10_000 * ONE);
	id
}

fn state(id: RedemptionId) -> RedemptionState {
	Redemptions::<Test>::get(id).unwrap().state
}

#[test]
fn objection_of_the_dao_should_lapse_after_seven_days() {
	test(|| {
		let id = waiting();
		assert_ok!(Gateway::object(dao(), id));
		let until = System::block_number() + 7 * BPD;
		assert_event(Event::RedemptionObjected { id, until });
		assert_eq!(state(id), RedemptionState::Objected { until });
		assert_noop!(Gateway::object(dao(), id), Fails::CannotObject);
		run_to(until - 1);
		assert!(!Gateway::redemption_statement(id).unwrap().ready);
		assert_noop!(
			Gateway::cancel_redemption(signed(ALICE), id),
			Fails::NotCancellable
		);
		range_with_pending(vec![], vec![pending(9, id)]);
		assert_eq!(state(id), RedemptionState::Objected { until });
		run(1);
		assert!(Gateway::redemption_statement(id).unwrap().ready);
		assert_noop!(Gateway::confirm_objection(dao(), id), Fails::NoObjection);
		range_with_pending(vec![], vec![pending(9, id)]);
		assert_eq!(state(id), RedemptionState::Bound { tx: 9 });
	});
}

#[test]
fn confirmed_objection_should_refund() {
	test(|| {
		let id = waiting();
		assert_noop!(Gateway::confirm_objection(dao(), id), Fails::NoObjection);
		assert_ok!(Gateway::object(dao(), id));
		assert_noop!(
			Gateway::confirm_objection(signed(ALICE), id),
			DispatchError::BadOrigin
		);
		assert_ok!(Gateway::confirm_objection(dao(), id));
		run(1);
		range(vec![]);
		run(1);
		assert_eq!((held(ALICE), free(ALICE)), (0, 10 * ONE));
		assert_noop!(Gateway::object(dao(), id), Fails::RedemptionNotFound);
	});
}

#[test]
fn operators_should_object_with_a_quorum() {
	test(|| {
		let id = waiting();
		for n in 0..3 {
			assert_ok!(Gateway::object(signed(operator(n)), id));
			assert_event(Event::ObjectionCounted {
				id,
				operator: operator(n),
			});
		}
		assert_noop!(Gateway::object(signed(operator(1)), id), Fails::CannotObject);
		assert_noop!(Gateway::object(signed(ALICE), id), Fails::NotEntitled);
		assert_eq!(state(id), RedemptionState::Open);
		assert_ok!(Gateway::object(signed(operator(4)), id));
		assert!(matches!(state(id), RedemptionState::Objected { .. }));
		assert_eq!(Objections::<Test>::iter().count(), 0);
	});
}

#[test]
fn operators_of_an_old_set_should_not_count() {
	test(|| {
		let id = waiting();
		assert_ok!(Gateway::object(signed(operator(3)), id));
		assert_ok!(Gateway::object(signed(operator(4)), id));
		assert_ok!(Gateway::set_operators(root(), set_of([0, 1, 2])));
		assert_noop!(Gateway::object(signed(operator(4)), id), Fails::NotEntitled);
		assert_ok!(Gateway::object(signed(operator(0)), id));
		assert_ok!(Gateway::object(signed(operator(1)), id));
		assert_eq!(state(id), RedemptionState::Open);
		assert_ok!(Gateway::object(signed(operator(2)), id));
		assert!(matches!(state(id), RedemptionState::Objected { .. }));
	});
}

#[test]
fn objection_should_be_in_time_and_not_while_a_change_is_pending() {
	test(|| {
		let id = waiting();
		ChangePending::set(true);
		assert_noop!(Gateway::object(dao(), id), Fails::ChangePending);
		ChangePending::set(false);
		let new = Signers {
			ids: BoundedVec::truncate_from(vec![1, 2]),
			approvals: 2,
		};
		assert_ok!(Gateway::announce_signers(root(), new));
		assert_noop!(Gateway::object(dao(), id), Fails::ChangePending);
		let custody = CustodyInfo::<Test>::get().unwrap();
		assert_ok!(Gateway::announce_signers(root(), custody.signers));
		run(BPD);
		assert_noop!(Gateway::object(dao(), id), Fails::CannotObject);
	});
}
