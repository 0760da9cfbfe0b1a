//! "Stage 2: any DMC holder can propose and vote by referendum. 7 days voting, enactment 2 days (7 for #10); one coin one vote.
//! A referendum in which less than 4% of the votable DMC took part (10% for #10) is never enacted."

use crate::{chain::*, dao::*};
use dmex_primitives::{constants::*, Recipient, VotableSupply};
use dmex_runtime::*;
use frame_support::{
	instances::Instance1,
	traits::{fungible::NativeOrWithId, Bounded, StorePreimage},
};
use pallet_dao::{Call, Decider, Error, Event};
use pallet_democracy::{AccountVote, Conviction};
use sp_runtime::{DispatchError, Permill};

fn sale_fee(percent: u32) -> RuntimeCall {
	set((FEES[0].0)(Some(Permill::from_percent(percent))))
}

fn shares(behaviour: u32, liquidity: u32, staking: u32) -> RuntimeCall {
	pallet_dmc_emission::Call::set_programme_shares {
		behaviour: Permill::from_percent(behaviour),
		liquidity: Permill::from_percent(liquidity),
		staking: Permill::from_percent(staking),
	}
	.into()
}

fn delayed(call: RuntimeCall) -> RuntimeCall {
	Call::schedule_enactment { call: Box::new(call) }.into()
}

fn add_registrar() -> RuntimeCall {
	pallet_identity::Call::add_registrar {
		account: id(One).into(),
	}
	.into()
}

/// In stage 2, in a block in which the council has nothing to say any more.
fn in_stage_two(story: impl FnOnce(&mut Chain)) {
	Genesis::quick().run(|chain| {
		chain.activate_community_stage();
		chain.next();
		story(chain)
	})
}

#[test]
fn council_should_be_refused_what_belongs_to_holders() {
	in_stage_two(|chain| {
		let theirs: Vec<RuntimeCall> = FEES
			.iter()
			.map(|(parameter, _, cap)| set(parameter(Some(*cap))))
			.chain([
				shares(20, 60, 20),
				pallet_dmc_emission::Call::set_author_points { points: 1 }.into(),
				pallet_dmc_emission::Call::set_points {
					recipient: Recipient::Dmc,
					points: 1,
				}
				.into(),
				pallet_dmc_emission::Call::remove_recipient {
					recipient: Recipient::Dmc,
				}
				.into(),
				delayed(new_asset(9)),
				pallet_asset_conversion::Call::set_pool_fee {
					pool_id: (NativeOrWithId::Native, NativeOrWithId::WithId(USDT)),
					fee: Permill::from_percent(1),
				}
				.into(),
				Call::set_council {
					members: COUNCIL.map(id).to_vec(),
				}
				.into(),
				// One act that is theirs makes the whole batch theirs.
				pallet_utility::Call::batch_all {
					calls: vec![add_registrar(), sale_fee(1)],
				}
				.into(),
			])
			.collect();
		for call in theirs {
			assert_eq!(
				chain.propose(Alice, call.clone()).err(),
				Some(error(Error::CouncilCannotDecide)),
				"{call:?}"
			);
		}
		assert!(pallet_collective::Proposals::<Runtime, Instance1>::get().is_empty());
		// Row 9 it shares with them.
		chain.decide(add_registrar()).unwrap();
		chain.decide(set(minimum_set_size(2))).unwrap();
	});
}

#[test]
fn motion_that_was_proposed_in_stage_one_should_not_decide_in_stage_two() {
	Genesis::quick().run(|chain| {
		let motion = chain.propose(Alice, sale_fee(3)).unwrap();
		chain.activate_community_stage();
		for who in [Alice, Bob, Charlie, Dave] {
			chain.vote(who, &motion, true).unwrap();
		}
		assert_eq!(chain.close(&motion), Ok(Some(Err(DispatchError::BadOrigin))));
		assert_eq!(FEES[0].1(), Permill::from_percent(2));
	});
}

