//! What Filecoin says, at the heaviest tipset, by calls that Lotus, Forest and hosted gateways serve; and what is told to it.

use super::{
	http::{Rpc, RpcError},
	message::{self, Gas, MAX_GAS},
	plan::Pending,
};
use data_encoding::BASE64;
use fil_primitives::{amount::parse_atto, Address, AmountError, Cid, Message, Network, Signature};
use pallet_fil_gateway::{ActorId, Custody};
use serde::Deserialize;
use serde_json::{json, Value};

/// How old the head may be: 5 epochs.
const MAX_LAG_SECONDS: u64 = 150;
/// Lotus' code for an actor that is not there.
const ACTOR_NOT_FOUND: i64 = 11;

/// A link of IPLD's JSON.
#[derive(Clone, Deserialize)]
struct Link {
	#[serde(rename = "/")]
	cid: String,
}

/// Filecoin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
	/// Height of the head.
	pub height: u64,
	/// The actor behind the key.
	pub me: ActorId,
	/// Nonce of its next message.
	pub nonce: u64,
	/// Whether earlier messages of it wait for a block, or for one above it.
	pub unsettled: bool,
	/// Custody's balance.
	pub balance: u128,
	/// Custody's signers, ascending.
	pub signers: Vec<ActorId>,
	/// Approvals that a transaction of custody needs.
	pub approvals: u32,
	/// Its pending transactions.
	pub pending: Vec<Pending>,
}

/// Reads what payouts have to be judged by. `now` is Unix time in seconds.
pub async fn read(rpc: &Rpc, custody: &Custody, key: &Address, now: u64) -> Result<View, String> {
	let network = custody.network;
	let genesis: Value = rpc.ask("Filecoin.ChainGetGenesis", json!([])).await?;
	let genesis = parse_tipset(&genesis).ok_or_else(|| malformed(rpc, "ChainGetGenesis"))?;
	if genesis.key != [custody.genesis] {
		return Err("the Filecoin node is of another network than custody".into());
	}
	let head: Value = rpc.ask("Filecoin.ChainHead", json!([])).await?;
	let head = parse_tipset(&head).ok_or_else(|| malformed(rpc, "ChainHead"))?;
	let lag = now.saturating_sub(head.time);
	if lag > MAX_LAG_SECONDS {
		return Err(format!(
			"the Filecoin node's head is {lag} seconds old: it is not up to date"
		));
	}
	let at: Vec<Value> = head.key.iter().map(|cid| json!({ "/": cid.to_text() })).collect();

	let (own, multisig) = (key.to_text(network), custody.robust.to_text(network));
	let me = match rpc
		.call::<Option<String>>("Filecoin.StateLookupID", json!([own, at]))
		.await
	{
		Ok(Some(text)) => parse_id(&text, network).ok_or_else(|| malformed(rpc, "StateLookupID"))?,
		Ok(None) => return Err(unknown_key(&own)),
		Err(RpcError::Refused { code, .. }) if code == ACTOR_NOT_FOUND => return Err(unknown_key(&own)),
		Err(error) => return Err(rpc.explain("Filecoin.StateLookupID", &error)),
	};
	let actor: Value = rpc.ask("Filecoin.StateGetActor", json!([own, at])).await?;
	let settled = actor
		.get("Nonce")
		.and_then(Value::as_u64)
		.ok_or_else(|| malformed(rpc, "StateGetActor"))?;
	let nonce: u64 = rpc.ask("Filecoin.MpoolGetNonce", json!([own])).await?;

	let state: Value = rpc.ask("Filecoin.StateReadState", json!([multisig, at])).await?;
	let (balance, signers, approvals) =
		parse_multisig(&state, network).ok_or_else(|| malformed(rpc, "StateReadState"))?;
	let pending: Value = rpc.ask("Filecoin.MsigGetPending", json!([multisig, at])).await?;
	let pending = parse_pending(&pending, network).ok_or_else(|| malformed(rpc, "MsigGetPending"))?;
	Ok(View {
		height: head.height,
		me,
		nonce,
		// A nonce behind the chain's is the answer of a node that has not looked yet.
		unsettled: nonce != settled,
		balance,
		signers,
		approvals,
		pending,
	})
}

fn unknown_key(address: &str) -> String {
	format!("{address}, the address of this key, is not on Filecoin yet: send it a little FIL, for gas")
}

fn malformed(rpc: &Rpc, method: &str) -> String {
	rpc.explain(method, &RpcError::Malformed)
}

