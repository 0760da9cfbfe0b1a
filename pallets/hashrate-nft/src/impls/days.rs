//! Days: expected pay, what closes a day, and what is judged when it falls due.

use crate::*;
use dmex_primitives::{
	hashrate::DELIVERY_SCALE,
	math::{mul_div_ceil, mul_div_floor},
	Balance, Calendar, Day, Escrow, MarketOracle, Power, ProductId,
};
use frame_support::traits::Get;
use sp_arithmetic::Permill;
use sp_core::U256;
use sp_runtime::{ArithmeticError, DispatchError};

/// Pay that `live` NFTs of `power` expect of a day: reward x power x live x (1 - service fee), rounded up.
pub(crate) fn expected_pay(
	reward: Balance,
	power: Power,
	live: u32,
	service_fee: Permill,
) -> Option<Balance> {
	let million = U256::from(1_000_000u32);
	let kept = 1_000_000u32.checked_sub(service_fee.deconstruct())?;
	let product = U256::from(reward)
		.checked_mul(power.into())?
		.checked_mul(live.into())?
		.checked_mul(kept.into())?;
	product
		.checked_add(million.checked_sub(U256::one())?)?
		.checked_div(million)?
		.try_into()
		.ok()
}

/// What is to be done with the oldest open day.
enum Next {
	/// Nothing, as things stand.
	Wait,
	/// Leave it for a later day, on which the first NFTs earn.
	Jump(Day),
	/// Close it with this expected pay.
	Close(Balance),
}

impl<T: Config> Pallet<T> {
	/// Brings the book up to date in at most `steps` days, of which it takes off those it needed: closes what is to be closed, then
	/// has what fell due judged. Returns whether nothing is left to be done. The caller writes the book.
	pub(crate) fn catch_up_book(
		product: ProductId,
		data: &Product<T::AccountId>,
		book: &mut Book,
		steps: &mut u32,
	) -> Result<bool, DispatchError> {
		if !matches!(data, Product::Active(_) | Product::Frozen(_)) {
			return Ok(true);
		}
		let node = &data.facts().terms.node;
		let acc = book.acc;
		// What the node has paid counts from when it was reported: before any day is judged.
		Self::draw_from_node(product, node, book)?;
		let window = book.window;
		let due_through = T::MarketOracle::due_through(book.coin);
		let done = Self::close_days(product, book, due_through, steps)?
			&& Self::judge_days(product, book, due_through, window, steps)?;
		if book
			.struck
			.is_some_and(|(_, to)| book.pay.day > to && book.due.day > to)
		{
			book.struck = None;
		}
		if book.is_paid_up() {
			Self::weigh_on_node(node, book, 0)?;
		}
		if book.acc > acc {
			Self::push_receipt(product, book)?;
		}
		Ok(done)
	}

	/// Closes the oldest open days as long as they can be closed. Returns whether that is done.
	fn close_days(
		product: ProductId,
		book: &mut Book,
		due_through: Option<Day>,
		steps: &mut u32,
	) -> Result<bool, DispatchError> {
		let today = T::Calendar::today();
		loop {
			match Self::next_of_open_day(product, book, today, due_through)? {
				Next::Wait => return Ok(true),
				Next::Jump(day) => book.leave_day(day)?,
				Next::Close(expected) => {
					let Some(left) = steps.checked_sub(1) else {
						return Ok(false);
					};
					*steps = left;
					Self::close_day(product, book, expected)?;
				}
			}
		}
	}

	fn next_of_open_day(
		product: ProductId,
		book: &mut Book,
		today: Day,
		due_through: Option<Day>,
	) -> Result<Next, DispatchError> {
		// Who buys on a day earns from the next one on: the cohort of a day that is over is complete.
		if book.is_paid_up() || today <= book.pay.day {
			return Ok(Next::Wait);
		}
		Self::enter_open_day(product, book)?;
		if book.pay.live == 0 {
			return Ok(match book.first_day {
				Some(first) if (book.pay.day.saturating_add(1)..=today).contains(&first) => Next::Jump(first),
				_ => Next::Wait,
			});
		}
		let expected = match book.pay.expected {
			Some(expected) => expected,
			None => {
				let Some(reward) = T::MarketOracle::reward(book.coin, book.pay.day) else {
					return Ok(Next::Wait);
				};
				let expected = expected_pay(reward, book.power, book.pay.live, book.service_fee)
					.ok_or(ArithmeticError::Overflow)?;
				book.pay.expected = Some(expected);
				expected
			}
		};
		book.draw(expected)?;
		let enough = mul_div_floor(expected, SHORT_DAY_PERCENT, 100).ok_or(ArithmeticError::Overflow)?;
		// A day that was judged with too little stays open until it is full: at its due time is once.
		let falls_due = due_through >= Some(book.pay.day) && book.due.day <= book.pay.day;
		Ok(
			if book.pay.paid == expected || (falls_due && book.pay.paid > enough) {
				Next::Close(expected)
			} else {
				Next::Wait
			},
		)
	}

	/// The cohort that earns from the open day on joins those that earn.
	fn enter_open_day(product: ProductId, book: &mut Book) -> Result<(), DispatchError> {
		if book.pay.entered {
			return Ok(());
		}
		let day = book.pay.day;
		book.pay.entered = true;
		if Self::begin_cohort(product, day, book)? {
			T::Escrow::cohort_begins(product, day)?;
		}
		Ok(())
	}

