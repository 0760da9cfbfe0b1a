//! From the start of a product to its end, and what is left of it.

use crate::{chain::*, filecoin::report_node, products::*};
use codec::Encode;
use dmex_primitives::{constants::*, ProductState};
use dmex_runtime::*;
use pallet_hashrate_nft::{Call, Event, Listing};

#[test]
fn product_that_its_node_does_not_cover_should_be_cancelled_a_week_after_its_start() {
	issuer_story(|chain| {
		let issuer = usdt(ISSUER);
		let product = approved(
			chain,
			Listing {
				term_days: 20,
				start_day: today() + 2,
				..listing()
			},
		);
		let (alice, bob) = (usdt(Alice), usdt(Bob));
		buy(chain, Alice, product).unwrap();
		buy(chain, Bob, product).unwrap();
		report_node(chain, NODE, ISSUER, TIB);
		next_day(chain, REWARD);
		let start = today() + 1;
		for day in start..start + 7 {
			assert_eq!(state(product), Some(ProductState::Approved));
			go_to_day(chain, day);
			refused(chain, Eve, Call::activate { product }, Error::NodeUndercovered);
			refused(
				chain,
				ISSUER,
				Call::pay { product, amount: DMC },
				Error::NotPayable,
			);
		}
		silent_day(chain);
		assert!(chain.has_event(Event::Cancelled { product }));
		assert_eq!((final_state(product), reserved()), (ProductState::Cancelled, 0));
		// The whole bond is back, the seed of the account is not.
		assert_eq!(issuer - usdt(ISSUER), USDT_MINIMUM);
		refused(chain, Bob, claim_refund(product, 0), EscrowError::NotOwner);
		chain.call(Alice, claim_refund(product, 0)).unwrap();
		assert_eq!(usdt(Alice), alice);
		refused(chain, Alice, claim_refund(product, 0), EscrowError::UnknownNft);
		chain.call(Bob, claim_refund(product, 1)).unwrap();
		assert_eq!((usdt(Bob), state(product)), (bob, None));
		assert_eq!(usdt(Escrow::account_id()), USDT_MINIMUM);
	});
}

#[test]
fn product_should_start_late_when_its_node_covers_it_late() {
	issuer_story(|chain| {
		let start = today() + 2;
		let product = approved(
			chain,
			Listing {
				start_day: start,
				..listing()
			},
		);
		buy(chain, Alice, product).unwrap();
		report_node(chain, NODE, ISSUER, TIB);
		go_to_day(chain, start + 1);
		report_node(chain, NODE, ISSUER, ATTESTED);
		refused(chain, Eve, Call::activate { product }, Error::NodeUndercovered);
		next_day(chain, REWARD);
		chain.call(Eve, Call::activate { product }).unwrap();
		assert_eq!(state(product), Some(ProductState::Active));
		refused(chain, Eve, Call::activate { product }, Error::NotApproved);
		// Its days have run on: they are due.
		let received = gained(
			|| ifil(Alice),
			|| {
				pay_out(chain, product, 2 * expected(1, REWARD));
			},
		);
		assert_eq!(received, 2 * expected(1, REWARD));
	});
}

#[test]
fn expired_product_should_lose_every_right_in_the_same_block() {
	issuer_story(|chain| {
		let product = running(chain, 3);
		let end = book(product).end_day;
		go_to_day(chain, end - 1);
		chain.run_to(chain.days(end) - 1);
		// The last block of the last day.
		let give = |to: Sr25519Keyring| Call::<Runtime>::transfer {
			product,
			serial: 0,
			to: id(to),
		};
		chain.call(Alice, give(Charlie)).unwrap();
		chain.next();
		assert_eq!(today(), end);
		assert_eq!(dispatch(Charlie, give(Alice)), Err(Error::ProductEnded.into()));
		assert_eq!(
			dispatch(
				Bob,
				Call::buy {
					product,
					max_price: PRICE,
					min_days: 0
				}
			),
			Err(Error::ProductEnded.into())
		);
		assert_eq!(
			dispatch(Bob, EscrowCall::freeze { product }),
			Err(EscrowError::NotInBreach.into())
		);
		use dmex_primitives::{CustodyState, NftCustody};
		assert_eq!(<HashrateNft as NftCustody<AccountId>>::days_left(product, 0), 0);
		for state in [CustodyState::Staked, CustodyState::Pledged] {
			assert_eq!(
				<HashrateNft as NftCustody<AccountId>>::lock(product, 0, &id(Charlie), state),
				Err(Error::ProductEnded.into())
			);
		}
		// What it earned it still gets.
		report(chain, REWARD);
		let pay_of_three_days = 3 * expected(2, REWARD);
		let charlie = gained(|| ifil(Charlie), || pay_out(chain, product, pay_of_three_days));
		assert_eq!(charlie, 3 * (expected(2, REWARD) / 2));
	});
}

