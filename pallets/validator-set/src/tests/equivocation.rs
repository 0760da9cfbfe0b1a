//! Equivocations proven to BABE and GRANDPA: real keys, real signatures, real ownership proofs.

use super::*;
use frame_support::{assert_err, dispatch::Pays, traits::KeyOwnerProofSystem};

/// With 10 validators, (3/10)^2 = 9% is below the least share of 10%.
const ONE_OF_TEN: Balance = 1_001;
/// (6/10)^2 = 36%.
const TWO_OF_TEN: Balance = 3_601;

fn slashed(who: AccountId) -> Balance {
	validator(who).slashed
}

fn report_babe(who: AccountId) -> frame_support::dispatch::DispatchResultWithPostInfo {
	let index = Session::validator_id_to_index(&who).unwrap();
	let evidence = babe_equivocation(who, index, Babe::current_slot());
	Babe::report_equivocation(signed(20), Box::new(evidence), babe_ownership(who))
}

fn report_grandpa(who: AccountId) -> frame_support::dispatch::DispatchResultWithPostInfo {
	let evidence = grandpa_equivocation(who, Grandpa::current_set_id(), 1, [1, 2]);
	Grandpa::report_equivocation(signed(20), Box::new(evidence), grandpa_ownership(who))
}

#[test]
fn babe_equivocation_should_slash_disable_and_eject() {
	ExtBuilder::with_validators(10).build_and_execute(|| {
		run_to_session(2);
		let info = report_babe(4).unwrap();
		assert_eq!(info.pays_fee, Pays::No);
		assert_eq!((slashed(4), held(4)), (ONE_OF_TEN, BOND - ONE_OF_TEN));
		assert_eq!(
			Balances::free_balance(RISK_FUND),
			RISK_FUND_ENDOWMENT + ONE_OF_TEN
		);
		assert_eq!(status(4), Status::Ejected { until: 4 });
		assert_eq!(Session::disabled_validators(), [3]);
		run_to_session(3);
		assert_eq!(Session::disabled_validators(), [3]);
		run_to_session(4);
		assert_eq!(Session::validators(), [1, 2, 3, 5, 6, 7, 8, 9, 10]);
		assert!(Babe::authorities().iter().all(|(key, _)| *key != keys(4).babe));
	})
}

#[test]
fn grandpa_equivocation_should_slash_disable_and_eject() {
	ExtBuilder::with_validators(10).build_and_execute(|| {
		run_to_session(2);
		let info = report_grandpa(7).unwrap();
		assert_eq!(info.pays_fee, Pays::No);
		assert_eq!((slashed(7), held(7)), (ONE_OF_TEN, BOND - ONE_OF_TEN));
		assert_eq!(status(7), Status::Ejected { until: 4 });
		assert_eq!(Session::disabled_validators(), [6]);
		run_to_session(4);
		next_block();
		assert!(Grandpa::grandpa_authorities()
			.iter()
			.all(|(key, _)| *key != keys(7).grandpa));
	})
}

#[test]
fn concurrent_equivocations_should_cost_more_each() {
	ExtBuilder::with_validators(10).build_and_execute(|| {
		assert_ok!(report_babe(1));
		assert_eq!(slashed(1), ONE_OF_TEN);
		assert_ok!(report_babe(2));
		assert_eq!((slashed(1), slashed(2)), (TWO_OF_TEN, TWO_OF_TEN));
		assert_ok!(report_grandpa(3));
		assert_eq!(slashed(3), ONE_OF_TEN);
		// Two kinds of offence in one session cost the larger share once.
		assert_ok!(report_grandpa(1));
		assert_eq!((slashed(1), slashed(3)), (TWO_OF_TEN, TWO_OF_TEN));
	})
}

#[test]
fn equivocation_of_the_whole_should_cost_the_whole_bond() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(report_babe(1));
		assert_eq!(slashed(1), 3_601);
		assert_ok!(report_babe(2));
		// (3 x 2 / 5)^2 is more than 1.
		assert_eq!([slashed(1), slashed(2), held(1), held(2)], [BOND, BOND, 0, 0]);
	})
}

