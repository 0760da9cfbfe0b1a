//! Nothing of a product stays in storage.

use super::*;
use std::collections::BTreeMap;

/// The whole storage, without events and what the mocks wrote down.
fn storage() -> BTreeMap<Vec<u8>, Vec<u8>> {
	System::reset_events();
	Refunded::kill();
	OnPaid::kill();
	Collected::kill();
	let mut items = BTreeMap::new();
	let mut key = Vec::new();
	while let Some(next) = sp_io::storage::next_key(&key) {
		items.insert(next.clone(), sp_io::storage::get(&next).unwrap().to_vec());
		key = next;
	}
	items
}

/// The part that is this pallet's.
fn own(items: &BTreeMap<Vec<u8>, Vec<u8>>) -> BTreeMap<Vec<u8>, Vec<u8>> {
	let prefix = sp_io::hashing::twox_128(b"Escrow");
	items
		.iter()
		.filter(|(key, _)| key.starts_with(&prefix))
		.map(|(key, value)| (key.clone(), value.clone()))
		.collect()
}

/// Seeds USDT with another product, which goes again.
fn seed() {
	list(99, USDT_KIND, ONE, 1, 11);
	assert_ok!(<Trait as EscrowTrait<_>>::cancelled(99));
	assert_ok!(<Trait as EscrowTrait<_>>::close_product(99));
	Products::remove(99);
}

#[test]
fn a_cancelled_product_should_leave_the_storage_as_it_was_to_the_byte() {
	ExtBuilder.build_and_execute(|| {
		seed();
		let before = storage();
		list(0, USDT_KIND, 100 * ONE, 1, 11);
		for n in 0..30 {
			sell(0, ALICE, 1_000 + n, 1 + n as u32 % 3);
		}
		assert_ok!(<Trait as EscrowTrait<_>>::cancelled(0));
		set_product(0, |product| product.state = ProductState::Cancelled);
		for serial in 0..30 {
			assert_ok!(Escrow::claim_refund(signed(ALICE), 0, serial));
		}
		// Balances included: everybody has everything back.
		assert!(storage() == before);
	});
}

#[test]
fn an_expired_and_a_terminated_product_should_leave_nothing_but_the_balances() {
	for is_terminated in [false, true] {
		ExtBuilder.build_and_execute(|| {
			seed();
			let before = storage();
			list(0, USDT_KIND, ONE, 1, 11);
			for n in 0..30 {
				sell(0, ALICE, 1_000 + n, 1 + n as u32 % 3);
			}
			activate(0);
			close_days(0, 4, FULL / 7);
			assert_ok!(Escrow::freeze_by_decision(dao(), 0));
			close_day(0, FULL);
			pass_days(7);
			if is_terminated {
				judge_days(0, 7, 10, 0);
				assert_ok!(Escrow::freeze(signed(ANYONE), 0));
				close_day(0, FULL);
				assert_ok!(Escrow::terminate(dao(), 0));
			} else {
				close_days(0, 5, FULL);
				assert_ok!(<Trait as EscrowTrait<_>>::expired(0));
				set_product(0, |product| product.state = ProductState::Expired);
			}
			for serial in 0..30 {
				assert_ok!(Escrow::claim_refund(signed(ALICE), 0, serial));
			}
			System::set_block_number(1);
			let after = storage();
			assert_eq!(own(&before), own(&after));
			// Neither new items nor lost ones; what differs is the balances of issuer, buyer and revenue.
			assert!(before.keys().eq(after.keys()));
			let changed = before
				.iter()
				.filter(|(key, value)| after[*key] != **value)
				.count();
			assert_eq!(changed, 3);
			assert_eq!(held(), 0);
		});
	}
}
