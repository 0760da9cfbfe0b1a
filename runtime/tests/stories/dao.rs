//! "Council of 7; a decision needs 4 ayes of 7, absolute. A motion that cannot reach the power its call needs must be refused when
//! proposed." Each row of the DAO's table that has its target already goes through a real motion here; `referenda` has stage 2.

use crate::chain::*;
use dmex_primitives::{constants::*, Recipient, Stage};
use dmex_runtime::{
	configs::parameters::{
		dynamic_params::{fees, validators},
		RuntimeParameters,
	},
	*,
};
use frame_support::{
	instances::Instance1,
	traits::{fungible::NativeOrWithId, Get},
};
use pallet_dao::{Call, Error, Event};
use pallet_democracy::{AccountVote, Conviction, Vote};
use pallet_dmc_emission::{Call as EmissionCall, Error as EmissionError};
use sp_runtime::{DispatchError, Permill};

pub fn error(error: Error<Runtime>) -> DispatchError {
	error.into()
}

pub fn set(parameter: impl Into<RuntimeParameters>) -> RuntimeCall {
	Call::set_parameter {
		parameter: parameter.into(),
	}
	.into()
}

/// A fee that the DAO sets: its parameter with a value, its current value, its cap.
pub type Fee = (fn(Option<Permill>) -> RuntimeParameters, fn() -> Permill, Permill);

macro_rules! fees {
	($($fee:ident $cap:literal),*) => {
		[$((
			(|value| RuntimeParameters::Fees(fees::Parameters::$fee(fees::$fee, value))) as fn(_) -> _,
			<fees::$fee as Get<Permill>>::get as fn() -> _,
			Permill::from_percent($cap),
		)),*]
	};
}

/// Rows 2, 3 and 4, with the caps of the protocol.
pub const FEES: [Fee; 6] =
	fees![SaleFee 5, TradeFee 5, LoanFee 10, InsuranceFee 10, PoolFee 10, RedemptionFee 10];

pub fn minimum_bond(bond: Balance) -> RuntimeParameters {
	RuntimeParameters::Validators(validators::Parameters::MinimumBond(
		validators::MinimumBond,
		Some(bond),
	))
}

pub fn minimum_set_size(size: u32) -> RuntimeParameters {
	RuntimeParameters::Validators(validators::Parameters::MinimumSetSize(
		validators::MinimumSetSize,
		Some(size),
	))
}

#[test]
fn motion_should_pass_with_four_ayes_and_not_with_three() {
	Genesis::quick().run(|chain| {
		let (parameter, value, _) = FEES[0];
		let call = set(parameter(Some(Permill::from_percent(3))));
		let motion = chain.propose(Alice, call.clone()).unwrap();
		// Whoever proposes has not voted yet.
		for who in [Alice, Bob, Charlie] {
			chain.vote(who, &motion, true).unwrap();
		}
		let early = pallet_collective::Error::<Runtime, Instance1>::TooEarly;
		assert_eq!(chain.close(&motion), Err(early.into()));
		// Four are against: it can never pass.
		for who in [Dave, Eve, Ferdie, One] {
			chain.vote(who, &motion, false).unwrap();
		}
		assert_eq!(chain.close(&motion), Ok(None));
		assert_eq!(value(), Permill::from_percent(2));

		chain.decide(call).unwrap();
		assert_eq!(value(), Permill::from_percent(3));
	});
}

#[test]
fn motion_should_lapse_after_seven_days_because_absent_members_count_against_it() {
	Genesis::quick().run(|chain| {
		let (parameter, value, _) = FEES[0];
		let motion = chain
			.propose(Alice, set(parameter(Some(Permill::from_percent(3)))))
			.unwrap();
		let end = chain.block() + chain.days(7);
		for who in [Alice, Bob, Charlie] {
			chain.vote(who, &motion, true).unwrap();
		}
		chain.run_to(end);
		assert_eq!(chain.close(&motion), Ok(None));
		assert_eq!(value(), Permill::from_percent(2));
	});
}

