//! What is always true of the pallet's storage.
//!
//! Emission
//! 1. `allocated + skipped + clipped` = E(mined blocks) + what authors were due before the start of mining.
//! 2. `allocated` is at most 50M DMC, and nothing is clipped while it is less.
//! 3. `allocated` = the authors' part + the programmes' parts; likewise `skipped`.
//! 4. The shares sum to 100% and are in bounds, pending ones too and these count from the first block of a day; the author has
//!    points.
//!
//! Recipients
//! 5. A programme's active points are the points of its active recipients.
//! 6. The budgets of a programme's recipients and its carry sum to what it was allotted, exactly.
//! 7. No recipient has drawn more than its budget; a programme's drawn is the sum of its recipients'.
//!
//! Money
//! 8. Minted + unminted credits = what authors were allotted + what recipients have drawn.
//! 9. Total issuance = 50M + minted - burnt, and never above 100M.
//! 10. `credited` is the sum of all unminted credits, and no credit is empty.
//!
//! Vesting and funds
//! 11. Unassigned + the totals of all schedules of a group = the group's supply.
//! 12. Of each schedule, claimed <= vested <= total, and total is above 0.
//! 13. What the ledger owes is what schedules have unclaimed, groups have unassigned and credits hold; its balance covers it.
//! 14. The foundation has not spent more than its limit in the month of its last spending, and that month is not in the future.
//! 15. The risk fund has at least the existential deposit.

use crate::*;
use dmex_primitives::{constants::*, emission::BUDGET_SCALE, Balance, Calendar, Programme};
use frame_support::{ensure, traits::fungible::Inspect};
use sp_core::U256;
use sp_runtime::TryRuntimeError;

/// Sum of balances, or an error where it overflows.
fn sum(values: impl IntoIterator<Item = Balance>) -> Result<Balance, TryRuntimeError> {
	values
		.into_iter()
		.try_fold(0, |sum: Balance, value| sum.checked_add(value))
		.ok_or(TryRuntimeError::Other("a sum overflows"))
}