#[test]
fn equivocation_of_a_past_session_should_count() {
	ExtBuilder::with_validators(10).build_and_execute(|| {
		run_to_session(1);
		let babe = babe_equivocation(4, 3, Babe::current_slot());
		let babe_key = babe_ownership(4);
		let grandpa = grandpa_equivocation(5, Grandpa::current_set_id(), 9, [1, 2]);
		let grandpa_key = grandpa_ownership(5);
		// Keys that were replaced since can be proven as well.
		assert_ok!(ValidatorSet::set_keys(signed(4), keys(104), proof(4, 104)));
		assert_ok!(ValidatorSet::leave(signed(5)));
		run_to_session(30);
		assert_ok!(Babe::report_equivocation(signed(20), Box::new(babe), babe_key));
		assert_ok!(Grandpa::report_equivocation(
			signed(20),
			Box::new(grandpa),
			grandpa_key
		));
		assert_eq!((slashed(4), slashed(5)), (ONE_OF_TEN, ONE_OF_TEN));
		assert_eq!(status(4), Status::Ejected { until: 32 });
		assert!(matches!(status(5), Status::Unbonding { .. }));
	})
}

#[test]
fn evidence_should_expire_with_the_bond() {
	ExtBuilder::with_validators(10).build_and_execute(|| {
		run_to_session(1);
		let evidence = |round| {
			(
				Box::new(babe_equivocation(4, 3, Babe::current_slot())),
				Box::new(grandpa_equivocation(5, Grandpa::current_set_id(), round, [1, 2])),
			)
		};
		let (babe, grandpa) = evidence(1);
		let (babe_key, grandpa_key) = (babe_ownership(4), grandpa_ownership(5));
		// 28 days have 56 sessions.
		run_to_session(57);
		assert!(Historical::historical_root(1).is_some());
		frame_support::storage::with_transaction(|| {
			assert_ok!(Babe::report_equivocation(
				signed(20),
				babe.clone(),
				babe_key.clone()
			));
			assert_ok!(Grandpa::report_equivocation(
				signed(20),
				grandpa.clone(),
				grandpa_key.clone()
			));
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
		run_to_session(58);
		assert_eq!(Historical::historical_root(1), None);
		assert_noop!(
			Babe::report_equivocation(signed(20), babe, babe_key),
			pallet_babe::Error::<Test>::InvalidKeyOwnershipProof
		);
		assert_noop!(
			Grandpa::report_equivocation(signed(20), grandpa, grandpa_key),
			pallet_grandpa::Error::<Test>::InvalidKeyOwnershipProof
		);
	})
}

#[test]
fn equivocation_with_replaced_keys_should_be_proven() {
	ExtBuilder::with_validators(10).build_and_execute(|| {
		run_to_session(2);
		for who in [4, 5] {
			assert_ok!(ValidatorSet::set_keys(
				signed(who),
				keys(who + 100),
				proof(who, who + 100)
			));
		}
		// The old keys sign in this session and in the next.
		assert_ok!(report_babe(4));
		run_to_session(3);
		let babe = babe_equivocation(5, 4, Babe::current_slot());
		let key = babe_ownership(5);
		assert_ok!(report_grandpa(5));
		assert_eq!((slashed(4), slashed(5)), (ONE_OF_TEN, ONE_OF_TEN));
		// A proof of the running session holds when it is over.
		run_to_session(4);
		assert_ok!(Babe::report_equivocation(signed(20), Box::new(babe), key));
	})
}

#[test]
fn proving_should_leave_the_registered_keys_alone() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(ValidatorSet::set_keys(signed(1), keys(101), proof(1, 101)));
		let ownership = babe_ownership(1);
		assert_eq!(Session::load_keys(&1), Some(keys(101)));
		let key = (sp_consensus_babe::KEY_TYPE, keys(1).babe);
		assert_eq!(
			ValidatorSet::check_proof(key.clone(), ownership.clone()),
			Some((1, ()))
		);
		assert_eq!(Session::load_keys(&1), Some(keys(101)));
		// What this pallet is for: historical sessions alone cannot tell.
		assert_eq!(Historical::check_proof(key, ownership), None);
	})
}

#[test]
fn known_equivocation_should_be_refused() {
	ExtBuilder::with_validators(10).build_and_execute(|| {
		assert_ok!(report_babe(1));
		assert_ok!(report_grandpa(2));
		assert_err!(report_babe(1), pallet_babe::Error::<Test>::DuplicateOffenceReport);
		assert_err!(
			report_grandpa(2),
			pallet_grandpa::Error::<Test>::DuplicateOffenceReport
		);
		assert_eq!((slashed(1), slashed(2)), (ONE_OF_TEN, ONE_OF_TEN));
	})
}

