//! Random operations, every invariant after each of them.

use super::*;
use frame_support::traits::fungible::Inspect;
use std::collections::{BTreeMap, BTreeSet};

/// Small and reproducible.
struct Random(u64);

impl Random {
	fn below(&mut self, bound: u64) -> u64 {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		self.0 % bound
	}
}

fn step(random: &mut Random, next_key: &mut u64, done: &mut BTreeSet<u64>) {
	let who = 1 + random.below(16);
	let root = RuntimeOrigin::root;
	let operation = random.below(13);
	let outcome = match operation {
		0 | 1 => {
			*next_key += 1;
			let bond = 9_900 + Balance::from(random.below(1_000));
			frame_support::storage::with_storage_layer(|| {
				ValidatorSet::apply(signed(who), keys(*next_key), proof(who, *next_key), bond)
			})
		}
		2 | 3 => ValidatorSet::admit(root(), who),
		4 => ValidatorSet::leave(signed(who)),
		5 => ValidatorSet::eject(root(), who),
		6 => {
			let suspended =
				(1..=16).find(|who| matches!(ValidatorSet::validator_statement(*who), Some(s) if matches!(s.status, Status::Suspended { .. })));
			ValidatorSet::resume(signed(suspended.unwrap_or(who)))
		}
		7 => ValidatorSet::bond_extra(signed(who), random.below(500).into()),
		8 => ValidatorSet::withdraw_bond(signed(who)),
		9 => ValidatorSet::withdraw_application(signed(who)),
		10 => {
			*next_key += 1;
			ValidatorSet::set_keys(signed(who), keys(*next_key), proof(who, *next_key))
		}
		11 => {
			let running = Session::validators();
			let count = 1 + random.below(2);
			let offenders: BTreeMap<_, _> = (0..count)
				.map(|_| {
					(
						running[random.below(running.len() as u64) as usize],
						10 + random.below(60) as u32,
					)
				})
				.collect();
			let session = Session::current_index();
			let session = session - (random.below(3) as u32).min(session);
			offences::report(&offenders.into_iter().collect::<Vec<_>>(), session);
			Ok(())
		}
		_ => {
			MinimumSetSize::set(2 + random.below(3) as u32);
			Ok(())
		}
	};
	if outcome.is_ok() {
		done.insert(operation);
	}
}

#[test]
fn random_operations_should_keep_all_invariants() {
	let mut done = BTreeSet::new();
	for seed in [3, 17, 4_242, 987_654_321] {
		ExtBuilder::default().build_and_execute(|| {
			AbsenceThreshold::set(1);
			let mut random = Random(seed);
			let mut next_key = 1_000;
			let issuance = Balances::total_issuance();
			let mut smallest = usize::MAX;
			for _ in 0..400 {
				step(&mut random, &mut next_key, &mut done);
				ValidatorSet::do_try_state().unwrap();
				if random.below(12) == 0 {
					let silent = Session::validators().into_iter().filter(|_| random.below(4) == 0);
					Silent::set(silent.collect());
				}
				let count = random.below(9) as u32;
				for _ in 0..count {
					// Somebody always authors.
					if Session::validators()
						.iter()
						.chain(set().iter())
						.all(|who| Silent::get().contains(who))
					{
						Silent::set(Vec::new());
					}
					next_block();
					ValidatorSet::do_try_state().unwrap();
				}
				smallest = smallest.min(set().len());
				assert!(!set().is_empty());
				// Slashed bonds are in the risk fund, nothing is lost.
				assert_eq!(Balances::total_issuance(), issuance);
				for who in 1..=16 {
					let slashed = crate::Validators::<Test>::get(who).map_or(0, |v| v.slashed);
					assert!(Balances::total_balance(&who) + slashed <= ENDOWMENT);
				}
			}
			assert!(smallest >= 2);
		})
	}
	assert_eq!(done.len(), 13, "an operation never worked: {done:?}");
}

#[test]
fn invariants_should_notice_what_is_wrong() {
	let broken = |number: &str, damage: fn()| {
		ExtBuilder::default().build().execute_with(|| {
			apply(EVE);
			assert_ok!(ValidatorSet::leave(signed(5)));
			assert_ok!(ValidatorSet::do_try_state());
			damage();
			let sp_runtime::DispatchError::Other(message) = ValidatorSet::do_try_state().unwrap_err() else {
				panic!("an error of another kind")
			};
			assert!(message.starts_with(number), "{message}");
		})
	};
	broken("1", || {
		crate::ActiveSet::<Test>::mutate(|set| set.try_push(1).unwrap())
	});
	broken("1", || {
		crate::ActiveSet::<Test>::mutate(|set| set.try_push(EVE).unwrap())
	});
	broken("1", || crate::ActiveSet::<Test>::mutate(|set| set.truncate(3)));
	broken("2", || {
		crate::Validators::<Test>::mutate_extant(1, |v| v.bond += 1)
	});
	broken("2", || {
		crate::Validators::<Test>::mutate_extant(1, |v| v.bond_points[0].bond += 1)
	});
	broken("3", || Session::purge_keys(signed(EVE)).unwrap());
	broken("4", crate::Departures::<Test>::kill);
	broken("4", || crate::Departures::<Test>::mutate(|d| d[0].until += 1));
	broken("4", || {
		crate::Validators::<Test>::mutate_extant(5, |v| v.status = Status::Applicant)
	});
	broken("5", || {
		crate::EjectionsDue::<Test>::mutate(|due| due.try_push(EVE).unwrap())
	});
	broken("6", || {
		crate::SessionBlocks::<Test>::mutate(|blocks| *blocks += 1)
	});
	broken("6", || crate::AuthoredBlocks::<Test>::insert(EVE, 0));
	broken("7", || {
		crate::Validators::<Test>::mutate_extant(1, |v| {
			assert!(v.charge(0, Perbill::from_percent(1)).is_some());
			v.slashed = 102;
		})
	});
	broken("9", || crate::RunningKeys::<Test>::mutate(|keys| keys.swap(0, 1)));
	broken("8", || {
		crate::Validators::<Test>::mutate_extant(5, |v| v.status = Status::Leaving { until: 9 });
		crate::Departures::<Test>::mutate(|d| d[0].until = 9);
	});
}
