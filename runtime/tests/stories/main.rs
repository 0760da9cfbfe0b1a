//! Stories: the whole runtime with its real pallets, real blocks and really signed transactions. Days pass by blocks.
#![allow(missing_docs)]

mod author;
mod bounded;
mod chain;
mod dao;
mod elections;
mod escrow_days;
mod filecoin;
mod filters;
mod gateway;
mod hashrate;
mod money;
mod nft_market;
mod powers;
mod products;
mod random_market;
mod referenda;
mod supply;
mod upgrade;
mod validators;
