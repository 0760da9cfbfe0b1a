//! Everything that the DAO can set, in one place. The caps of §12 are enforced by [`adapters::DaoParameters`], through which alone
//! a parameter changes.

use crate::*;
use dmex_primitives::constants::DMC;
use frame_support::dynamic_params::{dynamic_pallet_params, dynamic_params};
use sp_runtime::Permill;

/// The parameters, by domain. Each has the protocol's value until the DAO sets another.
#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Runtime>)]
pub mod dynamic_params {
	use super::*;

	/// What the protocol keeps, as shares.
	#[dynamic_pallet_params]
	#[codec(index = 0)]
	pub mod fees {
		/// Of an escrow release (§4). Cap 5%.
		#[codec(index = 0)]
		pub static SaleFee: Permill = Permill::from_percent(2);
		/// Of the price of a trade between holders (§3), royalty included. Cap 5%.
		#[codec(index = 1)]
		pub static TradeFee: Permill = Permill::from_percent(2);
		/// Of the trade fee, what the issuer gets as royalty.
		#[codec(index = 2)]
		pub static RoyaltyShare: Permill = Permill::from_percent(25);
		/// Of a loan's interest (§6). Cap 10%.
		#[codec(index = 3)]
		pub static LoanFee: Permill = Permill::from_percent(5);
		/// Of an insurance premium (§8). Cap 10%.
		#[codec(index = 4)]
		pub static InsuranceFee: Permill = Permill::from_percent(0);
		/// Of a joint-mining phase's income (§9). Cap 10%.
		#[codec(index = 5)]
		pub static PoolFee: Permill = Permill::from_percent(5);
		/// Of a redemption of principal (§9). Cap 10%.
		#[codec(index = 6)]
		pub static RedemptionFee: Permill = Permill::from_parts(2_000);
	}

	/// Who may validate (§13).
	#[dynamic_pallet_params]
	#[codec(index = 1)]
	pub mod validators {
		/// Smallest bond of an application.
		#[codec(index = 0)]
		pub static MinimumBond: Balance = 10_000 * DMC;
		/// Suspension, ejection and leaving never take the set below it.
		#[codec(index = 1)]
		pub static MinimumSetSize: u32 = crate::configs::consensus::default_minimum_set_size();
	}

	/// What operators bond, and what passes between FIL and IFIL (§5).
	#[dynamic_pallet_params]
	#[codec(index = 2)]
	pub mod gateway {
		/// Smallest bond of an operator, in DMC.
		#[codec(index = 0)]
		pub static OperatorBond: Balance = 10_000 * DMC;
		/// Fee of a redemption in IFIL, for the gas of its payment. Cap 0.05.
		#[codec(index = 1)]
		pub static PayoutFee: Balance = crate::configs::gateway::FIL / 100;
		/// Deposits above it are minted a day later.
		#[codec(index = 2)]
		pub static DepositCap: Balance = 10_000 * crate::configs::gateway::FIL;
		/// Most IFIL that is minted for deposits in 24 hours.
		#[codec(index = 3)]
		pub static DailyMintCap: Balance = 50_000 * crate::configs::gateway::FIL;
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl Default for RuntimeParameters {
	fn default() -> Self {
		RuntimeParameters::Fees(dynamic_params::fees::Parameters::SaleFee(
			dynamic_params::fees::SaleFee,
			Some(Permill::from_percent(1)),
		))
	}
}

impl pallet_parameters::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeParameters = RuntimeParameters;
	// Its admin origin sees the key, never the value. So nobody calls it: the call filter shuts it, no decision of row 10 may
	// contain it, and `dao.set_parameter`, which checks the caps, goes through here as Root.
	type AdminOrigin = frame_support::traits::AsEnsureOriginWithArg<frame_system::EnsureRoot<AccountId>>;
	type WeightInfo = ();
}
