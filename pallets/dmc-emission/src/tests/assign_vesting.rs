use super::*;

#[test]
fn a_schedule_should_be_made_of_unassigned_dmc() {
	ExtBuilder::default().build_and_execute(|| {
		let kind = VestingKind::Team;
		let unassigned = Unassigned::<Test>::get(kind);
		assert_eq!(unassigned, TEAM - 3_600_001 * DMC - 1);
		assert_ok!(Emission::assign_vesting(dao(), kind, BOB, 36 * DMC));
		assert_eq!(
			events().last(),
			Some(&Event::VestingAssigned {
				kind,
				beneficiary: BOB,
				total: 36 * DMC
			})
		);
		assert_eq!(Unassigned::<Test>::get(kind), unassigned - 36 * DMC);
		assert_eq!(
			Schedules::<Test>::get(kind, BOB),
			Some(VestingSchedule {
				total: 36 * DMC,
				claimed: 0
			})
		);
		assert_eq!(LedgerOwed::<Test>::get(), TEAM + PRIVATE_SALE);
		assert_ok!(Emission::assign_vesting(
			dao(),
			kind,
			CHARLIE,
			unassigned - 36 * DMC
		));
		assert_eq!(Unassigned::<Test>::get(kind), 0);
	});
}

#[test]
fn a_late_schedule_should_vest_from_genesis_on() {
	ExtBuilder::default().build_and_execute(|| {
		skip_to(3_650);
		assert_ok!(Emission::assign_vesting(dao(), VestingKind::Team, BOB, 36 * DMC));
		let statement = Emission::vesting_statement(VestingKind::Team, BOB).unwrap();
		assert_eq!(statement.claimable, 12 * DMC);
	});
}

#[test]
fn assign_vesting_should_be_refused_with_its_reason() {
	ExtBuilder::default().build_and_execute(|| {
		let kind = VestingKind::PrivateSale;
		assert_noop!(
			Emission::assign_vesting(dao(), kind, CHARLIE, 0),
			Error::<Test>::ZeroAmount
		);
		assert_noop!(
			Emission::assign_vesting(dao(), kind, ALICE, DMC),
			Error::<Test>::ScheduleAlreadyExists
		);
		let left = Unassigned::<Test>::get(kind);
		assert_noop!(
			Emission::assign_vesting(dao(), kind, CHARLIE, left + 1),
			Error::<Test>::UnassignedExceeded
		);
		for origin in [signed(ALICE), holders(), RuntimeOrigin::root()] {
			assert_noop!(
				Emission::assign_vesting(origin, kind, CHARLIE, DMC),
				DispatchError::BadOrigin
			);
		}
		assert_ok!(Emission::assign_vesting(dao(), kind, CHARLIE, left));
	});
}
