//! The breach predicate, by issuers of different conduct.

use super::*;
use std::collections::VecDeque;

const DUE: Balance = 1_000;

/// Books due days as hashrate NFTs do: payments fill the oldest open day, then prepaid; a day closes at its due time with more
/// than 80%, or when it is full.
#[derive(Default)]
struct Issuer {
	/// The days that are late, and at the end the one that falls due.
	open: VecDeque<Balance>,
	prepaid: Balance,
}

impl Issuer {
	/// A day passes on which `paid` comes in, and then a day's pay falls due.
	fn day(&mut self, paid: Balance) {
		self.prepaid += paid;
		self.open.push_back(0);
		let mut applied = 0;
		while let Some(day) = self.open.front_mut() {
			let drawn = (DUE - *day).min(self.prepaid);
			*day += drawn;
			self.prepaid -= drawn;
			applied += drawn;
			let (paid, is_late) = (*day, self.open.len() > 1);
			if paid < DUE && (is_late || paid * 100 <= DUE * 80) {
				break;
			}
			self.open.pop_front();
		}
		set_product(0, |product| product.open_due_days = self.open.len() as u32);
		judge(0, DUE, paid.max(applied));
	}
}

fn is_freezable() -> bool {
	match Escrow::freeze(signed(ANYONE), 0) {
		Ok(()) => true,
		Err(error) => {
			assert_eq!(error, Error::<Test>::NotInBreach.into());
			false
		}
	}
}

#[test]
fn one_who_pays_each_day_should_never_be_in_breach() {
	with_product(|| {
		let mut issuer = Issuer::default();
		for _ in 0..30 {
			issuer.day(DUE);
			assert_eq!(conduct(0), Conduct::default());
			assert_noop!(Escrow::freeze(signed(ANYONE), 0), Error::<Test>::NotInBreach);
		}
	});
}

#[test]
fn one_who_pays_nothing_should_be_in_breach_on_the_seventh_day() {
	with_product(|| {
		let mut issuer = Issuer::default();
		for day in 1..=6 {
			issuer.day(0);
			assert_eq!(
				conduct(0),
				Conduct {
					breach: false,
					bad_days: day,
					open_due_days: day
				}
			);
			assert!(!is_freezable());
		}
		issuer.day(0);
		assert!(conduct(0).breach);
		assert!(is_freezable());
	});
}

#[test]
fn a_payer_of_dust_should_be_in_breach_on_the_seventh_day() {
	with_product(|| {
		let mut issuer = Issuer::default();
		for _ in 0..6 {
			issuer.day(1);
			assert!(!is_freezable());
		}
		issuer.day(1);
		assert_eq!(
			conduct(0),
			Conduct {
				breach: true,
				bad_days: 7,
				open_due_days: 7
			}
		);
		assert!(is_freezable());
	});
}

#[test]
fn a_weekly_payer_should_never_be_in_breach() {
	with_product(|| {
		let mut issuer = Issuer::default();
		for _ in 0..5 {
			for day in 1..=6 {
				issuer.day(0);
				assert_eq!(conduct(0).open_due_days, day);
				assert!(!is_freezable());
			}
			issuer.day(7 * DUE);
			assert_eq!(conduct(0), Conduct::default());
			assert!(!is_freezable());
		}
	});
}

#[test]
fn one_who_pays_a_week_ahead_should_never_be_in_breach() {
	with_product(|| {
		let mut issuer = Issuer::default();
		for _ in 0..5 {
			issuer.day(7 * DUE);
			// Drawn from prepaid.
			for _ in 0..6 {
				issuer.day(0);
				assert_eq!(conduct(0), Conduct::default());
			}
		}
	});
}

#[test]
fn one_who_is_six_days_behind_and_pays_each_day_should_not_be_in_breach() {
	with_product(|| {
		let mut issuer = Issuer::default();
		for _ in 0..6 {
			issuer.day(0);
		}
		for _ in 0..30 {
			issuer.day(DUE);
			assert_eq!(
				conduct(0),
				Conduct {
					breach: false,
					bad_days: 0,
					open_due_days: 6
				}
			);
			assert!(!is_freezable());
		}
		// One day more is one too many.
		issuer.day(0);
		assert_eq!(
			conduct(0),
			Conduct {
				breach: true,
				bad_days: 1,
				open_due_days: 7
			}
		);
		assert!(is_freezable());
	});
}

#[test]
fn one_who_pays_exactly_80_percent_should_be_in_breach_and_one_unit_more_should_save_it() {
	with_product(|| {
		let mut issuer = Issuer::default();
		for _ in 0..6 {
			issuer.day(DUE / 100 * 80);
		}
		assert_eq!(conduct(0).bad_days, 6);
		assert!(!is_freezable());
		issuer.day(DUE / 100 * 80);
		assert_eq!(conduct(0).bad_days, 7);
		assert!(is_freezable());
	});
	with_product(|| {
		let mut issuer = Issuer::default();
		for _ in 0..30 {
			issuer.day(DUE / 100 * 80 + 1);
			assert_eq!(conduct(0), Conduct::default());
			assert!(!is_freezable());
		}
	});
}

