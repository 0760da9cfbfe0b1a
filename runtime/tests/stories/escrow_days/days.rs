//! Days: paid, shared among holders and released to the issuer, until all is over.

use super::{conduct, freeze, full_day, net, slices};
use crate::{chain::*, filecoin::*, products::*};
use dmex_primitives::{constants::*, AssetKind, Conduct, Day, ProductState};
use dmex_runtime::*;
use pallet_escrow::Event as EscrowEvent;
use pallet_hashrate_nft::{Call, Event, Listing};

#[test]
fn every_nft_should_get_exactly_its_share_of_each_day() {
	issuer_story(|chain| {
		let before = usdt(ISSUER);
		let product = approved(chain, listing_of(5));
		let end = today() + 6;
		let mut model = Reference::new(end);
		let reward = |day: Day| REWARD + Balance::from(day) * 1_111_111_111_113;
		let holders = [Alice, Alice, Bob, Charlie];
		// What came in by itself, per holder.
		let check = |model: &Reference, extra: Balance| {
			for who in [Alice, Bob, Charlie] {
				let due: Balance = holders
					.iter()
					.zip(&model.income)
					.filter(|(holder, _)| **holder == who)
					.map(|(_, income)| income + extra)
					.sum();
				assert_eq!(ifil(who), due, "{who:?} on day {}", today());
			}
		};
		let released = |model: &Reference| assert_eq!(escrow(product).released, model.gross);
		let mut paid_net = 0;
		let mut close =
			|model: &mut Reference, day, paid| paid_net += net(model.close(day, reward(day), paid));

		// Two NFTs from the first day on, one from the second, one from the fourth.
		for _ in 0..2 {
			buy(chain, Alice, product).unwrap();
			model.sold(PRICE, today() + 1);
		}
		next_day(chain, reward(1));
		buy(chain, Bob, product).unwrap();
		model.sold(PRICE, today() + 1);

		// Day 2 is paid on the next day, in full.
		next_day(chain, reward(2));
		let due = model.expected(2, reward(2));
		refused(chain, Eve, Call::claim { product, serial: 0 }, Error::NotOwner);
		refused(
			chain,
			Alice,
			Call::claim { product, serial: 0 },
			Error::NothingToClaim,
		);
		pay_out(chain, product, due);
		assert!(ifil(Alice) > 0);
		close(&mut model, 2, due);
		check(&model, 0);
		released(&model);

		// Day 3 is late.
		next_day(chain, reward(3));
		buy(chain, Charlie, product).unwrap();
		model.sold(PRICE, today() + 1);
		assert_eq!(conduct(product).open_due_days, 0);
		next_day(chain, reward(4));
		assert_eq!(
			(conduct(product).open_due_days, conduct(product).bad_days),
			(1, 1)
		);
		check(&model, 0);
		// It is cured, with half of day 4, which is shared before it closes.
		let due = model.expected(3, reward(3));
		let half = model.expected(4, reward(4)) / 2;
		pay_out(chain, product, due + half);
		close(&mut model, 3, due);
		released(&model);
		check_with(&model, &holders, half / 3, &[0, 1, 2]);
		assert_eq!(conduct(product).open_due_days, 0);

		// Day 4 falls due at a half and stays open: with nine tenths as well, and in full it closes.
		next_day(chain, reward(5));
		assert_eq!(conduct(product).open_due_days, 1);
		released(&model);
		let full = model.expected(4, reward(4));
		let nine_tenths = full * 9 / 10;
		pay_out(chain, product, nine_tenths - half);
		assert_eq!(conduct(product).open_due_days, 1);
		released(&model);
		pay_out(chain, product, full - nine_tenths);
		close(&mut model, 4, full);
		released(&model);
		check(&model, 0);
		// Day 5 gets 85% in time, and closes at its due time and not before.
		let most = model.expected(5, reward(5)) * 85 / 100;
		pay_out(chain, product, most);
		released(&model);
		chain.run_to(chain.days(7) - 1);
		released(&model);
		chain.next();
		close(&mut model, 5, most);
		released(&model);
		assert!(chain.has_event(Event::DayClosed {
			product,
			day: 5,
			expected: model.expected(5, reward(5)),
			paid: most,
			live: 4,
		}));
		chain.next();
		check(&model, 0);

		// The oracle is silent on day 6, the last: it is neutral, and what is paid waits.
		silent_day(chain);
		silent_day(chain);
		let good = conduct(product);
		let last = model.expected(6, reward(6));
		let more = 1_234_567;
		pay_out(chain, product, last + more);
		check(&model, 0);
		assert_eq!(book(product).prepaid, last + more);
		silent_day(chain);
		assert_eq!(conduct(product), good);
		report(chain, reward(6));
		chain.call(Eve, Call::advance { product }).unwrap();
		chain.next();
		close(&mut model, 6, last);
		released(&model);
		// What is more goes to the last day's holders.
		check(&model, more / 4);
		assert_eq!(book(product).dust, model.dust + more % 4);
		assert_eq!(
			usdt(ISSUER),
			before - USDT_MINIMUM - (10 * PRICE).div_ceil(20) + paid_net
		);
		refused(
			chain,
			ISSUER,
			Call::pay { product, amount: 1 },
			Error::ProductEnded,
		);

		// A week after the last due time what was not delivered is refunded, and the bond goes back.
		let mut days = 0;
		while state(product) == Some(ProductState::Active) {
			refused(chain, Alice, claim_refund(product, 0), EscrowError::NotOver);
			next_day(chain, REWARD);
			days += 1;
		}
		assert!((8..=10).contains(&days), "{days}");
		assert_eq!(usdt(ISSUER), before - USDT_MINIMUM + paid_net);
		refused(
			chain,
			ISSUER,
			Call::pay { product, amount: 1 },
			Error::ProductEnded,
		);
		let mut refunded = 0;
		for (nft, who) in holders.into_iter().enumerate() {
			let serial = nft as u32;
			refused(chain, Eve, claim_refund(product, serial), EscrowError::NotOwner);
			let refund = model.refund(nft);
			assert_eq!(
				gained(
					|| usdt(who),
					|| chain.call(who, claim_refund(product, serial)).unwrap()
				),
				refund
			);
			refunded += refund;
		}
		// Nothing but units of rounding is left, and they are revenue.
		let dust = 4 * PRICE - model.gross - refunded;
		assert!(dust <= 9, "{dust}");
		let fees = model.gross - paid_net;
		assert_eq!(usdt(revenue()), fees + dust);
		assert_eq!(usdt(Escrow::account_id()), USDT_MINIMUM);
		assert_eq!(
			(state(product), final_state(product)),
			(None, ProductState::Expired)
		);
		let paid_in: Balance = model.income.iter().sum::<Balance>() + model.dust + more;
		let paid_out: Balance = [Alice, Bob, Charlie].map(ifil).iter().sum();
		let kept = pallet_hashrate_nft::Dust::<Runtime>::get(AssetKind::WithId(IFIL));
		assert_eq!(paid_in, paid_out + kept);
		assert_eq!(ifil(HashrateNft::account()), IFIL_MINIMUM + kept);
	});
}

