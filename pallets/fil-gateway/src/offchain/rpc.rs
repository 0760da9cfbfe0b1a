//! The only file with network: JSON-RPC over the HTTP of the off-chain worker. Every step has a deadline, every answer a largest size.

use super::{
	parse::{self, *},
	scan::{Each, FilecoinNode, Side},
};
use crate::types::ActorId;
use alloc::{format, string::String, vec, vec::Vec};
use fil_primitives::{Address, Cid, Network};
use serde_json::{json, Value};
use sp_core::offchain::{Duration, HttpError, StorageKind, Timestamp};
use sp_runtime::offchain::http::{Request, Response};

/// Key of persistent off-chain storage with the endpoint: its URL, with or without `/rpc/v1`, as UTF-8.
pub const ENDPOINT_KEY: &[u8] = b"fil::rpc";
/// Key of persistent off-chain storage with the bearer token, as UTF-8. None or an empty one: no token is sent.
pub const TOKEN_KEY: &[u8] = b"fil::token";

/// Largest answer that is kept as a whole; doubling buffers stay below 32 MiB. What anybody can make longer is not kept.
const MAX_BODY: usize = 16 << 20;
/// Largest answer that is read as it comes. A block holds at most 10,000 messages, of some 1,000 bytes each without params, and gas for
/// 7.7 MB of params (10^10 gas, 1,300 a byte), a third more in base64: 21 MB. Five blocks to a tipset are expected; this is fifty.
const MAX_STREAM: usize = 1 << 30;
/// Most items of a list: messages of fifty full blocks.
const MAX_LISTED: usize = 500_000;
/// Largest body with another status than 200 that is looked at.
const MAX_ERROR: usize = 64 << 10;
/// Bytes that traces are read in.
const CHUNK: usize = 4096;

/// Longest wait for an ordinary answer.
const TIMEOUT_MS: u64 = 20_000;
/// Longest wait for calls that make the node execute a tipset, and for long lists.
const EXECUTION_TIMEOUT_MS: u64 = 90_000;

/// A Filecoin node behind a URL.
pub struct RpcNode {
	base: String,
	token: Option<String>,
	network: Network,
	until: Timestamp,
	id: u64,
}

#[derive(Clone, Copy)]
enum Version {
	V1,
	V2,
}

impl RpcNode {
	/// The node that the operator configured. Nothing is asked after `until`.
	pub fn configured(network: Network, until: Timestamp) -> Result<Self, Unknown> {
		let text = |key| {
			sp_io::offchain::local_storage_get(StorageKind::PERSISTENT, key)
				.and_then(|bytes| String::from_utf8(bytes).ok())
				.map(|text| String::from(text.trim()))
				.filter(|text| !text.is_empty())
		};
		let url = text(ENDPOINT_KEY).ok_or(Unknown::NotConfigured)?;
		Self::new(&url, text(TOKEN_KEY), network, until)
	}

	/// The node behind that URL.
	pub fn new(
		url: &str,
		token: Option<String>,
		network: Network,
		until: Timestamp,
	) -> Result<Self, Unknown> {
		if !(url.starts_with("http://") || url.starts_with("https://")) {
			return Err(Unknown::NotConfigured);
		}
		let base = url.trim_end_matches('/');
		let base = base
			.strip_suffix("/rpc/v1")
			.or_else(|| base.strip_suffix("/rpc/v2"))
			.unwrap_or(base);
		Ok(Self {
			base: base.into(),
			token,
			network,
			until,
			id: 0,
		})
	}

	/// How many calls were made.
	pub const fn calls(&self) -> u64 {
		self.id
	}

