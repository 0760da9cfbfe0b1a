//! The DMEX node but for its version: what can be asked of it, and what it is made of.
//!
//! - [`cli`]: what can be asked on the command line, [`command`]: how it is answered, [`keys`]: what of it is about keys
//! - [`service`]: joins client, consensus, network and RPC into a node; [`rpc`], [`metrics`]: what it shows
//! - [`filecoin`]: what it tells the worker of the FIL gateway, [`payout`]: how operators of the gateway pay
//!
//! The chains that can be started are in `dmex-chain-spec`.

// The error of `sc-cli` is large; it is made once, at the end of the process.
#![allow(clippy::result_large_err)]

pub mod cli;
pub mod command;
pub mod filecoin;
pub mod keys;
pub mod metrics;
pub mod payout;
pub mod rpc;
pub mod seal;
pub mod service;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;

pub use command::run;
