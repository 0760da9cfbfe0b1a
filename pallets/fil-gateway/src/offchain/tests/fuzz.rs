//! Whatever a node answers: no panic, and nothing taken for more than it is.

use super::sim::{bytes, cid, custody, id, key, link, robust, Sim, View, FIL};
use crate::offchain::{
	lexer::{Event, Lexer, Sink},
	parse::{self, TraceReader, Unknown},
	scan::{scan_range, RangeTask, Start},
};
use alloc::string::{String, ToString};
use fil_primitives::Network;
use proptest::prelude::*;
use serde_json::{json, Value};
use sp_core::H256;

fn anything() -> impl Strategy<Value = Value> {
	let words = [
		"Cids",
		"Blocks",
		"Height",
		"Msg",
		"MsgRct",
		"ExitCode",
		"Subcalls",
		"InvokedActor",
		"Id",
		"From",
		"To",
		"Value",
		"Params",
		"result",
		"error",
		"code",
		"id",
		"/",
		"State",
		"Balance",
		"Head",
		"ExecutionTrace",
		"MsgCid",
		"Method",
	];
	let text = prop_oneof![
		Just(String::from("f01000")),
		Just(String::from("0")),
		Just(cid("x").to_text()),
		Just(robust().to_text(Network::Main)),
		Just(key(1).to_text(Network::Test)),
		"[ -~]{0,20}",
		"\\PC{0,8}",
	];
	let leaf = prop_oneof![
		Just(Value::Null),
		any::<bool>().prop_map(Value::from),
		any::<i64>().prop_map(Value::from),
		any::<f64>().prop_map(Value::from),
		(0..5u64).prop_map(Value::from),
		text.prop_map(Value::from),
	];
	leaf.prop_recursive(5, 40, 6, move |inner| {
		prop_oneof![
			proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
			proptest::collection::vec((proptest::sample::select(words.to_vec()), inner), 0..6).prop_map(
				|fields| Value::Object(
					fields
						.into_iter()
						.map(|(name, value)| (name.into(), value))
						.collect()
				)
			),
		]
	})
}

/// Every reader on one body.
fn read_all(body: &[u8]) -> usize {
	let net = Network::Main;
	let mut reader = TraceReader::new(1, net);
	let replay = body
		.chunks(3)
		.try_for_each(|chunk| reader.feed(chunk))
		.and_then(|()| reader.finish());
	[
		parse::genesis(body, 1).is_ok(),
		parse::tipset(body, 1, net).is_ok(),
		parse::parent_messages(body, 1, net).is_ok(),
		parse::parent_receipts(body, 1).is_ok(),
		parse::actor(body, 1).is_ok(),
		parse::lookup(body, 1, net).is_ok(),
		parse::account_key(body, 1, net).is_ok(),
		parse::flat_traces(body, 1).is_ok(),
		parse::message_cid(body, 1).is_ok(),
		parse::pending(body, 1, net).is_ok(),
		parse::multisig(body, 1, net).is_ok(),
		parse::total_power(body, 1).is_ok(),
		parse::reward_state(body, 1).is_ok(),
		parse::miner_power(body, 1).is_ok(),
		parse::miner_info(body, 1, net).is_ok(),
		parse::sectors(body, 1).is_ok(),
		parse::reward_distribution(body, 1, net, &[]).is_ok(),
		parse::refusal(body, 1).is_some(),
		replay.is_ok(),
	]
	.into_iter()
	.map(usize::from)
	.sum()
}

/// Rebuilds what the lexer met.
#[derive(Default)]
struct Events(usize, i64);

impl Sink for Events {
	fn event(&mut self, event: Event) -> Result<(), Unknown> {
		self.0 += 1;
		self.1 += match event {
			Event::Open => 1,
			Event::Close => -1,
			_ => 0,
		};
		assert!(self.1 >= 0);
		Ok(())
	}
}

