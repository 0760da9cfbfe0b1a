//! System, calendar, time, scheduling, accounts that act for others.

use crate::*;
use dmex_primitives::constants::MILLI_DMC;
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU32, EqualPrivilegeOnly, InstanceFilter, LinearStoragePrice},
	weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
};
use frame_system::{
	limits::{BlockLength, BlockWeights},
	EnsureRoot,
};
use sp_runtime::{traits::AccountIdLookup, Perbill};

/// Deposit for storage that somebody else has to keep: so many items, so many bytes.
pub const fn deposit(items: u32, bytes: u32) -> Balance {
	items as Balance * 100 * MILLI_DMC + bytes as Balance * MILLI_DMC / 10
}

/// Share of a block that ordinary transactions may fill; the rest is for operational ones.
const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(75);
/// Share of a block's weight that is assumed for the hooks when a transaction's own limit is derived.
const AVERAGE_ON_INITIALIZE_RATIO: Perbill = Perbill::from_percent(10);
/// 1.2 s of the 3 s slot: the author and those who import share the slot. A solo chain has no proof size.
pub const MAXIMUM_BLOCK_WEIGHT: Weight = Weight::from_parts(1_200 * WEIGHT_REF_TIME_PER_MILLIS, u64::MAX);
/// Bytes of a block.
pub const MAXIMUM_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

parameter_types! {
	/// Version of the runtime.
	pub const Version: RuntimeVersion = VERSION;
	/// Hashes of this many blocks are kept.
	pub const BlockHashCount: BlockNumber = 2_400;
	/// SS58 prefix of the chain.
	pub const SS58Prefix: u16 = SS58_PREFIX;
	/// Weight limits by class.
	pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
		.base_block(weights::BlockExecutionWeight::get())
		.for_class(DispatchClass::all(), |limits| {
			limits.base_extrinsic = weights::ExtrinsicBaseWeight::get();
		})
		.for_class(DispatchClass::Normal, |limits| {
			limits.max_total = Some(NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT);
		})
		.for_class(DispatchClass::Operational, |limits| {
			limits.max_total = Some(MAXIMUM_BLOCK_WEIGHT);
			limits.reserved = Some(MAXIMUM_BLOCK_WEIGHT - NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT);
		})
		.avg_block_initialization(AVERAGE_ON_INITIALIZE_RATIO)
		.build_or_panic();
	/// Length limits by class.
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |length| {
			*length = NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_LENGTH;
		})
		.build();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type BaseCallFilter = adapters::CallFilter;
	type Block = Block;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type AccountId = AccountId;
	type Nonce = Nonce;
	type Hash = Hash;
	type Lookup = AccountIdLookup<AccountId, ()>;
	type BlockHashCount = BlockHashCount;
	type DbWeight = weights::DatabaseWeight;
	type Version = Version;
	type AccountData = pallet_balances::AccountData<Balance>;
	type SS58Prefix = SS58Prefix;
	type MaxConsumers = ConstU32<64>;
	type SystemWeightInfo = weights::frame_system::WeightInfo<Runtime>;
	type ExtensionsWeightInfo = weights::frame_system_extensions::WeightInfo<Runtime>;
	type SingleBlockMigrations = Migrations;
	type MultiBlockMigrator = MultiBlockMigrations;
}

impl pallet_calendar::Config for Runtime {}

impl pallet_timestamp::Config for Runtime {
	type Moment = Moment;
	type OnTimestampSet = Babe;
	type MinimumPeriod = pallet_calendar::MinimumPeriod<Calendar>;
	type WeightInfo = weights::pallet_timestamp::WeightInfo<Runtime>;
}

parameter_types! {
	/// What the scheduler may use of a block.
	pub MaximumSchedulerWeight: Weight = Perbill::from_percent(50) * MAXIMUM_BLOCK_WEIGHT;
	/// Two items: the preimage, and who keeps it.
	pub const PreimageBaseDeposit: Balance = deposit(2, 59);
	/// Deposit of a preimage per byte.
	pub const PreimageByteDeposit: Balance = deposit(0, 1);
	/// Why a preimage's deposit is held.
	pub const PreimageHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
}

impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = weights::pallet_preimage::WeightInfo<Runtime>;
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHoldReason,
		LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
	>;
}

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaximumSchedulerWeight;
	type ScheduleOrigin = EnsureRoot<AccountId>;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type MaxScheduledPerBlock = ConstU32<50>;
	type WeightInfo = weights::pallet_scheduler::WeightInfo<Runtime>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = weights::pallet_utility::WeightInfo<Runtime>;
}

parameter_types! {
	/// One item: the call's hash in its key, and its fixed part.
	pub const MultisigDepositBase: Balance = deposit(1, 89);
	/// An account id for each signatory.
	pub const MultisigDepositFactor: Balance = deposit(0, 32);
	/// One item without proxies.
	pub const ProxyDepositBase: Balance = deposit(1, 17);
	/// An account id, a type and a delay for each proxy.
	pub const ProxyDepositFactor: Balance = deposit(0, 37);
	/// One item without announcements.
	pub const AnnouncementDepositBase: Balance = deposit(1, 17);
	/// An account id, a hash and a height for each announcement.
	pub const AnnouncementDepositFactor: Balance = deposit(0, 68);
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = weights::pallet_multisig::WeightInfo<Runtime>;
	type BlockNumberProvider = System;
}

