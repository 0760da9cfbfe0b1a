//! Completes the spec of the production chain from a file: who validates, who sits in the council, whose DMC vests.
//!
//! Everything that is wrong is told at once, and nothing is written unless the runtime makes a genesis of it.

use clap::Args;
use dmex_primitives::constants::{DMC, FOUNDATION, MAX_SUPPLY, PRIVATE_SALE, TEAM};
use dmex_runtime::{
	configs::parameters::dynamic_params::gateway::OperatorBond, AccountId, Balance, SS58_PREFIX,
};
use frame_support::traits::Get;
use pallet_fil_gateway::GenesisCustody;
use sc_network::config::MultiaddrWithPeerId;
use serde::Deserialize;
use serde_json::{json, Value};
use sp_core::{
	crypto::{DeriveJunction, Pair, Ss58AddressFormat, Ss58AddressFormatRegistry, Ss58Codec, DEV_PHRASE},
	ecdsa, ed25519, sr25519, H256,
};
use sp_io::hashing::blake2_256;
use sp_state_machine::BasicExternalities;
use std::{
	collections::{BTreeMap, BTreeSet},
	fs,
	io::Write,
	path::PathBuf,
};

/// Seats of the council.
const COUNCIL_SEATS: usize = 7;
/// Operators that the Filecoin gateway starts with; 4 of them must agree.
const GATEWAY_OPERATORS: usize = 5;
/// With fewer validators finality would not survive the loss of one.
const MINIMUM_VALIDATORS: usize = 4;

/// What every account of the file starts with, for fees.
const STARTING_BALANCE: Balance = 10 * DMC;
/// The most that is taken from the foundation at genesis: what it may spend in a month.
const MAXIMUM_ENDOWMENT: Balance = FOUNDATION / 36;

// Lines of at most 96 characters: longer ones would be broken once more on the terminal.
const FORM: &str = r#"The input file:
  {
    "validators": [                      at least 4
      {
        "account": "5…",                 receives the author's reward
        "bond": "10000",                 DMC
        "babe": "5…",                    session keys: sr25519,
        "grandpa": "5…",                 ed25519,
        "authorityDiscovery": "5…"       sr25519
      }
    ],
    "council": ["5…"],                   7 accounts
    "operators": [                       5 of the Filecoin gateway
      {
        "account": "5…",                 bonds 10,000 DMC
        "key": "5…"                      gateway key: sr25519
      }
    ],
    "custody": {                         the multisig on Filecoin
      "testNetwork": false,              whether addresses begin with t
      "genesis": "bafy2bza…",            CID of Filecoin's genesis block
      "id": 3000123,                     actor id: the digits of f0…
      "robust": "f2…",
      "signers": [2000, 2001],           actor ids, ascending
      "approvals": 2,                    that a payment takes: at least 4 of 5
      "nextRange": 250000,               the first height to be reported / 20
      "balance": "0"                     FIL that it holds below that height
    },
    "team": [                            10,000,000 DMC in all, vested over 36 months
      { "account": "5…", "amount": "2500000" }
    ],
    "privateSale": [                     20,000,000 DMC in all, a fifth at once and at each of
      {                                  4 quarters
        "account": "5…",
        "amount": "1250000.5"
      }
    ],
    "bootNodes": [                       may be left out
      "/dns/boot.example.org/tcp/30333/p2p/12D3…"
    ]
  }

Accounts and keys are SS58 addresses, in DMEX's own form or the generic one, or 32 bytes of hex
after 0x. Amounts are decimal strings in DMC. Each key and each seat is held once, and none by a
development key, whose secret everybody knows.

Out of the foundation's 10,000,000 DMC come the validators' and the operators' bonds and 10 DMC
for each account, to pay its first fees; at most a month's allowance of the foundation."#;

/// Arguments of `production-spec`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = FORM)]
pub struct ProductionSpecCmd {
	/// JSON file with validators, council, operators and beneficiaries (`--help` shows its form).
	#[arg(long, value_name = "FILE")]
	pub input: PathBuf,

	/// Where to write the spec; standard output if left out.
	#[arg(long, value_name = "FILE")]
	pub output: Option<PathBuf>,

	/// Write the raw spec, which all nodes start from.
	#[arg(long)]
	pub raw: bool,
}

