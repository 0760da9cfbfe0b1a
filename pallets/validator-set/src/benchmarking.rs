//! One benchmark for each call and for each thing that happens by itself.
#![allow(missing_docs)]

use crate::*;
use alloc::vec::Vec;
use dmex_primitives::{Balance, Calendar};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{fungible::Mutate, EnsureOrigin, Get},
};
use frame_system::RawOrigin;
use pallet_authorship::EventHandler;
use pallet_session::{SessionManager, Validators as Running};
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

const SEED: u32 = 0;

fn minimum<T: Config>() -> Balance {
	T::MinimumBond::get().max(1_000_000_000)
}

/// An endowed account with its own keys.
fn account_with_keys<T: Config>(index: u32) -> (T::AccountId, T::Keys, Vec<u8>)
where
	T::NativeBalance: Mutate<T::AccountId>,
{
	let who: T::AccountId = account("validator", index, SEED);
	let endowment = minimum::<T>().saturating_mul(100);
	let _ = <T::NativeBalance as Mutate<_>>::mint_into(&who, endowment);
	let _ = pallet_session::Pallet::<T>::ensure_can_pay_key_deposit(&who);
	let (keys, proof) = T::BenchmarkHelper::keys(&who, index.saturating_add(1_000));
	(who, keys, proof)
}

fn applicant<T: Config>(index: u32) -> T::AccountId
where
	T::NativeBalance: Mutate<T::AccountId>,
{
	let (who, keys, proof) = account_with_keys::<T>(index);
	assert_ok!(Pallet::<T>::do_apply(who.clone(), keys, proof, minimum::<T>()));
	who
}

/// A set of `count` that runs, and nobody else in it.
fn running_set<T: Config>(count: u32) -> Vec<T::AccountId>
where
	T::NativeBalance: Mutate<T::AccountId>,
{
	ActiveSet::<T>::kill();
	let set: Vec<_> = (0..count)
		.map(|index| {
			let who = applicant::<T>(index);
			assert_ok!(Pallet::<T>::do_admit(who.clone()));
			Validators::<T>::mutate_extant(&who, |validator| validator.status = Status::Active { since: 0 });
			who
		})
		.collect();
	Running::<T>::put(&set);
	set
}

#[benchmarks(where T::NativeBalance: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn apply() {
		let (who, keys, proof) = account_with_keys::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), keys, proof, minimum::<T>());
		assert!(Validators::<T>::contains_key(who));
	}

	#[benchmark]
	fn withdraw_application() {
		let who = applicant::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert!(!Validators::<T>::contains_key(who));
	}

	#[benchmark]
	fn set_keys() {
		let who = applicant::<T>(0);
		let (keys, proof) = T::BenchmarkHelper::keys(&who, 999);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), keys.clone(), proof);
		assert!(pallet_session::Pallet::<T>::load_keys(&who) == Some(keys));
	}

	#[benchmark]
	fn admit() -> Result<(), BenchmarkError> {
		running_set::<T>(T::MaxValidators::get() - 1);
		let who = applicant::<T>(T::MaxValidators::get());
		let origin = T::AdmissionOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());
		assert!(ActiveSet::<T>::get().contains(&who));
		Ok(())
	}

	#[benchmark]
	fn leave() {
		let set = running_set::<T>(T::MaxValidators::get());
		let who = set[set.len() - 1].clone();
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert!(!ActiveSet::<T>::get().contains(&who));
	}

	#[benchmark]
	fn eject() -> Result<(), BenchmarkError> {
		let set = running_set::<T>(T::MaxValidators::get());
		let who = set[set.len() - 1].clone();
		let origin = T::AdmissionOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());
		assert!(!ActiveSet::<T>::get().contains(&who));
		Ok(())
	}

	#[benchmark]
	fn resume() {
		let set = running_set::<T>(T::MaxValidators::get());
		let who = set[0].clone();
		assert!(Pallet::<T>::remove(&who).is_ok());
		Validators::<T>::mutate_extant(&who, |validator| {
			validator.status = Status::Suspended { until: 0 }
		});
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert!(ActiveSet::<T>::get().contains(&who));
	}

	#[benchmark]
	fn bond_extra() {
		let who = applicant::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), minimum::<T>());
		assert_eq!(
			Validators::<T>::get(who).map(|v| v.bond),
			Some(minimum::<T>() * 2)
		);
	}

	#[benchmark]
	fn withdraw_bond() {
		let who = applicant::<T>(0);
		let free_at = T::Calendar::now();
		Validators::<T>::mutate_extant(&who, |validator| validator.status = Status::Unbonding { free_at });
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert!(!Validators::<T>::contains_key(who));
	}

	#[benchmark]
	fn note_author() {
		let who: T::AccountId = account("validator", 0, SEED);
		#[block]
		{
			Pallet::<T>::note_author(who.clone());
		}
		assert_eq!(AuthoredBlocks::<T>::get(who), 1);
	}

	#[benchmark]
	fn end_session(v: Linear<1, { T::MaxValidators::get() }>) {
		running_set::<T>(v);
		SessionBlocks::<T>::put(v * T::AbsenceThreshold::get());
		#[block]
		{
			<Pallet<T> as SessionManager<_>>::end_session(0);
		}
		assert_eq!(SessionBlocks::<T>::get(), 0);
	}

	#[benchmark]
	fn start_session(d: Linear<1, { T::MaxValidators::get() }>) {
		let set = running_set::<T>(d);
		let queued: Vec<_> = set
			.iter()
			.filter_map(|who| Some((who.clone(), pallet_session::Pallet::<T>::load_keys(who)?)))
			.collect();
		pallet_session::QueuedKeys::<T>::put(queued);
		let departures: Vec<_> = set
			.into_iter()
			.map(|who| Departure {
				who,
				until: 1,
				ejected: true,
			})
			.collect();
		Departures::<T>::put(frame_support::BoundedVec::truncate_from(departures));
		#[block]
		{
			<Pallet<T> as SessionManager<_>>::start_session(1);
		}
		assert!(Departures::<T>::get().is_empty());
	}

	#[benchmark]
	fn new_session(v: Linear<1, { T::MaxValidators::get() }>) {
		let set = running_set::<T>(v);
		let current = Pallet::<T>::evidence_sessions() + MAX_PRUNED_SESSIONS + 1;
		pallet_session::CurrentIndex::<T>::put(current);
		pallet_session::historical::StoredRange::<T>::put((0, current));
		let planned;
		#[block]
		{
			planned = <Pallet<T> as SessionManager<_>>::new_session(current + 1);
		}
		assert_eq!(planned, Some(set));
	}

	#[benchmark]
	fn on_offence(k: Linear<1, { T::MaxValidators::get() }>) {
		let set = running_set::<T>(T::MaxValidators::get());
		let offenders: Vec<_> = set
			.into_iter()
			.take(k as usize)
			.map(|who| OffenceDetails {
				offender: (who, ()),
				reporters: Vec::new(),
			})
			.collect();
		let fractions = alloc::vec![MINIMUM_SLASH; k as usize];
		let last = offenders[offenders.len() - 1].offender.0.clone();
		#[block]
		{
			Pallet::<T>::on_offence(&offenders, &fractions, 0);
		}
		assert!(Validators::<T>::get(last).is_some_and(|v| v.slashed > 0));
	}

	impl_benchmark_test_suite! {
		Pallet,
		crate::mock::ExtBuilder::with_validators(1).minimum_set_size(1).build(),
		crate::mock::Test,
	}
}
