//! Days that close: delivery versus payment.

use super::*;

fn day_closed(day: u32, delivery: u128, last: bool) -> Result<(), DispatchError> {
	<Trait as EscrowTrait<_>>::day_closed(0, day, delivery, last)
}

fn cohort_begins(day: u32) -> Result<(), DispatchError> {
	<Trait as EscrowTrait<_>>::cohort_begins(0, day)
}

#[test]
fn a_full_day_should_release_the_slices_less_the_sale_fee() {
	with_product(|| {
		sell(0, BOB, 7 * ONE + 3, 1);
		let issuer = usdt(ISSUER);
		System::reset_events();
		close_day(0, FULL);
		// 100 USDT and 0.7 USDT; 2% of it, rounded up.
		let gross = 100_700_000;
		let fee = 2_014_000;
		assert_eq!(
			events(),
			vec![Event::Released {
				product: 0,
				day: 1,
				gross,
				fee,
				bond: 0,
				paid: gross - fee
			}]
		);
		assert_eq!(usdt(ISSUER), issuer + gross - fee);
		assert_eq!(usdt(REVENUE), ENDOWMENT + fee);
		assert_eq!(
			Collected::get().unwrap(),
			vec![(RevenueSource::SaleFee, USDT_KIND, fee)]
		);
		assert_eq!(remaining(0, 0), 900 * ONE);
		assert_eq!(remaining(0, 1), 7 * ONE + 3 - 700_000);
		let book = book(0);
		assert_eq!(
			(book.released, book.delivered, book.days_left),
			(gross, FULL, Some(9))
		);
		assert_eq!((book.closed_days, book.closed_through), (1, Some(1)));
	});
}

#[test]
fn a_part_of_a_day_should_release_that_part_and_keep_the_rest_for_good() {
	with_product(|| {
		let part = FULL / 100 * 81 + 7;
		close_day(0, part);
		// floor(100 USDT x 0.810...07)
		assert_eq!(book(0).released, 81 * ONE);
		// Rounded up for the NFT.
		assert_eq!(remaining(0, 0), 1_000 * ONE - 81 * ONE - 1);
		close_days(0, 9, FULL);
		assert_eq!(book(0).released, 981 * ONE);
		assert_eq!(remaining(0, 0), 19 * ONE - 1);
	});
}

#[test]
fn a_day_without_delivery_should_release_nothing() {
	with_product(|| {
		let issuer = usdt(ISSUER);
		close_day(0, 0);
		assert_eq!(usdt(ISSUER), issuer);
		assert_eq!((book(0).released, remaining(0, 0)), (0, 1_000 * ONE));
	});
}

#[test]
fn all_days_in_full_should_release_every_price_to_the_unit() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, 100 * ONE, 1, 8);
		for (price, first_day) in [
			(1_000, 1),
			(999_999_999, 1),
			(7, 1),
			(13, 3),
			(1, 3),
			(1_000_001, 7),
		] {
			sell(0, ALICE, price, first_day);
		}
		activate(0);
		close_days(0, 7, FULL);
		assert_eq!(book(0).released, book(0).deposited);
		for serial in 0..6 {
			assert_eq!(remaining(0, serial), 0);
		}
		assert_ok!(<Trait as EscrowTrait<_>>::expired(0));
		for serial in 0..6 {
			assert_ok!(burn(0, serial));
		}
		assert_eq!(held(), 0);
	});
}

#[test]
fn nfts_of_different_days_should_be_released_from_their_own_first_day_on() {
	with_product(|| {
		close_days(0, 3, FULL / 2);
		sell(0, BOB, 700 * ONE, 4);
		assert_eq!(book(0).slices, 100 * ONE);
		close_day(0, FULL);
		assert_eq!(book(0).slices, 200 * ONE);
		assert_eq!(remaining(0, 0), 1_000 * ONE - 250 * ONE);
		assert_eq!(remaining(0, 1), 600 * ONE);
		assert_eq!(
			Cohorts::<Test>::get(0, 4).unwrap().delivered_before,
			Some(FULL / 2 * 3)
		);
	});
}

#[test]
fn the_sale_fee_should_be_rounded_up_in_favour_of_revenue() {
	with_product_of(ONE, 2, 2, || {
		close_day(0, FULL);
		assert_eq!(
			last_event(),
			Event::Released {
				product: 0,
				day: 1,
				gross: 1,
				fee: 1,
				bond: 0,
				paid: 0
			}
		);
	});
}

#[test]
fn days_should_be_refused_out_of_order_out_of_range_and_beyond_the_term() {
	with_product(|| {
		assert_noop!(
			<Trait as EscrowTrait<_>>::day_closed(9, 1, FULL, false),
			Error::<Test>::UnknownProduct
		);
		assert_noop!(day_closed(1, FULL + 1, false), Error::<Test>::InvalidDelivery);
		assert_noop!(day_closed(1, FULL, true), Error::<Test>::TermMismatch);
		assert_ok!(day_closed(1, FULL, false));
		assert_noop!(day_closed(1, FULL, false), Error::<Test>::DayOutOfOrder);
		assert_noop!(day_closed(0, FULL, false), Error::<Test>::DayOutOfOrder);
		for day in 2..10 {
			assert_ok!(day_closed(day, FULL, false));
		}
		assert_noop!(day_closed(10, FULL, false), Error::<Test>::TermMismatch);
		assert_ok!(day_closed(10, FULL, true));
		assert_noop!(day_closed(11, FULL, false), Error::<Test>::TermMismatch);
		assert_noop!(day_closed(11, FULL, true), Error::<Test>::TermMismatch);
		assert_ok!(<Trait as EscrowTrait<_>>::expired(0));
		set_product(0, |product| product.state = ProductState::Expired);
		assert_noop!(day_closed(11, FULL, false), Error::<Test>::AlreadyOver);
		assert_noop!(cohort_begins(12), Error::<Test>::AlreadyOver);
	});
}

