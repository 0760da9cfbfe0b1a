//! How one block's budget is cut up (§2): pure arithmetic.

use crate::types::{Points, Shares};
use dmex_primitives::{math::mul_div_floor, Balance};
use sp_arithmetic::Permill;

/// The author's slice is never below this part of the block's budget.
pub const AUTHOR_FLOOR: Permill = Permill::from_percent(2);

/// The parts of a budget. Their sum is the budget, to the unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slices {
	/// For the block author.
	pub author: Balance,
	/// For the recipients of the behaviour programme.
	pub behaviour: Balance,
	/// For the recipients of the liquidity programme.
	pub liquidity: Balance,
	/// For the recipients of the staking programme, the author not counted.
	pub staking: Balance,
}

impl Slices {
	/// Cuts `budget`: each programme its share rounded down and the remainder to staking; out of staking the author's part by
	/// points, rounded down, but at least [`AUTHOR_FLOOR`] of the whole budget. What staking lacks for that floor comes from
	/// behaviour (pro rata, rounded down) and liquidity (the rest). `None` cannot happen with shares that sum to 100%.
	pub fn cut(budget: Balance, shares: &Shares, author_points: Points, staking_points: u64) -> Option<Self> {
		let behaviour = shares.behaviour.mul_floor(budget);
		let liquidity = shares.liquidity.mul_floor(budget);
		let staking = budget.checked_sub(behaviour)?.checked_sub(liquidity)?;

		let points = Balance::from(author_points).checked_add(staking_points.into())?;
		let by_points = if points == 0 {
			0
		} else {
			mul_div_floor(staking, author_points.into(), points)?
		};
		let author = by_points.max(AUTHOR_FLOOR.mul_floor(budget));

		if let Some(rest) = staking.checked_sub(author) {
			return Some(Self {
				author,
				behaviour,
				liquidity,
				staking: rest,
			});
		}
		let shortfall = author.checked_sub(staking)?;
		let from_behaviour = mul_div_floor(shortfall, behaviour, behaviour.checked_add(liquidity)?)?;
		let from_liquidity = shortfall.checked_sub(from_behaviour)?;
		Some(Self {
			author,
			behaviour: behaviour.checked_sub(from_behaviour)?,
			liquidity: liquidity.checked_sub(from_liquidity)?,
			staking: 0,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use dmex_primitives::constants::*;
	use proptest::prelude::*;

	fn shares(behaviour: u32, liquidity: u32) -> Shares {
		Shares {
			behaviour: Permill::from_parts(behaviour),
			liquidity: Permill::from_parts(liquidity),
			staking: Permill::from_parts(1_000_000 - behaviour - liquidity),
		}
	}

	#[test]
	fn the_first_block_should_be_cut_as_in_the_paper() {
		let s = Slices::cut(5 * DMC, &Shares::default(), 40, 60).unwrap();
		assert_eq!(s.author, DMC / 5);
		assert_eq!(s.behaviour, DMC * 3 / 2);
		assert_eq!(s.liquidity, 3 * DMC);
		assert_eq!(s.staking, DMC * 3 / 10);
	}

	#[test]
	fn the_author_should_have_all_of_staking_while_no_pool_is_active() {
		let s = Slices::cut(5 * DMC, &Shares::default(), 40, 0).unwrap();
		assert_eq!((s.author, s.staking), (DMC / 2, 0));
	}

	#[test]
	fn the_floor_should_come_out_of_the_other_programmes_when_staking_has_no_share() {
		let s = Slices::cut(5 * DMC, &shares(400_000, 600_000), 40, 60).unwrap();
		assert_eq!(s.author, DMC / 10);
		assert_eq!(s.behaviour, 2 * DMC - DMC / 25);
		assert_eq!(s.liquidity, 3 * DMC - DMC * 3 / 50);
		assert_eq!(s.staking, 0);
		// Staking covers a part of the floor only.
		let s = Slices::cut(5 * DMC, &shares(400_000, 590_000), 1, 99).unwrap();
		assert_eq!((s.author, s.staking), (DMC / 10, 0));
		assert_eq!(s.author + s.behaviour + s.liquidity, 5 * DMC);
	}

	proptest! {
		#[test]
		fn slices_should_sum_to_the_budget_and_keep_the_floor(
			budget in 0..u64::MAX as u128,
			behaviour in 100_000u32..=500_000,
			staking in 0u32..=300_000,
			author_points in 0..=u32::MAX,
			staking_points in 0..=u32::MAX as u64 * 1000,
		) {
			let shares = shares(behaviour, 1_000_000 - behaviour - staking);
			let s = Slices::cut(budget, &shares, author_points, staking_points).unwrap();
			prop_assert_eq!(s.author + s.behaviour + s.liquidity + s.staking, budget);
			prop_assert!(s.author >= budget / 50);
			prop_assert!(s.behaviour <= shares.behaviour.mul_floor(budget));
			prop_assert!(s.liquidity <= shares.liquidity.mul_floor(budget));
		}
	}
}
