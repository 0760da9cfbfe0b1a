//! The rows of the DAO's table that have more than one target or more than one door, each through the real motion and the real
//! referendum that stage 2 asks for; and asset issuers, whom row 10 appoints.

use crate::{chain::*, dao::*, gateway::members, products::*};
use dmex_primitives::{constants::*, Recipient};
use dmex_runtime::*;
use frame_support::{instances::Instance1, traits::fungible::NativeOrWithId};
use pallet_asset_conversion::Call as Swap;
use pallet_dao::{Call as DaoCall, Error as DaoError};
use pallet_dmc_emission::{Call as EmissionCall, Error as EmissionError, VestingKind};
use pallet_validator_set::{Call as ValidatorCall, Status as ValidatorStatus};
use sp_runtime::{DispatchError, Permill};

type AssetCall = pallet_assets::Call<Runtime, Instance1>;
type AssetError = pallet_assets::Error<Runtime, Instance1>;

fn in_stage_two(genesis: Genesis, story: impl FnOnce(&mut Chain)) {
	genesis.run(|chain| {
		chain.activate_community_stage();
		chain.next();
		story(chain)
	})
}

/// A referendum that passes and whose call succeeds.
fn enact(chain: &mut Chain, call: impl Into<RuntimeCall>) {
	assert_eq!(chain.referendum(call), Outcome::Enacted(Ok(())));
}

/// [`enact`] for a call of row 10: it waits for five days more.
fn enact_delayed(chain: &mut Chain, call: impl Into<RuntimeCall>) {
	let id = pallet_dao::NextEnactment::<Runtime>::get();
	enact(
		chain,
		DaoCall::schedule_enactment {
			call: Box::new(call.into()),
		},
	);
	let when = Dao::pending_enactment(id).expect("it waits").when;
	chain.run_to(when);
	assert_eq!(chain.enacted(id), Some(Ok(())));
}

#[test]
fn row_4_should_set_the_fee_of_a_pool_by_referendum_up_to_a_tenth() {
	in_stage_two(Genesis::quick(), |chain| {
		let pool_id = (NativeOrWithId::Native, NativeOrWithId::WithId(USDT));
		let fee_of = || pallet_asset_conversion::PoolFees::<Runtime>::get(&pool_id);
		let set = |parts| Swap::set_pool_fee {
			pool_id: pool_id.clone(),
			fee: Permill::from_parts(parts),
		};
		let high = pallet_asset_conversion::Error::<Runtime>::FeeTooHigh;
		assert_eq!(chain.referendum(set(100_001)), Outcome::Enacted(Err(high.into())));
		assert_eq!(fee_of(), None);
		enact(chain, set(100_000));
		assert_eq!(fee_of(), Some(Permill::from_percent(10)));
	});
}

#[test]
fn row_8_should_change_recipients_and_points_by_referendum() {
	in_stage_two(Genesis::quick(), |chain| {
		let recipient = Recipient::LpToken(0);
		enact(chain, EmissionCall::set_points { recipient, points: 7 });
		assert_eq!(Emission::recipient_statement(recipient).unwrap().points, 7);
		enact(chain, EmissionCall::remove_recipient { recipient });
		assert_eq!(Emission::recipient_statement(recipient), None);
		enact(chain, EmissionCall::add_recipient { recipient, points: 9 });
		assert_eq!(Emission::recipient_statement(recipient).unwrap().points, 9);
		enact(chain, EmissionCall::set_author_points { points: 60 });
		assert_eq!(Emission::statement().author_points, 60);
		let twice = EmissionCall::add_recipient { recipient, points: 9 };
		let exists = EmissionError::<Runtime>::RecipientAlreadyExists;
		assert_eq!(chain.referendum(twice), Outcome::Enacted(Err(exists.into())));
	});
}

