//! What hashrate NFTs tell of sales and days.

use crate::*;
use dmex_primitives::{
	hashrate::DELIVERY_SCALE, Balance, Conduct, Day, Delivery, Escrow, EscrowTerms, ProductControl,
	ProductId, RevenueSource, Serial,
};
use frame_support::{
	ensure, pallet_prelude::DispatchResult, storage::with_storage_layer, traits::fungibles::Inspect,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn book(product: ProductId) -> Result<Book<T::AccountId>, Error<T>> {
		Books::<T>::get(product).ok_or(Error::<T>::UnknownProduct)
	}

	/// Books of a product that is not over.
	fn live_book(product: ProductId) -> Result<Book<T::AccountId>, Error<T>> {
		let book = Self::book(product)?;
		ensure!(!matches!(book.stage, Stage::Over(_)), Error::<T>::AlreadyOver);
		Ok(book)
	}

	/// Pays a split release.
	pub(crate) fn pay_release(terms: &EscrowTerms<T::AccountId>, split: &Split) -> DispatchResult {
		Self::collect(RevenueSource::SaleFee, &terms.asset, split.fee)?;
		Self::pay(&terms.asset, &terms.issuer, split.issuer)
	}

	/// Ends a running product: the bond goes back, the rest is refundable.
	fn end(
		product: ProductId,
		mut book: Book<T::AccountId>,
		cause: Cause,
	) -> Result<(Balance, Balance), DispatchError> {
		let refundable = book.unreleased().ok_or(Error::<T>::Overflow)?;
		let bond = core::mem::take(&mut book.bond);
		book.stage = Stage::Over(Ending {
			cause,
			refundable,
			slashed: 0,
			shared: 0,
		});
		Books::<T>::insert(product, &book);
		Self::pay(&book.terms.asset, &book.terms.issuer, bond)?;
		Ok((refundable, bond))
	}

	/// Removes the booking of an NFT of a product that is over.
	pub(crate) fn remove_deposit(
		product: ProductId,
		serial: Serial,
		first_day: Day,
		book: &mut Book<T::AccountId>,
		mut cohort: Cohort,
	) -> DispatchResult {
		book.nfts = book.nfts.checked_sub(1).ok_or(Error::<T>::Overflow)?;
		cohort.nfts = cohort.nfts.checked_sub(1).ok_or(Error::<T>::Overflow)?;
		if cohort.nfts == 0 {
			Cohorts::<T>::remove(product, first_day);
		} else {
			Cohorts::<T>::insert(product, first_day, cohort);
		}
		Deposits::<T>::remove((product, serial));
		Books::<T>::insert(product, &*book);
		Ok(())
	}

	/// Due days as the breach predicate counts them: those that are open. Of a product that never had a day closed they count on
	/// after its last, or one of fewer than 7 days could not be in breach whatever its issuer does.
	fn counted_due_days(product: ProductId, book: &Book<T::AccountId>, open_due_days: u32) -> u32 {
		if book.closed_days == 0 && book.days_left == Some(open_due_days) {
			open_due_days.saturating_add(T::Products::due_days_after_end(product))
		} else {
			open_due_days
		}
	}

	/// Whether nothing is owed for any day, and nothing will be.
	pub(crate) fn is_settled(product: ProductId, book: &Book<T::AccountId>, open_due_days: u32) -> bool {
		book.is_paid_up() || (open_due_days == 0 && !T::Products::has_days_to_come(product))
	}

	/// How the issuer of a product whose books are `book` behaves.
	pub(crate) fn conduct_by(product: ProductId, book: &Book<T::AccountId>) -> Conduct {
		let open_due_days = T::Products::open_due_days(product);
		let has_failed = book.bad_days >= BREACH_DAYS
			|| Self::counted_due_days(product, book, open_due_days) >= BREACH_DAYS;
		Conduct {
			// Bad days that were paid after all could not be followed by a better one.
			breach: has_failed && !Self::is_settled(product, book, open_due_days),
			bad_days: book.bad_days,
			open_due_days,
		}
	}
}

