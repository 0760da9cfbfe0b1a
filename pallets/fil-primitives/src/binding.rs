//! How the holder of an f1 key proves that deposits from it are his.
//!
//! He signs one line of ASCII that names the key's address, his DMEX account, the chain and a number that is used once:
//!
//! ```text
//! DMEX binding v1: deposits from f1… belong to account 0x<64 hex digits> on chain 0x<64 hex digits>, nonce 0
//! ```
//!
//! Two ways of signing it are accepted, because wallets differ:
//! - the bytes of the line as they are, BLAKE2b-256: `lotus wallet sign <f1…> <hex of the line>`, the RPC method
//!   `Filecoin.WalletSign`, and `forest-wallet sign --raw`;
//! - the line in the envelope of FRC-0102 (`19 "Filecoin Signed Message:\n"`, the length in decimal, the line), BLAKE2b-256: newer
//!   `forest-wallet sign`, wallets in the browser and Ledger's application.
//!
//! Both show or take the line itself, and neither can be a transaction: what is signed of a transaction is the 38 bytes of a
//! CID, and the line is longer.
//!
//! f3 keys cannot bind: a BLS signature does not give its key, and the runtime does not verify them.

use crate::{
	address::{Address, Network, Payload},
	hash::blake2b_256,
	signature::{recover, Signature, SignatureError},
	Account, Genesis,
};
use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

const ENVELOPE: &str = "\x19Filecoin Signed Message:\n";

/// What is signed.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Binding {
	/// The f1 address whose deposits are claimed.
	pub address: Address,
	/// The network of that address.
	pub network: Network,
	/// The account that they are credited to.
	pub account: Account,
	/// DMEX's genesis hash.
	pub genesis: Genesis,
	/// Bindings of this address so far. Without it, whoever saw an old signature could bring the old account back.
	pub nonce: u64,
}

/// Why a binding is not proven.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum BindingError {
	/// The address is not an f1 address.
	NotSecp256k1,
	/// The signature says nothing.
	Signature(SignatureError),
	/// Another key signed, or something else was signed.
	OtherSigner,
}

impl Binding {
	/// The line to sign.
	pub fn text(&self) -> String {
		alloc::format!(
			"DMEX binding v1: deposits from {} belong to account 0x{} on chain 0x{}, nonce {}",
			self.address.display(self.network),
			Hex(&self.account),
			Hex(&self.genesis),
			self.nonce
		)
	}

	/// The digest of the line as it is.
	pub fn digest(&self) -> [u8; 32] {
		blake2b_256(self.text().as_bytes())
	}

	/// The digest of the line in the envelope of FRC-0102.
	pub fn envelope_digest(&self) -> [u8; 32] {
		let text = self.text();
		let mut enclosed: Vec<u8> = alloc::format!("{ENVELOPE}{}", text.len()).into_bytes();
		enclosed.extend_from_slice(text.as_bytes());
		blake2b_256(&enclosed)
	}

	/// Whether the key of the address signed the line, in one of the two ways. At most two recoveries.
	pub fn verify(
		&self,
		signature: &Signature,
		recover_key: impl Fn(&[u8; 65], &[u8; 32]) -> Option<[u8; 64]>,
	) -> Result<(), BindingError> {
		if !matches!(self.address.payload(), Payload::Secp256k1(_)) {
			return Err(BindingError::NotSecp256k1);
		}
		let mut failed = None;
		for digest in [self.digest(), self.envelope_digest()] {
			match recover(signature, &digest, &recover_key) {
				Ok(signer) if signer == self.address => return Ok(()),
				Ok(_) => (),
				Err(error) => failed = Some(error),
			}
		}
		Err(failed.map_or(BindingError::OtherSigner, BindingError::Signature))
	}
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
	}
}
