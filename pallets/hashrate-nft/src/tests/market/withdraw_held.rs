use super::*;

#[test]
fn money_that_could_not_be_freed_should_be_taken_back_later() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let before = usdt_of(&CAROL);
		let id = auction(ALICE, 0, 1_000, 20);
		assert_ok!(HashrateNft::bid(signed(CAROL), id, 1_000));
		offer(CAROL, None, 300);
		block(&CAROL);
		// Nobody is kept from bidding, cancelling or closing by an account that is blocked.
		assert_ok!(HashrateNft::bid(signed(DAVE), id, 2_000));
		assert_ok!(HashrateNft::cancel_all_orders(signed(CAROL)));
		assert_eq!(
			StuckHolds::<Test>::get(usdt(), CAROL),
			Stuck {
				bids: 1_000,
				offers: 300
			}
		);
		for amount in [1_000, 300] {
			has(crate::Event::HoldStuck {
				who: CAROL,
				asset: usdt(),
				amount,
			});
		}
		HashrateNft::do_try_state().unwrap();
		assert_noop!(
			tx(|| HashrateNft::withdraw_held(signed(CAROL), usdt())),
			Error::<Test>::CannotReceive
		);
		unblock(&CAROL);
		assert_ok!(HashrateNft::withdraw_held(signed(CAROL), usdt()));
		assert_eq!(
			(bids_of(&CAROL), offered_by(&CAROL), usdt_of(&CAROL)),
			(0, 0, before)
		);
		assert!(!StuckHolds::<Test>::contains_key(usdt(), CAROL));
		has(crate::Event::HoldWithdrawn {
			who: CAROL,
			asset: usdt(),
			amount: 1_300,
		});
	});
}

#[test]
fn an_auction_in_a_frozen_asset_should_end_without_losing_the_bid() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let before = usdt_of(&CAROL);
		let id = auction(ALICE, 0, 1_000, 20);
		assert_ok!(HashrateNft::bid(signed(CAROL), id, 1_000));
		freeze_asset(true);
		run_to(now() + 20);
		assert_eq!(Auctions::<Test>::get(id), None);
		assert_eq!((owner(0), custody(0)), (ALICE, CustodyState::Free));
		freeze_asset(false);
		assert_ok!(HashrateNft::withdraw_held(signed(CAROL), usdt()));
		assert_eq!((bids_of(&CAROL), usdt_of(&CAROL)), (0, before));
	});
}

#[test]
fn withdraw_held_should_refuse_when_nothing_is_stuck() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		offer(CAROL, None, 300);
		assert_noop!(
			tx(|| HashrateNft::withdraw_held(signed(CAROL), usdt())),
			Error::<Test>::NothingToClaim
		);
	});
}
