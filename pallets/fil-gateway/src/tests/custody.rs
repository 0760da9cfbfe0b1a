//! `announce_signers`, `set_custody`.

use super::*;

fn new_signers() -> Signers {
	Signers {
		ids: BoundedVec::truncate_from(vec![1_000, 1_001, 1_002, 1_003, 2_000]),
		approvals: 4,
	}
}

fn info() -> Custody {
	CustodyInfo::<Test>::get().unwrap()
}

fn set(
	custody: Custody,
	next: RangeIndex,
	balance: Balance,
) -> frame_support::pallet_prelude::DispatchResult {
	Gateway::set_custody(root(), Box::new(custody), next, balance)
}

#[test]
fn announced_signers_should_be_taken_when_a_report_shows_them() {
	test(|| {
		assert_noop!(
			Gateway::announce_signers(dao(), new_signers()),
			DispatchError::BadOrigin
		);
		assert_ok!(Gateway::announce_signers(root(), new_signers()));
		assert_event(Event::SignersAnnounced {
			signers: new_signers(),
		});
		// The old ones still do.
		range(vec![]);
		assert_eq!(info().announced, Some(new_signers()));
		let (mut header, pages) = report(vec![]);
		header.signers = new_signers().digest();
		deliver(header, pages);
		assert_event(Event::SignersChanged);
		assert_eq!((info().signers, info().announced), (new_signers(), None));
		assert_eq!(status(), Status::Running);
		// And not back.
		let (mut header, pages) = report(vec![]);
		header.signers = signers_digest(&custody().signers, 4);
		deliver(header, pages);
		assert_eq!(fault(), Some(Fault::Signers));
	});
}

#[test]
fn signer_lists_should_be_checked() {
	test(|| {
		let with = |ids: &[ActorId], approvals| {
			let ids = BoundedVec::truncate_from(ids.to_vec());
			Gateway::announce_signers(root(), Signers { ids, approvals })
		};
		for (ids, approvals) in [
			(&[1u64, 2][..], 0),
			(&[1, 2], 3),
			(&[2, 1], 1),
			(&[1, 1], 1),
			(&[], 0),
			(&[], 1),
		] {
			assert_noop!(with(ids, approvals), Fails::BadCustody);
		}
		assert_ok!(with(&[1, 2], 2));
	});
}

#[test]
fn custody_should_be_set_once_more() {
	test(|| {
		fund(ALICE, 10 * ONE);
		let (header, pages) = report((0..70).map(|n| credit(n, ONE, to(BOB))).collect());
		accept(&header);
		assert_ok!(Gateway::submit_page(authorized(), FIRST + 1, 0, pages[0].clone()));
		let new = Custody { id: 77, ..info() };
		assert_noop!(
			Gateway::set_custody(dao(), Box::new(new.clone()), 200, 0),
			DispatchError::BadOrigin
		);
		assert_noop!(set(new.clone(), FIRST, 0), Fails::RangeOutOfSequence);
		let no_actor = Custody {
			robust: destination(),
			..new.clone()
		};
		assert_noop!(set(no_actor, 200, 0), Fails::BadCustody);
		let announced = Custody {
			announced: Some(new_signers()),
			..new.clone()
		};
		assert_noop!(set(announced, 200, 0), Fails::BadCustody);
		assert_ok!(set(new, 200, 12 * ONE));
		assert_event(Event::CustodySet {
			id: 77,
			next: 200,
			balance: 12 * ONE,
		});
		assert_eq!(
			(suspended()[0].value, suspended()[0].reason),
			(2 * ONE, SuspenseReason::Surplus)
		);
		check();
		// What was delivered before is void.
		assert!(!RangeDelivery::<Test>::exists());
		range(vec![credit(0, ONE, to(BOB))]);
		assert_eq!(ifil(BOB), ONE);
	});
}

