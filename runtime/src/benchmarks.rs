//! Benchmarks of this runtime: which pallets, and what they need to run on it. `make bench` writes `weights/` from them.

use crate::*;
use alloc::{boxed::Box, format, string::String, vec::Vec};
use codec::Encode;
use configs::parameters::{dynamic_params, RuntimeParameters};
use dmex_primitives::{
	constants::{DMC, IFIL, USDT},
	hashrate::FIL,
	AssetKind, IssuerIdentity, MarketOracle, NodeId, NodeOracle, ProductId, Serial,
};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{
	fungible::{Mutate as _, NativeOrWithId},
	fungibles::{Inspect as _, Mutate as _},
	EnsureOrigin as _, StorageInfo, StorageInfoTrait, WhitelistedStorageKeys,
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
		[pallet_escrow, Escrow]
		[pallet_fil_gateway, FilGateway]
		[pallet_grandpa, Grandpa]
		[pallet_hashrate_nft, HashrateNft]
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
		let generated = SessionKeys::generate(&owner.encode(), Some(format!("//bench//{seed}").into_bytes()));
		(generated.keys, generated.proof.encode())
	}
}

/// An asset that genesis does not know.
const FRESH_ASSET: AssetId = 1_000;

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
			NativeOrWithId::WithId(FRESH_ASSET + id),
			NativeOrWithId::WithId(FRESH_ASSET + id),
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

/// Days in the term of the products that benchmarks make.
const TERM_DAYS: u32 = 100;
/// Reward of a unit of power on the days that benchmarks record.
const DAY_REWARD: Balance = DMC / 100;

/// Creates the asset if genesis has not, and gives `who` of it.
fn endow(id: AssetId, who: &AccountId) {
	if !Assets::asset_exists(id) {
		frame_support::assert_ok!(Assets::force_create(
			RuntimeOrigin::root(),
			id.into(),
			MultiAddress::Id(adapters::dao_account()),
			true,
			1
		));
	}
	frame_support::assert_ok!(
		<Balances as frame_support::traits::fungible::Mutate<_>>::mint_into(who, 1_000 * DMC)
	);
	frame_support::assert_ok!(
		<Assets as frame_support::traits::fungibles::Mutate<_>>::mint_into(id, who, 1_000_000 * DMC)
	);
}

/// The first block of a day.
fn goto_day(day: u32) {
	let blocks = <Calendar as dmex_primitives::Calendar>::parameters().blocks_per_day;
	System::set_block_number(blocks * day);
}

/// A product with one NFT, sold, on its second day; the first one is paid. Returns it with the NFT and its owner.
fn active_product() -> (ProductId, Serial, AccountId) {
	let (issuer, buyer) = (AccountId::new([0xA1; 32]), AccountId::new([0xB1; 32]));
	for who in [&issuer, &buyer] {
		endow(USDT, who);
		endow(IFIL, who);
	}
	let node = NodeId {
		coin: FIL,
		id: b"f01000".to_vec().try_into().unwrap_or_default(),
	};
	let today = <Calendar as dmex_primitives::Calendar>::today();
	FilGateway::attest(&node, &issuer, 1_000_000);
	FilGateway::record(FIL, today, DAY_REWARD);
	adapters::JudgedIdentity::judge(&issuer);
	let product = pallet_hashrate_nft::NextProduct::<Runtime>::get();
	let price = 1_000_000_000;
	frame_support::assert_ok!(HashrateNft::list(
		RuntimeOrigin::signed(issuer.clone()),
		pallet_hashrate_nft::Listing {
			coin: FIL,
			node: node.id.to_vec(),
			power: 100,
			count: 10,
			start_day: today + 1,
			term_days: TERM_DAYS,
			price_asset: AssetKind::WithId(USDT),
			sale: pallet_hashrate_nft::SaleMode::Fixed { price },
			sale_from: today,
			sale_until: today + 10,
			service_fee: sp_runtime::Permill::from_percent(10),
			disclosure_hash: Hash::repeat_byte(1),
			disclosure_uri: alloc::vec![b'u'; 64],
			metadata_uri: alloc::vec![b'u'; 64],
		},
		sp_runtime::Permill::one()
	));
	let council: RuntimeOrigin =
		pallet_dao::EnsureShared::<Runtime>::try_successful_origin().unwrap_or(RuntimeOrigin::none());
	frame_support::assert_ok!(HashrateNft::approve(council, product));
	frame_support::assert_ok!(HashrateNft::buy(
		RuntimeOrigin::signed(buyer.clone()),
		product,
		price,
		TERM_DAYS
	));
	goto_day(today + 1);
	FilGateway::attest(&node, &issuer, 1_000_000);
	frame_support::assert_ok!(HashrateNft::activate(
		RuntimeOrigin::signed(buyer.clone()),
		product
	));
	goto_day(today + 2);
	FilGateway::record(FIL, today + 1, DAY_REWARD);
	frame_support::assert_ok!(HashrateNft::pay(
		RuntimeOrigin::signed(issuer),
		product,
		100 * DAY_REWARD
	));
	(product, 0, buyer)
}

/// Money for operators and for those who redeem.
pub struct GatewayHelper;
impl pallet_fil_gateway::BenchmarkHelper<AccountId> for GatewayHelper {
	fn set_up(who: &AccountId) {
		if !Assets::asset_exists(IFIL) {
			frame_support::assert_ok!(Assets::force_create(
				RuntimeOrigin::root(),
				IFIL.into(),
				MultiAddress::Id(adapters::dao_account()),
				true,
				1
			));
		}
		frame_support::assert_ok!(
			<Balances as frame_support::traits::fungible::Mutate<_>>::mint_into(who, 1_000_000 * DMC)
		);
	}
}

/// Products for escrow.
pub struct EscrowHelper;
impl pallet_escrow::BenchmarkHelper<AccountId> for EscrowHelper {
	fn asset() -> AssetKind {
		endow(USDT, &adapters::dao_account());
		AssetKind::WithId(USDT)
	}

	fn active_product() -> (ProductId, Serial, AccountId) {
		active_product()
	}
}