fn lex(text: &[u8]) -> bool {
	let (mut lexer, mut events) = (Lexer::default(), Events::default());
	lexer
		.feed(text, &mut events)
		.and_then(|()| lexer.finish())
		.is_ok()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(20_000))]

	#[test]
	fn bytes_should_never_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
		read_all(&body);
	}

	#[test]
	fn json_should_never_panic(result in anything(), id in prop_oneof![Just(1u64), any::<u64>()]) {
		read_all(json!({ "jsonrpc": "2.0", "id": id, "result": result }).to_string().as_bytes());
		read_all(result.to_string().as_bytes());
	}

	#[test]
	fn lexer_should_accept_what_is_json(value in anything()) {
		let text = json!([value]).to_string();
		prop_assert!(lex(text.as_bytes()));
		prop_assert!(lex(serde_json::to_string_pretty(&json!([value])).unwrap().as_bytes()));
	}

	/// What the lexer takes for whole, ends where JSON ends.
	#[test]
	fn lexer_should_refuse_what_is_cut(value in anything(), cut in any::<prop::sample::Index>()) {
		let text = json!([value]).to_string();
		prop_assert!(!lex(&text.as_bytes()[..cut.index(text.len())]));
		let more = [text.as_bytes(), b"]"].concat();
		prop_assert!(!lex(&more));
	}

	/// One changed byte in a good trace: refused, or another trace, or one that says the same.
	#[test]
	fn changed_trace_should_never_panic(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
		let trace = json!({ "Msg": { "From": "f01", "To": "f02", "Value": "5", "Method": 0, "Params": bytes(&[1, 2], false) },
			"MsgRct": { "ExitCode": 0 }, "InvokedActor": { "Id": 2 }, "Subcalls": null });
		let result = json!({ "MsgCid": link(&cid("m")), "MsgRct": { "ExitCode": 0 }, "ExecutionTrace": trace });
		let mut body = json!({ "jsonrpc": "2.0", "id": 1, "result": result }).to_string().into_bytes();
		let place = place.index(body.len());
		body[place] = byte;
		read_all(&body);
	}
}

/// A node whose calls fail at random.
fn flaky(sim: &Sim, mut seed: u64) -> View<'_> {
	let mut view = sim.view();
	for method in [
		"tipset_from",
		"tipset",
		"actor",
		"parent_messages",
		"parent_receipts",
		"replay",
		"lookup",
		"pending",
		"multisig",
		"miner_info",
		"traces",
		"message_cid",
		"account_key",
	] {
		seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
		if seed >> 61 == 0 {
			view.failing.insert(method);
		}
	}
	view
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	/// Whatever fails: the same report, or none.
	#[test]
	fn failures_should_never_change_a_report(seed in any::<u64>(), sends in proptest::collection::vec((1u64..30, 0u8..4, 1u128..300), 0..12)) {
		let mut sim = Sim::default();
		for height in 1..=30 {
			let mut sent = vec![];
			for (_, kind, value) in sends.iter().filter(|(at, _, _)| *at == height) {
				let value = value * FIL / 100;
				let inner = super::sim::Tree::send(1_001, robust(), 3_000_123, value);
				sent.push(match kind {
					0 => sim.pay(1, value, &[]),
					1 => sim.sent(key(1), super::sim::Tree::call(2_001, 1_001, 16, vec![inner])),
					2 => sim.sent(key(1), super::sim::Tree::call(2_001, 1_001, 16, vec![inner]).failing(2)),
					_ => sim.sent(id(2_007), super::sim::Tree::send(2_007, robust(), 3_000_123, value)),
				});
			}
			sim.mine(height, sent);
		}
		sim.mine_to(60);
		let custody = custody();
		let finalized = sim.finalized();
		let scan = |view: &mut View| {
			let start = Start { tipset: H256::zero(), balance: 0, head: None };
			let task = RangeTask { custody: &custody, dmex: &[9; 32], range: 0, epochs: 20, start, known: None };
			scan_range(view, &task, &finalized)
		};
		let truth = scan(&mut sim.view()).unwrap().unwrap();
		if let Ok(report) = scan(&mut flaky(&sim, seed)) {
			prop_assert_eq!(report, Some(truth));
		}
	}
}

#[test]
fn odd_json_should_be_refused() {
	for bad in [
		"",
		" ",
		"nul",
		"[1,]",
		"[,1]",
		"{1:2}",
		"{\"a\"}",
		"{\"a\":}",
		"{\"a\":1,}",
		"[1 2]",
		"\"\\x\"",
		"\"\\u12g4\"",
		"[\"\u{1}\"]",
		"[}",
		"{]",
		"]",
	] {
		assert!(!lex(bad.as_bytes()), "{bad}");
	}
	for good in [
		"[]",
		"{}",
		"\"a\"",
		" [ 1 , { \"a\" : [ ] } ] \n",
		"[\"\\u00e9\\\"\\\\\\/\\n\"]",
		"[true,false,null,-1.5e+3]",
	] {
		assert!(lex(good.as_bytes()), "{good}");
	}
}
