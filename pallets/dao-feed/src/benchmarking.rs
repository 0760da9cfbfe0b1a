//! Benchmarks of every call and of the hook.
#![allow(missing_docs)]

use super::*;
use dmex_primitives::{constants::DMC, hashrate::FIL, BlockNumber, Calendar, NodeId};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;

type Origin<T> = <T as frame_system::Config>::RuntimeOrigin;

fn feeder<T: Config>() -> Result<Origin<T>, BenchmarkError> {
	T::FeedOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// The first block of `day`.
fn goto<T: Config>(day: u32)
where
	BlockNumberFor<T>: From<BlockNumber>,
{
	let block = T::Calendar::parameters().blocks_per_day * day;
	frame_system::Pallet::<T>::set_block_number(block.into());
}

#[benchmarks(where BlockNumberFor<T>: From<BlockNumber>)]
mod benchmarks {
	use super::*;

	/// A day of each of `c` coins falls due.
	#[benchmark]
	fn on_initialize(c: Linear<0, { T::MaxCoins::get() }>) -> Result<(), BenchmarkError> {
		goto::<T>(1);
		for coin in 0..c {
			Pallet::<T>::do_report_day(coin as u16, 0, 1)?;
		}
		goto::<T>(2);

		#[block]
		{
			Pallet::<T>::advance_due_days();
		}

		assert!((0..c).all(|coin| Markets::<T>::get(coin as u16).is_some_and(|m| m.due_through == Some(0))));
		Ok(())
	}

	#[benchmark]
	fn report_node() -> Result<(), BenchmarkError> {
		let origin = feeder::<T>()?;
		let node = NodeId {
			coin: FIL,
			id: BoundedVec::truncate_from([b'1'; 32].to_vec()),
		};

		#[extrinsic_call]
		_(
			origin as Origin<T>,
			node.clone(),
			account("issuer", 0, 0),
			100,
			100,
		);

		assert!(Nodes::<T>::contains_key(node));
		Ok(())
	}

	#[benchmark]
	fn report_day() -> Result<(), BenchmarkError> {
		goto::<T>(2);
		for coin in 1..T::MaxCoins::get() {
			Pallet::<T>::do_report_day(coin as u16, 0, 1)?;
		}
		let origin = feeder::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, FIL, 0, 1);

		assert!(Days::<T>::contains_key(FIL, 0));
		Ok(())
	}

	#[benchmark]
	fn credit_deposit() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::create_wrapped_asset();
		let origin = feeder::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, account("who", 0, 0), DMC);

		Ok(())
	}

	#[benchmark]
	fn pay_product() -> Result<(), BenchmarkError> {
		let product = T::BenchmarkHelper::payable_product();
		let origin = feeder::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, product, DMC);

		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
