//! Pure reading of what Filecoin nodes answer: JSON to facts. Only the fields that are needed, and strictly: whatever is not exactly
//! as a node writes it is unknown, never a default. An absent thing is `None`; something that could not be learned is an [`Unknown`].

use super::lexer::{Event, Lexer, Sink};
use crate::types::{ActorId, MAX_MEMO};
use alloc::{borrow::Cow, string::String, vec::Vec};
use codec::{Decode, Encode};
use fil_primitives::{amount::parse_atto, Address, AddressError, AmountError, Cid, Network};
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

/// A tipset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tipset {
	/// Its key: the CIDs of its blocks, in their order.
	pub key: Vec<Cid>,
	/// Its height.
	pub height: u64,
	/// The key of its parent; empty at genesis.
	pub parents: Vec<Cid>,
	/// Its timestamp in seconds.
	pub time: u64,
	/// Miners of its blocks, with their win counts, in the order of the key.
	pub wins: Vec<(ActorId, u32)>,
}

/// A message that a tipset's parent executed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParentMessage {
	/// The CID that it goes by: of the signed message where the signature is not aggregated.
	pub cid: Cid,
	/// The CID of the unsigned message.
	pub unsigned: Option<Cid>,
	/// The receiver; `None` if it is an address that fil-primitives does not read.
	pub to: Option<Address>,
	/// The sender; likewise.
	pub from: Option<Address>,
	/// AttoFIL.
	pub value: u128,
	/// Method.
	pub method: u64,
	/// Params of a transfer (method 0) as far as they can be a memo.
	pub memo: Vec<u8>,
}

/// An actor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
	/// CID of its code: which type it is of, in this version of the network.
	pub code: String,
	/// CID of its state; `None` if it is not in DAG-CBOR.
	pub head: Option<Cid>,
	/// AttoFIL.
	pub balance: u128,
}

/// What a message did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invocation {
	/// The message.
	pub message: Cid,
	/// Exit code of the message.
	pub exit: i64,
	/// Its calls, callers before callees: the first is the message itself.
	pub calls: Vec<Call>,
}

/// A call of a message.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Call {
	/// The calling call, by its place in [`Invocation::calls`].
	pub parent: Option<usize>,
	/// The place among the callers' calls.
	pub index: u16,
	/// The caller.
	pub from: Option<Address>,
	/// The receiver, as the caller names it; `None` if it is an address that fil-primitives does not read.
	pub to: Option<Address>,
	/// AttoFIL.
	pub value: u128,
	/// Method.
	pub method: u64,
	/// Params of a transfer (method 0) as far as they can be a memo.
	pub memo: Vec<u8>,
	/// Exit code of the call.
	pub exit: i64,
	/// The actor that was called.
	pub invoked: Option<ActorId>,
}

/// A line of `trace_filter`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FlatTrace {
	/// The height that the message was included at.
	pub height: u64,
	/// How the Ethereum view calls the message.
	pub hash: [u8; 32],
}

/// A transaction that a multisig has pending.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pending {
	/// Its id.
	pub id: u64,
	/// Its receiver; `None` if it is an address that fil-primitives does not read.
	pub to: Option<Address>,
	/// AttoFIL; `None` if they are more than there can be.
	pub value: Option<u128>,
	/// Method.
	pub method: u64,
	/// Params of a transfer (method 0) as far as they can be a memo.
	pub memo: Vec<u8>,
}

/// Who signs for a multisig.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MultisigState {
	/// Signers.
	pub signers: Vec<Address>,
	/// Approvals that a transaction needs.
	pub threshold: u64,
}

/// The reward actor (f02).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct RewardState {
	/// What blocks have earned miners so far, in attoFIL. Tips are not in it.
	pub mined: u128,
	/// Reward of the epoch for the five expected wins.
	pub epoch_reward: u128,
	/// Whether rewards are split in streams (network version 29).
	pub streams: bool,
}

/// A miner's power.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MinerPower {
	/// Raw bytes; 0 below the consensus minimum.
	pub raw: u128,
	/// Quality-adjusted bytes; 0 below the consensus minimum.
	pub quality_adjusted: u128,
}

