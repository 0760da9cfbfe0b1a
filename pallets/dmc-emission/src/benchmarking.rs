//! Benchmarks: each call and the hook, in their most expensive case.

#![allow(missing_docs)]

use super::*;
use dmex_primitives::{constants::*, BlockAuthor, Recipient};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Inspect, Mutate},
	EnsureOrigin,
};
use frame_system::RawOrigin;
use sp_arithmetic::Permill;

type Origin<T> = <T as frame_system::Config>::RuntimeOrigin;

fn dao<T: Config>() -> Result<Origin<T>, BenchmarkError> {
	T::DaoOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn holders<T: Config>() -> Result<Origin<T>, BenchmarkError> {
	T::EmissionOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// The state of genesis, whatever the benchmark started with.
fn fund<T: Config>() {
	T::Currency::set_balance(&Pallet::<T>::ledger_account(), TEAM + PRIVATE_SALE);
	T::Currency::set_balance(&Pallet::<T>::risk_fund_account(), RISK_FUND);
	T::Currency::set_balance(&Pallet::<T>::foundation_account(), FOUNDATION);
	LedgerOwed::<T>::put(TEAM + PRIVATE_SALE);
	for kind in VestingKind::ALL {
		Unassigned::<T>::insert(kind, kind.supply());
	}
}

/// A recipient that has stake, with a budget behind it.
fn recipient<T: Config>() {
	Recipients::<T>::remove(Recipient::Dmc);
	Programmes::<T>::put(ProgrammeStates {
		staking: ProgrammeState {
			active_points: 20,
			cumulative_per_point: (1_000_000 * DMC).into(),
			..Default::default()
		},
		..Default::default()
	});
	Recipients::<T>::insert(
		Recipient::Dmc,
		RecipientInfo {
			points: 20,
			active: true,
			..Default::default()
		},
	);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn on_initialize() -> Result<(), BenchmarkError> {
		fund::<T>();
		recipient::<T>();
		let now = 1_000;
		let author: T::AccountId = whitelisted_caller();
		Totals::<T>::mutate(|totals| totals.last_block = now - 1);
		let shares = Shares::default();
		Terms::<T>::put(EmissionTerms {
			mining_start: Some(1),
			pending_shares: Some(PendingShares {
				shares,
				from_block: now,
			}),
			..Default::default()
		});

		#[block]
		{
			// The runtime may not know an author here; paying one is the expensive case.
			let _ = T::Author::block_author();
			Pallet::<T>::do_share_out(now, Some(author.clone()))
				.map_err(|_| BenchmarkError::Stop("emission does not add up"))?;
		}

		assert!(T::Currency::balance(&author) > 0);
		Ok(())
	}

	#[benchmark]
	fn start_mining() -> Result<(), BenchmarkError> {
		Terms::<T>::kill();
		let origin = dao::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>);

		assert!(Terms::<T>::get().mining_start.is_some());
		Ok(())
	}

	#[benchmark]
	fn set_programme_shares() -> Result<(), BenchmarkError> {
		let origin = holders::<T>()?;
		let percent = Permill::from_percent;

		#[extrinsic_call]
		_(origin as Origin<T>, percent(20), percent(70), percent(10));

		assert!(Terms::<T>::get().pending_shares.is_some());
		Ok(())
	}

	#[benchmark]
	fn add_recipient() -> Result<(), BenchmarkError> {
		recipient::<T>();
		Pallet::<T>::do_remove_recipient(Recipient::Dmc)?;
		let origin = holders::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, Recipient::Dmc, 30);

		assert_eq!(Programmes::<T>::get().staking.active_points, 30);
		Ok(())
	}

	#[benchmark]
	fn set_points() -> Result<(), BenchmarkError> {
		recipient::<T>();
		let origin = holders::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, Recipient::Dmc, 30);

		assert_eq!(Programmes::<T>::get().staking.active_points, 30);
		Ok(())
	}

	#[benchmark]
	fn remove_recipient() -> Result<(), BenchmarkError> {
		recipient::<T>();
		let origin = holders::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, Recipient::Dmc);

		assert_eq!(Programmes::<T>::get().staking.active_points, 0);
		Ok(())
	}

	#[benchmark]
	fn set_author_points() -> Result<(), BenchmarkError> {
		let origin = holders::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, 50);

		assert_eq!(Terms::<T>::get().author_points, 50);
		Ok(())
	}

	#[benchmark]
	fn claim_vested() -> Result<(), BenchmarkError> {
		fund::<T>();
		let who: T::AccountId = whitelisted_caller();
		// A fifth of the private sale has vested at genesis.
		let kind = VestingKind::PrivateSale;
		Pallet::<T>::do_assign_vesting(kind, who.clone(), 1_000 * DMC)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), kind);

		assert!(Schedules::<T>::get(kind, &who).is_some_and(|schedule| schedule.claimed > 0));
		Ok(())
	}

	#[benchmark]
	fn assign_vesting() -> Result<(), BenchmarkError> {
		fund::<T>();
		let who: T::AccountId = account("beneficiary", 0, 0);
		let origin = dao::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, VestingKind::Team, who.clone(), 1_000 * DMC);

		assert!(Schedules::<T>::contains_key(VestingKind::Team, who));
		Ok(())
	}

	#[benchmark]
	fn move_vesting() -> Result<(), BenchmarkError> {
		fund::<T>();
		let from: T::AccountId = account("from", 0, 0);
		let to: T::AccountId = account("to", 0, 0);
		let kind = VestingKind::Team;
		Pallet::<T>::do_assign_vesting(kind, from.clone(), 1_000 * DMC)?;
		let origin = dao::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, kind, from, to.clone());

		assert!(Schedules::<T>::contains_key(kind, to));
		Ok(())
	}

	#[benchmark]
	fn spend_foundation() -> Result<(), BenchmarkError> {
		fund::<T>();
		let who: T::AccountId = account("beneficiary", 0, 0);
		let origin = dao::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, who, FOUNDATION_MONTHLY);

		assert_eq!(FoundationSpending::<T>::get().spent, FOUNDATION_MONTHLY);
		Ok(())
	}

	#[benchmark]
	fn claim_credit() -> Result<(), BenchmarkError> {
		fund::<T>();
		let who: T::AccountId = whitelisted_caller();
		// The ledger has to be topped up: the expensive case.
		T::Currency::set_balance(&Pallet::<T>::ledger_account(), DMC);
		LedgerOwed::<T>::put(DMC);
		let held = DMC - 1;
		Totals::<T>::mutate(|totals| totals.credited = DMC);
		Credits::<T>::insert(&who, ClaimableCredit { unminted: DMC, held });

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!Credits::<T>::contains_key(who));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
