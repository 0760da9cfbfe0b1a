//! Days, months, quarters and halvings in blocks (§0).

use crate::{constants::*, types::*};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The lengths that genesis fixes for ever. The default is the production calendar.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarParameters {
	/// Blocks of a day; even, so that half a year is a whole number of blocks.
	pub blocks_per_day: BlockNumber,
	/// Slot length in milliseconds; even, because the timestamp's minimum period is half of it.
	pub slot_duration_ms: Moment,
	/// Filecoin epochs a day.
	pub epochs_per_day: u32,
	/// Filecoin epochs that one range report covers; divides `epochs_per_day`.
	pub epochs_per_range: u32,
}

impl Default for CalendarParameters {
	fn default() -> Self {
		Self {
			blocks_per_day: NOMINAL_BLOCKS_PER_DAY,
			slot_duration_ms: NOMINAL_SLOT_MS,
			epochs_per_day: NOMINAL_EPOCHS_PER_DAY,
			epochs_per_range: NOMINAL_EPOCHS_PER_RANGE,
		}
	}
}

/// Why a calendar is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CalendarError {
	/// `blocks_per_day` is 0, odd, or above 28,800.
	BlocksPerDay,
	/// `slot_duration_ms` is below 100, odd, or above 60,000.
	SlotDuration,
	/// `epochs_per_day` or `epochs_per_range` is 0, or the range does not divide the day.
	FilecoinEpochs,
	/// Production takes 28,800 blocks of 3 seconds a day, 2,880 epochs a day and 20 a range, nothing else.
	NotProduction,
}

impl CalendarError {
	/// What to tell the person whose chain spec is refused.
	pub const fn message(&self) -> &'static str {
		match self {
			Self::BlocksPerDay => "calendar.blocksPerDay must be an even number from 2 to 28800",
			Self::SlotDuration => "calendar.slotDurationMs must be an even number from 100 to 60000",
			Self::FilecoinEpochs => {
				"calendar.epochsPerDay and epochsPerRange must be above 0 and the range must divide the day"
			}
			Self::NotProduction => {
				"a production chain takes 3000 ms slots, 28800 blocks a day, 2880 epochs a day and 20 a range"
			}
		}
	}
}

impl CalendarParameters {
	/// Refuses what would divide by zero or leave half a year between two blocks.
	pub const fn validate(&self) -> Result<(), CalendarError> {
		if self.blocks_per_day == 0
			|| !self.blocks_per_day.is_multiple_of(2)
			|| self.blocks_per_day > NOMINAL_BLOCKS_PER_DAY
		{
			return Err(CalendarError::BlocksPerDay);
		}
		if self.slot_duration_ms < 100
			|| !self.slot_duration_ms.is_multiple_of(2)
			|| self.slot_duration_ms > 60_000
		{
			return Err(CalendarError::SlotDuration);
		}
		if self.epochs_per_day == 0
			|| self.epochs_per_range == 0
			|| !self.epochs_per_day.is_multiple_of(self.epochs_per_range)
		{
			return Err(CalendarError::FilecoinEpochs);
		}
		Ok(())
	}

	/// [`Self::validate`], and nothing but the production numbers.
	pub const fn validate_production(&self) -> Result<(), CalendarError> {
		if self.blocks_per_day != NOMINAL_BLOCKS_PER_DAY
			|| self.slot_duration_ms != NOMINAL_SLOT_MS
			|| self.epochs_per_day != NOMINAL_EPOCHS_PER_DAY
			|| self.epochs_per_range != NOMINAL_EPOCHS_PER_RANGE
		{
			return Err(CalendarError::NotProduction);
		}
		self.validate()
	}

	/// Blocks of `days` days. `None` beyond the range of block numbers.
	pub const fn days(&self, days: u32) -> Option<BlockNumber> {
		self.blocks_per_day.checked_mul(days)
	}

	/// A duration stated in blocks at 28,800 a day, in blocks of this calendar: rounded down, at least 3.
	pub const fn scaled(&self, nominal_blocks: BlockNumber) -> BlockNumber {
		let blocks = nominal_blocks as u64 * self.blocks_per_day as u64 / NOMINAL_BLOCKS_PER_DAY as u64;
		if blocks < MINIMUM_SCALED_BLOCKS as u64 {
			MINIMUM_SCALED_BLOCKS
		} else if blocks > u32::MAX as u64 {
			u32::MAX
		} else {
			blocks as u32
		}
	}

	/// Blocks of a year: 365 days.
	pub const fn year(&self) -> u64 {
		self.blocks_per_day as u64 * DAYS_PER_YEAR as u64
	}

	/// Blocks of half a year: 182.5 days, the time between two halvings. At least 1.
	pub const fn half_year(&self) -> u64 {
		self.year() / 2
	}

