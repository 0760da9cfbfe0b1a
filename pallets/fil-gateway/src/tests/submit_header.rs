use super::*;

fn halted_by(header: RangeHeader, expected: Fault) {
	accept(&header);
	assert_eq!(fault(), Some(expected));
	assert_event(Event::Paused { fault: expected });
	assert!(Halted::<Test>::get());
	assert_eq!(next_range(), header.range);
	assert!(!RangeDelivery::<Test>::exists());
	let subject = Subject::Range(header.range);
	assert_eq!((round(subject).round, round(subject).accepted), (1, None));
	assert_eq!(Assets::total_supply(dmex_primitives::constants::IFIL), 0);
	let vote = vote_of(subject, digest(&header), 0);
	assert_noop!(
		Gateway::vote(authorized(), vote.vote, 0, vote.signature),
		Fails::RangesHalted
	);
	check();
}

#[test]
fn empty_range_should_move_the_checkpoint_on() {
	test(|| {
		run_to(9);
		let (header, _) = report(vec![]);
		accept(&header);
		assert_event(Event::RangeAccepted {
			range: FIRST,
			balance: 0,
			credits: 0,
			debits: 0,
		});
		let expected = Checkpoint {
			next: FIRST + 1,
			tipset: header.tipset,
			time: header.time,
			balance: 0,
			head: Some(header.head),
			at: 9,
		};
		assert_eq!(LastCheckpoint::<Test>::get(), Some(expected));
		run(1);
		assert_event(Event::RangeApplied {
			range: FIRST,
			claims: 0,
			balance: 0,
		});
		assert!(!Applying::<Test>::exists() && !RangeDelivery::<Test>::exists());
		assert_eq!(Rounds::<Test>::iter().count(), 0);
	});
}

#[test]
fn header_should_be_the_one_that_a_quorum_voted_for() {
	test(|| {
		let (header, _) = report(vec![credit(1, ONE, to(ALICE))]);
		let submit = |header: &RangeHeader| Gateway::submit_header(authorized(), Box::new(header.clone()));
		assert_noop!(submit(&header), Fails::NotAccepted);
		for n in 0..3 {
			assert_ok!(cast(vote_of(Subject::Range(FIRST), digest(&header), n)));
		}
		assert_noop!(submit(&header), Fails::NotAccepted);
		assert_ok!(cast(vote_of(Subject::Range(FIRST), digest(&header), 3)));
		let mut other = header.clone();
		other.end_balance += 1;
		assert_noop!(submit(&other), Fails::NotAccepted);
		other = header.clone();
		other.range += 1;
		assert_noop!(submit(&other), Fails::RangeOutOfSequence);
		other.range -= 2;
		assert_noop!(submit(&other), Fails::RangeOutOfSequence);
		assert_noop!(
			Gateway::submit_header(signed(ALICE), Box::new(header.clone())),
			DispatchError::BadOrigin
		);
		assert_ok!(submit(&header));
		assert_noop!(submit(&header), Fails::AlreadyDelivered);
		assert_eq!(
			Gateway::authorize_header(TransactionSource::External, &header),
			Err(InvalidTransaction::Stale.into())
		);
	});
}

#[test]
fn next_report_should_wait_for_the_application_of_the_last_one() {
	test(|| {
		let (header, pages) = report(vec![credit(1, ONE, to(ALICE))]);
		accept(&header);
		submit_pages(FIRST, pages);
		let (next, _) = report(vec![]);
		quorum(Subject::Range(FIRST + 1), digest(&next));
		assert_noop!(
			Gateway::submit_header(authorized(), Box::new(next.clone())),
			Fails::StillApplying
		);
		apply_all();
		assert_ok!(submit(&next));
	});
}

#[test]
fn report_that_does_not_add_up_should_pause() {
	let with = |change: fn(&mut RangeHeader)| {
		test(|| {
			let (mut header, _) = report(vec![
				credit(1, ONE, to(ALICE)),
				debit(2, ONE / 4, destination(), 0),
			]);
			change(&mut header);
			halted_by(header, Fault::Conservation);
		})
	};
	with(|header| header.end_balance += 1);
	with(|header| header.end_balance -= 1);
	with(|header| {
		header.start_balance += 1;
		header.end_balance += 1;
	});
	with(|header| header.dust = Dust { count: 1, amount: 1 });
	with(|header| header.pages[0].credits += 1);
	with(|header| header.pages[0].debits = u128::MAX);
	with(|header| header.dust.amount = u128::MAX);
	with(|header| header.pages[0].items = 0);
	with(|header| header.pages[0].items = 65);
}

#[test]
fn report_of_an_earlier_time_should_pause() {
	test(|| {
		range(vec![]);
		let (mut header, _) = report(vec![]);
		header.time -= 1;
		accept(&header);
		assert_eq!(fault(), Some(Fault::Conservation));
	});
}

#[test]
fn unexplained_delta_should_mint_nothing_and_pause() {
	test(|| {
		let (mut header, _) = report(vec![credit(1, ONE, to(ALICE))]);
		header.end_balance += 5;
		header.verdict = Verdict::Unexplained { delta: 5 };
		halted_by(
			header,
			Fault::Unexplained {
				range: FIRST,
				delta: 5,
			},
		);
	});
}

#[test]
fn finality_violation_should_pause() {
	test(|| {
		let (mut header, _) = report(vec![]);
		header.verdict = Verdict::FinalityViolation;
		let tipset = header.tipset;
		halted_by(header, Fault::Finality { tipset });
	});
}

#[test]
fn unannounced_signers_should_pause_without_halting_ranges() {
	test(|| {
		fund(ALICE, ONE);
		let (mut header, pages) = report(vec![credit(1, ONE, to(ALICE))]);
		header.signers = signers_digest(&[1_000, 1_001, 1_002, 1_003, 6_666], 4);
		deliver(header, pages);
		assert_eq!(fault(), Some(Fault::Signers));
		assert!(!Halted::<Test>::get());
		// What came in waits.
		assert_eq!((ifil(ALICE), DelayedTotal::<Test>::get()), (ONE, ONE));
		range(vec![]);
		assert_ok!(Gateway::resume(dao()));
		run(1);
		assert_eq!(ifil(ALICE), 2 * ONE);
	});
}
