use super::*;

#[test]
fn terminate_should_make_everything_unreleased_and_the_bond_refundable() {
	with_product(|| {
		sell(0, BOB, 3_000 * ONE, 1);
		close_day(0, FULL);
		judge_days(0, 7, 100, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		// Paid too late: withheld, and never released.
		close_days(0, 2, FULL);
		assert_eq!(freeze_of(0).withheld, 800 * ONE);
		let (issuer, account, bond) = (usdt(ISSUER), held(), book(0).bond);
		System::reset_events();
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_eq!(
			events(),
			vec![Event::Terminated {
				product: 0,
				refundable: 3_600 * ONE,
				slashed: bond
			}]
		);
		assert_eq!(product(0).state, ProductState::Terminated);
		assert_eq!(
			book(0).stage,
			Stage::Over(Ending {
				cause: Cause::Terminated,
				refundable: 3_600 * ONE,
				slashed: bond,
				shared: 0
			})
		);
		assert_eq!(book(0).bond, 0);
		assert_eq!((usdt(ISSUER), held()), (issuer, account));
		// The unreleased price, and a share of the bond in proportion to it.
		assert_eq!(remaining(0, 0), 900 * ONE + bond / 4);
		assert_eq!(remaining(0, 1), 2_700 * ONE + bond / 4 * 3);
	});
}

#[test]
fn what_was_paid_before_should_be_given_to_its_days_first() {
	with_product(|| {
		judge_days(0, 7, 100, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		set_product(0, |product| product.pending = Some((100, 100)));
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_eq!(product(0).pending, None);
		assert_eq!(product(0).state, ProductState::Terminated);
	});
}

#[test]
fn days_that_cannot_be_closed_should_not_keep_the_dao_from_terminating() {
	with_product(|| {
		judge_days(0, 7, 100, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		set_product(0, |product| {
			product.stuck = true;
			product.pending = Some((100, 100));
		});
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_eq!(product(0).state, ProductState::Terminated);
	});
}

#[test]
fn a_cohort_that_began_while_frozen_should_get_its_whole_price_back() {
	with_product(|| {
		close_day(0, FULL);
		sell(0, BOB, 800 * ONE, 3);
		judge_days(0, 7, 100, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		close_days(0, 4, FULL);
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_eq!(Escrow::nft_statement(0, 1).unwrap().claimable_refund, 800 * ONE);
		assert_eq!(Escrow::nft_statement(0, 0).unwrap().claimable_refund, 900 * ONE);
	});
}

#[test]
fn a_cohort_that_never_began_should_get_its_whole_price_back() {
	with_product(|| {
		sell(0, BOB, 800 * ONE, 9);
		judge_days(0, 7, 100, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_eq!(Escrow::nft_statement(0, 1).unwrap().claimable_refund, 800 * ONE);
	});
}

#[test]
fn terminate_should_be_refused_with_its_reason() {
	with_product(|| {
		assert_dao_only!(terminate(0));
		assert_noop!(Escrow::terminate(dao(), 9), Error::<Test>::UnknownProduct);
		assert_noop!(Escrow::terminate(dao(), 0), Error::<Test>::NotFrozen);
		judge_days(0, 7, 100, 0);
		// In breach, but not frozen.
		assert_noop!(Escrow::terminate(dao(), 0), Error::<Test>::NotFrozen);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		ProductsFail::set(true);
		assert_noop!(Escrow::terminate(dao(), 0), DispatchError::Other("products fail"));
		ProductsFail::set(false);
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_noop!(Escrow::terminate(dao(), 0), Error::<Test>::NotFrozen);
	});
}

#[test]
fn a_healthy_product_should_not_be_terminated_even_if_it_fell_into_breach_while_frozen() {
	with_product_frozen_by_decision(|| {
		judge_days(0, 7, 100, 0);
		set_product(0, |product| product.open_due_days = 7);
		assert!(conduct(0).breach);
		assert_noop!(Escrow::terminate(dao(), 0), Error::<Test>::FrozenWithoutBreach);
		pass_days(7);
		assert_eq!(product(0).state, ProductState::Active);
		// Now it is frozen in breach.
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		assert_ok!(Escrow::terminate(dao(), 0));
	});
}

#[test]
fn terminate_should_be_possible_after_the_issuer_has_made_good() {
	with_product_frozen_in_breach(|| {
		judge_days(0, 7, 100, 100);
		set_product(0, |product| product.open_due_days = 0);
		assert_ok!(Escrow::terminate(dao(), 0));
	});
}
