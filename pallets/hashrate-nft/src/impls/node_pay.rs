//! What nodes pay to their products: one account for a node, from which each product draws its share when it needs to know it.

use crate::*;
use dmex_primitives::{
	math::mul_div_floor, Balance, Calendar, MarketOracle, NodeId, NodeOracle, NodePay, ProductControl,
	ProductId,
};
use frame_support::{
	pallet_prelude::DispatchResult,
	storage::{with_storage_layer, with_transaction, TransactionOutcome},
	traits::{fungibles::Mutate, tokens::Preservation},
};
use sp_runtime::{ArithmeticError, DispatchError};

/// Days that are closed or judged at most before an NFT changes hands, because its product drew something.
pub(crate) const DOOR_STEPS: u32 = 2;

/// How far a product was brought before one of its NFTs changes hands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Door {
	/// Nothing waited: no day was looked at.
	Idle,
	/// What waited was given to the days that can take it.
	Settled,
	/// More waits than `DOOR_STEPS` days take.
	Behind,
}

impl<T: Config> Pallet<T> {
	/// What of `amount` a node's products share: by their weights of its power, as attested last. Of a node that never was, all the
	/// power that is sold counts as all there is.
	fn shared(node: &NodeId, booked: &NodePower, amount: Balance) -> Option<Balance> {
		let power = T::NodeOracle::last_attested_power(node).unwrap_or_else(|| booked.total());
		let whole = u128::from(power)
			.checked_mul(POWER_WEIGHT)?
			.max(booked.payouts.weight);
		mul_div_floor(amount, booked.payouts.weight, whole)
	}

	/// Takes what the node's products share of `amount` from `from`. Returns what it took.
	fn take_payout(node: &NodeId, from: &T::AccountId, amount: Balance) -> Result<Balance, DispatchError> {
		let mut booked = Nodes::<T>::get(node);
		if booked.payouts.weight == 0 || amount == 0 {
			return Ok(0);
		}
		let shared = Self::shared(node, &booked, amount).ok_or(ArithmeticError::Overflow)?;
		if shared == 0 {
			return Ok(0);
		}
		let asset = Coins::<T>::get(node.coin).ok_or(Error::<T>::CoinNotFound)?.asset;
		// The miner's own part bears the seed as far as it goes.
		let seed = Self::missing_seed(&asset);
		let taken = shared
			.checked_add(seed)
			.ok_or(ArithmeticError::Overflow)?
			.min(amount);
		let shared = match taken.checked_sub(seed) {
			None | Some(0) => return Ok(0),
			Some(shared) => shared,
		};
		if seed > 0 {
			Seeded::<T>::insert(&asset, ());
		}
		T::Assets::transfer(asset, from, &Self::account(), taken, Preservation::Expendable)?;
		booked.payouts.pay(shared).ok_or(ArithmeticError::Overflow)?;
		Nodes::<T>::insert(node, booked);
		Self::deposit_event(Event::NodePaid {
			node: node.clone(),
			amount,
			shared,
		});
		Ok(taken)
	}

	/// Books what the product can draw of its node as a payment. The caller writes the book.
	pub(crate) fn draw_from_node(product: ProductId, node: &NodeId, book: &mut Book) -> DispatchResult {
		if book.node.weight == 0 {
			return Ok(());
		}
		let mut booked = Nodes::<T>::get(node);
		let before = booked.payouts;
		let amount = booked
			.payouts
			.draw(&mut book.node)
			.ok_or(ArithmeticError::Underflow)?;
		if booked.payouts != before {
			Nodes::<T>::insert(node, booked);
		}
		if amount > 0 {
			book.receive(amount)?;
			Self::deposit_event(Event::ShareDrawn { product, amount });
		}
		Ok(())
	}

	/// Changes what a product that has drawn weighs on its node. The caller writes the book.
	pub(crate) fn weigh_on_node(node: &NodeId, book: &mut Book, weight: u128) -> DispatchResult {
		if book.node.weight == weight {
			return Ok(());
		}
		Nodes::<T>::try_mutate(node, |booked| {
			booked
				.payouts
				.weigh(&mut book.node, weight)
				.ok_or_else(|| ArithmeticError::Overflow.into())
		})
	}

	/// Has a product that is paid and has drawn weigh what was sold of it.
	pub(crate) fn weigh_sold(node: &NodeId, book: &mut Book) -> DispatchResult {
		let weight = book.node_weight().ok_or(ArithmeticError::Overflow)?;
		Self::weigh_on_node(node, book, weight)
	}

