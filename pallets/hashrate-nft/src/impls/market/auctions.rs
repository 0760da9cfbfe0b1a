//! English auctions: of NFTs that are minted to the winner, and between holders.

use super::*;
use dmex_primitives::{BlockNumber, Day};

/// How an auction has ended.
enum Outcome {
	/// Sold to the highest bidder.
	Sold(Serial),
	/// Nobody has bid.
	Unsold,
}

impl<T: Config> Pallet<T> {
	fn auction(id: AuctionId) -> Result<Auction<T::AccountId>, Error<T>> {
		Auctions::<T>::get(id).ok_or(Error::<T>::AuctionNotFound)
	}

	/// Whether the market that the auction was opened in is shut for good.
	pub(super) fn is_void(auction: &Auction<T::AccountId>) -> bool {
		Self::market_epoch(auction.product) != Some(auction.market_epoch)
	}

	/// The end of an auction of this duration from now, and its latest end. Both lie before the product's.
	fn ends(duration: BlockNumber, book: &Book) -> Result<(BlockNumber, BlockNumber), Error<T>> {
		ensure!(duration > 0, Error::<T>::ZeroDuration);
		let calendar = T::Calendar::parameters();
		let end = T::Calendar::now()
			.checked_add(duration)
			.ok_or(Error::<T>::AuctionTooLong)?;
		let latest_end = calendar
			.days(MAX_EXTENSION_DAYS)
			.and_then(|day| end.checked_add(day))
			.ok_or(Error::<T>::AuctionTooLong)?;
		ensure!(
			calendar.day_of(latest_end) < book.end_day,
			Error::<T>::AuctionTooLong
		);
		Ok((end, latest_end))
	}

