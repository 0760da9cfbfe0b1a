//! The chains that can be started: `development`, `local_testnet` and `dmex`.
//!
//! `dmex`, the production candidate, has no validator, no council and no beneficiary of its own: `dmex-node production-spec` fills
//! them in from a file. No preset has a well-known key but the two that are for play.

use crate::{
	configs::monetary::Native, AccountId, AssetConversionConfig, AssetId, AssetsConfig, BabeConfig, Balance,
	BalancesConfig, CalendarConfig, CouncilConfig, EmissionConfig, FilGatewayConfig, RuntimeGenesisConfig,
	SessionConfig, SessionKeys, ValidatorSetConfig, BABE_GENESIS_EPOCH_CONFIG,
};
use alloc::{string::ToString, vec, vec::Vec};
use dmex_primitives::{constants::*, CalendarParameters, Recipient};
use frame_support::{build_struct_json_patch, traits::fungible::NativeOrWithId};
use pallet_fil_gateway::GenesisCustody;
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// One validator, ten blocks a day: every daily rule can be watched.
pub const DEVELOPMENT: &str = DEV_RUNTIME_PRESET;
/// Four validators on one machine.
pub const LOCAL: &str = LOCAL_TESTNET_RUNTIME_PRESET;
/// The production candidate.
pub const DMEX: &str = "dmex";

/// Bond of a validator of genesis in the presets for play.
const PLAY_BOND: Balance = 20_000 * DMC;
/// DMC of each account in the presets for play.
const PLAY_BALANCE: Balance = 500_000 * DMC;
/// Points of the block author in the staking programme.
const AUTHOR_POINTS: u32 = 40;

/// An asset of genesis.
struct Asset {
	id: AssetId,
	name: &'static str,
	symbol: &'static str,
	decimals: u8,
	/// Smallest balance. Every asset of genesis is sufficient: its holder needs no DMC.
	minimum: Balance,
	/// What each account gets in the presets for play. No IFIL: it exists only against FIL in custody.
	play_balance: Balance,
}

const ASSETS: [Asset; 5] = [
	Asset {
		id: IFIL,
		name: "Interchain FIL",
		symbol: "IFIL",
		decimals: 18,
		minimum: 100_000_000_000_000,
		play_balance: 0,
	},
	Asset {
		id: USDT,
		name: "Tether USD",
		symbol: "USDT",
		decimals: 6,
		minimum: 1_000,
		play_balance: 1_000_000_000_000,
	},
	Asset {
		id: HUSD,
		name: "HUSD",
		symbol: "HUSD",
		decimals: 6,
		minimum: 1_000,
		play_balance: 1_000_000_000_000,
	},
	Asset {
		id: HT,
		name: "Huobi Token",
		symbol: "HT",
		decimals: 18,
		minimum: 1_000_000_000_000_000,
		play_balance: 100_000 * DMC,
	},
	Asset {
		id: HBTC,
		name: "Huobi BTC",
		symbol: "HBTC",
		decimals: 8,
		minimum: 100,
		play_balance: 100_000_000_000,
	},
];

/// Assets that the production candidate starts with; the DAO adds others.
const PRODUCTION_ASSETS: [AssetId; 2] = [IFIL, USDT];

/// A validator of the presets for play: account and session keys of one well-known seed.
fn play_validator(sr25519: Sr25519Keyring, ed25519: Ed25519Keyring) -> (AccountId, SessionKeys) {
	let keys = SessionKeys {
		babe: sr25519.public().into(),
		grandpa: ed25519.public().into(),
		authority_discovery: sr25519.public().into(),
	};
	(sr25519.to_account_id(), keys)
}

/// Custody on the Filecoin network for play, which `e2e` starts: its genesis block, and a multisig of five that takes four approvals.
fn play_custody() -> GenesisCustody {
	GenesisCustody {
		test_network: false,
		genesis: "bafy2bzacealjj32glhlhyecetcb6p2uu6ycqpyc6dpkro7l33gcejdj6nximo".to_string(),
		id: 3_000_123,
		robust: "f2xuhp4iydexuvdxykt7a6fk4geams4tskrwvnboq".to_string(),
		signers: (2_000..2_005).collect(),
		approvals: 4,
		next_range: 0,
		balance: 0,
	}
}

/// The seven well-known accounts that are funded, and are the council, in the presets for play.
fn play_accounts() -> Vec<AccountId> {
	use Sr25519Keyring::*;
	[Alice, Bob, Charlie, Dave, Eve, Ferdie, One]
		.into_iter()
		.map(|key| key.to_account_id())
		.collect()
}