impl ProductionSpecCmd {
	/// Reads, checks, completes, writes.
	pub fn run(&self) -> sc_cli::Result<()> {
		let text = fs::read_to_string(&self.input)
			.map_err(|error| format!("cannot read {}: {error}", self.input.display()))?;
		let production = parse(&text)
			.map_err(|problems| format!("{} cannot be used:\n{problems}", self.input.display()))?;
		let json = production.into_spec(self.raw)?;
		match &self.output {
			Some(path) => {
				fs::write(path, json).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
				eprintln!("Wrote the production spec to {}", path.display());
			}
			None => std::io::stdout().write_all(json.as_bytes())?,
		}
		Ok(())
	}
}

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
struct OperatorInput {
	account: String,
	key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CustodyInput {
	test_network: bool,
	genesis: String,
	id: u64,
	robust: String,
	signers: Vec<u64>,
	approvals: u32,
	next_range: u32,
	balance: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct VestingInput {
	account: String,
	amount: String,
}

/// What an accepted file says.
#[derive(Debug)]
struct Production {
	validators: Vec<Validator>,
	council: Vec<Key>,
	operators: Vec<Operator>,
	custody: GenesisCustody,
	team: Vec<(Key, Balance)>,
	private_sale: Vec<(Key, Balance)>,
	boot_nodes: Vec<MultiaddrWithPeerId>,
}

#[derive(Debug)]
struct Validator {
	account: Key,
	bond: Balance,
	babe: Key,
	grandpa: Key,
	authority_discovery: Key,
}

#[derive(Debug)]
struct Operator {
	account: Key,
	key: Key,
}

impl Production {
	/// The spec as JSON, after the runtime has made a genesis of it.
	fn into_spec(self, raw: bool) -> Result<String, String> {
		let spec = crate::production_form()?
			.with_genesis_config_patch(self.genesis_patch())
			.with_boot_nodes(self.boot_nodes)
			.with_properties(crate::properties())
			.build();
		let plain_spec = spec.as_json(false)?;
		let raw_spec = crate::with_state(spec)?.as_json(true)?;
		Ok(if raw { raw_spec } else { plain_spec })
	}

	fn genesis_patch(&self) -> Value {
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
	fn endowments(&self) -> BTreeMap<Key, Balance> {
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

/// Reads and checks a file. The error lists all that is wrong, a line each.
fn parse(text: &str) -> Result<Production, String> {
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
			Validator {
				account: check.key(&at("account"), &validator.account, "validators"),
				bond: check.amount(&at("bond"), &validator.bond),
				babe: check.key(&at("babe"), &validator.babe, "session keys"),
				grandpa: check.key(&at("grandpa"), &validator.grandpa, "session keys"),
				authority_discovery: check.key(
					&at("authorityDiscovery"),
					&validator.authority_discovery,
					"session keys",
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

/// A public key or account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Key([u8; 32]);

impl Key {
	/// The SS58 form that every network reads.
	fn generic_format() -> Ss58AddressFormat {
		Ss58AddressFormatRegistry::SubstrateAccount.into()
	}

	/// The generic SS58 form, the only one that a runtime reads in genesis JSON.
	fn generic(&self) -> String {
		AccountId::new(self.0).to_ss58check_with_version(Self::generic_format())
	}

	/// Reads an SS58 address or 32 bytes of hex.
	fn parse(text: &str) -> Result<Self, String> {
		if text.starts_with("0x") {
			return text
				.parse::<H256>()
				.map(|bytes| Self(bytes.0))
				.map_err(|_| "is not 32 bytes of hex: give 64 hex digits after 0x".into());
		}
		let (account, format) = AccountId::from_ss58check_with_version(text).map_err(|_| {
			"is no valid SS58 address: copy it again, as a character is wrong or missing".to_string()
		})?;
		let own = Ss58AddressFormat::custom(SS58_PREFIX);
		if format != own && format != Self::generic_format() {
			return Err(format!(
				"is an address of another network (prefix {}): give it in the generic form (prefix 42) or in DMEX's own ({SS58_PREFIX})",
				format.prefix()
			));
		}
		Ok(Self(account.into()))
	}
}

/// Collects what is wrong while the fields are read.
struct Check {
	problems: Vec<String>,
	development: BTreeMap<Key, String>,
	/// Where each key stands already, by the group in which it may stand once.
	seen: BTreeMap<(String, Key), String>,
}

impl Check {
	fn new() -> Self {
		Self {
			problems: Vec::new(),
			development: development_keys(),
			seen: BTreeMap::new(),
		}
	}

	fn refuse(&mut self, problem: String) {
		self.problems.push(problem);
	}

	/// A key that stands once in its group and that no development secret opens.
	fn key(&mut self, at: &str, text: &str, group: &str) -> Key {
		let key = match Key::parse(text) {
			Ok(key) => key,
			Err(problem) => {
				self.refuse(format!("{at}: `{text}` {problem}"));
				return Key::default();
			}
		};
		if key == Key::default() {
			self.refuse(format!("{at}: is all zeros; fill in a real key"));
		}
		if let Some(secret) = self.development.get(&key) {
			let problem = format!(
				"{at}: `{text}` is the development key of {secret}, whose secret everybody knows; make a key of your own with `dmex-node key generate`"
			);
			self.refuse(problem);
		}
		if let Some(first) = self.seen.insert((group.to_string(), key), at.to_string()) {
			self.refuse(format!(
				"{at}: `{text}` stands at {first} already; each of the {group} is given once"
			));
		}
		key
	}

	/// An amount of DMC above 0 and at most the supply, so that amounts can be summed.
	fn amount(&mut self, at: &str, text: &str) -> Balance {
		match parse_dmc(text) {
			Some(0) => self.refuse(format!("{at}: is 0; leave the entry out or give an amount")),
			Some(amount) if amount > MAX_SUPPLY => self.refuse(format!(
				"{at}: {text} is more DMC than there can be; amounts are in DMC, not in its smallest unit"
			)),
			Some(amount) => return amount,
			None => self.refuse(format!(
				"{at}: `{text}` is no amount; give DMC as digits with at most 18 decimals, such as \"1250.5\""
			)),
		}
		0
	}

	fn accounts(&mut self, group: &str, accounts: &[String], expected: usize) -> Vec<Key> {
		if accounts.len() != expected {
			self.refuse(format!(
				"{group}: {} accounts given; list exactly {expected}",
				accounts.len()
			));
		}
		let keys = accounts.iter().enumerate();
		keys.map(|(index, account)| self.key(&format!("{group}[{index}]"), account, group))
			.collect()
	}

	fn operators(&mut self, operators: &[OperatorInput]) -> Vec<Operator> {
		if operators.len() != GATEWAY_OPERATORS {
			self.refuse(format!(
				"operators: {} given; list exactly {GATEWAY_OPERATORS}",
				operators.len()
			));
		}
		let operators = operators.iter().enumerate();
		operators
			.map(|(index, operator)| {
				let at = |field: &str| format!("operators[{index}].{field}");
				Operator {
					account: self.key(&at("account"), &operator.account, "operators"),
					key: self.key(&at("key"), &operator.key, "gateway keys"),
				}
			})
			.collect()
	}

	/// Custody that fewer signers than a quorum of operators cannot empty.
	fn custody(&mut self, input: CustodyInput) -> GenesisCustody {
		let balance = parse_dmc(&input.balance).unwrap_or_else(|| {
			self.refuse(format!(
				"custody.balance: `{}` is no amount; give FIL as digits with at most 18 decimals, such as \"0\"",
				input.balance
			));
			0
		});
		let custody = GenesisCustody {
			test_network: input.test_network,
			genesis: input.genesis,
			id: input.id,
			robust: input.robust,
			signers: input.signers,
			approvals: input.approvals,
			next_range: input.next_range,
			balance,
		};
		if let Err(problem) = custody.parse() {
			self.refuse(problem.into());
		}
		let ascending = custody.signers.windows(2).all(|pair| pair[0] < pair[1]);
		if custody.signers.len() < GATEWAY_OPERATORS || !ascending {
			self.refuse(format!(
				"custody.signers: give at least {GATEWAY_OPERATORS} actor ids, ascending, each once"
			));
		}
		let signers = u32::try_from(custody.signers.len()).unwrap_or(u32::MAX);
		if custody.approvals < pallet_fil_gateway::threshold(signers) || custody.approvals > signers {
			self.refuse(format!(
				"custody.approvals: {} of {signers} signers; a payment must take at least {}",
				custody.approvals,
				pallet_fil_gateway::threshold(signers)
			));
		}
		custody
	}

	fn vesting(&mut self, group: &str, entries: &[VestingInput], expected: Balance) -> Vec<(Key, Balance)> {
		let beneficiaries: Vec<_> = entries
			.iter()
			.enumerate()
			.map(|(index, entry)| {
				(
					self.key(&format!("{group}[{index}].account"), &entry.account, group),
					self.amount(&format!("{group}[{index}].amount"), &entry.amount),
				)
			})
			.collect();
		let sum = beneficiaries.iter().map(|(_, amount)| amount).sum::<Balance>();
		if sum != expected {
			self.refuse(format!(
				"{group}: the amounts sum to {} DMC; they must sum to exactly {}",
				show_dmc(sum),
				show_dmc(expected)
			));
		}
		beneficiaries
	}

	fn boot_nodes(&mut self, texts: &[String]) -> Vec<MultiaddrWithPeerId> {
		let mut addresses = Vec::new();
		let mut seen = BTreeSet::new();
		for (index, text) in texts.iter().enumerate() {
			match text.parse() {
				Ok(address) => addresses.push(address),
				Err(error) => self.refuse(format!(
					"bootNodes[{index}]: `{text}` is no node's address ({error}); give it as /dns/HOST/tcp/PORT/p2p/PEER_ID"
				)),
			}
			if !seen.insert(text) {
				self.refuse(format!(
					"bootNodes[{index}]: `{text}` is given twice; leave one out"
				));
			}
		}
		addresses
	}

	fn conclude<T>(self, accepted: T) -> Result<T, String> {
		if self.problems.is_empty() {
			return Ok(accepted);
		}
		let lines: Vec<_> = self
			.problems
			.iter()
			.map(|problem| format!("- {problem}"))
			.collect();
		Err(lines.join("\n"))
	}
}

/// The keys that open with the development phrase: of all names in use in the field, with the usual derivations, in the three schemes.
fn development_keys() -> BTreeMap<Key, String> {
	const NAMES: [&str; 24] = [
		"Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "Grace", "Heidi", "Ivan", "Judy", "Mallory",
		"Niaj", "Olivia", "Oscar", "Peggy", "Rupert", "Sybil", "Trent", "Trudy", "Victor", "Walter", "Zoe",
		"One", "Two",
	];
	const DERIVATIONS: [&str; 9] = [
		"",
		"//stash",
		"//controller",
		"//validator",
		"//babe",
		"//grandpa",
		"//gran",
		"//audi",
		"//session",
	];

	let named = NAMES.iter().flat_map(|name| {
		DERIVATIONS
			.iter()
			.map(move |derivation| format!("//{name}{derivation}"))
	});
	let numbered = (0..32).map(|number| format!("//{number}"));

	let (Ok((sr25519, _)), Ok((ed25519, _)), Ok((ecdsa, _))) = (
		sr25519::Pair::from_phrase(DEV_PHRASE, None),
		ed25519::Pair::from_phrase(DEV_PHRASE, None),
		ecdsa::Pair::from_phrase(DEV_PHRASE, None),
	) else {
		unreachable!("the development phrase is a valid one")
	};
	let mut keys = BTreeMap::new();
	for path in named.chain(numbered).chain([String::new()]) {
		let opened = [
			derive(&sr25519, &path).map(|pair| pair.public().0),
			derive(&ed25519, &path).map(|pair| pair.public().0),
			// An account of ecdsa is the hash of its key.
			derive(&ecdsa, &path).map(|pair| blake2_256(pair.public().as_ref())),
		];
		let secret = if path.is_empty() {
			"the development phrase"
		} else {
			path.as_str()
		};
		keys.extend(
			opened
				.into_iter()
				.flatten()
				.map(|key| (Key(key), secret.to_string())),
		);
	}
	keys
}

/// The pair at a path of hard derivations such as `//Alice//stash`.
fn derive<P: Pair>(root: &P, path: &str) -> Option<P> {
	let junctions = path
		.split("//")
		.skip(1)
		.map(|name| DeriveJunction::from(format!("/{name}")));
	root.derive(junctions, None).ok().map(|(pair, _)| pair)
}

/// DMC in decimal notation, exactly; what does not fit counts as the greatest amount. `None` if it is anything else.
fn parse_dmc(text: &str) -> Option<Balance> {
	const DECIMALS: usize = dmex_runtime::TOKEN_DECIMALS as usize;
	let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
	let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
	if !digits(whole) || !digits(fraction) || fraction.len() > DECIMALS {
		return None;
	}
	let fraction: Balance = format!("{fraction:0<DECIMALS$}").parse().ok()?;
	let whole = whole
		.parse::<Balance>()
		.ok()
		.and_then(|whole| whole.checked_mul(DMC));
	Some(
		whole
			.and_then(|whole| whole.checked_add(fraction))
			.unwrap_or(Balance::MAX),
	)
}

/// The inverse of [`parse_dmc`].
fn show_dmc(amount: Balance) -> String {
	let fraction = format!("{:018}", amount % DMC);
	match fraction.trim_end_matches('0') {
		"" => (amount / DMC).to_string(),
		fraction => format!("{}.{fraction}", amount / DMC),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use dmex_runtime::SessionKeys;

	/// A key that nobody uses elsewhere.
	fn own(number: u8) -> String {
		sr25519::Pair::from_seed(&[number; 32])
			.public()
			.to_ss58check_with_version(Ss58AddressFormat::custom(SS58_PREFIX))
	}

	fn accepted() -> Value {
		let validator = |n: u8| {
			json!({
				"account": own(n),
				"bond": "10000",
				"babe": own(n + 10),
				"grandpa": ed25519::Pair::from_seed(&[n; 32]).public().to_ss58check(),
				"authorityDiscovery": format!("0x{}", "ab".repeat(31) + &format!("{n:02x}")),
			})
		};
		json!({
			"validators": (1..=4).map(validator).collect::<Vec<_>>(),
			"council": (1..=7).map(own).collect::<Vec<_>>(),
			"operators": (40..45)
				.map(|n| json!({ "account": own(n), "key": own(n + 20) }))
				.collect::<Vec<_>>(),
			"custody": {
				"testNetwork": false,
				"genesis": "bafy2bzacealjj32glhlhyecetcb6p2uu6ycqpyc6dpkro7l33gcejdj6nximo",
				"id": 3_000_123,
				"robust": "f2xuhp4iydexuvdxykt7a6fk4geams4tskrwvnboq",
				"signers": [2000, 2001, 2002, 2003, 2004],
				"approvals": 4,
				"nextRange": 250_000,
				"balance": "12.5",
			},
			"team": [
				{ "account": own(50), "amount": "9999999.999999999999999999" },
				{ "account": own(51), "amount": "0.000000000000000001" },
			],
			"privateSale": [{ "account": own(50), "amount": "20000000" }],
			"bootNodes": ["/dns/boot.example.org/tcp/30333/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp"],
		})
	}

	/// The errors of the accepted file after a change.
	fn errors(change: impl FnOnce(&mut Value)) -> String {
		let mut input = accepted();
		change(&mut input);
		parse(&input.to_string()).unwrap_err()
	}

	/// One problem, which says all of `parts`.
	#[track_caller]
	fn assert_refused(errors: &str, parts: &[&str]) {
		assert_eq!(errors.lines().count(), 1, "{errors}");
		for part in parts {
			assert!(errors.contains(part), "`{part}` is not in: {errors}");
		}
	}

	#[test]
	fn complete_file_should_become_the_genesis_patch() {
		let production = parse(&accepted().to_string()).unwrap();
		assert_eq!(production.boot_nodes.len(), 1);
		assert_eq!(production.operators.len(), 5);

		let patch = production.genesis_patch();
		assert_eq!(patch["council"]["members"].as_array().unwrap().len(), 7);
		assert_eq!(patch["emission"]["team"][1][1], json!(1u128));
		assert_eq!(patch["emission"]["privateSale"][0][1], json!(20_000_000 * DMC));
		let first = Key::parse(&own(1)).unwrap().generic();
		assert_eq!(
			patch["validatorSet"]["validators"][0],
			json!([first, 10_000 * DMC])
		);
		let session = &patch["session"]["keys"][0];
		assert_eq!((&session[0], &session[1]), (&json!(first), &json!(first)));
		let keys: SessionKeys = serde_json::from_value(session[2].clone()).unwrap();
		assert_eq!(serde_json::to_value(keys).unwrap().as_object().unwrap().len(), 3);
	}

	#[test]
	fn every_account_should_start_with_fees_and_validators_with_their_bond() {
		let endowments = parse(&accepted().to_string()).unwrap().endowments();
		// 4 of the 7 of the council are validators; 5 operators, 2 beneficiaries.
		assert_eq!(endowments.len(), 14);
		assert_eq!(endowments[&Key::parse(&own(1)).unwrap()], 10_010 * DMC);
		assert_eq!(endowments[&Key::parse(&own(7)).unwrap()], 10 * DMC);
		assert_eq!(endowments[&Key::parse(&own(40)).unwrap()], 10_010 * DMC);
		assert_eq!(endowments[&Key::parse(&own(50)).unwrap()], 10 * DMC);
		let costly = errors(|input| input["validators"][0]["bond"] = "250000".into());
		assert_refused(&costly, &["330140 DMC", "at most 277777.7", "lower the bonds"]);
	}

	#[test]
	fn runtime_should_make_a_genesis_of_a_complete_file() {
		let plain = parse(&accepted().to_string()).unwrap().into_spec(false).unwrap();
		let spec: Value = serde_json::from_str(&plain).unwrap();
		assert_eq!(spec["id"], "dmex");
		assert_eq!(
			spec.pointer("/genesis/runtimeGenesis/patch/filGateway/operators")
				.unwrap()
				.as_array()
				.unwrap()
				.len(),
			5
		);
		assert_eq!(spec["bootNodes"].as_array().unwrap().len(), 1);
	}

	#[test]
	fn development_keys_should_be_refused_wherever_they_stand() {
		let sr = |secret: &str| sr25519::Pair::from_string(secret, None).unwrap().public();
		let ed = ed25519::Pair::from_string("//Ferdie", None).unwrap().public();
		let ecdsa = ecdsa::Pair::from_string("//Bob", None).unwrap().public();
		let cases = [
			("/council/2", sr("//Alice").to_ss58check()),
			("/operators/0/account", sr("//Grace").to_ss58check()),
			("/operators/1/key", sr("//Heidi").to_ss58check()),
			("/validators/0/account", sr("//Alice//stash").to_ss58check()),
			("/validators/1/babe", format!("{:?}", H256(sr("//Bob").0))),
			(
				"/validators/2/authorityDiscovery",
				Key(sr("//Charlie").0).generic(),
			),
			("/validators/3/grandpa", ed.to_ss58check()),
			("/team/0/account", Key(blake2_256(ecdsa.as_ref())).generic()),
			("/privateSale/0/account", sr("//Dave").to_ss58check()),
		];
		for (place, key) in cases {
			let errors = errors(|input| *input.pointer_mut(place).unwrap() = key.into());
			assert_refused(&errors, &["development key", "key generate"]);
		}
	}

	#[test]
	fn duplicates_should_be_refused_within_their_group() {
		let council = errors(|input| input["council"][6] = own(1).into());
		assert_refused(&council, &["council[6]", "council[0]", "once"]);
		let account = errors(|input| input["validators"][3]["account"] = own(1).into());
		assert_refused(&account, &["validators[3].account", "validators[0].account"]);
		let session_key = errors(|input| input["validators"][3]["babe"] = own(11).into());
		assert_refused(&session_key, &["validators[3].babe", "validators[0].babe"]);
		let other_form = errors(|input| input["council"][6] = Key::parse(&own(1)).unwrap().generic().into());
		assert_refused(&other_form, &["council[6]", "council[0]"]);
		let boot_node = errors(|input| {
			let node = input["bootNodes"][0].clone();
			input["bootNodes"].as_array_mut().unwrap().push(node)
		});
		assert_refused(&boot_node, &["bootNodes[1]", "twice"]);
	}

	#[test]
	fn numbers_of_members_should_be_exact() {
		let pop = |group: &'static str| errors(move |input| drop(input[group].as_array_mut().unwrap().pop()));
		assert_refused(&pop("validators"), &["3 given", "at least 4"]);
		assert_refused(&pop("council"), &["6 accounts", "exactly 7"]);
		assert_refused(&pop("operators"), &["4 given", "exactly 5"]);
		let eight = errors(|input| input["council"].as_array_mut().unwrap().push(own(60).into()));
		assert_refused(&eight, &["8 accounts", "exactly 7"]);
	}

	#[test]
	fn custody_should_be_what_a_quorum_alone_can_empty() {
		let production = parse(&accepted().to_string()).unwrap();
		assert_eq!(production.custody.balance, 25 * DMC / 2);
		let with = |field: &'static str, value: Value| errors(move |input| input["custody"][field] = value);
		assert_refused(&with("genesis", json!("bafy")), &["custody.genesis"]);
		assert_refused(
			&with("robust", json!("t2xuhp4iydexuvdxykt7a6fk4geams4tskrwvnboq")),
			&["custody.robust"],
		);
		assert_refused(
			&with("approvals", json!(3)),
			&["custody.approvals", "3 of 5", "at least 4"],
		);
		assert_refused(&with("approvals", json!(6)), &["custody.approvals", "6 of 5"]);
		assert_refused(
			&with("signers", json!([2000, 2001, 2002, 2004, 2003])),
			&["custody.signers", "ascending"],
		);
		assert_refused(&with("balance", json!("1e3")), &["custody.balance", "no amount"]);
	}

	#[test]
	fn malformed_addresses_should_be_refused() {
		let at_council = |text: &str| {
			let text = text.to_string();
			errors(move |input| input["council"][0] = text.into())
		};
		let mut mistyped = own(70);
		mistyped.replace_range(10..11, if &mistyped[10..11] == "A" { "B" } else { "A" });
		assert_refused(&at_council(&mistyped), &["council[0]", "copy it again"]);
		assert_refused(&at_council(""), &["copy it again"]);
		assert_refused(&at_council("0x1234"), &["64 hex digits"]);
		assert_refused(&at_council(&format!("0x{}", "00".repeat(32))), &["all zeros"]);
		let polkadot = sr25519::Pair::from_seed(&[70; 32])
			.public()
			.to_ss58check_with_version(Ss58AddressFormatRegistry::PolkadotAccount.into());
		assert_refused(
			&at_council(&polkadot),
			&["another network", "prefix 0", "prefix 42"],
		);
		let boot_node = errors(|input| input["bootNodes"][0] = "boot.example.org:30333".into());
		assert_refused(&boot_node, &["bootNodes[0]", "/p2p/PEER_ID"]);
	}

	#[test]
	fn sums_and_amounts_should_be_exact() {
		let team = errors(|input| input["team"][1]["amount"] = "0.000000000000000002".into());
		assert_refused(&team, &["10000000.000000000000000001", "exactly 10000000"]);
		let sale = errors(|input| input["privateSale"][0]["amount"] = "19999999".into());
		assert_refused(&sale, &["privateSale", "19999999 DMC", "exactly 20000000"]);
		for bad in [
			"",
			"-1",
			"1,000",
			"1e6",
			"1.",
			".5",
			"1.0000000000000000001",
			"ten",
			"1_000",
		] {
			assert_refused(
				&errors(|input| input["validators"][0]["bond"] = bad.into()),
				&["bond", "1250.5"],
			);
		}
		assert_refused(
			&errors(|input| input["validators"][0]["bond"] = "0".into()),
			&["bond", "is 0"],
		);
		let smallest_unit = errors(|input| input["validators"][0]["bond"] = "10000000000000000000000".into());
		assert_refused(&smallest_unit, &["more DMC than there can be", "smallest unit"]);
	}

	#[test]
	fn form_of_the_file_should_be_strict() {
		let unknown = errors(|input| input["sudo"] = own(1).into());
		assert_refused(&unknown, &["unknown field `sudo`", "--help"]);
		let nested = errors(|input| input["validators"][0]["commission"] = "1".into());
		assert_refused(&nested, &["unknown field `commission`"]);
		let missing = errors(|input| drop(input.as_object_mut().unwrap().remove("operators")));
		assert_refused(&missing, &["missing field `operators`"]);
		let number = errors(|input| input["validators"][0]["bond"] = 10_000.into());
		assert_refused(&number, &["expected a string"]);
		assert!(parse("{").unwrap_err().contains("--help"));
	}

	#[test]
	fn all_problems_should_be_told_at_once() {
		let errors = errors(|input| {
			input["council"] = json!([]);
			input["team"] = json!([]);
		});
		assert_eq!(errors.lines().count(), 2);
	}

	#[test]
	fn dmc_should_be_read_exactly() {
		assert_eq!(parse_dmc("1"), Some(DMC));
		assert_eq!(parse_dmc("0.5"), Some(DMC / 2));
		assert_eq!(
			parse_dmc("100000000.000000000000000001"),
			Some(100_000_000 * DMC + 1)
		);
		assert_eq!(
			parse_dmc("340282366920938463463374607431768211456"),
			Some(Balance::MAX)
		);
		assert_eq!(show_dmc(DMC / 2), "0.5");
		assert_eq!(show_dmc(7 * DMC), "7");
	}
}
