//! What the runtime API tells.

use crate::{mock::*, *};
use codec::Encode;
use frame_support::assert_ok;

#[test]
fn decision_should_be_told_for_encoded_calls() {
	ExtBuilder::default().build_and_execute(|| {
		let fee = RuntimeCall::Dao(Call::set_parameter {
			parameter: TestParameters::SaleFee(None),
		});
		let council = RuntimeCall::Dao(Call::set_council { members: vec![] });
		let remark = RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
		let activate = RuntimeCall::Dao(Call::activate_community_stage {});
		for (call, decision) in [
			(shared(1), Some(Decision::Shared)),
			(activate, Some(Decision::Shared)),
			(fee, Some(Decision::Holders)),
			(delayed(1, 0), Some(Decision::Delayed)),
			(schedule(delayed(1, 0)), Some(Decision::Delayed)),
			(
				RuntimeCall::Dao(Call::cancel_enactment { id: 0 }),
				Some(Decision::Holders),
			),
			(council.clone(), Some(Decision::CouncilSeats)),
			(batch_all(vec![council, shared(1)]), Some(Decision::CouncilSeats)),
			(remark, None),
		] {
			assert_eq!(Dao::decision_of_encoded(&call.encode()), decision);
		}
		assert_eq!(Dao::decision_of_encoded(&[]), None);
		assert_eq!(Dao::decision_of_encoded(&[255, 1, 2]), None);
		let mut longer = shared(1).encode();
		longer.push(0);
		assert_eq!(Dao::decision_of_encoded(&longer), None);
		// A call inside of calls inside of calls, without end.
		assert_eq!(Dao::decision_of_encoded(&[8, 5].repeat(10_000)), None);
	})
}

#[test]
fn pending_enactments_should_be_listed_by_number() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Dao::pending_enactments(), vec![]);
		for len in [0, 300, 20, 600] {
			assert_ok!(Dao::schedule_enactment(
				council_origin(),
				Box::new(delayed(1, len))
			));
		}
		assert_ok!(Dao::cancel_enactment(council_origin(), 2));
		let all = Dao::pending_enactments();
		assert_eq!(all.iter().map(|info| info.id).collect::<Vec<_>>(), vec![0, 1, 3]);
		assert_eq!(all[1].call, delayed(1, 300).encode());
		assert_eq!(all[2].call_hash, hash(&delayed(1, 600)));
		assert_eq!(Dao::pending_enactment(2), None);
		assert_eq!(Dao::pending_enactment(3), Some(all[2].clone()));
	})
}

#[test]
fn required_turnout_should_follow_the_votable_supply() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(
			(Dao::required_turnout(false), Dao::required_turnout(true)),
			(Some(160_000), Some(400_000))
		);
		Votable::set(1_001);
		assert_eq!(
			(Dao::required_turnout(false), Dao::required_turnout(true)),
			(Some(41), Some(101))
		);
	})
}
