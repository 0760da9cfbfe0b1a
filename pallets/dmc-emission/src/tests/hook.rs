use super::*;

#[test]
fn each_block_should_pay_its_author() {
	ExtBuilder::default().build_and_execute(|| {
		activate(Recipient::Dmc);
		activate(Recipient::Asset(USDT));
		for author in [ALICE, BOB, CHARLIE, CHARLIE] {
			CurrentAuthor::set(Some(author.clone()));
			let before = Balances::balance(&author);
			run_to(System::block_number() + 1);
			assert_eq!(Balances::balance(&author) - before, DMC / 5);
			assert_eq!(
				events(),
				vec![Event::AuthorPaid {
					author,
					amount: DMC / 5
				}]
			);
		}
	});
}

#[test]
fn a_block_should_be_shared_out_by_shares_and_points() {
	ExtBuilder::default().build_and_execute(|| {
		activate_all();
		run_to(2);
		assert_eq!(allotted(Recipient::LpToken(0)), 3 * DMC);
		assert_eq!(allotted(Recipient::HashrateNfts), DMC * 3 / 4);
		assert_eq!(allotted(Recipient::DToken(7)), DMC * 3 / 4);
		assert_eq!(allotted(Recipient::Dmc), DMC / 10);
		assert_eq!(allotted(Recipient::Asset(USDT)), DMC / 5);
		let totals = Totals::<Test>::get();
		// Block 1 had no active recipient.
		assert_eq!(totals.allocated, 5 * DMC + DMC / 2);
		assert_eq!(totals.skipped, 5 * DMC - DMC / 2);
		assert_eq!(totals.minted, DMC / 2 + DMC / 5);
		assert_eq!(Balances::total_issuance(), GENESIS_SUPPLY + totals.minted);
	});
}

#[test]
fn an_unknown_author_should_be_skipped() {
	ExtBuilder {
		author: None,
		..Default::default()
	}
	.build_and_execute(|| {
		activate_all();
		run_to(2);
		let totals = Totals::<Test>::get();
		assert_eq!(totals.author_skipped, DMC / 2 + DMC / 5);
		assert_eq!(totals.author_allocated, 0);
		assert_eq!(totals.minted, 0);
		assert_eq!(events(), vec![]);
	});
}

#[test]
fn the_reward_should_halve_every_half_year() {
	ExtBuilder::default().build_and_execute(|| {
		let half = 1_825;
		assert_eq!(Emission::statement().next_halving, Some(half + 1));
		skip_to(half);
		let before = Balances::balance(&AUTHOR);
		run_to(half + 1);
		assert_eq!(Balances::balance(&AUTHOR) - before, DMC / 4);
		let statement = Emission::statement();
		assert_eq!(
			(statement.rate, statement.next_halving),
			(5 * DMC / 2, Some(2 * half + 1))
		);
		skip_to(63 * half + 10);
		let statement = Emission::statement();
		assert_eq!((statement.rate, statement.next_halving), (0, None));
		assert!(!events()
			.iter()
			.any(|event| matches!(event, Event::AuthorPaid { .. })));
	});
}

#[test]
fn before_mining_only_the_author_should_be_paid() {
	ExtBuilder::default().mining_start(Some(4)).build_and_execute(|| {
		activate_all();
		run_to(3);
		let totals = Totals::<Test>::get();
		assert_eq!(totals.allocated, 3 * DMC / 5);
		assert_eq!(totals.pre_mining, totals.allocated);
		assert_eq!(Balances::balance(&AUTHOR), 3 * DMC / 5);
		assert_eq!(totals.skipped, 0);
		assert_eq!(Emission::statement().rate, 0);
		run_to(4);
		assert_eq!(Emission::statement().rate, 5 * DMC);
		assert_eq!(Totals::<Test>::get().allocated, 3 * DMC / 5 + 5 * DMC);
	});
}

#[test]
fn points_and_shares_before_mining_should_not_change_what_the_author_is_paid() {
	ExtBuilder::default().mining_start(None).build_and_execute(|| {
		assert_ok!(Emission::set_author_points(holders(), 1));
		run_to(25);
		assert_eq!(Balances::balance(&AUTHOR), 25 * DMC / 5);
	});
}

#[test]
fn a_block_should_be_shared_out_once() {
	ExtBuilder::default().build_and_execute(|| {
		let before = Totals::<Test>::get();
		skip_to(1);
		assert_eq!(Totals::<Test>::get(), before);
	});
}

