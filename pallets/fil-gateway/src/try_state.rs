//! What always holds.

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use dmex_primitives::{AccountId, Balance, Calendar};
use frame_support::{
	ensure,
	traits::{
		fungible::InspectHold as InspectNativeHold,
		fungibles::{Inspect, InspectHold},
	},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks all invariants.
	///
	/// 1. What is owed (minted less burnt, suspense, delayed, credits) is at most what custody holds, as far as reports are applied,
	///    and the shortfall. IFIL that exists is at most what was minted and not burnt.
	/// 2. The totals of suspense, delayed money and credits are the sums of their entries, none of which is 0.
	/// 3. Redemptions of a holder sum up to his hold, and all of them to `Redeeming`; what returns from suspense is marked there with
	///    that redemption, and nothing else is.
	/// 4. Exactly the redemptions in state `Bound` are listed as bound, each once; each cancelling one is in the queue; those that are
	///    undecided are counted.
	/// 5. Rounds are of open subjects; their votes are of distinct members of the set in office that were not slashed, and a quorum agrees
	///    on what is accepted.
	/// 6. The set in office is the latest of the remembered ones, with distinct accounts and keys. Bonds are on hold; members of the set
	///    in office are bonded and have not left.
	/// 7. Queues have entries exactly between their ends.
	/// 8. What is under delivery is the next range or day, fewer pages of it are there than it has unless it is being applied; no page
	///    lies beyond the most there can be.
	/// 9. Nodes were credited at most what was reported of them.
	/// 10. Every day from the first to the last record has its record, and no other; due blocks never go back; no day is due before its
	///     block; the next record is of the day after the last.
	/// 11. No deposit is spent in a range to come; what is spent in the running one is of no round to come.
	/// 12. There is a checkpoint, and a next record, exactly if there is custody.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_books()?;
		Self::try_redemptions()?;
		Self::try_operators()?;
		Self::try_queues()?;
		Self::try_deliveries()?;
		Self::try_oracle()
	}

	fn try_books() -> Result<(), TryRuntimeError> {
		let outstanding = Minted::<T>::get()
			.checked_sub(Burnt::<T>::get())
			.ok_or("1: more burnt than minted")?;
		ensure!(
			T::Assets::total_issuance(Self::ifil()) <= outstanding,
			"1: there is IFIL that nobody minted"
		);
		let owed = [
			SuspenseTotal::<T>::get(),
			DelayedTotal::<T>::get(),
			CreditTotal::<T>::get(),
		]
		.into_iter()
		.try_fold(outstanding, |sum, part| sum.checked_add(part))
		.ok_or("1: overflow")?;
		let covered = Self::reserve()
			.checked_add(Shortfall::<T>::get())
			.ok_or("1: overflow")?;
		ensure!(owed <= covered, "1: more is owed than custody holds");

		let mut sum: Balance = 0;
		for entry in Suspense::<T>::iter_values() {
			ensure!(entry.value > 0, "2: an entry in suspense is empty");
			sum = sum.checked_add(entry.value).ok_or("2: overflow")?;
		}
		ensure!(sum == SuspenseTotal::<T>::get(), "2: suspense");
		let mut sum: Balance = 0;
		for waiting in Delayed::<T>::iter_values() {
			ensure!(waiting.amount > 0, "2: a delayed entry is empty");
			sum = sum.checked_add(waiting.amount).ok_or("2: overflow")?;
		}
		ensure!(sum == DelayedTotal::<T>::get(), "2: delayed money");
		let mut sum: Balance = 0;
		for credit in Credits::<T>::iter_values() {
			ensure!(credit > 0, "2: a credit is empty");
			sum = sum.checked_add(credit).ok_or("2: overflow")?;
		}
		ensure!(sum == CreditTotal::<T>::get(), "2: credits");

		for node in Nodes::<T>::iter_values() {
			ensure!(
				node.credited <= node.reported,
				"9: a node was credited more than it earned"
			);
		}
		Ok(())
	}

	fn try_redemptions() -> Result<(), TryRuntimeError> {
		let mut held = BTreeMap::<AccountId, Balance>::new();
		let mut all: Balance = 0;
		let mut bound = BTreeSet::new();
		let mut undecided: u32 = 0;
		let cancelling: BTreeSet<_> = Cancellations::<T>::iter_values().collect();
		for (id, redemption) in Redemptions::<T>::iter() {
			match &redemption.source {
				Source::Held(who) => {
					let sum = held.entry(who.clone()).or_default();
					*sum = sum.checked_add(redemption.amount).ok_or("3: overflow")?;
					all = all.checked_add(redemption.amount).ok_or("3: overflow")?;
				}
				Source::Suspense(entry) => {
					let entry = Suspense::<T>::get(entry).ok_or("3: what returns is not in suspense")?;
					ensure!(
						entry.returning == Some(id) && entry.value == redemption.amount,
						"3: what returns is not marked"
					);
				}
			}
			match redemption.state {
				RedemptionState::Bound { .. } => {
					bound.insert(id);
				}
				RedemptionState::Cancelling { .. } => {
					ensure!(cancelling.contains(&id), "4: a cancellation is not queued");
				}
				RedemptionState::Undecided { .. } => {
					undecided = undecided.checked_add(1).ok_or("4: overflow")?;
				}
				RedemptionState::Open | RedemptionState::Objected { .. } => (),
			}
		}
		for (id, entry) in Suspense::<T>::iter() {
			let returned = entry.returning.and_then(Redemptions::<T>::get);
			ensure!(
				entry.returning.is_none()
					|| returned.is_some_and(|redemption| redemption.source == Source::Suspense(id)),
				"3: an entry in suspense returns by no redemption"
			);
		}
		ensure!(all == Redeeming::<T>::get(), "3: redeeming");
		for (who, amount) in held {
			let reason = HoldReason::Redemption.into();
			ensure!(
				T::Assets::balance_on_hold(Self::ifil(), &reason, &who) == amount,
				"3: a hold is not what its redemptions are"
			);
		}
		let listed = BoundRedemptions::<T>::get();
		ensure!(
			listed.len() == bound.len() && listed.iter().all(|id| bound.contains(id)),
			"4: bound redemptions"
		);
		ensure!(undecided == Undecided::<T>::get(), "4: undecided redemptions");
		Ok(())
	}

	fn try_operators() -> Result<(), TryRuntimeError> {
		for (who, bond) in Bonds::<T>::iter() {
			let reason = HoldReason::OperatorBond.into();
			ensure!(
				T::NativeBalance::balance_on_hold(&reason, &who) == bond.amount,
				"6: a bond is not on hold"
			);
		}
		let Some((current, set)) = Self::current_set() else {
			ensure!(
				Sets::<T>::iter_keys().next().is_none(),
				"6: a set is not in office"
			);
			return Ok(());
		};
		for id in Sets::<T>::iter_keys() {
			let age = current.checked_sub(id).ok_or("6: a set is to come")?;
			ensure!(age < REMEMBERED_SETS, "6: an old set is remembered");
		}
		let mut accounts = BTreeSet::new();
		let mut keys = BTreeSet::new();
		for member in &set.members {
			ensure!(
				accounts.insert(member.account.clone()) && keys.insert(member.key.0),
				"6: a member is there twice"
			);
			let bond = Bonds::<T>::get(&member.account).ok_or("6: a member has no bond")?;
			ensure!(bond.left_at.is_none(), "6: a member has left");
		}
		for (subject, round) in Rounds::<T>::iter() {
			let open = match subject {
				Subject::Range(range) => {
					LastCheckpoint::<T>::get().is_some_and(|checkpoint| checkpoint.next == range)
				}
				Subject::Oracle(day) => {
					NextRecord::<T>::get().is_some_and(|window| window.day == day && window.to.is_some())
				}
			};
			ensure!(open, "5: a round is of no open subject");
			let voters: BTreeSet<_> = round.votes.iter().map(|vote| vote.operator).collect();
			ensure!(
				voters.len() == round.votes.len()
					&& voters.iter().all(|voter| set
						.members
						.get(usize::from(*voter))
						.is_some_and(|member| !member.disabled)),
				"5: votes of nobody, or twice"
			);
			if let Some(digest) = round.accepted {
				ensure!(
					round.agreeing(&digest) >= set.threshold(),
					"5: accepted without a quorum"
				);
			}
		}
		Ok(())
	}

	fn try_queues() -> Result<(), TryRuntimeError> {
		for queue in [Queue::Pay, Queue::Late, Queue::Large] {
			let ends = Queues::<T>::get(queue);
			let mut count: u64 = 0;
			for index in Delayed::<T>::iter_key_prefix(queue) {
				ensure!(
					(ends.head..ends.tail).contains(&index),
					"7: an entry is not in its queue"
				);
				count = count.checked_add(1).ok_or("7: overflow")?;
			}
			ensure!(
				ends.tail.checked_sub(ends.head) == Some(count),
				"7: a queue has holes"
			);
		}
		let ends = CancellationEnds::<T>::get();
		for index in Cancellations::<T>::iter_keys() {
			ensure!(
				(ends.head..ends.tail).contains(&index),
				"7: a cancellation is not in the queue"
			);
		}
		ensure!(
			ends.tail.checked_sub(ends.head) == u64::try_from(Cancellations::<T>::iter_keys().count()).ok(),
			"7: the cancellations have holes"
		);
		Ok(())
	}

	fn try_deliveries() -> Result<(), TryRuntimeError> {
		let checkpoint = LastCheckpoint::<T>::get();
		let applying = Applying::<T>::exists();
		ensure!(
			checkpoint.is_some() == CustodyInfo::<T>::exists()
				&& checkpoint.is_some() == NextRecord::<T>::exists(),
			"12: custody without a checkpoint, or the other way round"
		);
		let next = checkpoint.map_or(0, |checkpoint| checkpoint.next);
		match RangeDelivery::<T>::get() {
			Some(Delivery {
				header, delivered, ..
			}) => {
				let of = if applying {
					header.range.checked_add(1)
				} else {
					Some(header.range)
				};
				ensure!(of == Some(next), "8: a delivery is of another range");
				let complete = usize::from(delivered) == header.pages.len();
				ensure!(
					complete == applying,
					"8: a delivery is complete and not applied, or the other way round"
				);
			}
			None => ensure!(!applying, "8: something is applied that was not delivered"),
		}
		match RecordDelivery::<T>::get() {
			Some(Delivery {
				header, delivered, ..
			}) => {
				ensure!(
					NextRecord::<T>::get().is_some_and(|window| window.day == header.day),
					"8: a delivery is of another day"
				);
				let complete = usize::from(delivered) == header.pages.len();
				ensure!(
					complete == Recording::<T>::exists(),
					"8: a record is complete and not applied"
				);
			}
			None => ensure!(
				!Recording::<T>::exists(),
				"8: something is recorded that was not delivered"
			),
		}
		let beyond = |index: u16| u32::from(index) >= MAX_PAGES;
		ensure!(
			!Pages::<T>::iter_keys().any(beyond) && !FactPages::<T>::iter_keys().any(beyond),
			"8: a page beyond the last"
		);
		let round = Rounds::<T>::get(Subject::Range(next)).map_or(0, |round| round.round);
		for (range, by) in Spent::<T>::iter_values() {
			ensure!(range <= next, "11: spent in a range to come");
			ensure!(range < next || by <= round, "11: spent by a round to come");
		}
		Ok(())
	}

	fn try_oracle() -> Result<(), TryRuntimeError> {
		let now = Self::now();
		let Some(market) = MarketInfo::<T>::get() else {
			ensure!(
				Days::<T>::iter_keys().next().is_none(),
				"10: a day belongs to no market"
			);
			return Ok(());
		};
		let (mut previous, mut count) = (0, 0usize);
		for day in market.recorded_from..=market.recorded_through {
			let record = Days::<T>::get(day).ok_or("10: a day is missing")?;
			let regular = day
				.checked_add(2)
				.and_then(|day| T::Calendar::parameters().days(day));
			ensure!(
				record.due_at >= previous && Some(record.due_at) >= regular,
				"10: a day is due too early"
			);
			let due = market.due_through.is_some_and(|through| day <= through);
			ensure!(!due || record.due_at <= now, "10: a day is due before its block");
			previous = record.due_at;
			count = count.checked_add(1).ok_or("10: overflow")?;
		}
		ensure!(
			Days::<T>::iter_keys().count() == count,
			"10: a day belongs to no market"
		);
		ensure!(
			NextRecord::<T>::get()
				.is_some_and(|window| window.day.checked_sub(1) == Some(market.recorded_through)),
			"10: the next record is not of the next day"
		);
		Ok(())
	}
}
