//! What anyone can ask.

use crate::*;
use alloc::vec::Vec;
use dmex_primitives::Calendar;
use fil_primitives::RedeemMemo;
use frame_support::traits::fungibles::Inspect;

/// Most redemptions of one answer, and most ids that it looks at.
const ANSWER: usize = 64;
const LOOKED_AT: u64 = 256;

impl<T: Config> Pallet<T> {
	/// [`GatewayStatement`].
	pub fn statement() -> GatewayStatement {
		let checkpoint = LastCheckpoint::<T>::get();
		let set = Self::current_set();
		GatewayStatement {
			supply: T::Assets::total_issuance(Self::ifil()),
			reserve: Self::reserve(),
			suspense: SuspenseTotal::<T>::get(),
			delayed: DelayedTotal::<T>::get(),
			credits: CreditTotal::<T>::get(),
			redeeming: Redeeming::<T>::get(),
			shortfall: Shortfall::<T>::get(),
			age: checkpoint.map(|checkpoint| T::Calendar::now().saturating_sub(checkpoint.at)),
			status: State::<T>::get(),
			halted: Halted::<T>::get(),
			next_range: checkpoint.map(|checkpoint| checkpoint.next),
			round: Self::round_of(checkpoint.map(|checkpoint| Subject::Range(checkpoint.next))),
			set: set.as_ref().map(|(id, _)| *id),
			threshold: set.map_or(0, |(_, set)| set.threshold()),
			mint_room: Self::mint_room(),
			checkpoint,
		}
	}

	fn round_of(subject: Option<Subject>) -> Round {
		subject.and_then(Rounds::<T>::get).unwrap_or_default()
	}

	/// [`GatewayWork`].
	pub fn work() -> GatewayWork {
		let checkpoint = LastCheckpoint::<T>::get();
		let record = NextRecord::<T>::get();
		GatewayWork {
			chain: Self::chain(),
			custody: CustodyInfo::<T>::get(),
			set: Self::current_set(),
			checkpoint,
			halted: Halted::<T>::get(),
			applying: Applying::<T>::exists(),
			range_round: Self::round_of(checkpoint.map(|checkpoint| Subject::Range(checkpoint.next))),
			missing_pages: Self::missing_pages(),
			record,
			record_round: Self::round_of(record.map(|record| Subject::Oracle(record.day))),
			missing_facts: Self::missing_facts(),
		}
	}

	/// Pages of the range report under delivery that are not there.
	pub fn missing_pages() -> Option<Vec<u16>> {
		let Delivery { header, round, .. } =
			RangeDelivery::<T>::get().filter(|_| !Applying::<T>::exists())?;
		let there = |index: &u16| {
			Pages::<T>::get(index).is_some_and(|page| page.of == header.range && page.round == round)
		};
		let pages = u16::try_from(header.pages.len()).unwrap_or(u16::MAX);
		Some((0..pages).filter(|index| !there(index)).collect())
	}

	/// Pages of the day's record under delivery that are not there.
	pub fn missing_facts() -> Option<Vec<u16>> {
		let Delivery { header, round, .. } =
			RecordDelivery::<T>::get().filter(|_| !Recording::<T>::exists())?;
		let there = |index: &u16| {
			FactPages::<T>::get(index).is_some_and(|page| page.of == header.day && page.round == round)
		};
		let pages = u16::try_from(header.pages.len()).unwrap_or(u16::MAX);
		Some((0..pages).filter(|index| !there(index)).collect())
	}

	/// [`RedemptionStatement`].
	pub fn redemption_statement(id: RedemptionId) -> Option<RedemptionStatement> {
		let redemption = Redemptions::<T>::get(id)?;
		let network = CustodyInfo::<T>::get()?.network;
		Some(RedemptionStatement {
			id,
			destination: redemption.destination.to_text(network).into_bytes(),
			payable: Self::payable(&redemption).ok()?.0,
			memo: RedeemMemo { redemption: id }.encode(&Self::chain().0),
			ready: Self::is_ready(&redemption, T::Calendar::now()),
			redemption,
		})
	}

	/// Open redemptions from `from` on, and where to go on.
	pub fn redemptions_from(from: RedemptionId) -> (Vec<RedemptionStatement>, Option<RedemptionId>) {
		let end = NextRedemption::<T>::get();
		let mut found = Vec::new();
		let mut id = from;
		while id < end && id.saturating_sub(from) < LOOKED_AT && found.len() < ANSWER {
			found.extend(Self::redemption_statement(id));
			id = id.saturating_add(1);
		}
		(found, Some(id).filter(|id| *id < end))
	}

	/// The miners that the next record is about, ascending: those that were bound up to the end of its window, so that all operators
	/// name the same. All bound ones while the window is not fixed. For queries and the worker only.
	pub fn bound_nodes() -> Vec<ActorId> {
		let end = NextRecord::<T>::get()
			.and_then(|window| window.to)
			.unwrap_or(u64::MAX);
		let mut nodes: Vec<ActorId> = Nodes::<T>::iter()
			.filter(|(_, node)| node.since <= end)
			.map(|(id, _)| id)
			.collect();
		nodes.sort_unstable();
		nodes
	}
}
