//! A chain with real balances, assets and holds, five operators with real keys, and programmable products, pools and phases.
#![allow(missing_docs)]

use crate as pallet_fil_gateway;
use crate::*;
use dmex_primitives::{
	constants::*, money::Holdable, AccountId, AssetId, AssetKind, Balance, BlockNumber, Calendar,
	CalendarParameters, NodeId, NodePay, PhaseDeposit, ProductId, ProductPay,
};
use fil_primitives::{Address, Cid, Memo, Network, Payload, RedeemMemo};
use frame_support::{
	derive_impl, ord_parameter_types,
	pallet_prelude::{ConstU32, DispatchResult, Weight},
	parameter_types,
	traits::{
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		fungibles::{Inspect, InspectHold, Mutate},
		tokens::Preservation,
		AsEnsureOriginWithArg, Hooks, UnixTime,
	},
	BoundedVec, PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned, EnsureSignedBy};
use sp_core::{sr25519::Pair, Pair as _, H256};
use sp_runtime::{
	traits::IdentityLookup, transaction_validity::TransactionSource, BuildStorage, DispatchError,
};

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_assets,
		AssetsHolder: pallet_assets_holder,
		Gateway: pallet_fil_gateway,
	}
);

pub const fn account(n: u8) -> AccountId {
	AccountId::new([n; 32])
}

pub const ALICE: AccountId = account(1);
pub const BOB: AccountId = account(2);
pub const ISSUER: AccountId = account(3);
pub const DAO: AccountId = account(20);
pub const FEES: AccountId = account(21);
/// Takes what products are paid.
pub const PAY: AccountId = account(22);
/// Takes what pools and phases are paid.
pub const POOL: AccountId = account(23);
pub const ASSET_OWNER: AccountId = account(24);
pub const RISK_FUND: AccountId = account(25);
/// The product that can be paid.
pub const PRODUCT: ProductId = 7;
pub const ONE: Balance = 1_000_000_000_000_000_000;
/// Minimum balance of IFIL.
pub const MINIMUM: Balance = 1_000;
pub const BOND: Balance = 1_000 * DMC;
pub const BPD: BlockNumber = 48;
/// The first range that is reported.
pub const FIRST: RangeIndex = 100;
pub const MULTISIG: ActorId = 3_000_123;
/// Unix time of block 0.
pub const EPOCH: u64 = 1_700_000_000;
pub const GENESIS_CID: &str = "bafy2bzaceb5f6ng6qebjb22zzh63ribbp2mnq53de3u62flruywitof7lkxzw";

pub type Money =
	UnionOf<Balances, Holdable<Assets, AssetsHolder>, NativeFromLeft, NativeOrWithId<AssetId>, AccountId>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type Block = frame_system::mocking::MockBlockU32<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

impl<C> frame_system::offchain::CreateTransactionBase<C> for Test
where
	RuntimeCall: From<C>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = frame_system::mocking::MockUncheckedExtrinsic<Test>;
}

impl<C> frame_system::offchain::CreateTransaction<C> for Test
where
	RuntimeCall: From<C>,
{
	type Extension = ();

	fn create_transaction(call: RuntimeCall, extension: ()) -> Self::Extrinsic {
		Self::Extrinsic::new_transaction(call, extension)
	}
}

impl<C> frame_system::offchain::CreateAuthorizedTransaction<C> for Test
where
	RuntimeCall: From<C>,
{
	fn create_extension() {}
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
	type RuntimeHoldReason = RuntimeHoldReason;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type AssetId = AssetId;
	type AssetIdParameter = AssetId;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Holder = AssetsHolder;
	type Freezer = ();
}

impl pallet_assets_holder::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
}

