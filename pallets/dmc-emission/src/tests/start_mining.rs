use super::*;

#[test]
fn mining_should_start_with_the_next_block() {
	ExtBuilder::default().mining_start(None).build_and_execute(|| {
		run_to(5);
		assert_eq!(Totals::<Test>::get().pre_mining, 5 * PRE_MINING_REWARD);
		assert_ok!(Emission::start_mining(dao()));
		assert_eq!(events().last(), Some(&Event::MiningStarted { first_block: 6 }));
		assert_eq!(Terms::<Test>::get().mining_start, Some(6));
		assert_eq!(Emission::statement().mined_blocks, 0);
		run_to(6);
		let totals = Totals::<Test>::get();
		assert_eq!(Emission::statement().mined_blocks, 1);
		// Without an active recipient the author has the whole staking programme.
		assert_eq!(totals.allocated, 5 * PRE_MINING_REWARD + DMC / 2);
		assert_eq!(totals.skipped, 5 * DMC - DMC / 2);
		assert_eq!(totals.pre_mining, 5 * PRE_MINING_REWARD);
	});
}

#[test]
fn start_mining_should_be_refused_twice() {
	ExtBuilder::default().mining_start(None).build_and_execute(|| {
		assert_ok!(Emission::start_mining(dao()));
		assert_noop!(Emission::start_mining(dao()), Error::<Test>::MiningAlreadyStarted);
		run_to(10);
		assert_noop!(Emission::start_mining(dao()), Error::<Test>::MiningAlreadyStarted);
	});
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Emission::start_mining(dao()), Error::<Test>::MiningAlreadyStarted);
	});
}

#[test]
fn start_mining_should_be_refused_to_others() {
	ExtBuilder::default().mining_start(None).build_and_execute(|| {
		for origin in [
			signed(ALICE),
			holders(),
			RuntimeOrigin::none(),
			RuntimeOrigin::root(),
		] {
			assert_noop!(Emission::start_mining(origin), DispatchError::BadOrigin);
		}
	});
}
