//! "Anyone applies with session keys (with proof of possession) and a DMC bond; the DAO admits; active from the next session but
//! one. Equivocation in BABE or GRANDPA, reported by anyone with a key-ownership proof: disabled at once, ejected, slashed by
//! max(10%, min(1, (3k/n)^2)) of the bond, to the risk fund."

use crate::{chain::*, dao::*};
use codec::{Decode, Encode};
use dmex_primitives::constants::*;
use dmex_runtime::*;
use frame_support::traits::{Get, KeyOwnerProofSystem};
use pallet_validator_set::{Call, Cause, Error, Event, Status};
use sp_consensus_babe::{
	digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest},
	runtime_decl_for_babe_api::BabeApi,
};
use sp_core::Pair;
use sp_runtime::{traits::Header as _, Digest, DigestItem, DispatchError, DispatchResult};
use sp_session::MembershipProof;

/// What the author of a block gets while nobody stakes.
const REWARD: Balance = DMC / 2;

fn refused(error: Error<Runtime>) -> DispatchResult {
	Err(error.into())
}

fn four() -> Genesis {
	Genesis::of(genesis_presets::DEVELOPMENT).validators(&[Alice, Bob, Charlie, Dave])
}

fn status(who: Sr25519Keyring) -> Status {
	ValidatorSet::validator_statement(id(who))
		.expect("one with a bond")
		.status
}

fn bond(who: Sr25519Keyring) -> Balance {
	ValidatorSet::validator_statement(id(who))
		.expect("one with a bond")
		.bond
}

fn validates(who: Sr25519Keyring) -> bool {
	Session::validators().contains(&id(who))
}

fn apply(who: Sr25519Keyring, keys: &KeyPairs, bond: Balance) -> Call<Runtime> {
	Call::apply {
		keys: keys.public(),
		proof: keys.proof(&id(who)),
		bond,
	}
}

fn admit(who: Sr25519Keyring) -> Call<Runtime> {
	Call::admit { who: id(who) }
}

// Coming and going

#[test]
fn validator_should_apply_be_admitted_author_be_paid_and_leave() {
	four().run(|chain| {
		let keys = KeyPairs::fresh(9);
		chain.call(Eve, apply(Eve, &keys, 15_000 * DMC)).unwrap();
		assert_eq!((status(Eve), bond(Eve)), (Status::Applicant, 15_000 * DMC));
		assert_eq!(dmc(Eve) - Balances::free_balance(id(Eve)), 15_000 * DMC);

		// Three of the council are not enough.
		let motion = chain.propose(Alice, admit(Eve)).unwrap();
		for who in [Alice, Bob, Charlie] {
			chain.vote(who, &motion, true).unwrap();
		}
		assert!(chain.close(&motion).is_err() && status(Eve) == Status::Applicant);
		chain.vote(Dave, &motion, true).unwrap();
		assert_eq!(chain.close(&motion), Ok(Some(Ok(()))));

		let since = Session::current_index() + 2;
		assert_eq!(status(Eve), Status::Active { since });
		chain.run_to_session(since - 1);
		assert!(!validates(Eve));
		chain.run_to_session(since);
		assert!(validates(Eve));
		let key = keys.public().babe;
		assert!(Babe::authorities().iter().any(|(authority, _)| *authority == key));

		let before = dmc(Eve);
		chain.next_by(Eve);
		assert_eq!((Authorship::author(), dmc(Eve) - before), (Some(id(Eve)), REWARD));

		chain.call(Eve, Call::leave {}).unwrap();
		let until = Session::current_index() + 2;
		assert_eq!(status(Eve), Status::Leaving { until });
		assert_eq!(
			chain.call(Eve, Call::withdraw_bond {}),
			refused(Error::NotUnbonding)
		);
		chain.run_to_session(until - 1);
		assert!(validates(Eve));
		chain.run_to_session(until);
		assert!(!validates(Eve));
		let free_at = chain.block() + chain.days(28);
		assert_eq!(status(Eve), Status::Unbonding { free_at });

		chain.run_to(free_at - 2);
		assert_eq!(
			chain.call(Eve, Call::withdraw_bond {}),
			refused(Error::BondLocked)
		);
		chain.run_to(free_at);
		chain.call(Eve, Call::withdraw_bond {}).unwrap();
		assert_eq!(dmc(Eve), Balances::free_balance(id(Eve)));
		assert!(ValidatorSet::validator_statement(id(Eve)).is_none());
	});
}

