//! Benchmarks of `pallet_dao`.
#![allow(missing_docs)]

use crate::*;
use alloc::{boxed::Box, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{ChangeMembers, EnsureOriginWithArg, Get, Hooks},
};
use frame_system::{pallet_prelude::OriginFor, RawOrigin};
use sp_runtime::traits::{Bounded, Hash};

/// Calls of the runtime, for the benchmarks.
pub trait BenchmarkHelper<Call, Parameters> {
	/// A call of the class `Shared` of about `len` bytes.
	fn shared_call(len: u32) -> Call;
	/// A call of row 10 of about `len` bytes that fails or succeeds cheaply when it is dispatched.
	fn delayed_call(len: u32) -> Call;
	/// A parameter of the class `Shared` or `Holders` with a value within its bounds.
	fn parameter() -> Parameters;
}

/// Lengths up to this are measured; longer calls are extrapolated.
const MAX_LENGTH: u32 = 8 * 1024;

fn fill_council<T: Config>() -> Vec<T::AccountId> {
	let mut members: Vec<T::AccountId> = (0..T::CouncilSize::get())
		.map(|index| account("member", index, 0))
		.collect();
	members.sort();
	CouncilPallet::<T>::set_members_sorted(&members, &Pallet::<T>::council());
	members
}

fn fill_motions<T: Config>(member: &T::AccountId, motions: u32) {
	let threshold = <T as Config>::CouncilThreshold::get();
	for index in 0..motions {
		let remark = frame_system::Call::<T>::remark {
			remark: index.encode(),
		};
		let call: Box<RuntimeCallOf<T>> = Box::new(remark.into());
		let len = u32::try_from(call.encoded_size()).unwrap_or(u32::MAX);
		assert_ok!(CouncilPallet::<T>::do_propose_proposed(
			member.clone(),
			threshold,
			Box::new((*call).into()),
			len
		));
	}
}

fn begin_stage_two<T: Config>() {
	if Pallet::<T>::stage() == Stage::Council {
		assert_ok!(Pallet::<T>::do_activate_community_stage());
	}
}

fn holder<T: Config>(index: u32) -> T::AccountId {
	let who: T::AccountId = account("holder", index, 0);
	let amount = DemocracyBalanceOf::<T>::max_value() / 1_000u32.into();
	let _ = <T as pallet_democracy::Config>::Currency::make_free_balance_be(&who, amount);
	who
}

/// Begins `others` referenda and one more; `who` votes in all of them but the last, whose number is returned.
fn vote_often<T: Config>(who: &T::AccountId, others: u32) -> u32 {
	let call = frame_support::traits::Bounded::Inline(Default::default());
	let begin = |call: &pallet_democracy::BoundedCallOf<T>| {
		pallet_democracy::Pallet::<T>::internal_start_referendum(
			call.clone(),
			pallet_democracy::VoteThreshold::SimpleMajority,
			0u32.into(),
		)
	};
	for _ in 0..others {
		let index = begin(&call);
		assert_ok!(Pallet::<T>::do_vote_in_referendum(
			who.clone(),
			index,
			true,
			1_000u32.into()
		));
	}
	begin(&call)
}

fn origin_for<T: Config>(decision: Decision) -> OriginFor<T> {
	T::DecisionOrigin::try_successful_origin(&decision).expect("somebody decides in stage 1")
}

