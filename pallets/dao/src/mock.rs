//! A runtime with the real council, democracy, elections, scheduler and preimages, and two blocks a day.
#![allow(missing_docs)]

use crate as pallet_dao;
use crate::*;
use codec::{Decode, DecodeWithMemTracking, Encode};
use dmex_primitives::{Balance, CalendarParameters};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::HoldConsideration, ConstU128, ConstU32, Contains, EqualPrivilegeOnly, LinearStoragePrice,
		LockIdentifier, NeverEnsureOrigin,
	},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSigned};
use scale_info::TypeInfo;
use sp_runtime::{traits::Hash, BuildStorage};

pub type Block = frame_system::mocking::MockBlockU32<Test>;
pub type AccountId = u64;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Preimage: pallet_preimage,
		Scheduler: pallet_scheduler,
		Council: pallet_collective::<Instance1>,
		Democracy: pallet_democracy,
		Elections: pallet_elections_phragmen,
		Utility: pallet_utility,
		Dao: pallet_dao,
		Target: target,
	}
);

pub const MEMBERS: [AccountId; 7] = [1, 2, 3, 4, 5, 6, 7];
/// Holders of DMC, each with [`ENDOWMENT`]; members of the council hold as much.
pub const HOLDERS: core::ops::RangeInclusive<AccountId> = 11..=43;
pub const ENDOWMENT: Balance = 100_000;
pub const DAY: u32 = 2;
pub const WEEK: u32 = 7 * DAY;
pub const YEAR: u32 = 365 * DAY;
pub const DEPOSIT: Balance = 1_000;

/// What there is to decide: one call of each class, guarded as other pallets guard theirs.
#[frame_support::pallet]
pub mod target {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		type Shared: EnsureOrigin<Self::RuntimeOrigin>;
		type Holders: EnsureOrigin<Self::RuntimeOrigin>;
	}

	/// The values that were decided, with how often.
	#[pallet::storage]
	pub type Decided<T> = StorageMap<_, Twox64Concat, u32, u32, ValueQuery>;

	#[pallet::error]
	pub enum Error<T> {
		Failed,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		#[pallet::call_index(0)]
		#[pallet::weight(Weight::from_parts(1_000, 0))]
		pub fn shared(origin: OriginFor<T>, value: u32) -> DispatchResult {
			T::Shared::ensure_origin(origin)?;
			Decided::<T>::mutate(value, |times| *times += 1);
			Ok(())
		}

		#[pallet::call_index(1)]
		#[pallet::weight(Weight::from_parts(1_000, 0))]
		pub fn holders(origin: OriginFor<T>, value: u32, _blob: Vec<u8>) -> DispatchResult {
			T::Holders::ensure_origin(origin)?;
			Decided::<T>::mutate(value, |times| *times += 1);
			Ok(())
		}

		#[pallet::call_index(2)]
		#[pallet::weight(Weight::from_parts(1_000, 0))]
		pub fn delayed(origin: OriginFor<T>, value: u32, _blob: Vec<u8>) -> DispatchResult {
			ensure_root(origin)?;
			Decided::<T>::mutate(value, |times| *times += 1);
			Ok(())
		}

		#[pallet::call_index(3)]
		#[pallet::weight(Weight::from_parts(u64::MAX / 2, 0))]
		pub fn heavy(origin: OriginFor<T>) -> DispatchResult {
			ensure_root(origin)?;
			Ok(())
		}

		#[pallet::call_index(4)]
		#[pallet::weight(Weight::from_parts(1_000, 0))]
		pub fn failing(origin: OriginFor<T>) -> DispatchResult {
			ensure_root(origin)?;
			Err(Error::<T>::Failed.into())
		}
	}
}

impl target::Config for Test {
	type Shared = EnsureShared<Test>;
	type Holders = EnsureHolders<Test>;
}

pub struct TestCalendar;
impl Calendar for TestCalendar {
	fn parameters() -> CalendarParameters {
		CalendarParameters {
			blocks_per_day: DAY,
			..Default::default()
		}
	}
	fn now() -> u32 {
		System::block_number()
	}
}

/// What the runtime's call filter has to do for this pallet.
pub struct CallFilter;
impl Contains<RuntimeCall> for CallFilter {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Council(
				pallet_collective::Call::propose { .. } | pallet_collective::Call::execute { .. },
			) => false,
			RuntimeCall::Democracy(
				pallet_democracy::Call::propose { .. } | pallet_democracy::Call::delegate { .. },
			) => false,
			RuntimeCall::Democracy(call) => is_one_coin_one_vote(call),
			RuntimeCall::Elections(pallet_elections_phragmen::Call::submit_candidacy { .. }) => false,
			_ => true,
		}
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type BaseCallFilter = CallFilter;
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
}

