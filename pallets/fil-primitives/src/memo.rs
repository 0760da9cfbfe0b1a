//! What the parameters of a transfer to or from custody say.
//!
//! A memo is a CBOR byte string, so that whatever scans parameters as CBOR stays content. Inside, numbers are big endian:
//!
//! | first 5 bytes | body | meaning |
//! |---|---|---|
//! | `DMEX` 01 | account (32) | credit this account |
//! | `DMEX` 02 | product (4) | pay out to this product |
//! | `DMEX` 03 | pool (4), phase (4), account (32) | deposit into this pool phase for this account |
//! | `DMEX` 04 | genesis (8), miner (8), issuer (32) | bind the miner to this issuer; counts only from the miner's owner |
//! | `DMXR` 01 | redemption (8), genesis (8) | this pays that redemption |
//!
//! and after the body the 4-byte BLAKE2b checksum of all before it. The fifth byte of a deposit memo is version (high half, 0) and
//! kind (low half). `genesis` is the beginning of DMEX's genesis hash: what hands out rights or proves a payout holds on one
//! chain only.

use crate::{
	address::MAX_ACTOR_ID,
	cbor::{Reader, Writer},
	hash::checksum,
	Account, Genesis,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const DEPOSIT: &[u8; 4] = b"DMEX";
const REDEEM: &[u8; 4] = b"DMXR";
const REDEEM_VERSION: u8 = 1;
const ACCOUNT: u8 = 0x01;
const PRODUCT: u8 = 0x02;
const PHASE: u8 = 0x03;
const BIND_NODE: u8 = 0x04;
/// The high half of the fifth byte.
const VERSION_BITS: u8 = 0xf0;
const CHECKSUM_LEN: usize = 4;

/// What a deposit is for.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Memo {
	/// Credit an account.
	Account(Account),
	/// Pay out to the holders of a product's NFTs.
	Product {
		/// The product.
		product: u32,
	},
	/// Deposit into a phase of a joint-mining pool.
	Phase {
		/// The pool.
		pool: u32,
		/// The phase of that pool.
		phase: u32,
		/// Who receives the phase's tokens.
		account: Account,
	},
	/// Bind a miner to its issuer. Whoever reads it must make sure that the message came from the miner's owner.
	BindNode {
		/// The actor id of the miner.
		miner: u64,
		/// The issuer's account.
		issuer: Account,
	},
}

/// Why parameters are no memo, or one that cannot be followed. The deposit itself is as good as any other.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum MemoError {
	/// Nothing says that this was meant as a memo of this sort: no parameters, no CBOR byte string, other first bytes.
	NotAMemo,
	/// Something follows the byte string.
	Trailing,
	/// The checksum is another one: mistyped, or cut.
	Checksum,
	/// A version that this code does not know.
	UnknownVersion(u8),
	/// A kind that this code does not know.
	UnknownKind(u8),
	/// The body is not as long as its kind has it.
	Length,
	/// The memo is for another DMEX chain.
	WrongChain,
	/// The miner's actor id is none.
	Miner,
}

impl Memo {
	/// The parameters to send with the deposit.
	pub fn encode(&self, genesis: &Genesis) -> Vec<u8> {
		match self {
			Memo::Account(account) => seal(&[DEPOSIT, &[ACCOUNT], account]),
			Memo::Product { product } => seal(&[DEPOSIT, &[PRODUCT], &product.to_be_bytes()]),
			Memo::Phase { pool, phase, account } => seal(&[
				DEPOSIT,
				&[PHASE],
				&pool.to_be_bytes(),
				&phase.to_be_bytes(),
				account,
			]),
			Memo::BindNode { miner, issuer } => seal(&[
				DEPOSIT,
				&[BIND_NODE],
				&chain(genesis),
				&miner.to_be_bytes(),
				issuer,
			]),
		}
	}

