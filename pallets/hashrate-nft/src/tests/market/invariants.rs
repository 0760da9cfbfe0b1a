//! Random sequences of everything that can happen in the market, with all invariants after each step. What is refused changes
//! nothing, and no money is lost or made.

use super::*;
use crate::tests::node;
use dmex_primitives::NodePay as _;
use frame_support::dispatch::DispatchResult;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Operation {
	Blocks(u8),
	Day,
	Gap(u8),
	BuyNew(u8),
	List(u8, u8, u16),
	Unlist(u8, u8),
	BuyListed(u8, u8, u16, bool),
	Auction(u8, u8, u16, u8),
	OpenLot(u8, u16),
	Bid(u8, u8, u16),
	CancelAuction(u8, u8),
	CloseAuction(u8),
	Offer(u8, u8, u8, u16, u8, u8),
	CancelOffer(u8, u8),
	Accept(u8, u8, u8),
	CancelAll(u8),
	Transfer(u8, u8, u8),
	Lock(u8, bool),
	Unlock(u8, bool),
	Pay(u8, u16),
	NodePays(u8),
	Claim(u8, u8),
	Freeze(u8),
	Unfreeze(u8),
	Terminate(u8),
	Refund(u8),
	Block(u8, bool),
	FreezeAsset(bool),
	Withdraw(u8),
	Credit(u8),
	Fee(u8),
	Attest(bool),
	Revenue(bool),
}

fn operation() -> impl Strategy<Value = Operation> {
	use Operation::*;
	let who = || 0u8..6;
	let nft = || 0u8..8;
	let price = || prop_oneof![Just(0u16), 1u16..30, 900u16..3_000];
	prop_oneof![
		8 => (1u8..6).prop_map(Blocks),
		4 => Just(Day),
		1 => (1u8..30).prop_map(Gap),
		4 => who().prop_map(BuyNew),
		8 => (who(), nft(), price()).prop_map(|(w, n, p)| List(w, n, p)),
		2 => (who(), nft()).prop_map(|(w, n)| Unlist(w, n)),
		6 => (who(), nft(), price(), any::<bool>()).prop_map(|(w, n, p, b)| BuyListed(w, n, p, b)),
		6 => (who(), nft(), price(), 0u8..30).prop_map(|(w, n, p, d)| Auction(w, n, p, d)),
		5 => (who(), price()).prop_map(|(w, p)| OpenLot(w, p)),
		12 => (who(), any::<u8>(), price()).prop_map(|(w, a, p)| Bid(w, a, p)),
		2 => (who(), any::<u8>()).prop_map(|(w, a)| CancelAuction(w, a)),
		3 => any::<u8>().prop_map(CloseAuction),
		8 => (who(), 0u8..2, 0u8..9, price(), 0u8..60, 0u8..4)
			.prop_map(|(w, p, n, m, e, a)| Offer(w, p, n, m, e, a)),
		2 => (who(), any::<u8>()).prop_map(|(w, o)| CancelOffer(w, o)),
		8 => (who(), any::<u8>(), nft()).prop_map(|(w, o, n)| Accept(w, o, n)),
		2 => who().prop_map(CancelAll),
		3 => (who(), nft(), who()).prop_map(|(w, n, t)| Transfer(w, n, t)),
		2 => (nft(), any::<bool>()).prop_map(|(n, s)| Lock(n, s)),
		2 => (nft(), any::<bool>()).prop_map(|(n, s)| Unlock(n, s)),
		5 => (0u8..2, any::<u16>()).prop_map(|(p, n)| Pay(p, n)),
		3 => any::<u8>().prop_map(NodePays),
		2 => (who(), nft()).prop_map(|(w, n)| Claim(w, n)),
		2 => (0u8..2).prop_map(Freeze),
		3 => (0u8..2).prop_map(Unfreeze),
		1 => (0u8..2).prop_map(Terminate),
		3 => nft().prop_map(Refund),
		1 => (who(), any::<bool>()).prop_map(|(w, b)| Block(w, b)),
		1 => any::<bool>().prop_map(FreezeAsset),
		2 => who().prop_map(Withdraw),
		1 => who().prop_map(Credit),
		1 => (0u8..6).prop_map(Fee),
		1 => any::<bool>().prop_map(Attest),
		1 => any::<bool>().prop_map(Revenue),
	]
}

const PEOPLE: [AccountId; 6] = [ALICE, BOB, CAROL, DAVE, ISSUER, POOR];

fn person(n: u8) -> AccountId {
	PEOPLE[usize::from(n) % PEOPLE.len()].clone()
}

/// NFTs 0 to 3 of both products.
fn nft(n: u8) -> (ProductId, Serial) {
	(u32::from(n % 2), u32::from(n / 2))
}

