//! Days of the market and how they fall due; what the oracle answers.

use crate::*;
use dmex_primitives::{
	hashrate::FIL, AccountId, Balance, BlockNumber, Calendar, CoinId, Day, Gateway, MarketOracle,
	NodeBeneficiary, NodeId, NodeOracle, OracleError, Power,
};
use fil_primitives::Address;
use frame_support::BoundedVec;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Whether a record of block `reported_at` is younger than 36 hours.
	fn is_young(reported_at: BlockNumber) -> bool {
		let age = u64::from(Self::now()).abs_diff(reported_at.into());
		age.saturating_mul(2) <= u64::from(T::Calendar::parameters().blocks_per_day).saturating_mul(3)
	}

	/// The name of a miner. It has one only, or its power could be sold twice.
	pub fn node_id(actor: ActorId) -> Option<NodeId> {
		let network = CustodyInfo::<T>::get()?.network;
		let id = Address::from_id(actor).ok()?.to_text(network).into_bytes();
		Some(NodeId {
			coin: FIL,
			id: BoundedVec::try_from(id).ok()?,
		})
	}

	/// The miner of that name.
	pub fn actor_of(node: &NodeId) -> Option<ActorId> {
		let text = core::str::from_utf8(&node.id).ok().filter(|_| node.coin == FIL)?;
		Address::parse(text, CustodyInfo::<T>::get()?.network).ok()?.id()
	}

	fn node_of(node: &NodeId) -> Option<Node> {
		Nodes::<T>::get(Self::actor_of(node)?)
	}

	fn fresh_record(node: &NodeId) -> Result<NodeRecord, OracleError> {
		let record = Self::node_of(node)
			.and_then(|node| node.record)
			.ok_or(OracleError::Unknown)?;
		if Self::is_young(record.reported_at) {
			Ok(record)
		} else {
			Err(OracleError::Stale)
		}
	}

	pub(crate) fn record_day(day: Day, network: NetworkFacts) -> Option<()> {
		let now = Self::now();
		let market = MarketInfo::<T>::get();
		let due_at = Self::due_block(day, now, market.map_or(0, |market| market.last_due_at))?;
		MarketInfo::<T>::put(Market {
			recorded_from: market.map_or(day, |market| market.recorded_from),
			recorded_through: day,
			due_through: market.and_then(|market| market.due_through),
			last_due_at: due_at,
			reported_at: now,
		});
		let NetworkFacts {
			reward_per_gib: reward,
			total_power,
		} = network;
		Days::<T>::insert(
			day,
			DayRecord {
				reward,
				total_power,
				due_at,
			},
		);
		Self::deposit_event(Event::DayRecorded { day, reward, due_at });
		Some(())
	}

	/// When the pay of `day`, recorded now, falls due: at the end of the following day; a day after a record that comes later; never
	/// before the day in front of it.
	fn due_block(day: Day, now: BlockNumber, previous: BlockNumber) -> Option<BlockNumber> {
		let calendar = T::Calendar::parameters();
		let regular = calendar.days(day.checked_add(2)?)?;
		let due_at = if now < regular {
			regular
		} else {
			now.checked_add(calendar.blocks_per_day)?
		};
		Some(due_at.max(previous))
	}

	/// Lets the next day fall due, if it is time. None does while a report is applied or during a pause, nor, if its due window had
	/// begun by the end of the last pause, within a day of that.
	pub(crate) fn advance_due_days() {
		if State::<T>::get() != Status::Running || Applying::<T>::exists() {
			return;
		}
		let Some(mut market) = MarketInfo::<T>::get() else {
			return;
		};
		let next = market
			.due_through
			.map_or(Some(market.recorded_from), |day| day.checked_add(1));
		let Some(next) = next.filter(|day| *day <= market.recorded_through) else {
			return;
		};
		let Some(record) = Days::<T>::get(next) else {
			return;
		};
		if Self::due_after_pauses(&record) <= Self::now() {
			market.due_through = Some(next);
			MarketInfo::<T>::put(market);
			Self::deposit_event(Event::DayDue { day: next });
		}
	}

	fn due_after_pauses(record: &DayRecord) -> BlockNumber {
		let window = T::Calendar::parameters().blocks_per_day;
		match PauseEnded::<T>::get() {
			Some(pause) if record.due_at.saturating_sub(window) <= pause.ended_at => {
				record.due_at.max(pause.neutral_until)
			}
			_ => record.due_at,
		}
	}
}

