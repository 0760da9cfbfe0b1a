//! Ends of auctions and expiries of offers happen by themselves, so many in a block; the rest is carried over.

use super::*;

/// Auctions of NFTs 2 and up of Alice, each with a bid of Carol, which all end in the same block.
fn many(count: u32, duration: u32) -> Vec<AuctionId> {
	approve(Listing {
		count: 100,
		..listing()
	});
	(0..count)
		.map(|_| {
			let serial = buy(ALICE);
			let id = auction(ALICE, serial, 1_000, duration);
			assert_ok!(HashrateNft::bid(signed(CAROL), id, 1_000));
			id
		})
		.collect()
}

fn open() -> usize {
	Auctions::<Test>::iter().count()
}

#[test]
fn auctions_should_end_by_themselves_in_their_block() {
	ExtBuilder::default().build_and_execute(|| {
		let end = now() + 20;
		many(3, 20);
		run_to(end - 1);
		assert_eq!(open(), 3);
		run_to(end);
		assert_eq!(open(), 0);
		assert!((0..3).all(|serial| owner(serial) == CAROL));
		assert_eq!((bids_of(&CAROL), AgendaCursors::<Test>::get()), (0, None));
	});
}

#[test]
fn a_block_should_take_so_many_and_carry_the_rest_over() {
	ExtBuilder::default().build_and_execute(|| {
		let end = now() + 20;
		let first = many(10, 20);
		// Another one, a block later, waits for its turn.
		let serial = buy(ALICE);
		run_to(now() + 1);
		let last = auction(ALICE, serial, 1_000, 20);
		for (block, left) in [(end, 7), (end + 1, 3), (end + 2, 0)] {
			run_to(block);
			assert_eq!(open(), left, "block {block}");
			HashrateNft::do_try_state().unwrap();
		}
		assert_eq!(Auctions::<Test>::get(last), None);
		assert_eq!(first.len(), 10);
		assert_eq!(AgendaLengths::<Test>::iter().count(), 0);
		assert_eq!(Agenda::<Test>::iter().count(), 0);
	});
}

#[test]
fn the_weight_should_be_that_of_what_was_done() {
	ExtBuilder::default().build_and_execute(|| {
		let end = now() + 20;
		let idle = <() as WeightInfo>::agenda_idle();
		assert_eq!(HashrateNft::run_agenda(), idle);
		many(5, 20);
		assert_eq!(HashrateNft::run_agenda(), idle);
		System::set_block_number(end);
		let ends = HashrateNft::weight_of_ending();
		assert_eq!(HashrateNft::run_agenda(), idle + ends.saturating_mul(4));
		assert_eq!(HashrateNft::run_agenda(), idle + ends);
		assert_eq!(HashrateNft::run_agenda(), idle);
	});
}

#[test]
fn anybody_should_close_what_is_carried_over() {
	ExtBuilder::default().build_and_execute(|| {
		let end = now() + 20;
		let ids = many(10, 20);
		run_to(end);
		for id in ids.into_iter().filter(|id| Auctions::<Test>::contains_key(id)) {
			assert_ok!(HashrateNft::close_auction(signed(DAVE), id));
		}
		assert_eq!(open(), 0);
		run_to(end + 2);
		assert_eq!(AgendaCursors::<Test>::get(), None);
	});
}

#[test]
fn an_extended_auction_should_be_looked_at_again_at_its_new_end() {
	ExtBuilder::default().build_and_execute(|| {
		let end = now() + 20;
		let id = many(1, 20)[0];
		run_to(end - 2);
		assert_ok!(HashrateNft::bid(signed(BOB), id, 2_000));
		run_to(end);
		assert_eq!(open(), 1);
		assert_eq!(Agenda::<Test>::iter().count(), 1);
		run_to(end + 2);
		assert_eq!(open(), 1);
		run_to(end + 3);
		assert_eq!((open(), owner(0)), (0, BOB));
	});
}

#[test]
fn an_earlier_end_should_come_first_whatever_was_scheduled_before() {
	ExtBuilder::default().build_and_execute(|| {
		let start = now();
		let late = many(1, 60)[0];
		let serial = buy(BOB);
		let early = auction(BOB, serial, 1_000, 20);
		let expiring = offer(DAVE, None, 1_000);
		run_to(start + 20);
		assert_eq!(Auctions::<Test>::get(early), None);
		assert_eq!(Offers::<Test>::get(expiring), None);
		assert!(Auctions::<Test>::contains_key(late));
		run_to(start + 60);
		assert_eq!(open(), 0);
	});
}

#[test]
fn a_long_gap_should_be_walked_in_bounded_steps() {
	ExtBuilder::default().build_and_execute(|| {
		let start = now();
		many(2, 100);
		let serial = buy(BOB);
		auction(BOB, serial, 1_000, 3);
		// As if no block had begun for a while.
		System::set_block_number(start + 110);
		let mut blocks = 0;
		while open() > 0 {
			HashrateNft::run_agenda();
			HashrateNft::do_try_state().unwrap();
			blocks += 1;
		}
		// 97 blocks between the ends, 5 in a step.
		assert!((18..=21).contains(&blocks), "{blocks}");
	});
}
