//! Which decision of the DAO's table each call and each parameter is.

use crate::{
	configs::{
		consensus::MAX_VALIDATORS,
		gateway::FIL,
		parameters::{dynamic_params, RuntimeParameters},
	},
	*,
};
use dmex_primitives::{
	constants::{DMC, GENESIS_SUPPLY},
	governance::ClassifyCall,
	Decision,
};
use frame_support::{pallet_prelude::DispatchResult, traits::Get};
use pallet_dao::{ParameterFault, ParameterStore};
use sp_runtime::Permill;

/// The table of §12 over the calls of the other pallets; the DAO knows its own.
pub struct Decisions;
impl ClassifyCall<RuntimeCall> for Decisions {
	fn decision(call: &RuntimeCall) -> Option<Decision> {
		match call {
			RuntimeCall::Emission(call) => match call {
				pallet_dmc_emission::Call::set_programme_shares { .. }
				| pallet_dmc_emission::Call::add_recipient { .. }
				| pallet_dmc_emission::Call::set_points { .. }
				| pallet_dmc_emission::Call::remove_recipient { .. }
				| pallet_dmc_emission::Call::set_author_points { .. } => Some(Decision::Holders),
				pallet_dmc_emission::Call::start_mining { .. }
				| pallet_dmc_emission::Call::assign_vesting { .. }
				| pallet_dmc_emission::Call::move_vesting { .. }
				| pallet_dmc_emission::Call::spend_foundation { .. } => Some(Decision::Shared),
				_ => None,
			},
			RuntimeCall::ValidatorSet(
				pallet_validator_set::Call::admit { .. } | pallet_validator_set::Call::eject { .. },
			) => Some(Decision::Shared),
			RuntimeCall::Identity(
				pallet_identity::Call::add_registrar { .. }
				| pallet_identity::Call::kill_identity { .. }
				| pallet_identity::Call::add_username_authority { .. }
				| pallet_identity::Call::remove_username_authority { .. }
				| pallet_identity::Call::kill_username { .. },
			) => Some(Decision::Shared),
			// Row 4.
			RuntimeCall::AssetConversion(pallet_asset_conversion::Call::set_pool_fee { .. }) => {
				Some(Decision::Holders)
			}
			// Rows 1 and 5.
			RuntimeCall::HashrateNft(
				pallet_hashrate_nft::Call::approve { .. }
				| pallet_hashrate_nft::Call::reject { .. }
				| pallet_hashrate_nft::Call::accept_disclosure { .. }
				| pallet_hashrate_nft::Call::refuse_disclosure { .. },
			)
			| RuntimeCall::Escrow(
				pallet_escrow::Call::freeze_by_decision { .. }
				| pallet_escrow::Call::resume { .. }
				| pallet_escrow::Call::terminate { .. },
			) => Some(Decision::Shared),
			RuntimeCall::FilGateway(call) => match call {
				pallet_fil_gateway::Call::resume { .. }
				| pallet_fil_gateway::Call::object { .. }
				| pallet_fil_gateway::Call::confirm_objection { .. }
				| pallet_fil_gateway::Call::cancel_redemption { .. }
				| pallet_fil_gateway::Call::assign_suspense { .. }
				| pallet_fil_gateway::Call::return_suspense { .. }
				| pallet_fil_gateway::Call::cover_shortfall { .. } => Some(Decision::Shared),
				pallet_fil_gateway::Call::accept_unexplained { .. }
				| pallet_fil_gateway::Call::accept_reorganisation { .. }
				| pallet_fil_gateway::Call::wind_down { .. }
				| pallet_fil_gateway::Call::decide_redemption { .. } => Some(Decision::Delayed),
				call if is_custody_change(call) => Some(Decision::Delayed),
				_ => None,
			},
			RuntimeCall::HashrateNft(
				pallet_hashrate_nft::Call::add_coin { .. } | pallet_hashrate_nft::Call::set_coin_open { .. },
			) => Some(Decision::Delayed),
			RuntimeCall::System(frame_system::Call::authorize_upgrade { .. }) => Some(Decision::Delayed),
			RuntimeCall::Assets(
				pallet_assets::Call::force_create { .. }
				| pallet_assets::Call::force_set_metadata { .. }
				| pallet_assets::Call::force_clear_metadata { .. }
				| pallet_assets::Call::force_asset_status { .. },
			) => Some(Decision::Delayed),
			RuntimeCall::Utility(pallet_utility::Call::batch_all { calls }) => {
				Decision::of_batch(calls.iter().map(Dao::decision_within_batch))
			}
			_ => None,
		}
	}

