//! The chains that can be started. What is in their genesis is the runtime's business: a spec names one of its presets.
//!
//! - [`production`]: completes the production chain from a file

// The error of `sc-cli` is large; it is made once, at the end of the process.
#![allow(clippy::result_large_err)]

pub mod production;

use dmex_primitives::Calendar as _;
use dmex_runtime::{
	genesis_presets, opaque::Block, Calendar, Dao, RuntimeGenesisConfig, Session, SS58_PREFIX,
	TOKEN_DECIMALS, TOKEN_SYMBOL, WASM_BINARY,
};
use sc_chain_spec::{
	json_merge, ChainSpec as _, ChainSpecBuilder, ChainSpecExtension, ChainType, GenericChainSpec, Properties,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sp_core::{
	bytes::from_hex,
	crypto::{default_ss58_version, set_default_ss58_version, Ss58AddressFormatRegistry},
	storage::{well_known_keys::CODE, Storage},
};
use sp_io::TestExternalities;
use sp_runtime::BuildStorage;
use std::{
	panic::{self, AssertUnwindSafe},
	path::PathBuf,
};

/// What a spec can carry beside genesis.
#[derive(Default, Clone, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
	/// Blocks that are known to be on the chain.
	pub fork_blocks: sc_client_api::ForkBlocks<Block>,
	/// Blocks that are known not to be on the chain.
	pub bad_blocks: sc_client_api::BadBlocks<Block>,
	/// Where a light client starts; `sync_state_genSyncSpec` fills it in.
	pub light_sync_state: sc_sync_state_rpc::LightSyncStateExtension,
}

/// A chain spec of DMEX.
pub type ChainSpec = GenericChainSpec<Extensions>;
type Builder = ChainSpecBuilder<Extensions>;

/// Id of the production chain, in its spec and in the name of its data folder.
pub const PRODUCTION_ID: &str = "dmex";

/// The name under which peers recognise each other's protocols, before the genesis hash tells chains apart.
const PROTOCOL_ID: &str = "dmex";

/// What to do about a production chain that has no validators.
const NO_VALIDATORS: &str = "the production chain holds no validators, no council and no beneficiaries by itself. Write them \
	to a file, complete the spec with `dmex-node production-spec --input FILE --output dmex.json`, and start the node with \
	`--chain dmex.json`. `dmex-node production-spec --help` shows the file";

/// The chain that `--chain` names, ready to be started.
pub fn load(id: &str) -> Result<ChainSpec, String> {
	match id {
		"dmex" | "production" => Err(NO_VALIDATORS.into()),
		_ => ensure_production(with_state(load_for_export(id)?)?),
	}
}

/// A plain spec with its genesis built, if its runtime is the one of this node. Says why the runtime refuses it otherwise.
pub fn with_state(mut spec: ChainSpec) -> Result<ChainSpec, String> {
	let Some(plain) = plain_genesis(&spec)? else {
		return Ok(spec);
	};
	if spec.id() == PRODUCTION_ID && !plain.has_validators() {
		return Err(NO_VALIDATORS.into());
	}
	if let Some(state) = plain.native_state() {
		spec.set_storage(state?);
	}
	Ok(spec)
}

/// What makes the chain of that id the production chain, however its spec came about: plain or raw, completed by
/// [`crate::production`] or changed by hand.
fn ensure_production(spec: ChainSpec) -> Result<ChainSpec, String> {
	if spec.id() != PRODUCTION_ID {
		return Ok(spec);
	}
	let (calendar, validators, council) = TestExternalities::new(spec.build_storage()?).execute_with(|| {
		(
			Calendar::parameters(),
			Session::validators().len(),
			Dao::council().len(),
		)
	});
	let fault = if let Err(error) = calendar.validate_production() {
		error.message().to_string()
	} else if validators < production::MINIMUM_VALIDATORS {
		format!(
			"it starts with at least {} validators, not {validators}",
			production::MINIMUM_VALIDATORS
		)
	} else if council != production::COUNCIL_SEATS {
		format!(
			"its council has {} members, not {council}",
			production::COUNCIL_SEATS
		)
	} else {
		return Ok(spec);
	};
	Err(format!(
		"the chain of id `{PRODUCTION_ID}` is the production chain: {fault}"
	))
}

/// The chain that `export-chain-spec --chain` names, as it is written: also the production one, which is a form to be filled in.
pub fn load_for_export(id: &str) -> Result<ChainSpec, String> {
	match id {
		"" => Err("say which chain: `--dev`, `--chain local`, or `--chain FILE` with a chain spec".into()),
		"dmex" | "production" => Ok(production_form()?.build()),
		"dev" | "development" => development(),
		"local" => local(),
		path => ChainSpec::from_json_file(PathBuf::from(path)).map_err(|error| {
			format!(
				"{error}. `--chain` takes `development`, `local` or the path of a chain spec; `{path}` is none of them. (Those of \
				chain-specs/ lack the runtime's code: they are for reading.)"
			)
		}),
	}
}

