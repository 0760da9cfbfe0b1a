//! "Team 10M: 36 equal months. Private sale 20M: 20% at genesis, then 20% at each of 4 quarters. Foundation 10M: at most 1/36 of
//! it a month. Risk fund 10M: spent only by §11."

use crate::chain::*;
use dmex_primitives::constants::*;
use dmex_runtime::*;
use pallet_dmc_emission::{Call, Error, Event, VestingKind, FOUNDATION_MONTHLY};
use sp_runtime::DispatchError;

const YEAR: u32 = 730;
/// Dave's part of the team's DMC in the presets for play.
const DAVES: Balance = 6_000_000 * DMC;
/// Eve's part of the private sale.
const EVES: Balance = 5_000_000 * DMC;

fn claim(kind: VestingKind) -> Call<Runtime> {
	Call::claim_vested { kind }
}

fn error(error: Error<Runtime>) -> DispatchError {
	error.into()
}

/// Claims, and returns what came: the caller's balance must show it, its fee aside.
fn claimed(chain: &mut Chain, who: Sr25519Keyring, kind: VestingKind) -> Result<Balance, DispatchError> {
	let before = dmc(who);
	let ledger = dmc(Emission::ledger_account());
	chain.call(who, claim(kind))?;
	let amount = dmc(who) + last_fee(chain) - before;
	assert!(chain.has_event(Event::VestedClaimed {
		kind,
		who: id(who),
		amount
	}));
	assert_eq!(ledger - dmc(Emission::ledger_account()), amount);
	Ok(amount)
}

#[test]
fn team_should_claim_a_thirty_sixth_each_month_and_all_of_it_after_three_years() {
	Genesis::quick().run(|chain| {
		let nothing = Err(error(Error::NothingVested));
		assert_eq!(claimed(chain, Dave, VestingKind::Team), nothing);
		let mut so_far = 0;
		for month in 1..=36u32 {
			let boundary = YEAR * month / 12;
			chain.run_to(boundary - 1);
			if month % 6 == 1 {
				assert_eq!(
					claimed(chain, Dave, VestingKind::Team),
					nothing,
					"month {month} is not over"
				);
			}
			chain.run_to(boundary);
			let vested = DAVES * Balance::from(month) / 36;
			assert_eq!(claimed(chain, Dave, VestingKind::Team), Ok(vested - so_far));
			assert_eq!(claimed(chain, Dave, VestingKind::Team), nothing);
			so_far = vested;
		}
		assert_eq!(so_far, DAVES);
		chain.run_days(60);
		assert_eq!(claimed(chain, Dave, VestingKind::Team), nothing);
	});
}

#[test]
fn vesting_should_not_depend_on_how_often_it_is_claimed() {
	Genesis::quick().run(|chain| {
		chain.run_to(YEAR * 7 / 12);
		assert_eq!(claimed(chain, Dave, VestingKind::Team), Ok(DAVES * 7 / 36));
	});
}

#[test]
fn private_sale_should_claim_a_fifth_at_genesis_and_at_each_quarter() {
	Genesis::quick().run(|chain| {
		let nothing = Err(error(Error::NothingVested));
		assert_eq!(claimed(chain, Eve, VestingKind::PrivateSale), Ok(EVES / 5));
		for quarter in 1..=4 {
			let boundary = YEAR * quarter / 4;
			chain.run_to(boundary - 1);
			let statement = Emission::vesting_statement(VestingKind::PrivateSale, id(Eve)).unwrap();
			assert_eq!(
				(statement.claimable, statement.next_boundary),
				(0, Some(boundary.into()))
			);
			chain.next();
			assert_eq!(claimed(chain, Eve, VestingKind::PrivateSale), Ok(EVES / 5));
			assert_eq!(claimed(chain, Eve, VestingKind::PrivateSale), nothing);
		}
		chain.run_to(YEAR * 5 / 4);
		assert_eq!(claimed(chain, Eve, VestingKind::PrivateSale), nothing);
		assert_eq!(
			Emission::vesting_statement(VestingKind::PrivateSale, id(Eve))
				.unwrap()
				.claimed,
			EVES
		);
		// Ferdie never claimed: all of its part waits.
		assert_eq!(claimed(chain, Ferdie, VestingKind::PrivateSale), Ok(EVES));
	});
}