#[test]
fn application_should_need_proof_of_the_keys_and_the_bond() {
	four().run(|chain| {
		let keys = KeyPairs::fresh(9);
		let invalid_proof = Err(pallet_session::Error::<Runtime>::InvalidProof.into());
		let bond = 10_000 * DMC;
		// Nothing, somebody else's proof, the proof of other keys.
		for proof in [
			vec![],
			keys.proof(&id(Ferdie)),
			KeyPairs::fresh(8).proof(&id(Eve)),
		] {
			let call = Call::apply {
				keys: keys.public(),
				proof,
				bond,
			};
			assert_eq!(chain.call(Eve, call), invalid_proof);
		}
		assert_eq!(
			chain.call(Eve, apply(Eve, &keys, bond - 1)),
			refused(Error::BondBelowMinimum)
		);
		let keys_of_alice = KeyPairs::of(Alice);
		let taken = Err(pallet_session::Error::<Runtime>::DuplicatedKey.into());
		assert_eq!(chain.call(Eve, apply(Eve, &keys_of_alice, bond)), taken);
		assert!(chain.call(Eve, apply(Eve, &keys, 600_000 * DMC)).is_err());
		assert!(ValidatorSet::validator_statement(id(Eve)).is_none());
		assert_eq!(dmc(Eve), Balances::free_balance(id(Eve)));
		assert!(Session::load_keys(&id(Eve)).is_none());

		chain.call(Eve, apply(Eve, &keys, bond)).unwrap();
		assert_eq!(
			chain.call(Eve, apply(Eve, &keys, bond)),
			refused(Error::AlreadyRegistered)
		);
		assert_eq!(chain.call(Eve, Call::leave {}), refused(Error::NotValidating));
		assert_eq!(chain.call(Eve, admit(Eve)), Err(DispatchError::BadOrigin));

		// The minimum that counts is that of the admission.
		chain.decide(set(minimum_bond(bond + DMC))).unwrap();
		assert_eq!(chain.decide(admit(Eve)), refused(Error::BondBelowMinimum));
		chain.call(Eve, Call::bond_extra { amount: DMC }).unwrap();
		chain.decide(admit(Eve)).unwrap();
	});
}

#[test]
fn application_should_be_withdrawn_with_bond_and_keys() {
	four().run(|chain| {
		chain
			.call(Eve, apply(Eve, &KeyPairs::fresh(9), 10_000 * DMC))
			.unwrap();
		chain.call(Eve, Call::withdraw_application {}).unwrap();
		assert_eq!(dmc(Eve), Balances::free_balance(id(Eve)));
		assert!(Session::load_keys(&id(Eve)).is_none());
		assert_eq!(chain.decide(admit(Eve)), refused(Error::NotRegistered));
	});
}

