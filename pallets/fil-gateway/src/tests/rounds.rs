use super::*;

const A: H256 = H256::repeat_byte(0xaa);
const B: H256 = H256::repeat_byte(0xbb);

fn subject() -> Subject {
	Subject::Range(FIRST)
}

#[test]
fn round_without_quorum_should_give_way_after_120_epochs() {
	test(|| {
		let open = || Gateway::open_next_round(signed(ALICE), subject());
		assert_noop!(open(), Fails::RoundNotOver);
		run_to(10);
		for n in 0..3 {
			assert_ok!(cast(vote_of(subject(), A, n)));
		}
		assert_ok!(cast(vote_of(subject(), B, 3)));
		// 120 of 24 epochs a day at 48 blocks a day.
		run_to(10 + 239);
		assert_noop!(open(), Fails::RoundNotOver);
		run_to(10 + 240);
		let old = vote_of(subject(), A, 4);
		assert_ok!(open());
		assert_event(Event::RoundOpened {
			subject: subject(),
			round: 1,
		});
		assert_eq!(round(subject()).votes.len(), 0);
		assert_noop!(
			Gateway::vote(authorized(), old.vote, 4, old.signature),
			Fails::WrongRound
		);
		// Who lied before may vote rightly now.
		for n in 0..4 {
			assert_ok!(cast(vote_of(subject(), A, n)));
		}
		assert_eq!(round(subject()).accepted, Some(A));
	});
}

/// Whoever has signed what was lost with a fork of this chain signs nothing else in that round.
#[test]
fn round_without_votes_should_give_way_120_epochs_after_the_checkpoint() {
	test(|| {
		run_to(9);
		range(vec![]);
		let subject = Subject::Range(FIRST + 1);
		let open = || Gateway::open_next_round(signed(ALICE), subject);
		run_to(9 + 239);
		assert_noop!(open(), Fails::RoundNotOver);
		run(1);
		assert_ok!(open());
		assert_event(Event::RoundOpened { subject, round: 1 });
		run(239);
		assert_noop!(open(), Fails::RoundNotOver);
		run(1);
		assert_ok!(open());
		check();
		// The time begins anew with the first vote.
		run(200);
		assert_ok!(cast(vote_of(subject, A, 0)));
		run(100);
		assert_noop!(open(), Fails::RoundNotOver);
		run(140);
		assert_ok!(open());
		fund(ALICE, ONE);
		assert_eq!(LaterRounds::<Test>::get(FIRST + 1), Some(3));
	});
}

#[test]
fn day_without_votes_should_give_way_120_epochs_after_its_window_was_fixed() {
	test(|| {
		super::oracle::filecoin_day();
		let subject = Subject::Oracle(0);
		let open = || Gateway::open_next_round(signed(ALICE), subject);
		assert_noop!(open(), Fails::DayOutOfSequence);
		run_to(BPD);
		run(239);
		assert_noop!(open(), Fails::RoundNotOver);
		run(1);
		assert_ok!(open());
		assert_eq!(round(subject).round, 1);
		check();
		super::oracle::record_day(5, vec![]);
		assert_eq!(Rounds::<Test>::get(subject), None);
	});
}

#[test]
fn accepted_report_that_is_not_delivered_should_give_way() {
	test(|| {
		let (header, pages) = report(
			vec![credit(1, ONE, to(ALICE)); 1]
				.into_iter()
				.chain((2..70).map(|n| credit(n, ONE, to(ALICE))))
				.collect(),
		);
		accept(&header);
		assert_ok!(Gateway::submit_page(authorized(), FIRST, 1, pages[1].clone()));
		run(239);
		assert_noop!(
			Gateway::open_next_round(signed(ALICE), subject()),
			Fails::RoundNotOver
		);
		run(1);
		assert_ok!(Gateway::open_next_round(signed(ALICE), subject()));
		assert_noop!(
			Gateway::submit_page(authorized(), FIRST, 0, pages[0].clone()),
			Fails::NothingUnderDelivery
		);
		check();
		// The page that came before counts for nothing, and its deposits are not spent.
		deliver(header, pages);
		assert_eq!(ifil(ALICE), 69 * ONE);
		assert_eq!(LaterRounds::<Test>::get(FIRST), Some(1));
	});
}

#[test]
fn next_round_should_be_refused_for_what_is_not_open() {
	test(|| {
		let open = |subject| Gateway::open_next_round(signed(ALICE), subject);
		assert_noop!(open(Subject::Range(FIRST + 1)), Fails::RangeOutOfSequence);
		assert_noop!(open(Subject::Oracle(0)), Fails::DayOutOfSequence);
		assert_noop!(
			Gateway::open_next_round(root(), subject()),
			DispatchError::BadOrigin
		);
	});
}