/// As the model says, and `extra` for some NFTs.
fn check_with(model: &Reference, holders: &[Sr25519Keyring], extra: Balance, nfts: &[usize]) {
	for who in [Alice, Bob, Charlie] {
		let due: Balance = (0..holders.len())
			.filter(|nft| holders[*nft] == who)
			.map(|nft| model.income[nft] + if nfts.contains(&nft) { extra } else { 0 })
			.sum();
		assert_eq!(ifil(who), due, "{who:?}");
	}
}

#[test]
fn issuer_should_be_paid_day_by_day_less_the_fee_of_the_listing() {
	issuer_story(|chain| {
		let product = running(chain, 10);
		// A later fee never reaches back.
		chain
			.decide(crate::dao::set((crate::dao::FEES[0].0)(Some(
				sp_runtime::Permill::from_percent(5),
			))))
			.unwrap();
		for day in 0..10 {
			next_day(chain, REWARD);
			let gross = if day == 9 {
				slices(10) + 2 * (PRICE % 10)
			} else {
				slices(10)
			};
			let (issuer, fees) = (usdt(ISSUER), usdt(revenue()));
			pay(chain, product, full_day()).unwrap();
			assert!(chain.has_event(EscrowEvent::Released {
				product,
				day: today() - 1,
				gross,
				fee: sale_fee(gross),
				bond: 0,
				paid: net(gross),
			}));
			assert_eq!(
				(usdt(ISSUER) - issuer, usdt(revenue()) - fees),
				(net(gross), sale_fee(gross))
			);
		}
		assert_eq!(escrow(product).released, 2 * PRICE);
		// Nothing is left to be refunded: all goes by itself.
		let mut days = 0;
		while state(product).is_some() {
			next_day(chain, REWARD);
			chain.run(2);
			days += 1;
		}
		assert!((8..=9).contains(&days), "{days}");
		assert_eq!((owner(product, 0), owner(product, 1)), (None, None));
	});
}

