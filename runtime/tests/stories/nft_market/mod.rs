//! "English auction: bids are holds on the bidder's own account; next bid >= max(5%, 1 unit) higher; a bid in the last 300 blocks
//! extends the end by 300, at most one day in all; the seller cannot bid; no cancel after the first bid. Secondary market: free
//! transfer, fixed-price listing, auction, and offers. Trade fee 2% of the price = 1.5% revenue + 0.5% royalty to the issuer.
//! Income is settled to the seller before ownership moves, through whichever door it moves; a door that cannot settle is shut."

mod auctions;
mod doors;
mod listings;
mod offers;

use crate::{chain::*, products::*};
use dmex_primitives::{constants::*, CustodyState, NftCustody};
use dmex_runtime::*;
use frame_support::traits::fungibles::InspectHold;
use pallet_hashrate_nft::{AuctionId, Call};
use sp_runtime::Permill;

const TWO_PERCENT: Permill = Permill::from_percent(2);
/// What an NFT changes hands for.
const DEAL: Balance = 12_000_001;

/// USDT that bids and offers hold.
fn held(who: Sr25519Keyring) -> Balance {
	<AssetsHolder as InspectHold<AccountId>>::total_balance_on_hold(USDT, &id(who))
}

fn custody(product: u32, serial: u32) -> Option<CustodyState> {
	<HashrateNft as NftCustody<AccountId>>::custody(product, serial)
}

fn bid(auction: AuctionId, amount: Balance) -> Call<Runtime> {
	Call::bid { auction, amount }
}

fn last_auction() -> AuctionId {
	pallet_hashrate_nft::NextAuction::<Runtime>::get() - 1
}

fn list_nft(product: u32, serial: u32, price: Balance) -> Call<Runtime> {
	Call::list_nft {
		product,
		serial,
		price,
		max_fee: TWO_PERCENT,
	}
}

fn buy_listed(product: u32, serial: u32, max_price: Balance) -> Call<Runtime> {
	Call::buy_listed {
		product,
		serial,
		max_price,
		wants: None,
	}
}

/// A deal for [`DEAL`] from Alice to `buyer`: what everybody must get of it.
fn deal(chain: &mut Chain, buyer: Sr25519Keyring, act: impl FnOnce(&mut Chain)) {
	let money = || {
		(
			usdt(Alice),
			usdt(buyer) + held(buyer),
			usdt(ISSUER),
			usdt(revenue()),
		)
	};
	let before = money();
	act(chain);
	let after = money();
	let fee = DEAL.div_ceil(50);
	let royalty = fee / 4;
	assert_eq!(after.0 - before.0, DEAL - fee, "the seller");
	assert_eq!(before.1 - after.1, DEAL, "the buyer");
	assert_eq!(after.2 - before.2, royalty, "the issuer");
	assert_eq!(after.3 - before.3, fee - royalty, "revenue");
}
