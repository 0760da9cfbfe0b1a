//! A reader of JSON that walks through the bytes as they come: no recursion, and no more memory than the longest text that anyone
//! asks for. Execution traces are read with it: they nest as deep as calls do (up to 1,024), and most of their bytes are gas charges
//! that nobody needs. So are lists whose length others decide on: a tipset's messages, of which most bytes are params.

use super::parse::Unknown;
use alloc::vec::Vec;

/// Containers may be nested that deep: 1,024 calls of two containers each, and what is around and inside.
const MAX_DEPTH: usize = 2_112;
/// Longer texts are cut.
const MAX_TEXT: usize = 512;
/// Longest number or word.
const MAX_LITERAL: usize = 64;

/// What holds other values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Container {
	/// `[…]`.
	List,
	/// `{…}`.
	Object,
}

/// What the reader met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event<'a> {
	/// A list or an object begins.
	Open(Container),
	/// It ends.
	Close,
	/// A name within an object.
	Key(&'a [u8]),
	/// A text; `None` if it is longer than anything that is read.
	Text(Option<&'a [u8]>),
	/// A number, `true`, `false` or `null`.
	Literal(&'a [u8]),
}

/// Takes events.
pub trait Sink {
	/// One event. An error ends the reading.
	fn event(&mut self, event: Event) -> Result<(), Unknown>;
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
	/// A value.
	Value,
	/// A value, or the end of the list that has just begun.
	ValueOrEnd,
	/// A name, or the end of the object that has just begun.
	KeyOrEnd,
	/// A name.
	Key,
	/// The colon.
	Colon,
	/// A comma, or the end of the container.
	CommaOrEnd,
	/// Nothing but blanks.
	Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
	None,
	/// In a text.
	Text {
		key: bool,
	},
	/// After a backslash.
	Escape {
		key: bool,
	},
	/// In the four digits after `\u`.
	Unicode {
		key: bool,
		left: u8,
		code: u32,
	},
	Literal,
}

/// The reader.
pub struct Lexer {
	expect: Expect,
	token: Token,
	/// Open containers: whether they are objects.
	open: Vec<bool>,
	buffer: Vec<u8>,
	cut: bool,
}

impl Default for Lexer {
	fn default() -> Self {
		Self {
			expect: Expect::Value,
			token: Token::None,
			open: Vec::new(),
			buffer: Vec::new(),
			cut: false,
		}
	}
}

const BAD: Unknown = Unknown::Malformed("JSON");

impl Lexer {
	/// Reads on.
	pub fn feed(&mut self, bytes: &[u8], sink: &mut impl Sink) -> Result<(), Unknown> {
		bytes.iter().try_for_each(|byte| self.byte(*byte, sink))
	}

	/// The end of the input: there must have been one whole value.
	pub fn finish(&self) -> Result<(), Unknown> {
		match (self.expect, self.token, self.open.is_empty()) {
			(Expect::Nothing, Token::None, true) => Ok(()),
			_ => Err(Unknown::Malformed("JSON ends early")),
		}
	}

	fn byte(&mut self, byte: u8, sink: &mut impl Sink) -> Result<(), Unknown> {
		match self.token {
			Token::None => self.structure(byte, sink),
			Token::Text { key } => match byte {
				b'"' => {
					self.token = Token::None;
					let text = if self.cut {
						None
					} else {
						Some(self.buffer.as_slice())
					};
					if key {
						self.expect = Expect::Colon;
						sink.event(Event::Key(text.unwrap_or_default()))
					} else {
						self.expect = self.after_value();
						sink.event(Event::Text(text))
					}
				}
				b'\\' => {
					self.token = Token::Escape { key };
					Ok(())
				}
				0..=0x1f => Err(BAD),
				_ => {
					self.push(byte);
					Ok(())
				}
			},
			Token::Escape { key } => {
				let plain = match byte {
					b'"' | b'\\' | b'/' => byte,
					b'b' => 8,
					b'f' => 12,
					b'n' => b'\n',
					b'r' => b'\r',
					b't' => b'\t',
					b'u' => {
						self.token = Token::Unicode {
							key,
							left: 4,
							code: 0,
						};
						return Ok(());
					}
					_ => return Err(BAD),
				};
				self.push(plain);
				self.token = Token::Text { key };
				Ok(())
			}
			Token::Unicode { key, left, code } => {
				let digit = char::from(byte).to_digit(16).ok_or(BAD)?;
				let code = (code << 4) | digit;
				self.token = match left.checked_sub(1) {
					None | Some(0) => {
						// Whatever is read is ASCII; anything else only must not be taken for it.
						self.push(u8::try_from(code).ok().filter(u8::is_ascii).unwrap_or(0xff));
						Token::Text { key }
					}
					Some(left) => Token::Unicode { key, left, code },
				};
				Ok(())
			}
			Token::Literal => match byte {
				b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.' => {
					if self.buffer.len() >= MAX_LITERAL {
						return Err(BAD);
					}
					self.buffer.push(byte);
					Ok(())
				}
				_ => {
					self.token = Token::None;
					self.expect = self.after_value();
					sink.event(Event::Literal(&self.buffer))?;
					self.structure(byte, sink)
				}
			},
		}
	}

	fn structure(&mut self, byte: u8, sink: &mut impl Sink) -> Result<(), Unknown> {
		if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
			return Ok(());
		}
		match (self.expect, byte) {
			(Expect::KeyOrEnd | Expect::Key, b'"') => self.begin(Token::Text { key: true }),
			(Expect::KeyOrEnd, b'}') | (Expect::ValueOrEnd, b']') => return self.close(byte, sink),
			(Expect::Colon, b':') => self.expect = Expect::Value,
			(Expect::CommaOrEnd, b',') => {
				self.expect = if self.open.last() == Some(&true) {
					Expect::Key
				} else {
					Expect::Value
				};
			}
			(Expect::CommaOrEnd, b'}' | b']') => return self.close(byte, sink),
			(Expect::Value | Expect::ValueOrEnd, _) => match byte {
				b'"' => self.begin(Token::Text { key: false }),
				b'{' | b'[' => {
					if self.open.len() >= MAX_DEPTH {
						return Err(Unknown::TooLarge);
					}
					self.open.push(byte == b'{');
					let container;
					(self.expect, container) = if byte == b'{' {
						(Expect::KeyOrEnd, Container::Object)
					} else {
						(Expect::ValueOrEnd, Container::List)
					};
					return sink.event(Event::Open(container));
				}
				b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
					self.begin(Token::Literal);
					self.buffer.push(byte);
				}
				_ => return Err(BAD),
			},
			_ => return Err(BAD),
		}
		Ok(())
	}

	fn begin(&mut self, token: Token) {
		self.token = token;
		self.buffer.clear();
		self.cut = false;
	}

	fn close(&mut self, byte: u8, sink: &mut impl Sink) -> Result<(), Unknown> {
		if self.open.pop() != Some(byte == b'}') {
			return Err(BAD);
		}
		self.expect = self.after_value();
		sink.event(Event::Close)
	}

	fn after_value(&self) -> Expect {
		if self.open.is_empty() {
			Expect::Nothing
		} else {
			Expect::CommaOrEnd
		}
	}

	fn push(&mut self, byte: u8) {
		if self.buffer.len() < MAX_TEXT {
			self.buffer.push(byte);
		} else {
			self.cut = true;
		}
	}
}
