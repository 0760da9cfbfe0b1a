//! What is around the result of an answer: whose answer it is, and whether the node refused. Read as it comes, for results that are too
//! long to be kept as a whole.

use super::{Refusal, Unknown};
use crate::offchain::lexer::{Container, Event, Lexer, Sink};

/// Not an answer of JSON-RPC.
pub(super) const BAD: Unknown = Unknown::Malformed("answer");

/// Reads an answer piece by piece, and hands on what is inside of its result.
pub(super) struct EnvelopeReader<S> {
	lexer: Lexer,
	envelope: Envelope<S>,
}

impl<S: Sink> EnvelopeReader<S> {
	/// A reader of the answer to the request with that id, of which the result is a list or an object. `inside` gets what is between the
	/// result's brackets.
	pub(super) fn new(id: u64, container: Container, inside: S) -> Self {
		let envelope = Envelope {
			id,
			container,
			depth: 0,
			name: Name::Other,
			seen: 0,
			answered: None,
			error: None,
			result: None,
			inside,
		};
		Self {
			lexer: Lexer::default(),
			envelope,
		}
	}

	/// Reads on.
	pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<(), Unknown> {
		self.lexer.feed(bytes, &mut self.envelope)
	}

	/// The end: what took the result; `None` if that is JSON's `null`.
	pub(super) fn finish(self) -> Result<Option<S>, Unknown> {
		self.lexer.finish()?;
		let Envelope {
			id,
			answered,
			error,
			result,
			inside,
			..
		} = self.envelope;
		outcome(id, answered, error, result.map(|there| there.then_some(inside)))
	}
}

/// The result of an answer that was read to its end, by the ids of request and answer, the code in its error, and its result; `None` is
/// JSON's `null`.
pub(super) fn outcome<T>(
	asked: u64,
	answered: Option<u64>,
	error: Option<Option<i64>>,
	result: Option<Option<T>>,
) -> Result<Option<T>, Unknown> {
	if answered != Some(asked) {
		return Err(Unknown::WrongId);
	}
	match (error, result) {
		(Some(Some(code)), _) => Err(Unknown::Refused(Refusal::of(code))),
		(Some(None), _) => Err(Unknown::Malformed("error")),
		(None, Some(result)) => Ok(result),
		(None, None) => Err(Unknown::Malformed("neither result nor error")),
	}
}

/// A name around the result.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
	Id,
	Error,
	/// In the error.
	Code,
	Result,
	Other,
	/// None: the answer is a list.
	Element,
}

struct Envelope<S> {
	id: u64,
	/// What the result must be.
	container: Container,
	/// How many containers are open, the answer itself included.
	depth: usize,
	/// The last name around the result.
	name: Name,
	/// Bits of the names that came.
	seen: u8,
	answered: Option<u64>,
	/// The error, and the code in it.
	error: Option<Option<i64>>,
	/// The result: whether it is more than `null`.
	result: Option<bool>,
	inside: S,
}

impl<S> Envelope<S> {
	/// A name that comes twice makes an answer void.
	fn named(&mut self, name: Name) -> Result<(), Unknown> {
		let bit = match name {
			Name::Id => 1,
			Name::Error => 2,
			Name::Code => 4,
			Name::Result => 8,
			Name::Other | Name::Element => 0,
		};
		if self.seen & bit != 0 {
			return Err(BAD);
		}
		self.seen |= bit;
		self.name = name;
		Ok(())
	}

	/// A field of the answer: its value, or the beginning of it.
	fn value(&mut self, event: Event) -> Result<(), Unknown> {
		match (self.name, event) {
			(Name::Id, Event::Text(_)) => return Err(BAD),
			(Name::Id | Name::Error, Event::Literal(b"null")) => (),
			(Name::Id, Event::Literal(literal)) => self.answered = Some(natural(literal)?),
			(Name::Error, _) => self.error = Some(None),
			(Name::Result, Event::Literal(b"null")) => self.result = Some(false),
			(Name::Result, Event::Open(container)) if container == self.container => self.result = Some(true),
			(Name::Result, _) => return Err(BAD),
			_ => (),
		}
		Ok(())
	}
}

impl<S: Sink> Sink for Envelope<S> {
	fn event(&mut self, event: Event) -> Result<(), Unknown> {
		// Containers that are open where it is met: none around the answer itself, one around its fields, two inside of one of them.
		let depth = self.depth;
		match event {
			Event::Open(_) => self.depth = depth.checked_add(1).ok_or(Unknown::TooLarge)?,
			Event::Close => self.depth = depth.checked_sub(1).ok_or(BAD)?,
			_ => (),
		}
		match (depth, self.name, event) {
			(2, Name::Result, Event::Close) => Ok(()),
			(2.., Name::Result, _) => self.inside.event(event),
			(0, _, Event::Open(Container::List)) => self.named(Name::Element),
			// That it nests too deep is for the lexer to say.
			(_, Name::Element, Event::Open(_)) => Ok(()),
			(_, Name::Element, _) => Err(BAD),
			(1, _, Event::Key(name)) => self.named(match name {
				b"id" => Name::Id,
				b"error" => Name::Error,
				b"result" => Name::Result,
				_ => Name::Other,
			}),
			(1, _, Event::Close) => Ok(()),
			(1, _, _) => self.value(event),
			(2, Name::Error | Name::Code, Event::Key(b"code")) => self.named(Name::Code),
			(2, Name::Code, Event::Key(_)) => {
				self.name = Name::Error;
				Ok(())
			}
			(2, Name::Code, Event::Literal(literal)) => {
				self.error = Some(Some(whole(literal)?));
				Ok(())
			}
			_ => Ok(()),
		}
	}
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