impl<T: Config> Pallet<T> {
	/// Checks all invariants. Reads everything that the pallet stores: for tests and try-runtime only.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_emission()?;
		Self::try_state_recipients()?;
		Self::try_state_money()?;
		Self::try_state_vesting()
	}

	fn try_state_emission() -> Result<(), TryRuntimeError> {
		let totals = Totals::<T>::get();
		let terms = Terms::<T>::get();
		let programmes = Programmes::<T>::get();

		let emitted = Self::schedule()
			.cumulative(terms.mined_blocks(totals.last_block))
			.ok_or("1: E(n) overflows")?;
		ensure!(
			sum([totals.allocated, totals.skipped, totals.clipped])? == sum([emitted, totals.pre_mining])?,
			"1: allocated + skipped + clipped is not what the schedule has emitted"
		);
		ensure!(totals.allocated <= MINING_CAP, "2: more than 50M are allocated");
		ensure!(
			totals.clipped == 0 || totals.allocated == MINING_CAP,
			"2: something was clipped before 50M were allocated"
		);

		let parts = |of: fn(&ProgrammeState) -> Balance, author| {
			sum(Programme::ALL
				.iter()
				.map(|p| of(programmes.get(*p)))
				.chain([author]))
		};
		ensure!(
			parts(|state| state.allocated, totals.author_allocated)? == totals.allocated,
			"3: the parts are not what is allocated"
		);
		ensure!(
			parts(|state| state.skipped, totals.author_skipped)? == totals.skipped,
			"3: the parts are not what is skipped"
		);

		ensure!(terms.author_points > 0, "4: the author has no points");
		ensure!(
			terms.shares.are_whole() && terms.shares.are_in_bounds(),
			"4: the shares are not valid"
		);
		if let Some(PendingShares { shares, from_block }) = terms.pending_shares {
			ensure!(
				shares.are_whole() && shares.are_in_bounds(),
				"4: the pending shares are not valid"
			);
			ensure!(
				from_block.checked_rem(T::Calendar::parameters().blocks_per_day) == Some(0),
				"4: pending shares count from the middle of a day"
			);
		}
		Ok(())
	}

	fn try_state_recipients() -> Result<(), TryRuntimeError> {
		let programmes = Programmes::<T>::get();
		for programme in Programme::ALL {
			let state = programmes.get(programme);
			let (mut points, mut drawn, mut budgets) = (0u64, 0, U256::from(state.carry));
			for (_, info) in
				Recipients::<T>::iter().filter(|(recipient, _)| programme_of(recipient) == programme)
			{
				let budget = info
					.cumulative(state.cumulative_per_point)
					.ok_or("6: a recipient's budget overflows")?;
				ensure!(
					U256::from(info.drawn)
						.checked_mul(BUDGET_SCALE.into())
						.is_some_and(|d| d <= budget),
					"7: a recipient has drawn more than its budget"
				);
				points = points
					.checked_add(info.effective_points().into())
					.ok_or("5: the points overflow")?;
				drawn = sum([drawn, info.drawn])?;
				budgets = budgets.checked_add(budget).ok_or("6: the budgets overflow")?;
			}
			ensure!(
				points == state.active_points,
				"5: active points are not those of active recipients"
			);
			ensure!(
				U256::from(state.allocated).checked_mul(BUDGET_SCALE.into()) == Some(budgets),
				"6: the recipients' budgets are not what the programme was allotted"
			);
			ensure!(drawn == state.drawn, "7: drawn is not the sum of the recipients'");
		}
		Ok(())
	}

	fn try_state_money() -> Result<(), TryRuntimeError> {
		let totals = Totals::<T>::get();
		let programmes = Programmes::<T>::get();
		let drawn = sum(Programme::ALL.iter().map(|p| programmes.get(*p).drawn))?;
		ensure!(
			sum([totals.minted, totals.credited])? == sum([totals.author_allocated, drawn])?,
			"8: minted and credited is not what authors and recipients were paid"
		);
		let issuance = T::Currency::total_issuance();
		ensure!(
			sum([issuance, totals.burnt])? == sum([GENESIS_SUPPLY, totals.minted])?,
			"9: total issuance is not 50M + minted - burnt"
		);
		ensure!(issuance <= MAX_SUPPLY, "9: there are more than 100M");
		let credits = Credits::<T>::iter_values().collect::<alloc::vec::Vec<_>>();
		ensure!(
			sum(credits.iter().map(|credit| credit.unminted))? == totals.credited,
			"10: credited is not the sum of the credits"
		);
		ensure!(
			credits
				.iter()
				.all(|credit| credit.unminted > 0 || credit.held > 0),
			"10: a credit is empty"
		);
		Ok(())
	}

	fn try_state_vesting() -> Result<(), TryRuntimeError> {
		let mut owed = sum(Credits::<T>::iter_values().map(|credit| credit.held))?;
		for kind in VestingKind::ALL {
			let mut assigned = Unassigned::<T>::get(kind);
			owed = sum([owed, assigned])?;
			for (_, schedule) in Schedules::<T>::iter_prefix(kind) {
				let vested = Self::vested_at(kind, &schedule, T::Calendar::now())?;
				ensure!(schedule.total > 0, "12: a schedule is empty");
				ensure!(
					schedule.claimed <= vested && vested <= schedule.total,
					"12: a schedule has claimed more than has vested"
				);
				assigned = sum([assigned, schedule.total])?;
				let unclaimed = schedule
					.total
					.checked_sub(schedule.claimed)
					.ok_or("12: claimed is above total")?;
				owed = sum([owed, unclaimed])?;
			}
			ensure!(
				assigned == kind.supply(),
				"11: a group does not have what genesis gave it"
			);
		}
		ensure!(
			owed == LedgerOwed::<T>::get(),
			"13: the ledger does not owe the sum of what is due"
		);
		ensure!(
			T::Currency::total_balance(&Self::ledger_account()) >= owed,
			"13: the ledger has less than it owes"
		);
		let last = FoundationSpending::<T>::get();
		ensure!(
			last.spent <= FOUNDATION_MONTHLY,
			"14: the foundation has spent more than its limit"
		);
		ensure!(
			last.month <= Self::foundation_month().month,
			"14: the foundation has spent in the future"
		);
		ensure!(
			T::Currency::total_balance(&Self::risk_fund_account()) >= T::Currency::minimum_balance(),
			"15: the risk fund's account is dead"
		);
		Ok(())
	}
}
