//! A chain with real BABE, GRANDPA, sessions, offences and balances, so that proofs are real.
#![allow(missing_docs)]

use crate as pallet_validator_set;
use codec::{Decode, Encode};
use dmex_primitives::{Balance, BlockNumber, Calendar, CalendarParameters};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		tokens::imbalance::ResolveTo, ConstU128, ConstU32, ConstU64, KeyOwnerProofSystem, OnFinalize,
		OnInitialize,
	},
};
use frame_system::mocking::{MockBlockU32, MockUncheckedExtrinsic};
use pallet_session::historical as pallet_session_historical;
use sp_consensus_babe::{
	digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest},
	AuthorityPair, Slot,
};
use sp_core::{ed25519, proof_of_possession::ProofOfPossessionGenerator, sr25519, Pair, H256};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, Header as _, OpaqueKeys},
	BuildStorage, Digest, DigestItem,
};
use sp_session::MembershipProof;

pub type AccountId = u64;
pub type Header = generic::Header<u32, BlakeTwo256>;
pub type Block = MockBlockU32<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Babe: pallet_babe,
		Session: pallet_session,
		Historical: pallet_session_historical,
		Authorship: pallet_authorship,
		Offences: pallet_offences,
		Grandpa: pallet_grandpa,
		Balances: pallet_balances,
		ValidatorSet: pallet_validator_set,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

impl<C> frame_system::offchain::CreateTransactionBase<C> for Test
where
	RuntimeCall: From<C>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = MockUncheckedExtrinsic<Test>;
}

impl<C> frame_system::offchain::CreateBare<C> for Test
where
	RuntimeCall: From<C>,
{
	fn create_bare(call: RuntimeCall) -> Self::Extrinsic {
		Self::Extrinsic::new_bare(call)
	}
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<10>;
	type AccountStore = System;
}

impl pallet_timestamp::Config for Test {
	type Moment = u64;
	type OnTimestampSet = Babe;
	type MinimumPeriod = ConstU64<1>;
	type WeightInfo = ();
}

sp_runtime::impl_opaque_keys! {
	pub struct SessionKeys {
		pub babe: Babe,
		pub grandpa: Grandpa,
	}
}

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = sp_runtime::traits::ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = pallet_session_historical::NoteHistoricalRoot<Self, ValidatorSet>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = ();
	type Currency = Balances;
	type KeyDeposit = ();
}

impl pallet_session_historical::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = crate::UnitIdentification;
}

impl pallet_authorship::Config for Test {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	type EventHandler = ValidatorSet;
}

impl pallet_offences::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_session_historical::IdentificationTuple<Self>;
	type OnOffenceHandler = ValidatorSet;
}

pub const SESSION: u32 = 10;

impl pallet_babe::Config for Test {
	type EpochDuration = ConstU64<{ SESSION as u64 }>;
	type ExpectedBlockTime = ConstU64<2>;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<{ MAX_VALIDATORS }>;
	type MaxNominators = ConstU32<0>;
	type KeyOwnerProof = MembershipProof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, Offences, ValidatorSet, ConstU64<1_000>>;
}

impl pallet_grandpa::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<{ MAX_VALIDATORS }>;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = ConstU64<100>;
	type KeyOwnerProof = MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, ValidatorSet, ConstU64<1_000>>;
}

pub const MAX_VALIDATORS: u32 = 10;
pub const RISK_FUND: AccountId = 99;
pub const RISK_FUND_ENDOWMENT: Balance = 5_000;
pub const ENDOWMENT: Balance = 1_000_000;
pub const BOND: Balance = 10_001;

parameter_types! {
	pub const RiskFund: AccountId = RISK_FUND;
	pub static MinimumBond: Balance = 10_000;
	pub static MinimumSetSize: u32 = 3;
	pub static AbsenceThreshold: u32 = 2;
	/// The author of the current block was ejected before it began.
	pub static AuthorEjected: bool = false;
	/// Who does not author although it could.
	pub static Silent: Vec<AccountId> = Vec::new();
}

/// 20 blocks a day, so that a session has 10 and 28 days have 56 sessions.
pub struct TestCalendar;

impl Calendar for TestCalendar {
	fn parameters() -> CalendarParameters {
		CalendarParameters {
			blocks_per_day: 20,
			..Default::default()
		}
	}

	fn now() -> BlockNumber {
		System::block_number()
	}
}

pub const BONDING: BlockNumber = 560;

