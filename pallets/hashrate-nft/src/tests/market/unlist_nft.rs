use super::*;

#[test]
fn unlist_nft_should_free_the_nft() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let before = Nfts::<Test>::get(P, 0);
		list(ALICE, 0, 3_000);
		assert_ok!(HashrateNft::unlist_nft(signed(ALICE), P, 0));
		assert_eq!(Nfts::<Test>::get(P, 0), before);
		assert_eq!(custody(0), CustodyState::Free);
		has(crate::Event::NftUnlisted {
			product: P,
			serial: 0,
			seller: ALICE,
		});
		assert_noop!(
			HashrateNft::buy_listed(signed(CAROL), P, 0, 3_000, None),
			Error::<Test>::NotListed
		);
	});
}

#[test]
fn unlist_nft_should_work_without_a_market() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		list(ALICE, 0, 3_000);
		list(BOB, 1, 3_000);
		freeze();
		assert_ok!(HashrateNft::unlist_nft(signed(ALICE), P, 0));
		unfreeze();
		run_to_day(15);
		assert_ok!(HashrateNft::unlist_nft(signed(BOB), P, 1));
	});
}

#[test]
fn unlist_nft_should_refuse_what_is_not_listed_by_the_caller() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		assert_noop!(
			HashrateNft::unlist_nft(signed(ALICE), P, 9),
			Error::<Test>::NftNotFound
		);
		assert_noop!(
			HashrateNft::unlist_nft(signed(ALICE), 7, 0),
			Error::<Test>::NftNotFound
		);
		assert_noop!(
			HashrateNft::unlist_nft(signed(ALICE), P, 0),
			Error::<Test>::NotListed
		);
		auction(BOB, 1, 1_000, 10);
		assert_noop!(
			HashrateNft::unlist_nft(signed(BOB), P, 1),
			Error::<Test>::NotListed
		);
		list(ALICE, 0, 3_000);
		assert_noop!(
			HashrateNft::unlist_nft(signed(BOB), P, 0),
			Error::<Test>::NotOwner
		);
	});
}
