//! The market: what its orders have in common. Listings, auctions, offers, and what happens by itself have their own files.

mod agenda;
mod auctions;
mod listings;
mod offers;
pub(crate) mod try_state;

use crate::*;
use dmex_primitives::{
	AssetKind, Balance, Calendar, CustodyState, Escrow, ProductControl, ProductId, Revenue, RevenueSource,
	Serial,
};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungibles::{Inspect, Mutate, MutateHold},
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
};
use sp_arithmetic::Permill;
use sp_runtime::{ArithmeticError, DispatchError};

impl<T: Config> Pallet<T> {
	/// The trade fee of an order that is made now.
	fn trade_fee() -> TradeFee {
		TradeFee {
			fee: T::TradeFee::get(),
			royalty: T::RoyaltyShare::get(),
		}
	}

	/// The trade fee of an order that is made now, if the seller agrees to it.
	fn agreed_fee(max_fee: Permill) -> Result<TradeFee, Error<T>> {
		let fee = Self::trade_fee();
		ensure!(fee.fee <= max_fee, Error::<T>::FeeTooHigh);
		Ok(fee)
	}

	/// A price that its seller can be paid: above 0, and after the fee not below the asset's minimum balance.
	fn ensure_price(asset: &AssetKind, price: Balance, fee: &TradeFee) -> DispatchResult {
		ensure!(price > 0, Error::<T>::ZeroPrice);
		let taken = fee.of(price).ok_or(ArithmeticError::Overflow)?;
		let rest = price.checked_sub(taken).ok_or(ArithmeticError::Underflow)?;
		ensure!(
			rest >= T::Assets::minimum_balance(asset.clone()),
			Error::<T>::PriceTooLow
		);
		Ok(())
	}

	/// The free NFT of `who` that he may sell now: the data of its product, its book, and its own.
	fn ensure_saleable(
		who: &T::AccountId,
		product: ProductId,
		serial: Serial,
	) -> Result<(Live<T::AccountId>, Book, Nft), DispatchError> {
		let (live, book) = Self::ensure_live(product)?;
		let mut nft = Self::nft(product, serial)?;
		ensure!(
			Self::owner_of(product, serial).as_ref() == Some(who),
			Error::<T>::NotOwner
		);
		ensure!(
			Self::effective_custody(product, serial, &nft) == CustodyState::Free,
			Error::<T>::NotFree
		);
		Self::drop_order(&mut nft);
		Ok((live, book, nft))
	}

	/// Whether a listing of `seller` in a market of this epoch stands.
	fn ask_stands(ask: &Ask, market_epoch: u32, seller: &T::AccountId) -> bool {
		ask.market_epoch == market_epoch && ask.order_epoch == Self::order_epoch(seller)
	}

	/// The custody state as it counts: an NFT whose order is void is free.
	pub(crate) fn effective_custody(product: ProductId, serial: Serial, nft: &Nft) -> CustodyState {
		let stands = match &nft.order {
			None => return nft.custody,
			Some(Order::Ask(ask)) => match (Self::market_epoch(product), Self::owner_of(product, serial)) {
				(Some(epoch), Some(owner)) => Self::ask_stands(ask, epoch, &owner),
				_ => false,
			},
			Some(Order::Auction(id)) => Auctions::<T>::get(id)
				.is_some_and(|auction| Some(auction.market_epoch) == Self::market_epoch(product)),
		};
		if stands {
			nft.custody
		} else {
			CustodyState::Free
		}
	}

	/// Takes an NFT out of the market because its order is void, or because it leaves its owner. An auction that is void frees its
	/// bid. The caller writes the NFT.
	pub(crate) fn drop_order(nft: &mut Nft) {
		match nft.order.take() {
			None => return,
			Some(Order::Ask(_)) => {}
			Some(Order::Auction(id)) => {
				if let Some(auction) = Auctions::<T>::take(id) {
					Self::free_bid(id, &auction);
					Self::deposit_event(Event::AuctionVoided {
						auction: id,
						reason: None,
					});
				}
			}
		}
		nft.custody = CustodyState::Free;
	}

	/// What a buyer should know of an NFT at this price.
	pub(crate) fn offering(
		product: ProductId,
		serial: Serial,
		book: &Book,
		nft: &Nft,
		price: Balance,
	) -> Offering {
		let days_left = Self::earning_days_left(book, nft);
		Offering {
			days_left,
			escrow_left: T::Escrow::remaining(product, serial),
			arrears: book.open_due_days(),
			price_per_tib_day: Offering::per_tib_day(price, book.power, days_left),
		}
	}

	/// Fails unless the NFT is what the buyer wants. The product's days are brought up to date first.
	fn ensure_wanted(product: ProductId, serial: Serial, wants: &Wants) -> DispatchResult {
		ensure!(
			<Self as ProductControl<T::AccountId>>::catch_up(product)?,
			Error::<T>::NotCaughtUp
		);
		let (book, nft) = (Self::book(product)?, Self::nft(product, serial)?);
		ensure!(
			Self::earning_days_left(&book, &nft) >= wants.min_days,
			Error::<T>::TooFewDays
		);
		ensure!(
			<Self as ProductControl<T::AccountId>>::open_due_days(product) <= wants.max_arrears,
			Error::<T>::ArrearsTooHigh
		);
		ensure!(
			T::Escrow::remaining(product, serial) >= wants.min_escrow,
			Error::<T>::EscrowTooLow
		);
		Ok(())
	}

