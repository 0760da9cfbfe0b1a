use super::*;
use sp_runtime::Permill;

fn terms(asset: AssetKind, bond: Balance) -> EscrowTerms<AccountId> {
	EscrowTerms {
		issuer: ISSUER,
		asset,
		bond,
		sale_fee: Permill::from_percent(2),
	}
}

#[test]
fn open_should_take_the_bond_and_the_seed_of_the_first_product() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(<Trait as EscrowTrait<_>>::open(7, terms(USDT_KIND, 50 * ONE)));
		assert_eq!(usdt(ISSUER), ENDOWMENT - 50 * ONE - CENT);
		assert_eq!(usdt(Escrow::account_id()), 50 * ONE + CENT);
		assert_eq!(book(7), Book::open(terms(USDT_KIND, 50 * ONE)));
		assert_eq!(book(7).held(), Some(50 * ONE));
		assert!(Seeded::<Test>::contains_key(USDT_KIND));
		assert_eq!(
			events(),
			vec![Event::BookOpened {
				product: 7,
				issuer: ISSUER,
				asset: USDT_KIND,
				bond: 50 * ONE,
				seed: CENT
			}]
		);

		// Once for each asset.
		assert_ok!(<Trait as EscrowTrait<_>>::open(8, terms(USDT_KIND, ONE)));
		assert_eq!(usdt(ISSUER), ENDOWMENT - 51 * ONE - CENT);
		assert_ok!(<Trait as EscrowTrait<_>>::open(9, terms(DMC_KIND, DMC)));
		assert_eq!(Money::balance(DMC_KIND, &Escrow::account_id()), DMC + ED);
		assert_eq!(Seeded::<Test>::iter().count(), 2);
	});
}

#[test]
fn open_should_be_refused_with_its_reason() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, ONE, 1, 11);
		assert_noop!(
			<Trait as EscrowTrait<_>>::open(0, terms(USDT_KIND, ONE)),
			Error::<Test>::AlreadyOpen
		);
		// All that it has, less the minimum balance that stays.
		let most = usdt(ISSUER) - CENT;
		assert_noop!(
			<Trait as EscrowTrait<_>>::open(1, terms(USDT_KIND, most + 1)),
			Error::<Test>::InsufficientFunds
		);
		assert_noop!(
			<Trait as EscrowTrait<_>>::open(1, terms(AssetKind::WithId(99), ONE)),
			Error::<Test>::InsufficientFunds
		);
		assert_noop!(
			<Trait as EscrowTrait<_>>::open(1, terms(DMC_KIND, Balance::MAX)),
			Error::<Test>::Overflow
		);
		assert_ok!(<Trait as EscrowTrait<_>>::open(1, terms(USDT_KIND, most)));
		assert_eq!(usdt(ISSUER), CENT);
	});
}

#[test]
fn a_gift_to_the_account_should_neither_seed_it_nor_pay_for_anybody() {
	ExtBuilder.build_and_execute(|| {
		let gift = 500 * ONE;
		assert_ok!(<Money as Mutate<_>>::transfer(
			USDT_KIND,
			&ALICE,
			&Escrow::account_id(),
			gift,
			frame_support::traits::tokens::Preservation::Preserve
		));
		list(0, USDT_KIND, 100 * ONE, 1, 11);
		sell(0, BOB, 1_000 * ONE, 1);
		activate(0);
		close_days(0, 10, FULL);
		assert_ok!(<Trait as EscrowTrait<_>>::expired(0));
		assert_ok!(burn(0, 0));
		assert_eq!(held(), gift);
	});
}
