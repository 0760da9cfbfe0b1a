//! Products that are cancelled or expire, and their closing.

use super::*;

fn cancelled(id: ProductId) -> Result<(), DispatchError> {
	<Trait as EscrowTrait<_>>::cancelled(id)
}

fn expired(id: ProductId) -> Result<(), DispatchError> {
	<Trait as EscrowTrait<_>>::expired(id)
}

fn close_nft(id: ProductId, serial: Serial) -> Result<bool, DispatchError> {
	<Trait as EscrowTrait<_>>::close_nft(id, serial)
}

fn close_product(id: ProductId) -> Result<(), DispatchError> {
	<Trait as EscrowTrait<_>>::close_product(id)
}

#[test]
fn a_product_that_never_started_should_refund_every_price_and_the_bond() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, 100 * ONE, 1, 11);
		sell(0, ALICE, 1_000 * ONE, 1);
		sell(0, BOB, 7, 3);
		System::reset_events();
		assert_ok!(cancelled(0));
		set_product(0, |product| product.state = ProductState::Cancelled);
		assert_eq!(
			events(),
			vec![Event::Cancelled {
				product: 0,
				refundable: 1_000 * ONE + 7,
				bond: 100 * ONE
			}]
		);
		assert_eq!(usdt(ISSUER), ENDOWMENT - CENT);
		assert_eq!((remaining(0, 0), remaining(0, 1)), (1_000 * ONE, 7));
		assert_ok!(Escrow::claim_refund(signed(ALICE), 0, 0));
		assert_ok!(Escrow::claim_refund(signed(BOB), 0, 1));
		assert_eq!((usdt(ALICE), usdt(BOB), held()), (ENDOWMENT, ENDOWMENT, 0));
		// No fee, no dust.
		assert_eq!(usdt(REVENUE), ENDOWMENT);
		assert!(Books::<Test>::get(0).is_none());
	});
}

#[test]
fn a_cohort_that_has_begun_should_be_refunded_when_the_node_never_covered_it() {
	with_product(|| {
		assert_ok!(cancelled(0));
		set_product(0, |product| product.state = ProductState::Cancelled);
		assert_eq!(remaining(0, 0), 1_000 * ONE);
		assert_ok!(Escrow::claim_refund(signed(ALICE), 0, 0));
		assert_eq!(usdt(ALICE), ENDOWMENT);
	});
}

#[test]
fn a_rejected_product_should_be_closed_at_once() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, 100 * ONE, 1, 11);
		assert_ok!(cancelled(0));
		assert_ok!(close_product(0));
		assert_eq!(usdt(ISSUER), ENDOWMENT - CENT);
		assert!(Books::<Test>::get(0).is_none());
	});
}

#[test]
fn cancelling_should_be_refused_once_a_day_has_closed() {
	with_product(|| {
		assert_noop!(cancelled(9), Error::<Test>::UnknownProduct);
		close_day(0, 0);
		assert_noop!(cancelled(0), Error::<Test>::HasStarted);
		assert_ok!(Escrow::freeze_by_decision(dao(), 0));
		assert_noop!(cancelled(0), Error::<Test>::NotRunning);
		assert_noop!(expired(0), Error::<Test>::NotRunning);
	});
}

#[test]
fn an_expired_product_should_refund_what_was_never_delivered() {
	with_product(|| {
		close_days(0, 8, FULL);
		close_day(0, FULL / 100 * 81);
		// The last day is given up.
		let issuer = usdt(ISSUER);
		System::reset_events();
		assert_ok!(expired(0));
		set_product(0, |product| product.state = ProductState::Expired);
		assert_eq!(
			events(),
			vec![Event::Expired {
				product: 0,
				refundable: 119 * ONE,
				bond: 100 * ONE
			}]
		);
		assert_eq!(usdt(ISSUER), issuer + 100 * ONE);
		assert_eq!(remaining(0, 0), 119 * ONE);
		assert_noop!(expired(0), Error::<Test>::AlreadyOver);
		assert_noop!(cancelled(0), Error::<Test>::AlreadyOver);
		assert_eq!(close_nft(0, 0), Ok(false));
		let alice = usdt(ALICE);
		assert_ok!(Escrow::claim_refund(signed(ALICE), 0, 0));
		assert_eq!(usdt(ALICE), alice + 119 * ONE);
		assert_eq!(held(), 0);
	});
}

#[test]
fn an_issuer_that_cannot_take_its_bond_back_should_get_credit() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, 100 * ONE, 1, 11);
		assert_ok!(Assets::block(RuntimeOrigin::signed(ASSET_OWNER), USDT, ISSUER));
		assert_ok!(cancelled(0));
		set_product(0, |product| product.state = ProductState::Cancelled);
		assert_eq!(Escrow::credit(USDT_KIND, ISSUER), 100 * ONE);
		assert_ok!(close_product(0));
		assert_eq!(held(), 100 * ONE);
	});
}

#[test]
fn an_nft_of_which_everything_was_delivered_should_be_closed_without_a_claim() {
	with_product(|| {
		sell(0, BOB, 500 * ONE, 1);
		close_days(0, 10, FULL);
		assert_noop!(close_nft(0, 0), Error::<Test>::NotOver);
		assert_noop!(close_product(0), Error::<Test>::NotOver);
		assert_ok!(expired(0));
		set_product(0, |product| product.state = ProductState::Expired);
		assert_noop!(close_product(0), Error::<Test>::NftsLeft);
		System::reset_events();
		assert_eq!(close_nft(0, 0), Ok(true));
		assert_eq!(
			events(),
			vec![Event::NftClosed {
				product: 0,
				serial: 0
			}]
		);
		// Once more changes nothing.
		assert_eq!(close_nft(0, 0), Ok(true));
		assert_eq!(book(0).nfts, 1);
		assert_eq!(close_nft(0, 1), Ok(true));
		assert_eq!(Cohorts::<Test>::iter().count(), 0);
		assert_ok!(close_product(0));
		assert_noop!(close_product(0), Error::<Test>::UnknownProduct);
		assert_noop!(close_nft(0, 0), Error::<Test>::UnknownProduct);
	});
}

#[test]
fn dust_should_go_to_revenue_when_the_product_is_closed() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, 100 * ONE, 1, 4);
		for _ in 0..5 {
			sell(0, ALICE, 1_000_001, 1);
		}
		activate(0);
		close_days(0, 3, FULL / 3);
		assert_ok!(expired(0));
		set_product(0, |product| product.state = ProductState::Expired);
		for serial in 0..5 {
			assert_ok!(Escrow::claim_refund(signed(ALICE), 0, serial));
		}
		let Event::BookClosed { product: 0, dust } = last_event() else {
			panic!("{:?}", last_event());
		};
		assert!((1..=8).contains(&dust), "{dust}");
		assert_eq!(
			Collected::get().unwrap().last(),
			Some(&(RevenueSource::Dust, USDT_KIND, dust))
		);
		assert_eq!(held(), 0);
	});
}

#[test]
fn a_slashed_bond_that_nobody_has_a_share_in_should_go_to_revenue() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, 100 * ONE, 1, 4);
		activate(0);
		judge_days(0, 7, 10, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_ok!(<Trait as EscrowTrait<_>>::close_product(0));
		assert_eq!(
			last_event(),
			Event::BookClosed {
				product: 0,
				dust: 100 * ONE
			}
		);
		assert_eq!(held(), 0);
	});
}
