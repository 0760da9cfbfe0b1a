//! The HTTP side: deadlines, sizes, tokens, ids.

use super::sim::{cid, id, key, link, ok, refused};
use crate::offchain::{
	parse::{ParentMessage, Refusal, Unknown},
	rpc::{RpcNode, ENDPOINT_KEY, TOKEN_KEY},
	scan::{FilecoinNode, Side},
};
use alloc::{
	collections::VecDeque,
	string::{String, ToString},
	sync::Arc,
	vec::Vec,
};
use fil_primitives::Network;
use serde_json::json;
use sp_core::offchain::{
	testing::{PendingRequest, TestOffchainExt},
	Externalities, HttpError, HttpRequestId, HttpRequestStatus, OffchainDbExt, OffchainWorkerExt,
	OpaqueNetworkState, StorageKind, Timestamp,
};
use std::sync::Mutex;

const NOW: u64 = 1_000_000;

#[derive(Clone, Debug)]
enum Reply {
	Body(Vec<u8>),
	Status(u16, Vec<u8>),
	/// No answer until the deadline.
	Silence,
	/// No connection.
	Refused,
	/// The connection ends within the body.
	Broken(Vec<u8>),
	/// The body stops coming.
	Stalled(Vec<u8>),
	/// Blanks without end; each piece takes that many milliseconds.
	Endless(u64),
}

/// URI, headers, body.
type Asked = (String, Vec<(String, String)>, Vec<u8>);

#[derive(Default)]
struct Script {
	replies: VecDeque<Reply>,
	running: Option<(Reply, usize)>,
	requests: Vec<Asked>,
	now: u64,
	deadlines: Vec<Option<u64>>,
	read: usize,
}

#[derive(Clone, Default)]
struct Server(Arc<Mutex<Script>>);

impl Externalities for Server {
	fn is_validator(&self) -> bool {
		true
	}
	fn network_state(&self) -> Result<OpaqueNetworkState, ()> {
		Err(())
	}
	fn timestamp(&mut self) -> Timestamp {
		Timestamp::from_unix_millis(self.0.lock().unwrap().now)
	}
	fn sleep_until(&mut self, _: Timestamp) {}
	fn random_seed(&mut self) -> [u8; 32] {
		[0; 32]
	}
	fn http_request_start(&mut self, method: &str, uri: &str, _: &[u8]) -> Result<HttpRequestId, ()> {
		assert_eq!(method, "POST");
		let mut script = self.0.lock().unwrap();
		script.requests.push((uri.into(), vec![], vec![]));
		let reply = script.replies.pop_front().expect("a request too many");
		script.running = Some((reply, 0));
		Ok(HttpRequestId(u16::try_from(script.requests.len()).unwrap()))
	}
	fn http_request_add_header(&mut self, _: HttpRequestId, name: &str, value: &str) -> Result<(), ()> {
		self.0
			.lock()
			.unwrap()
			.requests
			.last_mut()
			.unwrap()
			.1
			.push((name.into(), value.into()));
		Ok(())
	}
	fn http_request_write_body(
		&mut self,
		_: HttpRequestId,
		chunk: &[u8],
		deadline: Option<Timestamp>,
	) -> Result<(), HttpError> {
		let mut script = self.0.lock().unwrap();
		script.requests.last_mut().unwrap().2.extend(chunk);
		script
			.deadlines
			.push(deadline.map(|deadline| deadline.unix_millis()));
		match script.running {
			Some((Reply::Refused, _)) => Err(HttpError::IoError),
			_ => Ok(()),
		}
	}
	fn http_response_wait(
		&mut self,
		ids: &[HttpRequestId],
		deadline: Option<Timestamp>,
	) -> Vec<HttpRequestStatus> {
		assert_eq!(ids.len(), 1);
		let mut script = self.0.lock().unwrap();
		script
			.deadlines
			.push(deadline.map(|deadline| deadline.unix_millis()));
		vec![match &script.running {
			Some((Reply::Silence, _)) => HttpRequestStatus::DeadlineReached,
			Some((Reply::Status(status, _), _)) => HttpRequestStatus::Finished(*status),
			_ => HttpRequestStatus::Finished(200),
		}]
	}
	fn http_response_headers(&mut self, _: HttpRequestId) -> Vec<(Vec<u8>, Vec<u8>)> {
		vec![]
	}
	fn http_response_read_body(
		&mut self,
		_: HttpRequestId,
		buffer: &mut [u8],
		deadline: Option<Timestamp>,
	) -> Result<usize, HttpError> {
		let mut script = self.0.lock().unwrap();
		script
			.deadlines
			.push(deadline.map(|deadline| deadline.unix_millis()));
		let (reply, read) = script.running.take().expect("read beyond the end");
		let (body, end) = match &reply {
			Reply::Body(body) | Reply::Status(_, body) => (body, Ok(0)),
			Reply::Broken(body) => (body, Err(HttpError::IoError)),
			Reply::Stalled(body) => (body, Err(HttpError::DeadlineReached)),
			Reply::Endless(ms) => {
				script.now += ms;
				script.read += buffer.len();
				buffer.fill(b' ');
				script.running = Some((reply, read));
				return Ok(buffer.len());
			}
			Reply::Silence | Reply::Refused => unreachable!(),
		};
		let size = buffer.len().min(body.len() - read);
		if size == 0 {
			return end;
		}
		buffer[..size].copy_from_slice(&body[read..read + size]);
		script.running = Some((reply, read + size));
		script.read += size;
		Ok(size)
	}
	fn set_authorized_nodes(&mut self, _: Vec<sp_core::OpaquePeerId>, _: bool) {}
}

