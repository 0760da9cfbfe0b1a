//! Breach: by which conduct an issuer is in it, and by which not.

use super::{conduct, freeze, full_day, refused_here};
use crate::{chain::*, products::*};
use dmex_primitives::{Conduct, ProductState};
use dmex_runtime::*;
use pallet_hashrate_nft::Call;

#[test]
fn anyone_should_freeze_when_seven_due_days_are_open_and_not_before() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		let start = today();
		refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
		go_to_day(chain, start + 7);
		assert_eq!(conduct(product).open_due_days, 6);
		refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
		chain.run_to(chain.days(start + 8) - 1);
		refused_here(Eve, freeze(product), EscrowError::NotInBreach);
		chain.next();
		assert_eq!(
			conduct(product),
			Conduct {
				breach: true,
				bad_days: 7,
				open_due_days: 7
			}
		);
		chain.call(Eve, freeze(product)).unwrap();
		assert_eq!(state(product), Some(ProductState::Frozen));
		refused(chain, Eve, freeze(product), EscrowError::AlreadyFrozen);
		refused(chain, Eve, freeze(9), EscrowError::UnknownProduct);
	});
}

#[test]
fn dust_payer_should_be_in_breach() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		let start = today();
		for day in 1..=7 {
			go_to_day(chain, start + day);
			refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
			pay(chain, product, 1).unwrap();
		}
		go_to_day(chain, start + 8);
		chain.call(Eve, freeze(product)).unwrap();
		chain.next();
		assert_eq!(book(product).paid_total, 7);
	});
}

#[test]
fn weekly_payer_should_not_be_in_breach_unless_it_is_a_day_late() {
	issuer_story(|chain| {
		let product = running(chain, 40);
		let start = today();
		for week in 1..=4 {
			go_to_day(chain, start + 7 * week);
			assert_eq!(
				(conduct(product).open_due_days, conduct(product).bad_days),
				(6, 6)
			);
			refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
			pay_out(chain, product, 7 * full_day());
			assert_eq!(conduct(product).open_due_days, 0);
			assert_eq!(ifil(Alice), Balance::from(7 * week) * (full_day() / 2));
		}
		go_to_day(chain, start + 36);
		chain.call(Eve, freeze(product)).unwrap();
	});
}

#[test]
fn issuer_six_days_behind_that_pays_daily_should_not_be_in_breach() {
	issuer_story(|chain| {
		let product = running(chain, 40);
		let start = today();
		go_to_day(chain, start + 7);
		for day in 7..20 {
			assert_eq!(conduct(product).open_due_days, 6);
			refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
			pay(chain, product, full_day()).unwrap();
			assert_eq!(book(product).closed_days, day - 6);
			next_day(chain, REWARD);
			assert_eq!(conduct(product).bad_days, 0);
		}
	});
}

/// An issuer that pays 80% of each day, and `more`, on the day after it. Returns the day of the breach, counted from the start.
fn four_fifths(more: Balance) -> Option<u32> {
	let mut breach = None;
	issuer_story(|chain| {
		// Four fifths of a day are a whole number.
		let reward = 7_000_000_000_000;
		let product = running(chain, 30);
		let start = today();
		let day = expected(2, reward);
		assert_eq!(day % 5, 0);
		for number in 1..=20 {
			next_day(chain, reward);
			if dispatch(Eve, freeze(product)).is_ok() {
				assert!(conduct(product).open_due_days < 7);
				assert_eq!(conduct(product).bad_days, 7);
				breach = Some(today() - start);
				break;
			}
			assert_eq!(today(), start + number);
			pay(chain, product, day * 4 / 5 + more).unwrap();
		}
	});
	breach
}

#[test]
fn payer_of_exactly_four_fifths_should_be_in_breach_and_of_a_unit_more_not() {
	assert_eq!(four_fifths(0), Some(8));
	assert_eq!(four_fifths(1), None);
}

#[test]
fn one_better_day_should_reset_the_count() {
	issuer_story(|chain| {
		let product = running(chain, 40);
		let start = today();
		go_to_day(chain, start + 6);
		assert_eq!(
			(conduct(product).open_due_days, conduct(product).bad_days),
			(5, 5)
		);
		// 81% of a day make a better day, and close no day that is late.
		pay(chain, product, full_day() * 81 / 100).unwrap();
		go_to_day(chain, start + 7);
		assert_eq!(
			(conduct(product).open_due_days, conduct(product).bad_days),
			(6, 0)
		);
		refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
		// The rest of it does.
		pay(chain, product, full_day() - full_day() * 81 / 100).unwrap();
		assert_eq!(conduct(product).open_due_days, 5);
	});
}

#[test]
fn days_without_record_should_count_neither_way() {
	// Days of 30 blocks: the records come one a block.
	play().blocks_per_day(30).run(|chain| {
		settle_in(chain);
		let product = running(chain, 40);
		for _ in 0..20 {
			silent_day(chain);
		}
		assert_eq!(conduct(product), Conduct::default());
		refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
		// They fall due a day after the records come.
		roomy(chain);
		let due = chain.block() + chain.days(1);
		report(chain, REWARD);
		assert_eq!(
			pallet_fil_gateway::Days::<Runtime>::get(today() - 20).map(|record| record.due_at),
			Some(due)
		);
		chain.run_to(due - 1);
		assert_eq!(conduct(product), Conduct::default());
		pay(chain, product, 20 * full_day()).unwrap();
		while book(product).closed_days < 20 {
			chain.call(Eve, Call::advance { product }).unwrap();
			chain.next();
		}
		chain.run_days(4);
		assert_eq!(conduct(product), Conduct::default());
		assert_eq!(ifil(Alice), 20 * (full_day() / 2));
		assert_eq!(book(product).due_days, 20);
	});
}
