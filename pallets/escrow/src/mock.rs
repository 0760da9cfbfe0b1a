//! A runtime of System, Balances, Assets and Escrow, with programmable products, lending and revenue. What they remember lies in
//! storage, so that it is rolled back with everything else.

#![allow(missing_docs)]

use crate as pallet_escrow;
use codec::{Decode, Encode, MaxEncodedLen};
use dmex_primitives::{
	constants::*, AccountId, AssetKind, Balance, BlockNumber, Calendar, CalendarParameters, Day, Delivery,
	Escrow as EscrowTrait, EscrowTerms, PledgedIncome, ProductControl, ProductId, ProductState, Revenue,
	RevenueSource, Serial,
};
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types, storage_alias,
	traits::{
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		fungibles::Mutate,
		tokens::Preservation,
		AsEnsureOriginWithArg, Hooks,
	},
	weights::Weight,
	PalletId, Twox64Concat,
};
use frame_system::{EnsureSigned, EnsureSignedBy};
use scale_info::TypeInfo;
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchError, DispatchResult, Permill};

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_assets,
		Escrow: pallet_escrow,
	}
);

pub const fn account(n: u8) -> AccountId {
	AccountId::new([n; 32])
}

pub const ISSUER: AccountId = account(1);
pub const ALICE: AccountId = account(2);
pub const BOB: AccountId = account(3);
pub const CHARLIE: AccountId = account(4);
pub const ANYONE: AccountId = account(9);
/// Of the loan that pledged NFTs secure.
pub const LOAN: AccountId = account(10);
pub const DAO: AccountId = account(20);
pub const REVENUE: AccountId = account(21);
pub const ASSET_OWNER: AccountId = account(22);
/// Has nothing.
pub const POOR: AccountId = account(30);

pub const USDT_KIND: AssetKind = NativeOrWithId::WithId(USDT);
pub const DMC_KIND: AssetKind = NativeOrWithId::Native;
/// One USDT.
pub const ONE: Balance = 1_000_000;
/// Minimum balance of USDT: a cent.
pub const CENT: Balance = 10_000;
pub const ED: Balance = MILLI_DMC / 10;
pub const ENDOWMENT: Balance = 1_000_000_000 * ONE;
pub const BPD: BlockNumber = 10;

/// The whole of a day.
pub const FULL: Delivery = dmex_primitives::hashrate::DELIVERY_SCALE;

parameter_types! {
	pub const EscrowPalletId: PalletId = PalletId(*b"dmx/escr");
	pub const ExistentialDeposit: Balance = ED;
	pub const MaxDecisionFreezes: u32 = 4;
	pub const MaxLapsesPerBlock: u32 = 2;
	pub const CatchUpWeight: Weight = Weight::from_parts(1_000_000_000, 100_000);
	/// How much of what it is offered revenue takes: all of it unless set.
	pub static RevenueTakes: Balance = Balance::MAX;
	/// Whether revenue fails.
	pub static RevenueFails: bool = false;
	/// Whether lending fails.
	pub static LendingFails: bool = false;
	/// Whether products refuse to change their state.
	pub static ProductsFail: bool = false;
}

ord_parameter_types! {
	pub const Dao: AccountId = DAO;
}

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct MockProduct {
	pub state: ProductState,
	pub start_day: Day,
	pub end_day: Day,
	/// The next day to close.
	pub cursor: Day,
	/// The next day to be judged.
	pub due_cursor: Day,
	pub open_due_days: u32,
	/// Days of the market that are due after its last.
	pub due_days_after_end: u32,
	/// No day falls due any more.
	pub all_due: bool,
	pub ended: bool,
	/// Catching up does not come to its end.
	pub behind: bool,
	/// Catching up fails.
	pub stuck: bool,
	/// What catching up judges: `due` and `received` of a day.
	pub pending: Option<(Balance, Balance)>,
	/// Days that `resume` strikes.
	pub to_strike: u32,
	/// NFTs that are there.
	pub nfts: u32,
	/// Whether an NFT with nothing left is burnt with its refund, and the product closed with the last.
	pub burns: bool,
}