#[test]
fn vote_of_a_removed_member_should_vanish() {
	Genesis::quick().run(|chain| {
		let (parameter, value, _) = FEES[0];
		let motion = chain
			.propose(Alice, set(parameter(Some(Permill::from_percent(3)))))
			.unwrap();
		for who in [Alice, Bob, Charlie, Dave] {
			chain.vote(who, &motion, true).unwrap();
		}
		let members = [Bob, Charlie, Dave, Eve, Ferdie, One, Two].map(id).to_vec();
		chain.decide(Call::set_council { members }).unwrap();
		let early = pallet_collective::Error::<Runtime, Instance1>::TooEarly;
		assert_eq!(chain.close(&motion), Err(early.into()));
		chain.vote(Eve, &motion, true).unwrap();
		assert_eq!(chain.close(&motion), Ok(Some(Ok(()))));
		assert_eq!(value(), Permill::from_percent(3));
	});
}

#[test]
fn motion_should_be_refused_to_who_is_no_member_and_for_what_is_no_decision() {
	Genesis::quick().run(|chain| {
		let call = set((FEES[0].0)(Some(Permill::zero())));
		chain.call(Alice, transfer(Two, 10 * DMC)).unwrap();
		assert_eq!(
			chain.propose(Two, call.clone()).err(),
			Some(error(Error::NotCouncilMember))
		);
		let no_decisions: [RuntimeCall; 5] = [
			transfer(Bob, DMC),
			frame_system::Call::remark { remark: vec![1] }.into(),
			pallet_utility::Call::batch {
				calls: vec![call.clone()],
			}
			.into(),
			pallet_utility::Call::batch_all {
				calls: vec![call.clone(), transfer(Bob, DMC)],
			}
			.into(),
			pallet_utility::Call::batch_all { calls: vec![] }.into(),
		];
		for call in no_decisions {
			assert_eq!(chain.propose(Alice, call).err(), Some(error(Error::NotADecision)));
		}
		// What takes Root waits for seven days, and only what is of row 10 does.
		let authorize = frame_system::Call::authorize_upgrade {
			code_hash: Hash::zero(),
		};
		assert_eq!(
			chain.propose(Alice, authorize).err(),
			Some(error(Error::NeedsEnactment))
		);
		let delayed = Call::schedule_enactment {
			call: Box::new(call.clone()),
		};
		assert_eq!(
			chain.propose(Alice, delayed).err(),
			Some(error(Error::NotADelayedDecision))
		);
		let set_code = frame_system::Call::set_code { code: vec![1, 2, 3] };
		assert_eq!(
			chain.propose(Alice, set_code).err(),
			Some(error(Error::NotADecision))
		);
		assert!(pallet_collective::Proposals::<Runtime, Instance1>::get().is_empty());

		// Several decisions are taken as one.
		let several = pallet_utility::Call::batch_all {
			calls: vec![call, set(minimum_set_size(2))],
		};
		chain.decide(several).unwrap();
		assert_eq!(
			(FEES[0].1(), validators::MinimumSetSize::get()),
			(Permill::zero(), 2)
		);
	});
}

#[test]
fn rows_2_to_4_should_set_fees_up_to_their_caps() {
	Genesis::quick().run(|chain| {
		for (parameter, value, cap) in FEES {
			let before = value();
			let above = Permill::from_parts(cap.deconstruct() + 1);
			assert_eq!(
				chain.propose(Alice, set(parameter(Some(above)))).err(),
				Some(error(Error::AboveCap))
			);
			assert_eq!(
				chain.propose(Alice, set(parameter(None))).err(),
				Some(error(Error::ParameterWithoutValue))
			);
			assert_eq!(value(), before);
			chain.decide(set(parameter(Some(cap)))).unwrap();
			assert_eq!(value(), cap);
			assert!(chain.has_event(Event::ParameterSet {
				parameter: parameter(Some(cap)),
				decided_by: pallet_dao::Decider::Council
			}));
			chain.next();
		}
		let pool_id = (NativeOrWithId::Native, NativeOrWithId::WithId(USDT));
		let fee = Permill::from_percent(1);
		chain
			.decide(pallet_asset_conversion::Call::set_pool_fee {
				pool_id: pool_id.clone(),
				fee,
			})
			.unwrap();
		assert_eq!(
			pallet_asset_conversion::PoolFees::<Runtime>::get(&pool_id),
			Some(fee)
		);
	});
}

