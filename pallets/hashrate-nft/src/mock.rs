//! A runtime of System, Balances, Assets with holds, NFTs and this pallet, with programmable escrow, oracles, identities, pledges
//! and revenue.

#![allow(missing_docs, dead_code)]

use crate as pallet_hashrate_nft;
use crate::{HashrateLocker, Listing, SaleMode};
use codec::{Decode, Encode};
use dmex_primitives::{
	constants::*, hashrate::DELIVERY_SCALE, AccountId, AssetId, AssetKind, Balance, BlockNumber, Calendar,
	CalendarParameters, CoinId, Conduct, Day, Delivery, Escrow, EscrowTerms, IssuerIdentity, MarketOracle,
	NodeId, NodeOracle, OracleError, PledgedIncome, Power, ProductControl, ProductId, Revenue, RevenueSource,
	Serial, Signature,
};
use frame_support::{
	derive_impl, ensure, ord_parameter_types, parameter_types,
	storage::{unhashed, with_storage_layer},
	traits::{
		fungible::{NativeFromLeft, UnionOf},
		fungibles::{self, Mutate},
		tokens::{DepositConsequence, Fortitude, Precision, Preservation, Provenance, WithdrawConsequence},
		AsEnsureOriginWithArg, ConstU128, ConstU32, Get, Hooks, NeverEnsureOrigin,
	},
	PalletId,
};
use frame_system::{EnsureNever, EnsureSignedBy};
use pallet_nfts::{PalletFeature, PalletFeatures};
use sp_arithmetic::Permill;
use sp_runtime::{
	traits::{IdentifyAccount, IdentityLookup, Verify},
	BuildStorage, DispatchError, DispatchResult,
};
use std::collections::BTreeMap;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_assets,
		AssetsHolder: pallet_assets_holder,
		Nfts: pallet_nfts,
		HashrateNft: pallet_hashrate_nft,
	}
);

pub const fn account(n: u8) -> AccountId {
	AccountId::new([n; 32])
}

pub const ALICE: AccountId = account(1);
pub const BOB: AccountId = account(2);
pub const CAROL: AccountId = account(3);
pub const DAVE: AccountId = account(4);
/// Has no money at all.
pub const POOR: AccountId = account(9);
pub const ISSUER: AccountId = account(10);
/// Judged, and no node is bound to it.
pub const STRANGER: AccountId = account(11);
pub const DAO: AccountId = account(20);
pub const HOLDERS: AccountId = account(21);
pub const ESCROW: AccountId = account(30);
pub const REVENUE: AccountId = account(31);
pub const LOAN: AccountId = account(32);

/// Existential deposit of DMC.
pub const ED: Balance = MILLI_DMC / 10;
/// Minimum balance of IFIL.
pub const IFIL_MIN: Balance = 1_000;
/// Minimum balance of USDT.
pub const USDT_MIN: Balance = 10;
/// What accounts of the mock have of each asset.
pub const RICH: Balance = 1_000_000_000_000_000_000_000_000;

pub const fn ifil() -> AssetKind {
	AssetKind::WithId(IFIL)
}

pub const fn usdt() -> AssetKind {
	AssetKind::WithId(USDT)
}

pub const NODE: &[u8] = b"f01234";

