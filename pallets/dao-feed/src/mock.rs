//! A chain with real balances and assets, and a market that takes what it is paid.
#![allow(missing_docs)]

use crate as pallet_dao_feed;
use dmex_primitives::{
	constants::IFIL, AssetId, AssetKind, Balance, BlockNumber, Calendar, CalendarParameters, ProductId,
	ProductPay,
};
use frame_support::{
	derive_impl,
	pallet_prelude::DispatchResult,
	parameter_types,
	traits::{
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		fungibles::Mutate,
		tokens::Preservation,
		AsEnsureOriginWithArg, ConstU128, ConstU32, OnInitialize,
	},
	PalletId,
};
use frame_system::{mocking::MockBlockU32, EnsureRoot, EnsureSigned};
use sp_runtime::{BuildStorage, DispatchError};

pub type AccountId = u64;
pub type Money = UnionOf<Balances, Assets, NativeFromLeft, NativeOrWithId<AssetId>, AccountId>;
pub const BLOCKS_PER_DAY: BlockNumber = 10;
pub const ISSUER: AccountId = 1;
/// Takes what products are paid.
pub const PAY: AccountId = 99;
/// The product that can be paid.
pub const PRODUCT: ProductId = 7;
pub const MINIMUM: Balance = 1_000;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_assets,
		Feed: pallet_dao_feed,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlockU32<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type AssetId = AssetId;
	type AssetIdParameter = AssetId;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Holder = ();
	type Freezer = ();
}

pub struct TestCalendar;
impl Calendar for TestCalendar {
	fn parameters() -> CalendarParameters {
		CalendarParameters {
			blocks_per_day: BLOCKS_PER_DAY,
			..Default::default()
		}
	}

	fn now() -> BlockNumber {
		System::block_number()
	}
}

pub struct Market;
impl ProductPay<AccountId> for Market {
	fn pay(product: ProductId, from: &AccountId, amount: Balance) -> DispatchResult {
		if product != PRODUCT {
			return Err(DispatchError::Other("unknown product"));
		}
		Money::transfer(
			NativeOrWithId::WithId(IFIL),
			from,
			&PAY,
			amount,
			Preservation::Expendable,
		)?;
		Ok(())
	}
}

parameter_types! {
	pub const FeedPalletId: PalletId = PalletId(*b"dmex/fed");
	pub const Wrapped: AssetKind = NativeOrWithId::WithId(IFIL);
}

impl pallet_dao_feed::Config for Test {
	type Calendar = TestCalendar;
	type FeedOrigin = EnsureRoot<AccountId>;
	type Assets = Money;
	type WrappedAsset = Wrapped;
	type Products = Market;
	type PalletId = FeedPalletId;
	type MaxCoins = ConstU32<4>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper for Helper {
	fn create_wrapped_asset() {}

	fn payable_product() -> ProductId {
		PRODUCT
	}
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.unwrap();
	pallet_assets::GenesisConfig::<Test> {
		assets: vec![(IFIL, ISSUER, true, MINIMUM)],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs a test and checks the invariants after it.
pub fn test(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		run();
		Feed::do_try_state().unwrap();
	})
}

/// Goes on to `block`, with the hook of each block and the invariants after it.
pub fn run_to(block: BlockNumber) {
	while System::block_number() < block {
		System::set_block_number(System::block_number() + 1);
		Feed::on_initialize(System::block_number());
		Feed::do_try_state().unwrap();
	}
}

pub fn ifil(who: AccountId) -> Balance {
	Assets::balance(IFIL, who)
}
