use super::*;

const PAIR: Recipient = Recipient::LpToken(0);

#[test]
fn a_recipient_should_not_draw_more_than_its_budget() {
	ExtBuilder::default().build_and_execute(|| {
		activate(PAIR);
		run_to(2);
		assert_noop!(
			Emission::mint_from(&PAIR, &BOB, 3 * DMC + 1),
			Error::<Test>::BudgetExceeded
		);
		let before = Balances::balance(&BOB);
		assert_ok!(Emission::mint_from(&PAIR, &BOB, 3 * DMC));
		assert_eq!(
			events().last(),
			Some(&Event::RewardPaid {
				recipient: PAIR,
				who: BOB,
				amount: 3 * DMC
			})
		);
		assert_eq!(Balances::balance(&BOB) - before, 3 * DMC);
		assert_eq!(Programmes::<Test>::get().liquidity.drawn, 3 * DMC);
		assert_noop!(Emission::mint_from(&PAIR, &BOB, 1), Error::<Test>::BudgetExceeded);
		assert_ok!(Emission::mint_from(&PAIR, &BOB, 0));
		assert_noop!(
			Emission::mint_from(&PAIR, &BOB, Balance::MAX),
			sp_runtime::ArithmeticError::Overflow
		);
		let unknown = Recipient::LpToken(9);
		assert_noop!(
			Emission::mint_from(&unknown, &BOB, 1),
			Error::<Test>::RecipientNotFound
		);
		assert_noop!(
			Emission::cumulative_budget(&unknown),
			Error::<Test>::RecipientNotFound
		);
	});
}

#[test]
fn a_programme_without_stake_should_be_skipped_and_its_first_staker_start_at_zero() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(50);
		assert_eq!(Programmes::<Test>::get().liquidity.skipped, 50 * 3 * DMC);
		activate(PAIR);
		assert_eq!(Emission::cumulative_budget(&PAIR).unwrap(), U256::zero());
		run_to(51);
		assert_eq!(allotted(PAIR), 3 * DMC);
		deactivate(PAIR);
		run_to(60);
		assert_eq!(allotted(PAIR), 3 * DMC);
		assert_eq!(Programmes::<Test>::get().liquidity.skipped, 59 * 3 * DMC);
	});
}

#[test]
fn telling_the_same_activity_again_should_change_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		activate(PAIR);
		run_to(2);
		assert_eq!(
			<Emission as ProgrammeBudget<AccountId>>::cumulative_per_point(Programme::Liquidity),
			{ U256::from(3 * DMC) * U256::from(BUDGET_SCALE) / U256::from(100) }
		);
		let before = Recipients::<Test>::get(PAIR);
		activate(PAIR);
		assert_eq!(Recipients::<Test>::get(PAIR), before);
		deactivate(PAIR);
		let events_before = events().len();
		deactivate(PAIR);
		assert_eq!(events().len(), events_before);
	});
}

#[test]
fn odd_points_should_lose_nothing() {
	ExtBuilder::default()
		.recipients(vec![(Recipient::LpToken(0), 3), (Recipient::LpToken(1), 4)])
		.build_and_execute(|| {
			activate_all();
			run_to(8);
			let budget = |id| Emission::cumulative_budget(&Recipient::LpToken(id)).unwrap();
			let carry = Programmes::<Test>::get().liquidity.carry;
			assert_eq!(
				budget(0) + budget(1) + U256::from(carry),
				U256::from(7 * 3 * DMC) * U256::from(BUDGET_SCALE)
			);
			// Seven blocks are a multiple of seven points: the division comes out even.
			assert_eq!(carry, 0);
			assert_eq!(
				(allotted(Recipient::LpToken(0)), allotted(Recipient::LpToken(1))),
				(9 * DMC, 12 * DMC)
			);
		});
}
