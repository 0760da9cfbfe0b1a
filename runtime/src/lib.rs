//! The DMEX runtime: standard pallets and the DMEX pallets, joined.
//!
//! - `configs/`: what each pallet is configured with, by domain
//! - `adapters/`: what joins two pallets through a trait
//! - [`genesis_presets`]: the chains that can be started
//! - `apis.rs`: what a node asks the runtime
#![cfg_attr(not(feature = "std"), no_std)]
// The runtime macros generate items without documentation.
#![allow(missing_docs)]
// `construct_runtime` and `impl_runtime_apis` need it.
#![recursion_limit = "512"]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

pub mod adapters;
pub mod apis;
pub mod configs;
pub mod genesis_presets;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;

use alloc::{borrow::Cow, vec::Vec};
pub use dmex_primitives::{AccountId, AssetId, Balance, BlockNumber, Hash, Moment, Nonce, Signature};
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, Verify},
	MultiAddress,
};
use sp_version::RuntimeVersion;

/// The chain's own SS58 prefix: no other network of the SS58 registry has it.
pub const SS58_PREFIX: u16 = 3636;
/// Symbol of the native token.
pub const TOKEN_SYMBOL: &str = "DMC";
/// Decimals of the native token.
pub const TOKEN_DECIMALS: u8 = 18;

/// Types for the node, which handles blocks and extrinsics without looking inside.
pub mod opaque {
	use super::*;
	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	/// Header of a block.
	pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
	/// Block with opaque extrinsics.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
	/// Identifier of a block.
	pub type BlockId = generic::BlockId<Block>;
}

impl_opaque_keys! {
	/// What a validator signs with in a session.
	pub struct SessionKeys {
		/// Block production (sr25519).
		pub babe: Babe,
		/// Finality (ed25519).
		pub grandpa: Grandpa,
		/// Finding the other validators (sr25519).
		pub authority_discovery: AuthorityDiscovery,
	}
}

/// Version of the runtime; `CHANGELOG.md` is keyed by `spec_version`: the SDK family of the first release, and the release.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("dmex"),
	impl_name: Cow::Borrowed("dmex-node"),
	authoring_version: 1,
	spec_version: 2_609_005,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 2,
	system_version: 1,
};

/// BABE's parameters at genesis: one primary slot in four, the other slots filled by VRF-backed secondary authors.
pub const BABE_GENESIS_EPOCH_CONFIG: sp_consensus_babe::BabeEpochConfiguration =
	sp_consensus_babe::BabeEpochConfiguration {
		c: (1, 4),
		allowed_slots: sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots,
	};

/// Address of a transaction.
pub type Address = MultiAddress<AccountId, ()>;
/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// Block of the runtime.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// What is checked and paid around each call. `AuthorizeCall` stands first: it gives authorized calls their origin.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckEra<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_asset_conversion_tx_payment::ChargeAssetTxPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);
/// Extrinsic as it comes in.
pub type UncheckedExtrinsic = generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What a transaction's signature covers.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;
/// Public key of a signature.
pub type Signer = <Signature as Verify>::Signer;
/// Migrations of this version, single-block ones.
pub type Migrations = ();
/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// The pallets. Their indices are the order of hooks and of genesis:
/// the calendar stands right after System because all periods are read from it; money before the validators' bonds; the validator
/// set before Session, which asks it for the first two sets; Session before Authorship, or the first block of an epoch would be paid by
/// the old set; the council before the DAO, whose genesis looks at its seats, and the elections too, or the block that begins stage 2
/// would hold one without candidates. The indices are grouped by domain, with room in each.
#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	// System
	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Calendar = pallet_calendar;
	#[runtime::pallet_index(2)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(3)]
	pub type Parameters = pallet_parameters;
	#[runtime::pallet_index(4)]
	pub type Preimage = pallet_preimage;
	#[runtime::pallet_index(5)]
	pub type Scheduler = pallet_scheduler;
	#[runtime::pallet_index(6)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(7)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(8)]
	pub type Proxy = pallet_proxy;
	#[runtime::pallet_index(9)]
	pub type MultiBlockMigrations = pallet_migrations;

	// Money
	#[runtime::pallet_index(20)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(21)]
	pub type TransactionPayment = pallet_transaction_payment;
	#[runtime::pallet_index(22)]
	pub type Assets = pallet_assets<Instance1>;
	#[runtime::pallet_index(23)]
	pub type PoolAssets = pallet_assets<Instance2>;
	#[runtime::pallet_index(24)]
	pub type AssetsHolder = pallet_assets_holder<Instance1>;
	#[runtime::pallet_index(25)]
	pub type AssetsFreezer = pallet_assets_freezer<Instance1>;
	#[runtime::pallet_index(26)]
	pub type AssetConversion = pallet_asset_conversion;
	#[runtime::pallet_index(27)]
	pub type AssetTxPayment = pallet_asset_conversion_tx_payment;

	// Consensus
	#[runtime::pallet_index(40)]
	pub type Babe = pallet_babe;
	#[runtime::pallet_index(41)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(42)]
	pub type AuthorityDiscovery = pallet_authority_discovery;
	#[runtime::pallet_index(43)]
	pub type ValidatorSet = pallet_validator_set;
	#[runtime::pallet_index(44)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(45)]
	pub type Historical = pallet_session::historical;
	#[runtime::pallet_index(46)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(47)]
	pub type Offences = pallet_offences;

	// Governance
	#[runtime::pallet_index(60)]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(61)]
	pub type Elections = pallet_elections_phragmen;
	#[runtime::pallet_index(62)]
	pub type Democracy = pallet_democracy;
	#[runtime::pallet_index(63)]
	pub type Dao = pallet_dao;
	#[runtime::pallet_index(64)]
	pub type Identity = pallet_identity;

	// Emission, market
	#[runtime::pallet_index(80)]
	pub type Emission = pallet_dmc_emission;
	#[runtime::pallet_index(90)]
	pub type Nfts = pallet_nfts;
	// Days fall due before products see them.
	#[runtime::pallet_index(91)]
	pub type FilGateway = pallet_fil_gateway;
	#[runtime::pallet_index(92)]
	pub type HashrateNft = pallet_hashrate_nft;
	#[runtime::pallet_index(93)]
	pub type Escrow = pallet_escrow;
}
