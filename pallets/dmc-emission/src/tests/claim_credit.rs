use super::*;
use crate::ToAuthor;
use frame_support::traits::{
	fungible::Balanced,
	tokens::{Fortitude::Polite, Precision::Exact, Preservation::Expendable},
	OnUnbalanced,
};

/// Pays a fee out of Alice's account.
fn fee(amount: Balance) {
	let credit = Balances::withdraw(&ALICE, amount, Exact, Expendable, Polite).unwrap();
	ToAuthor::<Test>::on_unbalanced(credit);
}

/// Gives Charlie a credit out of the DMC recipient's budget.
fn credit_of_emission(amount: Balance) {
	activate(Recipient::Dmc);
	run_to(System::block_number() + 1);
	assert_ok!(Emission::mint_from(&Recipient::Dmc, &CHARLIE, amount));
}

#[test]
fn a_payment_below_the_existential_deposit_should_become_credit_and_be_claimable() {
	ExtBuilder::default().build_and_execute(|| {
		let issuance = Balances::total_issuance();
		credit_of_emission(ED - 1);
		let author = Balances::total_issuance() - issuance;
		assert_eq!(
			events().last(),
			Some(&Event::CreditBooked {
				who: CHARLIE,
				amount: ED - 1
			})
		);
		assert_eq!(Balances::total_balance(&CHARLIE), 0);
		assert_eq!(Totals::<Test>::get().credited, ED - 1);
		assert_noop!(
			Emission::claim_credit(signed(CHARLIE)),
			Error::<Test>::BelowMinimum
		);

		assert_ok!(Emission::mint_from(&Recipient::Dmc, &CHARLIE, 1));
		assert_eq!(Emission::claimable_credit(CHARLIE).unwrap().emission, ED);
		assert_ok!(Emission::claim_credit(signed(CHARLIE)));
		assert_eq!(
			events().last(),
			Some(&Event::CreditClaimed {
				who: CHARLIE,
				minted: ED,
				released: 0
			})
		);
		assert_eq!(Balances::total_balance(&CHARLIE), ED);
		assert_eq!(Balances::total_issuance(), issuance + author + ED);
		assert_eq!(Totals::<Test>::get().credited, 0);
		assert_eq!(Emission::claimable_credit(CHARLIE), None);
	});
}

#[test]
fn credit_of_emission_and_of_fees_should_be_paid_as_one() {
	ExtBuilder::default().build_and_execute(|| {
		credit_of_emission(ED / 2);
		CurrentAuthor::set(Some(CHARLIE));
		fee(ED / 2);
		assert_eq!(
			events().last(),
			Some(&Event::FeeHeld {
				author: CHARLIE,
				amount: ED / 2
			})
		);
		assert_eq!(
			Credits::<Test>::get(CHARLIE),
			Some(ClaimableCredit {
				unminted: ED / 2,
				held: ED / 2
			})
		);
		assert_eq!(LedgerOwed::<Test>::get(), TEAM + PRIVATE_SALE + ED / 2);
		assert_ok!(Emission::claim_credit(signed(CHARLIE)));
		assert_eq!(
			events().last(),
			Some(&Event::CreditClaimed {
				who: CHARLIE,
				minted: ED / 2,
				released: ED / 2
			})
		);
		assert_eq!(Balances::total_balance(&CHARLIE), ED);
		assert_eq!(LedgerOwed::<Test>::get(), TEAM + PRIVATE_SALE);
		assert_eq!(
			Balances::balance(&Emission::ledger_account()),
			TEAM + PRIVATE_SALE
		);
	});
}

#[test]
fn credit_should_be_paid_to_an_account_that_was_funded_since() {
	ExtBuilder::default().build_and_execute(|| {
		credit_of_emission(5);
		use frame_support::traits::fungible::Mutate;
		assert_ok!(Balances::transfer(&ALICE, &CHARLIE, DMC, Expendable));
		assert_ok!(Emission::claim_credit(signed(CHARLIE)));
		assert_eq!(Balances::total_balance(&CHARLIE), DMC + 5);
	});
}

#[test]
fn claim_credit_should_be_refused_with_its_reason() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Emission::claim_credit(signed(ALICE)),
			Error::<Test>::CreditNotFound
		);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Emission::claim_credit(origin), DispatchError::BadOrigin);
		}
	});
}
