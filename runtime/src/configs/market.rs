//! Hashrate products, their NFTs and their escrow. The NFTs are collections of the protocol's own; nobody else opens one.

use super::{
	monetary::Money,
	parameters::dynamic_params::fees::{RoyaltyShare, SaleFee, TradeFee},
	system,
};
use crate::*;
use adapters::{JudgedIdentity, RevenueAccount};
use frame_support::{
	parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU32, Get, NeverEnsureOrigin},
	weights::Weight,
	PalletId,
};
use frame_system::EnsureRoot;
use pallet_dao::EnsureShared;
use pallet_nfts::{PalletFeature, PalletFeatures};

parameter_types! {
	/// Deposit of a collection: what it is, and how it is set up.
	pub const CollectionDeposit: Balance = system::deposit(2, 117);
	/// Deposit of an item: what it is, and how it is set up.
	pub const ItemDeposit: Balance = system::deposit(2, 89);
	/// Deposit of an item's metadata, without its bytes.
	pub const NftMetadataDepositBase: Balance = system::deposit(1, 51);
	/// Deposit of an attribute, without its bytes.
	pub const AttributeDepositBase: Balance = system::deposit(1, 51);
	/// Deposit of a byte.
	pub const DepositPerByte: Balance = system::deposit(0, 1);
	/// An NFT changes hands for value only where income is settled first: the stock market's doors are shut. Attributes of owners
	/// would stay behind when an NFT is burnt.
	pub NftFeatures: PalletFeatures = PalletFeatures::from_disabled(
		PalletFeature::Trading | PalletFeature::Approvals | PalletFeature::Swaps | PalletFeature::Attributes
	);
}

impl pallet_nfts::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type CollectionId = u32;
	type ItemId = u32;
	type Currency = Balances;
	type ForceOrigin = NeverEnsureOrigin<()>;
	type CreateOrigin = AsEnsureOriginWithArg<NeverEnsureOrigin<AccountId>>;
	type Locker = pallet_hashrate_nft::HashrateLocker<Runtime>;
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

parameter_types! {
	/// Holds the price of NFTs and the bonds of issuers.
	pub const EscrowPalletId: PalletId = PalletId(*b"dmex/esc");
	/// Holds pay until its holders have got it; owns the collections.
	pub const HashrateNftPalletId: PalletId = PalletId(*b"dmex/nft");
}

impl pallet_hashrate_nft::Config for Runtime {
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Escrow = Escrow;
	type NodeOracle = FilGateway;
	type MarketOracle = FilGateway;
	type IssuerIdentity = JudgedIdentity;
	// Nothing can be pledged before there is lending.
	type PledgedIncome = ();
	type Revenue = RevenueAccount;
	type Calendar = Calendar;
	type ApproveOrigin = EnsureShared<Runtime>;
	type CoinOrigin = EnsureRoot<AccountId>;
	type SaleFee = SaleFee;
	type TradeFee = TradeFee;
	type RoyaltyShare = RoyaltyShare;
	type PalletId = HashrateNftPalletId;
	type MaxDaySteps = ConstU32<8>;
	type MaxTicks = ConstU32<4>;
	type MaxReceipts = ConstU32<32>;
	type MaxOffers = ConstU32<32>;
	type MaxAuctionEnds = ConstU32<32>;
	type WeightInfo = weights::pallet_hashrate_nft::WeightInfo<Runtime>;
}

/// The heaviest step of a product that brings its days up to date.
pub struct CatchUpWeight;
impl Get<Weight> for CatchUpWeight {
	fn get() -> Weight {
		use pallet_hashrate_nft::WeightInfo;
		weights::pallet_hashrate_nft::WeightInfo::<Runtime>::advance(
			<Runtime as pallet_hashrate_nft::Config>::MaxDaySteps::get(),
		)
	}
}

impl pallet_escrow::Config for Runtime {
	type Assets = Money;
	type Products = HashrateNft;
	// Nothing can be pledged before there is lending.
	type Pledged = ();
	type Revenue = RevenueAccount;
	type Calendar = Calendar;
	type DecisionOrigin = EnsureShared<Runtime>;
	type PalletId = EscrowPalletId;
	type MaxDecisionFreezes = ConstU32<32>;
	type MaxLapsesPerBlock = ConstU32<4>;
	type CatchUpWeight = CatchUpWeight;
	type WeightInfo = weights::pallet_escrow::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = benchmarks::EscrowHelper;
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::MaxEncodedLen;
	use frame_support::BoundedVec;
	use pallet_nfts::{
		AttributeDeposit, CollectionConfigFor, CollectionDetails, ItemConfig, ItemDetails, ItemMetadata,
	};

	#[test]
	fn deposits_should_cover_the_bytes_that_are_stored() {
		let cost = |items, bytes: usize| system::deposit(items, bytes as u32);
		let collection = CollectionDetails::<AccountId, Balance>::max_encoded_len()
			+ CollectionConfigFor::<Runtime>::max_encoded_len();
		assert_eq!(CollectionDeposit::get(), cost(2, collection));
		type NoApprovals = BoundedVec<u8, ConstU32<0>>;
		type Deposit = pallet_nfts::ItemDeposit<Balance, AccountId>;
		let item = ItemDetails::<AccountId, Deposit, NoApprovals>::max_encoded_len();
		assert_eq!(ItemDeposit::get(), cost(2, item + ItemConfig::max_encoded_len()));
		type Bytes = ConstU32<256>;
		let bytes = BoundedVec::<u8, Bytes>::max_encoded_len();
		let metadata =
			ItemMetadata::<pallet_nfts::ItemMetadataDeposit<Balance, AccountId>, Bytes>::max_encoded_len();
		assert_eq!(NftMetadataDepositBase::get(), cost(1, metadata - 256));
		let attribute = bytes + AttributeDeposit::<Balance, AccountId>::max_encoded_len();
		assert_eq!(AttributeDepositBase::get(), cost(1, attribute - 256));
		assert_eq!(DepositPerByte::get(), cost(0, 1));
	}
}
