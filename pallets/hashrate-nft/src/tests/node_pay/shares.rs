//! Which part of a payout is the products', and what paying and drawing it costs.

use super::*;
use dmex_test_utils::accesses;
use frame_support::traits::Hooks;

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