#[test]
fn rotated_keys_should_author_from_the_session_after_the_next() {
	four().run(|chain| {
		let keys = KeyPairs::fresh(7);
		let no_proof = Call::set_keys {
			keys: keys.public(),
			proof: vec![],
		};
		assert_eq!(
			chain.call(Bob, no_proof),
			Err(pallet_session::Error::<Runtime>::InvalidProof.into())
		);
		let old = KeyPairs::of(Bob);
		let proof = keys.proof(&id(Bob));
		chain
			.call(
				Bob,
				Call::set_keys {
					keys: keys.public(),
					proof,
				},
			)
			.unwrap();
		let has = |keys: &KeyPairs| {
			let key = keys.public().babe;
			Babe::authorities().iter().any(|(authority, _)| *authority == key)
		};
		let session = Session::current_index();
		chain.run_to_session(session + 1);
		assert!(has(&old) && !has(&keys));
		chain.run_to_session(session + 2);
		assert!(has(&keys) && !has(&old));
		let before = dmc(Bob);
		chain.next_by(Bob);
		assert_eq!(dmc(Bob) - before, REWARD);
		// Evidence against the new keys can be given.
		assert!(ValidatorSet::prove((sp_consensus_babe::KEY_TYPE, keys.public().babe)).is_some());
	});
}

#[test]
fn first_block_of_a_session_should_be_paid_to_the_author_of_the_new_set() {
	Genesis::of(genesis_presets::DEVELOPMENT)
		.validators(&[Alice, Bob])
		.run(|chain| {
			// Whoever has index 0 now will be gone, and the other one will have its index.
			let going = Sr25519Keyring::from_account_id(&Session::validators()[0]).unwrap();
			let staying = if going == Alice { Bob } else { Alice };
			chain.call(going, Call::leave {}).unwrap();
			let until = Session::current_index() + 2;
			while Session::current_index() < until - 1 || !chain.coming_validators().1 {
				chain.next();
			}
			assert_eq!(Session::validators()[0], id(going));
			let (goes, stays) = (dmc(going), dmc(staying));
			chain.next_by_index(0);
			assert_eq!(
				(Session::current_index(), Session::validators()),
				(until, vec![id(staying)])
			);
			assert_eq!(Authorship::author(), Some(id(staying)));
			assert_eq!((dmc(going), dmc(staying)), (goes, stays + REWARD));
		});
}

#[test]
fn set_should_not_fall_below_its_minimum() {
	four().run(|chain| {
		chain.decide(set(minimum_set_size(4))).unwrap();
		assert_eq!(chain.call(Bob, Call::leave {}), refused(Error::MinimumSetSize));
		assert_eq!(
			chain.decide(Call::eject { who: id(Bob) }),
			refused(Error::MinimumSetSize)
		);
		assert!(Session::disabled_validators().is_empty());
		chain.decide(set(minimum_set_size(3))).unwrap();
		chain.call(Bob, Call::leave {}).unwrap();
		assert_eq!(
			chain.call(Charlie, Call::leave {}),
			refused(Error::MinimumSetSize)
		);
	});
}

#[test]
fn ejected_validator_should_be_disabled_again_in_each_session_until_it_is_out() {
	four().run(|chain| {
		chain.decide(Call::eject { who: id(Dave) }).unwrap();
		let until = Session::current_index() + 2;
		assert!(chain.has_event(Event::Ejected {
			who: id(Dave),
			until,
			cause: Cause::Dao
		}));
		for session in until - 2..until {
			chain.run_to_session(session);
			let index = Session::validators()
				.iter()
				.position(|who| *who == id(Dave))
				.unwrap() as u32;
			assert_eq!(Session::disabled_validators(), [index]);
		}
		chain.run_to_session(until);
		assert!(!validates(Dave) && Session::disabled_validators().is_empty());
		assert!(matches!(status(Dave), Status::Unbonding { .. }));
		// Ejected without an offence: the bond is whole.
		assert_eq!(bond(Dave), GENESIS_BOND);
		assert_eq!(
			chain.decide(Call::eject { who: id(Dave) }),
			refused(Error::NotValidating)
		);
	});
}

#[test]
#[should_panic(expected = "is disabled and should not be attempting to author blocks")]
fn block_of_an_ejected_validator_should_be_invalid() {
	four().run(|chain| {
		chain.decide(Call::eject { who: id(Dave) }).unwrap();
		chain.next_by(Dave);
	});
}

