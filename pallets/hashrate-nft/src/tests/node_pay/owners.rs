//! Whose a payout is when an NFT changes hands.

use super::*;

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
		auction(ALICE, product, 0, 1_000, 10);
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
			auction(seller, product, serial, 1_000, 10);
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
		auction(ALICE, product, 0, 1_000, 10);
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