	/// Gives a new auction its id and its place on the agenda.
	fn open_auction(auction: Auction<T::AccountId>) -> Result<AuctionId, DispatchError> {
		let id = NextAuction::<T>::get();
		NextAuction::<T>::put(id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		Self::schedule(auction.end, Due::Auction(id))?;
		let (serial, seller) = match &auction.lot {
			Lot::Fresh => (None, None),
			Lot::Held { serial, seller, .. } => (Some(*serial), Some(seller.clone())),
		};
		Self::deposit_event(Event::AuctionOpened {
			auction: id,
			product: auction.product,
			serial,
			seller,
			reserve: auction.reserve,
			end: auction.end,
		});
		Auctions::<T>::insert(id, auction);
		Ok(id)
	}

	pub(crate) fn do_auction_nft(
		who: T::AccountId,
		product: ProductId,
		serial: Serial,
		reserve: Balance,
		duration: BlockNumber,
		max_fee: Permill,
	) -> DispatchResult {
		let (live, book, mut nft) = Self::ensure_saleable(&who, product, serial)?;
		let asset = live.facts.terms.price_asset;
		let fee = Self::agreed_fee(max_fee)?;
		Self::ensure_price(&asset, reserve, &fee)?;
		let (end, latest_end) = Self::ends(duration, &book)?;
		let offering = Self::offering(product, serial, &book, &nft, reserve);
		let id = Self::open_auction(Auction {
			product,
			lot: Lot::Held {
				serial,
				seller: who,
				fee,
			},
			asset,
			market_epoch: live.market_epoch,
			reserve,
			end,
			latest_end,
			bid: None,
		})?;
		nft.custody = CustodyState::OnAuction;
		nft.order = Some(Order::Auction(id));
		Nfts::<T>::insert(product, serial, nft);
		Self::deposit_event(Event::NftOnAuction {
			auction: id,
			product,
			serial,
			offering,
		});
		Ok(())
	}

	/// Whole days that a fresh NFT has which is sold in this block.
	fn days_of_lot(block: BlockNumber, terms: &Terms, end_day: Day) -> Result<u32, Error<T>> {
		let day = T::Calendar::parameters().day_of(block);
		Self::earning_days(day, terms.start_day, end_day).map(|(_, days)| days)
	}

	/// The first bid on a fresh lot starts its clock.
	pub(crate) fn do_open_lot(
		who: T::AccountId,
		product: ProductId,
		amount: Balance,
		min_days: u32,
	) -> DispatchResult {
		let (live, mut book) = Self::ensure_on_sale(product)?;
		let terms = live.facts.terms;
		let SaleMode::Auction { reserve, duration } = terms.sale else {
			return Err(Error::<T>::WrongSaleMode.into());
		};
		ensure!(who != live.facts.issuer, Error::<T>::IssuerCannotBuy);
		ensure!(amount >= reserve, Error::<T>::BidTooLow);
		let (end, latest_end) = Self::ends(duration, &book)?;
		ensure!(
			Self::days_of_lot(latest_end, &terms, book.end_day)? >= min_days,
			Error::<T>::TooFewDays
		);
		let mut auction = Auction {
			product,
			lot: Lot::Fresh,
			asset: terms.price_asset,
			market_epoch: live.market_epoch,
			reserve,
			end,
			latest_end,
			bid: None,
		};
		book.lots = book.lots.checked_add(1).ok_or(Error::<T>::NumberOutOfRange)?;
		Self::hold(&auction.asset, HoldReason::Bid, &who, amount)?;
		Books::<T>::insert(product, book);
		auction.bid = Some(Bid {
			who: who.clone(),
			amount,
		});
		let id = Self::open_auction(auction)?;
		Self::deposit_event(Event::BidPlaced {
			auction: id,
			bidder: who,
			amount,
			end,
		});
		Ok(())
	}

	pub(crate) fn do_bid(who: T::AccountId, id: AuctionId, amount: Balance) -> DispatchResult {
		let mut auction = Self::auction(id)?;
		let (live, _) = Self::ensure_live(auction.product)?;
		ensure!(live.market_epoch == auction.market_epoch, Error::<T>::AuctionVoid);
		let now = T::Calendar::now();
		ensure!(now < auction.end, Error::<T>::AuctionEnded);
		match &auction.lot {
			Lot::Fresh => {
				ensure!(who != live.facts.issuer, Error::<T>::IssuerCannotBuy);
				Self::ensure_covered(&live.facts.terms.node)?;
			}
			Lot::Held { seller, .. } => ensure!(who != *seller, Error::<T>::CannotBuyOwn),
		}
		let least = auction.next_bid().ok_or(ArithmeticError::Overflow)?;
		ensure!(amount >= least, Error::<T>::BidTooLow);
		// Who raises his own bid needs the difference only.
		let outbid = auction.bid.take();
		let held = match &outbid {
			Some(bid) if bid.who == who => bid.amount,
			_ => 0,
		};
		let more = amount.checked_sub(held).ok_or(ArithmeticError::Underflow)?;
		Self::hold(&auction.asset, HoldReason::Bid, &who, more)?;
		if let Some(bid) = outbid.filter(|bid| bid.who != who) {
			Self::release_bid(id, &auction.asset, bid);
		}
		auction
			.extend(now, T::Calendar::parameters().scaled(EXTENSION_BLOCKS))
			.ok_or(ArithmeticError::Overflow)?;
		auction.bid = Some(Bid {
			who: who.clone(),
			amount,
		});
		Self::deposit_event(Event::BidPlaced {
			auction: id,
			bidder: who,
			amount,
			end: auction.end,
		});
		Auctions::<T>::insert(id, auction);
		Ok(())
	}

	fn release_bid(id: AuctionId, asset: &AssetKind, bid: Bid<T::AccountId>) {
		Self::free(asset, HoldReason::Bid, &bid.who, bid.amount);
		Self::deposit_event(Event::BidReleased {
			auction: id,
			bidder: bid.who,
			amount: bid.amount,
		});
	}

	/// Releases the highest bid, if there is one.
	pub(super) fn free_bid(id: AuctionId, auction: &Auction<T::AccountId>) {
		if let Some(bid) = &auction.bid {
			Self::release_bid(id, &auction.asset, bid.clone());
		}
	}

	pub(crate) fn do_cancel_auction(who: T::AccountId, id: AuctionId) -> DispatchResult {
		let auction = Self::auction(id)?;
		let Lot::Held { seller, .. } = &auction.lot else {
			return Err(Error::<T>::NotSeller.into());
		};
		ensure!(*seller == who, Error::<T>::NotSeller);
		ensure!(auction.bid.is_none(), Error::<T>::AuctionHasBid);
		Auctions::<T>::remove(id);
		Self::return_lot(id, &auction);
		Self::deposit_event(Event::AuctionCancelled { auction: id });
		Ok(())
	}

	pub(crate) fn do_close_auction(id: AuctionId) -> DispatchResult {
		let auction = Self::auction(id)?;
		ensure!(
			Self::is_void(&auction) || auction.end <= T::Calendar::now(),
			Error::<T>::AuctionNotEnded
		);
		if Self::changes_hands(&auction) {
			if let Err(error) = Self::ensure_drawn(auction.product) {
				// Whatever else is wrong with the product makes the auction void.
				ensure!(error != Error::<T>::NotCaughtUp.into(), error);
			}
		}
		Self::end_auction(id, auction);
		Ok(())
	}

	/// Whether a holder's NFT goes to the highest bidder when the auction ends.
	fn changes_hands(auction: &Auction<T::AccountId>) -> bool {
		matches!(auction.lot, Lot::Held { .. }) && auction.bid.is_some() && !Self::is_void(auction)
	}

	/// Before a holder's NFT goes to the highest bidder, its product's days are given what waits for them, which is the seller's.
	/// Returns whether nothing more waits, or none of it matters: no NFT changes hands, or the product cannot be brought up to date at
	/// all, which makes the auction void. Otherwise at least one more of its open days is closed, of those that are over: there are no
	/// more of them than days in its term, so that nobody keeps an auction from ending.
	pub(super) fn approach_end(auction: &Auction<T::AccountId>) -> bool {
		!Self::changes_hands(auction) || Self::approach_door(auction.product).unwrap_or(true)
	}

	/// Ends an auction whose time has come or which is void. Never fails: what cannot be sold is void, and its bid is free.
	pub(super) fn end_auction(id: AuctionId, auction: Auction<T::AccountId>) {
		Auctions::<T>::remove(id);
		let outcome = if Self::is_void(&auction) {
			Err(Error::<T>::AuctionVoid.into())
		} else {
			with_storage_layer(|| Self::award(&auction))
		};
		match outcome {
			Ok(Outcome::Sold(serial)) => Self::deposit_event(Event::AuctionSold {
				auction: id,
				product: auction.product,
				serial,
			}),
			Ok(Outcome::Unsold) => {
				Self::return_lot(id, &auction);
				Self::deposit_event(Event::AuctionUnsold { auction: id });
			}
			Err(reason) => {
				Self::free_bid(id, &auction);
				Self::return_lot(id, &auction);
				Self::deposit_event(Event::AuctionVoided {
					auction: id,
					reason: Some(reason),
				});
			}
		}
	}

	/// Sells what was under the hammer to who has bid most.
	fn award(auction: &Auction<T::AccountId>) -> Result<Outcome, DispatchError> {
		let Some(Bid { who, amount }) = &auction.bid else {
			return Ok(Outcome::Unsold);
		};
		T::Assets::release(
			auction.asset.clone(),
			&HoldReason::Bid.into(),
			who,
			*amount,
			Precision::Exact,
		)?;
		let product = auction.product;
		let serial = match &auction.lot {
			Lot::Fresh => {
				let (live, mut book) = Self::ensure_live(product)?;
				let terms = &live.facts.terms;
				Self::ensure_covered(&terms.node)?;
				// An end that is carried over must not cost the winner days.
				let days = |block| Self::days_of_lot(block, terms, book.end_day);
				ensure!(
					days(T::Calendar::now())? >= days(auction.latest_end)?,
					Error::<T>::TooFewDays
				);
				book.lots = book.lots.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
				Books::<T>::insert(product, book);
				Self::mint_sold(product, who, *amount)?
			}
			Lot::Held { serial, seller, fee } => {
				let (live, _) = Self::ensure_live(product)?;
				Self::trade(&live.facts, product, *serial, seller, who, *amount, fee)?;
				*serial
			}
		};
		Ok(Outcome::Sold(serial))
	}

	/// What was under the hammer and was not sold: a fresh lot may be sold again, an NFT is free.
	fn return_lot(id: AuctionId, auction: &Auction<T::AccountId>) {
		match &auction.lot {
			Lot::Fresh => Books::<T>::mutate_extant(auction.product, |book| {
				book.lots = book.lots.saturating_sub(1);
			}),
			Lot::Held { serial, .. } => {
				let Some(mut nft) = Nfts::<T>::get(auction.product, serial) else {
					return;
				};
				if nft.order == Some(Order::Auction(id)) {
					nft.order = None;
					nft.custody = CustodyState::Free;
					Nfts::<T>::insert(auction.product, serial, nft);
				}
			}
		}
	}
	/// An auction as it stands, void ones included.
	pub fn auction_statement(id: AuctionId) -> Option<AuctionStatement<T::AccountId>> {
		let auction = Auctions::<T>::get(id)?;
		Self::as_drawn(auction.product, || Self::auction_as_booked(auction.clone()))
	}

	fn auction_as_booked(auction: Auction<T::AccountId>) -> Option<AuctionStatement<T::AccountId>> {
		let takes_bids = T::Calendar::now() < auction.end
			&& Self::ensure_live(auction.product)
				.is_ok_and(|(live, _)| live.market_epoch == auction.market_epoch);
		let least = auction.next_bid();
		let offering = match &auction.lot {
			Lot::Fresh => None,
			Lot::Held { serial, .. } => {
				let book = Books::<T>::get(auction.product)?;
				let nft = Nfts::<T>::get(auction.product, serial)?;
				Some(Self::offering(auction.product, *serial, &book, &nft, least?))
			}
		};
		Some(AuctionStatement {
			auction,
			next_bid: least.filter(|_| takes_bids),
			offering,
		})
	}
}
