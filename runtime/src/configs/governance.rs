//! The DAO: council, elections, referenda, identities.

use super::{parameters::RuntimeParameters, system};
use crate::*;
use adapters::ImbalanceToRiskFund;
use dmex_primitives::constants::DMC;
use frame_support::{
	instances::Instance1,
	parameter_types,
	traits::{ConstBool, ConstU32, LockIdentifier},
	weights::Weight,
};
use frame_system::EnsureSigned;
use pallet_dao::{EnsureShared, ReferendumScheduler};
use pallet_identity::legacy::IdentityInfo;
use sp_runtime::{traits::Verify, Perbill};

/// Seats of the council.
pub const COUNCIL_SIZE: u32 = 7;
/// Ayes that a decision of the council needs.
pub const COUNCIL_THRESHOLD: u32 = 4;
/// Days in which a motion is open, and in which a referendum is voted on.
const VOTING_DAYS: u32 = 7;
/// Voters of an election. All of them are counted in one block, in two thirds of its weight.
pub const MAX_VOTERS: u32 = 8_192;
/// Proposals that wait to be voted on.
pub const MAX_PROPOSALS: u32 = 100;
/// Registrars that judge identities.
const MAX_REGISTRARS: u32 = 20;
/// Days between a referendum's end and its enactment; row 10 waits for five more.
pub const REFERENDUM_ENACTMENT_DAYS: u32 = 2;

/// Nobody. The benchmarks of the SDK's pallets need somebody for whom these doors open: Root, there alone.
#[cfg(not(feature = "runtime-benchmarks"))]
mod closed {
	use super::AccountId;
	use frame_support::traits::NeverEnsureOrigin;
	pub type Nobody = NeverEnsureOrigin<()>;
	pub type NoAccount = NeverEnsureOrigin<AccountId>;
	pub type Force = super::EnsureShared<super::Runtime>;
	pub type Absent = pallet_dao::NoDefaultVote;
}
#[cfg(feature = "runtime-benchmarks")]
mod closed {
	use super::AccountId;
	use frame_system::{EnsureRoot, EnsureRootWithSuccess};
	frame_support::parameter_types! {
		pub Somebody: AccountId = AccountId::new([1; 32]);
	}
	pub type Nobody = EnsureRoot<AccountId>;
	pub type NoAccount = EnsureRootWithSuccess<AccountId, Somebody>;
	pub type Force = EnsureRoot<AccountId>;
	// A benchmark of the standard pallet has a motion approved by the prime member's vote.
	pub type Absent = pallet_collective::PrimeDefaultVote;
}
use closed::{Absent, Force, NoAccount, Nobody};

parameter_types! {
	/// Heaviest call of a motion.
	pub MaxProposalWeight: Weight = Perbill::from_percent(50) * system::MAXIMUM_BLOCK_WEIGHT;
}

impl pallet_collective::Config<Instance1> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = pallet_calendar::Days<Calendar, VOTING_DAYS>;
	type MaxProposals = ConstU32<100>;
	type MaxMembers = ConstU32<COUNCIL_SIZE>;
	// Who does not vote has voted no.
	type DefaultVote = Absent;
	type WeightInfo = weights::pallet_collective::WeightInfo<Runtime>;
	// Seats change by `dao.set_council` and by elections, which never leave fewer than seven.
	type SetMembersOrigin = Nobody;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = Nobody;
	type KillOrigin = Nobody;
	type Consideration = ();
}

parameter_types! {
	/// Lock of the votes in elections.
	pub const ElectionsPalletId: LockIdentifier = *b"dmex/ele";
	/// Bond of a candidate; lost by those who are not elected.
	pub const CandidacyBond: Balance = 1_000 * DMC;
	/// Bond of a voter, returned when it votes no more. More than [`MAX_VOTERS`] voters would stop elections: so many bonds are
	/// more DMC than 4% of what can vote, the turnout with which a referendum changes everything anyway.
	pub const VotingBondBase: Balance = 200 * DMC;
	/// Bond of each vote.
	pub const VotingBondFactor: Balance = system::deposit(0, 32);
}

