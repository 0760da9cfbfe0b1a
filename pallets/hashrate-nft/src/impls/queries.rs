//! What the runtime API tells.

use crate::{
	impls::days::expected_pay,
	runtime_api::{NftStatement, NodeStatement, ProductStatement},
	*,
};
use dmex_primitives::{
	AssetKind, Balance, Calendar, Day, Escrow, MarketOracle, NodeId, NodeOracle, Power, PowerLedger,
	ProductId, Serial,
};

/// Days of arrears that a query looks at, one after the other.
const MAX_ARREARS: u32 = MAX_TERM_DAYS;

/// Whose arrears.
enum Of {
	/// All NFTs' that earn on the day.
	Product,
	/// One's that earns from this day on.
	Nft(Day),
}

impl<T: Config> Pallet<T> {
	/// What the open days that fell due lack.
	fn arrears(product: ProductId, book: &Book, of: Of) -> Option<Balance> {
		if book.over {
			return Some(0);
		}
		let mut sum: Balance = 0;
		let mut day = book.pay.day;
		let mut live = book.pay.live;
		let mut left = book.open_due_days().min(MAX_ARREARS);
		while left > 0 && day < book.end_day {
			if day > book.pay.day || !book.pay.entered {
				live = live.checked_add(Self::joining(product, day))?;
			}
			if let Some((from, to)) = book.struck {
				if (from..=to).contains(&day) {
					day = to.checked_add(1)?;
					continue;
				}
			}
			let earning = match of {
				Of::Product => live,
				Of::Nft(first_day) => (first_day <= day).into(),
			};
			let lacking = if day == book.pay.day && book.pay.expected.is_some() {
				match of {
					Of::Product => Self::lacking(book),
					Of::Nft(_) if earning > 0 => Self::per_nft(Self::lacking(book), live),
					Of::Nft(_) => 0,
				}
			} else {
				let reward = T::MarketOracle::reward(book.coin, day)?;
				expected_pay(reward, book.power, earning, book.service_fee)?
			};
			sum = sum.checked_add(lacking)?;
			day = day.checked_add(1)?;
			left = left.saturating_sub(1);
		}
		Some(sum)
	}

	/// NFTs that earn from `day` on.
	fn joining(product: ProductId, day: Day) -> u32 {
		Cohorts::<T>::get(product, day)
			.map(|cohort| cohort.count)
			.unwrap_or_default()
	}

	/// NFTs that earn today. Who buys on a day earns from the next one on, and nobody earns before the start.
	fn live_today(product: ProductId, data: &Product<T::AccountId>, book: &Book) -> Option<u32> {
		let today = T::Calendar::today();
		let runs = matches!(data, Product::Active(_) | Product::Frozen(_));
		if !runs || !(data.facts().terms.start_day..book.end_day).contains(&today) {
			return Some(0);
		}
		book.alive
			.checked_sub(Self::joining(product, today.checked_add(1)?))
	}

	fn end_block(day: Day) -> Option<dmex_primitives::BlockNumber> {
		T::Calendar::parameters().days(day)
	}

	/// Statement of an NFT.
	pub fn nft_statement(product: ProductId, serial: Serial) -> Option<NftStatement<T::AccountId>> {
		Self::as_drawn(product, || Self::nft_as_booked(product, serial))
	}

	fn nft_as_booked(product: ProductId, serial: Serial) -> Option<NftStatement<T::AccountId>> {
		let nft = Nfts::<T>::get(product, serial)?;
		let book = Books::<T>::get(product)?;
		let terms_hash = Products::<T>::get(product)?.facts().terms_hash;
		let begun = Cohorts::<T>::get(product, nft.first_day).and_then(|cohort| cohort.begun);
		let claimable = Self::income_due(product, &book, &nft).ok()?;
		// A cohort begins when its first day is the oldest open one; it may lack pay before.
		let (earned, missed) = match begun {
			Some(begun) => (
				book.acc.checked_sub(begun.acc)?,
				book.acc_missing.checked_sub(begun.acc_missing)?,
			),
			None => (0, 0),
		};
		let missing = missed.checked_add(Self::arrears(product, &book, Of::Nft(nft.first_day))?)?;
		Some(NftStatement {
			owner: Self::owner_of(product, serial)?,
			custody: Self::effective_custody(product, serial, &nft),
			gene: Self::gene(product, serial, terms_hash),
			power: book.power,
			first_day: nft.first_day,
			end_day: book.end_day,
			end_block: Self::end_block(book.end_day),
			days_left: Self::earning_days_left(&book, &nft),
			earned,
			paid: earned.checked_sub(claimable)?,
			claimable,
			missing,
			escrow_left: T::Escrow::remaining(product, serial),
		})
	}

	/// Statement of a product. `None` also while it waits for the DAO.
	pub fn product_statement(product: ProductId) -> Option<ProductStatement<T::AccountId>> {
		Self::as_drawn(product, || Self::product_as_booked(product))
	}

	fn product_as_booked(product: ProductId) -> Option<ProductStatement<T::AccountId>> {
		let data = Products::<T>::get(product)?;
		let Facts { issuer, terms, .. } = data.facts().clone();
		let book = match Books::<T>::get(product) {
			Some(book) => book,
			None => Book {
				reserved: 0,
				..Self::new_book(&terms, Coins::<T>::get(terms.node.coin)?.asset).ok()?
			},
		};
		let conduct = T::Escrow::conduct(product);
		let power = |nfts: u32| -> Option<Power> { book.power.checked_mul(nfts.into()) };
		Some(ProductStatement {
			state: data.state(),
			issuer,
			disclosure: Disclosures::<T>::get(product)
				.map(|disclosure| disclosure.hash)
				.unwrap_or(terms.disclosure.hash),
			pending_disclosure: PendingDisclosures::<T>::get(product).map(|pending| pending.hash),
			end_day: book.end_day,
			on_sale: Self::ensure_on_sale(product).is_ok(),
			sold: book.minted,
			sold_power: power(book.minted)?,
			live_power: power(Self::live_today(product, &data, &book)?)?,
			reserved_power: power(book.reserved)?,
			undercovered: Self::ensure_covered(&terms.node).is_err(),
			days_paid: book.closed_days,
			short_days: book.short_days,
			arrears_days: if book.over { 0 } else { book.open_due_days() },
			arrears: Self::arrears(product, &book, Of::Product)?,
			open_day: book.pay.day,
			open_day_paid: book.pay.paid,
			open_day_expected: book.pay.expected,
			breach: conduct.breach,
			bad_days: conduct.bad_days,
			prepaid: book.prepaid,
			paid: book.paid_total,
			distributed: book.claimed_total,
			missing: book.missing,
			terms,
		})
	}

	/// Statement of a node.
	pub fn node_statement(node: &NodeId) -> NodeStatement<T::AccountId> {
		NodeStatement {
			issuer: T::NodeOracle::issuer(node),
			attested: T::NodeOracle::attested_power(node).ok(),
			reserved: Self::reserved(node),
			available: Self::available(node).unwrap_or(0),
			undercovered: Self::ensure_covered(node).is_err(),
			undrawn: Nodes::<T>::get(node).payouts.held,
		}
	}

	/// What an account can claim because it could not be paid when it was due.
	pub fn credit(who: &T::AccountId, asset: &AssetKind) -> Balance {
		Credits::<T>::get(asset, who)
	}
}