fn asset_config(ids: &[AssetId], holders: &[AccountId]) -> AssetsConfig {
	let owner = crate::adapters::dao_account();
	let listed = || ASSETS.iter().filter(|asset| ids.contains(&asset.id));
	AssetsConfig {
		assets: listed()
			.map(|asset| (asset.id, owner.clone(), true, asset.minimum))
			.collect(),
		metadata: listed()
			.map(|asset| {
				(
					asset.id,
					asset.name.as_bytes().to_vec(),
					asset.symbol.as_bytes().to_vec(),
					asset.decimals,
				)
			})
			.collect(),
		accounts: listed()
			.filter(|asset| asset.play_balance > 0)
			.flat_map(|asset| {
				holders
					.iter()
					.map(|who| (asset.id, who.clone(), asset.play_balance))
			})
			.collect(),
		next_asset_id: None,
		reserves: vec![],
	}
}

fn staking_recipients(ids: &[AssetId], points_each: u32) -> Vec<(Recipient, u32)> {
	core::iter::once((Recipient::Dmc, 20))
		.chain(ids.iter().map(|id| (Recipient::Asset(*id), points_each)))
		.collect()
}

/// `development` and `local`: well-known keys, funded accounts, assets, pools, mining from the first block.
fn play(
	calendar: CalendarParameters,
	validators: Vec<(AccountId, SessionKeys)>,
	operators: Vec<Sr25519Keyring>,
) -> Value {
	let accounts = play_accounts();
	let [alice, .., dave, eve, ferdie, _] = accounts.as_slice() else {
		return Value::Null;
	};
	let ids = ASSETS.map(|asset| asset.id);
	let mut recipients = staking_recipients(&ids, 8);
	recipients.extend([
		(Recipient::LpToken(0), 40),
		(Recipient::LpToken(1), 30),
		(Recipient::LpToken(2), 30),
		(Recipient::HashrateNfts, 100),
	]);
	// A DMC at a tenth of a dollar, an HT at five.
	let pools = [(USDT, 1_000_000_000), (HUSD, 1_000_000_000), (HT, 200 * DMC)];
	build_struct_json_patch!(RuntimeGenesisConfig {
		calendar: CalendarConfig {
			parameters: calendar,
			production: false
		},
		balances: BalancesConfig {
			balances: accounts.iter().map(|who| (who.clone(), PLAY_BALANCE)).collect()
		},
		assets: asset_config(&ids, &accounts),
		asset_conversion: AssetConversionConfig {
			pools: pools
				.into_iter()
				.map(|(id, amount)| {
					(
						Native::get(),
						NativeOrWithId::WithId(id),
						alice.clone(),
						10_000 * DMC,
						amount,
					)
				})
				.collect(),
		},
		babe: BabeConfig {
			epoch_config: BABE_GENESIS_EPOCH_CONFIG
		},
		validator_set: ValidatorSetConfig {
			validators: validators
				.iter()
				.map(|(who, _)| (who.clone(), PLAY_BOND))
				.collect(),
		},
		session: SessionConfig {
			keys: validators
				.into_iter()
				.map(|(who, keys)| (who.clone(), who, keys))
				.collect(),
		},
		council: CouncilConfig {
			members: accounts.clone()
		},
		emission: EmissionConfig {
			mining_start: Some(1),
			author_points: AUTHOR_POINTS,
			recipients,
			team: vec![(dave.clone(), 6_000_000 * DMC)],
			private_sale: vec![(eve.clone(), 5_000_000 * DMC), (ferdie.clone(), 5_000_000 * DMC)],
			unlimited_endowments: true,
		},
		fil_gateway: FilGatewayConfig {
			operators: operators
				.into_iter()
				.map(|key| (key.to_account_id(), key.public()))
				.collect(),
			custody: Some(play_custody()),
		},
	})
}

/// One validator, one operator of the gateway, and days of ten blocks. A range of Filecoin takes three blocks to be voted on, delivered and
/// applied; so there are two in a day, not ten, or the gateway would never keep up.
fn development() -> Value {
	play(
		CalendarParameters {
			blocks_per_day: 10,
			slot_duration_ms: NOMINAL_SLOT_MS,
			epochs_per_day: 20,
			epochs_per_range: 10,
		},
		vec![play_validator(Sr25519Keyring::Alice, Ed25519Keyring::Alice)],
		vec![Sr25519Keyring::Alice],
	)
}

