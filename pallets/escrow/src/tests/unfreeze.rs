use super::*;

fn unfreeze() -> Result<(), DispatchError> {
	Escrow::unfreeze(signed(ANYONE), 0)
}

#[test]
fn unfreeze_should_pay_out_what_was_withheld_once_the_issuer_has_made_good() {
	with_product_frozen_in_breach(|| {
		close_day(0, FULL);
		close_day(0, FULL / 2);
		judge_days(0, 7, 100, 100);
		set_product(0, |product| product.open_due_days = 0);
		let issuer = usdt(ISSUER);
		System::reset_events();
		assert_ok!(unfreeze());
		assert_eq!(
			events(),
			vec![
				Event::WithheldReleased {
					product: 0,
					gross: 150 * ONE,
					fee: 3 * ONE,
					bond: 0,
					paid: 147 * ONE
				},
				Event::Unfrozen {
					product: 0,
					lapsed: false
				}
			]
		);
		assert_eq!(usdt(ISSUER), issuer + 147 * ONE);
		assert_eq!(usdt(REVENUE), ENDOWMENT + 3 * ONE);
		assert_eq!(product(0).state, ProductState::Active);
		let book = book(0);
		assert_eq!(book.stage, Stage::Running);
		assert_eq!((book.released, book.delivered), (150 * ONE, FULL + FULL / 2));
		assert_eq!(remaining(0, 0), 850 * ONE);
		close_days(0, 8, FULL);
		assert_eq!(remaining(0, 0), 50 * ONE);
	});
}

#[test]
fn unfreeze_should_be_refused_with_its_reason() {
	with_product_frozen_in_breach(|| {
		assert_signed_only!(unfreeze(0));
		assert_noop!(Escrow::unfreeze(signed(ANYONE), 9), Error::<Test>::UnknownProduct);
		list(1, USDT_KIND, ONE, 1, 11);
		assert_noop!(Escrow::unfreeze(signed(ANYONE), 1), Error::<Test>::NotFrozen);

		assert_noop!(unfreeze(), Error::<Test>::HasArrears);
		set_product(0, |product| product.open_due_days = 0);
		assert_noop!(unfreeze(), Error::<Test>::TooFewGoodDays);
		judge_days(0, 6, 100, 81);
		assert_noop!(unfreeze(), Error::<Test>::TooFewGoodDays);
		// A bad day does not take back the good ones.
		judge(0, 100, 80);
		judge(0, 100, 81);
		set_product(0, |product| product.open_due_days = 1);
		assert_noop!(unfreeze(), Error::<Test>::HasArrears);
		set_product(0, |product| product.open_due_days = 0);
		set_product(0, |product| product.behind = true);
		assert_noop!(unfreeze(), Error::<Test>::NotCaughtUp);
		set_product(0, |product| product.behind = false);
		ProductsFail::set(true);
		assert_noop!(unfreeze(), DispatchError::Other("products fail"));
		ProductsFail::set(false);
		assert_ok!(unfreeze());
		assert_noop!(unfreeze(), Error::<Test>::NotFrozen);
	});
}

#[test]
fn unfreeze_should_be_refused_to_one_that_would_be_in_breach_again() {
	with_product_frozen_in_breach(|| {
		set_product(0, |product| product.open_due_days = 0);
		judge_days(0, 7, 100, 100);
		judge_days(0, 7, 100, 80);
		assert_noop!(unfreeze(), Error::<Test>::StillInBreach);
	});
}

