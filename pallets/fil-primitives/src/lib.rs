#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod base32;

pub mod address;
pub mod amount;
pub mod binding;
pub mod cbor;
pub mod cid;
pub mod hash;
pub mod memo;
pub mod message;
pub mod multisig;
pub mod signature;

pub use self::{
	address::{Address, AddressError, Network, Payload},
	amount::AmountError,
	binding::{Binding, BindingError},
	cbor::CborError,
	cid::{Cid, CidError},
	memo::{Memo, MemoError, RedeemMemo},
	message::{Message, MessageError},
	signature::{recover, Signature, SignatureError},
};

/// An account of DMEX, as its 32 bytes.
pub type Account = [u8; 32];

/// The genesis hash of a DMEX chain.
pub type Genesis = [u8; 32];

#[cfg(test)]
mod tests;
