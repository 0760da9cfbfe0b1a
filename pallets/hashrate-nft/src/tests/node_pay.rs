//! What nodes pay: shared by power, drawn when it is needed, counted from when it was reported.

use super::*;
use dmex_primitives::Escrow as _;
use dmex_test_utils::accesses;
use frame_support::traits::tokens::Preservation;
use frame_support::traits::{fungibles::Mutate, Hooks};

/// The node pays `amount`. Returns what is the miner's own.
fn node_pays(amount: Balance) -> Balance {
	HashrateNft::pay_node(&node(NODE), &ISSUER, amount).unwrap()
}

fn payouts() -> Payouts {
	crate::Nodes::<Test>::get(node(NODE)).payouts
}

fn undrawn(product: ProductId) -> Balance {
	payouts().undrawn(&book(product).node).unwrap()
}

fn attest(power: Power) {
	Attested::set([(NODE.to_vec(), power)].into());
}

fn advance(product: ProductId) {
	assert_ok!(HashrateNft::advance(signed(DAVE), product));
}

/// The pallet's account has what it needs to live.
fn seed() {
	assert_ok!(Money::transfer(
		ifil(),
		&DAVE,
		&HashrateNft::account(),
		IFIL_MIN,
		Preservation::Preserve
	));
	crate::Seeded::<Test>::insert(ifil(), ());
}

/// [`running`], with the account seeded. It weighs 200 of 1,000 power.
fn seeded() -> ProductId {
	let product = running();
	seed();
	attest(2_000);
	product
}

/// What escrow was told of days that fell due: the day, its pay, and what came in.
fn judged(product: ProductId) -> Vec<(Day, Balance, Balance)> {
	MockEscrow::book(product).unwrap().judged
}

#[test]
fn products_should_share_by_power_less_fee_and_the_rest_is_the_miners() {
	ExtBuilder::default().attested(1_000).build_and_execute(|| {
		// 300 power sold of 300; 100 power sold of 200, of which the issuer keeps a fifth.
		let a = approved(Listing {
			count: 3,
			..listing()
		});
		let b = approved(Listing {
			count: 4,
			power: 50,
			service_fee: Permill::from_percent(20),
			..listing()
		});
		for (product, who) in [(a, ALICE), (a, ALICE), (a, BOB), (b, CAROL), (b, DAVE)] {
			buy(product, who);
		}
		seed();
		let dave = balance(ifil(), &DAVE);
		for day in 5..15 {
			record(day, 10);
		}
		run_to_day(5);
		assert_eq!(payouts().weight, 380_000_000);
		run_to(62);
		let before = balance(ifil(), &ISSUER);
		System::reset_events();
		assert_eq!(node_pays(10_000), 6_200);
		assert_eq!(balance(ifil(), &ISSUER), before - 3_800);
		assert_eq!(balance(ifil(), &HashrateNft::account()), IFIL_MIN + 3_800);
		assert_eq!(
			events(),
			vec![Event::NodePaid {
				node: node(NODE),
				amount: 10_000,
				shared: 3_800
			}]
		);
		assert_eq!((undrawn(a), undrawn(b)), (3_000, 800));
		assert_eq!(HashrateNft::node_statement(&node(NODE)).undrawn, 3_800);
		HashrateNft::do_try_state().unwrap();

		advance(a);
		assert!(events().contains(&Event::ShareDrawn {
			product: a,
			amount: 3_000
		}));
		assert_eq!((undrawn(a), undrawn(b), payouts().held), (0, 800, 800));
		advance(b);
		assert_eq!(payouts().held, 0);
		// That is just the pay of a day of either.
		for (product, paid) in [(a, 3_000), (b, 800)] {
			let book = book(product);
			assert_eq!(
				(book.paid_total, book.prepaid, book.pay.day, book.closed_days),
				(paid, 0, 6, 1)
			);
			assert_eq!(
				MockEscrow::book(product).unwrap().closed,
				vec![(5, DELIVERY_SCALE, false)]
			);
		}
		run_to(64);
		assert_eq!(
			(earned(&ALICE), earned(&BOB), earned(&CAROL)),
			(2_000, 1_000, 400)
		);
		assert_eq!(balance(ifil(), &DAVE), dave + 400);
	});
}

