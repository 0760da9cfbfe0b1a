//! Freezes without breach end by themselves.

use super::*;
use crate::WeightInfo;

fn with_frozen_products<R>(count: u32, test: impl FnOnce() -> R) -> R {
	ExtBuilder.build_and_execute(|| {
		for id in 0..count {
			list(id, USDT_KIND, ONE, 1, 11);
			sell(id, ALICE, 10 * ONE, 1);
			activate(id);
			assert_ok!(Escrow::freeze_by_decision(dao(), id));
			close_day(id, FULL);
		}
		test()
	})
}

fn state(id: ProductId) -> ProductState {
	product(id).state
}

#[test]
fn the_hook_should_end_freezes_in_the_block_of_their_lapse() {
	with_frozen_products(1, || {
		let lapses = freeze_of(0).lapses.unwrap();
		assert_eq!(run_to(lapses - 1), <() as WeightInfo>::on_initialize(0));
		assert_eq!(state(0), ProductState::Frozen);
		let issuer = usdt(ISSUER);
		assert_eq!(run_to(lapses), <() as WeightInfo>::on_initialize(1));
		assert_eq!(state(0), ProductState::Active);
		assert_eq!(usdt(ISSUER), issuer + 980_000);
		assert_eq!(
			last_event(),
			Event::Unfrozen {
				product: 0,
				lapsed: true
			}
		);
		assert!(Lapses::<Test>::get().is_empty());
	});
}

#[test]
fn what_a_block_does_not_take_should_wait_for_the_next() {
	with_frozen_products(4, || {
		let lapses = freeze_of(0).lapses.unwrap();
		assert_eq!(run_to(lapses), <() as WeightInfo>::on_initialize(2));
		assert_eq!(
			[0, 1, 2, 3].map(state),
			[
				ProductState::Active,
				ProductState::Active,
				ProductState::Frozen,
				ProductState::Frozen
			]
		);
		run_to(lapses + 1);
		assert_eq!([2, 3].map(state), [ProductState::Active; 2]);
		assert_eq!(run_to(lapses + 2), <() as WeightInfo>::on_initialize(0));
	});
}

#[test]
fn a_lapse_that_fails_should_hold_up_no_other_and_be_tried_again() {
	with_frozen_products(2, || {
		let lapses = freeze_of(0).lapses.unwrap();
		set_product(0, |product| product.state = ProductState::Expired);
		run_to(lapses);
		assert_eq!(
			events()[0],
			Event::LapseFailed {
				product: 0,
				// Its text is not kept.
				error: DispatchError::Other("")
			}
		);
		// Nothing was paid out.
		assert_eq!(freeze_of(0).withheld, ONE);
		assert_eq!(state(1), ProductState::Active);
		assert_eq!(
			Lapses::<Test>::get().into_inner(),
			vec![Lapse {
				at: lapses + BPD,
				product: 0
			}]
		);
		set_product(0, |product| product.state = ProductState::Frozen);
		run_to(lapses + BPD);
		assert_eq!(state(0), ProductState::Active);
	});
}

#[test]
fn a_lapse_that_failed_should_stand_before_those_of_later_freezes() {
	with_frozen_products(1, || {
		let lapses = freeze_of(0).lapses.unwrap();
		run_to(lapses - 1);
		list(1, USDT_KIND, ONE, 1, 11);
		activate(1);
		assert_ok!(Escrow::freeze_by_decision(dao(), 1));
		set_product(0, |product| product.state = ProductState::Expired);
		run_to(lapses);
		set_product(0, |product| product.state = ProductState::Frozen);
		assert_eq!(
			Lapses::<Test>::get()
				.iter()
				.map(|lapse| lapse.product)
				.collect::<Vec<_>>(),
			vec![0, 1]
		);
		// Anyone may do it before.
		assert_ok!(Escrow::unfreeze(signed(ANYONE), 0));
	});
}
