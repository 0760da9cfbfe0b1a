//! Termination: refunds, the bond that is shared, and an idle council.

use super::{conduct, freeze, frozen_in_breach, full_day, net, refused_here};
use crate::{chain::*, products::*};
use dmex_primitives::{Conduct, ProductState};
use dmex_runtime::*;
use pallet_escrow::Event as EscrowEvent;
use pallet_hashrate_nft::Call;
use sp_runtime::DispatchError;

#[test]
fn terminated_product_should_refund_what_was_not_delivered_and_share_the_bond() {
	issuer_story(|chain| {
		let before = usdt(ISSUER);
		let holders = [Alice, Bob, Charlie];
		let usdt_before = holders.map(usdt);
		let product = running(chain, 30);
		let start = today();
		let mut model = Reference::new(start + 30);
		for first in [start, start, start + 1] {
			model.sold(PRICE, first);
		}
		buy(chain, Charlie, product).unwrap();
		// Three days are paid, the last at nine tenths; then nothing.
		let mut issuer_got = 0;
		for day in start..start + 3 {
			next_day(chain, REWARD);
			let paid = model.expected(day, REWARD) * if day == start + 2 { 9 } else { 10 } / 10;
			pay(chain, product, paid).unwrap();
			issuer_got += net(model.close(day, REWARD, paid));
		}
		go_to_day(chain, start + 11);
		chain.call(Charlie, freeze(product)).unwrap();
		refused(chain, Alice, claim_refund(product, 0), EscrowError::NotOver);
		refused(
			chain,
			Eve,
			EscrowCall::terminate { product },
			DispatchError::BadOrigin,
		);
		refused(
			chain,
			Eve,
			EscrowCall::terminate_idle { product },
			EscrowError::DecisionPending,
		);
		// What is paid while it is frozen goes to the holders; what it would release goes back to them too.
		next_day(chain, REWARD);
		let late = expected(3, REWARD);
		pay_out(chain, product, late);
		let income = ifil(Alice);
		assert_eq!(income, model.income[0] + late / 3);
		let (deposited, bond) = (escrow(product).deposited, escrow(product).bond);
		assert_eq!(bond, (10 * PRICE).div_ceil(20));
		chain.decide(EscrowCall::terminate { product }).unwrap();
		let refundable = deposited - model.gross;
		assert!(chain.has_event(EscrowEvent::Terminated {
			product,
			refundable,
			slashed: bond,
		}));
		assert_eq!((state(product), reserved()), (Some(ProductState::Terminated), 0));
		refused(
			chain,
			ISSUER,
			Call::pay { product, amount: 1 },
			Error::ProductEnded,
		);
		refused(chain, Charlie, claim_refund(product, 0), EscrowError::NotOwner);
		refused(chain, Charlie, claim_refund(product, 7), EscrowError::UnknownNft);
		let mut shares = 0;
		for (nft, who) in holders.into_iter().enumerate() {
			let refund = model.refund(nft);
			let share = muldiv(bond, refund, refundable);
			chain.call(who, claim_refund(product, nft as u32)).unwrap();
			assert_eq!(usdt(who), usdt_before[nft] - PRICE + refund + share);
			shares += share;
		}
		let refunds: Balance = (0..3).map(|nft| model.refund(nft)).sum();
		assert!(refundable - refunds <= 3 + 4 && bond - shares <= 3);
		// Nothing else is left, and the issuer has lost its bond.
		assert_eq!(
			(state(product), final_state(product)),
			(None, ProductState::Terminated)
		);
		assert_eq!(usdt(Escrow::account_id()), USDT_MINIMUM);
		assert_eq!(before - usdt(ISSUER), USDT_MINIMUM + bond - issuer_got);
		let fees = model.gross - issuer_got;
		assert_eq!(usdt(revenue()), fees + refundable - refunds + bond - shares);
	});
}

#[test]
fn issuer_that_stops_before_the_last_eight_days_should_lose_its_bond() {
	issuer_story(|chain| {
		let before = usdt(ISSUER);
		let holders = [Alice, Bob];
		let usdt_before = holders.map(usdt);
		let product = running(chain, 12);
		let start = today();
		let end = start + 12;
		let mut model = Reference::new(end);
		holders.iter().for_each(|_| model.sold(PRICE, start));
		let mut issuer_got = 0;
		for day in start..start + 4 {
			next_day(chain, REWARD);
			pay(chain, product, full_day()).unwrap();
			issuer_got += net(model.close(day, REWARD, full_day()));
		}
		// On the last day six are due and open, on the day after it seven.
		go_to_day(chain, end - 1);
		refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
		chain.run_to(chain.days(end) - 1);
		refused_here(Eve, freeze(product), EscrowError::NotInBreach);
		chain.next();
		report(chain, REWARD);
		assert_eq!(
			conduct(product),
			Conduct {
				breach: true,
				bad_days: 7,
				open_due_days: 7
			}
		);
		// The last block before it would expire is not too late.
		go_to_day(chain, end + 7);
		assert_eq!(state(product), Some(ProductState::Active));
		assert_eq!(conduct(product).open_due_days, 8);
		chain.run_to(chain.days(end + 8) - 1);
		dispatch(Eve, freeze(product)).unwrap();
		next_day(chain, REWARD);
		assert_eq!(state(product), Some(ProductState::Frozen));
		refused(chain, Alice, claim_refund(product, 0), EscrowError::NotOver);
		refused_decision(chain, EscrowCall::resume { product }, Error::OpenDayBeforeFreeze);
		// A day that is paid now is the holders', and releases nothing.
		pay_out(chain, product, full_day());
		assert_eq!(holders.map(ifil), [5 * (full_day() / 2); 2]);
		let bond = (10 * PRICE).div_ceil(20);
		let refundable = 2 * PRICE - model.gross;
		chain.decide(EscrowCall::terminate { product }).unwrap();
		assert!(chain.has_event(EscrowEvent::Terminated {
			product,
			refundable,
			slashed: bond,
		}));
		let (mut refunds, mut shares) = (0, 0);
		for (nft, who) in holders.into_iter().enumerate() {
			let refund = model.refund(nft);
			let share = muldiv(bond, refund, refundable);
			chain.call(who, claim_refund(product, nft as u32)).unwrap();
			assert_eq!(usdt(who), usdt_before[nft] - PRICE + refund + share);
			refunds += refund;
			shares += share;
		}
		assert_eq!(
			(state(product), final_state(product)),
			(None, ProductState::Terminated)
		);
		assert_eq!(usdt(Escrow::account_id()), USDT_MINIMUM);
		assert_eq!(usdt(ISSUER) + USDT_MINIMUM + bond, before + issuer_got);
		let fees = model.gross - issuer_got;
		assert_eq!(usdt(revenue()), fees + refundable - refunds + bond - shares);
	});
}