#[test]
fn absent_validator_should_be_suspended_without_slashing_and_resume() {
	// Sessions of 40 blocks: each of four is expected to author ten of them.
	four().blocks_per_day(960).run(|chain| {
		chain.absent = vec![id(Dave)];
		let session = Session::current_index();
		chain.run_to_session(session + 1);
		let until = session + 2;
		assert!(chain.has_event(Event::Suspended {
			who: id(Dave),
			session,
			until
		}));
		assert_eq!(
			(status(Dave), bond(Dave)),
			(Status::Suspended { until }, GENESIS_BOND)
		);
		chain.run_to_session(until);
		assert!(!validates(Dave) && Session::validators().len() == 3);

		// The others author: nobody else is suspended.
		assert_eq!(ValidatorSet::validator_statements().len(), 3);
		assert_eq!(chain.call(Alice, Call::resume {}), refused(Error::NotSuspended));
		chain.absent.clear();
		chain.call(Dave, Call::resume {}).unwrap();
		let since = Session::current_index() + 2;
		assert_eq!(status(Dave), Status::Active { since });
		chain.run_to_session(since);
		assert!(validates(Dave));
		chain.run_to_session(since + 2);
		assert_eq!(status(Dave), Status::Active { since });
	});
}

#[test]
fn absence_should_not_take_the_set_below_its_minimum() {
	four().blocks_per_day(960).run(|chain| {
		chain.decide(set(minimum_set_size(4))).unwrap();
		chain.absent = vec![id(Dave)];
		let session = Session::current_index();
		chain.run_to_session(session + 1);
		let alarm = Event::MinimumSetReached {
			who: id(Dave),
			cause: Cause::Absence,
			size: 4,
		};
		assert!(chain.has_event(alarm));
		assert_eq!(status(Dave), Status::Active { since: 0 });
	});
}

// Equivocation

type BabeProof = sp_consensus_babe::EquivocationProof<Header>;
type GrandpaProof = sp_consensus_grandpa::EquivocationProof<Hash, BlockNumber>;

/// Two headers for one slot, both sealed by the same validator.
fn babe_proof(who: Sr25519Keyring, slot: u64, marks: [u8; 2]) -> BabeProof {
	let pair = sp_consensus_babe::AuthorityPair::from(who.pair());
	let index = Session::validators()
		.iter()
		.position(|member| *member == id(who))
		.unwrap_or(0) as u32;
	let header = |mark| {
		let pre = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
			authority_index: index,
			slot: slot.into(),
		});
		let digest = Digest {
			logs: vec![<DigestItem as CompatibleDigestItem>::babe_pre_digest(pre)],
		};
		let state_root = Hash::repeat_byte(mark);
		let mut header = Header::new(7, Hash::zero(), state_root, Hash::zero(), digest);
		let seal = pair.sign(header.hash().as_ref());
		header
			.digest_mut()
			.push(<DigestItem as CompatibleDigestItem>::babe_seal(seal));
		header
	};
	let [first_header, second_header] = marks.map(header);
	BabeProof {
		offender: pair.public(),
		slot: slot.into(),
		first_header,
		second_header,
	}
}

/// Two prevotes of one validator in one round.
fn grandpa_proof(who: Sr25519Keyring, set_id: u64, round: u64, targets: [u8; 2]) -> GrandpaProof {
	let pair = KeyPairs::of(who).grandpa;
	let vote = |mark| {
		let target = (Hash::repeat_byte(mark), 7u32);
		let prevote = sp_consensus_grandpa::Prevote::<Header> {
			target_hash: target.0,
			target_number: target.1,
		};
		let message = sp_consensus_grandpa::Message::<Header>::Prevote(prevote);
		let payload = sp_consensus_grandpa::localized_payload(round, set_id, &message);
		(target, pair.sign(&payload))
	};
	// The layout of the proof: set id, kind of vote, round, who, two signed votes.
	let encoded = (
		set_id,
		0u8,
		round,
		pair.public(),
		vote(targets[0]),
		vote(targets[1]),
	)
		.encode();
	Decode::decode(&mut &encoded[..]).unwrap()
}

