//! Listings at a fixed price, between holders.

use super::*;
use crate::impls::node_pay::DOOR_STEPS;
use frame_support::weights::Weight;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_list_nft(
		who: T::AccountId,
		product: ProductId,
		serial: Serial,
		price: Balance,
		max_fee: Permill,
	) -> DispatchResult {
		let (live, book, mut nft) = Self::ensure_saleable(&who, product, serial)?;
		let asset = live.facts.terms.price_asset;
		let fee = Self::agreed_fee(max_fee)?;
		Self::ensure_price(&asset, price, &fee)?;
		let offering = Self::offering(product, serial, &book, &nft, price);
		nft.custody = CustodyState::Listed;
		nft.order = Some(Order::Ask(Ask {
			price,
			fee,
			market_epoch: live.market_epoch,
			order_epoch: Self::order_epoch(&who),
		}));
		Nfts::<T>::insert(product, serial, nft);
		Self::deposit_event(Event::NftListed {
			product,
			serial,
			seller: who,
			price,
			asset,
			fee,
			offering,
		});
		Ok(())
	}

	pub(crate) fn do_unlist_nft(who: T::AccountId, product: ProductId, serial: Serial) -> DispatchResult {
		let mut nft = Self::nft(product, serial)?;
		ensure!(
			Self::owner_of(product, serial).as_ref() == Some(&who),
			Error::<T>::NotOwner
		);
		ensure!(matches!(nft.order, Some(Order::Ask(_))), Error::<T>::NotListed);
		Self::drop_order(&mut nft);
		Nfts::<T>::insert(product, serial, nft);
		Self::deposit_event(Event::NftUnlisted {
			product,
			serial,
			seller: who,
		});
		Ok(())
	}

	pub(crate) fn do_buy_listed(
		buyer: T::AccountId,
		product: ProductId,
		serial: Serial,
		max_price: Balance,
		wants: Option<Wants>,
	) -> Result<bool, DispatchError> {
		let (live, _) = Self::ensure_live(product)?;
		let nft = Self::nft(product, serial)?;
		let Some(Order::Ask(ask)) = nft.order else {
			return Err(Error::<T>::NotListed.into());
		};
		let seller = Self::owner_of(product, serial).ok_or(Error::<T>::NftNotFound)?;
		ensure!(
			Self::ask_stands(&ask, live.market_epoch, &seller),
			Error::<T>::ListingVoid
		);
		ensure!(seller != buyer, Error::<T>::CannotBuyOwn);
		ensure!(ask.price <= max_price, Error::<T>::PriceTooHigh);
		let stepped = wants.is_some() || Self::ensure_drawn(product)?;
		if let Some(wants) = wants {
			Self::ensure_wanted(product, serial, &wants)?;
		}
		Self::trade(&live.facts, product, serial, &seller, &buyer, ask.price, &ask.fee)?;
		Ok(stepped)
	}

	/// What buying a listed NFT weighs: what the buyer wants is judged after the product's days are brought up to date; where he wants
	/// nothing the product draws what its node has paid.
	pub(crate) fn weight_of_buying(with_wants: bool) -> Weight {
		let steps = if with_wants {
			T::MaxDaySteps::get()
		} else {
			DOOR_STEPS
		};
		<T as Config>::WeightInfo::buy_listed().saturating_add(<T as Config>::WeightInfo::advance(steps))
	}

	/// Sells an NFT: settles the seller's income, moves the money that the buyer has free, then the NFT.
	pub(super) fn trade(
		facts: &Facts<T::AccountId>,
		product: ProductId,
		serial: Serial,
		seller: &T::AccountId,
		buyer: &T::AccountId,
		price: Balance,
		fee: &TradeFee,
	) -> DispatchResult {
		let taken = Self::pay_trade(facts, seller, buyer, price, fee)?;
		Self::move_nft(product, serial, seller, buyer)?;
		Self::deposit_event(Event::Traded {
			product,
			serial,
			seller: seller.clone(),
			buyer: buyer.clone(),
			asset: facts.terms.price_asset.clone(),
			price,
			fee: taken.revenue,
			royalty: taken.royalty,
		});
		Ok(())
	}

	/// A listing as it stands, void ones included. `None` if the NFT has none.
	pub fn ask_statement(product: ProductId, serial: Serial) -> Option<AskStatement<T::AccountId>> {
		Self::as_drawn(product, || Self::ask_as_booked(product, serial))
	}

	fn ask_as_booked(product: ProductId, serial: Serial) -> Option<AskStatement<T::AccountId>> {
		let nft = Nfts::<T>::get(product, serial)?;
		let Some(Order::Ask(ask)) = nft.order else {
			return None;
		};
		let data = Products::<T>::get(product)?;
		let book = Books::<T>::get(product)?;
		let seller = Self::owner_of(product, serial)?;
		let stands = Self::ensure_live(product)
			.is_ok_and(|(live, _)| Self::ask_stands(&ask, live.market_epoch, &seller));
		Some(AskStatement {
			seller,
			price: ask.price,
			asset: data.facts().terms.price_asset.clone(),
			fee: ask.fee.of(ask.price)?,
			stands,
			offering: Self::offering(product, serial, &book, &nft, ask.price),
		})
	}
	/// The auction that an NFT is in.
	pub fn auction_of(product: ProductId, serial: Serial) -> Option<AuctionId> {
		match Nfts::<T>::get(product, serial)?.order {
			Some(Order::Auction(id)) => Some(id),
			_ => None,
		}
	}
}
