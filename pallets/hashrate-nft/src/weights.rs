//! Weights of `pallet_hashrate_nft`, measured by `make bench` with the runtime's configuration.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, clippy::unnecessary_cast)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// Weights of the calls and hooks, by the benchmark of the same name.
pub trait WeightInfo {
	/// `on_initialize`
	fn on_initialize() -> Weight;
	/// `list`
	fn list() -> Weight;
	/// `approve`
	fn approve() -> Weight;
	/// `reject`
	fn reject() -> Weight;
	/// `cancel`
	fn cancel() -> Weight;
	/// `append_disclosure`
	fn append_disclosure() -> Weight;
	/// `accept_disclosure`
	fn accept_disclosure() -> Weight;
	/// `refuse_disclosure`
	fn refuse_disclosure() -> Weight;
	/// `add_coin`
	fn add_coin() -> Weight;
	/// `set_coin_open`
	fn set_coin_open() -> Weight;
	/// `activate`
	fn activate() -> Weight;
	/// `buy`
	fn buy() -> Weight;
	/// `pay`
	fn pay(s: u32, ) -> Weight;
	/// `advance`
	fn advance(s: u32, ) -> Weight;
	/// `pay_node`
	fn pay_node() -> Weight;
	/// `claim`
	fn claim() -> Weight;
	/// `distribute`
	fn distribute(n: u32, ) -> Weight;
	/// `claim_credit`
	fn claim_credit() -> Weight;
	/// `transfer`
	fn transfer() -> Weight;
	/// `list_nft`
	fn list_nft() -> Weight;
	/// `unlist_nft`
	fn unlist_nft() -> Weight;
	/// `buy_listed`
	fn buy_listed() -> Weight;
	/// `auction_nft`
	fn auction_nft() -> Weight;
	/// `open_lot`
	fn open_lot() -> Weight;
	/// `bid`
	fn bid() -> Weight;
	/// `cancel_auction`
	fn cancel_auction() -> Weight;
	/// `close_auction`
	fn close_auction() -> Weight;
	/// `make_offer`
	fn make_offer() -> Weight;
	/// `cancel_offer`
	fn cancel_offer() -> Weight;
	/// `accept_offer`
	fn accept_offer() -> Weight;
	/// `cancel_all_orders`
	fn cancel_all_orders(n: u32, ) -> Weight;
	/// `withdraw_held`
	fn withdraw_held() -> Weight;
	/// `agenda_idle`
	fn agenda_idle() -> Weight;
	/// `agenda_block`
	fn agenda_block() -> Weight;
	/// `agenda_end`
	fn agenda_end() -> Weight;
}

