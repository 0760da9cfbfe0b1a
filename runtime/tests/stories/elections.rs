//! "The council is elected by DMC holders (7 seats, half-yearly); seats that an election leaves empty stay with the sitting
//! members."

use crate::{chain::*, dao::*};
use dmex_primitives::constants::*;
use dmex_runtime::*;
use pallet_dao::{Call, Error, Event};
use pallet_elections_phragmen::Call as Elect;

/// Half a year with days of two blocks.
const ELECTION: u32 = 365;
const NEWCOMERS: [Sr25519Keyring; 7] = [
	AliceStash,
	BobStash,
	CharlieStash,
	DaveStash,
	EveStash,
	FerdieStash,
	Two,
];

fn in_stage_two(story: impl FnOnce(&mut Chain)) {
	Genesis::quick().run(|chain| {
		chain.activate_community_stage();
		chain.next();
		story(chain)
	})
}

fn stand(chain: &mut Chain, candidates: &[Sr25519Keyring]) {
	for who in candidates {
		chain.call(Alice, transfer(*who, 1_500 * DMC)).unwrap();
		chain.call(*who, Call::stand_for_council {}).unwrap();
	}
}

fn vote(chain: &mut Chain, who: Sr25519Keyring, votes: &[Sr25519Keyring], value: Balance) {
	let votes = votes.iter().map(|who| id(*who)).collect();
	chain.call(who, Elect::vote { votes, value }).unwrap();
}

fn sorted(members: impl IntoIterator<Item = Sr25519Keyring>) -> Vec<AccountId> {
	let mut members: Vec<_> = members.into_iter().map(id).collect();
	members.sort();
	members
}

#[test]
fn election_should_fill_all_seats_after_half_a_year() {
	in_stage_two(|chain| {
		stand(chain, &NEWCOMERS);
		for who in [Alice, Bob, Charlie] {
			vote(chain, who, &NEWCOMERS, 100_000 * DMC);
		}
		chain.run_to(ELECTION - 1);
		assert_eq!(Dao::council(), sorted(COUNCIL));
		chain.next();
		let elected = sorted(NEWCOMERS);
		assert_eq!(Dao::council(), elected);
		assert!(chain.has_event(Event::CouncilElected { members: elected }));

		// The old council is out, the new one decides.
		chain.next();
		let call = set(minimum_set_size(2));
		assert_eq!(
			chain.propose(Alice, call.clone()).err(),
			Some(error(Error::NotCouncilMember))
		);
		chain.decide(call).unwrap();
		assert_eq!(ValidatorSet::minimum_set_size(), 2);

		// Half a year later they are judged again; whoever voted for them still does.
		chain.run_to(2 * ELECTION);
		assert_eq!(Dao::council(), sorted(NEWCOMERS));
	});
}

#[test]
fn thin_election_should_leave_empty_seats_to_the_sitting_members() {
	in_stage_two(|chain| {
		let sitting = Dao::council();
		stand(chain, &[Two, AliceStash]);
		vote(chain, Bob, &[Two, AliceStash], 100_000 * DMC);
		chain.run_to(ELECTION);
		let council = Dao::council();
		assert_eq!(council.len(), 7);
		assert!(council.contains(&id(Two)) && council.contains(&id(AliceStash)));
		let kept: Vec<_> = council
			.iter()
			.filter(|who| sitting.contains(who))
			.cloned()
			.collect();
		assert_eq!(
			kept,
			sitting[..5],
			"the first five of the sitting members keep their seats"
		);
	});
}

#[test]
fn election_without_candidates_should_change_nothing() {
	in_stage_two(|chain| {
		chain.run_to(ELECTION + 1);
		assert_eq!(Dao::council(), sorted(COUNCIL));
		chain.decide(set(minimum_set_size(2))).unwrap();
	});
}

#[test]
fn sitting_member_should_keep_its_seat_by_being_elected() {
	in_stage_two(|chain| {
		chain.call(One, Call::stand_for_council {}).unwrap();
		stand(chain, &[Two]);
		vote(chain, Bob, &[One, Two], 100_000 * DMC);
		chain.run_to(ELECTION);
		let council = Dao::council();
		assert!(council.len() == 7 && council.contains(&id(One)) && council.contains(&id(Two)));
	});
}

#[test]
fn candidate_without_votes_should_lose_its_bond_to_the_risk_fund() {
	in_stage_two(|chain| {
		stand(chain, &[Two, AliceStash]);
		vote(chain, Bob, &[Two], 100_000 * DMC);
		let (fund, issuance) = (dmc(Emission::risk_fund_account()), Balances::total_issuance());
		let (loser, block) = (dmc(AliceStash), chain.block());
		chain.run_to(ELECTION);
		assert!(!Dao::council().contains(&id(AliceStash)));
		assert_eq!(loser - dmc(AliceStash), 1_000 * DMC);
		assert_eq!(dmc(Emission::risk_fund_account()) - fund, 1_000 * DMC);
		let minted = Balance::from(chain.block() - block) * DMC / 2;
		assert_eq!(Balances::total_issuance() - issuance, minted);
	});
}

#[test]
fn elected_member_who_renounces_should_leave_its_seat_to_a_runner_up() {
	in_stage_two(|chain| {
		stand(chain, &NEWCOMERS);
		chain.call(Ferdie, Call::stand_for_council {}).unwrap();
		vote(chain, Alice, &NEWCOMERS, 100_000 * DMC);
		vote(chain, Bob, &[Ferdie], 1_000 * DMC);
		chain.run_to(ELECTION + 1);
		assert_eq!(Dao::council(), sorted(NEWCOMERS));
		let renouncing = pallet_elections_phragmen::Renouncing::Member;
		chain.call(Two, Elect::renounce_candidacy { renouncing }).unwrap();
		let council = Dao::council();
		assert!(council.len() == 7 && council.contains(&id(Ferdie)) && !council.contains(&id(Two)));
	});
}

#[test]
fn stage_one_should_not_elect() {
	Genesis::quick().run(|chain| {
		chain.run_to(ELECTION + 1);
		assert_eq!(pallet_elections_phragmen::ElectionRounds::<Runtime>::get(), 0);
		assert_eq!(Dao::council(), sorted(COUNCIL));
	});
}

#[test]
fn election_should_count_a_full_register_of_voters_and_stand_still_beyond_it() {
	use configs::governance::MAX_VOTERS;
	use pallet_elections_phragmen::{Event as ElectionEvent, Voter, Voting};
	for (voters, held) in [(MAX_VOTERS, true), (MAX_VOTERS + 1, false)] {
		in_stage_two(|chain| {
			stand(chain, &NEWCOMERS);
			// Accounts that exist in the register alone: thousands of signed transactions would tell no more.
			let votes: Vec<_> = NEWCOMERS.map(id).to_vec();
			for voter in 0..voters {
				let mut account = [0xee; 32];
				account[..4].copy_from_slice(&voter.to_le_bytes());
				Voting::<Runtime>::insert(
					AccountId::from(account),
					Voter {
						votes: votes.clone(),
						stake: 100 * DMC,
						deposit: 0,
					},
				);
			}
			chain.run_to(ELECTION);
			let council = Dao::council();
			let stopped = chain.has_event(RuntimeEvent::Elections(ElectionEvent::ElectionError));
			if held {
				assert_eq!((council, stopped), (sorted(NEWCOMERS), false));
				assert!(System::block_weight()
					.total()
					.all_lte(configs::system::MAXIMUM_BLOCK_WEIGHT));
			} else {
				assert_eq!((council, stopped), (sorted(COUNCIL), true));
			}
		})
	}
}