#[test]
fn parameters_should_not_be_set_past_the_dao() {
	Genesis::quick().run(|chain| {
		let key_value = (FEES[0].0)(Some(Permill::zero()));
		assert_eq!(
			chain.call(Alice, set(key_value.clone())),
			Err(DispatchError::BadOrigin)
		);
		let direct: RuntimeCall = pallet_parameters::Call::set_parameter { key_value }.into();
		let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
		assert_eq!(chain.call(Alice, direct.clone()), Err(filtered));
		assert_eq!(
			chain.propose(Alice, direct).err(),
			Some(error(Error::NotADecision))
		);
		assert_eq!(FEES[0].1(), Permill::from_percent(2));
	});
}

#[test]
fn row_8_should_change_shares_from_the_next_day_on() {
	Genesis::of(genesis_presets::DEVELOPMENT).run(|chain| {
		let shares = |behaviour, liquidity, staking| EmissionCall::set_programme_shares {
			behaviour: Permill::from_percent(behaviour),
			liquidity: Permill::from_percent(liquidity),
			staking: Permill::from_percent(staking),
		};
		let refused = |why: EmissionError<Runtime>| Err(why.into());
		assert_eq!(
			chain.decide(shares(30, 60, 11)),
			refused(EmissionError::SharesNotWhole)
		);
		assert_eq!(
			chain.decide(shares(30, 60, 9)),
			refused(EmissionError::SharesNotWhole)
		);
		assert_eq!(
			chain.decide(shares(51, 40, 9)),
			refused(EmissionError::ShareOutOfBounds)
		);
		assert_eq!(
			chain.decide(shares(30, 39, 31)),
			refused(EmissionError::ShareOutOfBounds)
		);
		assert_eq!(Emission::statement().pending_shares, None);

		chain.run_to(13);
		chain.decide(shares(20, 50, 30)).unwrap();
		// Day 2 begins with block 20: until then the author has 10% of 5 DMC, then 30%.
		for block in 14..=25 {
			let before = dmc(Alice);
			chain.next();
			let rate = if block < 20 { DMC / 2 } else { DMC * 3 / 2 };
			assert_eq!((chain.block(), dmc(Alice) - before), (block, rate));
		}
		// The author never falls below 2% of the block's 5 DMC.
		chain.decide(shares(40, 60, 0)).unwrap();
		chain.run_to(30);
		let before = dmc(Alice);
		chain.next();
		assert_eq!(dmc(Alice) - before, DMC / 10);
	});
}

