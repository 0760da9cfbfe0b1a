//! How what is asked on the command line is answered.

use crate::{
	cli::{Cli, Subcommand},
	filecoin,
	service::{self, FullBackend, FullClient},
};
use dmex_chain_spec as chain_spec;
use dmex_runtime::{opaque::Block, BlockNumber, SS58_PREFIX};
use sc_cli::SubstrateCli;
use sc_service::{ChainSpec, PartialComponents};
use sp_core::crypto::{set_default_ss58_version, Ss58AddressFormat};
use std::sync::{Arc, OnceLock};

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"DMEX Node".into()
	}

	fn impl_version() -> String {
		VERSION.get().copied().unwrap_or(env!("CARGO_PKG_VERSION")).into()
	}

	fn description() -> String {
		"A node of DMEX, the chain on which Filecoin hashrate is sold and traded.\n\n\
		Without a command it runs the node: it follows the chain and answers RPC calls (ws and http on port 9944), and as \
		a --validator it builds and finalizes blocks. DMC is the chain's token."
			.into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		concat!(env!("CARGO_PKG_REPOSITORY"), "/issues").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn ChainSpec>, String> {
		Ok(Box::new(chain_spec::load(id)?))
	}
}

/// What `--version` prints, with the commit. The binary knows it: here each commit would compile the service anew.
static VERSION: OnceLock<&str> = OnceLock::new();

/// Runs what the command line asks for. `version` is what `--version` prints.
pub fn run(version: &'static str) -> sc_cli::Result<()> {
	VERSION.get_or_init(|| version);
	// Or addresses in DMEX's own form would be refused in RPC calls and key commands.
	set_default_ss58_version(Ss58AddressFormat::custom(SS58_PREFIX));
	let cli = Cli::from_command_line();

	let Some(subcommand) = &cli.subcommand else {
		let storage_monitor = cli.storage_monitor.clone();
		// The executor passes over a path that is not absolute.
		let wasm_cache = cli.wasm_cache.as_ref().map(std::path::absolute).transpose()?;
		let filecoin = filecoin::Settings::read(&cli.filecoin)
			.map_err(|error| sc_cli::Error::Application(error.into()))?;
		return cli
			.create_runner(&cli.run)?
			.run_node_until_exit(|config| async move {
				service::start(config, storage_monitor, wasm_cache, filecoin).map_err(sc_cli::Error::Service)
			});
	};

	match subcommand {
		Subcommand::Key(cmd) => cmd.run(&cli),
		Subcommand::Sign(cmd) => cmd.run(),
		Subcommand::Verify(cmd) => cmd.run(),
		Subcommand::Vanity(cmd) => cmd.run(),
		Subcommand::ExportChainSpec(cmd) => cmd.run(Box::new(match cmd.raw {
			true => chain_spec::load(&cmd.chain)?,
			false => chain_spec::load_for_export(&cmd.chain)?,
		})),
		Subcommand::ProductionSpec(cmd) => cmd.run(),
		Subcommand::FilecoinPayout(cmd) => cmd.run(),
		Subcommand::CheckBlock(cmd) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents {
				client,
				task_manager,
				import_queue,
				..
			} = service::new_partial(&config, None)?;
			Ok((cmd.run(client, import_queue), task_manager))
		}),
		Subcommand::ExportBlocks(cmd) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents {
				client, task_manager, ..
			} = service::new_partial(&config, None)?;
			Ok((cmd.run(client, config.database), task_manager))
		}),
		Subcommand::ExportState(cmd) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents {
				client, task_manager, ..
			} = service::new_partial(&config, None)?;
			Ok((cmd.run(client, config.chain_spec), task_manager))
		}),
		Subcommand::ImportBlocks(cmd) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents {
				client,
				task_manager,
				import_queue,
				..
			} = service::new_partial(&config, None)?;
			Ok((cmd.run(client, import_queue), task_manager))
		}),
		Subcommand::PurgeChain(cmd) => cli
			.create_runner(cmd)?
			.sync_run(|config| cmd.run(config.database)),
		Subcommand::Revert(cmd) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents {
				client,
				task_manager,
				backend,
				..
			} = service::new_partial(&config, None)?;
			Ok((
				cmd.run(client, backend, Some(Box::new(revert_consensus))),
				task_manager,
			))
		}),
		Subcommand::ChainInfo(cmd) => cli
			.create_runner(cmd)?
			.sync_run(|config| cmd.run::<Block>(&config)),
		#[cfg(feature = "runtime-benchmarks")]
		Subcommand::Benchmark(cmd) => cli
			.create_runner(cmd.as_ref())?
			.sync_run(|config| crate::benchmarking::run(cmd, config)),
	}
}

/// Takes BABE's epochs and GRANDPA's authority sets back with the blocks.
fn revert_consensus(
	client: Arc<FullClient>,
	backend: Arc<FullBackend>,
	blocks: BlockNumber,
) -> sc_cli::Result<()> {
	sc_consensus_babe::revert(client.clone(), backend, blocks)?;
	sc_consensus_grandpa::revert(client, blocks)?;
	Ok(())
}