#[test]
fn open_rounds_should_begin_anew_with_another_custody() {
	test(|| {
		super::oracle::filecoin_day();
		run_to(BPD);
		let (range, day) = (Subject::Range(next_range()), Subject::Oracle(0));
		// Operators may have signed what never came here.
		let late = [vote_of(range, H256::zero(), 0), vote_of(day, H256::zero(), 0)];
		assert_ok!(set(info(), next_range(), 0));
		for (subject, vote) in [range, day].into_iter().zip(late) {
			assert_event(Event::RoundOpened { subject, round: 1 });
			assert_noop!(
				Gateway::vote(authorized(), vote.vote, 0, vote.signature),
				Fails::WrongRound
			);
		}
		check();
		assert_ok!(cast(vote_of(range, H256::zero(), 0)));
		assert_ok!(set(info(), next_range() + 1, 0));
		assert_eq!(round(Subject::Range(next_range())).round, 2);
		super::range(vec![credit(0, ONE, to(BOB))]);
		assert_eq!(ifil(BOB), ONE);
	});
}

#[test]
fn what_was_accepted_of_the_old_custody_should_not_count_for_the_new_one() {
	test(|| {
		fund(ALICE, 10 * ONE);
		let (mut header, _) = report(vec![]);
		header.end_balance -= 5;
		header.verdict = Verdict::Unexplained { delta: -5 };
		accept(&header);
		assert_ok!(Gateway::accept_unexplained(root(), header.range, -5));
		assert_ok!(set(Custody { id: 77, ..info() }, header.range, 10 * ONE));
		assert_ok!(Gateway::resume(dao()));
		accept(&header);
		assert!(matches!(fault(), Some(Fault::Unexplained { .. })));
	});
}

#[test]
fn custody_with_less_should_be_a_breach() {
	test(|| {
		fund(ALICE, 10 * ONE);
		assert_ok!(set(Custody { id: 77, ..info() }, FIRST + 1, 9 * ONE));
		assert_eq!((Shortfall::<Test>::get(), fault()), (ONE, Some(Fault::Reserve)));
	});
}

#[test]
fn custody_should_not_change_while_a_report_is_applied() {
	test(|| {
		let (header, pages) = report(vec![credit(1, ONE, to(BOB))]);
		accept(&header);
		submit_pages(FIRST, pages);
		assert_noop!(set(info(), FIRST + 1, ONE), Fails::StillApplying);
	});
}

#[test]
fn first_custody_should_set_the_gateway_going() {
	ext_with(5, None).execute_with(|| {
		assert_noop!(
			Gateway::redeem(signed(ALICE), ONE, text(destination()), 0),
			Fails::NotSetUp
		);
		run(3 * BPD);
		assert_ok!(set(super::custody::parsed(), 7, 0));
		assert_eq!(
			NextRecord::<Test>::get(),
			Some(OracleWindow {
				day: 3,
				from: 14,
				to: None
			})
		);
		fund(ALICE, ONE);
		assert_eq!(ifil(ALICE), ONE);
		check();
	});
}

fn parsed() -> Custody {
	crate::mock::custody().parse().unwrap()
}

#[test]
fn genesis_should_suspend_what_custody_holds() {
	let custody = GenesisCustody {
		balance: 5 * ONE,
		..crate::mock::custody()
	};
	ext_with(1, Some(custody)).execute_with(|| {
		assert_eq!((suspended()[0].value, Gateway::reserve()), (5 * ONE, 5 * ONE));
		check();
	});
}

#[test]
fn genesis_custody_should_be_checked() {
	let good = crate::mock::custody();
	assert!(good.parse().is_ok());
	let bad = |change: fn(&mut GenesisCustody)| {
		let mut custody = crate::mock::custody();
		change(&mut custody);
		assert!(custody.parse().is_err());
	};
	bad(|custody| custody.genesis = "bafy".into());
	bad(|custody| custody.robust = robust().to_text(Network::Main));
	bad(|custody| custody.signers = (0..65).collect());
}
