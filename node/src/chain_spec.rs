//! The chains that can be started. What is in their genesis is the runtime's business: a spec names one of its presets.

use dmex_runtime::{genesis_presets, opaque::Block, SS58_PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL, WASM_BINARY};
use sc_chain_spec::{ChainSpecBuilder, ChainSpecExtension, ChainType, GenericChainSpec};
use sc_service::Properties;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;

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
		"" => Err("say which chain: `--dev`, `--chain local`, or `--chain FILE` with a chain spec".into()),
		"dmex" | "production" => Err(NO_VALIDATORS.into()),
		"dev" | "development" => development(),
		"local" => local(),
		path => {
			let spec = ChainSpec::from_json_file(PathBuf::from(path)).map_err(|error| {
				format!(
					"{error}. `--chain` takes `development`, `local` or the path of a chain spec; `{path}` is none of them"
				)
			})?;
			if spec.id() == PRODUCTION_ID {
				refuse_without_validators(&spec)?;
			}
			Ok(spec)
		}
	}
}

/// The chain that `export-chain-spec --chain` names: also the production one, which is a form to be filled in.
pub fn load_for_export(id: &str) -> Result<ChainSpec, String> {
	match id {
		"dmex" | "production" => Ok(production()?.build()),
		_ => load(id),
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

/// The production chain, to be completed by [`crate::production_spec`].
pub fn production() -> Result<Builder, String> {
	Ok(builder(genesis_presets::DMEX)?
		.with_name("DMEX")
		.with_id(PRODUCTION_ID)
		.with_chain_type(ChainType::Live))
}

fn builder(preset: &str) -> Result<Builder, String> {
	let wasm = WASM_BINARY
		.ok_or("this node was built without the wasm runtime; build it again with SKIP_WASM_BUILD unset")?;
	Ok(ChainSpec::builder(wasm, Extensions::default())
		.with_genesis_config_preset_name(preset)
		.with_protocol_id(PROTOCOL_ID)
		.with_properties(properties()))
}

/// How wallets show amounts and addresses.
pub fn properties() -> Properties {
	Properties::from_iter([
		("tokenSymbol".to_string(), Value::from(TOKEN_SYMBOL)),
		("tokenDecimals".to_string(), Value::from(TOKEN_DECIMALS)),
		("ss58Format".to_string(), Value::from(SS58_PREFIX)),
	])
}

/// A plain spec can be asked; a raw one was built by the runtime, which refuses a genesis without validators itself.
fn refuse_without_validators(spec: &ChainSpec) -> Result<(), String> {
	let plain: Value = serde_json::from_str(&spec.as_json(false)?).map_err(|error| error.to_string())?;
	let Some(patch) = plain.pointer("/genesis/runtimeGenesis/patch") else {
		return Ok(());
	};
	match patch
		.pointer("/validatorSet/validators")
		.and_then(Value::as_array)
	{
		Some(validators) if !validators.is_empty() => Ok(()),
		_ => Err(NO_VALIDATORS.into()),
	}
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
	fn production_form_should_not_start() {
		let file = std::env::temp_dir().join(format!("dmex-form-{}.json", std::process::id()));
		std::fs::write(&file, load_for_export("dmex").unwrap().as_json(false).unwrap()).unwrap();
		let refused = load(file.to_str().unwrap()).err();
		std::fs::remove_file(&file).unwrap();
		assert_eq!(refused, Some(NO_VALIDATORS.to_string()));
	}

	#[test]
	fn properties_should_show_dmc_to_wallets() {
		let shown = load("local").unwrap().properties();
		assert_eq!(shown["tokenSymbol"], "DMC");
		assert_eq!(shown["tokenDecimals"], 18);
		assert_eq!(shown["ss58Format"], SS58_PREFIX);
	}
}
