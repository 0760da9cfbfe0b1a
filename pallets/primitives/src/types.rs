//! The concrete types of the chain, for the runtime, the node and the tests.

use sp_runtime::{
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiSignature,
};

/// Signature of a transaction: sr25519, ed25519 or ecdsa.
pub type Signature = MultiSignature;
/// 32-byte public key (or hash of one) of an account.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// Amount of DMC or of an asset, in its smallest unit.
pub type Balance = u128;
/// Height of a block.
pub type BlockNumber = u32;
/// Number of transactions that an account has sent.
pub type Nonce = u32;
/// BLAKE2b-256 hash.
pub type Hash = sp_core::H256;
/// The hasher of the chain.
pub type Hashing = BlakeTwo256;
/// Milliseconds since the Unix epoch.
pub type Moment = u64;
/// Id of an asset in `pallet-assets` (first instance) or of an LP token (second instance).
pub type AssetId = u32;
