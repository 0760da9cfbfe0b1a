//! Pure reading of what Filecoin nodes answer: JSON to facts. Only the fields that are needed, and strictly: whatever is not exactly
//! as a node writes it is unknown, never a default. An absent thing is `None`; something that could not be learned is an [`Unknown`].
//! Lists whose length anybody can decide on are read as they come.

mod actors;
mod envelope;
mod lists;
mod messages;
mod miners;
mod network;
mod tipsets;
mod traces;

pub use actors::{account_key, actor, lookup, multisig, pending, Actor, MultisigState, Pending};
pub use lists::Reader;
pub use messages::{message_cid, parent_messages, parent_receipts, ParentMessage};
pub use miners::{miner_info, miner_power, sectors, MinerInfo, MinerPower, Sectors};
pub use network::{reward_distribution, reward_state, total_power, BlockReward, RewardState};
pub use tipsets::{genesis, tipset, Tipset};
pub use traces::{flat_traces, Call, FlatTrace, Invocation, TraceReader};

use crate::types::{ActorId, MAX_MEMO};
use alloc::{borrow::Cow, vec::Vec};
use codec::{Decode, Encode};
use fil_primitives::{amount::parse_atto, Address, AddressError, Cid, Network};
use serde::{Deserialize, Deserializer};

/// Why something could not be learned. It never means that the thing is not there.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Unknown {
	/// The operator has given no endpoint, or one that is no `http(s)` URL.
	NotConfigured,
	/// The node cannot be reached, or the connection broke.
	Connection,
	/// The answer did not come in time, or the time of this run is over.
	Deadline,
	/// The answer is larger than any true one.
	TooLarge,
	/// HTTP says something else than 200, and there is no JSON-RPC error in the body.
	Status(u16),
	/// The answer belongs to another request.
	WrongId,
	/// Not the JSON that this method answers with. Says where.
	Malformed(#[codec(skip)] &'static str),
	/// `null` where there must be something.
	Nothing,
	/// The node refused.
	Refused(Refusal),
	/// Answers contradict each other. Says which.
	Inconsistent(#[codec(skip)] &'static str),
}

/// Errors of JSON-RPC.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Refusal {
	/// 11: there is no such actor at that tipset.
	ActorNotFound,
	/// 12: there are no blocks at that height.
	NullRound,
	/// -32005: more heights than the node looks at in one call.
	RangeExceeded,
	/// -32002: a state migration would have to be repeated. It goes away.
	ExpensiveFork,
	/// -32601: the node, or the gateway before it, does not serve the method.
	NoSuchMethod,
	/// Any other: 1 says anything at all, "failed to root" and missing blocks included.
	Other(i64),
}

impl Refusal {
	const fn of(code: i64) -> Self {
		match code {
			11 => Refusal::ActorNotFound,
			12 => Refusal::NullRound,
			-32005 => Refusal::RangeExceeded,
			-32002 => Refusal::ExpensiveFork,
			-32601 => Refusal::NoSuchMethod,
			other => Refusal::Other(other),
		}
	}
}

/// The result of an answer; `None` is JSON's `null`.
pub fn result<'a, T: Deserialize<'a>>(body: &'a [u8], id: u64) -> Result<Option<T>, Unknown> {
	let response: Response<T> = serde_json::from_slice(body).map_err(|_| Unknown::Malformed("answer"))?;
	let error = response.error.map(|error| Some(error.code));
	envelope::outcome(id, response.id, error, response.result)
}

/// The result of an answer that has one.
fn some<'a, T: Deserialize<'a>>(body: &'a [u8], id: u64) -> Result<T, Unknown> {
	result(body, id)?.ok_or(Unknown::Nothing)
}

/// The refusal that a body of another HTTP status contains, if it does.
pub fn refusal(body: &[u8], id: u64) -> Option<Unknown> {
	match result::<serde::de::IgnoredAny>(body, id) {
		Err(unknown @ Unknown::Refused(_)) => Some(unknown),
		_ => None,
	}
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Response<T> {
	id: Option<u64>,
	#[serde(default, deserialize_with = "present")]
	result: Option<Option<T>>,
	error: Option<RawError>,
}

/// Tells `null` from nothing at all.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
	deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
	Option::<T>::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
struct RawError {
	code: i64,
}

#[derive(Deserialize)]
struct State<T> {
	#[serde(rename = "State")]
	state: T,
}

/// `{"/":"bafy…"}`.
#[derive(Deserialize)]
struct Link<'a> {
	#[serde(borrow, rename = "/")]
	text: Cow<'a, str>,
}

impl Link<'_> {
	fn cid(&self) -> Result<Cid, Unknown> {
		cid(&self.text)
	}
}

fn cid(text: &str) -> Result<Cid, Unknown> {
	Cid::parse(text).map_err(|_| Unknown::Malformed("CID"))
}

fn cids(links: &[Link]) -> Result<Vec<Cid>, Unknown> {
	links.iter().map(Link::cid).collect()
}

fn atto(text: &str) -> Result<u128, Unknown> {
	parse_atto(text).map_err(|_| Unknown::Malformed("amount"))
}

/// An address, or `None` for one that exists on Filecoin but that fil-primitives does not read.
fn address(text: &str, network: Network) -> Result<Option<Address>, Unknown> {
	match Address::parse(text, network) {
		Ok(address) => Ok(Some(address)),
		Err(
			AddressError::Namespace
			| AddressError::Length
			| AddressError::BlsKey
			| AddressError::MaskedId
			| AddressError::IdTooLarge,
		) => Ok(None),
		Err(_) => Err(Unknown::Malformed("address")),
	}
}

fn known_address(text: &str, network: Network) -> Result<Address, Unknown> {
	address(text, network)?.ok_or(Unknown::Malformed("address"))
}

fn actor_id(text: &str, network: Network) -> Result<ActorId, Unknown> {
	Address::parse(text, network)
		.ok()
		.and_then(|address| address.id())
		.ok_or(Unknown::Malformed("actor id"))
}

/// Characters of the base64 of [`MAX_MEMO`] bytes.
const MAX_MEMO_TEXT: usize = (MAX_MEMO as usize).div_ceil(3) * 4;

fn base64_memo(text: &str) -> Result<Vec<u8>, Unknown> {
	if text.len() > MAX_MEMO_TEXT {
		return Ok(Vec::new());
	}
	let bytes = data_encoding::BASE64
		.decode(text.as_bytes())
		.map_err(|_| Unknown::Malformed("params"))?;
	Ok(if bytes.len() > MAX_MEMO as usize {
		Vec::new()
	} else {
		bytes
	})
}