fn babe_ownership(who: Sr25519Keyring) -> MembershipProof {
	ValidatorSet::prove((sp_consensus_babe::KEY_TYPE, KeyPairs::of(who).public().babe)).unwrap()
}

fn grandpa_ownership(who: Sr25519Keyring) -> MembershipProof {
	ValidatorSet::prove((sp_consensus_grandpa::KEY_TYPE, KeyPairs::of(who).public().grandpa)).unwrap()
}

fn report_babe(proof: BabeProof, key_owner_proof: MembershipProof) -> RuntimeCall {
	pallet_babe::Call::report_equivocation {
		equivocation_proof: Box::new(proof),
		key_owner_proof,
	}
	.into()
}

fn report_grandpa(proof: GrandpaProof, key_owner_proof: MembershipProof) -> RuntimeCall {
	pallet_grandpa::Call::report_equivocation {
		equivocation_proof: Box::new(proof),
		key_owner_proof,
	}
	.into()
}

/// One of four equivocates: (3/4)^2 of the bond.
const ONE_OF_FOUR: Balance = GENESIS_BOND * 9 / 16;

/// What a report must have done to `who`.
fn assert_punished(chain: &Chain, who: Sr25519Keyring, amount: Balance) {
	assert_eq!(
		(bond(who), dmc(who) - Balances::free_balance(id(who))),
		(GENESIS_BOND - amount, GENESIS_BOND - amount)
	);
	let until = Session::current_index() + 2;
	assert_eq!(status(who), Status::Ejected { until });
	let index = Session::validators()
		.iter()
		.position(|member| *member == id(who))
		.unwrap() as u32;
	assert!(
		Session::disabled_validators().contains(&index),
		"disabled at once"
	);
	assert!(chain.has_event(Event::Ejected {
		who: id(who),
		until,
		cause: Cause::Equivocation
	}));
}

#[test]
fn babe_equivocation_should_slash_to_the_risk_fund_eject_and_disable() {
	four().run(|chain| {
		chain.run(3);
		chain.next_by(Alice);
		let fund = Emission::risk_fund_account();
		let (risk_fund, issuance, reporter) = (dmc(fund.clone()), Balances::total_issuance(), dmc(One));
		let slot = chain.slot() - 1;
		chain
			.call(
				One,
				report_babe(babe_proof(Dave, slot, [1, 2]), babe_ownership(Dave)),
			)
			.unwrap();
		assert_punished(chain, Dave, ONE_OF_FOUR);
		assert_eq!(dmc(fund) - risk_fund, ONE_OF_FOUR);
		assert_eq!(Balances::total_issuance(), issuance);
		assert_eq!(dmc(One), reporter, "a true report is free");

		// The same offence again, also by other headers.
		let again = Err(pallet_babe::Error::<Runtime>::DuplicateOffenceReport.into());
		for marks in [[1, 2], [3, 4]] {
			let report = report_babe(babe_proof(Dave, slot, marks), babe_ownership(Dave));
			assert_eq!(chain.call(Eve, report), again);
		}
		assert_eq!(bond(Dave), GENESIS_BOND - ONE_OF_FOUR);
		// Another slot of the same session is the same charge.
		let other_slot = report_babe(babe_proof(Dave, slot - 1, [1, 2]), babe_ownership(Dave));
		chain.call(One, other_slot).unwrap();
		assert_eq!(bond(Dave), GENESIS_BOND - ONE_OF_FOUR);

		chain.run_to_session(Session::current_index() + 2);
		assert!(!validates(Dave) && Session::validators().len() == 3);
		chain.run_days(28);
		chain.call(Dave, Call::withdraw_bond {}).unwrap();
		assert_eq!(dmc(Dave), Balances::free_balance(id(Dave)));
	});
}

