//! What happens by itself: the daily step of products and the receipt of pay, from bounded queues with a guaranteed slice of each
//! block.

use crate::*;
use dmex_primitives::{Balance, Calendar, ProductId};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, Weight},
	storage::with_storage_layer,
	traits::Get,
};
use sp_runtime::{ArithmeticError, DispatchError};

impl QueueEnds {
	/// A place at the end.
	fn push(&mut self) -> Result<u64, ArithmeticError> {
		let place = self.tail;
		self.tail = place.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		self.len = self.len.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		Ok(place)
	}

	/// The entry at `place` is gone. An empty queue begins anew.
	fn take(&mut self, place: u64) {
		self.len = self.len.saturating_sub(1);
		if self.len == 0 {
			*self = Self::default();
		} else if place == self.head {
			self.head = place.saturating_add(1);
		}
	}
}

/// What a step of a product has done.
pub(crate) struct Stepped {
	/// Days that were processed.
	pub days: u32,
	/// Whether it is up to date.
	pub is_done: bool,
}

impl<T: Config> Pallet<T> {
	fn put_tick_ends(ends: QueueEnds) {
		if ends == QueueEnds::default() {
			TickEnds::<T>::kill();
		} else {
			TickEnds::<T>::put(ends);
		}
	}

	fn put_receipt_ends(ends: QueueEnds) {
		if ends == QueueEnds::default() {
			ReceiptEnds::<T>::kill();
		} else {
			ReceiptEnds::<T>::put(ends);
		}
	}

	/// Queues the product for the first block of the next day.
	pub(crate) fn push_tick(product: ProductId, book: &mut Book) -> DispatchResult {
		let not_before = T::Calendar::today()
			.checked_add(1)
			.and_then(|day| T::Calendar::parameters().days(day))
			.ok_or(ArithmeticError::Overflow)?;
		let mut ends = TickEnds::<T>::get();
		let place = ends.push()?;
		Ticks::<T>::insert(place, Tick { product, not_before });
		Self::put_tick_ends(ends);
		book.tick = Some(place);
		Ok(())
	}

	pub(crate) fn remove_tick(book: &mut Book) {
		if let Some(place) = book.tick.take() {
			Ticks::<T>::remove(place);
			let mut ends = TickEnds::<T>::get();
			ends.take(place);
			Self::put_tick_ends(ends);
		}
	}

	/// Queues the product's NFTs to be paid out, unless they are.
	pub(crate) fn push_receipt(product: ProductId, book: &mut Book) -> DispatchResult {
		if book.receipt.is_some() {
			return Ok(());
		}
		let receipt = Receipt {
			product,
			next: 0,
			acc: book.acc,
		};
		Self::queue_receipt(book, receipt)
	}

	/// Queues all of the product's NFTs, also those that a pass under way has behind it.
	pub(crate) fn restart_receipt(product: ProductId, book: &mut Book) -> DispatchResult {
		Self::remove_receipt(book);
		Self::push_receipt(product, book)
	}

	pub(crate) fn remove_receipt(book: &mut Book) {
		if let Some(place) = book.receipt.take() {
			Receipts::<T>::remove(place);
			let mut ends = ReceiptEnds::<T>::get();
			ends.take(place);
			Self::put_receipt_ends(ends);
		}
	}

	/// The slice of a block that products and receipts have.
	pub(crate) fn run_queues() -> Weight {
		let weight = <T as Config>::WeightInfo::on_initialize();
		let weight = weight.saturating_add(Self::run_ticks());
		weight.saturating_add(Self::run_receipts())
	}

