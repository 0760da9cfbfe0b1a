//! `filecoin-payout`: decisions, messages, keys, and what nodes answer.

mod answers;
mod command;
mod key;
mod message;
mod plan;
