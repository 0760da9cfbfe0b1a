#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;
pub use runtime_api::*;
pub use types::*;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
mod runtime_api;
mod session;
#[cfg(test)]
mod tests;
mod try_state;
mod types;
pub mod weights;

use sp_runtime::{traits::Convert, Perbill};

const LOG_TARGET: &str = "runtime::validator-set";

/// Days for which a bond answers for what comes to light after its validator is out (§13). Evidence is kept as long.
pub const BONDING_DAYS: u32 = 28;

/// An equivocation costs at least this share of the bond (§13).
pub const MINIMUM_SLASH: Perbill = Perbill::from_percent(10);

/// Sessions whose roots one rotation prunes at most: one is due at each, the rest is for catching up.
pub const MAX_PRUNED_SESSIONS: u32 = 4;

/// The full identification of a validator in historical sessions: nothing but its account. Offence reports hash the whole
/// identification, so that anything that changes (a bond) would make one offence look like two.
pub struct UnitIdentification;

impl<AccountId> Convert<AccountId, Option<()>> for UnitIdentification {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

/// Yields session keys that benchmarks can register.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId, Keys> {
	/// Keys that nobody else has for another `seed`, and the proof that `owner` possesses them.
	fn keys(owner: &AccountId, seed: u32) -> (Keys, alloc::vec::Vec<u8>);
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use dmex_primitives::{Balance, BlockNumber, Calendar};
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{self, Credit},
			OnUnbalanced,
		},
		DefaultNoBound,
	};
	use frame_system::pallet_prelude::*;
	use pallet_session::historical;
	use sp_staking::SessionIndex;

	/// The storage layout of this version.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Session keys are registered through the session pallet. The runtime lets nobody call its `set_keys` and `purge_keys`
	/// directly: they would drop a validator out of the running set.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event<Self>>>
		+ pallet_session::Config<ValidatorId = <Self as frame_system::Config>::AccountId>
		+ historical::Config<FullIdentification = ()>
	{
		/// The reason for which bonds are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// DMC.
		type NativeBalance: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::MutateHold<
				Self::AccountId,
				Reason = <Self as Config>::RuntimeHoldReason,
				Balance = Balance,
			> + fungible::BalancedHold<
				Self::AccountId,
				Reason = <Self as Config>::RuntimeHoldReason,
				Balance = Balance,
			>;

		/// Where slashed bonds go: the risk fund.
		type Slash: OnUnbalanced<Credit<Self::AccountId, Self::NativeBalance>>;

		/// Days, the length of a session, the current block.
		type Calendar: Calendar;

		/// Who admits and ejects: the DAO.
		type AdmissionOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The least bond of one who applies, is admitted or resumes, in DMC. Set by the DAO; who is in stays in when it rises.
		type MinimumBond: Get<Balance>;

		/// Neither suspension nor ejection nor leaving takes the set below this many validators. Set by the DAO; 0 counts as 1.
		type MinimumSetSize: Get<u32>;

		/// The largest set. A hundred or so: rotation walks through it.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// A validator that authored nothing in a session is suspended if it was expected to author this many blocks: those
		/// that the session really had, divided by the size of its set. Where a slot's author is drawn by lot, an honest one of
		/// whom x are expected authors none with a probability of about e^-x: 4 is 2 in 100, 10 is 5 in 100,000. At least 1.
		#[pallet::constant]
		type AbsenceThreshold: Get<u32>;

		/// Weights of the calls and of what runs in sessions.
		type WeightInfo: WeightInfo;

		/// Makes session keys for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId, Self::Keys>;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The bond of an applicant or a validator.
		#[codec(index = 0)]
		ValidatorBond,
	}

	/// The set that the next session to be planned will have. The running and the planned session may differ from it: a change
	/// takes effect with the next session but one.
	///
	/// Its members are exactly the records with [`Status::Active`]. No duplicates.
	#[pallet::storage]
	pub type ActiveSet<T: Config> = StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	/// Everyone with a bond, by account: `bond` equals what is on hold for [`HoldReason::ValidatorBond`]. Applicants are not
	/// limited in number (each has a bond) and nothing walks through them.
	#[pallet::storage]
	pub type Validators<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Validator, OptionQuery>;

	/// The records with [`Status::Leaving`] and [`Status::Ejected`], exactly: out of the set, but not yet out of the sessions.
	#[pallet::storage]
	pub type Departures<T: Config> =
		StorageValue<_, BoundedVec<Departure<T::AccountId>, T::MaxValidators>, ValueQuery>;

	/// Members of [`ActiveSet`] that equivocated while the set could not spare them. They go as soon as it can.
	#[pallet::storage]
	pub type EjectionsDue<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	/// Blocks that each validator authored in the current session. Their sum is [`SessionBlocks`].
	#[pallet::storage]
	pub type AuthoredBlocks<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// Blocks of the current session so far.
	#[pallet::storage]
	pub type SessionBlocks<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The keys of the running session, by its validators. At most `MaxValidators` keys of the session pallet, which have a fixed
	/// size that their type does not state.
	#[pallet::storage]
	#[pallet::unbounded]
	pub type RunningKeys<T: Config> = StorageValue<_, Vec<(T::AccountId, T::Keys)>, ValueQuery>;

	/// The first validators. Their session keys are in the genesis of the session pallet, and both lists must name the same
	/// accounts. DMC must have been endowed before: declare this pallet after Balances and whatever else endows at genesis. It
	/// may stand before or after Session.
	#[pallet::genesis_config]
	#[derive(DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Account and bond.
		pub validators: Vec<(T::AccountId, Balance)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::build_genesis(&self.validators)
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Somebody wants to validate: session keys are registered, the bond is held.
		Applied {
			/// The applicant.
			who: T::AccountId,
			/// On hold.
			bond: Balance,
		},
		/// An application was taken back: keys are removed, the bond is free.
		ApplicationWithdrawn {
			/// Who had applied.
			who: T::AccountId,
			/// Released.
			bond: Balance,
		},
		/// Session keys were replaced, for the session after the next.
		KeysSet {
			/// The owner.
			who: T::AccountId,
		},
		/// The DAO took an applicant into the set.
		Admitted {
			/// The new validator.
			who: T::AccountId,
			/// The first session that it validates.
			since: SessionIndex,
		},
		/// A validator leaves.
		Left {
			/// The validator.
			who: T::AccountId,
			/// The first session without it.
			until: SessionIndex,
		},
		/// A validator was thrown out.
		Ejected {
			/// The validator.
			who: T::AccountId,
			/// The first session without it.
			until: SessionIndex,
			/// Why.
			cause: Cause,
		},
		/// A validator authored nothing in a session in which several blocks were expected of it.
		Suspended {
			/// The validator.
			who: T::AccountId,
			/// The session in which it was absent.
			session: SessionIndex,
			/// The first session without it.
			until: SessionIndex,
		},
		/// A suspended validator comes back.
		Resumed {
			/// The validator.
			who: T::AccountId,
			/// The first session that it validates again.
			since: SessionIndex,
		},
		/// A bond grew.
		BondIncreased {
			/// The owner.
			who: T::AccountId,
			/// Held in addition.
			amount: Balance,
			/// On hold now.
			bond: Balance,
		},
		/// A validator is out of the sessions, and its bond waits for what may still come to light.
		Unbonding {
			/// The owner.
			who: T::AccountId,
			/// On hold.
			bond: Balance,
			/// The block from which it can be withdrawn.
			free_at: BlockNumber,
		},
		/// A bond was given back and the record closed.
		BondWithdrawn {
			/// The owner.
			who: T::AccountId,
			/// Released.
			amount: Balance,
		},
		/// Part of a bond went to the risk fund.
		Slashed {
			/// The offender.
			who: T::AccountId,
			/// The session of the offence.
			session: SessionIndex,
			/// Share of the bond that this session's offence costs in all.
			fraction: Perbill,
			/// Taken now.
			amount: Balance,
			/// Left on hold.
			bond: Balance,
		},
		/// Alarm for the DAO: one who should go stays, because the set would fall below its minimum. Admit others.
		MinimumSetReached {
			/// Who stays.
			who: T::AccountId,
			/// Why it should go.
			cause: Cause,
			/// Validators in the set.
			size: u32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account has applied, validates, or has a bond from validating. Withdraw the application, or leave and withdraw
		/// the bond, before applying again.
		AlreadyRegistered,
		/// The bond is below the minimum that the DAO has set. Bond more (`bond_extra` if there is a bond already).
		BondBelowMinimum,
		/// The account has neither applied nor does it validate. Apply first.
		NotRegistered,
		/// The account is no applicant: it is in the set already, or was.
		NotApplicant,
		/// The account is no validator in service: it was not admitted yet, or is on its way out.
		NotValidating,
		/// Only a suspended validator can resume.
		NotSuspended,
		/// The validator has left or was ejected: keys and bond stay as they are until the bond is free.
		Departed,
		/// The set has its largest size. Eject somebody or wait until somebody leaves.
		SetFull,
		/// The set would fall below its minimum size. Admit another validator first.
		MinimumSetSize,
		/// Too many validators are on their way out at once. Try again after the next session has begun.
		TooManyDepartures,
		/// No session keys are registered for the account. Set them first.
		NoSessionKeys,
		/// The amount is zero. Name one.
		ZeroAmount,
		/// The bond is not on its way back: leave first, and wait until the validator is out of the sessions.
		NotUnbonding,
		/// The bond still answers for what may come to light. Wait for the block that the statement names.
		BondLocked,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxValidators::get() > 0, "a set needs room for a validator");
			assert!(
				T::AbsenceThreshold::get() > 0,
				"who was expected to author nothing is not absent"
			);
			assert!(
				Pallet::<T>::evidence_sessions() > 0,
				"evidence of the running session must be accepted"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Applies for the set with session keys and a bond, which is held. `proof` shows that the caller possesses the keys
		/// (`author_rotateKeysWithOwner` returns both).
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::apply())]
		pub fn apply(
			origin: OriginFor<T>,
			keys: T::Keys,
			proof: Vec<u8>,
			#[pallet::compact] bond: Balance,
		) -> DispatchResult {
			Self::do_apply(ensure_signed(origin)?, keys, proof, bond)
		}

		/// Takes an application back. The bond is free at once, the keys are removed.
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::withdraw_application())]
		pub fn withdraw_application(origin: OriginFor<T>) -> DispatchResult {
			Self::do_withdraw_application(&ensure_signed(origin)?)
		}

		/// Replaces the session keys of an applicant or validator, for the session after the next.
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::set_keys())]
		pub fn set_keys(origin: OriginFor<T>, keys: T::Keys, proof: Vec<u8>) -> DispatchResult {
			Self::do_set_keys(ensure_signed(origin)?, keys, proof)
		}

		/// Takes an applicant into the set, from the next session but one. By the DAO.
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::admit())]
		pub fn admit(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::AdmissionOrigin::ensure_origin(origin)?;
			Self::do_admit(who)
		}

		/// Leaves the set with the next session but one. The bond is free 28 days after that.
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::leave())]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			Self::do_leave(ensure_signed(origin)?)
		}

		/// Throws a validator out of the set with the next session but one, and disables it until then. By the DAO.
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::eject())]
		pub fn eject(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::AdmissionOrigin::ensure_origin(origin)?;
			Self::do_eject(who)
		}

		/// Comes back after a suspension, with the next session but one.
		#[pallet::call_index(6)]
		#[pallet::weight(<T as Config>::WeightInfo::resume())]
		pub fn resume(origin: OriginFor<T>) -> DispatchResult {
			Self::do_resume(ensure_signed(origin)?)
		}

		/// Adds to the bond of an applicant or validator.
		#[pallet::call_index(7)]
		#[pallet::weight(<T as Config>::WeightInfo::bond_extra())]
		pub fn bond_extra(origin: OriginFor<T>, #[pallet::compact] amount: Balance) -> DispatchResult {
			Self::do_bond_extra(ensure_signed(origin)?, amount)
		}

		/// Takes back the bond that is free, removes the keys and closes the record.
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::withdraw_bond())]
		pub fn withdraw_bond(origin: OriginFor<T>) -> DispatchResult {
			Self::do_withdraw_bond(&ensure_signed(origin)?)
		}
	}
}
