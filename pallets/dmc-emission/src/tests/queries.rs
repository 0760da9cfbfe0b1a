use super::*;
use crate::runtime_api::*;

#[test]
fn statement_should_tell_the_state_of_emission() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(3);
		assert_eq!(
			Emission::statement(),
			EmissionStatement {
				minted: 3 * DMC / 2,
				allocated: 3 * DMC / 2,
				credited: 0,
				skipped: 15 * DMC - 3 * DMC / 2,
				clipped: 0,
				burnt: 0,
				mined_blocks: 3,
				rate: 5 * DMC,
				next_halving: Some(1_826),
				mining_start: Some(1),
				shares: Shares::default(),
				pending_shares: None,
				author_points: 40,
			}
		);
	});
}

#[test]
fn statement_should_count_halvings_from_the_start_of_mining() {
	ExtBuilder::default()
		.mining_start(Some(101))
		.build_and_execute(|| {
			assert_eq!(Emission::statement().next_halving, Some(1_926));
			skip_to(1_926);
			assert_eq!(Emission::statement().rate, 5 * DMC / 2);
		});
	ExtBuilder::default().mining_start(None).build_and_execute(|| {
		assert_eq!(Emission::statement().next_halving, None);
	});
}

#[test]
fn recipient_statement_should_tell_budget_and_what_is_drawn() {
	ExtBuilder::default().build_and_execute(|| {
		activate(Recipient::LpToken(0));
		run_to(2);
		assert_ok!(Emission::mint_from(&Recipient::LpToken(0), &BOB, DMC));
		assert_eq!(
			Emission::recipient_statement(Recipient::LpToken(0)),
			Some(RecipientStatement {
				programme: Programme::Liquidity,
				points: 100,
				active: true,
				allotted: 3 * DMC,
				drawn: DMC,
			})
		);
		assert_eq!(Emission::recipient_statement(Recipient::LpToken(1)), None);
	});
}

#[test]
fn vesting_statement_should_tell_what_can_be_claimed_and_when_more_vests() {
	ExtBuilder::default().build_and_execute(|| {
		let kind = VestingKind::PrivateSale;
		let statement = VestingStatement {
			total: 1_000 * DMC,
			vested: 200 * DMC,
			claimed: 0,
			claimable: 200 * DMC,
			next_boundary: Some(912),
		};
		assert_eq!(Emission::vesting_statement(kind, BOB), Some(statement.clone()));
		assert_ok!(Emission::claim_vested(signed(BOB), kind));
		assert_eq!(
			Emission::vesting_statement(kind, BOB),
			Some(VestingStatement {
				claimed: 200 * DMC,
				claimable: 0,
				..statement
			})
		);
		assert_eq!(Emission::vesting_statement(kind, CHARLIE), None);
		skip_to(5_000);
		assert_eq!(
			Emission::vesting_statement(kind, BOB).unwrap().next_boundary,
			None
		);
	});
}

#[test]
fn funds_should_tell_the_accounts_of_the_protocol() {
	ExtBuilder::default().build_and_execute(|| {
		let funds = Emission::funds();
		assert_eq!(funds.risk_fund, Emission::risk_fund_account());
		assert_eq!(funds.foundation, Emission::foundation_account());
		assert_eq!(funds.ledger, Emission::ledger_account());
		assert_eq!(funds.foundation_left_this_month, FOUNDATION_MONTHLY);
		assert_ok!(Emission::spend_foundation(dao(), CHARLIE, DMC));
		assert_eq!(
			Emission::funds().foundation_left_this_month,
			FOUNDATION_MONTHLY - DMC
		);
	});
}
