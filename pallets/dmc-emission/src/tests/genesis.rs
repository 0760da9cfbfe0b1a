use super::*;

/// What genesis says when it is refused.
fn message(change: fn(&mut ExtBuilder)) -> Option<String> {
	let error = std::panic::catch_unwind(|| {
		let mut builder = ExtBuilder::default();
		change(&mut builder);
		builder.build();
	})
	.err()?;
	Some(match error.downcast::<String>() {
		Ok(message) => *message,
		Err(error) => (*error.downcast::<&str>().unwrap()).into(),
	})
}

#[test]
fn genesis_should_have_50_million_in_the_papers_groups() {
	ExtBuilder::default().build().execute_with(|| {
		assert_eq!(Balances::total_issuance(), GENESIS_SUPPLY);
		let funds = Emission::funds();
		assert_eq!(funds.risk_fund_balance, RISK_FUND);
		assert_eq!(funds.foundation_balance, FOUNDATION - 2_000 * DMC);
		assert_eq!(funds.ledger_balance, TEAM + PRIVATE_SALE);
		assert_eq!(funds.unassigned_team, TEAM - 3_600_001 * DMC - 1);
		assert_eq!(funds.unassigned_private_sale, PRIVATE_SALE - 5_001_000 * DMC - 4);
		assert_eq!(Balances::balance(&ALICE), 1_000 * DMC);
		assert_eq!(Terms::<Test>::get().author_points, 40);
		assert_eq!(Totals::<Test>::get(), EmissionTotals::default());
		assert_eq!(Recipients::<Test>::iter().count(), 5);
		assert_eq!(Emission::do_try_state(), Ok(()));
	});
}

#[test]
fn an_empty_genesis_should_be_valid() {
	let emission = pallet::GenesisConfig::default();
	ExtBuilder {
		emission,
		..Default::default()
	}
	.build()
	.execute_with(|| {
		assert_eq!(Balances::total_issuance(), GENESIS_SUPPLY);
		assert_eq!(Balances::balance(&Emission::foundation_account()), FOUNDATION);
		assert_eq!(Terms::<Test>::get(), EmissionTerms::default());
		assert_eq!(Emission::do_try_state(), Ok(()));
	});
}

#[test]
fn genesis_should_take_its_whole_supply_from_the_lists() {
	let mut builder = ExtBuilder::default();
	builder.emission.team = vec![(ALICE, TEAM)];
	builder.emission.private_sale = vec![(ALICE, PRIVATE_SALE)];
	builder.emission.endowments = vec![(ALICE, FOUNDATION)];
	builder.build().execute_with(|| {
		assert_eq!(Unassigned::<Test>::get(VestingKind::Team), 0);
		assert_eq!(Unassigned::<Test>::get(VestingKind::PrivateSale), 0);
		assert_eq!(Balances::balance(&Emission::foundation_account()), 0);
		assert_eq!(Balances::balance(&ALICE), FOUNDATION);
		assert_eq!(Emission::do_try_state(), Ok(()));
	});
}

#[test]
fn the_default_genesis_should_give_the_author_the_papers_points() {
	let config = pallet::GenesisConfig::<Test>::default();
	assert_eq!(config.author_points, 40);
	assert_eq!(config.mining_start, None);
}

#[test]
fn what_balances_gives_out_should_come_from_the_foundation() {
	let balances = vec![(CHARLIE, 3 * DMC)];
	ExtBuilder {
		balances,
		..Default::default()
	}
	.build()
	.execute_with(|| {
		assert_eq!(Balances::total_issuance(), GENESIS_SUPPLY);
		assert_eq!(Balances::balance(&CHARLIE), 3 * DMC);
		assert_eq!(
			Balances::balance(&Emission::foundation_account()),
			FOUNDATION - 2_003 * DMC
		);
		assert_eq!(Emission::do_try_state(), Ok(()));
	});
}

