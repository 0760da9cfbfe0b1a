//! Weights. Regenerate with `make bench`: each pallet's file is the benchmark's output for this runtime.

mod base;
pub use base::{BlockExecutionWeight, DatabaseWeight, ExtrinsicBaseWeight};

/// Weights of System's calls.
pub mod frame_system;
/// Weights of the transaction extensions.
pub mod frame_system_extensions;
/// Weights of `pallet-asset-conversion`.
pub mod pallet_asset_conversion;
/// Weights of `pallet-asset-conversion-tx-payment`.
pub mod pallet_asset_conversion_tx_payment;
/// Weights of `pallet-assets`.
pub mod pallet_assets;
/// Weights of `pallet-balances`.
pub mod pallet_balances;
/// Weights of `pallet-collective`.
pub mod pallet_collective;
/// Weights of `pallet-dao`.
pub mod pallet_dao;
/// Weights of `pallet-democracy`.
pub mod pallet_democracy;
/// Weights of `pallet-dmc-emission`.
pub mod pallet_dmc_emission;
/// Weights of `pallet-elections-phragmen`.
pub mod pallet_elections_phragmen;
/// Weights of `pallet-escrow`.
pub mod pallet_escrow;
/// Weights of `pallet-fil-gateway`.
pub mod pallet_fil_gateway;
/// Weights of `pallet-hashrate-nft`.
pub mod pallet_hashrate_nft;
/// Weights of `pallet-identity`.
pub mod pallet_identity;
/// Weights of `pallet-migrations`.
pub mod pallet_migrations;
/// Weights of `pallet-multisig`.
pub mod pallet_multisig;
/// Weights of `pallet-nfts`.
pub mod pallet_nfts {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_nfts::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-preimage`.
pub mod pallet_preimage;
/// Weights of `pallet-proxy`.
pub mod pallet_proxy;
/// Weights of `pallet-scheduler`.
pub mod pallet_scheduler;
/// Weights of `pallet-session`.
pub mod pallet_session {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_session::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-timestamp`.
pub mod pallet_timestamp;
/// Weights of `pallet-transaction-payment`.
pub mod pallet_transaction_payment;
/// Weights of `pallet-utility`.
pub mod pallet_utility;
/// Weights of `pallet-validator-set`.
pub mod pallet_validator_set;