#[test]
fn issuer_that_never_pays_five_days_should_lose_its_bond_too() {
	issuer_story(|chain| {
		let before = usdt(ISSUER);
		let product = running(chain, 5);
		let start = today();
		// All five are due and open, but it has as long as the issuer of a longer product.
		go_to_day(chain, start + 7);
		assert_eq!(
			(conduct(product).open_due_days, conduct(product).breach),
			(5, false)
		);
		chain.run_to(chain.days(start + 8) - 1);
		refused_here(Eve, freeze(product), EscrowError::NotInBreach);
		next_day(chain, REWARD);
		chain.call(Eve, freeze(product)).unwrap();
		let frozen_at = chain.block();
		chain.run_to(frozen_at + chain.days(30));
		roomy(chain);
		chain.call(Eve, EscrowCall::terminate_idle { product }).unwrap();
		let bond = (10 * PRICE).div_ceil(20);
		for (serial, who) in [(0, Alice), (1, Bob)] {
			let back = gained(
				|| usdt(who),
				|| chain.call(who, claim_refund(product, serial)).unwrap(),
			);
			assert_eq!(back, PRICE + bond / 2);
		}
		assert_eq!((state(product), ifil(Alice)), (None, 0));
		assert_eq!(before - usdt(ISSUER), USDT_MINIMUM + bond);
		assert_eq!(usdt(Escrow::account_id()), USDT_MINIMUM);
	});
}

#[test]
fn issuer_that_pays_five_days_late_should_keep_its_bond() {
	issuer_story(|chain| {
		let before = usdt(ISSUER);
		let product = running(chain, 5);
		let start = today();
		go_to_day(chain, start + 8);
		chain.call(Eve, freeze(product)).unwrap();
		pay_out(chain, product, 5 * full_day());
		assert_eq!(ifil(Bob), 5 * (full_day() / 2));
		chain.call(Bob, EscrowCall::unfreeze { product }).unwrap();
		refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
		while state(product).is_some() {
			next_day(chain, REWARD);
			chain.run(2);
		}
		assert_eq!(final_state(product), ProductState::Expired);
		assert_eq!(usdt(ISSUER), before - USDT_MINIMUM + net(2 * PRICE));
	});
}

#[test]
fn product_that_nobody_decided_about_should_be_terminated_by_anyone_after_thirty_days() {
	issuer_story(|chain| {
		let (product, _) = frozen_in_breach(chain);
		let frozen_at = match escrow(product).stage {
			pallet_escrow::Stage::Frozen(freeze) => freeze.since,
			_ => panic!("not frozen"),
		};
		let idle = || EscrowCall::terminate_idle { product };
		chain.run_to(frozen_at + chain.days(30) - 1);
		refused_here(Eve, idle(), EscrowError::DecisionPending);
		chain.next();
		chain.call(Eve, idle()).unwrap();
		assert_eq!(final_state(product), ProductState::Terminated);
		let back = gained(
			|| usdt(Alice),
			|| {
				chain.call(Alice, claim_refund(product, 0)).unwrap();
			},
		);
		// Nothing was ever delivered: the price, and half of the bond.
		assert_eq!(back, PRICE + (10 * PRICE).div_ceil(20) / 2);
	});
}

#[test]
fn issuer_that_has_made_good_should_not_be_terminated_by_an_idle_council() {
	issuer_story(|chain| {
		let (product, start) = frozen_in_breach(chain);
		pay(chain, product, 8 * full_day()).unwrap();
		while today() < start + 39 {
			next_day(chain, REWARD);
			if book(product).pay.day < start + 30 {
				pay(chain, product, full_day()).unwrap();
			}
		}
		// Frozen products do not expire.
		assert_eq!(state(product), Some(ProductState::Frozen));
		refused(
			chain,
			Eve,
			EscrowCall::terminate_idle { product },
			EscrowError::Recovered,
		);
		chain.call(Eve, EscrowCall::unfreeze { product }).unwrap();
		assert_eq!(escrow(product).released, 2 * PRICE);
		while state(product).is_some() {
			next_day(chain, REWARD);
		}
		assert_eq!(final_state(product), ProductState::Expired);
	});
}
