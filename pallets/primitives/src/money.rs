//! One interface for the balances of an assets pallet and their holds.

use crate::types::Balance;
use core::marker::PhantomData;
use frame_support::{
	pallet_prelude::DispatchResult,
	traits::{
		fungibles::{Dust, Inspect, InspectHold, Mutate, MutateHold, Unbalanced, UnbalancedHold},
		tokens::{
			DepositConsequence, Fortitude, Precision, Preservation, Provenance, Restriction,
			WithdrawConsequence,
		},
	},
};
use sp_runtime::DispatchError;

/// `Regular` (`pallet-assets`), which moves balances, together with `Holds` (`pallet-assets-holder`), which holds them: each of them
/// offers only its half.
pub struct Holdable<Regular, Holds>(PhantomData<(Regular, Holds)>);

impl<AccountId, Regular, Holds> Inspect<AccountId> for Holdable<Regular, Holds>
where
	Regular: Inspect<AccountId, Balance = Balance>,
{
	type AssetId = Regular::AssetId;
	type Balance = Balance;

	fn total_issuance(asset: Self::AssetId) -> Balance {
		Regular::total_issuance(asset)
	}

	fn minimum_balance(asset: Self::AssetId) -> Balance {
		Regular::minimum_balance(asset)
	}

	fn total_balance(asset: Self::AssetId, who: &AccountId) -> Balance {
		Regular::total_balance(asset, who)
	}

	fn balance(asset: Self::AssetId, who: &AccountId) -> Balance {
		Regular::balance(asset, who)
	}

	fn reducible_balance(
		asset: Self::AssetId,
		who: &AccountId,
		preservation: Preservation,
		force: Fortitude,
	) -> Balance {
		Regular::reducible_balance(asset, who, preservation, force)
	}

	fn can_deposit(
		asset: Self::AssetId,
		who: &AccountId,
		amount: Balance,
		provenance: Provenance,
	) -> DepositConsequence {
		Regular::can_deposit(asset, who, amount, provenance)
	}

	fn can_withdraw(asset: Self::AssetId, who: &AccountId, amount: Balance) -> WithdrawConsequence<Balance> {
		Regular::can_withdraw(asset, who, amount)
	}

	fn asset_exists(asset: Self::AssetId) -> bool {
		Regular::asset_exists(asset)
	}
}

impl<AccountId, Regular, Holds> Unbalanced<AccountId> for Holdable<Regular, Holds>
where
	Regular: Unbalanced<AccountId, Balance = Balance>,
{
	fn handle_dust(dust: Dust<AccountId, Self>) {
		Regular::handle_dust(Dust(dust.0, dust.1))
	}

	fn write_balance(
		asset: Self::AssetId,
		who: &AccountId,
		amount: Balance,
	) -> Result<Option<Balance>, DispatchError> {
		Regular::write_balance(asset, who, amount)
	}

	fn set_total_issuance(asset: Self::AssetId, amount: Balance) {
		Regular::set_total_issuance(asset, amount)
	}

	fn decrease_balance(
		asset: Self::AssetId,
		who: &AccountId,
		amount: Balance,
		precision: Precision,
		preservation: Preservation,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		Regular::decrease_balance(asset, who, amount, precision, preservation, force)
	}

	fn increase_balance(
		asset: Self::AssetId,
		who: &AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		Regular::increase_balance(asset, who, amount, precision)
	}
}

impl<AccountId: Eq, Regular, Holds> Mutate<AccountId> for Holdable<Regular, Holds>
where
	Regular: Mutate<AccountId, Balance = Balance>,
{
	fn mint_into(asset: Self::AssetId, who: &AccountId, amount: Balance) -> Result<Balance, DispatchError> {
		Regular::mint_into(asset, who, amount)
	}

	fn burn_from(
		asset: Self::AssetId,
		who: &AccountId,
		amount: Balance,
		preservation: Preservation,
		precision: Precision,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		Regular::burn_from(asset, who, amount, preservation, precision, force)
	}

	fn shelve(asset: Self::AssetId, who: &AccountId, amount: Balance) -> Result<Balance, DispatchError> {
		Regular::shelve(asset, who, amount)
	}

	fn restore(asset: Self::AssetId, who: &AccountId, amount: Balance) -> Result<Balance, DispatchError> {
		Regular::restore(asset, who, amount)
	}

	fn transfer(
		asset: Self::AssetId,
		source: &AccountId,
		dest: &AccountId,
		amount: Balance,
		preservation: Preservation,
	) -> Result<Balance, DispatchError> {
		Regular::transfer(asset, source, dest, amount, preservation)
	}

	fn set_balance(asset: Self::AssetId, who: &AccountId, amount: Balance) -> Balance {
		Regular::set_balance(asset, who, amount)
	}
}

