//! What the runtime API answers (§14).

use crate::{runtime_api::*, *};
use dmex_primitives::{constants::*, emission::BUDGET_SCALE, Balance, BlockNumber, Calendar, Recipient};
use frame_support::traits::fungible::Inspect;

impl<T: Config> Pallet<T> {
	/// The state of emission as a whole.
	pub fn statement() -> EmissionStatement {
		let EmissionTotals {
			allocated,
			skipped,
			clipped,
			minted,
			credited,
			burnt,
			..
		} = Totals::<T>::get();
		let terms = Terms::<T>::get();
		let mined_blocks = terms.mined_blocks(T::Calendar::now());
		let schedule = Self::schedule();
		let is_running = allocated < MINING_CAP;
		EmissionStatement {
			minted,
			allocated,
			credited,
			skipped,
			clipped,
			burnt,
			mined_blocks,
			rate: if is_running {
				schedule.rate(mined_blocks)
			} else {
				0
			},
			next_halving: terms.mining_start.filter(|_| is_running).and_then(|start| {
				let blocks = schedule.next_halving(mined_blocks)?.checked_sub(1)?;
				start.checked_add(BlockNumber::try_from(blocks).ok()?)
			}),
			mining_start: terms.mining_start,
			shares: terms.shares,
			pending_shares: terms.pending_shares,
			author_points: terms.author_points,
		}
	}

	/// What a recipient has and was given, if the DAO has ever added it.
	pub fn recipient_statement(recipient: Recipient) -> Option<RecipientStatement> {
		let info = Recipients::<T>::get(recipient)?;
		let programme = programme_of(&recipient);
		let per_point = Programmes::<T>::get().get(programme).cumulative_per_point;
		let allotted = info.cumulative(per_point)?.checked_div(BUDGET_SCALE.into())?;
		Some(RecipientStatement {
			programme,
			points: info.points,
			active: info.active,
			allotted: Balance::try_from(allotted).ok()?,
			drawn: info.drawn,
		})
	}

	/// A beneficiary's vesting, if it has a schedule of this group.
	pub fn vesting_statement(kind: VestingKind, account: T::AccountId) -> Option<VestingStatement> {
		let schedule = Schedules::<T>::get(kind, account)?;
		let now = T::Calendar::now();
		let vested = Self::vested_at(kind, &schedule, now).ok()?;
		Some(VestingStatement {
			total: schedule.total,
			vested,
			claimed: schedule.claimed,
			claimable: vested.checked_sub(schedule.claimed)?,
			next_boundary: kind.next_boundary(&T::Calendar::parameters(), now),
		})
	}

	/// The accounts that hold what exists from genesis.
	pub fn funds() -> FundsStatement<T::AccountId> {
		let (risk_fund, foundation, ledger) = (
			Self::risk_fund_account(),
			Self::foundation_account(),
			Self::ledger_account(),
		);
		FundsStatement {
			risk_fund_balance: T::Currency::total_balance(&risk_fund),
			risk_fund,
			foundation_balance: T::Currency::total_balance(&foundation),
			foundation,
			foundation_left_this_month: Self::foundation_month().left().unwrap_or_default(),
			ledger_balance: T::Currency::total_balance(&ledger),
			ledger,
			unassigned_team: Unassigned::<T>::get(VestingKind::Team),
			unassigned_private_sale: Unassigned::<T>::get(VestingKind::PrivateSale),
		}
	}

	/// What an account can claim because it could not hold it when it was due.
	pub fn claimable_credit(account: T::AccountId) -> Option<CreditStatement> {
		let ClaimableCredit { unminted, held } = Credits::<T>::get(account)?;
		Some(CreditStatement {
			emission: unminted,
			fees: held,
		})
	}
}