#[test]
fn payments_ahead_should_be_drawn_day_by_day() {
	issuer_story(|chain| {
		let product = running(chain, 10);
		let first = today();
		// Five days in one payment, on the first day, by somebody else.
		deposit_fil(chain, Eve, 10 * full_day());
		chain
			.call(
				Eve,
				Call::pay {
					product,
					amount: 5 * full_day(),
				},
			)
			.unwrap();
		assert_eq!(book(product).prepaid, 5 * full_day());
		for day in 1..=5 {
			next_day(chain, REWARD);
			// A step by anyone, or the next day by itself.
			if day == 3 {
				chain.call(Bob, Call::advance { product }).unwrap();
			}
			chain.next();
			let closed = if day == 3 { day } else { day - 1 };
			assert_eq!(book(product).closed_days, closed);
			assert_eq!(ifil(Alice), Balance::from(closed) * (full_day() / 2));
		}
		next_day(chain, REWARD);
		assert_eq!(
			(book(product).closed_days, conduct(product)),
			(5, Conduct::default())
		);
		next_day(chain, REWARD);
		assert_eq!(conduct(product).open_due_days, 1);
		assert_eq!(today(), first + 7);
		// A payout that comes straight from a Filecoin deposit is the same.
		pay_product(chain, product, 9 * full_day());
		assert_eq!(
			(book(product).closed_days, book(product).prepaid),
			(7, 7 * full_day())
		);
	});
}

#[test]
fn pay_should_be_refused_where_nobody_could_get_it() {
	issuer_story(|chain| {
		let pay = |product, amount| Call::<Runtime>::pay { product, amount };
		refused(chain, ISSUER, pay(0, 1), Error::ProductNotFound);
		let product = list(chain, listing()).unwrap();
		refused(chain, ISSUER, pay(product, 1), Error::NotPayable);
		chain.decide(approve(product)).unwrap();
		buy(chain, Alice, product).unwrap();
		refused(chain, ISSUER, pay(product, 1), Error::NotPayable);
		let unsold = approved(chain, listing());
		next_day(chain, REWARD);
		refused(chain, ISSUER, pay(product, 0), Error::ZeroAmount);
		refused(chain, ISSUER, pay(unsold, 1), Error::NothingSold);
		assert!(chain.call(Eve, pay(product, DMC)).is_err());
		// What comes from Filecoin cannot be refused: it is kept for the DAO.
		let (before, held) = (storage_of(&["HashrateNft"]), FilGateway::statement().suspense);
		chain.filecoin.send(FIL, Some(Memo::Product { product: unsold }));
		let report = chain.observe();
		assert!(chain.deliver(report));
		chain.apply_all();
		assert!(chain
			.find_event(|event| match event {
				RuntimeEvent::FilGateway(GatewayEvent::Suspended { value, reason, .. }) =>
					Some((value, reason)),
				_ => None,
			})
			.is_some_and(|found| found == (FIL, pallet_fil_gateway::SuspenseReason::Refused)));
		assert_eq!(FilGateway::statement().suspense, held + FIL);
		assert!(storage_of(&["HashrateNft"]) == before);
	});
}

#[test]
fn product_that_nobody_bought_should_expire_with_its_bond_back() {
	issuer_story(|chain| {
		let before = usdt(ISSUER);
		let product = approved(chain, listing_of(3));
		next_days(chain, 5);
		assert_eq!(
			(state(product), final_state(product)),
			(None, ProductState::Expired)
		);
		assert_eq!((before - usdt(ISSUER), reserved()), (USDT_MINIMUM, 0));
	});
}

