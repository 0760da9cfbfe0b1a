use super::*;

type Ledger = HashrateNft;

#[test]
fn available_should_be_95_percent_of_attested_less_reserved() {
	ExtBuilder::default().attested(1_999).build_and_execute(|| {
		let node = node(NODE);
		assert_eq!(Ledger::available(&node), Ok(1_899));
		assert_ok!(<Ledger as PowerLedger>::reserve(&node, 1_000));
		assert_eq!(Ledger::available(&node), Ok(899));
		Attested::set([(NODE.to_vec(), 10)].into());
		assert_eq!(Ledger::available(&node), Ok(0));
		NodesStale::set(true);
		assert_eq!(Ledger::available(&node), Err(Error::<Test>::OracleStale.into()));
		assert_eq!(Ledger::reserved(&node), 1_000);
		assert_eq!(
			Ledger::available(&super::node(b"f09")),
			Err(Error::<Test>::NodeUnknown.into())
		);
	});
}

#[test]
fn others_and_products_should_share_one_ledger() {
	ExtBuilder::default().attested(2_000).build_and_execute(|| {
		let node = node(NODE);
		let product = approved(listing());
		assert_eq!(Ledger::reserved(&node), 1_000);
		assert_noop!(
			<Ledger as PowerLedger>::reserve(&node, 901),
			Error::<Test>::PowerExceeded
		);
		assert_ok!(<Ledger as PowerLedger>::reserve(&node, 900));
		assert_eq!(Ledger::available(&node), Ok(0));
		// What products hold is not others' to give back.
		assert_noop!(
			<Ledger as PowerLedger>::release(&node, 901),
			Error::<Test>::PowerNotReserved
		);
		assert_ok!(<Ledger as PowerLedger>::release(&node, 900));
		assert_ok!(HashrateNft::cancel(signed(ISSUER), product));
		assert!(Nodes::<Test>::iter().next().is_none());
	});
}

#[test]
fn nothing_should_be_reserved_on_an_undercovered_node() {
	ExtBuilder::default().build_and_execute(|| {
		let node = node(NODE);
		assert_ok!(<Ledger as PowerLedger>::reserve(&node, 100));
		Attested::set([(NODE.to_vec(), 100)].into());
		assert_noop!(
			<Ledger as PowerLedger>::reserve(&node, 0),
			Error::<Test>::NodeUndercovered
		);
		// Leaving always works.
		NodesStale::set(true);
		assert_ok!(<Ledger as PowerLedger>::release(&node, 100));
	});
}

#[test]
fn the_largest_power_should_not_overflow() {
	ExtBuilder::default().attested(Power::MAX).build_and_execute(|| {
		let saleable = (u128::from(Power::MAX) * 95 / 100) as Power;
		assert_eq!(Ledger::available(&node(NODE)), Ok(saleable));
		assert_ok!(<Ledger as PowerLedger>::reserve(&node(NODE), saleable));
		assert_ok!(<Ledger as PowerLedger>::release(&node(NODE), saleable));
	});
}