#[test]
fn one_better_day_should_begin_the_count_anew() {
	with_product(|| {
		judge_days(0, 6, 100, 80);
		judge(0, 100, 81);
		assert_eq!(conduct(0).bad_days, 0);
		judge_days(0, 6, 100, 80);
		assert!(!is_freezable());
		judge(0, 100, 80);
		assert!(is_freezable());
	});
}

/// Product 0, active for 3 days, of which Alice has an NFT.
fn with_short_product<R>(test: impl FnOnce() -> R) -> R {
	with_product_of(100 * ONE, 3, 900 * ONE, test)
}

/// `open` of its days are due and open, and `after` days of the market are due after its last.
fn is_freezable_with(open: u32, after: u32) -> bool {
	set_product(0, |product| {
		product.open_due_days = open;
		product.due_days_after_end = after;
	});
	assert_eq!(conduct(0).open_due_days, open);
	let is_in_breach = conduct(0).breach;
	assert_eq!(is_freezable(), is_in_breach);
	is_in_breach
}

#[test]
fn one_who_pays_nothing_of_three_days_should_be_in_breach_as_one_of_more_days_is() {
	with_short_product(|| {
		for open in 0..3 {
			assert!(!is_freezable_with(open, 0));
		}
		judge_days(0, 3, DUE, 1);
		for after in 0..4 {
			assert!(!is_freezable_with(3, after));
		}
		assert!(is_freezable_with(3, 4));
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_eq!(remaining(0, 0), 1_000 * ONE);
	});
}

#[test]
fn one_who_pays_a_day_of_three_should_be_in_no_breach_whenever_it_pays_the_rest() {
	with_short_product(|| {
		close_day(0, FULL);
		for after in [0, 4, 5, 100] {
			assert!(!is_freezable_with(2, after));
		}
		close_days(0, 2, FULL);
		assert!(!is_freezable_with(0, 100));
	});
}

#[test]
fn days_after_the_end_should_not_count_for_one_who_has_days_to_come() {
	with_product(|| {
		// Six of ten are due.
		assert!(!is_freezable_with(6, 100));
		close_days(0, 4, FULL);
		assert!(!is_freezable_with(6, 100));
	});
	// Nobody has bought any.
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, 100 * ONE, 1, 4);
		activate(0);
		assert!(!is_freezable_with(0, 100));
	});
}

#[test]
fn one_who_has_paid_every_day_should_be_in_no_breach_however_late() {
	with_product(|| {
		judge_days(0, 10, DUE, 0);
		close_days(0, 9, FULL);
		assert!(conduct(0).breach);
		close_day(0, FULL);
		assert_eq!(
			conduct(0),
			Conduct {
				breach: false,
				bad_days: 10,
				open_due_days: 0
			}
		);
	});
}

#[test]
fn seven_bad_days_should_be_a_breach_without_open_days() {
	with_product(|| {
		judge_days(0, 7, 5, 4);
		assert_eq!(
			conduct(0),
			Conduct {
				breach: true,
				bad_days: 7,
				open_due_days: 0
			}
		);
		assert!(is_freezable());
	});
}

#[test]
fn days_should_be_judged_once_in_order_and_only_if_something_fell_due() {
	with_product(|| {
		let due = |day, due, received| <Trait as EscrowTrait<_>>::day_due(0, day, due, received);
		assert_noop!(
			<Trait as EscrowTrait<_>>::day_due(9, 1, 1, 1),
			Error::<Test>::UnknownProduct
		);
		assert_noop!(due(1, 0, 0), Error::<Test>::ZeroDue);
		assert_ok!(due(5, 10, 3));
		assert_eq!(
			last_event(),
			Event::DayJudged {
				product: 0,
				day: 5,
				due: 10,
				received: 3,
				bad_days: 1
			}
		);
		assert_noop!(due(5, 10, 10), Error::<Test>::DayOutOfOrder);
		assert_noop!(due(4, 10, 10), Error::<Test>::DayOutOfOrder);
		// Neutral days leave gaps.
		assert_ok!(due(9, Balance::MAX, Balance::MAX / 5 * 4));
		assert_eq!(conduct(0).bad_days, 2);
		assert_ok!(due(10, 1, Balance::MAX));
		assert_eq!(conduct(0).bad_days, 0);
		assert_ok!(<Trait as EscrowTrait<_>>::expired(0));
		set_product(0, |product| product.state = ProductState::Expired);
		assert_noop!(due(11, 1, 1), Error::<Test>::AlreadyOver);
	});
}

#[test]
fn what_is_over_or_unknown_should_be_in_no_breach() {
	with_product_frozen_in_breach(|| {
		assert!(conduct(0).breach);
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_eq!(conduct(0), Conduct::default());
		assert_eq!(conduct(9), Conduct::default());
	});
}
