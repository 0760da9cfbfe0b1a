//! Messages to the custody multisig, as bytes and as JSON.

use data_encoding::BASE64;
use fil_primitives::{
	amount::format_atto,
	multisig::{Propose, Transaction, APPROVE, CANCEL, PROPOSE},
	Address, Message, Network, Signature,
};
use serde_json::{json, Value};

/// The gas of a whole block.
pub const MAX_GAS: u64 = 10_000_000_000;

/// A call of the multisig.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
	/// Proposes a payout.
	Propose(Propose),
	/// Approves a pending transaction.
	Approve(Transaction),
	/// Takes an own proposal back.
	Cancel(Transaction),
}

impl Call {
	/// The method's number.
	pub const fn method(&self) -> u64 {
		match self {
			Call::Propose(_) => PROPOSE,
			Call::Approve(_) => APPROVE,
			Call::Cancel(_) => CANCEL,
		}
	}

	/// By how much the estimate of its gas has to be multiplied. An approval that others overtake may turn out to be the last one
	/// needed, and then it makes the payout too; out of gas it would count for nothing.
	pub const fn headroom(&self) -> u64 {
		match self {
			Call::Approve(_) => 3,
			Call::Propose(_) | Call::Cancel(_) => 1,
		}
	}

	/// Its parameters.
	pub fn params(&self) -> Vec<u8> {
		match self {
			Call::Propose(propose) => propose.to_cbor(),
			Call::Approve(transaction) | Call::Cancel(transaction) => transaction.to_cbor(),
		}
	}
}

/// What a message may cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gas {
	/// Gas at most.
	pub limit: u64,
	/// AttoFIL per gas at most.
	pub fee_cap: u128,
	/// AttoFIL per gas for the block's author.
	pub premium: u128,
}

impl Gas {
	/// The most that the message can cost; `None` if that is more than there can be.
	pub fn most(&self) -> Option<u128> {
		self.fee_cap.checked_mul(self.limit.into())
	}
}

/// The message that makes a call.
pub fn message(custody: Address, from: Address, nonce: u64, call: &Call, gas: Gas) -> Message {
	Message {
		to: custody,
		from,
		nonce,
		value: 0,
		gas_limit: gas.limit,
		gas_fee_cap: gas.fee_cap,
		gas_premium: gas.premium,
		method: call.method(),
		params: call.params(),
	}
}

/// A message as the RPC of Filecoin's nodes takes it.
pub fn to_json(message: &Message, network: Network) -> Value {
	json!({
		"Version": 0,
		"To": message.to.to_text(network),
		"From": message.from.to_text(network),
		"Nonce": message.nonce,
		"Value": format_atto(message.value),
		"GasLimit": message.gas_limit,
		"GasFeeCap": format_atto(message.gas_fee_cap),
		"GasPremium": format_atto(message.gas_premium),
		"Method": message.method,
		"Params": BASE64.encode(&message.params),
		"CID": { "/": message.cid().to_text() },
	})
}

/// A signed message, for `MpoolPush`.
pub fn signed_json(message: &Message, signature: &Signature, network: Network) -> Value {
	json!({
		"Message": to_json(message, network),
		"Signature": { "Type": 1, "Data": BASE64.encode(&signature.0) },
		"CID": { "/": message.signed_cid(signature).to_text() },
	})
}
