//! The FIL gateway: IFIL, custody, operators, and the oracle that products live by.

use super::{
	monetary::Money,
	parameters::dynamic_params::gateway::{DailyMintCap, DepositCap, OperatorBond, PayoutFee},
};
use crate::*;
use adapters::{CustodyChangePending, DustToRiskFund, RevenueAccount};
use dmex_primitives::{
	constants::{DMC, IFIL},
	AssetKind,
};
use frame_support::{
	parameter_types,
	traits::{fungible::NativeOrWithId, ConstU32, Get},
	weights::Weight,
	PalletId,
};
use frame_system::EnsureRoot;
use pallet_dao::EnsureShared;

parameter_types! {
	/// IFIL passes through it on its way to products.
	pub const GatewayPalletId: PalletId = PalletId(*b"dmex/fil");
	/// What deposits of FIL become.
	pub const WrappedFil: AssetKind = NativeOrWithId::WithId(IFIL);
	/// IFIL that all together redeem in 24 hours before requests wait (§5).
	pub const RedemptionThreshold: Balance = 10_000 * FIL;
	/// Fees of redemptions are income of the protocol.
	pub GatewayFeeAccount: AccountId = RevenueAccount::get();
}

/// One FIL in attoFIL: as many decimals as DMC has.
pub const FIL: Balance = DMC;

/// The heaviest payment, into a product or by a node.
pub struct PayWeight;
impl Get<Weight> for PayWeight {
	fn get() -> Weight {
		use pallet_hashrate_nft::WeightInfo;
		type Weights = weights::pallet_hashrate_nft::WeightInfo<Runtime>;
		Weights::pay(<Runtime as pallet_hashrate_nft::Config>::MaxDaySteps::get()).max(Weights::pay_node())
	}
}

impl pallet_fil_gateway::Config for Runtime {
	type Calendar = Calendar;
	type UnixTime = Timestamp;
	type RuntimeHoldReason = RuntimeHoldReason;
	type NativeBalance = Balances;
	type Slash = DustToRiskFund;
	type Assets = Money;
	type WrappedAsset = WrappedFil;
	type Products = HashrateNft;
	type NodePay = HashrateNft;
	// There are no phases before there is joint mining.
	type Phases = ();
	type DecisionOrigin = EnsureShared<Runtime>;
	type AuthorityOrigin = EnsureRoot<AccountId>;
	type ChangePending = CustodyChangePending;
	type OperatorBond = OperatorBond;
	type RedemptionFee = PayoutFee;
	type FeeAccount = GatewayFeeAccount;
	type DepositCap = DepositCap;
	type DailyMintCap = DailyMintCap;
	type RedemptionThreshold = RedemptionThreshold;
	type PalletId = GatewayPalletId;
	type MaxItemsPerBlock = ConstU32<32>;
	type MaxReleasesPerBlock = ConstU32<16>;
	type PayWeight = PayWeight;
	type WeightInfo = weights::pallet_fil_gateway::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = benchmarks::GatewayHelper;
}
