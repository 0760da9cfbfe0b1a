//! Freezing, unfreezing, resuming, terminating: what escrow asks for.

use super::*;

fn frozen(product: ProductId) {
	assert_ok!(HashrateNft::freeze(product));
}

#[test]
fn freeze_should_shut_the_market_of_an_active_product() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(HashrateNft::freeze(0), Error::<Test>::ProductNotFound);
		let product = approved(listing());
		assert_noop!(HashrateNft::freeze(product), Error::<Test>::NotActive);
		let product = running();
		let epoch = HashrateNft::market_epoch(product).unwrap();
		frozen(product);
		assert_eq!(state(product), Some(ProductState::Frozen));
		assert_eq!(HashrateNft::market_epoch(product), Some(epoch + 1));
		assert_eq!(events().last(), Some(&Event::Frozen { product }));
		assert_noop!(HashrateNft::freeze(product), Error::<Test>::NotActive);
		assert_ok!(HashrateNft::unfreeze(product));
		assert_eq!(state(product), Some(ProductState::Active));
		assert_noop!(HashrateNft::unfreeze(product), Error::<Test>::NotFrozen);
		assert_noop!(HashrateNft::terminate(product), Error::<Test>::NotFrozen);
		assert_noop!(HashrateNft::resume(product), Error::<Test>::NotFrozen);
	});
}

#[test]
fn a_product_should_be_frozen_until_it_expires_and_not_expire_then() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to(149);
		assert!(!HashrateNft::has_ended(product));
		run_to(150);
		assert!(HashrateNft::has_ended(product));
		run_to(229);
		assert_eq!(HashrateNft::open_due_days(product), 10);
		frozen(product);
		assert!(!HashrateNft::has_ended(product));
		run_to(300);
		assert_eq!(state(product), Some(ProductState::Frozen));
		assert_ok!(MockEscrow::terminate(product));
		assert_ok!(MockEscrow::refund(product, 0));
		assert_ok!(MockEscrow::refund(product, 1));
		assert_eq!(state(product), None);
	});
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to(230);
		assert_eq!(state(product), Some(ProductState::Expired));
		assert_noop!(HashrateNft::freeze(product), Error::<Test>::NotActive);
	});
}

#[test]
fn a_product_that_was_frozen_after_its_end_should_have_no_day_to_be_struck() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(16);
		frozen(product);
		run_to_day(30);
		assert_noop!(HashrateNft::resume(product), Error::<Test>::OpenDayBeforeFreeze);
		pay(product, 18_000);
		assert_ok!(HashrateNft::advance(signed(DAVE), product));
		assert_noop!(HashrateNft::resume(product), Error::<Test>::OpenDayBeforeFreeze);
		pay(product, 2_000);
		assert_eq!(HashrateNft::resume(product), Ok(0));
		assert_eq!(
			(book(product).end_day, book(product).last_due_at),
			(15, Some(160))
		);
		// Its last due time is more than a week ago.
		run_to_day(31);
		assert_eq!(state(product), None);
		assert_eq!((earned(&ALICE), earned(&BOB)), (10_000, 10_000));
	});
}

#[test]
fn days_of_the_market_should_be_counted_after_the_last_of_a_product() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		for day in 15..20 {
			record(day, 10);
		}
		assert_eq!(HashrateNft::due_days_after_end(product), 0);
		for (day, after) in [(16, 0), (17, 1), (18, 2)] {
			run_to_day(day);
			assert_eq!(HashrateNft::due_days_after_end(product), after);
		}
		// Days that are appended are its own.
		frozen(product);
		run_to_day(20);
		DueLimit::set(Some(17));
		assert_eq!(HashrateNft::due_days_after_end(product), 3);
		Books::<Test>::mutate(product, |book| book.as_mut().unwrap().end_day = 18);
		assert_eq!(HashrateNft::due_days_after_end(product), 0);
		Books::<Test>::mutate(product, |book| book.as_mut().unwrap().end_day = 15);
		assert_eq!(HashrateNft::due_days_after_end(9), 0);
	});
}

#[test]
fn a_product_should_have_days_to_come_until_all_are_due_or_the_gateway_winds_down() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert!(HashrateNft::has_days_to_come(product));
		ClosedAt::set(Some(1));
		assert!(!HashrateNft::has_days_to_come(product));
		ClosedAt::set(None);
		run_to(159);
		assert!(HashrateNft::has_days_to_come(product));
		run_to(160);
		assert!(!HashrateNft::has_days_to_come(product));
		run_to(230);
		assert!(book(product).over && !HashrateNft::has_days_to_come(product));
		assert!(!HashrateNft::has_days_to_come(9));
	});
}

#[test]
fn a_frozen_product_should_not_end_or_expire() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(14);
		frozen(product);
		run_to_day(40);
		assert!(!HashrateNft::has_ended(product));
		assert_eq!(state(product), Some(ProductState::Frozen));
		pay(product, 20_000);
		assert_ok!(HashrateNft::advance(signed(DAVE), product));
		assert_eq!(HashrateNft::open_due_days(product), 0);
		assert_ok!(HashrateNft::unfreeze(product));
		assert!(HashrateNft::has_ended(product));
		run_to_day(41);
		assert_eq!(state(product), None);
		assert_eq!(earned(&ALICE), 10_000);
	});
}