/// The owner, mostly, so that more is accepted than refused.
fn owner_or(n: u8, product: ProductId, serial: Serial) -> AccountId {
	match HashrateNft::owner_of(product, serial) {
		Some(owner) if n > 0 => owner,
		_ => person(n),
	}
}

fn auction_id(n: u8) -> AuctionId {
	let ids = Auctions::<Test>::iter_keys().collect::<std::collections::BTreeSet<_>>();
	ids.iter()
		.nth(usize::from(n) % ids.len().max(1))
		.copied()
		.unwrap_or(u64::from(n))
}

fn offer_id(n: u8) -> OfferId {
	let ids = Offers::<Test>::iter_keys().collect::<std::collections::BTreeSet<_>>();
	ids.iter()
		.nth(usize::from(n) % ids.len().max(1))
		.copied()
		.unwrap_or(u64::from(n))
}

/// Passes the next block, with records of the days that are over.
fn next_block() {
	let next = now() + 1;
	run_to(next);
	for day in 0..next / BlocksPerDay::get() {
		record(day, 3);
	}
}

fn carry_out(operation: Operation) -> DispatchResult {
	use Operation::*;
	match operation {
		Blocks(n) => (0..n).for_each(|_| next_block()),
		Day => (0..10).for_each(|_| next_block()),
		Gap(n) => System::set_block_number(now() + u32::from(n)),
		BuyNew(w) => HashrateNft::buy(signed(person(w)), 0, Balance::MAX, 0)?,
		List(w, n, p) => {
			let (product, serial) = nft(n);
			HashrateNft::list_nft(
				signed(owner_or(w, product, serial)),
				product,
				serial,
				p.into(),
				Permill::from_percent(3),
			)?
		}
		Unlist(w, n) => {
			let (product, serial) = nft(n);
			HashrateNft::unlist_nft(signed(owner_or(w, product, serial)), product, serial)?
		}
		BuyListed(w, n, p, wants) => {
			let (product, serial) = nft(n);
			let wants = wants.then_some(Wants {
				min_days: 0,
				min_escrow: 100,
				max_arrears: 2,
			});
			let max = if p == 0 { 0 } else { 5_000 };
			plain(HashrateNft::buy_listed(
				signed(person(w)),
				product,
				serial,
				max,
				wants,
			))?
		}
		Auction(w, n, p, d) => {
			let (product, serial) = nft(n);
			HashrateNft::auction_nft(
				signed(owner_or(w, product, serial)),
				product,
				serial,
				p.into(),
				d.into(),
				Permill::from_percent(3),
			)?
		}
		OpenLot(w, p) => HashrateNft::open_lot(signed(person(w)), 1, p.into(), 0)?,
		Bid(w, a, p) => {
			let id = auction_id(a);
			let next = Auctions::<Test>::get(id).and_then(|auction| auction.next_bid());
			let amount = match p {
				0 => next.unwrap_or_default().saturating_sub(1),
				_ => next.unwrap_or_default() + Balance::from(p % 7),
			};
			HashrateNft::bid(signed(person(w)), id, amount)?
		}
		CancelAuction(w, a) => {
			let id = auction_id(a);
			let seller = Auctions::<Test>::get(id).and_then(|auction| match auction.lot {
				Lot::Held { seller, .. } if w > 0 => Some(seller),
				_ => None,
			});
			HashrateNft::cancel_auction(signed(seller.unwrap_or(person(w))), id)?
		}
		CloseAuction(a) => HashrateNft::close_auction(signed(POOR), auction_id(a))?,
		Offer(w, p, n, m, e, a) => HashrateNft::make_offer(
			signed(person(w)),
			p.into(),
			(n < 4).then_some(n.into()),
			m.into(),
			now() + u32::from(e),
			Wants {
				min_days: 0,
				min_escrow: u128::from(a) * 10,
				max_arrears: a.into(),
			},
		)?,
		CancelOffer(w, o) => {
			let id = offer_id(o);
			let who = Offers::<Test>::get(id).map(|offer| offer.who).filter(|_| w > 0);
			HashrateNft::cancel_offer(signed(who.unwrap_or(person(w))), id)?
		}
		Accept(w, o, n) => {
			let id = offer_id(o);
			let (product, serial) = nft(n);
			let (product, serial) = Offers::<Test>::get(id)
				.map(|offer| (offer.product, offer.serial.unwrap_or(serial)))
				.unwrap_or((product, serial));
			HashrateNft::accept_offer(signed(owner_or(w, product, serial)), id, serial)?
		}
		CancelAll(w) => {
			HashrateNft::cancel_all_orders(signed(person(w))).map_err(|e| e.error)?;
		}
		Transfer(w, n, t) => {
			let (product, serial) = nft(n);
			plain(HashrateNft::transfer(
				signed(owner_or(w, product, serial)),
				product,
				serial,
				person(t),
			))?
		}
		Lock(n, staked) => {
			let (product, serial) = nft(n);
			let owner = owner_or(1, product, serial);
			<HashrateNft as NftCustody<_>>::lock(product, serial, &owner, lock_state(staked))?
		}
		Unlock(n, staked) => {
			let (product, serial) = nft(n);
			<HashrateNft as NftCustody<AccountId>>::unlock(product, serial, lock_state(staked))?
		}
		Pay(p, n) => {
			let _ =
				HashrateNft::pay(signed(DAVE), p.into(), u128::from(n) + IFIL_MIN).map_err(|e| e.error)?;
		}
		// Up to a dozen days of a product with two NFTs.
		NodePays(n) => {
			let _own = HashrateNft::pay_node(&node(NODE), &ISSUER, u128::from(n) * 150_000)?;
		}
		Claim(w, n) => {
			let (product, serial) = nft(n);
			HashrateNft::claim(signed(owner_or(w, product, serial)), product, serial)?
		}
		Freeze(p) => <HashrateNft as ProductControl<AccountId>>::freeze(p.into())?,
		Unfreeze(p) => <HashrateNft as ProductControl<AccountId>>::unfreeze(p.into())?,
		Terminate(p) => MockEscrow::terminate(p.into())?,
		Refund(n) => {
			let (product, serial) = nft(n);
			MockEscrow::refund(product, serial)?
		}
		Block(w, blocked) => {
			// Poor may have no account of the asset.
			let who = person(w % 5);
			if blocked {
				block(&who)
			} else {
				unblock(&who)
			}
		}
		FreezeAsset(true) => Assets::freeze_asset(signed(DAO), USDT)?,
		FreezeAsset(false) => Assets::thaw_asset(signed(DAO), USDT)?,
		Withdraw(w) => HashrateNft::withdraw_held(signed(person(w)), usdt())?,
		Credit(w) => HashrateNft::claim_credit(signed(person(w)), usdt())?,
		Fee(n) => TradeFee::set(Permill::from_percent(n.into())),
		Attest(enough) => {
			Attested::set([(NODE.to_vec(), if enough { 1_000_000 } else { 500 })].into());
		}
		Revenue(takes) => RevenueTakes::set(takes),
	}
	Ok(())
}