	/// Blocks from genesis to the end of quarter `k`: floor(year x k / 4).
	pub const fn quarter_boundary(&self, k: u32) -> u64 {
		self.year() * k as u64 / 4
	}

	/// Blocks from genesis to the end of month `k`: floor(year x k / 12).
	pub const fn month_boundary(&self, k: u32) -> u64 {
		self.year() * k as u64 / 12
	}

	/// Whole months that have passed `blocks` after genesis: the greatest k with month_boundary(k) <= blocks.
	pub const fn months_passed(&self, blocks: u64) -> u64 {
		let k = ((blocks + 1) * 12).div_ceil(self.year());
		if k == 0 {
			0
		} else {
			k - 1
		}
	}

	/// Whole quarters that have passed `blocks` after genesis: the greatest k with quarter_boundary(k) <= blocks.
	pub const fn quarters_passed(&self, blocks: u64) -> u64 {
		let k = ((blocks + 1) * 4).div_ceil(self.year());
		if k == 0 {
			0
		} else {
			k - 1
		}
	}

	/// The day that `block` belongs to; day 0 begins with block 0.
	pub const fn day_of(&self, block: BlockNumber) -> u32 {
		block / self.blocks_per_day
	}

	/// Slots of a BABE epoch, which is also a session: an hour, at least 10 slots.
	pub const fn session_slots(&self) -> BlockNumber {
		let hour = self.blocks_per_day / 24;
		if hour < 10 {
			10
		} else {
			hour
		}
	}
}

/// The calendar of the running chain.
pub trait Calendar {
	/// The numbers that genesis fixed; the production calendar where there is no genesis (benchmarks, integrity tests).
	fn parameters() -> CalendarParameters;

	/// The current block.
	fn now() -> BlockNumber;

	/// The current day.
	fn today() -> u32 {
		Self::parameters().day_of(Self::now())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const PRODUCTION: CalendarParameters = CalendarParameters {
		blocks_per_day: 28_800,
		slot_duration_ms: 3_000,
		epochs_per_day: 2_880,
		epochs_per_range: 20,
	};

	#[test]
	fn production_should_have_the_papers_numbers() {
		assert_eq!(PRODUCTION, CalendarParameters::default());
		assert_eq!(PRODUCTION.year(), 10_512_000);
		assert_eq!(PRODUCTION.half_year(), 5_256_000);
		assert_eq!(PRODUCTION.month_boundary(36), 3 * 10_512_000);
		assert_eq!(PRODUCTION.scaled(600), 600);
		assert_eq!(PRODUCTION.validate_production(), Ok(()));
		let development = CalendarParameters {
			blocks_per_day: 10,
			..PRODUCTION
		};
		assert_eq!(development.scaled(600), 3);
		assert_eq!(development.half_year(), 1_825);
		assert_eq!(development.session_slots(), 10);
		assert_eq!(
			development.validate_production(),
			Err(CalendarError::NotProduction)
		);
	}

	#[test]
	fn validate_should_refuse_what_breaks_the_calendar() {
		let with = |f: fn(&mut CalendarParameters)| {
			let mut c = PRODUCTION;
			f(&mut c);
			c.validate()
		};
		assert_eq!(with(|c| c.blocks_per_day = 0), Err(CalendarError::BlocksPerDay));
		assert_eq!(with(|c| c.blocks_per_day = 11), Err(CalendarError::BlocksPerDay));
		assert_eq!(
			with(|c| c.blocks_per_day = 28_802),
			Err(CalendarError::BlocksPerDay)
		);
		assert_eq!(
			with(|c| c.slot_duration_ms = 251),
			Err(CalendarError::SlotDuration)
		);
		assert_eq!(with(|c| c.slot_duration_ms = 0), Err(CalendarError::SlotDuration));
		assert_eq!(
			with(|c| c.epochs_per_range = 0),
			Err(CalendarError::FilecoinEpochs)
		);
		assert_eq!(
			with(|c| c.epochs_per_range = 7),
			Err(CalendarError::FilecoinEpochs)
		);
	}

	proptest! {
		#[test]
		fn periods_passed_should_invert_the_boundaries(half in 1u32..=14_400, blocks in 0u64..40_000_000) {
			let c = CalendarParameters { blocks_per_day: half * 2, ..PRODUCTION };
			let k = c.months_passed(blocks);
			prop_assert!(c.year() * k / 12 <= blocks && blocks < c.year() * (k + 1) / 12);
			let k = c.quarters_passed(blocks);
			prop_assert!(c.year() * k / 4 <= blocks && blocks < c.year() * (k + 1) / 4);
		}
	}
}
