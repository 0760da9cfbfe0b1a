//! The days that a payout pays: when it counts, what statements tell of it, and until when it is taken.

use super::*;
use dmex_primitives::Escrow as _;

#[test]
fn a_payout_just_before_the_due_time_should_count() {
	let judged_with = |paid_at: u32| {
		ExtBuilder::default().build_and_execute(|| {
			let product = seeded();
			run_to(paid_at);
			// One day of it: 200 of 2,000 power.
			assert_eq!(node_pays(20_000), 18_000);
			run_to(71);
			judged(product)
		})
	};
	// Day 5 is due at the end of day 6.
	assert_eq!(judged_with(69), vec![(5, 2_000, 2_000)]);
	assert_eq!(judged_with(61), vec![(5, 2_000, 2_000)]);
	// What comes when it was judged is for the next one.
	assert_eq!(judged_with(70), vec![(5, 2_000, 0)]);
}

#[test]
fn what_is_drawn_should_be_judged_and_closed_like_a_payment() {
	// The same history, paid by the issuer and by the node.
	let history = |by_node: bool| {
		ExtBuilder::default().build_and_execute(|| {
			let product = seeded();
			for (at, amount) in [(63, 1_500), (75, 2_300), (76, 10), (92, 4_000), (118, 9_000)] {
				run_to(at);
				if by_node {
					node_pays(amount * 10);
					advance(product);
				} else {
					pay(product, amount);
				}
				HashrateNft::do_try_state().unwrap();
			}
			run_to(150);
			let escrow = MockEscrow::book(product).unwrap();
			let Book { node, .. } = book(product);
			let plain = Book {
				node: Default::default(),
				..book(product)
			};
			assert_eq!(node.weight, 200_000_000);
			(plain, escrow.closed, escrow.judged, earned(&ALICE), earned(&BOB))
		})
	};
	assert_eq!(history(true), history(false));
}

#[test]
fn a_payout_that_was_not_drawn_should_keep_its_product_out_of_breach() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		// Days 5 to 10 have fallen due, day 11 is about to.
		run_to(129);
		assert_eq!(book(product).open_due_days(), 6);
		node_pays(21_000);
		// No step has looked at it when day 11 falls due.
		System::set_block_number(130);
		assert_eq!(book(product).open_due_days(), 6);
		assert_eq!(HashrateNft::open_due_days(product), 6);
		assert!(!MockEscrow::conduct(product).breach);
		let before = storage();
		let statement = HashrateNft::product_statement(product).unwrap();
		assert_eq!(
			(statement.days_paid, statement.arrears_days, statement.open_day),
			(1, 6, 6)
		);
		assert_eq!((statement.paid, statement.open_day_paid), (2_100, 100));
		assert_eq!(statement.arrears, 11_900);
		// The queries have changed nothing.
		assert_eq!(storage(), before);
		// What escrow does before it freezes.
		assert_ok!(HashrateNft::catch_up(product));
		assert_eq!(book(product).open_due_days(), 6);
		assert_eq!(
			judged(product).last(),
			Some(&(11, 2_000, 2_100)),
			"the payout counts for the day that fell due after it"
		);
	});
}

#[test]
fn statements_should_tell_what_was_paid_and_not_drawn() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to(62);
		node_pays(30_000);
		let before = storage();
		let nft = HashrateNft::nft_statement(product, 0).unwrap();
		assert_eq!(
			(nft.earned, nft.claimable, nft.paid, nft.missing),
			(1_000, 1_000, 0, 0)
		);
		let statement = HashrateNft::product_statement(product).unwrap();
		assert_eq!(
			(statement.paid, statement.prepaid, statement.days_paid),
			(3_000, 1_000, 1)
		);
		assert_eq!(storage(), before);
		assert_eq!(HashrateNft::node_statement(&node(NODE)).undrawn, 3_000);
		// `claim` alone does not draw, `advance` does.
		assert_noop!(
			HashrateNft::claim(signed(ALICE), product, 0),
			Error::<Test>::NothingToClaim
		);
		advance(product);
		assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		assert_eq!(earned(&ALICE), 1_000);
		assert_eq!(HashrateNft::node_statement(&node(NODE)).undrawn, 0);
	});
}

