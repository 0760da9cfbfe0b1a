//! Calls that are shut, whatever way they come: by a batch, a proxy or a multisig as well as directly.

use crate::*;
use frame_support::traits::Contains;

/// The runtime's base call filter.
///
/// - `session.set_keys` and `purge_keys` would drop an active validator: the validator set wraps them.
/// - `council.propose` and `execute` would take motions that cannot carry their call: `dao.propose_motion` wraps them.
/// - `balances.burn` would lower the supply past the revenue ledger.
/// - `democracy.propose` and `delegate` and `elections.submit_candidacy` would let calls be voted on that no referendum can carry, and
///   begin before stage 2: `dao.propose_referendum`, `delegate_votes` and `stand_for_council` wrap them. What is left of these
///   pallets has nothing to work on before that.
/// - One coin is one vote.
pub struct CallFilter;
impl Contains<RuntimeCall> for CallFilter {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Session(_)
			| RuntimeCall::Council(
				pallet_collective::Call::propose { .. } | pallet_collective::Call::execute { .. },
			)
			| RuntimeCall::Balances(pallet_balances::Call::burn { .. })
			| RuntimeCall::Parameters(_)
			| RuntimeCall::Democracy(
				pallet_democracy::Call::propose { .. } | pallet_democracy::Call::delegate { .. },
			)
			| RuntimeCall::Elections(pallet_elections_phragmen::Call::submit_candidacy { .. }) => false,
			RuntimeCall::Democracy(call) => pallet_dao::is_one_coin_one_vote::<Runtime>(call),
			_ => true,
		}
	}
}
