//! "The block author is paid in the block, natively, without any transaction. Author reward + tips + 100% of transaction fees go
//! to the author."

use crate::chain::*;
use dmex_primitives::{constants::*, ProgrammeBudget, Recipient};
use dmex_runtime::*;
use frame_support::traits::fungible::NativeOrWithId;

type Budget = Emission;

/// Half a DMC: all of the staking programme's 10% of 5 DMC.
const ALL_OF_STAKING: Balance = DMC / 2;
/// The author's 40 of 100 points of it.
const TWO_FIFTHS: Balance = DMC / 5;

fn activate(recipient: Recipient) {
	<Budget as ProgrammeBudget<AccountId>>::set_active(&recipient, true).unwrap();
}

fn totals() -> pallet_dmc_emission::EmissionTotals {
	pallet_dmc_emission::Totals::<Runtime>::get()
}

#[test]
fn author_should_be_paid_all_of_staking_in_each_block_while_nobody_stakes() {
	Genesis::quick().run(|chain| {
		for _ in 0..25 {
			let before = dmc(Alice);
			let minted = totals().minted;
			chain.next();
			assert_eq!(dmc(Alice) - before, ALL_OF_STAKING);
			assert_eq!(totals().minted - minted, ALL_OF_STAKING);
			assert!(chain.has_event(pallet_dmc_emission::Event::AuthorPaid {
				author: id(Alice),
				amount: ALL_OF_STAKING
			}));
		}
	});
}

#[test]
fn author_should_share_staking_by_points_when_pools_are_active() {
	Genesis::quick().run(|chain| {
		// The DMC pool has 20 points: the author has 40 of 60, from the next block on.
		activate(Recipient::Dmc);
		let before = dmc(Alice);
		chain.next();
		assert_eq!(dmc(Alice) - before, ALL_OF_STAKING * 40 / 60);

		(IFIL..=HBTC).map(Recipient::Asset).for_each(activate);
		let before = dmc(Alice);
		chain.run(10);
		assert_eq!(dmc(Alice) - before, 10 * TWO_FIFTHS);
		assert_eq!(
			pallet_dmc_emission::Programmes::<Runtime>::get().staking.skipped,
			0
		);
	});
}

#[test]
fn author_should_be_halved_in_the_block_after_half_a_year() {
	Genesis::quick().run(|chain| {
		let half_year = 365;
		chain.run_to(half_year - 1);
		let before = dmc(Alice);
		chain.next();
		assert_eq!((chain.block(), dmc(Alice) - before), (half_year, ALL_OF_STAKING));
		let before = dmc(Alice);
		chain.next();
		assert_eq!(dmc(Alice) - before, ALL_OF_STAKING / 2);

		// What the chain tells is what it does: the statement's halving is the next one.
		let statement = Emission::statement();
		assert_eq!(
			(statement.rate, statement.next_halving),
			(5 * DMC / 2, Some(2 * half_year + 1))
		);
		chain.run_to(2 * half_year);
		let before = dmc(Alice);
		chain.next();
		assert_eq!(dmc(Alice) - before, ALL_OF_STAKING / 4);
		// Minted since genesis: two half-years and a block.
		let all = 365 * ALL_OF_STAKING + 365 * ALL_OF_STAKING / 2 + ALL_OF_STAKING / 4;
		assert_eq!(totals().minted, all);
		assert_eq!(Balances::total_issuance(), GENESIS_SUPPLY + all);
	});
}

#[test]
fn author_should_be_paid_a_fifth_before_mining_starts() {
	let no_mining =
		|patch: &mut serde_json::Value| patch["emission"]["miningStart"] = serde_json::Value::Null;
	Genesis::quick().with(no_mining).run(|chain| {
		let before = dmc(Alice);
		chain.run(10);
		assert_eq!(dmc(Alice) - before, 10 * TWO_FIFTHS);
		assert_eq!(Emission::statement().mined_blocks, 0);

		chain.decide(pallet_dmc_emission::Call::start_mining {}).unwrap();
		let before = dmc(Alice);
		chain.next();
		// From here on 5 DMC a block are mined; nobody stakes, so that the author has the programme for itself.
		assert!(dmc(Alice) - before == ALL_OF_STAKING);
		assert_eq!(Emission::statement().mined_blocks, 1);
		let again = chain.decide(pallet_dmc_emission::Call::start_mining {});
		assert_eq!(
			again,
			Err(pallet_dmc_emission::Error::<Runtime>::MiningAlreadyStarted.into())
		);
	});
}