#[test]
fn false_babe_evidence_should_be_refused() {
	ExtBuilder::default().build_and_execute(|| {
		run_to_session(1);
		let slot = Babe::current_slot();
		let report = |evidence, key| Babe::report_equivocation(signed(20), Box::new(evidence), key);
		let invalid: DispatchError = pallet_babe::Error::<Test>::InvalidEquivocationProof.into();
		// The same block twice.
		let mut evidence = babe_equivocation(2, 1, slot);
		evidence.second_header = evidence.first_header.clone();
		assert_noop!(report(evidence, babe_ownership(2)), invalid);
		// A block of another slot.
		let mut evidence = babe_equivocation(2, 1, slot);
		evidence.second_header = babe_equivocation(2, 1, slot + 1).second_header;
		assert_noop!(report(evidence, babe_ownership(2)), invalid);
		// A block of another validator.
		let mut evidence = babe_equivocation(2, 1, slot);
		evidence.second_header = babe_equivocation(3, 2, slot).second_header;
		assert_noop!(report(evidence, babe_ownership(2)), invalid);
		// Signed by another key.
		let mut evidence = babe_equivocation(3, 1, slot);
		evidence.offender = keys(2).babe;
		assert_noop!(report(evidence, babe_ownership(2)), invalid);

		let invalid: DispatchError = pallet_babe::Error::<Test>::InvalidKeyOwnershipProof.into();
		// The key of somebody else.
		assert_noop!(report(babe_equivocation(2, 1, slot), babe_ownership(3)), invalid);
		// A key that never validated.
		assert_noop!(
			report(babe_equivocation(EVE, 1, slot), babe_ownership(2)),
			invalid
		);
		// Another session than the slot's, or another number of validators.
		let mut key = babe_ownership(2);
		key.session = 0;
		assert_noop!(report(babe_equivocation(2, 1, slot), key), invalid);
		let mut key = babe_ownership(2);
		key.validator_count = 50;
		assert_noop!(report(babe_equivocation(2, 1, slot), key), invalid);
		assert_noop!(
			report(babe_equivocation(2, 1, slot + 40), babe_ownership(2)),
			invalid
		);
	})
}

#[test]
fn false_grandpa_evidence_should_be_refused() {
	ExtBuilder::default().build_and_execute(|| {
		run_to_session(2);
		let set = Grandpa::current_set_id();
		let report = |evidence, key| Grandpa::report_equivocation(signed(20), Box::new(evidence), key);
		let invalid: DispatchError = pallet_grandpa::Error::<Test>::InvalidEquivocationProof.into();
		// The same vote twice.
		assert_noop!(
			report(grandpa_equivocation(2, set, 1, [1, 1]), grandpa_ownership(2)),
			invalid
		);
		// The set of another session, and one that never was.
		assert_noop!(
			report(grandpa_equivocation(2, set - 1, 1, [1, 2]), grandpa_ownership(2)),
			invalid
		);
		assert_noop!(
			report(grandpa_equivocation(2, set + 1, 1, [1, 2]), grandpa_ownership(2)),
			invalid
		);

		let invalid: DispatchError = pallet_grandpa::Error::<Test>::InvalidKeyOwnershipProof.into();
		let evidence = || grandpa_equivocation(2, set, 1, [1, 2]);
		assert_noop!(report(evidence(), grandpa_ownership(3)), invalid);
		assert_noop!(
			report(grandpa_equivocation(EVE, set, 1, [1, 2]), grandpa_ownership(2)),
			invalid
		);
		let mut key = grandpa_ownership(2);
		key.validator_count = 1;
		assert_noop!(report(evidence(), key), invalid);
		let mut key = grandpa_ownership(2);
		key.trie_nodes.pop();
		assert_noop!(report(evidence(), key), invalid);
	})
}

#[test]
fn equivocation_at_the_minimum_should_slash_and_let_stay() {
	ExtBuilder::with_validators(3).build_and_execute(|| {
		assert_ok!(report_babe(1));
		assert_eq!((slashed(1), set()), (BOND, vec![1, 2, 3]));
		assert!(Session::disabled_validators().is_empty());
		run_to_session(3);
		assert_eq!(Session::validators(), [1, 2, 3]);
	})
}
