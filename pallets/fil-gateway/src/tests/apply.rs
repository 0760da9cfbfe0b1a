use super::*;

#[test]
fn hook_should_apply_a_slice_in_each_block() {
	test(|| {
		let (header, pages) = report((0..20).map(|n| credit(n, ONE, to(ALICE))).collect());
		accept(&header);
		submit_pages(FIRST, pages);
		assert_eq!(ifil(ALICE), 0);
		assert_eq!(
			(Gateway::reserve(), LastCheckpoint::<Test>::get().unwrap().balance),
			(0, 20 * ONE)
		);
		for expected in [8, 16, 20] {
			run(1);
			assert_eq!(ifil(ALICE), expected * ONE);
			check();
		}
		assert!(!Applying::<Test>::exists());
	});
}

#[test]
fn anyone_should_apply_more() {
	test(|| {
		let (header, pages) = report((0..20).map(|n| credit(n, ONE, to(ALICE))).collect());
		accept(&header);
		submit_pages(FIRST, pages);
		assert_ok!(Gateway::apply(signed(BOB), 13));
		assert_eq!(ifil(ALICE), 13 * ONE);
		assert_ok!(Gateway::apply(signed(BOB), 7));
		assert!(Applying::<Test>::exists());
		assert_ok!(Gateway::apply(signed(BOB), 64));
		assert!(!Applying::<Test>::exists());
		assert_ok!(Gateway::apply(signed(BOB), 64));
		assert_eq!(ifil(ALICE), 20 * ONE);
	});
}

#[test]
fn apply_should_be_bounded_and_signed() {
	test(|| {
		assert_noop!(Gateway::apply(signed(BOB), 65), Fails::TooManySteps);
		assert_noop!(Gateway::apply(root(), 1), DispatchError::BadOrigin);
	});
}