#[test]
fn what_genesis_gives_out_should_count_as_the_foundations_first_month() {
	let mut builder = ExtBuilder::default();
	builder.emission.unlimited_endowments = false;
	builder.balances = vec![(CHARLIE, FOUNDATION_MONTHLY - 2_001 * DMC)];
	builder.build().execute_with(|| {
		assert_eq!(Emission::do_try_state(), Ok(()));
		assert_noop!(
			Emission::spend_foundation(dao(), CHARLIE, DMC + 1),
			Error::<Test>::MonthlyLimitExceeded
		);
		assert_ok!(Emission::spend_foundation(dao(), CHARLIE, DMC));
		assert_eq!(
			FoundationSpending::<Test>::get(),
			FoundationMonth {
				month: 0,
				spent: FOUNDATION_MONTHLY
			}
		);
	});
}

#[test]
fn malformed_genesis_should_be_refused_with_its_reason() {
	let says = |change: fn(&mut ExtBuilder), text: &str| {
		let message = message(change);
		assert!(
			message.as_ref().is_some_and(|message| message.contains(text)),
			"{text}: {message:?}"
		);
	};
	says(
		|b| b.balances = vec![(CHARLIE, FOUNDATION)],
		"emission.endowments and balances.balances: the amounts are more than 10000000 DMC together",
	);
	says(
		|b| {
			b.emission.unlimited_endowments = false;
			b.balances = vec![(CHARLIE, FOUNDATION_MONTHLY - 2_000 * DMC + 1)];
		},
		"the amounts are more than the 277777 DMC that the foundation spends in its first month",
	);
	says(
		|b| b.emission.mining_start = Some(0),
		"emission.miningStart must be at least 1",
	);
	says(
		|b| b.emission.author_points = 0,
		"emission.authorPoints must be above 0",
	);
	says(
		|b| b.emission.team = vec![(ALICE, TEAM), (BOB, 1)],
		"emission.team: the amounts are more than 10000000 DMC together",
	);
	says(
		|b| b.emission.team = vec![(ALICE, 1), (ALICE, 1)],
		"emission.team: an account is listed twice",
	);
	says(
		|b| b.emission.team = vec![(ALICE, 0)],
		"emission.team: an amount is 0",
	);
	says(
		|b| b.emission.private_sale = vec![(ALICE, PRIVATE_SALE + 1)],
		"emission.privateSale: the amounts are more than 20000000 DMC together",
	);
	says(
		|b| b.emission.private_sale = vec![(ALICE, Balance::MAX), (BOB, 1)],
		"emission.privateSale: the amounts are more than",
	);
	says(
		|b| b.emission.private_sale = vec![(ALICE, 1), (ALICE, 1)],
		"emission.privateSale: an account is listed twice",
	);
	says(
		|b| b.emission.endowments = vec![(ALICE, FOUNDATION), (BOB, DMC)],
		"emission.endowments: the amounts are more than 10000000 DMC together",
	);
	says(
		|b| b.emission.endowments = vec![(ALICE, DMC), (ALICE, DMC)],
		"emission.endowments: an account is listed twice",
	);
	says(
		|b| b.emission.endowments = vec![(ALICE, ED - 1)],
		"emission.endowments: an amount is below the existential deposit",
	);
	says(
		|b| b.emission.endowments = vec![(ALICE, FOUNDATION - 1)],
		"an account of genesis cannot hold what it is given",
	);
	says(
		|b| b.emission.recipients = vec![(Recipient::Dmc, 0)],
		"emission.recipients: the points of Dmc are 0",
	);
	says(
		|b| b.emission.recipients = vec![(Recipient::Dmc, 1), (Recipient::Dmc, 2)],
		"emission.recipients: Dmc is listed twice",
	);
	says(
		|b| b.emission.recipients = vec![(Recipient::Asset(NO_ASSET), 2)],
		"emission.recipients: the asset of Asset(1000000) does not exist at genesis",
	);
}
