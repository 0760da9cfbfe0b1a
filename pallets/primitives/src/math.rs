//! Integer arithmetic with 256-bit intermediates and the rounding in the name (§0).

use crate::types::Balance;
use sp_core::U256;

/// floor(a x b / c): what a user receives. `None` if `c` is 0 or the result does not fit.
pub fn mul_div_floor(a: Balance, b: Balance, c: Balance) -> Option<Balance> {
	// Two 128-bit factors cannot overflow 256 bits.
	U256::from(a)
		.checked_mul(U256::from(b))?
		.checked_div(U256::from(c))?
		.try_into()
		.ok()
}

/// ceil(a x b / c): what a user owes. `None` if `c` is 0 or the result does not fit.
pub fn mul_div_ceil(a: Balance, b: Balance, c: Balance) -> Option<Balance> {
	let product = U256::from(a).checked_mul(U256::from(b))?;
	let divisor = U256::from(c);
	let quotient = product.checked_div(divisor)?;
	let quotient = if product.checked_rem(divisor)?.is_zero() {
		quotient
	} else {
		quotient.checked_add(U256::one())?
	};
	quotient.try_into().ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn mul_div_should_refuse_zero_divisors_and_overflow() {
		assert_eq!(mul_div_floor(1, 1, 0), None);
		assert_eq!(mul_div_ceil(1, 1, 0), None);
		assert_eq!(mul_div_floor(u128::MAX, 2, 1), None);
		assert_eq!(mul_div_ceil(u128::MAX, u128::MAX, u128::MAX), Some(u128::MAX));
	}

	proptest! {
		#[test]
		fn floor_and_ceil_should_enclose_the_quotient(a in 0..u128::MAX, b in 0..u64::MAX as u128, c in 1..u128::MAX) {
			if let (Some(f), Some(g)) = (mul_div_floor(a, b, c), mul_div_ceil(a, b, c)) {
				let product = U256::from(a) * U256::from(b);
				prop_assert!(U256::from(f) * U256::from(c) <= product);
				prop_assert!(U256::from(g) * U256::from(c) >= product);
				prop_assert!(g - f <= 1);
			}
		}
	}
}
