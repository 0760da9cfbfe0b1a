use super::*;

#[test]
fn a_recipient_should_share_from_the_next_block_on_while_it_has_stake() {
	ExtBuilder::default().build_and_execute(|| {
		let pair = Recipient::LpToken(3);
		assert_ok!(Emission::add_recipient(holders(), pair, 300));
		assert_eq!(
			events().last(),
			Some(&Event::RecipientAdded {
				recipient: pair,
				points: 300
			})
		);
		assert_eq!(
			Recipients::<Test>::get(pair),
			Some(RecipientInfo {
				points: 300,
				..Default::default()
			})
		);
		assert_eq!(Programmes::<Test>::get().liquidity.active_points, 0);
		run_to(2);
		assert_eq!(allotted(pair), 0);
		activate(pair);
		activate(Recipient::LpToken(0));
		assert_eq!(Programmes::<Test>::get().liquidity.active_points, 400);
		assert_eq!(allotted(pair), 0);
		run_to(3);
		assert_eq!(allotted(pair), 3 * DMC * 3 / 4);
		assert_eq!(allotted(Recipient::LpToken(0)), 3 * DMC / 4);
	});
}

#[test]
fn each_kind_should_belong_to_its_programme() {
	for (recipient, programme) in [
		(Recipient::Dmc, Programme::Staking),
		(Recipient::Asset(1), Programme::Staking),
		(Recipient::LpToken(1), Programme::Liquidity),
		(Recipient::DToken(1), Programme::Behaviour),
		(Recipient::HashrateNfts, Programme::Behaviour),
	] {
		assert_eq!(programme_of(&recipient), programme);
	}
}

#[test]
fn add_recipient_should_be_refused_with_its_reason() {
	ExtBuilder::default().build_and_execute(|| {
		let pair = Recipient::LpToken(3);
		assert_noop!(
			Emission::add_recipient(holders(), pair, 0),
			Error::<Test>::ZeroPoints
		);
		for unknown in [
			Recipient::LpToken(NO_ASSET),
			Recipient::Asset(NO_ASSET),
			Recipient::DToken(NO_ASSET),
		] {
			assert_noop!(
				Emission::add_recipient(holders(), unknown, 1),
				Error::<Test>::AssetNotFound
			);
		}
		assert_noop!(
			Emission::add_recipient(holders(), Recipient::Dmc, 1),
			Error::<Test>::RecipientAlreadyExists
		);
		for origin in [signed(ALICE), dao(), RuntimeOrigin::root()] {
			assert_noop!(Emission::add_recipient(origin, pair, 1), DispatchError::BadOrigin);
		}
	});
}
