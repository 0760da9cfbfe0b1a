//! What a proven offence does, whoever proved it.

use super::*;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

/// Hands over concurrent offenders with their shares in per cent.
pub fn report(offenders: &[(AccountId, u32)], session: u32) {
	let details: Vec<_> = offenders
		.iter()
		.map(|(who, _)| OffenceDetails {
			offender: (*who, ()),
			reporters: vec![RISK_FUND],
		})
		.collect();
	let fractions: Vec<_> = offenders
		.iter()
		.map(|(_, share)| Perbill::from_percent(*share))
		.collect();
	ValidatorSet::on_offence(&details, &fractions, session);
}

fn risk_fund() -> Balance {
	Balances::free_balance(RISK_FUND) - RISK_FUND_ENDOWMENT
}

#[test]
fn offence_should_slash_disable_and_eject_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		let issuance = Balances::total_issuance();
		System::reset_events();
		report(&[(2, 36)], 0);
		// 36% of 10,001, rounded up.
		let amount = 3_601;
		let fraction = Perbill::from_percent(36);
		assert_eq!(
			events(),
			[
				Event::Slashed {
					who: 2,
					session: 0,
					fraction,
					amount,
					bond: BOND - amount
				},
				Event::Ejected {
					who: 2,
					until: 2,
					cause: Cause::Equivocation
				},
			]
		);
		assert_eq!((held(2), risk_fund()), (BOND - amount, amount));
		assert_eq!(Balances::free_balance(2), ENDOWMENT - BOND);
		assert_eq!(Balances::total_issuance(), issuance);
		assert_eq!(
			(set(), Session::disabled_validators()),
			(vec![1, 3, 4, 5], vec![1])
		);
		let record = validator(2);
		assert_eq!(
			(record.status, record.bond, record.slashed),
			(Status::Ejected { until: 2 }, 6_400, 3_601)
		);
		run_to_session(1);
		assert_eq!(Session::disabled_validators(), [1]);
		run_to_session(2);
		assert_eq!(Session::validators(), [1, 3, 4, 5]);
	})
}

#[test]
fn offence_should_cost_a_tenth_at_least() {
	ExtBuilder::with_validators(10).build_and_execute(|| {
		report(&[(1, 9)], 0);
		assert_eq!(risk_fund(), 1_001);
		report(&[(2, 0)], 0);
		assert_eq!(risk_fund(), 2 * 1_001);
	})
}

#[test]
fn offence_should_take_the_difference_when_more_offenders_become_known() {
	ExtBuilder::with_validators(10).build_and_execute(|| {
		report(&[(1, 9)], 0);
		report(&[(1, 36), (2, 36)], 0);
		assert_eq!((validator(1).slashed, validator(2).slashed), (3_601, 3_601));
		report(&[(1, 81), (2, 81), (3, 81)], 0);
		assert_eq!(validator(1).slashed, 8_101);
		report(&[(1, 100), (2, 100), (3, 100), (4, 100)], 0);
		assert_eq!([1, 2, 3, 4].map(|who| validator(who).slashed), [BOND; 4]);
		assert_eq!([1, 2, 3, 4].map(held), [0; 4]);
		assert_eq!(risk_fund(), 4 * BOND);
		assert_eq!(set(), [5, 6, 7, 8, 9, 10]);
	})
}

#[test]
fn offence_should_not_cost_the_same_twice() {
	ExtBuilder::default().build_and_execute(|| {
		report(&[(1, 40)], 0);
		System::reset_events();
		report(&[(1, 40)], 0);
		report(&[(1, 20)], 0);
		assert_eq!((validator(1).slashed, events()), (4_001, vec![]));
		// Another session is another offence.
		run_to_session(1);
		report(&[(1, 40)], 1);
		assert_eq!(validator(1).slashed, 4_001 + 2_400);
	})
}

#[test]
fn offence_should_be_charged_on_the_bond_of_its_session() {
	ExtBuilder::default().build_and_execute(|| {
		run_to_session(1);
		assert_ok!(ValidatorSet::bond_extra(signed(1), 90_000));
		report(&[(1, 50)], 0);
		assert_eq!(validator(1).slashed, 5_001);
		report(&[(1, 10)], 1);
		// Of what the session ended with: the bond after the first slash.
		assert_eq!(validator(1).slashed, 5_001 + 9_500);
	})
}