	fn send(
		&mut self,
		version: Version,
		method: &str,
		params: Value,
		timeout: u64,
	) -> Result<(Response, u64, Timestamp), Unknown> {
		let now = sp_io::offchain::timestamp();
		let deadline = now.add(Duration::from_millis(timeout)).min(self.until);
		if now >= deadline {
			return Err(Unknown::Deadline);
		}
		self.id = self.id.checked_add(1).ok_or(Unknown::TooLarge)?;
		let body = json!({ "jsonrpc": "2.0", "id": self.id, "method": method, "params": params });
		let body = serde_json::to_vec(&body).map_err(|_| Unknown::Malformed("request"))?;
		let url = match version {
			Version::V1 => format!("{}/rpc/v1", self.base),
			Version::V2 => format!("{}/rpc/v2", self.base),
		};
		let mut request = Request::post(&url, vec![body])
			.add_header("content-type", "application/json")
			.deadline(deadline);
		if let Some(token) = &self.token {
			request = request.add_header("authorization", &format!("Bearer {token}"));
		}
		let response = request
			.send()
			.map_err(broken)?
			.try_wait(deadline)
			.map_err(|_| Unknown::Deadline)?
			.map_err(|_| Unknown::Connection)?;
		if response.code != 200 {
			let body = collect(&response, deadline, MAX_ERROR).unwrap_or_default();
			return Err(parse::refusal(&body, self.id).unwrap_or(Unknown::Status(response.code)));
		}
		Ok((response, self.id, deadline))
	}

	fn call(&mut self, method: &str, params: Value) -> Result<(Vec<u8>, u64), Unknown> {
		self.call_within(Version::V1, method, params, TIMEOUT_MS)
	}

	fn call_within(
		&mut self,
		version: Version,
		method: &str,
		params: Value,
		timeout: u64,
	) -> Result<(Vec<u8>, u64), Unknown> {
		let (response, id, deadline) = self.send(version, method, params, timeout)?;
		Ok((collect(&response, deadline, MAX_BODY)?, id))
	}

	/// Reads an answer as it comes.
	fn stream<R: Reader>(
		&mut self,
		method: &str,
		params: Value,
		reader: impl FnOnce(u64, Network) -> R,
	) -> Result<(), Unknown> {
		let (response, id, deadline) = self.send(Version::V1, method, params, EXECUTION_TIMEOUT_MS)?;
		let mut reader = reader(id, self.network);
		read(&response, deadline, MAX_STREAM, |chunk| reader.feed(chunk))?;
		reader.finish()
	}

	fn text(&self, address: &Address) -> String {
		address.to_text(self.network)
	}

	/// Calls that take an actor and a tipset.
	fn of_actor(&mut self, method: &str, actor: &Address, key: &[Cid]) -> Result<(Vec<u8>, u64), Unknown> {
		let actor = self.text(actor);
		self.call(method, json!([actor, links(key)]))
	}

	fn tipset_of(&mut self, method: &str, params: Value) -> Result<Tipset, Unknown> {
		let (body, id) = self.call(method, params)?;
		parse::tipset(&body, id, self.network)
	}
}

fn link(cid: &Cid) -> Value {
	json!({ "/": cid.to_text() })
}

fn links(key: &[Cid]) -> Value {
	Value::Array(key.iter().map(link).collect())
}

fn broken(error: HttpError) -> Unknown {
	match error {
		HttpError::DeadlineReached => Unknown::Deadline,
		_ => Unknown::Connection,
	}
}

/// Reads a body to its end, in chunks. An error on the way makes all of it void.
fn read(
	response: &Response,
	deadline: Timestamp,
	max: usize,
	mut take: impl FnMut(&[u8]) -> Result<(), Unknown>,
) -> Result<(), Unknown> {
	let mut body = response.body();
	body.deadline(deadline);
	let mut left = max;
	let mut chunk = Vec::with_capacity(CHUNK);
	loop {
		chunk.clear();
		chunk.extend(body.by_ref().take(CHUNK));
		if let Some(error) = body.error() {
			return Err(broken(*error));
		}
		left = left.checked_sub(chunk.len()).ok_or(Unknown::TooLarge)?;
		// The deadline of the HTTP calls is for each of them; this one is for all.
		if sp_io::offchain::timestamp() >= deadline {
			return Err(Unknown::Deadline);
		}
		take(&chunk)?;
		// A body must not be read beyond its end.
		if chunk.len() < CHUNK {
			return Ok(());
		}
	}
}

