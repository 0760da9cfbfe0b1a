//! What the runtime API answers (§14).

use crate::*;
use dmex_primitives::{AssetKind, Balance, Calendar, ProductId, Serial};

impl<T: Config> Pallet<T> {
	/// See [`dmex_primitives::Escrow::remaining`].
	pub(crate) fn remaining_of(product: ProductId, serial: Serial) -> Option<Balance> {
		let book = Books::<T>::get(product)?;
		let deposit = Deposits::<T>::get((product, serial))?;
		let cohort = Cohorts::<T>::get(product, deposit.first_day)?;
		match book.stage {
			Stage::Over(_) => book.refund_of(&deposit, &cohort)?.total(),
			_ => book.unreleased_of(&deposit, &cohort),
		}
	}

	/// The books of a product.
	pub fn product_statement(product: ProductId) -> Option<ProductEscrow<T::AccountId>> {
		let book = Books::<T>::get(product)?;
		let conduct = match &book.stage {
			Stage::Over(_) => Default::default(),
			_ => Self::conduct_by(product, &book),
		};
		let (refundable, bond_left) = match &book.stage {
			Stage::Over(ending) => (
				ending.refundable.checked_sub(book.refunded)?,
				ending.slashed.checked_sub(ending.shared)?,
			),
			_ => (0, book.bond),
		};
		let freeze = match &book.stage {
			Stage::Frozen(freeze) => Some(FreezeStatement {
				since: freeze.since,
				in_breach: freeze.in_breach(),
				lapses: freeze.lapses,
				terminable_by_anyone_from: T::Calendar::parameters()
					.days(IDLE_DAYS)
					.filter(|_| freeze.in_breach())
					.and_then(|blocks| freeze.since.checked_add(blocks)),
				good_days: freeze.good_days,
				withheld: freeze.withheld,
			}),
			_ => None,
		};
		Some(ProductEscrow {
			bond_target: book.bond_target()?,
			held: book.held()?,
			issuer: book.terms.issuer,
			asset: book.terms.asset,
			sale_fee: book.terms.sale_fee,
			ended: match book.stage {
				Stage::Over(ending) => Some(ending.cause),
				_ => None,
			},
			freeze,
			nfts: book.nfts,
			deposited: book.deposited,
			released: book.released,
			refunded: book.refunded,
			refundable,
			bond: bond_left,
			daily_slices: book.slices,
			closed_days: book.closed_days,
			days_left: book.days_left,
			conduct,
		})
	}

	/// The booking of an NFT.
	pub fn nft_statement(product: ProductId, serial: Serial) -> Option<NftEscrow> {
		let book = Books::<T>::get(product)?;
		let deposit = Deposits::<T>::get((product, serial))?;
		let cohort = Cohorts::<T>::get(product, deposit.first_day)?;
		let refund = book.refund_of(&deposit, &cohort)?;
		let claimable = match book.stage {
			Stage::Over(_) => refund,
			_ => Refund::default(),
		};
		Some(NftEscrow {
			price: deposit.price,
			first_day: deposit.first_day,
			days: cohort.days,
			daily_slice: slices(deposit.price, cohort.days)?.0,
			released: book.released_of(&deposit, &cohort)?,
			remaining: book.unreleased_of(&deposit, &cohort)?,
			claimable_refund: claimable.price,
			claimable_bond_share: claimable.bond_share,
		})
	}

	/// What an account can claim with `claim_credit`.
	pub fn credit(asset: AssetKind, who: T::AccountId) -> Balance {
		Credits::<T>::get(asset, who).unwrap_or_default()
	}
}
