//! Lists, read as they come. What Filecoin puts into a tipset can be longer than anything that is kept as a whole; of an item only what
//! is needed is kept, and of the list only the items that whoever reads it keeps.

pub(super) use super::envelope::{natural, whole};

use super::{
	envelope::{EnvelopeReader, BAD},
	Unknown,
};
use crate::offchain::lexer::{Container, Event, Sink};
use alloc::vec::Vec;

/// Reads an answer piece by piece.
pub trait Reader {
	/// Reads on.
	fn feed(&mut self, bytes: &[u8]) -> Result<(), Unknown>;
	/// The end.
	fn finish(self) -> Result<(), Unknown>;
}

/// A name in an item, as far as any list needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Name {
	/// None: an element of a list.
	Element,
	Cid,
	UnsignedCid,
	Slash,
	Message,
	To,
	From,
	Value,
	Method,
	Params,
	ExitCode,
	Transaction,
	Approved,
	Height,
	Hash,
	Other,
}

impl Name {
	fn of(name: &[u8]) -> Self {
		match name {
			b"Cid" => Name::Cid,
			b"CID" => Name::UnsignedCid,
			b"/" => Name::Slash,
			b"Message" => Name::Message,
			b"To" => Name::To,
			b"From" => Name::From,
			b"Value" => Name::Value,
			b"Method" => Name::Method,
			b"Params" => Name::Params,
			b"ExitCode" => Name::ExitCode,
			b"ID" => Name::Transaction,
			b"Approved" => Name::Approved,
			b"blockNumber" => Name::Height,
			b"transactionHash" => Name::Hash,
			_ => Name::Other,
		}
	}
}

/// An item that is being read. Values come with the names of the containers within the item that they are in, and their own.
pub(super) trait Row: Clone {
	/// Takes a text; `None` if it is longer than anything that is read.
	fn text(&mut self, within: &[Name], name: Name, text: Option<&[u8]>) -> Result<(), Unknown>;
	/// Takes a number, `true`, `false` or `null`.
	fn literal(&mut self, within: &[Name], name: Name, literal: &[u8]) -> Result<(), Unknown>;
}

/// Reads the answer to a request with a list as its result.
pub(super) struct ListReader<R, F>(EnvelopeReader<Rows<R, F>>);

impl<R: Row, F: FnMut(R) -> Result<(), Unknown>> ListReader<R, F> {
	/// A reader of the answer to the request with that id. Each item begins as `blank`, and goes to `each` when it is complete.
	pub(super) fn new(id: u64, blank: R, each: F) -> Self {
		let rows = Rows {
			path: Vec::new(),
			key: Name::Element,
			row: None,
			blank,
			each,
		};
		Self(EnvelopeReader::new(id, Container::List, rows))
	}
}

impl<R: Row, F: FnMut(R) -> Result<(), Unknown>> Reader for ListReader<R, F> {
	fn feed(&mut self, bytes: &[u8]) -> Result<(), Unknown> {
		self.0.feed(bytes)
	}

	fn finish(self) -> Result<(), Unknown> {
		match self.0.finish()? {
			Some(_) => Ok(()),
			None => Err(Unknown::Nothing),
		}
	}
}

struct Rows<R, F> {
	/// Names of the containers that are open within the item.
	path: Vec<Name>,
	/// The last name.
	key: Name,
	/// The item that is open.
	row: Option<R>,
	blank: R,
	each: F,
}

impl<R: Row, F: FnMut(R) -> Result<(), Unknown>> Rows<R, F> {
	fn open(&mut self, container: Container) -> Result<(), Unknown> {
		match (&self.row, container) {
			(Some(_), _) => self.path.push(self.key),
			(None, Container::Object) => self.row = Some(self.blank.clone()),
			(None, Container::List) => return Err(BAD),
		}
		self.key = Name::Element;
		Ok(())
	}

	fn close(&mut self) -> Result<(), Unknown> {
		self.key = Name::Element;
		if self.path.pop().is_some() {
			return Ok(());
		}
		match self.row.take() {
			Some(row) => (self.each)(row),
			None => Ok(()),
		}
	}

	fn text(&mut self, text: Option<&[u8]>) -> Result<(), Unknown> {
		let row = self.row.as_mut().ok_or(BAD)?;
		row.text(&self.path, self.key, text)
	}

	fn literal(&mut self, literal: &[u8]) -> Result<(), Unknown> {
		let row = self.row.as_mut().ok_or(BAD)?;
		row.literal(&self.path, self.key, literal)
	}
}

impl<R: Row, F: FnMut(R) -> Result<(), Unknown>> Sink for Rows<R, F> {
	fn event(&mut self, event: Event) -> Result<(), Unknown> {
		match event {
			Event::Open(container) => self.open(container),
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

/// Sets what was not set yet: a name that comes twice makes an answer void.
pub(super) fn set<T>(field: &mut Option<T>, value: T) -> Result<(), Unknown> {
	match field.replace(value) {
		None => Ok(()),
		Some(_) => Err(BAD),
	}
}

/// A text that was not cut.
pub(super) fn short(text: Option<&[u8]>) -> Result<&str, Unknown> {
	text.and_then(|text| core::str::from_utf8(text).ok())
		.ok_or(Unknown::Malformed("text"))
}

/// Where only `null` may stand.
pub(super) fn null(literal: &[u8]) -> Result<(), Unknown> {
	if literal == b"null" {
		Ok(())
	} else {
		Err(BAD)
	}
}
