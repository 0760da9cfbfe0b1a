//! Miners: power, owner and beneficiary, sectors.

use super::{atto, known_address, some, Unknown};
use alloc::borrow::Cow;
use fil_primitives::{amount::parse_atto, Address, AmountError, Network};
use serde::Deserialize;

/// A miner's power.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MinerPower {
	/// Raw bytes; 0 below the consensus minimum.
	pub raw: u128,
	/// Quality-adjusted bytes; 0 below the consensus minimum.
	pub quality_adjusted: u128,
}

/// A miner's facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MinerInfo {
	/// Its owner.
	pub owner: Address,
	/// Where its payouts go.
	pub beneficiary: Address,
	/// Quota less what was used, in attoFIL, at most `u128::MAX`.
	pub quota_left: u128,
	/// The height at which that ends.
	pub expiration: u64,
}

/// A miner's sectors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sectors {
	/// Live ones.
	pub live: u64,
	/// Faulty ones.
	pub faulty: u64,
}

/// `StateMinerPower`. Below the consensus minimum Lotus tells the claim and Forest zeros: both are 0 here.
pub fn miner_power(body: &[u8], id: u64) -> Result<MinerPower, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Claim<'a> {
		#[serde(borrow)]
		raw_byte_power: Cow<'a, str>,
		#[serde(borrow)]
		quality_adj_power: Cow<'a, str>,
	}
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		miner_power: Claim<'a>,
		has_min_power: bool,
	}
	let raw: Raw = some(body, id)?;
	let claim = MinerPower {
		raw: atto(&raw.miner_power.raw_byte_power)?,
		quality_adjusted: atto(&raw.miner_power.quality_adj_power)?,
	};
	Ok(if raw.has_min_power {
		claim
	} else {
		MinerPower {
			raw: 0,
			quality_adjusted: 0,
		}
	})
}

/// `StateMinerInfo`.
pub fn miner_info(body: &[u8], id: u64, network: Network) -> Result<MinerInfo, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Term<'a> {
		#[serde(borrow)]
		quota: Cow<'a, str>,
		#[serde(borrow)]
		used_quota: Cow<'a, str>,
		expiration: i64,
	}
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw<'a> {
		#[serde(borrow)]
		owner: Cow<'a, str>,
		#[serde(borrow)]
		beneficiary: Cow<'a, str>,
		#[serde(borrow)]
		beneficiary_term: Option<Term<'a>>,
	}
	// Owners can set any quota.
	let clipped = |text: &str| match parse_atto(text) {
		Err(AmountError::Overflow) => Ok(u128::MAX),
		other => other.map_err(|_| Unknown::Malformed("quota")),
	};
	let raw: Raw = some(body, id)?;
	let (quota_left, expiration) = match &raw.beneficiary_term {
		Some(term) => {
			let (quota, used) = (clipped(&term.quota)?, clipped(&term.used_quota)?);
			let left = Some(quota)
				.filter(|quota| *quota > used)
				.and_then(|quota| quota.checked_sub(used));
			(left.unwrap_or(0), u64::try_from(term.expiration).unwrap_or(0))
		}
		None => (0, 0),
	};
	Ok(MinerInfo {
		owner: known_address(&raw.owner, network)?,
		beneficiary: known_address(&raw.beneficiary, network)?,
		quota_left,
		expiration,
	})
}

/// `StateMinerSectorCount`.
pub fn sectors(body: &[u8], id: u64) -> Result<Sectors, Unknown> {
	#[derive(Deserialize)]
	#[serde(rename_all = "PascalCase")]
	struct Raw {
		live: u64,
		faulty: u64,
	}
	let raw: Raw = some(body, id)?;
	Ok(Sectors {
		live: raw.live,
		faulty: raw.faulty,
	})
}