#[test]
fn unfreeze_should_not_wait_for_good_days_once_all_days_are_paid() {
	with_product(|| {
		close_days(0, 8, FULL);
		judge_days(0, 7, 100, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		close_day(0, FULL);
		judge(0, 100, 80);
		assert_noop!(unfreeze(), Error::<Test>::TooFewGoodDays);
		// An arrear that the product tells of counts in any case.
		close_day(0, FULL);
		set_product(0, |product| product.open_due_days = 1);
		assert_noop!(unfreeze(), Error::<Test>::HasArrears);
		set_product(0, |product| product.open_due_days = 0);
		assert_eq!(
			conduct(0),
			Conduct {
				breach: false,
				bad_days: 8,
				open_due_days: 0
			}
		);
		assert_ok!(unfreeze());
		assert_eq!((book(0).released, remaining(0, 0)), (1_000 * ONE, 0));
		assert_noop!(Escrow::freeze(signed(ANYONE), 0), Error::<Test>::NotInBreach);
	});
}

#[test]
fn unfreeze_should_not_wait_for_good_days_when_no_day_falls_due_any_more() {
	with_product_frozen_in_breach(|| {
		close_days(0, 7, FULL);
		set_product(0, |product| product.all_due = true);
		assert_noop!(unfreeze(), Error::<Test>::HasArrears);
		assert!(conduct(0).breach);
		set_product(0, |product| product.open_due_days = 0);
		assert!(!conduct(0).breach);
		assert_ok!(unfreeze());
		assert_noop!(Escrow::freeze(signed(ANYONE), 0), Error::<Test>::NotInBreach);
		assert_ok!(<Trait as EscrowTrait<_>>::expired(0));
		set_product(0, |product| product.state = ProductState::Expired);
		assert_eq!(remaining(0, 0), 300 * ONE);
	});
}

#[test]
fn good_days_before_a_freeze_should_not_count() {
	with_product(|| {
		judge_days(0, 20, 100, 100);
		judge_days(0, 7, 100, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		judge_days(0, 6, 100, 100);
		assert_noop!(unfreeze(), Error::<Test>::TooFewGoodDays);
	});
}

#[test]
fn unfreeze_should_judge_what_is_due_before_it_looks() {
	with_product_frozen_in_breach(|| {
		set_product(0, |product| product.open_due_days = 0);
		judge_days(0, 6, 100, 100);
		set_product(0, |product| product.pending = Some((100, 100)));
		assert_ok!(unfreeze());
	});
}

#[test]
fn a_freeze_without_breach_should_end_by_anyone_from_its_lapse_on() {
	with_product_frozen_by_decision(|| {
		close_day(0, FULL);
		let lapses = freeze_of(0).lapses.unwrap();
		System::set_block_number(lapses - 1);
		assert_noop!(unfreeze(), Error::<Test>::TooFewGoodDays);
		// The hook of the block has not run, arrears and days to be closed do not matter.
		System::set_block_number(lapses);
		set_product(0, |product| product.open_due_days = 6);
		set_product(0, |product| product.behind = true);
		let issuer = usdt(ISSUER);
		assert_ok!(unfreeze());
		assert_eq!(
			last_event(),
			Event::Unfrozen {
				product: 0,
				lapsed: true
			}
		);
		assert_eq!(usdt(ISSUER), issuer + 98 * ONE);
		assert!(Lapses::<Test>::get().is_empty());
	});
}

#[test]
fn a_freeze_without_breach_should_end_early_after_good_days() {
	with_product_frozen_by_decision(|| {
		judge_days(0, 7, 100, 100);
		assert_ok!(unfreeze());
		assert!(Lapses::<Test>::get().is_empty());
		assert_eq!(product(0).state, ProductState::Active);
	});
}

#[test]
fn what_was_withheld_should_fill_the_bond_first() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, 5 * ONE, 1, 11);
		sell(0, ALICE, 1_000 * ONE, 1);
		activate(0);
		assert_ok!(Escrow::freeze_by_decision(dao(), 0));
		close_day(0, FULL);
		assert_eq!(book(0).bond, 5 * ONE);
		judge_days(0, 7, 100, 100);
		assert_ok!(unfreeze());
		assert_eq!(book(0).bond, 50 * ONE);
		assert_eq!(
			events()[events().len() - 2],
			Event::WithheldReleased {
				product: 0,
				gross: 100 * ONE,
				fee: 2 * ONE,
				bond: 45 * ONE,
				paid: 53 * ONE
			}
		);
	});
}

#[test]
fn the_last_day_should_close_while_frozen_and_be_released_after_it() {
	with_product_of(100 * ONE, 3, 1_000, || {
		close_day(0, FULL);
		judge_days(0, 7, 10, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		close_days(0, 2, FULL);
		assert_noop!(<Trait as EscrowTrait<_>>::expired(0), Error::<Test>::NotRunning);
		// 333, and the remainder of 1.
		assert_eq!(freeze_of(0).withheld, 667);
		assert_eq!(remaining(0, 0), 667);
		judge_days(0, 7, 10, 10);
		assert_ok!(unfreeze());
		assert_eq!((book(0).released, remaining(0, 0)), (1_000, 0));
		assert_ok!(<Trait as EscrowTrait<_>>::expired(0));
		set_product(0, |product| product.state = ProductState::Expired);
	});
}