fn node(token: Option<&str>) -> RpcNode {
	let until = Timestamp::from_unix_millis(NOW + 50_000);
	RpcNode::new(
		"http://localhost:1234/rpc/v1",
		token.map(String::from),
		Network::Main,
		until,
	)
	.unwrap()
}

/// Runs with these replies; the server afterwards.
fn with<R>(replies: Vec<Reply>, run: impl FnOnce() -> R) -> (R, Server) {
	let server = Server::default();
	server.0.lock().unwrap().replies = replies.into();
	server.0.lock().unwrap().now = NOW;
	let mut ext = sp_io::TestExternalities::default();
	ext.register_extension(OffchainWorkerExt::new(server.clone()));
	let result = ext.execute_with(run);
	(result, server)
}

/// What `StateGetActor` makes of a reply.
fn actor_after(reply: Reply) -> Result<bool, Unknown> {
	with(vec![reply], || {
		node(None)
			.actor(&id(1_000), &[cid("a")])
			.map(|actor| actor.is_some())
	})
	.0
}

fn good() -> Vec<u8> {
	ok(
		json!({ "Code": link(&cid("code")), "Head": link(&cid("head")), "Nonce": 0, "Balance": "5", "DelegatedAddress": null }),
	)
}

#[test]
fn request_should_be_as_nodes_expect_it() {
	let (result, server) = with(vec![Reply::Body(good())], || {
		node(Some("secret")).actor(&key(1), &[cid("a"), cid("b")])
	});
	assert_eq!(result.unwrap().unwrap().balance, 5);
	let script = server.0.lock().unwrap();
	let (uri, headers, body) = &script.requests[0];
	assert_eq!(uri, "http://localhost:1234/rpc/v1");
	let header = |name: &str, value: &str| (name.to_string(), value.to_string());
	assert_eq!(
		*headers,
		[
			header("content-type", "application/json"),
			header("authorization", "Bearer secret")
		]
	);
	let body: serde_json::Value = serde_json::from_slice(body).unwrap();
	let address = key(1).to_text(Network::Main);
	let params = json!([address, [link(&cid("a")), link(&cid("b"))]]);
	assert_eq!(
		body,
		json!({ "jsonrpc": "2.0", "id": 1, "method": "Filecoin.StateGetActor", "params": params })
	);
}