	fn changes_custody(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::FilGateway(call) => is_custody_change(call),
			RuntimeCall::Utility(pallet_utility::Call::batch_all { calls }) => {
				calls.iter().any(Self::changes_custody)
			}
			_ => false,
		}
	}
}

/// Another set of operators, other signers, another custody.
const fn is_custody_change(call: &pallet_fil_gateway::Call<Runtime>) -> bool {
	matches!(
		call,
		pallet_fil_gateway::Call::set_operators { .. }
			| pallet_fil_gateway::Call::announce_signers { .. }
			| pallet_fil_gateway::Call::set_custody { .. }
	)
}

/// Whether a change of operators or custody is decided and waits for its enactment.
pub struct CustodyChangePending;
impl Get<bool> for CustodyChangePending {
	fn get() -> bool {
		Dao::pending_custody_changes() > 0
	}
}

/// The parameters of the DAO with the rows and the caps of §12.
pub struct DaoParameters;

impl DaoParameters {
	/// Cap of the sale fee and of the trade fee.
	const TRADE_CAP: Permill = Permill::from_percent(5);
	/// Cap of the fees of loans, insurance and pools.
	const CREDIT_CAP: Permill = Permill::from_percent(10);
	/// Bonds that would shut everybody out, or nobody.
	const BOND_BOUNDS: (Balance, Balance) = (DMC, GENESIS_SUPPLY / 100);
	/// Cap of the fee of a redemption: half of the least that can be redeemed.
	const PAYOUT_FEE_CAP: Balance = FIL / 20;
	/// All FIL that there can be.
	const MOST_FIL: Balance = 2_000_000_000 * FIL;
}

/// Refuses the lack of a value and one outside `least..=most`.
fn within<V: PartialOrd>(value: &Option<V>, least: V, most: V) -> Result<(), ParameterFault> {
	match value {
		None => Err(ParameterFault::WithoutValue),
		Some(value) if *value < least => Err(ParameterFault::BelowMinimum),
		Some(value) if *value > most => Err(ParameterFault::AboveCap),
		Some(_) => Ok(()),
	}
}

impl ParameterStore<RuntimeParameters> for DaoParameters {
	fn decision(parameter: &RuntimeParameters) -> Decision {
		match parameter {
			// Rows 2, 3 and 4.
			RuntimeParameters::Fees(_) => Decision::Holders,
			// Row 9.
			RuntimeParameters::Validators(_) | RuntimeParameters::Gateway(_) => Decision::Shared,
		}
	}

	fn check(parameter: &RuntimeParameters) -> Result<(), ParameterFault> {
		use dynamic_params::{
			fees::Parameters as Fees, gateway::Parameters as Gateway, validators::Parameters as Validators,
		};
		let none = Permill::zero();
		match parameter {
			RuntimeParameters::Fees(fee) => match fee {
				Fees::SaleFee(_, share) | Fees::TradeFee(_, share) => within(share, none, Self::TRADE_CAP),
				Fees::RoyaltyShare(_, share) => within(share, none, Permill::one()),
				Fees::LoanFee(_, share)
				| Fees::InsuranceFee(_, share)
				| Fees::PoolFee(_, share)
				| Fees::RedemptionFee(_, share) => within(share, none, Self::CREDIT_CAP),
			},
			RuntimeParameters::Validators(parameter) => match parameter {
				Validators::MinimumBond(_, bond) => within(bond, Self::BOND_BOUNDS.0, Self::BOND_BOUNDS.1),
				Validators::MinimumSetSize(_, size) => within(size, 1, MAX_VALIDATORS),
			},
			RuntimeParameters::Gateway(parameter) => match parameter {
				Gateway::OperatorBond(_, bond) => within(bond, Self::BOND_BOUNDS.0, Self::BOND_BOUNDS.1),
				Gateway::PayoutFee(_, fee) => within(fee, 0, Self::PAYOUT_FEE_CAP),
				Gateway::DepositCap(_, cap) | Gateway::DailyMintCap(_, cap) => {
					within(cap, FIL, Self::MOST_FIL)
				}
			},
		}
	}

