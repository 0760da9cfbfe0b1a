//! Whatever a node answers: no panic, and nothing taken for more than it is.

use super::{
	parse::{replay_text, MESSAGES, TIPSET},
	sim::{
		bytes, cid, custody, id, key, lines_of, link, messages_of, pending_of, receipts_of, robust, Sim,
		View, FIL,
	},
};
use crate::offchain::{
	lexer::{Event, Lexer, Sink},
	parse::{self, TraceReader, Unknown},
	scan::{RangeScan, RangeTask, Start},
};
use alloc::{
	string::{String, ToString},
	vec::Vec,
};
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
		messages_of(body, 1, net).is_ok(),
		receipts_of(body, 1).is_ok(),
		parse::actor(body, 1).is_ok(),
		parse::lookup(body, 1, net).is_ok(),
		parse::account_key(body, 1, net).is_ok(),
		lines_of(body, 1).is_ok(),
		parse::message_cid(body, 1).is_ok(),
		pending_of(body, 1, net).is_ok(),
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
			Event::Open(_) => 1,
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
			RangeScan::default().advance(view, &task, &finalized)
		};
		let truth = scan(&mut sim.view()).unwrap().unwrap();
		if let Ok(report) = scan(&mut flaky(&sim, seed)) {
			prop_assert_eq!(report, Some(truth));
		}
	}
}

/// A reader: whether it takes a body.
type Takes = fn(&[u8]) -> bool;

