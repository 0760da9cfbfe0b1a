use super::*;

#[test]
fn claim_should_pay_the_owner_once() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 2_000);
		assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		assert_eq!(earned(&ALICE), 1_000);
		assert_eq!(
			events().last(),
			Some(&Event::IncomePaid {
				product,
				serial: 0,
				to: ALICE,
				amount: 1_000
			})
		);
		assert_noop!(
			HashrateNft::claim(signed(ALICE), product, 0),
			Error::<Test>::NothingToClaim
		);
		assert_eq!(book(product).claimed_total, 1_000);
		pay(product, 11);
		run_to_day(7);
		// The hook has paid both by now: 11 shared by two are 5 each.
		assert_eq!((earned(&ALICE), earned(&BOB)), (1_005, 1_005));
	});
}

#[test]
fn claim_should_refuse_strangers_and_what_does_not_exist() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 2_000);
		assert_noop!(
			HashrateNft::claim(signed(BOB), product, 0),
			Error::<Test>::NotOwner
		);
		assert_noop!(
			HashrateNft::claim(signed(BOB), product, 7),
			Error::<Test>::NftNotFound
		);
		assert_noop!(HashrateNft::claim(signed(BOB), 7, 0), Error::<Test>::NftNotFound);
	});
}

#[test]
fn an_nft_should_earn_nothing_before_its_cohort_begins() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		let serial = buy(product, CAROL);
		pay(product, 2_000);
		assert_noop!(
			HashrateNft::claim(signed(CAROL), product, serial),
			Error::<Test>::NothingToClaim
		);
		run_to_day(8);
		// Day 6 is the first two's, day 7 all three's.
		pay(product, 5_000);
		assert_ok!(HashrateNft::claim(signed(CAROL), product, serial));
		assert_eq!(earned(&CAROL), 1_000);
	});
}

#[test]
fn income_of_a_pledged_nft_should_go_where_its_loan_says() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_ok!(HashrateNft::lock(product, 0, &ALICE, CustodyState::Pledged));
		Payee::set(Some(LOAN));
		run_to_day(6);
		pay(product, 2_000);
		assert_noop!(
			HashrateNft::claim(signed(LOAN), product, 0),
			Error::<Test>::NotOwner
		);
		assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		assert_eq!((earned(&ALICE), earned(&LOAN)), (0, 1_000));
		assert_eq!(Reported::get(), vec![(product, 0, ifil(), 1_000)]);
		// Nobody's else.
		assert_ok!(HashrateNft::claim(signed(BOB), product, 1));
		assert_eq!(earned(&BOB), 1_000);
	});
}

#[test]
fn income_of_a_staked_nft_should_go_to_its_owner() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_ok!(HashrateNft::lock(product, 0, &ALICE, CustodyState::Staked));
		Payee::set(Some(LOAN));
		run_to_day(6);
		pay(product, 2_000);
		assert_ok!(HashrateNft::claim(signed(ALICE), product, 0));
		assert_eq!(earned(&ALICE), 1_000);
		assert_eq!(Reported::get(), vec![]);
	});
}
