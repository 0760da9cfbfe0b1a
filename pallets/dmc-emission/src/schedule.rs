//! The emission curve (§2) as a pure struct.
//!
//! ```text
//! DMC a block
//!  5     |############
//!        |############
//!  2.5   |############************
//!        |############************
//!  1.25  |############************------------
//!  0.625 |############************------------............   50,000,000 allocated: the clip
//!        +-----------+-----------+-----------+------|----+--> half-years since the start of mining
//!        0           1           2           3      :    4
//!                                                   about day 810, a little after 4 half-years
//!
//! E(n)    26.28M      39.42M      45.99M      49.275M ...     52.56M at the end of all halvings
//! ```
//!
//! The reward of the first half-year is shifted right by one bit for each half-year that has passed, so it reaches 0 after 63
//! of them. E(n), the sum of the first n rewards, has a closed form: nothing about it depends on how often it is asked for.

use dmex_primitives::Balance;
use sp_core::U256;

/// After this many halvings nothing of any 128-bit reward is left.
const MAX_HALVINGS: u64 = 128;

/// A reward for each block, halved every half-year by an integer right shift. Mined blocks are counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Schedule {
	half_year: u64,
	first_reward: Balance,
}

impl Schedule {
	/// `half_year` in blocks; 0 is taken as 1.
	pub const fn new(half_year: u64, first_reward: Balance) -> Self {
		Self {
			half_year: if half_year == 0 { 1 } else { half_year },
			first_reward,
		}
	}

	/// Reward of the mined block number `n`: `first_reward >> floor((n - 1) / half_year)`. 0 for `n` = 0.
	pub const fn rate(&self, n: u64) -> Balance {
		match n.checked_sub(1) {
			Some(before) => self.shifted(before / self.half_year),
			None => 0,
		}
	}

	/// E(n): the sum of the first `n` rewards,
	/// sum over i < e of half_year x (first_reward >> i) + (n - e x half_year) x (first_reward >> e), e = floor(n / half_year).
	/// `None` if it does not fit into 128 bits.
	pub fn cumulative(&self, n: u64) -> Option<Balance> {
		let halvings = n / self.half_year;
		let since_halving = n % self.half_year;
		let mut sum = U256::from(since_halving).checked_mul(U256::from(self.shifted(halvings)))?;
		for i in 0..halvings.min(MAX_HALVINGS) {
			let period = U256::from(self.half_year).checked_mul(U256::from(self.shifted(i)))?;
			sum = sum.checked_add(period)?;
		}
		sum.try_into().ok()
	}

	/// Rewards of the mined blocks after `from`, up to and with `to`. `None` if `to` is before `from`, or where
	/// [`Self::cumulative`] has none.
	pub fn budget(&self, from: u64, to: u64) -> Option<Balance> {
		self.cumulative(to)?.checked_sub(self.cumulative(from)?)
	}

	/// The first mined block after `n` that earns less than block `n` (block 1 if `n` is 0). `None` once rewards are 0.
	pub fn next_halving(&self, n: u64) -> Option<u64> {
		let block = n.max(1);
		if self.rate(block) == 0 {
			return None;
		}
		let halvings = block.checked_sub(1)?.checked_div(self.half_year)?;
		halvings
			.checked_add(1)?
			.checked_mul(self.half_year)?
			.checked_add(1)
	}

