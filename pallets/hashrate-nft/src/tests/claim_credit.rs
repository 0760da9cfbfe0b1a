use super::*;

#[test]
fn what_an_account_cannot_take_should_be_its_credit_until_it_can() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, POOR));
		run_to_day(6);
		pay(product, 1_200);
		// 600 are below the minimum balance of 1,000.
		assert_ok!(HashrateNft::claim(signed(POOR), product, 0));
		assert_eq!(balance(ifil(), &POOR), 0);
		assert_eq!(HashrateNft::credit(&POOR, &ifil()), 600);
		assert_eq!(CreditTotals::<Test>::get(ifil()), 600);
		assert_eq!(
			events()[events().len() - 2],
			Event::CreditBooked {
				who: POOR,
				asset: ifil(),
				amount: 600
			}
		);
		assert_noop!(
			HashrateNft::claim_credit(signed(POOR), ifil()),
			Error::<Test>::CannotReceive
		);
		pay(product, 800);
		assert_ok!(HashrateNft::claim(signed(POOR), product, 0));
		assert_eq!(HashrateNft::credit(&POOR, &ifil()), 1_000);
		assert_ok!(HashrateNft::claim_credit(signed(POOR), ifil()));
		assert_eq!(balance(ifil(), &POOR), 1_000);
		assert_eq!(
			events().last(),
			Some(&Event::CreditClaimed {
				who: POOR,
				asset: ifil(),
				amount: 1_000
			})
		);
		assert!(CreditTotals::<Test>::iter().next().is_none());
		assert!(Credits::<Test>::iter().next().is_none());
		assert_noop!(
			HashrateNft::claim_credit(signed(POOR), ifil()),
			Error::<Test>::NothingToClaim
		);
	});
}

#[test]
fn an_account_that_cannot_be_paid_should_not_hold_up_the_others() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_ok!(HashrateNft::transfer(signed(ALICE), product, 0, POOR));
		run_to_day(6);
		pay(product, 200);
		run_to(System::block_number() + 1);
		assert_eq!(earned(&BOB), 100);
		assert_eq!(HashrateNft::credit(&POOR, &ifil()), 100);
		// A frozen account likewise.
		assert_ok!(HashrateNft::transfer(signed(BOB), product, 1, DAVE));
		assert_ok!(Assets::freeze(signed(DAO), IFIL, DAVE));
		pay(product, 200);
		run_to(System::block_number() + 1);
		assert_eq!(book(product).claimed_total, 400);
	});
}
