//! What the DMEX node is made of. A library, so that its tests need not compile it once more.
//!
//! - [`cli`]: what can be asked on the command line, [`command`]: how it is answered
//! - [`service`]: joins client, consensus, network and RPC into a node; [`rpc`], [`metrics`]: what it shows
//! - `chain-spec/` beside it: the chains that can be started

// The error of `sc-cli` is large; it is made once, at the end of the process.
#![allow(clippy::result_large_err)]

pub mod cli;
pub mod command;
pub mod metrics;
pub mod rpc;
pub mod service;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
