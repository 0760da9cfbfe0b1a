//! What each pallet is configured with, by domain.

pub mod consensus;
pub mod emission;
pub mod gateway;
pub mod governance;
pub mod market;
pub mod monetary;
pub mod parameters;
pub mod system;