/// A miner's facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MinerInfo {
	/// Its owner.
	pub owner: Address,
	/// Where its payouts go.
	pub beneficiary: Address,
	/// Quota less what was used, in attoFIL, at most `u128::MAX`.
	pub quota_left: u128,
	/// The height at which that ends.
	pub expiration: u64,
}

/// A miner's sectors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sectors {
	/// Live ones.
	pub live: u64,
	/// Faulty ones.
	pub faulty: u64,
}

/// What a block paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BlockReward {
	/// Its miner.
	pub miner: ActorId,
	/// What the miner got, in attoFIL.
	pub paid: u128,
}

/// The result of an answer; `None` is JSON's `null`.
pub fn result<'a, T: Deserialize<'a>>(body: &'a [u8], id: u64) -> Result<Option<T>, Unknown> {
	let response: Response<T> = serde_json::from_slice(body).map_err(|_| Unknown::Malformed("answer"))?;
	if response.id != Some(id) {
		return Err(Unknown::WrongId);
	}
	match (response.error, response.result) {
		(Some(error), _) => Err(Unknown::Refused(Refusal::of(error.code))),
		(None, Some(result)) => Ok(result),
		(None, None) => Err(Unknown::Malformed("neither result nor error")),
	}
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

/// The first block of `ChainGetGenesis`.
pub fn genesis(body: &[u8], id: u64) -> Result<Cid, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		cids: Vec<Link<'a>>,
	}
	let raw: Raw = some(body, id)?;
	match raw.cids.as_slice() {
		[only] => only.cid(),
		_ => Err(Unknown::Malformed("genesis")),
	}
}

/// Answers that are tipsets.
pub fn tipset(body: &[u8], id: u64, network: Network) -> Result<Tipset, Unknown> {
	const BAD: Unknown = Unknown::Malformed("tipset");
	let raw: RawTipset = some(body, id)?;
	let key = cids(&raw.cids)?;
	let first = raw.blocks.first().ok_or(BAD)?;
	let parents = cids(first.parents.as_deref().unwrap_or_default())?;
	if key.len() != raw.blocks.len() || (parents.is_empty() && raw.height != 0) {
		return Err(BAD);
	}
	let mut wins = Vec::with_capacity(raw.blocks.len());
	for block in &raw.blocks {
		let same = block.height == raw.height
			&& block.timestamp == first.timestamp
			&& cids(block.parents.as_deref().unwrap_or_default())? == parents;
		if !same {
			return Err(BAD);
		}
		let count = block.election_proof.as_ref().map_or(0, |proof| proof.win_count);
		wins.push((actor_id(&block.miner, network)?, count));
	}
	Ok(Tipset {
		key,
		height: raw.height,
		parents,
		time: first.timestamp,
		wins,
	})
}

/// `ChainGetParentMessages`.
pub fn parent_messages(body: &[u8], id: u64, network: Network) -> Result<Vec<ParentMessage>, Unknown> {
	let raw: Vec<RawParentMessage> = some(body, id)?;
	raw.iter()
		.map(|RawParentMessage { cid, message }| {
			Ok(ParentMessage {
				cid: cid.cid()?,
				unsigned: message.cid.as_ref().map(Link::cid).transpose()?,
				to: address(&message.to, network)?,
				from: address(&message.from, network)?,
				value: atto(&message.value)?,
				method: message.method,
				memo: memo(message.method, message.params.as_ref())?,
			})
		})
		.collect()
}

/// The exit codes of `ChainGetParentReceipts`.
pub fn parent_receipts(body: &[u8], id: u64) -> Result<Vec<i64>, Unknown> {
	let raw: Vec<RawReceipt> = some(body, id)?;
	Ok(raw.iter().map(|receipt| receipt.exit_code).collect())
}

