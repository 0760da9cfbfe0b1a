//! Actors and their names, and the state of a multisig.

use super::{
	actor_id, address, atto, known_address,
	lists::{natural, null, set, short, ListReader, Name, Reader, Row},
	messages::Params,
	result, some, Link, Refusal, State, Unknown,
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
	/// The first who approved: who proposed it, while he signs for the multisig. `None` if nobody approves.
	pub proposer: Option<Address>,
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

/// `MsigGetPending`: each transaction.
pub fn pending<F>(id: u64, network: Network, mut each: F) -> impl Reader
where
	F: FnMut(Pending) -> Result<(), Unknown>,
{
	let blank = RawPending {
		network,
		id: None,
		to: None,
		value: None,
		method: None,
		params: Params::default(),
		proposer: None,
	};
	ListReader::new(id, blank, move |raw: RawPending| each(raw.complete()?))
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

#[derive(Clone)]
struct RawPending {
	network: Network,
	id: Option<u64>,
	to: Option<Option<Address>>,
	value: Option<Option<u128>>,
	method: Option<u64>,
	params: Params,
	proposer: Option<Address>,
}

impl RawPending {
	fn complete(self) -> Result<Pending, Unknown> {
		const BAD: Unknown = Unknown::Malformed("pending transaction");
		let method = self.method.ok_or(BAD)?;
		Ok(Pending {
			id: self.id.ok_or(BAD)?,
			to: self.to.ok_or(BAD)?,
			value: self.value.ok_or(BAD)?,
			method,
			memo: self.params.memo(method)?,
			proposer: self.proposer,
		})
	}
}

impl Row for RawPending {
	fn text(&mut self, within: &[Name], name: Name, text: Option<&[u8]>) -> Result<(), Unknown> {
		match (within, name) {
			([], Name::To) => set(&mut self.to, address(short(text)?, self.network)?),
			([], Name::Value) => {
				let value = match parse_atto(short(text)?) {
					Ok(value) => Some(value),
					// Anything can be proposed.
					Err(AmountError::Overflow) => None,
					Err(_) => return Err(Unknown::Malformed("amount")),
				};
				set(&mut self.value, value)
			}
			([], Name::Params) => self.params.take(text),
			([Name::Approved], Name::Element) if self.proposer.is_none() => {
				self.proposer = Some(known_address(short(text)?, self.network)?);
				Ok(())
			}
			([], Name::Transaction | Name::Method) => Err(Unknown::Malformed("pending transaction")),
			_ => Ok(()),
		}
	}

	fn literal(&mut self, within: &[Name], name: Name, literal: &[u8]) -> Result<(), Unknown> {
		match (within, name) {
			([], Name::Transaction) => set(&mut self.id, natural(literal)?),
			([], Name::Method) => set(&mut self.method, natural(literal)?),
			([], Name::Params) => null(literal),
			_ => Ok(()),
		}
	}
}
