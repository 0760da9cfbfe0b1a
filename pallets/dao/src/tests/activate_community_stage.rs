use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn activation_should_begin_stage_two_when_council_decides() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Dao::stage(), Stage::Council);
		assert_eq!(Dao::stage_two_at(), YEAR);
		run_to(9);
		assert_ok!(carry(&RuntimeCall::Dao(Call::activate_community_stage {})));
		assert_eq!(Dao::stage(), Stage::Community);
		assert_eq!(CommunityStageSince::<Test>::get(), Some(9));
		assert_eq!(Dao::stage_two_at(), 9);
		assert_eq!(last_dao_event(), Event::CommunityStageBegan { at: 9 });
	})
}

#[test]
fn activation_should_happen_by_itself_after_a_year_and_once() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(YEAR - 1);
		System::reset_events();
		assert_eq!(Dao::stage(), Stage::Council);
		check_everything();
		run(1);
		assert_eq!(Dao::stage(), Stage::Community);
		assert_eq!(dao_events(), vec![Event::CommunityStageBegan { at: YEAR }]);
		run(3 * DAY);
		assert_eq!(dao_events().len(), 1);
		assert_eq!(Dao::stage_two_at(), YEAR);
	})
}

#[test]
fn activation_should_keep_its_block_when_the_year_ends() {
	ExtBuilder::default().community(|| {
		run_to(YEAR + 2);
		assert_eq!(CommunityStageSince::<Test>::get(), Some(1));
		assert_eq!(dao_events(), vec![]);
	})
}

#[test]
fn activation_should_be_refused_when_stage_two_has_begun() {
	ExtBuilder::default().community(|| {
		assert_noop!(
			Dao::activate_community_stage(council_origin()),
			Error::<Test>::AlreadyCommunityStage
		);
		assert_noop!(
			Dao::activate_community_stage(referendum_origin()),
			Error::<Test>::AlreadyCommunityStage
		);
		let call = Box::new(RuntimeCall::Dao(Call::activate_community_stage {}));
		assert_noop!(
			Dao::propose_motion(signed(1), call.clone()),
			Error::<Test>::AlreadyCommunityStage
		);
		assert_noop!(
			Dao::propose_referendum(signed(11), call, DEPOSIT),
			Error::<Test>::AlreadyCommunityStage
		);
	})
}

#[test]
fn activation_should_take_the_council() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			signed(1),
			referendum_origin(),
		] {
			assert_noop!(Dao::activate_community_stage(origin), BadOrigin);
		}
	})
}

#[test]
fn hook_should_cost_the_same_in_every_block_and_write_once() {
	use frame_support::traits::Hooks;
	ExtBuilder::default().build_and_execute(|| {
		let weight = <() as WeightInfo>::on_initialize();
		for block in [2, YEAR - 1, YEAR, YEAR + 1] {
			System::set_block_number(block);
			System::reset_events();
			let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
			assert_eq!(Dao::on_initialize(block), weight);
			let changed = before != sp_io::storage::root(sp_runtime::StateVersion::V1);
			assert_eq!(changed, block == YEAR);
		}
	})
}