#[test]
fn every_step_should_have_the_deadline() {
	let (_, server) = with(vec![Reply::Body(good())], || {
		node(None).actor(&key(1), &[]).unwrap()
	});
	let script = server.0.lock().unwrap();
	assert!(script.deadlines.len() >= 5);
	assert!(
		script
			.deadlines
			.iter()
			.all(|deadline| *deadline == Some(NOW + 20_000)),
		"{:?}",
		script.deadlines
	);
}

#[test]
fn deadline_should_end_with_the_run() {
	let (result, server) = with(vec![Reply::Silence], || node(None).replay(&[cid("a")], &cid("m")));
	assert_eq!(result, Err(Unknown::Deadline));
	assert!(server
		.0
		.lock()
		.unwrap()
		.deadlines
		.iter()
		.all(|deadline| *deadline == Some(NOW + 50_000)));
	let mut late = RpcNode::new("http://a", None, Network::Main, Timestamp::from_unix_millis(NOW)).unwrap();
	assert_eq!(with(vec![], || late.finalized()).0, Err(Unknown::Deadline));
}

#[test]
fn what_did_not_come_whole_should_be_unknown() {
	let half = good()[..40].to_vec();
	assert_eq!(actor_after(Reply::Body(good())), Ok(true));
	assert_eq!(actor_after(Reply::Silence), Err(Unknown::Deadline));
	assert_eq!(actor_after(Reply::Refused), Err(Unknown::Connection));
	assert_eq!(actor_after(Reply::Broken(half.clone())), Err(Unknown::Connection));
	assert_eq!(actor_after(Reply::Stalled(half.clone())), Err(Unknown::Deadline));
	assert_eq!(actor_after(Reply::Body(half)), Err(Unknown::Malformed("answer")));
	// All of it, and then the connection broke: void too.
	assert_eq!(actor_after(Reply::Broken(good())), Err(Unknown::Connection));
	assert_eq!(
		actor_after(Reply::Body(b"<html>".to_vec())),
		Err(Unknown::Malformed("answer"))
	);
	assert_eq!(
		actor_after(Reply::Body(vec![])),
		Err(Unknown::Malformed("answer"))
	);
}

#[test]
fn body_of_exactly_a_chunk_should_be_read() {
	let mut body = good();
	body.resize(8_192, b' ');
	assert_eq!(actor_after(Reply::Body(body)), Ok(true));
}

#[test]
fn oversized_body_should_be_given_up_while_it_comes() {
	let (result, server) = with(vec![Reply::Endless(0)], || node(None).genesis());
	assert_eq!(result, Err(Unknown::TooLarge));
	let read = server.0.lock().unwrap().read;
	assert!(read <= (16 << 20) + 8_192, "{read}");
}

#[test]
fn slow_body_should_be_given_up_at_the_deadline() {
	let (result, server) = with(vec![Reply::Endless(100)], || node(None).genesis());
	assert_eq!(result, Err(Unknown::Deadline));
	assert!(server.0.lock().unwrap().read <= 201 * 4_096);
	let (result, server) = with(vec![Reply::Endless(100)], || {
		node(None).parent_receipts(&cid("a"))
	});
	assert_eq!(result, Err(Unknown::Deadline));
	assert!(server.0.lock().unwrap().read <= 501 * 4_096);
}

/// Messages to somebody, with params that hold nothing for us.
fn stuffed(count: usize, params: usize) -> Vec<serde_json::Value> {
	let params = "A".repeat(params);
	let message = json!({ "Cid": link(&cid("stuffing")), "Message": { "Version": 0, "To": "f01000", "From": "f01001", "Nonce": 1,
		"Value": "0", "GasLimit": 9, "GasFeeCap": "1", "GasPremium": "1", "Method": 5, "Params": params, "CID": link(&cid("stuffing")) } });
	vec![message; count]
}