#[test]
fn statements_should_give_what_a_sale_drew_to_the_open_day() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to(72);
		node_pays(10_000);
		buy(product, CAROL);
		// Drawn, and not given to day 5 yet.
		assert_eq!((book(product).prepaid, book(product).pay.paid), (1_000, 0));
		let statement = HashrateNft::product_statement(product).unwrap();
		assert_eq!((statement.prepaid, statement.open_day_paid), (0, 1_000));
		assert_eq!((statement.arrears_days, statement.arrears), (1, 1_000));
		assert_eq!(HashrateNft::nft_statement(product, 0).unwrap().missing, 500);
	});
}

#[test]
fn a_frozen_product_should_be_paid_on() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to(62);
		assert_ok!(HashrateNft::freeze(product));
		assert_eq!(node_pays(20_000), 18_000);
		run_to(71);
		assert_eq!(state(product), Some(ProductState::Frozen));
		assert_eq!(book(product).closed_days, 1);
		assert_eq!(judged(product), vec![(5, 2_000, 2_000)]);
		assert_eq!(node_pays(20_000), 18_000);
		// Resumed with nothing to strike but day 7 on: what was paid is drawn first.
		run_to(82);
		assert_eq!(HashrateNft::resume(product), Ok(1));
		assert_eq!(book(product).closed_days, 2);
		assert_eq!(
			book(product).struck,
			Some((7, 7)).filter(|_| book(product).due.day <= 7)
		);
	});
}

#[test]
fn what_was_reported_before_a_termination_should_be_the_holders() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to(72);
		assert_eq!(book(product).pay.expected, Some(2_000));
		assert_ok!(HashrateNft::freeze(product));
		node_pays(25_010);
		assert_eq!(undrawn(product), 2_501);
		assert_ok!(MockEscrow::terminate(product));
		assert_eq!(payouts(), Payouts::default());
		let over = book(product);
		// The open day is full, 501 are left over: 250 for either, and 1 that cannot be divided.
		assert_eq!(
			(over.paid_total, over.acc, over.dust, over.missing),
			(2_501, 1_250, 1, 0)
		);
		assert_eq!(over.node, NodeShare::default());
		assert_eq!(node_pays(25_010), 25_010);
		run_to(75);
		assert_eq!((earned(&ALICE), earned(&BOB)), (1_250, 1_250));
	});
}

#[test]
fn open_days_should_be_paid_until_the_product_expires() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to_day(15);
		pay(product, 18_000);
		// Days 14 and, in part, 13 are open. The product has ended.
		assert_eq!(book(product).pay.day, 13);
		assert_eq!(node_pays(10_000), 9_000);
		run_to(229);
		assert_eq!(state(product), Some(ProductState::Active));
		assert_eq!(book(product).paid_total, 18_000 + 1_000);
		assert_eq!(node_pays(5_000), 4_500);
		run_to(230);
		assert_eq!(state(product), Some(ProductState::Expired));
		assert_eq!(payouts(), Payouts::default());
		assert_eq!(book(product).paid_total, 19_500);
		assert_eq!(node_pays(5_000), 5_000);
		run_to(232);
		assert_eq!((earned(&ALICE), earned(&BOB)), (9_750, 9_750));
	});
}

#[test]
fn a_product_should_not_expire_while_pay_waits_for_the_gateway() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to_day(15);
		pay(product, 18_000);
		PayWaits::set(true);
		run_to(260);
		assert_eq!(state(product), Some(ProductState::Active));
		assert_eq!(node_pays(10_000), 9_000);
		PayWaits::set(false);
		run_to(270);
		assert_eq!(state(product), Some(ProductState::Expired));
		assert_eq!(book(product).paid_total, 18_000 + 1_000);
	});
}

#[test]
fn a_product_that_is_paid_up_should_give_its_place_to_the_others() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		let other = approved(Listing {
			start_day: 6,
			term_days: 20,
			count: 5,
			..listing()
		});
		buy(other, CAROL);
		run_to_day(6);
		assert_eq!(payouts().weight, 300_000_000);
		pay(product, 20_000);
		run_to_day(15);
		assert_eq!(book(product).closed_days, 10);
		assert_eq!(book(product).node, NodeShare::default());
		assert_eq!(payouts().weight, 100_000_000);
		assert_eq!(node_pays(2_000), 1_900);
		assert_eq!(undrawn(other), 100);
	});
}

#[test]
fn more_than_the_last_days_need_should_be_their_holders() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to_day(14);
		pay(product, 18_000);
		run_to_day(15);
		// The last day lacks 2,000.
		node_pays(21_000);
		advance(product);
		assert_eq!((book(product).acc, book(product).closed_days), (10_050, 10));
		assert_eq!(payouts(), Payouts::default());
	});
}
