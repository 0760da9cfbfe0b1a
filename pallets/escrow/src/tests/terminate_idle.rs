use super::*;
use frame_support::storage::{with_transaction, TransactionOutcome};

fn terminate_idle() -> Result<(), DispatchError> {
	Escrow::terminate_idle(signed(ANYONE), 0)
}

#[test]
fn terminate_idle_should_work_for_anyone_after_30_days() {
	with_product_frozen_in_breach(|| {
		let since = freeze_of(0).since;
		run_to(since + 30 * BPD - 1);
		assert_noop!(terminate_idle(), Error::<Test>::DecisionPending);
		run_to(since + 30 * BPD);
		assert_ok!(terminate_idle());
		assert_eq!(
			last_event(),
			Event::Terminated {
				product: 0,
				refundable: 1_000 * ONE,
				slashed: 100 * ONE
			}
		);
		assert_eq!(product(0).state, ProductState::Terminated);
		assert_eq!(remaining(0, 0), 1_100 * ONE);
	});
}

#[test]
fn terminate_idle_should_be_refused_with_its_reason() {
	with_product(|| {
		assert_signed_only!(terminate_idle(0));
		assert_noop!(
			Escrow::terminate_idle(signed(ANYONE), 9),
			Error::<Test>::UnknownProduct
		);
		assert_noop!(terminate_idle(), Error::<Test>::NotFrozen);
		assert_ok!(Escrow::freeze_by_decision(dao(), 0));
		System::set_block_number(System::block_number() + 31 * BPD);
		assert_noop!(terminate_idle(), Error::<Test>::FrozenWithoutBreach);
	});
}

#[test]
fn terminate_idle_should_spare_one_that_could_be_unfrozen() {
	with_product_frozen_in_breach(|| {
		pass_days(30);
		judge_days(0, 6, 100, 100);
		set_product(0, |product| product.open_due_days = 0);
		// The seventh good day has not been judged yet.
		set_product(0, |product| product.pending = Some((100, 100)));
		assert_noop!(terminate_idle(), Error::<Test>::Recovered);
		assert_ok!(Escrow::unfreeze(signed(ANYONE), 0));
	});
}

#[test]
fn terminate_idle_should_spare_one_whose_days_are_all_paid() {
	with_product_frozen_in_breach(|| {
		pass_days(30);
		close_days(0, 9, FULL);
		set_product(0, |product| product.open_due_days = 1);
		let terminated = with_transaction(|| TransactionOutcome::Rollback(terminate_idle()));
		assert_ok!(terminated);
		close_day(0, FULL);
		set_product(0, |product| product.open_due_days = 0);
		assert_noop!(terminate_idle(), Error::<Test>::Recovered);
		assert_ok!(Escrow::unfreeze(signed(ANYONE), 0));
	});
}

#[test]
fn terminate_idle_should_not_be_held_up_by_days_that_cannot_be_closed() {
	for change in [
		(|product: &mut MockProduct| product.stuck = true) as fn(&mut MockProduct),
		|product| product.behind = true,
	] {
		with_product_frozen_in_breach(|| {
			pass_days(30);
			set_product(0, change);
			assert_ok!(terminate_idle());
		});
	}
}
