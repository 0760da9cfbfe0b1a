use super::*;

/// Carol buys Alice's NFT 0 and everybody has what they should.
fn assert_bought(price: Balance, fee: Balance, royalty: Balance) {
	let before = [ALICE, CAROL, ISSUER, REVENUE].map(|who| usdt_of(&who));
	assert_ok!(HashrateNft::buy_listed(signed(CAROL), P, 0, price, None));
	let after = [ALICE, CAROL, ISSUER, REVENUE].map(|who| usdt_of(&who));
	assert_eq!(
		after,
		[
			before[0] + price - fee - royalty,
			before[1] - price,
			before[2] + royalty,
			before[3] + fee
		]
	);
	assert_eq!((owner(0), custody(0)), (CAROL, CustodyState::Free));
	assert_eq!(Nfts::<Test>::get(P, 0).unwrap().order, None);
	has(crate::Event::Traded {
		product: P,
		serial: 0,
		seller: ALICE,
		buyer: CAROL,
		asset: usdt(),
		price,
		fee,
		royalty,
	});
}

#[test]
fn buy_listed_should_pay_seller_issuer_and_revenue() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		list(ALICE, 0, 10_000);
		assert_bought(10_000, 150, 50);
	});
}

#[test]
fn the_fee_should_be_rounded_up_and_the_royalty_down() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		// 2% of 333 is 6.66: 7, of which a quarter is 1.75: 1.
		list(ALICE, 0, 333);
		assert_bought(333, 6, 1);
	});
}

#[test]
fn the_fee_should_be_that_of_the_listing() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		list(ALICE, 0, 10_000);
		TradeFee::set(Permill::from_percent(5));
		assert_bought(10_000, 150, 50);
		assert_ok!(HashrateNft::list_nft(
			signed(CAROL),
			P,
			0,
			10_000,
			Permill::from_percent(5)
		));
		let before = usdt_of(&REVENUE);
		assert_ok!(HashrateNft::buy_listed(signed(BOB), P, 0, 10_000, None));
		assert_eq!(usdt_of(&REVENUE), before + 375);
	});
}

#[test]
fn the_sellers_income_should_be_paid_before_the_nft_moves() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		list(ALICE, 0, 10_000);
		pay_day(5, 1_000);
		let (alice, carol) = (ifil_of(&ALICE), ifil_of(&CAROL));
		assert_bought(10_000, 150, 50);
		assert_eq!((ifil_of(&ALICE), ifil_of(&CAROL)), (alice + 100_000, carol));
		// A day that is recorded later passes with the NFT.
		pay_day(6, 2_000);
		run_to(now() + 1);
		assert_eq!(
			(ifil_of(&ALICE), ifil_of(&CAROL)),
			(alice + 100_000, carol + 200_000)
		);
	});
}

#[test]
fn a_price_of_the_whole_balance_should_be_paid() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		list(ALICE, 0, 10_000);
		assert_ok!(Money::mint_into(usdt(), &POOR, 10_000));
		assert_ok!(HashrateNft::buy_listed(signed(POOR), P, 0, 10_000, None));
		assert_eq!((owner(0), usdt_of(&POOR)), (POOR, 0));
	});
}

#[test]
fn an_issuer_that_sells_should_keep_its_royalty() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		assert_ok!(HashrateNft::transfer(signed(ALICE), P, 0, ISSUER));
		list(ISSUER, 0, 10_000);
		let (issuer, revenue) = (usdt_of(&ISSUER), usdt_of(&REVENUE));
		assert_ok!(HashrateNft::buy_listed(signed(CAROL), P, 0, 10_000, None));
		assert_eq!(
			(usdt_of(&ISSUER), usdt_of(&REVENUE)),
			(issuer + 9_850, revenue + 150)
		);
		has(crate::Event::Traded {
			product: P,
			serial: 0,
			seller: ISSUER,
			buyer: CAROL,
			asset: usdt(),
			price: 10_000,
			fee: 150,
			royalty: 50,
		});
		// And buys like anyone.
		list(CAROL, 0, 10_000);
		assert_ok!(HashrateNft::buy_listed(signed(ISSUER), P, 0, 10_000, None));
		assert_eq!(
			(usdt_of(&ISSUER), usdt_of(&REVENUE)),
			(issuer + 9_850 - 10_000 + 50, revenue + 300)
		);
	});
}

#[test]
fn a_royalty_that_the_issuer_cannot_take_should_be_its_credit() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		block(&ISSUER);
		list(ALICE, 0, 10_000);
		let (alice, revenue) = (usdt_of(&ALICE), usdt_of(&REVENUE));
		assert_ok!(HashrateNft::buy_listed(signed(CAROL), P, 0, 10_000, None));
		assert_eq!(Credits::<Test>::get(usdt(), ISSUER), 50);
		assert_eq!(Money::balance(usdt(), &HashrateNft::account()), 50 + USDT_MIN);
		assert_eq!(
			(usdt_of(&ALICE), usdt_of(&REVENUE)),
			(alice + 9_800, revenue + 150 - USDT_MIN)
		);
		// The account has its own minimum balance from now on.
		list(CAROL, 0, 10_000);
		assert_ok!(HashrateNft::buy_listed(signed(ALICE), P, 0, 10_000, None));
		assert_eq!(Credits::<Test>::get(usdt(), ISSUER), 100);
		assert_eq!(usdt_of(&REVENUE), revenue + 300 - USDT_MIN);
		HashrateNft::do_try_state().unwrap();

		unblock(&ISSUER);
		let issuer = usdt_of(&ISSUER);
		assert_ok!(HashrateNft::claim_credit(signed(ISSUER), usdt()));
		assert_eq!(usdt_of(&ISSUER), issuer + 100);
	});
}

