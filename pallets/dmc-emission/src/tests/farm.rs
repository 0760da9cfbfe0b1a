//! A small farm behind each recipient: what it pays depends on what happened, never on who looked when.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const USERS: u8 = 4;
const RECIPIENTS: [Recipient; 5] = [
	Recipient::Dmc,
	Recipient::Asset(USDT),
	Recipient::LpToken(0),
	Recipient::HashrateNfts,
	Recipient::DToken(7),
];

#[derive(Default)]
struct Position {
	stake: u128,
	/// The pool's budget per unit of stake when the position last changed.
	entry: U256,
	/// Earned until then, times 10^36.
	earned: U256,
	paid: Balance,
}

/// A pool that shares a recipient's budget over its stakers.
#[derive(Default)]
struct Pool {
	stake: u128,
	/// Recipient's budget when stake last changed.
	budget: U256,
	/// Budget per unit of stake until then, times 10^36.
	per_unit: U256,
	positions: BTreeMap<u8, Position>,
}

impl Pool {
	/// Budget per unit of stake now. Nothing is written, so looking changes nothing.
	fn per_unit_now(&self, recipient: &Recipient) -> U256 {
		let Ok(budget) = Emission::cumulative_budget(recipient) else {
			return self.per_unit;
		};
		if self.stake == 0 {
			return self.per_unit;
		}
		self.per_unit + (budget - self.budget) * U256::from(BUDGET_SCALE) / U256::from(self.stake)
	}

	/// Changes a user's stake.
	fn restake(&mut self, recipient: &Recipient, user: u8, change: impl FnOnce(u128) -> u128) {
		let now = self.per_unit_now(recipient);
		let position = self.positions.entry(user).or_default();
		let stake = change(position.stake);
		if self.stake - position.stake + stake > 0 && Emission::set_active(recipient, true).is_err() {
			// The recipient is gone: nobody can come in any more.
			return;
		}
		position.earned += (now - position.entry) * U256::from(position.stake);
		position.entry = now;
		self.stake = self.stake - position.stake + stake;
		position.stake = stake;
		self.per_unit = now;
		self.budget = Emission::cumulative_budget(recipient).unwrap_or(self.budget);
		if self.stake == 0 {
			assert_ok!(Emission::set_active(recipient, false));
		}
	}

	/// Pays a user all that it has earned.
	fn claim(&mut self, recipient: &Recipient, user: u8) {
		let now = self.per_unit_now(recipient);
		let Some(position) = self.positions.get_mut(&user) else {
			return;
		};
		let earned = position.earned + (now - position.entry) * U256::from(position.stake);
		let scale = U256::from(BUDGET_SCALE);
		let due = u128::try_from(earned / scale / scale).unwrap() - position.paid;
		if due > 0 {
			assert_ok!(Emission::mint_from(recipient, &account(100 + user), due));
			position.paid += due;
		}
	}
}

#[derive(Clone, Debug)]
enum Happening {
	Stake(usize, u8, u32),
	Unstake(usize, u8),
	AddRecipient(usize, u8),
	SetPoints(usize, u8),
	RemoveRecipient(usize),
	SetShares(u32, u32),
	SetAuthorPoints(u8),
	UnknownAuthor(bool),
	StartMining,
	NearTheCap,
}

fn happening() -> impl Strategy<Value = Happening> {
	use Happening::*;
	let pool = || 0..RECIPIENTS.len();
	prop_oneof![
		6 => (pool(), 0..USERS, 1u32..1_000_000).prop_map(|(p, u, n)| Stake(p, u, n)),
		4 => (pool(), 0..USERS).prop_map(|(p, u)| Unstake(p, u)),
		2 => (pool(), 0u8..9).prop_map(|(p, n)| AddRecipient(p, n)),
		2 => (pool(), 0u8..9).prop_map(|(p, n)| SetPoints(p, n)),
		1 => pool().prop_map(RemoveRecipient),
		1 => (8u32..53, 38u32..83).prop_map(|(b, l)| SetShares(b, l)),
		1 => (0u8..200).prop_map(SetAuthorPoints),
		1 => any::<bool>().prop_map(UnknownAuthor),
		1 => Just(StartMining),
		1 => Just(NearTheCap),
	]
}

/// What must not depend on touching.
#[derive(PartialEq, Eq, Debug)]
struct Outcome {
	allocated: Balance,
	skipped: Balance,
	clipped: Balance,
	paid_in_all: Balance,
	programmes: ProgrammeStates,
	budgets: BTreeMap<Recipient, Option<U256>>,
	/// Balance and credit of each user, and of the author.
	users: Vec<Balance>,
}

