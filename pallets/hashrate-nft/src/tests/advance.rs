use super::*;

#[test]
fn advance_should_do_a_step_of_at_most_eight_days() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		pay(product, 40_000);
		// No hook has run since.
		System::set_block_number(150);
		assert_ok!(HashrateNft::advance(signed(DAVE), product));
		assert_eq!((book(product).closed_days, book(product).due_days), (8, 0));
		assert_ok!(HashrateNft::advance(signed(DAVE), product));
		assert_eq!((book(product).closed_days, book(product).due_days), (10, 6));
		assert_ok!(HashrateNft::advance(signed(DAVE), product));
		assert_eq!((book(product).closed_days, book(product).due_days), (10, 9));
		assert_eq!(HashrateNft::catch_up(product), Ok(true));
	});
}

#[test]
fn catch_up_should_say_whether_something_is_left() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		pay(product, 40_000);
		System::set_block_number(150);
		assert_eq!(HashrateNft::catch_up(product), Ok(false));
		assert_eq!(HashrateNft::catch_up(product), Ok(false));
		assert_eq!(HashrateNft::catch_up(product), Ok(true));
		assert_eq!(
			HashrateNft::catch_up(9),
			Err(Error::<Test>::ProductNotFound.into())
		);
		let later = {
			System::set_block_number(151);
			approved(Listing {
				start_day: 20,
				sale_until: 25,
				..listing()
			})
		};
		assert_eq!(HashrateNft::catch_up(later), Ok(true));
	});
}

#[test]
fn advance_should_refuse_what_has_no_steps() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			HashrateNft::advance(signed(DAVE), 0),
			Error::<Test>::ProductNotFound
		);
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
		assert_noop!(HashrateNft::advance(signed(DAVE), 0), Error::<Test>::NotLive);
	});
}

#[test]
fn days_without_live_power_should_be_no_product_days() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		for day in 5..15 {
			record(day, 10);
		}
		run_to_day(8);
		assert_eq!((book(product).due_days, book(product).pay.day), (0, 5));
		buy(product, ALICE);
		run_to_day(10);
		// Day 9 is the first one that anyone earns.
		assert_eq!((book(product).pay.day, book(product).pay.live), (9, 1));
		run_to_day(11);
		assert_eq!(HashrateNft::open_due_days(product), 1);
		pay(product, 1_000);
		assert_eq!(
			MockEscrow::book(product).unwrap().closed,
			vec![(9, DELIVERY_SCALE, false)]
		);
	});
}
