use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn council_should_re_elect_itself_in_stage_one() {
	ExtBuilder::default().build_and_execute(|| {
		let call = RuntimeCall::Dao(Call::set_council {
			members: vec![13, 2, 3, 4, 12, 6, 11],
		});
		assert_ok!(carry(&call));
		let members = vec![2, 3, 4, 6, 11, 12, 13];
		assert_eq!(Dao::council(), members);
		assert_eq!(last_dao_event(), Event::CouncilSet { members });
		// Those who left have no power any more, those who came have it.
		assert_noop!(
			Dao::propose_motion(signed(1), Box::new(shared(1))),
			Error::<Test>::NotCouncilMember
		);
		assert_ok!(Dao::propose_motion(signed(13), Box::new(shared(1))));
	})
}

#[test]
fn council_should_have_exactly_seven_members() {
	ExtBuilder::default().build_and_execute(|| {
		let set = |members: &[u64]| Dao::set_council(council_origin(), members.to_vec());
		for members in [&[][..], &[1], &[1, 2, 3, 4, 5, 6], &[1, 2, 3, 4, 5, 6, 7, 8]] {
			assert_noop!(set(members), Error::<Test>::WrongCouncilSize);
		}
		assert_noop!(set(&[1, 2, 3, 4, 5, 6, 1]), Error::<Test>::DuplicateCouncilMember);
		assert_ok!(set(&MEMBERS));
		assert_eq!(Dao::council(), MEMBERS);
	})
}

#[test]
fn council_should_be_elected_only_in_stage_two() {
	ExtBuilder::default().community(|| {
		for origin in [
			council_origin(),
			referendum_origin(),
			RuntimeOrigin::root(),
			signed(1),
		] {
			assert_noop!(Dao::set_council(origin, MEMBERS.to_vec()), BadOrigin);
		}
		let call = Box::new(RuntimeCall::Dao(Call::set_council {
			members: MEMBERS.to_vec(),
		}));
		assert_noop!(
			Dao::propose_referendum(signed(11), call, DEPOSIT),
			Error::<Test>::ReferendumCannotDecide
		);
	})
}

#[test]
fn council_should_take_a_decision_in_stage_one() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			signed(1),
			referendum_origin(),
		] {
			assert_noop!(Dao::set_council(origin, MEMBERS.to_vec()), BadOrigin);
		}
	})
}

#[test]
fn council_should_be_empty_or_full_at_genesis() {
	ExtBuilder::default()
		.council(vec![])
		.build_and_execute(|| assert!(Dao::council().is_empty()));
}

#[test]
#[should_panic(expected = "the council of genesis has 3 members and must have 7")]
fn council_of_three_should_be_refused_at_genesis() {
	ExtBuilder::default().council(vec![1, 2, 3]).build();
}
