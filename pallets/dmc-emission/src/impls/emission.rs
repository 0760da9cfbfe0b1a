//! The block's emission, its start and its shares.

use crate::{schedule::Schedule, slices::Slices, *};
use dmex_primitives::{constants::*, Balance, BlockAuthor, BlockNumber, Calendar, Programme};
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::Inspect, Get},
};
use sp_runtime::{traits::AccountIdConversion, ArithmeticError};

impl<T: Config> Pallet<T> {
	/// The ledger account: unvested DMC, and fees that wait to be claimed.
	pub fn ledger_account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// The risk fund (§11).
	pub fn risk_fund_account() -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(*b"risk")
	}

	/// The foundation.
	pub fn foundation_account() -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(*b"fund")
	}

	/// The emission curve of this chain.
	pub fn schedule() -> Schedule {
		Schedule::new(T::Calendar::parameters().half_year(), FIRST_BLOCK_REWARD)
	}

	/// Shares out the current block.
	pub(crate) fn share_out_block() {
		if let Err(error) = Self::do_share_out(T::Calendar::now(), T::Author::block_author()) {
			// Nothing was changed; the next block makes up for this one.
			defensive!("emission does not add up", error);
		}
	}

	/// Shares out everything after the last block that was shared out, up to and with `now`. Blocks in between, which do not
	/// occur on a running chain, are one sum without an author, at the shares that were in force for the first of them.
	pub(crate) fn do_share_out(
		now: BlockNumber,
		author: Option<T::AccountId>,
	) -> Result<(), ArithmeticError> {
		let mut totals = Totals::<T>::get();
		if now <= totals.last_block {
			return Ok(());
		}
		let mut terms = Terms::<T>::get();
		let mut programmes = Programmes::<T>::get();

		let parent = now.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
		let mut changed = None;
		if totals.last_block < parent {
			let first = totals
				.last_block
				.checked_add(1)
				.ok_or(ArithmeticError::Overflow)?;
			changed = terms.apply_pending(first);
			Self::allot(&terms, &mut totals, &mut programmes, parent, false)
				.ok_or(ArithmeticError::Overflow)?;
		}
		changed = terms.apply_pending(now).or(changed);
		let reward = Self::allot(&terms, &mut totals, &mut programmes, now, author.is_some())
			.ok_or(ArithmeticError::Overflow)?;

		if let Some(Shares {
			behaviour,
			liquidity,
			staking,
		}) = changed
		{
			Terms::<T>::put(terms);
			Self::deposit_event(Event::SharesChanged {
				behaviour,
				liquidity,
				staking,
			});
		}
		Programmes::<T>::put(programmes);
		if let Some(author) = author.filter(|_| reward > 0) {
			if Self::mint_or_credit(&mut totals, &author, reward)? {
				Self::deposit_event(Event::AuthorPaid {
					author,
					amount: reward,
				});
			}
		}
		Totals::<T>::put(totals);
		Ok(())
	}

	/// Allots the blocks after `totals.last_block`, up to and with `to`, at the terms in force. Returns the author's slice.
	fn allot(
		terms: &EmissionTerms,
		totals: &mut EmissionTotals,
		programmes: &mut ProgrammeStates,
		to: BlockNumber,
		has_author: bool,
	) -> Option<Balance> {
		let from = totals.last_block;
		totals.last_block = to;

		let (mined_before, mined) = (terms.mined_blocks(from), terms.mined_blocks(to));
		let blocks = u64::from(to.checked_sub(from)?);
		let unmined = blocks.checked_sub(mined.checked_sub(mined_before)?)?;
		let pre_mining = PRE_MINING_REWARD.checked_mul(unmined.into())?;
		totals.pre_mining = totals.pre_mining.checked_add(pre_mining)?;

		let budget = Self::schedule().budget(mined_before, mined)?;
		let staking_points = programmes.staking.active_points;
		let slices = Slices::cut(budget, &terms.shares, terms.author_points, staking_points)?;

		// The order decides who is clipped in the block that reaches the cap: the author comes first.
		let reward = totals.allot_author(pre_mining.checked_add(slices.author)?, has_author)?;
		for programme in Programme::ALL {
			let slice = match programme {
				Programme::Behaviour => slices.behaviour,
				Programme::Liquidity => slices.liquidity,
				Programme::Staking => slices.staking,
			};
			programmes.get_mut(programme).allot(totals, slice)?;
		}
		Some(reward)
	}

	pub(crate) fn do_start_mining() -> DispatchResult {
		let mut terms = Terms::<T>::get();
		ensure!(terms.mining_start.is_none(), Error::<T>::MiningAlreadyStarted);
		// This block was shared out already.
		let first_block = T::Calendar::now()
			.checked_add(1)
			.ok_or(ArithmeticError::Overflow)?;
		terms.mining_start = Some(first_block);
		Terms::<T>::put(terms);
		Self::deposit_event(Event::MiningStarted { first_block });
		Ok(())
	}

	pub(crate) fn do_set_programme_shares(shares: Shares) -> DispatchResult {
		ensure!(shares.are_whole(), Error::<T>::SharesNotWhole);
		ensure!(shares.are_in_bounds(), Error::<T>::ShareOutOfBounds);
		let tomorrow = T::Calendar::today()
			.checked_add(1)
			.ok_or(ArithmeticError::Overflow)?;
		let from_block = T::Calendar::parameters()
			.days(tomorrow)
			.ok_or(ArithmeticError::Overflow)?;
		Terms::<T>::mutate(|terms| terms.pending_shares = Some(PendingShares { shares, from_block }));
		let Shares {
			behaviour,
			liquidity,
			staking,
		} = shares;
		Self::deposit_event(Event::SharesScheduled {
			behaviour,
			liquidity,
			staking,
			from_block,
		});
		Ok(())
	}

	pub(crate) fn do_set_author_points(points: Points) -> DispatchResult {
		ensure!(points > 0, Error::<T>::ZeroPoints);
		Terms::<T>::mutate(|terms| terms.author_points = points);
		Self::deposit_event(Event::AuthorPointsSet { points });
		Ok(())
	}

	pub(crate) fn do_integrity_test() {
		assert_eq!(
			GENESIS_SUPPLY.checked_add(MINING_CAP),
			Some(MAX_SUPPLY),
			"50M + 50M are the cap"
		);
		assert_eq!(
			[RISK_FUND, FOUNDATION, TEAM, PRIVATE_SALE]
				.iter()
				.sum::<Balance>(),
			GENESIS_SUPPLY,
			"the four groups are what exists at genesis"
		);
		assert!(
			Shares::default().are_whole() && Shares::default().are_in_bounds(),
			"the paper's shares are valid"
		);
		let (ledger, risk_fund, foundation) = (
			Self::ledger_account(),
			Self::risk_fund_account(),
			Self::foundation_account(),
		);
		assert!(
			ledger != risk_fund && ledger != foundation && risk_fund != foundation,
			"the account type is too short to tell the ledger, the risk fund and the foundation apart"
		);
		assert!(
			T::Currency::minimum_balance() <= PRE_MINING_REWARD,
			"an author without an account must be payable from its first block on"
		);
	}
}
