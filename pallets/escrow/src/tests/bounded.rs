//! What happens to a product costs the same however many NFTs it has.

use super::*;
use dmex_test_utils::{accesses, Accesses};
use sp_core::{storage::StateVersion, H256};
use std::{collections::BTreeSet, sync::OnceLock};

/// Few NFTs, and many.
const FEW: u32 = 10;
const MANY: u32 = 10_000;

type Snapshot = (Vec<(Vec<u8>, (Vec<u8>, i32))>, H256);

/// An active product with so many NFTs, of which one in ten earns from day 3 on.
fn chain_with(nfts: u32) -> sp_io::TestExternalities {
	let mut ext = ExtBuilder.build();
	ext.execute_with(|| {
		list(0, USDT_KIND, 100 * ONE, 1, 31);
		for n in 0..nfts {
			sell(
				0,
				ALICE,
				30 * ONE + Balance::from(n),
				if n % 10 == 9 { 3 } else { 1 },
			);
			System::reset_events();
		}
		activate(0);
		close_day(0, FULL);
		judge(0, 100, 100);
	});
	ext
}

/// [`chain_with`] [`MANY`], built once.
fn chain_with_many() -> sp_io::TestExternalities {
	static SNAPSHOT: OnceLock<Snapshot> = OnceLock::new();
	let (storage, root) = SNAPSHOT.get_or_init(|| {
		let mut ext = chain_with(MANY);
		ext.commit_all().unwrap();
		ext.into_raw_snapshot()
	});
	sp_io::TestExternalities::from_raw_snapshot(storage.clone(), *root, StateVersion::V1)
}

/// Checks that `step`, after `before`, reads and writes the same with 10 and 10,000 NFTs, and returns how many items of this
/// pallet, and how many in all.
fn measure(what: &str, before: impl Fn(), step: impl Fn()) -> ((usize, usize), (usize, usize)) {
	let run = |mut ext: sp_io::TestExternalities| {
		ext.execute_with(|| {
			before();
			System::reset_events();
		});
		let (_, touched) = accesses(&mut ext, &step);
		(touched, ext)
	};
	let (few, mut ext): (Accesses, _) = run(chain_with(FEW));
	ext.execute_with(|| Escrow::do_try_state().unwrap());
	let (many, _) = run(chain_with_many());
	assert_eq!((&few.read, &few.written), (&many.read, &many.written), "{what}");
	// A deeper trie, but no iteration over it.
	assert!(
		many.visited_bytes < 64 * 1_024,
		"{what}: {} bytes",
		many.visited_bytes
	);
	// What the mock of products remembers counts as little as the events.
	let mock = sp_io::hashing::twox_128(b"MockNfts").to_vec();
	let layers = b":transaction_level:".to_vec();
	let system = [b"EventCount".as_slice(), b"Events", b"Number", b"ExecutionPhase"].map(|name| {
		[
			sp_io::hashing::twox_128(b"System"),
			sp_io::hashing::twox_128(name),
		]
		.concat()
	});
	let all = |keys: &BTreeSet<Vec<u8>>| {
		keys.iter()
			.filter(|key| !key.starts_with(&mock) && !system.contains(key) && **key != layers)
			.count()
	};
	let escrow = sp_io::hashing::twox_128(b"Escrow").to_vec();
	let own = |keys: &BTreeSet<Vec<u8>>| keys.iter().filter(|key| key.starts_with(&escrow)).count();
	let counts = (
		(own(&few.read), own(&few.written)),
		(all(&few.read), all(&few.written)),
	);
	println!(
		"{what}: own {}r {}w, with assets {}r {}w",
		counts.0 .0, counts.0 .1, counts.1 .0, counts.1 .1
	);
	counts
}

fn ok(result: Result<(), DispatchError>) {
	assert_ok!(result);
}

fn in_breach() {
	set_product(0, |product| product.open_due_days = 7);
}

fn frozen() {
	in_breach();
	ok(Escrow::freeze(signed(ANYONE), 0));
	close_day(0, FULL);
}

fn terminated() {
	frozen();
	ok(Escrow::terminate(dao(), 0));
}

#[test]
fn a_closing_day_should_cost_the_same_with_10_and_10_000_nfts() {
	let (own, all) = measure(
		"day_closed",
		|| (),
		|| ok(<Trait as EscrowTrait<_>>::day_closed(0, 2, FULL / 10 * 9, false)),
	);
	// The books; revenue that waits.
	assert_eq!(own, (2, 1));
	// Besides: the asset, three accounts in it, and that of revenue.
	assert!(all.0 <= 9 && all.1 <= 6, "{all:?}");
	let (own, all) = measure("day_closed, withheld", frozen, || {
		ok(<Trait as EscrowTrait<_>>::day_closed(0, 3, FULL, false))
	});
	assert_eq!((own, all), ((1, 1), (1, 1)));
}