#[test]
fn row_8_should_change_recipients_and_points() {
	Genesis::quick().run(|chain| {
		let refused = |why: EmissionError<Runtime>| Err(why.into());
		let pool = Recipient::LpToken(0);
		let bad: [(EmissionCall<Runtime>, EmissionError<Runtime>); 8] = [
			(
				EmissionCall::set_author_points { points: 0 },
				EmissionError::ZeroPoints,
			),
			(
				EmissionCall::set_points {
					recipient: pool,
					points: 0,
				},
				EmissionError::ZeroPoints,
			),
			(
				EmissionCall::add_recipient {
					recipient: pool,
					points: 5,
				},
				EmissionError::RecipientAlreadyExists,
			),
			(
				EmissionCall::add_recipient {
					recipient: Recipient::Asset(77),
					points: 5,
				},
				EmissionError::AssetNotFound,
			),
			(
				EmissionCall::add_recipient {
					recipient: Recipient::LpToken(3),
					points: 5,
				},
				EmissionError::AssetNotFound,
			),
			(
				EmissionCall::add_recipient {
					recipient: Recipient::DToken(0),
					points: 5,
				},
				EmissionError::AssetNotFound,
			),
			(
				EmissionCall::set_points {
					recipient: Recipient::Asset(77),
					points: 5,
				},
				EmissionError::RecipientNotFound,
			),
			(
				EmissionCall::remove_recipient {
					recipient: Recipient::LpToken(3),
				},
				EmissionError::RecipientNotFound,
			),
		];
		for (call, why) in bad {
			assert_eq!(chain.decide(call), refused(why));
			chain.next();
		}
		chain
			.decide(EmissionCall::set_points {
				recipient: pool,
				points: 7,
			})
			.unwrap();
		assert_eq!(Emission::recipient_statement(pool).unwrap().points, 7);
		chain
			.decide(EmissionCall::remove_recipient { recipient: pool })
			.unwrap();
		assert_eq!(Emission::recipient_statement(pool), None);
		chain
			.decide(EmissionCall::add_recipient {
				recipient: pool,
				points: 9,
			})
			.unwrap();
		assert_eq!(Emission::recipient_statement(pool).unwrap().points, 9);
		chain
			.decide(EmissionCall::set_author_points { points: 60 })
			.unwrap();
		assert_eq!(Emission::statement().author_points, 60);
	});
}

#[test]
fn row_9_should_decide_on_registrars_bonds_and_the_set_of_validators() {
	Genesis::quick().run(|chain| {
		chain
			.decide(pallet_identity::Call::add_registrar {
				account: id(One).into(),
			})
			.unwrap();
		let registrars = pallet_identity::Registrars::<Runtime>::get();
		assert_eq!(registrars[0].as_ref().unwrap().account, id(One));
		let authority = || id(Two).into();
		let suffix = || b"dmex".to_vec();
		let appoint = pallet_identity::Call::add_username_authority {
			authority: authority(),
			suffix: suffix(),
			allocation: 10,
		};
		assert_eq!(chain.call(Alice, appoint.clone()), Err(DispatchError::BadOrigin));
		chain.decide(appoint).unwrap();
		assert_eq!(pallet_identity::AuthorityOf::<Runtime>::iter().count(), 1);
		chain
			.decide(pallet_identity::Call::remove_username_authority {
				authority: authority(),
				suffix: suffix(),
			})
			.unwrap();
		assert_eq!(pallet_identity::AuthorityOf::<Runtime>::iter().count(), 0);

		assert_eq!(
			chain.propose(Alice, set(minimum_bond(DMC - 1))).err(),
			Some(error(Error::BelowMinimum))
		);
		assert_eq!(
			chain.propose(Alice, set(minimum_bond(GENESIS_SUPPLY))).err(),
			Some(error(Error::AboveCap))
		);
		chain.decide(set(minimum_bond(30_000 * DMC))).unwrap();
		assert_eq!(ValidatorSet::minimum_bond(), 30_000 * DMC);
		chain.decide(set(minimum_set_size(3))).unwrap();
		assert_eq!(ValidatorSet::minimum_set_size(), 3);

		// Admission is told in `validators`; here only who is asked.
		let unknown = pallet_validator_set::Error::<Runtime>::NotRegistered;
		assert_eq!(
			chain.decide(pallet_validator_set::Call::admit { who: id(Two) }),
			Err(unknown.into())
		);
		let small = pallet_validator_set::Error::<Runtime>::MinimumSetSize;
		assert_eq!(
			chain.decide(pallet_validator_set::Call::eject { who: id(Alice) }),
			Err(small.into())
		);
	});
}