#[test]
fn row_9_should_admit_and_eject_validators_by_motion_and_by_referendum() {
	let genesis = Genesis::quick().validators(&[Alice, Bob, Charlie, Dave]);
	in_stage_two(genesis, |chain| {
		let status = |who| ValidatorSet::validator_statement(id(who)).unwrap().status;
		for (seed, who, by_referendum) in [(8, Eve, false), (9, Ferdie, true)] {
			let keys = KeyPairs::fresh(seed);
			let apply = ValidatorCall::apply {
				keys: keys.public(),
				proof: keys.proof(&id(who)),
				bond: 15_000 * DMC,
			};
			chain.call(who, apply).unwrap();
			let (admit, eject) = (
				ValidatorCall::admit { who: id(who) },
				ValidatorCall::eject { who: id(who) },
			);
			if by_referendum {
				enact(chain, admit);
			} else {
				chain.decide(admit).unwrap();
			}
			let ValidatorStatus::Active { since } = status(who) else {
				panic!("it was admitted: {:?}", status(who))
			};
			chain.run_to_session(since);
			assert!(Session::validators().contains(&id(who)));
			if by_referendum {
				enact(chain, eject);
			} else {
				chain.decide(eject).unwrap();
			}
			assert!(matches!(status(who), ValidatorStatus::Ejected { .. }));
		}
	});
}

#[test]
fn row_9_should_start_mining_and_assign_and_move_vesting_by_referendum() {
	let no_mining = Genesis::quick().with(|patch| patch["emission"]["miningStart"] = serde_json::Value::Null);
	in_stage_two(no_mining, |chain| {
		assert_eq!(Emission::statement().mined_blocks, 0);
		enact(chain, EmissionCall::start_mining {});
		chain.next();
		assert_eq!(Emission::statement().mined_blocks, 1);

		// The council may too, but not twice the same.
		let started = EmissionError::<Runtime>::MiningAlreadyStarted;
		assert_eq!(chain.decide(EmissionCall::start_mining {}), Err(started.into()));
		let kind = VestingKind::Team;
		let total = 3_600_000 * DMC;
		let (beneficiary, from, to) = (id(Bob), id(Bob), id(Charlie));
		enact(
			chain,
			EmissionCall::assign_vesting {
				kind,
				beneficiary,
				total,
			},
		);
		chain
			.decide(EmissionCall::move_vesting {
				kind,
				from: from.clone(),
				to: to.clone(),
			})
			.unwrap();
		assert_eq!(Emission::vesting_statement(kind, from.clone()), None);
		enact(
			chain,
			EmissionCall::move_vesting {
				kind,
				from: to.clone(),
				to: from.clone(),
			},
		);
		assert_eq!(Emission::vesting_statement(kind, from).unwrap().total, total);
		assert_eq!(Emission::vesting_statement(kind, to), None);
	});
}

#[test]
fn row_9_should_kill_a_false_identity_by_motion_and_by_referendum() {
	in_stage_two(Genesis::quick(), |chain| {
		for (who, by_referendum) in [(Eve, false), (Ferdie, true)] {
			set_identity(chain, who);
			let deposit = Balances::reserved_balance(id(who));
			let fund = dmc(Emission::risk_fund_account());
			assert!(deposit > 0);
			let kill = pallet_identity::Call::kill_identity {
				target: id(who).into(),
			};
			assert_eq!(chain.call(Alice, kill.clone()), Err(DispatchError::BadOrigin));
			if by_referendum {
				enact(chain, kill);
			} else {
				chain.decide(kill).unwrap();
			}
			assert_eq!(pallet_identity::IdentityOf::<Runtime>::get(id(who)), None);
			assert_eq!(dmc(Emission::risk_fund_account()) - fund, deposit);
		}
	});
}