#[test]
fn rows_2_to_4_should_be_set_by_referendum_after_seven_and_two_days() {
	in_stage_two(|chain| {
		let proposed = chain.block();
		for (parameter, _, cap) in FEES {
			let above = set(parameter(Some(Permill::from_parts(cap.deconstruct() + 1))));
			assert_eq!(chain.table(Bob, above), Err(error(Error::AboveCap)));
		}
		let calls = FEES
			.iter()
			.map(|(parameter, _, cap)| set(parameter(Some(*cap))))
			.collect();
		let index = chain
			.table(Bob, pallet_utility::Call::batch_all { calls })
			.unwrap();
		let tabled = chain.block();
		assert!(tabled - proposed <= chain.days(1) + 1);
		chain.aye(Bob, index, 200_000 * DMC).unwrap();
		chain.run_to(tabled + chain.days(9) - 1);
		assert_eq!(FEES[0].1(), Permill::from_percent(2));
		chain.next();
		for (_, value, cap) in FEES {
			assert_eq!(value(), cap);
		}
		assert!(chain.has_event(Event::ParameterSet {
			parameter: (FEES[0].0)(Some(FEES[0].2)),
			decided_by: Decider::Referendum
		}));
	});
}

#[test]
fn row_8_should_be_changed_by_referendum_from_the_next_day_on() {
	in_stage_two(|chain| {
		assert_eq!(chain.referendum(shares(20, 50, 30)), Outcome::Enacted(Ok(())));
		let from_block = Emission::statement()
			.pending_shares
			.expect("not before the next day")
			.from_block;
		assert!(
			from_block > chain.block() && from_block <= chain.block() + 2 && from_block.is_multiple_of(2)
		);
		while chain.block() < from_block {
			let before = dmc(Alice);
			chain.next();
			let rate = if chain.block() < from_block {
				DMC / 2
			} else {
				DMC * 3 / 2
			};
			assert_eq!(dmc(Alice) - before, rate);
		}
		assert_eq!(
			chain.referendum(pallet_dmc_emission::Call::set_author_points { points: 0 }),
			Outcome::Enacted(Err(pallet_dmc_emission::Error::<Runtime>::ZeroPoints.into()))
		);
	});
}

#[test]
fn row_9_should_be_decided_by_referendum_too() {
	in_stage_two(|chain| {
		let spend = pallet_dmc_emission::Call::spend_foundation {
			beneficiary: id(Two),
			amount: 1_000 * DMC,
		};
		let calls = vec![add_registrar(), spend.into(), set(minimum_bond(12_000 * DMC))];
		assert_eq!(
			chain.referendum(pallet_utility::Call::batch_all { calls }),
			Outcome::Enacted(Ok(()))
		);
		assert_eq!(pallet_identity::Registrars::<Runtime>::get().len(), 1);
		assert_eq!(
			(dmc(Two), ValidatorSet::minimum_bond()),
			(1_000 * DMC, 12_000 * DMC)
		);
	});
}

#[test]
fn row_10_should_be_enacted_seven_days_after_its_referendum() {
	in_stage_two(|chain| {
		// Long enough to be kept as a preimage.
		let metadata = pallet_assets::Call::<Runtime, Instance1>::force_set_metadata {
			id: 9.into(),
			name: vec![b'n'; 50],
			symbol: vec![b's'; 50],
			decimals: 6,
			is_frozen: false,
		};
		let both = pallet_utility::Call::batch_all {
			calls: vec![new_asset(9), metadata.into()],
		};
		let index = chain.table(Bob, delayed(both.into())).unwrap();
		let end = chain.block() + chain.days(7);
		for who in [Bob, Charlie] {
			chain.aye(who, index, 300_000 * DMC).unwrap();
		}
		assert_eq!(chain.conclude(index), Outcome::Enacted(Ok(())));
		assert_eq!(chain.block(), end + chain.days(2));
		let pending = Dao::pending_enactment(0).unwrap();
		assert_eq!(
			(pending.when, pending.decided_by),
			(end + chain.days(7), Decider::Referendum)
		);
		chain.run_to(end + chain.days(7) - 1);
		assert_eq!(asset_owner(9), None);
		chain.next();
		assert_eq!(chain.enacted(0), Some(Ok(())));
		assert_eq!(asset_owner(9), Some(id(Two)));
	});
}

#[test]
fn row_11_should_not_be_decided_by_referendum() {
	in_stage_two(|chain| {
		let call = Call::set_council {
			members: COUNCIL.map(id).to_vec(),
		};
		assert_eq!(chain.table(Bob, call), Err(error(Error::ReferendumCannotDecide)));
	});
}

