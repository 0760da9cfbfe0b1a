//! Keys and amounts, as the file writes them.

use dmex_primitives::constants::DMC;
use dmex_runtime::{AccountId, Balance, SS58_PREFIX};
use sp_core::{
	crypto::{Ss58AddressFormat, Ss58AddressFormatRegistry, Ss58Codec},
	H256,
};

/// A public key or account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(pub(super) [u8; 32]);

impl Key {
	/// The SS58 form that every network reads.
	fn generic_format() -> Ss58AddressFormat {
		Ss58AddressFormatRegistry::SubstrateAccount.into()
	}

	/// The generic SS58 form, the only one that a runtime reads in genesis JSON.
	pub(super) fn generic(&self) -> String {
		AccountId::new(self.0).to_ss58check_with_version(Self::generic_format())
	}

	/// Reads an SS58 address or 32 bytes of hex.
	pub(super) fn parse(text: &str) -> Result<Self, String> {
		if text.starts_with("0x") {
			return text
				.parse::<H256>()
				.map(|bytes| Self(bytes.0))
				.map_err(|_| "is not 32 bytes of hex: give 64 hex digits after 0x".into());
		}
		let (account, format) = AccountId::from_ss58check_with_version(text).map_err(|_| {
			"is no valid SS58 address: copy it again, as a character is wrong or missing".to_string()
		})?;
		let own = Ss58AddressFormat::custom(SS58_PREFIX);
		if format != own && format != Self::generic_format() {
			return Err(format!(
				"is an address of another network (prefix {}): give it in the generic form (prefix 42) or in DMEX's own ({SS58_PREFIX})",
				format.prefix()
			));
		}
		Ok(Self(account.into()))
	}
}

/// DMC in decimal notation, exactly; what does not fit counts as the greatest amount. `None` if it is anything else.
pub(super) fn parse_dmc(text: &str) -> Option<Balance> {
	const DECIMALS: usize = dmex_runtime::TOKEN_DECIMALS as usize;
	let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
	let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
	if !digits(whole) || !digits(fraction) || fraction.len() > DECIMALS {
		return None;
	}
	let fraction: Balance = format!("{fraction:0<DECIMALS$}").parse().ok()?;
	let whole = whole
		.parse::<Balance>()
		.ok()
		.and_then(|whole| whole.checked_mul(DMC));
	Some(
		whole
			.and_then(|whole| whole.checked_add(fraction))
			.unwrap_or(Balance::MAX),
	)
}

/// The inverse of [`parse_dmc`].
pub(super) fn show_dmc(amount: Balance) -> String {
	let fraction = format!("{:018}", amount % DMC);
	match fraction.trim_end_matches('0') {
		"" => (amount / DMC).to_string(),
		fraction => format!("{}.{fraction}", amount / DMC),
	}
}
