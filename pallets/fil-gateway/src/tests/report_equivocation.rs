use super::*;
use frame_support::traits::fungible::InspectHold;

fn votes(n: u16) -> (SignedVote, SignedVote) {
	let subject = Subject::Range(FIRST);
	(
		vote_of(subject, H256::repeat_byte(1), n),
		vote_of(subject, H256::repeat_byte(2), n),
	)
}

fn bonded(n: u16) -> Balance {
	Balances::balance_on_hold(&HoldReason::OperatorBond.into(), &operator(n))
}

#[test]
fn operator_that_signs_two_digests_should_lose_its_bond_and_its_vote() {
	test(|| {
		let (first, second) = votes(2);
		assert_ok!(cast(first));
		let before = Balances::free_balance(RISK_FUND);
		assert_ok!(Gateway::report_equivocation(signed(ALICE), first, second));
		assert_event(Event::Slashed {
			operator: operator(2),
			set: 0,
			subject: first.vote.subject,
			amount: BOND,
		});
		assert_eq!(bonded(2), 0);
		assert_eq!(Balances::free_balance(RISK_FUND), before + BOND);
		assert_eq!(Bonds::<Test>::get(operator(2)).unwrap().amount, 0);
		assert_noop!(
			Gateway::report_equivocation(signed(BOB), first, second),
			Fails::AlreadySlashed
		);
		assert_noop!(
			Gateway::report_equivocation(signed(BOB), second, first),
			Fails::AlreadySlashed
		);
		run(1);
		let vote = vote_of(Subject::Range(FIRST), H256::repeat_byte(1), 2).vote;
		assert_noop!(
			Gateway::vote(authorized(), vote, 2, sign(vote, 2).signature),
			Fails::OperatorDisabled
		);
		// The threshold stays: the other four must agree.
		for n in [0, 1, 3] {
			assert_ok!(cast(vote_of(vote.subject, H256::repeat_byte(9), n)));
		}
		assert_eq!(round(vote.subject).accepted, None);
	});
}

#[test]
fn quorum_that_needs_a_slashed_vote_should_not_be_reached() {
	test(|| {
		let (first, second) = votes(2);
		let subject = first.vote.subject;
		for n in 0..3 {
			assert_ok!(cast(vote_of(subject, first.vote.digest, n)));
		}
		assert_ok!(Gateway::report_equivocation(signed(ALICE), first, second));
		check();
		assert_eq!(round(subject).votes.len(), 2);
		assert_ok!(cast(vote_of(subject, first.vote.digest, 3)));
		assert_eq!(round(subject).accepted, None);
		assert_ok!(cast(vote_of(subject, first.vote.digest, 4)));
		assert_eq!(round(subject).accepted, Some(first.vote.digest));
	});
}

#[test]
fn report_that_was_accepted_by_a_slashed_vote_should_be_voted_on_anew() {
	test(|| {
		let (header, pages) = report((0..70).map(|n| credit(n, ONE, to(BOB))).collect());
		let subject = Subject::Range(FIRST);
		accept(&header);
		assert_ok!(Gateway::submit_page(authorized(), FIRST, 0, pages[0].clone()));
		let (first, second) = (
			vote_of(subject, digest(&header), 2),
			vote_of(subject, H256::repeat_byte(9), 2),
		);
		assert_ok!(Gateway::report_equivocation(signed(ALICE), first, second));
		assert_event(Event::RoundOpened { subject, round: 1 });
		assert_noop!(
			Gateway::submit_page(authorized(), FIRST, 1, pages[1].clone()),
			Fails::NothingUnderDelivery
		);
		assert_noop!(
			Gateway::submit_header(authorized(), Box::new(header.clone())),
			Fails::NotAccepted
		);
		check();
		for n in [0, 1, 3, 4] {
			assert_ok!(cast(vote_of(subject, digest(&header), n)));
		}
		assert_ok!(submit(&header));
		submit_pages(FIRST, pages);
		apply_all();
		assert_eq!(ifil(BOB), 70 * ONE);
	});
}