/// An asset of an issuer that the DAO appoints.
pub fn new_asset(asset: AssetId) -> RuntimeCall {
	pallet_assets::Call::<Runtime, Instance1>::force_create {
		id: asset.into(),
		owner: id(Two).into(),
		is_sufficient: true,
		min_balance: 1_000,
	}
	.into()
}

#[test]
fn row_10_should_be_enacted_after_seven_days_and_not_a_block_earlier() {
	Genesis::quick().run(|chain| {
		assert_eq!(chain.call(Alice, new_asset(9)), Err(DispatchError::BadOrigin));
		chain
			.decide(Call::schedule_enactment {
				call: Box::new(new_asset(9)),
			})
			.unwrap();
		let when = chain.block() + chain.days(7);
		assert_eq!(Dao::pending_enactment(0).unwrap().when, when);
		chain.run_to(when - 1);
		assert!(asset_owner(9).is_none());
		chain.next();
		assert_eq!(chain.enacted(0), Some(Ok(())));
		assert_eq!(asset_owner(9), Some(id(Two)));
		assert!(Dao::pending_enactments().is_empty());
	});
}

#[test]
fn row_10_should_be_cancelled_while_it_waits() {
	Genesis::quick().run(|chain| {
		let cancel = || Call::cancel_enactment { id: 0 };
		assert_eq!(
			chain.propose(Alice, cancel()).err(),
			Some(error(Error::UnknownEnactment))
		);
		chain
			.decide(Call::schedule_enactment {
				call: Box::new(new_asset(9)),
			})
			.unwrap();
		assert_eq!(chain.call(Alice, cancel()), Err(DispatchError::BadOrigin));
		chain.run_days(3);
		chain.decide(cancel()).unwrap();
		chain.run_days(8);
		assert!(asset_owner(9).is_none());
	});
}

#[test]
fn row_10_should_not_be_dispatched_by_anybody_but_the_scheduler() {
	Genesis::quick().run(|chain| {
		chain
			.decide(Call::schedule_enactment {
				call: Box::new(new_asset(9)),
			})
			.unwrap();
		let enact = Call::enact {
			id: 0,
			call: Box::new(new_asset(9)),
		};
		assert_eq!(chain.call(Alice, enact.clone()), Err(DispatchError::BadOrigin));
		assert_eq!(
			chain.propose(Alice, enact).err(),
			Some(error(Error::NotADecision))
		);
	});
}

#[test]
fn row_11_should_re_elect_the_council_to_exactly_seven_seats() {
	Genesis::quick().run(|chain| {
		let set_council = |members: &[Sr25519Keyring]| Call::set_council {
			members: members.iter().map(|who| id(*who)).collect(),
		};
		let wrong = Some(error(Error::WrongCouncilSize));
		assert_eq!(chain.propose(Alice, set_council(&COUNCIL[..6])).err(), wrong);
		assert_eq!(chain.propose(Alice, set_council(&[])).err(), wrong);
		assert_eq!(
			chain
				.propose(
					Alice,
					set_council(&[Alice, Alice, Bob, Charlie, Dave, Eve, Ferdie])
				)
				.err(),
			Some(error(Error::DuplicateCouncilMember))
		);
		chain
			.decide(set_council(&[Two, Bob, Charlie, Dave, Eve, Ferdie, One]))
			.unwrap();
		assert_eq!(
			chain.propose(Alice, set_council(&COUNCIL)).err(),
			Some(error(Error::NotCouncilMember))
		);
		let mut members = [Two, Bob, Charlie, Dave, Eve, Ferdie, One].map(id);
		members.sort();
		assert_eq!(Dao::council(), members);
		// The council's own pallet lets nobody change seats.
		let direct = pallet_collective::Call::<Runtime, Instance1>::set_members {
			new_members: vec![],
			prime: None,
			old_count: 7,
		};
		assert_eq!(chain.call(Bob, direct), Err(DispatchError::BadOrigin));
	});
}