impl pallet_elections_phragmen::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type PalletId = ElectionsPalletId;
	type Currency = Balances;
	type ChangeMembers = pallet_dao::ElectedCouncil<Runtime>;
	type InitializeMembers = pallet_dao::ElectedCouncil<Runtime>;
	type CurrencyToVote = sp_staking::currency_to_vote::U128CurrencyToVote;
	type CandidacyBond = CandidacyBond;
	type VotingBondBase = VotingBondBase;
	type VotingBondFactor = VotingBondFactor;
	type LoserCandidate = ImbalanceToRiskFund;
	type KickedMember = ImbalanceToRiskFund;
	type DesiredMembers = ConstU32<COUNCIL_SIZE>;
	type DesiredRunnersUp = ConstU32<COUNCIL_SIZE>;
	type TermDuration = pallet_dao::TermDuration<Runtime>;
	type MaxCandidates = ConstU32<64>;
	type MaxVoters = ConstU32<MAX_VOTERS>;
	type MaxVotesPerVoter = ConstU32<16>;
	type WeightInfo = weights::pallet_elections_phragmen::WeightInfo<Runtime>;
}

parameter_types! {
	/// Deposit of a proposal, and of each second; returned when the vote begins. [`MAX_PROPOSALS`] of them shut the door for others
	/// until one is voted on, which happens each day.
	pub const ProposalDeposit: Balance = 1_000 * DMC;
}

impl pallet_democracy::Config for Runtime {
	type WeightInfo = weights::pallet_democracy::WeightInfo<Runtime>;
	type RuntimeEvent = RuntimeEvent;
	// Turns Root into the referendum's own origin and enforces the turnout.
	type Scheduler = ReferendumScheduler<Runtime>;
	type Preimages = Preimage;
	type Currency = Balances;
	type EnactmentPeriod = pallet_calendar::Days<Calendar, REFERENDUM_ENACTMENT_DAYS>;
	type LaunchPeriod = pallet_calendar::Days<Calendar, 1>;
	type VotingPeriod = pallet_calendar::Days<Calendar, VOTING_DAYS>;
	type VoteLockingPeriod = pallet_calendar::Days<Calendar, REFERENDUM_ENACTMENT_DAYS>;
	type MinimumDeposit = ProposalDeposit;
	type InstantAllowed = ConstBool<false>;
	type FastTrackVotingPeriod = pallet_calendar::Days<Calendar, VOTING_DAYS>;
	type CooloffPeriod = pallet_calendar::Days<Calendar, VOTING_DAYS>;
	type MaxVotes = ConstU32<100>;
	type MaxProposals = ConstU32<MAX_PROPOSALS>;
	type MaxDeposits = ConstU32<100>;
	type MaxBlacklisted = ConstU32<100>;
	// Only holders propose; nobody shortens a vote or takes one back.
	type ExternalOrigin = Nobody;
	type ExternalMajorityOrigin = Nobody;
	type ExternalDefaultOrigin = Nobody;
	type SubmitOrigin = EnsureSigned<AccountId>;
	type FastTrackOrigin = Nobody;
	type InstantOrigin = Nobody;
	type CancellationOrigin = Nobody;
	type BlacklistOrigin = Nobody;
	type CancelProposalOrigin = Nobody;
	type VetoOrigin = NoAccount;
	type PalletsOrigin = OriginCaller;
	type Slash = ImbalanceToRiskFund;
}

parameter_types! {
	/// Heaviest call of row 10: half of what the scheduler has in a block.
	pub MaxEnactmentWeight: Weight = Perbill::from_percent(25) * system::MAXIMUM_BLOCK_WEIGHT;
}

impl pallet_dao::Config for Runtime {
	type Calendar = Calendar;
	type DecisionOrigin = pallet_dao::EnsureDecision<Runtime>;
	type Classify = adapters::Decisions;
	type RuntimeParameters = RuntimeParameters;
	type Parameters = adapters::DaoParameters;
	type Scheduler = Scheduler;
	type VotableSupply = adapters::VotableDmc;
	type CouncilSize = ConstU32<COUNCIL_SIZE>;
	type CouncilThreshold = ConstU32<COUNCIL_THRESHOLD>;
	type MaxCallLength = ConstU32<{ 64 * 1024 }>;
	type MaxEnactmentWeight = MaxEnactmentWeight;
	type WeightInfo = weights::pallet_dao::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = benchmarks::DaoHelper;
}

