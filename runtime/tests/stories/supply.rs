//! "Transaction fees and dust are never burnt: the supply passes 21M through no other door." Hard cap 100,000,000.

use crate::chain::*;
use dmex_primitives::{constants::*, ProgrammeBudget};
use dmex_runtime::*;
use frame_support::traits::fungible::NativeOrWithId;

type BoxedAsset = Box<NativeOrWithId<AssetId>>;

/// DMC and an asset, as the exchange's calls take them.
fn native(id: AssetId) -> [BoxedAsset; 2] {
	[
		Box::new(NativeOrWithId::Native),
		Box::new(NativeOrWithId::WithId(id)),
	]
}

#[test]
fn genesis_should_be_fifty_million_in_the_papers_shares() {
	for preset in [
		genesis_presets::DEVELOPMENT,
		genesis_presets::LOCAL,
		genesis_presets::DMEX,
	] {
		Genesis::of(preset).build().execute_with(|| {
			assert_eq!(Balances::total_issuance(), GENESIS_SUPPLY);
			assert_eq!(dmc(Emission::ledger_account()), TEAM + PRIVATE_SALE);
			// The exchange's set-up fees come on top of the risk fund where a preset has pools.
			let pools = pallet_asset_conversion::Pools::<Runtime>::iter().count() as Balance;
			let fund = dmc(Emission::risk_fund_account());
			assert!(fund == RISK_FUND || fund == RISK_FUND + pools * configs::monetary::PoolSetupFee::get());
			let elsewhere = GENESIS_SUPPLY - dmc(Emission::ledger_account()) - fund;
			// The foundation's part less what the presets for play give to well-known accounts.
			assert!(dmc(Emission::foundation_account()) <= FOUNDATION && elsewhere <= FOUNDATION);
			check_invariants();
		});
	}
}

#[test]
fn production_should_start_without_any_account_that_has_a_key() {
	Genesis::of(genesis_presets::DMEX).build().execute_with(|| {
		let keyless = [
			Emission::ledger_account(),
			Emission::risk_fund_account(),
			Emission::foundation_account(),
			adapters::dao_account(),
		];
		for (who, account) in frame_system::Account::<Runtime>::iter() {
			assert!(keyless.contains(&who) || account.data.free == 0, "{who:?}");
		}
		assert!(Dao::council().is_empty() && Session::validators().is_empty());
	});
}

