#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

pub use pallet::*;

#[cfg(test)]
mod tests;

use core::marker::PhantomData;
use dmex_primitives::{BlockNumber, Calendar, CalendarParameters, Moment};
use frame_support::traits::Get;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::BlockNumberFor;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// Nothing to configure: the numbers come from genesis.
	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// Genesis fixes these for ever. An empty storage reads as the production calendar, so that nothing that runs without a
	/// genesis (integrity tests, benchmarks, metadata) divides by zero.
	#[pallet::storage]
	pub type Parameters<T: Config> = StorageValue<_, CalendarParameters, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The numbers of this chain.
		pub parameters: CalendarParameters,
		/// A production chain refuses every calendar but the protocol's.
		pub production: bool,
		#[serde(skip)]
		#[doc(hidden)]
		pub _marker: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let verdict = if self.production {
				self.parameters.validate_production()
			} else {
				self.parameters.validate()
			};
			if let Err(error) = verdict {
				panic!("{}", error.message())
			}
			Parameters::<T>::put(self.parameters);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	impl<T: Config> Pallet<T> {
		/// 1. The calendar in storage is one that genesis would have accepted.
		pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
			Parameters::<T>::get()
				.validate()
				.map_err(|error| error.message().into())
		}
	}
}

impl<T: Config> Calendar for Pallet<T>
where
	frame_system::pallet_prelude::BlockNumberFor<T>: Into<BlockNumber>,
{
	fn parameters() -> CalendarParameters {
		Parameters::<T>::get()
	}

	fn now() -> BlockNumber {
		frame_system::Pallet::<T>::block_number().into()
	}
}

/// `N` days in blocks, for the `Get` parameters of other pallets.
pub struct Days<C, const N: u32>(PhantomData<C>);
impl<C: Calendar, const N: u32> Get<BlockNumber> for Days<C, N> {
	fn get() -> BlockNumber {
		// `N` is a number of the protocol, at most a few years: the product is far below the range of block numbers.
		C::parameters().days(N).unwrap_or(BlockNumber::MAX)
	}
}

/// A duration of `N` blocks at 28,800 a day, scaled to the calendar, at least 3 blocks.
pub struct Scaled<C, const N: BlockNumber>(PhantomData<C>);
impl<C: Calendar, const N: BlockNumber> Get<BlockNumber> for Scaled<C, N> {
	fn get() -> BlockNumber {
		C::parameters().scaled(N)
	}
}

/// Slot length in milliseconds.
pub struct SlotDuration<C>(PhantomData<C>);
impl<C: Calendar> Get<Moment> for SlotDuration<C> {
	fn get() -> Moment {
		C::parameters().slot_duration_ms
	}
}

/// Half a slot: what `pallet-timestamp` asks for, because BABE doubles it.
pub struct MinimumPeriod<C>(PhantomData<C>);
impl<C: Calendar> Get<Moment> for MinimumPeriod<C> {
	fn get() -> Moment {
		C::parameters().slot_duration_ms / 2
	}
}

/// Slots of an epoch, which is also a session.
pub struct SessionSlots<C>(PhantomData<C>);
impl<C: Calendar> Get<u64> for SessionSlots<C> {
	fn get() -> u64 {
		C::parameters().session_slots().into()
	}
}

/// Sessions that `N` days hold, plus one for the one that has begun.
pub struct SessionsIn<C, const N: u32>(PhantomData<C>);
impl<C: Calendar, const N: u32> Get<u32> for SessionsIn<C, N> {
	fn get() -> u32 {
		let parameters = C::parameters();
		(Days::<C, N>::get() / parameters.session_slots()) + 1
	}
}

sp_api::decl_runtime_apis! {
	/// The lengths that genesis fixed, and where the chain stands in them.
	pub trait CalendarApi {
		/// The numbers of this chain.
		fn calendar() -> CalendarParameters;
		/// The current day; day 0 begins with block 0.
		fn today() -> u32;
	}
}
