use super::*;

#[test]
fn a_full_day_should_close_and_be_shared() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		assert_ok!(HashrateNft::pay(signed(ISSUER), product, 2_000));
		// The first payment in an asset gives the pallet's account its minimum balance on top.
		assert_eq!(balance(ifil(), &ISSUER), RICH - 2_000 - IFIL_MIN);
		assert_eq!(balance(ifil(), &HashrateNft::account()), 2_000 + IFIL_MIN);
		let book = book(product);
		assert_eq!(
			(
				book.acc,
				book.closed_days,
				book.prepaid,
				book.dust,
				book.paid_total
			),
			(1_000, 1, 0, 0, 2_000)
		);
		assert_eq!((book.pay.day, book.pay.paid, book.pay.live), (6, 0, 2));
		let escrow = MockEscrow::book(product).unwrap();
		assert_eq!(escrow.begun, vec![5]);
		assert_eq!(escrow.closed, vec![(5, DELIVERY_SCALE, false)]);
		assert_eq!(
			events(),
			vec![
				Event::Paid {
					product,
					from: ISSUER,
					amount: 2_000
				},
				Event::DayClosed {
					product,
					day: 5,
					expected: 2_000,
					paid: 2_000,
					live: 2
				}
			]
		);
		// Anyone may pay, and only the first payment seeds the account.
		assert_ok!(HashrateNft::pay(signed(DAVE), product, 2_000));
		assert_eq!(balance(ifil(), &DAVE), RICH - 2_000);
	});
}

#[test]
fn a_payment_should_fill_the_oldest_day_then_the_next_and_then_be_prepaid() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(7);
		pay(product, 1_500);
		assert_eq!(
			(book(product).pay.day, book(product).pay.paid, book(product).acc),
			(5, 1_500, 750)
		);
		pay(product, 1_500);
		assert_eq!(
			(book(product).pay.day, book(product).pay.paid, book(product).acc),
			(6, 1_000, 1_500)
		);
		pay(product, 3_500);
		// Day 7 is not over.
		assert_eq!(
			(book(product).pay.day, book(product).prepaid, book(product).acc),
			(7, 2_500, 2_000)
		);
		run_to_day(9);
		// Drawn by the daily step, without a payment.
		assert_eq!(
			(book(product).pay.day, book(product).pay.paid, book(product).acc),
			(8, 500, 3_250)
		);
		assert_eq!(book(product).prepaid, 0);
	});
}

#[test]
fn expected_pay_should_leave_the_service_fee_and_be_rounded_up() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(Listing {
			service_fee: Permill::from_parts(333_333),
			power: 7,
			..listing()
		});
		buy(product, ALICE);
		record(5, 11);
		run_to_day(6);
		pay(product, 1);
		// 11 x 7 x 0.666667 = 51.33...
		assert_eq!(book(product).pay.expected, Some(52));
	});
}

#[test]
fn pay_should_refuse_what_cannot_be_paid() {
	ExtBuilder::default().build_and_execute(|| {
		let pay = |product, amount| HashrateNft::pay(signed(ISSUER), product, amount);
		assert_noop!(pay(0, 1), Error::<Test>::ProductNotFound);
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
		assert_noop!(pay(0, 1), Error::<Test>::NotPayable);
		assert_ok!(HashrateNft::approve(dao(), 0));
		assert_noop!(pay(0, 1), Error::<Test>::NotPayable);
		run_to_day(5);
		assert_noop!(pay(0, 1), Error::<Test>::NothingSold);
		buy(0, ALICE);
		assert_noop!(pay(0, 0), Error::<Test>::ZeroAmount);
		assert_ok!(pay(0, 1));
		assert_eq!(book(0).prepaid, 1);
		assert!(HashrateNft::pay(signed(POOR), 0, 1).is_err());
	});
}

