use super::*;

#[test]
fn a_removed_recipient_should_keep_what_it_was_allotted() {
	ExtBuilder::default().build_and_execute(|| {
		let pair = Recipient::LpToken(0);
		activate(pair);
		run_to(3);
		assert_eq!(allotted(pair), 6 * DMC);
		assert_ok!(Emission::remove_recipient(holders(), pair));
		assert_eq!(
			events().last(),
			Some(&Event::RecipientRemoved { recipient: pair })
		);
		assert_eq!(Programmes::<Test>::get().liquidity.active_points, 0);
		run_to(5);
		assert_eq!(allotted(pair), 6 * DMC);
		// Leaving works: it may say that its last stake is gone, and its stakers may claim.
		deactivate(pair);
		let before = Balances::balance(&BOB);
		assert_ok!(Emission::mint_from(&pair, &BOB, 6 * DMC));
		assert_eq!(Balances::balance(&BOB) - before, 6 * DMC);
		assert_noop!(Emission::mint_from(&pair, &BOB, 1), Error::<Test>::BudgetExceeded);
	});
}

#[test]
fn a_recipient_that_comes_back_should_go_on_where_it_was() {
	ExtBuilder::default().build_and_execute(|| {
		let pair = Recipient::LpToken(0);
		activate(pair);
		run_to(2);
		assert_ok!(Emission::remove_recipient(holders(), pair));
		run_to(4);
		assert_ok!(Emission::add_recipient(holders(), pair, 5));
		assert_eq!(Programmes::<Test>::get().liquidity.active_points, 5);
		run_to(5);
		assert_eq!(allotted(pair), 6 * DMC);
		assert_eq!(
			Emission::statement().skipped - Totals::<Test>::get().author_skipped,
			{
				let p = Programmes::<Test>::get();
				p.behaviour.skipped + p.liquidity.skipped + p.staking.skipped
			}
		);
		assert_eq!(Programmes::<Test>::get().liquidity.skipped, 9 * DMC);
	});
}

#[test]
fn a_recipient_that_never_got_anything_should_leave_nothing_behind() {
	ExtBuilder::default().build_and_execute(|| {
		let pair = Recipient::LpToken(0);
		assert_ok!(Emission::remove_recipient(holders(), pair));
		assert_eq!(Recipients::<Test>::get(pair), None);
		// Telling that it has no stake does nothing, telling that it has some is refused.
		deactivate(pair);
		assert_noop!(
			Emission::set_active(&pair, true),
			Error::<Test>::RecipientNotFound
		);
	});
}

#[test]
fn a_removed_recipient_with_stake_should_be_remembered_until_it_comes_back() {
	ExtBuilder::default().build_and_execute(|| {
		let pair = Recipient::LpToken(0);
		activate(pair);
		assert_ok!(Emission::remove_recipient(holders(), pair));
		run_to(3);
		assert_eq!(Programmes::<Test>::get().liquidity.active_points, 0);
		assert_ok!(Emission::add_recipient(holders(), pair, 5));
		run_to(4);
		assert_eq!(allotted(pair), 3 * DMC);
	});
}

#[test]
fn remove_recipient_should_be_refused_with_its_reason() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Emission::remove_recipient(holders(), Recipient::LpToken(3)),
			Error::<Test>::RecipientNotFound
		);
		activate(Recipient::Dmc);
		run_to(2);
		assert_ok!(Emission::remove_recipient(holders(), Recipient::Dmc));
		assert_noop!(
			Emission::remove_recipient(holders(), Recipient::Dmc),
			Error::<Test>::RecipientNotFound
		);
		for origin in [signed(ALICE), dao(), RuntimeOrigin::root()] {
			assert_noop!(
				Emission::remove_recipient(origin, Recipient::LpToken(0)),
				DispatchError::BadOrigin
			);
		}
	});
}
