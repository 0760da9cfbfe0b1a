use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;
use TestParameters::*;

#[test]
fn parameter_should_change_when_its_row_decides() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(carry(&RuntimeCall::Dao(Call::set_parameter {
			parameter: SaleFee(Some(5))
		})));
		assert_eq!(StoredFee::get(), 5);
		assert_eq!(
			last_dao_event(),
			Event::ParameterSet {
				parameter: SaleFee(Some(5)),
				decided_by: Decider::Council
			}
		);
		assert_ok!(Dao::set_parameter(council_origin(), MinimumBond(Some(10))));
		assert_eq!(StoredBond::get(), 10);
	})
}

#[test]
fn parameter_should_follow_its_own_row_in_stage_two() {
	ExtBuilder::default().community(|| {
		assert_noop!(Dao::set_parameter(council_origin(), SaleFee(Some(3))), BadOrigin);
		assert_ok!(Dao::set_parameter(referendum_origin(), SaleFee(Some(3))));
		assert_ok!(Dao::set_parameter(council_origin(), MinimumBond(Some(20))));
		assert_ok!(Dao::set_parameter(referendum_origin(), MinimumBond(Some(30))));
		assert_eq!((StoredFee::get(), StoredBond::get()), (3, 30));
		assert_eq!(
			last_dao_event(),
			Event::ParameterSet {
				parameter: MinimumBond(Some(30)),
				decided_by: Decider::Referendum
			}
		);
	})
}

#[test]
fn parameter_should_be_refused_when_beyond_its_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		let set = |parameter| Dao::set_parameter(council_origin(), parameter);
		assert_noop!(set(SaleFee(Some(6))), Error::<Test>::AboveCap);
		assert_noop!(set(MinimumBond(Some(9))), Error::<Test>::BelowMinimum);
		assert_noop!(set(SaleFee(None)), Error::<Test>::ParameterWithoutValue);
		assert_noop!(set(MinimumBond(None)), Error::<Test>::ParameterWithoutValue);
	})
}

#[test]
fn parameter_should_take_a_decision() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			signed(1),
			referendum_origin(),
		] {
			assert_noop!(Dao::set_parameter(origin, SaleFee(Some(3))), BadOrigin);
		}
	})
}
