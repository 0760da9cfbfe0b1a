//! Calls that are shut, whatever way they come: by a batch, a proxy or a multisig as well as directly.

use crate::*;
use dmex_primitives::Stage;
use frame_support::traits::Contains;

/// The runtime's base call filter.
///
/// - `session.set_keys` and `purge_keys` would drop an active validator: the validator set wraps them.
/// - `council.propose` and `execute` would take motions that cannot carry their call: `dao.propose_motion` wraps them.
/// - `balances.burn` would lower the supply past the revenue ledger.
/// - Referenda and elections begin with stage 2, and one coin is one vote. `democracy.propose` and `elections.submit_candidacy` give
///   way to `dao.propose_referendum`, which looks at the call first, and `dao.stand_for_council`: both tell in stage 1 what is
///   missing with an error of their own.
pub struct CallFilter;
impl Contains<RuntimeCall> for CallFilter {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Session(_) => false,
			RuntimeCall::Council(
				pallet_collective::Call::propose { .. } | pallet_collective::Call::execute { .. },
			) => false,
			RuntimeCall::Balances(pallet_balances::Call::burn { .. }) => false,
			RuntimeCall::Parameters(_) => false,
			RuntimeCall::Democracy(pallet_democracy::Call::propose { .. })
			| RuntimeCall::Elections(pallet_elections_phragmen::Call::submit_candidacy { .. }) => false,
			RuntimeCall::Democracy(call) => {
				Dao::stage() == Stage::Community && pallet_dao::is_one_coin_one_vote::<Runtime>(call)
			}
			RuntimeCall::Elections(_) => Dao::stage() == Stage::Community,
			_ => true,
		}
	}
}
