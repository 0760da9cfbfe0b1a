//! Random histories of several products and many hands: list, buy, bid, pay, skip a day, freeze, resume, terminate, transfer, claim,
//! expire. After each step every invariant of the pallets holds, and all money is accounted for to the unit.

mod history;
mod ledger;

use dmex_primitives::Balance;
use history::tell;
use std::collections::BTreeMap;

/// xorshift64*: the same history on every machine.
struct Dice(u64);

impl Dice {
	fn roll(&mut self) -> u64 {
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
	}

	fn below(&mut self, end: u64) -> u64 {
		self.roll() % end
	}

	fn amount(&mut self, most: Balance) -> Balance {
		let wide = u128::from(self.roll()) << 48 | u128::from(self.roll());
		wide % most.max(1)
	}

	fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
		&all[self.below(all.len() as u64) as usize]
	}
}

#[test]
fn money_should_be_accounted_for_in_random_histories() {
	let mut seen = BTreeMap::<_, u32>::new();
	for seed in [3_636, 77, 20_261_123, 5] {
		for (what, count) in tell(seed, 500) {
			*seen.entry(what).or_default() += count;
		}
	}
	// They have been everywhere.
	for what in [
		"released",
		"withheld",
		"frozen",
		"frozen by decision",
		"lapsed",
		"unfrozen",
		"resumed",
		"struck",
		"terminated",
		"expired",
		"refunded",
		"closed",
		"income",
		"short day",
		"full day",
		"sold",
		"traded",
		"moved",
		"auction sold",
		"auction voided",
		"offer accepted",
		"offer closed",
		"burnt",
		"deposited",
		"paid by memo",
	] {
		assert!(seen.contains_key(what), "no history has: {what}; {seen:?}");
	}
}