/// One validator, a day of half a minute, everything funded.
fn development() -> Result<ChainSpec, String> {
	Ok(builder(genesis_presets::DEVELOPMENT)?
		.with_name("DMEX Development")
		.with_id("dmex_dev")
		.with_chain_type(ChainType::Development)
		.build())
}

/// Four validators.
fn local() -> Result<ChainSpec, String> {
	Ok(builder(genesis_presets::LOCAL)?
		.with_name("DMEX Local")
		.with_id("dmex_local")
		.with_chain_type(ChainType::Local)
		.build())
}

/// The production chain, to be completed by [`crate::production`].
fn production_form() -> Result<Builder, String> {
	Ok(builder(genesis_presets::DMEX)?
		.with_name("DMEX")
		.with_id(PRODUCTION_ID)
		.with_chain_type(ChainType::Live))
}

fn builder(preset: &str) -> Result<Builder, String> {
	let patch = preset_patch(preset)?;
	Ok(ChainSpec::builder(wasm()?, Extensions::default())
		.with_genesis_config_patch(patch)
		.with_protocol_id(PROTOCOL_ID)
		.with_properties(properties()))
}

fn wasm() -> Result<&'static [u8], &'static str> {
	WASM_BINARY
		.ok_or("this node was built without the wasm runtime; build it again with SKIP_WASM_BUILD unset")
}

/// The preset as the wasm runtime writes it: with addresses in the generic form, the only one that it reads.
fn preset_patch(preset: &str) -> Result<Value, String> {
	let own = default_ss58_version();
	set_default_ss58_version(Ss58AddressFormatRegistry::SubstrateAccount.into());
	let patch = genesis_presets::preset(&preset.to_string());
	set_default_ss58_version(own);
	let patch = patch.ok_or_else(|| format!("the runtime has no preset {preset}"))?;
	serde_json::from_slice(&patch).map_err(|error| error.to_string())
}

/// How wallets show amounts and addresses.
pub fn properties() -> Properties {
	Properties::from_iter([
		("tokenSymbol".to_string(), Value::from(TOKEN_SYMBOL)),
		("tokenDecimals".to_string(), Value::from(TOKEN_DECIMALS)),
		("ss58Format".to_string(), Value::from(SS58_PREFIX)),
	])
}

/// A genesis that is not built yet, and the runtime's code.
struct PlainGenesis {
	config: GenesisJson,
	code: Vec<u8>,
}

/// How a plain spec writes a genesis.
enum GenesisJson {
	/// What is changed of the runtime's default one.
	Patch(Value),
	/// All of it.
	Whole(Value),
}

impl GenesisJson {
	fn value(&self) -> &Value {
		let (Self::Patch(value) | Self::Whole(value)) = self;
		value
	}
}

impl PlainGenesis {
	fn has_validators(&self) -> bool {
		let validators = self
			.config
			.value()
			.pointer("/validatorSet/validators")
			.and_then(Value::as_array);
		validators.is_some_and(|validators| !validators.is_empty())
	}

	/// The state of genesis as the wasm runtime makes it too; but that one would first have to be compiled for it, and does not say
	/// what it refuses. `None` if the code is not that of this node.
	fn native_state(self) -> Option<Result<Storage, String>> {
		if WASM_BINARY != Some(self.code.as_slice()) {
			return None;
		}
		let build = || {
			let genesis = match self.config {
				GenesisJson::Patch(patch) => {
					let mut genesis = serde_json::to_value(RuntimeGenesisConfig::default())?;
					json_merge(&mut genesis, patch);
					genesis
				}
				GenesisJson::Whole(genesis) => genesis,
			};
			serde_json::from_str::<RuntimeGenesisConfig>(&genesis.to_string())
		};
		let state = match build() {
			Ok(genesis) => without_panic(|| genesis.build_storage()),
			Err(error) => Err(error.to_string()),
		};
		Some(
			state
				.map(|mut state| {
					state.top.insert(CODE.to_vec(), self.code);
					state
				})
				.map_err(|reason| format!("the runtime refuses this genesis: {reason}")),
		)
	}
}

/// Genesis panics on what it refuses.
fn without_panic<T>(build: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
	let hook = panic::take_hook();
	panic::set_hook(Box::new(|_| ()));
	let result = panic::catch_unwind(AssertUnwindSafe(build));
	panic::set_hook(hook);
	result.unwrap_or_else(|panic| {
		let message = panic.downcast_ref::<String>().cloned();
		Err(message
			.or_else(|| panic.downcast_ref::<&str>().map(|message| message.to_string()))
			.unwrap_or_else(|| "it does not say why".into()))
	})
}