#[test]
fn lists_should_be_read_whatever_their_length() {
	// A tipset of large messages, and ours at its end.
	let mut list = stuffed(300, 87_384);
	let last = json!({ "Cid": link(&cid("ours")), "Message": { "Version": 0, "To": "f03000123", "From": "f01001", "Nonce": 1,
		"Value": "5", "Method": 0, "Params": "AAEC", "CID": link(&cid("ours")) } });
	list.push(last);
	let body = ok(list.into());
	assert!(body.len() > 24 << 20);
	let (mut count, mut ours) = (0, None);
	let (result, _) = with(vec![Reply::Body(body)], || {
		node(None).parent_messages(&cid("a"), &mut |message: ParentMessage| {
			count += 1;
			if message.value > 0 {
				ours = Some(message);
			}
			Ok(())
		})
	});
	assert_eq!((result, count), (Ok(()), 301));
	let ours = ours.unwrap();
	assert_eq!((ours.cid, ours.memo), (cid("ours"), vec![0, 1, 2]));

	// What messages return can be as long.
	let receipt = json!({ "ExitCode": 33, "Return": "A".repeat(87_384), "GasUsed": 9, "EventsRoot": null });
	let body = ok(vec![receipt; 300].into());
	assert!(body.len() > 24 << 20);
	let (exits, _) = with(vec![Reply::Body(body)], || node(None).parent_receipts(&cid("a")));
	assert_eq!(exits, Ok(vec![33; 300]));
}

#[test]
fn list_that_did_not_come_whole_should_be_unknown() {
	let body = ok(stuffed(3, 8).into());
	let messages = |reply| {
		with(vec![reply], || {
			node(None).parent_messages(&cid("a"), &mut |_: ParentMessage| Ok(()))
		})
		.0
	};
	assert_eq!(messages(Reply::Body(body.clone())), Ok(()));
	assert_eq!(messages(Reply::Broken(body.clone())), Err(Unknown::Connection));
	assert_eq!(messages(Reply::Stalled(body.clone())), Err(Unknown::Deadline));
	assert_eq!(
		messages(Reply::Body(body[..body.len() - 1].to_vec())),
		Err(Unknown::Malformed("JSON ends early"))
	);
	assert_eq!(
		messages(Reply::Status(500, refused(1))),
		Err(Unknown::Refused(Refusal::Other(1)))
	);
}

#[test]
fn unknown_should_never_be_taken_for_absent() {
	let status = |status, body: &[u8]| actor_after(Reply::Status(status, body.to_vec()));
	assert_eq!(actor_after(Reply::Body(refused(11))), Ok(false));
	assert_eq!(actor_after(Reply::Body(ok(json!(null)))), Ok(false));
	assert_eq!(status(500, &refused(11)), Ok(false));
	assert_eq!(status(500, b"the node is not well"), Err(Unknown::Status(500)));
	assert_eq!(status(500, &good()), Err(Unknown::Status(500)));
	assert_eq!(status(500, &ok(json!(null))), Err(Unknown::Status(500)));
	assert_eq!(status(401, b""), Err(Unknown::Status(401)));
	assert_eq!(
		status(500, &refused(-32700)),
		Err(Unknown::Refused(Refusal::Other(-32700)))
	);
	// Forest says so in words, under the code of everything.
	assert_eq!(
		actor_after(Reply::Body(refused(1))),
		Err(Unknown::Refused(Refusal::Other(1)))
	);
	let nothing = json!({ "jsonrpc": "2.0", "id": 1 }).to_string().into_bytes();
	assert_eq!(
		actor_after(Reply::Body(nothing)),
		Err(Unknown::Malformed("neither result nor error"))
	);
}

#[test]
fn refusals_should_have_their_kind() {
	let traces = |code| {
		with(vec![Reply::Body(refused(code))], || {
			node(None).traces(9, Side::To, &[1; 20], 0, 100)
		})
		.0
		.unwrap_err()
	};
	assert_eq!(traces(12), Unknown::Refused(Refusal::NullRound));
	assert_eq!(traces(-32005), Unknown::Refused(Refusal::RangeExceeded));
	assert_eq!(traces(-32002), Unknown::Refused(Refusal::ExpensiveFork));
	assert_eq!(traces(-32601), Unknown::Refused(Refusal::NoSuchMethod));
	assert_eq!(traces(10), Unknown::Refused(Refusal::Other(10)));
}

