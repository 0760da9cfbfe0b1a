//! Minting: caps, queues, credits.

use crate::*;
use dmex_primitives::{AccountId, Balance, NodePay, PhaseDeposit, ProductPay};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, Weight},
	storage::with_storage_layer,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		Get, UnixTime,
	},
};
use sp_core::H256;
use sp_runtime::{traits::AccountIdConversion, DispatchError};

use super::{apply::Origin, excess};

impl<T: Config> Pallet<T> {
	/// The keyless account that IFIL passes through on its way to products and phases. Nothing of anybody lies there.
	pub fn account_id() -> AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Whether the last checkpoint is younger than 24 hours, by the block of its acceptance and by Filecoin's clock: what operators
	/// catch up with after an outage mints nothing until they have reached the last 24 hours.
	pub(crate) fn is_fresh_checkpoint() -> bool {
		LastCheckpoint::<T>::get().is_some_and(|checkpoint| {
			let is_lately_accepted = checkpoint
				.at
				.checked_add(days::<T::Calendar>(1))
				.is_none_or(|end| Self::now() < end);
			// Before the first report there is no time on Filecoin.
			let is_young = checkpoint.time == 0
				|| checkpoint
					.time
					.checked_add(MAX_CHECKPOINT_AGE_SECONDS)
					.is_none_or(|end| T::UnixTime::now().as_secs() < end);
			is_lately_accepted && is_young
		})
	}

	/// Whether deposits are minted at once.
	fn can_mint() -> bool {
		State::<T>::get() == Status::Running && Self::is_fresh_checkpoint()
	}

	/// Whether what waits is minted: it was there before the gateway wound down, so it is part of the claims.
	fn can_release() -> bool {
		match State::<T>::get() {
			Status::Running => Self::is_fresh_checkpoint(),
			Status::Paused { .. } => false,
			Status::WindingDown { .. } => true,
		}
	}

	/// What may still be minted for deposits now.
	pub(crate) fn mint_room() -> Balance {
		let used = MintWindow::<T>::get()
			.at(Self::hour())
			.total()
			.unwrap_or(Balance::MAX);
		excess(T::DailyMintCap::get(), used)
	}

	fn charge(amount: Balance) -> DispatchResult {
		let mut window = MintWindow::<T>::get().at(Self::hour());
		window.add(amount).ok_or(Error::<T>::Overflow)?;
		MintWindow::<T>::put(window);
		Ok(())
	}

	/// Gives `amount` to `target`, now or later. What products, phases and nodes take does not wait for room under the daily cap, for
	/// it counts when it is reported; but it uses it up. What they leave to the miner waits like anybody's.
	pub(crate) fn grant(
		target: Target,
		amount: Balance,
		deposit: Option<H256>,
		range: RangeIndex,
	) -> DispatchResult {
		let wait = |queue, not_before| {
			let waiting = Waiting {
				target: target.clone(),
				amount,
				deposit,
				range,
				not_before,
			};
			Self::enqueue(queue, waiting)
		};
		match &target {
			Target::Account(_) if amount > T::DepositCap::get() => wait(Queue::Large, Self::in_days(1)?),
			Target::Account(who) => {
				let ends = Queues::<T>::get(Queue::Late);
				let behind = ends.head != ends.tail || Self::due_head(Queue::Large).is_some();
				if !Self::can_mint() || behind || Self::mint_room() < amount {
					return wait(Queue::Late, 0);
				}
				Self::charge(amount)?;
				Self::issue(who, amount)
			}
			_ if !Self::can_mint() => wait(Queue::Pay, 0),
			_ => Self::settle(&target, amount, deposit, range),
		}
	}

	fn enqueue(queue: Queue, waiting: Waiting) -> DispatchResult {
		let mut ends = Queues::<T>::get(queue);
		let index = ends.tail;
		ends.tail = index.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let total = DelayedTotal::<T>::get()
			.checked_add(waiting.amount)
			.ok_or(Error::<T>::Overflow)?;
		Self::deposit_event(Event::MintDelayed {
			queue,
			index,
			target: waiting.target.clone(),
			amount: waiting.amount,
		});
		Queues::<T>::insert(queue, ends);
		DelayedTotal::<T>::put(total);
		Delayed::<T>::insert(queue, index, waiting);
		Ok(())
	}