#[test]
fn a_sale_between_two_payouts_should_change_the_second_only() {
	ExtBuilder::default().attested(2_000).build_and_execute(|| {
		let a = approved(Listing {
			count: 3,
			..listing()
		});
		let b = approved(Listing {
			count: 3,
			..listing()
		});
		buy(a, ALICE);
		buy(b, BOB);
		seed();
		run_to_day(5);
		assert_eq!(node_pays(2_000), 1_800);
		assert_eq!((undrawn(a), undrawn(b)), (100, 100));
		// The sale draws what was paid for the power that was sold then.
		System::reset_events();
		buy(a, CAROL);
		assert!(events().contains(&Event::ShareDrawn {
			product: a,
			amount: 100
		}));
		assert_eq!((book(a).paid_total, book(a).window.received), (100, 100));
		assert_eq!((undrawn(a), undrawn(b)), (0, 100));
		assert_eq!(node_pays(2_000), 1_700);
		assert_eq!((undrawn(a), undrawn(b)), (200, 200));
		advance(a);
		advance(b);
		assert_eq!((book(a).paid_total, book(b).paid_total), (300, 200));
		assert_eq!(payouts().held, 0);
	});
}

#[test]
fn an_auction_that_is_won_should_change_the_weight() {
	ExtBuilder::default().attested(2_000).build_and_execute(|| {
		let product = approved(Listing {
			sale: SaleMode::Auction {
				reserve: 1_000,
				duration: 10,
			},
			sale_until: 10,
			..listing()
		});
		run_to_day(5);
		seed();
		assert_ok!(HashrateNft::open_lot(signed(ALICE), product, 1_000, 0));
		assert_eq!(node_pays(1_000), 1_000);
		run_to(62);
		assert_eq!(book(product).minted, 1);
		assert_eq!(payouts().weight, 100_000_000);
		assert_eq!(node_pays(1_000), 950);
	});
}

#[test]
fn all_should_be_the_miners_while_nobody_is_paid() {
	ExtBuilder::default().build_and_execute(|| {
		let before = balance(ifil(), &ISSUER);
		let nothing_taken = |what: &str| {
			let storage = storage();
			assert_eq!(node_pays(1_000_000), 1_000_000, "{what}");
			assert_eq!(balance(ifil(), &ISSUER), before, "{what}");
			assert_eq!(self::storage(), storage, "{what}");
		};
		nothing_taken("a node without products");
		let product = approved(listing());
		nothing_taken("approved");
		buy(product, ALICE);
		nothing_taken("sold, not started");
		run_to(49);
		nothing_taken("the block before the start");
		assert_ok!(HashrateNft::cancel(
			signed(ISSUER),
			approved(Listing {
				start_day: 9,
				..listing()
			})
		));
		let unsold = approved(Listing {
			start_day: 6,
			..listing()
		});
		run_to_day(5);
		assert_eq!(state(product), Some(ProductState::Active));
		assert_eq!(payouts().weight, 100_000_000);
		assert_eq!(node_pays(1_000_000), 998_900);
		run_to_day(6);
		// Active without an NFT weighs nothing.
		assert_eq!(state(unsold), Some(ProductState::Active));
		assert_eq!(payouts().weight, 100_000_000);
		// Nothing is nothing.
		assert_eq!(node_pays(0), 0);
	});
}

#[test]
fn principal_should_be_the_miners() {
	ExtBuilder::default().build_and_execute(|| {
		seeded();
		let before = storage();
		assert_eq!(
			HashrateNft::return_principal(&node(NODE), &ISSUER, 5_000),
			Ok(5_000)
		);
		assert_eq!(storage(), before);
	});
}

#[test]
fn the_first_payout_should_seed_the_account_out_of_the_miners_part() {
	ExtBuilder::default().attested(400).build_and_execute(|| {
		let product = approved(Listing {
			count: 2,
			..listing()
		});
		buy(product, ALICE);
		buy(product, BOB);
		run_to_day(5);
		// Too small for both: nothing is taken.
		assert_eq!(node_pays(IFIL_MIN), IFIL_MIN);
		assert!(!crate::Seeded::<Test>::contains_key(ifil()));
		// The products' half comes first, the miner's half bears the seed.
		assert_eq!(node_pays(2 * IFIL_MIN + 200), 100);
		assert_eq!(
			(payouts().held, undrawn(product)),
			(IFIL_MIN + 100, IFIL_MIN + 100)
		);
		assert_eq!(balance(ifil(), &HashrateNft::account()), 2 * IFIL_MIN + 100);
		assert_eq!(node_pays(1_000), 500);
	});
	// Where the miner's part does not suffice the seed comes out of the products'.
	ExtBuilder::default().attested(400).build_and_execute(|| {
		let product = approved(Listing {
			count: 2,
			..listing()
		});
		buy(product, ALICE);
		buy(product, BOB);
		run_to_day(5);
		assert_eq!(node_pays(IFIL_MIN + 1), 0);
		assert_eq!(payouts().held, 1);
	});
}

