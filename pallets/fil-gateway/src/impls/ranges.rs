//! Delivery of range reports: the header, then the pages, in any order.

use crate::{errors::invalid, *};
use dmex_primitives::Balance;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, TransactionSource, TransactionValidityWithRefund},
};
use sp_core::{H256, U256};

impl<T: Config> Pallet<T> {
	pub(crate) fn authorize_header(
		_: TransactionSource,
		header: &RangeHeader,
	) -> TransactionValidityWithRefund {
		Self::check_header(header).map_err(invalid::<T>)?;
		Self::authorized((b"header", digest(header)))
	}

	/// Whether a quorum voted for this report, and its header is not there yet.
	pub(crate) fn check_header(header: &RangeHeader) -> Result<(Checkpoint, u32), Error<T>> {
		let checkpoint = LastCheckpoint::<T>::get().ok_or(Error::<T>::NotSetUp)?;
		let subject = Subject::Range(header.range);
		Self::ensure_open(subject)?;
		ensure!(!Applying::<T>::exists(), Error::<T>::StillApplying);
		ensure!(!RangeDelivery::<T>::exists(), Error::<T>::AlreadyDelivered);
		let round = Rounds::<T>::get(subject).ok_or(Error::<T>::NotAccepted)?;
		ensure!(round.accepted == Some(digest(header)), Error::<T>::NotAccepted);
		Ok((checkpoint, round.round))
	}

	pub(crate) fn do_submit_header(header: RangeHeader) -> DispatchResult {
		let (checkpoint, round) = Self::check_header(&header)?;
		let range = header.range;
		let delta = match header.verdict {
			Verdict::Sound => 0,
			Verdict::Unexplained { delta }
				if DeltaAccepted::<T>::get() == Some(AcceptedDelta { range, delta }) =>
			{
				delta
			}
			Verdict::Unexplained { delta } => {
				return Self::void_report(range, round, Fault::Unexplained { range, delta })
			}
			Verdict::FinalityViolation => {
				return Self::void_report(
					range,
					round,
					Fault::Finality {
						tipset: header.tipset,
					},
				)
			}
		};
		if !Self::adds_up(&checkpoint, &header, delta) {
			return Self::void_report(range, round, Fault::Conservation);
		}
		Self::check_signers(header.signers)?;
		let complete = header.pages.is_empty();
		let delivery = Delivery {
			header,
			round,
			delivered: 0,
		};
		if complete {
			Self::complete_range(checkpoint, delivery)
		} else {
			RangeDelivery::<T>::put(delivery);
			Ok(())
		}
	}

	/// Sums of all credits (dust included) and of all debits.
	fn sums(header: &RangeHeader) -> Option<(Balance, Balance)> {
		header
			.pages
			.iter()
			.try_fold((header.dust.amount, 0 as Balance), |(credits, debits), page| {
				Some((
					credits.checked_add(page.credits)?,
					debits.checked_add(page.debits)?,
				))
			})
	}

	/// Whether it begins where the last one ended and end = start + credits - debits + delta.
	fn adds_up(checkpoint: &Checkpoint, header: &RangeHeader, delta: i128) -> bool {
		let Some((credits, debits)) = Self::sums(header) else {
			return false;
		};
		let (gain, loss) = if delta > 0 {
			(delta.unsigned_abs(), 0)
		} else {
			(0, delta.unsigned_abs())
		};
		let whole = |a: Balance, b: Balance, c: Balance| {
			U256::from(a)
				.checked_add(b.into())
				.and_then(|sum| sum.checked_add(c.into()))
		};
		let sound_pages = header
			.pages
			.iter()
			.all(|page| page.items > 0 && u32::from(page.items) <= MAX_ITEMS);
		let left = whole(header.start_balance, credits, gain);
		header.start_balance == checkpoint.balance
			&& header.time >= checkpoint.time
			&& sound_pages
			&& left.is_some()
			&& left == whole(header.end_balance, debits, loss)
	}

	/// The report counts as never delivered; ranges wait for the DAO, and the gateway pauses.
	fn void_report(range: RangeIndex, round: u32, fault: Fault) -> DispatchResult {
		Halted::<T>::put(true);
		Self::pause(fault);
		Self::next_round(Subject::Range(range), round)
	}

	/// Signers are those that are known, or those that were announced; else the gateway pauses.
	fn check_signers(found: H256) -> DispatchResult {
		let mut custody = CustodyInfo::<T>::get().ok_or(Error::<T>::NotSetUp)?;
		if custody.signers.digest() == found {
			return Ok(());
		}
		match custody.announced.take() {
			Some(announced) if announced.digest() == found => {
				custody.signers = announced;
				CustodyInfo::<T>::put(custody);
				Self::deposit_event(Event::SignersChanged);
			}
			_ => Self::pause(Fault::Signers),
		}
		Ok(())
	}

	pub(crate) fn authorize_page(
		_: TransactionSource,
		range: &RangeIndex,
		index: &u16,
		items: &Items,
	) -> TransactionValidityWithRefund {
		let (delivery, _) = Self::check_page(*range, *index, items).map_err(invalid::<T>)?;
		Self::authorized((b"page", range, delivery.round, index))
	}

