//! Stories: the whole runtime with its real pallets, real blocks and really signed transactions. Days pass by blocks.
#![allow(missing_docs)]

mod author;
mod bounded;
mod chain;
mod dao;
mod elections;
mod filters;
mod money;
mod referenda;
mod supply;
mod upgrade;
mod validators;