parameter_types! {
	pub const PreimageHold: RuntimeHoldReason = RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
	pub const PreimageBase: Balance = 10;
	pub const PreimagePerByte: Balance = 1;
	pub MaximumSchedulerWeight: Weight = Weight::from_parts(1_000_000_000_000, u64::MAX);
	pub MaxEnactmentWeight: Weight = Weight::from_parts(500_000_000_000, u64::MAX);
	pub const ElectionsId: LockIdentifier = *b"phrelect";
	pub const Week: u32 = WEEK;
	pub const TwoDays: u32 = 2 * DAY;
	pub const MinimumDeposit: Balance = DEPOSIT;
	pub static Votable: Balance = 40 * ENDOWMENT;
}

impl pallet_preimage::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHold,
		LinearStoragePrice<PreimageBase, PreimagePerByte, Balance>,
	>;
}

impl pallet_scheduler::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaximumSchedulerWeight;
	type ScheduleOrigin = EnsureRoot<AccountId>;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type MaxScheduledPerBlock = ConstU32<50>;
	type WeightInfo = ();
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

impl pallet_collective::Config<CouncilInstance> for Test {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = Week;
	type MaxProposals = ConstU32<20>;
	type MaxMembers = ConstU32<7>;
	type DefaultVote = NoDefaultVote;
	type WeightInfo = ();
	type SetMembersOrigin = NeverEnsureOrigin<()>;
	type MaxProposalWeight = MaximumSchedulerWeight;
	type DisapproveOrigin = NeverEnsureOrigin<()>;
	type KillOrigin = NeverEnsureOrigin<()>;
	type Consideration = ();
}

impl pallet_democracy::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type EnactmentPeriod = TwoDays;
	type LaunchPeriod = Week;
	type VotingPeriod = Week;
	type VoteLockingPeriod = TwoDays;
	type FastTrackVotingPeriod = Week;
	type MinimumDeposit = MinimumDeposit;
	type MaxDeposits = ConstU32<100>;
	type MaxBlacklisted = ConstU32<5>;
	type SubmitOrigin = EnsureSigned<AccountId>;
	type ExternalOrigin = NeverEnsureOrigin<()>;
	type ExternalMajorityOrigin = NeverEnsureOrigin<()>;
	type ExternalDefaultOrigin = NeverEnsureOrigin<()>;
	type FastTrackOrigin = NeverEnsureOrigin<()>;
	type CancellationOrigin = NeverEnsureOrigin<()>;
	type BlacklistOrigin = NeverEnsureOrigin<()>;
	type CancelProposalOrigin = NeverEnsureOrigin<()>;
	type VetoOrigin = NeverEnsureOrigin<AccountId>;
	type CooloffPeriod = Week;
	type Slash = ();
	type InstantOrigin = NeverEnsureOrigin<()>;
	type InstantAllowed = frame_support::traits::ConstBool<false>;
	type Scheduler = ReferendumScheduler<Test>;
	type MaxVotes = ConstU32<20>;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = ();
	type MaxProposals = ConstU32<20>;
	type Preimages = Preimage;
}

impl pallet_elections_phragmen::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type PalletId = ElectionsId;
	type Currency = Balances;
	type ChangeMembers = ElectedCouncil<Test>;
	type InitializeMembers = ElectedCouncil<Test>;
	type CurrencyToVote = sp_staking::currency_to_vote::U128CurrencyToVote;
	type CandidacyBond = ConstU128<100>;
	type VotingBondBase = ConstU128<10>;
	type VotingBondFactor = ConstU128<1>;
	type LoserCandidate = ();
	type KickedMember = ();
	type DesiredMembers = ConstU32<7>;
	type DesiredRunnersUp = ConstU32<2>;
	type TermDuration = TermDuration<Test>;
	type MaxCandidates = ConstU32<20>;
	type MaxVoters = ConstU32<30>;
	type MaxVotesPerVoter = ConstU32<7>;
	type WeightInfo = ();
}

impl pallet_utility::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = ();
}

/// Stands for the aggregated type of `pallet-parameters`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum TestParameters {
	/// Percent, up to 5; row 2.
	SaleFee(Option<u32>),
	/// At least 10; row 9.
	MinimumBond(Option<u32>),
}

parameter_types! {
	pub storage StoredFee: u32 = 2;
	pub storage StoredBond: u32 = 50;
}

pub struct TestStore;
impl ParameterStore<TestParameters> for TestStore {
	fn decision(parameter: &TestParameters) -> Decision {
		match parameter {
			TestParameters::SaleFee(_) => Decision::Holders,
			TestParameters::MinimumBond(_) => Decision::Shared,
		}
	}

