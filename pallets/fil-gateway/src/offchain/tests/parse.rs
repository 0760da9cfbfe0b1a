//! Answers as nodes write them: the literal JSON of Filecoin's documentation and of its mainnet.

use super::sim::{cid as some_cid, key, lines_of, messages_of, ok, pending_of, receipts_of, refused};
use crate::offchain::parse::{self, *};
use alloc::{
	string::{String, ToString},
	vec::Vec,
};
use fil_primitives::{Address, Cid, Network};
use serde_json::{json, Value};

const MAIN: Network = Network::Main;

fn answer(result: &str) -> Vec<u8> {
	format!(r#"{{"jsonrpc":"2.0","result":{result},"id":1}}"#).into_bytes()
}

fn cid(text: &str) -> Cid {
	Cid::parse(text).unwrap()
}

fn address(text: &str) -> Address {
	Address::parse(text, MAIN).unwrap()
}

pub const TIPSET: &str = r#"{"Cids":[{"/":"bafy2bzacedo7hjsumaajt6sbor42qycvjyk6goqe4oi4o4ddsjxkdeqrqf42c"}],
 "Blocks":[{"Miner":"f01938223","Ticket":{"VRFProof":"rIPy"},
   "ElectionProof":{"WinCount":1,"VRFProof":"sN51"},
   "BeaconEntries":[{"Round":17133822,"Data":"tH4q"}],
   "WinPoStProof":[{"PoStProof":3,"ProofBytes":"qOPL"}],
   "Parents":[{"/":"bafy2bzaceba2kdmysmi5ieugzvv5np7f2lobayzpvtk777du74n7jq6xhynda"},{"/":"bafy2bzacecrye24tkqrvvddcf62gfi4z4o33z2tdedbpaalordozaxfrz2jyi"}],
   "ParentWeight":"116013147118","Height":4863283,
   "ParentStateRoot":{"/":"bafy2bzaceajxzsvzuq3ddzxfrs2jlaxsooqmgdy5uxbqujnjy3y56iumzzy7u"},
   "ParentMessageReceipts":{"/":"bafy2bzacecfcx2ykqucyv3gkyrcy3upwrvdraz3ktfg7phkqysefdwsggglac"},
   "Messages":{"/":"bafy2bzacebzofmh6migvc4v6qsme6vuxlhi6pv2ocy4apyic3uihjqm7dum3u"},
   "BLSAggregate":{"Type":2,"Data":"krFA"},"Timestamp":1744204890,"BlockSig":{"Type":2,"Data":"pWiU"},
   "ForkSignaling":0,"ParentBaseFee":"20592036"}],
 "Height":4863283}"#;

#[test]
fn tipset_should_be_read() {
	let tipset = parse::tipset(&answer(TIPSET), 1, MAIN).unwrap();
	assert_eq!(
		tipset.key,
		[cid(
			"bafy2bzacedo7hjsumaajt6sbor42qycvjyk6goqe4oi4o4ddsjxkdeqrqf42c"
		)]
	);
	assert_eq!((tipset.height, tipset.time), (4_863_283, 1_744_204_890));
	assert_eq!(tipset.parents.len(), 2);
	assert_eq!(tipset.wins, [(1_938_223, 1)]);
}