#[test]
fn a_due_day_should_cost_the_same_with_10_and_10_000_nfts() {
	let (own, all) = measure("day_due", || (), || judge(0, 100, 3));
	assert_eq!((own, all), ((1, 1), (1, 1)));
}

#[test]
fn a_cohort_should_begin_at_the_same_cost_with_1_and_1_000_nfts() {
	let (own, _) = measure(
		"cohort_begins",
		|| close_day(0, FULL),
		|| ok(<Trait as EscrowTrait<_>>::cohort_begins(0, 3)),
	);
	assert_eq!(own, (2, 2));
}

#[test]
fn a_deposit_should_cost_the_same_with_10_and_10_000_nfts() {
	let (own, all) = measure(
		"deposit",
		|| (),
		|| ok(<Trait as EscrowTrait<_>>::deposit(0, 99_999, &BOB, ONE, 3, 28)),
	);
	assert_eq!(own, (3, 3));
	assert!(all.0 <= 6 && all.1 <= 6, "{all:?}");
}

#[test]
fn freezing_should_cost_the_same_with_10_and_10_000_nfts() {
	let (own, _) = measure("freeze", in_breach, || ok(Escrow::freeze(signed(ANYONE), 0)));
	assert_eq!(own, (1, 1));
	let (own, _) = measure(
		"freeze_by_decision",
		|| (),
		|| ok(Escrow::freeze_by_decision(dao(), 0)),
	);
	assert_eq!(own, (2, 2));
	let (own, _) = measure(
		"unfreeze",
		|| {
			frozen();
			judge_days(0, 7, 1, 1);
			set_product(0, |product| product.open_due_days = 0);
		},
		|| ok(Escrow::unfreeze(signed(ANYONE), 0)),
	);
	assert_eq!(own, (2, 1));
	let (own, _) = measure("resume", frozen, || ok(Escrow::resume(dao(), 0)));
	assert_eq!(own, (2, 1));
}

#[test]
fn termination_should_cost_the_same_with_10_and_10_000_nfts() {
	let (own, all) = measure("terminate", frozen, || ok(Escrow::terminate(dao(), 0)));
	assert_eq!((own, all), ((1, 1), (1, 1)));
}

#[test]
fn a_refund_should_cost_the_same_with_10_and_10_000_nfts() {
	let (own, all) = measure("claim_refund", terminated, || {
		ok(Escrow::claim_refund(signed(ALICE), 0, 0))
	});
	// Books, booking, cohort.
	assert_eq!(own, (3, 3));
	// Besides: the asset, two accounts in it.
	assert!(all.0 <= 6 && all.1 <= 6, "{all:?}");
}

#[test]
fn expiry_should_cost_the_same_with_10_and_10_000_nfts() {
	let (own, all) = measure(
		"expired",
		|| (),
		|| {
			ok(<Trait as EscrowTrait<_>>::expired(0));
			set_product(0, |product| product.state = ProductState::Expired);
		},
	);
	assert_eq!(own, (1, 1));
	assert!(all.0 <= 5 && all.1 <= 4, "{all:?}");
}

#[test]
fn an_idle_block_should_read_one_item() {
	let (own, _) = measure(
		"on_initialize",
		|| (),
		|| {
			run_to(System::block_number() + 1);
		},
	);
	assert_eq!(own, (1, 0));
}

#[test]
fn a_booking_should_be_small() {
	let mut ext = chain_with_many();
	ext.execute_with(|| {
		let deposit = Deposits::<Test>::get((0, 9_999)).unwrap();
		let key = Deposits::<Test>::hashed_key_for((0, 9_999));
		let value = codec::Encode::encode(&deposit);
		assert!(key.len() + value.len() <= 56, "{} + {}", key.len(), value.len());
		let largest = Deposit {
			price: Balance::MAX,
			first_day: u32::MAX,
		};
		assert!(codec::Encode::encode(&largest).len() <= 22);
	});
}

#[test]
fn the_measure_should_see_what_depends_on_the_number_of_nfts() {
	let (_, touched) = accesses(&mut chain_with(FEW), || Deposits::<Test>::iter().count());
	assert!(touched.read.len() >= 10);
	let (_, touched) = accesses(&mut chain_with_many(), || Deposits::<Test>::iter_keys().count());
	assert!(touched.visited_bytes > 64 * 1_024);
}