/// What the message needs. With a limit in it, only the prices are estimated. Fails if its execution would.
pub async fn estimate(rpc: &Rpc, message: &Message, network: Network) -> Result<Gas, String> {
	const METHOD: &str = "Filecoin.GasEstimateMessageGas";
	let mut fields = message::to_json(message, network);
	if let Some(fields) = fields.as_object_mut() {
		fields.remove("CID");
	}
	let answer: Value = rpc.ask(METHOD, json!([fields, null, []])).await?;
	parse_gas(&answer).ok_or_else(|| malformed(rpc, METHOD))
}

/// Hands a signed message to the network. `Ok` if the node took exactly it.
pub async fn push(
	rpc: &Rpc,
	message: &Message,
	signature: &Signature,
	network: Network,
) -> Result<Cid, String> {
	const METHOD: &str = "Filecoin.MpoolPush";
	let signed = message::signed_json(message, signature, network);
	let answer: Link = rpc.ask(METHOD, json!([signed])).await?;
	let cid = message.signed_cid(signature);
	if answer.cid != cid.to_text() {
		return Err(malformed(rpc, METHOD));
	}
	Ok(cid)
}

/// A tipset, as far as it is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tipset {
	/// CIDs of its blocks.
	pub key: Vec<Cid>,
	/// Its height.
	pub height: u64,
	/// Its Unix time in seconds.
	pub time: u64,
}

/// Reads a tipset.
pub fn parse_tipset(json: &Value) -> Option<Tipset> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Block {
		timestamp: u64,
	}
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw {
		cids: Vec<Link>,
		blocks: Vec<Block>,
		height: u64,
	}
	let raw = Raw::deserialize(json).ok()?;
	let key = raw
		.cids
		.iter()
		.map(|link| Cid::parse(&link.cid).ok())
		.collect::<Option<Vec<_>>>()?;
	(!key.is_empty()).then_some(())?;
	Some(Tipset {
		key,
		height: raw.height,
		time: raw.blocks.first()?.timestamp,
	})
}

/// Reads balance, signers (ascending) and threshold of a multisig.
pub fn parse_multisig(json: &Value, network: Network) -> Option<(u128, Vec<ActorId>, u32)> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct State {
		signers: Vec<String>,
		num_approvals_threshold: u32,
	}
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw {
		balance: String,
		state: State,
	}
	let raw = Raw::deserialize(json).ok()?;
	let mut signers = ids(&raw.state.signers, network)?;
	signers.sort_unstable();
	Some((
		parse_atto(&raw.balance).ok()?,
		signers,
		raw.state.num_approvals_threshold,
	))
}

/// Reads the pending transactions of a multisig. Anything can be proposed, so a receiver or an amount that is none of a redemption
/// does not make the list unreadable.
pub fn parse_pending(json: &Value, network: Network) -> Option<Vec<Pending>> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw {
		#[serde(rename = "ID")]
		id: u64,
		to: String,
		value: String,
		method: u64,
		params: Option<String>,
		approved: Vec<String>,
	}
	if json.is_null() {
		return Some(Vec::new());
	}
	let raw = Vec::<Raw>::deserialize(json).ok()?;
	raw.iter()
		.map(|one| {
			Some(Pending {
				id: one.id,
				to: Address::parse(&one.to, network).ok(),
				value: match parse_atto(&one.value) {
					Ok(value) => Some(value),
					Err(AmountError::Overflow) => None,
					Err(_) => return None,
				},
				method: one.method,
				params: BASE64
					.decode(one.params.as_deref().unwrap_or_default().as_bytes())
					.ok()?,
				approved: ids(&one.approved, network)?,
			})
		})
		.collect()
}

/// Reads an estimate.
pub fn parse_gas(json: &Value) -> Option<Gas> {
	let amount = |name: &str| parse_atto(json.get(name)?.as_str()?).ok();
	let gas = Gas {
		limit: json.get("GasLimit")?.as_u64()?,
		fee_cap: amount("GasFeeCap")?,
		premium: amount("GasPremium")?,
	};
	let possible = (1..=MAX_GAS).contains(&gas.limit) && gas.fee_cap > 0 && gas.premium <= gas.fee_cap;
	possible.then_some(gas)
}

fn parse_id(text: &str, network: Network) -> Option<ActorId> {
	Address::parse(text, network).ok()?.id()
}

fn ids(texts: &[String], network: Network) -> Option<Vec<ActorId>> {
	texts.iter().map(|text| parse_id(text, network)).collect()
}