impl<AccountId, Regular, Holds> InspectHold<AccountId> for Holdable<Regular, Holds>
where
	Regular: Inspect<AccountId, Balance = Balance>,
	Holds: InspectHold<AccountId, AssetId = Regular::AssetId, Balance = Balance>,
{
	type Reason = Holds::Reason;

	fn total_balance_on_hold(asset: Self::AssetId, who: &AccountId) -> Balance {
		Holds::total_balance_on_hold(asset, who)
	}

	fn reducible_total_balance_on_hold(asset: Self::AssetId, who: &AccountId, force: Fortitude) -> Balance {
		Holds::reducible_total_balance_on_hold(asset, who, force)
	}

	fn balance_on_hold(asset: Self::AssetId, reason: &Self::Reason, who: &AccountId) -> Balance {
		Holds::balance_on_hold(asset, reason, who)
	}

	fn hold_available(asset: Self::AssetId, reason: &Self::Reason, who: &AccountId) -> bool {
		Holds::hold_available(asset, reason, who)
	}

	fn ensure_can_hold(
		asset: Self::AssetId,
		reason: &Self::Reason,
		who: &AccountId,
		amount: Balance,
	) -> DispatchResult {
		Holds::ensure_can_hold(asset, reason, who, amount)
	}

	fn can_hold(asset: Self::AssetId, reason: &Self::Reason, who: &AccountId, amount: Balance) -> bool {
		Holds::can_hold(asset, reason, who, amount)
	}
}

impl<AccountId, Regular, Holds> UnbalancedHold<AccountId> for Holdable<Regular, Holds>
where
	Regular: Unbalanced<AccountId, Balance = Balance>,
	Holds: UnbalancedHold<AccountId, AssetId = Regular::AssetId, Balance = Balance>,
{
	fn set_balance_on_hold(
		asset: Self::AssetId,
		reason: &Self::Reason,
		who: &AccountId,
		amount: Balance,
	) -> DispatchResult {
		Holds::set_balance_on_hold(asset, reason, who, amount)
	}

	fn decrease_balance_on_hold(
		asset: Self::AssetId,
		reason: &Self::Reason,
		who: &AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		Holds::decrease_balance_on_hold(asset, reason, who, amount, precision)
	}

	fn increase_balance_on_hold(
		asset: Self::AssetId,
		reason: &Self::Reason,
		who: &AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		Holds::increase_balance_on_hold(asset, reason, who, amount, precision)
	}
}

impl<AccountId, Regular, Holds> MutateHold<AccountId> for Holdable<Regular, Holds>
where
	Regular: Unbalanced<AccountId, Balance = Balance>,
	Holds: MutateHold<AccountId, AssetId = Regular::AssetId, Balance = Balance>,
{
	fn hold(asset: Self::AssetId, reason: &Self::Reason, who: &AccountId, amount: Balance) -> DispatchResult {
		Holds::hold(asset, reason, who, amount)
	}

	fn release(
		asset: Self::AssetId,
		reason: &Self::Reason,
		who: &AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		Holds::release(asset, reason, who, amount, precision)
	}

	fn burn_held(
		asset: Self::AssetId,
		reason: &Self::Reason,
		who: &AccountId,
		amount: Balance,
		precision: Precision,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		Holds::burn_held(asset, reason, who, amount, precision, force)
	}

	fn transfer_on_hold(
		asset: Self::AssetId,
		reason: &Self::Reason,
		source: &AccountId,
		dest: &AccountId,
		amount: Balance,
		precision: Precision,
		mode: Restriction,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		Holds::transfer_on_hold(asset, reason, source, dest, amount, precision, mode, force)
	}

	fn transfer_and_hold(
		asset: Self::AssetId,
		reason: &Self::Reason,
		source: &AccountId,
		dest: &AccountId,
		amount: Balance,
		precision: Precision,
		expendability: Preservation,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		Holds::transfer_and_hold(
			asset,
			reason,
			source,
			dest,
			amount,
			precision,
			expendability,
			force,
		)
	}
}
