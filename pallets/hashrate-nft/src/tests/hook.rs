//! What happens by itself.

use super::*;
use frame_support::traits::Hooks;

fn hook() {
	let next = System::block_number() + 1;
	System::set_block_number(next);
	HashrateNft::on_initialize(next);
}

#[test]
fn everyone_should_receive_pay_without_doing_anything() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		for day in 6..=15 {
			run_to_day(day);
			pay(product, 2_000);
			run_to(System::block_number() + 1);
			assert_eq!(earned(&ALICE), 1_000 * Balance::from(day - 5));
		}
	});
}

#[test]
fn prepaid_days_should_pay_by_themselves() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		pay(product, 20_000);
		for day in 6..=15 {
			run_to_day(day);
			assert_eq!(earned(&ALICE), 1_000 * Balance::from(day - 5));
		}
	});
}

#[test]
fn a_block_should_pay_out_no_more_than_its_slice_and_carry_over() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(Listing {
			count: 25,
			..listing()
		});
		for _ in 0..25 {
			buy(product, ALICE);
		}
		record(5, 10);
		run_to_day(6);
		pay(product, 25_000);
		for expected in [10_000, 20_000, 25_000, 25_000] {
			hook();
			assert_eq!(earned(&ALICE), expected);
		}
		assert!(!ReceiptEnds::<Test>::exists());
	});
}

#[test]
fn a_large_product_should_not_keep_a_small_one_waiting() {
	ExtBuilder::default().build_and_execute(|| {
		let large = approved(Listing {
			count: 100,
			..listing()
		});
		for _ in 0..100 {
			buy(large, ALICE);
		}
		let small = approved(listing());
		buy(small, BOB);
		record(5, 10);
		run_to_day(6);
		pay(large, 100_000);
		pay(small, 1_000);
		hook();
		assert_eq!((earned(&ALICE), earned(&BOB)), (10_000, 0));
		hook();
		assert_eq!((earned(&ALICE), earned(&BOB)), (19_000, 1_000));
	});
}

#[test]
fn a_block_should_step_no_more_products_than_its_slice() {
	ExtBuilder::default().build_and_execute(|| {
		let products: Vec<_> = (0..10).map(|_| approved(listing())).collect();
		run_to(49);
		let active = || {
			products
				.iter()
				.filter(|product| state(**product) == Some(ProductState::Active))
				.count()
		};
		for expected in [4, 8, 10, 10] {
			hook();
			assert_eq!(active(), expected);
		}
		// Each has its next step tomorrow, in the order of today.
		let mut ticks = Ticks::<Test>::iter().collect::<Vec<_>>();
		ticks.sort_by_key(|(place, _)| *place);
		assert_eq!(
			ticks.iter().map(|(_, tick)| tick.product).collect::<Vec<_>>(),
			products
		);
		assert!(ticks.iter().all(|(_, tick)| tick.not_before == 60));
	});
}

#[test]
fn a_product_with_many_days_behind_should_go_on_in_the_next_slice() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		for other in 0..3 {
			let other: ProductId = approved(Listing {
				start_day: 10 + other,
				sale_until: 15,
				..listing()
			});
			assert!(book(other).tick.is_some());
		}
		pay(product, 40_000);
		Rewards::mutate(|rewards| rewards.clear());
		run_to_day(14);
		for day in 5..15 {
			record(day, 10);
		}
		// Two steps of its own in one block: 8 and 1 days closed, 7 judged.
		run_to_day(15);
		assert_eq!((book(product).closed_days, book(product).due_days), (10, 9));
	});
}

#[test]
fn a_step_that_fails_should_not_stop_the_others() {
	ExtBuilder::default().build_and_execute(|| {
		let broken = running();
		let product = approved(Listing {
			start_day: 7,
			..listing()
		});
		assert!(book(broken).tick < book(product).tick);
		let good = book(broken);
		pay(broken, 2_000);
		// Its numbers overflow.
		Books::<Test>::mutate(broken, |book| book.as_mut().unwrap().acc = Balance::MAX);
		run_to_day(7);
		assert_eq!(state(product), Some(ProductState::Active));
		assert_eq!(book(broken).closed_days, 0);
		// It is tried again each day.
		Books::<Test>::mutate(broken, |book| book.as_mut().unwrap().acc = good.acc);
		run_to_day(8);
		assert_eq!(book(broken).closed_days, 1);
	});
}

#[test]
fn a_receipt_that_fails_should_not_stop_those_of_others() {
	ExtBuilder::default().build_and_execute(|| {
		let broken = running();
		pay(broken, 20_001);
		let product = approved(Listing {
			start_day: 22,
			sale_until: 30,
			..listing()
		});
		buy(product, ALICE);
		record(22, 10);
		run_to(229);
		let before = earned(&ALICE);
		assert_eq!(before, 10_000);
		// The dust that `broken` leaves behind has no room.
		Dust::<Test>::insert(ifil(), Balance::MAX);
		hook();
		assert_eq!(state(broken), Some(ProductState::Expired));
		let failed = Event::ReceiptFailed {
			product: broken,
			error: sp_runtime::ArithmeticError::Overflow.into(),
		};
		assert!(events().contains(&failed));
		pay(product, 1_000);
		for (head, received) in [(broken, 0), (product, 1_000), (broken, 1_000)] {
			let ends = ReceiptEnds::<Test>::get();
			assert_eq!(
				Receipts::<Test>::get(ends.head).map(|receipt| receipt.product),
				Some(head)
			);
			hook();
			assert_eq!(earned(&ALICE), before + received);
		}
		// It is tried again and again.
		Dust::<Test>::remove(ifil());
		hook();
		assert_eq!(state(broken), None);
	});
}

#[test]
fn a_receipt_of_no_product_should_go() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		let stray = Receipt {
			product: 9,
			next: 0,
			acc: 0,
		};
		Receipts::<Test>::insert(0, stray);
		ReceiptEnds::<Test>::put(QueueEnds {
			head: 0,
			tail: 1,
			len: 1,
		});
		run_to(59);
		assert!(!ReceiptEnds::<Test>::exists());
		run_to_day(6);
		pay(product, 2_000);
		hook();
		assert_eq!(earned(&ALICE), 1_000);
	});
}

#[test]
fn holes_in_the_queues_should_be_passed_over() {
	ExtBuilder::default().build_and_execute(|| {
		let products: Vec<_> = (0..5).map(|_| approved(listing())).collect();
		for product in &products[1..4] {
			assert_ok!(HashrateNft::cancel(signed(ISSUER), *product));
		}
		assert_eq!(
			TickEnds::<Test>::get(),
			QueueEnds {
				head: 0,
				tail: 5,
				len: 2
			}
		);
		HashrateNft::do_try_state().unwrap();
		run_to(53);
		assert_eq!(state(products[0]), Some(ProductState::Active));
		assert_eq!(state(products[4]), Some(ProductState::Active));
		HashrateNft::do_try_state().unwrap();
	});
}

#[test]
fn the_hook_should_return_what_it_used() {
	ExtBuilder::default().build_and_execute(|| {
		use crate::WeightInfo;
		let base = <() as WeightInfo>::on_initialize() + <() as WeightInfo>::distribute(0);
		assert_eq!(HashrateNft::run_queues(), base);
		let product = running();
		pay(product, 2_000);
		System::set_block_number(60);
		let used = HashrateNft::run_queues();
		// A step of one day, and two NFTs.
		assert_eq!(
			used,
			<() as WeightInfo>::on_initialize()
				+ <() as WeightInfo>::advance(1)
				+ <() as WeightInfo>::distribute(2)
		);
	});
}