#[test]
fn vesting_should_be_claimed_by_its_beneficiary_alone() {
	Genesis::quick().run(|chain| {
		let unknown = Err(error(Error::ScheduleNotFound));
		assert_eq!(claimed(chain, Bob, VestingKind::Team), unknown);
		assert_eq!(claimed(chain, Dave, VestingKind::PrivateSale), unknown);
	});
}

#[test]
fn unvested_dmc_should_neither_move_nor_vote() {
	Genesis::quick().run(|chain| {
		// It is not in the beneficiary's account at all.
		assert!(dmc(Dave) < 500_001 * DMC);
		assert!(chain.call(Dave, transfer(Two, DAVES)).is_err());
		use dmex_primitives::VotableSupply;
		let held = [
			Emission::ledger_account(),
			Emission::risk_fund_account(),
			Emission::foundation_account(),
		];
		let votable = Balances::total_issuance() - held.into_iter().map(dmc).sum::<Balance>();
		assert_eq!(Emission::votable_supply(), votable);
		assert!(votable < 3_600_000 * DMC);
		// What is claimed does.
		claimed(chain, Eve, VestingKind::PrivateSale).unwrap();
		assert_eq!(Emission::votable_supply(), votable + EVES / 5);
		// Nor does what the protocol's other accounts hold.
		let votable = adapters::VotableDmc::votable_supply();
		assert!(votable <= Emission::votable_supply());
		let others = [
			adapters::RevenueAccount::get(),
			Escrow::account_id(),
			HashrateNft::account(),
			FilGateway::account_id(),
			adapters::dao_account(),
		];
		for (count, other) in (1..).zip(others) {
			chain.call(Dave, transfer(other, 1_000 * DMC)).unwrap();
			assert!(adapters::VotableDmc::votable_supply() < votable - (count * 1_000 - 1) * DMC);
		}
	});
}

#[test]
fn vesting_should_be_assigned_and_moved_by_the_council_within_what_is_unassigned() {
	Genesis::quick().run(|chain| {
		let assign = |who, total| Call::assign_vesting {
			kind: VestingKind::Team,
			beneficiary: id(who),
			total,
		};
		// 4M of the team's 10M are unassigned.
		let refused = [
			(assign(Bob, 0), Error::ZeroAmount),
			(assign(Dave, DMC), Error::ScheduleAlreadyExists),
			(assign(Bob, 4_000_000 * DMC + 1), Error::UnassignedExceeded),
		];
		for (call, why) in refused {
			let before = Emission::funds();
			assert_eq!(chain.decide(call), Err(error(why)));
			assert_eq!(Emission::funds().unassigned_team, before.unassigned_team);
		}
		chain.run_to(YEAR / 12);
		chain.decide(assign(Bob, 3_600_000 * DMC)).unwrap();
		assert_eq!(Emission::funds().unassigned_team, 400_000 * DMC);
		// It vests from genesis on.
		assert_eq!(claimed(chain, Bob, VestingKind::Team), Ok(100_000 * DMC));

		let from_to = |from, to| Call::move_vesting {
			kind: VestingKind::Team,
			from: id(from),
			to: id(to),
		};
		assert_eq!(
			chain.decide(from_to(Charlie, Two)),
			Err(error(Error::ScheduleNotFound))
		);
		assert_eq!(
			chain.decide(from_to(Bob, Dave)),
			Err(error(Error::ScheduleAlreadyExists))
		);
		chain.decide(from_to(Bob, Charlie)).unwrap();
		chain.run_to(YEAR * 2 / 12);
		assert_eq!(
			claimed(chain, Bob, VestingKind::Team),
			Err(error(Error::ScheduleNotFound))
		);
		assert_eq!(claimed(chain, Charlie, VestingKind::Team), Ok(100_000 * DMC));
	});
}