#[test]
fn a_payout_that_cannot_be_taken_should_change_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		let poor = || HashrateNft::pay_node(&node(NODE), &POOR, 10_000).map(drop);
		assert!(poor().is_err());
		let before = storage();
		assert!(poor().is_err());
		assert_eq!(storage(), before);
		assert_eq!(undrawn(product), 0);
	});
}

#[test]
fn the_last_record_should_count_and_without_one_sold_power_as_all_there_is() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		assert_ok!(<HashrateNft as PowerLedger>::reserve(&node(NODE), 600));
		// 200 of 2,000.
		assert_eq!(node_pays(8_000), 7_200);
		NodesStale::set(true);
		assert_eq!(node_pays(8_000), 7_200);
		// 200 of the 1,000 of the listing and 600 of others.
		Attested::set(Default::default());
		assert_eq!(node_pays(8_000), 7_000);
		assert_eq!(undrawn(product), 2_600);
	});
}

#[test]
fn a_node_that_has_less_power_than_it_sold_should_pay_all_to_its_products() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		for power in [200, 150, 0] {
			attest(power);
			assert_eq!(node_pays(1_000), 0, "{power}");
		}
		assert_eq!(undrawn(product), 3_000);
		attest(201);
		assert_eq!(node_pays(1_000), 5);
	});
}

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

#[test]
fn who_gives_an_nft_away_should_have_been_paid_what_was_reported() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to(62);
		node_pays(20_000);
		assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, CAROL));
		assert_eq!((earned(&ALICE), earned(&CAROL)), (1_000, 0));
		// And who sells it.
		assert_ok!(HashrateNft::list_nft(
			signed(CAROL),
			product,
			0,
			1_000,
			Permill::one()
		));
		run_to(72);
		node_pays(20_000);
		assert_ok!(HashrateNft::buy_listed(signed(DAVE), product, 0, 1_000, None));
		assert_eq!(earned(&CAROL), 1_000);
	});
}

#[test]
fn what_another_sale_drew_should_be_the_sellers_all_the_same() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		assert_ok!(HashrateNft::list_nft(
			signed(ALICE),
			product,
			0,
			1_000,
			Permill::one()
		));
		run_to(62);
		node_pays(20_000);
		buy(product, CAROL);
		assert_eq!((undrawn(product), book(product).prepaid), (0, 2_000));
		assert_ok!(HashrateNft::buy_listed(signed(STRANGER), product, 0, 1_000, None));
		assert_eq!((earned(&ALICE), earned(&STRANGER)), (1_000, 0));
		// More than a door settles: it stays shut.
		run_to(112);
		node_pays(80_000);
		buy(product, CAROL);
		assert_noop!(
			HashrateNft::transfer(signed(STRANGER), product, 0, BOB),
			Error::<Test>::NotCaughtUp
		);
		advance(product);
		assert_ok!(HashrateNft::transfer(signed(STRANGER), product, 0, BOB));
		// Four days of 1,000, and a third of what the fifth was given.
		assert_eq!(earned(&STRANGER), 4_333);
	});
}

#[test]
fn a_record_that_comes_after_the_money_should_make_it_the_sellers() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		for who in [ALICE, BOB] {
			buy(product, who);
		}
		seed();
		attest(2_000);
		run_to_day(6);
		node_pays(20_000);
		advance(product);
		assert_eq!((undrawn(product), book(product).prepaid), (0, 2_000));
		// Nothing is known of day 5 yet.
		assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, CAROL));
		assert_eq!(earned(&ALICE), 0);
		record(5, 10);
		assert_eq!(HashrateNft::nft_statement(product, 0).unwrap().claimable, 1_000);
		assert_ok!(HashrateNft::transfer(signed(CAROL), product, 0, STRANGER));
		assert_eq!((earned(&CAROL), earned(&STRANGER)), (1_000, 0));
	});
}

