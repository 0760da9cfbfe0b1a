#![allow(missing_docs)]

mod add_recipient;
mod assign_vesting;
mod bounded;
mod budget;
mod claim_credit;
mod claim_vested;
mod farm;
mod genesis;
mod hook;
mod invariants;
mod move_vesting;
mod queries;
mod remove_recipient;
mod set_author_points;
mod set_points;
mod set_programme_shares;
mod sinks;
mod spend_foundation;
mod start_mining;

pub use crate::{mock::*, Error, Event, *};
pub use dmex_primitives::{
	constants::*, emission::BUDGET_SCALE, AccountId, Balance, BurnLedger, Programme, ProgrammeBudget,
	Recipient,
};
pub use frame_support::{assert_noop, assert_ok, traits::fungible::Inspect};
pub use sp_arithmetic::Permill;
pub use sp_core::U256;
pub use sp_runtime::DispatchError;

pub fn dao() -> RuntimeOrigin {
	RuntimeOrigin::signed(DAO)
}

pub fn holders() -> RuntimeOrigin {
	RuntimeOrigin::signed(HOLDERS)
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// DMC that a recipient has been allotted, rounded down.
pub fn allotted(recipient: Recipient) -> Balance {
	Emission::recipient_statement(recipient).unwrap().allotted
}

/// Tells that a recipient has stake.
pub fn activate(recipient: Recipient) {
	assert_ok!(<Emission as ProgrammeBudget<AccountId>>::set_active(
		&recipient, true
	));
}

/// Tells that a recipient has no stake.
pub fn deactivate(recipient: Recipient) {
	assert_ok!(<Emission as ProgrammeBudget<AccountId>>::set_active(
		&recipient, false
	));
}

/// Tells that the recipients of genesis have stake.
pub fn activate_all() {
	for (recipient, _) in Recipients::<Test>::iter() {
		activate(recipient);
	}
}

pub fn shares(behaviour: u32, liquidity: u32, staking: u32) -> Shares {
	Shares {
		behaviour: Permill::from_percent(behaviour),
		liquidity: Permill::from_percent(liquidity),
		staking: Permill::from_percent(staking),
	}
}

/// Rewrites what is at most 50M away from the cap as if so much had been allotted to an author before mining, and minted.
pub fn pretend_allocated(amount: Balance) {
	Totals::<Test>::mutate(|totals| {
		totals.allocated += amount;
		totals.author_allocated += amount;
		totals.pre_mining += amount;
		totals.minted += amount;
	});
	use frame_support::traits::fungible::Mutate;
	assert_ok!(Balances::mint_into(&AUTHOR, amount));
}
