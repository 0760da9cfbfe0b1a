//! Frozen products: what goes on meanwhile, and how they get out.

use super::{conduct, freeze, frozen_in_breach, full_day, net, slices};
use crate::{chain::*, products::*};
use dmex_primitives::ProductState;
use pallet_escrow::Event as EscrowEvent;
use pallet_hashrate_nft::{Call, Event};
use sp_runtime::DispatchError;

#[test]
fn frozen_product_should_take_payments_withhold_releases_and_recover_after_seven_good_days() {
	issuer_story(|chain| {
		let (product, start) = frozen_in_breach(chain);
		let unfreeze = || EscrowCall::unfreeze { product };
		refused(
			chain,
			Charlie,
			Call::buy {
				product,
				max_price: PRICE,
				min_days: 0,
			},
			Error::ProductFrozen,
		);
		refused(chain, Bob, unfreeze(), EscrowError::HasArrears);
		let issuer = usdt(ISSUER);
		pay_out(chain, product, 8 * full_day());
		// Holders are paid, the issuer is not.
		assert_eq!(ifil(Alice), 8 * (full_day() / 2));
		assert_eq!((usdt(ISSUER), escrow(product).released), (issuer, 0));
		refused(chain, Bob, unfreeze(), EscrowError::TooFewGoodDays);
		for day in 9..=14 {
			go_to_day(chain, start + day);
			refused(chain, Bob, unfreeze(), EscrowError::TooFewGoodDays);
			pay(chain, product, full_day()).unwrap();
		}
		go_to_day(chain, start + 15);
		let gross = 14 * slices(30);
		chain.call(Bob, unfreeze()).unwrap();
		assert!(chain.has_event(EscrowEvent::WithheldReleased {
			product,
			gross,
			fee: sale_fee(gross),
			bond: 0,
			paid: net(gross),
		}));
		assert_eq!(usdt(ISSUER) - issuer, net(gross));
		assert_eq!(
			(state(product), book(product).end_day),
			(Some(ProductState::Active), start + 30)
		);
		buy(chain, Charlie, product).unwrap();
		refused(chain, Bob, unfreeze(), EscrowError::NotFrozen);
	});
}

#[test]
fn arrears_should_keep_a_product_frozen_however_many_days_were_good() {
	issuer_story(|chain| {
		let (product, start) = frozen_in_breach(chain);
		// Five of the open days, and then each day one.
		pay(chain, product, 5 * full_day()).unwrap();
		for day in 9..=20 {
			go_to_day(chain, start + day);
			refused(
				chain,
				Bob,
				EscrowCall::unfreeze { product },
				EscrowError::HasArrears,
			);
			pay(chain, product, full_day()).unwrap();
		}
		go_to_day(chain, start + 21);
		pay(chain, product, 5 * full_day()).unwrap();
		chain.call(Bob, EscrowCall::unfreeze { product }).unwrap();
	});
}

#[test]
fn issuer_frozen_in_the_last_days_should_recover_when_every_day_is_paid() {
	issuer_story(|chain| {
		let before = usdt(ISSUER);
		let product = running(chain, 12);
		let start = today();
		go_to_day(chain, start + 8);
		chain.call(Eve, freeze(product)).unwrap();
		let since = chain.block();
		// All arrears, and each of the four days that are left.
		pay_out(chain, product, 8 * full_day());
		for day in 9..12 {
			go_to_day(chain, start + day);
			pay(chain, product, full_day()).unwrap();
			refused(
				chain,
				Bob,
				EscrowCall::unfreeze { product },
				EscrowError::TooFewGoodDays,
			);
		}
		go_to_day(chain, start + 12);
		pay_out(chain, product, full_day());
		assert_eq!(
			(book(product).closed_days, ifil(Alice)),
			(12, 12 * (full_day() / 2))
		);
		assert!(!conduct(product).breach);
		// No day can be good any more. An idle council costs the issuer nothing, and anyone may set it free.
		while chain.block() < since + chain.days(30) {
			next_day(chain, REWARD);
		}
		refused(
			chain,
			Eve,
			EscrowCall::terminate_idle { product },
			EscrowError::Recovered,
		);
		chain.call(Bob, EscrowCall::unfreeze { product }).unwrap();
		while state(product).is_some() {
			next_day(chain, REWARD);
			chain.run(2);
		}
		assert_eq!(final_state(product), ProductState::Expired);
		// The whole price, and the bond.
		assert_eq!(usdt(ISSUER), before - USDT_MINIMUM + net(2 * PRICE));
	});
}

