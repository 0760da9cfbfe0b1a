use super::*;

fn deposit(
	product: ProductId,
	serial: Serial,
	price: Balance,
	first_day: u32,
	days: u32,
) -> Result<(), DispatchError> {
	<Trait as EscrowTrait<_>>::deposit(product, serial, &ALICE, price, first_day, days)
}

#[test]
fn deposit_should_book_the_price_for_the_nft_and_for_its_cohort() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, 100 * ONE, 1, 8);
		System::reset_events();
		assert_ok!(deposit(0, 0, 1_000, 1, 7));
		assert_eq!(
			events(),
			vec![Event::Deposited {
				product: 0,
				serial: 0,
				payer: ALICE,
				price: 1_000,
				first_day: 1,
				days: 7
			}]
		);
		assert_ok!(deposit(0, 1, 13, 1, 7));
		assert_ok!(deposit(0, 2, 500, 4, 4));
		assert_eq!(usdt(ALICE), ENDOWMENT - 1_513);
		assert_eq!(held(), 100 * ONE + 1_513);
		assert_eq!(
			Deposits::<Test>::get((0, 1)),
			Some(Deposit {
				price: 13,
				first_day: 1
			})
		);
		// 1,000 = 7 x 142 + 6, 13 = 7 x 1 + 6, 500 = 4 x 125.
		assert_eq!(
			Cohorts::<Test>::get(0, 1),
			Some(Cohort {
				days: 7,
				nfts: 2,
				slices: 143,
				remainders: 12,
				delivered_before: None
			})
		);
		assert_eq!(
			Cohorts::<Test>::get(0, 4),
			Some(Cohort {
				days: 4,
				nfts: 1,
				slices: 125,
				remainders: 0,
				delivered_before: None
			})
		);
		let book = book(0);
		assert_eq!((book.nfts, book.sold, book.deposited), (3, 3, 1_513));
		// None of them earns yet.
		assert_eq!((book.slices, book.remainders, book.days_left), (0, 0, None));
		assert_eq!(remaining(0, 0), 1_000);
	});
}

#[test]
fn deposit_should_be_refused_with_its_reason() {
	with_product(|| {
		assert_noop!(deposit(9, 0, 1, 1, 10), Error::<Test>::UnknownProduct);
		assert_noop!(deposit(0, 1, 0, 5, 6), Error::<Test>::ZeroPrice);
		assert_noop!(deposit(0, 1, 1, 5, 0), Error::<Test>::ZeroTerm);
		assert_noop!(deposit(0, 0, 1, 5, 6), Error::<Test>::AlreadyDeposited);
		assert_noop!(deposit(0, 1, 1, 1, 9), Error::<Test>::TermMismatch);
		assert_noop!(deposit(0, 1, usdt(ALICE), 5, 6), Error::<Test>::InsufficientFunds);
		assert_noop!(deposit(0, 1, Balance::MAX, 5, 6), Error::<Test>::Overflow);
		close_day(0, FULL);
		assert_noop!(deposit(0, 1, 1, 1, 10), Error::<Test>::CohortHasEarned);
		assert_ok!(deposit(0, 1, 1, 2, 9));
	});
}

#[test]
fn deposit_should_be_refused_while_frozen_and_when_over() {
	with_product_frozen_by_decision(|| {
		assert_noop!(deposit(0, 1, 1, 5, 6), Error::<Test>::NotRunning);
	});
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, ONE, 1, 11);
		assert_ok!(<Trait as EscrowTrait<_>>::cancelled(0));
		set_product(0, |product| product.state = ProductState::Cancelled);
		assert_noop!(deposit(0, 1, 1, 5, 6), Error::<Test>::NotRunning);
	});
}

#[test]
fn a_price_below_one_unit_a_day_should_be_released_on_the_last_day() {
	with_product_of(ONE, 10, 7, || {
		close_days(0, 9, FULL);
		assert_eq!(book(0).released, 0);
		close_day(0, FULL);
		assert_eq!(book(0).released, 7);
		assert_eq!(remaining(0, 0), 0);
	});
}

#[test]
fn a_cohort_that_has_begun_should_take_nfts_until_a_day_of_it_closes() {
	with_product(|| {
		sell(0, BOB, 500 * ONE, 1);
		assert_eq!(book(0).slices, 150 * ONE);
		close_day(0, FULL);
		assert_eq!(book(0).released, 150 * ONE);
		assert_eq!((remaining(0, 0), remaining(0, 1)), (900 * ONE, 450 * ONE));
	});
}

#[test]
fn the_largest_price_should_be_booked_and_released_to_the_unit() {
	ExtBuilder.build_and_execute(|| {
		let price = Balance::MAX / 4;
		assert_ok!(Money::mint_into(AssetKind::WithId(HT), &ALICE, price + 1));
		assert_ok!(Money::mint_into(AssetKind::WithId(HT), &ISSUER, 10));
		list(0, AssetKind::WithId(HT), 1, 1, 1_279);
		sell(0, ALICE, price, 1);
		activate(0);
		close_days(0, 1_277, FULL / 3);
		assert!(remaining(0, 0) > price / 3 * 2);
		close_day(0, FULL);
		let left = book(0).unreleased().unwrap();
		assert!(remaining(0, 0) <= left && left - remaining(0, 0) <= 1_279);
	});
}
