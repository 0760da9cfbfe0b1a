use super::*;

#[test]
fn distribute_should_pay_the_next_ones_where_the_queue_stands() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		for who in [ALICE, BOB, CAROL, ALICE] {
			buy(product, who);
		}
		record(5, 10);
		run_to_day(6);
		pay(product, 4_000);
		assert_ok!(HashrateNft::distribute(signed(DAVE), product, 2));
		assert_eq!((earned(&ALICE), earned(&BOB), earned(&CAROL)), (1_000, 1_000, 0));
		assert_ok!(HashrateNft::distribute(signed(DAVE), product, 2));
		assert_eq!(
			(earned(&ALICE), earned(&BOB), earned(&CAROL)),
			(2_000, 1_000, 1_000)
		);
		assert_noop!(
			HashrateNft::distribute(signed(DAVE), product, 2),
			Error::<Test>::NothingToDistribute
		);
		assert!(Receipts::<Test>::iter().next().is_none());
		assert!(!ReceiptEnds::<Test>::exists());
	});
}

#[test]
fn a_pass_should_begin_anew_if_more_pay_has_come_meanwhile() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 1_000);
		assert_ok!(HashrateNft::distribute(signed(DAVE), product, 1));
		pay(product, 1_000);
		assert_ok!(HashrateNft::distribute(signed(DAVE), product, 1));
		assert_eq!((earned(&ALICE), earned(&BOB)), (500, 1_000));
		assert_ok!(HashrateNft::distribute(signed(DAVE), product, 9));
		assert_eq!((earned(&ALICE), earned(&BOB)), (1_000, 1_000));
		assert_noop!(
			HashrateNft::distribute(signed(DAVE), product, 9),
			Error::<Test>::NothingToDistribute
		);
	});
}

#[test]
fn distribute_should_refuse_zero_and_unknown_products() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			HashrateNft::distribute(signed(DAVE), 0, 1),
			Error::<Test>::ProductNotFound
		);
		let product = running();
		assert_noop!(
			HashrateNft::distribute(signed(DAVE), product, 0),
			Error::<Test>::ZeroAmount
		);
	});
}

#[test]
fn an_nft_that_cannot_be_settled_should_not_hold_up_the_others() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_ok!(HashrateNft::lock(product, 0, &ALICE, CustodyState::Pledged));
		PledgeFails::set(true);
		run_to_day(6);
		pay(product, 2_000);
		assert_ok!(HashrateNft::distribute(signed(DAVE), product, 9));
		assert_eq!((earned(&ALICE), earned(&BOB)), (0, 1_000));
		PledgeFails::set(false);
		assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		assert_eq!(earned(&ALICE), 1_000);
	});
}