#[test]
fn pay_below_the_smallest_balance_should_be_kept_as_credit() {
	issuer_story(|chain| {
		let product = approved(
			chain,
			Listing {
				power: 1,
				..listing()
			},
		);
		buy(chain, Alice, product).unwrap();
		buy(chain, Bob, product).unwrap();
		next_day(chain, REWARD);
		let day = (REWARD * 2 * 8).div_ceil(10);
		let share = day / 2;
		let claim = || Call::<Runtime>::claim_credit {
			asset: AssetKind::WithId(IFIL),
		};
		for days in 1..=3 {
			next_day(chain, REWARD);
			pay_out(chain, product, day);
			assert_eq!(ifil(Alice), 0);
			assert_eq!(
				pallet_hashrate_nft::Credits::<Runtime>::get(AssetKind::WithId(IFIL), id(Alice)),
				days * share
			);
		}
		refused(chain, Alice, claim(), Error::CannotReceive);
		refused(chain, Eve, claim(), Error::NothingToClaim);
		// Who has an account gets it all.
		chain
			.call(ISSUER, transfer_asset(IFIL, id(Alice), IFIL_MINIMUM))
			.unwrap();
		chain.call(Alice, claim()).unwrap();
		assert_eq!(ifil(Alice), IFIL_MINIMUM + 3 * share);
		next_day(chain, REWARD);
		pay_out(chain, product, day);
		assert_eq!(ifil(Alice), IFIL_MINIMUM + 4 * share);
	});
}

#[test]
fn escrow_should_keep_prices_in_dmc_as_well() {
	issuer_story(|chain| {
		let price = 3 * DMC + 1;
		let product = approved(
			chain,
			Listing {
				price_asset: AssetKind::Native,
				sale: pallet_hashrate_nft::SaleMode::Fixed { price },
				..listing_of(3)
			},
		);
		buy(chain, Bob, product).unwrap();
		let bond = (10 * price).div_ceil(20);
		let seed = <Balances as frame_support::traits::fungible::Inspect<AccountId>>::minimum_balance();
		assert_eq!(dmc(Escrow::account_id()), bond + price + seed);
		next_day(chain, REWARD);
		for _ in 0..2 {
			next_day(chain, REWARD);
			pay(chain, product, expected(1, REWARD)).unwrap();
		}
		let gross = 2 * (price / 3);
		assert_eq!(dmc(Escrow::account_id()), bond + price + seed - gross);
		assert_eq!(dmc(revenue()), 2 * sale_fee(price / 3));
		// The last day is never paid.
		while state(product) == Some(ProductState::Active) {
			next_day(chain, REWARD);
		}
		assert_eq!(dmc(Escrow::account_id()), price - gross + seed);
		let before = dmc(Bob);
		chain.call(Bob, claim_refund(product, 0)).unwrap();
		assert_eq!(dmc(Bob) + last_fee(chain) - before, price - gross);
	});
}

#[test]
fn income_should_be_settled_to_the_giver_before_an_nft_moves() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		next_day(chain, REWARD);
		let give = |serial, to: Sr25519Keyring| Call::<Runtime>::transfer {
			product,
			serial,
			to: id(to),
		};
		refused(chain, Charlie, give(0, Charlie), Error::NotOwner);
		refused(chain, Alice, give(7, Charlie), Error::NftNotFound);
		chain.next();
		// In one block: paid, and given away before it was handed out.
		pay(chain, product, full_day()).unwrap();
		chain.call(Alice, give(0, Charlie)).unwrap();
		assert_eq!((ifil(Alice), ifil(Charlie)), (full_day() / 2, 0));
		assert_eq!(owner(product, 0), Some(id(Charlie)));
		chain.next();
		assert_eq!((ifil(Alice), ifil(Charlie)), (full_day() / 2, 0));
		// A day that is not recorded passes with the NFT.
		next_day(chain, REWARD);
		pay_out(chain, product, full_day());
		assert_eq!(
			(ifil(Alice), ifil(Charlie), ifil(Bob)),
			(full_day() / 2, full_day() / 2, 2 * (full_day() / 2))
		);
		// So does its escrow.
		refused(chain, Alice, Call::claim { product, serial: 0 }, Error::NotOwner);
		next_days(chain, 9);
		chain.call(Charlie, freeze(product)).unwrap();
		// A shut market keeps nobody from giving.
		chain.call(Charlie, give(0, Eve)).unwrap();
		chain.decide(EscrowCall::terminate { product }).unwrap();
		refused(chain, Charlie, claim_refund(product, 0), EscrowError::NotOwner);
		chain.call(Eve, claim_refund(product, 0)).unwrap();
	});
}
