//! Weights. Regenerate with `make bench`: each pallet's file is the benchmark's output for this runtime.

use frame_support::{
	parameter_types,
	weights::{constants::WEIGHT_REF_TIME_PER_NANOS, RuntimeDbWeight, Weight},
};

parameter_types! {
	/// Weight of a block without transactions.
	pub const BlockExecutionWeight: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(400_000), 0);
	/// Weight of a transaction that does nothing.
	pub const ExtrinsicBaseWeight: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(110_000), 0);
	/// Weight of a read and of a write of ParityDB.
	pub const DatabaseWeight: RuntimeDbWeight = RuntimeDbWeight {
		read: 8_000 * WEIGHT_REF_TIME_PER_NANOS,
		write: 50_000 * WEIGHT_REF_TIME_PER_NANOS,
	};
}

/// Weights of System's calls.
pub mod frame_system {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::frame_system::weights::SubstrateWeight<T>;
}
/// Weights of the transaction extensions.
pub mod frame_system_extensions {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::frame_system::SubstrateExtensionsWeight<T>;
}
/// Weights of `pallet-asset-conversion`.
pub mod pallet_asset_conversion {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_asset_conversion::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-asset-conversion-tx-payment`.
pub mod pallet_asset_conversion_tx_payment {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_asset_conversion_tx_payment::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-assets`.
pub mod pallet_assets {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_assets::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-balances`.
pub mod pallet_balances {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_balances::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-collective`.
pub mod pallet_collective {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_collective::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-dao`.
pub mod pallet_dao {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_dao::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-dao-feed`.
pub mod pallet_dao_feed {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_dao_feed::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-democracy`.
pub mod pallet_democracy {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_democracy::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-dmc-emission`.
pub mod pallet_dmc_emission {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_dmc_emission::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-elections-phragmen`.
pub mod pallet_elections_phragmen {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_elections_phragmen::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-escrow`.
pub mod pallet_escrow {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_escrow::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-hashrate-nft`.
pub mod pallet_hashrate_nft {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_hashrate_nft::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-identity`.
pub mod pallet_identity {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_identity::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-migrations`.
pub mod pallet_migrations {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_migrations::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-multisig`.
pub mod pallet_multisig {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_multisig::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-nfts`.
pub mod pallet_nfts {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_nfts::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-preimage`.
pub mod pallet_preimage {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_preimage::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-proxy`.
pub mod pallet_proxy {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_proxy::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-scheduler`.
pub mod pallet_scheduler {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_scheduler::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-session`.
pub mod pallet_session {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_session::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-timestamp`.
pub mod pallet_timestamp {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_timestamp::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-transaction-payment`.
pub mod pallet_transaction_payment {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_transaction_payment::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-utility`.
pub mod pallet_utility {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_utility::weights::SubstrateWeight<T>;
}
/// Weights of `pallet-validator-set`.
pub mod pallet_validator_set {
	/// Weights for the runtime.
	pub type WeightInfo<T> = ::pallet_validator_set::weights::SubstrateWeight<T>;
}
