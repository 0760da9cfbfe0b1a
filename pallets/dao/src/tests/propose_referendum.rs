use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::Currency};
use pallet_democracy::{Error as DemocracyError, PublicProps};
use sp_runtime::{traits::Dispatchable, DispatchError::BadOrigin};

fn propose(who: AccountId, call: RuntimeCall) -> sp_runtime::DispatchResult {
	Dao::propose_referendum(signed(who), Box::new(call), DEPOSIT)
}

#[test]
fn referendum_should_be_proposed_by_any_holder() {
	ExtBuilder::default().community(|| {
		assert_ok!(propose(20, holders(1)));
		assert_eq!(
			last_dao_event(),
			Event::ReferendumProposed {
				proposal_index: 0,
				proposer: 20,
				call_hash: hash(&holders(1)),
				decision: Decision::Holders
			}
		);
		let proposals = PublicProps::<Test>::get();
		assert_eq!(
			(proposals[0].0, proposals[0].1.hash(), proposals[0].2),
			(0, hash(&holders(1)), 20)
		);
		assert_eq!(Balances::reserved_balance(20), DEPOSIT);
		// Short calls are stored with the proposal.
		assert!(!proposals[0].1.lookup_needed());
		assert_eq!(pallet_preimage::RequestStatusFor::<Test>::iter().count(), 0);
		// The deposit comes back when it is tabled.
		table();
		assert_eq!(Balances::reserved_balance(20), 0);
	})
}

#[test]
fn referendum_should_note_a_long_call_at_the_proposers_cost() {
	ExtBuilder::default().community(|| {
		let call = long_holders(1);
		let len = codec::Encode::encoded_size(&call) as u128;
		let free = Balances::free_balance(20);
		assert_ok!(propose(20, call.clone()));
		assert_eq!(Balances::free_balance(20), free - DEPOSIT - 10 - len);
		// The second proposer of the same call pays for no bytes.
		assert_ok!(propose(21, call.clone()));
		assert_eq!(Balances::free_balance(21), free - DEPOSIT);
		assert_eq!(pallet_preimage::PreimageFor::<Test>::iter().count(), 1);
		assert_ok!(Preimage::unnote_preimage(signed(20), hash(&call)));
		assert_eq!(pallet_preimage::PreimageFor::<Test>::iter().count(), 0);
	})
}

#[test]
fn referendum_should_be_refused_in_stage_one() {
	ExtBuilder::default().build_and_execute(|| {
		for call in [shared(1), holders(1), schedule(delayed(1, 0))] {
			assert_noop!(propose(11, call), Error::<Test>::CommunityStageNotReached);
		}
	})
}

#[test]
fn referendum_should_be_refused_when_it_could_not_be_enacted() {
	ExtBuilder::default().community(|| {
		let remark = RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
		assert_noop!(propose(11, remark.clone()), Error::<Test>::NotADecision);
		assert_noop!(
			propose(11, batch_all(vec![holders(1), remark])),
			Error::<Test>::NotADecision
		);
		assert_noop!(propose(11, delayed(1, 0)), Error::<Test>::NeedsEnactment);
		assert_noop!(
			propose(11, schedule(shared(1))),
			Error::<Test>::NotADelayedDecision
		);
		let council = RuntimeCall::Dao(Call::set_council {
			members: MEMBERS.to_vec(),
		});
		assert_noop!(
			propose(11, council.clone()),
			Error::<Test>::ReferendumCannotDecide
		);
		assert_noop!(
			propose(11, batch_all(vec![shared(1), council])),
			Error::<Test>::ReferendumCannotDecide
		);
		let fee = RuntimeCall::Dao(Call::set_parameter {
			parameter: TestParameters::SaleFee(Some(6)),
		});
		assert_noop!(propose(11, fee), Error::<Test>::AboveCap);
		let long = RuntimeCall::Target(target::Call::holders {
			value: 1,
			blob: vec![0; 10_000],
		});
		assert_noop!(propose(11, long), Error::<Test>::CallTooLong);
	})
}

#[test]
fn referendum_should_take_a_deposit_and_a_signature() {
	ExtBuilder::default().community(|| {
		let call = Box::new(long_holders(1));
		assert_noop!(
			Dao::propose_referendum(signed(11), call.clone(), DEPOSIT - 1),
			DemocracyError::<Test>::ValueLow
		);
		let poor = 99;
		let _ = Balances::deposit_creating(&poor, 500);
		assert!(frame_support::storage::with_storage_layer(|| propose(poor, holders(1))).is_err());
		assert_eq!(Balances::free_balance(poor), 500);
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			council_origin(),
			referendum_origin(),
		] {
			assert_noop!(Dao::propose_referendum(origin, call.clone(), DEPOSIT), BadOrigin);
		}
	})
}

#[test]
fn referendum_should_have_no_other_door() {
	ExtBuilder::default().community(|| {
		let proposal = frame_support::traits::Bounded::Inline(Default::default());
		let direct = RuntimeCall::Democracy(pallet_democracy::Call::propose {
			proposal,
			value: DEPOSIT,
		});
		assert_noop!(
			direct.dispatch(signed(11)),
			frame_system::Error::<Test>::CallFiltered
		);
	})
}
