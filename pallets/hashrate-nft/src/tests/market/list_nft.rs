use super::*;

#[test]
fn list_nft_should_put_a_free_nft_up_for_sale() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		assert_ok!(HashrateNft::list_nft(
			signed(ALICE),
			P,
			0,
			3_000,
			Permill::from_percent(2)
		));
		assert_eq!(custody(0), CustodyState::Listed);
		let fee = crate::TradeFee {
			fee: Permill::from_percent(2),
			royalty: Permill::from_percent(25),
		};
		let offering = Offering {
			days_left: 10,
			escrow_left: 1_000,
			arrears: 0,
			// 3,000 x 1,024 / (100 x 10)
			price_per_tib_day: Some(3_072),
		};
		has(crate::Event::NftListed {
			product: P,
			serial: 0,
			seller: ALICE,
			price: 3_000,
			asset: usdt(),
			fee,
			offering,
		});
		assert_eq!(
			HashrateNft::ask_statement(P, 0),
			Some(AskStatement {
				seller: ALICE,
				price: 3_000,
				asset: usdt(),
				fee: 60,
				stands: true,
				offering,
			})
		);
		assert_eq!(HashrateNft::ask_statement(P, 1), None);
		assert_eq!(owner(0), ALICE);
	});
}

#[test]
fn a_listing_should_show_what_is_left_of_the_nft() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		list(ALICE, 0, 3_001);
		begin();
		record(5, 1);
		record(6, 1);
		// The pay of day 5 falls due at the end of day 6, that of day 6 at the end of day 7.
		run_to_day(8);
		let offering = HashrateNft::ask_statement(P, 0).unwrap().offering;
		assert_eq!(
			offering,
			Offering {
				days_left: 6,
				escrow_left: 1_000,
				arrears: 2,
				// ceil(3,001 x 1,024 / (100 x 6)) = ceil(5,121.7)
				price_per_tib_day: Some(5_122),
			}
		);
		assert_ok!(HashrateNft::pay(signed(ISSUER), P, 200));
		let offering = HashrateNft::ask_statement(P, 0).unwrap().offering;
		assert_eq!((offering.escrow_left, offering.arrears), (900, 1));
		run_to_day(15);
		let statement = HashrateNft::ask_statement(P, 0).unwrap();
		assert!(!statement.stands);
		assert_eq!(statement.offering.price_per_tib_day, None);
	});
}

#[test]
fn list_nft_should_refuse_what_cannot_be_sold() {
	ExtBuilder::default().build_and_execute(|| {
		let list = |who: AccountId, product, serial, price, max_fee| {
			HashrateNft::list_nft(signed(who), product, serial, price, max_fee)
		};
		assert_noop!(list(ALICE, P, 0, 1_000, ANY_FEE), Error::<Test>::ProductNotFound);
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
		assert_noop!(list(ALICE, P, 0, 1_000, ANY_FEE), Error::<Test>::NotLive);
		assert_ok!(HashrateNft::approve(signed(DAO), P));
		assert_noop!(list(ALICE, P, 0, 1_000, ANY_FEE), Error::<Test>::NftNotFound);
		buy(ALICE);
		assert_noop!(list(BOB, P, 0, 1_000, ANY_FEE), Error::<Test>::NotOwner);
		assert_noop!(list(ALICE, P, 0, 0, ANY_FEE), Error::<Test>::ZeroPrice);
		// 10 of 11 would be left after the fee, 9 of 10.
		assert_noop!(list(ALICE, P, 0, 10, ANY_FEE), Error::<Test>::PriceTooLow);
		assert_noop!(
			list(ALICE, P, 0, 1_000, Permill::from_parts(19_999)),
			Error::<Test>::FeeTooHigh
		);
		assert_ok!(list(ALICE, P, 0, 11, ANY_FEE));
		assert_noop!(list(ALICE, P, 0, 1_000, ANY_FEE), Error::<Test>::NotFree);
		assert_ok!(HashrateNft::unlist_nft(signed(ALICE), P, 0));
		for state in [CustodyState::Staked, CustodyState::Pledged] {
			assert_ok!(<HashrateNft as NftCustody<_>>::lock(P, 0, &ALICE, state));
			assert_noop!(list(ALICE, P, 0, 1_000, ANY_FEE), Error::<Test>::NotFree);
			assert_ok!(<HashrateNft as NftCustody<AccountId>>::unlock(P, 0, state));
		}
		auction(ALICE, 0, 1_000, 10);
		assert_noop!(list(ALICE, P, 0, 1_000, ANY_FEE), Error::<Test>::NotFree);
	});
}

#[test]
fn list_nft_should_be_refused_without_a_market() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		refused_without_market(|| HashrateNft::list_nft(signed(ALICE), P, 0, 1_000, ANY_FEE));
	});
}
