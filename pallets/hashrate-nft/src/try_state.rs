//! What is always true of the pallet's storage.
//!
//! Products
//! 1. A record's state is its product's; a product that is gone was rejected, cancelled, terminated or expired.
//! 2. A product has a book from its approval on; the book is `over` if and only if the product is.
//! 3. A product with a book has a collection with as many items as NFTs; nothing else has one.
//! 4. Minted NFTs and lots are no more than were listed; those whose power is reserved are at least as many while the product
//!    lives, and none when it is over.
//! 5. Only products that live or are over have later disclosures.
//!
//! Power
//! 6. What products book on a node is the sum of their reserved NFTs' power; no entry of a node is empty.
//!
//! NFTs
//! 7. A book counts the NFTs that exist, and each has an owner in `pallet-nfts`; a product that is over has some.
//! 8. A cohort counts the NFTs that earn from its day on, and is not empty. The first one of a product that lives is the book's
//!    first day.
//! 9. The NFTs that earn on the days of the two cursors are those whose first day was entered.
//! 10. No NFT is settled beyond the book, nor before its cohort began.
//!
//! Days
//! 11. The cursors are between start and end, and not in the future once a day was entered; a closed day is over.
//! 12. An open day has at most its expected pay, and its share is floor(paid / live).
//! 13. Days are struck only while the product lives and a cursor has not passed them.
//!
//! Money
//! 14. What was paid to a product = what was paid out + what its NFTs are due + what cannot be divided yet + what is prepaid +
//!     dust.
//! 15. Dust is less than one unit per NFT and closed day.
//! 16. Credits are not empty and sum to their total.
//! 17. The pallet's account holds, in each asset, its seed, what products hold, what nodes have paid and products have not drawn,
//!     credits and kept dust.
//!
//! Queues
//! 18. A product that lives, and no other, has its place in the queue of ticks; places are between the ends and as many as these
//!     say. Likewise receipts, of products with a book.
//! 19. No NFT is being settled.
//!
//! Payouts of nodes
//! 20. A product weighs on its node what was sold of it, less the service fee, while it is active or frozen and has open days, and
//!     nothing otherwise. The node's account has the sum of that, and is empty where it is 0.
//! 21. No product has drawn beyond its node's account.
//! 22. What a node's account holds = what its products have not drawn + what divisions left over, to the last fraction; nobody can
//!     draw more than that.
//!
//! The market's own, M1 to M6, are listed in `impls/market/try_state.rs`.

use crate::*;
use alloc::collections::btree_map::BTreeMap;
use dmex_primitives::{AssetKind, Balance, Calendar, Day, NodeId, Power, ProductId, ProductState};
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_core::U256;
use sp_runtime::TryRuntimeError;

/// Adds to a sum, or fails where it overflows.
fn add(sum: &mut Balance, value: Balance) -> Result<(), TryRuntimeError> {
	*sum = sum.checked_add(value).ok_or("a sum overflows")?;
	Ok(())
}