	fn check(parameter: &TestParameters) -> Result<(), ParameterFault> {
		match parameter {
			TestParameters::SaleFee(None) | TestParameters::MinimumBond(None) => {
				Err(ParameterFault::WithoutValue)
			}
			TestParameters::SaleFee(Some(6..)) => Err(ParameterFault::AboveCap),
			TestParameters::MinimumBond(Some(..10)) => Err(ParameterFault::BelowMinimum),
			_ => Ok(()),
		}
	}

	fn set(parameter: TestParameters) -> sp_runtime::DispatchResult {
		match parameter {
			TestParameters::SaleFee(Some(value)) => StoredFee::set(&value),
			TestParameters::MinimumBond(Some(value)) => StoredBond::set(&value),
			_ => (),
		}
		Ok(())
	}
}

pub struct TestClassify;
impl ClassifyCall<RuntimeCall> for TestClassify {
	fn decision(call: &RuntimeCall) -> Option<Decision> {
		use frame_system::Call as System;
		match call {
			RuntimeCall::Target(target::Call::shared { .. }) => Some(Decision::Shared),
			RuntimeCall::Target(target::Call::holders { .. }) => Some(Decision::Holders),
			RuntimeCall::Target(_) => Some(Decision::Delayed),
			RuntimeCall::System(System::authorize_upgrade { .. }) => Some(Decision::Delayed),
			RuntimeCall::Utility(pallet_utility::Call::batch_all { calls }) => {
				Decision::of_batch(calls.iter().map(Dao::decision_within_batch))
			}
			_ => None,
		}
	}

	fn changes_custody(call: &RuntimeCall) -> bool {
		matches!(call, RuntimeCall::Target(target::Call::delayed { .. }))
	}
}

pub struct TestSupply;
impl VotableSupply for TestSupply {
	fn votable_supply() -> Balance {
		Votable::get()
	}
}

impl Config for Test {
	type Calendar = TestCalendar;
	type DecisionOrigin = EnsureDecision<Test>;
	type Classify = TestClassify;
	type RuntimeParameters = TestParameters;
	type Parameters = TestStore;
	type Scheduler = Scheduler;
	type VotableSupply = TestSupply;
	type CouncilSize = ConstU32<7>;
	type CouncilThreshold = ConstU32<4>;
	type MaxCallLength = ConstU32<10_000>;
	type MaxEnactmentWeight = MaxEnactmentWeight;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = TestHelper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct TestHelper;
#[cfg(feature = "runtime-benchmarks")]
impl benchmarking::BenchmarkHelper<RuntimeCall, TestParameters> for TestHelper {
	fn shared_call(len: u32) -> RuntimeCall {
		batch_all(vec![shared(1); (len / 6).max(1) as usize])
	}
	fn delayed_call(len: u32) -> RuntimeCall {
		delayed(1, len as usize)
	}
	fn parameter() -> TestParameters {
		TestParameters::MinimumBond(Some(60))
	}
}

pub struct ExtBuilder {
	council: Vec<AccountId>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			council: MEMBERS.to_vec(),
		}
	}
}

impl ExtBuilder {
	pub fn council(mut self, council: Vec<AccountId>) -> Self {
		self.council = council;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: MEMBERS
					.into_iter()
					.chain(HOLDERS)
					.map(|who| (who, ENDOWMENT))
					.collect(),
				..Default::default()
			},
			council: pallet_collective::GenesisConfig {
				members: self.council,
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| run_to(1));
		ext
	}

	pub fn build_and_execute(self, test: impl FnOnce()) {
		Votable::set(40 * ENDOWMENT);
		self.build().execute_with(|| {
			test();
			check_everything();
		})
	}

	/// As [`Self::build_and_execute`], in stage 2 from the second block on.
	pub fn community(self, test: impl FnOnce()) {
		self.build_and_execute(|| {
			assert_ok!(Dao::activate_community_stage(council_origin()));
			run_to(2);
			System::reset_events();
			test()
		})
	}
}

/// The invariants of this pallet, and those that only the real scheduler and preimages can show.
pub fn check_everything() {
	Dao::do_try_state().unwrap();
	let mut tasks = 0;
	for (when, agenda) in pallet_scheduler::Agenda::<Test>::iter() {
		for task in agenda.into_iter().flatten() {
			let Some(id) = task.maybe_id.filter(|name| name.starts_with(b"dao/enact")) else {
				continue;
			};
			let id = u32::from_le_bytes(id[9..13].try_into().unwrap());
			let pending = Enactments::<Test>::get(id).expect("nothing is scheduled that is not pending");
			assert_eq!((pending.when, pending.task), (when, task.call));
			assert_eq!(task.origin, frame_system::RawOrigin::Root.into());
			tasks += 1;
		}
	}
	assert_eq!(
		tasks,
		Enactments::<Test>::iter().count(),
		"every enactment is scheduled once"
	);
	if Enactments::<Test>::iter().next().is_none() {
		let requested = pallet_preimage::RequestStatusFor::<Test>::iter_values()
			.filter(|status| matches!(status, pallet_preimage::RequestStatus::Requested { .. }))
			.count();
		let scheduled = pallet_scheduler::Agenda::<Test>::iter_values()
			.flat_map(|agenda| agenda.into_iter().flatten())
			.filter(|task| task.call.lookup_needed())
			.count();
		assert!(requested <= scheduled, "a preimage is held that nobody needs");
	}
}

