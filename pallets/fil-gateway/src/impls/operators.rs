//! Bonds and sets of operators.

use crate::*;
use dmex_primitives::{AccountId, Balance};
use frame_support::{
	ensure,
	pallet_prelude::{ConstU32, DispatchResult, Weight},
	traits::{
		fungible::{BalancedHold, MutateHold},
		tokens::{imbalance::Imbalance, Precision},
		Get, OnUnbalanced,
	},
	BoundedVec,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_bond(who: AccountId, key: OperatorKey, extra: Balance) -> DispatchResult {
		let bond = Bonds::<T>::get(&who);
		let amount = bond
			.map_or(0, |bond| bond.amount)
			.checked_add(extra)
			.ok_or(Error::<T>::Overflow)?;
		ensure!(amount >= T::OperatorBond::get(), Error::<T>::BondTooLow);
		if extra > 0 {
			T::NativeBalance::hold(&HoldReason::OperatorBond.into(), &who, extra)
				.map_err(|_| Error::<T>::InsufficientFunds)?;
		}
		let left_at = bond.and_then(|bond| bond.left_at);
		Bonds::<T>::insert(&who, Bond { key, amount, left_at });
		Self::deposit_event(Event::Bonded { who, key, amount });
		Ok(())
	}

	pub(crate) fn do_withdraw_bond(who: AccountId) -> DispatchResult {
		let bond = Bonds::<T>::get(&who).ok_or(Error::<T>::NoBond)?;
		let member =
			Self::current_set().is_some_and(|(_, set)| set.members.iter().any(|one| one.account == who));
		ensure!(!member, Error::<T>::StillMember);
		if let Some(left_at) = bond.left_at {
			let free_at = left_at
				.checked_add(days::<T::Calendar>(BONDING_DAYS))
				.ok_or(Error::<T>::BlockOutOfRange)?;
			ensure!(Self::now() >= free_at, Error::<T>::BondNotFree);
		}
		if bond.amount > 0 {
			T::NativeBalance::release(
				&HoldReason::OperatorBond.into(),
				&who,
				bond.amount,
				Precision::Exact,
			)?;
		}
		Bonds::<T>::remove(&who);
		Self::deposit_event(Event::BondWithdrawn {
			who,
			amount: bond.amount,
		});
		Ok(())
	}

	/// The set in office, with its number.
	pub fn current_set() -> Option<(SetId, OperatorSet)> {
		let id = CurrentSet::<T>::get()?;
		Some((id, Sets::<T>::get(id)?))
	}

	pub(crate) fn do_set_operators(
		members: BoundedVec<(AccountId, OperatorKey), ConstU32<MAX_OPERATORS>>,
	) -> DispatchResult {
		ensure!(!members.is_empty(), Error::<T>::BadSetSize);
		for (place, (account, key)) in members.iter().enumerate() {
			let twice = members
				.iter()
				.skip(place.saturating_add(1))
				.any(|(a, k)| a == account || k == key);
			ensure!(!twice, Error::<T>::DuplicateMember);
			let bonded = Bonds::<T>::get(account)
				.is_some_and(|bond| bond.key == *key && bond.amount >= T::OperatorBond::get());
			ensure!(bonded, Error::<T>::MemberNotBonded);
		}
		let (now, old) = (Self::now(), Self::current_set());
		let id = match &old {
			Some((id, _)) => id.checked_add(1).ok_or(Error::<T>::Overflow)?,
			None => 0,
		};
		for member in old.iter().flat_map(|(_, set)| &set.members) {
			Bonds::<T>::mutate(&member.account, |bond| {
				if let Some(bond) = bond {
					bond.left_at = Some(now);
				}
			});
		}
		for (account, _) in &members {
			Bonds::<T>::mutate(account, |bond| {
				if let Some(bond) = bond {
					bond.left_at = None;
				}
			});
		}
		let accounts = members.iter().map(|(account, _)| account.clone()).collect();
		let mut set = OperatorSet {
			members: BoundedVec::new(),
			since: now,
		};
		for (account, key) in members {
			set.members
				.try_push(Operator {
					account,
					key,
					disabled: false,
				})
				.map_err(|_| Error::<T>::BadSetSize)?;
		}
		Sets::<T>::insert(id, set);
		if let Some(forgotten) = id.checked_sub(REMEMBERED_SETS) {
			Sets::<T>::remove(forgotten);
		}
		CurrentSet::<T>::put(id);
		Self::deposit_event(Event::OperatorsSet {
			set: id,
			members: accounts,
		});
		Self::restart_open_rounds()
	}

	pub(crate) fn do_report_equivocation(first: SignedVote, second: SignedVote) -> DispatchResult {
		let (a, b) = (first.vote, second.vote);
		ensure!(
			first.operator == second.operator
				&& a.set == b.set
				&& a.subject == b.subject
				&& a.round == b.round
				&& a.digest != b.digest,
			Error::<T>::NoConflict
		);
		let mut set = Sets::<T>::get(a.set).ok_or(Error::<T>::UnknownSet)?;
		let member = set
			.members
			.get_mut(usize::from(first.operator))
			.ok_or(Error::<T>::UnknownOperator)?;
		ensure!(!member.disabled, Error::<T>::AlreadySlashed);
		for signed in [first, second] {
			let payload = signed.vote.payload(&Self::chain());
			ensure!(
				sp_io::crypto::sr25519_verify(&signed.signature, &payload, &member.key),
				Error::<T>::BadSignature
			);
		}
		member.disabled = true;
		let operator = member.account.clone();
		Sets::<T>::insert(a.set, set);
		if let Some((id, mut current)) = Self::current_set() {
			let threshold = current.threshold();
			let seat = (0..)
				.zip(current.members.iter_mut())
				.find(|(_, member)| member.account == operator);
			if let Some((place, member)) = seat {
				member.disabled = true;
				Sets::<T>::insert(id, current);
				Self::withdraw_votes(place, threshold)?;
			}
		}
		let amount = Self::slash(&operator)?;
		Self::deposit_event(Event::Slashed {
			operator,
			set: a.set,
			subject: a.subject,
			amount,
		});
		Ok(())
	}

	/// With votes in both open rounds.
	pub(crate) fn equivocation_weight() -> Weight {
		T::WeightInfo::report_equivocation()
			.saturating_add(T::WeightInfo::open_next_round().saturating_mul(2))
	}

	/// Takes the whole bond.
	fn slash(operator: &AccountId) -> Result<Balance, Error<T>> {
		let Some(bond) = Bonds::<T>::get(operator) else {
			return Ok(0);
		};
		let reason = HoldReason::OperatorBond.into();
		let (credit, _) = T::NativeBalance::slash(&reason, operator, bond.amount);
		let taken = credit.peek();
		T::Slash::on_unbalanced(credit);
		let amount = bond.amount.checked_sub(taken).ok_or(Error::<T>::Overflow)?;
		Bonds::<T>::insert(operator, Bond { amount, ..bond });
		Ok(taken)
	}
}