/// `StateGetActor`. Lotus refuses with code 11 where there is no such actor, Forest answers `null`.
pub fn actor(body: &[u8], id: u64) -> Result<Option<Actor>, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		code: Link<'a>,
		#[serde(borrow)]
		head: Link<'a>,
		#[serde(borrow)]
		balance: Cow<'a, str>,
	}
	match result::<Raw>(body, id) {
		Ok(None) | Err(Unknown::Refused(Refusal::ActorNotFound)) => Ok(None),
		Ok(Some(raw)) => Ok(Some(Actor {
			code: raw.code.text.into_owned(),
			head: Cid::parse(&raw.head.text).ok(),
			balance: atto(&raw.balance)?,
		})),
		Err(unknown) => Err(unknown),
	}
}

/// `StateLookupID`.
pub fn lookup(body: &[u8], id: u64, network: Network) -> Result<ActorId, Unknown> {
	let raw: Cow<str> = some(body, id)?;
	actor_id(&raw, network)
}

/// `StateAccountKey`.
pub fn account_key(body: &[u8], id: u64, network: Network) -> Result<Option<Address>, Unknown> {
	let raw: Cow<str> = some(body, id)?;
	address(&raw, network)
}

/// `trace_filter`.
pub fn flat_traces(body: &[u8], id: u64) -> Result<Vec<FlatTrace>, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "camelCase")]
	struct Raw<'a> {
		block_number: u64,
		#[serde(borrow)]
		transaction_hash: Cow<'a, str>,
	}
	let raw: Vec<Raw> = some(body, id)?;
	raw.iter()
		.map(|trace| {
			let hash = trace
				.transaction_hash
				.strip_prefix("0x")
				.and_then(|digits| data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok())
				.and_then(|bytes| bytes.try_into().ok())
				.ok_or(Unknown::Malformed("transaction hash"))?;
			Ok(FlatTrace {
				height: trace.block_number,
				hash,
			})
		})
		.collect()
}

/// `EthGetMessageCidByTransactionHash`; `None` if the node does not know it.
pub fn message_cid(body: &[u8], id: u64) -> Result<Option<Cid>, Unknown> {
	result::<Link>(body, id)?.map(|link| link.cid()).transpose()
}

/// `MsigGetPending`.
pub fn pending(body: &[u8], id: u64, network: Network) -> Result<Vec<Pending>, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(rename = "ID")]
		id: u64,
		#[serde(borrow)]
		to: Cow<'a, str>,
		#[serde(borrow)]
		value: Cow<'a, str>,
		method: u64,
		#[serde(borrow)]
		params: Option<Text<'a>>,
	}
	let raw: Vec<Raw> = some(body, id)?;
	raw.iter()
		.map(|transaction| {
			Ok(Pending {
				id: transaction.id,
				to: address(&transaction.to, network)?,
				value: match parse_atto(&transaction.value) {
					Ok(value) => Some(value),
					// Anything can be proposed.
					Err(AmountError::Overflow) => None,
					Err(_) => return Err(Unknown::Malformed("amount")),
				},
				method: transaction.method,
				memo: memo(transaction.method, transaction.params.as_ref())?,
			})
		})
		.collect()
}

/// `StateReadState` of a multisig.
pub fn multisig(body: &[u8], id: u64, network: Network) -> Result<MultisigState, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		signers: Vec<Cow<'a, str>>,
		num_approvals_threshold: u64,
	}
	let raw: State<Raw> = some(body, id)?;
	Ok(MultisigState {
		signers: raw
			.state
			.signers
			.iter()
			.map(|signer| known_address(signer, network))
			.collect::<Result<_, _>>()?,
		threshold: raw.state.num_approvals_threshold,
	})
}

/// Quality-adjusted bytes of the network, by `StateReadState` of the power actor (f04). Where too few miners reach the minimum to count,
/// the committed bytes.
pub fn total_power(body: &[u8], id: u64) -> Result<u128, Unknown> {
	#[derive(Deserialize)]
	struct Raw<'a> {
		#[serde(borrow, rename = "TotalQualityAdjPower")]
		counted: Cow<'a, str>,
		#[serde(borrow, rename = "TotalQABytesCommitted")]
		committed: Cow<'a, str>,
	}
	let raw: State<Raw> = some(body, id)?;
	match atto(&raw.state.counted)? {
		0 => atto(&raw.state.committed),
		counted => Ok(counted),
	}
}

