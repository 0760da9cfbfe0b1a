//! Reading the file.

use super::{
	check::{Check, Scheme},
	spec::{Production, Validator},
	values::show_dmc,
	COUNCIL_SEATS, MAXIMUM_ENDOWMENT, MINIMUM_VALIDATORS,
};
use dmex_primitives::constants::{PRIVATE_SALE, TEAM};
use dmex_runtime::Balance;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Input {
	validators: Vec<ValidatorInput>,
	council: Vec<String>,
	operators: Vec<OperatorInput>,
	custody: CustodyInput,
	team: Vec<VestingInput>,
	private_sale: Vec<VestingInput>,
	#[serde(default)]
	boot_nodes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ValidatorInput {
	account: String,
	bond: String,
	babe: String,
	grandpa: String,
	authority_discovery: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OperatorInput {
	pub(super) account: String,
	pub(super) key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CustodyInput {
	pub(super) test_network: bool,
	pub(super) genesis: String,
	pub(super) id: u64,
	pub(super) robust: String,
	pub(super) signers: Vec<u64>,
	pub(super) approvals: u32,
	pub(super) next_range: u32,
	pub(super) balance: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct VestingInput {
	pub(super) account: String,
	pub(super) amount: String,
}

/// Reads and checks a file. The error lists all that is wrong, a line each.
pub(super) fn parse(text: &str) -> Result<Production, String> {
	let input: Input = serde_json::from_str(text).map_err(|error| {
		format!("- {error}. `dmex-node production-spec --help` shows the form of the file")
	})?;
	let mut check = Check::new();

	if input.validators.len() < MINIMUM_VALIDATORS {
		check.refuse(format!(
			"validators: {} given; list at least {MINIMUM_VALIDATORS}, or finality would stop when one of them does",
			input.validators.len()
		));
	}
	let validators = input
		.validators
		.iter()
		.enumerate()
		.map(|(index, validator)| {
			let at = |field: &str| format!("validators[{index}].{field}");
			let session_key = |check: &mut Check, field: &str, text: &str, scheme| {
				check.public_key(&at(field), text, "session keys", scheme)
			};
			Validator {
				account: check.key(&at("account"), &validator.account, "validators"),
				bond: check.amount(&at("bond"), &validator.bond),
				babe: session_key(&mut check, "babe", &validator.babe, Scheme::Sr25519),
				grandpa: session_key(&mut check, "grandpa", &validator.grandpa, Scheme::Ed25519),
				authority_discovery: session_key(
					&mut check,
					"authorityDiscovery",
					&validator.authority_discovery,
					Scheme::Sr25519,
				),
			}
		})
		.collect();

	let council = check.accounts("council", &input.council, COUNCIL_SEATS);
	let operators = check.operators(&input.operators);
	let custody = check.custody(input.custody);
	let team = check.vesting("team", &input.team, TEAM);
	let private_sale = check.vesting("privateSale", &input.private_sale, PRIVATE_SALE);
	let boot_nodes = check.boot_nodes(&input.boot_nodes);

	let production = Production {
		validators,
		council,
		operators,
		custody,
		team,
		private_sale,
		boot_nodes,
	};
	let endowed = production.endowments().values().sum::<Balance>();
	if endowed > MAXIMUM_ENDOWMENT {
		check.refuse(format!(
			"validators: bonds, those of operators too, and 10 DMC for each account are {} DMC together; the foundation gives at most {} at \
			genesis, so lower the bonds or let some validators apply later",
			show_dmc(endowed),
			show_dmc(MAXIMUM_ENDOWMENT)
		));
	}
	check.conclude(production)
}