#[test]
fn a_door_should_be_shut_while_more_waits_than_it_can_settle() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to(112);
		assert_eq!(book(product).pay.day, 5);
		// Four days at once.
		node_pays(80_000);
		assert_noop!(
			HashrateNft::transfer(signed(ALICE), product, 0, CAROL),
			Error::<Test>::NotCaughtUp
		);
		assert_noop!(
			HashrateNft::lock(product, 0, &ALICE, CustodyState::Pledged),
			Error::<Test>::NotCaughtUp
		);
		advance(product);
		assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, CAROL));
		assert_eq!(earned(&ALICE), 4_000);
	});
}

#[test]
fn income_until_a_pledge_should_be_the_owners_and_from_then_on_the_loans() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		Payee::set(Some(LOAN));
		run_to(62);
		node_pays(20_000);
		assert_ok!(HashrateNft::lock(product, 0, &ALICE, CustodyState::Pledged));
		assert_eq!((earned(&ALICE), earned(&LOAN)), (1_000, 0));
		run_to(72);
		node_pays(20_000);
		assert_ok!(HashrateNft::unlock(product, 0, CustodyState::Pledged));
		assert_eq!((earned(&ALICE), earned(&LOAN)), (1_000, 1_000));
		// Neither a default nor a repayment leaves anything behind: more than a step waits until it is settled.
		assert_ok!(HashrateNft::lock(product, 0, &ALICE, CustodyState::Pledged));
		run_to(112);
		node_pays(80_000);
		assert_noop!(HashrateNft::seize(product, 0, &CAROL), Error::<Test>::NotCaughtUp);
		assert_noop!(
			HashrateNft::unlock(product, 0, CustodyState::Pledged),
			Error::<Test>::NotCaughtUp
		);
		// What is staked is its owner's all along.
		assert_ok!(HashrateNft::lock(product, 1, &BOB, CustodyState::Staked));
		assert_ok!(HashrateNft::unlock(product, 1, CustodyState::Staked));
		assert_eq!(HashrateNft::catch_up(product), Ok(true));
		assert_ok!(HashrateNft::seize(product, 0, &CAROL));
		assert_eq!((earned(&ALICE), earned(&LOAN), earned(&CAROL)), (1_000, 5_000, 0));
	});
}

#[test]
fn an_auction_should_end_when_all_that_was_reported_is_the_sellers() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to(102);
		assert_ok!(HashrateNft::auction_nft(
			signed(ALICE),
			product,
			0,
			1_000,
			10,
			Permill::one()
		));
		assert_ok!(HashrateNft::bid(signed(CAROL), 0, 1_000));
		run_to(111);
		node_pays(80_000);
		run_to(112);
		// Two days closed, the third is full and waits for the next block.
		assert_eq!((book(product).pay.day, book(product).prepaid), (7, 2_000));
		assert_eq!(owner(product, 0), Some(ALICE));
		assert_noop!(
			HashrateNft::bid(signed(DAVE), 0, 2_000),
			Error::<Test>::AuctionEnded
		);
		HashrateNft::do_try_state().unwrap();
		run_to(113);
		assert_eq!(owner(product, 0), Some(CAROL));
		assert_eq!((earned(&ALICE), earned(&CAROL)), (4_000, 0));
		assert_eq!(AgendaCursors::<Test>::get(), None);
	});
}

#[test]
fn who_closes_an_auction_should_have_brought_its_product_up_to_date() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		run_to(102);
		for (seller, serial) in [(ALICE, 0), (BOB, 1)] {
			assert_ok!(HashrateNft::auction_nft(
				signed(seller),
				product,
				serial,
				1_000,
				10,
				Permill::one()
			));
		}
		assert_ok!(HashrateNft::bid(signed(CAROL), 0, 1_000));
		run_to(111);
		node_pays(80_000);
		System::set_block_number(112);
		let close = |auction| HashrateNft::close_auction(signed(DAVE), auction);
		assert_noop!(close(0), Error::<Test>::NotCaughtUp);
		// Where nobody has bid nothing moves.
		assert_ok!(close(1));
		advance(product);
		assert_ok!(close(0));
		assert_eq!(owner(product, 0), Some(CAROL));
		assert_eq!((earned(&ALICE), earned(&CAROL)), (4_000, 0));
	});
}

