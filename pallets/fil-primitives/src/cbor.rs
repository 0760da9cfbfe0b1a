//! The part of CBOR that Filecoin's messages use: unsigned integers, byte strings, texts, booleans and arrays, of definite and
//! minimal length (DAG-CBOR).
//!
//! The reader walks; it never recurses, and it never allocates by a length that the input claims.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The longest input that is read; a Filecoin message has at most 64 KiB.
pub const MAX_INPUT: usize = 128 * 1024;
/// How deep arrays may be nested.
pub const MAX_DEPTH: usize = 4;

const UINT: u8 = 0;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const SIMPLE: u8 = 7;
const FALSE: u64 = 20;
const TRUE: u64 = 21;

/// Why bytes are not the CBOR that was expected.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum CborError {
	/// The input is longer than [`MAX_INPUT`].
	TooLong,
	/// The input ends before the value does.
	End,
	/// Something follows the value.
	Trailing,
	/// A value of another type than expected.
	Type,
	/// A number or a length in more bytes than it needs.
	NotMinimal,
	/// A string or array of indefinite length.
	Indefinite,
	/// An array with another number of items than expected.
	Items,
	/// Arrays nested deeper than [`MAX_DEPTH`].
	Depth,
	/// A text that is not UTF-8.
	Utf8,
}

/// Reads one CBOR value, piece by piece.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
	rest: &'a [u8],
	/// Items that each open array, and the top level, still lack.
	missing: [u64; MAX_DEPTH + 1],
	depth: usize,
}

impl<'a> Reader<'a> {
	/// A reader of one value that makes up the whole input.
	pub fn new(input: &'a [u8]) -> Result<Self, CborError> {
		if input.len() > MAX_INPUT {
			return Err(CborError::TooLong);
		}
		let mut missing = [0; MAX_DEPTH + 1];
		if let Some(top) = missing.first_mut() {
			*top = 1;
		}
		Ok(Reader {
			rest: input,
			missing,
			depth: 0,
		})
	}

	/// An unsigned integer.
	pub fn uint(&mut self) -> Result<u64, CborError> {
		self.item(UINT)
	}

	/// A byte string.
	pub fn bytes(&mut self) -> Result<&'a [u8], CborError> {
		let len = self.item(BYTES)?;
		self.take(len)
	}

	/// A text.
	pub fn text(&mut self) -> Result<&'a str, CborError> {
		let len = self.item(TEXT)?;
		core::str::from_utf8(self.take(len)?).map_err(|_| CborError::Utf8)
	}

	/// A boolean.
	pub fn boolean(&mut self) -> Result<bool, CborError> {
		match self.item(SIMPLE)? {
			FALSE => Ok(false),
			TRUE => Ok(true),
			_ => Err(CborError::Type),
		}
	}

	/// Whether the next value is an unsigned integer.
	pub fn is_uint(&self) -> bool {
		matches!(self.rest, [first, ..] if first >> 5 == UINT)
	}

	/// The head of an array of that many items, which are to be read next.
	pub fn array(&mut self, items: u64) -> Result<(), CborError> {
		if self.item(ARRAY)? != items {
			return Err(CborError::Items);
		}
		let depth = self.depth.checked_add(1).ok_or(CborError::Depth)?;
		*self.missing.get_mut(depth).ok_or(CborError::Depth)? = items;
		self.depth = depth;
		Ok(())
	}

	/// The end: every item was read, and nothing follows.
	pub fn finish(mut self) -> Result<(), CborError> {
		self.close();
		match (self.depth, self.missing.first(), self.rest) {
			(0, Some(0), []) => Ok(()),
			(0, Some(0), _) => Err(CborError::Trailing),
			_ => Err(CborError::Items),
		}
	}

	/// Leaves the arrays that are complete.
	fn close(&mut self) {
		while let (Some(0), Some(outer)) = (self.missing.get(self.depth), self.depth.checked_sub(1)) {
			self.depth = outer;
		}
	}

	/// The head of the next item, which must be of that type, and its argument.
	fn item(&mut self, major: u8) -> Result<u64, CborError> {
		self.close();
		let missing = self.missing.get_mut(self.depth).ok_or(CborError::Depth)?;
		*missing = missing.checked_sub(1).ok_or(CborError::Items)?;
		let (first, rest) = self.rest.split_first().ok_or(CborError::End)?;
		if first >> 5 != major {
			return Err(CborError::Type);
		}
		self.rest = rest;
		let (bytes, least) = match first & 31 {
			small @ 0..=23 => return Ok(u64::from(small)),
			24 => (1, 24),
			25 => (2, 1 << 8),
			26 => (4, 1 << 16),
			27 => (8, 1 << 32),
			31 => return Err(CborError::Indefinite),
			_ => return Err(CborError::Type),
		};
		let argument = self
			.take(bytes)?
			.iter()
			.fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
		if argument < least {
			return Err(CborError::NotMinimal);
		}
		Ok(argument)
	}

	fn take(&mut self, len: u64) -> Result<&'a [u8], CborError> {
		let len = usize::try_from(len).map_err(|_| CborError::End)?;
		let (taken, rest) = self.rest.split_at_checked(len).ok_or(CborError::End)?;
		self.rest = rest;
		Ok(taken)
	}
}

/// Writes CBOR. Whoever writes an array writes as many items as its head says.
#[derive(Clone, Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
	/// An empty writer.
	pub fn new() -> Self {
		Self::default()
	}

	/// An unsigned integer.
	pub fn uint(self, value: u64) -> Self {
		self.head(UINT, value)
	}

	/// A byte string.
	pub fn bytes(self, bytes: &[u8]) -> Self {
		self.head(BYTES, bytes.len() as u64).raw(bytes)
	}

	/// A text.
	pub fn text(self, text: &str) -> Self {
		self.head(TEXT, text.len() as u64).raw(text.as_bytes())
	}

	/// A boolean.
	pub fn boolean(self, value: bool) -> Self {
		self.head(SIMPLE, if value { TRUE } else { FALSE })
	}

	/// The head of an array of that many items.
	pub fn array(self, items: u64) -> Self {
		self.head(ARRAY, items)
	}

	/// A value that is CBOR already.
	pub fn raw(mut self, cbor: &[u8]) -> Self {
		self.0.extend_from_slice(cbor);
		self
	}

	/// What was written.
	pub fn finish(self) -> Vec<u8> {
		self.0
	}

	fn head(mut self, major: u8, argument: u64) -> Self {
		let [b7, b6, b5, b4, b3, b2, b1, b0] = argument.to_be_bytes();
		let head = |info: u8| (major << 5) | info;
		match argument {
			0..=23 => self.0.push(head(b0)),
			24..=0xff => self.0.extend_from_slice(&[head(24), b0]),
			0x100..=0xffff => self.0.extend_from_slice(&[head(25), b1, b0]),
			0x1_0000..=0xffff_ffff => self.0.extend_from_slice(&[head(26), b3, b2, b1, b0]),
			_ => self
				.0
				.extend_from_slice(&[head(27), b7, b6, b5, b4, b3, b2, b1, b0]),
		}
		self
	}
}