#[test]
fn stage_two_should_begin_by_decision_of_the_council_and_for_ever() {
	Genesis::quick().run(|chain| {
		assert_eq!((Dao::stage(), Dao::stage_two_at()), (Stage::Council, 730));
		assert_eq!(
			chain.call(Alice, Call::activate_community_stage {}),
			Err(DispatchError::BadOrigin)
		);
		chain.run(3);
		chain.activate_community_stage();
		assert_eq!(
			(Dao::stage(), Dao::stage_two_at()),
			(Stage::Community, chain.block())
		);
		chain.next();
		let again = chain.propose(Alice, Call::activate_community_stage {});
		assert_eq!(again.err(), Some(error(Error::AlreadyCommunityStage)));
	});
}

#[test]
#[should_panic(expected = "the council of genesis has 6 members and must have 7")]
fn council_of_genesis_should_have_seven_members() {
	Genesis::quick()
		.with(|patch| patch["council"]["members"].as_array_mut().unwrap().truncate(6))
		.build();
}

#[test]
fn stage_two_should_begin_by_itself_a_year_after_genesis() {
	Genesis::quick().run(|chain| {
		chain.run_to(729);
		assert_eq!(Dao::stage(), Stage::Council);
		chain.next();
		assert_eq!((Dao::stage(), Dao::stage_two_at()), (Stage::Community, 730));
		assert!(chain.has_event(Event::CommunityStageBegan { at: 730 }));
		chain.next();
		assert!(!chain
			.events()
			.iter()
			.any(|event| matches!(event, RuntimeEvent::Dao(_))));
	});
}

#[test]
fn community_calls_should_be_refused_in_stage_one() {
	Genesis::quick().run(|chain| {
		let early = Err(error(Error::CommunityStageNotReached));
		let call = Box::new(set((FEES[0].0)(Some(Permill::zero()))));
		let propose = Call::propose_referendum {
			call,
			deposit: 1_000 * DMC,
		};
		assert_eq!(chain.call(Alice, propose), early);
		let candidates = vec![id(Bob)];
		let others: [RuntimeCall; 4] = [
			Call::stand_for_council {}.into(),
			Call::vote_in_referendum {
				index: 0,
				aye: true,
				balance: DMC,
			}
			.into(),
			Call::delegate_votes {
				to: id(Bob),
				balance: DMC,
			}
			.into(),
			Call::vote_for_council {
				candidates: candidates.clone(),
				stake: DMC,
			}
			.into(),
		];
		for call in others {
			assert_eq!(chain.call(Alice, call), early);
		}
		// The standard pallets' own ways are shut, or have nothing to vote on.
		let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
		let vote = AccountVote::Standard {
			vote: Vote {
				aye: true,
				conviction: Conviction::Locked1x,
			},
			balance: DMC,
		};
		type DemocracyError = pallet_democracy::Error<Runtime>;
		let direct: [(RuntimeCall, DispatchError); 6] = [
			(
				pallet_democracy::Call::vote { ref_index: 0, vote }.into(),
				DemocracyError::ReferendumInvalid.into(),
			),
			(
				pallet_democracy::Call::second { proposal: 0 }.into(),
				DemocracyError::ProposalMissing.into(),
			),
			(
				pallet_democracy::Call::delegate {
					to: id(Bob).into(),
					conviction: Conviction::Locked1x,
					balance: DMC,
				}
				.into(),
				filtered,
			),
			(
				pallet_democracy::Call::undelegate {}.into(),
				DemocracyError::NotDelegating.into(),
			),
			(
				pallet_elections_phragmen::Call::submit_candidacy { candidate_count: 0 }.into(),
				filtered,
			),
			(
				pallet_elections_phragmen::Call::vote {
					votes: candidates,
					value: DMC,
				}
				.into(),
				pallet_elections_phragmen::Error::<Runtime>::UnableToVote.into(),
			),
		];
		for (call, refused) in direct {
			assert_eq!(chain.call(Alice, call.clone()), Err(refused), "{call:?}");
		}
	});
}