	/// The first reward after so many halvings.
	const fn shifted(&self, halvings: u64) -> Balance {
		if halvings < MAX_HALVINGS {
			self.first_reward >> halvings
		} else {
			0
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use dmex_primitives::{constants::*, CalendarParameters};
	use proptest::prelude::*;

	fn production() -> Schedule {
		Schedule::new(CalendarParameters::default().half_year(), FIRST_BLOCK_REWARD)
	}

	/// What the curve must be, block by block.
	fn naive(half_year: u64, first: Balance, from: u64, to: u64) -> Balance {
		(from + 1..=to)
			.map(|n| first.checked_shr(((n - 1) / half_year) as u32).unwrap_or(0))
			.sum()
	}

	#[test]
	fn production_should_have_the_papers_numbers() {
		let s = production();
		let half = 5_256_000;
		assert_eq!(s.rate(0), 0);
		assert_eq!(s.rate(1), 5 * DMC);
		assert_eq!(s.rate(half), 5 * DMC);
		assert_eq!(s.rate(half + 1), 5 * DMC / 2);
		assert_eq!(s.rate(2 * half + 1), 5 * DMC / 4);
		assert_eq!(s.cumulative(half), Some(26_280_000 * DMC));
		assert_eq!(s.cumulative(4 * half), Some(49_275_000 * DMC));
		assert_eq!(s.next_halving(0), Some(half + 1));
		assert_eq!(s.next_halving(1), Some(half + 1));
		assert_eq!(s.next_halving(half), Some(half + 1));
		assert_eq!(s.next_halving(half + 1), Some(2 * half + 1));
	}

	#[test]
	fn the_whole_curve_should_sum_to_52_56_million() {
		let s = production();
		let all = s.cumulative(u64::MAX).unwrap();
		let paper = 52_560_000 * DMC;
		// Each right shift drops less than one unit a block.
		assert!(all <= paper && paper - all < 63 * 5_256_000);
		assert_eq!(s.cumulative(63 * 5_256_000), Some(all));
		assert_eq!(s.rate(62 * 5_256_000 + 1), 1);
		assert_eq!(s.rate(63 * 5_256_000 + 1), 0);
		assert_eq!(s.next_halving(63 * 5_256_000 + 1), None);
		assert!(all > MINING_CAP);
	}

	#[test]
	fn the_cap_should_be_reached_about_day_810() {
		let s = production();
		let reaches = |day: u64| s.cumulative(day * 28_800).unwrap() >= MINING_CAP;
		assert!(!reaches(810));
		assert!(reaches(811));
	}

	#[test]
	fn a_schedule_of_no_length_should_not_divide_by_zero() {
		let s = Schedule::new(0, 8);
		assert_eq!((s.rate(1), s.rate(2), s.rate(5)), (8, 4, 0));
		assert_eq!(s.cumulative(u64::MAX), Some(15));
	}

	proptest! {
		#[test]
		fn budget_should_equal_the_sum_over_blocks(half in 1u64..50, first in 0u128..1_000_000, from in 0u64..800, len in 0u64..800) {
			let s = Schedule::new(half, first);
			prop_assert_eq!(s.budget(from, from + len), Some(naive(half, first, from, from + len)));
		}

		#[test]
		fn budgets_should_add_up_wherever_they_are_cut(half in 1u64..10_000_000, mut cuts in proptest::collection::vec(0u64..4_000_000_000, 2..20)) {
			let s = Schedule::new(half, FIRST_BLOCK_REWARD);
			cuts.sort_unstable();
			let parts: Balance = cuts.windows(2).map(|w| s.budget(w[0], w[1]).unwrap()).sum();
			prop_assert_eq!(Some(parts), s.budget(cuts[0], cuts[cuts.len() - 1]));
		}

		#[test]
		fn rates_should_be_the_steps_of_the_sum_and_never_rise(half in 1u64..10_000_000, n in 1u64..4_000_000_000) {
			let s = Schedule::new(half, FIRST_BLOCK_REWARD);
			prop_assert_eq!(s.budget(n - 1, n), Some(s.rate(n)));
			prop_assert!(s.rate(n + 1) <= s.rate(n));
			prop_assert!(s.cumulative(n + 1) >= s.cumulative(n));
		}

		#[test]
		fn next_halving_should_be_the_first_lower_rate(half in 1u64..10_000_000, n in 1u64..4_000_000_000) {
			let s = Schedule::new(half, FIRST_BLOCK_REWARD);
			match s.next_halving(n) {
				Some(next) => {
					prop_assert!(next > n);
					prop_assert_eq!(s.rate(next - 1), s.rate(n));
					prop_assert_eq!(s.rate(next), s.rate(n) / 2);
				},
				None => prop_assert_eq!(s.rate(n), 0),
			}
		}

		#[test]
		fn budget_should_refuse_to_run_backwards(to in 0u64..5_000_000, more in 1u64..5_000_000) {
			prop_assert_eq!(production().budget(to + more, to), None);
		}
	}
}
