use super::*;

#[test]
fn a_covered_product_should_start_by_itself_on_its_day() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		buy(product, ALICE);
		run_to(49);
		assert_eq!(state(product), Some(ProductState::Approved));
		run_to(50);
		assert_eq!(state(product), Some(ProductState::Active));
		assert_eq!(events(), vec![Event::Activated { product }]);
		assert_eq!(Records::<Test>::get(product).unwrap().state, ProductState::Active);
	});
}

#[test]
fn activate_should_be_anyones_once_the_day_has_come_and_the_node_covers() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		run_to(49);
		assert_noop!(
			HashrateNft::activate(signed(DAVE), product),
			Error::<Test>::NotStarted
		);
		Attested::set([(NODE.to_vec(), 1_000)].into());
		run_to(50);
		assert_eq!(state(product), Some(ProductState::Approved));
		assert_noop!(
			HashrateNft::activate(signed(DAVE), product),
			Error::<Test>::NodeUndercovered
		);
		NodesStale::set(true);
		assert_noop!(
			HashrateNft::activate(signed(DAVE), product),
			Error::<Test>::OracleStale
		);
		NodesStale::set(false);
		Attested::set([(NODE.to_vec(), 1_053)].into());
		assert_ok!(HashrateNft::activate(signed(DAVE), product));
		assert_eq!(state(product), Some(ProductState::Active));
		assert_noop!(
			HashrateNft::activate(signed(DAVE), product),
			Error::<Test>::NotApproved
		);
		assert_noop!(
			HashrateNft::activate(signed(DAVE), 5),
			Error::<Test>::ProductNotFound
		);
	});
}

#[test]
fn a_product_that_is_not_covered_in_a_week_should_be_cancelled_with_full_refunds() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		let serial = buy(product, ALICE);
		assert_eq!(balance(usdt(), &ALICE), RICH - 1_000);
		Attested::set([(NODE.to_vec(), 1_000)].into());
		run_to_day(12);
		assert_eq!(state(product), Some(ProductState::Cancelled));
		assert_eq!(HashrateNft::reserved(&node(NODE)), 0);
		assert_noop!(
			HashrateNft::pay(signed(ISSUER), product, 100),
			Error::<Test>::ProductEnded
		);
		assert_noop!(
			HashrateNft::buy(signed(BOB), product, 1_000, 0),
			Error::<Test>::ProductEnded
		);
		assert_noop!(
			HashrateNft::claim(signed(ALICE), product, serial),
			Error::<Test>::NothingToClaim
		);
		assert_ok!(MockEscrow::refund(product, serial));
		assert_eq!(balance(usdt(), &ALICE), RICH);
		assert_eq!(state(product), None);
		assert_eq!(
			Records::<Test>::get(product).unwrap().state,
			ProductState::Cancelled
		);
		assert_eq!(balance(usdt(), &ISSUER), RICH);
	});
}

#[test]
fn a_product_that_recovers_in_time_should_owe_the_days_since_its_start() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		let serial = buy(product, ALICE);
		for day in 5..15 {
			record(day, 10);
		}
		Attested::set([(NODE.to_vec(), 1_000)].into());
		run_to_day(11);
		assert_eq!(state(product), Some(ProductState::Approved));
		assert_noop!(
			HashrateNft::pay(signed(ISSUER), product, 100),
			Error::<Test>::NotPayable
		);
		Attested::set([(NODE.to_vec(), 1_000_000)].into());
		run_to(111);
		assert_ok!(HashrateNft::activate(signed(DAVE), product));
		assert_ok!(HashrateNft::advance(signed(DAVE), product));
		// Days 5 to 9 are due on day 11.
		assert_eq!(HashrateNft::open_due_days(product), 5);
		pay(product, 6_000);
		assert_eq!(HashrateNft::open_due_days(product), 0);
		assert_ok!(HashrateNft::claim(signed(ALICE), product, serial));
		assert_eq!(earned(&ALICE), 6_000);
	});
}
