use super::*;

#[test]
fn the_statement_of_a_product_should_show_its_books() {
	with_product_frozen_in_breach(|| {
		close_day(0, FULL);
		judge_days(0, 2, 100, 100);
		let since = freeze_of(0).since;
		assert_eq!(
			Escrow::product_statement(0),
			Some(ProductEscrow {
				issuer: ISSUER,
				asset: USDT_KIND,
				sale_fee: sp_runtime::Permill::from_percent(2),
				ended: None,
				freeze: Some(FreezeStatement {
					since,
					in_breach: true,
					lapses: None,
					terminable_by_anyone_from: Some(since + 30 * BPD),
					good_days: 2,
					withheld: 100 * ONE,
				}),
				nfts: 1,
				deposited: 1_000 * ONE,
				released: 0,
				refunded: 0,
				refundable: 0,
				bond: 100 * ONE,
				bond_target: 100 * ONE,
				held: 1_100 * ONE,
				daily_slices: 100 * ONE,
				closed_days: 1,
				days_left: Some(9),
				conduct: Conduct {
					breach: true,
					bad_days: 0,
					open_due_days: 7
				},
			})
		);
		assert_ok!(Escrow::terminate(dao(), 0));
		let statement = Escrow::product_statement(0).unwrap();
		assert_eq!(statement.ended, Some(Cause::Terminated));
		assert_eq!(
			(statement.refundable, statement.bond, statement.held),
			(1_000 * ONE, 100 * ONE, 1_100 * ONE)
		);
		assert_eq!(statement.conduct, Conduct::default());
		assert_eq!(statement.freeze, None);
		assert_eq!(Escrow::product_statement(9), None);
	});
}

#[test]
fn a_freeze_by_decision_should_show_its_lapse() {
	with_product_frozen_by_decision(|| {
		let freeze = Escrow::product_statement(0).unwrap().freeze.unwrap();
		assert_eq!(
			freeze,
			FreezeStatement {
				since: freeze_of(0).since,
				in_breach: false,
				lapses: Some(freeze_of(0).since + 7 * BPD),
				terminable_by_anyone_from: None,
				good_days: 0,
				withheld: 0,
			}
		);
	});
}

#[test]
fn the_statement_of_an_nft_should_show_its_booking() {
	with_product(|| {
		close_day(0, FULL / 2);
		let running = NftEscrow {
			price: 1_000 * ONE,
			first_day: 1,
			days: 10,
			daily_slice: 100 * ONE,
			released: 50 * ONE,
			remaining: 950 * ONE,
			claimable_refund: 0,
			claimable_bond_share: 0,
		};
		assert_eq!(Escrow::nft_statement(0, 0), Some(running.clone()));
		judge_days(0, 7, 100, 0);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		assert_ok!(Escrow::terminate(dao(), 0));
		assert_eq!(
			Escrow::nft_statement(0, 0),
			Some(NftEscrow {
				claimable_refund: 950 * ONE,
				claimable_bond_share: 100 * ONE,
				..running
			})
		);
		assert_eq!(remaining(0, 0), 1_050 * ONE);
		set_product(0, |product| product.burns = false);
		assert_ok!(Escrow::claim_refund(signed(ALICE), 0, 0));
		assert_eq!(Escrow::nft_statement(0, 0), None);
		assert_eq!((remaining(0, 0), remaining(9, 9)), (0, 0));
		let statement = Escrow::product_statement(0).unwrap();
		assert_eq!((statement.refundable, statement.bond, statement.held), (0, 0, 0));
		assert_eq!(statement.refunded, 950 * ONE);
	});
}