/// Weights of the machine that measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_initialize() -> Weight {
		Weight::from_parts(19_737_000, 3489)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	fn list() -> Weight {
		Weight::from_parts(312_163_000, 11003)
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn approve() -> Weight {
		Weight::from_parts(451_864_000, 18714)
			.saturating_add(T::DbWeight::get().reads(19_u64))
			.saturating_add(T::DbWeight::get().writes(17_u64))
	}
	fn reject() -> Weight {
		Weight::from_parts(249_145_000, 6208)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn cancel() -> Weight {
		Weight::from_parts(479_385_000, 21668)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(25_u64))
	}
	fn append_disclosure() -> Weight {
		Weight::from_parts(45_915_000, 4191)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn accept_disclosure() -> Weight {
		Weight::from_parts(72_676_000, 3767)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn refuse_disclosure() -> Weight {
		Weight::from_parts(54_532_000, 3767)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn add_coin() -> Weight {
		Weight::from_parts(30_988_000, 1487)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn set_coin_open() -> Weight {
		Weight::from_parts(36_228_000, 3515)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn activate() -> Weight {
		Weight::from_parts(85_360_000, 4191)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn buy() -> Weight {
		Weight::from_parts(354_913_000, 6898)
			.saturating_add(T::DbWeight::get().reads(22_u64))
			.saturating_add(T::DbWeight::get().writes(16_u64))
	}
	// The range of component `s` is `[0, 8]`.
	fn pay(s: u32, ) -> Weight {
		Weight::from_parts(450_429_396, 10626)
			.saturating_add(Weight::from_parts(37_734_123, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(10_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2536).saturating_mul(s.into()))
	}
	// The range of component `s` is `[0, 8]`.
	fn advance(s: u32, ) -> Weight {
		Weight::from_parts(165_877_328, 8817)
			.saturating_add(Weight::from_parts(221_585_429, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(7_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2536).saturating_mul(s.into()))
	}
	fn pay_node() -> Weight {
		Weight::from_parts(161_452_000, 6208)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn claim() -> Weight {
		Weight::from_parts(231_913_000, 6208)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	// The range of component `n` is `[1, 10]`.
	fn distribute(n: u32, ) -> Weight {
		Weight::from_parts(102_557_976, 3809)
			.saturating_add(Weight::from_parts(134_866_447, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3336).saturating_mul(n.into()))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(195_486_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn transfer() -> Weight {
		Weight::from_parts(276_777_000, 6208)
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	fn list_nft() -> Weight {
		Weight::from_parts(114_414_000, 6012)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn unlist_nft() -> Weight {
		Weight::from_parts(41_247_000, 4326)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn buy_listed() -> Weight {
		Weight::from_parts(613_997_000, 16644)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(15_u64))
	}
	fn auction_nft() -> Weight {
		Weight::from_parts(202_247_000, 6012)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn open_lot() -> Weight {
		Weight::from_parts(263_352_000, 4191)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	fn bid() -> Weight {
		Weight::from_parts(302_225_000, 6402)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	fn cancel_auction() -> Weight {
		Weight::from_parts(39_604_000, 3612)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn close_auction() -> Weight {
		Weight::from_parts(820_733_000, 16644)
			.saturating_add(T::DbWeight::get().reads(25_u64))
			.saturating_add(T::DbWeight::get().writes(18_u64))
	}
	fn make_offer() -> Weight {
		Weight::from_parts(260_256_000, 6012)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	fn cancel_offer() -> Weight {
		Weight::from_parts(147_195_000, 4191)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn accept_offer() -> Weight {
		Weight::from_parts(705_117_000, 16644)
			.saturating_add(T::DbWeight::get().reads(30_u64))
			.saturating_add(T::DbWeight::get().writes(19_u64))
	}
	// The range of component `n` is `[0, 32]`.
	fn cancel_all_orders(n: u32, ) -> Weight {
		Weight::from_parts(74_633_645, 3770)
			.saturating_add(Weight::from_parts(49_100_713, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2589).saturating_mul(n.into()))
	}
	fn withdraw_held() -> Weight {
		Weight::from_parts(192_279_000, 3696)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn agenda_idle() -> Weight {
		Weight::from_parts(6_612_000, 1497)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	fn agenda_block() -> Weight {
		Weight::from_parts(14_537_000, 3481)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn agenda_end() -> Weight {
		Weight::from_parts(409_635_000, 6898)
			.saturating_add(T::DbWeight::get().reads(27_u64))
			.saturating_add(T::DbWeight::get().writes(21_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn on_initialize() -> Weight {
		Weight::from_parts(19_737_000, 3489)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
	}
	fn list() -> Weight {
		Weight::from_parts(312_163_000, 11003)
			.saturating_add(ParityDbWeight::get().reads(17_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn approve() -> Weight {
		Weight::from_parts(451_864_000, 18714)
			.saturating_add(ParityDbWeight::get().reads(19_u64))
			.saturating_add(ParityDbWeight::get().writes(17_u64))
	}
	fn reject() -> Weight {
		Weight::from_parts(249_145_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn cancel() -> Weight {
		Weight::from_parts(479_385_000, 21668)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(25_u64))
	}
	fn append_disclosure() -> Weight {
		Weight::from_parts(45_915_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn accept_disclosure() -> Weight {
		Weight::from_parts(72_676_000, 3767)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn refuse_disclosure() -> Weight {
		Weight::from_parts(54_532_000, 3767)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn add_coin() -> Weight {
		Weight::from_parts(30_988_000, 1487)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_coin_open() -> Weight {
		Weight::from_parts(36_228_000, 3515)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn activate() -> Weight {
		Weight::from_parts(85_360_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn buy() -> Weight {
		Weight::from_parts(354_913_000, 6898)
			.saturating_add(ParityDbWeight::get().reads(22_u64))
			.saturating_add(ParityDbWeight::get().writes(16_u64))
	}
	fn pay(s: u32, ) -> Weight {
		Weight::from_parts(450_429_396, 10626)
			.saturating_add(Weight::from_parts(37_734_123, 0).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads(17_u64))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2536).saturating_mul(s.into()))
	}
	fn advance(s: u32, ) -> Weight {
		Weight::from_parts(165_877_328, 8817)
			.saturating_add(Weight::from_parts(221_585_429, 0).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads(10_u64))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2536).saturating_mul(s.into()))
	}
	fn pay_node() -> Weight {
		Weight::from_parts(161_452_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn claim() -> Weight {
		Weight::from_parts(231_913_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn distribute(n: u32, ) -> Weight {
		Weight::from_parts(102_557_976, 3809)
			.saturating_add(Weight::from_parts(134_866_447, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3336).saturating_mul(n.into()))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(195_486_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn transfer() -> Weight {
		Weight::from_parts(276_777_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(16_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}
	fn list_nft() -> Weight {
		Weight::from_parts(114_414_000, 6012)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn unlist_nft() -> Weight {
		Weight::from_parts(41_247_000, 4326)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn buy_listed() -> Weight {
		Weight::from_parts(613_997_000, 16644)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(15_u64))
	}
	fn auction_nft() -> Weight {
		Weight::from_parts(202_247_000, 6012)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn open_lot() -> Weight {
		Weight::from_parts(263_352_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}
	fn bid() -> Weight {
		Weight::from_parts(302_225_000, 6402)
			.saturating_add(ParityDbWeight::get().reads(15_u64))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
	}
	fn cancel_auction() -> Weight {
		Weight::from_parts(39_604_000, 3612)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn close_auction() -> Weight {
		Weight::from_parts(820_733_000, 16644)
			.saturating_add(ParityDbWeight::get().reads(25_u64))
			.saturating_add(ParityDbWeight::get().writes(18_u64))
	}
	fn make_offer() -> Weight {
		Weight::from_parts(260_256_000, 6012)
			.saturating_add(ParityDbWeight::get().reads(15_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}
	fn cancel_offer() -> Weight {
		Weight::from_parts(147_195_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn accept_offer() -> Weight {
		Weight::from_parts(705_117_000, 16644)
			.saturating_add(ParityDbWeight::get().reads(30_u64))
			.saturating_add(ParityDbWeight::get().writes(19_u64))
	}
	fn cancel_all_orders(n: u32, ) -> Weight {
		Weight::from_parts(74_633_645, 3770)
			.saturating_add(Weight::from_parts(49_100_713, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2589).saturating_mul(n.into()))
	}
	fn withdraw_held() -> Weight {
		Weight::from_parts(192_279_000, 3696)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn agenda_idle() -> Weight {
		Weight::from_parts(6_612_000, 1497)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
	}
	fn agenda_block() -> Weight {
		Weight::from_parts(14_537_000, 3481)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn agenda_end() -> Weight {
		Weight::from_parts(409_635_000, 6898)
			.saturating_add(ParityDbWeight::get().reads(27_u64))
			.saturating_add(ParityDbWeight::get().writes(21_u64))
	}
}
