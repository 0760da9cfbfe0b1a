#![allow(missing_docs)]

mod fuzz;
mod parse;
mod record;
mod rpc;
mod scan;
mod sim;
mod worker;
