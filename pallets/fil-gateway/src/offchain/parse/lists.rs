//! Lists, read as they come. What Filecoin puts into a tipset can be longer than anything that is kept as a whole; of an item only what
//! is needed is kept, and of the list only the items that whoever reads it keeps.

use super::{Refusal, Unknown};
use crate::offchain::lexer::{Container, Event, Lexer, Sink};
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
	Id,
	Error,
	Code,
	Result,
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
			b"id" => Name::Id,
			b"error" => Name::Error,
			b"code" => Name::Code,
			b"result" => Name::Result,
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
pub(super) struct ListReader<R, F> {
	lexer: Lexer,
	rows: Rows<R, F>,
}

impl<R: Row, F: FnMut(R) -> Result<(), Unknown>> ListReader<R, F> {
	/// A reader of the answer to the request with that id. Each item begins as `blank`, and goes to `each` when it is complete.
	pub(super) fn new(id: u64, blank: R, each: F) -> Self {
		let rows = Rows {
			id,
			path: Vec::new(),
			key: Name::Element,
			answered: None,
			error: None,
			failed: false,
			result: Found::Missing,
			row: None,
			blank,
			each,
		};
		Self {
			lexer: Lexer::default(),
			rows,
		}
	}
}

impl<R: Row, F: FnMut(R) -> Result<(), Unknown>> Reader for ListReader<R, F> {
	fn feed(&mut self, bytes: &[u8]) -> Result<(), Unknown> {
		self.lexer.feed(bytes, &mut self.rows)
	}

	fn finish(self) -> Result<(), Unknown> {
		self.lexer.finish()?;
		let rows = self.rows;
		if rows.answered != Some(rows.id) {
			return Err(Unknown::WrongId);
		}
		if rows.failed {
			return Err(Unknown::Refused(Refusal::of(
				rows.error.ok_or(Unknown::Malformed("error"))?,
			)));
		}
		match rows.result {
			Found::List => Ok(()),
			Found::Null => Err(Unknown::Nothing),
			Found::Missing => Err(Unknown::Malformed("neither result nor error")),
		}
	}
}

/// What stands where the result is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
	Missing,
	Null,
	List,
}

struct Rows<R, F> {
	id: u64,
	/// Names of the open containers, the answer itself first.
	path: Vec<Name>,
	/// The last name.
	key: Name,
	answered: Option<u64>,
	error: Option<i64>,
	failed: bool,
	result: Found,
	row: Option<R>,
	blank: R,
	each: F,
}

const BAD: Unknown = Unknown::Malformed("answer");
/// Containers down to an item: the answer, the list, and the item.
const DOWN_TO_ITEM: usize = 3;

impl<R: Row, F: FnMut(R) -> Result<(), Unknown>> Rows<R, F> {
	fn is_list(&self) -> bool {
		self.path.as_slice() == [Name::Element, Name::Result]
	}

	fn open(&mut self, container: Container) -> Result<(), Unknown> {
		match (self.path.as_slice(), self.key, container) {
			([], _, Container::List) => return Err(BAD),
			([Name::Element], Name::Error, _) => self.failed = true,
			([Name::Element], Name::Result, Container::List) if self.result == Found::Missing => {
				self.result = Found::List;
			}
			([Name::Element], Name::Result, _) => return Err(BAD),
			_ if self.is_list() => {
				if container == Container::List {
					return Err(BAD);
				}
				self.row = Some(self.blank.clone());
			}
			_ => (),
		}
		self.path.push(self.key);
		self.key = Name::Element;
		Ok(())
	}

	fn close(&mut self) -> Result<(), Unknown> {
		self.path.pop();
		self.key = Name::Element;
		match self.row.take_if(|_| self.path.len() < DOWN_TO_ITEM) {
			Some(row) => (self.each)(row),
			None => Ok(()),
		}
	}

	fn text(&mut self, text: Option<&[u8]>) -> Result<(), Unknown> {
		if let (Some(row), Some(within)) = (&mut self.row, self.path.get(DOWN_TO_ITEM..)) {
			return row.text(within, self.key, text);
		}
		match (self.path.as_slice(), self.key) {
			([Name::Element], Name::Error) => self.failed = true,
			([Name::Element], Name::Result | Name::Id) => return Err(BAD),
			_ if self.is_list() => return Err(BAD),
			_ => (),
		}
		Ok(())
	}

	fn literal(&mut self, literal: &[u8]) -> Result<(), Unknown> {
		if let (Some(row), Some(within)) = (&mut self.row, self.path.get(DOWN_TO_ITEM..)) {
			return row.literal(within, self.key, literal);
		}
		match (self.path.as_slice(), self.key) {
			([Name::Element], Name::Id) if literal != b"null" => self.answered = Some(natural(literal)?),
			([Name::Element], Name::Error) if literal != b"null" => self.failed = true,
			([Name::Element], Name::Result) if literal == b"null" && self.result == Found::Missing => {
				self.result = Found::Null;
			}
			([Name::Element], Name::Result) => return Err(BAD),
			([Name::Element, Name::Error], Name::Code) => self.error = Some(whole(literal)?),
			_ if self.is_list() => return Err(BAD),
			_ => (),
		}
		Ok(())
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

/// A whole number, as JSON has it.
pub(super) fn whole(literal: &[u8]) -> Result<i64, Unknown> {
	number(literal)
}

/// A whole number from 0 up, as JSON has it.
pub(super) fn natural(literal: &[u8]) -> Result<u64, Unknown> {
	number(literal)
}

fn number<N: core::str::FromStr>(literal: &[u8]) -> Result<N, Unknown> {
	let digits = literal.strip_prefix(b"-").unwrap_or(literal);
	core::str::from_utf8(literal)
		.ok()
		.filter(|_| !matches!(digits, [b'0', _, ..]))
		.and_then(|text| text.parse().ok())
		.ok_or(Unknown::Malformed("number"))
}

/// Where only `null` may stand.
pub(super) fn null(literal: &[u8]) -> Result<(), Unknown> {
	if literal == b"null" {
		Ok(())
	} else {
		Err(BAD)
	}
}