#[test]
fn nobody_should_keep_an_auction_from_ending() {
	let builder = ExtBuilder {
		blocks_per_day: 100,
		..Default::default()
	};
	builder.build_and_execute(|| {
		let product = approved(Listing {
			term_days: 60,
			..listing()
		});
		buy(product, ALICE);
		buy(product, BOB);
		for day in 5..65 {
			record(day, 10);
		}
		seed();
		attest(2_000);
		run_to_day(45);
		run_to(4_520);
		// Of days 5 to 44 none is paid.
		assert_eq!((book(product).pay.day, book(product).due.day), (5, 44));
		assert_ok!(HashrateNft::auction_nft(
			signed(ALICE),
			product,
			0,
			1_000,
			10,
			Permill::one()
		));
		assert_ok!(HashrateNft::bid(signed(CAROL), 0, 1_000));
		run_to(4_529);
		// A payout in every block, and each is more than all days are owed together.
		for block in 4_530.. {
			node_pays(2_000_000);
			run_to(block);
			HashrateNft::do_try_state().unwrap();
			if owner(product, 0) == Some(CAROL) {
				// 40 days, two in a block.
				assert_eq!(block, 4_549);
				break;
			}
			assert!(block < 4_549 && owner(product, 0) == Some(ALICE));
		}
		assert_eq!((earned(&ALICE), earned(&CAROL)), (40_000, 0));
	});
}

#[test]
fn nothing_should_be_lost_to_rounding() {
	ExtBuilder::default().attested(1_013).build_and_execute(|| {
		let products = [(7u64, 3u32, 123_457u32), (11, 5, 0), (13, 7, 499_999)].map(|(power, count, fee)| {
			let product = approved(Listing {
				power,
				count,
				service_fee: Permill::from_parts(fee),
				..listing()
			});
			for _ in 0..count {
				buy(product, ALICE);
			}
			product
		});
		seed();
		run_to_day(5);
		let weights = products.map(|product| book(product).node.weight);
		assert_eq!(weights, [21 * 876_543, 55_000_000, 91 * 500_001]);
		let mut shared = 0;
		let mut exact = [0u128; 3];
		for n in 0..200u128 {
			let amount = 1 + n * n * 7 % 1_003;
			let taken = amount - node_pays(amount);
			assert_eq!(taken, amount * weights.iter().sum::<u128>() / 1_013_000_000);
			shared += taken;
			for (sum, weight) in exact.iter_mut().zip(weights) {
				*sum += taken * weight;
			}
			if n % 3 == 0 {
				advance(products[n as usize % 2]);
			}
			HashrateNft::do_try_state().unwrap();
		}
		for product in products {
			advance(product);
		}
		let paid = products.map(|product| book(product).paid_total);
		assert_eq!(paid.iter().sum::<Balance>() + payouts().held, shared);
		// Each has its exact share but for less than a unit at each of the 70 draws.
		for (paid, exact) in paid.into_iter().zip(exact) {
			let due = exact / weights.iter().sum::<u128>();
			assert!(paid <= due + 70 && due <= paid + 70, "{paid} of {due}");
		}
		// Who is the last takes what divisions left over.
		assert!(payouts().rest > 0);
		for product in products {
			assert_ok!(HashrateNft::freeze(product));
			assert_ok!(MockEscrow::terminate(product));
			HashrateNft::do_try_state().unwrap();
		}
		assert_eq!(payouts(), Payouts::default());
		let paid: Balance = products.iter().map(|product| book(*product).paid_total).sum();
		assert_eq!(paid, shared);
	});
}

#[test]
fn two_nodes_should_not_touch_each_other() {
	ExtBuilder::default().build_and_execute(|| {
		const OTHER: &[u8] = b"f09999";
		Bound::mutate(|bound| bound.insert(OTHER.to_vec(), ISSUER));
		Attested::mutate(|attested| attested.insert(OTHER.to_vec(), 1_000_000));
		let here = seeded();
		Attested::mutate(|attested| attested.insert(OTHER.to_vec(), 400));
		let there = approved(Listing {
			node: OTHER.to_vec(),
			start_day: 6,
			count: 2,
			..listing()
		});
		buy(there, CAROL);
		run_to_day(6);
		assert_eq!(HashrateNft::pay_node(&node(OTHER), &ISSUER, 400), Ok(300));
		assert_eq!((undrawn(here), payouts().held), (0, 0));
		assert_eq!(HashrateNft::node_statement(&node(OTHER)).undrawn, 100);
		assert_eq!(
			HashrateNft::pay_node(&node(b"f01"), &ISSUER, 400),
			Ok(400),
			"a node that nobody knows"
		);
	});
}

