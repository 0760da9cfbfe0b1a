//! What must hold at any time.

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use dmex_primitives::{AssetKind, Balance, ProductControl, ProductState};
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_runtime::TryRuntimeError;

/// Sums over the NFTs of a product or of a cohort.
#[derive(Default)]
struct Sums {
	nfts: u32,
	prices: Balance,
	slices: Balance,
	remainders: Balance,
	unreleased: Balance,
	refundable: Balance,
	bond_shares: Balance,
}

fn add(sum: &mut Balance, amount: Balance) -> Result<(), TryRuntimeError> {
	*sum = sum.checked_add(amount).ok_or("0: a sum overflows")?;
	Ok(())
}

impl<T: Config> Pallet<T> {
	/// Checks all storage.
	///
	/// 1. Every booking belongs to a cohort, every cohort to a book, and none of them is empty. The NFTs of a book and of a
	///    cohort are counted.
	/// 2. Until a product is over, its prices sum up to what was deposited.
	/// 3. Until a product is over, slices and remainders of a cohort are the sums over its NFTs; those of the cohorts that have
	///    begun sum up to those of the book, and they end together.
	/// 4. No cohort began with more deliveries than there have been.
	/// 5. What was released and what is withheld was deposited. What is left covers what can be refunded for all NFTs, and
	///    exceeds it by less than one unit for each NFT and for each closed day.
	/// 6. Once a product is over its bond is back or slashed; the shares of a slashed one are covered by what is left of it.
	///    Before, the bond is at least that of the terms, and at most its target.
	/// 7. For each asset, the account holds what is booked: all books, credits, revenue that waits, and the seed.
	/// 8. Each asset with books is seeded.
	/// 9. The total of the credits in each asset is their sum; nothing that is 0 is kept.
	/// 10. The lapses are exactly the freezes without breach, each once, in order.
	/// 11. Books and products agree on who is frozen and who is over.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut books = BTreeMap::<_, Sums>::new();
		let mut cohorts = BTreeMap::<_, Sums>::new();
		for ((product, serial), deposit) in Deposits::<T>::iter() {
			let _ = serial;
			let book = Books::<T>::get(product).ok_or("1: an NFT without books")?;
			let cohort =
				Cohorts::<T>::get(product, deposit.first_day).ok_or("1: an NFT without its cohort")?;
			let (slice, remainder) =
				slices(deposit.price, cohort.days).ok_or("1: an NFT that earns no day")?;
			let unreleased = book
				.unreleased_of(&deposit, &cohort)
				.ok_or("5: more was released of an NFT than was paid for it")?;
			let refund = book.refund_of(&deposit, &cohort).ok_or("5: a refund overflows")?;
			for sums in [
				books.entry(product).or_default(),
				cohorts.entry((product, deposit.first_day)).or_default(),
			] {
				sums.nfts = sums.nfts.checked_add(1).ok_or("1: too many NFTs")?;
				add(&mut sums.prices, deposit.price)?;
				add(&mut sums.slices, slice)?;
				add(&mut sums.remainders, remainder)?;
				add(&mut sums.unreleased, unreleased)?;
				add(&mut sums.refundable, refund.price)?;
				add(&mut sums.bond_shares, refund.bond_share)?;
			}
		}

		let mut begun = BTreeMap::<_, (Balance, Balance)>::new();
		for (product, first_day, cohort) in Cohorts::<T>::iter() {
			let book = Books::<T>::get(product).ok_or("1: a cohort without books")?;
			let sums = cohorts
				.remove(&(product, first_day))
				.ok_or("1: a cohort without NFTs")?;
			ensure!(sums.nfts == cohort.nfts, "1: the NFTs of a cohort are miscounted");
			let is_over = matches!(book.stage, Stage::Over(_));
			ensure!(
				is_over || (sums.slices, sums.remainders) == (cohort.slices, cohort.remainders),
				"3: a cohort is not the sum of its NFTs"
			);
			if let Some(before) = cohort.delivered_before {
				let (slices, remainders) = begun.entry(product).or_default();
				add(slices, cohort.slices)?;
				add(remainders, cohort.remainders)?;
				ensure!(
					is_over || book.delivered_in_all().is_some_and(|all| before <= all),
					"4: a cohort began after deliveries that never were"
				);
				ensure!(
					book.days_left.is_some_and(|left| left <= cohort.days),
					"3: a cohort has more days to come than it has days"
				);
			}
		}

