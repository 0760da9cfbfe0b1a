//! The record of a day: its window, its delivery, its application.

use crate::{errors::invalid, *};
use dmex_primitives::{Calendar, Day};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, TransactionSource, TransactionValidityWithRefund},
};

impl<T: Config> Pallet<T> {
	/// The last height below `range`.
	pub fn height_of(range: RangeIndex) -> u64 {
		u64::from(range).saturating_mul(T::Calendar::parameters().epochs_per_range.into())
	}

	/// Once a day is over and a day's epochs are reported, the next record covers them up to the last checkpoint. After a stall it
	/// covers one day of epochs at a time. So windows follow each other without gaps, and are never empty.
	pub(crate) fn fix_window() {
		let Some(window) = NextRecord::<T>::get() else {
			return;
		};
		// Nodes that a report binds are part of the window only once it is applied.
		if window.to.is_some() || window.day >= T::Calendar::today() || Applying::<T>::exists() {
			return;
		}
		let Some(checkpoint) = LastCheckpoint::<T>::get() else {
			return;
		};
		let height = Self::height_of(checkpoint.next);
		let day = u64::from(T::Calendar::parameters().epochs_per_day);
		let Some(one_day) = window.from.checked_add(day).filter(|end| *end <= height) else {
			return;
		};
		let behind = one_day.checked_add(day).is_some_and(|end| end <= height);
		let to = if behind { one_day } else { height };
		NextRecord::<T>::put(OracleWindow {
			to: Some(to),
			..window
		});
		// The time for the second round counts from here.
		Rounds::<T>::insert(
			Subject::Oracle(window.day),
			Round {
				opened_at: Self::now(),
				..Default::default()
			},
		);
	}

	pub(crate) fn authorize_oracle_header(
		_: TransactionSource,
		header: &OracleHeader,
	) -> TransactionValidityWithRefund {
		Self::check_oracle_header(header).map_err(invalid::<T>)?;
		Self::authorized((b"record", digest(header)))
	}

	pub(crate) fn check_oracle_header(header: &OracleHeader) -> Result<u32, Error<T>> {
		let subject = Subject::Oracle(header.day);
		Self::ensure_open(subject)?;
		let window = NextRecord::<T>::get().ok_or(Error::<T>::NotSetUp)?;
		ensure!(
			header.from == window.from && Some(header.to) == window.to,
			Error::<T>::DayOutOfSequence
		);
		ensure!(!RecordDelivery::<T>::exists(), Error::<T>::AlreadyDelivered);
		let round = Rounds::<T>::get(subject).ok_or(Error::<T>::NotAccepted)?;
		ensure!(round.accepted == Some(digest(header)), Error::<T>::NotAccepted);
		Ok(round.round)
	}

	pub(crate) fn do_submit_oracle_header(header: OracleHeader) -> DispatchResult {
		let round = Self::check_oracle_header(&header)?;
		if header.pages.is_empty() {
			Self::begin_recording(header.day);
		}
		RecordDelivery::<T>::put(Delivery {
			header,
			round,
			delivered: 0,
		});
		Ok(())
	}

	fn begin_recording(day: Day) {
		Rounds::<T>::remove(Subject::Oracle(day));
		Recording::<T>::put(FactsProgress::default());
	}

	pub(crate) fn authorize_facts(
		_: TransactionSource,
		day: &Day,
		index: &u16,
		facts: &Facts,
	) -> TransactionValidityWithRefund {
		let delivery = Self::check_facts(*day, *index, facts).map_err(invalid::<T>)?;
		Self::authorized((b"facts", day, delivery.round, index))
	}

