//! "Payments fill the oldest open day up to its expected pay, then the next; what is more is prepaid. A day's slice x min(1, paid /
//! expected) is released to the issuer when that day closes. Breach: 7 due days are open; or on 7 consecutive days the payments
//! received were at most 80% of the pay falling due."

mod breach;
mod days;
mod frozen;
mod termination;
mod winding_down;

use crate::{chain::*, products::*};
use dmex_primitives::{Conduct, Day};
use dmex_runtime::*;
use sp_runtime::DispatchError;

fn conduct(product: u32) -> Conduct {
	<Escrow as dmex_primitives::Escrow<AccountId>>::conduct(product)
}

/// Pay of a day of the product of [`running`].
fn full_day() -> Balance {
	expected(2, REWARD)
}

fn freeze(product: u32) -> EscrowCall {
	EscrowCall::freeze { product }
}

/// What a full day of the product of [`running`] releases.
fn slices(term_days: u32) -> Balance {
	2 * (PRICE / Balance::from(term_days))
}

fn net(gross: Balance) -> Balance {
	gross - sale_fee(gross)
}

/// Refused by the open block, however full.
fn refused_here(who: Sr25519Keyring, call: impl Into<RuntimeCall>, error: impl Into<DispatchError>) {
	assert_eq!(dispatch(who, call), Err(error.into()));
}

/// A product of 30 days that was frozen in breach on the ninth day.
fn frozen_in_breach(chain: &mut Chain) -> (u32, Day) {
	let product = running(chain, 30);
	let start = today();
	go_to_day(chain, start + 8);
	chain.call(Eve, freeze(product)).unwrap();
	(product, start)
}
