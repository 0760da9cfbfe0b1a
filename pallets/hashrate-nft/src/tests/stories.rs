//! Daily pay, exact to the unit.

use super::*;

#[test]
fn buyers_of_different_days_should_each_get_exactly_theirs() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		let rewards = [
			(5, 10),
			(6, 13),
			(7, 9),
			(8, 21),
			(9, 1),
			(10, 10),
			(11, 3),
			(12, 8),
			(13, 10),
			(14, 7),
		];
		for (day, reward) in rewards {
			record(day, reward);
		}
		let alice = buy(product, ALICE);
		run_to_day(6);
		let bob = buy(product, BOB);
		run_to_day(9);
		let carol = buy(product, CAROL);
		run_to_day(13);
		let dave = buy(product, DAVE);
		run_to_day(15);
		// Each day's NFTs, for each 100 x reward.
		let due: Balance = rewards
			.iter()
			.map(|(day, reward)| {
				let live = 1 + u128::from(*day >= 7) + u128::from(*day >= 10) + u128::from(*day >= 14);
				live * 100 * reward
			})
			.sum();
		pay(product, due);
		assert_ok!(HashrateNft::advance(signed(DAVE), product));
		assert_eq!(book(product).pay.day, 15);
		for (who, serial) in [(ALICE, alice), (BOB, bob), (CAROL, carol), (DAVE, dave)] {
			assert_ok!(HashrateNft::claim(signed(who), product, serial));
		}
		let sum = |from: Day| -> Balance {
			rewards
				.iter()
				.filter(|(day, _)| *day >= from)
				.map(|(_, reward)| 100 * reward)
				.sum()
		};
		assert_eq!(
			(earned(&ALICE), earned(&BOB), earned(&CAROL), earned(&DAVE)),
			(sum(5), sum(7), sum(10), sum(14))
		);
		assert_eq!(book(product).dust, 0);
		let escrow = MockEscrow::book(product).unwrap();
		assert_eq!(escrow.begun, vec![5, 7, 10, 14]);
		assert_eq!(escrow.closed.len(), 10);
	});
}

#[test]
fn three_should_share_what_cannot_be_divided_and_leave_named_dust() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		for who in [ALICE, BOB, CAROL] {
			buy(product, who);
		}
		record(5, 10);
		run_to_day(6);
		// Unit by unit: what is divided is always floor(paid / 3) for each.
		for _ in 0..8 {
			pay(product, 1);
		}
		assert_eq!((book(product).acc, book(product).unshared()), (2, Some(2)));
		pay(product, 2_993);
		assert_eq!(
			(book(product).acc, book(product).dust, book(product).closed_days),
			(1_000, 0, 1)
		);
		assert_eq!(book(product).prepaid, 1);
	});
}

#[test]
fn a_sale_between_payouts_should_give_each_exactly_theirs() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 1_000);
		assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, CAROL));
		pay(product, 1_000);
		run_to_day(7);
		assert_eq!((earned(&ALICE), earned(&BOB), earned(&CAROL)), (500, 1_000, 500));
	});
}

#[test]
fn who_buys_and_sells_before_earning_should_get_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		let serial = buy(product, CAROL);
		pay(product, 2_000);
		assert_ok!(HashrateNft::transfer(signed(CAROL), product, serial, DAVE));
		run_to_day(8);
		pay(product, 5_000);
		run_to(System::block_number() + 1);
		assert_eq!((earned(&CAROL), earned(&DAVE)), (0, 1_000));
	});
}
