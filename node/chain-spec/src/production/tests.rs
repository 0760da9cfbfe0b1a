//! What is accepted, and what is refused with which words.

use super::{
	parse,
	values::{parse_dmc, show_dmc, Key},
};
use dmex_primitives::constants::DMC;
use dmex_runtime::{Balance, SessionKeys, SS58_PREFIX};
use serde_json::{json, Value};
use sp_core::{
	crypto::{Pair, Ss58AddressFormat, Ss58AddressFormatRegistry, Ss58Codec},
	ecdsa, ed25519, sr25519, H256,
};
use sp_io::hashing::blake2_256;

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
			"authorityDiscovery": format!("{:?}", H256(sr25519::Pair::from_seed(&[n + 100; 32]).public().0)),
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
fn keys_that_nobody_can_sign_with_should_be_refused() {
	let no_point = format!("0x{}", "ff".repeat(32));
	// For ed25519 that is a point in another form; none has a y of 2.
	let no_edwards_point = format!("0x02{}", "00".repeat(31));
	for (field, key, scheme) in [
		("babe", &no_point, "sr25519"),
		("grandpa", &no_edwards_point, "ed25519"),
		("authorityDiscovery", &no_point, "sr25519"),
	] {
		let errors = errors(|input| input["validators"][2][field] = key.clone().into());
		assert_refused(
			&errors,
			&[&format!("validators[2].{field}"), key, scheme, "copy it again"],
		);
	}
	let errors = errors(|input| input["operators"][0]["key"] = no_point.clone().into());
	assert_refused(&errors, &["operators[0].key", "sr25519"]);
	// An account may be one without a key.
	let mut input = accepted();
	input["operators"][0]["account"] = no_point.into();
	assert!(parse(&input.to_string()).is_ok());
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
