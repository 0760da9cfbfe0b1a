use super::*;

fn freeze() -> Result<(), DispatchError> {
	Escrow::freeze(signed(ANYONE), 0)
}

#[test]
fn freeze_should_freeze_a_product_in_breach_and_withhold_its_releases() {
	with_product(|| {
		close_day(0, FULL);
		set_product(0, |product| product.open_due_days = 7);
		let issuer = usdt(ISSUER);
		let block = System::block_number();
		System::reset_events();
		assert_ok!(freeze());
		assert_eq!(
			events(),
			vec![Event::Frozen {
				product: 0,
				lapses: None
			}]
		);
		assert_eq!(product(0).state, ProductState::Frozen);
		assert_eq!(freeze_of(0), Freeze::new(block, None));
		assert!(Lapses::<Test>::get().is_empty());

		System::reset_events();
		close_day(0, FULL);
		assert_eq!(
			events(),
			vec![Event::Withheld {
				product: 0,
				day: 2,
				amount: 100 * ONE
			}]
		);
		close_day(0, FULL / 4);
		assert_eq!(usdt(ISSUER), issuer);
		let freeze = freeze_of(0);
		assert_eq!((freeze.withheld, freeze.delivered), (125 * ONE, FULL + FULL / 4));
		assert_eq!((book(0).released, book(0).delivered), (100 * ONE, FULL));
		assert_eq!(book(0).closed_days, 3);
		// What is withheld is not released.
		assert_eq!(remaining(0, 0), 900 * ONE);
	});
}

#[test]
fn freeze_should_be_refused_with_its_reason() {
	assert!(with_product(|| {
		assert_signed_only!(freeze(0));
		assert_noop!(Escrow::freeze(signed(ANYONE), 9), Error::<Test>::UnknownProduct);
		assert_noop!(freeze(), Error::<Test>::NotInBreach);
		set_product(0, |product| product.open_due_days = 6);
		judge_days(0, 6, 1, 0);
		assert_noop!(freeze(), Error::<Test>::NotInBreach);
		set_product(0, |product| product.open_due_days = 7);
		set_product(0, |product| product.behind = true);
		assert_noop!(freeze(), Error::<Test>::NotCaughtUp);
		set_product(0, |product| product.behind = false);
		set_product(0, |product| product.stuck = true);
		assert_noop!(freeze(), DispatchError::Other("stuck"));
		set_product(0, |product| product.stuck = false);
		for state in [
			ProductState::Proposed,
			ProductState::Approved,
			ProductState::Rejected,
			ProductState::Cancelled,
			ProductState::Expired,
		] {
			set_product(0, |product| product.state = state);
			assert_noop!(freeze(), Error::<Test>::NotActive);
		}
		activate(0);
		assert_ok!(freeze());
		assert_noop!(freeze(), Error::<Test>::AlreadyFrozen);
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_noop!(freeze(), Error::<Test>::AlreadyOver);
		true
	}));
}

#[test]
fn freeze_should_be_possible_until_the_product_expires() {
	with_product(|| {
		close_days(0, 3, FULL);
		set_product(0, |product| {
			product.ended = true;
			product.open_due_days = 6;
		});
		assert_noop!(freeze(), Error::<Test>::NotInBreach);
		set_product(0, |product| product.open_due_days = 7);
		assert_ok!(freeze());
		assert_eq!(freeze_of(0).lapses, None);
		assert_noop!(<Trait as EscrowTrait<_>>::expired(0), Error::<Test>::NotRunning);
		pass_days(30);
		assert_ok!(Escrow::terminate_idle(signed(ANYONE), 0));
		assert_eq!(remaining(0, 0), 700 * ONE + 100 * ONE);
	});
}

#[test]
fn freeze_should_judge_what_is_due_before_it_looks() {
	with_product(|| {
		judge_days(0, 6, 10, 0);
		// The seventh bad day has not been judged yet.
		set_product(0, |product| product.pending = Some((10, 0)));
		assert_ok!(freeze());
	});
	with_product(|| {
		judge_days(0, 7, 10, 0);
		// The better day that resets the count has not been judged yet.
		set_product(0, |product| product.pending = Some((10, 9)));
		assert_noop!(freeze(), Error::<Test>::NotInBreach);
	});
}

#[test]
fn freeze_should_change_nothing_where_the_product_refuses() {
	with_product(|| {
		judge_days(0, 7, 10, 0);
		ProductsFail::set(true);
		assert_noop!(freeze(), DispatchError::Other("products fail"));
	});
}

#[test]
fn a_cohort_that_begins_while_frozen_should_have_released_nothing_before_it() {
	with_product(|| {
		close_day(0, FULL);
		sell(0, BOB, 800 * ONE, 3);
		judge_days(0, 7, 10, 0);
		assert_ok!(freeze());
		close_day(0, FULL);
		close_day(0, FULL);
		assert_eq!(
			Cohorts::<Test>::get(0, 3).unwrap().delivered_before,
			Some(2 * FULL)
		);
		assert_eq!(freeze_of(0).withheld, 300 * ONE);
		assert_eq!((remaining(0, 0), remaining(0, 1)), (900 * ONE, 800 * ONE));
		// Paid out, it counts.
		judge_days(0, 7, 10, 10);
		assert_ok!(Escrow::unfreeze(signed(ANYONE), 0));
		assert_eq!((remaining(0, 0), remaining(0, 1)), (700 * ONE, 700 * ONE));
	});
}
