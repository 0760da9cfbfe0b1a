//! The bytes of messages, against literal values: Filecoin's own, and those of another implementation of it.

use dmex_cli::payout::{
	key::SigningKey,
	message::{message as build, signed_json, to_json, Call, Gas},
};
use fil_primitives::{
	multisig::{Propose, Transaction},
	Address, Message, Network, RedeemMemo,
};
use serde_json::json;

pub const SECRET: &str = "9133ff1167f98473602adc755949a69a144cabaed5f516918275b7a6c0de9831";
pub const KEY_ADDRESS: &str = "f1lhq4qnbxyhndc6hqlx767f2qotxenkxdcymfhmy";
pub const ALICE: &str = "f1hrob2ofmv6xui4sy47k5x5kp2cyyytbxcel62la";
pub const CUSTODY: &str = "f2xuhp4iydexuvdxykt7a6fk4geams4tskrwvnboq";

pub fn address(text: &str) -> Address {
	Address::parse(text, Network::Main).unwrap()
}

fn base64(bytes: &[u8]) -> String {
	data_encoding::BASE64.encode(bytes)
}

fn payout() -> Propose {
	let memo = RedeemMemo { redemption: 3 };
	Propose::payout(address(ALICE), 1_500_000_000_000_000_000, memo, &[7; 32])
}

pub fn message() -> Message {
	let gas = Gas {
		limit: 2_000_000,
		fee_cap: 400,
		premium: 200,
	};
	build(
		address(CUSTODY),
		address(KEY_ADDRESS),
		5,
		&Call::Propose(payout()),
		gas,
	)
}

#[test]
fn params_should_be_filecoins() {
	let mut chain = [0; 32];
	chain[..8].copy_from_slice(&[0x7e, 0x00, 0xd8, 0xcf, 0xa2, 0x56, 0x3a, 0xe2]);
	let to = address("f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6q");
	let payout = Propose::payout(
		to,
		1_500_000_000_000_000_000,
		RedeemMemo { redemption: 42 },
		&chain,
	);
	let hash = payout.hash(&Address::from_id(1_000).unwrap());
	let propose = Call::Propose(payout);
	assert_eq!(propose.method(), 2);
	assert_eq!(
		base64(&propose.params()),
		"hFUBcnBWdDOMIe3mFCWJePDkFhtYewlJABTREg17FgAAAFgbWBlETVhSAQAAAAAAAAAqfgDYz6JWOuIfWfmk"
	);
	let approve = Call::Approve(Transaction { id: 7, hash });
	assert_eq!(approve.method(), 3);
	assert_eq!(
		base64(&approve.params()),
		"ggdYICsUmfbvjUDEIhMFitt7JyJzskSCffAvejc15/AAdZUP"
	);
	let cancel = Call::Cancel(Transaction { id: 7, hash });
	assert_eq!(cancel.method(), 4);
	assert_eq!(cancel.params(), approve.params());
	assert!(approve.headroom() > 1 && propose.headroom() == 1 && cancel.headroom() == 1);
}

#[test]
fn messages_should_be_filecoins() {
	let message = message();
	assert_eq!(
		data_encoding::HEXLOWER.encode(&message.to_cbor()),
		"8a005502bd0efe230325e951df0a9fc1e2ab8620192e4e4a550159e1c83437c1da3178f05dffef975074ee46aae305401a001e8480430001904200c802583f8455013c5c1d38acafaf447258e7d5dbf54fd0b18c4c37490014d1120d7b16000000581b5819444d58520100000000000000030707070707070707424b757f"
	);
	assert_eq!(
		message.cid().to_text(),
		"bafy2bzaceaunscsgkhzdzsn7i5im6b3tawdxtigvj6qx5krsftlpioxk5cyck"
	);
	let signature = SigningKey::parse(SECRET).unwrap().sign(&message).unwrap();
	assert_eq!(
		message.signed_cid(&signature).to_text(),
		"bafy2bzaceblh6cd4o36fdveb53wb3vibtqxpllywxeh5d6as2b2clvm7zwifc"
	);
}

#[test]
fn json_should_be_what_nodes_take() {
	let message = message();
	let fields = json!({
		"Version": 0,
		"To": CUSTODY,
		"From": KEY_ADDRESS,
		"Nonce": 5,
		"Value": "0",
		"GasLimit": 2_000_000,
		"GasFeeCap": "400",
		"GasPremium": "200",
		"Method": 2,
		"Params": "hFUBPFwdOKyvr0RyWOfV2/VP0LGMTDdJABTREg17FgAAAFgbWBlETVhSAQAAAAAAAAADBwcHBwcHBwdCS3V/",
		"CID": { "/": "bafy2bzaceaunscsgkhzdzsn7i5im6b3tawdxtigvj6qx5krsftlpioxk5cyck" },
	});
	assert_eq!(to_json(&message, Network::Main), fields);
	let signature = SigningKey::parse(SECRET).unwrap().sign(&message).unwrap();
	assert_eq!(
		signed_json(&message, &signature, Network::Main),
		json!({
			"Message": fields,
			"Signature": { "Type": 1, "Data": base64(&signature.0) },
			"CID": { "/": "bafy2bzaceblh6cd4o36fdveb53wb3vibtqxpllywxeh5d6as2b2clvm7zwifc" },
		})
	);
	let test_network = to_json(&message, Network::Test);
	assert!(test_network["To"].as_str().unwrap().starts_with("t2"));
}

#[test]
fn approval_should_name_the_proposal() {
	let hash = payout().hash(&Address::from_id(2_000).unwrap());
	let approve = Call::Approve(Transaction { id: 9, hash });
	assert_eq!(
		base64(&approve.params()),
		"gglYIJO+hYMA99ppa4DAk8i683+tvNuhlaFRMjSPtXTP9YRJ"
	);
}

#[test]
fn gas_should_not_overflow() {
	let gas = Gas {
		limit: 10_000_000_000,
		fee_cap: u128::MAX,
		premium: 0,
	};
	assert_eq!(gas.most(), None);
	assert_eq!(Gas { fee_cap: 2, ..gas }.most(), Some(20_000_000_000));
}
