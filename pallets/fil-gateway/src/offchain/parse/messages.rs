//! Messages and receipts.

use super::{
	address, atto, base64_memo, cid,
	lists::{natural, null, set, short, whole, ListReader, Name, Reader, Row},
	result, Link, Unknown, MAX_MEMO_TEXT,
};
use alloc::vec::Vec;
use fil_primitives::{Address, Cid, Network};

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

/// `ChainGetParentMessages`: each message, in the order of execution.
pub fn parent_messages<F>(id: u64, network: Network, mut each: F) -> impl Reader
where
	F: FnMut(ParentMessage) -> Result<(), Unknown>,
{
	let blank = RawMessage {
		network,
		cid: None,
		unsigned: None,
		to: None,
		from: None,
		value: None,
		method: None,
		params: Params::default(),
	};
	ListReader::new(id, blank, move |raw: RawMessage| each(raw.complete()?))
}

/// `ChainGetParentReceipts`: each exit code.
pub fn parent_receipts<F>(id: u64, mut each: F) -> impl Reader
where
	F: FnMut(i64) -> Result<(), Unknown>,
{
	ListReader::new(id, RawReceipt(None), move |raw: RawReceipt| {
		each(raw.0.ok_or(Unknown::Malformed("receipt"))?)
	})
}

/// `EthGetMessageCidByTransactionHash`; `None` if the node does not know it.
pub fn message_cid(body: &[u8], id: u64) -> Result<Option<Cid>, Unknown> {
	result::<Link>(body, id)?.map(|link| link.cid()).transpose()
}

/// Params in base64, as far as they can be a memo: whether they are one depends on the method, which may come later.
#[derive(Clone, Default)]
pub(super) struct Params(Option<Vec<u8>>);

impl Params {
	pub(super) fn take(&mut self, text: Option<&[u8]>) -> Result<(), Unknown> {
		let text = text
			.filter(|text| text.len() <= MAX_MEMO_TEXT)
			.unwrap_or_default();
		set(&mut self.0, text.to_vec())
	}

	/// The memo of a transfer. Of other methods params are none.
	pub(super) fn memo(&self, method: u64) -> Result<Vec<u8>, Unknown> {
		match &self.0 {
			Some(text) if method == 0 => base64_memo(short(Some(text.as_slice()))?),
			_ => Ok(Vec::new()),
		}
	}
}

#[derive(Clone)]
struct RawMessage {
	network: Network,
	cid: Option<Cid>,
	unsigned: Option<Cid>,
	to: Option<Option<Address>>,
	from: Option<Option<Address>>,
	value: Option<u128>,
	method: Option<u64>,
	params: Params,
}

impl RawMessage {
	fn complete(self) -> Result<ParentMessage, Unknown> {
		const BAD: Unknown = Unknown::Malformed("message");
		let method = self.method.ok_or(BAD)?;
		Ok(ParentMessage {
			cid: self.cid.ok_or(BAD)?,
			unsigned: self.unsigned,
			to: self.to.ok_or(BAD)?,
			from: self.from.ok_or(BAD)?,
			value: self.value.ok_or(BAD)?,
			method,
			memo: self.params.memo(method)?,
		})
	}
}

impl Row for RawMessage {
	fn text(&mut self, within: &[Name], name: Name, text: Option<&[u8]>) -> Result<(), Unknown> {
		match (within, name) {
			([Name::Cid], Name::Slash) => set(&mut self.cid, cid(short(text)?)?),
			([Name::Message, Name::UnsignedCid], Name::Slash) => set(&mut self.unsigned, cid(short(text)?)?),
			([Name::Message], Name::To) => set(&mut self.to, address(short(text)?, self.network)?),
			([Name::Message], Name::From) => set(&mut self.from, address(short(text)?, self.network)?),
			([Name::Message], Name::Value) => set(&mut self.value, atto(short(text)?)?),
			([Name::Message], Name::Params) => self.params.take(text),
			([Name::Message], Name::Method | Name::UnsignedCid) => Err(Unknown::Malformed("message")),
			_ => Ok(()),
		}
	}

	fn literal(&mut self, within: &[Name], name: Name, literal: &[u8]) -> Result<(), Unknown> {
		match (within, name) {
			([Name::Message], Name::Method) => set(&mut self.method, natural(literal)?),
			([Name::Message], Name::Params | Name::UnsignedCid) => null(literal),
			_ => Ok(()),
		}
	}
}

#[derive(Clone)]
struct RawReceipt(Option<i64>);

impl Row for RawReceipt {
	fn text(&mut self, _: &[Name], _: Name, _: Option<&[u8]>) -> Result<(), Unknown> {
		Ok(())
	}

	fn literal(&mut self, within: &[Name], name: Name, literal: &[u8]) -> Result<(), Unknown> {
		match (within, name) {
			([], Name::ExitCode) => set(&mut self.0, whole(literal)?),
			_ => Ok(()),
		}
	}
}
