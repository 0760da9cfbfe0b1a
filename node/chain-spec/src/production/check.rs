//! Checking what the file says, and telling all that is wrong.

use super::{
	input::{CustodyInput, OperatorInput, VestingInput},
	spec::Operator,
	values::{parse_dmc, show_dmc, Key},
	GATEWAY_OPERATORS,
};
use dmex_primitives::constants::MAX_SUPPLY;
use dmex_runtime::Balance;
use pallet_fil_gateway::GenesisCustody;
use sc_network::config::MultiaddrWithPeerId;
use sp_core::{
	crypto::{DeriveJunction, Pair, DEV_PHRASE},
	ecdsa, ed25519, sr25519,
};
use sp_io::hashing::blake2_256;
use std::collections::{BTreeMap, BTreeSet};

/// How a key signs.
#[derive(Clone, Copy)]
pub(super) enum Scheme {
	Sr25519,
	Ed25519,
}

/// Collects what is wrong while the fields are read.
pub(super) struct Check {
	problems: Vec<String>,
	development: BTreeMap<Key, String>,
	/// Where each key stands already, by the group in which it may stand once.
	seen: BTreeMap<(String, Key), String>,
}

impl Check {
	pub(super) fn new() -> Self {
		Self {
			problems: Vec::new(),
			development: development_keys(),
			seen: BTreeMap::new(),
		}
	}

	pub(super) fn refuse(&mut self, problem: String) {
		self.problems.push(problem);
	}

	/// A key that stands once in its group and that no development secret opens.
	pub(super) fn key(&mut self, at: &str, text: &str, group: &str) -> Key {
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

	/// A key that signs: [`Self::key`], and one that belongs to a secret. An account need not: a multisig has none.
	pub(super) fn public_key(&mut self, at: &str, text: &str, group: &str, scheme: Scheme) -> Key {
		let key = self.key(at, text, group);
		let (name, valid) = match scheme {
			Scheme::Sr25519 => ("sr25519", schnorrkel::PublicKey::from_bytes(&key.0).is_ok()),
			Scheme::Ed25519 => ("ed25519", ed25519_zebra::VerificationKey::try_from(key.0).is_ok()),
		};
		if !valid {
			self.refuse(format!(
				"{at}: `{text}` is no public key of {name}, nobody can sign with it; copy it again"
			));
		}
		key
	}

	/// An amount of DMC above 0 and at most the supply, so that amounts can be summed.
	pub(super) fn amount(&mut self, at: &str, text: &str) -> Balance {
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

	pub(super) fn accounts(&mut self, group: &str, accounts: &[String], expected: usize) -> Vec<Key> {
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

	pub(super) fn operators(&mut self, operators: &[OperatorInput]) -> Vec<Operator> {
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
					key: self.public_key(&at("key"), &operator.key, "gateway keys", Scheme::Sr25519),
				}
			})
			.collect()
	}

	/// Custody that fewer signers than a quorum of operators cannot empty.
	pub(super) fn custody(&mut self, input: CustodyInput) -> GenesisCustody {
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

	pub(super) fn vesting(
		&mut self,
		group: &str,
		entries: &[VestingInput],
		expected: Balance,
	) -> Vec<(Key, Balance)> {
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

	pub(super) fn boot_nodes(&mut self, texts: &[String]) -> Vec<MultiaddrWithPeerId> {
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

	pub(super) fn conclude<T>(self, accepted: T) -> Result<T, String> {
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
	const DERIVATIONS: [&str; 13] = [
		"",
		"//stash",
		"//controller",
		"//validator",
		"//babe",
		"//grandpa",
		"//gran",
		"//audi",
		"//session",
		"//filb",
		"//beefy",
		"//0",
		"//1",
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
