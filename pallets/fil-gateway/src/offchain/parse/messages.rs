//! Messages and receipts.

use super::{address, atto, memo, result, some, Link, Text, Unknown};
use alloc::{borrow::Cow, vec::Vec};
use fil_primitives::{Address, Cid, Network};
use serde::Deserialize;

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

/// `EthGetMessageCidByTransactionHash`; `None` if the node does not know it.
pub fn message_cid(body: &[u8], id: u64) -> Result<Option<Cid>, Unknown> {
	result::<Link>(body, id)?.map(|link| link.cid()).transpose()
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
