use super::*;

fn subject() -> Subject {
	Subject::Range(FIRST)
}

const A: H256 = H256::repeat_byte(0xaa);
const B: H256 = H256::repeat_byte(0xbb);

#[test]
fn digest_should_be_accepted_by_four_of_five() {
	test(|| {
		for n in 0..3 {
			assert_ok!(cast(vote_of(subject(), A, n)));
		}
		assert_eq!(round(subject()).accepted, None);
		assert_ok!(cast(vote_of(subject(), B, 4)));
		assert_eq!(round(subject()).accepted, None);
		assert_ok!(cast(vote_of(subject(), A, 3)));
		assert_eq!(round(subject()).accepted, Some(A));
		assert_event(Event::Accepted {
			subject: subject(),
			round: 0,
			digest: A,
		});
		assert_event(Event::Voted {
			set: 0,
			operator: operator(4),
			subject: subject(),
			round: 0,
			digest: B,
		});
	});
}

#[test]
fn two_liars_of_five_should_stop_but_not_steer() {
	test(|| {
		for n in 0..3 {
			assert_ok!(cast(vote_of(subject(), A, n)));
		}
		for n in 3..5 {
			assert_ok!(cast(vote_of(subject(), B, n)));
		}
		assert_eq!(round(subject()).accepted, None);
	});
}

#[test]
fn thresholds_should_be_as_the_protocol_says() {
	let thresholds: Vec<u32> = (1..=16).map(threshold).collect();
	assert_eq!(thresholds, [1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9, 9, 10, 11, 11]);
	assert_eq!(threshold(0), 0);
}

#[test]
fn vote_should_be_refused_with_its_own_error() {
	test(|| {
		let good = vote_of(subject(), A, 0).vote;
		let refused = |vote: Vote, operator: u16, error: Fails| {
			let signature = sign(vote, 0).signature;
			assert_noop!(Gateway::vote(authorized(), vote, operator, signature), error);
			assert!(
				Gateway::authorize_vote(TransactionSource::External, &vote, &operator, &signature).is_err()
			);
		};
		refused(Vote { set: 1, ..good }, 0, Fails::OldSet);
		refused(good, 5, Fails::UnknownOperator);
		refused(
			Vote {
				subject: Subject::Range(FIRST + 1),
				..good
			},
			0,
			Fails::RangeOutOfSequence,
		);
		refused(
			Vote {
				subject: Subject::Range(FIRST - 1),
				..good
			},
			0,
			Fails::RangeOutOfSequence,
		);
		refused(
			Vote {
				subject: Subject::Oracle(0),
				..good
			},
			0,
			Fails::DayOutOfSequence,
		);
		refused(Vote { round: 1, ..good }, 0, Fails::WrongRound);
		assert_ok!(cast(sign(good, 0)));
		refused(good, 0, Fails::AlreadyVoted);
		refused(Vote { digest: B, ..good }, 0, Fails::AlreadyVoted);
		for n in 1..4 {
			assert_ok!(cast(sign(good, n)));
		}
		refused(good, 4, Fails::AlreadyAccepted);
	});
}

#[test]
fn vote_should_need_the_operators_own_signature() {
	test(|| {
		let signed = vote_of(subject(), A, 0);
		let authorize = |operator: u16, vote: &Vote, of: &SignedVote| {
			Gateway::authorize_vote(TransactionSource::InBlock, vote, &operator, &of.signature)
		};
		assert_eq!(
			authorize(1, &signed.vote, &signed),
			Err(InvalidTransaction::BadProof.into())
		);
		let other = Vote {
			digest: B,
			..signed.vote
		};
		assert_eq!(
			authorize(0, &other, &signed),
			Err(InvalidTransaction::BadProof.into())
		);
		// The same vote on another chain.
		let elsewhere = SignedVote {
			signature: pair(0).sign(&signed.vote.payload(&H256::zero())),
			..signed
		};
		assert_eq!(
			authorize(0, &signed.vote, &elsewhere),
			Err(InvalidTransaction::BadProof.into())
		);
		assert_eq!(
			authorize(9, &signed.vote, &signed),
			Err(InvalidTransaction::BadSigner.into())
		);
		let (valid, _) = authorize(0, &signed.vote, &signed).unwrap();
		assert!(valid.propagate && valid.provides.len() == 1);
		assert_noop!(
			Gateway::vote(signed_origin(), signed.vote, 0, signed.signature),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Gateway::vote(root(), signed.vote, 0, signed.signature),
			DispatchError::BadOrigin
		);
	});
}

fn signed_origin() -> RuntimeOrigin {
	signed(operator(0))
}

#[test]
fn resent_vote_should_be_stale() {
	test(|| {
		let signed = vote_of(subject(), A, 0);
		assert_ok!(cast(signed));
		assert_eq!(
			Gateway::authorize_vote(TransactionSource::External, &signed.vote, &0, &signed.signature),
			Err(InvalidTransaction::Stale.into())
		);
	});
}

#[test]
fn one_of_one_should_decide_alone() {
	ext_with(1, Some(custody())).execute_with(|| {
		assert_ok!(cast(vote_of(subject(), A, 0)));
		assert_eq!(round(subject()).accepted, Some(A));
		check();
	});
}

#[test]
fn nothing_should_be_voted_on_before_custody_and_operators_are_there() {
	ext_with(0, Some(custody())).execute_with(|| {
		let vote = Vote {
			set: 0,
			subject: subject(),
			round: 0,
			digest: A,
		};
		assert_noop!(
			Gateway::vote(authorized(), vote, 0, sign(vote, 0).signature),
			Fails::NotSetUp
		);
		check();
	});
	ext_with(5, None).execute_with(|| {
		let vote = Vote {
			set: 0,
			subject: subject(),
			round: 0,
			digest: A,
		};
		assert_noop!(
			Gateway::vote(authorized(), vote, 0, sign(vote, 0).signature),
			Fails::NotSetUp
		);
		check();
	});
}