#[test]
fn fees_and_tips_should_go_to_the_author_to_the_last_unit() {
	Genesis::quick().run(|chain| {
		let (alice, bob, charlie, issuance) =
			(dmc(Alice), dmc(Bob), dmc(Charlie), Balances::total_issuance());
		let tip = 3 * DMC;
		chain.submit(Bob, transfer(Charlie, 7 * DMC), tip, None).unwrap();
		let paid = bob - dmc(Bob) - 7 * DMC;
		assert_eq!(dmc(Charlie) - charlie, 7 * DMC);
		assert_eq!(dmc(Alice) - alice, paid);
		assert_eq!(last_fee(chain), paid);
		assert_eq!(Balances::total_issuance(), issuance);
		// A plain transfer costs well under a hundredth of a DMC, and more than an existential deposit.
		assert!(paid > tip && paid - tip < DMC / 100 / 3, "{}", paid - tip);
		assert!(paid - tip > configs::monetary::EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn fees_of_a_call_that_fails_should_go_to_the_author_too() {
	Genesis::quick().run(|chain| {
		let (alice, bob) = (dmc(Alice), dmc(Bob));
		let too_much = transfer(Charlie, 1_000_000 * DMC);
		assert!(chain.call(Bob, too_much).is_err());
		assert!(bob > dmc(Bob));
		assert_eq!(dmc(Alice) - alice, bob - dmc(Bob));
	});
}

#[test]
fn holder_of_usdt_alone_should_pay_in_usdt_and_the_author_receive_dmc() {
	Genesis::quick().run(|chain| {
		chain.call(Bob, transfer_asset(USDT, Two, 1_000_000_000)).unwrap();
		assert_eq!((dmc(Two), asset(USDT, &id(Two))), (0, 1_000_000_000));

		let (alice, issuance) = (dmc(Alice), Balances::total_issuance());
		let (charlie, usdt) = (asset(USDT, &id(Charlie)), Assets::total_supply(USDT));
		let pool = pool_account(USDT);
		let (pool_dmc, pool_usdt) = (dmc(pool.clone()), asset(USDT, &pool));
		chain
			.submit(
				Two,
				transfer_asset(USDT, Charlie, 100_000_000),
				MILLI_DMC,
				Some(USDT),
			)
			.unwrap();

		assert_eq!(asset(USDT, &id(Charlie)) - charlie, 100_000_000);
		let paid = 1_000_000_000 - 100_000_000 - asset(USDT, &id(Two));
		let received = dmc(Alice) - alice;
		assert!(paid > 0 && received > MILLI_DMC);
		// The pool stands between them, and nothing is lost on the way.
		assert_eq!(asset(USDT, &pool) - pool_usdt, paid);
		assert_eq!(pool_dmc - dmc(pool), received);
		assert_eq!(Balances::total_issuance(), issuance);
		assert_eq!(Assets::total_supply(USDT), usdt);
		// The holder still has no DMC. A DMC is a tenth of a dollar here, and the fee was below a cent.
		assert_eq!(dmc(Two), 0);
		assert!(paid < 10_000, "{paid}");
	});
}

fn pool_account(asset: AssetId) -> AccountId {
	let pool = (NativeOrWithId::Native, NativeOrWithId::WithId(asset));
	<<Runtime as pallet_asset_conversion::Config>::PoolLocator as pallet_asset_conversion::PoolLocator<
		AccountId,
		NativeOrWithId<AssetId>,
		(NativeOrWithId<AssetId>, NativeOrWithId<AssetId>),
	>>::address(&pool)
	.unwrap()
}

#[test]
fn fee_in_an_asset_without_a_pool_should_be_refused() {
	use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};
	Genesis::quick().run(|_| {
		let transaction = signed(Bob, transfer(Charlie, DMC), 0, Some(HBTC));
		let refused = TransactionValidityError::Invalid(InvalidTransaction::Payment);
		assert_eq!(Executive::apply_extrinsic(transaction), Err(refused));
	});
}

#[test]
fn unknown_author_should_leave_its_slice_unminted_and_fees_to_the_risk_fund() {
	Genesis::quick().run(|chain| {
		let minted = totals().minted;
		chain.next_by_index(99);
		assert_eq!(Authorship::author(), None);
		assert_eq!(
			(totals().minted, totals().author_skipped),
			(minted, ALL_OF_STAKING)
		);

		let (bob, fund) = (dmc(Bob), dmc(Emission::risk_fund_account()));
		chain.submit(Bob, transfer(Charlie, DMC), DMC, None).unwrap();
		assert_eq!(dmc(Emission::risk_fund_account()) - fund, bob - dmc(Bob) - DMC);

		// The next block has an author again, who is paid for that block alone.
		let before = dmc(Alice);
		chain.next();
		assert_eq!(dmc(Alice) - before, ALL_OF_STAKING);
		assert_eq!(totals().skipped + totals().allocated, 3 * 5 * DMC);
	});
}

#[test]
fn all_of_emission_should_be_allocated_skipped_or_clipped() {
	Genesis::quick().run(|chain| {
		chain.run(9);
		// Nobody stakes: behaviour's 30% and liquidity's 60% of ten blocks are skipped.
		assert_eq!(totals().skipped, 10 * 5 * DMC * 9 / 10);
		activate(Recipient::LpToken(0));
		chain.next();
		// The only liquidity pool that has stake gets all of liquidity, from its own block on.
		let statement = Emission::recipient_statement(Recipient::LpToken(0)).unwrap();
		assert_eq!(statement.allotted, 3 * DMC);
		assert_eq!(totals().skipped, 10 * 5 * DMC * 9 / 10 + 5 * DMC * 3 / 10);

		let two = id(Two);
		let mint = |amount| <Budget as ProgrammeBudget<_>>::mint_from(&Recipient::LpToken(0), &two, amount);
		assert_eq!(
			mint(3 * DMC + 1),
			Err(pallet_dmc_emission::Error::<Runtime>::BudgetExceeded.into())
		);
		mint(3 * DMC).unwrap();
		assert_eq!(dmc(Two), 3 * DMC);
		chain.next();
	});
}
