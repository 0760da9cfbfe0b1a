use super::*;

#[test]
fn points_should_count_from_the_next_block_on() {
	ExtBuilder::default().build_and_execute(|| {
		let (nfts, dtoken) = (Recipient::HashrateNfts, Recipient::DToken(7));
		activate(nfts);
		activate(dtoken);
		run_to(2);
		assert_eq!((allotted(nfts), allotted(dtoken)), (DMC * 3 / 4, DMC * 3 / 4));
		assert_ok!(Emission::set_points(holders(), nfts, 150));
		assert_eq!(
			events().last(),
			Some(&Event::PointsSet {
				recipient: nfts,
				points: 150
			})
		);
		// What was allotted before is unchanged.
		assert_eq!((allotted(nfts), allotted(dtoken)), (DMC * 3 / 4, DMC * 3 / 4));
		assert_eq!(Programmes::<Test>::get().behaviour.active_points, 200);
		run_to(3);
		assert_eq!(allotted(nfts), DMC * 3 / 4 + DMC * 9 / 8);
		assert_eq!(allotted(dtoken), DMC * 3 / 4 + DMC * 3 / 8);
	});
}

#[test]
fn points_of_a_recipient_without_stake_should_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Emission::set_points(holders(), Recipient::Dmc, 500));
		assert_eq!(Programmes::<Test>::get().staking.active_points, 0);
		activate(Recipient::Dmc);
		assert_eq!(Programmes::<Test>::get().staking.active_points, 500);
	});
}

#[test]
fn set_points_should_be_refused_with_its_reason() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Emission::set_points(holders(), Recipient::Dmc, 0),
			Error::<Test>::ZeroPoints
		);
		assert_noop!(
			Emission::set_points(holders(), Recipient::LpToken(3), 1),
			Error::<Test>::RecipientNotFound
		);
		activate(Recipient::Dmc);
		run_to(2);
		assert_ok!(Emission::remove_recipient(holders(), Recipient::Dmc));
		assert_noop!(
			Emission::set_points(holders(), Recipient::Dmc, 1),
			Error::<Test>::RecipientNotFound
		);
		for origin in [signed(ALICE), dao(), RuntimeOrigin::root()] {
			assert_noop!(
				Emission::set_points(origin, Recipient::Dmc, 1),
				DispatchError::BadOrigin
			);
		}
	});
}