impl<T: Config> NodeOracle<AccountId> for Pallet<T> {
	fn issuer(node: &NodeId) -> Option<AccountId> {
		Self::node_of(node).map(|node| node.issuer)
	}

	fn attested_power(node: &NodeId) -> Result<Power, OracleError> {
		Self::fresh_record(node).map(|record| record.facts.quality_adjusted)
	}

	fn last_attested_power(node: &NodeId) -> Option<Power> {
		Nodes::<T>::get(Self::actor_of(node)?)?
			.record
			.map(|record| record.facts.quality_adjusted)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn attest(node: &NodeId, issuer: &AccountId, power: Power) {
		Self::ensure_benchmark_custody();
		let Some(actor) = Self::actor_of(node) else {
			return;
		};
		let facts = NodeFacts {
			node: actor,
			quality_adjusted: power,
			raw: power,
			live_sectors: 0,
			faulty_sectors: 0,
			wins: 0,
			rewards: 0,
			beneficiary: Beneficiary::default(),
		};
		let record = Some(NodeRecord {
			facts,
			height: 0,
			reported_at: Self::now(),
		});
		Nodes::<T>::insert(
			actor,
			Node {
				issuer: issuer.clone(),
				since: 0,
				reported: 0,
				credited: 0,
				record,
			},
		);
	}
}

impl<T: Config> MarketOracle for Pallet<T> {
	fn is_fresh(coin: CoinId) -> bool {
		coin == FIL && MarketInfo::<T>::get().is_some_and(|market| Self::is_young(market.reported_at))
	}

	fn reward(coin: CoinId, day: Day) -> Option<Balance> {
		Days::<T>::get(day)
			.filter(|_| coin == FIL)
			.map(|record| record.reward)
	}

	fn due_through(coin: CoinId) -> Option<Day> {
		MarketInfo::<T>::get()
			.filter(|_| coin == FIL)
			.and_then(|market| market.due_through)
	}

	fn has_waiting_pay(coin: CoinId) -> bool {
		let ends = Queues::<T>::get(Queue::Pay);
		coin == FIL && ends.head != ends.tail
	}

	fn closed_at(coin: CoinId) -> Option<BlockNumber> {
		match State::<T>::get() {
			Status::WindingDown { since, .. } if coin == FIL => Some(since),
			_ => None,
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn record(_: CoinId, day: Day, reward: Balance) {
		let now = Self::now();
		MarketInfo::<T>::put(Market {
			recorded_from: MarketInfo::<T>::get().map_or(day, |market| market.recorded_from),
			recorded_through: day,
			due_through: Some(day),
			last_due_at: now,
			reported_at: now,
		});
		Days::<T>::insert(
			day,
			DayRecord {
				reward,
				total_power: 0,
				due_at: now,
			},
		);
	}
}

impl<T: Config> Gateway<AccountId> for Pallet<T> {
	fn is_paused() -> bool {
		State::<T>::get() != Status::Running
	}

	fn beneficiary(node: &NodeId) -> Result<NodeBeneficiary, OracleError> {
		let record = Self::fresh_record(node)?;
		let Beneficiary {
			is_custody,
			quota_left,
			expiration,
		} = record.facts.beneficiary;
		let epochs = expiration.saturating_sub(record.height);
		let days = epochs
			.checked_div(T::Calendar::parameters().epochs_per_day.into())
			.unwrap_or_default();
		let days_left = u32::try_from(days).unwrap_or(u32::MAX);
		Ok(NodeBeneficiary {
			is_custody,
			quota_left,
			days_left,
		})
	}

	fn redeem(owner: &AccountId, amount: Balance, destination: &[u8]) -> Result<u64, DispatchError> {
		Self::do_redeem(owner.clone(), amount, destination, 0)
	}
}