	fn set(parameter: RuntimeParameters) -> DispatchResult {
		Parameters::set_parameter(frame_system::RawOrigin::Root.into(), parameter)
	}
}

/// Smallest bond of a validator, as the DAO has set it.
pub type MinimumBond = dynamic_params::validators::MinimumBond;
/// Smallest set of validators, as the DAO has set it.
pub type MinimumSetSize = dynamic_params::validators::MinimumSetSize;

#[cfg(test)]
mod tests {
	use super::*;
	use dynamic_params::{fees, validators};

	fn sale(percent: u32) -> RuntimeParameters {
		RuntimeParameters::Fees(fees::Parameters::SaleFee(
			fees::SaleFee,
			Some(Permill::from_percent(percent)),
		))
	}

	#[test]
	fn fees_should_stay_below_their_caps() {
		assert_eq!(DaoParameters::check(&sale(5)), Ok(()));
		assert_eq!(DaoParameters::check(&sale(6)), Err(ParameterFault::AboveCap));
		let loan = |percent| {
			RuntimeParameters::Fees(fees::Parameters::LoanFee(
				fees::LoanFee,
				Some(Permill::from_percent(percent)),
			))
		};
		assert_eq!(DaoParameters::check(&loan(10)), Ok(()));
		assert_eq!(DaoParameters::check(&loan(11)), Err(ParameterFault::AboveCap));
	}

	#[test]
	fn a_parameter_should_not_be_deleted_or_zeroed() {
		let without = RuntimeParameters::Fees(fees::Parameters::SaleFee(fees::SaleFee, None));
		assert_eq!(DaoParameters::check(&without), Err(ParameterFault::WithoutValue));
		let no_bond = RuntimeParameters::Validators(validators::Parameters::MinimumBond(
			validators::MinimumBond,
			Some(0),
		));
		assert_eq!(DaoParameters::check(&no_bond), Err(ParameterFault::BelowMinimum));
		let empty_set = RuntimeParameters::Validators(validators::Parameters::MinimumSetSize(
			validators::MinimumSetSize,
			Some(0),
		));
		assert_eq!(
			DaoParameters::check(&empty_set),
			Err(ParameterFault::BelowMinimum)
		);
	}

	#[test]
	fn the_table_should_name_the_rows() {
		let decision = |call: RuntimeCall| Dao::decision_of(&call);
		assert_eq!(
			decision(pallet_dao::Call::set_parameter { parameter: sale(1) }.into()),
			Some(Decision::Holders)
		);
		let eject = || {
			RuntimeCall::from(pallet_validator_set::Call::eject {
				who: AccountId::new([1; 32]),
			})
		};
		assert_eq!(decision(eject()), Some(Decision::Shared));
		let upgrade = || {
			RuntimeCall::from(frame_system::Call::authorize_upgrade {
				code_hash: Hash::zero(),
			})
		};
		assert_eq!(decision(upgrade()), Some(Decision::Delayed));
		let remark = || {
			RuntimeCall::from(frame_system::Call::remark {
				remark: alloc::vec![],
			})
		};
		assert_eq!(decision(remark()), None);
		let batch = |calls| decision(pallet_utility::Call::batch_all { calls }.into());
		assert_eq!(batch(alloc::vec![eject(), eject()]), Some(Decision::Shared));
		assert_eq!(batch(alloc::vec![eject(), remark()]), None);
		assert_eq!(batch(alloc::vec![eject(), upgrade()]), None);
	}
}