#[test]
fn resume_should_strike_unpaid_frozen_days_and_append_them() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 2_000);
		frozen(product);
		for day in 15..30 {
			record(day, 10);
		}
		run_to(103);
		assert_eq!(HashrateNft::open_due_days(product), 3);
		// Days 6 to 9 are over and unpaid.
		assert_eq!(HashrateNft::resume(product), Ok(4));
		assert_eq!(state(product), Some(ProductState::Active));
		let resumed = book(product);
		assert_eq!(
			(
				resumed.end_day,
				resumed.pay.day,
				resumed.due.day,
				resumed.struck,
				resumed.open_due_days()
			),
			(19, 10, 10, None, 0)
		);
		assert_eq!(HashrateNft::days_left(product, 0), 8);
		assert_eq!(
			events().last(),
			Some(&Event::Resumed {
				product,
				days: 4,
				end_day: 19
			})
		);
		run_to_day(19);
		pay(product, 18_000);
		run_to_day(28);
		assert_eq!(state(product), None);
		// Ten days in all, as sold.
		assert_eq!((earned(&ALICE), earned(&BOB)), (10_000, 10_000));
	});
}

#[test]
fn resume_should_finish_a_partly_paid_day_before_it_jumps() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		frozen(product);
		pay(product, 2_500);
		run_to(93);
		assert_eq!(HashrateNft::resume(product), Ok(2));
		let resumed = book(product);
		assert_eq!(
			(resumed.pay.day, resumed.struck, resumed.end_day),
			(6, Some((7, 8)), 17)
		);
		// Day 6 was due, day 7 was judged and is not due any more.
		assert_eq!((resumed.due.day, resumed.open_due_days()), (9, 1));
		pay(product, 1_500);
		let cured = book(product);
		assert_eq!((cured.pay.day, cured.struck, cured.open_due_days()), (9, None, 0));
		for day in 15..20 {
			record(day, 10);
		}
		run_to_day(17);
		pay(product, 16_000);
		assert_eq!(book(product).closed_days, 10);
		run_to_day(18);
		assert_eq!(earned(&ALICE), 10_000);
	});
}

#[test]
fn resume_should_be_refused_while_a_day_before_the_freeze_is_open() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(8);
		pay(product, 2_000);
		frozen(product);
		run_to_day(10);
		assert_noop!(HashrateNft::resume(product), Error::<Test>::OpenDayBeforeFreeze);
		pay(product, 3_600);
		assert_noop!(HashrateNft::resume(product), Error::<Test>::OpenDayBeforeFreeze);
		pay(product, 399);
		assert_noop!(HashrateNft::resume(product), Error::<Test>::OpenDayBeforeFreeze);
		pay(product, 1);
		assert_eq!(HashrateNft::resume(product), Ok(2));
		assert_eq!(book(product).end_day, 17);
	});
}

#[test]
fn resume_should_not_strike_what_would_give_a_late_buyer_a_day_more() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		for day in 15..30 {
			record(day, 10);
		}
		run_to(63);
		// Carol's NFT earns from day 7 on, 8 days.
		let serial = buy(product, CAROL);
		pay(product, 2_000);
		frozen(product);
		run_to(103);
		// Day 6 is the day of the freeze and before Carol's first.
		assert_noop!(HashrateNft::resume(product), Error::<Test>::OpenDayBeforeFreeze);
		pay(product, 2_000);
		assert_eq!(HashrateNft::resume(product), Ok(3));
		assert_eq!(book(product).end_day, 18);
		assert_eq!(MockEscrow::book(product).unwrap().begun, vec![5, 7]);
		run_to_day(18);
		pay(product, 24_000);
		assert_eq!(book(product).pay.day, 18);
		assert_ok!(HashrateNft::claim(signed(CAROL), product, serial));
		assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		assert_eq!((earned(&CAROL), earned(&ALICE)), (8_000, 10_000));
		// Eight days have closed since day 7, and as many slices were sold.
		let closed = MockEscrow::book(product).unwrap().closed;
		assert_eq!(closed.iter().filter(|(day, ..)| *day >= 7).count(), 8);
	});
}

#[test]
fn resume_long_after_the_end_should_append_days_that_are_yet_to_come() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		for day in 15..50 {
			record(day, 10);
		}
		run_to_day(12);
		pay(product, 14_000);
		frozen(product);
		run_to_day(25);
		// Days 12 to 14 are unpaid; from day 25 on, three.
		assert_eq!(HashrateNft::resume(product), Ok(13));
		assert_eq!((book(product).end_day, book(product).pay.day), (28, 25));
		assert!(!HashrateNft::has_ended(product));
		run_to_day(28);
		pay(product, 6_000);
		assert_eq!(book(product).closed_days, 10);
	});
}