parameter_types! {
	pub const NftPalletId: PalletId = PalletId(*b"dmx/hash");
	pub const ExistentialDeposit: Balance = ED;
	pub static BlocksPerDay: BlockNumber = 10;
	pub static Judged: Vec<AccountId> = vec![];
	pub static Bound: BTreeMap<Vec<u8>, AccountId> = BTreeMap::new();
	pub static Attested: BTreeMap<Vec<u8>, Power> = BTreeMap::new();
	pub static NodesStale: bool = false;
	pub static PayWaits: bool = false;
	/// The block in which the gateway began to wind down: no day falls due any more.
	pub static ClosedAt: Option<BlockNumber> = None;
	pub static MarketFresh: bool = true;
	pub static Rewards: BTreeMap<Day, Balance> = BTreeMap::new();
	/// No day beyond this one falls due: a pause of the gateway.
	pub static DueLimit: Option<Day> = None;
	pub static TradeFee: Permill = Permill::from_percent(2);
	pub static SaleFee: Permill = Permill::from_percent(2);
	pub static RevenueTakes: bool = true;
	pub static Payee: Option<AccountId> = None;
	pub static PledgeFails: bool = false;
	pub static Reported: Vec<(ProductId, Serial, AssetKind, Balance)> = vec![];
	pub const RoyaltyShare: Permill = Permill::from_percent(25);
	/// Opens the doors of `pallet-nfts` that are shut, for comparison.
	pub static AllFeatures: bool = false;
}

/// Features of `pallet-nfts`: what is off in the runtime too.
pub struct Features;
impl Get<PalletFeatures> for Features {
	fn get() -> PalletFeatures {
		if AllFeatures::get() {
			return PalletFeatures::all_enabled();
		}
		PalletFeatures::from_disabled(
			PalletFeature::Trading
				| PalletFeature::Attributes
				| PalletFeature::Approvals
				| PalletFeature::Swaps,
		)
	}
}

