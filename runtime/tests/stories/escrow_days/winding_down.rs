//! The gateway winds down: no day falls due any more, and nothing is locked for ever.

use super::{conduct, freeze, full_day, net, slices};
use crate::{chain::*, filecoin::*, products::*};
use dmex_primitives::{constants::*, Conduct, ProductState};
use dmex_runtime::*;
use pallet_escrow::Event as EscrowEvent;
use pallet_hashrate_nft::{Event, Listing};

const PALLETS: [&str; 3] = ["HashrateNft", "Escrow", "Nfts"];

/// A product that is paid to its end: it leaves the seeds of the accounts behind.
fn seed(chain: &mut Chain) {
	for asset in [IFIL, USDT] {
		let amount = if asset == IFIL { IFIL_MINIMUM } else { USDT_MINIMUM };
		chain
			.call(ISSUER, transfer_asset(asset, revenue(), amount))
			.unwrap();
	}
	let product = running(chain, 3);
	for _ in 0..3 {
		next_day(chain, REWARD);
		pay_out(chain, product, full_day());
	}
	while state(product).is_some() {
		next_day(chain, REWARD);
		chain.run(2);
	}
}

/// Each tick of a product is in the first blocks of a day.
fn run_until_over(chain: &mut Chain, product: u32, latest: BlockNumber) {
	while matches!(
		state(product),
		Some(ProductState::Approved | ProductState::Active | ProductState::Frozen)
	) {
		assert!(chain.block() < latest, "product {product} is never over");
		chain.next();
	}
}

#[test]
fn gateway_that_winds_down_should_lock_nothing() {
	issuer_story(|chain| {
		seed(chain);
		let before = storage_of(&PALLETS);
		let (issuer, income) = (usdt(ISSUER), [Alice, Bob].map(ifil));
		let holders = [Alice, Bob, Charlie].map(usdt);

		// One that is paid daily, one that never is, and one that starts much later.
		let healthy = running(chain, 1_000);
		let first = today();
		let broken = running(chain, 1_000);
		let mut model = Reference::new(first + 1_000);
		(0..2).for_each(|_| model.sold(PRICE, first));
		let mut issuer_got = 0;
		for day in first..first + 9 {
			pay(chain, healthy, full_day()).unwrap();
			issuer_got += net(model.close(day, REWARD, full_day()));
			next_day(chain, REWARD);
		}
		chain.call(Eve, freeze(broken)).unwrap();
		let late = approved(
			chain,
			Listing {
				start_day: today() + 200,
				sale_until: today() + 201,
				..listing()
			},
		);
		assert_eq!(buy(chain, Charlie, late), Ok(0));

		// Operators are silent, and in the end the DAO gives the gateway up.
		chain.decide_delayed(GatewayCall::wind_down {}).unwrap();
		let closed = chain.block();
		roomy(chain);
		// The last day that was recorded has fallen due before that.
		assert_eq!(
			conduct(healthy),
			Conduct {
				breach: false,
				bad_days: 1,
				open_due_days: 1
			}
		);
		refused(chain, Eve, freeze(healthy), EscrowError::NotInBreach);
		// Days that have their record can be paid with IFIL that is still there; more goes to the holders in the end.
		pay_out(chain, healthy, full_day() + 1_000_001);
		issuer_got += net(model.close(first + 9, REWARD, full_day()));
		assert_eq!(book(healthy).prepaid, 1_000_001);
		assert_eq!(book(healthy).closed_days, 10);
		roomy(chain);
		chain
			.decide(EscrowCall::freeze_by_decision { product: healthy })
			.unwrap();
		let lapses = chain.block() + chain.days(7);
		roomy(chain);
		chain.decide(EscrowCall::terminate { product: broken }).unwrap();

		chain.run_to(closed + chain.days(7) - 1);
		assert_eq!(state(late), Some(ProductState::Approved));
		run_until_over(chain, late, closed + chain.days(8) + 2);
		assert!(chain.has_event(Event::Cancelled { product: late }));
		run_until_over(chain, healthy, lapses + chain.days(1) + 2);
		let refundable = 2 * PRICE - model.gross;
		let bond = (10 * PRICE).div_ceil(20);
		assert!(chain.has_event(EscrowEvent::Expired {
			product: healthy,
			refundable,
			bond,
		}));
		chain.run(2);

		// Every unit of it can be claimed.
		let claims = [
			(
				healthy,
				[Some(Alice), Some(Bob)],
				[model.refund(0), model.refund(1)],
			),
			(broken, [Some(Alice), Some(Bob)], [PRICE + bond / 2; 2]),
			(late, [Some(Charlie), None], [PRICE, 0]),
		];
		for (product, owners, refunds) in claims {
			for ((serial, owner), refund) in (0..).zip(owners).zip(refunds) {
				let Some(owner) = owner else { continue };
				let claimed = gained(
					|| usdt(owner),
					|| chain.call(owner, claim_refund(product, serial)).unwrap(),
				);
				assert_eq!(claimed, refund);
			}
			assert_eq!(state(product), None);
		}
		chain.run(3);
		assert_eq!(
			[healthy, broken, late].map(final_state),
			[
				ProductState::Expired,
				ProductState::Terminated,
				ProductState::Cancelled
			]
		);
		assert_eq!(usdt(ISSUER) + bond, issuer + issuer_got);
		let delivered = 2 * PRICE - model.refund(0) - model.refund(1);
		let shares = 2 * (bond / 2);
		assert_eq!(
			holders.iter().sum::<Balance>() + shares - delivered,
			[Alice, Bob, Charlie].map(usdt).iter().sum::<Balance>()
		);
		assert_eq!(usdt(Escrow::account_id()), USDT_MINIMUM);
		let earned = 10 * (full_day() / 2) + 500_000;
		assert_eq!([Alice, Bob].map(ifil), income.map(|had| had + earned));
		assert_eq!(ifil(HashrateNft::account()), IFIL_MINIMUM);
		// What is left of IFIL is paid out by custody.
		roomy(chain);
		chain
			.call(
				ISSUER,
				GatewayCall::redeem_share {
					amount: FIL,
					destination: f1_address(),
					min_net: FIL,
				},
			)
			.unwrap();

		let mut after = storage_of(&PALLETS);
		for product in [healthy, broken, late] {
			let key = pallet_hashrate_nft::Records::<Runtime>::hashed_key_for(product);
			assert!(after.remove(&key).is_some());
		}
		let next = pallet_hashrate_nft::NextProduct::<Runtime>::hashed_key().to_vec();
		after.insert(next.clone(), before[&next].clone());
		assert!(after == before);
	});
}

