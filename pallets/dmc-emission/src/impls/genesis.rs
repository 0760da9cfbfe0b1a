//! Genesis: 50M DMC and who they belong to.

use crate::*;
use alloc::collections::btree_set::BTreeSet;
use dmex_primitives::{constants::*, Balance, Recipient};
use frame_support::traits::{
	fungible::{Inspect, Mutate},
	Contains,
};

impl<T: Config> Pallet<T> {
	/// Panics with what is wrong: a malformed chain spec must not become a chain.
	pub(crate) fn build_genesis(config: &GenesisConfig<T>) {
		// Balances is built before emission, and pools of genesis may need what it gives out.
		let issued = T::Currency::total_issuance();
		assert!(
			config.mining_start != Some(0),
			"emission.miningStart must be at least 1"
		);
		assert!(config.author_points > 0, "emission.authorPoints must be above 0");

		let endowed = sum("emission.endowments", FOUNDATION, &config.endowments);
		for (who, amount) in &config.endowments {
			assert!(
				*amount >= T::Currency::minimum_balance(),
				"emission.endowments: an amount is below the existential deposit"
			);
			mint::<T>(who, *amount);
		}
		let given = endowed.checked_add(issued);
		let Some((given, rest)) = given.and_then(|given| Some((given, FOUNDATION.checked_sub(given)?)))
		else {
			panic!(
				"emission.endowments and balances.balances: the amounts are more than {} DMC together",
				FOUNDATION / DMC
			)
		};
		if !config.unlimited_endowments {
			let first_month = FoundationMonth {
				month: 0,
				spent: given,
			};
			assert!(
				first_month.left().is_some(),
				"emission.endowments and balances.balances: the amounts are more than the {} DMC that the foundation spends in its \
				first month",
				FOUNDATION_MONTHLY / DMC
			);
			FoundationSpending::<T>::put(first_month);
		}
		mint::<T>(&Self::foundation_account(), rest);
		mint::<T>(&Self::risk_fund_account(), RISK_FUND);
		mint::<T>(&Self::ledger_account(), TEAM + PRIVATE_SALE);
		LedgerOwed::<T>::put(TEAM + PRIVATE_SALE);

		for (kind, name, list) in [
			(VestingKind::Team, "emission.team", &config.team),
			(
				VestingKind::PrivateSale,
				"emission.privateSale",
				&config.private_sale,
			),
		] {
			let assigned = sum(name, kind.supply(), list);
			for (who, total) in list {
				assert!(*total > 0, "{name}: an amount is 0");
				Schedules::<T>::insert(
					kind,
					who,
					VestingSchedule {
						total: *total,
						claimed: 0,
					},
				);
			}
			Unassigned::<T>::insert(kind, kind.supply() - assigned);
		}

		Terms::<T>::put(EmissionTerms {
			author_points: config.author_points,
			mining_start: config.mining_start,
			..EmissionTerms::default()
		});
		for (recipient, points) in &config.recipients {
			add_recipient::<T>(*recipient, *points);
		}
		assert!(
			T::Currency::total_issuance() == GENESIS_SUPPLY,
			"emission: what exists at genesis is not 50M DMC"
		);
	}
}

/// Sum of a list of amounts, at most `limit`, without an account twice.
fn sum<AccountId: Ord>(name: &str, limit: Balance, list: &[(AccountId, Balance)]) -> Balance {
	let accounts = list.iter().map(|(who, _)| who).collect::<BTreeSet<_>>();
	assert!(accounts.len() == list.len(), "{name}: an account is listed twice");
	let sum = list
		.iter()
		.try_fold(0, |sum: Balance, (_, amount)| sum.checked_add(*amount));
	match sum.filter(|sum| *sum <= limit) {
		Some(sum) => sum,
		None => panic!("{name}: the amounts are more than {} DMC together", limit / DMC),
	}
}

fn mint<T: Config>(who: &T::AccountId, amount: Balance) {
	if amount > 0 {
		let minted = T::Currency::mint_into(who, amount);
		assert!(
			minted.is_ok(),
			"emission: an account of genesis cannot hold what it is given"
		);
	}
}

fn add_recipient<T: Config>(recipient: Recipient, points: Points) {
	assert!(
		points > 0,
		"emission.recipients: the points of {recipient:?} are 0"
	);
	assert!(
		T::RecipientExists::contains(&recipient),
		"emission.recipients: the asset of {recipient:?} does not exist at genesis"
	);
	assert!(
		!Recipients::<T>::contains_key(recipient),
		"emission.recipients: {recipient:?} is listed twice"
	);
	Recipients::<T>::insert(
		recipient,
		RecipientInfo {
			points,
			..RecipientInfo::default()
		},
	);
}
