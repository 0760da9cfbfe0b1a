//! The hook costs the same however much is stored.

use super::*;
use dmex_test_utils::{accesses, Accesses};
use frame_support::traits::Hooks;
use std::collections::BTreeSet;

/// What the hook of the next block accesses.
fn hook_accesses(ext: &mut sp_io::TestExternalities) -> Accesses {
	ext.execute_with(System::reset_events);
	let (_, accesses) = accesses(ext, || {
		let next = System::block_number() + 1;
		System::set_block_number(next);
		Emission::on_initialize(next)
	});
	accesses
}

/// A chain with so many recipients, schedules, credits and removed recipients, on which the recipients have stake.
fn chain_with(count: u32) -> sp_io::TestExternalities {
	let mut builder = ExtBuilder::default().recipients(vec![]);
	builder.emission.team = (0..count)
		.map(|n| (AccountId::new(sp_io::hashing::blake2_256(&n.to_le_bytes())), DMC))
		.collect();
	builder.emission.private_sale = builder.emission.team.clone();
	let mut ext = builder.build();
	ext.execute_with(|| {
		run_to(1);
		for n in 0..count {
			let recipient = match n % 3 {
				0 => Recipient::Asset(n),
				1 => Recipient::LpToken(n),
				_ => Recipient::DToken(n),
			};
			assert_ok!(Emission::add_recipient(holders(), recipient, 1 + n));
			activate(recipient);
			System::reset_events();
		}
		run_to(2);
		for n in (0..count).step_by(7) {
			let recipient = match n % 3 {
				0 => Recipient::Asset(n),
				1 => Recipient::LpToken(n),
				_ => Recipient::DToken(n),
			};
			assert_ok!(Emission::mint_from(&recipient, &AccountId::new([200; 32]), 1));
			assert_ok!(Emission::remove_recipient(holders(), recipient));
			System::reset_events();
		}
		assert_eq!(Schedules::<Test>::iter().count(), 2 * count as usize);
	});
	ext
}

#[test]
fn the_hook_should_access_the_same_with_10_and_10_000_schedules_and_recipients() {
	let few = hook_accesses(&mut chain_with(10));
	let many = hook_accesses(&mut chain_with(10_000));
	assert_eq!((&few.read, &few.written), (&many.read, &many.written));
	// A deeper trie, but no iteration over it.
	assert!(many.visited_bytes < 64 * 1_024, "{} bytes", many.visited_bytes);
	// The hook's own: terms, totals, programmes, the author's account, total issuance; the rest is the event of a block.
	let prefix = |name: &[u8]| sp_io::hashing::twox_128(name).to_vec();
	let own = |keys: &BTreeSet<Vec<u8>>| {
		keys.iter()
			.filter(|key| key.starts_with(&prefix(b"Emission")))
			.count()
	};
	assert_eq!((own(&few.read), own(&few.written)), (3, 2));
	assert!(few.read.len() <= 10 && few.written.len() <= 10, "{few:?}");
	assert!(few.read.len() >= 5 && few.written.len() >= 4, "{few:?}");
}

#[test]
fn the_recording_should_see_what_depends_on_the_number_of_recipients() {
	let (_, values) = accesses(&mut chain_with(10), || Recipients::<Test>::iter().count());
	assert!(values.read.len() >= 10);
	let (_, keys) = accesses(&mut chain_with(10_000), || {
		Recipients::<Test>::iter_keys().count()
	});
	assert!(keys.visited_bytes > 64 * 1_024);
}