/// Four validators and full days.
fn local() -> Value {
	play(
		CalendarParameters::default(),
		vec![
			play_validator(Sr25519Keyring::Alice, Ed25519Keyring::Alice),
			play_validator(Sr25519Keyring::Bob, Ed25519Keyring::Bob),
			play_validator(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
			play_validator(Sr25519Keyring::Dave, Ed25519Keyring::Dave),
		],
		vec![
			Sr25519Keyring::Alice,
			Sr25519Keyring::Bob,
			Sr25519Keyring::Charlie,
			Sr25519Keyring::Dave,
		],
	)
}

/// The production candidate, still without people. Pools are opened by those who fill them.
fn dmex() -> Value {
	build_struct_json_patch!(RuntimeGenesisConfig {
		calendar: CalendarConfig {
			parameters: CalendarParameters::default(),
			production: true
		},
		assets: asset_config(&PRODUCTION_ASSETS, &[]),
		babe: BabeConfig {
			epoch_config: BABE_GENESIS_EPOCH_CONFIG
		},
		emission: EmissionConfig {
			mining_start: None,
			author_points: AUTHOR_POINTS,
			recipients: staking_recipients(&PRODUCTION_ASSETS, 20),
		},
	})
}

/// Ids of the presets.
pub fn names() -> Vec<PresetId> {
	vec![
		PresetId::from(DEVELOPMENT),
		PresetId::from(LOCAL),
		PresetId::from(DMEX),
	]
}

/// The preset's genesis as a JSON patch of the default one.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		DEVELOPMENT => development(),
		LOCAL => local(),
		DMEX => dmex(),
		_ => return None,
	};
	serde_json::to_vec(&patch).ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use frame_support::{genesis_builder_helper::build_state, traits::fungibles::roles::Inspect};

	fn genesis(
		id: &str,
		edit: impl FnOnce(&mut Value),
	) -> Result<sp_io::TestExternalities, alloc::string::String> {
		let mut full = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
		let mut patch: Value = serde_json::from_slice(&preset(&PresetId::from(id)).unwrap()).unwrap();
		edit(&mut patch);
		merge(&mut full, patch);
		let mut ext = sp_io::TestExternalities::new_empty();
		ext.execute_with(|| build_state::<RuntimeGenesisConfig>(serde_json::to_vec(&full).unwrap()))?;
		Ok(ext)
	}

	fn merge(a: &mut Value, b: Value) {
		match (a, b) {
			(Value::Object(a), Value::Object(b)) => {
				for (key, value) in b {
					merge(a.entry(key).or_insert(Value::Null), value);
				}
			}
			(a, b) => *a = b,
		}
	}

	#[test]
	fn presets_for_play_should_build_and_hold_the_genesis_supply() {
		for id in [DEVELOPMENT, LOCAL] {
			genesis(id, |_| ()).unwrap().execute_with(|| {
				assert_eq!(crate::Balances::total_issuance(), GENESIS_SUPPLY);
				assert_eq!(crate::Dao::council().len(), 7);
				assert!(!crate::Session::validators().is_empty());
				crate::Emission::do_try_state().unwrap();
				crate::ValidatorSet::do_try_state().unwrap();
				crate::Dao::do_try_state().unwrap();
				crate::FilGateway::do_try_state().unwrap();
			});
		}
	}

	#[test]
	fn production_should_refuse_another_slot_length() {
		let quick = |patch: &mut Value| patch["calendar"]["parameters"]["slotDurationMs"] = 500.into();
		let refused = std::panic::catch_unwind(|| genesis(DMEX, quick).map(|_| ()));
		assert!(refused.is_err() || refused.unwrap().is_err());
		assert!(genesis(DEVELOPMENT, quick).is_ok());
	}

	#[test]
	fn a_day_of_no_or_an_odd_number_of_blocks_should_be_refused() {
		for blocks in [0, 7] {
			let edit =
				move |patch: &mut Value| patch["calendar"]["parameters"]["blocksPerDay"] = blocks.into();
			let refused = std::panic::catch_unwind(|| genesis(DEVELOPMENT, edit).map(|_| ()));
			assert!(refused.is_err() || refused.unwrap().is_err());
		}
	}

	#[test]
	fn the_production_candidate_should_hold_no_well_known_key() {
		let text = alloc::string::String::from_utf8(preset(&PresetId::from(DMEX)).unwrap()).unwrap();
		use sp_core::crypto::Ss58Codec;
		for key in Sr25519Keyring::iter() {
			let account = key.to_account_id();
			assert!(!text.contains(&account.to_ss58check()));
			assert!(!text.contains(&account.to_ss58check_with_version(crate::SS58_PREFIX.into())));
		}
		let value: Value = serde_json::from_str(&text).unwrap();
		for people in ["validatorSet", "council", "filGateway"] {
			assert!(value.get(people).is_none());
		}
	}

	#[test]
	fn assets_of_genesis_should_belong_to_a_keyless_account() {
		genesis(DEVELOPMENT, |_| ()).unwrap().execute_with(|| {
			for asset in ASSETS {
				let owner = crate::Assets::owner(asset.id).unwrap();
				assert_eq!(owner, crate::adapters::dao_account());
			}
		});
	}
}
