//! What the calls and hooks do.

mod coins;
mod control;
pub mod custody;
mod days;
mod end;
mod money;
mod power;
mod products;
mod queues;
mod sale;
