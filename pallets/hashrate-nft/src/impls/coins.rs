//! The coin registry, and genesis, which fills it.

use crate::*;
use alloc::{string::String, vec::Vec};
use dmex_primitives::{hashrate::MAX_NODE_ID, AssetKind, CoinId};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungibles::Inspect, Get},
};

impl<T: Config> Pallet<T> {
	/// Panics with what is wrong: a malformed chain spec must not become a chain.
	pub(crate) fn build_genesis(coins: &[(String, String, AssetKind)]) {
		for (symbol, unit, asset) in coins {
			let added = Self::insert_coin(
				symbol.clone().into_bytes(),
				unit.clone().into_bytes(),
				asset.clone(),
			);
			assert!(
				added.is_ok(),
				"hashrateNft.coins: {symbol:?} or its unit is empty or longer than 16 bytes"
			);
		}
	}

	fn insert_coin(symbol: Vec<u8>, unit: Vec<u8>, asset: AssetKind) -> Result<CoinId, Error<T>> {
		let bounded = |name: Vec<u8>| {
			Symbol::try_from(name)
				.ok()
				.filter(|name| !name.is_empty())
				.ok_or(Error::<T>::SymbolOutOfBounds)
		};
		let (symbol, unit) = (bounded(symbol)?, bounded(unit)?);
		let coin = NextCoin::<T>::get();
		NextCoin::<T>::put(coin.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		Coins::<T>::insert(
			coin,
			Coin {
				symbol,
				unit,
				asset,
				open: true,
			},
		);
		Ok(coin)
	}

	pub(crate) fn do_add_coin(symbol: Vec<u8>, unit: Vec<u8>, asset: AssetKind) -> DispatchResult {
		ensure!(T::Assets::asset_exists(asset.clone()), Error::<T>::AssetNotFound);
		let coin = Self::insert_coin(symbol, unit, asset.clone())?;
		Self::deposit_event(Event::CoinAdded { coin, asset });
		Ok(())
	}

	pub(crate) fn do_set_coin_open(coin: CoinId, open: bool) -> DispatchResult {
		Coins::<T>::try_mutate(coin, |entry| -> DispatchResult {
			entry.as_mut().ok_or(Error::<T>::CoinNotFound)?.open = open;
			Ok(())
		})?;
		Self::deposit_event(Event::CoinOpenSet { coin, open });
		Ok(())
	}

	/// The coin, if products of it can be listed and approved.
	pub(crate) fn open_coin(coin: CoinId) -> Result<Coin, Error<T>> {
		let coin = Coins::<T>::get(coin).ok_or(Error::<T>::CoinNotFound)?;
		ensure!(coin.open, Error::<T>::CoinClosed);
		Ok(coin)
	}

	/// Relates the constants of the runtime to each other.
	pub(crate) fn do_integrity_test() {
		assert!(
			(2..=32).contains(&T::MaxDaySteps::get()),
			"MaxDaySteps must be 2 to 32"
		);
		for (name, value) in [
			("MaxTicks", T::MaxTicks::get()),
			("MaxReceipts", T::MaxReceipts::get()),
			("MaxOffers", T::MaxOffers::get()),
			("MaxAuctionEnds", T::MaxAuctionEnds::get()),
		] {
			assert!(value > 0, "{name} must be above 0");
		}
		assert!(
			<T as pallet_nfts::Config>::KeyLimit::get() >= 5,
			"attributes of NFTs need keys of 5 bytes"
		);
		assert!(
			<T as pallet_nfts::Config>::ValueLimit::get() > MAX_NODE_ID,
			"attributes of NFTs need values as long as a node's id"
		);
		assert!(
			<T as pallet_nfts::Config>::StringLimit::get() >= MAX_URI,
			"metadata of collections need as many bytes as a URI"
		);
	}
}
