#![allow(missing_docs)]

mod activate;
mod advance;
mod append_disclosure;
mod approve;
mod bounded;
mod buy;
mod cancel;
mod claim;
mod claim_credit;
mod coins;
mod control;
mod custody;
mod distribute;
mod doors;
mod end;
mod hook;
mod invariants;
mod list;
mod market;
mod node_pay;
mod pay;
mod power;
mod queries;
mod reject;
mod stories;
mod transfer;

pub use crate::Nfts;
pub use crate::{mock::*, Error, Event, *};
pub use dmex_primitives::{
	constants::*, hashrate::DELIVERY_SCALE, AccountId, AssetKind, Balance, CustodyState, Day, NftCustody,
	NodeId, NodePay, Power, PowerLedger, ProductControl, ProductId, ProductPay, ProductState, Serial,
};
pub use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchResult, DispatchResultWithPostInfo},
	traits::fungibles::Inspect,
};
pub use sp_arithmetic::Permill;
pub use sp_runtime::DispatchError;

pub fn dao() -> RuntimeOrigin {
	RuntimeOrigin::signed(DAO)
}

pub fn holders() -> RuntimeOrigin {
	RuntimeOrigin::signed(HOLDERS)
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn node(id: &[u8]) -> NodeId {
	NodeId {
		coin: FIL_COIN,
		id: id.to_vec().try_into().unwrap(),
	}
}

/// Lists and approves.
pub fn approved(listing: Listing) -> ProductId {
	let product = NextProduct::<Test>::get();
	assert_ok!(HashrateNft::list(signed(ISSUER), listing, Permill::one()));
	assert_ok!(HashrateNft::approve(dao(), product));
	product
}

pub fn buy(product: ProductId, who: AccountId) -> Serial {
	let serial = Books::<Test>::get(product).unwrap().minted;
	assert_ok!(HashrateNft::buy(signed(who), product, Balance::MAX, 0));
	serial
}

/// Auctions an NFT for `duration` blocks, at any fee.
pub fn auction(
	who: AccountId,
	product: ProductId,
	serial: Serial,
	reserve: Balance,
	duration: u32,
) -> AuctionId {
	assert_ok!(HashrateNft::auction_nft(
		signed(who),
		product,
		serial,
		reserve,
		duration,
		Permill::one()
	));
	NextAuction::<Test>::get() - 1
}

pub fn pay(product: ProductId, amount: Balance) {
	assert_ok!(HashrateNft::pay(signed(ISSUER), product, amount));
}

pub fn book(product: ProductId) -> Book {
	Books::<Test>::get(product).unwrap()
}

pub fn state(product: ProductId) -> Option<ProductState> {
	<HashrateNft as ProductControl<AccountId>>::state(product)
}

pub fn balance(asset: AssetKind, who: &AccountId) -> Balance {
	Money::balance(asset, who)
}

/// What the accounts have got of IFIL since they were rich.
pub fn earned(who: &AccountId) -> Balance {
	balance(ifil(), who) - RICH
}

pub fn owner(product: ProductId, serial: Serial) -> Option<AccountId> {
	HashrateNft::owner_of(product, serial)
}

/// A product with one NFT each of Alice and Bob, active on its first day, and a reward of 10 a unit for each of its days: an NFT
/// expects 1,000 a day, both 2,000.
pub fn running() -> ProductId {
	let product = approved(listing());
	buy(product, ALICE);
	buy(product, BOB);
	for day in 5..15 {
		record(day, 10);
	}
	run_to_day(5);
	run_to(System::block_number() + 3);
	assert_eq!(state(product), Some(ProductState::Active));
	product
}

/// [`running`], on day 9, with days 7 and 8 struck: it was frozen on day 6, which is paid in part as the open day.
pub fn running_with_struck_days() -> ProductId {
	let product = running();
	run_to_day(6);
	assert_ok!(<HashrateNft as ProductControl<_>>::freeze(product));
	// Day 5 is paid, day 6 in part.
	pay(product, 2_500);
	run_to_day(9);
	assert_eq!(<HashrateNft as ProductControl<_>>::resume(product), Ok(2));
	assert_eq!(book(product).struck, Some((7, 8)));
	product
}

/// The result of a call that tells its weight.
pub fn plain(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(drop).map_err(|error| error.error)
}

/// All that is stored outside of System's account of blocks, events and phases.
pub fn storage() -> std::collections::BTreeMap<Vec<u8>, Vec<u8>> {
	let system = sp_io::hashing::twox_128(b"System");
	let accounts = [system, sp_io::hashing::twox_128(b"Account")].concat();
	let mut entries = std::collections::BTreeMap::new();
	let mut key = Vec::new();
	while let Some(next) = sp_io::storage::next_key(&key) {
		key = next;
		if !key.starts_with(&system) || key.starts_with(&accounts) {
			entries.insert(key.clone(), sp_io::storage::get(&key).unwrap().to_vec());
		}
	}
	entries
}