	pub(crate) fn check_page(
		range: RangeIndex,
		index: u16,
		items: &Items,
	) -> Result<(Delivery<RangeHeader>, PageSummary), Error<T>> {
		let delivery = RangeDelivery::<T>::get()
			.filter(|delivery| delivery.header.range == range && !Applying::<T>::exists())
			.ok_or(Error::<T>::NothingUnderDelivery)?;
		let summary = *delivery
			.header
			.pages
			.get(usize::from(index))
			.ok_or(Error::<T>::UnknownPage)?;
		let there =
			Pages::<T>::get(index).is_some_and(|page| page.of == range && page.round == delivery.round);
		ensure!(!there, Error::<T>::AlreadyDelivered);
		ensure!(digest(items) == summary.hash, Error::<T>::WrongPage);
		Ok((delivery, summary))
	}

	pub(crate) fn do_submit_page(range: RangeIndex, index: u16, items: Items) -> DispatchResult {
		let (mut delivery, summary) = Self::check_page(range, index, &items)?;
		let round = delivery.round;
		if !Self::page_adds_up(&summary, &items) {
			return Self::void_report(range, round, Fault::Conservation);
		}
		let custody = CustodyInfo::<T>::get().ok_or(Error::<T>::NotSetUp)?;
		for id in items.iter().filter_map(|item| Self::item_id(&custody, item)) {
			if Self::is_spent(&id, range, round) {
				return Self::void_report(range, round, Fault::Spent { id });
			}
			Spent::<T>::insert(id, (range, round));
		}
		Pages::<T>::insert(
			index,
			Page {
				of: range,
				round,
				body: items,
			},
		);
		delivery.delivered = delivery.delivered.checked_add(1).ok_or(Error::<T>::Overflow)?;
		Self::deposit_event(Event::PageDelivered {
			subject: Subject::Range(range),
			index,
		});
		if usize::from(delivery.delivered) == delivery.header.pages.len() {
			let checkpoint = LastCheckpoint::<T>::get().ok_or(Error::<T>::NotSetUp)?;
			Self::complete_range(checkpoint, delivery)
		} else {
			RangeDelivery::<T>::put(delivery);
			Ok(())
		}
	}

	fn page_adds_up(summary: &PageSummary, items: &Items) -> bool {
		let sums = items.iter().try_fold(
			(0 as Balance, 0 as Balance),
			|(credits, debits), item| match item {
				Item::Credit(credit) if credit.value > 0 => {
					Some((credits.checked_add(credit.value)?, debits))
				}
				Item::Debit(debit) if debit.value > 0 => Some((credits, debits.checked_add(debit.value)?)),
				Item::Bind(_) => Some((credits, debits)),
				_ => None,
			},
		);
		sums == Some((summary.credits, summary.debits)) && items.len() == usize::from(summary.items)
	}

	/// The identity of what moved; none of a binding.
	pub(crate) fn item_id(custody: &Custody, item: &Item) -> Option<H256> {
		match item {
			Item::Credit(credit) => Some(deposit_id(
				&custody.genesis,
				custody.id,
				&credit.cid,
				&credit.path,
			)),
			Item::Debit(debit) => Some(debit_id(&custody.genesis, custody.id, &debit.cid, &debit.path)),
			Item::Bind(_) => None,
		}
	}

	/// Whether `id` was spent by an accepted report, or is in this one already. What a void report spent does not count.
	pub(crate) fn is_spent(id: &H256, range: RangeIndex, round: u32) -> bool {
		match Spent::<T>::get(id) {
			None => false,
			Some((spent_in, spent_by)) if spent_in == range => spent_by == round,
			Some((spent_in, spent_by)) => LaterRounds::<T>::get(spent_in).unwrap_or_default() == spent_by,
		}
	}

	/// Everything is there: the checkpoint moves on, and the items are applied from now on.
	fn complete_range(checkpoint: Checkpoint, delivery: Delivery<RangeHeader>) -> DispatchResult {
		let header = &delivery.header;
		let (credits, debits) = Self::sums(header).ok_or(Error::<T>::Overflow)?;
		if delivery.round > 0 {
			LaterRounds::<T>::insert(header.range, delivery.round);
		}
		Rounds::<T>::remove(Subject::Range(header.range));
		LastCheckpoint::<T>::put(Checkpoint {
			next: checkpoint.next.checked_add(1).ok_or(Error::<T>::Overflow)?,
			tipset: header.tipset,
			time: header.time,
			balance: header.end_balance,
			head: Some(header.head),
			at: Self::now(),
		});
		if let Verdict::Unexplained { delta } = header.verdict {
			Self::book_delta(header.range, delta)?;
			DeltaAccepted::<T>::kill();
		}
		Self::deposit_event(Event::RangeAccepted {
			range: header.range,
			balance: header.end_balance,
			credits,
			debits,
		});
		Applying::<T>::put(Progress {
			page: 0,
			item: 0,
			credits,
			debits,
		});
		RangeDelivery::<T>::put(delivery);
		Ok(())
	}
}