#[test]
fn offence_should_reach_who_left_until_the_bond_is_withdrawn() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_ok!(ValidatorSet::leave(signed(2)));
		report(&[(1, 10)], 0);
		assert_eq!(status(1), Status::Ejected { until: 2 });
		assert_eq!(Session::disabled_validators(), [0]);
		run_to_session(2);
		let before = status(2);
		report(&[(2, 10)], 1);
		assert_eq!((status(2), validator(2).slashed), (before, 1_001));
		run_blocks(BONDING);
		assert_ok!(ValidatorSet::withdraw_bond(signed(2)));
		report(&[(2, 100)], 1);
		assert_eq!(risk_fund(), 2_002);
	})
}

#[test]
fn offence_should_eject_who_is_suspended() {
	ExtBuilder::default().build_and_execute(|| {
		Silent::set(vec![1]);
		run_to_session(1);
		report(&[(1, 10)], 0);
		assert_eq!(
			(status(1), Session::disabled_validators()),
			(Status::Ejected { until: 2 }, vec![0])
		);
		assert_noop!(ValidatorSet::resume(signed(1)), Error::<Test>::NotSuspended);
	})
}

#[test]
fn offence_should_leave_the_set_its_minimum_and_raise_the_alarm() {
	ExtBuilder::with_validators(3).build_and_execute(|| {
		System::reset_events();
		report(&[(2, 100)], 0);
		assert_eq!(
			events(),
			[
				Event::Slashed {
					who: 2,
					session: 0,
					fraction: Perbill::one(),
					amount: BOND,
					bond: 0
				},
				Event::MinimumSetReached {
					who: 2,
					cause: Cause::Equivocation,
					size: 3
				},
			]
		);
		assert_eq!((set(), status(2)), (vec![1, 2, 3], Status::Active { since: 0 }));
		assert!(Session::disabled_validators().is_empty());
		assert_eq!(crate::EjectionsDue::<Test>::get().into_inner(), [2]);
		// The alarm is raised once.
		System::reset_events();
		report(&[(2, 100)], 0);
		assert_eq!(events(), []);
		run_to_session(5);
		assert_eq!(Session::validators(), [1, 2, 3]);
	})
}

#[test]
fn offender_should_stay_until_replaced() {
	ExtBuilder::with_validators(3).build_and_execute(|| {
		report(&[(2, 100), (3, 100)], 0);
		run_to_session(3);
		admit(EVE);
		assert_eq!(set(), [1, 2, 3, EVE]);
		run_to_session(4);
		// The set is planned without it as soon as its successor is in.
		assert_eq!(
			events(),
			[Event::Ejected {
				who: 2,
				until: 5,
				cause: Cause::Equivocation
			}]
		);
		assert_eq!(
			(set(), status(2)),
			(vec![1, 3, EVE], Status::Ejected { until: 5 })
		);
		assert_eq!(crate::EjectionsDue::<Test>::get().into_inner(), [3]);
		run_to_session(5);
		assert_eq!(Session::validators(), [1, 3, EVE]);
		assert!(matches!(status(2), Status::Unbonding { .. }));
		assert_eq!(status(3), Status::Active { since: 0 });
	})
}

#[test]
fn offender_that_stays_should_be_free_to_leave_when_the_set_can_spare_it() {
	ExtBuilder::with_validators(3).build_and_execute(|| {
		report(&[(2, 100)], 0);
		assert_noop!(ValidatorSet::leave(signed(2)), Error::<Test>::MinimumSetSize);
		admit(EVE);
		assert_ok!(ValidatorSet::leave(signed(2)));
		assert!(crate::EjectionsDue::<Test>::get().is_empty());
	})
}

#[test]
fn offence_of_a_stranger_should_change_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		apply(EVE);
		System::reset_events();
		report(&[(FERDIE, 100)], 0);
		assert_eq!((events(), risk_fund()), (vec![], 0));
	})
}