	/// Holds `amount` of what is neither held nor frozen on the account.
	fn hold(asset: &AssetKind, reason: HoldReason, who: &T::AccountId, amount: Balance) -> DispatchResult {
		let funds =
			T::Assets::reducible_balance(asset.clone(), who, Preservation::Preserve, Fortitude::Polite);
		ensure!(funds >= amount, Error::<T>::InsufficientFunds);
		T::Assets::hold(asset.clone(), &reason.into(), who, amount)
	}

	/// Frees held money. Where that cannot be done now the account can take it back later.
	fn free(asset: &AssetKind, reason: HoldReason, who: &T::AccountId, amount: Balance) {
		if Self::try_free(asset, reason, who, amount).is_ok() {
			return;
		}
		let mut stuck = StuckHolds::<T>::get(asset, who);
		let sum = stuck.of(reason);
		// Never more than what is held on the account, which fits.
		*sum = sum.saturating_add(amount);
		StuckHolds::<T>::insert(asset, who, stuck);
		Self::deposit_event(Event::HoldStuck {
			who: who.clone(),
			asset: asset.clone(),
			amount,
		});
	}
	fn try_free(
		asset: &AssetKind,
		reason: HoldReason,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		with_storage_layer(|| {
			T::Assets::release(asset.clone(), &reason.into(), who, amount, Precision::Exact)?;
			Ok(())
		})
	}

	pub(crate) fn do_withdraw_held(who: T::AccountId, asset: AssetKind) -> DispatchResult {
		let stuck = StuckHolds::<T>::take(&asset, &who);
		let amount = stuck
			.bids
			.checked_add(stuck.offers)
			.ok_or(ArithmeticError::Overflow)?;
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		for (reason, amount) in [(HoldReason::Bid, stuck.bids), (HoldReason::Offer, stuck.offers)] {
			Self::try_free(&asset, reason, &who, amount).map_err(|_| Error::<T>::CannotReceive)?;
		}
		Self::deposit_event(Event::HoldWithdrawn { who, asset, amount });
		Ok(())
	}

	/// Pays for an NFT that changes hands: the fee, the royalty inside it, and the rest, out of what the buyer has free. This and
	/// escrow's `deposit` are the only ways in which value moves for an NFT.
	fn pay_trade(
		facts: &Facts<T::AccountId>,
		seller: &T::AccountId,
		buyer: &T::AccountId,
		price: Balance,
		fee: &TradeFee,
	) -> Result<Taken, DispatchError> {
		let Facts { issuer, terms, .. } = facts;
		let asset = &terms.price_asset;
		let funds =
			T::Assets::reducible_balance(asset.clone(), buyer, Preservation::Expendable, Fortitude::Polite);
		ensure!(funds >= price, Error::<T>::InsufficientFunds);
		let whole = fee.of(price).ok_or(ArithmeticError::Overflow)?;
		let royalty = fee.royalty_of(whole).ok_or(ArithmeticError::Overflow)?;
		let revenue = whole.checked_sub(royalty).ok_or(ArithmeticError::Underflow)?;
		// An issuer that sells has its royalty with the rest of the price.
		let (sent, seed) = if issuer == seller {
			(0, 0)
		} else {
			Self::pay_royalty(asset, buyer, issuer, royalty, revenue)?
		};
		let revenue = revenue.checked_sub(seed).ok_or(ArithmeticError::Underflow)?;
		let revenue = if revenue > 0 {
			T::Revenue::collect(RevenueSource::TradeFee, asset, buyer, revenue)?
		} else {
			0
		};
		// What the ledger of revenue cannot hold yet is the seller's.
		let rest = [sent, seed, revenue]
			.into_iter()
			.try_fold(price, |rest, part| rest.checked_sub(part))
			.ok_or(ArithmeticError::Underflow)?;
		T::Assets::transfer(asset.clone(), buyer, seller, rest, Preservation::Expendable)
			.map_err(|_| Error::<T>::CannotReceive)?;
		Ok(Taken {
			revenue,
			royalty: if issuer == seller { royalty } else { sent },
		})
	}

	/// Pays the issuer its royalty; what it cannot take becomes its credit. The pallet's account needs its own minimum balance
	/// for that, which comes out of `revenue` once. Returns what was paid of the royalty, and of `revenue`.
	fn pay_royalty(
		asset: &AssetKind,
		buyer: &T::AccountId,
		issuer: &T::AccountId,
		royalty: Balance,
		revenue: Balance,
	) -> Result<(Balance, Balance), DispatchError> {
		if royalty == 0 {
			return Ok((0, 0));
		}
		let sent = with_storage_layer(|| {
			T::Assets::transfer(asset.clone(), buyer, issuer, royalty, Preservation::Preserve)
		});
		if sent.is_ok() {
			return Ok((royalty, 0));
		}
		let seed = if Seeded::<T>::contains_key(asset) {
			0
		} else {
			T::Assets::minimum_balance(asset.clone())
		};
		if seed > revenue {
			// Less than a minimum balance in all: it stays with the seller.
			return Ok((0, 0));
		}
		let amount = royalty.checked_add(seed).ok_or(ArithmeticError::Overflow)?;
		T::Assets::transfer(
			asset.clone(),
			buyer,
			&Self::account(),
			amount,
			Preservation::Preserve,
		)?;
		Seeded::<T>::insert(asset, ());
		Self::send(asset, issuer, royalty)?;
		Ok((royalty, seed))
	}
}

/// What was taken of a price.
pub(crate) struct Taken {
	/// By revenue.
	pub revenue: Balance,
	/// By the issuer, also where it is the seller.
	pub royalty: Balance,
}