#[test]
fn quorum_of_others_should_stand() {
	test(|| {
		let (first, second) = votes(2);
		let subject = first.vote.subject;
		assert_ok!(cast(second));
		for n in [0, 1, 3, 4] {
			assert_ok!(cast(vote_of(subject, first.vote.digest, n)));
		}
		assert_ok!(Gateway::report_equivocation(signed(ALICE), first, second));
		let round = round(subject);
		assert_eq!(
			(round.round, round.accepted, round.votes.len()),
			(0, Some(first.vote.digest), 4)
		);
	});
}

#[test]
fn slashed_vote_on_a_day_should_not_count_either() {
	test(|| {
		super::oracle::filecoin_day();
		run_to(BPD);
		let (first, second) = votes(1);
		let day = Subject::Oracle(0);
		assert_ok!(cast(vote_of(day, H256::zero(), 1)));
		assert_ok!(cast(vote_of(day, H256::zero(), 4)));
		assert_ok!(Gateway::report_equivocation(signed(ALICE), first, second));
		let votes = round(day).votes;
		assert_eq!((votes.len(), votes[0].operator), (1, 4));
	});
}

#[test]
fn evidence_should_count_after_a_rotation_and_against_the_key_of_then() {
	test(|| {
		let (first, second) = votes(1);
		assert_ok!(Gateway::set_operators(root(), set_of([0, 2, 3])));
		assert_noop!(Gateway::withdraw_bond(signed(operator(1))), Fails::BondNotFree);
		assert_ok!(Gateway::report_equivocation(signed(ALICE), first, second));
		assert_eq!(bonded(1), 0);
		assert!(Sets::<Test>::get(0).unwrap().members[1].disabled);
	});
}

#[test]
fn evidence_should_disable_who_is_in_office_again() {
	test(|| {
		let (first, second) = votes(1);
		assert_ok!(Gateway::set_operators(root(), set_of([1, 0, 2])));
		let subject = first.vote.subject;
		for (place, n) in [(0, 1), (1, 0)] {
			let vote = SignedVote {
				operator: place,
				..vote_of(subject, H256::zero(), n)
			};
			assert_ok!(cast(vote));
		}
		assert_ok!(Gateway::report_equivocation(signed(ALICE), first, second));
		// Its vote was by its place in the new set.
		let votes = round(subject).votes;
		assert_eq!((votes.len(), votes[0].operator), (1, 1));
		assert!(Sets::<Test>::get(1).unwrap().members[0].disabled);
		assert!(!Sets::<Test>::get(1).unwrap().members[1].disabled);
	});
}

#[test]
fn evidence_that_is_no_conflict_should_be_refused() {
	test(|| {
		let (first, second) = votes(0);
		let report = |a, b| Gateway::report_equivocation(signed(ALICE), a, b);
		assert_noop!(report(first, first), Fails::NoConflict);
		let changed = |change: fn(&mut Vote)| {
			let mut vote = second.vote;
			change(&mut vote);
			sign(vote, 0)
		};
		assert_noop!(report(first, changed(|vote| vote.round = 1)), Fails::NoConflict);
		assert_noop!(report(first, changed(|vote| vote.set = 1)), Fails::NoConflict);
		assert_noop!(
			report(first, changed(|vote| vote.subject = Subject::Range(FIRST + 1))),
			Fails::NoConflict
		);
		assert_noop!(report(first, votes(1).1), Fails::NoConflict);
		// Signed by another operator.
		let forged = SignedVote {
			operator: 0,
			..votes(1).1
		};
		assert_noop!(report(first, forged), Fails::BadSignature);
		assert_noop!(report(forged, first), Fails::BadSignature);
		let in_set = |set| {
			let vote = |digest| Vote {
				set,
				digest: H256::repeat_byte(digest),
				..first.vote
			};
			report(sign(vote(1), 0), sign(vote(2), 0))
		};
		assert_noop!(in_set(7), Fails::UnknownSet);
		let nobody = |signed: SignedVote| SignedVote {
			operator: 9,
			..signed
		};
		assert_noop!(report(nobody(first), nobody(second)), Fails::UnknownOperator);
		assert_eq!(bonded(0), BOND);
	});
}

#[test]
fn old_sets_should_be_forgotten() {
	test(|| {
		let (first, second) = votes(0);
		for _ in 0..4 {
			assert_ok!(Gateway::set_operators(root(), set_of([0, 1])));
		}
		assert_noop!(
			Gateway::report_equivocation(signed(ALICE), first, second),
			Fails::UnknownSet
		);
	});
}
