//! Building the spec of what an accepted file says.

use super::{values::Key, STARTING_BALANCE};
use dmex_runtime::{configs::parameters::dynamic_params::gateway::OperatorBond, Balance};
use frame_support::traits::Get;
use pallet_fil_gateway::GenesisCustody;
use sc_network::config::MultiaddrWithPeerId;
use serde_json::{json, Value};
use sp_state_machine::BasicExternalities;
use std::collections::BTreeMap;

/// What an accepted file says.
#[derive(Debug)]
pub(super) struct Production {
	pub(super) validators: Vec<Validator>,
	pub(super) council: Vec<Key>,
	pub(super) operators: Vec<Operator>,
	pub(super) custody: GenesisCustody,
	pub(super) team: Vec<(Key, Balance)>,
	pub(super) private_sale: Vec<(Key, Balance)>,
	pub(super) boot_nodes: Vec<MultiaddrWithPeerId>,
}

#[derive(Debug)]
pub(super) struct Validator {
	pub(super) account: Key,
	pub(super) bond: Balance,
	pub(super) babe: Key,
	pub(super) grandpa: Key,
	pub(super) authority_discovery: Key,
}

#[derive(Debug)]
pub(super) struct Operator {
	pub(super) account: Key,
	pub(super) key: Key,
}

impl Production {
	/// The spec as JSON, after the runtime has made a genesis of it.
	pub(super) fn into_spec(self, raw: bool) -> Result<String, String> {
		let spec = crate::production_form()?
			.with_genesis_config_patch(self.genesis_patch())
			.with_boot_nodes(self.boot_nodes)
			.with_properties(crate::properties())
			.build();
		let plain_spec = spec.as_json(false)?;
		let raw_spec = crate::with_state(spec)?.as_json(true)?;
		Ok(if raw { raw_spec } else { plain_spec })
	}

	pub(super) fn genesis_patch(&self) -> Value {
		let amounts = |list: &[(Key, Balance)]| -> Value {
			list.iter()
				.map(|(who, amount)| json!([who.generic(), amount]))
				.collect()
		};
		let bonds: Vec<_> = self
			.validators
			.iter()
			.map(|validator| (validator.account, validator.bond))
			.collect();
		let session_keys: Value = self
			.validators
			.iter()
			.map(|validator| {
				let account = validator.account.generic();
				let keys = json!({
					"babe": validator.babe.generic(),
					"grandpa": validator.grandpa.generic(),
					"authority_discovery": validator.authority_discovery.generic(),
				});
				json!([account, account, keys])
			})
			.collect();
		let endowments: Vec<_> = self.endowments().into_iter().collect();
		let operators: Value = self
			.operators
			.iter()
			.map(|operator| json!([operator.account.generic(), operator.key.generic()]))
			.collect();
		json!({
			// Emission takes them off what the foundation gets.
			"balances": { "balances": amounts(&endowments) },
			"validatorSet": { "validators": amounts(&bonds) },
			"session": { "keys": session_keys },
			"council": { "members": self.council.iter().map(Key::generic).collect::<Vec<_>>() },
			"emission": {
				"team": amounts(&self.team),
				"privateSale": amounts(&self.private_sale),
			},
			"filGateway": { "operators": operators, "custody": self.custody },
		})
	}

	/// What each account needs to begin with, out of the foundation: fees for its first transactions, and validators and operators
	/// their bonds.
	/// Nobody else has DMC at genesis.
	pub(super) fn endowments(&self) -> BTreeMap<Key, Balance> {
		let beneficiaries = self.team.iter().chain(&self.private_sale).map(|(who, _)| who);
		let everybody = self.council.iter().chain(beneficiaries);
		let mut endowments: BTreeMap<_, _> = everybody.map(|who| (*who, STARTING_BALANCE)).collect();
		let validators = self
			.validators
			.iter()
			.map(|validator| (validator.account, validator.bond));
		// The parameter's default: there is no chain that it could be read from.
		let bond = BasicExternalities::default().execute_with(OperatorBond::get);
		let operators = self.operators.iter().map(|operator| (operator.account, bond));
		for (account, bond) in validators.chain(operators) {
			*endowments.entry(account).or_insert(STARTING_BALANCE) += bond;
		}
		endowments
	}
}
