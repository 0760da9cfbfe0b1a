//! Expiry, burning, and what stays.

use super::*;
use frame_support::traits::fungibles::Mutate;
use frame_support::traits::tokens::Preservation;

#[test]
fn a_product_should_expire_a_week_after_its_last_day_fell_due() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(14);
		pay(product, 17_000);
		// The last day is due at the end of day 15; a week later is day 23.
		run_to_day(16);
		assert_eq!(book(product).last_due_at, Some(160));
		run_to(229);
		assert_eq!(state(product), Some(ProductState::Active));
		run_to(230);
		assert_eq!(state(product), Some(ProductState::Expired));
		assert_eq!(HashrateNft::reserved(&node(NODE)), 0);
		assert!(events().contains(&Event::Expired { product, given_up: 2 }));
		assert!(book(product).over && book(product).tick.is_none());
		assert_noop!(
			HashrateNft::pay(signed(ISSUER), product, 1),
			Error::<Test>::ProductEnded
		);
		// 500 a head of day 13 were paid and stay theirs; the slices of days 13 and 14 come back.
		run_to(231);
		assert_eq!(earned(&ALICE), 8_500);
		assert_ok!(MockEscrow::refund(product, 0));
		assert_eq!(balance(usdt(), &ALICE), RICH - 800);
		assert_ok!(MockEscrow::refund(product, 1));
		assert_eq!(state(product), None);
	});
}

#[test]
fn the_issuer_should_be_able_to_cure_until_it_expires() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to(229);
		pay(product, 20_000);
		assert_eq!(book(product).pay.day, 13);
		assert_ok!(HashrateNft::advance(signed(DAVE), product));
		assert_eq!(book(product).pay.day, 15);
		run_to(231);
		assert_eq!(state(product), None);
		assert_eq!((earned(&ALICE), earned(&BOB)), (10_000, 10_000));
	});
}

#[test]
fn a_product_nobody_bought_should_vanish_at_its_end() {
	ExtBuilder::default().build_and_execute(|| {
		let before = storage();
		let product = approved(listing());
		run_to(149);
		assert_eq!(state(product), Some(ProductState::Active));
		run_to(150);
		assert_eq!(state(product), None);
		let mut after = storage();
		after.remove(&Records::<Test>::hashed_key_for(0)).unwrap();
		after
			.remove(NextProduct::<Test>::hashed_key().as_slice())
			.unwrap();
		assert_eq!(after, before);
	});
}

#[test]
fn an_expired_nft_should_lose_every_right_in_the_same_block() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 2_000);
		System::set_block_number(150);
		assert_noop!(
			HashrateNft::transfer(signed(ALICE), product, 0, BOB),
			Error::<Test>::ProductEnded
		);
		assert_noop!(
			HashrateNft::lock(product, 0, &ALICE, CustodyState::Staked),
			Error::<Test>::ProductEnded
		);
		assert_noop!(
			HashrateNft::buy(signed(ALICE), product, 1_000),
			Error::<Test>::ProductEnded
		);
		// But for what it earned.
		assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		assert_eq!(earned(&ALICE), 1_000);
	});
}

#[test]
fn a_fully_paid_product_should_go_by_itself() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		pay(product, 20_001);
		run_to(230);
		assert_eq!(state(product), None);
		assert!(events().contains(&Event::Burnt { product, serial: 0 }));
		assert!(events().contains(&Event::ProductClosed { product, dust: 1 }));
		assert_eq!(balance(ifil(), &REVENUE), RICH + 1);
		assert_eq!((earned(&ALICE), earned(&BOB)), (10_000, 10_000));
		assert_noop!(
			HashrateNft::claim(signed(ALICE), product, 0),
			Error::<Test>::NftNotFound
		);
	});
}

#[test]
fn dust_that_revenue_cannot_take_should_be_kept_for_the_next_time() {
	ExtBuilder::default().build_and_execute(|| {
		RevenueTakes::set(false);
		let product = running();
		pay(product, 20_001);
		run_to(230);
		assert_eq!(state(product), None);
		assert_eq!(Dust::<Test>::get(ifil()), 1);
		RevenueTakes::set(true);
		let product = approved(Listing {
			start_day: 25,
			sale_until: 30,
			..listing()
		});
		buy(product, ALICE);
		for day in 25..35 {
			record(day, 10);
		}
		run_to_day(25);
		pay(product, 10_000);
		for day in 15..25 {
			record(day, 10);
		}
		run_to_day(44);
		assert_eq!(state(product), None);
		assert_eq!(Dust::<Test>::get(ifil()), 0);
		assert!(Dust::<Test>::iter().next().is_none());
		assert_eq!(balance(ifil(), &REVENUE), RICH + 1);
	});
}