#[test]
fn vesting_calls_should_be_refused_to_everybody_but_the_council() {
	Genesis::quick().run(|chain| {
		let calls = [
			Call::assign_vesting {
				kind: VestingKind::Team,
				beneficiary: id(Alice),
				total: DMC,
			},
			Call::move_vesting {
				kind: VestingKind::Team,
				from: id(Dave),
				to: id(Alice),
			},
			Call::spend_foundation {
				beneficiary: id(Alice),
				amount: DMC,
			},
			Call::start_mining {},
			Call::set_author_points { points: 1_000 },
		];
		for call in calls {
			assert_eq!(chain.call(Alice, call), Err(DispatchError::BadOrigin));
		}
	});
}

#[test]
fn foundation_should_spend_at_most_a_thirty_sixth_a_month() {
	Genesis::quick().run(|chain| {
		let spend = |amount| Call::spend_foundation {
			beneficiary: id(Two),
			amount,
		};
		assert_eq!(FOUNDATION_MONTHLY, 10_000_000 * DMC / 36);
		let too_much = Err(error(Error::MonthlyLimitExceeded));
		assert_eq!(chain.decide(spend(0)), Err(error(Error::ZeroAmount)));
		assert_eq!(chain.decide(spend(FOUNDATION_MONTHLY + 1)), too_much);
		chain.decide(spend(FOUNDATION_MONTHLY - DMC)).unwrap();
		assert_eq!(chain.decide(spend(DMC + 1)), too_much);
		chain.decide(spend(DMC)).unwrap();
		assert_eq!(dmc(Two), FOUNDATION_MONTHLY);
		assert_eq!(chain.decide(spend(1)), too_much);
		assert_eq!(Emission::funds().foundation_left_this_month, 0);

		chain.run_to(YEAR / 12 - 1);
		assert_eq!(chain.decide(spend(1)), too_much);
		// Unused months do not add up.
		chain.run_to(YEAR * 3 / 12);
		assert_eq!(chain.decide(spend(FOUNDATION_MONTHLY + 1)), too_much);
		chain.decide(spend(FOUNDATION_MONTHLY)).unwrap();
		assert_eq!(dmc(Two), 2 * FOUNDATION_MONTHLY);
	});
}

#[test]
fn risk_fund_should_not_be_spent_by_anybody() {
	Genesis::quick().run(|chain| {
		let fund = Emission::risk_fund_account();
		let before = dmc(fund.clone());
		assert!(before >= RISK_FUND);
		let by_force: RuntimeCall = pallet_balances::Call::force_transfer {
			source: fund.clone().into(),
			dest: id(Alice).into(),
			value: DMC,
		}
		.into();
		let as_the_fund: RuntimeCall = pallet_utility::Call::dispatch_as {
			as_origin: Box::new(OriginCaller::system(frame_system::RawOrigin::Signed(
				fund.clone(),
			))),
			call: Box::new(transfer(Alice, DMC)),
		}
		.into();
		let by_storage: RuntimeCall = frame_system::Call::kill_storage {
			keys: vec![frame_system::Account::<Runtime>::hashed_key_for(&fund)],
		}
		.into();
		let by_balance: RuntimeCall = pallet_balances::Call::force_set_balance {
			who: fund.clone().into(),
			new_free: 0,
		}
		.into();
		let not_decided: DispatchError = pallet_dao::Error::<Runtime>::NotADecision.into();
		let not_delayed: DispatchError = pallet_dao::Error::<Runtime>::NotADelayedDecision.into();
		for call in [by_force, as_the_fund, by_storage, by_balance] {
			assert_eq!(chain.call(Alice, call.clone()), Err(DispatchError::BadOrigin));
			assert_eq!(chain.propose(Alice, call.clone()).err(), Some(not_decided));
			let hidden = pallet_utility::Call::batch_all {
				calls: vec![call.clone()],
			};
			assert_eq!(chain.propose(Alice, hidden).err(), Some(not_decided));
			let delayed = pallet_dao::Call::schedule_enactment { call: Box::new(call) };
			assert_eq!(chain.propose(Alice, delayed).err(), Some(not_delayed));
		}
		assert_eq!(dmc(fund), before);
	});
}