/// The genesis of a plain spec; `None` if the spec is raw.
fn plain_genesis(spec: &ChainSpec) -> Result<Option<PlainGenesis>, String> {
	let mut spec: Value = serde_json::from_str(&spec.as_json(false)?).map_err(|error| error.to_string())?;
	let Some(genesis) = spec.pointer_mut("/genesis/runtimeGenesis") else {
		return Ok(None);
	};
	let code = genesis["code"].as_str().and_then(|code| from_hex(code).ok());
	let patch = genesis
		.get_mut("patch")
		.map(|patch| GenesisJson::Patch(patch.take()));
	let config = patch.or_else(|| {
		genesis
			.get_mut("config")
			.map(|whole| GenesisJson::Whole(whole.take()))
	});
	Ok(config
		.zip(code)
		.map(|(config, code)| PlainGenesis { config, code }))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn load_should_tell_what_to_do_when_no_chain_can_be_started() {
		assert!(load("").err().unwrap().contains("--dev"));
		assert!(load("dmex").err().unwrap().contains("production-spec"));
		assert!(load("no/such/file.json")
			.err()
			.unwrap()
			.contains("no/such/file.json"));
	}

	#[test]
	fn built_in_chains_should_make_a_genesis() {
		for id in ["development", "local"] {
			load(id).unwrap().as_json(true).unwrap();
		}
	}

	#[test]
	fn native_and_wasm_runtime_should_make_the_same_genesis() {
		let preset = genesis_presets::LOCAL;
		let spec = |builder: Builder| builder.with_id("same").build();
		let native = with_state(spec(builder(preset).unwrap())).unwrap();
		let wasm = ChainSpec::builder(wasm().unwrap(), Extensions::default())
			.with_genesis_config_preset_name(preset)
			.with_protocol_id(PROTOCOL_ID)
			.with_properties(properties());
		assert!(native.as_json(true) == spec(wasm).as_json(true));
	}

	#[test]
	fn genesis_that_is_refused_should_say_why() {
		let state_of = |config| {
			PlainGenesis {
				config,
				code: WASM_BINARY.unwrap().to_vec(),
			}
			.native_state()
		};
		let state = |patch| state_of(GenesisJson::Patch(patch));
		let odd_day = serde_json::json!({ "calendar": { "parameters": {
			"blocksPerDay": 7, "slotDurationMs": 3000, "epochsPerDay": 20, "epochsPerRange": 2,
		} } });
		assert!(state(odd_day.clone())
			.unwrap()
			.unwrap_err()
			.contains("blocksPerDay"));
		assert!(state(serde_json::json!({ "sudo": {} }))
			.unwrap()
			.unwrap_err()
			.contains("sudo"));
		let mut whole = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
		json_merge(&mut whole, odd_day);
		assert!(state_of(GenesisJson::Whole(whole))
			.unwrap()
			.unwrap_err()
			.contains("blocksPerDay"));
		let other_code = PlainGenesis {
			config: GenesisJson::Patch(Value::Null),
			code: vec![0],
		};
		assert!(other_code.native_state().is_none());
	}

	#[test]
	fn production_form_should_not_start() {
		let file = std::env::temp_dir().join(format!("dmex-form-{}.json", std::process::id()));
		std::fs::write(&file, load_for_export("dmex").unwrap().as_json(false).unwrap()).unwrap();
		let refused = load(file.to_str().unwrap()).err();
		std::fs::remove_file(&file).unwrap();
		assert_eq!(refused, Some(NO_VALIDATORS.to_string()));
	}

	#[test]
	fn production_should_be_what_it_says_however_the_spec_was_written() {
		let spec = |change: fn(&mut Value)| {
			let mut patch = preset_patch(genesis_presets::LOCAL).unwrap();
			change(&mut patch);
			let spec = ChainSpec::builder(wasm().unwrap(), Extensions::default())
				.with_genesis_config_patch(patch)
				.with_id(PRODUCTION_ID)
				.build();
			let plain = ensure_production(with_state(spec.clone())?).map(|_| ());
			let raw = with_state(spec)?.as_json(true)?;
			let raw = ChainSpec::from_json_bytes(raw.into_bytes())?;
			let raw = ensure_production(with_state(raw)?).map(|_| ());
			assert_eq!(plain, raw);
			plain
		};
		assert_eq!(spec(|_| ()), Ok(()));
		let refused = |change, why: &str| {
			let error = spec(change).unwrap_err();
			assert!(error.contains(why), "{error}");
		};
		refused(
			|patch| patch["calendar"]["parameters"]["slotDurationMs"] = 500.into(),
			"slot",
		);
		refused(
			|patch| patch["council"]["members"] = serde_json::json!([]),
			"7 members, not 0",
		);
		refused(
			|patch| {
				for (pallet, list) in [("validatorSet", "validators"), ("session", "keys")] {
					patch[pallet][list].as_array_mut().unwrap().truncate(3);
				}
			},
			"at least 4 validators, not 3",
		);
	}

	#[test]
	fn properties_should_show_dmc_to_wallets() {
		let shown = load("local").unwrap().properties();
		assert_eq!(shown["tokenSymbol"], "DMC");
		assert_eq!(shown["tokenDecimals"], 18);
		assert_eq!(shown["ss58Format"], SS58_PREFIX);
	}
}