#[test]
fn resumed_product_should_strike_unpaid_frozen_days_and_append_them() {
	issuer_story(|chain| {
		let (product, start) = frozen_in_breach(chain);
		let resume = || EscrowCall::resume { product };
		refused_decision(chain, resume(), Error::OpenDayBeforeFreeze);
		pay(chain, product, 8 * full_day()).unwrap();
		// Half of the day of the freeze, then nothing.
		go_to_day(chain, start + 10);
		pay(chain, product, full_day() / 2).unwrap();
		go_to_day(chain, start + 13);
		let issuer = usdt(ISSUER);
		chain.decide(resume()).unwrap();
		// Days 9 to 12 are struck.
		assert!(chain.has_event(Event::Resumed {
			product,
			days: 4,
			end_day: start + 34,
		}));
		assert_eq!(usdt(ISSUER) - issuer, net(8 * slices(30)));
		use codec::Encode;
		assert_eq!(attribute(product, None, b"end"), Some((start + 34).encode()));
		assert_eq!(
			(conduct(product).breach, conduct(product).open_due_days),
			(false, 1)
		);
		refused(chain, Eve, freeze(product), EscrowError::NotInBreach);
		// Day 8 is still to be paid.
		pay(chain, product, full_day() - full_day() / 2).unwrap();
		assert_eq!(
			(book(product).closed_days, conduct(product).open_due_days),
			(9, 0)
		);
		// Who buys now earns until the new end.
		assert_eq!(reserved(), 10 * TIB);
		while today() < start + 34 {
			next_day(chain, REWARD);
			pay(chain, product, full_day()).unwrap();
			assert_eq!(conduct(product).open_due_days, 0);
		}
		chain.next();
		// Thirty days of pay and the whole price, as sold.
		assert_eq!(book(product).closed_days, 30);
		assert_eq!(ifil(Alice), 30 * (full_day() / 2));
		assert_eq!(escrow(product).released, 2 * PRICE);
		while state(product).is_some() {
			next_day(chain, REWARD);
		}
		assert_eq!(final_state(product), ProductState::Expired);
	});
}

#[test]
fn freeze_of_the_dao_without_breach_should_lapse_after_seven_days() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		refused(
			chain,
			Eve,
			EscrowCall::freeze_by_decision { product },
			DispatchError::BadOrigin,
		);
		chain.decide(EscrowCall::freeze_by_decision { product }).unwrap();
		let lapses = chain.block() + chain.days(7);
		assert!(chain.has_event(EscrowEvent::Frozen {
			product,
			lapses: Some(lapses)
		}));
		let issuer = usdt(ISSUER);
		refused(
			chain,
			Eve,
			EscrowCall::terminate_idle { product },
			EscrowError::FrozenWithoutBreach,
		);
		refused_decision(
			chain,
			EscrowCall::terminate { product },
			EscrowError::FrozenWithoutBreach,
		);
		refused(
			chain,
			Eve,
			EscrowCall::unfreeze { product },
			EscrowError::TooFewGoodDays,
		);
		let mut paid = 0;
		while chain.block() + 10 < lapses {
			next_day(chain, REWARD);
			pay(chain, product, full_day()).unwrap();
			paid += 1;
		}
		assert_eq!(usdt(ISSUER), issuer);
		chain.run_to(lapses - 1);
		assert_eq!(state(product), Some(ProductState::Frozen));
		chain.next();
		assert_eq!(state(product), Some(ProductState::Active));
		assert!(chain.has_event(EscrowEvent::Unfrozen {
			product,
			lapsed: true
		}));
		assert_eq!(usdt(ISSUER) - issuer, net(paid * slices(30)));
	});
}

#[test]
fn healthy_product_should_not_be_terminated_by_a_council_that_freezes_again_and_again() {
	issuer_story(|chain| {
		let product = running(chain, 40);
		for _ in 0..3 {
			chain.decide(EscrowCall::freeze_by_decision { product }).unwrap();
			refused_decision(
				chain,
				EscrowCall::terminate { product },
				EscrowError::FrozenWithoutBreach,
			);
			while state(product) == Some(ProductState::Frozen) {
				next_day(chain, REWARD);
				pay(chain, product, full_day()).unwrap();
			}
		}
		// The DAO's freeze of a product that is in breach is one that anybody could have called.
		next_days(chain, 9);
		chain.decide(EscrowCall::freeze_by_decision { product }).unwrap();
		assert!(chain.has_event(EscrowEvent::Frozen {
			product,
			lapses: None
		}));
	});
}