	fn run_ticks() -> Weight {
		let mut weight = Weight::zero();
		for _ in 0..T::MaxTicks::get() {
			let mut ends = TickEnds::<T>::get();
			if ends.len == 0 {
				break;
			}
			let Some(Tick { product, not_before }) = Ticks::<T>::get(ends.head) else {
				ends.head = ends.head.saturating_add(1);
				Self::put_tick_ends(ends);
				weight = weight.saturating_add(<T as Config>::WeightInfo::advance(0));
				continue;
			};
			if not_before > T::Calendar::now() {
				break;
			}
			let stepped = with_storage_layer(|| Self::step(product)).unwrap_or_else(|error| {
				log::error!(target: LOG_TARGET, "step of product {product} failed: {error:?}");
				Stepped {
					days: T::MaxDaySteps::get(),
					is_done: true,
				}
			});
			weight = weight.saturating_add(<T as Config>::WeightInfo::advance(stepped.days));
			// Who is not up to date stays first and goes on with the next step.
			if stepped.is_done {
				if let Err(error) = with_storage_layer(|| Self::queue_for_tomorrow(product)) {
					log::error!(target: LOG_TARGET, "product {product} has no next step: {error:?}");
					break;
				}
			}
		}
		weight
	}

	fn queue_for_tomorrow(product: ProductId) -> DispatchResult {
		let Some(mut book) = Books::<T>::get(product).filter(|book| !book.over) else {
			return Ok(());
		};
		Self::remove_tick(&mut book);
		Self::push_tick(product, &mut book)?;
		Books::<T>::insert(product, book);
		Ok(())
	}

	/// The daily step of a product.
	pub(crate) fn step(product: ProductId) -> Result<Stepped, DispatchError> {
		let idle = |is_done| Stepped { days: 0, is_done };
		let data = Self::product(product)?;
		let data = match data {
			Product::Approved(approved) => match Self::step_approved(product, approved)? {
				Some(active) => Product::Active(active),
				None => return Ok(idle(true)),
			},
			data => data,
		};
		let mut book = match &data {
			Product::Active(_) | Product::Frozen(_) => Self::book(product)?,
			_ => return Ok(idle(true)),
		};
		Self::close_sale(&data.facts().terms, &mut book)?;
		let (days, is_done) = Self::do_catch_up(product, &data, &mut book)?;
		match data {
			Product::Active(active) if is_done => {
				if let Some(book) = Self::try_expire(product, active, book)? {
					Books::<T>::insert(product, book);
				}
			}
			_ => Books::<T>::insert(product, book),
		}
		Ok(Stepped { days, is_done })
	}

	/// Starts an approved product if its node covers it, cancels it a week later, or when nothing can be delivered any more. Returns
	/// it if it has started.
	fn step_approved(
		product: ProductId,
		approved: Approved<T::AccountId>,
	) -> Result<Option<Active<T::AccountId>>, DispatchError> {
		let terms = &approved.0.facts.terms;
		let today = T::Calendar::today();
		let mut book = Self::book(product)?;
		Self::close_sale(terms, &mut book)?;
		let is_market_gone = Self::is_market_gone(book.coin)?;
		if !is_market_gone && today >= terms.start_day && Self::ensure_covered(&terms.node).is_ok() {
			let active = approved.clone().activate();
			Self::start(product, approved, book)?;
			return Ok(Some(active));
		}
		let last_chance = terms
			.start_day
			.checked_add(GRACE_DAYS)
			.ok_or(ArithmeticError::Overflow)?;
		if is_market_gone || today >= last_chance {
			Self::cancel_approved(product, approved, book)?;
		} else {
			Books::<T>::insert(product, book);
		}
		Ok(None)
	}

	pub(crate) fn do_advance(product: ProductId) -> Result<u32, DispatchError> {
		let data = Self::product(product)?;
		ensure!(
			matches!(
				data,
				Product::Approved(_) | Product::Active(_) | Product::Frozen(_)
			),
			Error::<T>::NotLive
		);
		Ok(Self::step(product)?.days)
	}

