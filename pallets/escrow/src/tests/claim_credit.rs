use super::*;

/// Gives `POOR`, who has no USDT, the refund of a price.
fn credit_of(price: Balance, id: ProductId) {
	list(id, USDT_KIND, ONE, 1, 11);
	sell(id, ALICE, price, 1);
	Owners::insert((id, 0), POOR);
	assert_ok!(<Trait as EscrowTrait<_>>::cancelled(id));
	set_product(id, |product| product.state = ProductState::Cancelled);
	assert_ok!(Escrow::claim_refund(signed(POOR), id, 0));
}

#[test]
fn a_payout_below_the_minimum_should_become_credit_and_be_claimable_once_it_suffices() {
	ExtBuilder.build_and_execute(|| {
		credit_of(CENT - 1, 0);
		assert!(events().contains(&Event::CreditBooked {
			asset: USDT_KIND,
			who: POOR,
			amount: CENT - 1
		}));
		assert_eq!(Escrow::credit(USDT_KIND, POOR), CENT - 1);
		assert_eq!(held(), CENT - 1);
		assert_noop!(
			Escrow::claim_credit(signed(POOR), USDT_KIND),
			Error::<Test>::CannotReceive
		);
		credit_of(1, 1);
		assert_eq!(Escrow::credit(USDT_KIND, POOR), CENT);
		assert_ok!(Escrow::claim_credit(signed(POOR), USDT_KIND));
		assert_eq!(
			last_event(),
			Event::CreditClaimed {
				asset: USDT_KIND,
				who: POOR,
				amount: CENT
			}
		);
		assert_eq!((usdt(POOR), held()), (CENT, 0));
		assert_eq!(CreditTotals::<Test>::get(USDT_KIND), None);
		assert_noop!(
			Escrow::claim_credit(signed(POOR), USDT_KIND),
			Error::<Test>::CreditNotFound
		);
	});
}

#[test]
fn claim_credit_should_be_refused_with_its_reason() {
	ExtBuilder.build_and_execute(|| {
		assert_signed_only!(claim_credit(USDT_KIND));
		assert_noop!(
			Escrow::claim_credit(signed(POOR), USDT_KIND),
			Error::<Test>::CreditNotFound
		);
		credit_of(5, 0);
		assert_noop!(
			Escrow::claim_credit(signed(POOR), DMC_KIND),
			Error::<Test>::CreditNotFound
		);
		assert_noop!(
			Escrow::claim_credit(signed(ALICE), USDT_KIND),
			Error::<Test>::CreditNotFound
		);
	});
}

#[test]
fn credits_of_others_should_stay() {
	ExtBuilder.build_and_execute(|| {
		credit_of(5, 0);
		list(1, USDT_KIND, ONE, 1, 11);
		sell(1, ALICE, 7, 1);
		assert_ok!(Assets::block(RuntimeOrigin::signed(ASSET_OWNER), USDT, ALICE));
		assert_ok!(<Trait as EscrowTrait<_>>::cancelled(1));
		set_product(1, |product| product.state = ProductState::Cancelled);
		assert_ok!(Escrow::claim_refund(signed(ALICE), 1, 0));
		assert_eq!(CreditTotals::<Test>::get(USDT_KIND), Some(12));
		assert_ok!(Assets::thaw(RuntimeOrigin::signed(ASSET_OWNER), USDT, ALICE));
		assert_ok!(Escrow::claim_credit(signed(ALICE), USDT_KIND));
		assert_eq!(CreditTotals::<Test>::get(USDT_KIND), Some(5));
	});
}

#[test]
fn credits_in_dmc_should_work_like_those_in_assets() {
	ExtBuilder.build_and_execute(|| {
		list(0, DMC_KIND, DMC, 1, 11);
		sell(0, ALICE, ED - 1, 1);
		Owners::insert((0, 0), POOR);
		assert_ok!(<Trait as EscrowTrait<_>>::cancelled(0));
		set_product(0, |product| product.state = ProductState::Cancelled);
		assert_ok!(Escrow::claim_refund(signed(POOR), 0, 0));
		assert_noop!(
			Escrow::claim_credit(signed(POOR), DMC_KIND),
			Error::<Test>::CannotReceive
		);
		assert_ok!(Money::mint_into(DMC_KIND, &POOR, ED));
		assert_ok!(Escrow::claim_credit(signed(POOR), DMC_KIND));
		assert_eq!(Money::balance(DMC_KIND, &POOR), 2 * ED - 1);
	});
}