#[storage_alias]
pub type Products = StorageMap<MockNfts, Twox64Concat, ProductId, MockProduct>;
#[storage_alias]
pub type Owners = StorageMap<MockNfts, Twox64Concat, (ProductId, Serial), AccountId>;
#[storage_alias]
pub type Pledges = StorageMap<MockNfts, Twox64Concat, (ProductId, Serial), AccountId>;
#[storage_alias]
pub type OnPaid = StorageValue<MockNfts, Vec<(ProductId, Serial, AssetKind, Balance)>>;
#[storage_alias]
pub type Refunded = StorageValue<MockNfts, Vec<(ProductId, Serial, AssetKind, Balance)>>;
#[storage_alias]
pub type Collected = StorageValue<MockNfts, Vec<(RevenueSource, AssetKind, Balance)>>;

pub fn product(id: ProductId) -> MockProduct {
	Products::get(id).unwrap()
}

pub fn set_product(id: ProductId, change: impl FnOnce(&mut MockProduct)) {
	Products::mutate(id, |product| change(product.as_mut().unwrap()));
}

/// From one state to another, as the real thing: anything else fails.
fn transition(id: ProductId, from: ProductState, to: ProductState) -> DispatchResult {
	if ProductsFail::get() {
		return Err(DispatchError::Other("products fail"));
	}
	Products::try_mutate(id, |product| match product {
		Some(product) if product.state == from => {
			product.state = to;
			Ok(())
		}
		_ => Err(DispatchError::Other("no such transition")),
	})
}

pub struct MockProducts;
impl ProductControl<AccountId> for MockProducts {
	fn state(id: ProductId) -> Option<ProductState> {
		Products::get(id).map(|product| product.state)
	}

	fn has_ended(id: ProductId) -> bool {
		Products::get(id).is_some_and(|product| product.ended && product.state != ProductState::Frozen)
	}

	fn open_due_days(id: ProductId) -> u32 {
		Products::get(id).map_or(0, |product| product.open_due_days)
	}

	fn due_days_after_end(id: ProductId) -> u32 {
		Products::get(id).map_or(0, |product| product.due_days_after_end)
	}

	fn has_days_to_come(id: ProductId) -> bool {
		Products::get(id).is_some_and(|product| !product.all_due)
	}

	fn catch_up(id: ProductId) -> Result<bool, DispatchError> {
		let product = Products::get(id).ok_or("no product")?;
		if product.stuck {
			return Err(DispatchError::Other("stuck"));
		}
		if let Some((due, received)) = product.pending {
			judge(id, due, received);
			set_product(id, |product| product.pending = None);
		}
		Ok(!product.behind)
	}

	fn freeze(id: ProductId) -> DispatchResult {
		transition(id, ProductState::Active, ProductState::Frozen)
	}

	fn unfreeze(id: ProductId) -> DispatchResult {
		transition(id, ProductState::Frozen, ProductState::Active)
	}

	fn resume(id: ProductId) -> Result<u32, DispatchError> {
		transition(id, ProductState::Frozen, ProductState::Active)?;
		let struck = product(id).to_strike;
		set_product(id, |product| {
			product.cursor += struck;
			product.due_cursor = product.due_cursor.max(product.cursor);
			product.end_day += struck;
			product.open_due_days = 0;
			product.to_strike = 0;
		});
		Ok(struck)
	}

	fn terminate(id: ProductId) -> DispatchResult {
		transition(id, ProductState::Frozen, ProductState::Terminated)
	}

	fn beneficiary(id: ProductId, serial: Serial, asset: &AssetKind) -> Option<AccountId> {
		let owner = Owners::get((id, serial))?;
		Some(if Pledges::contains_key((id, serial)) {
			MockLending::payee(id, serial, &owner, asset)
		} else {
			owner
		})
	}

	fn owner(id: ProductId, serial: Serial) -> Option<AccountId> {
		Owners::get((id, serial))
	}

	fn refunded(id: ProductId, serial: Serial, asset: &AssetKind, amount: Balance) -> DispatchResult {
		Refunded::append((id, serial, asset.clone(), amount));
		if product(id).burns {
			burn(id, serial)?;
		}
		Ok(())
	}
}

/// Removes an NFT with nothing left, and with the last one the product.
pub fn burn(id: ProductId, serial: Serial) -> DispatchResult {
	if <Escrow as EscrowTrait<_>>::close_nft(id, serial)? {
		Owners::remove((id, serial));
		Pledges::remove((id, serial));
		set_product(id, |product| product.nfts -= 1);
		if product(id).nfts == 0 {
			<Escrow as EscrowTrait<_>>::close_product(id)?;
			Products::remove(id);
		}
	}
	Ok(())
}

