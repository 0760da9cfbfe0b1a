//! The DMEX node.
//!
//! - `cli`: what can be asked on the command line, `command`: how it is answered
//! - `chain_spec`: the chains that can be started, `production_spec`: completes the production one from a file
//! - `service`: joins client, consensus, network and RPC into a node; `rpc`, `metrics`: what it shows

// The error of `sc-cli` is large; it is made once, at the end of the process.
#![allow(clippy::result_large_err)]

mod chain_spec;
mod cli;
mod command;
mod metrics;
mod production_spec;
mod rpc;
mod service;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
