//! Random operations, with every invariant after every step:
//!
//! those of `try_state`, and here
//! - the council has exactly 7 members at all times;
//! - the stage never goes back;
//! - the pending enactments and the scheduler's agenda tell the same;
//! - nothing of row 10 is dispatched before its day, nor twice;
//! - no preimage is held once nothing is pending.

use crate::{mock::*, *};
use pallet_democracy::{AccountVote, Conviction, Vote};
use pallet_elections_phragmen::Renouncing;
use sp_runtime::traits::Dispatchable;
use std::collections::BTreeMap;

/// xorshift64*: the tests need no more.
struct Random(u64);

impl Random {
	fn below(&mut self, bound: u64) -> u64 {
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound
	}

	fn account(&mut self) -> AccountId {
		match self.below(4) {
			0 => 1 + self.below(7),
			_ => 11 + self.below(33),
		}
	}

	fn call(&mut self, next: u32) -> RuntimeCall {
		match self.below(8) {
			0 => shared(next),
			1 => holders(next),
			2 => delayed(next, 0),
			3 => schedule(delayed(next, self.below(400) as usize)),
			4 => RuntimeCall::Dao(Call::cancel_enactment {
				id: self.below(8) as u32,
			}),
			5 => {
				let first = self.below(9);
				let members = (0..6 + self.below(3)).map(|i| first * 4 + 1 + i).collect();
				RuntimeCall::Dao(Call::set_council { members })
			}
			6 => RuntimeCall::Dao(Call::set_parameter {
				parameter: TestParameters::SaleFee(Some(self.below(8) as u32)),
			}),
			_ => schedule(batch_all(vec![delayed(next, 0), delayed(next + 1, 200)])),
		}
	}
}

#[derive(Default)]
struct Expected {
	stage_two: bool,
	/// Pending enactments, with the first block in which they may be dispatched.
	earliest: BTreeMap<u32, u32>,
	motions: Vec<(RuntimeCall, u32)>,
}

fn step(random: &mut Random, expected: &mut Expected, next: &mut u32) {
	*next += 2;
	let who = random.account();
	match random.below(16) {
		0 | 1 => {
			let call = random.call(*next);
			let index = pallet_collective::ProposalCount::<Test, CouncilInstance>::get();
			let proposer = Dao::council()[random.below(7) as usize];
			if Dao::propose_motion(signed(proposer), Box::new(call.clone())).is_ok() {
				expected.motions.push((call, index));
			}
		}
		2..=5 => {
			for _ in 0..5 {
				if expected.motions.is_empty() {
					break;
				}
				let (call, index) = &expected.motions[random.below(expected.motions.len() as u64) as usize];
				let member = Dao::council()[random.below(7) as usize];
				let _ = Council::vote(signed(member), hash(call), *index, random.below(5) > 0);
			}
		}
		6 | 7 => {
			let motions = core::mem::take(&mut expected.motions);
			expected.motions = motions
				.into_iter()
				.filter(|(call, index)| close(call, *index).is_err())
				.collect();
		}
		8 => {
			let call = random.call(*next);
			let _ = frame_support::storage::with_storage_layer(|| {
				Dao::propose_referendum(signed(who), Box::new(call), DEPOSIT)
			});
		}
		9 | 10 => {
			let (lowest, count) = (
				pallet_democracy::LowestUnbaked::<Test>::get(),
				pallet_democracy::ReferendumCount::<Test>::get(),
			);
			if count > lowest {
				for voter in HOLDERS.take(1 + random.below(20) as usize) {
					let ref_index = lowest + random.below(u64::from(count - lowest)) as u32;
					let (aye, balance) = (random.below(5) > 0, 1 + random.below(90_000) as u128);
					match random.below(9) {
						0..=3 => {
							let _ = Dao::vote_in_referendum(signed(voter), ref_index, aye, balance);
							continue;
						}
						4 => {
							let to = random.account();
							let _ = Dao::delegate_votes(signed(voter), to, balance);
							continue;
						}
						5 => {
							let _ = pallet_democracy::Pallet::<Test>::undelegate(signed(voter));
							continue;
						}
						_ => (),
					}
					let conviction = if random.below(9) == 0 {
						Conviction::Locked3x
					} else {
						Conviction::Locked1x
					};
					let vote = Vote { aye, conviction };
					let vote = AccountVote::Standard { vote, balance };
					let call = RuntimeCall::Democracy(pallet_democracy::Call::vote { ref_index, vote });
					let _ = call.dispatch(signed(voter));
				}
			}
		}
		11 => {
			let _ = Dao::stand_for_council(signed(who));
			let stake = 1 + random.below(40_000) as u128;
			let voter = signed(random.account());
			let _ = match random.below(2) {
				0 => Dao::vote_for_council(voter, vec![who], stake),
				_ => Elections::vote(voter, vec![who], stake)
					.map(|_| ())
					.map_err(|refused| refused.error),
			};
		}
		12 => {
			let role = match random.below(3) {
				0 => Renouncing::Member,
				1 => Renouncing::RunnerUp,
				_ => Renouncing::Candidate(30),
			};
			let _ = Elections::renounce_candidacy(signed(who), role);
		}
		13 => run(1 + random.below(u64::from(WEEK)) as u32),
		14 => run(1 + random.below(4) as u32),
		_ => {
			if random.below(40) == 0 {
				let _ = Dao::activate_community_stage(council_origin());
			}
			if random.below(4) == 0 {
				let term = YEAR / 2;
				run(term - System::block_number() % term);
			}
		}
	}
}