/// Hands on the items of a list, as many as there can be.
fn counted<T>(mut each: impl FnMut(T) -> Result<(), Unknown>) -> impl FnMut(T) -> Result<(), Unknown> {
	let mut left = MAX_LISTED;
	move |item| {
		left = left.checked_sub(1).ok_or(Unknown::TooLarge)?;
		each(item)
	}
}

fn collect(response: &Response, deadline: Timestamp, max: usize) -> Result<Vec<u8>, Unknown> {
	let mut all = Vec::new();
	read(response, deadline, max, |chunk| {
		all.extend_from_slice(chunk);
		Ok(())
	})?;
	Ok(all)
}

impl FilecoinNode for RpcNode {
	fn genesis(&mut self) -> Result<Cid, Unknown> {
		let (body, id) = self.call("Filecoin.ChainGetGenesis", json!([]))?;
		parse::genesis(&body, id)
	}

	fn head(&mut self) -> Result<Tipset, Unknown> {
		self.tipset_of("Filecoin.ChainHead", json!([]))
	}

	fn finalized(&mut self) -> Result<Tipset, Unknown> {
		self.tipset_of("Filecoin.ChainGetFinalizedTipSet", json!([]))
	}

	fn tipset(&mut self, key: &[Cid]) -> Result<Tipset, Unknown> {
		self.tipset_of("Filecoin.ChainGetTipSet", json!([links(key)]))
	}

	fn tipset_from(&mut self, height: u64, anchor: &[Cid]) -> Result<Tipset, Unknown> {
		self.tipset_of(
			"Filecoin.ChainGetTipSetAfterHeight",
			json!([height, links(anchor)]),
		)
	}

	fn parent_messages(&mut self, block: &Cid, each: &mut Each<ParentMessage>) -> Result<(), Unknown> {
		self.stream(
			"Filecoin.ChainGetParentMessages",
			json!([link(block)]),
			|id, network| parse::parent_messages(id, network, counted(each)),
		)
	}

	fn parent_receipts(&mut self, block: &Cid) -> Result<Vec<i64>, Unknown> {
		let mut exits = Vec::new();
		let keep = |exit: i64| {
			exits.push(exit);
			Ok(())
		};
		self.stream(
			"Filecoin.ChainGetParentReceipts",
			json!([link(block)]),
			|id, _| parse::parent_receipts(id, counted(keep)),
		)?;
		Ok(exits)
	}

	fn actor(&mut self, address: &Address, key: &[Cid]) -> Result<Option<Actor>, Unknown> {
		// Lotus answers "not found" with an error of its own code, over any HTTP status.
		match self.of_actor("Filecoin.StateGetActor", address, key) {
			Ok((body, id)) => parse::actor(&body, id),
			Err(Unknown::Refused(Refusal::ActorNotFound)) => Ok(None),
			Err(unknown) => Err(unknown),
		}
	}

	fn lookup(&mut self, address: &Address, key: &[Cid]) -> Result<ActorId, Unknown> {
		let (body, id) = self.of_actor("Filecoin.StateLookupID", address, key)?;
		parse::lookup(&body, id, self.network)
	}

	fn account_key(&mut self, address: &Address, key: &[Cid]) -> Result<Option<Address>, Unknown> {
		let (body, id) = self.of_actor("Filecoin.StateAccountKey", address, key)?;
		parse::account_key(&body, id, self.network)
	}

	fn replay(&mut self, inclusion: &[Cid], message: &Cid) -> Result<Invocation, Unknown> {
		let params = json!([links(inclusion), link(message)]);
		let (response, id, deadline) =
			self.send(Version::V1, "Filecoin.StateReplay", params, EXECUTION_TIMEOUT_MS)?;
		let mut reader = TraceReader::new(id, self.network);
		read(&response, deadline, MAX_STREAM, |chunk| reader.feed(chunk))?;
		reader.finish()
	}

