use super::*;

fn many(count: u64) -> (RangeHeader, Vec<Items>) {
	report((0..count).map(|n| credit(n, ONE, to(ALICE))).collect())
}

fn page(range: RangeIndex, index: u16, items: &Items) -> frame_support::pallet_prelude::DispatchResult {
	Gateway::submit_page(authorized(), range, index, items.clone())
}

#[test]
fn pages_should_come_in_any_order_and_once() {
	test(|| {
		let (header, pages) = many(130);
		assert_noop!(page(FIRST, 0, &pages[0]), Fails::NothingUnderDelivery);
		accept(&header);
		assert_eq!(Gateway::missing_pages(), Some(vec![0, 1, 2]));
		assert_ok!(page(FIRST, 2, &pages[2]));
		assert_noop!(page(FIRST, 2, &pages[2]), Fails::AlreadyDelivered);
		assert_ok!(page(FIRST, 0, &pages[0]));
		assert_eq!(Gateway::missing_pages(), Some(vec![1]));
		check();
		assert_eq!(next_range(), FIRST);
		assert_ok!(page(FIRST, 1, &pages[1]));
		assert_eq!(next_range(), FIRST + 1);
		assert_noop!(page(FIRST, 1, &pages[1]), Fails::NothingUnderDelivery);
		assert_event(Event::PageDelivered {
			subject: Subject::Range(FIRST),
			index: 1,
		});
		apply_all();
		assert_eq!(ifil(ALICE), 130 * ONE);
		assert_eq!(Pages::<Test>::iter().count(), 0);
	});
}

#[test]
fn page_should_be_refused_with_its_own_error() {
	test(|| {
		let (header, pages) = many(70);
		accept(&header);
		assert_noop!(page(FIRST + 1, 0, &pages[0]), Fails::NothingUnderDelivery);
		assert_noop!(page(FIRST, 2, &pages[0]), Fails::UnknownPage);
		assert_noop!(page(FIRST, 1, &pages[0]), Fails::WrongPage);
		let mut changed = pages[1].clone();
		changed[0] = credit(64, ONE, to(BOB));
		assert_noop!(page(FIRST, 1, &changed), Fails::WrongPage);
		assert_noop!(
			Gateway::submit_page(signed(ALICE), FIRST, 0, pages[0].clone()),
			DispatchError::BadOrigin
		);
		assert_eq!(
			Gateway::authorize_page(TransactionSource::External, &FIRST, &1, &changed),
			Err(InvalidTransaction::Custom(7).into())
		);
	});
}

#[test]
fn deposit_should_be_spent_once_for_ever() {
	test(|| {
		range(vec![credit(1, ONE, to(ALICE))]);
		range(vec![]);
		let (header, pages) = report(vec![credit(2, ONE, to(BOB)), credit(1, ONE, to(ALICE))]);
		accept(&header);
		submit_pages(header.range, pages);
		let custody = CustodyInfo::<Test>::get().unwrap();
		let id = deposit_id(&custody.genesis, MULTISIG, &cid(1), &[]);
		assert_eq!(fault(), Some(Fault::Spent { id }));
		assert!(Halted::<Test>::get());
		assert_eq!((ifil(ALICE), ifil(BOB)), (ONE, 0));
		check();
		// The report is void as a whole: the other deposit is not spent.
		assert_ok!(Gateway::resume(dao()));
		range(vec![credit(2, ONE, to(BOB))]);
		assert_eq!((ifil(ALICE), ifil(BOB)), (ONE, ONE));
		assert_eq!(fault(), None);
	});
}

#[test]
fn deposit_should_not_be_twice_in_one_report() {
	let twice = |first: usize, second: usize| {
		test(|| {
			let mut items: Vec<_> = (0..70).map(|n| credit(n, ONE, to(ALICE))).collect();
			items[second] = items[first].clone();
			let (header, pages) = report(items);
			accept(&header);
			for (index, items) in pages.iter().enumerate() {
				let _ = page(FIRST, index as u16, items);
			}
			assert!(matches!(fault(), Some(Fault::Spent { .. })));
			assert_eq!(ifil(ALICE), 0);
		})
	};
	twice(3, 4);
	twice(3, 66);
}

#[test]
fn same_message_should_pay_twice_by_different_paths_only() {
	test(|| {
		let Item::Credit(one) = credit(1, ONE, to(ALICE)) else {
			unreachable!()
		};
		let other = Credit {
			path: trace_path(&[0, 1]),
			..one.clone()
		};
		range(vec![Item::Credit(one), Item::Credit(other)]);
		assert_eq!(ifil(ALICE), 2 * ONE);
	});
}

#[test]
fn page_that_is_not_its_summary_should_pause() {
	let with = |change: fn(&mut PageSummary), total: i8| {
		test(|| {
			let (mut header, pages) = report(vec![credit(1, ONE, to(ALICE))]);
			change(&mut header.pages[0]);
			header.end_balance = header.end_balance.checked_add_signed(total.into()).unwrap();
			accept(&header);
			assert_eq!(fault(), None);
			assert_ok!(page(FIRST, 0, &pages[0]));
			assert_eq!(fault(), Some(Fault::Conservation));
			assert_eq!((ifil(ALICE), next_range()), (0, FIRST));
		})
	};
	with(|page| page.credits += 1, 1);
	with(|page| page.credits -= 1, -1);
	with(
		|page| {
			page.credits += 1;
			page.debits += 1;
		},
		0,
	);
	with(|page| page.items = 2, 0);
}

#[test]
fn item_without_value_should_pause() {
	test(|| {
		let (header, pages) = report(vec![credit(1, 0, to(ALICE))]);
		accept(&header);
		assert_ok!(page(FIRST, 0, &pages[0]));
		assert_eq!(fault(), Some(Fault::Conservation));
	});
}

#[test]
fn largest_report_should_pass() {
	test(|| {
		let count = u64::from(MAX_PAGES * MAX_ITEMS);
		let (mut header, pages) = report((0..count).map(|n| credit(n, ONE / 10, to(ALICE))).collect());
		// And ten thousand that are too small for an item.
		header.dust = Dust {
			count: 10_000,
			amount: 10_000,
		};
		header.end_balance += 10_000;
		deliver(header, pages);
		assert_eq!(ifil(ALICE), u128::from(count) * ONE / 10);
		assert_eq!(suspended()[0].value, 10_000);
		assert_eq!(suspended()[0].reason, SuspenseReason::Dust);
	});
}

#[test]
fn deep_paths_should_stay_distinct() {
	let deep: Vec<u16> = (0..40).collect();
	let mut other = deep.clone();
	other[39] = 7;
	assert_eq!(trace_path(&deep).len(), MAX_PATH as usize);
	assert_ne!(trace_path(&deep), trace_path(&other));
	assert_eq!(trace_path(&deep[..16]).to_vec(), deep[..16].to_vec());
}
