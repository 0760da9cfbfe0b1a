//! Random sequences of everything that can happen to the pallet, with all invariants after each step. What is refused changes
//! nothing.

use super::*;
use crate::{ToAuthor, ToRiskFund};
use frame_support::traits::{
	fungible::{Balanced, Mutate},
	tokens::{Fortitude::Polite, Precision::Exact, Preservation::Expendable},
	OnUnbalanced,
};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Operation {
	Blocks(u16),
	Jump(u16),
	Author(u8),
	StartMining,
	SetShares(u32, u32, u32),
	AddRecipient(u8, u32),
	SetPoints(u8, u32),
	RemoveRecipient(u8),
	SetAuthorPoints(u32),
	SetActive(u8, bool),
	MintFrom(u8, u8, u64),
	ClaimVested(u8, bool),
	AssignVesting(u8, bool, u128),
	MoveVesting(u8, u8, bool),
	SpendFoundation(u8, u128),
	ClaimCredit(u8),
	Fee(u8, u64),
	Slash(u8, u64),
	Transfer(u8, u8, u128),
	TransferAll(u8, u8),
	Donate(u8, u64),
	Burn(u8, u128),
}

fn operation() -> impl Strategy<Value = Operation> {
	use Operation::*;
	let who = || 0u8..8;
	let recipient = || 0u8..8;
	let dmc = || prop_oneof![Just(0u128), 0..ED, 0..10 * DMC, 0..2_000_000 * DMC];
	prop_oneof![
		6 => (1u16..30).prop_map(Blocks),
		2 => (1u16..2_000).prop_map(Jump),
		2 => (0u8..10).prop_map(Author),
		1 => Just(StartMining),
		2 => (0u32..60, 30u32..90, 0u32..40).prop_map(|(b, l, s)| SetShares(b, l, s)),
		1 => (10u32..=50, 40u32..=80).prop_map(|(b, l)| SetShares(b, l, 100u32.saturating_sub(b + l))),
		3 => (recipient(), 0u32..100).prop_map(|(r, n)| AddRecipient(r, n)),
		2 => (recipient(), prop_oneof![0u32..100, Just(u32::MAX)]).prop_map(|(r, n)| SetPoints(r, n)),
		2 => recipient().prop_map(RemoveRecipient),
		1 => prop_oneof![0u32..100, Just(u32::MAX)].prop_map(SetAuthorPoints),
		5 => (recipient(), any::<bool>()).prop_map(|(r, a)| SetActive(r, a)),
		5 => (recipient(), who(), any::<u64>()).prop_map(|(r, w, n)| MintFrom(r, w, n)),
		3 => (recipient(), who(), 0..ED as u64).prop_map(|(r, w, n)| MintFrom(r, w, n)),
		4 => (who(), any::<bool>()).prop_map(|(w, k)| ClaimVested(w, k)),
		2 => (who(), any::<bool>(), dmc()).prop_map(|(w, k, n)| AssignVesting(w, k, n)),
		1 => (who(), who(), any::<bool>()).prop_map(|(a, b, k)| MoveVesting(a, b, k)),
		2 => (who(), dmc()).prop_map(|(w, n)| SpendFoundation(w, n)),
		2 => who().prop_map(ClaimCredit),
		3 => (who(), 0..2 * ED as u64).prop_map(|(w, n)| Fee(w, n)),
		1 => (who(), any::<u64>()).prop_map(|(w, n)| Slash(w, n)),
		2 => (who(), who(), dmc()).prop_map(|(a, b, n)| Transfer(a, b, n)),
		2 => (who(), who()).prop_map(|(a, b)| TransferAll(a, b)),
		1 => (who(), any::<u64>()).prop_map(|(w, n)| Donate(w, n)),
		1 => (who(), dmc()).prop_map(|(w, n)| Burn(w, n)),
	]
}

fn recipient(n: u8) -> Recipient {
	match n {
		0 => Recipient::Dmc,
		1 => Recipient::Asset(USDT),
		2 => Recipient::LpToken(0),
		3 => Recipient::HashrateNfts,
		4 => Recipient::DToken(7),
		5 => Recipient::LpToken(1),
		6 => Recipient::Asset(IFIL),
		_ => Recipient::DToken(NO_ASSET),
	}
}

fn kind(is_team: bool) -> VestingKind {
	if is_team {
		VestingKind::Team
	} else {
		VestingKind::PrivateSale
	}
}