	fn traces(
		&mut self,
		height: u64,
		side: Side,
		actor: &[u8; 20],
		after: u32,
		count: u32,
	) -> Result<Vec<FlatTrace>, Unknown> {
		let actor = format!("0x{}", data_encoding::HEXLOWER.encode(actor));
		let height = format!("{height:#x}");
		let side = match side {
			Side::From => "fromAddress",
			Side::To => "toAddress",
		};
		let filter = json!({
			"fromBlock": height,
			"toBlock": height,
			side: [actor],
			"after": format!("{after:#x}"),
			"count": format!("{count:#x}"),
		});
		let mut lines = Vec::new();
		let keep = |line: FlatTrace| {
			lines.push(line);
			Ok(())
		};
		self.stream("trace_filter", json!([filter]), |id, _| {
			parse::flat_traces(id, counted(keep))
		})?;
		Ok(lines)
	}

	fn message_cid(&mut self, hash: &[u8; 32]) -> Result<Option<Cid>, Unknown> {
		let hash = format!("0x{}", data_encoding::HEXLOWER.encode(hash));
		let (body, id) = self.call("Filecoin.EthGetMessageCidByTransactionHash", json!([hash]))?;
		parse::message_cid(&body, id)
	}

	fn pending(&mut self, multisig: &Address, key: &[Cid], each: &mut Each<Pending>) -> Result<(), Unknown> {
		let multisig = self.text(multisig);
		self.stream(
			"Filecoin.MsigGetPending",
			json!([multisig, links(key)]),
			|id, network| parse::pending(id, network, counted(each)),
		)
	}

	fn multisig(&mut self, multisig: &Address, key: &[Cid]) -> Result<MultisigState, Unknown> {
		let (body, id) = self.of_actor("Filecoin.StateReadState", multisig, key)?;
		parse::multisig(&body, id, self.network)
	}

	fn reward_state(&mut self, key: &[Cid]) -> Result<RewardState, Unknown> {
		let (body, id) = self.call(
			"Filecoin.StateReadState",
			json!([singleton(self.network, 2), links(key)]),
		)?;
		parse::reward_state(&body, id)
	}

	fn total_power(&mut self, key: &[Cid]) -> Result<u128, Unknown> {
		let (body, id) = self.call(
			"Filecoin.StateReadState",
			json!([singleton(self.network, 4), links(key)]),
		)?;
		parse::total_power(&body, id)
	}

	fn miner_power(&mut self, miner: &Address, key: &[Cid]) -> Result<MinerPower, Unknown> {
		let (body, id) = self.of_actor("Filecoin.StateMinerPower", miner, key)?;
		parse::miner_power(&body, id)
	}

	fn miner_info(&mut self, miner: &Address, key: &[Cid]) -> Result<MinerInfo, Unknown> {
		let (body, id) = self.of_actor("Filecoin.StateMinerInfo", miner, key)?;
		parse::miner_info(&body, id, self.network)
	}

	fn sectors(&mut self, miner: &Address, key: &[Cid]) -> Result<Sectors, Unknown> {
		let (body, id) = self.of_actor("Filecoin.StateMinerSectorCount", miner, key)?;
		parse::sectors(&body, id)
	}

	fn reward_distribution(&mut self, key: &[Cid]) -> Result<Vec<BlockReward>, Unknown> {
		let params = json!([{ "key": links(key) }]);
		let (body, id) = self.call_within(
			Version::V2,
			"Filecoin.StateRewardDistribution",
			params,
			EXECUTION_TIMEOUT_MS,
		)?;
		parse::reward_distribution(&body, id, self.network, key)
	}
}

/// Text of an actor that has one number on all networks.
fn singleton(network: Network, id: u8) -> String {
	format!("{}0{id}", network.prefix())
}
