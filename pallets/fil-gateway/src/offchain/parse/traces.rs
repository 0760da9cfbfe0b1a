//! Traces: the lines of a height, and all calls of a message, read as they come.

use super::{
	address, base64_memo, cid,
	envelope::{natural, whole, EnvelopeReader},
	lists::{set, short, ListReader, Name as Field, Reader, Row},
	Unknown,
};
use crate::{
	offchain::lexer::{Container, Event, Sink},
	types::ActorId,
};
use alloc::vec::Vec;
use fil_primitives::{amount::parse_atto, Address, AmountError, Cid, Network};

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

/// `trace_filter`: each line.
pub fn flat_traces<F>(id: u64, mut each: F) -> impl Reader
where
	F: FnMut(FlatTrace) -> Result<(), Unknown>,
{
	const BAD: Unknown = Unknown::Malformed("line of traces");
	let blank = RawLine {
		height: None,
		hash: None,
	};
	ListReader::new(id, blank, move |raw: RawLine| {
		each(FlatTrace {
			height: raw.height.ok_or(BAD)?,
			hash: raw.hash.ok_or(BAD)?,
		})
	})
}

#[derive(Clone)]
struct RawLine {
	height: Option<u64>,
	hash: Option<[u8; 32]>,
}

impl Row for RawLine {
	fn text(&mut self, within: &[Field], name: Field, text: Option<&[u8]>) -> Result<(), Unknown> {
		match (within, name) {
			([], Field::Hash) => {
				let hash = short(text)?
					.strip_prefix("0x")
					.and_then(|digits| data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok())
					.and_then(|bytes| bytes.try_into().ok())
					.ok_or(Unknown::Malformed("transaction hash"))?;
				set(&mut self.hash, hash)
			}
			_ => Ok(()),
		}
	}

	fn literal(&mut self, within: &[Field], name: Field, literal: &[u8]) -> Result<(), Unknown> {
		match (within, name) {
			([], Field::Height) => set(&mut self.height, natural(literal)?),
			_ => Ok(()),
		}
	}
}

/// Reads the answer of `StateReplay` as it comes.
pub struct TraceReader(EnvelopeReader<Trace>);

/// More calls than a block has gas for (10^10, of which none costs less than 80,000), in no more memory than there is.
const MAX_CALLS: usize = 131_072;

impl TraceReader {
	/// A reader of the answer to the request with that id.
	pub fn new(id: u64, network: Network) -> Self {
		let trace = Trace {
			network,
			stack: Vec::new(),
			key: Name::Other,
			message: None,
			exit: None,
			calls: Vec::new(),
		};
		Self(EnvelopeReader::new(id, Container::Object, trace))
	}

	/// Reads on.
	pub fn feed(&mut self, bytes: &[u8]) -> Result<(), Unknown> {
		self.0.feed(bytes)
	}

	/// The end.
	pub fn finish(self) -> Result<Invocation, Unknown> {
		const BAD: Unknown = Unknown::Malformed("replay");
		let trace = self.0.finish()?.ok_or(BAD)?;
		let mut calls = Vec::with_capacity(trace.calls.len());
		for Draft { call, complete } in trace.calls {
			if complete != COMPLETE {
				return Err(Unknown::Malformed("call"));
			}
			calls.push(call);
		}
		match (trace.message, trace.exit) {
			(Some(message), Some(exit)) if !calls.is_empty() => Ok(Invocation { message, exit, calls }),
			_ => Err(BAD),
		}
	}
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
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
	network: Network,
	/// Where we are within the result, from the top down.
	stack: Vec<Place>,
	/// The name of what comes next; none in a list.
	key: Name,
	message: Option<Cid>,
	exit: Option<i64>,
	calls: Vec<Draft>,
}

impl Trace {
	fn place(&self) -> Place {
		self.stack.last().copied().unwrap_or(Place::Result)
	}

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
		let place = match (self.place(), self.key) {
			(Place::Result, Name::MessageCid) => Place::MessageCid,
			(Place::Result, Name::Receipt) => Place::Receipt,
			(Place::Result, Name::Trace) if self.calls.is_empty() => self.new_call(None, 0)?,
			(Place::Call(call), Name::Message) => Place::CallMessage(call),
			(Place::Call(call), Name::Receipt) => Place::CallReceipt(call),
			(Place::Call(call), Name::Invoked) => Place::Invoked(call),
			(Place::Call(call), Name::Subcalls) => Place::Subcalls { of: call, next: 0 },
			(Place::Subcalls { of, next }, _) => {
				let after = next.checked_add(1).ok_or(Unknown::TooLarge)?;
				if let Some(list) = self.stack.last_mut() {
					*list = Place::Subcalls { of, next: after };
				}
				self.new_call(Some(of), next)?
			}
			_ => Place::Elsewhere,
		};
		self.stack.push(place);
		self.key = Name::Other;
		Ok(())
	}

	fn text(&mut self, text: Option<&[u8]>) -> Result<(), Unknown> {
		let network = self.network;
		match (self.place(), self.key) {
			(Place::MessageCid, Name::Slash) => self.message = Some(cid(short(text)?)?),
			(Place::CallMessage(call), Name::From) => {
				let from = address(short(text)?, network)?;
				let draft = self.call(call)?;
				draft.call.from = from;
				draft.complete |= FROM;
			}
			(Place::CallMessage(call), Name::To) => {
				let to = address(short(text)?, network)?;
				let draft = self.call(call)?;
				draft.call.to = to;
				draft.complete |= TO;
			}
			(Place::CallMessage(call), Name::Value) => {
				let value = call_value(short(text)?)?;
				let draft = self.call(call)?;
				draft.call.value = value;
				draft.complete |= VALUE;
			}
			// Cut ones are too long for a memo.
			(Place::CallMessage(call), Name::Params) => {
				let params = match text {
					Some(_) => base64_memo(short(text)?)?,
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
		match (self.place(), self.key) {
			(Place::Receipt, Name::ExitCode) => self.exit = Some(whole(literal)?),
			(Place::CallMessage(call), Name::Method) => {
				let method = natural(literal)?;
				let draft = self.call(call)?;
				draft.call.method = method;
				draft.complete |= METHOD;
			}
			(Place::CallReceipt(call), Name::ExitCode) => {
				let exit = whole(literal)?;
				let draft = self.call(call)?;
				draft.call.exit = exit;
				draft.complete |= EXIT;
			}
			(Place::Invoked(call), Name::ActorId) => {
				// Ids of actors end where i64 does.
				let id = u64::try_from(whole(literal)?).map_err(|_| Unknown::Malformed("number"))?;
				self.call(call)?.call.invoked = Some(id);
			}
			_ => (),
		}
		Ok(())
	}

	/// A call is complete: params of other methods are no memo.
	fn close(&mut self) -> Result<(), Unknown> {
		self.key = Name::Other;
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
			Event::Open(_) => self.open(),
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

/// A call that failed can have tried any value.
fn call_value(text: &str) -> Result<u128, Unknown> {
	match parse_atto(text) {
		Err(AmountError::Overflow) => Ok(u128::MAX),
		other => other.map_err(|_| Unknown::Malformed("amount")),
	}
}