#[test]
fn referendum_should_be_refused_for_what_is_no_decision_or_without_its_deposit() {
	in_stage_two(|chain| {
		assert_eq!(
			chain.table(Bob, transfer(Alice, DMC)),
			Err(error(Error::NotADecision))
		);
		assert_eq!(chain.table(Bob, new_asset(9)), Err(error(Error::NeedsEnactment)));
		let low = pallet_democracy::Error::<Runtime>::ValueLow;
		let call = Box::new(sale_fee(1));
		let cheap = Call::propose_referendum {
			call: call.clone(),
			deposit: 1_000 * DMC - 1,
		};
		assert_eq!(chain.call(Bob, cheap), Err(low.into()));
		assert_eq!(pallet_democracy::PublicPropCount::<Runtime>::get(), 0);

		// The deposit comes back when the vote begins.
		chain
			.call(
				Bob,
				Call::propose_referendum {
					call,
					deposit: 1_000 * DMC,
				},
			)
			.unwrap();
		assert_eq!(Balances::reserved_balance(id(Bob)), 1_000 * DMC);
		chain.wait_for_launch();
		assert_eq!(Balances::reserved_balance(id(Bob)), 0);
	});
}

#[test]
fn referendum_should_have_no_more_power_than_the_table_gives() {
	in_stage_two(|chain| {
		let fund = Emission::risk_fund_account();
		let before = dmc(fund.clone());
		let steal: RuntimeCall = pallet_balances::Call::force_transfer {
			source: fund.clone().into(),
			dest: id(Bob).into(),
			value: 9_000_000 * DMC,
		}
		.into();
		let kill: RuntimeCall = frame_system::Call::kill_prefix {
			prefix: vec![],
			subkeys: 1,
		}
		.into();
		let seats: RuntimeCall = Call::set_council {
			members: vec![id(Bob); 7],
		}
		.into();
		for call in [steal, kill, seats, new_asset(9)] {
			let proposal: Bounded<RuntimeCall, _> = Preimage::bound(call).unwrap();
			let value = 1_000 * DMC;
			let direct = pallet_democracy::Call::propose {
				proposal: proposal.clone(),
				value,
			};
			let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
			assert_eq!(chain.call(Bob, direct), Err(filtered));
			// If one got past that door, it would be voted on, and dispatched without Root.
			Democracy::propose(RuntimeOrigin::signed(id(Bob)), proposal, value).unwrap();
			let index = chain.wait_for_launch();
			for who in [Alice, Bob, Charlie] {
				chain.aye(who, index, 200_000 * DMC).unwrap();
			}
			let refused = Outcome::Enacted(Err(DispatchError::BadOrigin));
			assert_eq!(chain.conclude(index), refused);
		}
		assert_eq!(dmc(fund), before);
	});
}

#[test]
fn referendum_should_need_exactly_four_percent_of_the_votable_dmc() {
	in_stage_two(|chain| {
		for (short, outcome) in [(1, false), (0, true)] {
			let index = chain.table(Bob, sale_fee(4)).unwrap();
			chain.next();
			// The author's half a DMC a block adds to what can vote until the block before the last.
			let blocks = Balance::from(chain.days(7) - 2);
			let votable = adapters::VotableDmc::votable_supply() + blocks * DMC / 2;
			let required = votable.div_ceil(25);
			chain.aye(Bob, index, required - short).unwrap();
			let expected = if outcome {
				Outcome::Enacted(Ok(()))
			} else {
				Outcome::BelowTurnout {
					turnout: required - short,
					required,
				}
			};
			assert_eq!(chain.conclude(index), expected);
			assert_eq!(FEES[0].1(), Permill::from_percent(if outcome { 4 } else { 2 }));
		}
	});
}

#[test]
fn referendum_of_row_10_should_need_ten_percent() {
	in_stage_two(|chain| {
		let index = chain.table(Bob, delayed(new_asset(9))).unwrap();
		chain.next();
		let votable = adapters::VotableDmc::votable_supply() + Balance::from(chain.days(7) - 2) * DMC / 2;
		let required = votable.div_ceil(10);
		// Far above 4%, a unit below 10%.
		chain.aye(Bob, index, required - 1).unwrap();
		assert_eq!(
			chain.conclude(index),
			Outcome::BelowTurnout {
				turnout: required - 1,
				required
			}
		);
		chain.run_days(8);
		assert!(asset_owner(9).is_none() && Dao::pending_enactments().is_empty());
	});
}

