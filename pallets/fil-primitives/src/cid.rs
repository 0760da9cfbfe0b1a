//! CIDs as Filecoin's chain uses them: version 1, DAG-CBOR, BLAKE2b-256.
//!
//! 38 bytes: `01 71 a0e402 20` and the digest. As text: `b` and base32. JSON wraps the text as `{"/":"bafy…"}`; the text is what
//! is read here.

use crate::{
	base32::{self, Base32Error},
	hash::blake2b_256,
};
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

const DAG_CBOR: u64 = 0x71;
const BLAKE2B_256: u64 = 0xb220;
const PREFIX: [u8; 6] = [0x01, 0x71, 0xa0, 0xe4, 0x02, 0x20];
/// Bytes of a CID.
pub const LEN: usize = 38;

/// A CID; only the digest is kept, the rest is the same for all.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Cid([u8; 32]);

/// Why something is not such a CID.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum CidError {
	/// Not 38 bytes, or not as many characters as they make.
	Length,
	/// The text is in another base than lower-case base32.
	Base,
	/// A character outside of base32, or bits left over at its end.
	Character,
	/// Not the bytes of a CID of version 1.
	Malformed,
	/// The content is not DAG-CBOR.
	Codec,
	/// The hash is not BLAKE2b-256.
	Hash,
}

impl Cid {
	/// The CID of DAG-CBOR bytes.
	pub fn of(bytes: &[u8]) -> Self {
		Cid(blake2b_256(bytes))
	}

	/// The CID with that digest.
	pub const fn from_digest(digest: [u8; 32]) -> Self {
		Cid(digest)
	}

	/// The BLAKE2b-256 digest of the content.
	pub const fn digest(&self) -> &[u8; 32] {
		&self.0
	}

	/// The 38 bytes.
	pub fn to_bytes(&self) -> [u8; LEN] {
		let mut out = [0; LEN];
		for (to, from) in out.iter_mut().zip(PREFIX.iter().chain(&self.0)) {
			*to = *from;
		}
		out
	}

	/// Reads the 38 bytes.
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, CidError> {
		let cid = cid::CidGeneric::<32>::try_from(bytes).map_err(|_| CidError::Malformed)?;
		if cid.version() != cid::Version::V1 {
			return Err(CidError::Malformed);
		}
		if cid.codec() != DAG_CBOR {
			return Err(CidError::Codec);
		}
		let hash = cid.hash();
		if hash.code() != BLAKE2B_256 {
			return Err(CidError::Hash);
		}
		let digest = hash.digest().try_into().map_err(|_| CidError::Hash)?;
		// The reader of the `cid` crate stops after the digest and does not mind what follows.
		if bytes.len() != LEN {
			return Err(CidError::Length);
		}
		Ok(Cid(digest))
	}

	/// Reads the text, such as `bafy2bzace…`.
	pub fn parse(text: &str) -> Result<Self, CidError> {
		match text.as_bytes().split_first() {
			Some((b'b', rest)) => {
				Self::from_bytes(&base32::read::<LEN>(rest).map_err(|error| match error {
					Base32Error::Length => CidError::Length,
					Base32Error::Character => CidError::Character,
				})?)
			}
			Some(_) => Err(CidError::Base),
			None => Err(CidError::Length),
		}
	}

	/// The text.
	pub fn to_text(&self) -> String {
		alloc::format!("{self}")
	}
}

impl fmt::Display for Cid {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("b")?;
		base32::write(f, &self.to_bytes())
	}
}

impl fmt::Debug for Cid {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Cid({self})")
	}
}
