//! BABE, GRANDPA, sessions, the validator set.

use crate::*;
use frame_support::{parameter_types, traits::ConstU32};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::traits::OpaqueKeys;

/// Most validators of the set, and most authorities of a session.
pub const MAX_VALIDATORS: u32 = 100;
/// Days in which an offence can be proven, and a bond stays slashable.
pub const SLASHABLE_DAYS: u32 = 28;

parameter_types! {
	/// Blocks in which an equivocation can be reported.
	pub ReportLongevity: u64 =
		<pallet_calendar::Days<Calendar, SLASHABLE_DAYS> as frame_support::traits::Get<BlockNumber>>::get().into();
	/// GRANDPA sets are remembered longer than their equivocations can be reported.
	pub MaxSetIdSessionEntries: u64 = u64::from(ValidatorSet::evidence_sessions()).saturating_add(8);
}

impl pallet_babe::Config for Runtime {
	type EpochDuration = pallet_calendar::SessionSlots<Calendar>;
	type ExpectedBlockTime = pallet_calendar::SlotDuration<Calendar>;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	// It has no other: a report's cost is that of its proof.
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<MAX_VALIDATORS>;
	type MaxNominators = ConstU32<0>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, Offences, ValidatorSet, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<MAX_VALIDATORS>;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = MaxSetIdSessionEntries;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, ValidatorSet, ReportLongevity>;
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = ConstU32<MAX_VALIDATORS>;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = sp_runtime::traits::ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = pallet_session::historical::NoteHistoricalRoot<Self, ValidatorSet>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	// The validator set disables an equivocator itself, at once and in each session until it is out.
	type DisablingStrategy = ();
	type WeightInfo = weights::pallet_session::WeightInfo<Runtime>;
	type Currency = Balances;
	// The validator's bond stands for it.
	type KeyDeposit = ();
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = pallet_validator_set::UnitIdentification;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	type EventHandler = ValidatorSet;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
	type OnOffenceHandler = ValidatorSet;
}

impl pallet_validator_set::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type NativeBalance = Balances;
	type Slash = adapters::DustToRiskFund;
	type Calendar = Calendar;
	type AdmissionOrigin = pallet_dao::EnsureShared<Runtime>;
	type MinimumBond = adapters::MinimumBond;
	type MinimumSetSize = adapters::MinimumSetSize;
	type MaxValidators = ConstU32<MAX_VALIDATORS>;
	// A full set of 100 is expected to author 12 blocks each in a session of an hour.
	type AbsenceThreshold = ConstU32<10>;
	type WeightInfo = weights::pallet_validator_set::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = benchmarks::SessionKeysHelper;
}

/// A production chain needs four validators to tolerate one that fails; quick chains for development run with one.
pub fn default_minimum_set_size() -> u32 {
	use dmex_primitives::Calendar as _;
	if Calendar::parameters().validate_production().is_ok() {
		4
	} else {
		1
	}
}

/// Number type of the chain's blocks, as the pallets see it.
pub type Number = BlockNumberFor<Runtime>;

#[cfg(test)]
mod tests {
	use super::*;
	use frame_support::traits::Get;

	#[test]
	fn an_equivocation_should_be_reportable_as_long_as_a_bond_is_slashable() {
		sp_io::TestExternalities::default().execute_with(|| {
			let blocks = <pallet_calendar::Days<Calendar, SLASHABLE_DAYS> as Get<BlockNumber>>::get();
			assert_eq!(ReportLongevity::get(), u64::from(blocks));
			// Sessions remembered by GRANDPA reach back at least as far.
			let slots = <Runtime as pallet_babe::Config>::EpochDuration::get();
			assert!(MaxSetIdSessionEntries::get() * slots >= u64::from(blocks));
		});
	}
}