#[test]
fn answer_to_another_request_should_be_refused() {
	let replies = vec![Reply::Body(good()), Reply::Body(good())];
	let ((first, second), _) = with(replies, || {
		let mut node = node(None);
		(node.actor(&key(1), &[]), node.actor(&key(1), &[]))
	});
	assert!(first.is_ok());
	// The second has id 2, the answer 1.
	assert_eq!(second, Err(Unknown::WrongId));
	let replay = with(vec![Reply::Body(good()), Reply::Body(refused(1))], || {
		let mut node = node(None);
		let _ = node.actor(&key(1), &[]);
		node.replay(&[], &cid("m"))
	});
	assert_eq!(replay.0, Err(Unknown::WrongId));
}

#[test]
fn filter_should_be_in_hexadecimal() {
	let (_, server) = with(vec![Reply::Body(ok(json!([])))], || {
		node(None).traces(6_470_240, Side::From, &[0xff; 20], 100, 100)
	});
	let body: serde_json::Value = serde_json::from_slice(&server.0.lock().unwrap().requests[0].2).unwrap();
	let actor = format!("0x{}", "ff".repeat(20));
	let filter = json!({ "fromBlock": "0x62ba60", "toBlock": "0x62ba60", "fromAddress": [actor], "after": "0x64", "count": "0x64" });
	assert_eq!(
		(body["method"].as_str(), &body["params"]),
		(Some("trace_filter"), &json!([filter]))
	);
}

#[test]
fn second_version_should_have_its_own_path() {
	let answer = ok(json!({ "TipSetKey": [link(&cid("a"))], "Blocks": [] }));
	let (rewards, server) = with(vec![Reply::Body(answer)], || {
		node(None).reward_distribution(&[cid("a")])
	});
	assert_eq!(rewards, Ok(vec![]));
	let script = server.0.lock().unwrap();
	assert_eq!(script.requests[0].0, "http://localhost:1234/rpc/v2");
	let body: serde_json::Value = serde_json::from_slice(&script.requests[0].2).unwrap();
	assert_eq!(body["params"], json!([{ "key": [link(&cid("a"))] }]));
}

#[test]
fn endpoint_and_token_should_come_from_local_storage() {
	let (offchain, state) = TestOffchainExt::new();
	let mut ext = sp_io::TestExternalities::default();
	ext.register_extension(OffchainDbExt::new(offchain.clone()));
	ext.register_extension(OffchainWorkerExt::new(offchain));
	let until = Timestamp::from_unix_millis(10_000);
	let expected = |token: bool| PendingRequest {
		method: "POST".into(),
		uri: "https://node.example/rpc/v1".into(),
		body: serde_json::to_vec(
			&json!({ "jsonrpc": "2.0", "id": 1, "method": "Filecoin.ChainGetGenesis", "params": [] }),
		)
		.unwrap(),
		sent: true,
		response: Some(ok(
			json!({ "Cids": [link(&cid("genesis"))], "Blocks": [], "Height": 0 }),
		)),
		headers: [
			("content-type", "application/json"),
			("authorization", "Bearer abc"),
		]
		.iter()
		.take(if token { 2 } else { 1 })
		.map(|(name, value)| (name.to_string(), value.to_string()))
		.collect(),
		..Default::default()
	};
	ext.execute_with(|| {
		let configured = || RpcNode::configured(Network::Main, until);
		assert_eq!(configured().err(), Some(Unknown::NotConfigured));
		let set = |key, value: &[u8]| sp_io::offchain::local_storage_set(StorageKind::PERSISTENT, key, value);
		for bad in [&b"ftp://x"[..], b"", b"\xff\xfe", b"node.example"] {
			set(ENDPOINT_KEY, bad);
			assert_eq!(configured().err(), Some(Unknown::NotConfigured));
		}
		set(ENDPOINT_KEY, b"https://node.example/");
		set(TOKEN_KEY, b"abc\n");
		state.write().expect_request(expected(true));
		assert_eq!(configured().unwrap().genesis(), Ok(cid("genesis")));
		set(TOKEN_KEY, b"");
		state.write().expect_request(expected(false));
		assert_eq!(configured().unwrap().genesis(), Ok(cid("genesis")));
	});
}
