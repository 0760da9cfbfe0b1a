//! Payments of issuers, income of NFTs, and credits.

use crate::*;
use dmex_primitives::{AssetKind, Balance, CustodyState, PledgedIncome, ProductId, ProductPay, Serial};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::Preservation,
		Get,
	},
};
use sp_runtime::{traits::AccountIdConversion, ArithmeticError, DispatchError};

impl<T: Config> Pallet<T> {
	/// The keyless account that pay waits in, and that owns the collections.
	pub fn account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Pays `amount` out of the pallet's account. What the receiver cannot take becomes its credit.
	pub(crate) fn send(asset: &AssetKind, to: &T::AccountId, amount: Balance) -> DispatchResult {
		let sent = with_storage_layer(|| {
			T::Assets::transfer(
				asset.clone(),
				&Self::account(),
				to,
				amount,
				Preservation::Preserve,
			)
		});
		if sent.is_ok() {
			return Ok(());
		}
		let total = CreditTotals::<T>::get(asset)
			.checked_add(amount)
			.ok_or(ArithmeticError::Overflow)?;
		let credit = Credits::<T>::get(asset, to)
			.checked_add(amount)
			.ok_or(ArithmeticError::Overflow)?;
		CreditTotals::<T>::insert(asset, total);
		Credits::<T>::insert(asset, to, credit);
		Self::deposit_event(Event::CreditBooked {
			who: to.clone(),
			asset: asset.clone(),
			amount,
		});
		Ok(())
	}

	pub(crate) fn do_claim_credit(who: T::AccountId, asset: AssetKind) -> DispatchResult {
		let amount = Credits::<T>::take(&asset, &who);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		let rest = CreditTotals::<T>::get(&asset)
			.checked_sub(amount)
			.ok_or(ArithmeticError::Underflow)?;
		if rest == 0 {
			CreditTotals::<T>::remove(&asset);
		} else {
			CreditTotals::<T>::insert(&asset, rest);
		}
		T::Assets::transfer(
			asset.clone(),
			&Self::account(),
			&who,
			amount,
			Preservation::Preserve,
		)
		.map_err(|_| Error::<T>::CannotReceive)?;
		Self::deposit_event(Event::CreditClaimed { who, asset, amount });
		Ok(())
	}

	/// Income that an NFT is due and was not paid. `None` while its cohort has not begun.
	pub(crate) fn income_due(product: ProductId, book: &Book, nft: &Nft) -> Result<Balance, ArithmeticError> {
		let from = if nft.settled > 0 {
			nft.settled
		} else {
			match Cohorts::<T>::get(product, nft.first_day).and_then(|cohort| cohort.begun) {
				Some(begun) => begun.acc,
				None => return Ok(0),
			}
		};
		book.acc.checked_sub(from).ok_or(ArithmeticError::Underflow)
	}

	/// Pays what an NFT is due to whom it belongs: its owner, or for a pledged one whom its loan says. The caller writes book and
	/// NFT back.
	pub(crate) fn pay_out(
		product: ProductId,
		serial: Serial,
		book: &mut Book,
		nft: &mut Nft,
		owner: &T::AccountId,
	) -> Result<Balance, DispatchError> {
		let amount = Self::income_due(product, book, nft)?;
		if amount == 0 {
			return Ok(0);
		}
		nft.settled = book.acc;
		book.claimed_total = book
			.claimed_total
			.checked_add(amount)
			.ok_or(ArithmeticError::Overflow)?;
		let pledged = nft.custody == CustodyState::Pledged;
		let to = if pledged {
			T::PledgedIncome::payee(product, serial, owner, &book.asset)
		} else {
			owner.clone()
		};
		Self::send(&book.asset, &to, amount)?;
		if pledged {
			T::PledgedIncome::on_paid(product, serial, &book.asset, amount)?;
		}
		Self::deposit_event(Event::IncomePaid {
			product,
			serial,
			to,
			amount,
		});
		Ok(amount)
	}

	/// Pays what an NFT is due, burns it if its product is over and nothing is left, and writes everything. Returns what was paid,
	/// and whether it was burnt.
	pub(crate) fn settle_up(
		product: ProductId,
		serial: Serial,
		mut book: Book,
		mut nft: Nft,
		owner: &T::AccountId,
	) -> Result<(Balance, bool), DispatchError> {
		let paid = Self::pay_out(product, serial, &mut book, &mut nft, owner)?;
		let burnt = book.over && Self::try_burn(product, serial, &mut book, &nft)?;
		if !burnt {
			Nfts::<T>::insert(product, serial, nft);
		}
		Self::store_book(product, book)?;
		Ok((paid, burnt))
	}

