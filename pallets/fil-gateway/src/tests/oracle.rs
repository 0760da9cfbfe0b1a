//! The record of a day: window, header, pages.

use super::*;

pub(super) fn facts(node: ActorId, power: u64) -> NodeFacts {
	NodeFacts {
		node,
		quality_adjusted: power,
		raw: power,
		live_sectors: 10,
		faulty_sectors: 1,
		wins: 2,
		rewards: 3 * ONE,
		beneficiary: Beneficiary {
			is_custody: true,
			quota_left: 7,
			expiration: 24 * 1_000,
		},
	}
}

pub(super) fn record(reward: Balance, nodes: Vec<NodeFacts>) -> (OracleHeader, Vec<Facts>) {
	let window = NextRecord::<Test>::get().unwrap();
	let pages: Vec<Facts> = nodes
		.chunks(MAX_ITEMS as usize)
		.map(|page| Facts::truncate_from(page.to_vec()))
		.collect();
	let summaries = pages
		.iter()
		.map(|page| FactsSummary {
			hash: digest(page),
			items: page.len() as u16,
		})
		.collect();
	let header = OracleHeader {
		day: window.day,
		from: window.from,
		to: window.to.unwrap_or_default(),
		tipset: H256::repeat_byte(3),
		time: 1,
		network: NetworkFacts {
			reward_per_gib: reward,
			total_power: 1_000,
		},
		pages: BoundedVec::truncate_from(summaries),
	};
	(header, pages)
}

pub(super) fn submit_record(header: &OracleHeader, pages: Vec<Facts>) {
	quorum(Subject::Oracle(header.day), digest(header));
	Gateway::authorize_oracle_header(TransactionSource::External, header).unwrap();
	assert_ok!(Gateway::submit_oracle_header(
		authorized(),
		Box::new(header.clone())
	));
	for (index, page) in pages.into_iter().enumerate() {
		let index = index as u16;
		Gateway::authorize_facts(TransactionSource::External, &header.day, &index, &page).unwrap();
		assert_ok!(Gateway::submit_facts(authorized(), header.day, index, page));
	}
}

/// Reports twelve ranges: a day of Filecoin.
pub(super) fn filecoin_day() {
	for _ in 0..12 {
		range(vec![]);
	}
}

/// The record of the next day, applied.
pub(super) fn record_day(reward: Balance, nodes: Vec<NodeFacts>) {
	let (header, pages) = record(reward, nodes);
	submit_record(&header, pages);
	apply_all();
}

fn bind(nodes: impl IntoIterator<Item = ActorId>) {
	range(
		nodes
			.into_iter()
			.map(|node| {
				Item::Bind(NodeBinding {
					node,
					account: ISSUER,
				})
			})
			.collect(),
	);
}

fn name(node: ActorId) -> NodeId {
	Gateway::node_id(node).unwrap()
}

#[test]
fn window_should_open_when_day_and_epochs_are_over() {
	test(|| {
		let window = || NextRecord::<Test>::get().unwrap();
		assert_eq!(
			window(),
			OracleWindow {
				day: 0,
				from: 200,
				to: None
			}
		);
		filecoin_day();
		run_to(BPD - 1);
		assert_eq!(window().to, None);
		run_to(BPD);
		assert_eq!(window().to, Some(224));
		// It stays, whatever is reported later.
		range(vec![]);
		run(1);
		assert_eq!(window().to, Some(224));
		record_day(5, vec![]);
		assert_eq!(
			window(),
			OracleWindow {
				day: 1,
				from: 224,
				to: None
			}
		);
	});
}

#[test]
fn window_should_wait_for_filecoin() {
	test(|| {
		run_to(3 * BPD);
		for _ in 0..11 {
			range(vec![]);
		}
		run(1);
		assert_eq!(NextRecord::<Test>::get().unwrap().to, None);
		range(vec![]);
		run(1);
		assert_eq!(NextRecord::<Test>::get().unwrap().to, Some(224));
	});
}

