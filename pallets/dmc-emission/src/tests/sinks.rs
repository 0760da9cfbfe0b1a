use super::*;
use crate::{CreditOf, ToAuthor, ToRiskFund};
use dmex_primitives::VotableSupply;
use frame_support::traits::{
	fungible::{Balanced, Mutate},
	tokens::{
		Fortitude::Polite,
		Precision::Exact,
		Preservation::{Expendable, Preserve},
	},
	Imbalance, OnUnbalanced,
};

/// Money taken from Alice.
fn taken(amount: Balance) -> CreditOf<Test> {
	Balances::withdraw(&ALICE, amount, Exact, Expendable, Polite).unwrap()
}

#[test]
fn fees_and_tips_should_go_to_the_author_as_a_whole() {
	ExtBuilder::default().build_and_execute(|| {
		let issuance = Balances::total_issuance();
		let before = Balances::balance(&AUTHOR);
		ToAuthor::<Test>::on_unbalanceds([taken(7), taken(5)].into_iter());
		assert_eq!(Balances::balance(&AUTHOR) - before, 12);
		assert_eq!(Balances::total_issuance(), issuance);
		ToAuthor::<Test>::on_unbalanced(CreditOf::<Test>::zero());
	});
}

#[test]
fn a_fee_that_the_author_cannot_hold_should_wait_in_the_ledger() {
	ExtBuilder {
		author: None,
		..Default::default()
	}
	.build_and_execute(|| {
		CurrentAuthor::set(Some(CHARLIE));
		let issuance = Balances::total_issuance();
		ToAuthor::<Test>::on_unbalanced(taken(ED - 1));
		assert_eq!(Balances::total_balance(&CHARLIE), 0);
		assert_eq!(Credits::<Test>::get(CHARLIE).unwrap().held, ED - 1);
		assert_eq!(
			Balances::balance(&Emission::ledger_account()),
			TEAM + PRIVATE_SALE + ED - 1
		);
		// From an existential deposit on it is simply paid.
		ToAuthor::<Test>::on_unbalanced(taken(ED));
		assert_eq!(Balances::total_balance(&CHARLIE), ED);
		assert_eq!(Balances::total_issuance(), issuance);
		assert_ok!(Emission::claim_credit(signed(CHARLIE)));
		assert_eq!(Balances::total_balance(&CHARLIE), 2 * ED - 1);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn a_fee_without_a_known_author_should_go_to_the_risk_fund() {
	ExtBuilder {
		author: None,
		..Default::default()
	}
	.build_and_execute(|| {
		ToAuthor::<Test>::on_unbalanced(taken(3));
		assert_eq!(events().last(), Some(&Event::FeeToRiskFund { amount: 3 }));
		assert_eq!(Balances::balance(&Emission::risk_fund_account()), RISK_FUND + 3);
	});
}

#[test]
fn a_fee_that_nobody_but_the_risk_fund_can_hold_should_go_there() {
	let mut builder = ExtBuilder {
		author: None,
		..Default::default()
	};
	builder.emission.team = vec![(ALICE, TEAM)];
	builder.emission.private_sale = vec![(ALICE, PRIVATE_SALE)];
	builder.build_and_execute(|| {
		// After all vesting the ledger account is gone.
		skip_to(3 * 3_650);
		assert_ok!(Emission::claim_vested(signed(ALICE), VestingKind::Team));
		assert_ok!(Emission::claim_vested(signed(ALICE), VestingKind::PrivateSale));
		assert_eq!(Balances::total_balance(&Emission::ledger_account()), 0);
		CurrentAuthor::set(Some(CHARLIE));
		ToAuthor::<Test>::on_unbalanced(taken(3));
		assert_eq!(events().last(), Some(&Event::FeeToRiskFund { amount: 3 }));
		assert_eq!(Balances::balance(&Emission::risk_fund_account()), RISK_FUND + 3);
		assert_eq!(Credits::<Test>::get(CHARLIE), None);
		// A larger one opens the ledger account again.
		CurrentAuthor::set(None);
	});
}

#[test]
fn dust_and_slashes_should_go_to_the_risk_fund() {
	ExtBuilder::default().build_and_execute(|| {
		let issuance = Balances::total_issuance();
		ToRiskFund::<Test>::on_unbalanced(taken(3));
		assert_eq!(Balances::balance(&Emission::risk_fund_account()), RISK_FUND + 3);
		// Bob leaves less than the existential deposit behind.
		assert_ok!(Balances::transfer(&BOB, &ALICE, 1_000 * DMC - ED + 1, Expendable));
		assert_eq!(Balances::total_balance(&BOB), 0);
		assert_eq!(
			Balances::balance(&Emission::risk_fund_account()),
			RISK_FUND + 3 + ED - 1
		);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn burning_should_be_booked() {
	ExtBuilder::default().build_and_execute(|| {
		let issuance = Balances::total_issuance();
		assert_ok!(<Emission as BurnLedger<AccountId>>::burn_from(&ALICE, 100 * DMC));
		assert_eq!(
			events().last(),
			Some(&Event::Burnt {
				who: ALICE,
				amount: 100 * DMC
			})
		);
		assert_eq!(Balances::total_issuance(), issuance - 100 * DMC);
		assert_eq!(<Emission as BurnLedger<AccountId>>::burnt(), 100 * DMC);
		assert_noop!(
			<Emission as BurnLedger<AccountId>>::burn_from(&ALICE, 900 * DMC + 1),
			sp_runtime::TokenError::FundsUnavailable
		);
		assert_ok!(<Emission as BurnLedger<AccountId>>::burn_from(&ALICE, 900 * DMC));
		assert_eq!(Emission::statement().burnt, 1_000 * DMC);
	});
}

#[test]
fn burning_should_stop_at_21_million() {
	ExtBuilder {
		author: None,
		..Default::default()
	}
	.build_and_execute(|| {
		let ledger = Emission::ledger_account();
		LedgerOwed::<Test>::put(0);
		assert_ok!(<Emission as BurnLedger<AccountId>>::burn_from(
			&ledger,
			29_000_000 * DMC
		));
		assert_noop!(
			<Emission as BurnLedger<AccountId>>::burn_from(&ledger, 1),
			Error::<Test>::SupplyFloorReached
		);
		assert_noop!(
			<Emission as BurnLedger<AccountId>>::burn_from(&ledger, Balance::MAX),
			Error::<Test>::SupplyFloorReached
		);
		// Put the ledger back, so that the invariants hold again.
		Totals::<Test>::mutate(|totals| totals.burnt = 0);
		assert_ok!(Balances::mint_into(&ledger, 29_000_000 * DMC));
		LedgerOwed::<Test>::put(TEAM + PRIVATE_SALE);
	});
}

#[test]
fn protocol_held_dmc_should_not_vote() {
	ExtBuilder {
		author: None,
		..Default::default()
	}
	.build_and_execute(|| {
		assert_eq!(Emission::votable_supply(), 2_000 * DMC);
		assert_ok!(Emission::claim_vested(signed(BOB), VestingKind::PrivateSale));
		assert_eq!(Emission::votable_supply(), 2_200 * DMC);
		assert_ok!(Emission::spend_foundation(dao(), CHARLIE, 5 * DMC));
		assert_eq!(Emission::votable_supply(), 2_205 * DMC);
		assert_ok!(Balances::transfer(
			&BOB,
			&Emission::risk_fund_account(),
			DMC,
			Preserve
		));
		assert_eq!(Emission::votable_supply(), 2_204 * DMC);
		// Paid in the block: it can vote from the next one on.
		CurrentAuthor::set(Some(AUTHOR));
		run_to(2);
		assert_eq!(Emission::votable_supply(), 2_204 * DMC + DMC / 2);
	});
}