#[test]
fn grandpa_equivocation_should_slash_to_the_risk_fund_eject_and_disable() {
	four().run(|chain| {
		// In a later set than that of genesis.
		chain.run_to_session(2);
		chain.next_by(Alice);
		let fund = Emission::risk_fund_account();
		let (risk_fund, issuance) = (dmc(fund.clone()), Balances::total_issuance());
		let set_id = pallet_grandpa::CurrentSetId::<Runtime>::get();
		assert!(set_id > 0);
		let report = || report_grandpa(grandpa_proof(Dave, set_id, 5, [1, 2]), grandpa_ownership(Dave));
		chain.call(One, report()).unwrap();
		assert_punished(chain, Dave, ONE_OF_FOUR);
		assert_eq!(dmc(fund) - risk_fund, ONE_OF_FOUR);
		assert_eq!(Balances::total_issuance(), issuance);
		let again = Err(pallet_grandpa::Error::<Runtime>::DuplicateOffenceReport.into());
		assert_eq!(chain.call(Eve, report()), again);
	});
}

#[test]
fn two_of_four_that_equivocate_together_should_lose_everything() {
	four().run(|chain| {
		chain.run(3);
		chain.next_by(Alice);
		let slot = chain.slot() - 1;
		let report = |who| report_babe(babe_proof(who, slot, [1, 2]), babe_ownership(who));
		chain.call(One, report(Dave)).unwrap();
		assert_eq!(bond(Dave), GENESIS_BOND - ONE_OF_FOUR);
		chain.call(One, report(Charlie)).unwrap();
		assert_eq!((bond(Charlie), bond(Dave)), (0, 0));
		chain.run_to_session(Session::current_index() + 2);
		assert_eq!(Session::validators().len(), 2);
	});
}

#[test]
fn offence_of_the_last_that_the_set_can_spare_should_slash_and_raise_the_alarm() {
	four().run(|chain| {
		chain.decide(set(minimum_set_size(4))).unwrap();
		chain.next();
		let report = report_babe(babe_proof(Dave, chain.slot(), [1, 2]), babe_ownership(Dave));
		chain.call(One, report).unwrap();
		assert_eq!(bond(Dave), GENESIS_BOND - ONE_OF_FOUR);
		let alarm = Event::MinimumSetReached {
			who: id(Dave),
			cause: Cause::Equivocation,
			size: 4,
		};
		assert!(chain.has_event(alarm));
		assert!(ValidatorSet::validator_statement(id(Dave)).unwrap().ejection_due && validates(Dave));

		// As soon as the set can spare it, it goes.
		chain
			.call(Eve, apply(Eve, &KeyPairs::fresh(9), 10_000 * DMC))
			.unwrap();
		chain.decide(admit(Eve)).unwrap();
		chain.run_to_session(Session::current_index() + 3);
		assert!(validates(Eve) && !validates(Dave));
	});
}