	pub(crate) fn check_facts(
		day: Day,
		index: u16,
		facts: &Facts,
	) -> Result<Delivery<OracleHeader>, Error<T>> {
		let delivery = RecordDelivery::<T>::get()
			.filter(|delivery| delivery.header.day == day && !Recording::<T>::exists())
			.ok_or(Error::<T>::NothingUnderDelivery)?;
		let summary = delivery
			.header
			.pages
			.get(usize::from(index))
			.ok_or(Error::<T>::UnknownPage)?;
		let there =
			FactPages::<T>::get(index).is_some_and(|page| page.of == day && page.round == delivery.round);
		ensure!(!there, Error::<T>::AlreadyDelivered);
		ensure!(
			digest(facts) == summary.hash && facts.len() == usize::from(summary.items),
			Error::<T>::WrongPage
		);
		Ok(delivery)
	}

	pub(crate) fn do_submit_facts(day: Day, index: u16, facts: Facts) -> DispatchResult {
		let mut delivery = Self::check_facts(day, index, &facts)?;
		FactPages::<T>::insert(
			index,
			Page {
				of: day,
				round: delivery.round,
				body: facts,
			},
		);
		delivery.delivered = delivery.delivered.checked_add(1).ok_or(Error::<T>::Overflow)?;
		Self::deposit_event(Event::PageDelivered {
			subject: Subject::Oracle(day),
			index,
		});
		if usize::from(delivery.delivered) == delivery.header.pages.len() {
			Self::begin_recording(day);
		}
		RecordDelivery::<T>::put(delivery);
		Ok(())
	}

	/// Books up to `max` facts of the record that is complete. Returns how many steps that took; the last one ends it.
	pub(crate) fn apply_facts(max: u32) -> u32 {
		let Some(mut progress) = Recording::<T>::get().filter(|_| max > 0) else {
			return 0;
		};
		let Some(delivery) = RecordDelivery::<T>::get() else {
			return 0;
		};
		let mut steps = 0u32;
		while steps < max {
			if usize::from(progress.page) >= delivery.header.pages.len() {
				Self::finish_record(&delivery.header);
				return steps.saturating_add(1);
			}
			let facts = FactPages::<T>::get(progress.page)
				.map(|page| page.body)
				.unwrap_or_default();
			while let Some(one) = facts.get(usize::from(progress.item)).filter(|_| steps < max) {
				Self::record_node(one, &mut progress, delivery.header.to);
				progress.item = progress.item.saturating_add(1);
				steps = steps.saturating_add(1);
			}
			if usize::from(progress.item) >= facts.len() {
				FactPages::<T>::remove(progress.page);
				progress.page = progress.page.saturating_add(1);
				progress.item = 0;
			}
		}
		Recording::<T>::put(progress);
		steps
	}

	/// Leaves out what cannot be: more power than any quality makes of raw power, a node that is not bound, or one that comes twice.
	fn record_node(facts: &NodeFacts, progress: &mut FactsProgress, height: u64) {
		let possible = facts
			.raw
			.checked_mul(MAX_QUALITY)
			.is_none_or(|most| facts.quality_adjusted <= most);
		let ascending = progress.last.is_none_or(|last| last < facts.node);
		let node = Nodes::<T>::get(facts.node)
			.filter(|_| ascending && possible)
			.and_then(|node| Some((node.reported.checked_add(facts.rewards)?, node)));
		let Some((reported, node)) = node else {
			Self::deposit_event(Event::NodeRecordRefused { node: facts.node });
			return;
		};
		progress.last = Some(facts.node);
		let record = Some(NodeRecord {
			facts: *facts,
			height,
			reported_at: Self::now(),
		});
		Nodes::<T>::insert(
			facts.node,
			Node {
				reported,
				record,
				..node
			},
		);
		Self::deposit_event(Event::NodeRecorded { facts: *facts });
	}

	fn finish_record(header: &OracleHeader) {
		if Self::record_day(header.day, header.network).is_none() {
			log::error!(target: "runtime::fil-gateway", "day {} has no due block", header.day);
		}
		Recording::<T>::kill();
		RecordDelivery::<T>::kill();
		let day = header.day.saturating_add(1);
		NextRecord::<T>::put(OracleWindow {
			day,
			from: header.to,
			to: None,
		});
	}
}
