//! Joins the worker to the pallet, the keystore, the local storage and the network of the node that it runs in.

use super::{
	rpc::RpcNode,
	scan::BoundNode,
	worker::{Chain, Keys, Keystore, LocalStorage, Run, Submission, LOCK_KEY, LOCK_MS, RUN_MS},
};
use crate::{pallet::*, types::*};
use alloc::vec::Vec;
use core::marker::PhantomData;
use dmex_primitives::{BlockNumber, Calendar};
use frame_system::offchain::{CreateTransactionBase, SubmitTransaction};
use sp_core::{offchain::Duration, H256};
use sp_runtime::offchain::storage_lock::{StorageLock, Time};

/// A run of the worker, unless this node has no gateway key, or another run is under way.
pub fn run<T: Config>() {
	if Keystore.held().is_empty() {
		return;
	}
	let mut lock = StorageLock::<Time>::with_deadline(LOCK_KEY, Duration::from_millis(LOCK_MS));
	let Ok(_guard) = lock.try_lock() else { return };
	let now = sp_io::offchain::timestamp();
	let until = now.add(Duration::from_millis(RUN_MS));
	let run = Run {
		chain: &OnChain::<T>(PhantomData),
		scratch: &mut LocalStorage,
		keys: &Keystore,
		now: now.unix_millis(),
	};
	run.run(|network| RpcNode::configured(network, until));
}

/// The pallet in the state of the block that the run belongs to.
pub struct OnChain<T>(PhantomData<T>);

impl<T: Config> Chain for OnChain<T> {
	fn genesis(&self) -> H256 {
		Pallet::<T>::chain()
	}

	fn block(&self) -> BlockNumber {
		T::Calendar::now()
	}

	fn operators(&self) -> Option<(SetId, OperatorSet)> {
		Pallet::<T>::current_set()
	}

	fn custody(&self) -> Option<Custody> {
		CustodyInfo::<T>::get()
	}

	fn checkpoint(&self) -> Option<Checkpoint> {
		LastCheckpoint::<T>::get()
	}

	fn epochs_per_range(&self) -> u64 {
		T::Calendar::parameters().epochs_per_range.into()
	}

	fn epoch_ms(&self) -> u64 {
		let calendar = T::Calendar::parameters();
		u64::from(calendar.blocks_per_day)
			.checked_mul(calendar.slot_duration_ms)
			.and_then(|day| day.checked_div(calendar.epochs_per_day.into()))
			.unwrap_or(0)
	}

	fn is_open(&self, subject: &Subject) -> bool {
		Pallet::<T>::ensure_open(*subject).is_ok()
	}

	fn round(&self, subject: &Subject) -> Round {
		Rounds::<T>::get(subject).unwrap_or_default()
	}

	fn window(&self) -> Option<OracleWindow> {
		NextRecord::<T>::get()
	}

	fn nodes(&self, most: usize) -> Vec<BoundNode> {
		Pallet::<T>::bound_nodes()
			.into_iter()
			.take(most)
			.filter_map(|node| {
				let since = Nodes::<T>::get(node)?.since;
				Some(BoundNode { node, since })
			})
			.collect()
	}

	fn has_header(&self, subject: &Subject, round: u32) -> bool {
		match subject {
			// Before the last report is applied, nothing of the next one is taken.
			Subject::Range(range) => {
				Applying::<T>::exists()
					|| RangeDelivery::<T>::get()
						.is_some_and(|delivery| delivery.header.range == *range && delivery.round == round)
			}
			Subject::Oracle(day) => {
				Recording::<T>::exists()
					|| RecordDelivery::<T>::get()
						.is_some_and(|delivery| delivery.header.day == *day && delivery.round == round)
			}
		}
	}

	fn has_page(&self, subject: &Subject, round: u32, index: u16) -> bool {
		match subject {
			Subject::Range(range) => {
				Applying::<T>::exists()
					|| Pages::<T>::get(index).is_some_and(|page| page.of == *range && page.round == round)
			}
			Subject::Oracle(day) => {
				Recording::<T>::exists()
					|| FactPages::<T>::get(index).is_some_and(|page| page.of == *day && page.round == round)
			}
		}
	}

	fn submit(&self, submission: Submission) -> bool {
		let call: Call<T> = match submission {
			Submission::Vote(SignedVote {
				vote,
				operator,
				signature,
			}) => Call::vote {
				vote,
				operator,
				signature,
			},
			Submission::Header(header) => Call::submit_header { header },
			Submission::Page { range, index, items } => Call::submit_page { range, index, items },
			Submission::OracleHeader(header) => Call::submit_oracle_header { header },
			Submission::FactsPage { day, index, facts } => Call::submit_facts { day, index, facts },
		};
		let call: <T as CreateTransactionBase<Call<T>>>::RuntimeCall = call.into();
		let extrinsic = T::create_authorized_transaction(call);
		SubmitTransaction::<T, Call<T>>::submit_transaction(extrinsic).is_ok()
	}
}
