use super::*;

fn custody(product: ProductId, serial: Serial) -> Option<CustodyState> {
	HashrateNft::custody(product, serial)
}

#[test]
fn one_hand_at_a_time_should_be_on_an_nft() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_eq!(custody(product, 0), Some(CustodyState::Free));
		assert_eq!(custody(product, 9), None);
		for (state, other) in [
			(CustodyState::Staked, CustodyState::Pledged),
			(CustodyState::Pledged, CustodyState::Staked),
		] {
			assert_ok!(HashrateNft::lock(product, 0, &ALICE, state));
			assert_eq!(custody(product, 0), Some(state));
			assert_noop!(
				HashrateNft::lock(product, 0, &ALICE, state),
				Error::<Test>::NotFree
			);
			assert_noop!(
				HashrateNft::lock(product, 0, &ALICE, other),
				Error::<Test>::NotFree
			);
			assert_noop!(
				HashrateNft::unlock(product, 0, other),
				Error::<Test>::CustodyMismatch
			);
			assert_ok!(HashrateNft::unlock(product, 0, state));
			assert_eq!(custody(product, 0), Some(CustodyState::Free));
			assert_noop!(
				HashrateNft::unlock(product, 0, state),
				Error::<Test>::CustodyMismatch
			);
		}
	});
}

#[test]
fn only_its_owner_should_lock_a_living_nft_and_only_as_staked_or_pledged() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_noop!(
			HashrateNft::lock(product, 0, &BOB, CustodyState::Staked),
			Error::<Test>::NotOwner
		);
		for state in [CustodyState::Free, CustodyState::Listed, CustodyState::OnAuction] {
			assert_noop!(
				HashrateNft::lock(product, 0, &ALICE, state),
				Error::<Test>::NotALock
			);
			assert_noop!(HashrateNft::unlock(product, 0, state), Error::<Test>::NotALock);
		}
		assert_noop!(
			HashrateNft::lock(product, 9, &ALICE, CustodyState::Staked),
			Error::<Test>::NftNotFound
		);
		assert_ok!(HashrateNft::freeze(product));
		assert_noop!(
			HashrateNft::lock(product, 0, &ALICE, CustodyState::Staked),
			Error::<Test>::ProductFrozen
		);
		assert_ok!(HashrateNft::unfreeze(product));
		System::set_block_number(150);
		assert_noop!(
			HashrateNft::lock(product, 0, &ALICE, CustodyState::Pledged),
			Error::<Test>::ProductEnded
		);
	});
}

#[test]
fn what_was_earned_before_a_pledge_should_be_the_owners() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 2_000);
		Payee::set(Some(LOAN));
		assert_ok!(HashrateNft::lock(product, 0, &ALICE, CustodyState::Pledged));
		assert_eq!((earned(&ALICE), earned(&LOAN)), (1_000, 0));
		run_to_day(7);
		pay(product, 2_000);
		// And what was earned while pledged is the loan's, even if it is paid out last.
		assert_ok!(HashrateNft::unlock(product, 0, CustodyState::Pledged));
		assert_eq!((earned(&ALICE), earned(&LOAN)), (1_000, 1_000));
	});
}

#[test]
fn seize_should_settle_and_give_a_pledged_nft_free_to_the_lender() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_noop!(
			HashrateNft::seize(product, 0, &LOAN),
			Error::<Test>::CustodyMismatch
		);
		assert_ok!(HashrateNft::lock(product, 0, &ALICE, CustodyState::Pledged));
		Payee::set(Some(DAVE));
		run_to_day(6);
		pay(product, 2_000);
		assert_ok!(HashrateNft::seize(product, 0, &LOAN));
		assert_eq!(earned(&DAVE), 1_000);
		assert_eq!(Reported::get(), vec![(product, 0, ifil(), 1_000)]);
		assert_eq!(owner(product, 0), Some(LOAN));
		assert_eq!(custody(product, 0), Some(CustodyState::Free));
		assert_noop!(HashrateNft::seize(product, 9, &LOAN), Error::<Test>::NftNotFound);
	});
}

#[test]
fn seize_and_unlock_should_work_after_the_end() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_ok!(HashrateNft::lock(product, 0, &ALICE, CustodyState::Pledged));
		assert_ok!(HashrateNft::lock(product, 1, &BOB, CustodyState::Staked));
		run_to_day(15);
		pay(product, 20_000);
		run_to_day(24);
		assert_eq!(state(product), Some(ProductState::Expired));
		// Nothing is left for either, but somebody has his hand on them.
		assert_eq!(book(product).alive, 2);
		assert_ok!(HashrateNft::seize(product, 0, &LOAN));
		assert_eq!(owner(product, 0), Some(LOAN));
		assert_ok!(HashrateNft::unlock(product, 1, CustodyState::Staked));
		assert_eq!(owner(product, 1), None);
		assert_ok!(HashrateNft::claim(signed(LOAN), product, 0));
		assert_eq!(state(product), None);
	});
}

#[test]
fn days_left_should_count_whole_days() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		buy(product, ALICE);
		assert_eq!(HashrateNft::days_left(product, 0), 10);
		run_to_day(5);
		assert_eq!(HashrateNft::days_left(product, 0), 9);
		let late = buy(product, BOB);
		assert_eq!(HashrateNft::days_left(product, late), 9);
		run_to_day(14);
		assert_eq!(HashrateNft::days_left(product, 0), 0);
		run_to_day(15);
		assert_eq!(HashrateNft::days_left(product, 0), 0);
		assert_eq!(HashrateNft::days_left(product, 9), 0);
		assert_eq!(HashrateNft::days_left(9, 0), 0);
	});
}

#[test]
fn set_custody_should_go_from_one_state_to_another() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_noop!(
			HashrateNft::set_custody(product, 0, CustodyState::Staked, CustodyState::Free),
			Error::<Test>::CustodyMismatch
		);
		assert_noop!(
			HashrateNft::set_custody(product, 8, CustodyState::Free, CustodyState::Staked),
			Error::<Test>::NftNotFound
		);
	});
}
