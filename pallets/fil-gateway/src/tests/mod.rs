//! A file per call or two that belong together, the hook, and random sequences.
#![allow(missing_docs)]

mod apply;
mod attribution;
mod bond;
mod bounded;
mod claim_credit;
mod custody;
mod decide_redemption;
mod due_days;
mod invariants;
mod object;
mod oracle;
mod payouts;
mod redeem;
mod release;
mod report_equivocation;
mod resume;
mod rounds;
mod senders;
mod set_operators;
mod submit_header;
mod submit_page;
mod suspense;
mod vote;
mod wind_down;

use crate::{mock::*, *};
use dmex_primitives::{hashrate::FIL, Gateway as _, MarketOracle, NodeId, NodeOracle, OracleError};
use fil_primitives::{Address, Memo, Network, Payload};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use sp_core::{Pair as _, H256};
use sp_runtime::{
	transaction_validity::{InvalidTransaction, TransactionSource},
	DispatchError,
};

type Fails = Error<Test>;

fn member(n: u16) -> (AccountId, OperatorKey) {
	(operator(n), pair(n).public())
}

fn set_of(
	members: impl IntoIterator<Item = u16>,
) -> BoundedVec<(AccountId, OperatorKey), frame_support::pallet_prelude::ConstU32<MAX_OPERATORS>> {
	BoundedVec::truncate_from(members.into_iter().map(member).collect())
}

use dmex_primitives::{AccountId, Balance};
