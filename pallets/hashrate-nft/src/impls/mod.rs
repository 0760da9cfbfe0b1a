//! What the calls and hooks do.

mod coins;
mod control;
pub mod custody;
mod days;
mod end;
pub mod market;
mod money;
pub(crate) mod node_pay;
mod power;
mod products;
mod queries;
mod queues;
mod sale;
