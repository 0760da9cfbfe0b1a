//! Benchmarks of this runtime: which pallets, and what they need to run on it. `make bench` writes `weights/` from them.

use crate::*;
use alloc::{boxed::Box, format, string::String, vec::Vec};
use codec::Encode;
use configs::parameters::{dynamic_params, RuntimeParameters};
use dmex_primitives::constants::{DMC, USDT};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{
	fungible::{Mutate as _, NativeOrWithId},
	fungibles::Mutate as _,
	StorageInfo, StorageInfoTrait, WhitelistedStorageKeys,
};
use sp_storage::TrackedStorageKey;

mod registry {
	frame_benchmarking::define_benchmarks!(
		[frame_system, SystemBench::<Runtime>]
		[frame_system_extensions, SystemExtensionsBench::<Runtime>]
		[pallet_asset_conversion, AssetConversion]
		[pallet_asset_conversion_tx_payment, AssetTxPayment]
		[pallet_assets, Assets]
		[pallet_babe, Babe]
		[pallet_balances, Balances]
		[pallet_collective, Council]
		[pallet_dao, Dao]
		[pallet_democracy, Democracy]
		[pallet_dmc_emission, Emission]
		[pallet_elections_phragmen, Elections]
		[pallet_grandpa, Grandpa]
		[pallet_identity, Identity]
		[pallet_migrations, MultiBlockMigrations]
		[pallet_multisig, Multisig]
		[pallet_parameters, Parameters]
		[pallet_preimage, Preimage]
		[pallet_proxy, Proxy]
		[pallet_scheduler, Scheduler]
		[pallet_timestamp, Timestamp]
		[pallet_transaction_payment, TransactionPayment]
		[pallet_utility, Utility]
		[pallet_validator_set, ValidatorSet]
	);
}

use frame_system_benchmarking::{extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench};
impl frame_system_benchmarking::Config for Runtime {}
impl pallet_transaction_payment::BenchmarkConfig for Runtime {}

/// What can be benchmarked.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs what is asked for.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist: Vec<TrackedStorageKey> = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}

/// Session keys with their proof of possession, made in the keystore.
pub struct SessionKeysHelper;
impl pallet_validator_set::BenchmarkHelper<AccountId, SessionKeys> for SessionKeysHelper {
	fn keys(owner: &AccountId, seed: u32) -> (SessionKeys, Vec<u8>) {
		let generated = SessionKeys::generate(&owner.encode(), Some(format!("//bench/{seed}").into_bytes()));
		(generated.keys, generated.proof.encode())
	}
}

/// A pool of DMC with an asset, and an account that can pay in either.
pub struct AssetFeeHelper;
impl
	pallet_asset_conversion_tx_payment::BenchmarkHelperTrait<
		AccountId,
		NativeOrWithId<AssetId>,
		NativeOrWithId<AssetId>,
	> for AssetFeeHelper
{
	fn create_asset_id_parameter(id: u32) -> (NativeOrWithId<AssetId>, NativeOrWithId<AssetId>) {
		(
			NativeOrWithId::WithId(USDT + id),
			NativeOrWithId::WithId(USDT + id),
		)
	}

	fn setup_balances_and_pool(asset: NativeOrWithId<AssetId>, account: AccountId) {
		let NativeOrWithId::WithId(id) = asset else { return };
		let provider = AccountId::new([77; 32]);
		frame_support::assert_ok!(Assets::force_create(
			RuntimeOrigin::root(),
			id.into(),
			MultiAddress::Id(provider.clone()),
			true,
			1
		));
		for who in [&provider, &account] {
			frame_support::assert_ok!(Balances::mint_into(who, 100_000 * DMC));
			frame_support::assert_ok!(Assets::mint_into(id, who, 100_000 * DMC));
		}
		let (native, other) = (
			Box::new(NativeOrWithId::Native),
			Box::new(NativeOrWithId::WithId(id)),
		);
		frame_support::assert_ok!(AssetConversion::create_pool(
			RuntimeOrigin::signed(provider.clone()),
			native.clone(),
			other.clone()
		));
		frame_support::assert_ok!(AssetConversion::add_liquidity(
			RuntimeOrigin::signed(provider.clone()),
			native,
			other,
			10_000 * DMC,
			10_000 * DMC,
			1,
			1,
			provider
		));
	}
}

/// Decisions of each kind, of a given length.
pub struct DaoHelper;
impl pallet_dao::BenchmarkHelper<RuntimeCall, RuntimeParameters> for DaoHelper {
	fn shared_call(len: u32) -> RuntimeCall {
		let eject = || {
			RuntimeCall::ValidatorSet(pallet_validator_set::Call::eject {
				who: AccountId::new([1; 32]),
			})
		};
		let each = eject().encoded_size().max(1);
		let calls = (0..(len as usize / each).max(1)).map(|_| eject()).collect();
		RuntimeCall::Utility(pallet_utility::Call::batch_all { calls })
	}

	fn delayed_call(len: u32) -> RuntimeCall {
		// Too long a name: the call fails when it is dispatched.
		RuntimeCall::Assets(pallet_assets::Call::force_set_metadata {
			id: USDT.into(),
			name: alloc::vec![b'x'; len as usize],
			symbol: alloc::vec![],
			decimals: 6,
			is_frozen: false,
		})
	}

	fn parameter() -> RuntimeParameters {
		use dynamic_params::fees::{Parameters, SaleFee};
		RuntimeParameters::Fees(Parameters::SaleFee(
			SaleFee,
			Some(sp_runtime::Permill::from_percent(1)),
		))
	}
}
