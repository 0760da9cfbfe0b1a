//! One file for each call, then what hashrate NFTs tell, then what happens by itself.
#![allow(missing_docs)]

mod bounded;
mod breach;
mod claim_credit;
mod claim_refund;
mod days;
mod deposit;
mod end;
mod freeze;
mod freeze_by_decision;
mod hook;
mod invariants;
mod math;
mod open;
mod queries;
mod resume;
mod storage;
mod terminate;
mod terminate_idle;
mod unfreeze;

pub use crate::{mock::*, Error, Event, *};
pub use dmex_primitives::{
	constants::*, AccountId, AssetKind, Balance, Conduct, Escrow as EscrowTrait, EscrowTerms, ProductId,
	ProductState, RevenueSource, Serial,
};
pub use frame_support::{
	assert_noop, assert_ok,
	traits::fungibles::{Inspect, Mutate},
};
pub use sp_runtime::DispatchError;

pub type Trait = Escrow;

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn dao() -> RuntimeOrigin {
	RuntimeOrigin::signed(DAO)
}

pub fn book(product: ProductId) -> Book<AccountId> {
	Books::<Test>::get(product).unwrap()
}

/// The freeze of a frozen product.
pub fn freeze_of(product: ProductId) -> Freeze {
	match book(product).stage {
		Stage::Frozen(freeze) => freeze,
		stage => panic!("not frozen: {stage:?}"),
	}
}

pub fn usdt(who: AccountId) -> Balance {
	Money::balance(USDT_KIND, &who)
}

/// USDT of the pallet's account, without the seed.
pub fn held() -> Balance {
	usdt(Escrow::account_id()) - CENT
}

pub fn remaining(product: ProductId, serial: Serial) -> Balance {
	<Escrow as EscrowTrait<_>>::remaining(product, serial)
}

pub fn conduct(product: ProductId) -> Conduct {
	<Escrow as EscrowTrait<_>>::conduct(product)
}

/// Product 0, active from day 1 for `days`, with one NFT: Alice's for `price`.
pub fn with_product_of<R>(bond: Balance, days: u32, price: Balance, test: impl FnOnce() -> R) -> R {
	ExtBuilder.build_and_execute(|| {
		list(0, USDT_KIND, bond, 1, 1 + days);
		sell(0, ALICE, price, 1);
		activate(0);
		begin_cohorts(0);
		test()
	})
}

/// The same for 10 days, with a bond of 100 USDT and a price of 1,000 USDT.
pub fn with_product<R>(test: impl FnOnce() -> R) -> R {
	with_product_of(100 * ONE, 10, 1_000 * ONE, test)
}

/// The same after 7 bad days, frozen by anyone.
pub fn with_product_frozen_in_breach<R>(test: impl FnOnce() -> R) -> R {
	with_product(|| {
		judge_days(0, 7, 100, 0);
		set_product(0, |product| product.open_due_days = 7);
		assert_ok!(Escrow::freeze(signed(ANYONE), 0));
		test()
	})
}

/// The same without breach, frozen by the DAO.
pub fn with_product_frozen_by_decision<R>(test: impl FnOnce() -> R) -> R {
	with_product(|| {
		assert_ok!(Escrow::freeze_by_decision(dao(), 0));
		test()
	})
}

/// Nobody but the DAO may call.
#[macro_export]
macro_rules! assert_dao_only {
	($call:ident($($argument:expr),*)) => {
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none(), signed(ISSUER), signed(ANYONE)] {
			assert_noop!(Escrow::$call(origin, $($argument),*), DispatchError::BadOrigin);
		}
	};
}

/// Nobody but a signer may call.
#[macro_export]
macro_rules! assert_signed_only {
	($call:ident($($argument:expr),*)) => {
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Escrow::$call(origin, $($argument),*), DispatchError::BadOrigin);
		}
	};
}