		let mut booked = BTreeMap::<AssetKind, Balance>::new();
		let mut decided = BTreeSet::new();
		for (product, book) in Books::<T>::iter() {
			let sums = books.remove(&product).unwrap_or_default();
			ensure!(sums.nfts == book.nfts, "1: the NFTs of a book are miscounted");
			ensure!(
				book.nfts <= book.sold,
				"1: more NFTs are booked than were ever sold"
			);
			let unreleased = book.unreleased().ok_or("5: more was released than deposited")?;
			let left = unreleased
				.checked_sub(book.refunded)
				.ok_or("5: more was refunded than was left")?;
			let dust = left
				.checked_sub(sums.unreleased)
				.ok_or("5: what is left does not cover the refunds")?;
			let bound = Balance::from(book.sold)
				.checked_add(book.closed_days.into())
				.ok_or("0: a sum overflows")?;
			ensure!(dust <= bound, "5: more than dust is left");
			let state = T::Products::state(product);
			match &book.stage {
				Stage::Over(ending) => {
					ensure!(book.bond == 0, "6: the bond of a product outlives it");
					ensure!(ending.refundable == unreleased, "6: the denominator moved");
					let left = ending
						.slashed
						.checked_sub(ending.shared)
						.ok_or("6: more was shared than slashed")?;
					ensure!(
						left >= sums.bond_shares,
						"6: the shares of a bond are not covered"
					);
					ensure!(
						ending.cause == Cause::Terminated || ending.slashed == 0,
						"6: a bond was slashed without breach"
					);
					ensure!(
						!matches!(
							state,
							Some(ProductState::Active | ProductState::Frozen | ProductState::Approved)
						),
						"11: a product outlives its books"
					);
				}
				stage => {
					ensure!(book.refunded == 0, "2: refunds before the end");
					ensure!(sums.prices == book.deposited, "2: prices and deposits differ");
					ensure!(
						begun.remove(&product).unwrap_or_default() == (book.slices, book.remainders),
						"3: a book is not the sum of its cohorts"
					);
					ensure!(
						book.bond >= book.terms.bond
							&& book.bond_target().is_some_and(|target| book.bond <= target),
						"6: a bond is out of bounds"
					);
					let is_frozen = matches!(stage, Stage::Frozen(_));
					ensure!(
						is_frozen == (state == Some(ProductState::Frozen)),
						"11: books and product disagree on a freeze"
					);
				}
			}
			if let Stage::Frozen(freeze) = &book.stage {
				ensure!(
					book.released
						.checked_add(freeze.withheld)
						.is_some_and(|sum| sum <= book.deposited),
					"5: more is withheld than is left"
				);
				if !freeze.in_breach() {
					decided.insert(product);
				}
			}
			ensure!(
				Seeded::<T>::contains_key(&book.terms.asset),
				"8: an asset without seed"
			);
			add(
				booked.entry(book.terms.asset.clone()).or_default(),
				book.held().ok_or("7: the money of a product overflows")?,
			)?;
		}
		ensure!(books.is_empty(), "1: NFTs without books");

		let mut credits = BTreeMap::<AssetKind, Balance>::new();
		for (asset, _, amount) in Credits::<T>::iter() {
			ensure!(amount > 0, "9: a credit of nothing");
			add(credits.entry(asset.clone()).or_default(), amount)?;
			add(booked.entry(asset).or_default(), amount)?;
		}
		let totals: BTreeMap<_, _> = CreditTotals::<T>::iter().collect();
		ensure!(totals == credits, "9: a total of credits is not their sum");
		for (asset, _, amount) in RevenueDue::<T>::iter() {
			ensure!(amount > 0, "9: nothing waits for revenue");
			add(booked.entry(asset).or_default(), amount)?;
		}
		for (asset, ()) in Seeded::<T>::iter() {
			let seed = T::Assets::minimum_balance(asset.clone());
			add(booked.entry(asset).or_default(), seed)?;
		}
		for (asset, amount) in booked {
			ensure!(
				T::Assets::balance(asset, &Self::account_id()) >= amount,
				"7: the account holds less than is booked"
			);
		}

		let queue = Lapses::<T>::get();
		ensure!(
			queue.windows(2).all(|pair| pair[0].at <= pair[1].at),
			"10: the lapses are out of order"
		);
		let queued: BTreeSet<_> = queue.iter().map(|lapse| lapse.product).collect();
		ensure!(
			queued.len() == queue.len() && queued == decided,
			"10: the lapses are not the freezes without breach"
		);
		Ok(())
	}
}