#[test]
fn dust_should_go_to_the_risk_fund() {
	Genesis::quick().run(|chain| {
		// Pays its fee in USDT, so that what is left of its DMC is known.
		chain.call(Bob, transfer_asset(USDT, Two, 1_000_000_000)).unwrap();
		chain.call(Bob, transfer(Two, DMC)).unwrap();
		let dust = configs::monetary::EXISTENTIAL_DEPOSIT - 1;
		let (fund, issuance) = (dmc(Emission::risk_fund_account()), Balances::total_issuance());
		chain
			.submit(Two, transfer(Charlie, DMC - dust), 0, Some(USDT))
			.unwrap();
		assert_eq!(dmc(Two), 0);
		assert_eq!(dmc(Emission::risk_fund_account()) - fund, dust);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn exchange_should_conserve_dmc_and_assets() {
	Genesis::quick().run(|chain| {
		let supply = || {
			let assets: Vec<_> = (IFIL..=HBTC).map(Assets::total_supply).collect();
			(Balances::total_issuance(), assets)
		};
		let before = supply();
		let swap =
			|path: [BoxedAsset; 2], amount_in| pallet_asset_conversion::Call::swap_exact_tokens_for_tokens {
				path: path.into(),
				amount_in,
				amount_out_min: 1,
				send_to: id(Two),
				keep_alive: true,
			};
		let [there, mut back] = [native(USDT), native(USDT)];
		back.reverse();
		chain.call(Bob, swap(there, 100 * DMC)).unwrap();
		assert!(asset(USDT, &id(Two)) > 9_000_000);
		chain.call(Bob, swap(back, 50_000_000)).unwrap();
		assert!(dmc(Two) > 400 * DMC);
		let [asset1, asset2] = native(HT);
		chain
			.call(
				Bob,
				pallet_asset_conversion::Call::add_liquidity {
					asset1,
					asset2,
					amount1_desired: 500 * DMC,
					amount2_desired: 10 * DMC,
					amount1_min: 1,
					amount2_min: 1,
					mint_to: id(Bob),
				},
			)
			.unwrap();
		let lp_token_burn = PoolAssets::balance(2, id(Bob));
		assert!(lp_token_burn > 0);
		let [asset1, asset2] = native(HT);
		chain
			.call(
				Bob,
				pallet_asset_conversion::Call::remove_liquidity {
					asset1,
					asset2,
					lp_token_burn,
					amount1_min_receive: 1,
					amount2_min_receive: 1,
					withdraw_to: id(Bob),
				},
			)
			.unwrap();
		// A new pool costs its set-up fee, which is not burnt.
		let fund = dmc(Emission::risk_fund_account());
		let [asset1, asset2] = native(HBTC);
		chain
			.call(Bob, pallet_asset_conversion::Call::create_pool { asset1, asset2 })
			.unwrap();
		assert_eq!(dmc(Emission::risk_fund_account()) - fund, 10 * DMC);
		assert_eq!((chain.block(), supply()), (1, before));
	});
}

#[test]
fn deposits_should_come_back_whole() {
	Genesis::quick().run(|chain| {
		let bob = dmc(Bob);
		let mut fees = 0;
		let delegate = || id(Charlie).into();
		let proxy_type = configs::system::ProxyType::Any;
		let acts: [RuntimeCall; 4] = [
			pallet_proxy::Call::add_proxy {
				delegate: delegate(),
				proxy_type,
				delay: 0,
			}
			.into(),
			pallet_proxy::Call::remove_proxy {
				delegate: delegate(),
				proxy_type,
				delay: 0,
			}
			.into(),
			pallet_preimage::Call::note_preimage { bytes: vec![7; 300] }.into(),
			pallet_preimage::Call::unnote_preimage {
				hash: sp_io::hashing::blake2_256(&[7; 300]).into(),
			}
			.into(),
		];
		for (number, call) in acts.into_iter().enumerate() {
			chain.call(Bob, call).unwrap();
			fees += last_fee(chain);
			let bound = bob - fees - Balances::free_balance(id(Bob));
			assert_eq!(bound > 0, number % 2 == 0, "a deposit is taken, then given back");
		}
		assert_eq!(dmc(Bob), bob - fees);
	});
}

#[test]
fn supply_should_end_at_a_hundred_million_and_no_later_block_mint() {
	// Days of full length, every recipient active: nothing is skipped but the authors of blocks that never were.
	Genesis::of(genesis_presets::LOCAL).run(|chain| {
		let recipients: Vec<_> = pallet_dmc_emission::Recipients::<Runtime>::iter_keys().collect();
		assert_eq!(recipients.len(), 10);
		for recipient in &recipients {
			<Emission as ProgrammeBudget<AccountId>>::set_active(recipient, true).unwrap();
		}
		chain
			.decide(pallet_dmc_emission::Call::set_author_points { points: 1 })
			.unwrap();
		chain.run(2);
		let totals = pallet_dmc_emission::Totals::<Runtime>::get;
		assert!(totals().allocated < MINING_CAP && totals().clipped == 0);
		chain.jump_to(60_000_001);
		assert_eq!(totals().allocated, MINING_CAP);
		assert!(totals().clipped > 0);
		chain.run(2);

		// Everybody takes everything.
		let two = id(Two);
		for recipient in &recipients {
			let statement = Emission::recipient_statement(*recipient).unwrap();
			let left = statement.allotted - statement.drawn;
			<Emission as ProgrammeBudget<AccountId>>::mint_from(recipient, &two, left).unwrap();
		}
		let issuance = Balances::total_issuance();
		// What is missing is less than a unit for each recipient and each programme.
		assert!(
			issuance <= MAX_SUPPLY && MAX_SUPPLY - issuance < 13,
			"{}",
			MAX_SUPPLY - issuance
		);
		chain.run(3);
		assert_eq!(Balances::total_issuance(), issuance);
		assert_eq!(Emission::statement().rate, 0);
		for recipient in &recipients {
			assert!(<Emission as ProgrammeBudget<AccountId>>::mint_from(recipient, &two, 1).is_err());
		}
	});
}

#[test]
fn burning_should_go_through_the_ledger_and_stop_at_the_floor() {
	use dmex_primitives::BurnLedger;
	Genesis::quick().run(|chain| {
		let issuance = Balances::total_issuance();
		<Emission as BurnLedger<AccountId>>::burn_from(&id(Bob), 1_000 * DMC).unwrap();
		assert_eq!(Balances::total_issuance(), issuance - 1_000 * DMC);
		assert_eq!(<Emission as BurnLedger<AccountId>>::burnt(), 1_000 * DMC);
		chain.next();
		let floor = pallet_dmc_emission::Error::<Runtime>::SupplyFloorReached;
		let too_much = Balances::total_issuance() - SUPPLY_FLOOR + 1;
		let fund = Emission::ledger_account();
		let refused = <Emission as BurnLedger<AccountId>>::burn_from(&fund, too_much);
		assert_eq!(refused, Err(floor.into()));
	});
}
