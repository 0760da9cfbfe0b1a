//! Parameters and results of the multisig actor that holds custody, as far as paying out needs them.
//!
//! An exit code 0 of the message that carries an approval does not mean that the payout went well: see
//! [`Approved::paid`]. A payout that failed inside has used up its transaction all the same.

use crate::{
	address::Address,
	amount,
	cbor::{Reader, Writer},
	hash::blake2b_256,
	memo::RedeemMemo,
	message::{MessageError, SEND},
	Genesis,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// The method that proposes a transaction; the proposer approves it by that.
pub const PROPOSE: u64 = 2;
/// The method that approves a transaction.
pub const APPROVE: u64 = 3;
/// The method that cancels a transaction; only its proposer can.
pub const CANCEL: u64 = 4;

/// Filecoin's nodes hold transaction ids in signed 64-bit numbers.
const MAX_TRANSACTION_ID: u64 = u64::MAX >> 1;

/// Parameters of [`PROPOSE`]: what the multisig is to send.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Propose {
	/// The receiver.
	pub to: Address,
	/// AttoFIL.
	pub value: u128,
	/// The receiver's method, 0 for a transfer.
	pub method: u64,
	/// The parameters of that method.
	pub params: Vec<u8>,
}

impl Propose {
	/// The payout of a redemption: a transfer that carries its memo.
	pub fn payout(to: Address, value: u128, redemption: RedeemMemo, genesis: &Genesis) -> Self {
		Propose {
			to,
			value,
			method: SEND,
			params: redemption.encode(genesis),
		}
	}

	/// `[to, value, method, params]` in CBOR.
	pub fn to_cbor(&self) -> Vec<u8> {
		self.write(Writer::new().array(4))
	}

	/// Reads the parameters of a proposal.
	pub fn from_cbor(cbor: &[u8]) -> Result<Self, MessageError> {
		let mut reader = Reader::new(cbor)?;
		reader.array(4)?;
		let propose = Propose {
			to: Address::from_bytes(reader.bytes()?)?,
			value: amount::from_bytes(reader.bytes()?)?,
			method: reader.uint()?,
			params: reader.bytes()?.to_vec(),
		};
		reader.finish()?;
		Ok(propose)
	}

	/// What approvals of the proposal name beside its id: BLAKE2b-256 of `[proposer, to, value, method, params]` in CBOR.
	///
	/// `proposer` is the f0 address of who proposed, the first in the transaction's list of approvals.
	pub fn hash(&self, proposer: &Address) -> [u8; 32] {
		blake2b_256(&self.write(Writer::new().array(5).bytes(&proposer.to_bytes())))
	}

	fn write(&self, writer: Writer) -> Vec<u8> {
		writer
			.bytes(&self.to.to_bytes())
			.bytes(&amount::to_bytes(self.value))
			.uint(self.method)
			.bytes(&self.params)
			.finish()
	}
}

/// Parameters of [`APPROVE`] and [`CANCEL`]. The hash is not optional here: ids can change hands while Filecoin is not final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Transaction {
	/// The id of the transaction.
	pub id: u64,
	/// [`Propose::hash`].
	pub hash: [u8; 32],
}

impl Transaction {
	/// `[id, hash]` in CBOR.
	pub fn to_cbor(&self) -> Vec<u8> {
		Writer::new().array(2).uint(self.id).bytes(&self.hash).finish()
	}

	/// Reads the parameters of an approval or a cancellation.
	pub fn from_cbor(cbor: &[u8]) -> Result<Self, MessageError> {
		let mut reader = Reader::new(cbor)?;
		reader.array(2)?;
		let id = transaction_id(&mut reader)?;
		let hash = reader
			.bytes()?
			.try_into()
			.map_err(|_| MessageError::ProposalHash)?;
		reader.finish()?;
		Ok(Transaction { id, hash })
	}
}

/// What [`APPROVE`] returns.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Approved {
	/// Whether this approval was the last one needed, so that the transaction was executed.
	pub applied: bool,
	/// The exit code of that execution.
	pub code: u32,
	/// What it returned.
	pub returned: Vec<u8>,
}

impl Approved {
	/// Whether the transaction was executed and succeeded.
	pub const fn paid(&self) -> bool {
		self.applied && self.code == 0
	}

	/// Reads `[applied, code, returned]`.
	pub fn from_cbor(cbor: &[u8]) -> Result<Self, MessageError> {
		let mut reader = Reader::new(cbor)?;
		reader.array(3)?;
		let approved = Self::read(&mut reader)?;
		reader.finish()?;
		Ok(approved)
	}

	fn read(reader: &mut Reader<'_>) -> Result<Self, MessageError> {
		// The actor writes a boolean; 0 and 1 are read as well, which some encoders of its results make of it.
		let applied = if reader.is_uint() {
			match reader.uint()? {
				0 => false,
				1 => true,
				_ => return Err(crate::CborError::Type.into()),
			}
		} else {
			reader.boolean()?
		};
		let code = u32::try_from(reader.uint()?).map_err(|_| MessageError::ExitCode)?;
		Ok(Approved {
			applied,
			code,
			returned: reader.bytes()?.to_vec(),
		})
	}
}

/// What [`PROPOSE`] returns.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Proposed {
	/// The id of the new transaction.
	pub id: u64,
	/// As of an approval: with a threshold of 1 a proposal is executed at once.
	pub approved: Approved,
}

impl Proposed {
	/// Reads `[id, applied, code, returned]`.
	pub fn from_cbor(cbor: &[u8]) -> Result<Self, MessageError> {
		let mut reader = Reader::new(cbor)?;
		reader.array(4)?;
		let id = transaction_id(&mut reader)?;
		let approved = Approved::read(&mut reader)?;
		reader.finish()?;
		Ok(Proposed { id, approved })
	}
}

fn transaction_id(reader: &mut Reader<'_>) -> Result<u64, MessageError> {
	match reader.uint()? {
		id if id <= MAX_TRANSACTION_ID => Ok(id),
		_ => Err(MessageError::TransactionId),
	}
}
