//! Weights for `pallet_hashrate_nft`, estimated from storage accesses.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(dead_code)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};

/// Weight functions needed for `pallet_hashrate_nft`.
pub trait WeightInfo {
	fn on_initialize() -> Weight;
	fn list() -> Weight;
	fn approve() -> Weight;
	fn reject() -> Weight;
	fn cancel() -> Weight;
	fn append_disclosure() -> Weight;
	fn accept_disclosure() -> Weight;
	fn refuse_disclosure() -> Weight;
	fn add_coin() -> Weight;
	fn set_coin_open() -> Weight;
	fn activate() -> Weight;
	fn buy() -> Weight;
	fn pay(s: u32) -> Weight;
	fn advance(s: u32) -> Weight;
	fn claim() -> Weight;
	fn distribute(n: u32) -> Weight;
	fn claim_credit() -> Weight;
	fn transfer() -> Weight;
	// Market.
	fn list_nft() -> Weight;
	fn unlist_nft() -> Weight;
	fn buy_listed() -> Weight;
	fn auction_nft() -> Weight;
	fn open_lot() -> Weight;
	fn bid() -> Weight;
	fn cancel_auction() -> Weight;
	fn close_auction() -> Weight;
	fn make_offer() -> Weight;
	fn cancel_offer() -> Weight;
	fn accept_offer() -> Weight;
	fn cancel_all_orders(n: u32) -> Weight;
	fn withdraw_held() -> Weight;
	fn agenda_idle() -> Weight;
	fn agenda_block() -> Weight;
	fn agenda_end() -> Weight;
}