ord_parameter_types! {
	pub const Dao: AccountId = DAO;
	pub const Holders: AccountId = HOLDERS;
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

pub struct MockIdentity;
impl IssuerIdentity<AccountId> for MockIdentity {
	fn is_judged(who: &AccountId) -> bool {
		Judged::get().contains(who)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn judge(who: &AccountId) {
		Judged::mutate(|judged| judged.push(who.clone()));
	}
}

pub struct MockNodes;
impl NodeOracle<AccountId> for MockNodes {
	fn issuer(node: &NodeId) -> Option<AccountId> {
		Bound::get().get(node.id.as_slice()).cloned()
	}

	fn attested_power(node: &NodeId) -> Result<Power, OracleError> {
		let power = Attested::get().get(node.id.as_slice()).copied();
		match power {
			None => Err(OracleError::Unknown),
			Some(_) if NodesStale::get() => Err(OracleError::Stale),
			Some(power) => Ok(power),
		}
	}

	fn last_attested_power(node: &NodeId) -> Option<Power> {
		Attested::get().get(node.id.as_slice()).copied()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn attest(node: &NodeId, issuer: &AccountId, power: Power) {
		Bound::mutate(|bound| bound.insert(node.id.to_vec(), issuer.clone()));
		Attested::mutate(|attested| attested.insert(node.id.to_vec(), power));
	}
}

pub struct MockMarket;
impl MarketOracle for MockMarket {
	fn is_fresh(_: CoinId) -> bool {
		MarketFresh::get()
	}

	fn reward(_: CoinId, day: Day) -> Option<Balance> {
		Rewards::get().get(&day).copied()
	}

	fn due_through(_: CoinId) -> Option<Day> {
		let last = MockCalendar::today().checked_sub(2)?;
		let last = DueLimit::get().map_or(last, |limit| limit.min(last));
		let last = match ClosedAt::get() {
			Some(at) => (at / BlocksPerDay::get()).checked_sub(2)?.min(last),
			None => last,
		};
		let rewards = Rewards::get();
		let first = *rewards.keys().next()?;
		(first..=last).take_while(|day| rewards.contains_key(day)).last()
	}

	fn has_waiting_pay(_: CoinId) -> bool {
		PayWaits::get()
	}

	fn closed_at(_: CoinId) -> Option<BlockNumber> {
		ClosedAt::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn record(_: CoinId, day: Day, reward: Balance) {
		Rewards::mutate(|rewards| {
			for day in 0..=day {
				rewards.insert(day, reward);
			}
		});
	}
}

pub struct MockPledges;
impl PledgedIncome<AccountId> for MockPledges {
	fn payee(_: ProductId, _: Serial, owner: &AccountId, _: &AssetKind) -> AccountId {
		Payee::get().unwrap_or(owner.clone())
	}

	fn on_paid(product: ProductId, serial: Serial, asset: &AssetKind, amount: Balance) -> DispatchResult {
		ensure!(!PledgeFails::get(), "pledge fails");
		Reported::mutate(|reported| reported.push((product, serial, asset.clone(), amount)));
		Ok(())
	}
}

pub struct MockRevenue;
impl Revenue<AccountId> for MockRevenue {
	fn collect(
		_: RevenueSource,
		asset: &AssetKind,
		from: &AccountId,
		amount: Balance,
	) -> Result<Balance, DispatchError> {
		if !RevenueTakes::get() {
			return Ok(0);
		}
		Money::transfer(asset.clone(), from, &REVENUE, amount, Preservation::Preserve)
	}
}

/// A programmable escrow: it takes the money, keeps what it was told in storage (so that what is refused is undone), refuses what
/// breaks the contract, and lets nothing but refunds be claimed.
pub struct MockEscrow;

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MockBook {
	pub terms: EscrowTerms<AccountId>,
	pub begun: Vec<Day>,
	pub closed: Vec<(Day, Delivery, bool)>,
	pub judged: Vec<(Day, Balance, Balance)>,
	pub deposited: Balance,
	pub stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Stage {
	Open,
	/// All of each price.
	Cancelled,
	/// What was not released.
	Over,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MockDeposit {
	pub price: Balance,
	pub first_day: Day,
	pub days: u32,
	pub refunded: bool,
}

impl MockEscrow {
	fn book_key(product: ProductId) -> Vec<u8> {
		(b"mock escrow book", product).encode()
	}

	fn deposit_key(product: ProductId, serial: Serial) -> Vec<u8> {
		(b"mock escrow deposit", product, serial).encode()
	}

	pub fn book(product: ProductId) -> Option<MockBook> {
		unhashed::get(&Self::book_key(product))
	}

	pub fn deposit_of(product: ProductId, serial: Serial) -> Option<MockDeposit> {
		unhashed::get(&Self::deposit_key(product, serial))
	}

	fn mutate(product: ProductId, change: impl FnOnce(&mut MockBook) -> DispatchResult) -> DispatchResult {
		let mut book = Self::book(product).ok_or("escrow: no book")?;
		ensure!(book.stage == Stage::Open, "escrow: the book is over");
		change(&mut book)?;
		unhashed::put(&Self::book_key(product), &book);
		Ok(())
	}

	fn pay(asset: &AssetKind, to: &AccountId, amount: Balance) -> DispatchResult {
		if amount > 0 {
			Money::transfer(asset.clone(), &ESCROW, to, amount, Preservation::Preserve)?;
		}
		Ok(())
	}

	/// The bond goes back.
	fn end(product: ProductId, stage: Stage) -> DispatchResult {
		Self::mutate(product, |book| {
			book.stage = stage;
			Self::pay(&book.terms.asset, &book.terms.issuer, book.terms.bond)
		})
	}

	/// What can be claimed of an NFT whose product is over.
	pub fn refundable(product: ProductId, serial: Serial) -> Balance {
		let (Some(book), Some(deposit)) = (Self::book(product), Self::deposit_of(product, serial)) else {
			return 0;
		};
		if book.stage == Stage::Open {
			return 0;
		}
		Self::unreleased(&book, &deposit)
	}

	/// What is left of the price of an NFT.
	fn unreleased(book: &MockBook, deposit: &MockDeposit) -> Balance {
		if deposit.refunded {
			return 0;
		}
		if book.stage == Stage::Cancelled {
			return deposit.price;
		}
		let slice = deposit.price / Balance::from(deposit.days);
		let rest = deposit.price % Balance::from(deposit.days);
		let released: Balance = book
			.closed
			.iter()
			.filter(|(day, ..)| *day >= deposit.first_day)
			.map(|(_, delivery, last)| (slice + if *last { rest } else { 0 }) * delivery / DELIVERY_SCALE)
			.sum();
		deposit.price - released
	}

	/// What `claim_refund` of the real one does. What an account cannot take stays with escrow, as a credit of that account.
	pub fn refund(product: ProductId, serial: Serial) -> DispatchResult {
		let book = Self::book(product).ok_or("escrow: no book")?;
		let amount = Self::refundable(product, serial);
		ensure!(amount > 0, "escrow: nothing to refund");
		let to = HashrateNft::beneficiary(product, serial, &book.terms.asset).ok_or("escrow: no NFT")?;
		let mut deposit = Self::deposit_of(product, serial).ok_or("escrow: no deposit")?;
		deposit.refunded = true;
		unhashed::put(&Self::deposit_key(product, serial), &deposit);
		let _ = with_storage_layer(|| Self::pay(&book.terms.asset, &to, amount));
		HashrateNft::refunded(product, serial, &book.terms.asset, amount)
	}

	/// What `terminate` of the real one does.
	pub fn terminate(product: ProductId) -> DispatchResult {
		Self::end(product, Stage::Over)?;
		HashrateNft::terminate(product)
	}
}

impl Escrow<AccountId> for MockEscrow {
	fn open(product: ProductId, terms: EscrowTerms<AccountId>) -> DispatchResult {
		ensure!(Self::book(product).is_none(), "escrow: a book is open");
		Money::transfer(
			terms.asset.clone(),
			&terms.issuer,
			&ESCROW,
			terms.bond,
			Preservation::Preserve,
		)?;
		let book = MockBook {
			terms,
			begun: vec![],
			closed: vec![],
			judged: vec![],
			deposited: 0,
			stage: Stage::Open,
		};
		unhashed::put(&Self::book_key(product), &book);
		Ok(())
	}

	fn deposit(
		product: ProductId,
		serial: Serial,
		payer: &AccountId,
		price: Balance,
		first_day: Day,
		days: u32,
	) -> DispatchResult {
		ensure!(days > 0, "escrow: no days");
		Self::mutate(product, |book| {
			ensure!(!book.begun.contains(&first_day), "escrow: the cohort has begun");
			book.deposited += price;
			Money::transfer(
				book.terms.asset.clone(),
				payer,
				&ESCROW,
				price,
				Preservation::Preserve,
			)?;
			Ok(())
		})?;
		let deposit = MockDeposit {
			price,
			first_day,
			days,
			refunded: false,
		};
		unhashed::put(&Self::deposit_key(product, serial), &deposit);
		Ok(())
	}

	fn cohort_begins(product: ProductId, first_day: Day) -> DispatchResult {
		Self::mutate(product, |book| {
			ensure!(
				book.begun.last() < Some(&first_day),
				"escrow: cohorts out of order"
			);
			ensure!(
				book.closed.last().is_none_or(|(day, ..)| *day < first_day),
				"escrow: a day of the cohort has closed"
			);
			book.begun.push(first_day);
			Ok(())
		})
	}

	fn day_closed(product: ProductId, day: Day, delivery: Delivery, last: bool) -> DispatchResult {
		Self::mutate(product, |book| {
			ensure!(!book.begun.is_empty(), "escrow: nobody earns");
			ensure!(
				book.closed
					.last()
					.is_none_or(|(before, _, last)| *before < day && !last),
				"escrow: days out of order"
			);
			ensure!(
				(1..=DELIVERY_SCALE).contains(&delivery),
				"escrow: delivery out of range"
			);
			book.closed.push((day, delivery, last));
			Ok(())
		})
	}

	fn day_due(product: ProductId, day: Day, due: Balance, received: Balance) -> DispatchResult {
		Self::mutate(product, |book| {
			ensure!(due > 0, "escrow: nothing is due");
			ensure!(
				book.judged.last().is_none_or(|(before, ..)| *before < day),
				"escrow: judged out of order"
			);
			book.judged.push((day, due, received));
			Ok(())
		})
	}

	fn cancelled(product: ProductId) -> DispatchResult {
		Self::end(product, Stage::Cancelled)
	}

	fn expired(product: ProductId) -> DispatchResult {
		Self::end(product, Stage::Over)
	}

	fn remaining(product: ProductId, serial: Serial) -> Balance {
		match (Self::book(product), Self::deposit_of(product, serial)) {
			(Some(book), Some(deposit)) => Self::unreleased(&book, &deposit),
			_ => 0,
		}
	}

	fn close_nft(product: ProductId, serial: Serial) -> Result<bool, DispatchError> {
		let book = Self::book(product).ok_or("escrow: no book")?;
		ensure!(book.stage != Stage::Open, "escrow: the product is not over");
		if Self::refundable(product, serial) > 0 {
			return Ok(false);
		}
		ensure!(Self::deposit_of(product, serial).is_some(), "escrow: no deposit");
		unhashed::kill(&Self::deposit_key(product, serial));
		Ok(true)
	}

	fn close_product(product: ProductId) -> DispatchResult {
		let book = Self::book(product).ok_or("escrow: no book")?;
		ensure!(book.stage != Stage::Open, "escrow: the product is not over");
		unhashed::kill(&Self::book_key(product));
		Ok(())
	}

	fn conduct(product: ProductId) -> Conduct {
		let open_due_days = HashrateNft::open_due_days(product);
		Conduct {
			breach: open_due_days >= 7,
			bad_days: 0,
			open_due_days,
		}
	}
}

/// `pallet-assets` with the holds of `pallet-assets-holder`.
pub struct AssetsWithHolds;

impl fungibles::Inspect<AccountId> for AssetsWithHolds {
	type AssetId = AssetId;
	type Balance = Balance;

	fn total_issuance(asset: AssetId) -> Balance {
		<Assets as fungibles::Inspect<_>>::total_issuance(asset)
	}

	fn minimum_balance(asset: AssetId) -> Balance {
		<Assets as fungibles::Inspect<_>>::minimum_balance(asset)
	}

	fn total_balance(asset: AssetId, who: &AccountId) -> Balance {
		<Assets as fungibles::Inspect<_>>::total_balance(asset, who)
	}

	fn balance(asset: AssetId, who: &AccountId) -> Balance {
		<Assets as fungibles::Inspect<_>>::balance(asset, who)
	}

	fn reducible_balance(asset: AssetId, who: &AccountId, p: Preservation, f: Fortitude) -> Balance {
		<Assets as fungibles::Inspect<_>>::reducible_balance(asset, who, p, f)
	}

	fn can_deposit(asset: AssetId, who: &AccountId, amount: Balance, p: Provenance) -> DepositConsequence {
		<Assets as fungibles::Inspect<_>>::can_deposit(asset, who, amount, p)
	}

	fn can_withdraw(asset: AssetId, who: &AccountId, amount: Balance) -> WithdrawConsequence<Balance> {
		<Assets as fungibles::Inspect<_>>::can_withdraw(asset, who, amount)
	}

	fn asset_exists(asset: AssetId) -> bool {
		<Assets as fungibles::Inspect<_>>::asset_exists(asset)
	}
}

impl fungibles::Unbalanced<AccountId> for AssetsWithHolds {
	fn handle_dust(dust: fungibles::Dust<AccountId, Self>) {
		<Assets as fungibles::Unbalanced<_>>::handle_dust(fungibles::Dust(dust.0, dust.1));
	}

	fn write_balance(
		asset: AssetId,
		who: &AccountId,
		amount: Balance,
	) -> Result<Option<Balance>, DispatchError> {
		<Assets as fungibles::Unbalanced<_>>::write_balance(asset, who, amount)
	}

	fn set_total_issuance(asset: AssetId, amount: Balance) {
		<Assets as fungibles::Unbalanced<_>>::set_total_issuance(asset, amount)
	}

	fn decrease_balance(
		asset: AssetId,
		who: &AccountId,
		amount: Balance,
		precision: Precision,
		preservation: Preservation,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		<Assets as fungibles::Unbalanced<_>>::decrease_balance(
			asset,
			who,
			amount,
			precision,
			preservation,
			force,
		)
	}

	fn increase_balance(
		asset: AssetId,
		who: &AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		<Assets as fungibles::Unbalanced<_>>::increase_balance(asset, who, amount, precision)
	}
}

impl fungibles::Mutate<AccountId> for AssetsWithHolds {}

impl fungibles::InspectHold<AccountId> for AssetsWithHolds {
	type Reason = RuntimeHoldReason;

	fn total_balance_on_hold(asset: AssetId, who: &AccountId) -> Balance {
		<AssetsHolder as fungibles::InspectHold<_>>::total_balance_on_hold(asset, who)
	}

	fn balance_on_hold(asset: AssetId, reason: &RuntimeHoldReason, who: &AccountId) -> Balance {
		<AssetsHolder as fungibles::InspectHold<_>>::balance_on_hold(asset, reason, who)
	}
}

impl fungibles::UnbalancedHold<AccountId> for AssetsWithHolds {
	fn set_balance_on_hold(
		asset: AssetId,
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: Balance,
	) -> DispatchResult {
		<AssetsHolder as fungibles::UnbalancedHold<_>>::set_balance_on_hold(asset, reason, who, amount)
	}
}

impl fungibles::MutateHold<AccountId> for AssetsWithHolds {}

/// DMC and the assets.
pub type Money = UnionOf<Balances, AssetsWithHolds, NativeFromLeft, AssetKind, AccountId>;

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
	type AssetId = AssetId;
	type AssetIdParameter = AssetId;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type ForceOrigin = EnsureNever<()>;
	type Holder = AssetsHolder;
	type Freezer = ();
}

impl pallet_assets_holder::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
}

impl pallet_nfts::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type CollectionId = u32;
	type ItemId = u32;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type ForceOrigin = NeverEnsureOrigin<()>;
	type Locker = HashrateLocker<Test>;
	type CollectionDeposit = ConstU128<1>;
	type ItemDeposit = ConstU128<1>;
	type MetadataDepositBase = ConstU128<1>;
	type AttributeDepositBase = ConstU128<1>;
	type DepositPerByte = ConstU128<1>;
	type StringLimit = ConstU32<256>;
	type KeyLimit = ConstU32<16>;
	type ValueLimit = ConstU32<64>;
	type ApprovalsLimit = ConstU32<1>;
	type ItemAttributesApprovalsLimit = ConstU32<1>;
	type MaxTips = ConstU32<1>;
	type MaxDeadlineDuration = ConstU32<1_000>;
	type MaxAttributesPerCall = ConstU32<1>;
	type Features = Features;
	type OffchainSignature = Signature;
	type OffchainPublic = <Signature as Verify>::Signer;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type Helper = ();
	type BlockNumberProvider = System;
}

impl pallet_hashrate_nft::Config for Test {
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Escrow = MockEscrow;
	type NodeOracle = MockNodes;
	type MarketOracle = MockMarket;
	type IssuerIdentity = MockIdentity;
	type PledgedIncome = MockPledges;
	type Revenue = MockRevenue;
	type Calendar = MockCalendar;
	type ApproveOrigin = EnsureSignedBy<Dao, AccountId>;
	type CoinOrigin = EnsureSignedBy<Holders, AccountId>;
	type SaleFee = SaleFee;
	type TradeFee = TradeFee;
	type RoyaltyShare = RoyaltyShare;
	type PalletId = NftPalletId;
	type MaxDaySteps = ConstU32<8>;
	type MaxTicks = ConstU32<4>;
	type MaxReceipts = ConstU32<10>;
	type MaxOffers = ConstU32<32>;
	type MaxAuctionEnds = ConstU32<4>;
	type WeightInfo = ();
}

/// Genesis of a test.
pub struct ExtBuilder {
	pub blocks_per_day: BlockNumber,
	pub attested: Power,
	pub nft: pallet_hashrate_nft::GenesisConfig<Test>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			blocks_per_day: 10,
			attested: 1_000_000,
			nft: Default::default(),
		}
	}
}

impl ExtBuilder {
	pub fn attested(mut self, power: Power) -> Self {
		self.attested = power;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		BlocksPerDay::set(self.blocks_per_day);
		Judged::set(vec![ISSUER, STRANGER]);
		Bound::set([(NODE.to_vec(), ISSUER)].into());
		Attested::set([(NODE.to_vec(), self.attested)].into());
		NodesStale::set(false);
		PayWaits::set(false);
		ClosedAt::set(None);
		MarketFresh::set(true);
		Rewards::set(BTreeMap::new());
		DueLimit::set(None);
		TradeFee::set(Permill::from_percent(2));
		SaleFee::set(Permill::from_percent(2));
		RevenueTakes::set(true);
		Payee::set(None);
		PledgeFails::set(false);
		Reported::set(vec![]);
		let rich = [ALICE, BOB, CAROL, DAVE, ISSUER, STRANGER, ESCROW, REVENUE, LOAN];
		let storage = RuntimeGenesisConfig {
			system: Default::default(),
			balances: pallet_balances::GenesisConfig {
				balances: rich.iter().map(|who| (who.clone(), RICH)).collect(),
				dev_accounts: None,
			},
			assets: pallet_assets::GenesisConfig {
				assets: vec![(IFIL, DAO, true, IFIL_MIN), (USDT, DAO, true, USDT_MIN)],
				accounts: [IFIL, USDT]
					.into_iter()
					.flat_map(|asset| rich.iter().map(move |who| (asset, who.clone(), RICH)))
					.collect(),
				..Default::default()
			},
			hashrate_nft: self.nft,
		}
		.build_storage()
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	/// Runs a test from block 1 on and checks all invariants after it.
	pub fn build_and_execute<R>(self, test: impl FnOnce() -> R) -> R {
		self.build().execute_with(|| {
			run_to(1);
			let result = test();
			HashrateNft::do_try_state().unwrap();
			result
		})
	}
}

/// Begins blocks up to and with `block`, one by one.
pub fn run_to(block: BlockNumber) {
	while System::block_number() < block {
		let next = System::block_number() + 1;
		System::set_block_number(next);
		System::reset_events();
		HashrateNft::on_initialize(next);
	}
}

/// The first block of `day`, block by block.
pub fn run_to_day(day: Day) {
	run_to(day * BlocksPerDay::get());
}

/// The record of `day`: so much for each unit of power.
pub fn record(day: Day, reward: Balance) {
	Rewards::mutate(|rewards| rewards.insert(day, reward));
}

/// A product of 10 NFTs with 100 power each, 1,000 USDT-units each, days 5 to 14, on sale from day 0 to 13.
pub fn listing() -> Listing {
	Listing {
		coin: FIL_COIN,
		node: NODE.to_vec(),
		power: 100,
		count: 10,
		start_day: 5,
		term_days: 10,
		price_asset: usdt(),
		sale: SaleMode::Fixed { price: 1_000 },
		sale_from: 0,
		sale_until: 14,
		service_fee: Permill::zero(),
		disclosure_hash: Default::default(),
		disclosure_uri: b"ipfs://disclosure".to_vec(),
		metadata_uri: b"ipfs://metadata".to_vec(),
	}
}

/// FIL in the registry.
pub const FIL_COIN: CoinId = 0;

/// The events of this pallet in this block.
pub fn events() -> Vec<crate::Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::HashrateNft(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// An account of many.
pub fn numbered(n: u32) -> AccountId {
	AccountId::new(sp_io::hashing::blake2_256(&n.to_le_bytes()))
}

/// Signer of `pallet-nfts`' off-chain messages.
pub type Public = <Signature as Verify>::Signer;

/// The account of a key.
pub fn account_of(public: Public) -> AccountId {
	public.into_account()
}