pub fn run_to(block: u32) {
	System::run_to_block::<AllPalletsWithSystem>(block);
}

pub fn run(blocks: u32) {
	run_to(System::block_number() + blocks);
}

pub fn council_origin() -> RuntimeOrigin {
	pallet_collective::RawOrigin::Members(4, 7).into()
}

pub fn referendum_origin() -> RuntimeOrigin {
	Origin::Referendum.into()
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn shared(value: u32) -> RuntimeCall {
	RuntimeCall::Target(target::Call::shared { value })
}

pub fn holders(value: u32) -> RuntimeCall {
	RuntimeCall::Target(target::Call::holders { value, blob: vec![] })
}

/// A call of row 4 that is too long to be stored without its preimage.
pub fn long_holders(value: u32) -> RuntimeCall {
	RuntimeCall::Target(target::Call::holders {
		value,
		blob: vec![0; 300],
	})
}

pub fn delayed(value: u32, len: usize) -> RuntimeCall {
	RuntimeCall::Target(target::Call::delayed {
		value,
		blob: vec![0; len],
	})
}

pub fn schedule(call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Dao(Call::schedule_enactment { call: Box::new(call) })
}

pub fn batch_all(calls: Vec<RuntimeCall>) -> RuntimeCall {
	RuntimeCall::Utility(pallet_utility::Call::batch_all { calls })
}

pub fn decided(value: u32) -> u32 {
	target::Decided::<Test>::get(value)
}

pub fn hash(call: &RuntimeCall) -> <Test as frame_system::Config>::Hash {
	<Test as frame_system::Config>::Hashing::hash_of(call)
}

/// Proposes a motion and has `ayes` members vote for it.
pub fn motion(call: &RuntimeCall, ayes: usize) -> u32 {
	let index = pallet_collective::ProposalCount::<Test, CouncilInstance>::get();
	let members = Dao::council();
	assert_ok!(Dao::propose_motion(signed(members[0]), Box::new(call.clone())));
	for member in &members[..ayes] {
		assert_ok!(Council::vote(signed(*member), hash(call), index, true));
	}
	index
}

pub fn close(call: &RuntimeCall, index: u32) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Council::close(
		signed(11),
		hash(call),
		index,
		MaximumSchedulerWeight::get(),
		100_000,
	)
}

/// Carries a motion with 4 ayes.
pub fn carry(call: &RuntimeCall) -> sp_runtime::DispatchResult {
	let index = motion(call, 4);
	assert_ok!(close(call, index));
	System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => Some(result),
			_ => None,
		})
		.expect("a motion that is carried is executed")
}

/// Has the first waiting proposal tabled; the number of its referendum.
pub fn table() -> u32 {
	let next = pallet_democracy::ReferendumCount::<Test>::get();
	while pallet_democracy::ReferendumCount::<Test>::get() == next {
		run(1);
	}
	next
}

pub fn vote(who: AccountId, referendum: u32, aye: bool, balance: Balance) {
	let vote = pallet_democracy::Vote {
		aye,
		conviction: pallet_democracy::Conviction::Locked1x,
	};
	let vote = pallet_democracy::AccountVote::Standard { vote, balance };
	let call = RuntimeCall::Democracy(pallet_democracy::Call::vote {
		ref_index: referendum,
		vote,
	});
	assert_ok!(sp_runtime::traits::Dispatchable::dispatch(call, signed(who)));
}

/// Proposes `call`, has it tabled and approved with `turnout`; returns with the votes counted.
pub fn approve(call: &RuntimeCall, turnout: Balance) -> u32 {
	assert_ok!(Dao::propose_referendum(
		signed(11),
		Box::new(call.clone()),
		DEPOSIT
	));
	let referendum = table();
	let mut left = turnout;
	for who in HOLDERS {
		let balance = left.min(ENDOWMENT / 2);
		if balance > 0 {
			vote(who, referendum, true, balance);
		}
		left -= balance;
	}
	assert_eq!(left, 0, "the holders hold less than the turnout");
	run(WEEK);
	referendum
}

pub fn dao_events() -> Vec<Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Dao(event) => Some(event),
			_ => None,
		})
		.collect()
}

pub fn last_dao_event() -> Event<Test> {
	dao_events().pop().expect("the pallet has deposited an event")
}