#[test]
fn tipset_that_contradicts_itself_should_be_refused() {
	for (from, to) in [
		(
			r#""Height":4863283,
   "ParentStateRoot""#,
			r#""Height":4863282,"ParentStateRoot""#,
		),
		(r#""Miner":"f01938223""#, r#""Miner":"t01938223""#),
		(
			r#""Miner":"f01938223""#,
			r#""Miner":"f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6q""#,
		),
		(
			r#""Cids":["#,
			r#""Cids":[{"/":"bafy2bzaceba2kdmysmi5ieugzvv5np7f2lobayzpvtk777du74n7jq6xhynda"},"#,
		),
		(r#""WinCount":1"#, r#""WinCount":-1"#),
		(r#""Timestamp":1744204890"#, r#""Timestamp":"1744204890""#),
		("bafy2bzacedo7", "bafy2bzacedo8"),
	] {
		let changed = TIPSET.replacen(from, to, 1);
		assert_ne!(changed, TIPSET);
		assert!(parse::tipset(&answer(&changed), 1, MAIN).is_err(), "{to}");
	}
	assert_eq!(parse::tipset(&answer("null"), 1, MAIN), Err(Unknown::Nothing));
	assert_eq!(
		parse::tipset(&answer(r#"{"Cids":[],"Blocks":[],"Height":1}"#), 1, MAIN),
		Err(Unknown::Malformed("tipset"))
	);
}

pub const MESSAGES: &str = r#"[{"Cid":{"/":"bafy2bzacedjhsp5trajlq2wg7y2adfvkrnpqs6maezeqpt5e3bi76lkeq3hfw"},
  "Message":{"Version":0,"To":"f3rnlnagjk5wlk23q3lwlaqq7afy2gvtglxr2mltmbbzh4udxeabnl46pstnxtghbya45fxr4f67dyg2yrkrpq",
   "From":"f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxi","Nonce":1,"Value":"49500000000000000000","GasLimit":2260810,
   "GasFeeCap":"9015347","GasPremium":"150282","Method":0,"Params":null,
   "CID":{"/":"bafy2bzaceceemtti4amop2qlchfu4w4mbyjbgsxuimliiqyv3crqaj4rfp57c"}}}]"#;

#[test]
fn messages_should_be_read() {
	let expected = ParentMessage {
		cid: cid("bafy2bzacedjhsp5trajlq2wg7y2adfvkrnpqs6maezeqpt5e3bi76lkeq3hfw"),
		unsigned: Some(cid(
			"bafy2bzaceceemtti4amop2qlchfu4w4mbyjbgsxuimliiqyv3crqaj4rfp57c",
		)),
		to: Some(address(
			"f3rnlnagjk5wlk23q3lwlaqq7afy2gvtglxr2mltmbbzh4udxeabnl46pstnxtghbya45fxr4f67dyg2yrkrpq",
		)),
		from: Some(address("f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxi")),
		value: 49_500_000_000_000_000_000,
		method: 0,
		memo: vec![],
	};
	assert_eq!(
		messages_of(&answer(MESSAGES), 1, MAIN),
		Ok(vec![expected.clone()])
	);
	let params = |params: &str| {
		messages_of(
			&answer(&MESSAGES.replace(r#""Params":null"#, &format!(r#""Params":{params}"#))),
			1,
			MAIN,
		)
	};
	assert_eq!(params(r#""""#), Ok(vec![expected.clone()]));
	let memo = r#""WClETUVYAdQ1k8cV/dMcYRQavQSpn9aCLIVYhUzN45pWhOelbaJ98Y7mJg==""#;
	assert_eq!(params(memo).unwrap()[0].memo.len(), 43);
	// Escaped as some writers of JSON do.
	assert_eq!(params(&memo.replace('/', "\\/")), params(memo));
	assert_eq!(params(r#""WClETUV""#), Err(Unknown::Malformed("params")));
	// Too long for a memo: none, whatever it says.
	assert_eq!(params(&format!(r#""{}""#, "A".repeat(176))), Ok(vec![expected]));
	// Of another method it is no memo.
	let call = MESSAGES.replace(r#""Method":0,"Params":null"#, r#""Method":2,"Params":"AAAA""#);
	assert_eq!(
		messages_of(&answer(&call), 1, MAIN).unwrap()[0].memo,
		Vec::<u8>::new()
	);
}

#[test]
fn amounts_should_be_strict() {
	for bad in [
		r#""""#,
		r#""-5""#,
		r#""+5""#,
		r#""05""#,
		r#""5.0""#,
		r#""5e3""#,
		r#""0x5""#,
		r#"" 5""#,
		"5",
		"null",
		r#""340282366920938463463374607431768211456""#,
	] {
		let changed = MESSAGES.replace(r#""49500000000000000000""#, bad);
		assert!(messages_of(&answer(&changed), 1, MAIN).is_err(), "{bad}");
	}
	let most = MESSAGES.replace("49500000000000000000", "340282366920938463463374607431768211455");
	assert_eq!(messages_of(&answer(&most), 1, MAIN).unwrap()[0].value, u128::MAX);
}

#[test]
fn addresses_should_be_strict_but_foreign_ones_no_reason_to_stop() {
	let to = |text: &str| {
		let changed = MESSAGES.replace(
			"f3rnlnagjk5wlk23q3lwlaqq7afy2gvtglxr2mltmbbzh4udxeabnl46pstnxtghbya45fxr4f67dyg2yrkrpq",
			text,
		);
		messages_of(&answer(&changed), 1, MAIN).map(|messages| messages[0].to)
	};
	assert_eq!(to("f03000123"), Ok(Some(Address::from_id(3_000_123).unwrap())));
	// Another namespace of f4.
	assert_eq!(to("f432f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy"), Ok(None));
	for bad in [
		"t03000123",
		"f003",
		"",
		"f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxj",
		"x01",
		"f5abc",
	] {
		let read = to(bad);
		assert!(!matches!(read, Ok(Some(_))), "{bad}");
	}
	assert_eq!(to("t03000123"), Err(Unknown::Malformed("address")));
}

#[test]
fn lists_should_not_be_null() {
	assert_eq!(messages_of(&answer("null"), 1, MAIN), Err(Unknown::Nothing));
	assert_eq!(receipts_of(&answer("null"), 1), Err(Unknown::Nothing));
	assert_eq!(pending_of(&answer("null"), 1, MAIN), Err(Unknown::Nothing));
	let receipts = r#"[{"ExitCode":0,"Return":null,"GasUsed":493268,"EventsRoot":null},{"ExitCode":33,"Return":"","GasUsed":1}]"#;
	assert_eq!(receipts_of(&answer(receipts), 1), Ok(vec![0, 33]));
}

#[test]
fn lists_should_be_lists_of_whole_items() {
	let receipts = |result: &str| receipts_of(&answer(result), 1);
	assert_eq!(receipts("[]"), Ok(vec![]));
	for bad in [
		"{}",
		r#"{"a":{"ExitCode":0}}"#,
		"5",
		r#""""#,
		"[5]",
		"[null]",
		r#"[""]"#,
		"[[]]",
		r#"[["ExitCode",0]]"#,
		"[{}]",
		r#"[{"ExitCode":null}]"#,
		r#"[{"ExitCode":"0"}]"#,
		r#"[{"ExitCode":0.0}]"#,
		r#"[{"ExitCode":00}]"#,
		r#"[{"ExitCode":0,"ExitCode":0}]"#,
		r#"[{"Receipt":{"ExitCode":0}}]"#,
		r#"[{"ExitCode":0},{"Return":""}]"#,
	] {
		assert!(receipts(bad).is_err(), "{bad}");
	}
	assert_eq!(
		receipts(r#"[{"Logs":[{"ExitCode":5}],"ExitCode":-1}]"#),
		Ok(vec![-1])
	);
	let twice = br#"{"id":1,"result":[{"ExitCode":0}],"result":[{"ExitCode":0}]}"#;
	assert!(receipts_of(twice, 1).is_err());
	assert_eq!(
		receipts_of(br#"{"id":1}"#, 1),
		Err(Unknown::Malformed("neither result nor error"))
	);
	assert_eq!(receipts_of(br#"{"id":2,"result":[]}"#, 1), Err(Unknown::WrongId));
	assert_eq!(receipts_of(br#"{"result":[]}"#, 1), Err(Unknown::WrongId));
	assert_eq!(
		receipts_of(&refused(12), 1),
		Err(Unknown::Refused(Refusal::NullRound))
	);
	let both = br#"{"id":1,"result":[],"error":{"code":1,"message":"failed to root"}}"#;
	assert_eq!(receipts_of(both, 1), Err(Unknown::Refused(Refusal::Other(1))));
	assert_eq!(
		receipts_of(br#"{"id":1,"result":[],"error":null}"#, 1),
		Ok(vec![])
	);

	let messages = |from: &str, to: &str| {
		let changed = MESSAGES.replacen(from, to, 1);
		assert_ne!(changed, MESSAGES);
		messages_of(&answer(&changed), 1, MAIN)
	};
	for (from, to) in [
		(r#""Method":0,"#, ""),
		(r#""Method":0"#, r#""Method":"0""#),
		(r#""Method":0"#, r#""Method":-1"#),
		(r#""Nonce":1"#, r#""Value":"1""#),
		(r#""Params":null"#, r#""Params":5"#),
		(r#""Cid":{"#, r#""Cod":{"#),
		(r#""Cid":{"/""#, r#""Cid":{"a""#),
		(r#""CID":{"/":"#, r#""CID":{"/":"b","a":"#),
	] {
		assert!(messages(from, to).is_err(), "{to}");
	}
	assert_eq!(
		messages(r#""CID":{"/":"#, r#""X":{"/":"#).unwrap()[0].unsigned,
		None
	);
}

#[test]
fn actor_should_be_there_absent_or_unknown() {
	let head = "bafy2bzaceajxzsvzuq3ddzxfrs2jlaxsooqmgdy5uxbqujnjy3y56iumzzy7u";
	let text = format!(
		r#"{{"Code":{{"/":"bafk2bzaceabc"}},"Head":{{"/":"{head}"}},"Nonce":0,"Balance":"1500000000000000000","DelegatedAddress":null}}"#
	);
	let actor = parse::actor(&answer(&text), 1).unwrap().unwrap();
	assert_eq!(
		(actor.balance, actor.head, actor.code.as_str()),
		(1_500_000_000_000_000_000, Some(cid(head)), "bafk2bzaceabc")
	);
	assert_eq!(parse::actor(&answer("null"), 1), Ok(None));
	assert_eq!(parse::actor(&refused(11), 1), Ok(None));
	for code in [1, 2, 3, 4, 10, 12, -32005, -32002, -32601, -32010] {
		assert!(parse::actor(&refused(code), 1).is_err(), "{code}");
	}
	let both = json!({ "jsonrpc": "2.0", "id": 1, "result": null, "error": { "code": 1, "message": "failed to root" } });
	assert!(parse::actor(both.to_string().as_bytes(), 1).is_err());
	assert_eq!(
		parse::actor(br#"{"jsonrpc":"2.0","id":1}"#, 1),
		Err(Unknown::Malformed("neither result nor error"))
	);
	assert_eq!(
		parse::actor(br#"{"jsonrpc":"2.0","id":2,"result":null}"#, 1),
		Err(Unknown::WrongId)
	);
	assert_eq!(
		parse::actor(br#"{"jsonrpc":"2.0","id":null,"result":null}"#, 1),
		Err(Unknown::WrongId)
	);
	assert_eq!(
		parse::actor(br#"{"jsonrpc":"2.0","result":null}"#, 1),
		Err(Unknown::WrongId)
	);
}

const REPLAY: &str = r#"{"MsgCid":{"/":"CID0"},"Msg":{"Version":0,"To":"f2payer","From":"f1signer","Nonce":7,"Value":"0","GasLimit":9,"GasFeeCap":"0","GasPremium":"0","Method":3,"Params":"gg","CID":{"/":"CID1"}},
 "MsgRct":{"ExitCode":0,"Return":"gwEAQA==","GasUsed":9,"EventsRoot":null},
 "GasCost":{"Message":{"/":"CID1"},"GasUsed":"0","BaseFeeBurn":"0","OverEstimationBurn":"0","MinerPenalty":"0","MinerTip":"0","Refund":"0","TotalCost":"0"},
 "ExecutionTrace":{"Msg":{"From":"f01001","To":"f02000","Value":"0","Method":3,"Params":"ggAA","ParamsCodec":81,"GasLimit":42,"ReadOnly":false},
  "MsgRct":{"ExitCode":0,"Return":"gwEAQA==","ReturnCodec":81},
  "InvokedActor":{"Id":2000,"State":{"Code":{"/":"CID1"},"Head":{"/":"CID1"},"Nonce":0,"Balance":"9","DelegatedAddress":null}},
  "GasCharges":[{"Name":"OnChainMessage","tg":9,"cg":9,"sg":0,"tt":0}],
  "Subcalls":[{"Msg":{"From":"f02000","To":"f03000123","Value":"1500000000000000000","Method":0,"Params":"WClETUVYAdQ1k8cV/dMcYRQavQSpn9aCLIVYhUzN45pWhOelbaJ98Y7mJg==","ParamsCodec":81,"GasLimit":42,"ReadOnly":false},
    "MsgRct":{"ExitCode":0,"Return":"","ReturnCodec":0},
    "InvokedActor":{"Id":3000123,"State":{"Code":{"/":"CID1"},"Head":{"/":"CID1"},"Nonce":0,"Balance":"0","DelegatedAddress":null}},
    "GasCharges":[],"Subcalls":null,"Logs":[],"IpldOps":[]},
    {"Msg":{"From":"f02000","To":"f04","Value":"7","Method":5,"Params":null,"ParamsCodec":0,"GasLimit":42,"ReadOnly":false},
    "MsgRct":{"ExitCode":16,"Return":"","ReturnCodec":0},"InvokedActor":null,"GasCharges":null,"Subcalls":[]}],
  "Logs":[{"Params":"x","ExitCode":"y"}],"IpldOps":[["From","To"]]},"Error":"","Duration":60000000}"#;

pub fn replay_text() -> String {
	REPLAY
		.replace("CID0", &some_cid("m").to_text())
		.replace("CID1", &some_cid("x").to_text())
}

fn replay(text: &str) -> Result<Invocation, Unknown> {
	read(&answer(text))
}

fn read(body: &[u8]) -> Result<Invocation, Unknown> {
	let mut reader = TraceReader::new(1, MAIN);
	body.chunks(5).try_for_each(|chunk| reader.feed(chunk))?;
	reader.finish()
}

#[test]
fn trace_should_be_read() {
	let invocation = replay(&replay_text()).unwrap();
	assert_eq!((invocation.message, invocation.exit), (some_cid("m"), 0));
	let id = |id| Some(Address::from_id(id).unwrap());
	let top = Call {
		from: id(1_001),
		to: id(2_000),
		method: 3,
		invoked: Some(2_000),
		..Default::default()
	};
	let memo = data_encoding::BASE64
		.decode(b"WClETUVYAdQ1k8cV/dMcYRQavQSpn9aCLIVYhUzN45pWhOelbaJ98Y7mJg==")
		.unwrap();
	let paid = Call {
		parent: Some(0),
		from: id(2_000),
		to: id(3_000_123),
		value: 1_500_000_000_000_000_000,
		memo,
		invoked: Some(3_000_123),
		..Default::default()
	};
	let failed = Call {
		parent: Some(0),
		index: 1,
		from: id(2_000),
		to: id(4),
		value: 7,
		method: 5,
		exit: 16,
		..Default::default()
	};
	assert_eq!(invocation.calls, [top, paid, failed]);
}

#[test]
fn trace_should_not_depend_on_the_order_of_fields() {
	// serde_json's maps are sorted by name: subcalls before none of what they need, receipts after.
	let value: Value = serde_json::from_str(&replay_text()).unwrap();
	assert_eq!(replay(&value.to_string()), replay(&replay_text()));
}

#[test]
fn trace_that_lacks_something_should_be_unknown() {
	let text = replay_text();
	for (from, to) in [
		(r#""Value":"1500000000000000000","#, ""),
		(r#""ExitCode":16,"#, ""),
		(r#""Method":0,"#, ""),
		(r#""To":"f03000123","#, ""),
		(r#""From":"f02000","To":"f04""#, r#""To":"f04""#),
		(r#""MsgCid""#, r#""Cid""#),
		(r#""ExecutionTrace":"#, r#""Trace":"#),
		(r#""ExitCode":16"#, r#""ExitCode":16.5"#),
		(r#""Value":"1500000000000000000""#, r#""Value":"-1""#),
		(r#""Id":3000123"#, r#""Id":-3"#),
		(r#"f03000123"#, r#"t03000123"#),
	] {
		let changed = text.replace(from, to);
		assert_ne!(changed, text);
		assert!(replay(&changed).is_err(), "{from}");
	}
	for cut in 0..text.len() {
		assert!(replay(&text[..cut]).is_err());
		assert!(read(&answer(&text)[..cut]).is_err());
	}
	assert_eq!(replay("null"), Err(Unknown::Malformed("replay")));
	assert_eq!(read(&refused(1)), Err(Unknown::Refused(Refusal::Other(1))));
	assert_eq!(
		read(&refused(-32002)),
		Err(Unknown::Refused(Refusal::ExpensiveFork))
	);
	let other = format!(r#"{{"jsonrpc":"2.0","result":{text},"id":2}}"#);
	assert_eq!(read(other.as_bytes()), Err(Unknown::WrongId));
}

#[test]
fn trace_should_nest_as_deep_as_filecoin_allows() {
	let call = |inner: &str| {
		format!(
			r#"{{"Msg":{{"From":"f02000","To":"f03000123","Value":"1","Method":0,"Params":null}},"MsgRct":{{"ExitCode":0}},"InvokedActor":{{"Id":7}},"Subcalls":{inner}}}"#
		)
	};
	let mut trace = call("null");
	for _ in 1..1_024 {
		trace = call(&format!("[{trace}]"));
	}
	let text = format!(
		r#"{{"MsgCid":{{"/":"{}"}},"MsgRct":{{"ExitCode":0}},"ExecutionTrace":{trace}}}"#,
		some_cid("m").to_text()
	);
	let invocation = replay(&text).unwrap();
	assert_eq!(invocation.calls.len(), 1_024);
	assert_eq!(invocation.calls.last().unwrap().parent, Some(1_022));
	let deeper = "[".repeat(3_000);
	assert_eq!(read(deeper.as_bytes()), Err(Unknown::TooLarge));
}

/// What the reader of lists and the one of traces say to an answer, with a result that each of them takes where `RESULT` stands.
fn both(answer: &str) -> [Option<Unknown>; 2] {
	let of = |result: &str| answer.replace("RESULT", result).into_bytes();
	[receipts_of(&of("[]"), 1).err(), read(&of(&replay_text())).err()]
}

#[test]
fn envelope_should_be_read_in_any_order() {
	for good in [
		r#"{"id":1,"result":RESULT}"#,
		r#" { "result" : RESULT , "id" : 1 } "#,
		r#"{"id":1,"result":RESULT,"error":null}"#,
		r#"{"a":{"id":2,"error":5,"result":5},"id":1,"code":11,"b":[[{"error":{"code":11}}]],"result":RESULT,"a":""}"#,
	] {
		assert_eq!(both(good), [None, None], "{good}");
	}
	for refused in [
		r#"{"id":1,"error":{"code":11}}"#,
		r#"{"error":{"a":{"code":1},"code":11,"b":[{"code":1},1]},"id":1}"#,
		r#"{"id":1,"result":null,"error":{"code":11}}"#,
		r#"{"error":{"code":11},"result":RESULT,"id":1}"#,
	] {
		let unknown = Some(Unknown::Refused(Refusal::ActorNotFound));
		assert_eq!(both(refused), [unknown.clone(), unknown], "{refused}");
	}
	for other in [
		r#"{"result":RESULT}"#,
		r#"{"id":null,"result":RESULT}"#,
		r#"{"id":[1],"result":RESULT}"#,
		r#"{"id":2,"error":{"code":11}}"#,
		r#""id""#,
	] {
		assert_eq!(
			both(other),
			[Some(Unknown::WrongId), Some(Unknown::WrongId)],
			"{other}"
		);
	}
}

#[test]
fn envelope_should_not_have_a_name_twice() {
	for twice in [
		r#"{"id":2,"id":1,"result":RESULT}"#,
		r#"{"id":1,"id":null,"result":RESULT}"#,
		r#"{"id":1,"result":null,"result":RESULT}"#,
		r#"{"id":1,"result":RESULT,"result":RESULT}"#,
		r#"{"id":1,"error":null,"error":{"code":1}}"#,
		r#"{"id":1,"error":{"code":1},"error":null}"#,
		r#"{"id":1,"error":{"code":2,"code":1}}"#,
		r#"{"id":1,"error":{"code":"","code":1}}"#,
	] {
		let unknown = Some(Unknown::Malformed("answer"));
		assert_eq!(both(twice), [unknown.clone(), unknown], "{twice}");
	}
}

#[test]
fn envelope_should_be_as_strict_for_traces_as_for_lists() {
	for (bad, why) in [
		// Numbers.
		(r#"{"id":01,"result":RESULT}"#, "number"),
		(r#"{"id":-0,"result":RESULT}"#, "number"),
		(r#"{"id":"1","result":RESULT}"#, "answer"),
		(r#"{"id":1,"error":{"code":01}}"#, "number"),
		(r#"{"id":1,"error":{"code":null}}"#, "number"),
		// Results of another form, with an error or not.
		(r#"{"id":1,"result":5}"#, "answer"),
		(r#"{"id":1,"result":""}"#, "answer"),
		(r#"{"id":1,"result":true,"error":{"code":1}}"#, "answer"),
		(r#"{"id":1}"#, "neither result nor error"),
		// Lists.
		("[]", "answer"),
		("[RESULT]", "answer"),
		(r#"[{"id":1},1]"#, "answer"),
		(r#"{"id":1,"error":[{"code":5},7]}"#, "error"),
	] {
		let unknown = Some(Unknown::Malformed(why));
		assert_eq!(both(bad), [unknown.clone(), unknown], "{bad}");
	}
	assert_eq!(replay("[]"), Err(Unknown::Malformed("answer")));
	assert_eq!(receipts_of(&answer("{}"), 1), Err(Unknown::Malformed("answer")));
}

#[test]
fn numbers_of_traces_should_be_strict() {
	let text = replay_text();
	for (from, to) in [
		(r#""ExitCode":16"#, r#""ExitCode":016"#),
		(r#""Method":5"#, r#""Method":05"#),
		(r#""Id":3000123"#, r#""Id":03000123"#),
		(r#""Id":3000123"#, r#""Id":9223372036854775808"#),
	] {
		let changed = text.replacen(from, to, 1);
		assert_ne!(changed, text);
		assert_eq!(replay(&changed), Err(Unknown::Malformed("number")), "{to}");
	}
	// A name is of one value, not of what comes after it in a list.
	let receipt = r#"{"ExitCode":16,"Return":"","ReturnCodec":0}"#;
	let changed = text.replacen(receipt, r#"[{"ExitCode":16},0]"#, 1);
	assert_ne!(changed, text);
	assert_eq!(replay(&changed), Err(Unknown::Malformed("call")));
}

#[test]
fn flat_traces_should_be_read() {
	let text = r#"[{"type":"call","subtraces":0,"traceAddress":[0],
  "action":{"callType":"call","from":"0xff000000000000000000000000000000000007d0","to":"0xff000000000000000000000000000000002dc73b","gas":"0x2a","value":"0x14d1120d7b160000","input":"0x868e10c4"},
  "result":{"gasUsed":"0x0","output":"0x"},
  "blockHash":"0x37690c","blockNumber":6470240,"transactionHash":"HASH","transactionPosition":12}]"#;
	let hash = format!("0x{}", "9f".repeat(32));
	let traces = lines_of(&answer(&text.replace("HASH", &hash)), 1);
	assert_eq!(
		traces,
		Ok(vec![FlatTrace {
			height: 6_470_240,
			hash: [0x9f; 32]
		}])
	);
	for bad in ["0x9f", "9f", &hash[2..], &hash.replace("9f", "zz")] {
		assert!(lines_of(&answer(&text.replace("HASH", bad)), 1).is_err());
	}
	assert_eq!(parse::message_cid(&answer("null"), 1), Ok(None));
}

#[test]
fn multisig_should_be_read() {
	let text = r#"[{"ID":9,"To":"f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxi","Value":"1500000000000000000","Method":0,"Params":"WBlETVhSAQAAAAAAAAAqfgDYz6JWOuIfWfmk","Approved":["f01000"]}]"#;
	let pending = pending_of(&answer(text), 1, MAIN).unwrap();
	assert_eq!(
		(pending[0].id, pending[0].value, pending[0].method),
		(9, Some(1_500_000_000_000_000_000), 0)
	);
	assert_eq!(pending[0].memo.len(), 27);
	assert_eq!(pending[0].proposer.and_then(|one| one.id()), Some(1_000));
	let approved = text.replace(r#"["f01000"]"#, r#"["f01001","f01000"]"#);
	let pending = pending_of(&answer(&approved), 1, MAIN).unwrap();
	assert_eq!(pending[0].proposer.and_then(|one| one.id()), Some(1_001));
	let huge = text.replace("1500000000000000000", &"9".repeat(50));
	assert_eq!(pending_of(&answer(&huge), 1, MAIN).unwrap()[0].value, None);
	let state = r#"{"Balance":"0","State":{"Signers":["f01000","f01001"],"NumApprovalsThreshold":2,"NextTxnID":10,"InitialBalance":"0","StartEpoch":0,"UnlockDuration":0,"PendingTxns":{"/":"bafy"}}}"#;
	let state = parse::multisig(&answer(state), 1, MAIN).unwrap();
	assert_eq!((state.signers.len(), state.threshold), (2, 2));
}

#[test]
fn power_should_have_one_form() {
	let text = r#"{"MinerPower":{"RawBytePower":"257698037760","QualityAdjPower":"2576980377600"},"TotalPower":{"RawBytePower":"773094113280","QualityAdjPower":"7730941132800"},"HasMinPower":true}"#;
	let power = |text: &str| parse::miner_power(&answer(text), 1);
	assert_eq!(
		power(text),
		Ok(MinerPower {
			raw: 257_698_037_760,
			quality_adjusted: 2_576_980_377_600
		})
	);
	let none = Ok(MinerPower {
		raw: 0,
		quality_adjusted: 0,
	});
	assert_eq!(power(&text.replace("true", "false")), none);
	let forest = r#"{"MinerPower":{"RawBytePower":"0","QualityAdjPower":"0"},"TotalPower":{"RawBytePower":"0","QualityAdjPower":"0"},"HasMinPower":false}"#;
	assert_eq!(power(forest), none);
	assert!(power(r#"{"MinerPower":null,"HasMinPower":true}"#).is_err());
	let total = r#"{"Balance":"0","State":{"TotalQualityAdjPower":"7730941132800","TotalQABytesCommitted":"8","CronEventQueue":{"/":"b"}}}"#;
	assert_eq!(parse::total_power(&answer(total), 1), Ok(7_730_941_132_800));
	assert_eq!(
		parse::total_power(&answer(&total.replace("7730941132800", "0")), 1),
		Ok(8)
	);
}

#[test]
fn miner_should_be_read() {
	let text = r#"{"Owner":"f01234","Worker":"f01234","NewWorker":"f01234","ControlAddresses":["f01234"],"WorkerChangeEpoch":-1,"PeerId":"12D3Koo","Multiaddrs":["Ynl0"],"WindowPoStProofType":8,"SectorSize":34359738368,"WindowPoStPartitionSectors":2349,"ConsensusFaultElapsed":-1,
 "PendingOwnerAddress":null,"Beneficiary":"f03000123","BeneficiaryTerm":{"Quota":"1000000000000000000000","UsedQuota":"5","Expiration":7000000},"PendingBeneficiaryTerm":null}"#;
	let info = parse::miner_info(&answer(text), 1, MAIN).unwrap();
	assert_eq!(
		(info.owner.id(), info.beneficiary.id()),
		(Some(1_234), Some(3_000_123))
	);
	assert_eq!(
		(info.quota_left, info.expiration),
		(999_999_999_999_999_999_995, 7_000_000)
	);
	// Anybody can set any quota.
	let huge = text.replace("1000000000000000000000", &"9".repeat(60));
	assert_eq!(
		parse::miner_info(&answer(&huge), 1, MAIN).unwrap().quota_left,
		u128::MAX - 5
	);
	let used = text.replace(r#""UsedQuota":"5""#, r#""UsedQuota":"2000000000000000000000""#);
	assert_eq!(parse::miner_info(&answer(&used), 1, MAIN).unwrap().quota_left, 0);
	let sectors = parse::sectors(&answer(r#"{"Live":42,"Active":42,"Faulty":0}"#), 1);
	assert_eq!(sectors, Ok(Sectors { live: 42, faulty: 0 }));
}

#[test]
fn rewards_of_both_versions_should_be_read() {
	let old = r#"{"Balance":"0","State":{"CumsumBaseline":"0","ThisEpochReward":"50","TotalStoragePowerReward":"1000","SimpleTotal":"0","BaselineTotal":"0"}}"#;
	assert_eq!(
		parse::reward_state(&answer(old), 1),
		Ok(RewardState {
			mined: 1_000,
			epoch_reward: 50,
			streams: false
		})
	);
	let new = r#"{"Balance":"0","State":{"ThisEpochReward":"50","TotalMintedReward":"1000","TotalBurnMinted":"100","TotalExplicitMinted":"200","Accrued":[{"ID":2,"Amount":"1"}],"SWATimelockEpochs":1}}"#;
	assert_eq!(
		parse::reward_state(&answer(new), 1),
		Ok(RewardState {
			mined: 700,
			epoch_reward: 50,
			streams: true
		})
	);
	assert!(parse::reward_state(&answer(&new.replace(r#""1000""#, r#""250""#)), 1).is_err());
	assert!(parse::reward_state(&answer(&new.replace("TotalBurnMinted", "Other")), 1).is_err());
	let key = some_cid("tipset");
	let text = format!(
		r#"{{"TipSetKey":[{{"/":"{}"}}],"Height":6470300,"Denom":"1000000000000000000","Totals":{{"MinerPaid":"0"}},
 "Blocks":[{{"Block":{{"/":"b"}},"Miner":"f01234","WinCount":1,"Amounts":{{"MintedReward":"9","MinerReward":"5","MessageReward":"1","ExplicitReward":"2","BurnAllocation":"1","MinerPaid":"6","BurnPaid":"1"}},"BurnWeight":"0","Streams":[]}}]}}"#,
		key.to_text()
	);
	assert_eq!(
		parse::reward_distribution(&answer(&text), 1, MAIN, &[key]),
		Ok(vec![BlockReward {
			miner: 1_234,
			paid: 6
		}])
	);
	let other = parse::reward_distribution(&answer(&text), 1, MAIN, &[some_cid("other")]);
	assert_eq!(other, Err(Unknown::Inconsistent("rewards of another tipset")));
}

#[test]
fn names_should_be_read() {
	assert_eq!(parse::lookup(&answer(r#""f01234""#), 1, MAIN), Ok(1_234));
	assert!(parse::lookup(&answer(r#""t01234""#), 1, MAIN).is_err());
	assert!(parse::lookup(&answer(r#""f001234""#), 1, MAIN).is_err());
	assert_eq!(
		parse::account_key(&ok(key(3).to_text(MAIN).into()), 1, MAIN),
		Ok(Some(key(3)))
	);
	let genesis = r#"{"Cids":[{"/":"bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2"}],"Blocks":[],"Height":0}"#;
	assert_eq!(
		parse::genesis(&answer(genesis), 1),
		Ok(cid(
			"bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2"
		))
	);
}