#[test]
fn false_proofs_should_be_refused() {
	four().run(|chain| {
		chain.run(3);
		chain.next_by(Alice);
		let slot = chain.slot() - 1;
		let set_id = pallet_grandpa::CurrentSetId::<Runtime>::get();
		let no_babe: DispatchError = pallet_babe::Error::<Runtime>::InvalidEquivocationProof.into();
		let no_key: DispatchError = pallet_babe::Error::<Runtime>::InvalidKeyOwnershipProof.into();
		let no_grandpa: DispatchError = pallet_grandpa::Error::<Runtime>::InvalidEquivocationProof.into();
		let no_grandpa_key: DispatchError = pallet_grandpa::Error::<Runtime>::InvalidKeyOwnershipProof.into();

		// One header twice; a header that another one sealed; two slots.
		let forged = BabeProof {
			second_header: babe_proof(Charlie, slot, [2, 3]).second_header,
			..babe_proof(Dave, slot, [1, 2])
		};
		let two_slots = BabeProof {
			second_header: babe_proof(Dave, slot - 1, [2, 3]).second_header,
			..babe_proof(Dave, slot, [1, 2])
		};
		// Signing again gives another seal, hence another header: the very same one is needed.
		let mut twice = babe_proof(Dave, slot, [1, 2]);
		twice.second_header = twice.first_header.clone();
		let mut unsealed = babe_proof(Dave, slot, [1, 2]);
		unsealed.first_header.digest_mut().pop();
		let cases = [
			(report_babe(twice, babe_ownership(Dave)), no_babe),
			(report_babe(forged, babe_ownership(Dave)), no_babe),
			(report_babe(two_slots, babe_ownership(Dave)), no_babe),
			(report_babe(unsealed, babe_ownership(Dave)), no_babe),
			// A key that validates nothing here, another one's place, a slot of another session.
			(
				report_babe(babe_proof(Eve, slot, [1, 2]), babe_ownership(Dave)),
				no_key,
			),
			(
				report_babe(babe_proof(Dave, slot, [1, 2]), babe_ownership(Charlie)),
				no_key,
			),
			(
				report_babe(babe_proof(Dave, slot + 10, [1, 2]), babe_ownership(Dave)),
				no_key,
			),
			// The same for GRANDPA: one vote twice, another key, another set.
			(
				report_grandpa(grandpa_proof(Dave, set_id, 1, [1, 1]), grandpa_ownership(Dave)),
				no_grandpa,
			),
			(
				report_grandpa(grandpa_proof(Eve, set_id, 1, [1, 2]), grandpa_ownership(Dave)),
				no_grandpa_key,
			),
			(
				report_grandpa(grandpa_proof(Dave, set_id, 1, [1, 2]), babe_ownership(Dave)),
				no_grandpa_key,
			),
			(
				report_grandpa(
					grandpa_proof(Dave, set_id + 5, 1, [1, 2]),
					grandpa_ownership(Dave),
				),
				no_grandpa,
			),
		];
		for (number, (call, why)) in cases.into_iter().enumerate() {
			assert_eq!(chain.call(One, call), Err(why), "case {number}");
		}
		assert_eq!(
			(bond(Dave), status(Dave)),
			(GENESIS_BOND, Status::Active { since: 0 })
		);
		assert!(Session::disabled_validators().is_empty());
	});
}

#[test]
fn evidence_should_be_good_for_28_days_and_stale_afterwards() {
	four().run(|chain| {
		chain.run(3);
		chain.next_by(Alice);
		let (slot, other) = (chain.slot() - 1, chain.slot() - 2);
		let ownership = (babe_ownership(Dave), babe_ownership(Charlie));
		// Days of ten blocks, sessions of ten slots: evidence of this session is good for 28 of them.
		chain.run_to_session(28);
		chain.next_by(Alice);
		chain
			.call(One, report_babe(babe_proof(Dave, slot, [1, 2]), ownership.0))
			.unwrap();
		assert_punished(chain, Dave, ONE_OF_FOUR);

		chain.run_to_session(31);
		chain.next();
		let stale = Err(pallet_babe::Error::<Runtime>::InvalidKeyOwnershipProof.into());
		let report = report_babe(babe_proof(Charlie, other, [1, 2]), ownership.1);
		assert_eq!(chain.call(One, report), stale);
		assert_eq!(bond(Charlie), GENESIS_BOND);
		let (first, _) = pallet_session::historical::StoredRange::<Runtime>::get().unwrap();
		assert!(first > 0, "old sessions are pruned");
	});
}

