//! Benchmarks of the calls and of the hook.

#![allow(missing_docs)]

use super::*;
use alloc::vec;
use dmex_primitives::{
	constants::{IFIL, USDT},
	AssetKind, Balance, BlockNumber, Calendar, Day, IssuerIdentity, MarketOracle, NodeId, NodeOracle,
	NodePay, ProductControl, ProductId, ProductState,
};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungibles::{Inspect, Mutate, MutateHold},
	EnsureOrigin, Get,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_arithmetic::Permill;
use sp_core::H256;
use sp_runtime::SaturatedConversion;

type Origin<T> = <T as frame_system::Config>::RuntimeOrigin;

/// FIL in the registry.
const COIN: u16 = 0;
/// The first day of the benchmarks' products.
const START: Day = 2;
/// Days of their term.
const TERM: u32 = 300;
/// Price of an NFT.
const PRICE: Balance = 1_000_000_000;
/// Pay of a unit of power and day, so that no payment is below a minimum balance.
const REWARD: Balance = 1_000_000_000_000_000_000;

fn approver<T: Config>() -> Result<Origin<T>, BenchmarkError> {
	T::ApproveOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// The asset if it exists, DMC otherwise.
fn asset<T: Config>(id: u32) -> AssetKind {
	let asset = AssetKind::WithId(id);
	if T::Assets::asset_exists(asset.clone()) {
		asset
	} else {
		AssetKind::Native
	}
}

/// An account that has plenty of everything.
fn rich<T: Config>(name: &'static str, index: u32) -> Result<T::AccountId, BenchmarkError> {
	let who: T::AccountId = account(name, index, 0);
	for kind in [AssetKind::Native, asset::<T>(IFIL), asset::<T>(USDT)] {
		T::Assets::mint_into(kind, &who, 1_000_000_000_000_000_000_000_000)?;
	}
	Ok(who)
}

fn node() -> NodeId {
	NodeId {
		coin: COIN,
		id: b"f01234".to_vec().try_into().unwrap_or_default(),
	}
}

fn uri() -> vec::Vec<u8> {
	vec![b'u'; MAX_URI as usize]
}

fn listing<T: Config>(count: u32) -> Listing {
	Listing {
		coin: COIN,
		node: node().id.to_vec(),
		power: 1,
		count,
		start_day: START,
		term_days: TERM,
		price_asset: asset::<T>(USDT),
		sale: SaleMode::Fixed { price: PRICE },
		sale_from: 0,
		sale_until: START + TERM - 1,
		service_fee: Permill::from_percent(10),
		disclosure_hash: H256::zero(),
		disclosure_uri: uri(),
		metadata_uri: uri(),
	}
}

fn go_to<T: Config>(block: BlockNumber) {
	frame_system::Pallet::<T>::set_block_number(block.saturated_into::<BlockNumberFor<T>>());
}

fn go_to_day<T: Config>(day: Day) {
	go_to::<T>(T::Calendar::parameters().blocks_per_day * day + 1);
}

/// An issuer whose node is attested and fresh.
fn issuer<T: Config>() -> Result<T::AccountId, BenchmarkError> {
	go_to_day::<T>(0);
	Coins::<T>::insert(
		COIN,
		Coin {
			symbol: b"FIL".to_vec().try_into().unwrap_or_default(),
			unit: b"GiB".to_vec().try_into().unwrap_or_default(),
			asset: asset::<T>(IFIL),
			open: true,
		},
	);
	let issuer = rich::<T>("issuer", 0)?;
	T::IssuerIdentity::judge(&issuer);
	T::NodeOracle::attest(&node(), &issuer, 1_000_000_000);
	T::MarketOracle::record(COIN, 0, REWARD);
	// Accounts of others that the calls pay into.
	T::Assets::mint_into(asset::<T>(IFIL), &Pallet::<T>::account(), REWARD)?;
	Ok(issuer)
}

fn list<T: Config>(count: u32) -> Result<(T::AccountId, ProductId), BenchmarkError> {
	let issuer = issuer::<T>()?;
	let product = NextProduct::<T>::get();
	Pallet::<T>::do_list(issuer.clone(), listing::<T>(count), ANY_FEE)?;
	Ok((issuer, product))
}

fn approved<T: Config>(count: u32) -> Result<(T::AccountId, ProductId), BenchmarkError> {
	let (issuer, product) = list::<T>(count)?;
	Pallet::<T>::do_approve(product)?;
	Ok((issuer, product))
}

/// An active product with `nfts` NFTs of as many accounts, on its first day, whose first payment is made.
fn running<T: Config>(nfts: u32) -> Result<(T::AccountId, ProductId), BenchmarkError> {
	let (issuer, product) = approved::<T>(nfts + 1)?;
	for n in 0..nfts {
		let buyer = rich::<T>("buyer", n)?;
		Pallet::<T>::do_buy(buyer, product, PRICE, 0)?;
	}
	go_to_day::<T>(START);
	T::NodeOracle::attest(&node(), &issuer, 1_000_000_000);
	Pallet::<T>::do_activate(product)?;
	Pallet::<T>::do_pay(product, &issuer, 1)?;
	Ok((issuer, product))
}

/// [`running`], after `days` days whose records are there.
fn after_days<T: Config>(nfts: u32, days: u32) -> Result<(T::AccountId, ProductId), BenchmarkError> {
	let (issuer, product) = running::<T>(nfts)?;
	for day in 0..days {
		T::MarketOracle::record(COIN, START + day, REWARD);
	}
	go_to_day::<T>(START + days);
	Ok((issuer, product))
}

/// The node pays: its products have something to draw.
fn node_pays<T: Config>(from: &T::AccountId) -> Result<(), BenchmarkError> {
	let own = Pallet::<T>::pay_node(&node(), from, REWARD)?;
	assert!(own < REWARD);
	Ok(())
}

/// Pay of the first `days` days of a product with `nfts` NFTs.
fn pay_of(nfts: u32, days: u32) -> Balance {
	REWARD * Balance::from(nfts) * Balance::from(days)
}

// Market.

const ANY_FEE: Permill = Permill::one();

/// A product whose NFT 0 has income to be paid, and its owner.
fn for_sale<T: Config>() -> Result<(T::AccountId, ProductId), BenchmarkError> {
	let (issuer, product) = after_days::<T>(1, 1)?;
	Pallet::<T>::do_pay(product, &issuer, pay_of(1, 1))?;
	Ok((account("buyer", 0, 0), product))
}

/// An auction of that NFT, with a bid.
fn on_auction<T: Config>() -> Result<(T::AccountId, AuctionId), BenchmarkError> {
	let (owner, product) = for_sale::<T>()?;
	let id = NextAuction::<T>::get();
	Pallet::<T>::do_auction_nft(owner.clone(), product, 0, PRICE, 1_000, ANY_FEE)?;
	Ok((owner, id))
}

/// A product that is sold by auction.
fn in_lots<T: Config>() -> Result<ProductId, BenchmarkError> {
	let issuer = issuer::<T>()?;
	let product = NextProduct::<T>::get();
	let lots = Listing {
		sale: SaleMode::Auction {
			reserve: PRICE,
			duration: T::Calendar::parameters().blocks_per_day,
		},
		sale_until: START,
		..listing::<T>(10)
	};
	Pallet::<T>::do_list(issuer, lots, ANY_FEE)?;
	Pallet::<T>::do_approve(product)?;
	Ok(product)
}

fn end_of<T: Config>(id: AuctionId) -> BlockNumber {
	Auctions::<T>::get(id)
		.map(|auction| auction.end)
		.unwrap_or_default()
}

/// So many offers of one account.
fn offers<T: Config>(product: ProductId, count: u32) -> Result<T::AccountId, BenchmarkError> {
	let who = rich::<T>("bidder", 0)?;
	for _ in 0..count {
		Pallet::<T>::do_make_offer(who.clone(), product, None, PRICE, expiry::<T>(), wants())?;
	}
	Ok(who)
}

fn expiry<T: Config>() -> BlockNumber {
	T::Calendar::now() + 100
}

fn wants() -> Wants {
	Wants {
		min_days: 1,
		min_escrow: 1,
		max_arrears: TERM,
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn on_initialize() -> Result<(), BenchmarkError> {
		approved::<T>(1)?;

		#[block]
		{
			Pallet::<T>::run_queues();
		}

		Ok(())
	}

	#[benchmark]
	fn list() -> Result<(), BenchmarkError> {
		let issuer = issuer::<T>()?;
		let product = NextProduct::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(issuer), listing::<T>(1_000), ANY_FEE);

		assert!(Products::<T>::contains_key(product));
		Ok(())
	}

	#[benchmark]
	fn approve() -> Result<(), BenchmarkError> {
		let (_, product) = super::list::<T>(1_000)?;
		let origin = approver::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, product);

		assert_eq!(Pallet::<T>::state(product), Some(ProductState::Approved));
		Ok(())
	}

	#[benchmark]
	fn reject() -> Result<(), BenchmarkError> {
		let (_, product) = super::list::<T>(1_000)?;
		let origin = approver::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, product);

		assert_eq!(Pallet::<T>::state(product), None);
		Ok(())
	}

	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		// The expensive case: an approved one.
		let (issuer, product) = approved::<T>(1_000)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(issuer), product);

		assert_eq!(Pallet::<T>::state(product), None);
		Ok(())
	}

	#[benchmark]
	fn append_disclosure() -> Result<(), BenchmarkError> {
		let (issuer, product) = approved::<T>(1_000)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(issuer), product, H256::repeat_byte(1), uri());

		assert!(PendingDisclosures::<T>::contains_key(product));
		Ok(())
	}

	#[benchmark]
	fn accept_disclosure() -> Result<(), BenchmarkError> {
		let (issuer, product) = approved::<T>(1_000)?;
		let hash = H256::repeat_byte(1);
		Pallet::<T>::do_append_disclosure(issuer, product, hash, uri())?;
		let origin = approver::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, product, hash);

		assert!(Disclosures::<T>::contains_key(product));
		Ok(())
	}

	#[benchmark]
	fn refuse_disclosure() -> Result<(), BenchmarkError> {
		let (issuer, product) = approved::<T>(1_000)?;
		let hash = H256::repeat_byte(1);
		Pallet::<T>::do_append_disclosure(issuer, product, hash, uri())?;
		let origin = approver::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, product, hash);

		assert!(!PendingDisclosures::<T>::contains_key(product));
		Ok(())
	}

	#[benchmark]
	fn add_coin() -> Result<(), BenchmarkError> {
		let origin = T::CoinOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let name = vec![b'X'; MAX_SYMBOL as usize];
		let coin = NextCoin::<T>::get();

		#[extrinsic_call]
		_(origin as Origin<T>, name.clone(), name, AssetKind::Native);

		assert!(Coins::<T>::contains_key(coin));
		Ok(())
	}

	#[benchmark]
	fn set_coin_open() -> Result<(), BenchmarkError> {
		issuer::<T>()?;
		let origin = T::CoinOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as Origin<T>, COIN, false);

		assert!(Coins::<T>::get(COIN).is_some_and(|coin| !coin.open));
		Ok(())
	}

	#[benchmark]
	fn activate() -> Result<(), BenchmarkError> {
		let (issuer, product) = approved::<T>(1_000)?;
		Pallet::<T>::do_buy(rich::<T>("buyer", 0)?, product, PRICE, 0)?;
		go_to_day::<T>(START);
		T::NodeOracle::attest(&node(), &issuer, 1_000_000_000);

		#[extrinsic_call]
		_(RawOrigin::Signed(issuer), product);

		assert_eq!(Pallet::<T>::state(product), Some(ProductState::Active));
		Ok(())
	}

	#[benchmark]
	fn buy() -> Result<(), BenchmarkError> {
		// The expensive case: it runs, and its node has paid.
		let (issuer, product) = running::<T>(1)?;
		node_pays::<T>(&issuer)?;
		let buyer = rich::<T>("buyer", 1)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), product, PRICE, 1);

		assert!(Nfts::<T>::contains_key(product, 1));
		Ok(())
	}

	#[benchmark]
	fn pay(s: Linear<0, 8>) -> Result<(), BenchmarkError> {
		let (issuer, product) = after_days::<T>(1, s)?;
		node_pays::<T>(&issuer)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(issuer), product, pay_of(1, s).max(1));

		let booked = Books::<T>::get(product).map(|book| book.paid_total);
		assert!(booked > Some(1 + pay_of(1, s).max(1)));
		Ok(())
	}

	#[benchmark]
	fn advance(s: Linear<0, 8>) -> Result<(), BenchmarkError> {
		let (issuer, product) = after_days::<T>(1, s)?;
		go_to_day::<T>(START);
		Pallet::<T>::do_pay(product, &issuer, pay_of(1, s).max(1))?;
		node_pays::<T>(&issuer)?;
		go_to_day::<T>(START + s);

		#[extrinsic_call]
		_(RawOrigin::Signed(issuer), product);

		assert!(Books::<T>::contains_key(product));
		Ok(())
	}

	/// What the gateway calls for a miner's payout.
	#[benchmark]
	fn pay_node() -> Result<(), BenchmarkError> {
		let (issuer, _) = running::<T>(1)?;
		node_pays::<T>(&issuer)?;
		let before = Nodes::<T>::get(node()).payouts.held;
		let own;

		#[block]
		{
			own = Pallet::<T>::pay_node(&node(), &issuer, REWARD)?;
		}

		let held = Nodes::<T>::get(node()).payouts.held;
		assert_eq!(held - before, REWARD - own);
		assert!(own < REWARD);
		Ok(())
	}

	#[benchmark]
	fn claim() -> Result<(), BenchmarkError> {
		let (issuer, product) = after_days::<T>(1, 1)?;
		Pallet::<T>::do_pay(product, &issuer, pay_of(1, 1))?;
		let owner: T::AccountId = account("buyer", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), product, 0);

		assert!(Nfts::<T>::get(product, 0).is_some_and(|nft| nft.settled > 0));
		Ok(())
	}

	#[benchmark]
	fn distribute(n: Linear<1, 10>) -> Result<(), BenchmarkError> {
		let (issuer, product) = after_days::<T>(n, 1)?;
		Pallet::<T>::do_pay(product, &issuer, pay_of(n, 1))?;

		#[extrinsic_call]
		_(RawOrigin::Signed(issuer), product, n);

		assert!(Nfts::<T>::get(product, n - 1).is_some_and(|nft| nft.settled > 0));
		Ok(())
	}

	#[benchmark]
	fn claim_credit() -> Result<(), BenchmarkError> {
		let (issuer, _) = running::<T>(1)?;
		let asset = asset::<T>(IFIL);
		T::Assets::mint_into(asset.clone(), &Pallet::<T>::account(), REWARD)?;
		Credits::<T>::insert(&asset, &issuer, PRICE);
		CreditTotals::<T>::insert(&asset, PRICE);

		#[extrinsic_call]
		_(RawOrigin::Signed(issuer.clone()), asset.clone());

		assert!(!Credits::<T>::contains_key(&asset, issuer));
		Ok(())
	}

	#[benchmark]
	fn transfer() -> Result<(), BenchmarkError> {
		let (issuer, product) = after_days::<T>(1, 1)?;
		Pallet::<T>::do_pay(product, &issuer, pay_of(1, 1))?;
		let owner: T::AccountId = account("buyer", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), product, 0, issuer.clone());

		assert_eq!(Pallet::<T>::owner_of(product, 0), Some(issuer));
		Ok(())
	}

	// Market.

	#[benchmark]
	fn list_nft() -> Result<(), BenchmarkError> {
		let (owner, product) = for_sale::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), product, 0, PRICE, ANY_FEE);

		assert!(Pallet::<T>::ask_statement(product, 0).is_some());
		Ok(())
	}

	#[benchmark]
	fn unlist_nft() -> Result<(), BenchmarkError> {
		let (owner, product) = for_sale::<T>()?;
		Pallet::<T>::do_list_nft(owner.clone(), product, 0, PRICE, ANY_FEE)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), product, 0);

		assert!(Pallet::<T>::ask_statement(product, 0).is_none());
		Ok(())
	}

	#[benchmark]
	fn buy_listed() -> Result<(), BenchmarkError> {
		let (owner, product) = for_sale::<T>()?;
		Pallet::<T>::do_list_nft(owner, product, 0, PRICE, ANY_FEE)?;
		let buyer = rich::<T>("bidder", 0)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer.clone()), product, 0, PRICE, None);

		assert_eq!(Pallet::<T>::owner_of(product, 0), Some(buyer));
		Ok(())
	}

	#[benchmark]
	fn auction_nft() -> Result<(), BenchmarkError> {
		let (owner, product) = for_sale::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), product, 0, PRICE, 1_000, ANY_FEE);

		assert!(Pallet::<T>::auction_of(product, 0).is_some());
		Ok(())
	}

	#[benchmark]
	fn open_lot() -> Result<(), BenchmarkError> {
		let product = in_lots::<T>()?;
		let bidder = rich::<T>("bidder", 0)?;
		let id = NextAuction::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(bidder), product, PRICE, 1);

		assert!(Auctions::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn bid() -> Result<(), BenchmarkError> {
		let product = in_lots::<T>()?;
		let id = NextAuction::<T>::get();
		Pallet::<T>::do_open_lot(rich::<T>("bidder", 0)?, product, PRICE, 1)?;
		let bidder = rich::<T>("bidder", 1)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(bidder.clone()), id, PRICE * 2);

		let highest = Auctions::<T>::get(id).and_then(|auction| auction.bid);
		assert!(highest.is_some_and(|highest| highest.who == bidder));
		Ok(())
	}

	#[benchmark]
	fn cancel_auction() -> Result<(), BenchmarkError> {
		let (owner, id) = on_auction::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), id);

		assert!(!Auctions::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn close_auction() -> Result<(), BenchmarkError> {
		let (owner, id) = on_auction::<T>()?;
		let bidder = rich::<T>("bidder", 0)?;
		let product = NextProduct::<T>::get() - 1;
		Pallet::<T>::do_bid(bidder.clone(), id, PRICE)?;
		go_to::<T>(end_of::<T>(id));

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), id);

		assert_eq!(Pallet::<T>::owner_of(product, 0), Some(bidder));
		Ok(())
	}

	#[benchmark]
	fn make_offer() -> Result<(), BenchmarkError> {
		let (_, product) = for_sale::<T>()?;
		let who = offers::<T>(product, T::MaxOffers::get() - 1)?;
		let id = NextOffer::<T>::get();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(who),
			product,
			Some(0),
			PRICE,
			expiry::<T>(),
			wants(),
		);

		assert!(Offers::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn cancel_offer() -> Result<(), BenchmarkError> {
		let (_, product) = for_sale::<T>()?;
		let id = NextOffer::<T>::get();
		let who = offers::<T>(product, T::MaxOffers::get())?;

		#[extrinsic_call]
		_(RawOrigin::Signed(who), id);

		assert!(!Offers::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn accept_offer() -> Result<(), BenchmarkError> {
		let (owner, product) = for_sale::<T>()?;
		let id = NextOffer::<T>::get();
		let who = offers::<T>(product, T::MaxOffers::get())?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), id, 0);

		assert_eq!(Pallet::<T>::owner_of(product, 0), Some(who));
		Ok(())
	}

	#[benchmark]
	fn cancel_all_orders(n: Linear<0, 32>) -> Result<(), BenchmarkError> {
		let (_, product) = for_sale::<T>()?;
		let who = offers::<T>(product, n)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!OffersOf::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn withdraw_held() -> Result<(), BenchmarkError> {
		let asset = asset::<T>(USDT);
		let who = rich::<T>("bidder", 0)?;
		for reason in [HoldReason::Bid, HoldReason::Offer] {
			T::Assets::hold(asset.clone(), &reason.into(), &who, PRICE)?;
		}
		StuckHolds::<T>::insert(
			&asset,
			&who,
			Stuck {
				bids: PRICE,
				offers: PRICE,
			},
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), asset.clone());

		assert!(!StuckHolds::<T>::contains_key(asset, who));
		Ok(())
	}

	#[benchmark]
	fn agenda_idle() -> Result<(), BenchmarkError> {
		let (_, product) = for_sale::<T>()?;
		offers::<T>(product, 1)?;

		#[block]
		{
			Pallet::<T>::run_agenda();
		}

		assert!(AgendaCursors::<T>::exists());
		Ok(())
	}

	#[benchmark]
	fn agenda_block() -> Result<(), BenchmarkError> {
		go_to_day::<T>(1);
		let now = T::Calendar::now();
		AgendaLengths::<T>::insert(now, 1);
		AgendaCursors::<T>::put(AgendaCursor {
			block: now,
			index: 1,
			pending: 1,
		});

		#[block]
		{
			Pallet::<T>::run_agenda();
		}

		assert!(AgendaCursors::<T>::get().is_some_and(|cursor| cursor.block == now + 1));
		Ok(())
	}

	#[benchmark]
	fn agenda_end() -> Result<(), BenchmarkError> {
		let product = in_lots::<T>()?;
		let id = NextAuction::<T>::get();
		let bidder = rich::<T>("bidder", 0)?;
		Pallet::<T>::do_open_lot(bidder.clone(), product, PRICE, 1)?;
		go_to::<T>(end_of::<T>(id));

		#[block]
		{
			Pallet::<T>::run_agenda();
		}

		assert_eq!(Pallet::<T>::owner_of(product, 0), Some(bidder));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().attested(1_000_000_000).build(),
		crate::mock::Test
	);
}
