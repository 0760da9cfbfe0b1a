//! A file per call, and the hook.
#![allow(missing_docs)]

mod credit_deposit;
mod due_days;
mod pay_product;
mod report_day;
mod report_node;

use crate::{mock::*, *};
use dmex_primitives::{hashrate::FIL, MarketOracle, NodeId, NodeOracle, OracleError};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use sp_runtime::DispatchError;

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

fn node(id: &str) -> NodeId {
	NodeId {
		coin: FIL,
		id: BoundedVec::truncate_from(id.as_bytes().to_vec()),
	}
}
