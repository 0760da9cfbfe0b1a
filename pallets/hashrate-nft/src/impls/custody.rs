//! Who owns an NFT and who has its hand on it. Nothing but this moves one.

use crate::*;
use core::marker::PhantomData;
use dmex_primitives::{Calendar, CustodyState, NftCustody, ProductId, Serial};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{tokens::nonfungibles_v2::Transfer, Locker},
};
use sp_runtime::DispatchError;

/// The `Locker` of `pallet-nfts`: all NFTs are locked but the one that this pallet is moving or burning right now.
pub struct HashrateLocker<T>(PhantomData<T>);

impl<T: Config> Locker<ProductId, Serial> for HashrateLocker<T> {
	fn is_locked(product: ProductId, serial: Serial) -> bool {
		Settling::<T>::get() != Some((product, serial))
	}
}

impl<T: Config> Pallet<T> {
	/// The owner by `pallet-nfts`.
	pub fn owner_of(product: ProductId, serial: Serial) -> Option<T::AccountId> {
		pallet_nfts::Item::<T>::get(product, serial).map(|item| item.owner)
	}

	pub(crate) fn nft(product: ProductId, serial: Serial) -> Result<Nft, Error<T>> {
		Nfts::<T>::get(product, serial).ok_or(Error::<T>::NftNotFound)
	}

	/// Lets `pallet-nfts` touch the NFT while `act` runs.
	pub(crate) fn unlocked<R>(product: ProductId, serial: Serial, act: impl FnOnce() -> R) -> R {
		Settling::<T>::put((product, serial));
		let result = act();
		Settling::<T>::kill();
		result
	}

	/// Moves an NFT of `from` to `to`, after its income was paid out to whom it belongs until now; fails if that is more than a door
	/// settles. It is free then. The caller has checked that it may be moved, and undoes all if it fails.
	pub(crate) fn move_nft(
		product: ProductId,
		serial: Serial,
		from: &T::AccountId,
		to: &T::AccountId,
	) -> DispatchResult {
		let mut nft = Self::nft(product, serial)?;
		ensure!(
			Self::owner_of(product, serial).as_ref() == Some(from),
			Error::<T>::NotOwner
		);
		let mut book = Self::book(product)?;
		Self::settle_at_door(product, &mut book)?;
		Self::pay_out(product, serial, &mut book, &mut nft, from)?;
		nft.custody = CustodyState::Free;
		Self::drop_order(&mut nft);
		Nfts::<T>::insert(product, serial, nft);
		Books::<T>::insert(product, book);
		Self::unlocked(product, serial, || {
			<pallet_nfts::Pallet<T> as Transfer<T::AccountId>>::transfer(&product, &serial, to)
		})?;
		Self::deposit_event(Event::Moved {
			product,
			serial,
			from: from.clone(),
			to: to.clone(),
		});
		Ok(())
	}

	pub(crate) fn do_transfer(
		who: T::AccountId,
		product: ProductId,
		serial: Serial,
		to: T::AccountId,
	) -> Result<bool, DispatchError> {
		// A frozen market does not keep anybody from giving.
		match Self::ensure_live(product) {
			Err(error) if error == Error::<T>::ProductFrozen.into() => {}
			live => {
				live?;
			}
		}
		let nft = Self::nft(product, serial)?;
		ensure!(
			Self::owner_of(product, serial).as_ref() == Some(&who),
			Error::<T>::NotOwner
		);
		ensure!(
			Self::effective_custody(product, serial, &nft) == CustodyState::Free,
			Error::<T>::NotFree
		);
		let drawn = Self::ensure_drawn(product)?;
		Self::move_nft(product, serial, &who, &to)?;
		Ok(drawn)
	}

