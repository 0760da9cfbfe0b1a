//! Messages of Filecoin's chain: their CBOR, their CIDs, and what is signed.
//!
//! CBOR: `[version, to, from, nonce, value, gas_limit, gas_fee_cap, gas_premium, method, params]`, version 0. The CID of that is
//! the message's; its 38 bytes, hashed by BLAKE2b-256, are what a secp256k1 key signs. Explorers and `StateReplay` name a
//! message from an f1 address by the CID of `[message, signature]`.

use crate::{
	address::{Address, AddressError},
	amount::{self, AmountError},
	cbor::{CborError, Reader, Writer},
	cid::Cid,
	hash::blake2b_256,
	signature::Signature,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The method of a plain transfer. Its parameters are any bytes: no code runs.
pub const SEND: u64 = 0;
/// The version of every message there is.
const VERSION: u64 = 0;
const FIELDS: u64 = 10;
/// The most gas: Filecoin's nodes hold it in a signed 64-bit number.
const MAX_GAS_LIMIT: u64 = u64::MAX >> 1;

/// An unsigned message.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Message {
	/// The receiver.
	pub to: Address,
	/// The sender.
	pub from: Address,
	/// Messages that the sender had sent before.
	pub nonce: u64,
	/// AttoFIL that move.
	pub value: u128,
	/// The most gas it may use.
	pub gas_limit: u64,
	/// AttoFIL per gas that the sender pays at most.
	pub gas_fee_cap: u128,
	/// AttoFIL per gas for the block's author.
	pub gas_premium: u128,
	/// The method of the receiver, 0 for a transfer.
	pub method: u64,
	/// The method's parameters.
	pub params: Vec<u8>,
}

/// Why bytes are not a message, or not the parameters of one.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum MessageError {
	/// It is not the CBOR expected.
	Cbor(CborError),
	/// An address in it is none.
	Address(AddressError),
	/// An amount in it is none.
	Amount(AmountError),
	/// The version is not 0.
	Version,
	/// The gas limit is above what Filecoin's nodes hold.
	GasLimit,
	/// The id of a multisig transaction is above what Filecoin's nodes hold.
	TransactionId,
	/// An approval or cancellation without the 32-byte hash of the proposal.
	ProposalHash,
	/// An exit code above 32 bits.
	ExitCode,
}

impl From<CborError> for MessageError {
	fn from(error: CborError) -> Self {
		MessageError::Cbor(error)
	}
}

impl From<AddressError> for MessageError {
	fn from(error: AddressError) -> Self {
		MessageError::Address(error)
	}
}

impl From<AmountError> for MessageError {
	fn from(error: AmountError) -> Self {
		MessageError::Amount(error)
	}
}

impl Message {
	/// The message in CBOR.
	pub fn to_cbor(&self) -> Vec<u8> {
		Writer::new()
			.array(FIELDS)
			.uint(VERSION)
			.bytes(&self.to.to_bytes())
			.bytes(&self.from.to_bytes())
			.uint(self.nonce)
			.bytes(&amount::to_bytes(self.value))
			.uint(self.gas_limit)
			.bytes(&amount::to_bytes(self.gas_fee_cap))
			.bytes(&amount::to_bytes(self.gas_premium))
			.uint(self.method)
			.bytes(&self.params)
			.finish()
	}

	/// Reads a message.
	pub fn from_cbor(cbor: &[u8]) -> Result<Self, MessageError> {
		let mut reader = Reader::new(cbor)?;
		reader.array(FIELDS)?;
		if reader.uint()? != VERSION {
			return Err(MessageError::Version);
		}
		let message = Message {
			to: Address::from_bytes(reader.bytes()?)?,
			from: Address::from_bytes(reader.bytes()?)?,
			nonce: reader.uint()?,
			value: amount::from_bytes(reader.bytes()?)?,
			gas_limit: reader.uint()?,
			gas_fee_cap: amount::from_bytes(reader.bytes()?)?,
			gas_premium: amount::from_bytes(reader.bytes()?)?,
			method: reader.uint()?,
			params: reader.bytes()?.to_vec(),
		};
		reader.finish()?;
		if message.gas_limit > MAX_GAS_LIMIT {
			return Err(MessageError::GasLimit);
		}
		Ok(message)
	}

	/// The CID of the unsigned message.
	pub fn cid(&self) -> Cid {
		Cid::of(&self.to_cbor())
	}

	/// What the sender's key signs.
	pub fn signing_digest(&self) -> [u8; 32] {
		blake2b_256(&self.cid().to_bytes())
	}

	/// The CID of the message together with its secp256k1 signature.
	pub fn signed_cid(&self, signature: &Signature) -> Cid {
		Cid::of(
			&Writer::new()
				.array(2)
				.raw(&self.to_cbor())
				.bytes(&signature.to_bytes())
				.finish(),
		)
	}
}