impl crate::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type NativeBalance = Balances;
	type Slash = ResolveTo<RiskFund, Balances>;
	type Calendar = TestCalendar;
	type AdmissionOrigin = frame_system::EnsureRoot<AccountId>;
	type MinimumBond = MinimumBond;
	type MinimumSetSize = MinimumSetSize;
	type MaxValidators = ConstU32<MAX_VALIDATORS>;
	type AbsenceThreshold = AbsenceThreshold;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = TestKeys;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct TestKeys;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId, SessionKeys> for TestKeys {
	fn keys(owner: &AccountId, seed: u32) -> (SessionKeys, Vec<u8>) {
		(keys(seed.into()), proof(*owner, seed.into()))
	}
}

pub fn babe_pair(seed: u64) -> sr25519::Pair {
	sr25519::Pair::from_seed(&H256::from_low_u64_be(seed).0)
}

pub fn grandpa_pair(seed: u64) -> ed25519::Pair {
	ed25519::Pair::from_seed(&H256::from_low_u64_be(seed).0)
}

/// An account's first keys have its number as their seed.
pub fn keys(seed: u64) -> SessionKeys {
	SessionKeys {
		babe: babe_pair(seed).public().into(),
		grandpa: grandpa_pair(seed).public().into(),
	}
}

pub fn proof(owner: AccountId, seed: u64) -> Vec<u8> {
	let owner = owner.encode();
	(
		babe_pair(seed).generate_proof_of_possession(&owner),
		grandpa_pair(seed).generate_proof_of_possession(&owner),
	)
		.encode()
}

pub struct ExtBuilder {
	pub validators: Vec<(AccountId, Balance)>,
	pub session_keys: Vec<AccountId>,
	pub set_before_session: bool,
	pub minimum_set_size: u32,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self::with_validators(5)
	}
}

impl ExtBuilder {
	/// Validators 1 to `count`; accounts up to 30 are endowed.
	pub fn with_validators(count: u64) -> Self {
		Self {
			validators: (1..=count).map(|who| (who, BOND)).collect(),
			session_keys: (1..=count).collect(),
			set_before_session: false,
			minimum_set_size: 3,
		}
	}

	pub fn minimum_set_size(mut self, size: u32) -> Self {
		self.minimum_set_size = size;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		MinimumBond::set(10_000);
		MinimumSetSize::set(self.minimum_set_size);
		AbsenceThreshold::set(2);
		Silent::set(Vec::new());
		let mut storage = frame_system::GenesisConfig::<Test>::default()
			.build_storage()
			.unwrap();
		let mut balances: Vec<_> = (1..=30).map(|who| (who, ENDOWMENT)).collect();
		balances.push((RISK_FUND, RISK_FUND_ENDOWMENT));
		pallet_balances::GenesisConfig::<Test> {
			balances,
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_babe::GenesisConfig::<Test> {
			epoch_config: sp_consensus_babe::BabeEpochConfiguration {
				c: (1, 4),
				allowed_slots: sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryPlainSlots,
			},
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let set = crate::GenesisConfig::<Test> {
			validators: self.validators,
		};
		let session = pallet_session::GenesisConfig::<Test> {
			keys: self
				.session_keys
				.iter()
				.map(|who| (*who, *who, keys(*who)))
				.collect(),
			..Default::default()
		};
		if self.set_before_session {
			set.assimilate_storage(&mut storage).unwrap();
			session.assimilate_storage(&mut storage).unwrap();
		} else {
			session.assimilate_storage(&mut storage).unwrap();
			set.assimilate_storage(&mut storage).unwrap();
		}
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(next_block);
		ext
	}

	/// Runs the test in block 1, and checks all invariants after it.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			ValidatorSet::do_try_state().unwrap();
		})
	}
}

/// The next block begins a session.
fn rotates() -> bool {
	let end = *Babe::current_epoch_start() + u64::from(SESSION);
	System::block_number() > 0 && *Babe::current_slot() + 1 >= end
}

/// Those who validate when the next block is made.
fn next_validators() -> Vec<AccountId> {
	if rotates() {
		Session::queued_keys().into_iter().map(|(who, _)| who).collect()
	} else {
		Session::validators()
	}
}

fn is_ejected(who: AccountId) -> bool {
	crate::Validators::<Test>::get(who)
		.is_some_and(|validator| matches!(validator.status, crate::Status::Ejected { .. }))
}