#[test]
fn windows_should_follow_day_by_day_after_a_stall() {
	test(|| {
		run_to(4 * BPD);
		for _ in 0..38 {
			range(vec![]);
		}
		let mut ends = vec![];
		for _ in 0..3 {
			run(1);
			ends.push(NextRecord::<Test>::get().unwrap().to);
			record_day(5, vec![]);
		}
		// 76 epochs: a day each, and the last takes the rest.
		assert_eq!(ends, [Some(224), Some(248), Some(276)]);
	});
}

#[test]
fn record_should_book_nodes_and_the_day() {
	test(|| {
		bind([5, 9]);
		filecoin_day();
		run_to(BPD);
		record_day(500, vec![facts(5, 100), facts(9, 200)]);
		assert_event(Event::NodeRecorded { facts: facts(5, 100) });
		assert_event(Event::DayRecorded {
			day: 0,
			reward: 500,
			due_at: 2 * BPD,
		});
		assert_eq!(Gateway::reward(FIL, 0), Some(500));
		assert_eq!(Gateway::reward(1, 0), None);
		assert_eq!(Gateway::attested_power(&name(9)), Ok(200));
		let node = Nodes::<Test>::get(5).unwrap();
		assert_eq!((node.reported, node.credited), (3 * ONE, 0));
		let beneficiary = Gateway::beneficiary(&name(5)).unwrap();
		assert!(beneficiary.is_custody);
		assert_eq!((beneficiary.quota_left, beneficiary.days_left), (7, 990));
		assert_eq!(Rounds::<Test>::iter().count(), 0);
	});
}

#[test]
fn facts_that_cannot_be_should_be_left_out() {
	test(|| {
		bind([5, 9]);
		filecoin_day();
		run_to(BPD);
		let liar = NodeFacts {
			quality_adjusted: 1_001,
			raw: 100,
			..facts(9, 0)
		};
		record_day(500, vec![facts(5, 100), facts(5, 300), facts(6, 100), liar]);
		for node in [5, 6, 9] {
			assert_event(Event::NodeRecordRefused { node });
		}
		assert_eq!(Nodes::<Test>::get(5).unwrap().reported, 3 * ONE);
		assert_eq!(Gateway::attested_power(&name(5)), Ok(100));
		assert_eq!(Gateway::attested_power(&name(9)), Err(OracleError::Unknown));
		assert_eq!(Nodes::<Test>::get(6), None);
	});
}

#[test]
fn record_should_be_stale_after_36_hours() {
	test(|| {
		bind([5]);
		filecoin_day();
		run_to(BPD);
		assert_eq!(Gateway::attested_power(&name(5)), Err(OracleError::Unknown));
		assert!(!Gateway::is_fresh(FIL));
		record_day(500, vec![facts(5, 100)]);
		run(BPD * 3 / 2);
		assert_eq!(Gateway::attested_power(&name(5)), Ok(100));
		assert!(Gateway::is_fresh(FIL) && !Gateway::is_fresh(1));
		run(1);
		assert_eq!(Gateway::attested_power(&name(5)), Err(OracleError::Stale));
		assert_eq!(Gateway::beneficiary(&name(5)), Err(OracleError::Stale));
		assert!(!Gateway::is_fresh(FIL));
		assert_eq!(Gateway::issuer(&name(5)), Some(ISSUER));
	});
}

#[test]
fn node_that_is_left_out_should_grow_stale() {
	test(|| {
		bind([5, 9]);
		for day in 1..=2 {
			filecoin_day();
			run_to(day * BPD);
			record_day(
				1,
				if day == 1 {
					vec![facts(5, 1), facts(9, 1)]
				} else {
					vec![facts(9, 1)]
				},
			);
		}
		run(BPD / 2 + 1);
		assert_eq!(Gateway::attested_power(&name(5)), Err(OracleError::Stale));
		assert_eq!(Gateway::attested_power(&name(9)), Ok(1));
	});
}

