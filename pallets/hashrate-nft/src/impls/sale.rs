//! The primary sale: NFTs are minted when they are sold.

use crate::*;
use codec::Encode;
use dmex_primitives::{Balance, Calendar, Day, Escrow, ProductId, Serial};
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::tokens::nonfungibles_v2::Mutate};
use pallet_nfts::ItemConfig;
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::DispatchError;

/// Attributes of an item: the facts that are its own, SCALE-encoded.
pub(crate) mod item_key {
	/// What it was first sold for.
	pub const PRICE: &[u8] = b"price";
	/// Its unique gene.
	pub const GENE: &[u8] = b"gene";
	/// All of them.
	pub const ALL: [&[u8]; 2] = [PRICE, GENE];
}

impl<T: Config> Pallet<T> {
	/// The product and its book while an NFT of it can be sold by the issuer: on sale, not sold out, and its node covers it.
	pub(crate) fn ensure_on_sale(product: ProductId) -> Result<(Live<T::AccountId>, Book), DispatchError> {
		let (live, book) = Self::ensure_live(product)?;
		let terms = &live.facts.terms;
		let today = T::Calendar::today();
		ensure!(
			(terms.sale_from..terms.sale_until).contains(&today),
			Error::<T>::SaleClosed
		);
		let taken = book
			.minted
			.checked_add(book.lots)
			.ok_or(Error::<T>::NumberOutOfRange)?;
		ensure!(taken < terms.count, Error::<T>::SoldOut);
		Self::ensure_covered(&terms.node)?;
		Ok((live, book))
	}

	pub(crate) fn do_buy(
		buyer: T::AccountId,
		product: ProductId,
		max_price: Balance,
		min_days: u32,
	) -> DispatchResult {
		let (live, book) = Self::ensure_on_sale(product)?;
		let SaleMode::Fixed { price } = live.facts.terms.sale else {
			return Err(Error::<T>::WrongSaleMode.into());
		};
		ensure!(price <= max_price, Error::<T>::PriceTooHigh);
		ensure!(buyer != live.facts.issuer, Error::<T>::IssuerCannotBuy);
		let (_, days) = Self::earning_days(T::Calendar::today(), live.facts.terms.start_day, book.end_day)?;
		ensure!(days >= min_days, Error::<T>::TooFewDays);
		Self::mint_sold(product, &buyer, price)?;
		Ok(())
	}

	/// The first day that an NFT earns which is bought on `day`, and how many days it has.
	pub(crate) fn earning_days(day: Day, start_day: Day, end_day: Day) -> Result<(Day, u32), Error<T>> {
		let first_day = if day < start_day {
			start_day
		} else {
			day.checked_add(1).ok_or(Error::<T>::NumberOutOfRange)?
		};
		match end_day.checked_sub(first_day) {
			Some(days) if days > 0 => Ok((first_day, days)),
			_ => Err(Error::<T>::NoDaysLeft),
		}
	}

	/// Mints the next NFT of a live product to `buyer`, whose `price` goes to escrow. The caller has checked that it may be sold to
	/// him at this price; a lot whose winner he is must have been taken off `lots` before.
	pub(crate) fn mint_sold(
		product: ProductId,
		buyer: &T::AccountId,
		price: Balance,
	) -> Result<Serial, DispatchError> {
		let (live, mut book) = Self::ensure_live(product)?;
		let terms = &live.facts.terms;
		let serial = book.minted;
		ensure!(serial < terms.count, Error::<T>::SoldOut);
		let (first_day, days) = Self::earning_days(T::Calendar::today(), terms.start_day, book.end_day)?;

		T::Escrow::deposit(product, serial, buyer, price, first_day, days)?;
		<pallet_nfts::Pallet<T> as Mutate<T::AccountId, ItemConfig>>::mint_into(
			&product,
			&serial,
			buyer,
			&ItemConfig::default(),
			true,
		)?;
		Self::set_item_attribute(product, serial, item_key::PRICE, &price)?;
		let gene = Self::gene(product, serial, live.facts.terms_hash);
		Self::set_item_attribute(product, serial, item_key::GENE, &gene)?;

		Nfts::<T>::insert(
			product,
			serial,
			Nft {
				first_day,
				settled: 0,
				custody: Default::default(),
				order: None,
			},
		);
		Cohorts::<T>::try_mutate(product, first_day, |cohort| -> DispatchResult {
			let cohort = cohort.get_or_insert_default();
			cohort.count = cohort.count.checked_add(1).ok_or(Error::<T>::NumberOutOfRange)?;
			Ok(())
		})?;
		book.first_day.get_or_insert(first_day);
		book.minted = serial.checked_add(1).ok_or(Error::<T>::NumberOutOfRange)?;
		book.alive = book.alive.checked_add(1).ok_or(Error::<T>::NumberOutOfRange)?;
		if matches!(Self::product(product)?, Product::Active(_)) {
			Self::draw_from_node(product, &terms.node, &mut book)?;
			Self::weigh_sold(&terms.node, &mut book)?;
		}
		Books::<T>::insert(product, book);
		Self::deposit_event(Event::Sold {
			product,
			serial,
			buyer: buyer.clone(),
			price,
			first_day,
		});
		Ok(serial)
	}

	/// blake2-256 of (genesis hash, product, serial, terms hash): one NFT's alone, on any chain.
	pub fn gene(product: ProductId, serial: Serial, terms_hash: H256) -> H256 {
		let genesis = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::default(),
		);
		H256((genesis, product, serial, terms_hash).using_encoded(blake2_256))
	}

	fn set_item_attribute(
		product: ProductId,
		serial: Serial,
		key: &[u8],
		value: &impl Encode,
	) -> DispatchResult {
		value.using_encoded(|value| {
			<pallet_nfts::Pallet<T> as Mutate<T::AccountId, ItemConfig>>::set_attribute(
				&product, &serial, key, value,
			)
		})
	}

	/// Power of NFTs that can be sold no more goes back to the node once the sale is over.
	pub(crate) fn close_sale(terms: &Terms, book: &mut Book) -> DispatchResult {
		if T::Calendar::today() < terms.sale_until || book.lots > 0 {
			return Ok(());
		}
		Self::release_unsold(&terms.node, book, book.minted)
	}
}