#[test]
fn a_royalty_too_small_for_an_account_should_stay_with_the_seller() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		block(&ISSUER);
		// Of 100 the fee is 2: 2 for revenue, nothing for the issuer; of 400 it is 8: 6 and 2.
		list(ALICE, 0, 400);
		assert_bought(400, 6, 0);
		assert!(!Seeded::<Test>::contains_key(usdt()));
	});
}

#[test]
fn what_revenue_cannot_take_should_stay_with_the_seller() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		RevenueTakes::set(false);
		list(ALICE, 0, 10_000);
		assert_bought(10_000, 0, 50);
	});
}

#[test]
fn a_buyer_should_get_what_he_wants_or_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		list(ALICE, 0, 10_000);
		record(5, 1);
		record(6, 1);
		run_to_day(8);
		let buy = |min_escrow, max_arrears| {
			let wants = Some(Wants {
				min_days: 0,
				min_escrow,
				max_arrears,
			});
			tx(|| plain(HashrateNft::buy_listed(signed(CAROL), P, 0, 10_000, wants)))
		};
		assert_noop!(buy(0, 1), Error::<Test>::ArrearsTooHigh);
		assert_noop!(buy(1_001, 2), Error::<Test>::EscrowTooLow);
		assert_ok!(buy(1_000, 2));
	});
}

#[test]
fn a_buyer_should_get_the_days_that_he_wants_or_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		list(ALICE, 0, 10_000);
		let days = HashrateNft::ask_statement(P, 0).unwrap().offering.days_left;
		assert_eq!(days, 9);
		let buy = |min_days| {
			let wants = Some(Wants { min_days, ..ANY });
			tx(|| plain(HashrateNft::buy_listed(signed(CAROL), P, 0, 10_000, wants)))
		};
		assert_noop!(buy(10), Error::<Test>::TooFewDays);
		// Signed before midnight, included after it.
		run_to_day(6);
		assert_noop!(buy(days), Error::<Test>::TooFewDays);
		assert_ok!(buy(8));
	});
}

#[test]
fn arrears_should_be_judged_on_days_that_are_up_to_date() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		list(ALICE, 0, 10_000);
		run_to_day(9);
		for day in 5..=7 {
			record(day, 1);
		}
		assert_eq!(Books::<Test>::get(P).unwrap().open_due_days(), 0);
		let buy = |max_arrears| {
			let wants = Some(Wants {
				min_days: 0,
				min_escrow: 0,
				max_arrears,
			});
			tx(|| plain(HashrateNft::buy_listed(signed(CAROL), P, 0, 10_000, wants)))
		};
		assert_noop!(buy(2), Error::<Test>::ArrearsTooHigh);
		assert_ok!(buy(3));
	});
}

#[test]
fn buy_listed_should_refuse_what_is_not_for_sale_like_that() {
	ExtBuilder::default().build_and_execute(|| {
		let buy = |who: AccountId, product, serial, max| {
			tx(|| plain(HashrateNft::buy_listed(signed(who), product, serial, max, None)))
		};
		assert_noop!(buy(CAROL, P, 0, 10_000), Error::<Test>::ProductNotFound);
		sold();
		assert_noop!(buy(CAROL, P, 2, 10_000), Error::<Test>::NftNotFound);
		assert_noop!(buy(CAROL, P, 0, 10_000), Error::<Test>::NotListed);
		auction(BOB, 1, 1_000, 10);
		assert_noop!(buy(CAROL, P, 1, 10_000), Error::<Test>::NotListed);
		list(ALICE, 0, 10_000);
		assert_noop!(buy(ALICE, P, 0, 10_000), Error::<Test>::CannotBuyOwn);
		assert_noop!(buy(CAROL, P, 0, 9_999), Error::<Test>::PriceTooHigh);
		assert_noop!(buy(POOR, P, 0, 10_000), Error::<Test>::InsufficientFunds);
		block(&ALICE);
		assert_noop!(buy(CAROL, P, 0, 10_000), Error::<Test>::CannotReceive);
		unblock(&ALICE);
		assert_ok!(HashrateNft::cancel_all_orders(signed(ALICE)));
		assert_noop!(buy(CAROL, P, 0, 10_000), Error::<Test>::ListingVoid);
	});
}

#[test]
fn buy_listed_should_be_refused_without_a_market() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		list(ALICE, 0, 10_000);
		freeze();
		assert_noop!(
			HashrateNft::buy_listed(signed(CAROL), P, 0, 10_000, None),
			Error::<Test>::ProductFrozen
		);
		unfreeze();
		assert_noop!(
			HashrateNft::buy_listed(signed(CAROL), P, 0, 10_000, None),
			Error::<Test>::ListingVoid
		);
		// The owner can list it again without taking the void listing back.
		assert_eq!(custody(0), CustodyState::Free);
		list(ALICE, 0, 10_000);
		refused_without_market(|| plain(HashrateNft::buy_listed(signed(CAROL), P, 0, 10_000, None)));
	});
}