fn lock_state(staked: bool) -> CustodyState {
	if staked {
		CustodyState::Staked
	} else {
		CustodyState::Pledged
	}
}

/// All USDT that there is: nothing of the market mints or burns.
fn total() -> Balance {
	Money::total_issuance(usdt())
}

fn check(operations: Vec<Operation>) {
	let root = || sp_io::storage::root(sp_core::storage::StateVersion::V1);
	ExtBuilder::default().build_and_execute(|| {
		approve(listing());
		auctioned();
		assert_ok!(HashrateNft::buy(signed(ALICE), 0, Balance::MAX, 0));
		assert_ok!(HashrateNft::buy(signed(BOB), 0, Balance::MAX, 0));
		assert_ok!(Money::mint_into(usdt(), &POOR, 5_000));
		let supply = total();
		for operation in operations {
			let before = root();
			let result = tx(|| carry_out(operation.clone()));
			if result.is_err() {
				assert_eq!(
					root(),
					before,
					"what was refused has changed something: {operation:?}"
				);
			}
			if let Err(error) = HashrateNft::do_try_state() {
				panic!("{error:?} after {operation:?}, which gave {result:?}");
			}
			assert_eq!(total(), supply, "{operation:?}");
			System::reset_events();
		}
		// In the end all comes back by itself.
		let _ = Assets::thaw_asset(signed(DAO), USDT);
		PEOPLE[..5].iter().for_each(unblock);
		for _ in 0..120 {
			next_block();
		}
		assert_eq!(Auctions::<Test>::iter().count(), 0);
		assert_eq!(Offers::<Test>::iter().count(), 0);
		assert_eq!(AgendaCursors::<Test>::get(), None);
		for who in PEOPLE {
			let stuck = StuckHolds::<Test>::get(usdt(), &who);
			if stuck != Stuck::default() {
				assert_ok!(HashrateNft::withdraw_held(signed(who.clone()), usdt()));
			}
			assert_eq!((bids_of(&who), offered_by(&who)), (0, 0));
		}
		assert_eq!(total(), supply);
	});
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 256, max_shrink_iters: 2_000, ..Default::default() })]

	#[test]
	fn orders_should_keep_all_invariants(operations in prop::collection::vec(operation(), 1..120)) {
		check(operations);
	}
}