fn f1_address() -> pallet_fil_gateway::AddressText {
	let address = fil_primitives::Address::new(Payload::Secp256k1([1; 20])).unwrap();
	address.to_text(Network::Main).into_bytes().try_into().unwrap()
}

#[test]
fn issuer_frozen_before_the_gateway_winds_down_should_recover_when_its_arrears_are_paid() {
	issuer_story(|chain| {
		let issuer = usdt(ISSUER);
		let product = running(chain, 1_000);
		let start = today();
		go_to_day(chain, start + 8);
		chain.call(Eve, freeze(product)).unwrap();
		let since = chain.block();
		chain.decide_delayed(GatewayCall::wind_down {}).unwrap();
		roomy(chain);
		let unfreeze = || EscrowCall::unfreeze { product };
		refused(chain, Bob, unfreeze(), EscrowError::HasArrears);
		// The day of the last record has fallen due besides.
		pay_out(chain, product, 8 * full_day());
		assert_eq!(ifil(Alice), 8 * (full_day() / 2));
		chain.run_to(since + chain.days(30));
		roomy(chain);
		refused(
			chain,
			Eve,
			EscrowCall::terminate_idle { product },
			EscrowError::Recovered,
		);
		chain.call(Bob, unfreeze()).unwrap();
		refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
		let latest = chain.block() + chain.days(1) + 2;
		run_until_over(chain, product, latest);
		chain.next();
		let gross = 8 * slices(1_000);
		assert_eq!(usdt(ISSUER), issuer - USDT_MINIMUM + net(gross));
		for (serial, who) in [(0, Alice), (1, Bob)] {
			let refund = gained(
				|| usdt(who),
				|| chain.call(who, claim_refund(product, serial)).unwrap(),
			);
			assert_eq!(refund, PRICE - gross / 2);
		}
		assert_eq!(final_state(product), ProductState::Expired);
	});
}