pub struct MockLending;
impl PledgedIncome<AccountId> for MockLending {
	fn payee(id: ProductId, serial: Serial, owner: &AccountId, _: &AssetKind) -> AccountId {
		Pledges::get((id, serial)).unwrap_or_else(|| owner.clone())
	}

	fn on_paid(id: ProductId, serial: Serial, asset: &AssetKind, amount: Balance) -> DispatchResult {
		if LendingFails::get() {
			return Err(DispatchError::Other("lending fails"));
		}
		OnPaid::append((id, serial, asset.clone(), amount));
		Ok(())
	}
}

pub struct MockRevenue;
impl Revenue<AccountId> for MockRevenue {
	fn collect(
		source: RevenueSource,
		asset: &AssetKind,
		from: &AccountId,
		amount: Balance,
	) -> Result<Balance, DispatchError> {
		let taken = amount.min(RevenueTakes::get());
		if taken > 0 {
			<Money as Mutate<_>>::transfer(asset.clone(), from, &REVENUE, taken, Preservation::Preserve)?;
		}
		// After the transfer: it must be undone.
		if RevenueFails::get() {
			return Err(DispatchError::Other("revenue fails"));
		}
		if taken > 0 {
			Collected::append((source, asset.clone(), taken));
		}
		Ok(taken)
	}
}

pub struct MockCalendar;
impl Calendar for MockCalendar {
	fn parameters() -> CalendarParameters {
		CalendarParameters {
			blocks_per_day: BPD,
			..Default::default()
		}
	}

	fn now() -> BlockNumber {
		System::block_number()
	}
}

pub type Money = UnionOf<Balances, Assets, NativeFromLeft, NativeOrWithId<u32>, AccountId>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type Block = frame_system::mocking::MockBlockU32<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureSignedBy<Dao, AccountId>;
	type Freezer = ();
	type Holder = ();
}

