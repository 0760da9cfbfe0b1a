//! Freezing, and the ways out of it.

use crate::*;
use dmex_primitives::{BlockNumber, Calendar, ProductControl, ProductId, ProductState};
use frame_support::{
	ensure, pallet_prelude::DispatchResult, storage::with_storage_layer, traits::Get, weights::Weight,
};

impl<T: Config> Pallet<T> {
	/// Books of a product that is active. One in breach can be frozen until it expires: its last days fall due after its end.
	fn freezable_book(product: ProductId) -> Result<Book<T::AccountId>, Error<T>> {
		let book = Self::book(product)?;
		match book.stage {
			Stage::Running => {}
			Stage::Frozen(_) => return Err(Error::<T>::AlreadyFrozen),
			Stage::Over(_) => return Err(Error::<T>::AlreadyOver),
		}
		ensure!(
			T::Products::state(product) == Some(ProductState::Active),
			Error::<T>::NotActive
		);
		Ok(book)
	}

	fn frozen_book(product: ProductId) -> Result<(Book<T::AccountId>, Freeze), Error<T>> {
		let book = Self::book(product)?;
		let Stage::Frozen(freeze) = book.stage.clone() else {
			return Err(Error::<T>::NotFrozen);
		};
		Ok((book, freeze))
	}

	/// Closes and judges the days that are due. Books that were read before are outdated.
	fn catch_up(product: ProductId) -> DispatchResult {
		ensure!(T::Products::catch_up(product)?, Error::<T>::NotCaughtUp);
		Ok(())
	}

	fn block_in_days(from: BlockNumber, days: u32) -> Result<BlockNumber, Error<T>> {
		T::Calendar::parameters()
			.days(days)
			.and_then(|blocks| from.checked_add(blocks))
			.ok_or(Error::<T>::Overflow)
	}

	pub(crate) fn do_freeze(product: ProductId) -> DispatchResult {
		Self::freezable_book(product)?;
		Self::catch_up(product)?;
		let book = Self::freezable_book(product)?;
		ensure!(Self::conduct_by(product, &book).breach, Error::<T>::NotInBreach);
		Self::enter_freeze(product, book, None)
	}

	pub(crate) fn do_freeze_by_decision(product: ProductId) -> DispatchResult {
		Self::freezable_book(product)?;
		Self::catch_up(product)?;
		let book = Self::freezable_book(product)?;
		if Self::conduct_by(product, &book).breach {
			return Self::enter_freeze(product, book, None);
		}
		ensure!(!T::Products::has_ended(product), Error::<T>::ProductEnded);
		let at = Self::block_in_days(T::Calendar::now(), DECISION_FREEZE_DAYS)?;
		Self::schedule_lapse(Lapse { at, product })?;
		Self::enter_freeze(product, book, Some(at))
	}

	fn enter_freeze(
		product: ProductId,
		mut book: Book<T::AccountId>,
		lapses: Option<BlockNumber>,
	) -> DispatchResult {
		book.stage = Stage::Frozen(Freeze::new(T::Calendar::now(), lapses));
		Books::<T>::insert(product, book);
		T::Products::freeze(product)?;
		Self::deposit_event(Event::Frozen { product, lapses });
		Ok(())
	}

	/// Puts a freeze without breach where its turn is.
	fn schedule_lapse(lapse: Lapse) -> DispatchResult {
		Lapses::<T>::try_mutate(|queue| {
			let position = queue.partition_point(|other| other.at <= lapse.at);
			queue
				.try_insert(position, lapse)
				.map_err(|_| Error::<T>::TooManyFreezes.into())
		})
	}

	fn forget_lapse(freeze: &Freeze, product: ProductId) {
		if !freeze.in_breach() {
			Self::unschedule_lapse(product);
		}
	}

	fn unschedule_lapse(product: ProductId) {
		Lapses::<T>::mutate_exists(|queue| {
			if let Some(lapses) = queue {
				lapses.retain(|lapse| lapse.product != product);
				if lapses.is_empty() {
					*queue = None;
				}
			}
		});
	}

	/// From frozen to running: what was withheld is released.
	fn leave_freeze(product: ProductId, mut book: Book<T::AccountId>, freeze: Freeze) -> DispatchResult {
		Self::forget_lapse(&freeze, product);
		book.stage = Stage::Running;
		book.delivered = book
			.delivered
			.checked_add(freeze.delivered)
			.ok_or(Error::<T>::Overflow)?;
		// The last day closed before the freeze or in it, or has not closed.
		book.last_delivery = book.last_delivery.max(freeze.last_delivery);
		let gross = freeze.withheld;
		let split = book.release(gross).ok_or(Error::<T>::Overflow)?;
		Books::<T>::insert(product, &book);
		Self::pay_release(&book.terms, &split)?;
		if gross > 0 {
			Self::deposit_event(Event::WithheldReleased {
				product,
				gross,
				fee: split.fee,
				bond: split.bond,
				paid: split.issuer,
			});
		}
		Ok(())
	}

