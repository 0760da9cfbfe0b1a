use super::*;

/// Product 0 with Alice's NFT for 1,000 and Bob's for 3,000 USDT, terminated after one paid day.
fn with_terminated<R>(test: impl FnOnce() -> R) -> R {
	with_product(|| {
		sell(0, BOB, 3_000 * ONE, 1);
		close_day(0, FULL);
		judge_days(0, 7, 100, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		assert_ok!(Escrow::terminate(dao(), 0));
		test()
	})
}

#[test]
fn claim_refund_should_pay_what_was_not_released_and_a_share_of_the_bond() {
	with_terminated(|| {
		set_product(0, |product| product.burns = false);
		let bond = match book(0).stage {
			Stage::Over(ending) => ending.slashed,
			_ => 0,
		};
		// 5% of 4,000, filled from the first day.
		assert_eq!(bond, 200 * ONE);
		let alice = usdt(ALICE);
		let account = held();
		System::reset_events();
		assert_ok!(Escrow::claim_refund(signed(ALICE), 0, 0));
		assert_eq!(
			events(),
			vec![Event::RefundClaimed {
				product: 0,
				serial: 0,
				owner: ALICE,
				to: ALICE,
				refund: 900 * ONE,
				bond_share: 50 * ONE
			}]
		);
		assert_eq!(usdt(ALICE), alice + 950 * ONE);
		assert_eq!(held(), account - 950 * ONE);
		assert_eq!(book(0).refunded, 900 * ONE);
		assert_eq!((book(0).nfts, book(0).sold), (1, 2));
		assert_eq!(Cohorts::<Test>::get(0, 1).unwrap().nfts, 1);
		assert_eq!(Deposits::<Test>::get((0, 0)), None);
		assert_eq!(remaining(0, 0), 0);
		assert_eq!(Refunded::get().unwrap(), vec![(0, 0, USDT_KIND, 950 * ONE)]);
		assert_eq!(OnPaid::get(), None);

		// Who claims first changes nobody's share.
		assert_ok!(Escrow::claim_refund(signed(BOB), 0, 1));
		assert_eq!(usdt(BOB), ENDOWMENT - 300 * ONE + 150 * ONE);
		assert_eq!(held(), 0);
		assert_eq!(Cohorts::<Test>::iter().count(), 0);
	});
}

#[test]
fn claim_refund_should_pay_the_owner_of_the_day_not_the_buyer() {
	with_terminated(|| {
		Owners::insert((0, 0), CHARLIE);
		assert_noop!(Escrow::claim_refund(signed(ALICE), 0, 0), Error::<Test>::NotOwner);
		assert_ok!(Escrow::claim_refund(signed(CHARLIE), 0, 0));
		assert_eq!(usdt(CHARLIE), ENDOWMENT + 950 * ONE);
	});
}

#[test]
fn claim_refund_should_be_refused_with_its_reason() {
	with_product_frozen_in_breach(|| {
		assert_signed_only!(claim_refund(0, 0));
		assert_noop!(
			Escrow::claim_refund(signed(ALICE), 9, 0),
			Error::<Test>::UnknownProduct
		);
		assert_noop!(
			Escrow::claim_refund(signed(ALICE), 0, 9),
			Error::<Test>::UnknownNft
		);
		assert_noop!(Escrow::claim_refund(signed(BOB), 0, 0), Error::<Test>::NotOwner);
		assert_noop!(Escrow::claim_refund(signed(ALICE), 0, 0), Error::<Test>::NotOver);
		assert_ok!(Escrow::terminate(dao(), 0));
		set_product(0, |product| product.burns = false);
		assert_ok!(Escrow::claim_refund(signed(ALICE), 0, 0));
		assert_noop!(
			Escrow::claim_refund(signed(ALICE), 0, 0),
			Error::<Test>::AlreadyClaimed
		);
	});
	with_product(|| {
		close_days(0, 10, FULL);
		assert_ok!(<Trait as EscrowTrait<_>>::expired(0));
		set_product(0, |product| product.state = ProductState::Expired);
		assert_noop!(
			Escrow::claim_refund(signed(ALICE), 0, 0),
			Error::<Test>::NothingToClaim
		);
	});
}

#[test]
fn the_refund_of_a_pledged_nft_should_go_to_its_loan_which_is_told() {
	with_terminated(|| {
		Pledges::insert((0, 0), LOAN);
		let alice = usdt(ALICE);
		// Nobody but the owner can claim, not even the loan.
		assert_noop!(Escrow::claim_refund(signed(LOAN), 0, 0), Error::<Test>::NotOwner);
		LendingFails::set(true);
		assert_noop!(
			Escrow::claim_refund(signed(ALICE), 0, 0),
			DispatchError::Other("lending fails")
		);
		LendingFails::set(false);
		assert_ok!(Escrow::claim_refund(signed(ALICE), 0, 0));
		assert_eq!(usdt(ALICE), alice);
		assert_eq!(usdt(LOAN), ENDOWMENT + 950 * ONE);
		assert_eq!(OnPaid::get().unwrap(), vec![(0, 0, USDT_KIND, 950 * ONE)]);
	});
}

#[test]
fn a_refund_that_cannot_be_paid_should_become_credit() {
	with_terminated(|| {
		assert_ok!(Assets::block(RuntimeOrigin::signed(ASSET_OWNER), USDT, ALICE));
		assert_ok!(Escrow::claim_refund(signed(ALICE), 0, 0));
		assert_eq!(Escrow::credit(USDT_KIND, ALICE), 950 * ONE);
		// It survives the product.
		assert_ok!(Escrow::claim_refund(signed(BOB), 0, 1));
		assert!(Books::<Test>::get(0).is_none());
		assert_ok!(Assets::thaw(RuntimeOrigin::signed(ASSET_OWNER), USDT, ALICE));
		assert_ok!(Escrow::claim_credit(signed(ALICE), USDT_KIND));
	});
}

#[test]
fn a_refund_of_a_pledged_nft_that_cannot_be_paid_should_become_credit_of_the_loan() {
	with_terminated(|| {
		Pledges::insert((0, 0), LOAN);
		assert_ok!(Assets::block(RuntimeOrigin::signed(ASSET_OWNER), USDT, LOAN));
		assert_ok!(Escrow::claim_refund(signed(ALICE), 0, 0));
		assert_eq!(Escrow::credit(USDT_KIND, LOAN), 950 * ONE);
		assert_eq!(OnPaid::get().unwrap(), vec![(0, 0, USDT_KIND, 950 * ONE)]);
	});
}

#[test]
fn the_last_refund_should_close_the_product() {
	with_terminated(|| {
		assert_ok!(Escrow::claim_refund(signed(BOB), 0, 1));
		assert!(Books::<Test>::contains_key(0));
		assert_ok!(Escrow::claim_refund(signed(ALICE), 0, 0));
		assert_eq!(last_event(), Event::BookClosed { product: 0, dust: 0 });
		assert!(!Books::<Test>::contains_key(0));
		assert!(Products::get(0).is_none());
	});
}
