use super::*;

#[test]
fn the_statement_of_an_nft_should_tell_what_it_earned_and_missed() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		let fresh = HashrateNft::nft_statement(product, 0).unwrap();
		assert_eq!(
			(
				fresh.owner,
				fresh.custody,
				fresh.power,
				fresh.first_day,
				fresh.end_day
			),
			(ALICE, CustodyState::Free, 100, 5, 15)
		);
		assert_eq!((fresh.end_block, fresh.days_left), (Some(150), 9));
		assert_eq!((fresh.earned, fresh.claimable, fresh.missing), (0, 0, 0));
		run_to_day(6);
		pay(product, 1_701);
		run_to_day(7);
		// Day 5 has closed short of 299, and day 6 is open, not due.
		pay(product, 300);
		let mine = HashrateNft::nft_statement(product, 0).unwrap();
		assert_eq!(
			(mine.earned, mine.paid, mine.claimable, mine.missing),
			(1_000, 850, 150, 150)
		);
		run_to_day(9);
		// Days 6 and 7 are due: 850 and 1,000 are lacking.
		let mine = HashrateNft::nft_statement(product, 0).unwrap();
		assert_eq!(
			(mine.earned, mine.paid, mine.claimable, mine.missing),
			(1_000, 1_000, 0, 150 + 850 + 1_000)
		);
		assert_eq!(
			mine.gene,
			HashrateNft::gene(product, 0, Records::<Test>::get(product).unwrap().terms_hash)
		);
		assert_eq!(HashrateNft::nft_statement(product, 5), None);
	});
}

#[test]
fn the_statement_of_a_product_should_tell_where_it_stands() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
		let proposed = HashrateNft::product_statement(0).unwrap();
		assert_eq!(
			(
				proposed.state,
				proposed.on_sale,
				proposed.reserved_power,
				proposed.sold
			),
			(ProductState::Proposed, false, 0, 0)
		);
		assert_ok!(HashrateNft::reject(dao(), 0));
		assert_eq!(HashrateNft::product_statement(0), None);

		let product = running();
		let statement = || HashrateNft::product_statement(product).unwrap();
		assert_eq!(
			(statement().state, statement().on_sale, statement().sold_power),
			(ProductState::Active, true, 200)
		);
		assert_eq!((statement().live_power, statement().reserved_power), (200, 1_000));
		run_to_day(8);
		pay(product, 2_500);
		let now = statement();
		assert_eq!(
			(now.days_paid, now.short_days, now.arrears_days, now.arrears),
			(1, 0, 1, 1_500)
		);
		assert_eq!(
			(now.open_day, now.open_day_paid, now.open_day_expected),
			(6, 500, Some(2_000))
		);
		assert_eq!((now.live_power, now.paid, now.breach), (200, 2_500, false));
		run_to_day(14);
		assert!(statement().breach);
		assert_eq!(statement().arrears, 1_500 + 6 * 2_000);
		Attested::set([(NODE.to_vec(), 1)].into());
		assert!(statement().undercovered && !statement().on_sale);
	});
}

#[test]
fn arrears_should_be_those_of_the_nfts_that_earn_on_each_open_day() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(Listing {
			start_day: 1,
			sale_until: 10,
			..listing()
		});
		for day in 0..11 {
			record(day, 10 + Balance::from(day));
		}
		let pay_of = |day: Day| 100 * (10 + Balance::from(day));
		let sum = |days: std::ops::RangeInclusive<Day>| days.map(pay_of).sum::<Balance>();
		let missing = |serial| HashrateNft::nft_statement(product, serial).unwrap().missing;
		let statement = || HashrateNft::product_statement(product).unwrap();
		assert_eq!(statement().live_power, 0);
		run_to_day(1);
		buy(product, ALICE);
		run_to_day(3);
		buy(product, BOB);
		assert_eq!(statement().live_power, 100);
		run_to_day(8);
		buy(product, CAROL);
		// Days 2 to 6 are due. Bob's first one is day 4, Carol's day 9.
		assert_eq!(
			[0, 1, 2].map(missing),
			[sum(2..=6), sum(4..=6), 0],
			"nobody was paid"
		);
		let now = statement();
		assert_eq!(
			(now.arrears_days, now.arrears, now.live_power),
			(5, sum(2..=6) + sum(4..=6), 200)
		);
		// Days 2 and 3 are paid, and 101 of the 2,800 of day 4.
		pay(product, sum(2..=3) + 101);
		assert_eq!(book(product).pay.day, 4);
		let left = 1_350 + sum(5..=6);
		assert_eq!([0, 1, 2].map(missing), [left, left, 0]);
		assert_eq!(
			(statement().arrears_days, statement().arrears),
			(3, 2_699 + 2 * sum(5..=6))
		);
		run_to_day(9);
		assert_eq!(statement().live_power, 300);
		assert_eq!([0, 1, 2].map(missing), [left + pay_of(7), left + pay_of(7), 0]);
		run_to_day(11);
		// Day 9 is due and Carol's first, though the oldest open day is another one.
		assert_eq!(
			[0, 1, 2].map(missing),
			[left + sum(7..=9), left + sum(7..=9), pay_of(9)]
		);
		assert_eq!(
			statement().arrears,
			2_699 + 2 * sum(5..=9) + pay_of(9),
			"the sum of what the NFTs lack, but for rounding"
		);
		// It has ended, and nothing is over yet.
		assert_eq!(
			(statement().state, statement().live_power),
			(ProductState::Active, 0)
		);
	});
}

#[test]
fn struck_days_should_be_nobodys_arrears() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running_with_struck_days();
		buy(product, CAROL);
		run_to_day(12);
		// Open and due are days 6, 9 and 10; Carol earns from day 10 on.
		let missing = |serial| HashrateNft::nft_statement(product, serial).unwrap().missing;
		assert_eq!([0, 1, 2].map(missing), [2_750, 2_750, 1_000]);
		let now = HashrateNft::product_statement(product).unwrap();
		assert_eq!(
			(now.arrears_days, now.arrears, now.live_power),
			(3, 1_500 + 2_000 + 3_000, 300)
		);
	});
}

#[test]
fn the_statement_of_a_node_should_tell_what_is_sold() {
	ExtBuilder::default().attested(2_000).build_and_execute(|| {
		approved(listing());
		let statement = HashrateNft::node_statement(&node(NODE));
		assert_eq!(
			(
				statement.issuer,
				statement.attested,
				statement.reserved,
				statement.available,
				statement.undercovered
			),
			(Some(ISSUER), Some(2_000), 1_000, 900, false)
		);
		NodesStale::set(true);
		let statement = HashrateNft::node_statement(&node(NODE));
		assert_eq!(
			(statement.attested, statement.available, statement.undercovered),
			(None, 0, true)
		);
	});
}
