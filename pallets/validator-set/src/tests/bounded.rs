//! What happens by itself costs the same, whatever the number of applicants.

use super::*;
use dmex_test_utils::{accesses, Accesses};

/// Everything that happens by itself, with a number of applicants.
fn cost(applicants: u64) -> [Accesses; 3] {
	let mut ext = ExtBuilder::default().build();
	ext.execute_with(|| {
		for who in 1_000..1_000 + applicants {
			crate::Validators::<Test>::insert(who, crate::Validator::new(Status::Applicant, BOND, 0));
			pallet_session::NextKeys::<Test>::insert(who, keys(1));
		}
		assert_ok!(ValidatorSet::leave(signed(1)));
		Silent::set(vec![2]);
		run_blocks(SESSION - 2);
	});
	let (_, block) = accesses(&mut ext, next_block);
	let (_, rotation) = accesses(&mut ext, next_block);
	ext.execute_with(|| {
		assert_eq!(Session::current_index(), 1);
		assert_eq!(status(2), Status::Suspended { until: 2 });
	});
	let (_, offence) = accesses(&mut ext, || offences::report(&[(3, 10)], 1));
	[block, rotation, offence]
}

#[test]
fn hooks_should_touch_the_same_storage_with_10_and_10_000_applicants() {
	for (few, many) in cost(10).into_iter().zip(cost(10_000)) {
		assert!(!few.read.is_empty() && !few.written.is_empty());
		assert_eq!(few.read, many.read);
		assert_eq!(few.written, many.written);
		// A deeper trie has longer paths; walking through the applicants would cost a hundred times as much.
		assert!(
			many.visited_bytes < few.visited_bytes * 4,
			"{} {}",
			few.visited_bytes,
			many.visited_bytes
		);
	}
}
