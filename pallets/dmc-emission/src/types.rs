//! Data of the pallet that does not depend on its `Config`.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dmex_primitives::{
	constants::*, emission::BUDGET_SCALE, Balance, BlockNumber, CalendarParameters, Programme, Recipient,
};
use scale_info::TypeInfo;
use sp_arithmetic::{PerThing, Permill};
use sp_core::U256;

/// Weight of a recipient, or of the author, inside its programme.
pub type Points = u32;

/// Points of the block author at genesis: the staking programme has 100, of which farming's DMC pool has 20 and the other
/// pools 40 together.
pub const GENESIS_AUTHOR_POINTS: Points = 40;

/// What the author of a block before the start of mining is paid: its slice of the first rate, 5 DMC x 10% x 40%.
pub const PRE_MINING_REWARD: Balance = FIRST_BLOCK_REWARD / 25;

/// How far a share may be moved from the paper's value.
pub const SHARE_BOUND: Permill = Permill::from_percent(20);

/// Months over which the team's DMC vests.
pub const TEAM_MONTHS: u64 = 36;

/// The most that the foundation may spend in one month of the calendar: floor(10M / 36).
pub const FOUNDATION_MONTHLY: Balance = FOUNDATION / 36;

/// Shares of the three programmes. They sum to 100%.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Shares {
	/// Share of [`Programme::Behaviour`].
	pub behaviour: Permill,
	/// Share of [`Programme::Liquidity`].
	pub liquidity: Permill,
	/// Share of [`Programme::Staking`].
	pub staking: Permill,
}

impl Default for Shares {
	/// The paper's values: 30%, 60%, 10%.
	fn default() -> Self {
		Self {
			behaviour: Permill::from_percent(30),
			liquidity: Permill::from_percent(60),
			staking: Permill::from_percent(10),
		}
	}
}

impl Shares {
	/// Whether the shares sum to exactly 100%.
	pub fn are_whole(&self) -> bool {
		let parts = [self.behaviour, self.liquidity, self.staking]
			.iter()
			.map(|share| u64::from(share.deconstruct()))
			.sum::<u64>();
		parts == u64::from(Permill::ACCURACY)
	}

	/// Whether each share is within 20 points of the paper's value.
	pub fn are_in_bounds(&self) -> bool {
		let paper = Self::default();
		let within = |share: Permill, value: Permill| {
			share.deconstruct().abs_diff(value.deconstruct()) <= SHARE_BOUND.deconstruct()
		};
		within(self.behaviour, paper.behaviour)
			&& within(self.liquidity, paper.liquidity)
			&& within(self.staking, paper.staking)
	}
}

/// Shares that the DAO has decided on and that do not count yet.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PendingShares {
	/// The new shares.
	pub shares: Shares,
	/// The first block that they count for: the first one of a day.
	pub from_block: BlockNumber,
}

/// What the DAO can decide about emission.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct EmissionTerms {
	/// Shares in force.
	pub shares: Shares,
	/// Shares that replace them.
	pub pending_shares: Option<PendingShares>,
	/// Points of the block author in the staking programme.
	pub author_points: Points,
	/// The first mined block; `None` before the DAO has started mining.
	pub mining_start: Option<BlockNumber>,
}

impl Default for EmissionTerms {
	fn default() -> Self {
		Self {
			shares: Shares::default(),
			pending_shares: None,
			author_points: GENESIS_AUTHOR_POINTS,
			mining_start: None,
		}
	}
}

impl EmissionTerms {
	/// How many blocks have been mined up to and with `block`: the n of the schedule.
	pub fn mined_blocks(&self, block: BlockNumber) -> u64 {
		self.mining_start
			.and_then(|start| block.checked_sub(start))
			.map_or(0, |after| u64::from(after) + 1)
	}

	/// Puts pending shares in force if they count from `block` or an earlier one on. Returns them if so.
	pub(crate) fn apply_pending(&mut self, block: BlockNumber) -> Option<Shares> {
		let pending = self
			.pending_shares
			.filter(|pending| pending.from_block <= block)?;
		self.pending_shares = None;
		self.shares = pending.shares;
		Some(pending.shares)
	}
}

