use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{
	traits::Dispatchable,
	DispatchError::{self, BadOrigin},
};

fn propose(who: AccountId, call: RuntimeCall) -> sp_runtime::DispatchResult {
	Dao::propose_motion(signed(who), Box::new(call))
}

#[test]
fn motion_should_be_stored_with_four_ayes_to_carry_it() {
	ExtBuilder::default().build_and_execute(|| {
		let call = shared(7);
		assert_ok!(propose(3, call.clone()));
		assert_eq!(
			last_dao_event(),
			Event::MotionProposed {
				index: 0,
				proposer: 3,
				call_hash: hash(&call),
				decision: Decision::Shared
			}
		);
		System::assert_has_event(
			pallet_collective::Event::Proposed {
				account: 3,
				proposal_index: 0,
				proposal_hash: hash(&call),
				threshold: 4,
			}
			.into(),
		);
		assert_eq!(
			pallet_collective::ProposalOf::<Test, CouncilInstance>::get(hash(&call)),
			Some(call)
		);
	})
}

#[test]
fn motion_should_take_a_member() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(propose(11, shared(1)), Error::<Test>::NotCouncilMember);
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			council_origin(),
			referendum_origin(),
		] {
			assert_noop!(Dao::propose_motion(origin, Box::new(shared(1))), BadOrigin);
		}
	})
}

#[test]
fn motion_should_be_refused_when_it_is_no_decision() {
	ExtBuilder::default().build_and_execute(|| {
		let motion = RuntimeCall::Dao(Call::propose_motion {
			call: Box::new(shared(1)),
		});
		let enact = RuntimeCall::Dao(Call::enact {
			id: 0,
			call: Box::new(delayed(1, 0)),
		});
		for call in [
			RuntimeCall::System(frame_system::Call::remark { remark: vec![] }),
			RuntimeCall::System(frame_system::Call::set_code { code: vec![] }),
			RuntimeCall::Council(pallet_collective::Call::execute {
				proposal: Box::new(shared(1)),
				length_bound: 1_000,
			}),
			motion.clone(),
			enact.clone(),
			RuntimeCall::Dao(Call::stand_for_council {}),
			batch_all(vec![]),
			batch_all(vec![shared(1), motion]),
			batch_all(vec![shared(1), enact]),
			batch_all(vec![shared(1), delayed(1, 0)]),
			batch_all(vec![shared(1), schedule(delayed(1, 0))]),
			RuntimeCall::Utility(pallet_utility::Call::batch {
				calls: vec![shared(1)],
			}),
		] {
			assert_noop!(propose(1, call), Error::<Test>::NotADecision);
		}
	})
}

#[test]
fn motion_should_be_refused_when_row_ten_is_not_wrapped() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(propose(1, delayed(1, 0)), Error::<Test>::NeedsEnactment);
		let both = batch_all(vec![delayed(1, 0), delayed(2, 0)]);
		assert_noop!(propose(1, both.clone()), Error::<Test>::NeedsEnactment);
		assert_ok!(propose(1, schedule(delayed(1, 0))));
		assert_ok!(propose(1, schedule(both)));
		for call in [
			shared(1),
			RuntimeCall::System(frame_system::Call::set_code { code: vec![] }),
		] {
			assert_noop!(propose(1, schedule(call)), Error::<Test>::NotADelayedDecision);
		}
		assert_noop!(
			propose(1, schedule(schedule(delayed(1, 0)))),
			Error::<Test>::NotADelayedDecision
		);
		let heavy = RuntimeCall::Target(target::Call::heavy {});
		assert_noop!(propose(1, schedule(heavy)), Error::<Test>::CallTooHeavy);
	})
}

#[test]
fn motion_should_be_refused_in_stage_two_when_it_belongs_to_the_holders() {
	ExtBuilder::default().community(|| {
		let refused = [
			holders(1),
			batch_all(vec![shared(1), holders(1)]),
			schedule(delayed(1, 0)),
			RuntimeCall::Dao(Call::set_parameter {
				parameter: TestParameters::SaleFee(Some(3)),
			}),
			RuntimeCall::Dao(Call::set_council {
				members: vec![1, 2, 3, 4, 5, 6, 11],
			}),
		];
		for call in refused {
			assert_noop!(propose(1, call), Error::<Test>::CouncilCannotDecide);
		}
		assert_ok!(propose(1, shared(1)));
		assert_ok!(propose(1, batch_all(vec![shared(1), shared(2)])));
		let bond = TestParameters::MinimumBond(Some(60));
		assert_ok!(propose(
			1,
			RuntimeCall::Dao(Call::set_parameter { parameter: bond })
		));
	})
}

#[test]
fn motion_should_be_refused_when_its_content_could_not_pass() {
	ExtBuilder::default().build_and_execute(|| {
		let fee = |value| {
			RuntimeCall::Dao(Call::set_parameter {
				parameter: TestParameters::SaleFee(value),
			})
		};
		assert_noop!(propose(1, fee(Some(6))), Error::<Test>::AboveCap);
		assert_noop!(propose(1, fee(None)), Error::<Test>::ParameterWithoutValue);
		let bond = TestParameters::MinimumBond(Some(9));
		assert_noop!(
			propose(1, RuntimeCall::Dao(Call::set_parameter { parameter: bond })),
			Error::<Test>::BelowMinimum
		);
		let council = |members: &[u64]| {
			RuntimeCall::Dao(Call::set_council {
				members: members.to_vec(),
			})
		};
		assert_noop!(propose(1, council(&[1, 2, 3])), Error::<Test>::WrongCouncilSize);
		assert_noop!(
			propose(1, council(&[1, 2, 3, 4, 5, 6, 6])),
			Error::<Test>::DuplicateCouncilMember
		);
		let cancel = RuntimeCall::Dao(Call::cancel_enactment { id: 0 });
		assert_noop!(propose(1, cancel), Error::<Test>::UnknownEnactment);
	})
}

#[test]
fn motion_should_be_refused_when_it_is_too_long_or_proposed_already() {
	ExtBuilder::default().build_and_execute(|| {
		let long = RuntimeCall::Target(target::Call::holders {
			value: 1,
			blob: vec![0; 10_000],
		});
		assert_noop!(propose(1, long), Error::<Test>::CallTooLong);
		assert_ok!(propose(1, shared(1)));
		assert_noop!(
			propose(2, shared(1)),
			pallet_collective::Error::<Test, CouncilInstance>::DuplicateProposal
		);
	})
}

#[test]
fn motion_should_have_no_other_door() {
	ExtBuilder::default().build_and_execute(|| {
		let filtered: DispatchError = frame_system::Error::<Test>::CallFiltered.into();
		let propose = RuntimeCall::Council(pallet_collective::Call::propose {
			threshold: 1,
			proposal: Box::new(shared(1)),
			length_bound: 1_000,
		});
		let execute = RuntimeCall::Council(pallet_collective::Call::execute {
			proposal: Box::new(shared(1)),
			length_bound: 1_000,
		});
		for call in [propose, execute] {
			assert_noop!(call.clone().dispatch(signed(1)), filtered);
			let nested = batch_all(vec![call]).dispatch(signed(1));
			assert_eq!(nested.unwrap_err().error, filtered);
		}
		assert_eq!(decided(1), 0);
	})
}
