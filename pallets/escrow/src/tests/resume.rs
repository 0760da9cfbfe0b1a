use super::*;

#[test]
fn resume_should_strike_days_pay_out_and_forget_bad_days() {
	with_product(|| {
		close_day(0, FULL);
		judge_days(0, 7, 100, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		close_day(0, FULL);
		set_product(0, |product| product.to_strike = 5);
		let issuer = usdt(ISSUER);
		System::reset_events();
		assert_ok!(Escrow::resume(dao(), 0));
		assert_eq!(
			events(),
			vec![
				Event::WithheldReleased {
					product: 0,
					gross: 100 * ONE,
					fee: 2 * ONE,
					bond: 0,
					paid: 98 * ONE
				},
				Event::Resumed {
					product: 0,
					struck_days: 5
				}
			]
		);
		assert_eq!(usdt(ISSUER), issuer + 98 * ONE);
		assert_eq!((product(0).state, product(0).end_day), (ProductState::Active, 16));
		let resumed = book(0);
		assert_eq!((resumed.stage, resumed.bad_days), (Stage::Running, 0));
		assert_noop!(Escrow::freeze(signed(ANYONE), 0), Error::<Test>::NotInBreach);
		// The appended days are as many as were struck: all of the price is released in the end.
		close_days(0, 8, FULL);
		assert_eq!((book(0).released, remaining(0, 0)), (1_000 * ONE, 0));
	});
}

#[test]
fn resume_should_end_a_freeze_without_breach_as_well() {
	with_product_frozen_by_decision(|| {
		assert_ok!(Escrow::resume(dao(), 0));
		assert!(Lapses::<Test>::get().is_empty());
		assert_eq!(product(0).state, ProductState::Active);
	});
}

#[test]
fn resume_should_be_refused_with_its_reason() {
	with_product(|| {
		assert_dao_only!(resume(0));
		assert_noop!(Escrow::resume(dao(), 9), Error::<Test>::UnknownProduct);
		assert_noop!(Escrow::resume(dao(), 0), Error::<Test>::NotFrozen);
		assert_ok!(Escrow::freeze_by_decision(dao(), 0));
		set_product(0, |product| product.behind = true);
		assert_noop!(Escrow::resume(dao(), 0), Error::<Test>::NotCaughtUp);
		set_product(0, |product| product.behind = false);
		ProductsFail::set(true);
		assert_noop!(Escrow::resume(dao(), 0), DispatchError::Other("products fail"));
		ProductsFail::set(false);
		assert_ok!(Escrow::resume(dao(), 0));
		assert_noop!(Escrow::resume(dao(), 0), Error::<Test>::NotFrozen);
	});
}

#[test]
fn a_cohort_of_struck_days_should_be_released_over_as_many_days_as_it_bought() {
	with_product(|| {
		close_day(0, FULL);
		// Bought on day 1: it earns from day 2 on, 9 days.
		sell(0, BOB, 900 * ONE, 2);
		assert_ok!(Escrow::freeze_by_decision(dao(), 0));
		set_product(0, |product| product.to_strike = 3);
		assert_ok!(Escrow::resume(dao(), 0));
		// Day 5 is its first.
		assert_ok!(<Trait as EscrowTrait<_>>::cohort_begins(0, 2));
		close_days(0, 9, FULL);
		assert_eq!((remaining(0, 0), remaining(0, 1)), (0, 0));
		assert_eq!(book(0).released, 1_900 * ONE);
	});
}