/// The sums of emission.
///
/// `allocated + skipped + clipped = E(mined blocks) + pre_mining`, `allocated <= 50M`, and
/// `minted + credited = author_allocated + sum of the programmes' drawn`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct EmissionTotals {
	/// The last block that was shared out.
	pub last_block: BlockNumber,
	/// What the authors of blocks before the start of mining were due.
	pub pre_mining: Balance,
	/// Given to authors and recipients, whether they have taken it yet or not.
	pub allocated: Balance,
	/// Given to nobody, because a programme had no active recipient or a block no known author.
	pub skipped: Balance,
	/// Given to nobody, because 50M were allocated already.
	pub clipped: Balance,
	/// The part of `allocated` that block authors were given.
	pub author_allocated: Balance,
	/// The part of `skipped` that unknown block authors were not given.
	pub author_skipped: Balance,
	/// Minted since genesis.
	pub minted: Balance,
	/// Sum of all unminted credits.
	pub credited: Balance,
	/// Burnt since genesis.
	pub burnt: Balance,
}

impl EmissionTotals {
	/// Allocates what the cap leaves of `slice` and counts the rest as clipped. Returns what was allocated.
	pub(crate) fn allocate(&mut self, slice: Balance) -> Option<Balance> {
		let given = slice.min(MINING_CAP.checked_sub(self.allocated)?);
		self.clipped = self.clipped.checked_add(slice.checked_sub(given)?)?;
		self.allocated = self.allocated.checked_add(given)?;
		Some(given)
	}

	/// Shares out a slice of block authors. Returns what was allocated: nothing if the author is unknown.
	pub(crate) fn allot_author(&mut self, slice: Balance, is_known: bool) -> Option<Balance> {
		if !is_known {
			self.skipped = self.skipped.checked_add(slice)?;
			self.author_skipped = self.author_skipped.checked_add(slice)?;
			return Some(0);
		}
		let given = self.allocate(slice)?;
		self.author_allocated = self.author_allocated.checked_add(given)?;
		Some(given)
	}
}

/// The recipients of one programme, all together. The author is not among them.
///
/// `sum of the recipients' cumulative budgets + carry = allocated x 10^18`, to the unit.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct ProgrammeState {
	/// Sum of the points of active recipients.
	pub active_points: u64,
	/// DMC that one point has been allotted since genesis, times 10^18. It only grows.
	pub cumulative_per_point: U256,
	/// What the last division by the points left over, times 10^18. It is shared out with the next slice.
	pub carry: u64,
	/// DMC that the recipients have been allotted.
	pub allocated: Balance,
	/// DMC that nobody got because no recipient was active.
	pub skipped: Balance,
	/// The part of `allocated` that recipients have paid out, minted or credited.
	pub drawn: Balance,
}

impl ProgrammeState {
	/// Shares `slice` over the active points, or skips it if there are none.
	pub(crate) fn allot(&mut self, totals: &mut EmissionTotals, slice: Balance) -> Option<()> {
		if self.active_points == 0 {
			self.skipped = self.skipped.checked_add(slice)?;
			totals.skipped = totals.skipped.checked_add(slice)?;
			return Some(());
		}
		let given = totals.allocate(slice)?;
		let points = U256::from(self.active_points);
		let scaled = U256::from(given)
			.checked_mul(BUDGET_SCALE.into())?
			.checked_add(self.carry.into())?;
		self.cumulative_per_point = self
			.cumulative_per_point
			.checked_add(scaled.checked_div(points)?)?;
		self.carry = scaled.checked_rem(points)?.try_into().ok()?;
		self.allocated = self.allocated.checked_add(given)?;
		Some(())
	}
}

/// All three programmes.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct ProgrammeStates {
	/// State of [`Programme::Behaviour`].
	pub behaviour: ProgrammeState,
	/// State of [`Programme::Liquidity`].
	pub liquidity: ProgrammeState,
	/// State of [`Programme::Staking`].
	pub staking: ProgrammeState,
}

impl ProgrammeStates {
	/// The state of `programme`.
	pub fn get(&self, programme: Programme) -> &ProgrammeState {
		match programme {
			Programme::Behaviour => &self.behaviour,
			Programme::Liquidity => &self.liquidity,
			Programme::Staking => &self.staking,
		}
	}

	pub(crate) fn get_mut(&mut self, programme: Programme) -> &mut ProgrammeState {
		match programme {
			Programme::Behaviour => &mut self.behaviour,
			Programme::Liquidity => &mut self.liquidity,
			Programme::Staking => &mut self.staking,
		}
	}
}

