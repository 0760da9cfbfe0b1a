//! Base32 of RFC 4648 in lower case without padding, as addresses and CIDs are written. No allocation, one text for one value.

use data_encoding::BASE32_NOPAD;

/// The longest text that is written or read: an f3 payload with its checksum takes 84 characters.
const MAX_TEXT: usize = 96;

/// Why a text is not the base32 of so many bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base32Error {
	/// The text is not as long as that many bytes make it.
	Length,
	/// A character outside `a-z2-7`, or unused bits of the last one that are not zero.
	Character,
}

/// Writes the bytes; more than 60 of them, which nobody asks for, are refused.
pub(crate) fn write(f: &mut core::fmt::Formatter<'_>, bytes: &[u8]) -> core::fmt::Result {
	let mut text = [0; MAX_TEXT];
	let text = text
		.get_mut(..BASE32_NOPAD.encode_len(bytes.len()))
		.ok_or(core::fmt::Error)?;
	BASE32_NOPAD.encode_mut(bytes, text);
	text.make_ascii_lowercase();
	f.write_str(core::str::from_utf8(text).map_err(|_| core::fmt::Error)?)
}

/// Reads exactly `N` bytes.
pub(crate) fn read<const N: usize>(text: &[u8]) -> Result<[u8; N], Base32Error> {
	if text.len() != BASE32_NOPAD.encode_len(N) {
		return Err(Base32Error::Length);
	}
	if text.iter().any(u8::is_ascii_uppercase) {
		return Err(Base32Error::Character);
	}
	let mut upper = [0; MAX_TEXT];
	let upper = upper.get_mut(..text.len()).ok_or(Base32Error::Length)?;
	upper.copy_from_slice(text);
	upper.make_ascii_uppercase();
	let mut out = [0; N];
	BASE32_NOPAD
		.decode_mut(upper, &mut out)
		.map_err(|_| Base32Error::Character)?;
	Ok(out)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn reading_refuses_what_writing_does_not_write() {
		assert_eq!(read::<5>(b"mzxw6ytb"), Ok(*b"fooba"));
		assert_eq!(read::<1>(b"my"), Ok(*b"f"));
		assert_eq!(read::<1>(b"mz"), Err(Base32Error::Character));
		assert_eq!(read::<1>(b"MY"), Err(Base32Error::Character));
		assert_eq!(read::<1>(b"m1"), Err(Base32Error::Character));
		assert_eq!(read::<1>(b"m="), Err(Base32Error::Character));
		assert_eq!(read::<1>(b"my======"), Err(Base32Error::Length));
		assert_eq!(read::<1>(b"m"), Err(Base32Error::Length));
		assert_eq!(read::<0>(b""), Ok([]));
	}
}