/// `StateReadState` of the reward actor (f02).
pub fn reward_state(body: &[u8], id: u64) -> Result<RewardState, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		this_epoch_reward: Cow<'a, str>,
		#[serde(borrow)]
		total_storage_power_reward: Option<Cow<'a, str>>,
		#[serde(borrow)]
		total_minted_reward: Option<Cow<'a, str>>,
		#[serde(borrow)]
		total_burn_minted: Option<Cow<'a, str>>,
		#[serde(borrow)]
		total_explicit_minted: Option<Cow<'a, str>>,
	}
	let State { state: raw }: State<Raw> = some(body, id)?;
	let (mined, streams) = match raw {
		Raw {
			total_storage_power_reward: None,
			total_minted_reward: Some(minted),
			total_burn_minted: Some(burnt),
			total_explicit_minted: Some(explicit),
			..
		} => {
			let mined = atto(&minted)?
				.checked_sub(atto(&burnt)?)
				.and_then(|left| left.checked_sub(atto(&explicit).ok()?))
				.ok_or(Unknown::Inconsistent("minted rewards"))?;
			(mined, true)
		}
		Raw {
			total_storage_power_reward: Some(total),
			total_minted_reward: None,
			..
		} => (atto(&total)?, false),
		_ => return Err(Unknown::Malformed("reward actor")),
	};
	Ok(RewardState {
		mined,
		epoch_reward: atto(&raw.this_epoch_reward)?,
		streams,
	})
}

/// `StateMinerPower`. Below the consensus minimum Lotus tells the claim and Forest zeros: both are 0 here.
pub fn miner_power(body: &[u8], id: u64) -> Result<MinerPower, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Claim<'a> {
		#[serde(borrow)]
		raw_byte_power: Cow<'a, str>,
		#[serde(borrow)]
		quality_adj_power: Cow<'a, str>,
	}
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		miner_power: Claim<'a>,
		has_min_power: bool,
	}
	let raw: Raw = some(body, id)?;
	let claim = MinerPower {
		raw: atto(&raw.miner_power.raw_byte_power)?,
		quality_adjusted: atto(&raw.miner_power.quality_adj_power)?,
	};
	Ok(if raw.has_min_power {
		claim
	} else {
		MinerPower {
			raw: 0,
			quality_adjusted: 0,
		}
	})
}

/// `StateMinerInfo`.
pub fn miner_info(body: &[u8], id: u64, network: Network) -> Result<MinerInfo, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Term<'a> {
		#[serde(borrow)]
		quota: Cow<'a, str>,
		#[serde(borrow)]
		used_quota: Cow<'a, str>,
		expiration: i64,
	}
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		owner: Cow<'a, str>,
		#[serde(borrow)]
		beneficiary: Cow<'a, str>,
		#[serde(borrow)]
		beneficiary_term: Option<Term<'a>>,
	}
	// Owners can set any quota.
	let clipped = |text: &str| match parse_atto(text) {
		Err(AmountError::Overflow) => Ok(u128::MAX),
		other => other.map_err(|_| Unknown::Malformed("quota")),
	};
	let raw: Raw = some(body, id)?;
	let (quota_left, expiration) = match &raw.beneficiary_term {
		Some(term) => {
			let (quota, used) = (clipped(&term.quota)?, clipped(&term.used_quota)?);
			let left = Some(quota)
				.filter(|quota| *quota > used)
				.and_then(|quota| quota.checked_sub(used));
			(left.unwrap_or(0), u64::try_from(term.expiration).unwrap_or(0))
		}
		None => (0, 0),
	};
	Ok(MinerInfo {
		owner: known_address(&raw.owner, network)?,
		beneficiary: known_address(&raw.beneficiary, network)?,
		quota_left,
		expiration,
	})
}

/// `StateMinerSectorCount`.
pub fn sectors(body: &[u8], id: u64) -> Result<Sectors, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw {
		live: u64,
		faulty: u64,
	}
	let raw: Raw = some(body, id)?;
	Ok(Sectors {
		live: raw.live,
		faulty: raw.faulty,
	})
}