	/// Whether the node has paid what the product has not drawn.
	fn has_undrawn(node: &NodeId, book: &Book) -> bool {
		book.node.weight > 0
			&& Nodes::<T>::get(node)
				.payouts
				.undrawn(&book.node)
				.is_some_and(|amount| amount > 0)
	}

	/// Whether money lies with the product that its days can take: it came before the oldest open one was over, or had its record.
	fn has_unapplied(book: &Book) -> bool {
		let is_payable = || {
			book.pay.expected.is_some()
				|| (book.pay.day < T::Calendar::today()
					&& T::MarketOracle::reward(book.coin, book.pay.day).is_some())
		};
		book.prepaid > 0 && is_payable()
	}

	/// Draws before an NFT changes hands, and gives its days what came: what was reported until now is its owner's until now. The
	/// caller writes the book.
	fn draw_at_door(product: ProductId, book: &mut Book) -> Result<Door, DispatchError> {
		if book.node.weight == 0 {
			return Ok(Door::Idle);
		}
		let data = Self::product(product)?;
		if !Self::has_unapplied(book) && !Self::has_undrawn(&data.facts().terms.node, book) {
			return Ok(Door::Idle);
		}
		let mut steps = DOOR_STEPS;
		Self::catch_up_book(product, &data, book, &mut steps)?;
		let is_full = book
			.pay
			.expected
			.is_some_and(|expected| book.pay.paid >= expected);
		Ok(if book.prepaid > 0 && is_full {
			Door::Behind
		} else {
			Door::Settled
		})
	}

	/// Draws before an NFT changes hands, or fails if that is more than a few days' pay: then `advance` has to come first. The caller
	/// writes the book, and undoes all if it fails. Returns whether there was anything to be given.
	pub(crate) fn settle_at_door(product: ProductId, book: &mut Book) -> Result<bool, DispatchError> {
		match Self::draw_at_door(product, book)? {
			Door::Idle => Ok(false),
			Door::Settled => Ok(true),
			Door::Behind => Err(Error::<T>::NotCaughtUp.into()),
		}
	}

	/// [`Self::settle_at_door`] before anything else is changed.
	pub(crate) fn ensure_drawn(product: ProductId) -> Result<bool, DispatchError> {
		with_storage_layer(|| {
			let mut book = Self::book(product)?;
			let drawn = Self::settle_at_door(product, &mut book)?;
			if drawn {
				Books::<T>::insert(product, book);
			}
			Ok(drawn)
		})
	}

	/// As much of [`Self::ensure_drawn`] as a step takes, which stays done. Returns whether nothing more waits.
	pub(crate) fn approach_door(product: ProductId) -> Result<bool, DispatchError> {
		with_storage_layer(|| {
			let mut book = Self::book(product)?;
			let door = Self::draw_at_door(product, &mut book)?;
			if door != Door::Idle {
				Books::<T>::insert(product, book);
			}
			Ok(door != Door::Behind)
		})
	}

	/// What `query` would tell if the product had drawn what its node has paid, and given it to its days. Nothing is changed.
	pub(crate) fn as_drawn<R>(product: ProductId, query: impl Fn() -> R) -> R {
		if !Self::is_behind(product) {
			return query();
		}
		with_transaction(|| {
			// Where it cannot be brought up to date the query tells what is booked.
			let _ = with_storage_layer(|| <Self as ProductControl<T::AccountId>>::catch_up(product));
			TransactionOutcome::Rollback(Ok::<R, DispatchError>(query()))
		})
		.unwrap_or_else(|_| query())
	}

	/// Whether money has come to the product that its days were not given.
	fn is_behind(product: ProductId) -> bool {
		let Some(book) = Books::<T>::get(product).filter(|book| book.node.weight > 0) else {
			return false;
		};
		Self::has_unapplied(&book)
			|| Products::<T>::get(product)
				.is_some_and(|data| Self::has_undrawn(&data.facts().terms.node, &book))
	}
}

impl<T: Config> NodePay<T::AccountId> for Pallet<T> {
	fn pay_node(node: &NodeId, from: &T::AccountId, amount: Balance) -> Result<Balance, DispatchError> {
		with_storage_layer(|| {
			let taken = Self::take_payout(node, from, amount)?;
			amount
				.checked_sub(taken)
				.ok_or_else(|| ArithmeticError::Underflow.into())
		})
	}
}