	/// Changes the custody state of an NFT from `from` to `to`.
	pub(crate) fn set_custody(
		product: ProductId,
		serial: Serial,
		from: CustodyState,
		to: CustodyState,
	) -> DispatchResult {
		Nfts::<T>::try_mutate(product, serial, |nft| -> DispatchResult {
			let nft = nft.as_mut().ok_or(Error::<T>::NftNotFound)?;
			ensure!(nft.custody == from, Error::<T>::CustodyMismatch);
			nft.custody = to;
			Ok(())
		})?;
		Self::deposit_event(Event::CustodyChanged {
			product,
			serial,
			custody: to,
		});
		Ok(())
	}

	/// Whether farming or lending may hold an NFT in this state.
	fn ensure_lock(state: CustodyState) -> Result<(), Error<T>> {
		ensure!(
			matches!(state, CustodyState::Staked | CustodyState::Pledged),
			Error::<T>::NotALock
		);
		Ok(())
	}

	/// Whole days that an NFT still earns.
	pub(crate) fn earning_days_left(book: &Book, nft: &Nft) -> u32 {
		if book.over {
			return 0;
		}
		let from = T::Calendar::today().saturating_add(1).max(nft.first_day);
		book.end_day.saturating_sub(from)
	}
}

impl<T: Config> NftCustody<T::AccountId> for Pallet<T> {
	fn owner(product: ProductId, serial: Serial) -> Option<T::AccountId> {
		Self::owner_of(product, serial)
	}

	fn custody(product: ProductId, serial: Serial) -> Option<CustodyState> {
		let nft = Nfts::<T>::get(product, serial)?;
		Some(Self::effective_custody(product, serial, &nft))
	}

	fn lock(product: ProductId, serial: Serial, owner: &T::AccountId, state: CustodyState) -> DispatchResult {
		Self::ensure_lock(state)?;
		Self::ensure_live(product)?;
		let nft = Self::nft(product, serial)?;
		ensure!(
			Self::owner_of(product, serial).as_ref() == Some(owner),
			Error::<T>::NotOwner
		);
		ensure!(
			Self::effective_custody(product, serial, &nft) == CustodyState::Free,
			Error::<T>::NotFree
		);
		// What is owed until now is the owner's, whatever a loan says of what comes.
		let mut nft = nft;
		if state == CustodyState::Pledged {
			Self::ensure_drawn(product)?;
			let mut book = Self::book(product)?;
			Self::pay_out(product, serial, &mut book, &mut nft, owner)?;
			Books::<T>::insert(product, book);
		}
		Self::drop_order(&mut nft);
		Nfts::<T>::insert(product, serial, nft);
		Self::set_custody(product, serial, nft.custody, state)
	}

	fn unlock(product: ProductId, serial: Serial, state: CustodyState) -> DispatchResult {
		Self::ensure_lock(state)?;
		let mut nft = Self::nft(product, serial)?;
		ensure!(nft.custody == state, Error::<T>::CustodyMismatch);
		let owner = Self::owner_of(product, serial).ok_or(Error::<T>::NftNotFound)?;
		with_storage_layer(|| {
			let mut book = Self::book(product)?;
			if state == CustodyState::Pledged {
				// What was owed until now goes where the loan says.
				Self::settle_at_door(product, &mut book)?;
				Self::pay_out(product, serial, &mut book, &mut nft, &owner)?;
			}
			nft.custody = CustodyState::Free;
			Self::deposit_event(Event::CustodyChanged {
				product,
				serial,
				custody: CustodyState::Free,
			});
			Self::settle_up(product, serial, book, nft, &owner)?;
			Ok(())
		})
	}

	fn seize(product: ProductId, serial: Serial, to: &T::AccountId) -> DispatchResult {
		let nft = Self::nft(product, serial)?;
		ensure!(nft.custody == CustodyState::Pledged, Error::<T>::CustodyMismatch);
		let owner = Self::owner_of(product, serial).ok_or(Error::<T>::NftNotFound)?;
		with_storage_layer(|| Self::move_nft(product, serial, &owner, to))
	}

	fn days_left(product: ProductId, serial: Serial) -> u32 {
		match (Books::<T>::get(product), Nfts::<T>::get(product, serial)) {
			(Some(book), Some(nft)) => Self::earning_days_left(&book, &nft),
			_ => 0,
		}
	}
}