parameter_types! {
	/// Deposit of an identity: room for each registrar's judgement.
	pub const BasicDeposit: Balance = system::deposit(1, 437);
	/// Deposit of each byte of it.
	pub const ByteDeposit: Balance = system::deposit(0, 1);
	/// Deposit of a username: whose it is, and what the account is called.
	pub const UsernameDeposit: Balance = system::deposit(2, 82);
	/// Deposit of a sub-account: the account and its name, and its place in the list of its super-account.
	pub const SubAccountDeposit: Balance = system::deposit(1, 98);
}

impl pallet_identity::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type BasicDeposit = BasicDeposit;
	type ByteDeposit = ByteDeposit;
	type UsernameDeposit = UsernameDeposit;
	type SubAccountDeposit = SubAccountDeposit;
	type MaxSubAccounts = ConstU32<100>;
	type IdentityInformation = IdentityInfo<ConstU32<100>>;
	type MaxRegistrars = ConstU32<MAX_REGISTRARS>;
	type Slashed = ImbalanceToRiskFund;
	type ForceOrigin = Force;
	type RegistrarOrigin = EnsureShared<Runtime>;
	type OffchainSignature = Signature;
	type SigningPublicKey = <Signature as Verify>::Signer;
	type UsernameAuthorityOrigin = Force;
	type PendingUsernameExpiration = pallet_calendar::Days<Calendar, 7>;
	type UsernameGracePeriod = pallet_calendar::Days<Calendar, 30>;
	type MaxSuffixLength = ConstU32<7>;
	type MaxUsernameLength = ConstU32<32>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
	type WeightInfo = weights::pallet_identity::WeightInfo<Runtime>;
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::MaxEncodedLen;
	use dmex_primitives::constants::GENESIS_SUPPLY;
	use frame_support::{
		traits::{Get, StorageInfoTrait},
		BoundedVec,
	};
	use pallet_identity::{Data, Registration, UsernameInfoOf};

	#[test]
	fn deposits_should_cover_the_bytes_that_are_stored() {
		let cost = |items, bytes: usize| system::deposit(items, bytes as u32);
		let account = AccountId::max_encoded_len();
		type Info = <Runtime as pallet_identity::Config>::IdentityInformation;
		type Identity = Registration<Balance, ConstU32<MAX_REGISTRARS>, Info>;
		// The information itself is paid for by its bytes.
		let without_info = Identity::max_encoded_len() - Info::max_encoded_len();
		assert_eq!(BasicDeposit::get(), cost(1, without_info));
		assert_eq!(ByteDeposit::get(), cost(0, 1));
		let sub_account = account + Data::max_encoded_len() + account;
		assert_eq!(SubAccountDeposit::get(), cost(1, sub_account));
		let name =
			BoundedVec::<u8, <Runtime as pallet_identity::Config>::MaxUsernameLength>::max_encoded_len();
		let owner = account + 1 + Balance::max_encoded_len();
		let stored = UsernameInfoOf::<Runtime>::storage_info()[0].max_size.unwrap() as usize;
		// The key is a hash of the username and the username.
		assert_eq!(stored, 16 + name + owner);
		assert_eq!(UsernameDeposit::get(), cost(2, owner + name));
		assert_eq!(VotingBondFactor::get(), cost(0, account));
	}

	#[test]
	fn stopping_elections_should_bind_more_dmc_than_winning_a_referendum() {
		let floor = Perbill::from_percent(4) * (GENESIS_SUPPLY - 10_000_000 * DMC);
		assert!(Balance::from(MAX_VOTERS) * VotingBondBase::get() > floor);
		assert!(Balance::from(MAX_PROPOSALS) * ProposalDeposit::get() >= GENESIS_SUPPLY / 500);
	}

	#[test]
	fn the_largest_election_should_leave_a_third_of_its_block() {
		use pallet_elections_phragmen::{Config, WeightInfo};
		let votes_per_voter: u32 = <Runtime as Config>::MaxVotesPerVoter::get();
		let weight = <Runtime as Config>::WeightInfo::election_phragmen(
			<Runtime as Config>::MaxCandidates::get(),
			MAX_VOTERS,
			MAX_VOTERS * votes_per_voter,
		);
		let two_thirds = Perbill::from_rational(2u32, 3) * system::MAXIMUM_BLOCK_WEIGHT;
		assert!(weight.all_lte(two_thirds), "{weight:?}");
	}
}
