use super::*;

#[test]
fn rotation_should_make_votes_and_deliveries_void() {
	test(|| {
		let subject = Subject::Range(FIRST);
		let (header, pages) = report((0..70).map(|n| credit(n, ONE, to(ALICE))).collect());
		accept(&header);
		assert_ok!(Gateway::submit_page(authorized(), FIRST, 0, pages[0].clone()));
		let late = vote_of(subject, digest(&header), 4);
		assert_ok!(Gateway::set_operators(root(), set_of([0, 1, 2])));
		assert_event(Event::OperatorsSet {
			set: 1,
			members: vec![operator(0), operator(1), operator(2)],
		});
		assert_noop!(
			Gateway::vote(authorized(), late.vote, 4, late.signature),
			Fails::OldSet
		);
		assert_noop!(
			Gateway::submit_page(authorized(), FIRST, 1, pages[1].clone()),
			Fails::NothingUnderDelivery
		);
		check();
		assert_eq!(round(subject).round, 1);
		for n in 0..3 {
			assert_ok!(cast(vote_of(subject, digest(&header), n)));
		}
		assert_ok!(submit(&header));
		submit_pages(FIRST, pages);
		apply_all();
		assert_eq!(ifil(ALICE), 70 * ONE);
	});
}

#[test]
fn rotation_should_leave_a_complete_report_alone() {
	test(|| {
		let (header, pages) = report((0..70).map(|n| credit(n, ONE, to(ALICE))).collect());
		accept(&header);
		submit_pages(FIRST, pages);
		assert_ok!(Gateway::apply(signed(BOB), 3));
		assert_ok!(Gateway::set_operators(root(), set_of([0])));
		check();
		apply_all();
		assert_eq!(ifil(ALICE), 70 * ONE);
	});
}

#[test]
fn key_should_change_by_a_new_set_only() {
	test(|| {
		let new = pair(9).public();
		assert_ok!(Gateway::bond(signed(operator(0)), new, 0));
		assert_ok!(cast(vote_of(Subject::Range(FIRST), H256::zero(), 0)));
		assert_noop!(
			Gateway::set_operators(root(), set_of([0])),
			Fails::MemberNotBonded
		);
		assert_ok!(Gateway::set_operators(
			root(),
			BoundedVec::truncate_from(vec![(operator(0), new)])
		));
		assert_eq!(Gateway::current_set().unwrap().1.members[0].key, new);
	});
}

#[test]
fn bad_set_should_be_refused() {
	test(|| {
		assert_noop!(
			Gateway::set_operators(dao(), set_of([0])),
			DispatchError::BadOrigin
		);
		assert_noop!(Gateway::set_operators(root(), set_of([])), Fails::BadSetSize);
		assert_noop!(
			Gateway::set_operators(root(), set_of([0, 1, 0])),
			Fails::DuplicateMember
		);
		let same_key = BoundedVec::truncate_from(vec![member(0), (operator(1), pair(0).public())]);
		assert_noop!(Gateway::set_operators(root(), same_key), Fails::DuplicateMember);
		assert_noop!(
			Gateway::set_operators(root(), set_of([0, 7])),
			Fails::MemberNotBonded
		);
		assert_eq!(CurrentSet::<Test>::get(), Some(0));
	});
}

#[test]
fn sixteen_should_fit() {
	test(|| {
		for n in 5..16 {
			assert_ok!(Gateway::bond(signed(operator(n)), pair(n).public(), BOND));
		}
		assert_ok!(Gateway::set_operators(root(), set_of(0..16)));
		assert_eq!(Gateway::current_set().unwrap().1.threshold(), 11);
		for n in 0..11 {
			assert_ok!(cast(vote_of(Subject::Range(FIRST), H256::zero(), n)));
		}
		assert_eq!(round(Subject::Range(FIRST)).accepted, Some(H256::zero()));
	});
}