	/// Why the issuer has not made good yet, if so.
	fn ensure_recovered(
		product: ProductId,
		book: &Book<T::AccountId>,
		freeze: &Freeze,
	) -> Result<(), Error<T>> {
		let conduct = Self::conduct_by(product, book);
		ensure!(conduct.open_due_days == 0, Error::<T>::HasArrears);
		if Self::is_settled(product, book, conduct.open_due_days) {
			// The days to come may be too few to be good on 7 of them.
			return Ok(());
		}
		ensure!(
			freeze.good_days >= GOOD_DAYS_TO_UNFREEZE,
			Error::<T>::TooFewGoodDays
		);
		// Freezing it again would begin the 30 days anew.
		ensure!(!conduct.breach, Error::<T>::StillInBreach);
		Ok(())
	}

	pub(crate) fn do_unfreeze(product: ProductId) -> DispatchResult {
		let (book, freeze) = Self::frozen_book(product)?;
		let lapsed = freeze.lapses.is_some_and(|at| at <= T::Calendar::now());
		if lapsed {
			return Self::unfreeze_now(product, book, freeze, true);
		}
		Self::catch_up(product)?;
		let (book, freeze) = Self::frozen_book(product)?;
		Self::ensure_recovered(product, &book, &freeze)?;
		Self::unfreeze_now(product, book, freeze, false)
	}

	fn unfreeze_now(
		product: ProductId,
		book: Book<T::AccountId>,
		freeze: Freeze,
		lapsed: bool,
	) -> DispatchResult {
		Self::leave_freeze(product, book, freeze)?;
		T::Products::unfreeze(product)?;
		Self::deposit_event(Event::Unfrozen { product, lapsed });
		Ok(())
	}

	pub(crate) fn do_resume(product: ProductId) -> DispatchResult {
		Self::frozen_book(product)?;
		Self::catch_up(product)?;
		let (mut book, freeze) = Self::frozen_book(product)?;
		// The days that were bad are struck, paid, or forgiven; otherwise anyone could freeze it again at once.
		book.bad_days = 0;
		Self::leave_freeze(product, book, freeze)?;
		let struck_days = T::Products::resume(product)?;
		Self::deposit_event(Event::Resumed { product, struck_days });
		Ok(())
	}

	pub(crate) fn do_terminate(product: ProductId) -> DispatchResult {
		let (_, freeze) = Self::frozen_book(product)?;
		ensure!(freeze.in_breach(), Error::<T>::FrozenWithoutBreach);
		// What was paid until now goes to the days that it was paid for, as far as a step goes.
		let _ = with_storage_layer(|| T::Products::catch_up(product));
		let (book, _) = Self::frozen_book(product)?;
		Self::terminate_now(product, book)
	}

	pub(crate) fn do_terminate_idle(product: ProductId) -> DispatchResult {
		let (_, freeze) = Self::frozen_book(product)?;
		ensure!(freeze.in_breach(), Error::<T>::FrozenWithoutBreach);
		ensure!(
			T::Calendar::now() >= Self::block_in_days(freeze.since, IDLE_DAYS)?,
			Error::<T>::DecisionPending
		);
		// As far as it goes: days that cannot be closed must not lock the money.
		let caught_up = with_storage_layer(|| T::Products::catch_up(product));
		let (book, freeze) = Self::frozen_book(product)?;
		ensure!(
			caught_up != Ok(true) || Self::ensure_recovered(product, &book, &freeze).is_err(),
			Error::<T>::Recovered
		);
		Self::terminate_now(product, book)
	}

	/// One step, whatever the number of NFTs: from now on each can claim what of its price was not released, and its share of
	/// the bond. What was withheld is part of that.
	fn terminate_now(product: ProductId, mut book: Book<T::AccountId>) -> DispatchResult {
		let refundable = book.unreleased().ok_or(Error::<T>::Overflow)?;
		let slashed = core::mem::take(&mut book.bond);
		book.stage = Stage::Over(Ending {
			cause: Cause::Terminated,
			refundable,
			slashed,
			shared: 0,
		});
		Books::<T>::insert(product, book);
		T::Products::terminate(product)?;
		Self::deposit_event(Event::Terminated {
			product,
			refundable,
			slashed,
		});
		Ok(())
	}

	/// Ends freezes without breach whose time is over, as many as a block takes.
	pub(crate) fn lapse_due() -> Weight {
		let now = T::Calendar::now();
		let mut count = 0u32;
		while count < T::MaxLapsesPerBlock::get() {
			let Some(lapse) = Lapses::<T>::get()
				.first()
				.copied()
				.filter(|lapse| lapse.at <= now)
			else {
				break;
			};
			count = count.saturating_add(1);
			let product = lapse.product;
			if let Err(error) = with_storage_layer(|| {
				let (book, freeze) = Self::frozen_book(product)?;
				Self::unfreeze_now(product, book, freeze, true)
			}) {
				Self::postpone_lapse(product, now);
				Self::deposit_event(Event::LapseFailed { product, error });
			}
		}
		T::WeightInfo::on_initialize(count)
	}

	fn postpone_lapse(product: ProductId, now: BlockNumber) {
		Self::unschedule_lapse(product);
		// There is room for what was just taken out.
		let _ = Self::block_in_days(now, 1).map(|at| Self::schedule_lapse(Lapse { at, product }));
	}
}
