//! DMC, assets, the exchange, fees.

use super::system;
use crate::*;
use adapters::{AssetFeesToAuthor, FeesToAuthor};
use alloc::vec;
use dmex_primitives::constants::{DMC, MICRO_DMC, MILLI_DMC};
use frame_support::{
	instances::{Instance1, Instance2},
	ord_parameter_types, parameter_types,
	traits::{
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		tokens::imbalance::ResolveAssetTo,
		AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU8, VariantCountOf,
	},
	weights::ConstantMultiplier,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use pallet_asset_conversion::{AccountIdConverter, Ascending, Chain, WithFirstAsset};
use pallet_asset_conversion_tx_payment::SwapAssetAdapter;
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{
	traits::{AccountIdConversion, Bounded},
	FixedPointNumber, Permill, Perquintill,
};

/// Smallest balance of an account: below every fee, so that a fee never is too small to be credited to a block author.
pub const EXISTENTIAL_DEPOSIT: Balance = MILLI_DMC / 10;
/// Fee of a second of execution.
pub const FEE_PER_SECOND: Balance = 2 * DMC;
/// Fee of a byte of a transaction.
pub const FEE_PER_BYTE: Balance = MICRO_DMC;

parameter_types! {
	/// Smallest balance of an account in DMC.
	pub const ExistentialDeposit: Balance = EXISTENTIAL_DEPOSIT;
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = weights::pallet_balances::WeightInfo<Runtime>;
	type Balance = Balance;
	// Dust is never burnt: burning is left to the revenue ledger.
	type DustRemoval = adapters::DustToRiskFund;
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
}

parameter_types! {
	/// Fee of a byte.
	pub const TransactionByteFee: Balance = FEE_PER_BYTE;
	/// Blocks a quarter full leave the fee where it is.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// How quickly the fee follows congestion: the value of the relay chain's slow adjustment.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(75, 1_000_000);
	/// The fee never falls below its base: fees stay above the existential deposit.
	pub MinimumMultiplier: Multiplier = Multiplier::saturating_from_integer(1);
	/// The fee may rise with congestion without limit.
	pub MaximumMultiplier: Multiplier = Bounded::max_value();
}

/// DMC for a unit of weight (a picosecond): [`FEE_PER_SECOND`] / 10^12.
pub type WeightToFee = ScaledFee;

/// Linear fee of a weight's time. A solo chain has no price for proof size.
pub struct ScaledFee;
impl frame_support::weights::WeightToFee for ScaledFee {
	type Balance = Balance;
	fn weight_to_fee(weight: &frame_support::weights::Weight) -> Balance {
		const PER_PICOSECOND: Balance = FEE_PER_SECOND / 1_000_000_000_000;
		// 2^64 picoseconds at two million units each stay below 2^128.
		Balance::from(weight.ref_time()) * PER_PICOSECOND
	}
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, FeesToAuthor>;
	type WeightToFee = WeightToFee;
	type LengthToFee = ConstantMultiplier<Balance, TransactionByteFee>;
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Runtime,
		TargetBlockFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = weights::pallet_transaction_payment::WeightInfo<Runtime>;
}

parameter_types! {
	/// Deposit of an asset's metadata without name and symbol.
	pub const MetadataDepositBase: Balance = system::deposit(1, 20);
	/// Deposit of each byte of them.
	pub const MetadataDepositPerByte: Balance = system::deposit(0, 1);
	/// Deposit of an approval.
	pub const ApprovalDeposit: Balance = system::deposit(1, 32);
	/// Deposit of an asset.
	pub const AssetDeposit: Balance = system::deposit(1, 190);
	/// Deposit of an account of an asset that is not sufficient by itself.
	pub const AssetAccountDeposit: Balance = system::deposit(1, 66);
}

/// The assets: IFIL, USDT and whatever else the DAO adds. Only a decision of row 10 creates one or appoints its issuer.
impl pallet_assets::Config<Instance1> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = AssetId;
	type AssetIdParameter = codec::Compact<AssetId>;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<frame_support::traits::NeverEnsureOrigin<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type AssetDeposit = AssetDeposit;
	type AssetAccountDeposit = AssetAccountDeposit;
	type MetadataDepositBase = MetadataDepositBase;
	type MetadataDepositPerByte = MetadataDepositPerByte;
	type ApprovalDeposit = ApprovalDeposit;
	type StringLimit = ConstU32<50>;
	type Freezer = AssetsFreezer;
	type Holder = AssetsHolder;
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = weights::pallet_assets::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

ord_parameter_types! {
	/// The exchange's own account: it alone creates LP tokens.
	pub const AssetConversionOrigin: AccountId =
		AccountIdConversion::<AccountId>::into_account_truncating(&AssetConversionPalletId::get());
}

/// LP tokens of the exchange.
impl pallet_assets::Config<Instance2> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = AssetId;
	type AssetIdParameter = codec::Compact<AssetId>;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSignedBy<AssetConversionOrigin, AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	// The exchange creates LP tokens; its pools' set-up fee stands for the deposits.
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = AssetAccountDeposit;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ApprovalDeposit;
	type StringLimit = ConstU32<50>;
	type Freezer = ();
	type Holder = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = weights::pallet_assets::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

impl pallet_assets_holder::Config<Instance1> for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_assets_freezer::Config<Instance1> for Runtime {
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type RuntimeEvent = RuntimeEvent;
}

parameter_types! {
	/// Id of the exchange.
	pub const AssetConversionPalletId: PalletId = PalletId(*b"dmex/swp");
	/// DMC as an asset of the exchange.
	pub const Native: NativeOrWithId<AssetId> = NativeOrWithId::Native;
	/// 0.3% of a swap stay in the pool.
	pub const LpFee: Permill = Permill::from_parts(3_000);
	/// No pool may ask for more.
	pub const MaxSwapFee: Permill = Permill::from_percent(10);
	/// Leaving a pool is free.
	pub const LiquidityWithdrawalFee: Permill = Permill::from_percent(0);
	/// Opening a pool costs what its storage is worth.
	pub const PoolSetupFee: Balance = 10 * DMC;
}

/// DMC and all assets behind one interface.
pub type NativeAndAssets = UnionOf<Balances, Assets, NativeFromLeft, NativeOrWithId<AssetId>, AccountId>;
/// DMC and the assets with their holds, behind one interface.
pub type Money = UnionOf<
	Balances,
	dmex_primitives::money::Holdable<Assets, AssetsHolder>,
	NativeFromLeft,
	NativeOrWithId<AssetId>,
	AccountId,
>;
/// Account of a pool.
pub type PoolIdToAccountId =
	AccountIdConverter<AssetConversionPalletId, (NativeOrWithId<AssetId>, NativeOrWithId<AssetId>)>;

impl pallet_asset_conversion::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type HigherPrecisionBalance = sp_core::U256;
	type AssetKind = NativeOrWithId<AssetId>;
	type Assets = NativeAndAssets;
	type PoolId = (Self::AssetKind, Self::AssetKind);
	type PoolLocator = Chain<
		WithFirstAsset<Native, AccountId, NativeOrWithId<AssetId>, PoolIdToAccountId>,
		Ascending<AccountId, NativeOrWithId<AssetId>, PoolIdToAccountId>,
	>;
	type PoolAssetId = AssetId;
	type PoolAssets = PoolAssets;
	type LPFee = LpFee;
	type AdminOrigin = pallet_dao::EnsureHolders<Runtime>;
	type MaxSwapFee = MaxSwapFee;
	type PoolSetupFee = PoolSetupFee;
	type PoolSetupFeeAsset = Native;
	type PoolSetupFeeTarget = ResolveAssetTo<adapters::RiskFundAccount, NativeAndAssets>;
	type LiquidityWithdrawalFee = LiquidityWithdrawalFee;
	type MintMinLiquidity = ConstU128<100>;
	type MaxSwapPathLength = ConstU32<3>;
	type PalletId = AssetConversionPalletId;
	type WeightInfo = weights::pallet_asset_conversion::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

/// Fees may be paid in any asset that has a pool with DMC; the author gets DMC.
impl pallet_asset_conversion_tx_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type AssetId = NativeOrWithId<AssetId>;
	type OnChargeAssetTransaction =
		SwapAssetAdapter<Native, NativeAndAssets, AssetConversion, AssetFeesToAuthor>;
	type WeightInfo = weights::pallet_asset_conversion_tx_payment::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = benchmarks::AssetFeeHelper;
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::MaxEncodedLen;
	use frame_support::{dispatch::GetDispatchInfo, weights::WeightToFee as _, BoundedVec};

	fn transfer_fee() -> Balance {
		let call = RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
			dest: MultiAddress::Id(AccountId::new([1; 32])),
			value: DMC,
		});
		let base = weights::ExtrinsicBaseWeight::get();
		WeightToFee::weight_to_fee(&base)
			+ WeightToFee::weight_to_fee(&call.get_dispatch_info().call_weight)
			+ 150 * FEE_PER_BYTE
	}

	#[test]
	fn a_transfer_should_cost_well_under_a_hundredth_of_a_dmc() {
		assert!(transfer_fee() < DMC / 100 / 3, "{}", transfer_fee());
	}

	#[test]
	fn the_smallest_fee_should_exceed_the_existential_deposit() {
		assert!(WeightToFee::weight_to_fee(&weights::ExtrinsicBaseWeight::get()) > EXISTENTIAL_DEPOSIT);
	}

	#[test]
	fn deposits_should_cover_the_bytes_that_are_stored() {
		let cost = |items, bytes: usize| system::deposit(items, bytes as u32);
		type Asset = pallet_assets::AssetDetails<Balance, AccountId, Balance>;
		assert_eq!(AssetDeposit::get(), cost(1, Asset::max_encoded_len()));
		type Account = pallet_assets::AssetAccount<Balance, Balance, (), AccountId>;
		assert_eq!(AssetAccountDeposit::get(), cost(1, Account::max_encoded_len()));
		type Approval = pallet_assets::Approval<Balance, Balance>;
		assert_eq!(ApprovalDeposit::get(), cost(1, Approval::max_encoded_len()));
		type Metadata = pallet_assets::AssetMetadata<Balance, BoundedVec<u8, ConstU32<0>>>;
		assert_eq!(MetadataDepositBase::get(), cost(1, Metadata::max_encoded_len()));
		assert_eq!(MetadataDepositPerByte::get(), cost(0, 1));
	}

	#[test]
	fn an_lp_token_should_not_be_created_by_a_user() {
		assert_ne!(AssetConversionOrigin::get(), AccountId::new([0; 32]));
	}
}