/// What a proxy may do in another account's name.
#[derive(
	Copy,
	Clone,
	Eq,
	PartialEq,
	Ord,
	PartialOrd,
	Default,
	Debug,
	codec::Encode,
	codec::Decode,
	codec::DecodeWithMemTracking,
	codec::MaxEncodedLen,
	scale_info::TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	Any,
	/// Everything that does not move money out of the account.
	NonTransfer,
	/// Council, referenda and elections.
	Governance,
	/// A validator's keys and its coming and going; not its bond.
	Validator,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		let governance = matches!(
			call,
			RuntimeCall::Dao(..)
				| RuntimeCall::Council(..)
				| RuntimeCall::Democracy(..)
				| RuntimeCall::Elections(..)
				| RuntimeCall::Utility(..)
		);
		let validator = matches!(
			call,
			RuntimeCall::ValidatorSet(
				pallet_validator_set::Call::set_keys { .. }
					| pallet_validator_set::Call::leave { .. }
					| pallet_validator_set::Call::resume { .. },
			) | RuntimeCall::Utility(..)
		);
		match self {
			Self::Any => true,
			Self::NonTransfer => {
				governance
					|| validator || matches!(
					call,
					RuntimeCall::System(..)
						| RuntimeCall::Timestamp(..)
						| RuntimeCall::Identity(..)
						| RuntimeCall::Multisig(..)
						| RuntimeCall::Emission(
							pallet_dmc_emission::Call::claim_vested { .. }
								| pallet_dmc_emission::Call::claim_credit { .. },
						)
				)
			}
			Self::Governance => governance,
			Self::Validator => validator,
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(a, b) if a == b => true,
			(Self::Any, _) => true,
			(Self::NonTransfer, Self::Governance | Self::Validator) => true,
			_ => false,
		}
	}
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = weights::pallet_proxy::WeightInfo<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = sp_runtime::traits::BlakeTwo256;
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
}

parameter_types! {
	/// What a multi-block migration may use of a block.
	pub MigrationServiceWeight: Weight = Perbill::from_percent(80) * MAXIMUM_BLOCK_WEIGHT;
}

impl pallet_migrations::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Migrations = ();
	#[cfg(feature = "runtime-benchmarks")]
	type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
	type CursorMaxLen = ConstU32<65_536>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = ();
	type FailedMigrationHandler = frame_support::migrations::FreezeChainOnFailedMigration;
	type MaxServiceWeight = MigrationServiceWeight;
	type WeightInfo = weights::pallet_migrations::WeightInfo<Runtime>;
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::MaxEncodedLen;
	use dmex_primitives::constants::MICRO_DMC;
	use frame_support::BoundedVec;

	#[test]
	fn blocks_should_take_two_fifths_of_a_slot() {
		assert_eq!(MAXIMUM_BLOCK_WEIGHT.ref_time(), 1_200_000_000_000);
		assert_eq!(MAXIMUM_BLOCK_WEIGHT.proof_size(), u64::MAX);
		assert!(RuntimeBlockWeights::get().validate().is_ok());
	}

	#[test]
	fn a_wasm_of_three_mebibytes_should_fit_one_transaction() {
		let limit = *RuntimeBlockLength::get().max.get(DispatchClass::Normal);
		assert!(limit > 3 * 1024 * 1024);
	}

	#[test]
	fn deposits_should_cover_the_bytes_that_are_stored() {
		// The values' own encoded lengths, not the numbers above.
		type NoVec<T> = (BoundedVec<T, ConstU32<0>>, Balance);
		let cost = |items, bytes: usize| deposit(items, bytes as u32);
		let account = AccountId::max_encoded_len();
		type Operation = pallet_multisig::Multisig<BlockNumber, Balance, AccountId, ConstU32<0>>;
		let operation = Hash::max_encoded_len() + Operation::max_encoded_len();
		assert_eq!(MultisigDepositBase::get(), cost(1, operation));
		assert_eq!(MultisigDepositFactor::get(), cost(0, account));
		type Proxy = pallet_proxy::ProxyDefinition<AccountId, ProxyType, BlockNumber>;
		assert_eq!(
			ProxyDepositBase::get(),
			cost(1, NoVec::<Proxy>::max_encoded_len())
		);
		assert_eq!(ProxyDepositFactor::get(), cost(0, Proxy::max_encoded_len()));
		type Announcement = pallet_proxy::Announcement<AccountId, Hash, BlockNumber>;
		let none = NoVec::<Announcement>::max_encoded_len();
		assert_eq!(AnnouncementDepositBase::get(), cost(1, none));
		assert_eq!(
			AnnouncementDepositFactor::get(),
			cost(0, Announcement::max_encoded_len())
		);
		type Ticket = pallet_preimage::TicketOf<Runtime>;
		let status = pallet_preimage::RequestStatus::<AccountId, Ticket>::max_encoded_len();
		assert_eq!(PreimageBaseDeposit::get(), cost(2, status));
		assert_eq!(PreimageByteDeposit::get(), cost(0, 1));
		assert_eq!(deposit(1, 0), 100 * MILLI_DMC);
		assert_eq!(deposit(0, 1), 100 * MICRO_DMC);
	}

	#[test]
	fn proxy_types_should_not_open_more_than_they_say() {
		let transfer = RuntimeCall::Balances(pallet_balances::Call::transfer_allow_death {
			dest: MultiAddress::Id(AccountId::new([1; 32])),
			value: 1,
		});
		let leave = RuntimeCall::ValidatorSet(pallet_validator_set::Call::leave {});
		assert!(ProxyType::Any.filter(&transfer));
		for narrow in [
			ProxyType::NonTransfer,
			ProxyType::Governance,
			ProxyType::Validator,
		] {
			assert!(!narrow.filter(&transfer));
			assert!(ProxyType::Any.is_superset(&narrow));
			assert!(!narrow.is_superset(&ProxyType::Any));
		}
		assert!(ProxyType::Validator.filter(&leave) && !ProxyType::Governance.filter(&leave));
	}
}