/// Pays a product of two NFTs and three days to its end, and runs until it expires.
fn pay_to_the_end(chain: &mut Chain, product: u32) {
	let end = book(product).end_day;
	while today() < end {
		next_day(chain, REWARD);
		pay_out(chain, product, expected(2, REWARD));
	}
	while state(product).is_some() {
		next_day(chain, REWARD);
	}
}

#[test]
fn nothing_but_the_record_should_be_left_of_a_product_after_the_last_claim() {
	issuer_story(|chain| {
		// So that revenue can take dust.
		for asset in [IFIL, USDT] {
			let amount = if asset == IFIL { IFIL_MINIMUM } else { USDT_MINIMUM };
			chain
				.call(ISSUER, transfer_asset(asset, revenue(), amount))
				.unwrap();
		}
		// The first product in its assets leaves the seeds of two accounts behind.
		let first = running(chain, 3);
		pay_to_the_end(chain, first);
		assert_eq!(final_state(first), ProductState::Expired);

		let pallets = ["HashrateNft", "Escrow", "Nfts"];
		let before = storage_of(&pallets);
		// One that is paid, one whose issuer stops, one that never starts, one that is rejected, one taken back.
		let paid = running(chain, 3);
		pay_to_the_end(chain, paid);
		let broken = running(chain, 12);
		next_days(chain, 1);
		pay_out(chain, broken, expected(2, REWARD) + 7);
		next_days(chain, 9);
		chain.call(Eve, EscrowCall::freeze { product: broken }).unwrap();
		chain.decide(EscrowCall::terminate { product: broken }).unwrap();
		chain.run(3);
		chain.call(Alice, claim_refund(broken, 0)).unwrap();
		chain.call(Bob, claim_refund(broken, 1)).unwrap();
		let uncovered = approved(
			chain,
			Listing {
				start_day: today() + 2,
				..listing()
			},
		);
		buy(chain, Alice, uncovered).unwrap();
		report_node(chain, NODE, ISSUER, 0);
		next_days(chain, 9);
		chain.call(Alice, claim_refund(uncovered, 0)).unwrap();
		report_node(chain, NODE, ISSUER, ATTESTED);
		next_day(chain, REWARD);
		let rejected = list(chain, listing()).unwrap();
		chain.decide(Call::reject { product: rejected }).unwrap();
		let cancelled = approved(chain, listing());
		chain.call(ISSUER, Call::cancel { product: cancelled }).unwrap();
		chain.run(12);

		let mut after = storage_of(&pallets);
		let ends = [
			(paid, ProductState::Expired),
			(broken, ProductState::Terminated),
			(uncovered, ProductState::Cancelled),
			(rejected, ProductState::Rejected),
			(cancelled, ProductState::Cancelled),
		];
		for (product, end) in ends {
			assert_eq!(final_state(product), end);
			let key = pallet_hashrate_nft::Records::<Runtime>::hashed_key_for(product);
			let record = after.remove(&key).expect("the record stays");
			assert!(record.len() <= 97, "{} bytes", record.len());
		}
		let next = pallet_hashrate_nft::NextProduct::<Runtime>::hashed_key().to_vec();
		assert_eq!(
			after.insert(next.clone(), before[&next].clone()),
			Some(6u32.encode())
		);
		assert!(after == before, "{:?}", differences(&before, &after));
	});
}

/// Names of the items that differ.
fn differences(before: &Snapshot, after: &Snapshot) -> Vec<String> {
	let name = |key: &Vec<u8>| sp_core::hexdisplay::HexDisplay::from(key).to_string();
	before
		.iter()
		.filter(|(key, value)| after.get(*key) != Some(value))
		.map(|(key, _)| format!("gone or changed {}", name(key)))
		.chain(
			after
				.keys()
				.filter(|key| !before.contains_key(*key))
				.map(|key| format!("new {}", name(key))),
		)
		.collect()
}
