//! Signatures of secp256k1 keys and the f1 address behind one.

use crate::address::Address;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The type byte of secp256k1 signatures.
const SECP256K1: u8 = 1;
const MAX_RECOVERY_ID: u8 = 3;

/// A recoverable signature: r, s and the recovery id v (0 to 3).
///
/// It is not unique: whoever sees one can make a second that is as valid (the other s). Never tell signatures apart by their
/// bytes, tell what was signed.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Signature(pub [u8; 65]);

/// Why a signature says nothing.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum SignatureError {
	/// Not 66 bytes.
	Length,
	/// The type byte is not that of secp256k1 (BLS signatures give no key).
	Type,
	/// v is above 3. Ethereum's 27 and 28 are no recovery ids of Filecoin.
	RecoveryId,
	/// No key can have made it.
	Invalid,
}

impl Signature {
	/// Reads what Filecoin's JSON-RPC, messages and `wallet sign` have: the type byte 01 and the 65 bytes.
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, SignatureError> {
		let (kind, signature) = bytes.split_first().ok_or(SignatureError::Length)?;
		let signature: [u8; 65] = signature.try_into().map_err(|_| SignatureError::Length)?;
		if *kind != SECP256K1 {
			return Err(SignatureError::Type);
		}
		Signature(signature).checked()
	}

	/// The type byte 01 and the 65 bytes.
	pub fn to_bytes(&self) -> Vec<u8> {
		let mut out = Vec::with_capacity(66);
		out.push(SECP256K1);
		out.extend_from_slice(&self.0);
		out
	}

	fn checked(self) -> Result<Self, SignatureError> {
		match self.0 {
			[.., 0..=MAX_RECOVERY_ID] => Ok(self),
			_ => Err(SignatureError::RecoveryId),
		}
	}
}

/// The f1 address of the key that signed `digest`.
///
/// `recover_key` recovers a secp256k1 key from r ‖ s ‖ v and a digest, as its coordinates (64 bytes): in a runtime
/// `|signature, digest| sp_io::crypto::secp256k1_ecdsa_recover(signature, digest).ok()`.
///
/// Every digest and nearly every 65 bytes give some address. It means something only when compared with one that was expected.
pub fn recover(
	signature: &Signature,
	digest: &[u8; 32],
	recover_key: impl Fn(&[u8; 65], &[u8; 32]) -> Option<[u8; 64]>,
) -> Result<Address, SignatureError> {
	let signature = signature.checked()?;
	let key = recover_key(&signature.0, digest).ok_or(SignatureError::Invalid)?;
	Ok(Address::from_public_key(&key))
}
