//! What Filecoin's nodes answer, as it is and as it must not be.

use super::message::{address, ALICE};
use dmex_cli::payout::{
	filecoin::{parse_gas, parse_multisig, parse_pending, parse_tipset},
	http::{plain, read, Rpc, RpcError},
	message::Gas,
};
use fil_primitives::Network;
use serde_json::{json, Value};
use std::{
	io::{Read, Write},
	net::{TcpListener, TcpStream},
	thread,
};

const GENESIS: &str = "bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2";

#[test]
fn tipsets_should_be_read() {
	let tipset = json!({
		"Cids": [{ "/": GENESIS }],
		"Blocks": [{ "Miner": "f01000", "Timestamp": 1_744_204_890, "Height": 5 }],
		"Height": 5,
	});
	let parsed = parse_tipset(&tipset).unwrap();
	assert_eq!((parsed.height, parsed.time), (5, 1_744_204_890));
	assert_eq!(parsed.key[0].to_text(), GENESIS);
	for (field, bad) in [
		("Cids", json!([])),
		("Cids", json!([{ "/": "QmOther" }])),
		("Cids", Value::Null),
		("Blocks", json!([])),
		("Height", json!(-1)),
		("Height", json!("5")),
	] {
		let mut other = tipset.clone();
		other[field] = bad;
		assert_eq!(parse_tipset(&other), None, "{field}");
	}
	assert_eq!(parse_tipset(&Value::Null), None);
}

#[test]
fn multisigs_should_be_read() {
	let state = json!({
		"Balance": "1500000000000000000",
		"Code": { "/": "bafk2" },
		"State": { "Signers": ["f02001", "f02000"], "NumApprovalsThreshold": 2, "NextTxnID": 10 },
	});
	let parsed = parse_multisig(&state, Network::Main);
	assert_eq!(parsed, Some((1_500_000_000_000_000_000, vec![2_000, 2_001], 2)));
	assert_eq!(parse_multisig(&state, Network::Test), None);
	for (path, bad) in [
		("/Balance", json!("-1")),
		("/Balance", json!(1)),
		("/State/Signers", json!(["f1abc"])),
		("/State/Signers", Value::Null),
		("/State/NumApprovalsThreshold", json!(-1)),
		("/State", Value::Null),
	] {
		let mut other = state.clone();
		*other.pointer_mut(path).unwrap() = bad;
		assert_eq!(parse_multisig(&other, Network::Main), None, "{path}");
	}
}

#[test]
fn pending_transactions_should_be_read() {
	let list = json!([
		{ "ID": 9, "To": ALICE, "Value": "1500000000000000000", "Method": 0, "Params": "WBlE", "Approved": ["f02000", "f02003"] },
		{ "ID": 10, "To": "f410fkkld55ioe7qg24wvt7fu6pbknb56ht7pt4zamxa", "Value": "1".repeat(60), "Method": 3_844_450_837u64,
			"Params": null, "Approved": [] },
		{ "ID": 11, "To": "not an address", "Value": "0", "Method": 2, "Params": "", "Approved": ["f02000"] },
	]);
	let pending = parse_pending(&list, Network::Main).unwrap();
	assert_eq!(pending[0].to, Some(address(ALICE)));
	assert_eq!(pending[0].value, Some(1_500_000_000_000_000_000));
	assert_eq!(pending[0].params, [0x58, 0x19, 0x44]);
	assert_eq!(pending[0].approved, [2_000, 2_003]);
	assert_eq!(
		(pending[1].value, pending[1].approved.len()),
		(None, 0),
		"anything can be proposed"
	);
	assert_eq!(pending[2].to, None);
	assert_eq!(parse_pending(&Value::Null, Network::Main), Some(Vec::new()));
	for (path, bad) in [
		("/0/ID", json!(-1)),
		("/0/Value", json!("1.5")),
		("/0/Value", json!("01")),
		("/0/Method", json!("0")),
		("/0/Params", json!("%%")),
		("/0/Approved", json!(["t02000"])),
		("/0/Approved", json!([ALICE])),
		("/0/Approved", Value::Null),
	] {
		let mut other = list.clone();
		*other.pointer_mut(path).unwrap() = bad;
		assert_eq!(parse_pending(&other, Network::Main), None, "{path}");
	}
}

