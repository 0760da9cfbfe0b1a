use super::*;

#[test]
fn transfer_should_pay_the_old_owner_first() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 2_000);
		assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, CAROL));
		assert_eq!(earned(&ALICE), 1_000);
		assert_eq!(owner(product, 0), Some(CAROL));
		assert_eq!(
			events().last(),
			Some(&Event::Moved {
				product,
				serial: 0,
				from: ALICE,
				to: CAROL
			})
		);
		// What was recorded before belongs to Alice, what comes later to Carol.
		run_to_day(7);
		pay(product, 2_000);
		assert_noop!(
			HashrateNft::claim(signed(ALICE), product, 0),
			Error::<Test>::NotOwner
		);
		assert_ok!(HashrateNft::claim(signed(CAROL), product, 0));
		assert_eq!((earned(&ALICE), earned(&CAROL)), (1_000, 1_000));
		assert!(!Settling::<Test>::exists());
	});
}

#[test]
fn transfer_before_the_start_should_carry_everything_along() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		buy(product, ALICE);
		assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, CAROL));
		record(5, 10);
		run_to_day(6);
		pay(product, 1_000);
		assert_ok!(HashrateNft::claim(signed(CAROL), product, 0));
		assert_eq!(earned(&CAROL), 1_000);
	});
}

#[test]
fn transfer_should_refuse_who_and_what_may_not_move() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_noop!(
			HashrateNft::transfer(signed(BOB), product, 0, CAROL),
			Error::<Test>::NotOwner
		);
		assert_noop!(
			HashrateNft::transfer(signed(BOB), product, 9, CAROL),
			Error::<Test>::NftNotFound
		);
		assert_noop!(
			HashrateNft::transfer(signed(BOB), 9, 0, CAROL),
			Error::<Test>::ProductNotFound
		);
		for state in [CustodyState::Staked, CustodyState::Pledged] {
			assert_ok!(HashrateNft::lock(product, 0, &ALICE, state));
			assert_noop!(
				HashrateNft::transfer(signed(ALICE), product, 0, CAROL),
				Error::<Test>::NotFree
			);
			assert_ok!(HashrateNft::unlock(product, 0, state));
		}
	});
}

#[test]
fn transfer_should_work_while_frozen_and_never_after_the_end() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_ok!(HashrateNft::freeze(product));
		assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, CAROL));
		assert_ok!(HashrateNft::unfreeze(product));
		run_to(149);
		assert_ok!(HashrateNft::transfer(signed(CAROL), product, 0, ALICE));
		// In the very block of the end.
		System::set_block_number(150);
		assert_noop!(
			HashrateNft::transfer(signed(ALICE), product, 0, CAROL),
			Error::<Test>::ProductEnded
		);
	});
}

#[test]
fn a_transfer_to_oneself_should_change_nothing_but_settle() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 2_000);
		assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, ALICE));
		assert_eq!((earned(&ALICE), owner(product, 0)), (1_000, Some(ALICE)));
	});
}