	/// Pays what an NFT has earned so far to whom it belongs. Returns the amount.
	pub fn settle(product: ProductId, serial: Serial) -> Result<Balance, DispatchError> {
		let nft = Self::nft(product, serial)?;
		let owner = Self::owner_of(product, serial).ok_or(Error::<T>::NftNotFound)?;
		let book = Self::book(product)?;
		Ok(Self::settle_up(product, serial, book, nft, &owner)?.0)
	}

	pub(crate) fn do_claim(who: T::AccountId, product: ProductId, serial: Serial) -> DispatchResult {
		let nft = Self::nft(product, serial)?;
		let owner = Self::owner_of(product, serial).ok_or(Error::<T>::NftNotFound)?;
		ensure!(owner == who, Error::<T>::NotOwner);
		let book = Self::book(product)?;
		let (paid, burnt) = Self::settle_up(product, serial, book, nft, &owner)?;
		ensure!(paid > 0 || burnt, Error::<T>::NothingToClaim);
		Ok(())
	}

	/// The book of a product that takes payments now, and its product.
	fn payable(product: ProductId) -> Result<(Product<T::AccountId>, Book), DispatchError> {
		let data = Self::product(product)?;
		ensure!(
			matches!(data, Product::Active(_) | Product::Frozen(_)),
			if data.is_over() {
				Error::<T>::ProductEnded
			} else {
				Error::<T>::NotPayable
			}
		);
		let book = Self::book(product)?;
		ensure!(book.minted > 0, Error::<T>::NothingSold);
		ensure!(!book.is_paid_up(), Error::<T>::ProductEnded);
		Ok((data, book))
	}

	pub(crate) fn do_pay(
		product: ProductId,
		from: &T::AccountId,
		amount: Balance,
	) -> Result<u32, DispatchError> {
		Self::take_pay(product, from, amount, false)
	}

	/// What the first payer in an asset gives on top: the minimum balance of the pallet's account.
	pub(crate) fn missing_seed(asset: &AssetKind) -> Balance {
		if Seeded::<T>::contains_key(asset) {
			0
		} else {
			T::Assets::minimum_balance(asset.clone())
		}
	}

	/// Takes `amount` from `from` and gives it to the product's days. Where the pallet's account has nothing of the asset yet, its
	/// minimum balance is paid on top, or out of the amount. Returns the days that were processed.
	fn take_pay(
		product: ProductId,
		from: &T::AccountId,
		amount: Balance,
		seed_included: bool,
	) -> Result<u32, DispatchError> {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let (data, mut book) = Self::payable(product)?;
		// Days that fell due before this payment are judged without it.
		let mut steps = T::MaxDaySteps::get();
		Self::catch_up_book(product, &data, &mut book, &mut steps)?;
		ensure!(!book.is_paid_up(), Error::<T>::ProductEnded);

		let seed = Self::missing_seed(&book.asset);
		if seed > 0 {
			Seeded::<T>::insert(&book.asset, ());
		}
		let (taken, booked) = if seed_included {
			let booked = amount.checked_sub(seed).ok_or(Error::<T>::BelowSeed)?;
			(amount, booked)
		} else {
			(amount.checked_add(seed).ok_or(ArithmeticError::Overflow)?, amount)
		};
		ensure!(booked > 0, Error::<T>::BelowSeed);
		T::Assets::transfer(
			book.asset.clone(),
			from,
			&Self::account(),
			taken,
			Preservation::Expendable,
		)?;
		book.receive(booked)?;
		Self::deposit_event(Event::Paid {
			product,
			from: from.clone(),
			amount: booked,
		});
		Self::catch_up_book(product, &data, &mut book, &mut steps)?;
		Books::<T>::insert(product, book);
		Ok(T::MaxDaySteps::get().saturating_sub(steps))
	}
}

impl<T: Config> ProductPay<T::AccountId> for Pallet<T> {
	fn pay(product: ProductId, from: &T::AccountId, amount: Balance) -> DispatchResult {
		with_storage_layer(|| Self::take_pay(product, from, amount, true).map(drop))
	}
}