fn check(expected: &mut Expected) {
	check_everything();
	assert_eq!(Dao::council().len(), 7);
	let stage_two = Dao::stage() == Stage::Community;
	assert!(stage_two || !expected.stage_two, "the stage went back");
	expected.stage_two = stage_two;
	// Remember when each decision may take effect at the earliest, by the events of this step.
	for event in dao_events() {
		if let Event::EnactmentScheduled { id, when, .. } = event {
			expected.earliest.insert(id, when);
		}
	}
	for record in System::events() {
		if let RuntimeEvent::Dao(Event::Enacted { id, .. }) = record.event {
			let earliest = expected
				.earliest
				.remove(&id)
				.expect("what is enacted was decided, and once");
			assert!(System::block_number() >= earliest, "an enactment did not wait");
		}
		if let RuntimeEvent::Dao(Event::EnactmentCancelled { id }) = record.event {
			expected
				.earliest
				.remove(&id)
				.expect("what is cancelled was pending");
		}
	}
	let pending: Vec<_> = Dao::pending_enactments()
		.into_iter()
		.map(|info| (info.id, info.when))
		.collect();
	assert_eq!(
		pending,
		expected
			.earliest
			.iter()
			.map(|(id, when)| (*id, *when))
			.collect::<Vec<_>>()
	);
	System::reset_events();
}

#[test]
fn random_operations_should_keep_every_invariant() {
	let mut enacted = 0;
	let mut enacted_values = 0;
	let mut elected = 0;
	for seed in 1..=24u64 {
		ExtBuilder::default().build_and_execute(|| {
			let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
			let mut expected = Expected::default();
			let mut next = 0;
			System::reset_events();
			for _ in 0..250 {
				step(&mut random, &mut expected, &mut next);
				enacted += dao_events()
					.iter()
					.filter(|event| matches!(event, Event::Enacted { .. }))
					.count();
				elected += dao_events()
					.iter()
					.filter(|event| matches!(event, Event::CouncilElected { .. }))
					.count();
				check(&mut expected);
			}
			for (_, times) in target::Decided::<Test>::iter() {
				assert_eq!(times, 1, "a decision was carried out twice");
				enacted_values += 1;
			}
		});
	}
	// The sequences must have gone somewhere.
	assert!(
		enacted > 10 && elected > 10 && enacted_values > 100,
		"{enacted} {elected} {enacted_values}"
	);
}
