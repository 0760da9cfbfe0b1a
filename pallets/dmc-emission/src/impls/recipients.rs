//! Recipients of the programmes, and what they are offered.

use crate::*;
use dmex_primitives::{emission::BUDGET_SCALE, Balance, Programme, ProgrammeBudget, Recipient};
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Contains};
use sp_core::U256;
use sp_runtime::{ArithmeticError, DispatchError};

impl<T: Config> Pallet<T> {
	/// Settles a recipient, changes it, and books its points with the programme.
	fn change_recipient(
		recipient: &Recipient,
		mut info: RecipientInfo,
		change: impl FnOnce(&mut RecipientInfo),
	) -> Result<RecipientInfo, ArithmeticError> {
		let mut programmes = Programmes::<T>::get();
		let state = programmes.get_mut(programme_of(recipient));
		info.settle(state.cumulative_per_point)
			.ok_or(ArithmeticError::Overflow)?;
		let before = info.effective_points();
		change(&mut info);
		let after = info.effective_points();
		if before != after {
			state.active_points = state
				.active_points
				.checked_sub(before.into())
				.ok_or(ArithmeticError::Underflow)?
				.checked_add(after.into())
				.ok_or(ArithmeticError::Overflow)?;
			Programmes::<T>::put(programmes);
		}
		Ok(info)
	}

	/// A recipient that has points.
	fn live_recipient(recipient: &Recipient) -> Result<RecipientInfo, DispatchError> {
		let info = Recipients::<T>::get(recipient).filter(|info| info.points > 0);
		info.ok_or(Error::<T>::RecipientNotFound.into())
	}

	pub(crate) fn do_add_recipient(recipient: Recipient, points: Points) -> DispatchResult {
		ensure!(points > 0, Error::<T>::ZeroPoints);
		ensure!(
			T::RecipientExists::contains(&recipient),
			Error::<T>::AssetNotFound
		);
		let info = Recipients::<T>::get(recipient).unwrap_or_default();
		ensure!(info.points == 0, Error::<T>::RecipientAlreadyExists);
		let info = Self::change_recipient(&recipient, info, |info| info.points = points)?;
		Recipients::<T>::insert(recipient, info);
		Self::deposit_event(Event::RecipientAdded { recipient, points });
		Ok(())
	}

	pub(crate) fn do_set_points(recipient: Recipient, points: Points) -> DispatchResult {
		ensure!(points > 0, Error::<T>::ZeroPoints);
		let info = Self::live_recipient(&recipient)?;
		let info = Self::change_recipient(&recipient, info, |info| info.points = points)?;
		Recipients::<T>::insert(recipient, info);
		Self::deposit_event(Event::PointsSet { recipient, points });
		Ok(())
	}

	pub(crate) fn do_remove_recipient(recipient: Recipient) -> DispatchResult {
		let info = Self::live_recipient(&recipient)?;
		let info = Self::change_recipient(&recipient, info, |info| info.points = 0)?;
		if info.settled.is_zero() && !info.active {
			Recipients::<T>::remove(recipient);
		} else {
			// Stakers claim what was allotted at any later time, and the recipient may come back: so the record stays. There
			// are never more of them than the DAO has made decisions.
			Recipients::<T>::insert(recipient, info);
		}
		Self::deposit_event(Event::RecipientRemoved { recipient });
		Ok(())
	}
}

impl<T: Config> ProgrammeBudget<T::AccountId> for Pallet<T> {
	fn cumulative_per_point(programme: Programme) -> U256 {
		Programmes::<T>::get().get(programme).cumulative_per_point
	}

	fn cumulative_budget(recipient: &Recipient) -> Result<U256, DispatchError> {
		let info = Recipients::<T>::get(recipient).ok_or(Error::<T>::RecipientNotFound)?;
		let per_point = Self::cumulative_per_point(programme_of(recipient));
		info.cumulative(per_point).ok_or(ArithmeticError::Overflow.into())
	}

	fn set_active(recipient: &Recipient, active: bool) -> DispatchResult {
		let Some(info) = Recipients::<T>::get(recipient) else {
			ensure!(!active, Error::<T>::RecipientNotFound);
			return Ok(());
		};
		if info.active == active {
			return Ok(());
		}
		let info = Self::change_recipient(recipient, info, |info| info.active = active)?;
		Recipients::<T>::insert(recipient, info);
		Self::deposit_event(Event::ActivityChanged {
			recipient: *recipient,
			active,
		});
		Ok(())
	}

	fn mint_from(recipient: &Recipient, who: &T::AccountId, amount: Balance) -> DispatchResult {
		let mut info = Recipients::<T>::get(recipient).ok_or(Error::<T>::RecipientNotFound)?;
		if amount == 0 {
			return Ok(());
		}
		let programme = programme_of(recipient);
		let mut programmes = Programmes::<T>::get();
		let state = programmes.get_mut(programme);
		let cumulative = info
			.cumulative(state.cumulative_per_point)
			.ok_or(ArithmeticError::Overflow)?;

		info.drawn = info.drawn.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		let drawn_scaled = U256::from(info.drawn)
			.checked_mul(BUDGET_SCALE.into())
			.ok_or(ArithmeticError::Overflow)?;
		ensure!(drawn_scaled <= cumulative, Error::<T>::BudgetExceeded);
		state.drawn = state.drawn.checked_add(amount).ok_or(ArithmeticError::Overflow)?;

		let mut totals = Totals::<T>::get();
		let is_minted = Self::mint_or_credit(&mut totals, who, amount)?;
		Totals::<T>::put(totals);
		Programmes::<T>::put(programmes);
		Recipients::<T>::insert(recipient, info);
		if is_minted {
			Self::deposit_event(Event::RewardPaid {
				recipient: *recipient,
				who: who.clone(),
				amount,
			});
		}
		Ok(())
	}
}
