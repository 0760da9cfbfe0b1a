use crate::mock::*;

#[test]
fn smoke() {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, 50 * ONE, 1, 11);
		sell(0, ALICE, 1_000 * ONE, 1);
		activate(0);
		close_days(0, 10, FULL);
	});
}