impl<T: Config> Pallet<T> {
	/// Checks all invariants. Reads everything that the pallet stores: for tests and try-runtime only.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_products()?;
		Self::try_state_power()?;
		Self::try_state_payouts()?;
		for (product, book) in Books::<T>::iter() {
			Self::try_state_nfts(product, &book)?;
			Self::try_state_days(product, &book)?;
		}
		Self::try_state_money()?;
		Self::try_state_market()?;
		Self::try_state_queues()
	}

	fn try_state_products() -> Result<(), TryRuntimeError> {
		for (product, record) in Records::<T>::iter() {
			match Products::<T>::get(product) {
				Some(data) => ensure!(
					data.state() == record.state,
					"1: a record has another state than its product"
				),
				None => ensure!(
					matches!(
						record.state,
						ProductState::Rejected
							| ProductState::Cancelled
							| ProductState::Terminated
							| ProductState::Expired
					),
					"1: a product is gone before its end"
				),
			}
		}
		for (product, data) in Products::<T>::iter() {
			ensure!(Records::<T>::contains_key(product), "1: a product has no record");
			let book = Books::<T>::get(product);
			ensure!(
				book.is_some() != matches!(data, Product::Proposed(_)),
				"2: a product has no book, or a proposed one has"
			);
			let Some(book) = book else { continue };
			ensure!(
				book.over == data.is_over(),
				"2: a book does not know whether its product is over"
			);
			let items = pallet_nfts::Collection::<T>::get(product).map(|collection| collection.items);
			ensure!(
				items == Some(book.alive),
				"3: a collection does not have as many items as there are NFTs"
			);
			let count = data.facts().terms.count;
			let taken = book.minted.checked_add(book.lots).ok_or("4: too many NFTs")?;
			ensure!(taken <= count, "4: more NFTs are sold than were listed");
			ensure!(
				if book.over {
					book.reserved == 0
				} else {
					(taken..=count).contains(&book.reserved)
				},
				"4: the power of too few or too many NFTs is reserved"
			);
		}
		for (product, _) in Books::<T>::iter() {
			ensure!(Products::<T>::contains_key(product), "2: a book has no product");
		}
		for product in pallet_nfts::Collection::<T>::iter_keys() {
			ensure!(
				Books::<T>::contains_key(product),
				"3: a collection has no product"
			);
		}
		for product in PendingDisclosures::<T>::iter_keys().chain(Disclosures::<T>::iter_keys()) {
			ensure!(
				Books::<T>::contains_key(product),
				"5: a disclosure has no product"
			);
		}
		Ok(())
	}

	fn try_state_power() -> Result<(), TryRuntimeError> {
		let mut sold = BTreeMap::<NodeId, Power>::new();
		for (product, book) in Books::<T>::iter() {
			let node = Products::<T>::get(product)
				.ok_or("2: a book has no product")?
				.facts()
				.terms
				.node
				.clone();
			let power = book
				.power
				.checked_mul(book.reserved.into())
				.ok_or("6: the power of a product overflows")?;
			let sum = sold.entry(node).or_default();
			*sum = sum.checked_add(power).ok_or("6: the power of a node overflows")?;
		}
		for (node, booked) in Nodes::<T>::iter() {
			ensure!(booked.total() > 0, "6: an entry of a node is empty");
			ensure!(
				sold.remove(&node).unwrap_or_default() == booked.products,
				"6: a node does not have the power of its products booked"
			);
		}
		ensure!(
			sold.values().all(|power| *power == 0),
			"6: the power of a product is not booked"
		);
		Ok(())
	}

	fn try_state_payouts() -> Result<(), TryRuntimeError> {
		// By node: sum of weights, of what is not drawn x scale, and of what can be drawn.
		let mut sums = BTreeMap::<NodeId, (u128, U256, Balance)>::new();
		for (product, book) in Books::<T>::iter() {
			let data = Products::<T>::get(product).ok_or("2: a book has no product")?;
			let is_paid = matches!(data, Product::Active(_) | Product::Frozen(_)) && !book.is_paid_up();
			let weight = if is_paid {
				book.node_weight().ok_or("20: a weight overflows")?
			} else {
				0
			};
			ensure!(
				book.node.weight == weight,
				"20: a product does not weigh on its node what was sold of it"
			);
			let node = &data.facts().terms.node;
			let payouts = Nodes::<T>::get(node).payouts;
			let undrawn = payouts
				.acc
				.checked_sub(book.node.drawn)
				.ok_or("21: a product has drawn beyond its node's account")?;
			let (weights, scaled, drawable) = sums.entry(node.clone()).or_default();
			add(weights, weight)?;
			*scaled = U256::from(undrawn)
				.checked_mul(weight.into())
				.and_then(|undrawn| scaled.checked_add(undrawn))
				.ok_or("22: a sum overflows")?;
			if weight > 0 {
				add(
					drawable,
					payouts.undrawn(&book.node).ok_or("22: a share overflows")?,
				)?;
			}
		}
		for (node, booked) in Nodes::<T>::iter() {
			let (weights, scaled, drawable) = sums.remove(&node).unwrap_or_default();
			let payouts = booked.payouts;
			ensure!(
				payouts.weight == weights,
				"20: a node's account does not have the sum of its products' weights"
			);
			ensure!(
				weights > 0 || payouts == Payouts::default(),
				"20: an account that nobody draws from is not empty"
			);
			ensure!(
				U256::from(payouts.held).checked_mul(PAY_SCALE.into())
					== scaled.checked_add(payouts.rest.into()),
				"22: what a node's account holds is not what is not drawn and what is left over"
			);
			ensure!(
				drawable <= payouts.held,
				"22: more can be drawn than a node's account holds"
			);
		}
		ensure!(
			sums.into_values().all(|(weights, ..)| weights == 0),
			"20: a product weighs on a node without an account"
		);
		Ok(())
	}

	fn try_state_nfts(product: ProductId, book: &Book) -> Result<(), TryRuntimeError> {
		let mut by_day = BTreeMap::<Day, u32>::new();
		let mut alive = 0u32;
		let mut income = 0;
		for (serial, nft) in Nfts::<T>::iter_prefix(product) {
			ensure!(serial < book.minted, "7: an NFT was never minted");
			ensure!(
				Self::owner_of(product, serial).is_some(),
				"7: an NFT has no owner"
			);
			alive = alive.checked_add(1).ok_or("7: too many NFTs")?;
			let count = by_day.entry(nft.first_day).or_default();
			*count = count.checked_add(1).ok_or("8: too many NFTs")?;
			let begun = Cohorts::<T>::get(product, nft.first_day)
				.ok_or("8: an NFT has no cohort")?
				.begun;
			ensure!(
				nft.settled <= book.acc
					&& (nft.settled == 0 || begun.is_some_and(|begun| begun.acc <= nft.settled)),
				"10: an NFT is settled beyond the book or before its cohort began"
			);
			let due = Self::income_due(product, book, &nft).map_err(|_| "10: income underflows")?;
			add(&mut income, due)?;
		}
		ensure!(alive == book.alive, "7: a book miscounts its NFTs");
		ensure!(
			alive > 0 || !book.over,
			"7: a product that is over is still there without an NFT"
		);

		let cohorts = Cohorts::<T>::iter_prefix(product).collect::<BTreeMap<_, _>>();
		ensure!(
			cohorts
				.iter()
				.map(|(day, cohort)| (*day, cohort.count))
				.eq(by_day),
			"8: a cohort miscounts its NFTs"
		);
		if !book.over {
			ensure!(
				cohorts.keys().next().copied() == book.first_day,
				"8: the first day of a book is not that of its first cohort"
			);
			let earning = |day: Day, entered: bool| {
				cohorts
					.iter()
					.filter(|(first, _)| **first < day || (entered && **first == day))
					.map(|(_, cohort)| cohort.count)
					.sum::<u32>()
			};
			ensure!(
				earning(book.pay.day, book.pay.entered) == book.pay.live
					&& earning(book.due.day, book.due.entered) == book.due.live,
				"9: a cursor miscounts those who earn"
			);
			for (day, cohort) in &cohorts {
				let entered = *day < book.pay.day || (book.pay.entered && *day == book.pay.day);
				ensure!(
					entered == cohort.begun.is_some(),
					"9: a cohort has begun before its day, or has not on it"
				);
			}
		}

		let mut sum = income;
		for part in [
			book.claimed_total,
			book.unshared()
				.ok_or("12: more is shared than the open day has received")?,
			book.prepaid,
			book.dust,
		] {
			add(&mut sum, part)?;
		}
		ensure!(
			sum == book.paid_total,
			"14: what was paid to a product is not where it should be"
		);
		Ok(())
	}

	fn try_state_days(product: ProductId, book: &Book) -> Result<(), TryRuntimeError> {
		let today = T::Calendar::today();
		let data = Products::<T>::get(product).ok_or("2: a book has no product")?;
		let start = data.facts().terms.start_day;
		for (day, entered) in [(book.pay.day, book.pay.entered), (book.due.day, book.due.entered)] {
			ensure!(
				(start..=book.end_day).contains(&day),
				"11: a cursor is outside the term"
			);
			ensure!(
				day <= today.max(start) && (!entered || day < today),
				"11: a cursor is in the future"
			);
		}
		ensure!(
			book.short_days <= book.closed_days,
			"11: more days were short than have closed"
		);
		ensure!(
			book.pay.paid <= book.pay.expected.unwrap_or_default(),
			"12: an open day has more than its expected pay"
		);
		ensure!(
			book.pay
				.paid
				.checked_div(book.pay.live.into())
				.unwrap_or_default()
				== book.pay.share,
			"12: the share of an open day is not its part for each"
		);
		if let Some((from, to)) = book.struck {
			ensure!(
				from <= to && !book.over && (book.pay.day <= to || book.due.day <= to),
				"13: days are struck that both cursors have passed, or of a product that is over"
			);
		}
		// The open day's cursor is left once more when the product ends, and what is prepaid is shared once more.
		let divisions = Balance::from(book.closed_days)
			.checked_add(3)
			.and_then(|days| days.checked_mul(book.minted.into()))
			.ok_or("15: too many days")?;
		ensure!(book.dust <= divisions, "15: dust is more than divisions leave");
		Ok(())
	}

	fn try_state_money() -> Result<(), TryRuntimeError> {
		let mut owed = BTreeMap::<AssetKind, Balance>::new();
		for asset in Seeded::<T>::iter_keys() {
			add(
				owed.entry(asset.clone()).or_default(),
				T::Assets::minimum_balance(asset),
			)?;
		}
		let mut credits = BTreeMap::<AssetKind, Balance>::new();
		for (asset, _, amount) in Credits::<T>::iter() {
			ensure!(amount > 0, "16: a credit is empty");
			add(credits.entry(asset).or_default(), amount)?;
		}
		let totals = CreditTotals::<T>::iter().collect::<BTreeMap<_, _>>();
		ensure!(
			credits == totals,
			"16: the total of credits is not their sum, or is empty"
		);
		for (asset, amount) in totals.into_iter().chain(Dust::<T>::iter()) {
			add(owed.entry(asset).or_default(), amount)?;
		}
		for book in Books::<T>::iter_values() {
			let held = book
				.paid_total
				.checked_sub(book.claimed_total)
				.ok_or("14: more was paid out than came in")?;
			add(owed.entry(book.asset).or_default(), held)?;
		}
		for (node, booked) in Nodes::<T>::iter() {
			if booked.payouts.held > 0 {
				let asset = Coins::<T>::get(node.coin)
					.ok_or("17: a node has paid in no coin")?
					.asset;
				add(owed.entry(asset).or_default(), booked.payouts.held)?;
			}
		}
		for (asset, amount) in owed {
			ensure!(
				T::Assets::balance(asset, &Self::account()) >= amount,
				"17: the pallet's account has less than it owes"
			);
		}
		Ok(())
	}

	fn try_state_queues() -> Result<(), TryRuntimeError> {
		for (product, book) in Books::<T>::iter() {
			let ticked = book.tick.and_then(Ticks::<T>::get).map(|tick| tick.product);
			ensure!(
				ticked == (!book.over).then_some(product),
				"18: a product has no step to come, or one that is over has"
			);
			let received = book
				.receipt
				.map(|place| Receipts::<T>::get(place).map(|receipt| receipt.product));
			ensure!(
				received.is_none_or(|of| of == Some(product)),
				"18: a product is not where its book says in the queue of receipts"
			);
		}
		let live = Books::<T>::iter_values()
			.filter(|book| book.tick.is_some())
			.count();
		let receiving = Books::<T>::iter_values()
			.filter(|book| book.receipt.is_some())
			.count();
		for (places, ends, expected) in [
			(
				Ticks::<T>::iter_keys().collect::<alloc::vec::Vec<_>>(),
				TickEnds::<T>::get(),
				live,
			),
			(
				Receipts::<T>::iter_keys().collect(),
				ReceiptEnds::<T>::get(),
				receiving,
			),
		] {
			ensure!(
				places.len() == expected && u32::try_from(expected) == Ok(ends.len),
				"18: a queue miscounts its entries"
			);
			ensure!(
				places.iter().all(|place| (ends.head..ends.tail).contains(place)),
				"18: an entry is outside its queue"
			);
		}
		ensure!(!Settling::<T>::exists(), "19: an NFT is being settled");
		Ok(())
	}
}