#[test]
fn estimates_should_be_possible() {
	let good = json!({ "GasLimit": 2_000_000, "GasFeeCap": "400", "GasPremium": "200", "Method": 2 });
	let gas = Gas {
		limit: 2_000_000,
		fee_cap: 400,
		premium: 200,
	};
	assert_eq!(parse_gas(&good), Some(gas));
	for (field, bad) in [
		("GasLimit", json!(0)),
		("GasLimit", json!(-5)),
		("GasLimit", json!(20_000_000_000u64)),
		("GasFeeCap", json!("0")),
		("GasFeeCap", json!(400)),
		("GasPremium", json!("401")),
		("GasPremium", Value::Null),
	] {
		let mut other = good.clone();
		other[field] = bad;
		assert_eq!(parse_gas(&other), None, "{field}");
	}
}

#[test]
fn answers_should_belong_to_their_calls() {
	let answer = |status, body: &str| read::<u64>(7, status, body.as_bytes());
	assert_eq!(answer(200, r#"{"jsonrpc":"2.0","id":7,"result":5}"#), Ok(5));
	let refused = Err(RpcError::Refused {
		code: 1,
		message: "no  such".into(),
	});
	let error = r#"{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"no\n\u001bsuch"}}"#;
	assert_eq!(answer(200, error), refused);
	assert_eq!(answer(500, error), refused, "Lotus says errors over any status");
	assert_eq!(answer(502, "<html>"), Err(RpcError::Status(502)));
	assert_eq!(answer(401, r#"{"id":7,"result":5}"#), Err(RpcError::Status(401)));
	for malformed in [
		"",
		"null",
		"<html>",
		r#"{"id":8,"result":5}"#,
		r#"{"id":7}"#,
		r#"{"id":7,"result":null}"#,
		r#"{"id":7,"result":"5"}"#,
		r#"{"id":7,"result":5"#,
		r#"[{"id":7,"result":5}]"#,
	] {
		assert_eq!(answer(200, malformed), Err(RpcError::Malformed), "{malformed}");
	}
	assert_eq!(
		read::<Option<u64>>(7, 200, br#"{"id":7,"result":null}"#),
		Ok(None)
	);
	assert_eq!(plain(&"x".repeat(5_000)).len(), 300);
}

/// A node that answers one call in its own way. Gives its URL.
fn node(answer: impl FnOnce(TcpStream, String) + Send + 'static) -> String {
	let listener = TcpListener::bind("127.0.0.1:0").unwrap();
	let url = format!("http://{}", listener.local_addr().unwrap());
	thread::spawn(move || {
		let (mut stream, _) = listener.accept().unwrap();
		let mut request = Vec::new();
		let mut buffer = [0; 4096];
		while !request.ends_with(b"}") {
			let read = stream.read(&mut buffer).unwrap();
			request.extend_from_slice(&buffer[..read]);
		}
		answer(stream, String::from_utf8(request).unwrap());
	});
	url
}

fn ask(url: String) -> Result<u64, RpcError> {
	let rpc = Rpc::new("node", url, Some("the-token".into())).unwrap();
	sc_cli::build_runtime()
		.unwrap()
		.block_on(rpc.call("Filecoin.MpoolGetNonce", json!(["f1"])))
}

#[test]
fn calls_should_carry_the_token() {
	let url = node(|mut stream, request| {
		let sent = request.to_lowercase();
		assert!(sent.contains("authorization: bearer the-token"));
		assert!(sent.contains(r#""method":"filecoin.mpoolgetnonce""#));
		let body = r#"{"jsonrpc":"2.0","id":0,"result":12}"#;
		write!(
			stream,
			"HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
			body.len()
		)
		.unwrap();
	});
	assert_eq!(ask(url), Ok(12));
}

#[test]
fn hostile_nodes_should_be_errors() {
	let truncated = node(|mut stream, _| {
		write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{{\"id\":0").unwrap();
	});
	assert_eq!(ask(truncated), Err(RpcError::Body));
	let endless = node(|mut stream, _| {
		let _ = write!(stream, "HTTP/1.1 200 OK\r\n\r\n");
		while stream.write_all(&[b' '; 65_536]).is_ok() {}
	});
	assert_eq!(ask(endless), Err(RpcError::Body));
	let silent = node(|stream, _| drop(stream));
	assert!(matches!(ask(silent), Err(RpcError::Connection(_))));
	// No port that something else could be given meanwhile.
	let error = ask("http://127.0.0.1:1/secret".into()).unwrap_err();
	assert!(matches!(error, RpcError::Connection(_)));
	assert!(!error.to_string().contains("secret"));
}
