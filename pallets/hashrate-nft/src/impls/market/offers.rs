//! Offers to buy an NFT, or any NFT of a product.

use super::*;
use dmex_primitives::BlockNumber;

impl<T: Config> Pallet<T> {
	fn offer(id: OfferId) -> Result<Offer<T::AccountId>, Error<T>> {
		Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)
	}

	/// Why the offer is over, if it is.
	pub(super) fn offer_end(offer: &Offer<T::AccountId>) -> Option<OfferEnd> {
		if Self::market_epoch(offer.product) != Some(offer.market_epoch) {
			Some(OfferEnd::Void)
		} else if offer.expiry <= T::Calendar::now() {
			Some(OfferEnd::Expired)
		} else {
			None
		}
	}

	/// An offer must end in the future, within the longest time of one, and before its product does.
	fn ensure_expiry(expiry: BlockNumber, book: &Book) -> DispatchResult {
		let calendar = T::Calendar::parameters();
		let now = T::Calendar::now();
		ensure!(expiry > now, Error::<T>::ExpiryInPast);
		let latest = calendar
			.days(MAX_OFFER_DAYS)
			.and_then(|days| now.checked_add(days))
			.ok_or(ArithmeticError::Overflow)?;
		ensure!(
			expiry <= latest && calendar.day_of(expiry) < book.end_day,
			Error::<T>::ExpiryTooFar
		);
		Ok(())
	}

	pub(crate) fn do_make_offer(
		who: T::AccountId,
		product: ProductId,
		serial: Option<Serial>,
		price: Balance,
		expiry: BlockNumber,
		wants: Wants,
	) -> DispatchResult {
		let (live, book) = Self::ensure_live(product)?;
		if let Some(serial) = serial {
			let owner = Self::owner_of(product, serial).ok_or(Error::<T>::NftNotFound)?;
			ensure!(owner != who, Error::<T>::CannotBuyOwn);
		}
		let asset = live.facts.terms.price_asset;
		let fee = Self::trade_fee();
		Self::ensure_price(&asset, price, &fee)?;
		Self::ensure_expiry(expiry, &book)?;
		let id = NextOffer::<T>::get();
		let mut own = OffersOf::<T>::get(&who);
		own.try_push(id).map_err(|_| Error::<T>::TooManyOffers)?;

		Self::hold(&asset, HoldReason::Offer, &who, price)?;
		NextOffer::<T>::put(id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		OffersOf::<T>::insert(&who, own);
		Self::schedule(expiry, Due::Offer(id))?;
		Self::deposit_event(Event::OfferMade {
			offer: id,
			who: who.clone(),
			product,
			serial,
			asset: asset.clone(),
			price,
			fee,
			wants,
			expiry,
		});
		Offers::<T>::insert(
			id,
			Offer {
				who,
				product,
				serial,
				asset,
				price,
				fee,
				wants,
				expiry,
				market_epoch: live.market_epoch,
			},
		);
		Ok(())
	}

	/// Takes an offer off the books.
	fn remove_offer(id: OfferId, who: &T::AccountId) {
		Offers::<T>::remove(id);
		let mut own = OffersOf::<T>::get(who);
		own.retain(|other| *other != id);
		if own.is_empty() {
			OffersOf::<T>::remove(who);
		} else {
			OffersOf::<T>::insert(who, own);
		}
	}

	/// Ends an offer that nobody has accepted, and frees its money.
	pub(super) fn close_offer(id: OfferId, offer: Offer<T::AccountId>, end: OfferEnd) {
		Self::remove_offer(id, &offer.who);
		Self::free(&offer.asset, HoldReason::Offer, &offer.who, offer.price);
		Self::deposit_event(Event::OfferClosed {
			offer: id,
			who: offer.who,
			price: offer.price,
			end,
		});
	}

	pub(crate) fn do_cancel_offer(who: T::AccountId, id: OfferId) -> DispatchResult {
		let offer = Self::offer(id)?;
		let end = match Self::offer_end(&offer) {
			Some(end) => end,
			None => {
				ensure!(offer.who == who, Error::<T>::NotOfferor);
				OfferEnd::Cancelled
			}
		};
		Self::close_offer(id, offer, end);
		Ok(())
	}

	pub(crate) fn do_accept_offer(who: T::AccountId, id: OfferId, serial: Serial) -> DispatchResult {
		let offer = Self::offer(id)?;
		let product = offer.product;
		match Self::offer_end(&offer) {
			Some(OfferEnd::Expired) => return Err(Error::<T>::OfferExpired.into()),
			Some(_) => return Err(Error::<T>::OfferVoid.into()),
			None => {}
		}
		ensure!(
			offer.serial.is_none_or(|wanted| wanted == serial),
			Error::<T>::OfferForAnother
		);
		ensure!(who != offer.who, Error::<T>::CannotBuyOwn);
		let (live, _, nft) = Self::ensure_saleable(&who, product, serial)?;
		Nfts::<T>::insert(product, serial, nft);
		Self::ensure_wanted(product, serial, &offer.wants)?;

		Self::remove_offer(id, &offer.who);
		T::Assets::release(
			offer.asset.clone(),
			&HoldReason::Offer.into(),
			&offer.who,
			offer.price,
			Precision::Exact,
		)?;
		Self::trade(
			&live.facts,
			product,
			serial,
			&who,
			&offer.who,
			offer.price,
			&offer.fee,
		)?;
		Self::deposit_event(Event::OfferAccepted {
			offer: id,
			product,
			serial,
			seller: who,
		});
		Ok(())
	}

	/// Voids all listings of an account and takes back all its offers. Returns how many offers there were.
	pub(crate) fn do_cancel_all_orders(who: T::AccountId) -> Result<u32, DispatchError> {
		// A listing goes when its NFT leaves: who owns none has none that could be void.
		let owns_any = pallet_nfts::Account::<T>::iter_key_prefix((&who,))
			.next()
			.is_some();
		let epoch = if owns_any {
			let epoch = Self::order_epoch(&who)
				.checked_add(1)
				.ok_or(Error::<T>::NumberOutOfRange)?;
			OrderEpochs::<T>::insert(&who, epoch);
			epoch
		} else {
			OrderEpochs::<T>::remove(&who);
			0
		};
		let own = OffersOf::<T>::take(&who);
		let count = u32::try_from(own.len()).map_err(|_| ArithmeticError::Overflow)?;
		for id in own {
			if let Some(offer) = Offers::<T>::take(id) {
				Self::free(&offer.asset, HoldReason::Offer, &who, offer.price);
				Self::deposit_event(Event::OfferClosed {
					offer: id,
					who: who.clone(),
					price: offer.price,
					end: OfferEnd::Cancelled,
				});
			}
		}
		Self::deposit_event(Event::OrdersCancelled { who, epoch });
		Ok(count)
	}

	/// The open offers of an account.
	pub fn offers_of(who: &T::AccountId) -> scale_info::prelude::vec::Vec<(OfferId, Offer<T::AccountId>)> {
		OffersOf::<T>::get(who)
			.into_iter()
			.filter_map(|id| Some((id, Offers::<T>::get(id)?)))
			.collect()
	}
}
