//! What is left when a product is over.

use crate::*;
use dmex_primitives::{PledgedIncome, ProductControl, ProductId, Serial};
use frame_support::{ensure, pallet_prelude::DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim_refund(who: T::AccountId, product: ProductId, serial: Serial) -> DispatchResult {
		let mut book = Self::book(product)?;
		let owner = T::Products::owner(product, serial).ok_or(Error::<T>::UnknownNft)?;
		ensure!(owner == who, Error::<T>::NotOwner);
		ensure!(matches!(book.stage, Stage::Over(_)), Error::<T>::NotOver);
		let deposit = Deposits::<T>::get((product, serial)).ok_or(Error::<T>::AlreadyClaimed)?;
		let cohort = Cohorts::<T>::get(product, deposit.first_day).ok_or(Error::<T>::UnknownCohort)?;
		let refund = book.refund_of(&deposit, &cohort).ok_or(Error::<T>::Overflow)?;
		let amount = refund.total().ok_or(Error::<T>::Overflow)?;
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		let asset = book.terms.asset.clone();
		let to = T::Products::beneficiary(product, serial, &asset).ok_or(Error::<T>::UnknownNft)?;

		book.refunded = book
			.refunded
			.checked_add(refund.price)
			.ok_or(Error::<T>::Overflow)?;
		if let Stage::Over(ending) = &mut book.stage {
			ending.shared = ending
				.shared
				.checked_add(refund.bond_share)
				.ok_or(Error::<T>::Overflow)?;
		}
		Self::remove_deposit(product, serial, deposit.first_day, &mut book, cohort)?;
		Self::pay(&asset, &to, amount)?;
		if to != owner {
			T::Pledged::on_paid(product, serial, &asset, amount)?;
		}
		Self::deposit_event(Event::RefundClaimed {
			product,
			serial,
			owner,
			to,
			refund: refund.price,
			bond_share: refund.bond_share,
		});
		// Last: it may burn the NFT and close the product.
		T::Products::refunded(product, serial, &asset, amount)
	}
}
