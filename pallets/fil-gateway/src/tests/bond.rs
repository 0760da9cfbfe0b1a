use super::*;
use frame_support::traits::fungible::InspectHold;

fn bonded(who: &AccountId) -> Balance {
	Balances::balance_on_hold(&HoldReason::OperatorBond.into(), who)
}

#[test]
fn bond_should_be_held_and_added_to() {
	test(|| {
		let key = pair(9).public();
		assert_ok!(Gateway::bond(signed(ALICE), key, BOND));
		assert_event(Event::Bonded {
			who: ALICE,
			key,
			amount: BOND,
		});
		assert_ok!(Gateway::bond(signed(ALICE), pair(8).public(), 5));
		assert_eq!(bonded(&ALICE), BOND + 5);
		let bond = Bonds::<Test>::get(ALICE).unwrap();
		assert_eq!((bond.key, bond.amount), (pair(8).public(), BOND + 5));
	});
}

#[test]
fn bond_should_be_refused_below_the_minimum_and_without_funds() {
	test(|| {
		let key = pair(9).public();
		assert_noop!(Gateway::bond(signed(ALICE), key, BOND - 1), Fails::BondTooLow);
		assert_noop!(
			Gateway::bond(signed(ALICE), key, 100 * BOND),
			Fails::InsufficientFunds
		);
		assert_noop!(Gateway::bond(root(), key, BOND), DispatchError::BadOrigin);
	});
}

#[test]
fn bond_should_be_free_14_days_after_leaving() {
	test(|| {
		let who = operator(4);
		assert_noop!(Gateway::withdraw_bond(signed(ALICE)), Fails::NoBond);
		assert_noop!(Gateway::withdraw_bond(signed(who.clone())), Fails::StillMember);
		assert_ok!(Gateway::set_operators(root(), set_of([0, 1])));
		let left = System::block_number();
		run_to(left + 14 * BPD - 1);
		assert_noop!(Gateway::withdraw_bond(signed(who.clone())), Fails::BondNotFree);
		run_to(left + 14 * BPD);
		assert_ok!(Gateway::withdraw_bond(signed(who.clone())));
		assert_event(Event::BondWithdrawn {
			who: who.clone(),
			amount: BOND,
		});
		assert_eq!(bonded(&who), 0);
		assert_eq!(Bonds::<Test>::get(&who), None);
	});
}

#[test]
fn bond_of_one_who_was_never_a_member_should_be_free() {
	test(|| {
		assert_ok!(Gateway::bond(signed(ALICE), pair(9).public(), BOND));
		assert_ok!(Gateway::withdraw_bond(signed(ALICE)));
		assert_eq!(bonded(&ALICE), 0);
	});
}