impl<T: Config> Escrow<T::AccountId> for Pallet<T> {
	fn open(product: ProductId, terms: EscrowTerms<T::AccountId>) -> DispatchResult {
		ensure!(!Books::<T>::contains_key(product), Error::<T>::AlreadyOpen);
		let seed = if Seeded::<T>::contains_key(&terms.asset) {
			0
		} else {
			T::Assets::minimum_balance(terms.asset.clone())
		};
		let amount = terms.bond.checked_add(seed).ok_or(Error::<T>::Overflow)?;
		Self::take(&terms.asset, &terms.issuer, amount)?;
		if seed > 0 {
			Seeded::<T>::insert(&terms.asset, ());
		}
		Self::deposit_event(Event::BookOpened {
			product,
			issuer: terms.issuer.clone(),
			asset: terms.asset.clone(),
			bond: terms.bond,
			seed,
		});
		Books::<T>::insert(product, Book::open(terms));
		Ok(())
	}

	fn deposit(
		product: ProductId,
		serial: Serial,
		payer: &T::AccountId,
		price: Balance,
		first_day: Day,
		days: u32,
	) -> DispatchResult {
		let mut book = Self::book(product)?;
		ensure!(matches!(book.stage, Stage::Running), Error::<T>::NotRunning);
		ensure!(price > 0, Error::<T>::ZeroPrice);
		ensure!(days > 0, Error::<T>::ZeroTerm);
		ensure!(
			!Deposits::<T>::contains_key((product, serial)),
			Error::<T>::AlreadyDeposited
		);
		ensure!(
			book.closed_through.is_none_or(|day| day < first_day),
			Error::<T>::CohortHasEarned
		);
		let mut cohort = Cohorts::<T>::get(product, first_day).unwrap_or_default();
		ensure!(cohort.nfts == 0 || cohort.days == days, Error::<T>::TermMismatch);
		book.deposit(&mut cohort, price, days)
			.ok_or(Error::<T>::Overflow)?;
		Self::take(&book.terms.asset, payer, price)?;
		Books::<T>::insert(product, book);
		Cohorts::<T>::insert(product, first_day, cohort);
		Deposits::<T>::insert((product, serial), Deposit { price, first_day });
		Self::deposit_event(Event::Deposited {
			product,
			serial,
			payer: payer.clone(),
			price,
			first_day,
			days,
		});
		Ok(())
	}

	fn cohort_begins(product: ProductId, first_day: Day) -> DispatchResult {
		let mut book = Self::live_book(product)?;
		let mut cohort = Cohorts::<T>::get(product, first_day).ok_or(Error::<T>::UnknownCohort)?;
		ensure!(cohort.delivered_before.is_none(), Error::<T>::CohortHasBegun);
		// All end together: one that had more days to close than its price has slices would be paid out of others' money.
		ensure!(
			book.days_left.is_none_or(|days| days == cohort.days),
			Error::<T>::TermMismatch
		);
		book.begin(&mut cohort).ok_or(Error::<T>::Overflow)?;
		Self::deposit_event(Event::CohortBegan {
			product,
			first_day,
			nfts: cohort.nfts,
			slices: cohort.slices,
		});
		Books::<T>::insert(product, book);
		Cohorts::<T>::insert(product, first_day, cohort);
		Ok(())
	}

	fn day_closed(product: ProductId, day: Day, delivery: Delivery, last: bool) -> DispatchResult {
		let mut book = Self::live_book(product)?;
		ensure!(delivery <= DELIVERY_SCALE, Error::<T>::InvalidDelivery);
		ensure!(
			book.closed_through.is_none_or(|closed| closed < day),
			Error::<T>::DayOutOfOrder
		);
		let days_left = book
			.days_left
			.and_then(|days| days.checked_sub(1))
			.ok_or(Error::<T>::TermMismatch)?;
		ensure!((days_left == 0) == last, Error::<T>::TermMismatch);

		let gross = book.release_of_day(delivery, last).ok_or(Error::<T>::Overflow)?;
		book.days_left = Some(days_left);
		book.closed_through = Some(day);
		book.closed_days = book.closed_days.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let last_delivery = if last { delivery } else { 0 };
		if let Stage::Frozen(freeze) = &mut book.stage {
			freeze.withheld = freeze.withheld.checked_add(gross).ok_or(Error::<T>::Overflow)?;
			freeze.delivered = freeze
				.delivered
				.checked_add(delivery)
				.ok_or(Error::<T>::Overflow)?;
			freeze.last_delivery = last_delivery;
			Books::<T>::insert(product, book);
			Self::deposit_event(Event::Withheld {
				product,
				day,
				amount: gross,
			});
			return Ok(());
		}
		book.delivered = book.delivered.checked_add(delivery).ok_or(Error::<T>::Overflow)?;
		book.last_delivery = last_delivery;
		let split = book.release(gross).ok_or(Error::<T>::Overflow)?;
		with_storage_layer(|| {
			Books::<T>::insert(product, &book);
			Self::pay_release(&book.terms, &split)
		})?;
		Self::deposit_event(Event::Released {
			product,
			day,
			gross,
			fee: split.fee,
			bond: split.bond,
			paid: split.issuer,
		});
		Ok(())
	}