/// The programme that a kind of recipient belongs to.
pub const fn programme_of(recipient: &Recipient) -> Programme {
	match recipient {
		Recipient::Dmc | Recipient::Asset(_) => Programme::Staking,
		Recipient::LpToken(_) => Programme::Liquidity,
		Recipient::DToken(_) | Recipient::HashrateNfts => Programme::Behaviour,
	}
}

/// A recipient's points and what it was allotted.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct RecipientInfo {
	/// Points; 0 once the recipient was removed. What it was allotted before stays its own.
	pub points: Points,
	/// Whether it has stake. Only then do its points count.
	pub active: bool,
	/// The programme's `cumulative_per_point` up to which `settled` is complete.
	pub entry: U256,
	/// DMC allotted until `entry`, times 10^18: the sum of points x growth of `cumulative_per_point` while active.
	pub settled: U256,
	/// DMC paid out of it, minted or credited.
	pub drawn: Balance,
}

impl RecipientInfo {
	/// The points that count.
	pub fn effective_points(&self) -> Points {
		if self.active {
			self.points
		} else {
			0
		}
	}

	/// DMC allotted up to `cumulative_per_point`, times 10^18. No division, so asking more often changes nothing.
	pub fn cumulative(&self, cumulative_per_point: U256) -> Option<U256> {
		let growth = cumulative_per_point.checked_sub(self.entry)?;
		self.settled
			.checked_add(growth.checked_mul(self.effective_points().into())?)
	}

	/// Writes [`Self::cumulative`] down, before points or activity change.
	pub(crate) fn settle(&mut self, cumulative_per_point: U256) -> Option<()> {
		self.settled = self.cumulative(cumulative_per_point)?;
		self.entry = cumulative_per_point;
		Some(())
	}
}

/// What an account could not be given because it would have stayed below the existential deposit.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct ClaimableCredit {
	/// Emission: allocated, minted when it is claimed.
	pub unminted: Balance,
	/// Fees: lie in the ledger account.
	pub held: Balance,
}

/// The two groups whose DMC vests.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum VestingKind {
	/// 10M in 36 equal months from genesis.
	Team,
	/// 20M, a fifth at genesis and at each of 4 quarters.
	PrivateSale,
}

impl VestingKind {
	/// Both of them.
	pub const ALL: [VestingKind; 2] = [Self::Team, Self::PrivateSale];

	/// DMC of the whole group.
	pub const fn supply(&self) -> Balance {
		match self {
			Self::Team => TEAM,
			Self::PrivateSale => PRIVATE_SALE,
		}
	}

	/// How many of the group's steps have passed `blocks` after genesis, and of how many.
	pub fn steps(&self, calendar: &CalendarParameters, blocks: BlockNumber) -> (u64, u64) {
		match self {
			Self::Team => (
				calendar.months_passed(blocks.into()).min(TEAM_MONTHS),
				TEAM_MONTHS,
			),
			Self::PrivateSale => (calendar.quarters_passed(blocks.into()).min(4) + 1, 5),
		}
	}

	/// The block with which the next step vests, if one is left.
	pub fn next_boundary(&self, calendar: &CalendarParameters, blocks: BlockNumber) -> Option<u64> {
		let (passed, all) = self.steps(calendar, blocks);
		if passed >= all {
			return None;
		}
		let next = u32::try_from(passed).ok()?;
		match self {
			Self::Team => Some(calendar.month_boundary(next.checked_add(1)?)),
			// One step of the private sale has passed with genesis already.
			Self::PrivateSale => Some(calendar.quarter_boundary(next)),
		}
	}
}

/// A beneficiary's vesting. `claimed <= vested <= total`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct VestingSchedule {
	/// DMC in all.
	pub total: Balance,
	/// DMC paid out.
	pub claimed: Balance,
}

impl VestingSchedule {
	/// DMC vested after so many of so many steps: floor(total x passed / all). The last step completes it.
	pub fn vested(&self, (passed, all): (u64, u64)) -> Option<Balance> {
		dmex_primitives::math::mul_div_floor(self.total, passed.into(), all.into())
	}
}

/// What the foundation has spent in the month it last spent something.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct FoundationMonth {
	/// Whole months since genesis.
	pub month: u64,
	/// DMC spent in it, at most [`FOUNDATION_MONTHLY`].
	pub spent: Balance,
}