/// Makes a block in the next slot. The validators take turns, but for the silent and the ejected.
pub fn next_block() {
	let validators = next_validators();
	let disabled = if rotates() {
		Vec::new()
	} else {
		Session::disabled_validators()
	};
	let able = |accept: fn(AccountId) -> bool| -> Vec<u32> {
		(0..validators.len() as u32)
			.filter(|index| !disabled.contains(index) && accept(validators[*index as usize]))
			.collect()
	};
	// Somebody must: the silent rather than the ejected.
	let authors = [
		|who| !Silent::get().contains(&who) && !is_ejected(who),
		|who| !is_ejected(who),
		|_| true,
	]
	.into_iter()
	.map(able)
	.find(|authors| !authors.is_empty())
	.unwrap();
	let slot = *Babe::current_slot() + 1;
	// The last one makes block 1.
	author_block(authors[(slot as usize + authors.len() - 2) % authors.len()], slot);
}

/// Ends the current block and makes the next one.
pub fn author_block(index: u32, slot: u64) {
	let number = System::block_number();
	let parent = if number > 0 { finish_block() } else { H256::zero() };
	AuthorEjected::set(is_ejected(next_validators()[index as usize]));
	System::reset_events();
	System::initialize(&(number + 1), &parent, &pre_digest(index, slot));
	Babe::on_initialize(number + 1);
	Session::on_initialize(number + 1);
	Authorship::on_initialize(number + 1);
	Timestamp::set_timestamp(slot * 2);
}

fn finish_block() -> H256 {
	let number = System::block_number();
	if AuthorEjected::get() {
		Babe::on_finalize(number);
	} else {
		// A real author would not build a block in which it is disabled itself. In tests any block will do.
		let disabled = pallet_session::DisabledValidators::<Test>::take();
		Babe::on_finalize(number);
		pallet_session::DisabledValidators::<Test>::put(disabled);
	}
	Authorship::on_finalize(number);
	Grandpa::on_finalize(number);
	System::finalize().hash()
}

pub fn run_blocks(count: u32) {
	(0..count).for_each(|_| next_block())
}

/// Goes to the first block of a session, with every invariant checked in each block.
pub fn run_to_session(session: u32) {
	while Session::current_index() < session {
		next_block();
		ValidatorSet::do_try_state().unwrap();
	}
}

pub fn pre_digest(authority_index: u32, slot: u64) -> Digest {
	let item = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
		authority_index,
		slot: slot.into(),
	});
	Digest {
		logs: vec![DigestItem::PreRuntime(
			sp_consensus_babe::BABE_ENGINE_ID,
			item.encode(),
		)],
	}
}

/// Two different headers for one slot, both sealed by the key of `seed`.
pub fn babe_equivocation(seed: u64, index: u32, slot: Slot) -> sp_consensus_babe::EquivocationProof<Header> {
	let pair = AuthorityPair::from(babe_pair(seed));
	let header = |mark| {
		let mut header = Header::new(
			System::block_number(),
			H256::zero(),
			H256::repeat_byte(mark),
			H256::zero(),
			pre_digest(index, *slot),
		);
		let seal = pair.sign(header.hash().as_ref());
		header
			.digest_mut()
			.push(<DigestItem as CompatibleDigestItem>::babe_seal(seal));
		header
	};
	sp_consensus_babe::EquivocationProof {
		slot,
		offender: pair.public(),
		first_header: header(1),
		second_header: header(2),
	}
}

/// Two votes in one round, both signed by the key of `seed`. Equal targets make no equivocation.
pub fn grandpa_equivocation(
	seed: u64,
	set_id: u64,
	round: u64,
	targets: [u8; 2],
) -> sp_consensus_grandpa::EquivocationProof<H256, u32> {
	let pair = grandpa_pair(seed);
	let vote = |mark| {
		let target = (H256::repeat_byte(mark), 7u32);
		let message =
			sp_consensus_grandpa::Message::<Header>::Prevote(sp_consensus_grandpa::Prevote::<Header> {
				target_hash: target.0,
				target_number: target.1,
			});
		let payload = sp_consensus_grandpa::localized_payload(round, set_id, &message);
		(target, pair.sign(&payload))
	};
	// The layout of the proof: set id, kind of vote, round, who, two signed votes.
	let encoded = (
		set_id,
		0u8,
		round,
		pair.public(),
		vote(targets[0]),
		vote(targets[1]),
	)
		.encode();
	Decode::decode(&mut &encoded[..]).unwrap()
}

pub fn babe_ownership(seed: u64) -> MembershipProof {
	ValidatorSet::prove((sp_consensus_babe::KEY_TYPE, babe_pair(seed).public())).unwrap()
}

pub fn grandpa_ownership(seed: u64) -> MembershipProof {
	ValidatorSet::prove((sp_consensus_grandpa::KEY_TYPE, grandpa_pair(seed).public())).unwrap()
}
