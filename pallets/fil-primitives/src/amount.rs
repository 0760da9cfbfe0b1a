//! Amounts of FIL: attoFIL as `u128`, as decimal text of JSON, as text for people, and as the bytes of messages.
//!
//! All FIL there will ever be is 2 x 10^27 attoFIL; `u128` holds more than 10^38.

use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Decimals of FIL.
pub const DECIMALS: usize = 18;
/// One FIL in attoFIL.
pub const FIL: u128 = 1_000_000_000_000_000_000;

/// Why something is not an amount.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum AmountError {
	/// Nothing there, or nothing before or after the point.
	Empty,
	/// A character other than a digit (and one point, where FIL is read): a sign too.
	Character,
	/// Zeros in front. An amount has one form only.
	LeadingZero,
	/// More than 18 digits after the point.
	TooPrecise,
	/// More than `u128` holds.
	Overflow,
	/// Bytes of a negative amount, or with a sign byte that is neither 0 nor 1.
	Sign,
}

/// Reads attoFIL from the decimal text of JSON.
pub fn parse_atto(text: &str) -> Result<u128, AmountError> {
	whole(text.as_bytes())
}

/// Writes attoFIL as the decimal text of JSON.
pub fn format_atto(atto: u128) -> String {
	alloc::format!("{atto}")
}

/// Reads FIL as people write it, `12` or `12.5`, at most 18 digits after the point, into attoFIL.
pub fn parse_fil(text: &str) -> Result<u128, AmountError> {
	let (fil, fraction) = match text.split_once('.') {
		Some((_, "")) => return Err(AmountError::Empty),
		Some((fil, fraction)) => (fil, fraction.as_bytes()),
		None => (text, &[][..]),
	};
	let fil = whole(fil.as_bytes())?;
	if !fraction.iter().all(u8::is_ascii_digit) {
		return Err(AmountError::Character);
	}
	let missing = DECIMALS
		.checked_sub(fraction.len())
		.ok_or(AmountError::TooPrecise)?;
	let mut atto = digits(fraction)?;
	for _ in 0..missing {
		atto = atto.checked_mul(10).ok_or(AmountError::Overflow)?;
	}
	fil.checked_mul(FIL)
		.and_then(|fil| fil.checked_add(atto))
		.ok_or(AmountError::Overflow)
}

/// Writes attoFIL as FIL, exactly, without zeros at the end: `0.1`, `12`.
pub fn format_fil(atto: u128) -> String {
	let (fil, fraction) = (atto / FIL, atto % FIL);
	if fraction == 0 {
		return alloc::format!("{fil}");
	}
	let text = alloc::format!("{fil}.{fraction:018}");
	text.trim_end_matches('0').into()
}

/// The bytes of an amount in CBOR: none for zero, else a zero byte (the sign) and the magnitude, big endian, without zeros in
/// front.
pub fn to_bytes(atto: u128) -> Vec<u8> {
	if atto == 0 {
		return Vec::new();
	}
	let mut out = Vec::with_capacity(17);
	out.push(0);
	out.extend(atto.to_be_bytes().into_iter().skip_while(|byte| *byte == 0));
	out
}

/// Reads the bytes of an amount.
pub fn from_bytes(bytes: &[u8]) -> Result<u128, AmountError> {
	match bytes {
		[] => Ok(0),
		[0] => Err(AmountError::Empty),
		[0, 0, ..] => Err(AmountError::LeadingZero),
		[0, magnitude @ ..] if magnitude.len() > 16 => Err(AmountError::Overflow),
		[0, magnitude @ ..] => Ok(magnitude
			.iter()
			.fold(0u128, |amount, byte| (amount << 8) | u128::from(*byte))),
		_ => Err(AmountError::Sign),
	}
}

fn whole(text: &[u8]) -> Result<u128, AmountError> {
	match text {
		[] => Err(AmountError::Empty),
		[b'0', b'0'..=b'9', ..] => {
			digits(text)?;
			Err(AmountError::LeadingZero)
		}
		_ => digits(text),
	}
}

/// Digits only; none make 0.
fn digits(text: &[u8]) -> Result<u128, AmountError> {
	if !text.iter().all(u8::is_ascii_digit) {
		return Err(AmountError::Character);
	}
	text.iter()
		.try_fold(0u128, |number, digit| {
			number
				.checked_mul(10)?
				.checked_add(u128::from(digit.checked_sub(b'0')?))
		})
		.ok_or(AmountError::Overflow)
}