#[test]
fn no_day_should_close_before_a_cohort_earns() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, ONE, 1, 11);
		sell(0, ALICE, ONE, 1);
		assert_noop!(day_closed(1, FULL, false), Error::<Test>::TermMismatch);
	});
}

#[test]
fn cohorts_should_begin_once_and_end_together() {
	with_product(|| {
		assert_noop!(
			<Trait as EscrowTrait<_>>::cohort_begins(9, 1),
			Error::<Test>::UnknownProduct
		);
		assert_noop!(cohort_begins(1), Error::<Test>::CohortHasBegun);
		assert_noop!(cohort_begins(2), Error::<Test>::UnknownCohort);
		sell(0, BOB, 100 * ONE, 3);
		// Its 8 days begin when 10 are left, so that two would be paid out of Alice's price.
		assert_noop!(cohort_begins(3), Error::<Test>::TermMismatch);
		close_days(0, 2, FULL);
		System::reset_events();
		assert_ok!(cohort_begins(3));
		assert_eq!(
			last_event(),
			Event::CohortBegan {
				product: 0,
				first_day: 3,
				nfts: 1,
				slices: 12_500_000
			}
		);
	});
}

#[test]
fn auctions_above_their_reserve_should_fill_the_bond_from_the_first_releases() {
	ExtBuilder.build_and_execute(|| {
		// Reserve 100, price 1,000: the bond of 5 should be 50.
		list(0, USDT_KIND, 5 * ONE, 1, 11);
		sell(0, ALICE, 1_000 * ONE, 1);
		activate(0);
		assert_eq!(book(0).bond_target(), Some(50 * ONE));
		let issuer = usdt(ISSUER);
		close_day(0, FULL / 5);
		assert_eq!(
			last_event(),
			Event::Released {
				product: 0,
				day: 1,
				gross: 20 * ONE,
				fee: 400_000,
				bond: 19_600_000,
				paid: 0
			}
		);
		assert_eq!(book(0).bond, 24_600_000);
		assert_eq!(usdt(ISSUER), issuer);
		close_day(0, FULL);
		assert_eq!(book(0).bond, 50 * ONE);
		assert_eq!(usdt(ISSUER), issuer + 98 * ONE - 25_400_000);
		close_day(0, FULL);
		assert_eq!(usdt(ISSUER), issuer + 2 * 98 * ONE - 25_400_000);
		assert_eq!(book(0).held(), Some(780 * ONE + 50 * ONE));
	});
}

#[test]
fn an_issuer_that_cannot_be_paid_should_get_credit() {
	with_product(|| {
		assert_ok!(Assets::block(RuntimeOrigin::signed(ASSET_OWNER), USDT, ISSUER));
		close_day(0, FULL);
		assert_eq!(
			events()[events().len() - 2],
			Event::CreditBooked {
				asset: USDT_KIND,
				who: ISSUER,
				amount: 98 * ONE
			}
		);
		assert_eq!(Escrow::credit(USDT_KIND, ISSUER), 98 * ONE);
		assert_eq!(CreditTotals::<Test>::get(USDT_KIND), Some(98 * ONE));
		close_day(0, FULL);
		assert_eq!(Escrow::credit(USDT_KIND, ISSUER), 196 * ONE);
		assert_ok!(Assets::thaw(RuntimeOrigin::signed(ASSET_OWNER), USDT, ISSUER));
		close_day(0, FULL);
		assert_eq!(Escrow::credit(USDT_KIND, ISSUER), 196 * ONE);
	});
}

#[test]
fn an_account_of_escrow_that_is_frozen_should_hold_up_no_day() {
	with_product(|| {
		assert_ok!(Assets::freeze(
			RuntimeOrigin::signed(ASSET_OWNER),
			USDT,
			Escrow::account_id()
		));
		close_day(0, FULL);
		assert_eq!(Escrow::credit(USDT_KIND, ISSUER), 98 * ONE);
		assert_eq!(
			RevenueDue::<Test>::get(USDT_KIND, RevenueSource::SaleFee),
			Some(2 * ONE)
		);
		assert_ok!(Assets::thaw(
			RuntimeOrigin::signed(ASSET_OWNER),
			USDT,
			Escrow::account_id()
		));
		close_day(0, FULL);
		assert_eq!(RevenueDue::<Test>::iter().count(), 0);
		assert_eq!(usdt(REVENUE), ENDOWMENT + 4 * ONE);
		assert_ok!(Escrow::claim_credit(signed(ISSUER), USDT_KIND));
	});
}

#[test]
fn fees_that_revenue_does_not_take_should_wait_and_be_offered_again() {
	with_product(|| {
		RevenueTakes::set(ONE);
		close_day(0, FULL);
		assert_eq!(
			events()[events().len() - 2],
			Event::RevenueDeferred {
				asset: USDT_KIND,
				source: RevenueSource::SaleFee,
				amount: ONE
			}
		);
		RevenueFails::set(true);
		close_day(0, FULL);
		assert_eq!(usdt(REVENUE), ENDOWMENT + ONE);
		assert_eq!(
			RevenueDue::<Test>::get(USDT_KIND, RevenueSource::SaleFee),
			Some(3 * ONE)
		);
		RevenueFails::set(false);
		RevenueTakes::set(Balance::MAX);
		close_day(0, FULL);
		assert_eq!(usdt(REVENUE), ENDOWMENT + 6 * ONE);
		assert_eq!(RevenueDue::<Test>::iter().count(), 0);
	});
}
