//! What can be asked on the command line.

use crate::{filecoin::HttpUrl, keys::KeyCommand, payout::FilecoinPayoutCmd};
use clap::{CommandFactory, FromArgMatches};
use dmex_chain_spec::production::ProductionSpecCmd;
use sc_cli::SubstrateCli;
use std::path::PathBuf;

// Lines of at most 96 characters: longer ones would be broken once more on the terminal.
const EXAMPLES: &str = "\
Examples:
  dmex-node --dev
      A development chain of one validator whose day lasts half a minute, forgotten when it stops.

  dmex-node --chain dmex.json --name \"My node\" --base-path /var/lib/dmex
      A full node of the chain that dmex.json specifies.

  dmex-node key generate-node-key --chain dmex.json --base-path /var/lib/dmex
  dmex-node --chain dmex.json --validator --base-path /var/lib/dmex
      A validator. The RPC method author_rotateKeysWithOwner makes its session keys and their
      proof for validatorSet.apply; its parameter is the public key of the validator's account.

  dmex-node key insert --key-type filb --scheme sr25519 --suri operator.key --chain dmex.json \\
      --base-path /var/lib/dmex
  dmex-node --chain dmex.json --validator --base-path /var/lib/dmex \\
      --filecoin-rpc http://127.0.0.1:1234 --filecoin-token-file /etc/dmex/lotus.token
      An operator of the FIL gateway: it votes on what its Filecoin node sees. A gateway key must be
      in one node only. filecoin_workerStatus tells how the worker is; filecoin-payout pays.

  dmex-node export-chain-spec --chain local --output local.json
  dmex-node export-chain-spec --chain local.json --raw --output local.raw.json
      The spec of the local chain of four validators: as a form to change, and as nodes share it.

  dmex-node production-spec --input genesis.json --output dmex.json
      The spec of the production chain, with its validators, council and beneficiaries.

RPC methods that change the node or read its keys answer only on a local interface, unless
--rpc-methods says otherwise.";

const CHAIN: &str = "The chain: `development`, `local`, or the path of a chain spec";

/// Runs a node of the DMEX chain, or one of the commands on its keys, specs and blocks.
#[derive(Debug, clap::Parser)]
#[command(after_long_help = EXAMPLES)]
pub struct Cli {
	/// What to do instead of running a node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	#[allow(missing_docs)]
	#[command(flatten)]
	pub run: sc_cli::RunCmd,

	#[allow(missing_docs)]
	#[command(flatten)]
	pub storage_monitor: sc_storage_monitor::StorageMonitorParams,

	/// Where compiled runtimes are kept, so that a node need not compile its runtime at each start.
	///
	/// `wasm-cache` in the base path if left out. Nodes may share a folder; nobody else may be able to write to it.
	#[arg(long, value_name = "PATH")]
	pub wasm_cache: Option<PathBuf>,

	#[allow(missing_docs)]
	#[command(flatten)]
	pub filecoin: FilecoinParams,
}

/// The Filecoin node of an operator of the FIL gateway.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct FilecoinParams {
	/// The Filecoin node (Lotus, Forest or a hosted one) that the FIL gateway's worker asks, by http or https.
	///
	/// With or without `/rpc/v1` at its end. Only for operators of the gateway: their key (type `filb`) is in the keystore, and
	/// off-chain workers run (with `--validator`, or `--offchain-worker always`). With `--dev`, `--alice` and the like the key of
	/// that development account is there already. It holds for this start: without it the worker asks nobody.
	#[arg(long, value_name = "URL")]
	pub filecoin_rpc: Option<HttpUrl>,

	/// File with the token of the Filecoin node. Its right to `read` is enough.
	///
	/// Read once, at the start.
	#[arg(long, value_name = "PATH", requires = "filecoin_rpc")]
	pub filecoin_token_file: Option<PathBuf>,
}

impl Cli {
	/// Reads the command line; ends the process on `--help`, `--version` and errors.
	pub fn from_command_line() -> Self {
		let matches = described().get_matches();
		Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
	}
}

const DEV: &str = "The development chain: one validator, kept in memory\n\n\
	Sets `--chain=dev`, `--force-authoring`, `--rpc-cors=all`, `--alice` and `--tmp`, unless they are given otherwise, and turns \
	the local discovery of peers off (see `--no-mdns` and `--discover-local`).";

const NO_TELEMETRY: &str =
	"Send nothing to telemetry servers\n\nA chain spec can name them; those of DMEX name none.";

const RPC_EXTERNAL: &str = "Listen to RPC calls on all interfaces\n\n\
	Only on the local one if left out. Not all methods are safe for everybody: put a proxy in front that lets safe ones through. \
	Callers from outside are refused unsafe methods, unless `--rpc-methods unsafe` says otherwise. A validator refuses to \
	start with it; use `--unsafe-rpc-external` if you know what you do.";

/// The command line as it is read and shown. The shared options speak of chains and software that this node is not.
pub fn described() -> clap::Command {
	describe_chain(Cli::setup_command(Cli::command()))
}

/// The first line for `-h`, all of it for `--help`.
fn explain(arg: clap::Arg, text: &'static str) -> clap::Arg {
	let short = text.lines().next().unwrap_or_default();
	arg.help(short).long_help(text)
}

fn describe_chain(command: clap::Command) -> clap::Command {
	command
		.mut_args(|arg| match arg.get_id().as_str() {
			"chain" => arg.help(CHAIN).long_help(CHAIN),
			"dev" => explain(arg, DEV),
			"no_telemetry" => explain(arg, NO_TELEMETRY),
			"rpc_external" => explain(arg, RPC_EXTERNAL),
			_ => arg,
		})
		.mut_subcommands(describe_chain)
}

/// Commands that are not running a node.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Make, inspect and insert keys.
	#[command(subcommand)]
	Key(KeyCommand),

	/// Sign a message with a secret key.
	Sign(sc_cli::SignCmd),

	/// Verify a signature.
	Verify(sc_cli::VerifyCmd),

	/// Search a key whose address contains a pattern.
	Vanity(sc_cli::VanityCmd),

	/// Write the spec of a chain: plain, with its genesis as a patch that can be edited, or raw, as nodes share it.
	#[command(visible_alias = "build-spec")]
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Complete the spec of the production chain with validators, council and beneficiaries from a file.
	ProductionSpec(ProductionSpecCmd),

	/// Propose and approve payouts of redemptions in the custody multisig on Filecoin.
	FilecoinPayout(Box<FilecoinPayoutCmd>),

	/// Execute a block again and compare.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Write the state of a block as a raw chain spec.
	ExportState(sc_cli::ExportStateCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Delete the blocks and the state; keys are kept.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Go back by a number of blocks, at most to the last finalized one.
	Revert(sc_cli::RevertCmd),

	/// Show what the database holds.
	ChainInfo(sc_cli::ChainInfoCmd),

	/// Measure weights.
	#[cfg(feature = "runtime-benchmarks")]
	#[command(subcommand)]
	Benchmark(Box<frame_benchmarking_cli::BenchmarkCmd>),
}