#[test]
fn pay_after_the_last_day_has_closed_should_be_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(15);
		pay(product, 19_000);
		assert_ok!(HashrateNft::advance(signed(DAVE), product));
		assert_eq!((book(product).pay.day, book(product).pay.paid), (14, 1_000));
		// 1,000 are lacking; 7 more than that go to the holders of the last day.
		pay(product, 1_007);
		let book = book(product);
		assert_eq!((book.pay.day, book.acc, book.dust), (15, 10_003, 1));
		assert_eq!(
			MockEscrow::book(product).unwrap().closed.last(),
			Some(&(14, DELIVERY_SCALE, true))
		);
		assert_noop!(
			HashrateNft::pay(signed(ISSUER), product, 1),
			Error::<Test>::ProductEnded
		);
	});
}

#[test]
fn pay_should_not_be_taken_when_this_very_call_finds_that_all_days_are_closed() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		pay(product, 20_000);
		// All days are over, and no step has looked.
		System::set_block_number(150);
		for _ in 0..2 {
			let mut steps = 8;
			let data = Products::<Test>::get(product).unwrap();
			let mut book = book(product);
			assert_ok!(HashrateNft::catch_up_book(product, &data, &mut book, &mut steps));
			if steps == 0 {
				Books::<Test>::insert(product, book);
			}
		}
		assert_noop!(
			HashrateNft::pay(signed(ISSUER), product, 1),
			Error::<Test>::ProductEnded
		);
	});
}

#[test]
fn a_day_at_more_than_80_percent_should_close_at_its_due_time_and_not_before() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 1_601);
		run_to(69);
		assert_eq!(book(product).closed_days, 0);
		run_to_day(7);
		// Day 5 is due when day 6 is over.
		let book = book(product);
		assert_eq!(
			(book.closed_days, book.short_days, book.missing, book.acc_missing),
			(1, 1, 399, 200)
		);
		assert_eq!((book.acc, book.dust, book.open_due_days()), (800, 1, 0));
		assert_eq!(
			MockEscrow::book(product).unwrap().closed,
			vec![(5, 1_601 * DELIVERY_SCALE / 2_000, false)]
		);
	});
}

#[test]
fn a_day_at_exactly_80_percent_should_stay_open_until_it_is_full() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 1_600);
		run_to_day(7);
		assert_eq!((book(product).closed_days, book(product).open_due_days()), (0, 1));
		// At its due time is once: a unit more does not close it, nor do the days that follow.
		pay(product, 1);
		run_to_day(8);
		pay(product, 398);
		assert_eq!((book(product).closed_days, book(product).open_due_days()), (0, 2));
		// Of what fills it the next day gets the rest, late as well.
		pay(product, 1_801);
		assert_eq!(
			(
				book(product).closed_days,
				book(product).short_days,
				book(product).open_due_days()
			),
			(1, 0, 1)
		);
		assert_eq!((book(product).pay.day, book(product).pay.paid), (6, 1_800));
	});
}

#[test]
fn a_late_day_should_be_cured_in_full_by_a_full_payment() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(9);
		assert_eq!(HashrateNft::open_due_days(product), 3);
		pay(product, 8_000);
		let book = book(product);
		assert_eq!(
			(book.closed_days, book.short_days, book.open_due_days(), book.acc),
			(4, 0, 0, 4_000)
		);
		assert!(MockEscrow::book(product)
			.unwrap()
			.closed
			.iter()
			.all(|(_, delivery, _)| *delivery == DELIVERY_SCALE));
	});
}

#[test]
fn each_due_day_should_be_judged_by_what_came_in_since_the_last() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 700);
		run_to_day(7);
		// 700 until day 5 was due.
		assert_eq!(MockEscrow::book(product).unwrap().judged, vec![(5, 2_000, 700)]);
		pay(product, 1_300);
		pay(product, 5_000);
		run_to_day(8);
		run_to_day(9);
		run_to_day(10);
		assert_eq!(
			MockEscrow::book(product).unwrap().judged,
			vec![
				(5, 2_000, 700),
				// Payments, more than what days were given.
				(6, 2_000, 6_300),
				// What was drawn from prepaid: day 7 has the rest of it on day 8.
				(7, 2_000, 2_000),
				(8, 2_000, 1_000),
			]
		);
	});
}