/// `StateRewardDistribution` of the tipset with that key.
pub fn reward_distribution(
	body: &[u8],
	id: u64,
	network: Network,
	key: &[Cid],
) -> Result<Vec<BlockReward>, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Amounts<'a> {
		#[serde(borrow)]
		miner_paid: Cow<'a, str>,
	}
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Block<'a> {
		#[serde(borrow)]
		miner: Cow<'a, str>,
		#[serde(borrow)]
		amounts: Amounts<'a>,
	}
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		tip_set_key: Vec<Link<'a>>,
		#[serde(borrow)]
		blocks: Vec<Block<'a>>,
	}
	let raw: Raw = some(body, id)?;
	if cids(&raw.tip_set_key)? != key {
		return Err(Unknown::Inconsistent("rewards of another tipset"));
	}
	raw.blocks
		.iter()
		.map(|block| {
			Ok(BlockReward {
				miner: actor_id(&block.miner, network)?,
				paid: atto(&block.amounts.miner_paid)?,
			})
		})
		.collect()
}

/// Reads the answer of `StateReplay` as it comes.
pub struct TraceReader {
	lexer: Lexer,
	trace: Trace,
}

/// More calls than a message has gas for.
const MAX_CALLS: usize = 32_768;

impl TraceReader {
	/// A reader of the answer to the request with that id.
	pub fn new(id: u64, network: Network) -> Self {
		let trace = Trace {
			id,
			network,
			stack: Vec::new(),
			key: Name::Other,
			answered: None,
			error: None,
			failed: false,
			message: None,
			exit: None,
			calls: Vec::new(),
		};
		Self {
			lexer: Lexer::default(),
			trace,
		}
	}

	/// Reads on.
	pub fn feed(&mut self, bytes: &[u8]) -> Result<(), Unknown> {
		self.lexer.feed(bytes, &mut self.trace)
	}

	/// The end.
	pub fn finish(self) -> Result<Invocation, Unknown> {
		self.lexer.finish()?;
		let trace = self.trace;
		if trace.answered != Some(trace.id) {
			return Err(Unknown::WrongId);
		}
		if trace.failed {
			return Err(Unknown::Refused(Refusal::of(
				trace.error.ok_or(Unknown::Malformed("error"))?,
			)));
		}
		let mut calls = Vec::with_capacity(trace.calls.len());
		for Draft { call, complete } in trace.calls {
			if complete != COMPLETE {
				return Err(Unknown::Malformed("call"));
			}
			calls.push(call);
		}
		match (trace.message, trace.exit) {
			(Some(message), Some(exit)) if !calls.is_empty() => Ok(Invocation { message, exit, calls }),
			_ => Err(Unknown::Malformed("replay")),
		}
	}
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
	Top,
	Error,
	Result,
	MessageCid,
	Receipt,
	Call(usize),
	CallMessage(usize),
	CallReceipt(usize),
	Invoked(usize),
	Subcalls { of: usize, next: u16 },
	Elsewhere,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
	Id,
	Error,
	Code,
	Result,
	MessageCid,
	Slash,
	Receipt,
	ExitCode,
	Trace,
	Message,
	From,
	To,
	Value,
	Method,
	Params,
	Invoked,
	ActorId,
	Subcalls,
	Other,
}

impl Name {
	fn of(name: &[u8]) -> Self {
		match name {
			b"id" => Name::Id,
			b"error" => Name::Error,
			b"code" => Name::Code,
			b"result" => Name::Result,
			b"MsgCid" => Name::MessageCid,
			b"/" => Name::Slash,
			b"MsgRct" => Name::Receipt,
			b"ExitCode" => Name::ExitCode,
			b"ExecutionTrace" => Name::Trace,
			b"Msg" => Name::Message,
			b"From" => Name::From,
			b"To" => Name::To,
			b"Value" => Name::Value,
			b"Method" => Name::Method,
			b"Params" => Name::Params,
			b"InvokedActor" => Name::Invoked,
			b"Id" => Name::ActorId,
			b"Subcalls" => Name::Subcalls,
			_ => Name::Other,
		}
	}
}

