//! The off-chain worker of operators' nodes: looks at Filecoin, votes on what it sees, delivers what the quorum accepted.
//!
//! | file | |
//! |---|---|
//! | `rpc` | the only one with network |
//! | `lexer`, `parse/` | what nodes answer, as facts: pure |
//! | `scan/` | ranges and days from facts |
//! | `worker` | the run: keys, votes, delivery, what is kept between runs |
//! | `glue` | joins it to pallet, keystore and local storage |
//!
//! Persistent off-chain storage:
//!
//! | key | written by | |
//! |---|---|---|
//! | `fil::rpc` | the node's flag | URL of the Filecoin node, UTF-8, with or without `/rpc/v1` |
//! | `fil::token` | the node's flag | bearer token, UTF-8; none or empty: none is sent |
//! | `fil::status` | the worker | [`WorkerStatus`] in SCALE: what to watch |
//! | `fil::votes` and a gateway key | the worker | votes that were signed. **Losing it can cost the bond**: it keeps the key from signing two digests |
//! | `fil::lock` | the worker | held for a run; opens after two minutes. A node that starts may remove it |
//! | `fil::range`, `fil::scan`, `fil::record`, `fil::day`, `fil::head`, `fil::nodes`, `fil::poll` | the worker | scratch, found out again if lost |
//!
//! A gateway key must be in one node's keystore only: two nodes may see a round differently and sign two digests.
//!
//! Filecoin is asked at most twice an epoch; other blocks cost some reads. A range without movements costs four calls, and two
//! calls of a block's messages for each tipset with any. Traces are asked for where messages alone do not explain the balance. What a
//! run does not get done, the next one goes on with.

pub mod glue;
pub mod lexer;
pub mod parse;
pub mod rpc;
pub mod scan;
pub mod worker;

#[cfg(test)]
mod tests;

pub use worker::WorkerStatus;
