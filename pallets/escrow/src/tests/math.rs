//! The arithmetic of releases and refunds.

use super::*;
use dmex_primitives::Day;
use proptest::prelude::*;

proptest! {
	#[test]
	fn slices_should_add_up_to_the_price(price in 0u128.., days in 1u32..=1_278) {
		let (slice, remainder) = slices(price, days).unwrap();
		prop_assert_eq!(slice * u128::from(days) + remainder, price);
		prop_assert!(remainder < u128::from(days));
	}

	#[test]
	fn all_days_in_full_should_release_the_price(price in 0u128.., days in 1u32..=1_278) {
		let (slice, remainder) = slices(price, days).unwrap();
		prop_assert_eq!(released_ceil(slice, FULL * u128::from(days), remainder, FULL), Some(price));
	}

	#[test]
	fn releases_should_be_covered_by_what_nfts_lost(
		prices in proptest::collection::vec(prop_oneof![1u128..100, 1u128..1 << 100], 1..12),
		deliveries in proptest::collection::vec(prop_oneof![Just(0), Just(FULL), 0..=FULL], 1..20),
	) {
		let days = deliveries.len() as u32;
		let mut cohort = Cohort::default();
		let mut book = Book::open(EscrowTerms {
			issuer: (),
			asset: USDT_KIND,
			bond: 0,
			sale_fee: sp_runtime::Permill::from_percent(2),
		});
		for price in &prices {
			book.deposit(&mut cohort, *price, days).unwrap();
		}
		book.begin(&mut cohort).unwrap();
		for (day, delivery) in deliveries.iter().enumerate() {
			let last = day + 1 == deliveries.len();
			let gross = book.release_of_day(*delivery, last).unwrap();
			let split = book.release(gross).unwrap();
			prop_assert_eq!(split.fee + split.bond + split.issuer, gross);
			book.delivered += *delivery;
			book.last_delivery = if last { *delivery } else { 0 };
			book.closed_days += 1;
			let lost: Balance = prices
				.iter()
				.map(|price| {
					let deposit = Deposit { price: *price, first_day: 0 as Day };
					let released = book.released_of(&deposit, &cohort).unwrap();
					assert!(released <= *price);
					released
				})
				.sum();
			prop_assert!(book.released <= lost);
			prop_assert!(lost - book.released <= u128::from(book.sold + book.closed_days));
		}
	}

	#[test]
	fn bad_should_mean_at_most_80_percent(due in 1u128..1 << 120, received in 0u128..1 << 120) {
		prop_assert_eq!(is_bad(due, received), received * 100 <= due * 80);
	}

	#[test]
	fn shares_of_the_bond_should_never_exceed_it(
		refunds in proptest::collection::vec(0u128..1 << 90, 1..20),
		dust in 0u128..100,
		bond in 0u128..1 << 90,
	) {
		let refundable = refunds.iter().sum::<u128>() + dust;
		prop_assume!(refundable > 0);
		let shared: u128 = refunds
			.iter()
			.map(|refund| dmex_primitives::math::mul_div_floor(bond, *refund, refundable).unwrap())
			.sum();
		prop_assert!(shared <= bond);
	}
}

#[test]
fn a_day_at_80_percent_should_be_bad_for_the_largest_amounts() {
	assert!(is_bad(Balance::MAX, Balance::MAX / 5 * 4));
	assert!(!is_bad(Balance::MAX, Balance::MAX / 5 * 4 + 1));
	assert!(is_bad(5, 4));
	assert!(is_bad(1, 0));
	assert!(!is_bad(1, 1));
}