/// Bits of what a call must have had.
const FROM: u8 = 1;
const TO: u8 = 2;
const VALUE: u8 = 4;
const METHOD: u8 = 8;
const EXIT: u8 = 16;
const COMPLETE: u8 = FROM | TO | VALUE | METHOD | EXIT;

#[derive(Default)]
struct Draft {
	call: Call,
	complete: u8,
}

struct Trace {
	id: u64,
	network: Network,
	/// Where we are, from the top down.
	stack: Vec<Place>,
	/// The last name.
	key: Name,
	answered: Option<u64>,
	error: Option<i64>,
	failed: bool,
	message: Option<Cid>,
	exit: Option<i64>,
	calls: Vec<Draft>,
}

impl Trace {
	fn call(&mut self, index: usize) -> Result<&mut Draft, Unknown> {
		self.calls.get_mut(index).ok_or(Unknown::Malformed("call"))
	}

	fn new_call(&mut self, parent: Option<usize>, index: u16) -> Result<Place, Unknown> {
		let place = self.calls.len();
		if place >= MAX_CALLS {
			return Err(Unknown::TooLarge);
		}
		self.calls.push(Draft {
			call: Call {
				parent,
				index,
				..Default::default()
			},
			complete: 0,
		});
		Ok(Place::Call(place))
	}

	fn open(&mut self) -> Result<(), Unknown> {
		let place = match (self.stack.last().copied(), self.key) {
			(None, _) => Place::Top,
			(Some(Place::Top), Name::Error) => {
				self.failed = true;
				Place::Error
			}
			(Some(Place::Top), Name::Result) => Place::Result,
			(Some(Place::Result), Name::MessageCid) => Place::MessageCid,
			(Some(Place::Result), Name::Receipt) => Place::Receipt,
			(Some(Place::Result), Name::Trace) if self.calls.is_empty() => self.new_call(None, 0)?,
			(Some(Place::Call(call)), Name::Message) => Place::CallMessage(call),
			(Some(Place::Call(call)), Name::Receipt) => Place::CallReceipt(call),
			(Some(Place::Call(call)), Name::Invoked) => Place::Invoked(call),
			(Some(Place::Call(call)), Name::Subcalls) => Place::Subcalls { of: call, next: 0 },
			(Some(Place::Subcalls { of, next }), _) => {
				let after = next.checked_add(1).ok_or(Unknown::TooLarge)?;
				if let Some(list) = self.stack.last_mut() {
					*list = Place::Subcalls { of, next: after };
				}
				self.new_call(Some(of), next)?
			}
			_ => Place::Elsewhere,
		};
		self.stack.push(place);
		Ok(())
	}

	fn text(&mut self, text: Option<&[u8]>) -> Result<(), Unknown> {
		let network = self.network;
		let short = || {
			text.and_then(|text| core::str::from_utf8(text).ok())
				.ok_or(Unknown::Malformed("text"))
		};
		match (self.stack.last().copied(), self.key) {
			(Some(Place::Top), Name::Error) => self.failed = true,
			(Some(Place::MessageCid), Name::Slash) => self.message = Some(cid(short()?)?),
			(Some(Place::CallMessage(call)), Name::From) => {
				let from = address(short()?, network)?;
				let draft = self.call(call)?;
				draft.call.from = from;
				draft.complete |= FROM;
			}
			(Some(Place::CallMessage(call)), Name::To) => {
				let to = address(short()?, network)?;
				let draft = self.call(call)?;
				draft.call.to = to;
				draft.complete |= TO;
			}
			(Some(Place::CallMessage(call)), Name::Value) => {
				let value = call_value(short()?)?;
				let draft = self.call(call)?;
				draft.call.value = value;
				draft.complete |= VALUE;
			}
			// Cut ones are too long for a memo.
			(Some(Place::CallMessage(call)), Name::Params) => {
				let params = match text {
					Some(_) => base64_memo(short()?)?,
					None => Vec::new(),
				};
				self.call(call)?.call.memo = params;
			}
			_ => (),
		}
		Ok(())
	}

