use super::*;

#[test]
fn node_should_be_attested_for_36_hours() {
	test(|| {
		let miner = node("f01234");
		assert_eq!(Feed::attested_power(&miner), Err(OracleError::Unknown));
		assert_eq!(Feed::issuer(&miner), None);
		assert_ok!(Feed::report_node(root(), miner.clone(), ISSUER, 2_000, 300));
		System::assert_last_event(
			Event::NodeReported {
				node: miner.clone(),
				issuer: ISSUER,
				quality_adjusted: 2_000,
				raw: 300,
			}
			.into(),
		);
		run_to(1 + 15);
		assert_eq!(Feed::attested_power(&miner), Ok(2_000));
		run_to(1 + 16);
		assert_eq!(Feed::attested_power(&miner), Err(OracleError::Stale));
		assert_eq!(Feed::issuer(&miner), Some(ISSUER));
		assert_ok!(Feed::report_node(root(), miner.clone(), ISSUER, 100, 100));
		assert_eq!(Feed::attested_power(&miner), Ok(100));
	});
}

#[test]
fn node_should_be_refused_from_others_and_out_of_range() {
	test(|| {
		let miner = node("f01234");
		let signed = RuntimeOrigin::signed(ISSUER);
		assert_noop!(
			Feed::report_node(signed, miner.clone(), ISSUER, 1, 1),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Feed::report_node(root(), miner.clone(), ISSUER, 11, 1),
			Error::<Test>::PowerOutOfRange
		);
		assert_ok!(Feed::report_node(root(), miner, ISSUER, u64::MAX, u64::MAX));
	});
}
