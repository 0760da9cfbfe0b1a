use super::*;

#[test]
fn a_schedule_should_move_with_what_was_claimed() {
	ExtBuilder::default().build_and_execute(|| {
		let kind = VestingKind::PrivateSale;
		assert_ok!(Emission::claim_vested(signed(BOB), kind));
		assert_ok!(Emission::move_vesting(dao(), kind, BOB, CHARLIE));
		assert_eq!(
			events().last(),
			Some(&Event::VestingMoved {
				kind,
				from: BOB,
				to: CHARLIE,
				unclaimed: 800 * DMC
			})
		);
		assert_eq!(Schedules::<Test>::get(kind, BOB), None);
		assert_eq!(
			Schedules::<Test>::get(kind, CHARLIE),
			Some(VestingSchedule {
				total: 1_000 * DMC,
				claimed: 200 * DMC
			})
		);
		assert_noop!(
			Emission::claim_vested(signed(CHARLIE), kind),
			Error::<Test>::NothingVested
		);
		assert_noop!(
			Emission::claim_vested(signed(BOB), kind),
			Error::<Test>::ScheduleNotFound
		);
		skip_to(3_650);
		assert_ok!(Emission::claim_vested(signed(CHARLIE), kind));
		assert_eq!(Balances::balance(&CHARLIE), 800 * DMC);
	});
}

#[test]
fn move_vesting_should_be_refused_with_its_reason() {
	ExtBuilder::default().build_and_execute(|| {
		let kind = VestingKind::PrivateSale;
		assert_noop!(
			Emission::move_vesting(dao(), kind, CHARLIE, BOB),
			Error::<Test>::ScheduleNotFound
		);
		assert_noop!(
			Emission::move_vesting(dao(), kind, ALICE, BOB),
			Error::<Test>::ScheduleAlreadyExists
		);
		assert_noop!(
			Emission::move_vesting(dao(), kind, ALICE, ALICE),
			Error::<Test>::ScheduleAlreadyExists
		);
		for origin in [signed(ALICE), holders(), RuntimeOrigin::root()] {
			assert_noop!(
				Emission::move_vesting(origin, kind, ALICE, CHARLIE),
				DispatchError::BadOrigin
			);
		}
	});
}
