//! What is always true of the market.
//!
//! M1. An NFT is listed if and only if it has an ask, and on auction if and only if it has an auction; that auction is of this NFT,
//!     and its seller is the owner.
//! M2. A fresh lot has a bid. A product that lives has as many lots as it has auctions of fresh lots.
//! M3. A bid is at least the reserve; an auction ends at its latest end or before.
//! M4. Each account has at most as many offers as one may have, all of them its own; every offer is one of its account's.
//! M5. What is held for bids (offers) on an account = its highest bids (offers) + what is stuck of them. Nothing that is stuck is
//!     empty.
//! M6. The agenda has as many entries as its cursor says, none before the cursor or beyond its block's length. Every auction and
//!     every offer has one, at its end or before; an auction whose end has come may have it in the next block.

use super::*;
use alloc::collections::{btree_map::BTreeMap, btree_set::BTreeSet};
use frame_support::traits::fungibles::InspectHold;
use sp_runtime::TryRuntimeError;

type Sums<AccountId> = BTreeMap<(AssetKind, AccountId), Balance>;

fn add<AccountId: Ord>(
	sums: &mut Sums<AccountId>,
	key: (AssetKind, AccountId),
	amount: Balance,
) -> Result<(), TryRuntimeError> {
	let sum = sums.entry(key).or_default();
	*sum = sum.checked_add(amount).ok_or("M5: a sum of holds overflows")?;
	Ok(())
}

impl<T: Config> Pallet<T> {
	/// Checks all invariants of the market.
	pub(crate) fn try_state_market() -> Result<(), TryRuntimeError> {
		Self::try_state_orders()?;
		Self::try_state_auctions()?;
		Self::try_state_offers()?;
		Self::try_state_holds()?;
		Self::try_state_agenda()
	}

	fn try_state_orders() -> Result<(), TryRuntimeError> {
		for (product, serial, nft) in Nfts::<T>::iter() {
			match nft.order {
				None => ensure!(
					!matches!(nft.custody, CustodyState::Listed | CustodyState::OnAuction),
					"M1: an NFT is for sale without an order"
				),
				Some(Order::Ask(_)) => ensure!(
					nft.custody == CustodyState::Listed,
					"M1: an NFT that is not listed has an ask"
				),
				Some(Order::Auction(id)) => {
					ensure!(
						nft.custody == CustodyState::OnAuction,
						"M1: an NFT that is not on auction has an auction"
					);
					let auction = Auctions::<T>::get(id).ok_or("M1: the auction of an NFT is gone")?;
					let owner = Self::owner_of(product, serial);
					ensure!(
						auction.product == product
							&& matches!(&auction.lot, Lot::Held { serial: of, seller, .. }
								if *of == serial && Some(seller) == owner.as_ref()),
						"M1: an auction is of another NFT or seller"
					);
				}
			}
		}
		Ok(())
	}

	fn try_state_auctions() -> Result<(), TryRuntimeError> {
		let mut lots = BTreeMap::<ProductId, u32>::new();
		for (id, auction) in Auctions::<T>::iter() {
			ensure!(
				id < NextAuction::<T>::get(),
				"M6: an auction has no id of its own"
			);
			match &auction.lot {
				Lot::Fresh => {
					ensure!(auction.bid.is_some(), "M2: a fresh lot has no bid");
					let count = lots.entry(auction.product).or_default();
					*count = count.checked_add(1).ok_or("M2: too many lots")?;
				}
				Lot::Held { serial, .. } => ensure!(
					Nfts::<T>::get(auction.product, serial)
						.is_some_and(|nft| nft.order == Some(Order::Auction(id))),
					"M1: the NFT of an auction does not know it"
				),
			}
			ensure!(
				auction
					.bid
					.as_ref()
					.is_none_or(|bid| bid.amount >= auction.reserve),
				"M3: a bid is below the reserve"
			);
			ensure!(
				auction.end <= auction.latest_end,
				"M3: an auction ends after its latest end"
			);
		}
		for (product, book) in Books::<T>::iter() {
			ensure!(
				book.lots == lots.get(&product).copied().unwrap_or_default(),
				"M2: a product miscounts its lots"
			);
		}
		Ok(())
	}