#[test]
fn row_10_should_change_operators_and_coins_by_referendum_alone_in_stage_two() {
	in_stage_two(play().operators(&[Alice, Bob, Charlie, Dave]), |chain| {
		let add_coin = pallet_hashrate_nft::Call::<Runtime>::add_coin {
			symbol: b"BTC".to_vec(),
			unit: b"TH/s".to_vec(),
			asset: NativeOrWithId::WithId(HBTC),
		};
		let theirs: [RuntimeCall; 2] = [members(&[Alice, Bob, Charlie]).into(), add_coin.clone().into()];
		for call in theirs {
			let delayed = DaoCall::schedule_enactment { call: Box::new(call) };
			assert_eq!(
				chain.propose(Alice, delayed).err(),
				Some(DaoError::<Runtime>::CouncilCannotDecide.into())
			);
		}
		let set = pallet_fil_gateway::CurrentSet::<Runtime>::get().unwrap();
		enact_delayed(chain, members(&[Alice, Bob, Charlie]));
		let now = pallet_fil_gateway::CurrentSet::<Runtime>::get().unwrap();
		assert_eq!(now, set + 1);
		let members = pallet_fil_gateway::Sets::<Runtime>::get(now).unwrap().members;
		assert_eq!(members.len(), 3);
		enact_delayed(chain, add_coin);
		let coin = pallet_hashrate_nft::Coins::<Runtime>::get(1).unwrap();
		assert_eq!((coin.symbol.to_vec(), coin.open), (b"BTC".to_vec(), true));
	});
}

#[test]
fn row_10_should_appoint_and_replace_the_issuer_of_an_asset() {
	Genesis::quick().run(|chain| {
		// Each duty with somebody else, so that each is seen to be given.
		let appoint = |issuer| AssetCall::force_asset_status {
			id: USDT.into(),
			owner: id(Bob).into(),
			issuer: id(issuer).into(),
			admin: id(Charlie).into(),
			freezer: id(Dave).into(),
			min_balance: 1_000,
			is_sufficient: true,
			is_frozen: false,
		};
		let mint = |amount| AssetCall::mint {
			id: USDT.into(),
			beneficiary: id(Ferdie).into(),
			amount,
		};
		let no_permission = Err(AssetError::NoPermission.into());
		assert_eq!(chain.call(Eve, appoint(Eve)), Err(DispatchError::BadOrigin));
		assert_eq!(
			chain.propose(Alice, appoint(Eve)).err(),
			Some(error(DaoError::NeedsEnactment))
		);
		chain.decide_delayed(appoint(Eve)).unwrap();
		let (supply, before) = (Assets::total_supply(USDT), asset(USDT, &id(Ferdie)));
		for who in [Alice, Bob, Charlie, Dave, Ferdie] {
			assert_eq!(chain.call(who, mint(1_000_000)), no_permission, "{who:?}");
		}
		chain.call(Eve, mint(1_000_000)).unwrap();
		assert_eq!(Assets::total_supply(USDT) - supply, 1_000_000);
		assert_eq!(asset(USDT, &id(Ferdie)) - before, 1_000_000);
		// An issuer appoints nobody, and freezes nobody.
		let freeze = AssetCall::freeze {
			id: USDT.into(),
			who: id(Ferdie).into(),
		};
		assert_eq!(chain.call(Eve, freeze), no_permission);
		let team = AssetCall::set_team {
			id: USDT.into(),
			issuer: id(Eve).into(),
			admin: id(Eve).into(),
			freezer: id(Eve).into(),
		};
		assert_eq!(chain.call(Eve, team), no_permission);

		// Another is appointed, in stage 2 by the holders: the first issues no more.
		chain.activate_community_stage();
		chain.next();
		enact_delayed(chain, appoint(Two));
		assert_eq!(chain.call(Eve, mint(1_000_000)), no_permission);
		chain.call(Alice, transfer(Two, 10 * DMC)).unwrap();
		chain.call(Two, mint(2_000_000)).unwrap();
		assert_eq!(Assets::total_supply(USDT) - supply, 3_000_000);
	});
}