#[test]
fn a_large_payout_should_not_overflow() {
	ExtBuilder::default().build_and_execute(|| {
		let product = seeded();
		attest(0);
		// More FIL than there will ever be, to the smallest product.
		let all = 2_000_000_000 * DMC;
		assert_ok!(Money::mint_into(ifil(), &ISSUER, all));
		assert_eq!(node_pays(all), 0);
		assert_eq!(undrawn(product), all);
		run_to(62);
		assert_eq!(book(product).paid_total, all);
	});
}

/// A node with `count` active products of one NFT each, one of which has more to sell. Those beyond the first 300 are written as
/// copies of one of them.
fn node_with(count: u32) -> (sp_io::TestExternalities, ProductId) {
	let mut ext = ExtBuilder::default().attested(100_000_000).build();
	let first = ext.execute_with(|| {
		let listing = Listing {
			start_day: 1,
			sale_until: 9,
			..listing()
		};
		let first = approved(listing.clone());
		buy(first, ALICE);
		let made = count.min(300);
		for _ in 1..made {
			let product = approved(Listing {
				count: 1,
				..listing.clone()
			});
			buy(product, BOB);
			System::reset_events();
		}
		for day in 0..15 {
			record(day, 10);
		}
		System::set_block_number(10);
		for product in 0..made {
			assert_ok!(HashrateNft::activate(signed(DAVE), product));
			System::reset_events();
		}
		HashrateNft::do_try_state().unwrap();
		for product in made..count {
			Products::<Test>::insert(product, Products::<Test>::get(made - 1).unwrap());
			let mut copy = book(made - 1);
			let weight = copy.node.weight;
			copy.node = Default::default();
			crate::Nodes::<Test>::mutate(node(NODE), |booked| {
				booked.payouts.weigh(&mut copy.node, weight).unwrap();
			});
			Books::<Test>::insert(product, copy);
		}
		assert_eq!(payouts().weight, u128::from(count) * 100_000_000);
		seed();
		first
	});
	(ext, first)
}

#[test]
fn payouts_and_draws_should_access_the_same_with_10_and_10_000_products() {
	let own = |touched: &dmex_test_utils::Accesses| {
		let system = sp_io::hashing::twox_128(b"System");
		[&touched.read, &touched.written].map(|keys| {
			keys.iter()
				.filter(|key| !key.starts_with(&system) && !key.starts_with(b":transaction_level:"))
				.count()
		})
	};
	let measure = |count: u32| {
		let (mut ext, product) = node_with(count);
		let pays = |ext: &mut sp_io::TestExternalities, block| {
			ext.execute_with(|| {
				System::set_block_number(block);
				System::reset_events();
				node_pays(100_000_000);
			})
		};
		// Not started: a sale does not touch the node's account.
		let later = ext.execute_with(|| approved(listing()));
		let [reads, writes] = own(&accesses(&mut ext, || buy(later, CAROL)).1);
		pays(&mut ext, 12);
		let (_, paid) = accesses(&mut ext, || node_pays(100_000_000));
		let (_, bought) = accesses(&mut ext, || buy(product, CAROL));
		pays(&mut ext, 21);
		let (_, advanced) = accesses(&mut ext, || advance(product));
		let (_, claimed) = accesses(&mut ext, || {
			assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		});
		pays(&mut ext, 22);
		let (_, queried) = accesses(&mut ext, || HashrateNft::product_statement(product).unwrap());
		let (_, moved) = accesses(&mut ext, || {
			assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, CAROL));
		});
		pays(&mut ext, 31);
		let (_, hook) = accesses(&mut ext, || HashrateNft::on_initialize(31));
		for (what, touched) in [("payout", &paid), ("claim", &claimed)] {
			assert!(touched.visited_bytes < 64 * 1_024, "{what}");
		}
		assert_eq!(
			own(&bought),
			[reads, writes + 1],
			"a sale writes the node's account"
		);
		[paid, bought, advanced, claimed, queried, moved, hook].map(|touched| own(&touched))
	};
	let [few, many] = [10, 10_000].map(measure);
	let [paid, bought, advanced, claimed, queried, moved, hook] = many;
	println!(
		"reads and writes: payout {paid:?}, sale {bought:?}, step {advanced:?}, claim {claimed:?}, query {queried:?}, transfer \
		 {moved:?}, hook {hook:?}"
	);
	assert_eq!(few, many);
	// As it was before nodes paid: book, NFT, owner, cohort; the asset, two accounts, and the holds of the payer.
	assert_eq!(claimed, [8, 5]);
	// Node, coin, seed mark; the asset, two accounts, and the holds of the payer.
	assert_eq!(paid, [7, 4]);
}