	fn day_due(product: ProductId, day: Day, due: Balance, received: Balance) -> DispatchResult {
		let mut book = Self::live_book(product)?;
		ensure!(due > 0, Error::<T>::ZeroDue);
		ensure!(
			book.judged_through.is_none_or(|judged| judged < day),
			Error::<T>::DayOutOfOrder
		);
		book.judged_through = Some(day);
		if is_bad(due, received) {
			book.bad_days = book.bad_days.checked_add(1).ok_or(Error::<T>::Overflow)?;
		} else {
			book.bad_days = 0;
			if let Stage::Frozen(freeze) = &mut book.stage {
				freeze.good_days = freeze.good_days.checked_add(1).ok_or(Error::<T>::Overflow)?;
			}
		}
		Self::deposit_event(Event::DayJudged {
			product,
			day,
			due,
			received,
			bad_days: book.bad_days,
		});
		Books::<T>::insert(product, book);
		Ok(())
	}

	fn cancelled(product: ProductId) -> DispatchResult {
		let book = Self::live_book(product)?;
		ensure!(matches!(book.stage, Stage::Running), Error::<T>::NotRunning);
		ensure!(book.closed_days == 0, Error::<T>::HasStarted);
		let (refundable, bond) = with_storage_layer(|| Self::end(product, book, Cause::Cancelled))?;
		Self::deposit_event(Event::Cancelled {
			product,
			refundable,
			bond,
		});
		Ok(())
	}

	fn expired(product: ProductId) -> DispatchResult {
		let book = Self::live_book(product)?;
		ensure!(matches!(book.stage, Stage::Running), Error::<T>::NotRunning);
		let (refundable, bond) = with_storage_layer(|| Self::end(product, book, Cause::Expired))?;
		Self::deposit_event(Event::Expired {
			product,
			refundable,
			bond,
		});
		Ok(())
	}

	fn remaining(product: ProductId, serial: Serial) -> Balance {
		Self::remaining_of(product, serial).unwrap_or_default()
	}

	fn close_nft(product: ProductId, serial: Serial) -> Result<bool, DispatchError> {
		let mut book = Self::book(product)?;
		ensure!(matches!(book.stage, Stage::Over(_)), Error::<T>::NotOver);
		let Some(deposit) = Deposits::<T>::get((product, serial)) else {
			return Ok(true);
		};
		let cohort = Cohorts::<T>::get(product, deposit.first_day).ok_or(Error::<T>::UnknownCohort)?;
		let refund = book.refund_of(&deposit, &cohort).ok_or(Error::<T>::Overflow)?;
		if refund != Refund::default() {
			return Ok(false);
		}
		Self::remove_deposit(product, serial, deposit.first_day, &mut book, cohort)?;
		Self::deposit_event(Event::NftClosed { product, serial });
		Ok(true)
	}

	fn close_product(product: ProductId) -> DispatchResult {
		let book = Self::book(product)?;
		ensure!(matches!(book.stage, Stage::Over(_)), Error::<T>::NotOver);
		ensure!(book.nfts == 0, Error::<T>::NftsLeft);
		let dust = book.held().ok_or(Error::<T>::Overflow)?;
		with_storage_layer(|| {
			Books::<T>::remove(product);
			Self::collect(RevenueSource::Dust, &book.terms.asset, dust)
		})?;
		Self::deposit_event(Event::BookClosed { product, dust });
		Ok(())
	}

	fn conduct(product: ProductId) -> Conduct {
		Self::live_book(product)
			.map(|book| Self::conduct_by(product, &book))
			.unwrap_or_default()
	}
}
