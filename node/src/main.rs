//! The DMEX node.
//!
//! - `cli`: what can be asked on the command line, `command`: how it is answered
//! - `chain_spec`: the chains that can be started, `production_spec`: completes the production one from a file
//! - `service`: joins client, consensus, network and RPC into a node; `rpc`, `metrics`: what it shows

mod chain_spec;
mod cli;
mod command;
mod metrics;
mod production_spec;
mod rpc;
mod service;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;

fn main() -> sc_cli::Result<()> {
	command::run()
}
