//! "No hook ever loops over something that users create": an empty block touches the same storage and has the same weight with 10
//! and with 10,000 vesting schedules, recipients and applicants.

use crate::chain::*;
use dmex_primitives::{constants::*, Recipient};
use dmex_runtime::*;
use dmex_test_utils::{accesses, Accesses};
use frame_support::weights::Weight;
use pallet_dmc_emission::{
	ClaimableCredit, Credits, Programmes, RecipientInfo, Recipients, Schedules, VestingKind, VestingSchedule,
};
use pallet_validator_set::{Status, Validator, Validators};

/// Blocks that are measured: more than a session, several days.
const BLOCKS: usize = 24;

fn account(index: u32) -> AccountId {
	sp_io::hashing::blake2_256(&index.to_le_bytes()).into()
}

/// What users and the DAO can make many of.
fn fill(count: u32) {
	for index in 0..count {
		let who = account(index);
		Schedules::<Runtime>::insert(
			VestingKind::Team,
			&who,
			VestingSchedule {
				total: DMC,
				claimed: 0,
			},
		);
		Schedules::<Runtime>::insert(
			VestingKind::PrivateSale,
			&who,
			VestingSchedule {
				total: DMC,
				claimed: 0,
			},
		);
		Credits::<Runtime>::insert(&who, ClaimableCredit { unminted: 1, held: 1 });
		let applicant = Validator::new(Status::Applicant, 10_000 * DMC, 0);
		Validators::<Runtime>::insert(&who, applicant);
		let info = RecipientInfo {
			points: 1,
			active: true,
			..Default::default()
		};
		Recipients::<Runtime>::insert(Recipient::DToken(index), info);
	}
	Programmes::<Runtime>::mutate(|programmes| programmes.behaviour.active_points = count.into());
}

/// What each of the next blocks touches, and its weight.
fn measure(count: u32) -> Vec<(Accesses, Weight)> {
	let mut ext = Genesis::quick().build();
	let mut chain = ext.execute_with(|| {
		let mut chain = Chain::start();
		chain.unchecked = true;
		fill(count);
		chain.next();
		chain
	});
	(0..BLOCKS)
		.map(|_| {
			let (weight, touched) = accesses(&mut ext, || {
				chain.next();
				System::block_weight().total()
			});
			(touched, weight)
		})
		.collect()
}

#[test]
fn empty_blocks_should_touch_the_same_storage_whatever_users_have_made() {
	let (few, many) = (measure(10), measure(10_000));
	for (number, (few, many)) in few.iter().zip(&many).enumerate() {
		assert_eq!(few.0.read, many.0.read, "reads of block {number}");
		assert_eq!(few.0.written, many.0.written, "writes of block {number}");
		assert_eq!(few.1, many.1, "weight of block {number}");
		// The trie is three levels deeper at most. An iteration would visit megabytes.
		let (few, many) = (few.0.visited_bytes, many.0.visited_bytes);
		assert!(
			many < 3 * few + 30_000,
			"block {number} visits {many} bytes of trie, with few entries {few}"
		);
	}
	let reads = few.iter().map(|block| block.0.read.len()).max().unwrap();
	assert!(reads > 20 && reads < 300, "{reads}");
}

#[test]
fn measure_should_see_a_loop_over_what_users_have_made() {
	let looped = |count| {
		let mut ext = Genesis::quick().build();
		ext.execute_with(|| fill(count));
		accesses(&mut ext, || Schedules::<Runtime>::iter().count()).1
	};
	let keys_only = |count| {
		let mut ext = Genesis::quick().build();
		ext.execute_with(|| fill(count));
		accesses(&mut ext, || Validators::<Runtime>::iter_keys().count()).1
	};
	assert!(looped(100).read.len() > looped(10).read.len() + 100);
	assert!(keys_only(10_000).visited_bytes > 3 * keys_only(10).visited_bytes + 30_000);
}

#[test]
fn block_should_fit_a_small_part_of_its_weight_when_it_is_empty() {
	Genesis::quick().run(|chain| {
		// Neither the first of a session nor one in which referenda are launched, which count as full.
		chain.run(2);
		let used = System::block_weight().total();
		let all = configs::system::MAXIMUM_BLOCK_WEIGHT;
		assert!(used.ref_time() < all.ref_time() / 20, "{used:?} of {all:?}");
	});
}