#[test]
fn missing_blocks_should_be_made_up_for_in_closed_form() {
	let outcome = |jump: bool| {
		let mut outcome = None;
		ExtBuilder {
			author: None,
			..Default::default()
		}
		.build_and_execute(|| {
			activate_all();
			if jump {
				skip_to(6_000);
			} else {
				run_to(6_000);
			}
			let totals = Totals::<Test>::get();
			outcome = Some((totals.allocated + totals.skipped, Programmes::<Test>::get()));
		});
		outcome.unwrap()
	};
	let (stepped, by_block) = outcome(false);
	let (jumped, at_once) = outcome(true);
	assert_eq!(stepped, jumped);
	for programme in Programme::ALL {
		let (a, b) = (
			by_block.get(programme).allocated,
			at_once.get(programme).allocated,
		);
		// Only the rounding of shares differs, by less than a unit a block.
		assert!(a.abs_diff(b) < 6_000, "{a} {b}");
	}
}

#[test]
fn the_cap_should_clip_the_author_first_and_then_the_programmes_in_order() {
	ExtBuilder::default().build_and_execute(|| {
		activate_all();
		// Room for one block's author and a part of behaviour.
		let room = DMC / 5 + DMC;
		pretend_allocated(MINING_CAP - Totals::<Test>::get().allocated - room);
		let (author, programmes) = (Balances::balance(&AUTHOR), Programmes::<Test>::get());
		run_to(2);
		assert_eq!(Balances::balance(&AUTHOR) - author, DMC / 5);
		let after = Programmes::<Test>::get();
		assert_eq!(after.behaviour.allocated - programmes.behaviour.allocated, DMC);
		assert_eq!(after.liquidity, programmes.liquidity);
		assert_eq!(after.staking, programmes.staking);
		let totals = Totals::<Test>::get();
		assert_eq!(totals.allocated, MINING_CAP);
		assert_eq!(totals.clipped, 5 * DMC - room);
		let statement = Emission::statement();
		assert_eq!((statement.rate, statement.next_halving), (0, None));

		// Nothing is allocated any more, but what was allocated before can still be minted.
		run_to(5);
		assert_eq!(Balances::balance(&AUTHOR) - author, DMC / 5);
		assert_eq!(Totals::<Test>::get().clipped, 20 * DMC - room);
		assert_ok!(Emission::mint_from(&Recipient::HashrateNfts, &BOB, DMC / 2));
		assert_eq!(Emission::do_try_state(), Ok(()));
	});
}

#[test]
fn the_cap_should_not_depend_on_who_claims_first() {
	let outcome = |claim_early: bool| {
		let mut outcome = None;
		ExtBuilder::default().build_and_execute(|| {
			activate_all();
			pretend_allocated(MINING_CAP - Totals::<Test>::get().allocated - 40 * DMC);
			for block in 2..20 {
				run_to(block);
				if claim_early {
					let left = allotted(Recipient::LpToken(0))
						- Recipients::<Test>::get(Recipient::LpToken(0)).unwrap().drawn;
					assert_ok!(Emission::mint_from(&Recipient::LpToken(0), &BOB, left));
				}
			}
			let budgets = Recipients::<Test>::iter_keys()
				.map(|recipient| Emission::cumulative_budget(&recipient).unwrap())
				.collect::<Vec<_>>();
			let totals = Totals::<Test>::get();
			outcome = Some((
				budgets,
				totals.allocated,
				totals.clipped,
				Balances::balance(&AUTHOR),
			));
		});
		outcome.unwrap()
	};
	assert_eq!(outcome(false), outcome(true));
}

#[test]
fn a_real_curve_should_end_at_50_million() {
	ExtBuilder::default().production_calendar().build_and_execute(|| {
		activate_all();
		// Blocks that are jumped over have no author, so 96% of E(n) is allocated. Stop a little before the cap.
		let schedule = Emission::schedule();
		let target = MINING_CAP - 10 * DMC;
		let (mut low, mut high) = (1u64, 100_000_000u64);
		while low + 1 < high {
			let middle = (low + high) / 2;
			if schedule.cumulative(middle).unwrap() / 100 * 96 < target {
				low = middle;
			} else {
				high = middle;
			}
		}
		skip_to(u32::try_from(low).unwrap());
		let totals = Totals::<Test>::get();
		assert!(totals.allocated < MINING_CAP && totals.clipped == 0);
		let mut blocks = 0;
		while Totals::<Test>::get().clipped == 0 {
			run_to(System::block_number() + 1);
			blocks += 1;
			assert!(blocks < 1_000);
		}
		assert_eq!(Totals::<Test>::get().allocated, MINING_CAP);
		skip_to(400_000_000);
		let totals = Totals::<Test>::get();
		assert_eq!(totals.allocated, MINING_CAP);
		assert_eq!(
			totals.allocated + totals.skipped + totals.clipped,
			schedule.cumulative(u64::MAX).unwrap()
		);
	});
}

#[test]
fn the_hook_should_report_its_weight() {
	use frame_support::traits::Hooks;
	ExtBuilder::default().build_and_execute(|| {
		System::set_block_number(2);
		assert_eq!(Emission::on_initialize(2), <() as WeightInfo>::on_initialize());
		Emission::integrity_test();
	});
}
