//! Recording days and nodes, letting days fall due, and answering as the oracle does.

use crate::*;
use dmex_primitives::{
	Balance, BlockNumber, Calendar, CoinId, Day, MarketOracle, NodeId, NodeOracle, OracleError, Power,
	ProductId, ProductPay,
};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, Get},
	traits::fungibles::Mutate,
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::traits::AccountIdConversion;

impl<T: Config> Pallet<T> {
	/// Where a payout lies between its issue and its booking.
	pub fn account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Whether a record of block `reported_at` is younger than 36 hours.
	fn is_young(reported_at: BlockNumber) -> bool {
		let age = u64::from(T::Calendar::now()).abs_diff(reported_at.into());
		age * 2 <= u64::from(T::Calendar::parameters().blocks_per_day) * 3
	}

	pub(crate) fn do_report_node(
		node: NodeId,
		issuer: T::AccountId,
		quality_adjusted: Power,
		raw: Power,
	) -> DispatchResult {
		let most = raw.checked_mul(MAX_QUALITY).unwrap_or(Power::MAX);
		ensure!(quality_adjusted <= most, Error::<T>::PowerOutOfRange);
		let record = NodeRecord {
			issuer: issuer.clone(),
			quality_adjusted,
			raw,
			reported_at: T::Calendar::now(),
		};
		Nodes::<T>::insert(&node, record);
		Self::deposit_event(Event::NodeReported {
			node,
			issuer,
			quality_adjusted,
			raw,
		});
		Ok(())
	}

	pub(crate) fn do_report_day(coin: CoinId, day: Day, reward: Balance) -> DispatchResult
	where
		BlockNumberFor<T>: From<BlockNumber>,
	{
		let now = T::Calendar::now();
		ensure!(day < T::Calendar::today(), Error::<T>::DayNotOver);
		let market = Markets::<T>::get(coin);
		if let Some(market) = market {
			ensure!(
				market.recorded_through.checked_add(1) == Some(day),
				Error::<T>::DayOutOfSequence
			);
		} else {
			Coins::<T>::try_append(coin).map_err(|_| Error::<T>::TooManyCoins)?;
		}
		let due_at = Self::due_block(day, now, market.map_or(0, |market| market.last_due_at))
			.ok_or(Error::<T>::BlockOutOfRange)?;
		let market = Market {
			recorded_from: market.map_or(day, |market| market.recorded_from),
			recorded_through: day,
			due_through: market.and_then(|market| market.due_through),
			last_due_at: due_at,
			reported_at: now,
		};
		Markets::<T>::insert(coin, market);
		Days::<T>::insert(coin, day, DayRecord { reward, due_at });
		Self::deposit_event(Event::DayReported {
			coin,
			day,
			reward,
			due_at: due_at.into(),
		});
		Ok(())
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

	/// Lets the next day of each coin fall due, if it is time.
	pub(crate) fn advance_due_days() {
		let now = T::Calendar::now();
		for coin in Coins::<T>::get() {
			let Some(mut market) = Markets::<T>::get(coin) else {
				continue;
			};
			let next = market
				.due_through
				.map_or(Some(market.recorded_from), |day| day.checked_add(1));
			let Some(next) = next.filter(|day| *day <= market.recorded_through) else {
				continue;
			};
			if Days::<T>::get(coin, next).is_some_and(|record| record.due_at <= now) {
				market.due_through = Some(next);
				Markets::<T>::insert(coin, market);
				Self::deposit_event(Event::DayDue { coin, day: next });
			}
		}
	}

	pub(crate) fn do_credit_deposit(who: T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		T::Assets::mint_into(T::WrappedAsset::get(), &who, amount)?;
		Self::deposit_event(Event::DepositCredited { who, amount });
		Ok(())
	}

	pub(crate) fn do_pay_product(product: ProductId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let account = Self::account();
		T::Assets::mint_into(T::WrappedAsset::get(), &account, amount)?;
		T::Products::pay(product, &account, amount)?;
		Self::deposit_event(Event::ProductPaid { product, amount });
		Ok(())
	}
}

impl<T: Config> NodeOracle<T::AccountId> for Pallet<T> {
	fn issuer(node: &NodeId) -> Option<T::AccountId> {
		Nodes::<T>::get(node).map(|record| record.issuer)
	}

	fn attested_power(node: &NodeId) -> Result<Power, OracleError> {
		let record = Nodes::<T>::get(node).ok_or(OracleError::Unknown)?;
		if Self::is_young(record.reported_at) {
			Ok(record.quality_adjusted)
		} else {
			Err(OracleError::Stale)
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn attest(node: &NodeId, issuer: &T::AccountId, power: Power) {
		let record = NodeRecord {
			issuer: issuer.clone(),
			quality_adjusted: power,
			raw: power,
			reported_at: T::Calendar::now(),
		};
		Nodes::<T>::insert(node, record);
	}
}

impl<T: Config> MarketOracle for Pallet<T> {
	fn is_fresh(coin: CoinId) -> bool {
		Markets::<T>::get(coin).is_some_and(|market| Self::is_young(market.reported_at))
	}

	fn reward(coin: CoinId, day: Day) -> Option<Balance> {
		Days::<T>::get(coin, day).map(|record| record.reward)
	}

	fn due_through(coin: CoinId) -> Option<Day> {
		Markets::<T>::get(coin).and_then(|market| market.due_through)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn record(coin: CoinId, day: Day, reward: Balance) {
		let now = T::Calendar::now();
		let market = Market {
			recorded_from: Markets::<T>::get(coin).map_or(day, |market| market.recorded_from),
			recorded_through: day,
			due_through: Some(day),
			last_due_at: now,
			reported_at: now,
		};
		if !Markets::<T>::contains_key(coin) {
			frame_support::assert_ok!(Coins::<T>::try_append(coin));
		}
		Markets::<T>::insert(coin, market);
		Days::<T>::insert(coin, day, DayRecord { reward, due_at: now });
	}
}