#[test]
fn offence_should_reach_the_bond_of_one_that_has_left() {
	four().run(|chain| {
		chain.run(3);
		chain.next_by(Alice);
		let (slot, ownership) = (chain.slot() - 1, babe_ownership(Dave));
		chain.call(Dave, Call::leave {}).unwrap();
		chain.run_to_session(Session::current_index() + 3);
		chain.next();
		let Status::Unbonding { free_at } = status(Dave) else {
			panic!("it has left")
		};
		chain
			.call(One, report_babe(babe_proof(Dave, slot, [1, 2]), ownership))
			.unwrap();
		assert_eq!(bond(Dave), GENESIS_BOND - ONE_OF_FOUR);
		assert_eq!(status(Dave), Status::Unbonding { free_at });
	});
}

#[test]
fn one_that_has_just_replaced_its_keys_should_answer_for_those_that_run() {
	four().run(|chain| {
		let keys = KeyPairs::fresh(7);
		let proof = keys.proof(&id(Dave));
		let set_keys = Call::set_keys {
			keys: keys.public(),
			proof,
		};
		chain.call(Dave, set_keys).unwrap();
		chain.run(3);
		chain.next_by(Alice);
		let slot = chain.slot() - 1;
		let set_id = pallet_grandpa::CurrentSetId::<Runtime>::get();
		let report = report_babe(babe_proof(Dave, slot, [1, 2]), babe_ownership(Dave));
		chain.call(One, report).unwrap();
		assert_punished(chain, Dave, ONE_OF_FOUR);
		let report = report_grandpa(grandpa_proof(Dave, set_id, 3, [1, 2]), grandpa_ownership(Dave));
		chain.call(One, report).unwrap();
		// The keys that it will have are nobody's yet.
		let new = || (sp_consensus_babe::KEY_TYPE, keys.public().babe);
		let owner = ValidatorSet::prove(new()).and_then(|proof| ValidatorSet::check_proof(new(), proof));
		assert_eq!(owner, None);
	});
}

#[test]
fn nodes_should_be_given_proofs_for_slots_of_the_running_session_alone() {
	four().run(|chain| {
		chain.run_to_session(2);
		let proof = |slot: u64| {
			let key = KeyPairs::of(Dave).public().babe;
			<Runtime as BabeApi<Block>>::generate_key_ownership_proof(slot.into(), key)
		};
		let first = *Babe::current_epoch_start();
		let after = first + <Runtime as pallet_babe::Config>::EpochDuration::get();
		assert!(proof(first - 1).is_none() && proof(after).is_none());
		assert!(proof(after - 1).is_some());
		// The first block of a session is the one whose parent cannot prove anything.
		let ownership = proof(first).unwrap().decode().unwrap();
		let report = report_babe(babe_proof(Dave, first, [1, 2]), ownership);
		chain.call(One, report).unwrap();
		assert_punished(chain, Dave, ONE_OF_FOUR);
	});
}

#[test]
fn reports_without_a_signature_should_be_taken_from_the_author_of_the_block_alone() {
	use sp_runtime::transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError};
	four().run(|chain| {
		chain.run(3);
		chain.next_by(Alice);
		let report = UncheckedExtrinsic::new_bare(
			pallet_babe::Call::report_equivocation_unsigned {
				equivocation_proof: Box::new(babe_proof(Dave, chain.slot() - 1, [1, 2])),
				key_owner_proof: babe_ownership(Dave),
			}
			.into(),
		);
		let parent = System::parent_hash();
		let validate = |source| {
			frame_support::storage::with_transaction(|| {
				let outcome = Executive::validate_transaction(source, report.clone(), parent);
				sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(outcome))
			})
			.unwrap()
		};
		let refused = TransactionValidityError::Invalid(InvalidTransaction::Call);
		assert_eq!(validate(TransactionSource::External).err(), Some(refused));
		assert!(validate(TransactionSource::Local).is_ok());
		Executive::apply_extrinsic(report.clone()).unwrap().unwrap();
		assert_punished(chain, Dave, ONE_OF_FOUR);
	});
}
