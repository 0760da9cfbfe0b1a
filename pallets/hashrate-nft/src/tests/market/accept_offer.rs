use super::*;

#[test]
fn accept_offer_should_sell_the_nft() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let id = offer(CAROL, None, 10_000);
		TradeFee::set(Permill::from_percent(5));
		pay_day(5, 1_000);
		let who = [ALICE, CAROL, ISSUER, REVENUE];
		let before = who.clone().map(|who| usdt_of(&who));
		let income = ifil_of(&ALICE);
		assert_ok!(HashrateNft::accept_offer(signed(ALICE), id, 0));
		assert_eq!(
			who.map(|who| usdt_of(&who)),
			[before[0] + 9_800, before[1], before[2] + 50, before[3] + 150]
		);
		assert_eq!(offered_by(&CAROL), 0);
		assert_eq!((owner(0), custody(0)), (CAROL, CustodyState::Free));
		assert_eq!(ifil_of(&ALICE), income + 100_000);
		assert_eq!(Offers::<Test>::get(id), None);
		assert!(!OffersOf::<Test>::contains_key(CAROL));
		has(crate::Event::OfferAccepted {
			offer: id,
			product: P,
			serial: 0,
			seller: ALICE,
		});
		assert_noop!(
			HashrateNft::accept_offer(signed(BOB), id, 1),
			Error::<Test>::OfferNotFound
		);
	});
}

#[test]
fn an_issuer_that_sells_should_keep_its_royalty() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		assert_ok!(HashrateNft::transfer(signed(ALICE), P, 0, ISSUER));
		let id = offer(CAROL, None, 10_000);
		let before = [ISSUER, REVENUE].map(|who| usdt_of(&who));
		assert_ok!(HashrateNft::accept_offer(signed(ISSUER), id, 0));
		assert_eq!(
			[ISSUER, REVENUE].map(|who| usdt_of(&who)),
			[before[0] + 9_850, before[1] + 150]
		);
	});
}

#[test]
fn an_offer_should_not_be_accepted_when_fewer_days_are_left_than_it_wants() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let wants = Wants { min_days: 8, ..ANY };
		assert_ok!(HashrateNft::make_offer(signed(CAROL), P, None, 1_000, 149, wants));
		run_to_day(7);
		assert_noop!(
			tx(|| HashrateNft::accept_offer(signed(ALICE), 0, 0)),
			Error::<Test>::TooFewDays
		);
		let wants = Wants { min_days: 7, ..ANY };
		assert_ok!(HashrateNft::make_offer(signed(CAROL), P, None, 1_000, 149, wants));
		assert_ok!(HashrateNft::accept_offer(signed(ALICE), 1, 0));
	});
}

#[test]
fn an_offer_should_be_accepted_for_what_it_wants_only() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		record(5, 1);
		record(6, 1);
		let make = |min_escrow, max_arrears| {
			let wants = Wants {
				min_days: 0,
				min_escrow,
				max_arrears,
			};
			assert_ok!(HashrateNft::make_offer(signed(CAROL), P, None, 1_000, 149, wants));
			NextOffer::<Test>::get() - 1
		};
		let (calm, rich, content) = (make(0, 1), make(1_001, 9), make(1_000, 2));
		run_to_day(8);
		assert_noop!(
			tx(|| HashrateNft::accept_offer(signed(ALICE), calm, 0)),
			Error::<Test>::ArrearsTooHigh
		);
		assert_noop!(
			tx(|| HashrateNft::accept_offer(signed(ALICE), rich, 0)),
			Error::<Test>::EscrowTooLow
		);
		assert_ok!(HashrateNft::accept_offer(signed(ALICE), content, 0));
		assert_ok!(HashrateNft::pay(signed(ISSUER), P, 200));
		assert_ok!(HashrateNft::accept_offer(signed(BOB), calm, 1));
	});
}

#[test]
fn accept_offer_should_refuse_what_was_not_offered() {
	ExtBuilder::default().build_and_execute(|| {
		let accept = |who: AccountId, id, serial| tx(|| HashrateNft::accept_offer(signed(who), id, serial));
		assert_noop!(accept(ALICE, 0, 0), Error::<Test>::OfferNotFound);
		sold();
		let one = offer(CAROL, Some(1), 1_000);
		let any = offer(CAROL, None, 1_000);
		let own = offer(ALICE, None, 1_000);
		assert_noop!(accept(ALICE, one, 0), Error::<Test>::OfferForAnother);
		assert_noop!(accept(ALICE, own, 0), Error::<Test>::CannotBuyOwn);
		assert_noop!(accept(ALICE, any, 1), Error::<Test>::NotOwner);
		assert_noop!(accept(ALICE, any, 5), Error::<Test>::NftNotFound);
		list(ALICE, 0, 1_000);
		assert_noop!(accept(ALICE, any, 0), Error::<Test>::NotFree);
		assert_ok!(HashrateNft::unlist_nft(signed(ALICE), P, 0));
		for state in [CustodyState::Staked, CustodyState::Pledged] {
			assert_ok!(<HashrateNft as NftCustody<_>>::lock(P, 0, &ALICE, state));
			assert_noop!(accept(ALICE, any, 0), Error::<Test>::NotFree);
			assert_ok!(<HashrateNft as NftCustody<AccountId>>::unlock(P, 0, state));
		}
		block(&ALICE);
		assert_noop!(accept(ALICE, any, 0), Error::<Test>::CannotReceive);
		unblock(&ALICE);
		// An offer for an NFT stands whoever owns it, but not for who made it.
		assert_ok!(HashrateNft::transfer(signed(BOB), P, 1, CAROL));
		assert_noop!(accept(CAROL, one, 1), Error::<Test>::CannotBuyOwn);
		System::set_block_number(now() + 20);
		assert_noop!(accept(ALICE, any, 0), Error::<Test>::OfferExpired);
	});
}

#[test]
fn an_offer_of_another_market_should_be_void() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		let id = offer(CAROL, None, 1_000);
		freeze();
		assert_noop!(
			HashrateNft::accept_offer(signed(ALICE), id, 0),
			Error::<Test>::OfferVoid
		);
		unfreeze();
		assert_noop!(
			HashrateNft::accept_offer(signed(ALICE), id, 0),
			Error::<Test>::OfferVoid
		);
	});
}
