//! The operator's Filecoin key. It is never shown.

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use fil_primitives::{recover, Address, Message, Signature};
use serde::Deserialize;
use sp_core::{ecdsa, Pair};
use std::{fmt, fs, path::Path};
use zeroize::Zeroizing;

const KIND: &str = "secp256k1";
/// Longest file that can be a key.
const MAX_FILE: u64 = 4096;

/// A secp256k1 key and the f1 address behind it.
pub struct SigningKey {
	pair: ecdsa::Pair,
	address: Address,
}

impl fmt::Debug for SigningKey {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "SigningKey({:?})", self.address)
	}
}

impl SigningKey {
	/// Reads a key's file.
	pub fn read(path: &Path) -> Result<Self, String> {
		let fail = |what: String| format!("the key file {}: {what}", path.display());
		let file = fs::metadata(path).map_err(|error| fail(error.to_string()))?;
		if file.len() > MAX_FILE {
			return Err(fail("it is too long for a key".into()));
		}
		let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| fail(error.to_string()))?);
		Self::parse(&text).map_err(|error| fail(error.into()))
	}

	/// Reads a key: as `lotus wallet export` prints it, as the JSON in that, or as 32 bytes in hex.
	pub fn parse(text: &str) -> Result<Self, &'static str> {
		const FORM: &str = "neither an exported key (hex of JSON) nor 32 bytes in hex";
		let text = text.trim();
		if text.starts_with('{') {
			return Self::from_json(text.as_bytes());
		}
		let hex = text.strip_prefix("0x").unwrap_or(text);
		let bytes = HEXLOWER_PERMISSIVE
			.decode(hex.as_bytes())
			.map(Zeroizing::new)
			.map_err(|_| FORM)?;
		match bytes.first() {
			_ if bytes.len() == 32 => Self::from_secret(&bytes),
			Some(b'{') => Self::from_json(&bytes),
			_ => Err(FORM),
		}
	}

	fn from_json(json: &[u8]) -> Result<Self, &'static str> {
		#[derive(Deserialize)]
		#[serde(rename_all = "PascalCase")]
		struct Exported<'a> {
			r#type: &'a str,
			private_key: &'a str,
		}
		let exported: Exported = serde_json::from_slice(json)
			.map_err(|_| "not the JSON of an exported key: {\"Type\":\"secp256k1\",\"PrivateKey\":\"…\"}")?;
		if exported.r#type != KIND {
			return Err("only secp256k1 keys (f1 addresses) can sign here");
		}
		let secret = BASE64
			.decode(exported.private_key.as_bytes())
			.map(Zeroizing::new)
			.map_err(|_| "its PrivateKey is not base64")?;
		Self::from_secret(&secret)
	}

	fn from_secret(secret: &[u8]) -> Result<Self, &'static str> {
		let pair = ecdsa::Pair::from_seed_slice(secret).map_err(|_| "its 32 bytes are no secp256k1 key")?;
		let digest = [0; 32];
		let signature = Signature(pair.sign_prehashed(&digest).0);
		let address = address_of(&signature, &digest).ok_or("its 32 bytes are no secp256k1 key")?;
		Ok(Self { pair, address })
	}

	/// The f1 address.
	pub const fn address(&self) -> &Address {
		&self.address
	}

	/// Signs a message of this key's address; `None` for any other.
	pub fn sign(&self, message: &Message) -> Option<Signature> {
		let digest = message.signing_digest();
		let signature = Signature(self.pair.sign_prehashed(&digest).0);
		let valid = message.from == self.address && address_of(&signature, &digest) == Some(self.address);
		valid.then_some(signature)
	}
}

fn address_of(signature: &Signature, digest: &[u8; 32]) -> Option<Address> {
	recover(signature, digest, |signature, digest| {
		sp_io::crypto::secp256k1_ecdsa_recover(signature, digest).ok()
	})
	.ok()
}

/// What to tell an operator whose key others can read.
pub fn permission_warning(path: &Path) -> Option<String> {
	#[cfg(unix)]
	{
		use std::os::unix::fs::PermissionsExt;
		let mode = fs::metadata(path).ok()?.permissions().mode();
		if mode & 0o077 != 0 {
			return Some(format!(
				"the key file {} can be read by others (mode {:03o}): chmod 600",
				path.display(),
				mode & 0o777
			));
		}
	}
	#[cfg(not(unix))]
	let _ = path;
	None
}