#[test]
fn header_should_be_refused_with_its_own_error() {
	test(|| {
		let submit =
			|header: &OracleHeader| Gateway::submit_oracle_header(authorized(), Box::new(header.clone()));
		filecoin_day();
		let (early, _) = record(1, vec![]);
		assert_noop!(submit(&early), Fails::DayOutOfSequence);
		run_to(BPD);
		let (header, _) = record(1, vec![facts(5, 1)]);
		assert_noop!(submit(&header), Fails::NotAccepted);
		quorum(Subject::Oracle(0), digest(&header));
		assert_noop!(
			submit(&OracleHeader {
				day: 1,
				..header.clone()
			}),
			Fails::DayOutOfSequence
		);
		assert_noop!(
			submit(&OracleHeader {
				to: 225,
				..header.clone()
			}),
			Fails::DayOutOfSequence
		);
		assert_noop!(
			submit(&OracleHeader {
				from: 0,
				..header.clone()
			}),
			Fails::DayOutOfSequence
		);
		assert_noop!(
			submit(&OracleHeader {
				time: 0,
				..header.clone()
			}),
			Fails::NotAccepted
		);
		assert_noop!(
			Gateway::submit_oracle_header(signed(ALICE), Box::new(header.clone())),
			DispatchError::BadOrigin
		);
		assert_ok!(submit(&header));
		assert_noop!(submit(&header), Fails::AlreadyDelivered);
	});
}

#[test]
fn pages_should_be_refused_with_their_own_error() {
	test(|| {
		filecoin_day();
		run_to(BPD);
		let (header, pages) = record(1, (0..70).map(|n| facts(n, 1)).collect());
		let page =
			|day, index: u16, facts: &Facts| Gateway::submit_facts(authorized(), day, index, facts.clone());
		assert_noop!(page(0, 0, &pages[0]), Fails::NothingUnderDelivery);
		quorum(Subject::Oracle(0), digest(&header));
		assert_ok!(Gateway::submit_oracle_header(
			authorized(),
			Box::new(header.clone())
		));
		assert_noop!(page(1, 0, &pages[0]), Fails::NothingUnderDelivery);
		assert_noop!(page(0, 2, &pages[0]), Fails::UnknownPage);
		assert_noop!(page(0, 1, &pages[0]), Fails::WrongPage);
		assert_noop!(
			Gateway::submit_facts(signed(ALICE), 0, 0, pages[0].clone()),
			DispatchError::BadOrigin
		);
		assert_ok!(page(0, 1, &pages[1]));
		assert_noop!(page(0, 1, &pages[1]), Fails::AlreadyDelivered);
		assert_eq!(Gateway::missing_facts(), Some(vec![0]));
		check();
		assert_ok!(page(0, 0, &pages[0]));
		assert_noop!(page(0, 0, &pages[0]), Fails::NothingUnderDelivery);
		run(9);
		assert!(!Recording::<Test>::exists());
		assert_eq!(FactPages::<Test>::iter().count(), 0);
	});
}

#[test]
fn record_without_delivery_should_give_way_to_the_next_round() {
	test(|| {
		filecoin_day();
		run_to(BPD);
		let (header, pages) = record(1, vec![facts(5, 1)]);
		quorum(Subject::Oracle(0), digest(&header));
		assert_ok!(Gateway::submit_oracle_header(
			authorized(),
			Box::new(header.clone())
		));
		run(240);
		assert_ok!(Gateway::open_next_round(signed(ALICE), Subject::Oracle(0)));
		assert!(!RecordDelivery::<Test>::exists());
		submit_record(&header, pages);
		apply_all();
		assert_eq!(Gateway::reward(FIL, 0), Some(1));
	});
}

#[test]
fn node_that_is_bound_after_the_window_should_wait_for_the_next_record() {
	test(|| {
		bind([5]);
		filecoin_day();
		// What is being applied when the day ends belongs to its window.
		run_to(BPD - 1);
		let (header, pages) = report(vec![Item::Bind(NodeBinding {
			node: 7,
			account: ISSUER,
		})]);
		accept(&header);
		submit_pages(header.range, pages);
		run(1);
		assert_eq!(NextRecord::<Test>::get().unwrap().to, None);
		run(1);
		assert_eq!(NextRecord::<Test>::get().unwrap().to, Some(228));
		bind([3]);
		assert_eq!(Gateway::bound_nodes(), [5, 7]);
		record_day(1, vec![facts(5, 1), facts(7, 1)]);
		assert_eq!(Gateway::bound_nodes(), [3, 5, 7]);
	});
}
