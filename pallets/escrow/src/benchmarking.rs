//! One benchmark for each call, and one for the hook.
#![allow(missing_docs)]

use crate::*;
use alloc::vec::Vec;
use dmex_primitives::{Balance, Calendar, ProductState};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{
		fungibles::{Inspect, Mutate},
		EnsureOrigin, Get,
	},
};
use frame_system::RawOrigin;

use dmex_primitives::ProductControl;

fn amount<T: Config>() -> Balance {
	let minimum = T::Assets::minimum_balance(T::BenchmarkHelper::asset());
	minimum.saturating_mul(10).saturating_add(1_000_000)
}

fn decision_origin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::DecisionOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// An active product that is in breach, or nearly.
fn product_with_bad_days<T: Config>(bad_days: u32) -> (ProductId, Serial, T::AccountId) {
	let (product, serial, owner) = T::BenchmarkHelper::active_product();
	Books::<T>::mutate_extant(product, |book| book.bad_days = bad_days);
	(product, serial, owner)
}

/// Money that is withheld, as if a day had closed since the freeze.
fn withhold<T: Config>(product: ProductId) {
	Books::<T>::mutate_extant(product, |book| {
		let gross = book.deposited / 2;
		if let Stage::Frozen(frozen) = &mut book.stage {
			frozen.withheld = gross;
			frozen.good_days = GOOD_DAYS_TO_UNFREEZE;
		}
	});
}

fn product_frozen_in_breach<T: Config>() -> (ProductId, Serial, T::AccountId) {
	let (product, serial, owner) = product_with_bad_days::<T>(BREACH_DAYS);
	assert_ok!(Pallet::<T>::do_freeze(product));
	withhold::<T>(product);
	(product, serial, owner)
}

/// Lapses of `count` products that there are not, behind those that there are.
fn fill_lapses<T: Config>(count: u32) {
	Lapses::<T>::mutate(|queue| {
		for n in 0..count {
			let _ = queue.try_push(Lapse {
				at: u32::MAX,
				product: ProductId::MAX.saturating_sub(n),
			});
		}
	});
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn on_initialize(l: Linear<0, { T::MaxLapsesPerBlock::get() }>) -> Result<(), BenchmarkError> {
		let products: Vec<_> = (0..l)
			.map(|_| {
				let (product, ..) = product_with_bad_days::<T>(0);
				assert_ok!(Pallet::<T>::do_freeze_by_decision(product));
				withhold::<T>(product);
				product
			})
			.collect();
		let now = T::Calendar::now();
		Lapses::<T>::mutate(|queue| queue.iter_mut().for_each(|lapse| lapse.at = now));
		fill_lapses::<T>(T::MaxDecisionFreezes::get());
		#[block]
		{
			Pallet::<T>::lapse_due();
		}
		for product in products {
			assert!(T::Products::state(product) == Some(ProductState::Active));
		}
		Ok(())
	}

	#[benchmark]
	fn freeze() {
		let (product, ..) = product_with_bad_days::<T>(BREACH_DAYS);
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), product);
		assert!(T::Products::state(product) == Some(ProductState::Frozen));
	}

	#[benchmark]
	fn freeze_by_decision() -> Result<(), BenchmarkError> {
		let (product, ..) = product_with_bad_days::<T>(0);
		fill_lapses::<T>(T::MaxDecisionFreezes::get() - 1);
		let origin = decision_origin::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, product);
		assert!(T::Products::state(product) == Some(ProductState::Frozen));
		Ok(())
	}

	#[benchmark]
	fn unfreeze() {
		let (product, ..) = product_with_bad_days::<T>(0);
		assert_ok!(Pallet::<T>::do_freeze_by_decision(product));
		withhold::<T>(product);
		fill_lapses::<T>(T::MaxDecisionFreezes::get() - 1);
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), product);
		assert!(T::Products::state(product) == Some(ProductState::Active));
	}

	#[benchmark]
	fn resume() -> Result<(), BenchmarkError> {
		let (product, ..) = product_with_bad_days::<T>(0);
		assert_ok!(Pallet::<T>::do_freeze_by_decision(product));
		withhold::<T>(product);
		fill_lapses::<T>(T::MaxDecisionFreezes::get() - 1);
		let origin = decision_origin::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, product);
		assert!(T::Products::state(product) == Some(ProductState::Active));
		Ok(())
	}

	#[benchmark]
	fn terminate() -> Result<(), BenchmarkError> {
		let (product, ..) = product_frozen_in_breach::<T>();
		let origin = decision_origin::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, product);
		assert!(T::Products::state(product) == Some(ProductState::Terminated));
		Ok(())
	}

	#[benchmark]
	fn terminate_idle() {
		let (product, ..) = product_frozen_in_breach::<T>();
		let days = T::Calendar::parameters().days(IDLE_DAYS).unwrap_or(u32::MAX);
		// The block of the freeze is moved back, or where there are not so many blocks, time goes on.
		let now = T::Calendar::now();
		if now < days {
			frame_system::Pallet::<T>::set_block_number(days.saturating_add(now).into());
		}
		Books::<T>::mutate_extant(product, |book| {
			if let Stage::Frozen(frozen) = &mut book.stage {
				frozen.since = T::Calendar::now().saturating_sub(days);
				frozen.good_days = 0;
			}
		});
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), product);
		assert!(T::Products::state(product) == Some(ProductState::Terminated));
	}

	#[benchmark]
	fn claim_refund() {
		let (product, serial, owner) = product_frozen_in_breach::<T>();
		assert_ok!(Pallet::<T>::do_terminate(product));
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), product, serial);
		assert!(!Deposits::<T>::contains_key((product, serial)));
	}

	#[benchmark]
	fn claim_credit() {
		let asset = T::BenchmarkHelper::asset();
		let caller: T::AccountId = whitelisted_caller();
		let amount = amount::<T>();
		assert_ok!(T::Assets::mint_into(
			asset.clone(),
			&Pallet::<T>::account_id(),
			amount * 2
		));
		Credits::<T>::insert(&asset, &caller, amount);
		CreditTotals::<T>::insert(&asset, amount);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), asset.clone());
		assert_eq!(T::Assets::balance(asset, &caller), amount);
	}

	impl_benchmark_test_suite! {
		Pallet,
		crate::mock::ExtBuilder.build(),
		crate::mock::Test,
	}
}
