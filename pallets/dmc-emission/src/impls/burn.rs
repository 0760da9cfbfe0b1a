//! Burning, and the supply that votes.

use crate::*;
use dmex_primitives::{constants::SUPPLY_FLOOR, governance::VotableSupply, Balance, BurnLedger};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
	},
};
use sp_runtime::ArithmeticError;

impl<T: Config> BurnLedger<T::AccountId> for Pallet<T> {
	fn burn_from(who: &T::AccountId, amount: Balance) -> DispatchResult {
		let rest = T::Currency::total_issuance()
			.checked_sub(amount)
			.ok_or(Error::<T>::SupplyFloorReached)?;
		ensure!(rest >= SUPPLY_FLOOR, Error::<T>::SupplyFloorReached);
		let mut totals = Totals::<T>::get();
		totals.burnt = totals
			.burnt
			.checked_add(amount)
			.ok_or(ArithmeticError::Overflow)?;
		T::Currency::burn_from(
			who,
			amount,
			Preservation::Expendable,
			Precision::Exact,
			Fortitude::Polite,
		)?;
		Totals::<T>::put(totals);
		Self::deposit_event(Event::Burnt {
			who: who.clone(),
			amount,
		});
		Ok(())
	}

	fn burnt() -> Balance {
		Totals::<T>::get().burnt
	}
}

impl<T: Config> VotableSupply for Pallet<T> {
	/// Total issuance less the ledger account, the risk fund and the foundation.
	fn votable_supply() -> Balance {
		let issuance = T::Currency::total_issuance();
		// These balances are part of the issuance. If they were not, the quorum would rather be too high than too low.
		Self::protocol_held()
			.and_then(|held| issuance.checked_sub(held))
			.unwrap_or(issuance)
	}
}
