use super::*;

fn set(behaviour: u32, liquidity: u32, staking: u32) -> frame_support::dispatch::DispatchResult {
	let Shares {
		behaviour,
		liquidity,
		staking,
	} = shares(behaviour, liquidity, staking);
	Emission::set_programme_shares(holders(), behaviour, liquidity, staking)
}

#[test]
fn shares_should_count_from_the_next_day_on() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(13);
		assert_ok!(set(20, 60, 20));
		assert_eq!(
			events().last(),
			Some(&Event::SharesScheduled {
				behaviour: Permill::from_percent(20),
				liquidity: Permill::from_percent(60),
				staking: Permill::from_percent(20),
				from_block: 20,
			})
		);
		let pending = PendingShares {
			shares: shares(20, 60, 20),
			from_block: 20,
		};
		assert_eq!(Emission::statement().pending_shares, Some(pending));
		run_to(19);
		assert_eq!(Emission::statement().shares, Shares::default());
		let before = Balances::balance(&AUTHOR);
		run_to(20);
		assert_eq!(Emission::statement().shares, shares(20, 60, 20));
		assert_eq!(Emission::statement().pending_shares, None);
		assert!(events().contains(&Event::SharesChanged {
			behaviour: Permill::from_percent(20),
			liquidity: Permill::from_percent(60),
			staking: Permill::from_percent(20),
		}));
		// The first block of the day is shared out by them already.
		assert_eq!(Balances::balance(&AUTHOR) - before, DMC);
	});
}

#[test]
fn shares_decided_in_the_first_block_of_a_day_should_wait_for_the_next_day() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(20);
		assert_ok!(set(20, 60, 20));
		run_to(29);
		assert_eq!(Emission::statement().shares, Shares::default());
		run_to(30);
		assert_eq!(Emission::statement().shares, shares(20, 60, 20));
	});
}

#[test]
fn a_later_decision_should_replace_a_pending_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(set(20, 60, 20));
		assert_ok!(set(50, 40, 10));
		run_to(10);
		assert_eq!(Emission::statement().shares, shares(50, 40, 10));
	});
}

#[test]
fn the_bounds_themselves_should_be_allowed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(set(10, 80, 10));
		assert_ok!(set(50, 40, 10));
		assert_ok!(set(30, 40, 30));
		assert_ok!(set(40, 60, 0));
		run_to(10);
		activate_all();
		let before = Balances::balance(&AUTHOR);
		run_to(11);
		// Without a share of staking the author still has 2% of the block.
		assert_eq!(Balances::balance(&AUTHOR) - before, DMC / 10);
	});
}

#[test]
fn shares_should_be_refused_when_they_do_not_sum_to_100_percent() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(set(30, 60, 11), Error::<Test>::SharesNotWhole);
		assert_noop!(set(30, 60, 9), Error::<Test>::SharesNotWhole);
		assert_noop!(set(0, 0, 0), Error::<Test>::SharesNotWhole);
		assert_noop!(set(100, 100, 100), Error::<Test>::SharesNotWhole);
		let parts = Permill::from_parts;
		assert_noop!(
			Emission::set_programme_shares(holders(), parts(300_000), parts(600_000), parts(100_001)),
			Error::<Test>::SharesNotWhole
		);
	});
}

#[test]
fn shares_should_be_refused_out_of_their_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(set(9, 80, 11), Error::<Test>::ShareOutOfBounds);
		assert_noop!(set(51, 40, 9), Error::<Test>::ShareOutOfBounds);
		assert_noop!(set(10, 81, 9), Error::<Test>::ShareOutOfBounds);
		assert_noop!(set(31, 38, 31), Error::<Test>::ShareOutOfBounds);
		assert_noop!(set(0, 0, 100), Error::<Test>::ShareOutOfBounds);
		let parts = Permill::from_parts;
		assert_noop!(
			Emission::set_programme_shares(holders(), parts(500_001), parts(400_000), parts(99_999)),
			Error::<Test>::ShareOutOfBounds
		);
	});
}

#[test]
fn set_programme_shares_should_be_refused_to_others() {
	ExtBuilder::default().build_and_execute(|| {
		let p = Permill::from_percent;
		for origin in [signed(ALICE), dao(), RuntimeOrigin::root()] {
			assert_noop!(
				Emission::set_programme_shares(origin, p(30), p(60), p(10)),
				DispatchError::BadOrigin
			);
		}
	});
}