fn schedule<T: Config>(len: u32) -> Box<RuntimeCallOf<T>> {
	let call = Box::new(T::BenchmarkHelper::delayed_call(len));
	assert_ok!(Pallet::<T>::do_schedule_enactment(Decider::Council, call.clone()));
	call
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn on_initialize() {
		let year = T::Calendar::parameters().year();
		frame_system::Pallet::<T>::set_block_number(u32::try_from(year).unwrap_or(u32::MAX).into());
		#[block]
		{
			Pallet::<T>::on_initialize(0u32.into());
		}
		assert_eq!(Pallet::<T>::stage(), Stage::Community);
	}

	#[benchmark]
	fn propose_motion(l: Linear<100, MAX_LENGTH>) {
		let members = fill_council::<T>();
		fill_motions::<T>(
			&members[0],
			<T as pallet_collective::Config<CouncilInstance>>::MaxProposals::get() - 1,
		);
		let call = Box::new(T::BenchmarkHelper::shared_call(l));
		let hash = T::Hashing::hash_of(&call);
		#[extrinsic_call]
		_(RawOrigin::Signed(members[0].clone()), call);
		assert!(pallet_collective::Voting::<T, CouncilInstance>::contains_key(
			hash
		));
	}

	#[benchmark]
	fn propose_referendum(l: Linear<200, MAX_LENGTH>) {
		begin_stage_two::<T>();
		let who = holder::<T>(0);
		let deposit = <T as pallet_democracy::Config>::MinimumDeposit::get();
		for index in 1..<T as pallet_democracy::Config>::MaxProposals::get() {
			let bounded = frame_support::traits::Bounded::Inline(
				index.encode().try_into().expect("four bytes fit into 128"),
			);
			let origin = RawOrigin::Signed(holder::<T>(index));
			assert_ok!(pallet_democracy::Pallet::<T>::propose(
				origin.into(),
				bounded,
				deposit
			));
		}
		let call = Box::new(T::BenchmarkHelper::shared_call(l));
		#[extrinsic_call]
		_(RawOrigin::Signed(who), call, deposit);
		assert_eq!(
			pallet_democracy::PublicProps::<T>::get().len() as u32,
			<T as pallet_democracy::Config>::MaxProposals::get()
		);
	}

	#[benchmark]
	fn activate_community_stage() {
		let origin = origin_for::<T>(Decision::Shared);
		#[extrinsic_call]
		_(origin as OriginFor<T>);
		assert_eq!(Pallet::<T>::stage(), Stage::Community);
	}

	#[benchmark]
	fn set_parameter() {
		let parameter = T::BenchmarkHelper::parameter();
		let origin = origin_for::<T>(T::Parameters::decision(&parameter));
		#[extrinsic_call]
		_(origin as OriginFor<T>, parameter);
	}

	#[benchmark]
	fn set_council() {
		let old = fill_council::<T>();
		let motions = <T as pallet_collective::Config<CouncilInstance>>::MaxProposals::get();
		fill_motions::<T>(&old[0], motions);
		for (index, hash) in pallet_collective::Proposals::<T, CouncilInstance>::get()
			.iter()
			.enumerate()
		{
			for member in &old {
				assert_ok!(CouncilPallet::<T>::do_vote(
					member.clone(),
					*hash,
					index as u32,
					true
				));
			}
		}
		let members: Vec<T::AccountId> = (0..T::CouncilSize::get())
			.map(|index| account("new", index, 0))
			.collect();
		let origin = origin_for::<T>(Decision::CouncilSeats);
		#[extrinsic_call]
		_(origin as OriginFor<T>, members.clone());
		assert!(members.iter().all(CouncilPallet::<T>::is_member));
	}

	#[benchmark]
	fn schedule_enactment(l: Linear<100, MAX_LENGTH>) {
		let call = Box::new(T::BenchmarkHelper::delayed_call(l));
		let origin = origin_for::<T>(Decision::Delayed);
		#[extrinsic_call]
		_(origin as OriginFor<T>, call);
		assert!(Enactments::<T>::contains_key(0));
	}

	#[benchmark]
	fn cancel_enactment() {
		schedule::<T>(MAX_LENGTH);
		let origin = origin_for::<T>(Decision::Delayed);
		#[extrinsic_call]
		_(origin as OriginFor<T>, 0);
		assert!(!Enactments::<T>::contains_key(0));
	}

	#[benchmark]
	fn enact(l: Linear<100, MAX_LENGTH>) {
		let call = schedule::<T>(l);
		let when = Pallet::<T>::pending_enactment(0)
			.map(|info| info.when)
			.unwrap_or_default();
		frame_system::Pallet::<T>::set_block_number(when.into());
		#[extrinsic_call]
		_(RawOrigin::Root, 0, call);
		assert!(!Enactments::<T>::contains_key(0));
	}

	#[benchmark]
	fn stand_for_council(c: Linear<0, { <T as pallet_elections_phragmen::Config>::MaxCandidates::get() }>) {
		begin_stage_two::<T>();
		for index in 0..c {
			assert_ok!(Pallet::<T>::do_stand_for_council(holder::<T>(index)));
		}
		let who = holder::<T>(c);
		#[extrinsic_call]
		_(RawOrigin::Signed(who));
	}

	#[benchmark]
	fn vote_in_referendum() {
		begin_stage_two::<T>();
		let who = holder::<T>(0);
		let others = <T as pallet_democracy::Config>::MaxVotes::get() - 1;
		let index = vote_often::<T>(&who, others);
		let balance = DemocracyBalanceOf::<T>::from(1_000u32);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), index, true, balance);
		let pallet_democracy::Voting::Direct { votes, .. } = pallet_democracy::VotingOf::<T>::get(&who)
		else {
			panic!("who votes has not delegated")
		};
		assert_eq!(votes.len() as u32, others + 1);
	}

	#[benchmark]
	fn delegate_votes(r: Linear<0, { <T as pallet_democracy::Config>::MaxVotes::get() }>) {
		begin_stage_two::<T>();
		let (who, old, new) = (holder::<T>(0), holder::<T>(1), holder::<T>(2));
		let balance = DemocracyBalanceOf::<T>::from(1_000u32);
		for delegate in [&old, &new] {
			vote_often::<T>(delegate, r);
		}
		assert_ok!(Pallet::<T>::do_delegate_votes(who.clone(), old, balance));
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), new.clone(), balance);
		let pallet_democracy::Voting::Delegating { target, .. } = pallet_democracy::VotingOf::<T>::get(&who)
		else {
			panic!("who delegates does not vote")
		};
		assert_eq!(target, new);
	}

	#[benchmark]
	fn vote_for_council(v: Linear<1, { <T as pallet_elections_phragmen::Config>::MaxVotesPerVoter::get() }>) {
		begin_stage_two::<T>();
		let candidates: Vec<T::AccountId> = (1
			..=<T as pallet_elections_phragmen::Config>::MaxCandidates::get())
			.map(holder::<T>)
			.collect();
		for candidate in &candidates {
			assert_ok!(Pallet::<T>::do_stand_for_council(candidate.clone()));
		}
		let who = holder::<T>(0);
		let stake = <T as pallet_elections_phragmen::Config>::Currency::minimum_balance() * 1_000u32.into();
		let votes = candidates.into_iter().take(v as usize).collect();
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), votes, stake);
		assert_eq!(
			pallet_elections_phragmen::Voting::<T>::get(&who).votes.len(),
			v as usize
		);
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
