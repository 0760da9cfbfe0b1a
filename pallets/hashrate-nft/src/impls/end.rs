//! The end of products: what stays unpaid is given up, NFTs go when nothing is left for them, and then the product.

use crate::{impls::sale::item_key, *};
use dmex_primitives::{
	AssetKind, Balance, BlockNumber, Calendar, CoinId, CustodyState, Escrow, MarketOracle, NodeId, ProductId,
	Revenue, RevenueSource, Serial,
};
use frame_support::{
	ensure, pallet_prelude::DispatchResult, storage::with_storage_layer,
	traits::tokens::nonfungibles_v2::Mutate,
};
use pallet_nfts::ItemConfig;
use sp_runtime::{ArithmeticError, DispatchError};

impl<T: Config> Pallet<T> {
	/// The product pays no more: `over` is its last state. It draws what its node has paid; the oldest open day is given what there
	/// is, and what is left goes to the NFTs that earn, or where none does yet to those that would have been the first; power goes
	/// back to the node. All NFTs are looked at once more, because those with nothing left go by themselves.
	pub(crate) fn finish(
		product: ProductId,
		node: &NodeId,
		over: Product<T::AccountId>,
		mut book: Book,
		tell_escrow: impl FnOnce() -> DispatchResult,
	) -> DispatchResult {
		Self::draw_from_node(product, node, &mut book)?;
		Self::weigh_on_node(node, &mut book, 0)?;
		if let Some(expected) = book.pay.expected {
			book.draw(expected)?;
		}
		let missing = Self::lacking(&book);
		book.missing = book
			.missing
			.checked_add(missing)
			.ok_or(ArithmeticError::Overflow)?;
		book.acc_missing = book
			.acc_missing
			.checked_add(Self::per_nft(missing, book.pay.live))
			.ok_or(ArithmeticError::Overflow)?;
		let day = book.pay.day;
		book.leave_day(day)?;
		if let Some(first) = book.first_day.filter(|_| book.pay.live == 0 && book.prepaid > 0) {
			let begun = Self::begin_cohort(product, first, &mut book)?;
			ensure!(begun, Error::<T>::NftNotFound);
		}
		book.share_prepaid()?;
		// A day before them that stayed open until now has kept them.
		book.struck = None;
		book.over = true;
		Self::release_unsold(node, &mut book, 0)?;
		Self::remove_tick(&mut book);
		Self::restart_receipt(product, &mut book)?;
		Self::put_product(product, over);
		Books::<T>::insert(product, &book);
		tell_escrow()?;
		Self::store_book(product, book)
	}

	/// Whether `due_at`, after which nothing falls due any more, is a week ago.
	fn is_past_grace(due_at: BlockNumber) -> Result<bool, ArithmeticError> {
		let grace = T::Calendar::parameters()
			.days(GRACE_DAYS)
			.ok_or(ArithmeticError::Overflow)?;
		let until = due_at.checked_add(grace).ok_or(ArithmeticError::Overflow)?;
		Ok(until <= T::Calendar::now())
	}

	/// Whether the gateway has been winding down for a week, so that nothing can be delivered any more.
	pub(crate) fn is_market_gone(coin: CoinId) -> Result<bool, ArithmeticError> {
		T::MarketOracle::closed_at(coin).map_or(Ok(false), Self::is_past_grace)
	}

	/// Expires a product that is up to date, if its last due time, or that of the whole market, is a week ago and no payment waits
	/// that was reported since, or if nothing of it was sold. Returns the book of one that goes on.
	pub(crate) fn try_expire(
		product: ProductId,
		active: Active<T::AccountId>,
		book: Book,
	) -> Result<Option<Book>, DispatchError> {
		let is_unsold = book.minted == 0 && book.lots == 0 && T::Calendar::today() >= book.end_day;
		let is_over = match book.last_due_at {
			Some(at) => Self::is_past_grace(at)?,
			None => Self::is_market_gone(book.coin)?,
		};
		let is_awaited = || !book.is_paid_up() && T::MarketOracle::has_waiting_pay(book.coin);
		if !is_unsold && (!is_over || is_awaited()) {
			return Ok(Some(book));
		}
		let node = active.0.facts.terms.node.clone();
		Self::deposit_event(Event::Expired {
			product,
			given_up: book.open_due_days(),
		});
		Self::finish(product, &node, Product::Expired(active.expire()), book, || {
			T::Escrow::expired(product)
		})?;
		Ok(None)
	}

	/// Burns an NFT of a product that is over, whose income is paid out, if nobody has his hand on it and escrow owes it nothing.
	pub(crate) fn try_burn(
		product: ProductId,
		serial: Serial,
		book: &mut Book,
		nft: &Nft,
	) -> Result<bool, DispatchError> {
		if matches!(nft.custody, CustodyState::Staked | CustodyState::Pledged)
			|| !T::Escrow::close_nft(product, serial)?
		{
			return Ok(false);
		}
		Self::drop_order(&mut { *nft });
		for key in item_key::ALL {
			<pallet_nfts::Pallet<T> as Mutate<T::AccountId, ItemConfig>>::clear_attribute(
				&product, &serial, key,
			)?;
		}
		Self::unlocked(product, serial, || {
			<pallet_nfts::Pallet<T> as Mutate<T::AccountId, ItemConfig>>::burn(&product, &serial, None)
		})?;
		Nfts::<T>::remove(product, serial);
		Cohorts::<T>::try_mutate_exists(product, nft.first_day, |entry| -> DispatchResult {
			let mut cohort = entry.take().ok_or(Error::<T>::NftNotFound)?;
			cohort.count = cohort.count.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
			if cohort.count > 0 {
				*entry = Some(cohort);
			}
			Ok(())
		})?;
		book.alive = book.alive.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
		Self::deposit_event(Event::Burnt { product, serial });
		Ok(true)
	}

	/// Writes a book, or removes all of a product that is over and has no NFT any more but its record.
	pub(crate) fn store_book(product: ProductId, mut book: Book) -> DispatchResult {
		if !book.over || book.alive > 0 {
			Books::<T>::insert(product, book);
			return Ok(());
		}
		Self::remove_receipt(&mut book);
		Self::destroy_collection(product)?;
		Products::<T>::remove(product);
		Books::<T>::remove(product);
		PendingDisclosures::<T>::remove(product);
		Disclosures::<T>::remove(product);
		Self::deposit_event(Event::ProductClosed {
			product,
			dust: book.dust,
		});
		T::Escrow::close_product(product)?;
		Self::give_dust(&book.asset, book.dust)
	}

	/// Gives dust to revenue; what revenue cannot take yet is kept and tried again with the next product.
	fn give_dust(asset: &AssetKind, dust: Balance) -> DispatchResult {
		let dust = Dust::<T>::get(asset)
			.checked_add(dust)
			.ok_or(ArithmeticError::Overflow)?;
		if dust == 0 {
			return Ok(());
		}
		let collected =
			with_storage_layer(|| T::Revenue::collect(RevenueSource::Dust, asset, &Self::account(), dust))
				.unwrap_or(0);
		let rest = dust.checked_sub(collected).ok_or(ArithmeticError::Underflow)?;
		if rest == 0 {
			Dust::<T>::remove(asset);
		} else {
			Dust::<T>::insert(asset, rest);
		}
		Ok(())
	}
}
