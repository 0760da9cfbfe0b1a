use super::*;

fn check() {
	assert_eq!(Session::validators().len(), 5);
	assert_eq!(set(), Session::validators());
	let mut sorted = set();
	sorted.sort();
	assert_eq!(sorted, [1, 2, 3, 4, 5]);
	for who in 1..=5 {
		assert_eq!(
			validator(who),
			crate::Validator::new(Status::Active { since: 0 }, BOND, 0)
		);
		assert_eq!((held(who), Balances::free_balance(who)), (BOND, ENDOWMENT - BOND));
	}
	assert_eq!(
		(Babe::authorities().len(), Grandpa::grandpa_authorities().len()),
		(5, 5)
	);
	// Equivocations of the first sessions can be proven later.
	assert!(Historical::historical_root(0).is_some() && Historical::historical_root(1).is_some());
	assert_eq!(Historical::historical_root(0), Historical::historical_root(1));
	let running = Session::validators();
	run_to_session(3);
	assert_eq!(Session::validators(), running);
}

#[test]
fn genesis_should_work_after_session() {
	ExtBuilder::default().build_and_execute(check)
}

#[test]
fn genesis_should_work_before_session() {
	ExtBuilder {
		set_before_session: true,
		..Default::default()
	}
	.build_and_execute(check)
}

#[test]
#[should_panic = "must name the same accounts"]
fn genesis_should_refuse_a_set_without_keys() {
	ExtBuilder {
		session_keys: vec![1, 2, 3],
		..Default::default()
	}
	.build();
}

#[test]
#[should_panic = "must name the same accounts"]
fn genesis_should_refuse_a_set_without_keys_before_session() {
	ExtBuilder {
		session_keys: vec![1, 2, 3],
		set_before_session: true,
		..Default::default()
	}
	.build();
}

#[test]
#[should_panic = "must name the same accounts"]
fn genesis_should_refuse_keys_of_others() {
	ExtBuilder {
		session_keys: vec![1, 2, 3, 4, 6],
		..Default::default()
	}
	.build();
}

#[test]
#[should_panic = "is listed twice"]
fn genesis_should_refuse_duplicates() {
	ExtBuilder {
		validators: vec![(1, BOND), (1, BOND)],
		..Default::default()
	}
	.build();
}

#[test]
#[should_panic = "is below the minimum"]
fn genesis_should_refuse_low_bonds() {
	ExtBuilder {
		validators: vec![(1, 9_999)],
		session_keys: vec![1],
		..Default::default()
	}
	.build();
}

#[test]
#[should_panic = "cannot pay the bond"]
fn genesis_should_refuse_who_cannot_pay() {
	ExtBuilder {
		validators: vec![(1, ENDOWMENT)],
		session_keys: vec![1],
		..Default::default()
	}
	.build();
}

#[test]
#[should_panic = "more genesis validators than the set has room for"]
fn genesis_should_refuse_too_many() {
	ExtBuilder {
		validators: (1..=11).map(|who| (who, BOND)).collect(),
		session_keys: vec![],
		..Default::default()
	}
	.build();
}
