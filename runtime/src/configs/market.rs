//! NFTs. Hashrate NFTs are collections of the protocol's own; nobody else opens one.

use super::system;
use crate::*;

use frame_support::{
	parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU32, NeverEnsureOrigin},
};
use frame_system::EnsureRoot;
use pallet_nfts::{PalletFeature, PalletFeatures};

parameter_types! {
	/// Deposit of a collection.
	pub const CollectionDeposit: Balance = system::deposit(1, 130);
	/// Deposit of an item.
	pub const ItemDeposit: Balance = system::deposit(1, 164);
	/// Deposit of an item's metadata.
	pub const NftMetadataDepositBase: Balance = system::deposit(1, 129);
	/// Deposit of an attribute.
	pub const AttributeDepositBase: Balance = system::deposit(1, 0);
	/// Deposit of a byte.
	pub const DepositPerByte: Balance = system::deposit(0, 1);
	/// An NFT changes hands for value only where income is settled first: the stock market's doors are shut.
	pub NftFeatures: PalletFeatures = PalletFeatures::from_disabled(
		PalletFeature::Trading | PalletFeature::Approvals | PalletFeature::Swaps
	);
}

impl pallet_nfts::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type CollectionId = u32;
	type ItemId = u32;
	type Currency = Balances;
	type ForceOrigin = EnsureRoot<AccountId>;
	type CreateOrigin = AsEnsureOriginWithArg<NeverEnsureOrigin<AccountId>>;
	type Locker = ();
	type CollectionDeposit = CollectionDeposit;
	type ItemDeposit = ItemDeposit;
	type MetadataDepositBase = NftMetadataDepositBase;
	type AttributeDepositBase = AttributeDepositBase;
	type DepositPerByte = DepositPerByte;
	type StringLimit = ConstU32<256>;
	type KeyLimit = ConstU32<64>;
	type ValueLimit = ConstU32<256>;
	type ApprovalsLimit = ConstU32<20>;
	type ItemAttributesApprovalsLimit = ConstU32<20>;
	type MaxTips = ConstU32<10>;
	type MaxDeadlineDuration = pallet_calendar::Days<Calendar, 365>;
	type MaxAttributesPerCall = ConstU32<10>;
	type Features = NftFeatures;
	type OffchainSignature = Signature;
	type OffchainPublic = Signer;
	#[cfg(feature = "runtime-benchmarks")]
	type Helper = ();
	type WeightInfo = weights::pallet_nfts::WeightInfo<Runtime>;
	type BlockNumberProvider = System;
}
