//! What the calls and hooks do.

mod burn;
mod credits;
mod emission;
mod genesis;
mod queries;
mod recipients;
pub mod sinks;
mod vesting;