#[test]
fn noes_should_reject_and_count_as_taking_part() {
	in_stage_two(|chain| {
		let index = chain.table(Bob, sale_fee(4)).unwrap();
		chain.aye(Bob, index, 200_000 * DMC).unwrap();
		chain
			.ballot(Charlie, index, false, Conviction::Locked1x, 300_000 * DMC)
			.unwrap();
		assert_eq!(chain.conclude(index), Outcome::Rejected);
		assert_eq!(FEES[0].1(), Permill::from_percent(2));
	});
}

#[test]
fn one_coin_should_be_one_vote() {
	in_stage_two(|chain| {
		let index = chain.table(Bob, sale_fee(4)).unwrap();
		let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
		use Conviction::*;
		for conviction in [None, Locked2x, Locked3x, Locked4x, Locked5x, Locked6x] {
			assert_eq!(chain.ballot(Bob, index, true, conviction, DMC), Err(filtered));
			let to = id(Charlie).into();
			let delegate = pallet_democracy::Call::delegate {
				to,
				conviction,
				balance: DMC,
			};
			assert_eq!(chain.call(Bob, delegate), Err(filtered));
		}
		let vote = AccountVote::Split {
			aye: 200_000 * DMC,
			nay: 0,
		};
		let split: RuntimeCall = pallet_democracy::Call::vote {
			ref_index: index,
			vote,
		}
		.into();
		assert_eq!(chain.call(Bob, split.clone()), Err(filtered));
		let hidden = pallet_utility::Call::batch_all { calls: vec![split] };
		assert_eq!(chain.call(Bob, hidden), Err(filtered));

		// Delegated it counts once, too.
		let to = id(Charlie);
		let balance = 100_000 * DMC;
		chain.call(Bob, Call::delegate_votes { to, balance }).unwrap();
		chain.aye(Charlie, index, 100_000 * DMC).unwrap();
		let status = pallet_democracy::ReferendumInfoOf::<Runtime>::get(index).unwrap();
		let pallet_democracy::ReferendumInfo::Ongoing(status) = status else {
			panic!("it is voted on")
		};
		assert_eq!(
			(status.tally.ayes, status.tally.turnout),
			(200_000 * DMC, 200_000 * DMC)
		);
	});
}

#[test]
fn dmc_that_is_locked_should_vote_and_dmc_that_is_held_should_not() {
	in_stage_two(|chain| {
		// Bob's votes in the election lock all that it has.
		let stake = 499_000 * DMC;
		for who in [Two, One] {
			chain.call(Alice, transfer(who, 2_000 * DMC)).unwrap();
		}
		chain.call(One, Call::stand_for_council {}).unwrap();
		chain
			.call(
				Bob,
				Call::vote_for_council {
					candidates: vec![id(One)],
					stake,
				},
			)
			.unwrap();
		assert!(chain.call(Bob, transfer(Charlie, 400_000 * DMC)).is_err());
		let index = chain.table(Charlie, sale_fee(4)).unwrap();
		chain.aye(Bob, index, stake).unwrap();

		// Alice's bond as a validator is held, and so are its deposits.
		chain.next();
		let insufficient = Err(pallet_democracy::Error::<Runtime>::InsufficientFunds.into());
		let (free, all) = (Balances::free_balance(id(Alice)), dmc(Alice));
		assert_eq!(Balances::reserved_balance(id(Alice)), all - free);
		assert!(all - free >= GENESIS_BOND);
		assert_eq!(chain.aye(Alice, index, all - DMC), insufficient);
		chain.aye(Alice, index, free - DMC).unwrap();
		assert_eq!(chain.conclude(index), Outcome::Enacted(Ok(())));
	});
}

#[test]
fn dmc_should_not_vote_twice_by_moving_on() {
	in_stage_two(|chain| {
		let index = chain.table(Charlie, sale_fee(4)).unwrap();
		chain.aye(Bob, index, 490_000 * DMC).unwrap();
		let frozen = Err(sp_runtime::TokenError::Frozen.into());
		assert_eq!(chain.call(Bob, transfer(Two, 100_000 * DMC)), frozen);
		assert_eq!(chain.conclude(index), Outcome::Enacted(Ok(())));
		// It is free two days after the end.
		chain.next();
		chain
			.call(Bob, pallet_democracy::Call::remove_vote { index })
			.unwrap();
		chain
			.call(
				Bob,
				pallet_democracy::Call::unlock {
					target: id(Bob).into(),
				},
			)
			.unwrap();
		chain.call(Bob, transfer(Two, 100_000 * DMC)).unwrap();
	});
}
