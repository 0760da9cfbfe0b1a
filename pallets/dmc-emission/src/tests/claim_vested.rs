use super::*;

const YEAR: u32 = 3_650;

fn claim(who: AccountId, kind: VestingKind) -> Balance {
	let before = Balances::balance(&who);
	let owed = LedgerOwed::<Test>::get();
	assert_ok!(Emission::claim_vested(signed(who.clone()), kind));
	let amount = Balances::balance(&who) - before;
	assert_eq!(
		events().last(),
		Some(&Event::VestedClaimed {
			kind,
			who: who.clone(),
			amount
		})
	);
	assert_eq!(owed - LedgerOwed::<Test>::get(), amount);
	let statement = Emission::vesting_statement(kind, who).unwrap();
	assert_eq!(statement.claimed, statement.vested);
	assert_eq!(statement.claimable, 0);
	amount
}

#[test]
fn the_team_should_vest_in_36_months() {
	ExtBuilder::default().build_and_execute(|| {
		let total = 3_600_001 * DMC + 1;
		let kind = VestingKind::Team;
		let mut claimed = 0;
		for month in 1..=36 {
			let boundary = YEAR * month / 12;
			skip_to(boundary - 1);
			assert_noop!(
				Emission::claim_vested(signed(ALICE), kind),
				Error::<Test>::NothingVested
			);
			skip_to(boundary);
			claimed += claim(ALICE, kind);
			assert_eq!(claimed, total * Balance::from(month) / 36);
		}
		assert_eq!(claimed, total);
		skip_to(YEAR * 4);
		assert_noop!(
			Emission::claim_vested(signed(ALICE), kind),
			Error::<Test>::NothingVested
		);
	});
}

#[test]
fn the_private_sale_should_vest_at_genesis_and_in_4_quarters() {
	ExtBuilder::default().build_and_execute(|| {
		let total = 5_000_000 * DMC + 4;
		let kind = VestingKind::PrivateSale;
		let mut claimed = claim(ALICE, kind);
		assert_eq!(claimed, total / 5);
		for quarter in 1..=4 {
			let boundary = YEAR * quarter / 4;
			skip_to(boundary - 1);
			assert_noop!(
				Emission::claim_vested(signed(ALICE), kind),
				Error::<Test>::NothingVested
			);
			skip_to(boundary);
			claimed += claim(ALICE, kind);
			assert_eq!(claimed, total * Balance::from(quarter + 1) / 5);
		}
		assert_eq!(claimed, total);
	});
}

#[test]
fn claiming_late_should_give_the_same_as_claiming_often() {
	ExtBuilder::default().build_and_execute(|| {
		skip_to(YEAR * 2);
		assert_eq!(claim(ALICE, VestingKind::Team), (3_600_001 * DMC + 1) * 24 / 36);
		assert_eq!(claim(BOB, VestingKind::PrivateSale), 1_000 * DMC);
	});
}

#[test]
fn unvested_dmc_should_be_in_nobodys_balance() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Balances::total_balance(&ALICE), 1_000 * DMC);
		assert_eq!(
			Balances::balance(&Emission::ledger_account()),
			TEAM + PRIVATE_SALE
		);
		use dmex_primitives::VotableSupply;
		assert_eq!(Emission::votable_supply(), 2_000 * DMC + DMC / 2);
	});
}

#[test]
fn claim_vested_should_be_refused_with_its_reason() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Emission::claim_vested(signed(CHARLIE), VestingKind::Team),
			Error::<Test>::ScheduleNotFound
		);
		assert_noop!(
			Emission::claim_vested(signed(BOB), VestingKind::Team),
			Error::<Test>::ScheduleNotFound
		);
		assert_noop!(
			Emission::claim_vested(signed(ALICE), VestingKind::Team),
			Error::<Test>::NothingVested
		);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				Emission::claim_vested(origin, VestingKind::Team),
				DispatchError::BadOrigin
			);
		}
		// A receiver that would stay below the existential deposit waits; nothing is lost.
		assert_ok!(Emission::assign_vesting(
			dao(),
			VestingKind::PrivateSale,
			CHARLIE,
			ED * 2
		));
		assert_noop!(
			Emission::claim_vested(signed(CHARLIE), VestingKind::PrivateSale),
			Error::<Test>::BelowMinimum
		);
		skip_to(YEAR);
		assert_eq!(claim(CHARLIE, VestingKind::PrivateSale), ED * 2);
	});
}

#[test]
fn the_last_claims_should_leave_an_empty_ledger() {
	let mut builder = ExtBuilder::default();
	builder.emission.team = vec![(ALICE, TEAM)];
	builder.emission.private_sale = vec![(ALICE, PRIVATE_SALE - 1), (BOB, 1)];
	builder.build_and_execute(|| {
		skip_to(YEAR * 3);
		claim(ALICE, VestingKind::Team);
		// One unit stays owed, which no account can hold alone: the risk fund lends the existential deposit.
		assert_ok!(Emission::claim_vested(signed(ALICE), VestingKind::PrivateSale));
		assert!(events().contains(&Event::LedgerToppedUp { amount: ED }));
		assert_eq!(Balances::balance(&Emission::ledger_account()), ED + 1);
		assert_eq!(LedgerOwed::<Test>::get(), 1);
		assert_eq!(Balances::balance(&Emission::risk_fund_account()), RISK_FUND - ED);
		claim(BOB, VestingKind::PrivateSale);
		assert_eq!(LedgerOwed::<Test>::get(), 0);
		assert_eq!(Balances::balance(&Emission::ledger_account()), ED);
	});
}

#[test]
fn a_ledger_that_nobody_can_top_up_should_say_so() {
	let mut builder = ExtBuilder::default();
	builder.emission.team = vec![(ALICE, TEAM)];
	builder.emission.private_sale = vec![(ALICE, PRIVATE_SALE - 1), (BOB, 1)];
	builder.build_and_execute(|| {
		use frame_support::traits::{fungible::Mutate, tokens::Preservation::Preserve};
		skip_to(YEAR * 3);
		claim(ALICE, VestingKind::Team);
		let risk_fund = Emission::risk_fund_account();
		assert_ok!(Balances::transfer(&risk_fund, &BOB, RISK_FUND - ED, Preserve));
		let claim_rest = || Emission::claim_vested(signed(ALICE), VestingKind::PrivateSale);
		assert_noop!(claim_rest(), Error::<Test>::LedgerTooLow);
		assert_ok!(Balances::transfer(
			&BOB,
			&Emission::ledger_account(),
			ED,
			Preserve
		));
		assert_ok!(claim_rest());
	});
}