/// Weights for `pallet_hashrate_nft` on the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_initialize() -> Weight {
		Weight::from_parts(5_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(0_u64))
	}
	fn list() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn approve() -> Weight {
		Weight::from_parts(120_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().writes(20_u64))
	}
	fn reject() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	fn cancel() -> Weight {
		Weight::from_parts(90_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(22_u64))
			.saturating_add(T::DbWeight::get().writes(24_u64))
	}
	fn append_disclosure() -> Weight {
		Weight::from_parts(15_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn accept_disclosure() -> Weight {
		Weight::from_parts(18_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn refuse_disclosure() -> Weight {
		Weight::from_parts(12_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn add_coin() -> Weight {
		Weight::from_parts(15_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn set_coin_open() -> Weight {
		Weight::from_parts(12_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn activate() -> Weight {
		Weight::from_parts(20_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn buy() -> Weight {
		Weight::from_parts(140_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(20_u64))
	}
	fn pay(s: u32) -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(s.into())))
	}
	fn advance(s: u32) -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(s.into())))
	}
	fn claim() -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	fn distribute(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 16_000)
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(T::DbWeight::get().reads((11_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(n.into())))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn transfer() -> Weight {
		Weight::from_parts(90_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}
	// Market.
	fn list_nft() -> Weight {
		Weight::from_parts(35_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn unlist_nft() -> Weight {
		Weight::from_parts(20_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn buy_listed() -> Weight {
		Weight::from_parts(150_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(19_u64))
	}
	fn auction_nft() -> Weight {
		Weight::from_parts(45_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn open_lot() -> Weight {
		Weight::from_parts(75_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}
	fn bid() -> Weight {
		Weight::from_parts(80_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn cancel_auction() -> Weight {
		Weight::from_parts(25_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn close_auction() -> Weight {
		Weight::from_parts(200_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(38_u64))
			.saturating_add(T::DbWeight::get().writes(30_u64))
	}
	fn make_offer() -> Weight {
		Weight::from_parts(70_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	fn cancel_offer() -> Weight {
		Weight::from_parts(55_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn accept_offer() -> Weight {
		Weight::from_parts(180_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(34_u64))
			.saturating_add(T::DbWeight::get().writes(25_u64))
	}
	fn cancel_all_orders(n: u32) -> Weight {
		Weight::from_parts(15_000_000, 16_000)
			.saturating_add(Weight::from_parts(40_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(n.into())))
	}
	fn withdraw_held() -> Weight {
		Weight::from_parts(50_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn agenda_idle() -> Weight {
		Weight::from_parts(3_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(0_u64))
	}
	fn agenda_block() -> Weight {
		Weight::from_parts(6_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn agenda_end() -> Weight {
		Weight::from_parts(205_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(32_u64))
	}
}

// For backwards compatibility and tests.
impl WeightInfo for () {
	fn on_initialize() -> Weight {
		Weight::from_parts(5_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(0_u64))
	}
	fn list() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn approve() -> Weight {
		Weight::from_parts(120_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(18_u64))
			.saturating_add(RocksDbWeight::get().writes(20_u64))
	}
	fn reject() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
	fn cancel() -> Weight {
		Weight::from_parts(90_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(22_u64))
			.saturating_add(RocksDbWeight::get().writes(24_u64))
	}
	fn append_disclosure() -> Weight {
		Weight::from_parts(15_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn accept_disclosure() -> Weight {
		Weight::from_parts(18_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn refuse_disclosure() -> Weight {
		Weight::from_parts(12_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn add_coin() -> Weight {
		Weight::from_parts(15_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn set_coin_open() -> Weight {
		Weight::from_parts(12_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn activate() -> Weight {
		Weight::from_parts(20_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn buy() -> Weight {
		Weight::from_parts(140_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(26_u64))
			.saturating_add(RocksDbWeight::get().writes(20_u64))
	}
	fn pay(s: u32) -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(s.into()))
			.saturating_add(RocksDbWeight::get().reads(16_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(s.into())))
			.saturating_add(RocksDbWeight::get().writes((6_u64).saturating_mul(s.into())))
	}
	fn advance(s: u32) -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(s.into()))
			.saturating_add(RocksDbWeight::get().reads(16_u64))
			.saturating_add(RocksDbWeight::get().writes(12_u64))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(s.into())))
			.saturating_add(RocksDbWeight::get().writes((6_u64).saturating_mul(s.into())))
	}
	fn claim() -> Weight {
		Weight::from_parts(60_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
	fn distribute(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 16_000)
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
			.saturating_add(RocksDbWeight::get().reads((11_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((7_u64).saturating_mul(n.into())))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(40_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn transfer() -> Weight {
		Weight::from_parts(90_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(18_u64))
			.saturating_add(RocksDbWeight::get().writes(11_u64))
	}
	// Market.
	fn list_nft() -> Weight {
		Weight::from_parts(35_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn unlist_nft() -> Weight {
		Weight::from_parts(20_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn buy_listed() -> Weight {
		Weight::from_parts(150_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(26_u64))
			.saturating_add(RocksDbWeight::get().writes(19_u64))
	}
	fn auction_nft() -> Weight {
		Weight::from_parts(45_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(13_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn open_lot() -> Weight {
		Weight::from_parts(75_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(16_u64))
			.saturating_add(RocksDbWeight::get().writes(11_u64))
	}
	fn bid() -> Weight {
		Weight::from_parts(80_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(16_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn cancel_auction() -> Weight {
		Weight::from_parts(25_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn close_auction() -> Weight {
		Weight::from_parts(200_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(38_u64))
			.saturating_add(RocksDbWeight::get().writes(30_u64))
	}
	fn make_offer() -> Weight {
		Weight::from_parts(70_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(15_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
	fn cancel_offer() -> Weight {
		Weight::from_parts(55_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn accept_offer() -> Weight {
		Weight::from_parts(180_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(34_u64))
			.saturating_add(RocksDbWeight::get().writes(25_u64))
	}
	fn cancel_all_orders(n: u32) -> Weight {
		Weight::from_parts(15_000_000, 16_000)
			.saturating_add(Weight::from_parts(40_000_000, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(RocksDbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((6_u64).saturating_mul(n.into())))
	}
	fn withdraw_held() -> Weight {
		Weight::from_parts(50_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn agenda_idle() -> Weight {
		Weight::from_parts(3_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(0_u64))
	}
	fn agenda_block() -> Weight {
		Weight::from_parts(6_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn agenda_end() -> Weight {
		Weight::from_parts(205_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(40_u64))
			.saturating_add(RocksDbWeight::get().writes(32_u64))
	}
}