/// Lets things happen, one group of blocks after the other; `touches` says who looks and claims in between.
fn play(happenings: &[(u8, Happening)], touches: &[u8]) -> Outcome {
	let mut touches = touches.iter().cycle();
	let mut outcome = None;
	ExtBuilder::default().mining_start(None).build_and_execute(|| {
		let mut pools = RECIPIENTS.map(|_| Pool::default());
		let mut is_near_the_cap = false;
		for (blocks, happening) in happenings {
			for _ in 0..*blocks {
				run_to(System::block_number() + 1);
				if let Some(touch) = touches.next() {
					let (pool, user) = (usize::from(*touch) % RECIPIENTS.len(), touch % USERS);
					let recipient = &RECIPIENTS[pool];
					match touch / 64 {
						0 => pools[pool].claim(recipient, user),
						1 => (0..USERS).for_each(|user| pools[pool].claim(recipient, user)),
						2 => {
							let _ = Emission::cumulative_budget(recipient);
							if let Some(info) = Recipients::<Test>::get(recipient) {
								assert_ok!(Emission::set_active(recipient, info.active));
							}
							skip_to(System::block_number());
						}
						_ => {
							let _ = Emission::claim_credit(signed(account(100 + user)));
						}
					}
				}
			}
			use Happening::*;
			match happening.clone() {
				Stake(pool, user, amount) => {
					pools[pool].restake(&RECIPIENTS[pool], user, |stake| stake + u128::from(amount))
				}
				Unstake(pool, user) => pools[pool].restake(&RECIPIENTS[pool], user, |_| 0),
				AddRecipient(pool, n) => {
					let _ = Emission::add_recipient(holders(), RECIPIENTS[pool], n.into());
				}
				SetPoints(pool, n) => {
					let _ = Emission::set_points(holders(), RECIPIENTS[pool], n.into());
				}
				RemoveRecipient(pool) => {
					let _ = Emission::remove_recipient(holders(), RECIPIENTS[pool]);
				}
				SetShares(b, l) => {
					let shares = shares(b, l, 100u32.saturating_sub(b + l));
					let Shares {
						behaviour,
						liquidity,
						staking,
					} = shares;
					let _ = Emission::set_programme_shares(holders(), behaviour, liquidity, staking);
				}
				SetAuthorPoints(n) => {
					let _ = Emission::set_author_points(holders(), n.into());
				}
				UnknownAuthor(unknown) => CurrentAuthor::set((!unknown).then_some(AUTHOR)),
				StartMining => {
					let _ = Emission::start_mining(dao());
				}
				NearTheCap if !is_near_the_cap => {
					is_near_the_cap = true;
					let left = MINING_CAP - Totals::<Test>::get().allocated;
					pretend_allocated(left - 300 * DMC);
				}
				NearTheCap => {}
			}
			Emission::do_try_state().unwrap();
		}

		for (recipient, pool) in RECIPIENTS.iter().zip(&mut pools) {
			(0..USERS).for_each(|user| pool.claim(recipient, user));
			// Users are never owed more than the recipient has: the last claim succeeded too.
			let statement = Emission::recipient_statement(*recipient);
			assert!(statement.is_none_or(|s| s.drawn <= s.allotted));
		}
		let totals = Totals::<Test>::get();
		assert!(totals.minted + totals.credited <= totals.allocated);
		outcome = Some(Outcome {
			allocated: totals.allocated,
			skipped: totals.skipped,
			clipped: totals.clipped,
			paid_in_all: totals.minted + totals.credited,
			programmes: Programmes::<Test>::get(),
			budgets: RECIPIENTS
				.iter()
				.map(|r| (*r, Emission::cumulative_budget(r).ok()))
				.collect(),
			users: (0..USERS)
				.map(|user| account(100 + user))
				.chain([AUTHOR])
				.map(|who| {
					let credit = Credits::<Test>::get(&who).unwrap_or_default();
					Balances::total_balance(&who) + credit.unminted
				})
				.collect(),
		});
	});
	outcome.unwrap()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(150))]

	#[test]
	fn touching_should_change_nothing(
		happenings in proptest::collection::vec((0u8..12, happening()), 1..40),
		touches in proptest::collection::vec(any::<u8>(), 1..200),
	) {
		let untouched = play(&happenings, &[]);
		prop_assert_eq!(play(&happenings, &touches), untouched);
	}
}

#[test]
fn two_stakers_should_share_by_stake_and_time() {
	ExtBuilder::default().build_and_execute(|| {
		let recipient = RECIPIENTS[2];
		let mut pool = Pool::default();
		pool.restake(&recipient, 0, |_| 100);
		run_to(11);
		pool.restake(&recipient, 1, |_| 300);
		run_to(15);
		pool.claim(&recipient, 0);
		pool.claim(&recipient, 1);
		// Ten blocks of 3 DMC alone, four blocks at a quarter.
		assert_eq!(Balances::balance(&account(100)), 30 * DMC + 3 * DMC);
		assert_eq!(Balances::balance(&account(101)), 9 * DMC);
		pool.restake(&recipient, 0, |_| 0);
		pool.restake(&recipient, 1, |_| 0);
		run_to(20);
		pool.claim(&recipient, 1);
		assert_eq!(Balances::balance(&account(101)), 9 * DMC);
	});
}
