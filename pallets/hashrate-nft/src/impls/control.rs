//! What escrow decides about a product.

use crate::{impls::products::collection_key, *};
use dmex_primitives::{
	AssetKind, Balance, Calendar, CustodyState, Day, MarketOracle, PledgedIncome, ProductControl, ProductId,
	ProductState, Serial,
};
use frame_support::{ensure, pallet_prelude::DispatchResult};
use sp_runtime::{ArithmeticError, DispatchError};

impl<T: Config> Pallet<T> {
	fn frozen(product: ProductId) -> Result<Frozen<T::AccountId>, Error<T>> {
		match Self::product(product)? {
			Product::Frozen(frozen) => Ok(frozen),
			_ => Err(Error::<T>::NotFrozen),
		}
	}

	/// Strikes the days of a freeze that are unpaid and appends as many. Returns how many.
	///
	/// An NFT that was bought on the day of the freeze earns from the next day on: so that it gets no day more than it was sold with,
	/// the day of the freeze itself is not struck then.
	fn strike_days(product: ProductId, book: &mut Book, since: Day) -> Result<u32, DispatchError> {
		let today = T::Calendar::today();
		let next = since.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		let floor = if since >= book.pay.day && Cohorts::<T>::contains_key(product, next) {
			next
		} else {
			since
		};
		if book.is_paid_up() || book.first_day.is_none() {
			return Ok(0);
		}
		ensure!(book.pay.day >= floor.min(today), Error::<T>::OpenDayBeforeFreeze);
		let partly_paid = book.pay.paid > 0;
		let from = book
			.pay
			.day
			.checked_add(partly_paid.into())
			.ok_or(ArithmeticError::Overflow)?
			.max(floor);
		if from >= book.end_day || from >= today {
			return Ok(0);
		}
		let days = today.checked_sub(from).ok_or(ArithmeticError::Underflow)?;
		let to = today.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
		book.end_day = book.end_day.checked_add(days).ok_or(ArithmeticError::Overflow)?;
		book.last_due_at = None;
		book.struck = Some((from, to));
		if !partly_paid {
			book.leave_day(today)?;
		}
		if book.due.day > from {
			// Struck days that were judged already are not due any more.
			let judged = book.due.day.checked_sub(from).ok_or(ArithmeticError::Underflow)?;
			book.due_days = book
				.due_days
				.checked_sub(judged)
				.ok_or(ArithmeticError::Underflow)?;
			book.due.day = today;
			book.due.entered = false;
		}
		if book.pay.day > to && book.due.day > to {
			book.struck = None;
		}
		Ok(days)
	}
}

impl<T: Config> ProductControl<T::AccountId> for Pallet<T> {
	fn state(product: ProductId) -> Option<ProductState> {
		Products::<T>::get(product).map(|data| data.state())
	}

	fn has_ended(product: ProductId) -> bool {
		match Products::<T>::get(product) {
			None => true,
			Some(Product::Proposed(_) | Product::Frozen(_)) => false,
			Some(data) => {
				data.is_over()
					|| Books::<T>::get(product).is_some_and(|book| T::Calendar::today() >= book.end_day)
			}
		}
	}

	fn open_due_days(product: ProductId) -> u32 {
		Self::as_drawn(product, || {
			Books::<T>::get(product)
				.filter(|book| !book.over)
				.map(|book| book.open_due_days())
				.unwrap_or_default()
		})
	}

	fn due_days_after_end(product: ProductId) -> u32 {
		Books::<T>::get(product)
			.and_then(|book| {
				let due = T::MarketOracle::due_through(book.coin)?.checked_add(1)?;
				due.checked_sub(book.end_day)
			})
			.unwrap_or_default()
	}

	fn has_days_to_come(product: ProductId) -> bool {
		Books::<T>::get(product).is_some_and(|book| {
			!book.over && book.last_due_at.is_none() && T::MarketOracle::closed_at(book.coin).is_none()
		})
	}

	fn catch_up(product: ProductId) -> Result<bool, DispatchError> {
		let data = Self::product(product)?;
		if !matches!(data, Product::Active(_) | Product::Frozen(_)) {
			return Ok(true);
		}
		let mut book = Self::book(product)?;
		let (_, is_done) = Self::do_catch_up(product, &data, &mut book)?;
		Books::<T>::insert(product, book);
		Ok(is_done)
	}

	fn freeze(product: ProductId) -> DispatchResult {
		let Product::Active(active) = Self::product(product)? else {
			return Err(Error::<T>::NotActive.into());
		};
		Self::put_product(product, Product::Frozen(active.freeze(T::Calendar::today())));
		Self::deposit_event(Event::Frozen { product });
		Ok(())
	}

	fn unfreeze(product: ProductId) -> DispatchResult {
		let frozen = Self::frozen(product)?;
		Self::put_product(product, Product::Active(frozen.unfreeze()));
		Self::deposit_event(Event::Unfrozen { product });
		Ok(())
	}

	fn resume(product: ProductId) -> Result<u32, DispatchError> {
		let frozen = Self::frozen(product)?;
		let since = frozen.since;
		let data = Product::Frozen(frozen.clone());
		let mut book = Self::book(product)?;
		let (_, is_done) = Self::do_catch_up(product, &data, &mut book)?;
		ensure!(is_done, Error::<T>::NotCaughtUp);
		ensure!(book.struck.is_none(), Error::<T>::StruckDaysPending);
		let days = Self::strike_days(product, &mut book, since)?;
		let end_day = book.end_day;
		if days > 0 {
			Self::set_collection_attribute(product, collection_key::END, &end_day)?;
		}
		Books::<T>::insert(product, book);
		Self::put_product(product, Product::Active(frozen.unfreeze()));
		Self::deposit_event(Event::Resumed {
			product,
			days,
			end_day,
		});
		Ok(days)
	}

	fn terminate(product: ProductId) -> DispatchResult {
		let frozen = Self::frozen(product)?;
		let book = Self::book(product)?;
		let node = frozen.live.facts.terms.node.clone();
		Self::deposit_event(Event::Terminated { product });
		Self::finish(
			product,
			&node,
			Product::Terminated(frozen.terminate()),
			book,
			|| Ok(()),
		)
	}

	fn beneficiary(product: ProductId, serial: Serial, asset: &AssetKind) -> Option<T::AccountId> {
		let nft = Nfts::<T>::get(product, serial)?;
		let owner = Self::owner_of(product, serial)?;
		Some(if nft.custody == CustodyState::Pledged {
			T::PledgedIncome::payee(product, serial, &owner, asset)
		} else {
			owner
		})
	}

	fn owner(product: ProductId, serial: Serial) -> Option<T::AccountId> {
		Self::owner_of(product, serial)
	}

	fn refunded(product: ProductId, serial: Serial, _asset: &AssetKind, _amount: Balance) -> DispatchResult {
		Self::settle(product, serial)?;
		Ok(())
	}
}