	/// Mints to an account; what it cannot receive becomes credit.
	pub(crate) fn issue(who: &AccountId, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		if with_storage_layer(|| T::Assets::mint_into(Self::ifil(), who, amount)).is_ok() {
			Self::note_minted(amount)?;
			Self::deposit_event(Event::Minted {
				target: Target::Account(who.clone()),
				amount,
			});
			return Ok(());
		}
		let credit = Credits::<T>::get(who)
			.unwrap_or_default()
			.checked_add(amount)
			.ok_or(Error::<T>::Overflow)?;
		let total = CreditTotal::<T>::get()
			.checked_add(amount)
			.ok_or(Error::<T>::Overflow)?;
		Credits::<T>::insert(who, credit);
		CreditTotal::<T>::put(total);
		Self::deposit_event(Event::CreditBooked {
			who: who.clone(),
			amount,
		});
		Ok(())
	}

	fn note_minted(amount: Balance) -> DispatchResult {
		let minted = Minted::<T>::get()
			.checked_add(amount)
			.ok_or(Error::<T>::Overflow)?;
		Minted::<T>::put(minted);
		Ok(())
	}

	/// Mints to products, phases and nodes. The whole, or an error and nothing.
	///
	/// One minimum balance is minted with it and burnt after, so that whoever takes from the account can leave any rest there: an
	/// assets pallet gives away what is below it.
	fn settle(target: &Target, amount: Balance, deposit: Option<H256>, range: RangeIndex) -> DispatchResult {
		with_storage_layer(|| {
			let account = Self::account_id();
			let seed = T::Assets::minimum_balance(Self::ifil());
			let whole = amount.checked_add(seed).ok_or(Error::<T>::Overflow)?;
			T::Assets::mint_into(Self::ifil(), &account, whole)?;
			let (rest, owner) = Self::hand_over(target, &account, amount)?;
			let back = rest.checked_add(seed).ok_or(Error::<T>::Overflow)?;
			T::Assets::burn_from(
				Self::ifil(),
				&account,
				back,
				Preservation::Expendable,
				Precision::Exact,
				Fortitude::Force,
			)?;
			let taken = amount.checked_sub(rest).ok_or(Error::<T>::Overflow)?;
			Self::charge(taken)?;
			Self::note_minted(taken)?;
			Self::deposit_event(Event::Minted {
				target: target.clone(),
				amount: taken,
			});
			match owner {
				Some(owner) if rest > 0 => Self::grant(Target::Account(owner), rest, deposit, range),
				_ => Ok(()),
			}
		})
	}

	/// Has the target take its money from `account`. Returns what it left, and whose that is.
	fn hand_over(
		target: &Target,
		account: &AccountId,
		amount: Balance,
	) -> Result<(Balance, Option<AccountId>), DispatchError> {
		match target {
			Target::Account(who) => Ok((amount, Some(who.clone()))),
			Target::Product(product) => {
				T::Products::pay(*product, account, amount)?;
				Ok((0, None))
			}
			Target::Phase {
				pool,
				phase,
				account: who,
			} => {
				T::Phases::deposit(*pool, *phase, who, account, amount)?;
				Ok((0, None))
			}
			Target::Node { node, pay } => {
				let id = Self::node_id(*node).ok_or(Error::<T>::NotSetUp)?;
				let issuer = Nodes::<T>::get(node).ok_or(Error::<T>::NotSetUp)?.issuer;
				let principal = amount.checked_sub(*pay).ok_or(Error::<T>::Overflow)?;
				let mut rest: Balance = 0;
				if *pay > 0 {
					rest = T::NodePay::pay_node(&id, account, *pay)?;
					ensure!(rest <= *pay, Error::<T>::Overflow);
				}
				if principal > 0 {
					let own = T::NodePay::return_principal(&id, account, principal)?;
					ensure!(own <= principal, Error::<T>::Overflow);
					rest = rest.checked_add(own).ok_or(Error::<T>::Overflow)?;
				}
				Ok((rest, Some(issuer)))
			}
		}
	}