	fn literal(&mut self, literal: &[u8]) -> Result<(), Unknown> {
		if literal == b"null" {
			return Ok(());
		}
		let number = || {
			core::str::from_utf8(literal)
				.ok()
				.and_then(|text| text.parse::<i64>().ok())
				.ok_or(Unknown::Malformed("number"))
		};
		let natural =
			|| number().and_then(|number| u64::try_from(number).map_err(|_| Unknown::Malformed("number")));
		match (self.stack.last().copied(), self.key) {
			(Some(Place::Top), Name::Id) => self.answered = Some(natural()?),
			(Some(Place::Top), Name::Error) => self.failed = true,
			(Some(Place::Error), Name::Code) => self.error = Some(number()?),
			(Some(Place::Receipt), Name::ExitCode) => self.exit = Some(number()?),
			(Some(Place::CallMessage(call)), Name::Method) => {
				let method = method_number(literal)?;
				let draft = self.call(call)?;
				draft.call.method = method;
				draft.complete |= METHOD;
			}
			(Some(Place::CallReceipt(call)), Name::ExitCode) => {
				let exit = number()?;
				let draft = self.call(call)?;
				draft.call.exit = exit;
				draft.complete |= EXIT;
			}
			(Some(Place::Invoked(call)), Name::ActorId) => {
				let id = natural()?;
				self.call(call)?.call.invoked = Some(id);
			}
			_ => (),
		}
		Ok(())
	}

	/// A call is complete: params of other methods are no memo.
	fn close(&mut self) -> Result<(), Unknown> {
		if let Some(Place::Call(call)) = self.stack.pop() {
			let draft = self.call(call)?;
			if draft.call.method != 0 {
				draft.call.memo = Vec::new();
			}
		}
		Ok(())
	}
}

impl Sink for Trace {
	fn event(&mut self, event: Event) -> Result<(), Unknown> {
		match event {
			Event::Open => self.open(),
			Event::Close => self.close(),
			Event::Key(name) => {
				self.key = Name::of(name);
				Ok(())
			}
			Event::Text(text) => self.text(text),
			Event::Literal(literal) => self.literal(literal),
		}
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

/// A text that stays where it is: options of `Cow` would be copied.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

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

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawTipset<'a> {
	#[serde(borrow)]
	cids: Vec<Link<'a>>,
	#[serde(borrow)]
	blocks: Vec<RawBlock<'a>>,
	height: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawBlock<'a> {
	#[serde(borrow)]
	miner: Cow<'a, str>,
	election_proof: Option<RawElection>,
	#[serde(borrow)]
	parents: Option<Vec<Link<'a>>>,
	height: u64,
	timestamp: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawElection {
	win_count: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawParentMessage<'a> {
	#[serde(borrow)]
	cid: Link<'a>,
	#[serde(borrow)]
	message: RawMessage<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawMessage<'a> {
	#[serde(borrow)]
	to: Cow<'a, str>,
	#[serde(borrow)]
	from: Cow<'a, str>,
	#[serde(borrow)]
	value: Cow<'a, str>,
	method: u64,
	#[serde(borrow)]
	params: Option<Text<'a>>,
	#[serde(borrow, rename = "CID")]
	cid: Option<Link<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawReceipt {
	exit_code: i64,
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

/// A call that failed can have tried any value.
fn call_value(text: &str) -> Result<u128, Unknown> {
	match parse_atto(text) {
		Err(AmountError::Overflow) => Ok(u128::MAX),
		other => other.map_err(|_| Unknown::Malformed("amount")),
	}
}

fn method_number(literal: &[u8]) -> Result<u64, Unknown> {
	core::str::from_utf8(literal)
		.ok()
		.and_then(|text| text.parse().ok())
		.ok_or(Unknown::Malformed("method"))
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

/// Params of a transfer, if they can be a memo. Both `null` and `""` mean none.
fn memo(method: u64, params: Option<&Text>) -> Result<Vec<u8>, Unknown> {
	match params {
		Some(text) if method == 0 => base64_memo(&text.0),
		_ => Ok(Vec::new()),
	}
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
