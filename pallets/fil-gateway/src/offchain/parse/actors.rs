//! Actors and their names, and the state of a multisig.

use super::{
	actor_id, address, atto, known_address, memo, result, some, Link, Refusal, State, Text, Unknown,
};
use crate::types::ActorId;
use alloc::{borrow::Cow, string::String, vec::Vec};
use fil_primitives::{amount::parse_atto, Address, AmountError, Cid, Network};
use serde::Deserialize;

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