parameter_types! {
	pub const ExistentialDeposit: Balance = MILLI_DMC;
	pub const GatewayPalletId: PalletId = PalletId(*b"dmx/filg");
	pub const Wrapped: AssetKind = NativeOrWithId::WithId(IFIL);
	pub const FeeAccount: AccountId = FEES;
	pub const OperatorBond: Balance = BOND;
	pub const PayWeight: Weight = Weight::from_parts(1_000, 0);
	pub static RedemptionFee: Balance = ONE / 100;
	pub static DepositCap: Balance = 1_000 * ONE;
	pub static DailyMintCap: Balance = 5_000 * ONE;
	pub static RedemptionThreshold: Balance = 10_000 * ONE;
	pub static ChangePending: bool = false;
	pub static ProductsFail: bool = false;
	/// How much of pay products and phases take; the rest is the issuer's.
	pub static NodeTakes: Balance = 0;
	/// How much of principal phases take.
	pub static PrincipalTakes: Balance = 0;
	pub static NodeFails: bool = false;
	pub static PhasesOpen: bool = false;
	/// Seconds that the clock runs ahead.
	pub static ClockAhead: u64 = 0;
	pub static Slashed: Balance = 0;
}

ord_parameter_types! {
	pub const Dao: AccountId = DAO;
}

pub struct TestCalendar;
impl Calendar for TestCalendar {
	fn parameters() -> CalendarParameters {
		CalendarParameters {
			blocks_per_day: BPD,
			epochs_per_day: 24,
			epochs_per_range: 2,
			..Default::default()
		}
	}

	fn now() -> BlockNumber {
		System::block_number()
	}
}

pub struct Clock;
impl UnixTime for Clock {
	fn now() -> core::time::Duration {
		core::time::Duration::from_secs(EPOCH + 3 * u64::from(System::block_number()) + ClockAhead::get())
	}
}

fn take(from: &AccountId, to: &AccountId, amount: Balance) -> DispatchResult {
	if amount > 0 {
		Money::transfer(Wrapped::get(), from, to, amount, Preservation::Preserve)?;
	}
	Ok(())
}

pub struct Market;
impl ProductPay<AccountId> for Market {
	fn pay(product: ProductId, from: &AccountId, amount: Balance) -> DispatchResult {
		take(from, &PAY, amount)?;
		if product != PRODUCT || ProductsFail::get() {
			return Err(DispatchError::Other("unknown product"));
		}
		Ok(())
	}
}

pub struct Pools;
impl NodePay<AccountId> for Pools {
	fn pay_node(_: &NodeId, from: &AccountId, amount: Balance) -> Result<Balance, DispatchError> {
		let taken = NodeTakes::get().min(amount);
		take(from, &POOL, taken)?;
		if NodeFails::get() {
			return Err(DispatchError::Other("node"));
		}
		Ok(amount - taken)
	}

	fn return_principal(_: &NodeId, from: &AccountId, amount: Balance) -> Result<Balance, DispatchError> {
		let taken = PrincipalTakes::get().min(amount);
		take(from, &POOL, taken)?;
		Ok(amount - taken)
	}
}

impl PhaseDeposit<AccountId> for Pools {
	fn deposit(_: u32, _: u32, _: &AccountId, from: &AccountId, amount: Balance) -> DispatchResult {
		if !PhasesOpen::get() {
			return Err(DispatchError::Unavailable);
		}
		take(from, &POOL, amount)
	}
}

