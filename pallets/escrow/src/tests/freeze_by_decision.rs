use super::*;

#[test]
fn freeze_by_decision_should_freeze_without_breach_for_seven_days() {
	with_product(|| {
		let block = System::block_number();
		let lapses = block + 7 * BPD;
		assert_ok!(Escrow::freeze_by_decision(dao(), 0));
		assert_eq!(
			last_event(),
			Event::Frozen {
				product: 0,
				lapses: Some(lapses)
			}
		);
		assert_eq!(product(0).state, ProductState::Frozen);
		assert_eq!(freeze_of(0), Freeze::new(block, Some(lapses)));
		assert_eq!(
			Lapses::<Test>::get().into_inner(),
			vec![Lapse {
				at: lapses,
				product: 0
			}]
		);
		close_day(0, FULL);
		assert_eq!(freeze_of(0).withheld, 100 * ONE);
	});
}

#[test]
fn freeze_by_decision_in_breach_should_not_lapse() {
	with_product(|| {
		judge_days(0, 7, 10, 0);
		assert_ok!(Escrow::freeze_by_decision(dao(), 0));
		assert!(freeze_of(0).in_breach());
		assert!(Lapses::<Test>::get().is_empty());
		pass_days(8);
		assert_eq!(product(0).state, ProductState::Frozen);
		assert_ok!(Escrow::terminate(dao(), 0));
	});
}

#[test]
fn freeze_by_decision_should_need_a_breach_once_the_last_day_is_over() {
	with_product(|| {
		judge_days(0, 6, 10, 0);
		set_product(0, |product| product.ended = true);
		assert_noop!(Escrow::freeze_by_decision(dao(), 0), Error::<Test>::ProductEnded);
		judge(0, 10, 0);
		assert_ok!(Escrow::freeze_by_decision(dao(), 0));
		assert!(freeze_of(0).in_breach());
		assert!(Lapses::<Test>::get().is_empty());
		assert_ok!(Escrow::terminate(dao(), 0));
	});
}

#[test]
fn freeze_by_decision_should_be_refused_with_its_reason() {
	with_product(|| {
		assert_dao_only!(freeze_by_decision(0));
		assert_noop!(
			Escrow::freeze_by_decision(dao(), 9),
			Error::<Test>::UnknownProduct
		);
		set_product(0, |product| product.ended = true);
		assert_noop!(Escrow::freeze_by_decision(dao(), 0), Error::<Test>::ProductEnded);
		set_product(0, |product| product.ended = false);
		set_product(0, |product| product.behind = true);
		assert_noop!(Escrow::freeze_by_decision(dao(), 0), Error::<Test>::NotCaughtUp);
		set_product(0, |product| product.behind = false);
		set_product(0, |product| product.state = ProductState::Approved);
		assert_noop!(Escrow::freeze_by_decision(dao(), 0), Error::<Test>::NotActive);
		activate(0);

		for id in 1..=4 {
			list(id, USDT_KIND, ONE, 1, 11);
			activate(id);
			assert_ok!(Escrow::freeze_by_decision(dao(), id));
		}
		assert_noop!(
			Escrow::freeze_by_decision(dao(), 0),
			Error::<Test>::TooManyFreezes
		);
		// One in breach needs no place in the queue.
		judge_days(0, 7, 10, 0);
		assert_ok!(Escrow::freeze_by_decision(dao(), 0));
		assert_noop!(Escrow::freeze_by_decision(dao(), 0), Error::<Test>::AlreadyFrozen);
	});
}