/// Carries an operation out. What is refused must leave storage as it was.
fn carry_out(operation: Operation) {
	use Operation::*;
	let root = || sp_io::storage::root(sp_core::storage::StateVersion::V1);
	let before = root();
	let result = match operation {
		Blocks(n) => {
			run_to(System::block_number() + u32::from(n));
			Ok(())
		}
		Jump(n) => {
			skip_to(System::block_number() + u32::from(n));
			Ok(())
		}
		Author(n) => {
			CurrentAuthor::set((n < 8).then(|| account(n)));
			Ok(())
		}
		StartMining => Emission::start_mining(dao()),
		SetShares(b, l, s) => {
			let Shares {
				behaviour,
				liquidity,
				staking,
			} = shares(b, l, s);
			Emission::set_programme_shares(holders(), behaviour, liquidity, staking)
		}
		AddRecipient(r, n) => Emission::add_recipient(holders(), recipient(r), n),
		SetPoints(r, n) => Emission::set_points(holders(), recipient(r), n),
		RemoveRecipient(r) => Emission::remove_recipient(holders(), recipient(r)),
		SetAuthorPoints(n) => Emission::set_author_points(holders(), n),
		SetActive(r, active) => Emission::set_active(&recipient(r), active),
		MintFrom(r, w, n) => Emission::mint_from(&recipient(r), &account(w), n.into()),
		ClaimVested(w, k) => Emission::claim_vested(signed(account(w)), kind(k)),
		AssignVesting(w, k, n) => Emission::assign_vesting(dao(), kind(k), account(w), n),
		MoveVesting(a, b, k) => Emission::move_vesting(dao(), kind(k), account(a), account(b)),
		SpendFoundation(w, n) => Emission::spend_foundation(dao(), account(w), n),
		ClaimCredit(w) => Emission::claim_credit(signed(account(w))),
		Fee(w, n) => Balances::withdraw(&account(w), n.into(), Exact, Expendable, Polite)
			.map(ToAuthor::<Test>::on_unbalanced),
		Slash(w, n) => Balances::withdraw(&account(w), n.into(), Exact, Expendable, Polite)
			.map(ToRiskFund::<Test>::on_unbalanced),
		Transfer(a, b, n) => Balances::transfer(&account(a), &account(b), n, Expendable).map(drop),
		TransferAll(a, b) => {
			let all = Balances::balance(&account(a));
			Balances::transfer(&account(a), &account(b), all, Expendable).map(drop)
		}
		Donate(w, n) => {
			Balances::transfer(&account(w), &Emission::ledger_account(), n.into(), Expendable).map(drop)
		}
		Burn(w, n) => <Emission as BurnLedger<AccountId>>::burn_from(&account(w), n),
	};
	if result.is_err() {
		assert_eq!(root(), before, "what was refused has changed something");
	}
}

fn run(operations: Vec<Operation>, mut builder: ExtBuilder, touches_vesting: bool) {
	if touches_vesting {
		// Everything is assigned, so that the ledger can run empty.
		builder.emission.team = vec![(account(4), TEAM - ED + 1), (account(5), ED - 1)];
		builder.emission.private_sale = vec![(account(4), PRIVATE_SALE - 7), (account(6), 7)];
	}
	builder.build_and_execute(|| {
		for operation in operations {
			let what = format!("{operation:?}");
			carry_out(operation);
			if let Err(error) = Emission::do_try_state() {
				panic!("after {what}: {error:?}");
			}
		}
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(250))]

	#[test]
	fn invariants_should_hold_after_each_step(
		operations in proptest::collection::vec(operation(), 1..80),
		start in prop_oneof![Just(None), Just(Some(1)), Just(Some(40))],
		touches_vesting in any::<bool>(),
	) {
		run(operations, ExtBuilder::default().mining_start(start), touches_vesting);
	}

	#[test]
	fn invariants_should_hold_around_the_cap(
		operations in proptest::collection::vec(operation(), 1..40),
		room in 0u128..1_000 * DMC,
	) {
		ExtBuilder::default().build_and_execute(|| {
			activate_all();
			pretend_allocated(MINING_CAP - Totals::<Test>::get().allocated - room);
			for operation in operations {
				carry_out(operation);
				prop_assert_eq!(Emission::do_try_state(), Ok(()));
			}
			Ok(())
		})?;
	}
}
