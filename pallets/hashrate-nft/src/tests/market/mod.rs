//! The market.

mod accept_offer;
mod agenda;
mod auction_nft;
mod bid;
mod bounded;
mod buy_listed;
mod cancel_all_orders;
mod cancel_auction;
mod cancel_offer;
mod close_auction;
mod cost;
mod invariants;
mod list_nft;
mod make_offer;
mod open_lot;
mod unlist_nft;
mod void;
mod withdraw_held;

pub use crate::mock::*;
pub use crate::tests::plain;
use crate::{mock::TradeFee, Nfts, *};
use dmex_primitives::{
	constants::*, AccountId, AssetKind, Balance, CustodyState, NftCustody, ProductControl, ProductId, Serial,
};
use frame_support::{
	assert_noop, assert_ok,
	traits::fungibles::{Inspect, InspectHold, Mutate},
};
use sp_arithmetic::Permill;

pub const P: ProductId = 0;
/// A fee that every seller agrees to.
pub const ANY_FEE: Permill = Permill::one();
/// Wants nothing.
pub const ANY: Wants = Wants {
	min_days: 0,
	min_escrow: 0,
	max_arrears: u32::MAX,
};

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// An approved product.
pub fn approve(listing: Listing) -> ProductId {
	let product = NextProduct::<Test>::get();
	assert_ok!(HashrateNft::list(signed(ISSUER), listing, Permill::one()));
	assert_ok!(HashrateNft::approve(signed(DAO), product));
	product
}

/// A product of which Alice has NFT 0 and Bob NFT 1, at 1,000 each.
pub fn sold() -> ProductId {
	let product = approve(listing());
	buy(ALICE);
	buy(BOB);
	product
}

/// A product that is sold by auctions of 20 blocks with a reserve of 1,000, from day 0 to 7.
pub fn auctioned() -> ProductId {
	approve(Listing {
		sale: SaleMode::Auction {
			reserve: 1_000,
			duration: 20,
		},
		sale_until: 8,
		..listing()
	})
}

pub fn buy(who: AccountId) -> Serial {
	let serial = Books::<Test>::get(P).unwrap().minted;
	assert_ok!(HashrateNft::buy(signed(who), P, Balance::MAX, 0));
	serial
}

pub fn list(who: AccountId, serial: Serial, price: Balance) {
	assert_ok!(HashrateNft::list_nft(signed(who), P, serial, price, ANY_FEE));
}

/// Opens a lot, or auctions an NFT, and returns the auction.
pub fn open_lot(who: AccountId, amount: Balance) -> AuctionId {
	assert_ok!(HashrateNft::open_lot(signed(who), P, amount, 0));
	NextAuction::<Test>::get() - 1
}

pub fn auction(who: AccountId, serial: Serial, reserve: Balance, duration: u32) -> AuctionId {
	crate::tests::auction(who, P, serial, reserve, duration)
}

pub fn offer(who: AccountId, serial: Option<Serial>, price: Balance) -> OfferId {
	assert_ok!(HashrateNft::make_offer(
		signed(who),
		P,
		serial,
		price,
		now() + 20,
		ANY
	));
	NextOffer::<Test>::get() - 1
}

pub fn now() -> u32 {
	System::block_number()
}

/// What an account can spend of the price asset.
pub fn usdt_of(who: &AccountId) -> Balance {
	Money::balance(usdt(), who)
}

pub fn ifil_of(who: &AccountId) -> Balance {
	Money::balance(ifil(), who)
}

pub fn bids_of(who: &AccountId) -> Balance {
	Money::balance_on_hold(usdt(), &HoldReason::Bid.into(), who)
}

pub fn offered_by(who: &AccountId) -> Balance {
	Money::balance_on_hold(usdt(), &HoldReason::Offer.into(), who)
}

pub fn owner(serial: Serial) -> AccountId {
	HashrateNft::owner_of(P, serial).unwrap()
}

pub fn custody(serial: Serial) -> CustodyState {
	<HashrateNft as NftCustody<AccountId>>::custody(P, serial).unwrap()
}

pub fn freeze() {
	assert_ok!(<HashrateNft as ProductControl<AccountId>>::freeze(P));
}

pub fn unfreeze() {
	assert_ok!(<HashrateNft as ProductControl<AccountId>>::unfreeze(P));
}

/// Day 5, on which the product has begun.
pub fn begin() {
	run_to_day(5);
	assert_eq!(
		<HashrateNft as ProductControl<AccountId>>::state(P),
		Some(dmex_primitives::ProductState::Active)
	);
}

/// Goes to the day after `day`, and pays `reward` for each unit of power and NFT of that day.
pub fn pay_day(day: u32, reward: Balance) {
	run_to_day(day + 1);
	record(day, reward);
	let expected = Books::<Test>::get(P).unwrap().alive as Balance * 100 * reward;
	assert_ok!(HashrateNft::pay(signed(ISSUER), P, expected));
}

/// Nobody's account of the price asset can be used until it is thawed.
pub fn freeze_asset(frozen: bool) {
	if frozen {
		assert_ok!(Assets::freeze_asset(signed(DAO), USDT));
	} else {
		assert_ok!(Assets::thaw_asset(signed(DAO), USDT));
	}
}

/// The account cannot receive the price asset.
pub fn block(who: &AccountId) {
	assert_ok!(Assets::block(signed(DAO), USDT, who.clone()));
}

pub fn unblock(who: &AccountId) {
	assert_ok!(Assets::thaw(signed(DAO), USDT, who.clone()));
}

/// As a transaction does it: what is refused is undone.
pub fn tx<R>(
	call: impl FnOnce() -> Result<R, sp_runtime::DispatchError>,
) -> Result<R, sp_runtime::DispatchError> {
	frame_support::storage::with_storage_layer(call)
}

/// Checks that a call is refused in every state of a product in which there is no market.
pub fn refused_without_market(call: impl Fn() -> sp_runtime::DispatchResult) {
	freeze();
	assert_noop!(call(), Error::<Test>::ProductFrozen);
	unfreeze();
	run_to_day(15);
	assert_noop!(call(), Error::<Test>::ProductEnded);
}

pub fn has(event: crate::Event<Test>) {
	System::assert_has_event(event.into());
}