impl pallet_escrow::Config for Test {
	type Assets = Money;
	type Products = MockProducts;
	type Pledged = MockLending;
	type Revenue = MockRevenue;
	type Calendar = MockCalendar;
	type DecisionOrigin = EnsureSignedBy<Dao, AccountId>;
	type PalletId = EscrowPalletId;
	type MaxDecisionFreezes = MaxDecisionFreezes;
	type MaxLapsesPerBlock = MaxLapsesPerBlock;
	type CatchUpWeight = CatchUpWeight;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = MockHelper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct MockHelper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_escrow::BenchmarkHelper<AccountId> for MockHelper {
	fn asset() -> AssetKind {
		USDT_KIND
	}

	fn active_product() -> (ProductId, Serial, AccountId) {
		let id = Products::iter().count() as ProductId;
		list(id, USDT_KIND, 100 * ONE, 0, 10);
		let serial = sell(id, ALICE, 1_000 * ONE, 0);
		activate(id);
		begin_cohorts(id);
		(id, serial, ALICE)
	}
}

/// Opens the books of an approved product which runs from `start_day` to before `end_day`. Sale fee: 2%.
pub fn list(id: ProductId, asset: AssetKind, bond: Balance, start_day: Day, end_day: Day) {
	frame_support::assert_ok!(try_list(id, asset, bond, start_day, end_day));
}

pub fn try_list(
	id: ProductId,
	asset: AssetKind,
	bond: Balance,
	start_day: Day,
	end_day: Day,
) -> DispatchResult {
	let terms = EscrowTerms {
		issuer: ISSUER,
		asset,
		bond,
		sale_fee: Permill::from_percent(2),
	};
	<Escrow as EscrowTrait<_>>::open(id, terms)?;
	Products::insert(
		id,
		MockProduct {
			state: ProductState::Approved,
			start_day,
			end_day,
			cursor: start_day,
			due_cursor: start_day,
			open_due_days: 0,
			due_days_after_end: 0,
			all_due: false,
			ended: false,
			behind: false,
			stuck: false,
			pending: None,
			to_strike: 0,
			nfts: 0,
			burns: true,
		},
	);
	Ok(())
}

/// Sells the next NFT, which earns from `first_day` to the product's end.
pub fn try_sell(
	id: ProductId,
	payer: AccountId,
	price: Balance,
	first_day: Day,
) -> Result<Serial, DispatchError> {
	let MockProduct { nfts, end_day, .. } = product(id);
	let days = end_day.saturating_sub(first_day);
	<Escrow as EscrowTrait<_>>::deposit(id, nfts, &payer, price, first_day, days)?;
	Owners::insert((id, nfts), payer);
	set_product(id, |product| product.nfts += 1);
	Ok(nfts)
}

pub fn sell(id: ProductId, payer: AccountId, price: Balance, first_day: Day) -> Serial {
	try_sell(id, payer, price, first_day).unwrap()
}

pub fn activate(id: ProductId) {
	set_product(id, |product| product.state = ProductState::Active);
}

/// Begins the cohort of the day that closes next, if there is one.
pub fn begin_cohorts(id: ProductId) {
	let day = product(id).cursor;
	if crate::Cohorts::<Test>::get(id, day).is_some_and(|cohort| cohort.delivered_before.is_none()) {
		frame_support::assert_ok!(<Escrow as EscrowTrait<_>>::cohort_begins(id, day));
	}
}

/// Closes the next day.
pub fn close_day(id: ProductId, delivery: Delivery) {
	begin_cohorts(id);
	let MockProduct { cursor, end_day, .. } = product(id);
	frame_support::assert_ok!(<Escrow as EscrowTrait<_>>::day_closed(
		id,
		cursor,
		delivery,
		cursor + 1 == end_day
	));
	set_product(id, |product| {
		product.cursor += 1;
		product.ended = product.cursor == end_day;
	});
}

pub fn close_days(id: ProductId, count: u32, delivery: Delivery) {
	for _ in 0..count {
		close_day(id, delivery);
	}
}

/// Judges the next day.
pub fn judge(id: ProductId, due: Balance, received: Balance) {
	let day = product(id).due_cursor;
	frame_support::assert_ok!(<Escrow as EscrowTrait<_>>::day_due(id, day, due, received));
	set_product(id, |product| product.due_cursor += 1);
}

pub fn judge_days(id: ProductId, count: u32, due: Balance, received: Balance) {
	for _ in 0..count {
		judge(id, due, received);
	}
}

/// Genesis of a test: everybody but `POOR` has DMC and USDT.
#[derive(Default)]
pub struct ExtBuilder;

impl ExtBuilder {
	pub fn build(self) -> sp_io::TestExternalities {
		RevenueTakes::set(Balance::MAX);
		RevenueFails::set(false);
		LendingFails::set(false);
		ProductsFail::set(false);
		let everybody = [ISSUER, ALICE, BOB, CHARLIE, ANYONE, LOAN, DAO, REVENUE];
		let storage = RuntimeGenesisConfig {
			system: Default::default(),
			balances: pallet_balances::GenesisConfig {
				balances: everybody
					.iter()
					.map(|who| (who.clone(), 1_000_000 * DMC))
					.collect(),
				dev_accounts: None,
			},
			assets: pallet_assets::GenesisConfig {
				assets: vec![
					(USDT, ASSET_OWNER, true, CENT),
					(HT, ASSET_OWNER, true, 1),
					(HBTC, ASSET_OWNER, true, 1),
				],
				accounts: everybody
					.iter()
					.map(|who| (USDT, who.clone(), ENDOWMENT))
					.collect(),
				..Default::default()
			},
		}
		.build_storage()
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| run_to(1));
		ext
	}

	/// Runs a test from block 1 on, and checks all invariants after it.
	pub fn build_and_execute<R>(self, test: impl FnOnce() -> R) -> R {
		self.build().execute_with(|| {
			let result = test();
			Escrow::do_try_state().unwrap();
			result
		})
	}
}

/// Begins `block`, without those in between.
pub fn run_to(block: BlockNumber) -> Weight {
	System::set_block_number(block);
	System::reset_events();
	Escrow::on_initialize(block)
}

/// Goes on by some days.
pub fn pass_days(days: u32) -> Weight {
	run_to(System::block_number() + days * BPD)
}

/// The pallet's events of this block.
pub fn events() -> Vec<crate::Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Escrow(event) => Some(event),
			_ => None,
		})
		.collect()
}

pub fn last_event() -> crate::Event<Test> {
	events().pop().unwrap()
}