	fn run_receipts() -> Weight {
		let mut budget = T::MaxReceipts::get();
		while budget > 0 {
			let mut ends = ReceiptEnds::<T>::get();
			if ends.len == 0 {
				break;
			}
			let Some(receipt) = Receipts::<T>::get(ends.head) else {
				ends.head = ends.head.saturating_add(1);
				Self::put_receipt_ends(ends);
				budget = budget.saturating_sub(1);
				continue;
			};
			let product = receipt.product;
			match with_storage_layer(|| Self::receive(product, budget)) {
				Ok(visited) => budget = budget.saturating_sub(visited.max(1)),
				Err(error) => {
					// As many NFTs may have been looked at in vain.
					budget = 0;
					Self::deposit_event(Event::ReceiptFailed { product, error });
					if let Err(error) = with_storage_layer(|| Self::put_receipt_off(ends.head, receipt)) {
						log::error!(target: LOG_TARGET, "receipt of product {product} stays first: {error:?}");
					}
				}
			}
		}
		let used = T::MaxReceipts::get().saturating_sub(budget);
		<T as Config>::WeightInfo::distribute(used)
	}

	/// Moves a receipt that failed to the end of the queue, so that nobody else waits for it. One that no product knows of goes.
	fn put_receipt_off(place: u64, receipt: Receipt) -> DispatchResult {
		let product = receipt.product;
		Receipts::<T>::remove(place);
		let mut ends = ReceiptEnds::<T>::get();
		ends.take(place);
		Self::put_receipt_ends(ends);
		if let Some(mut book) = Books::<T>::get(product).filter(|book| book.receipt == Some(place)) {
			Self::queue_receipt(&mut book, receipt)?;
			Books::<T>::insert(product, book);
		}
		Ok(())
	}

	fn queue_receipt(book: &mut Book, receipt: Receipt) -> DispatchResult {
		let mut ends = ReceiptEnds::<T>::get();
		let place = ends.push()?;
		Receipts::<T>::insert(place, receipt);
		Self::put_receipt_ends(ends);
		book.receipt = Some(place);
		Ok(())
	}

	pub(crate) fn do_distribute(product: ProductId, max: u32) -> DispatchResult {
		ensure!(max > 0, Error::<T>::ZeroAmount);
		Self::receive(product, max.min(T::MaxReceipts::get()))?;
		Ok(())
	}

	/// Pays out the next `max` NFTs of a product, and moves it to the end of the queue: with the rest of them, or anew if more pay
	/// has come since its pass began. Returns how many NFTs were visited, those that are gone included.
	fn receive(product: ProductId, max: u32) -> Result<u32, DispatchError> {
		let mut book = Self::book(product)?;
		let receipt = book
			.receipt
			.and_then(Receipts::<T>::get)
			.ok_or(Error::<T>::NothingToDistribute)?;
		let last = receipt.next.saturating_add(max).min(book.minted);
		for serial in receipt.next..last {
			let before = book.clone();
			let settled = with_storage_layer(|| Self::receive_one(product, serial, &mut book));
			if let Err(error) = settled {
				log::error!(target: LOG_TARGET, "receipt of NFT {serial} of product {product} failed: {error:?}");
				book = before;
			}
		}
		Self::remove_receipt(&mut book);
		let rest = if last < book.minted {
			Some(Receipt {
				next: last,
				..receipt
			})
		} else if book.acc > receipt.acc {
			Some(Receipt {
				product,
				next: 0,
				acc: book.acc,
			})
		} else {
			None
		};
		if let Some(rest) = rest {
			Self::queue_receipt(&mut book, rest)?;
		}
		Self::store_book(product, book)?;
		Ok(last.saturating_sub(receipt.next))
	}

	/// Pays one NFT out, and burns it if its product is over and nothing is left for it.
	fn receive_one(product: ProductId, serial: u32, book: &mut Book) -> DispatchResult {
		let Some(mut nft) = Nfts::<T>::get(product, serial) else {
			return Ok(());
		};
		let owner = Self::owner_of(product, serial).ok_or(Error::<T>::NftNotFound)?;
		let paid: Balance = Self::pay_out(product, serial, book, &mut nft, &owner)?;
		if book.over && Self::try_burn(product, serial, book, &nft)? {
			return Ok(());
		}
		if paid > 0 {
			Nfts::<T>::insert(product, serial, nft);
		}
		Ok(())
	}
}