/// All readers, each with an answer as nodes write it.
fn readers() -> Vec<(String, Takes)> {
	const NET: Network = Network::Main;
	let some = cid("x").to_text();
	let link = format!(r#"{{"/":"{some}"}}"#);
	let result = |text: &str| format!(r#"{{"jsonrpc":"2.0","result":{text},"id":1}}"#);
	let actor = format!(
		r#"{{"Code":{{"/":"bafk2bzaceabc"}},"Head":{link},"Nonce":0,"Balance":"1500000000000000000","DelegatedAddress":null}}"#
	);
	let lines = format!(
		r#"[{{"type":"call","subtraces":0,"traceAddress":[0],"action":{{"callType":"call","from":"0xff","value":"0x14","input":"0x868e10c4"}},"result":{{"gasUsed":"0x0","output":"0x"}},"blockHash":"0x37690c","blockNumber":6470240,"transactionHash":"0x{}","transactionPosition":12}}]"#,
		"9f".repeat(32)
	);
	let distribution = r#"{"TipSetKey":[],"Height":6470300,"Denom":"1000000000000000000","Totals":{"MinerPaid":"0"},"Blocks":[{"Block":{"/":"b"},"Miner":"f01234","WinCount":1,"Amounts":{"MintedReward":"9","MinerPaid":"6","BurnPaid":"1"},"BurnWeight":"0","Streams":[]}]}"#;
	let info = r#"{"Owner":"f01234","Worker":"f01234","ControlAddresses":["f01234"],"WorkerChangeEpoch":-1,"PendingOwnerAddress":null,"Beneficiary":"f03000123","BeneficiaryTerm":{"Quota":"1000000000000000000000","UsedQuota":"5","Expiration":7000000},"PendingBeneficiaryTerm":null}"#;
	let power = r#"{"MinerPower":{"RawBytePower":"257698037760","QualityAdjPower":"2576980377600"},"TotalPower":{"RawBytePower":"773094113280","QualityAdjPower":"7730941132800"},"HasMinPower":true}"#;
	let pending = r#"[{"ID":9,"To":"f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxi","Value":"1500000000000000000","Method":0,"Params":"WBlETVhSAQAAAAAAAAAqfgDYz6JWOuIfWfmk","Approved":["f01000"]}]"#;
	let multisig = r#"{"Balance":"0","State":{"Signers":["f01000","f01001"],"NumApprovalsThreshold":2,"NextTxnID":10,"InitialBalance":"0","StartEpoch":0,"UnlockDuration":0,"PendingTxns":{"/":"bafy"}}}"#;
	let rewards = r#"{"Balance":"0","State":{"ThisEpochReward":"50","TotalMintedReward":"1000","TotalBurnMinted":"100","TotalExplicitMinted":"200","Accrued":[{"ID":2,"Amount":"1"}]}}"#;
	let total = r#"{"Balance":"0","State":{"TotalQualityAdjPower":"7730941132800","TotalQABytesCommitted":"8","CronEventQueue":{"/":"b"}}}"#;
	let receipts = r#"[{"ExitCode":0,"Return":null,"GasUsed":493268,"EventsRoot":null},{"ExitCode":33,"Return":"","GasUsed":1}]"#;
	let refusal = r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"range exceeded"}}"#;
	let of = |body: String, takes: Takes| (body, takes);
	vec![
		of(
			result(&format!(r#"{{"Cids":[{link}],"Blocks":[],"Height":0}}"#)),
			|body| parse::genesis(body, 1).is_ok(),
		),
		of(result(TIPSET), |body| parse::tipset(body, 1, NET).is_ok()),
		of(result(MESSAGES), |body| messages_of(body, 1, NET).is_ok()),
		of(result(receipts), |body| receipts_of(body, 1).is_ok()),
		of(result(&actor), |body| parse::actor(body, 1).is_ok()),
		of(result(r#""f01234""#), |body| parse::lookup(body, 1, NET).is_ok()),
		of(result(r#""f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxi""#), |body| {
			parse::account_key(body, 1, NET).is_ok()
		}),
		of(result(&lines), |body| lines_of(body, 1).is_ok()),
		of(result(&link), |body| parse::message_cid(body, 1).is_ok()),
		of(result(pending), |body| pending_of(body, 1, NET).is_ok()),
		of(result(multisig), |body| parse::multisig(body, 1, NET).is_ok()),
		of(result(total), |body| parse::total_power(body, 1).is_ok()),
		of(result(rewards), |body| parse::reward_state(body, 1).is_ok()),
		of(result(power), |body| parse::miner_power(body, 1).is_ok()),
		of(result(info), |body| parse::miner_info(body, 1, NET).is_ok()),
		of(result(r#"{"Live":42,"Active":42,"Faulty":0}"#), |body| {
			parse::sectors(body, 1).is_ok()
		}),
		of(result(distribution), |body| {
			parse::reward_distribution(body, 1, NET, &[]).is_ok()
		}),
		of(refusal.into(), |body| parse::refusal(body, 1).is_some()),
		of(result(&replay_text()), |body| {
			let mut reader = TraceReader::new(1, NET);
			body.chunks(64)
				.try_for_each(|chunk| reader.feed(chunk))
				.and_then(|()| reader.finish())
				.is_ok()
		}),
	]
}

/// Numbers as if at random, the same in every run: xorshift.
struct Numbers(u64);

impl Numbers {
	fn below(&mut self, end: usize) -> usize {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		(self.0 >> 11) as usize % end.max(1)
	}

	fn byte(&mut self) -> u8 {
		self.below(256) as u8
	}

	/// Bytes that mean something in JSON, and in what is in it.
	fn piece(&mut self) -> &'static [u8] {
		const PIECES: [&[u8]; 32] = [
			b"{",
			b"}",
			b"[",
			b"]",
			b"\"",
			b":",
			b",",
			b"\\",
			b"null",
			b"true",
			b"-1",
			b"0",
			b"00",
			b"1e9",
			b"18446744073709551616",
			b"\"\"",
			b"[]",
			b"{}",
			b"\\u0000",
			b"\\ud800",
			b"\xff",
			b"\0",
			b"f01",
			b"t01",
			b"f410f",
			b"\"id\":2,",
			b"\"result\":",
			b"\"error\":{\"code\":11},",
			b"\"Params\":\"////\",",
			b"\"Value\":\"-1\",",
			b"=",
			b" ",
		];
		PIECES[self.below(PIECES.len())]
	}

	/// One change of a body.
	fn change(&mut self, body: &mut Vec<u8>) {
		let at = self.below(body.len());
		let until = (at + self.below(24)).min(body.len());
		match self.below(8) {
			0 if at < body.len() => body[at] = self.byte(),
			1 if at < body.len() => body[at] ^= 1 << self.below(8),
			2 => {
				body.drain(at..until);
			}
			3 => {
				let twice = body[at..until].to_vec();
				body.splice(at..at, twice);
			}
			4 => body.truncate(at),
			5 => {
				let piece = self.piece();
				body.splice(at..until, piece.iter().copied());
			}
			6 if at < body.len() && body[at].is_ascii_digit() => body[at] = b'0' + self.below(10) as u8,
			_ => {
				let piece = self.piece();
				body.splice(at..at, piece.iter().copied());
			}
		}
	}
}

/// A million inputs, the same in every run: answers as nodes write them, changed in some places, and bytes.
#[test]
fn readers_should_bear_a_million_inputs() {
	const INPUTS: usize = 1_000_000;
	let readers = readers();
	let mut numbers = Numbers(0x0dd0_b17e_5eed);
	let mut taken = vec![0; readers.len()];
	for (shape, takes) in &readers {
		assert!(takes(shape.as_bytes()), "{shape}");
	}
	for input in 0..INPUTS {
		let which = input % readers.len();
		let (shape, takes) = &readers[which];
		let body = if numbers.below(10) == 0 {
			(0..numbers.below(120)).map(|_| numbers.byte()).collect()
		} else {
			let mut body = shape.clone().into_bytes();
			for _ in 0..=numbers.below(3) {
				numbers.change(&mut body);
			}
			body
		};
		taken[which] += usize::from(takes(&body));
	}
	// The changes are small enough to get far, and not so small that they do nothing.
	let share = INPUTS / readers.len();
	assert!(
		taken
			.iter()
			.all(|taken| (share / 500..share / 10 * 9).contains(taken)),
		"{taken:?}"
	);
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