	fn try_state_offers() -> Result<(), TryRuntimeError> {
		let mut listed = BTreeSet::new();
		for (who, own) in OffersOf::<T>::iter() {
			ensure!(!own.is_empty(), "M4: an entry of offers is empty");
			for id in own {
				ensure!(
					Offers::<T>::get(id).is_some_and(|offer| offer.who == who) && listed.insert(id),
					"M4: an account has an offer that is not its own"
				);
			}
		}
		ensure!(
			Offers::<T>::iter_keys().all(|id| listed.contains(&id)),
			"M4: an offer is not known to its account"
		);
		Ok(())
	}

	fn try_state_holds() -> Result<(), TryRuntimeError> {
		let (mut bids, mut offers) = (Sums::<T::AccountId>::new(), Sums::<T::AccountId>::new());
		for auction in Auctions::<T>::iter_values() {
			if let Some(bid) = auction.bid {
				add(&mut bids, (auction.asset, bid.who), bid.amount)?;
			}
		}
		for offer in Offers::<T>::iter_values() {
			add(&mut offers, (offer.asset, offer.who), offer.price)?;
		}
		for (asset, who, stuck) in StuckHolds::<T>::iter() {
			ensure!(stuck != Stuck::default(), "M5: nothing is stuck");
			add(&mut bids, (asset.clone(), who.clone()), stuck.bids)?;
			add(&mut offers, (asset, who), stuck.offers)?;
		}
		let assets: BTreeSet<_> = Products::<T>::iter_values()
			.map(|data| data.facts().terms.price_asset.clone())
			.chain(bids.keys().chain(offers.keys()).map(|(asset, _)| asset.clone()))
			.collect();
		for (reason, sums) in [(HoldReason::Bid, bids), (HoldReason::Offer, offers)] {
			for asset in &assets {
				let known = sums
					.keys()
					.map(|(_, who)| who.clone())
					.chain(frame_system::Account::<T>::iter_keys());
				for who in known {
					let held = T::Assets::balance_on_hold(asset.clone(), &reason.into(), &who);
					let sum = sums.get(&(asset.clone(), who)).copied().unwrap_or_default();
					ensure!(held == sum, "M5: held money is not that of orders");
				}
			}
		}
		Ok(())
	}

	fn try_state_agenda() -> Result<(), TryRuntimeError> {
		let cursor = AgendaCursors::<T>::get();
		let (mut auctions, mut offers) = (BTreeMap::new(), BTreeMap::new());
		let mut entries = 0u32;
		for (block, index, due) in Agenda::<T>::iter() {
			entries = entries.checked_add(1).ok_or("M6: too many entries")?;
			ensure!(
				index < AgendaLengths::<T>::get(block),
				"M6: an entry is beyond its block's length"
			);
			ensure!(
				cursor.is_some_and(|cursor| (block, index) >= (cursor.block, cursor.index)),
				"M6: an entry is before the cursor"
			);
			let known = match due {
				Due::Auction(id) => auctions.insert(id, block),
				Due::Offer(id) => offers.insert(id, block),
			};
			ensure!(known.is_none(), "M6: something is on the agenda twice");
		}
		ensure!(
			entries == cursor.map(|cursor| cursor.pending).unwrap_or_default()
				&& (entries > 0 || cursor.is_none()),
			"M6: the agenda miscounts its entries"
		);
		ensure!(
			entries > 0 || AgendaLengths::<T>::iter_keys().next().is_none(),
			"M6: an empty agenda has left something behind"
		);
		let next = T::Calendar::now().checked_add(1).ok_or("M6: no block is left")?;
		ensure!(
			Auctions::<T>::iter().all(|(id, auction)| auctions
				.get(&id)
				.is_some_and(|block| *block <= auction.end || (auction.end < next && *block <= next))),
			"M6: the end of an auction is not on the agenda"
		);
		ensure!(
			Offers::<T>::iter().all(|(id, offer)| offers.get(&id) == Some(&offer.expiry)),
			"M6: the expiry of an offer is not on the agenda"
		);
		Ok(())
	}
}
