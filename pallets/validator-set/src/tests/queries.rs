use super::*;
use crate::ValidatorStatement;

#[test]
fn statement_should_say_how_a_validator_stands() {
	ExtBuilder::default().build_and_execute(|| {
		apply(EVE);
		assert_eq!(
			ValidatorSet::validator_statement(EVE),
			Some(ValidatorStatement {
				who: EVE,
				status: Status::Applicant,
				bond: BOND,
				slashed: 0,
				authored: 0,
				validating: false,
				ejection_due: false,
			})
		);
		assert_eq!(ValidatorSet::validator_statement(FERDIE), None);
		run_blocks(8);
		offences::report(&[(2, 10)], 0);
		let statement = ValidatorSet::validator_statement(2).unwrap();
		assert_eq!(statement.status, Status::Ejected { until: 2 });
		assert_eq!(
			(statement.bond, statement.slashed, statement.validating),
			(BOND - 1_001, 1_001, true)
		);
		assert!(statement.authored > 0);
	})
}

#[test]
fn statements_should_cover_the_set() {
	ExtBuilder::with_validators(3).build_and_execute(|| {
		offences::report(&[(2, 10)], 0);
		let statements = ValidatorSet::validator_statements();
		assert_eq!(
			statements
				.iter()
				.map(|s| (s.who, s.ejection_due))
				.collect::<Vec<_>>(),
			[(1, false), (2, true), (3, false)]
		);
		assert_eq!(
			(ValidatorSet::minimum_bond(), ValidatorSet::minimum_set_size()),
			(10_000, 3)
		);
		MinimumSetSize::set(0);
		assert_eq!(ValidatorSet::minimum_set_size(), 1);
	})
}