	/// Mints the next entry of a queue, or as much of it as there is room for. Returns whether there was one.
	pub(crate) fn release_one() -> bool {
		if !Self::can_release() {
			return false;
		}
		let Some((queue, ends, waiting)) = Self::next_to_release() else {
			return false;
		};
		let portion = match queue {
			Queue::Pay => waiting.amount,
			Queue::Late | Queue::Large => waiting.amount.min(Self::mint_room()),
		};
		if portion == 0 {
			return false;
		}
		let released = with_storage_layer(|| Self::release_portion(queue, ends, waiting, portion));
		if let Err(error) = released {
			log::error!(target: "runtime::fil-gateway", "an entry of {queue:?} cannot be released: {error:?}");
			return false;
		}
		true
	}

	/// Payments first. Of the deposits the one that was reported first, or neither small nor large ones could be sure of ever being minted.
	fn next_to_release() -> Option<(Queue, Ends, Waiting)> {
		if let Some(pay) = Self::due_head(Queue::Pay) {
			return Some(pay);
		}
		match (Self::due_head(Queue::Late), Self::due_head(Queue::Large)) {
			(Some(late), Some(large)) if large.2.range < late.2.range => Some(large),
			(late, large) => late.or(large),
		}
	}

	/// The first entry of a queue, if its time has come.
	fn due_head(queue: Queue) -> Option<(Queue, Ends, Waiting)> {
		let ends = Queues::<T>::get(queue);
		let waiting = Delayed::<T>::get(queue, ends.head)?;
		(waiting.not_before <= Self::now()).then_some((queue, ends, waiting))
	}

	fn release_portion(
		queue: Queue,
		mut ends: Ends,
		mut waiting: Waiting,
		portion: Balance,
	) -> DispatchResult {
		let left = waiting.amount.checked_sub(portion).ok_or(Error::<T>::Overflow)?;
		let total = DelayedTotal::<T>::get()
			.checked_sub(portion)
			.ok_or(Error::<T>::Overflow)?;
		DelayedTotal::<T>::put(total);
		let paid = match &waiting.target {
			Target::Account(who) => {
				Self::charge(portion)?;
				Self::issue(who, portion)
			}
			target => Self::settle(target, portion, waiting.deposit, waiting.range),
		};
		if paid.is_err() {
			Self::uncount_pay(&waiting.target)?;
			let origin = Origin {
				deposit: waiting.deposit,
				range: waiting.range,
				..Default::default()
			};
			Self::suspend(portion, SuspenseReason::Refused, origin);
		}
		if left > 0 {
			waiting.amount = left;
			Delayed::<T>::insert(queue, ends.head, waiting);
		} else {
			Delayed::<T>::remove(queue, ends.head);
			ends.head = ends.head.checked_add(1).ok_or(Error::<T>::Overflow)?;
			Queues::<T>::insert(queue, ends);
		}
		Ok(())
	}

	pub(crate) fn do_release(max: u32) -> DispatchResult {
		ensure!(max <= MAX_ITEMS, Error::<T>::TooManySteps);
		Self::release_slice(max);
		Ok(())
	}

	/// Up to `max` mints, and as many refunds. Returns how many of both.
	pub(crate) fn release_slice(max: u32) -> u32 {
		let minted = (0..max).take_while(|_| Self::release_one()).count();
		let refunded = (0..max).take_while(|_| Self::refund_one()).count();
		u32::try_from(minted.saturating_add(refunded)).unwrap_or(u32::MAX)
	}

	pub(crate) fn release_weight(max: u32) -> Weight {
		let steps = u64::from(max.min(MAX_ITEMS));
		T::WeightInfo::release()
			.saturating_add(T::PayWeight::get())
			.saturating_mul(steps)
			.saturating_add(T::WeightInfo::refund().saturating_mul(steps))
	}

	pub(crate) fn do_claim_credit(who: AccountId) -> DispatchResult {
		let amount = Credits::<T>::get(&who).ok_or(Error::<T>::CreditNotFound)?;
		let total = CreditTotal::<T>::get()
			.checked_sub(amount)
			.ok_or(Error::<T>::Overflow)?;
		with_storage_layer(|| T::Assets::mint_into(Self::ifil(), &who, amount))
			.map_err(|_| Error::<T>::CannotReceive)?;
		Self::note_minted(amount)?;
		Credits::<T>::remove(&who);
		CreditTotal::<T>::put(total);
		Self::deposit_event(Event::CreditClaimed { who, amount });
		Ok(())
	}
}
