use super::*;

#[test]
fn author_points_should_count_from_the_next_block_on() {
	ExtBuilder::default().build_and_execute(|| {
		activate(Recipient::Dmc);
		activate(Recipient::Asset(USDT));
		run_to(2);
		let before = Balances::balance(&AUTHOR);
		run_to(3);
		assert_eq!(Balances::balance(&AUTHOR) - before, DMC / 5);
		assert_ok!(Emission::set_author_points(holders(), 60));
		assert_eq!(events().last(), Some(&Event::AuthorPointsSet { points: 60 }));
		assert_eq!(Emission::statement().author_points, 60);
		let before = Balances::balance(&AUTHOR);
		run_to(4);
		assert_eq!(Balances::balance(&AUTHOR) - before, DMC / 4);
		assert_ok!(Emission::set_author_points(holders(), 1));
		let before = Balances::balance(&AUTHOR);
		run_to(5);
		// Never below 2% of the block.
		assert_eq!(Balances::balance(&AUTHOR) - before, DMC / 10);
	});
}

#[test]
fn set_author_points_should_be_refused_with_its_reason() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Emission::set_author_points(holders(), 0),
			Error::<Test>::ZeroPoints
		);
		for origin in [signed(ALICE), dao(), RuntimeOrigin::root()] {
			assert_noop!(Emission::set_author_points(origin, 1), DispatchError::BadOrigin);
		}
	});
}