/// Sells, pays, skips, freezes, resumes, transfers and stakes; then either lets it expire or has it terminated. All money that was
/// moved goes back by hand.
fn live_a_life(terminate: bool) {
	let start = MockCalendarToday::get() + 2;
	let product = approved(Listing {
		start_day: start,
		sale_from: 0,
		sale_until: start + 9,
		..listing()
	});
	for day in 0..start + 40 {
		record(day, 7);
	}
	buy(product, ALICE);
	buy(product, BOB);
	run_to_day(start + 2);
	buy(product, CAROL);
	assert_ok!(HashrateNft::append_disclosure(
		signed(ISSUER),
		product,
		sp_core::H256::repeat_byte(9),
		vec![]
	));
	assert_ok!(HashrateNft::accept_disclosure(
		dao(),
		product,
		sp_core::H256::repeat_byte(9)
	));
	assert_ok!(HashrateNft::append_disclosure(
		signed(ISSUER),
		product,
		sp_core::H256::repeat_byte(8),
		vec![]
	));
	pay(product, 3_333);
	assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, DAVE));
	assert_ok!(HashrateNft::lock(product, 1, &BOB, CustodyState::Staked));
	run_to_day(start + 4);
	pay(product, 4_001);
	run_to_day(start + 5);
	pay(product, 1);
	if terminate {
		assert_ok!(HashrateNft::freeze(product));
		run_to_day(start + 7);
		assert_ok!(MockEscrow::terminate(product));
	} else {
		pay(product, 900);
		run_to_day(start + 18);
		assert_eq!(state(product), Some(ProductState::Expired));
	}
	run_to(System::block_number() + 3);
	assert_ok!(HashrateNft::unlock(product, 1, CustodyState::Staked));
	for serial in 0..3 {
		assert!(state(product).is_some());
		assert_ok!(MockEscrow::refund(product, serial));
	}
	assert_eq!(state(product), None);
	run_to(System::block_number() + 2);
	for who in [ALICE, BOB, CAROL, DAVE, REVENUE, ESCROW, ISSUER] {
		for asset in [ifil(), usdt()] {
			let has = Money::balance(asset.clone(), &who);
			if has > RICH {
				assert_ok!(Money::transfer(
					asset,
					&who,
					&LOAN,
					has - RICH,
					Preservation::Preserve
				));
			}
		}
	}
	for who in [ALICE, BOB, CAROL, DAVE, REVENUE, ESCROW, ISSUER] {
		for asset in [ifil(), usdt()] {
			let has = Money::balance(asset.clone(), &who);
			if has < RICH {
				assert_ok!(Money::transfer(
					asset,
					&LOAN,
					&who,
					RICH - has,
					Preservation::Preserve
				));
			}
		}
	}
}

struct MockCalendarToday;
impl MockCalendarToday {
	fn get() -> Day {
		System::block_number() / BlocksPerDay::get()
	}
}

#[test]
fn storage_should_be_back_byte_for_byte_after_the_last_claim_but_for_the_record() {
	for terminate in [false, true] {
		ExtBuilder::default().build_and_execute(|| {
			// The seed of the pallet's account stays: so a first product comes before.
			live_a_life(false);
			let before = storage();
			live_a_life(terminate);
			let mut after = storage();
			let record = after.remove(&Records::<Test>::hashed_key_for(1)).unwrap();
			assert!(record.len() <= 32 + 32 + 32 + 1);
			assert_eq!(
				after.remove(NextProduct::<Test>::hashed_key().as_slice()),
				Some(vec![2, 0, 0, 0])
			);
			let mut before = before;
			before.remove(NextProduct::<Test>::hashed_key().as_slice());
			for (key, value) in &after {
				assert_eq!(before.get(key), Some(value), "{key:?}");
			}
			assert_eq!(after, before);
		});
	}
}

#[test]
fn what_was_prepaid_before_anyone_earned_should_go_to_those_who_would_have_been_first() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		run_to_day(5);
		buy(product, ALICE);
		run_to_day(6);
		let first = book(product);
		assert_eq!((first.pay.live, first.first_day), (0, Some(6)));
		pay(product, 5_000);
		run_to_day(7);
		buy(product, BOB);
		assert_ok!(<HashrateNft as ProductControl<_>>::freeze(product));
		assert_ok!(MockEscrow::terminate(product));
		assert_eq!(book(product).dust, 0);
		run_to(System::block_number() + 3);
		assert_eq!((earned(&ALICE), earned(&BOB)), (5_000, 0));
	});
}

#[test]
fn struck_days_behind_a_day_that_stays_open_should_go_with_the_product() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		assert_ok!(<HashrateNft as ProductControl<_>>::freeze(product));
		// Day 5 is paid, day 6 in part.
		pay(product, 2_500);
		run_to_day(9);
		assert_eq!(<HashrateNft as ProductControl<_>>::resume(product), Ok(2));
		assert_eq!(book(product).struck, Some((7, 8)));
		for day in 15..18 {
			record(day, 10);
		}
		// Nobody pays any more, and nothing ends the product but its time.
		run_to_day(25);
		assert_eq!(state(product), Some(ProductState::Expired));
		let over = book(product);
		assert_eq!((over.pay.day, over.due.day, over.struck), (6, 17, None));
		let statement = HashrateNft::product_statement(product).unwrap();
		assert_eq!((statement.arrears, statement.arrears_days), (0, 0));
		assert_eq!((earned(&ALICE), earned(&BOB)), (1_250, 1_250));
		// Escrow gives back what was not delivered: nine slices of ten, a day that is open is none.
		for (serial, who) in [(0, ALICE), (1, BOB)] {
			assert_eq!(MockEscrow::refundable(product, serial), 900);
			assert_ok!(MockEscrow::refund(product, serial));
			assert_eq!(balance(usdt(), &who), RICH - 100);
		}
		assert_eq!(state(product), None);
	});
}
