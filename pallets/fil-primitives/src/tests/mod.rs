//! Literal values of Filecoin's mainnet, the rules one by one, and random input.

mod address;
mod amount;
mod binding;
mod cbor;
mod cid;
mod fuzz;
mod memo;
mod message;
mod multisig;

use alloc::vec::Vec;
use data_encoding::{BASE64, HEXLOWER};
use k256::ecdsa::{RecoveryId, Signature as K256Signature, SigningKey, VerifyingKey};

/// The beginning is that of the placeholder behind the redeem memo below; the rest is arbitrary.
pub(crate) const GENESIS: [u8; 32] = {
	let mut genesis = [9; 32];
	let start = [0x7e, 0x00, 0xd8, 0xcf, 0xa2, 0x56, 0x3a, 0xe2];
	let mut i = 0;
	while i < 8 {
		genesis[i] = start[i];
		i += 1;
	}
	genesis
};
/// A real sender on mainnet.
pub(crate) const SENDER: &str = "f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6q";

pub(crate) fn hex(text: &str) -> Vec<u8> {
	HEXLOWER.decode(text.as_bytes()).unwrap()
}

pub(crate) fn base64(text: &str) -> Vec<u8> {
	BASE64.decode(text.as_bytes()).unwrap()
}

/// What `sp_io::crypto::secp256k1_ecdsa_recover` does.
pub(crate) fn recover_key(signature: &[u8; 65], digest: &[u8; 32]) -> Option<[u8; 64]> {
	let (rs, v) = signature.split_at(64);
	let id = RecoveryId::from_byte(v[0])?;
	let key = VerifyingKey::recover_from_prehash(digest, &K256Signature::from_slice(rs).ok()?, id).ok()?;
	key.to_encoded_point(false).as_bytes()[1..].try_into().ok()
}

/// Signs as a wallet does.
pub(crate) fn sign(secret: [u8; 32], digest: &[u8; 32]) -> crate::Signature {
	let (signature, id) = SigningKey::from_slice(&secret)
		.unwrap()
		.sign_prehash_recoverable(digest)
		.unwrap();
	let mut out = [0; 65];
	out[..64].copy_from_slice(&signature.to_bytes());
	out[64] = id.to_byte();
	crate::Signature(out)
}

pub(crate) fn address_of(secret: [u8; 32]) -> crate::Address {
	let key = *SigningKey::from_slice(&secret).unwrap().verifying_key();
	crate::Address::from_public_key(key.to_encoded_point(false).as_bytes()[1..].try_into().unwrap())
}

/// xorshift64*: reproducible, and enough to look for panics with.
pub(crate) struct Random(pub u64);

impl Random {
	pub(crate) fn next(&mut self) -> u64 {
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
	}

	pub(crate) fn below(&mut self, bound: usize) -> usize {
		(self.next() % bound as u64) as usize
	}

	pub(crate) fn bytes(&mut self, len: usize) -> Vec<u8> {
		(0..len).map(|_| self.next() as u8).collect()
	}

	/// One to three changes: a byte replaced, flipped in one bit, removed, inserted, doubled; the end cut.
	pub(crate) fn mutate(&mut self, bytes: &mut Vec<u8>, alphabet: &[u8]) {
		for _ in 0..=self.below(3) {
			let any = alphabet[self.below(alphabet.len())];
			let at = self.below(bytes.len() + 1);
			match self.below(6) {
				0 if at < bytes.len() => bytes[at] = any,
				1 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
				2 if at < bytes.len() => drop(bytes.remove(at)),
				3 if at < bytes.len() => bytes.insert(at, bytes[at]),
				4 => bytes.insert(at, any),
				_ => bytes.truncate(at),
			}
		}
	}
}
