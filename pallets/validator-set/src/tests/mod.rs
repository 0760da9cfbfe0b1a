//! One file for each call, then what happens by itself.
#![allow(missing_docs)]

mod absence;
mod admit;
mod apply;
mod bond_extra;
mod bounded;
mod eject;
mod equivocation;
mod genesis;
mod invariants;
mod leave;
mod offences;
mod queries;
mod resume;
mod sessions;
mod set_keys;
mod withdraw_application;
mod withdraw_bond;

pub use crate::{mock::*, Cause, Error, Event, Status};
pub use dmex_primitives::Balance;
pub use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
pub use sp_runtime::{DispatchError, Perbill};

/// An applicant of the tests: endowed, without a role at genesis.
pub const EVE: AccountId = 11;
pub const FERDIE: AccountId = 12;

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn validator(who: AccountId) -> crate::Validator {
	crate::Validators::<Test>::get(who).unwrap()
}

pub fn status(who: AccountId) -> Status {
	validator(who).status
}

pub fn set() -> Vec<AccountId> {
	crate::ActiveSet::<Test>::get().into_inner()
}

pub fn held(who: AccountId) -> Balance {
	Balances::balance_on_hold(&crate::HoldReason::ValidatorBond.into(), &who)
}

/// This pallet's events of the current block.
pub fn events() -> Vec<Event<Test>> {
	System::read_events_for_pallet()
}

pub fn apply(who: AccountId) {
	assert_ok!(ValidatorSet::apply(signed(who), keys(who), proof(who, who), BOND));
}

pub fn admit(who: AccountId) {
	apply(who);
	assert_ok!(ValidatorSet::admit(RuntimeOrigin::root(), who));
}