impl FoundationMonth {
	/// DMC that can still be spent in the month. `None` if more than the limit was.
	pub fn left(&self) -> Option<Balance> {
		FOUNDATION_MONTHLY.checked_sub(self.spent)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const CALENDAR: CalendarParameters = CalendarParameters {
		blocks_per_day: 28_800,
		slot_duration_ms: 3_000,
		epochs_per_day: 2_880,
		epochs_per_range: 20,
	};

	#[test]
	fn shares_should_be_checked_for_sum_and_bounds() {
		let of = |b, l, s| Shares {
			behaviour: Permill::from_percent(b),
			liquidity: Permill::from_percent(l),
			staking: Permill::from_percent(s),
		};
		assert!(of(30, 60, 10).are_whole() && of(30, 60, 10).are_in_bounds());
		assert!(of(10, 80, 10).are_in_bounds() && of(50, 40, 10).are_in_bounds());
		assert!(of(30, 40, 30).are_in_bounds() && of(40, 60, 0).are_in_bounds());
		assert!(!of(9, 80, 11).are_in_bounds());
		assert!(!of(51, 40, 9).are_in_bounds());
		assert!(!of(31, 38, 31).are_in_bounds());
		assert!(!of(30, 60, 11).are_whole());
		assert!(!of(30, 60, 9).are_whole());
	}

	#[test]
	fn the_reward_before_mining_should_be_the_authors_slice_of_the_first_rate() {
		assert_eq!(PRE_MINING_REWARD, DMC / 5);
		let shares = Shares::default();
		let first =
			crate::slices::Slices::cut(FIRST_BLOCK_REWARD, &shares, GENESIS_AUTHOR_POINTS, 60).unwrap();
		assert_eq!(first.author, PRE_MINING_REWARD);
	}

	#[test]
	fn steps_should_follow_the_calendar() {
		let month = CALENDAR.year() as u32 / 12;
		assert_eq!(VestingKind::Team.steps(&CALENDAR, 0), (0, 36));
		assert_eq!(VestingKind::Team.steps(&CALENDAR, month - 1), (0, 36));
		assert_eq!(VestingKind::Team.steps(&CALENDAR, month), (1, 36));
		assert_eq!(VestingKind::Team.steps(&CALENDAR, 40 * month), (36, 36));
		assert_eq!(VestingKind::PrivateSale.steps(&CALENDAR, 0), (1, 5));
		assert_eq!(VestingKind::PrivateSale.steps(&CALENDAR, 3 * month), (2, 5));
		assert_eq!(VestingKind::PrivateSale.steps(&CALENDAR, u32::MAX), (5, 5));
	}

	#[test]
	fn next_boundary_should_be_where_the_next_step_vests() {
		for kind in VestingKind::ALL {
			let mut block = 0;
			let mut steps = 0;
			while let Some(next) = kind.next_boundary(&CALENDAR, block) {
				let next = next as u32;
				let (passed, _) = kind.steps(&CALENDAR, block);
				assert_eq!(kind.steps(&CALENDAR, next - 1).0, passed);
				assert_eq!(kind.steps(&CALENDAR, next).0, passed + 1);
				block = next;
				steps += 1;
			}
			assert_eq!(steps, if kind == VestingKind::Team { 36 } else { 4 });
		}
	}

	proptest! {
		#[test]
		fn vested_should_grow_to_the_whole(total in 1..=PRIVATE_SALE) {
			let schedule = VestingSchedule { total, claimed: 0 };
			let mut last = 0;
			for k in 0..=36 {
				let vested = schedule.vested((k, 36)).unwrap();
				prop_assert!(vested >= last && vested <= total);
				last = vested;
			}
			prop_assert_eq!(last, total);
			prop_assert_eq!(schedule.vested((1, 5)), Some(total / 5));
			prop_assert_eq!(schedule.vested((5, 5)), Some(total));
		}

		#[test]
		fn allot_should_keep_every_unit(points in 1u64..1_000_000, slices in proptest::collection::vec(0u128..10_000, 1..50)) {
			let mut totals = EmissionTotals::default();
			let mut state = ProgrammeState { active_points: points, ..Default::default() };
			for slice in &slices {
				state.allot(&mut totals, *slice).unwrap();
			}
			let all: u128 = slices.iter().sum();
			prop_assert_eq!(
				state.cumulative_per_point * U256::from(points) + U256::from(state.carry),
				U256::from(all) * U256::from(BUDGET_SCALE)
			);
			prop_assert_eq!(totals.allocated, all);
		}
	}
}
