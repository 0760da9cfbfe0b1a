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

/// On day 8, with days 5 to 6 and a quarter of day 7 paid, the gateway begins to wind down: no record comes any more.
fn closed() -> ProductId {
	let product = running();
	run_to_day(8);
	pay(product, 4_500);
	Rewards::mutate(|rewards| rewards.retain(|day, _| *day < 9));
	ClosedAt::set(Some(80));
	product
}

#[test]
fn a_product_should_expire_a_week_after_the_gateway_began_to_wind_down() {
	ExtBuilder::default().build_and_execute(|| {
		let product = closed();
		run_to(149);
		// What has its record can be paid until then. A unit more has no day to go to.
		pay(product, 3_501);
		assert_eq!((book(product).closed_days, book(product).prepaid), (4, 1));
		assert_eq!(state(product), Some(ProductState::Active));
		run_to(150);
		assert_eq!(state(product), Some(ProductState::Expired));
		assert!(events().contains(&Event::Expired { product, given_up: 0 }));
		assert_eq!(HashrateNft::reserved(&node(NODE)), 0);
		// The bond is back.
		assert_eq!(balance(usdt(), &ISSUER), RICH);
		run_to(151);
		assert_eq!((earned(&ALICE), earned(&BOB)), (4_000, 4_000));
		for serial in 0..2 {
			assert_eq!(MockEscrow::refundable(product, serial), 600);
			assert_ok!(MockEscrow::refund(product, serial));
		}
		assert_eq!(state(product), None);
		assert_eq!(balance(ifil(), &HashrateNft::account()), IFIL_MIN);
	});
}

#[test]
fn a_product_should_not_expire_while_payments_wait_in_a_gateway_that_winds_down() {
	ExtBuilder::default().build_and_execute(|| {
		let product = closed();
		PayWaits::set(true);
		run_to(155);
		assert_eq!(state(product), Some(ProductState::Active));
		PayWaits::set(false);
		run_to(160);
		assert_eq!(state(product), Some(ProductState::Expired));
	});
}

#[test]
fn a_frozen_product_should_expire_only_after_its_freeze_when_the_gateway_winds_down() {
	ExtBuilder::default().build_and_execute(|| {
		let product = closed();
		assert_ok!(<HashrateNft as ProductControl<_>>::freeze(product));
		run_to(200);
		assert_eq!(state(product), Some(ProductState::Frozen));
		assert_ok!(<HashrateNft as ProductControl<_>>::unfreeze(product));
		run_to(210);
		assert_eq!(state(product), Some(ProductState::Expired));
	});
}

#[test]
fn a_product_whose_days_were_all_due_before_should_expire_by_them() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to(165);
		ClosedAt::set(Some(165));
		run_to(229);
		assert_eq!(state(product), Some(ProductState::Active));
		run_to(230);
		assert_eq!(state(product), Some(ProductState::Expired));
	});
}

#[test]
fn what_has_not_started_should_be_cancelled_when_the_gateway_winds_down() {
	ExtBuilder::default().build_and_execute(|| {
		let late = Listing {
			start_day: 40,
			sale_until: 45,
			..listing()
		};
		let product = approved(late.clone());
		let unsold = approved(late);
		buy(product, ALICE);
		// One that is on sale and runs has its bond back too.
		let running = approved(listing());
		ClosedAt::set(Some(5));
		run_to(79);
		assert_eq!(state(product), Some(ProductState::Approved));
		assert_eq!(state(running), Some(ProductState::Active));
		run_to(80);
		assert_eq!(state(product), Some(ProductState::Cancelled));
		assert_eq!((state(unsold), state(running)), (None, None));
		assert_eq!(
			Records::<Test>::get(unsold).unwrap().state,
			ProductState::Cancelled
		);
		assert_eq!(
			Records::<Test>::get(running).unwrap().state,
			ProductState::Expired
		);
		assert_ok!(MockEscrow::refund(product, 0));
		assert_eq!(state(product), None);
		assert_eq!((balance(usdt(), &ALICE), balance(usdt(), &ISSUER)), (RICH, RICH));
		// What is approved from now on does not start.
		let product = approved(Listing {
			start_day: 9,
			sale_until: 12,
			..listing()
		});
		run_to(90);
		assert_eq!(state(product), None);
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
			HashrateNft::buy(signed(ALICE), product, 1_000, 0),
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

const ANY: Wants = Wants {
	min_days: 0,
	min_escrow: 0,
	max_arrears: u32::MAX,
};

/// Sells, pays, skips, freezes, resumes, transfers and stakes; then either lets it expire or has it terminated, with `orders` while
/// some stand. All money that was moved goes back by hand.
fn live_a_life(terminate: bool, orders: bool) {
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
	if orders {
		let any_fee = Permill::one();
		assert_ok!(HashrateNft::cancel_all_orders(signed(BOB)));
		assert_eq!(OrderEpochs::<Test>::get(BOB), 1);
		assert_ok!(HashrateNft::list_nft(signed(DAVE), product, 0, 1_000, any_fee));
	}
	if orders && terminate {
		let now = System::block_number();
		auction(CAROL, product, 2, 1_000, 25);
		assert_ok!(HashrateNft::bid(signed(ALICE), 0, 1_000));
		assert_ok!(HashrateNft::make_offer(
			signed(BOB),
			product,
			None,
			1_000,
			now + 40,
			ANY
		));
	}
	if terminate {
		assert_ok!(HashrateNft::freeze(product));
		run_to_day(start + 7);
		assert_ok!(MockEscrow::terminate(product));
	} else {
		pay(product, 900);
		run_to_day(start + 18);
		assert_eq!(state(product), Some(ProductState::Expired));
	}
	assert_eq!(
		[
			Auctions::<Test>::iter().count(),
			crate::Offers::<Test>::iter().count()
		],
		[usize::from(orders && terminate); 2]
	);
	run_to(System::block_number() + 3);
	if orders && terminate {
		// Whoever wants to releases what is void.
		assert_ok!(HashrateNft::close_auction(signed(STRANGER), 0));
		assert_ok!(HashrateNft::cancel_offer(signed(STRANGER), 0));
	}
	assert_ok!(HashrateNft::unlock(product, 1, CustodyState::Staked));
	for serial in 0..3 {
		assert!(state(product).is_some());
		assert_ok!(MockEscrow::refund(product, serial));
	}
	assert_eq!(state(product), None);
	if orders {
		assert_ok!(HashrateNft::cancel_all_orders(signed(BOB)));
	}
	// Places on the agenda stay until their block has come.
	run_to(System::block_number() + 20);
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
	for (terminate, orders) in [(false, false), (true, false), (false, true), (true, true)] {
		ExtBuilder::default().build_and_execute(|| {
			// The seed of the pallet's account stays: so a first product comes before.
			live_a_life(false, false);
			let before = storage();
			live_a_life(terminate, orders);
			let mut after = storage();
			// Numbers are never used twice.
			let used = (orders && terminate).then(|| 1u64.to_le_bytes().to_vec());
			for key in [NextAuction::<Test>::hashed_key(), NextOffer::<Test>::hashed_key()] {
				assert_eq!(after.remove(key.as_slice()), used);
			}
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
		let product = running_with_struck_days();
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