#[test]
fn a_day_without_a_record_should_be_neutral_and_hold_up_those_behind_it() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		Rewards::mutate(|rewards| rewards.remove(&6));
		run_to_day(7);
		pay(product, 6_000);
		run_to_day(11);
		assert_eq!(
			(
				book(product).closed_days,
				book(product).due_days,
				book(product).prepaid
			),
			(1, 1, 4_000)
		);
		assert_eq!(HashrateNft::open_due_days(product), 0);
		// The record comes: the days fall due at once and share what came in.
		record(6, 20);
		run_to(115);
		assert_eq!(book(product).closed_days, 1);
		pay(product, 6_000);
		assert_eq!((book(product).closed_days, book(product).due_days), (5, 5));
		assert_eq!(
			MockEscrow::book(product).unwrap().judged,
			vec![
				(5, 2_000, 0),
				(6, 4_000, 6_000),
				(7, 2_000, 2_000),
				(8, 2_000, 0),
				(9, 2_000, 0),
			]
		);
		assert_eq!(HashrateNft::open_due_days(product), 0);
	});
}

#[test]
fn days_that_fall_due_together_should_share_what_came_in_meanwhile() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		Rewards::mutate(|rewards| {
			for day in 6..15 {
				rewards.remove(&day);
			}
		});
		// The issuer pays each day although no record comes.
		for day in 6..=10 {
			run_to_day(day);
			pay(product, 2_000);
		}
		for day in 6..15 {
			record(day, 10);
		}
		run_to_day(11);
		assert_eq!(
			MockEscrow::book(product).unwrap().judged,
			vec![
				(5, 2_000, 2_000),
				(6, 2_000, 8_000),
				(7, 2_000, 6_000),
				(8, 2_000, 4_000),
				(9, 2_000, 2_000)
			]
		);
		assert_eq!((book(product).closed_days, book(product).open_due_days()), (5, 0));
	});
}

#[test]
fn days_met_by_a_pause_of_the_gateway_should_not_fall_due() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		DueLimit::set(Some(5));
		run_to_day(12);
		assert_eq!(HashrateNft::open_due_days(product), 1);
		DueLimit::set(None);
		run_to_day(13);
		assert_eq!(HashrateNft::open_due_days(product), 7);
	});
}

#[test]
fn a_day_that_expects_nothing_should_close_and_not_be_judged() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		record(5, 0);
		run_to_day(7);
		assert_eq!((book(product).closed_days, book(product).due_days), (1, 1));
		let escrow = MockEscrow::book(product).unwrap();
		assert_eq!(escrow.closed, vec![(5, DELIVERY_SCALE, false)]);
		assert_eq!(escrow.judged, vec![]);
	});
}

#[test]
fn pay_from_the_gateway_should_seed_out_of_the_amount() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		let pay = |amount| <HashrateNft as ProductPay<AccountId>>::pay(product, &DAVE, amount);
		assert_noop!(pay(0), Error::<Test>::ZeroAmount);
		assert_noop!(pay(IFIL_MIN), Error::<Test>::BelowSeed);
		assert_ok!(pay(IFIL_MIN + 1_500));
		assert_eq!(balance(ifil(), &DAVE), RICH - IFIL_MIN - 1_500);
		assert_eq!(book(product).paid_total, 1_500);
		assert_ok!(pay(500));
		assert_eq!((book(product).paid_total, book(product).closed_days), (2_000, 1));
	});
}

#[test]
fn pay_should_go_on_while_frozen() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		assert_ok!(HashrateNft::freeze(product));
		pay(product, 2_000);
		assert_eq!(book(product).closed_days, 1);
		assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		assert_eq!(earned(&ALICE), 1_000);
	});
}