	/// The cohort of a day joins those that earn. Returns whether there is one.
	pub(crate) fn begin_cohort(product: ProductId, day: Day, book: &mut Book) -> Result<bool, DispatchError> {
		let Some(mut cohort) = Cohorts::<T>::get(product, day) else {
			return Ok(false);
		};
		book.pay.live = book
			.pay
			.live
			.checked_add(cohort.count)
			.ok_or(ArithmeticError::Overflow)?;
		cohort.begun = Some(Begun {
			acc: book.acc,
			acc_missing: book.acc_missing,
		});
		Cohorts::<T>::insert(product, day, cohort);
		Ok(true)
	}

	/// The open day is over and done with; the next one is open.
	fn close_day(product: ProductId, book: &mut Book, expected: Balance) -> Result<(), DispatchError> {
		let PayCursor { day, paid, live, .. } = book.pay;
		let short = expected.checked_sub(paid).ok_or(ArithmeticError::Underflow)?;
		let delivery = if short == 0 {
			DELIVERY_SCALE
		} else {
			book.short_days = book.short_days.checked_add(1).ok_or(ArithmeticError::Overflow)?;
			book.missing = book.missing.checked_add(short).ok_or(ArithmeticError::Overflow)?;
			book.acc_missing = book
				.acc_missing
				.checked_add(short.div_ceil(Balance::from(live).max(1)))
				.ok_or(ArithmeticError::Overflow)?;
			mul_div_floor(paid, DELIVERY_SCALE, expected).ok_or(ArithmeticError::Overflow)?
		};
		book.closed_days = book.closed_days.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		let mut next = day.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		let last = next >= book.end_day;
		if let Some((from, to)) = book.struck {
			if next == from {
				next = to.checked_add(1).ok_or(ArithmeticError::Overflow)?;
			}
		}
		book.leave_day(next)?;
		if last {
			book.share_prepaid()?;
		}
		Self::deposit_event(Event::DayClosed {
			product,
			day,
			expected,
			paid,
			live,
		});
		T::Escrow::day_closed(product, day, delivery, last)
	}

	/// Has the days that fell due judged, in order, by what had come in until now: `before`. What days were given since counts for
	/// the next one. Returns whether that is done.
	fn judge_days(
		product: ProductId,
		book: &mut Book,
		due_through: Option<Day>,
		mut before: Window,
		steps: &mut u32,
	) -> Result<bool, DispatchError> {
		let now = Window {
			received: book.window.received.saturating_sub(before.received),
			applied: book.window.applied.saturating_sub(before.applied),
		};
		let mut judged = false;
		while due_through >= Some(book.due.day) && book.due.day < book.end_day {
			if !book.due.entered {
				book.due.entered = true;
				let joining = Cohorts::<T>::get(product, book.due.day)
					.map(|cohort| cohort.count)
					.unwrap_or_default();
				book.due.live = book
					.due
					.live
					.checked_add(joining)
					.ok_or(ArithmeticError::Overflow)?;
			}
			if let Some((from, to)) = book.struck {
				if (from..=to).contains(&book.due.day) {
					book.due.day = to.checked_add(1).ok_or(ArithmeticError::Overflow)?;
					book.due.entered = false;
					continue;
				}
			}
			if book.due.live == 0 {
				match book.first_day {
					Some(first) if first > book.due.day && due_through >= Some(first) => {
						book.due.day = first;
						book.due.entered = false;
						continue;
					}
					_ => break,
				}
			}
			let Some(reward) = T::MarketOracle::reward(book.coin, book.due.day) else {
				break;
			};
			let Some(left) = steps.checked_sub(1) else {
				if judged {
					book.window = before.plus(now).ok_or(ArithmeticError::Overflow)?;
				}
				return Ok(false);
			};
			*steps = left;
			judged |= Self::judge_day(product, book, &mut before, reward)?;
		}
		if judged {
			book.window = now;
		}
		if book.due.day >= book.end_day && book.last_due_at.is_none() {
			book.last_due_at = Some(T::Calendar::now());
		}
		Ok(true)
	}

	/// Judges the day at the due cursor and leaves it. Returns whether anything was due.
	fn judge_day(
		product: ProductId,
		book: &mut Book,
		window: &mut Window,
		reward: Balance,
	) -> Result<bool, DispatchError> {
		let day = book.due.day;
		let due = expected_pay(reward, book.power, book.due.live, book.service_fee)
			.ok_or(ArithmeticError::Overflow)?;
		book.due_days = book.due_days.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		book.due.day = day.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		book.due.entered = false;
		if due == 0 {
			return Ok(false);
		}
		let Window { received, applied } = *window;
		// A day that has closed was paid, also if it is judged late and by itself: after the records of several days came together.
		let paid = if book.pay.day > day { due } else { 0 };
		T::Escrow::day_due(product, day, due, received.max(applied).max(paid))?;
		// Days that fall due at once, after the records of several days came together, share what came in.
		*window = Window {
			received: received.saturating_sub(due),
			applied: applied.saturating_sub(due),
		};
		Ok(true)
	}

	/// What an open day lacks, as far as its record is there.
	pub(crate) fn lacking(book: &Book) -> Balance {
		book.pay
			.expected
			.map(|expected| expected.saturating_sub(book.pay.paid))
			.unwrap_or_default()
	}

	/// A step of a product, as many days as `MaxDaySteps`. Returns whether it is up to date.
	pub(crate) fn do_catch_up(
		product: ProductId,
		data: &Product<T::AccountId>,
		book: &mut Book,
	) -> Result<(u32, bool), DispatchError> {
		let mut steps = T::MaxDaySteps::get();
		let done = Self::catch_up_book(product, data, book, &mut steps)?;
		Ok((T::MaxDaySteps::get().saturating_sub(steps), done))
	}

	/// Part of what `live` NFTs lack, per NFT and rounded up.
	pub(crate) fn per_nft(amount: Balance, live: u32) -> Balance {
		mul_div_ceil(amount, 1, live.into()).unwrap_or(0)
	}
}
