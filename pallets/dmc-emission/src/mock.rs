//! A runtime of System, Balances and Emission, with a programmable author and calendar.

#![allow(missing_docs)]

use crate as pallet_dmc_emission;
use crate::{Points, ToRiskFund};
use dmex_primitives::{
	constants::*, AccountId, Balance, BlockAuthor, BlockNumber, Calendar, CalendarParameters, Recipient,
};
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{Contains, Hooks},
	PalletId,
};
use frame_system::EnsureSignedBy;
use sp_runtime::{traits::IdentityLookup, BuildStorage};

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Emission: pallet_dmc_emission,
	}
);

pub const fn account(n: u8) -> AccountId {
	AccountId::new([n; 32])
}

pub const ALICE: AccountId = account(1);
pub const BOB: AccountId = account(2);
pub const CHARLIE: AccountId = account(3);
pub const AUTHOR: AccountId = account(10);
pub const DAO: AccountId = account(20);
pub const HOLDERS: AccountId = account(21);

/// Existential deposit: 0.0001 DMC.
pub const ED: Balance = MILLI_DMC / 10;

/// Assets from here on do not exist.
pub const NO_ASSET: u32 = 1_000_000;

parameter_types! {
	pub const EmissionPalletId: PalletId = PalletId(*b"dmx/emis");
	pub const ExistentialDeposit: Balance = ED;
	pub static CurrentAuthor: Option<AccountId> = Some(AUTHOR);
	pub static BlocksPerDay: BlockNumber = 10;
}

ord_parameter_types! {
	pub const Dao: AccountId = DAO;
	pub const Holders: AccountId = HOLDERS;
}

pub struct MockAuthor;
impl BlockAuthor<AccountId> for MockAuthor {
	fn block_author() -> Option<AccountId> {
		CurrentAuthor::get()
	}
}

pub struct MockCalendar;
impl Calendar for MockCalendar {
	fn parameters() -> CalendarParameters {
		CalendarParameters {
			blocks_per_day: BlocksPerDay::get(),
			..Default::default()
		}
	}

	fn now() -> BlockNumber {
		System::block_number()
	}
}

pub struct MockAssets;
impl Contains<Recipient> for MockAssets {
	fn contains(recipient: &Recipient) -> bool {
		match recipient {
			Recipient::Dmc | Recipient::HashrateNfts => true,
			Recipient::Asset(id) | Recipient::LpToken(id) | Recipient::DToken(id) => *id < NO_ASSET,
		}
	}
}

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
	type DustRemoval = ToRiskFund<Test>;
}

impl pallet_dmc_emission::Config for Test {
	type Currency = Balances;
	type DaoOrigin = EnsureSignedBy<Dao, AccountId>;
	type EmissionOrigin = EnsureSignedBy<Holders, AccountId>;
	type Calendar = MockCalendar;
	type Author = MockAuthor;
	type RecipientExists = MockAssets;
	type PalletId = EmissionPalletId;
	type WeightInfo = ();
}

/// Genesis of a test.
pub struct ExtBuilder {
	pub blocks_per_day: BlockNumber,
	pub author: Option<AccountId>,
	pub emission: pallet_dmc_emission::GenesisConfig<Test>,
	pub balances: Vec<(AccountId, Balance)>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			blocks_per_day: 10,
			author: Some(AUTHOR),
			emission: pallet_dmc_emission::GenesisConfig {
				mining_start: Some(1),
				team: vec![(ALICE, 3_600_001 * DMC + 1)],
				private_sale: vec![(ALICE, 5_000_000 * DMC + 4), (BOB, 1_000 * DMC)],
				recipients: vec![
					(Recipient::Dmc, 20),
					(Recipient::Asset(USDT), 40),
					(Recipient::LpToken(0), 100),
					(Recipient::HashrateNfts, 50),
					(Recipient::DToken(7), 50),
				],
				endowments: vec![(ALICE, 1_000 * DMC), (BOB, 1_000 * DMC)],
				unlimited_endowments: true,
				..Default::default()
			},
			balances: vec![],
		}
	}
}

impl ExtBuilder {
	pub fn production_calendar(mut self) -> Self {
		self.blocks_per_day = NOMINAL_BLOCKS_PER_DAY;
		self
	}

	pub fn mining_start(mut self, start: Option<BlockNumber>) -> Self {
		self.emission.mining_start = start;
		self
	}

	pub fn recipients(mut self, recipients: Vec<(Recipient, Points)>) -> Self {
		self.emission.recipients = recipients;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		BlocksPerDay::set(self.blocks_per_day);
		CurrentAuthor::set(self.author);
		let storage = RuntimeGenesisConfig {
			system: Default::default(),
			balances: pallet_balances::GenesisConfig {
				balances: self.balances,
				dev_accounts: None,
			},
			emission: self.emission,
		}
		.build_storage()
		.unwrap();
		sp_io::TestExternalities::new(storage)
	}

	/// Runs a test from block 1 on, which is shared out already, and checks all invariants after it.
	pub fn build_and_execute<R>(self, test: impl FnOnce() -> R) -> R {
		self.build().execute_with(|| {
			run_to(1);
			let result = test();
			Emission::do_try_state().unwrap();
			result
		})
	}
}

/// Begins blocks up to and with `block`, one by one.
pub fn run_to(block: BlockNumber) {
	while System::block_number() < block {
		skip_to(System::block_number() + 1);
	}
}

/// Begins `block`, without those in between.
pub fn skip_to(block: BlockNumber) {
	System::set_block_number(block);
	System::reset_events();
	Emission::on_initialize(block);
}

/// The pallet's events of this block.
pub fn events() -> Vec<crate::Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Emission(event) => Some(event),
			_ => None,
		})
		.collect()
}