#[test]
fn resume_should_strike_nothing_when_all_is_paid_or_on_the_same_day() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		frozen(product);
		assert_eq!(HashrateNft::resume(product), Ok(0));
		run_to_day(8);
		pay(product, 6_000);
		frozen(product);
		run_to_day(10);
		pay(product, 4_000);
		assert_eq!(HashrateNft::resume(product), Ok(0));
		frozen(product);
		run_to_day(15);
		pay(product, 10_000);
		run_to_day(20);
		assert_eq!(HashrateNft::resume(product), Ok(0));
		assert_eq!(book(product).end_day, 15);
		assert!(HashrateNft::has_ended(product));
	});
}

#[test]
fn resume_should_wait_for_the_book_and_for_earlier_struck_days() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		pay(product, 20_000);
		frozen(product);
		System::set_block_number(150);
		// Its caller takes back what it has done.
		let refused = frame_support::storage::with_storage_layer(|| HashrateNft::resume(product));
		assert_eq!(refused, Err(Error::<Test>::NotCaughtUp.into()));
		Books::<Test>::mutate(product, |book| {
			book.as_mut().unwrap().struck = Some((99, 99));
		});
		assert_eq!(HashrateNft::catch_up(product), Ok(false));
		assert_eq!(HashrateNft::catch_up(product), Ok(false));
		let refused = frame_support::storage::with_storage_layer(|| HashrateNft::resume(product));
		assert_eq!(refused, Err(Error::<Test>::StruckDaysPending.into()));
		Books::<Test>::mutate(product, |book| book.as_mut().unwrap().struck = None);
		assert_ok!(HashrateNft::resume(product));
	});
}

#[test]
fn resume_of_a_product_nobody_bought_should_change_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		run_to_day(6);
		frozen(product);
		run_to_day(9);
		assert_eq!(HashrateNft::resume(product), Ok(0));
		assert_eq!(book(product).end_day, 15);
	});
}

#[test]
fn terminate_should_end_it_in_one_step_and_leave_what_was_earned() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(13);
		pay(product, 2_500);
		assert_eq!(HashrateNft::open_due_days(product), 6);
		run_to_day(14);
		assert_eq!(HashrateNft::open_due_days(product), 7);
		frozen(product);
		assert_ok!(MockEscrow::terminate(product));
		assert_eq!(state(product), Some(ProductState::Terminated));
		assert_eq!(HashrateNft::reserved(&node(NODE)), 0);
		assert_eq!(HashrateNft::open_due_days(product), 0);
		assert!(HashrateNft::has_ended(product));
		assert_eq!(
			events().last(),
			Some(&Event::PowerReserved {
				node: node(NODE),
				reserved: 0
			})
		);
		assert_noop!(
			HashrateNft::pay(signed(ISSUER), product, 1),
			Error::<Test>::ProductEnded
		);
		assert_noop!(
			HashrateNft::transfer(signed(ALICE), product, 0, CAROL),
			Error::<Test>::ProductEnded
		);
		assert_eq!(HashrateNft::days_left(product, 0), 0);
		// Paid out by itself before.
		assert_eq!(earned(&ALICE), 1_250);
		// One day of ten was delivered: 900 of 1,000 come back, and with it goes the NFT.
		assert_ok!(MockEscrow::refund(product, 0));
		assert_eq!(balance(usdt(), &ALICE), RICH - 100);
		assert_eq!(owner(product, 0), None);
		assert_ok!(MockEscrow::refund(product, 1));
		assert_eq!(earned(&BOB), 1_250);
		assert_eq!(state(product), None);
		assert_eq!(
			Records::<Test>::get(product).unwrap().state,
			ProductState::Terminated
		);
	});
}

#[test]
fn a_refund_of_a_pledged_nft_should_go_where_its_loan_says_and_the_nft_stay() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_ok!(HashrateNft::lock(product, 0, &ALICE, CustodyState::Pledged));
		Payee::set(Some(LOAN));
		run_to_day(14);
		frozen(product);
		assert_ok!(MockEscrow::terminate(product));
		assert_eq!(HashrateNft::beneficiary(product, 0, &usdt()), Some(LOAN));
		assert_eq!(HashrateNft::beneficiary(product, 1, &usdt()), Some(BOB));
		assert_eq!(HashrateNft::beneficiary(product, 9, &usdt()), None);
		assert_ok!(MockEscrow::refund(product, 0));
		assert_eq!(balance(usdt(), &LOAN), RICH + 1_000);
		assert_eq!(owner(product, 0), Some(ALICE));
		assert_ok!(HashrateNft::unlock(product, 0, CustodyState::Pledged));
		assert_eq!(owner(product, 0), None);
	});
}

#[test]
fn what_is_prepaid_should_be_the_holders_when_a_product_is_terminated() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(7);
		frozen(product);
		pay(product, 9_001);
		assert_eq!(book(product).prepaid, 5_001);
		assert_ok!(MockEscrow::terminate(product));
		assert_eq!((book(product).prepaid, book(product).dust), (0, 1));
		assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		assert_eq!(earned(&ALICE), 4_500);
	});
}