	/// Reads the parameters of a deposit on the chain with that genesis hash.
	pub fn decode(params: &[u8], genesis: &Genesis) -> Result<Self, MemoError> {
		let (kind, mut body) = open(params, DEPOSIT)?;
		if kind & VERSION_BITS != 0 {
			return Err(MemoError::UnknownVersion(kind >> 4));
		}
		let memo = match kind {
			ACCOUNT => Memo::Account(take(&mut body)?),
			PRODUCT => Memo::Product {
				product: u32::from_be_bytes(take(&mut body)?),
			},
			PHASE => Memo::Phase {
				pool: u32::from_be_bytes(take(&mut body)?),
				phase: u32::from_be_bytes(take(&mut body)?),
				account: take(&mut body)?,
			},
			BIND_NODE => {
				let claimed = take(&mut body)?;
				let miner = u64::from_be_bytes(take(&mut body)?);
				let issuer = take(&mut body)?;
				if claimed != chain(genesis) {
					return Err(MemoError::WrongChain);
				}
				if miner > MAX_ACTOR_ID {
					return Err(MemoError::Miner);
				}
				Memo::BindNode { miner, issuer }
			}
			_ => return Err(MemoError::UnknownKind(kind)),
		};
		end(body)?;
		Ok(memo)
	}
}

/// The memo of a payout, by which its execution is proven.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct RedeemMemo {
	/// The redemption request that is paid.
	pub redemption: u64,
}

impl RedeemMemo {
	/// The parameters of the payout.
	pub fn encode(&self, genesis: &Genesis) -> Vec<u8> {
		seal(&[
			REDEEM,
			&[REDEEM_VERSION],
			&self.redemption.to_be_bytes(),
			&chain(genesis),
		])
	}

	/// Reads the parameters of a payout from the custody of the chain with that genesis hash.
	pub fn decode(params: &[u8], genesis: &Genesis) -> Result<Self, MemoError> {
		let (version, mut body) = open(params, REDEEM)?;
		if version != REDEEM_VERSION {
			return Err(MemoError::UnknownVersion(version));
		}
		let redemption = u64::from_be_bytes(take(&mut body)?);
		let claimed = take(&mut body)?;
		end(body)?;
		if claimed != chain(genesis) {
			return Err(MemoError::WrongChain);
		}
		Ok(RedeemMemo { redemption })
	}
}

/// How a memo names the chain that it is for.
fn chain(genesis: &Genesis) -> [u8; 8] {
	let [a, b, c, d, e, f, g, h, ..] = *genesis;
	[a, b, c, d, e, f, g, h]
}

fn seal(parts: &[&[u8]]) -> Vec<u8> {
	let mut memo = parts.concat();
	let sum = checksum(&[&memo]);
	memo.extend_from_slice(&sum);
	Writer::new().bytes(&memo).finish()
}

/// The fifth byte and the body of a memo that begins with `magic` and has the right checksum.
fn open<'a>(params: &'a [u8], magic: &[u8; 4]) -> Result<(u8, &'a [u8]), MemoError> {
	let mut reader = Reader::new(params).map_err(|_| MemoError::NotAMemo)?;
	let memo = reader.bytes().map_err(|_| MemoError::NotAMemo)?;
	let rest = memo.strip_prefix(magic).ok_or(MemoError::NotAMemo)?;
	reader.finish().map_err(|_| MemoError::Trailing)?;
	let sealed = memo.len().checked_sub(CHECKSUM_LEN).ok_or(MemoError::Length)?;
	let (before, sum) = memo.split_at_checked(sealed).ok_or(MemoError::Length)?;
	if sum != checksum(&[before]) {
		return Err(MemoError::Checksum);
	}
	let (kind, body) = rest.split_first().ok_or(MemoError::Length)?;
	let body = body
		.len()
		.checked_sub(CHECKSUM_LEN)
		.and_then(|len| body.get(..len))
		.ok_or(MemoError::Length)?;
	Ok((*kind, body))
}

fn take<const N: usize>(body: &mut &[u8]) -> Result<[u8; N], MemoError> {
	let (taken, rest) = body.split_first_chunk::<N>().ok_or(MemoError::Length)?;
	*body = rest;
	Ok(*taken)
}

fn end(body: &[u8]) -> Result<(), MemoError> {
	match body {
		[] => Ok(()),
		_ => Err(MemoError::Length),
	}
}