impl pallet_fil_gateway::Config for Test {
	type Calendar = TestCalendar;
	type UnixTime = Clock;
	type RuntimeHoldReason = RuntimeHoldReason;
	type NativeBalance = Balances;
	type Slash = frame_support::traits::tokens::imbalance::ResolveTo<SlashTo, Balances>;
	type Assets = Money;
	type WrappedAsset = Wrapped;
	type Products = Market;
	type NodePay = Pools;
	type Phases = Pools;
	type DecisionOrigin = EnsureSignedBy<Dao, AccountId>;
	type AuthorityOrigin = EnsureRoot<AccountId>;
	type ChangePending = ChangePending;
	type OperatorBond = OperatorBond;
	type RedemptionFee = RedemptionFee;
	type FeeAccount = FeeAccount;
	type DepositCap = DepositCap;
	type DailyMintCap = DailyMintCap;
	type RedemptionThreshold = RedemptionThreshold;
	type PalletId = GatewayPalletId;
	type MaxItemsPerBlock = ConstU32<8>;
	type MaxReleasesPerBlock = ConstU32<4>;
	type PayWeight = PayWeight;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

ord_parameter_types! {
	pub const SlashTo: AccountId = RISK_FUND;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for Helper {
	fn set_up(who: &AccountId) {
		use frame_support::traits::fungible::Mutate;
		frame_support::assert_ok!(Balances::mint_into(who, 1_000_000 * DMC));
	}
}

/// The n-th operator's account.
pub fn operator(n: u16) -> AccountId {
	account(100 + u8::try_from(n).unwrap())
}

/// The n-th operator's gateway key.
pub fn pair(n: u16) -> Pair {
	Pair::from_seed(&[200 + u8::try_from(n).unwrap(); 32])
}

pub fn robust() -> Address {
	Address::new(Payload::Actor([9; 20])).unwrap()
}

pub fn custody() -> GenesisCustody {
	GenesisCustody {
		test_network: true,
		genesis: GENESIS_CID.into(),
		id: MULTISIG,
		robust: robust().to_text(Network::Test),
		signers: vec![1_000, 1_001, 1_002, 1_003, 1_004],
		approvals: 4,
		next_range: FIRST,
		balance: 0,
	}
}

pub fn ext_with(operators: u16, custody: Option<GenesisCustody>) -> sp_io::TestExternalities {
	let endowed = [ALICE, BOB, ISSUER, DAO, RISK_FUND]
		.into_iter()
		.chain((0..16).map(operator_of))
		.map(|who| (who, 10 * BOND))
		.collect();
	let storage = RuntimeGenesisConfig {
		system: Default::default(),
		balances: pallet_balances::GenesisConfig {
			balances: endowed,
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: vec![(IFIL, ASSET_OWNER, true, MINIMUM)],
			..Default::default()
		},
		gateway: pallet_fil_gateway::GenesisConfig {
			operators: (0..operators).map(|n| (operator(n), pair(n).public())).collect(),
			custody,
			..Default::default()
		},
	}
	.build_storage()
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Nothing set up, and a keystore, which a benchmark signs evidence with.
#[cfg(feature = "runtime-benchmarks")]
pub fn bench_ext() -> sp_io::TestExternalities {
	let mut ext = ext_with(0, None);
	let keystore = sp_keystore::testing::MemoryKeystore::new();
	ext.register_extension(sp_keystore::KeystoreExt::new(keystore));
	ext
}

fn operator_of(n: u16) -> AccountId {
	operator(n)
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	ext_with(5, Some(custody()))
}

/// Runs a test with five operators and checks the invariants after it.
pub fn test(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		run();
		check();
	})
}

/// All invariants, and that the books agree to the unit: nothing else mints or burns here.
pub fn check() {
	Gateway::do_try_state().unwrap();
	assert_eq!(
		Assets::total_supply(IFIL),
		Minted::<Test>::get() - Burnt::<Test>::get()
	);
	if !matches!(State::<Test>::get(), Status::WindingDown { .. }) {
		assert_eq!(Gateway::claims(), Gateway::reserve() + Shortfall::<Test>::get());
	}
	assert_eq!(ifil(Gateway::account_id()), 0);
}

/// Goes on to `block`, with the hook of each block.
pub fn run_to(block: BlockNumber) {
	while System::block_number() < block {
		System::set_block_number(System::block_number() + 1);
		Gateway::on_initialize(System::block_number());
	}
}

pub fn run(blocks: BlockNumber) {
	run_to(System::block_number() + blocks);
}

pub fn ifil(who: AccountId) -> Balance {
	Assets::balance(IFIL, who)
}

pub fn held(who: AccountId) -> Balance {
	Money::balance_on_hold(Wrapped::get(), &HoldReason::Redemption.into(), &who)
}

/// What an account could spend.
pub fn free(who: AccountId) -> Balance {
	Money::reducible_balance(
		Wrapped::get(),
		&who,
		Preservation::Expendable,
		frame_support::traits::tokens::Fortitude::Polite,
	)
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn dao() -> RuntimeOrigin {
	signed(DAO)
}

pub fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub fn authorized() -> RuntimeOrigin {
	frame_system::RawOrigin::Authorized.into()
}

pub fn chain() -> [u8; 32] {
	Gateway::chain().0
}

pub fn next_range() -> RangeIndex {
	LastCheckpoint::<Test>::get().unwrap().next
}

pub fn round(subject: Subject) -> Round {
	Rounds::<Test>::get(subject).unwrap_or_default()
}

pub fn sign(vote: Vote, n: u16) -> SignedVote {
	let signature = pair(n).sign(&vote.payload(&Gateway::chain()));
	SignedVote {
		vote,
		operator: n,
		signature,
	}
}

/// The vote of an operator in the open round.
pub fn vote_of(subject: Subject, digest: H256, n: u16) -> SignedVote {
	let vote = Vote {
		set: CurrentSet::<Test>::get().unwrap(),
		subject,
		round: round(subject).round,
		digest,
	};
	sign(vote, n)
}

/// As the transaction pool and the block do it: authorize, then dispatch.
pub fn cast(signed: SignedVote) -> DispatchResult {
	let SignedVote {
		vote,
		operator,
		signature,
	} = signed;
	Gateway::authorize_vote(TransactionSource::External, &vote, &operator, &signature)
		.map_err(|_| DispatchError::Other("not authorized"))?;
	Gateway::vote(authorized(), vote, operator, signature)
}

/// Four of five vote for a digest.
pub fn quorum(subject: Subject, digest: H256) {
	for n in 0..4 {
		cast(vote_of(subject, digest, n)).unwrap();
	}
}

pub fn cid(n: u64) -> Cid {
	Cid::of(&n.to_be_bytes())
}

pub fn memo_bytes(memo: Vec<u8>) -> MemoBytes {
	BoundedVec::truncate_from(memo)
}

/// A credit of message `n` with that memo.
pub fn credit(n: u64, value: Balance, memo: Option<Memo>) -> Item {
	Item::Credit(Credit {
		cid: cid(n),
		path: Default::default(),
		value,
		from: 1_111,
		from_key: None,
		source: CreditSource::Other,
		memo: memo_bytes(memo.map(|memo| memo.encode(&chain())).unwrap_or_default()),
	})
}

pub fn to(who: AccountId) -> Option<Memo> {
	Some(Memo::Account(who.into()))
}

pub fn miner_credit(n: u64, value: Balance, miner: ActorId) -> Item {
	Item::Credit(Credit {
		cid: cid(n),
		path: trace_path(&[0]),
		value,
		from: miner,
		from_key: None,
		source: CreditSource::Miner,
		memo: Default::default(),
	})
}

pub fn sender_credit(n: u64, value: Balance, key: [u8; 20]) -> Item {
	match credit(n, value, None) {
		Item::Credit(credit) => Item::Credit(Credit {
			from_key: Some(key),
			..credit
		}),
		other => other,
	}
}

/// A payout with the memo of a redemption.
pub fn debit(n: u64, value: Balance, to: Address, redemption: RedemptionId) -> Item {
	Item::Debit(Debit {
		cid: cid(n),
		path: trace_path(&[0]),
		value,
		to: Some(to),
		memo: memo_bytes(RedeemMemo { redemption }.encode(&chain())),
	})
}

pub fn destination() -> Address {
	Address::new(Payload::Secp256k1([5; 20])).unwrap()
}

pub fn text(address: Address) -> AddressText {
	BoundedVec::truncate_from(address.to_text(Network::Test).into_bytes())
}

pub fn signers() -> H256 {
	CustodyInfo::<Test>::get().unwrap().signers.digest()
}

/// A sound report of the next range with these items, at the present time, and its pages.
pub fn report(items: Vec<Item>) -> (RangeHeader, Vec<Items>) {
	let checkpoint = LastCheckpoint::<Test>::get().unwrap();
	let pages: Vec<Items> = items
		.chunks(MAX_ITEMS as usize)
		.map(|page| Items::truncate_from(page.to_vec()))
		.collect();
	let summaries: Vec<PageSummary> = pages.iter().map(summary).collect();
	let credits: Balance = summaries.iter().map(|page| page.credits).sum();
	let debits: Balance = summaries.iter().map(|page| page.debits).sum();
	let header = RangeHeader {
		range: checkpoint.next,
		tipset: H256::repeat_byte(1),
		time: Clock::now().as_secs(),
		start_balance: checkpoint.balance,
		end_balance: (checkpoint.balance + credits).saturating_sub(debits),
		head: cid(u64::from(checkpoint.next)),
		signers: signers(),
		pages: BoundedVec::truncate_from(summaries),
		dust: Dust::default(),
		pending: Default::default(),
		verdict: Verdict::Sound,
	};
	(header, pages)
}

pub fn summary(items: &Items) -> PageSummary {
	let (mut credits, mut debits) = (0, 0);
	for item in items {
		match item {
			Item::Credit(credit) => credits += credit.value,
			Item::Debit(debit) => debits += debit.value,
			Item::Bind(_) => (),
		}
	}
	PageSummary {
		hash: digest(items),
		credits,
		debits,
		items: items.len() as u16,
	}
}

/// A quorum votes for the header, and it is delivered.
pub fn accept(header: &RangeHeader) {
	quorum(Subject::Range(header.range), digest(header));
	submit(header).unwrap();
}

pub fn submit(header: &RangeHeader) -> DispatchResult {
	Gateway::authorize_header(TransactionSource::External, header)
		.map_err(|_| DispatchError::Other("not authorized"))?;
	Gateway::submit_header(authorized(), Box::new(header.clone()))
}

pub fn submit_pages(range: RangeIndex, pages: Vec<Items>) {
	for (index, items) in pages.into_iter().enumerate() {
		let index = u16::try_from(index).unwrap();
		Gateway::authorize_page(TransactionSource::External, &range, &index, &items).unwrap();
		Gateway::submit_page(authorized(), range, index, items).unwrap();
	}
}

/// Applies what is delivered, by calls.
pub fn apply_all() {
	while Applying::<Test>::exists() || Recording::<Test>::exists() {
		Gateway::apply(signed(ALICE), 5).unwrap();
	}
}

/// A range with these items is reported, accepted, delivered and applied.
pub fn range(items: Vec<Item>) {
	let (header, pages) = report(items);
	deliver(header, pages);
}

pub fn deliver(header: RangeHeader, pages: Vec<Items>) {
	accept(&header);
	submit_pages(header.range, pages);
	apply_all();
}

/// A range in which these payouts are pending at its end.
pub fn range_with_pending(items: Vec<Item>, pending: Vec<PendingTx>) {
	let (mut header, pages) = report(items);
	header.pending = BoundedVec::truncate_from(pending);
	deliver(header, pages);
}

/// The payout that a redemption asks for.
pub fn pending(tx: u64, redemption: RedemptionId) -> PendingTx {
	let request = Redemptions::<Test>::get(redemption).unwrap();
	let (value, _) = Gateway::payable(&request).unwrap();
	PendingTx {
		tx,
		redemption,
		value,
		to: request.destination,
	}
}

/// FIL comes in for `who`.
pub fn fund(who: AccountId, amount: Balance) {
	let n = u64::MAX - u64::from(next_range());
	range(vec![credit(n, amount, to(who))]);
}

/// `who` requests a redemption.
pub fn redeem(who: AccountId, amount: Balance) -> RedemptionId {
	let id = NextRedemption::<Test>::get();
	Gateway::redeem(signed(who), amount, text(destination()), 0).unwrap();
	id
}

pub fn events() -> Vec<Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Gateway(event) => Some(event),
			_ => None,
		})
		.collect()
}

pub fn assert_event(event: Event<Test>) {
	assert!(events().contains(&event), "{event:?} is not in {:#?}", events());
}

pub fn status() -> Status {
	State::<Test>::get()
}

pub fn fault() -> Option<Fault> {
	match status() {
		Status::Paused { fault, .. } => Some(fault),
		_ => None,
	}
}

pub fn suspended() -> Vec<SuspenseEntry> {
	let mut entries: Vec<_> = Suspense::<Test>::iter().collect();
	entries.sort_by_key(|(id, _)| *id);
	entries.into_iter().map(|(_, entry)| entry).collect()
}
