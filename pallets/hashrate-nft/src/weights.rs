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
		Weight::from_parts(14_206_000, 3489)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	fn list() -> Weight {
		Weight::from_parts(225_210_000, 11003)
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn approve() -> Weight {
		Weight::from_parts(310_390_000, 18714)
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().writes(17_u64))
	}
	fn reject() -> Weight {
		Weight::from_parts(170_078_000, 6208)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn cancel() -> Weight {
		Weight::from_parts(338_732_000, 21668)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(25_u64))
	}
	fn append_disclosure() -> Weight {
		Weight::from_parts(38_252_000, 4191)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn accept_disclosure() -> Weight {
		Weight::from_parts(51_426_000, 3767)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn refuse_disclosure() -> Weight {
		Weight::from_parts(34_635_000, 3767)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn add_coin() -> Weight {
		Weight::from_parts(25_177_000, 1487)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn set_coin_open() -> Weight {
		Weight::from_parts(32_771_000, 3515)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn activate() -> Weight {
		Weight::from_parts(94_185_000, 4191)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn buy() -> Weight {
		Weight::from_parts(463_706_000, 6898)
			.saturating_add(T::DbWeight::get().reads(21_u64))
			.saturating_add(T::DbWeight::get().writes(16_u64))
	}
	// The range of component `s` is `[0, 8]`.
	fn pay(s: u32, ) -> Weight {
		Weight::from_parts(548_553_511, 11752)
			.saturating_add(Weight::from_parts(57_561_851, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(12_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2536).saturating_mul(s.into()))
	}
	// The range of component `s` is `[0, 8]`.
	fn advance(s: u32, ) -> Weight {
		Weight::from_parts(54_371_000, 8817)
			.saturating_add(Weight::from_parts(316_386_627, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2536).saturating_mul(s.into()))
	}
	fn pay_node() -> Weight {
		Weight::from_parts(300_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn claim() -> Weight {
		Weight::from_parts(156_151_000, 6208)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	// The range of component `n` is `[1, 10]`.
	fn distribute(n: u32, ) -> Weight {
		Weight::from_parts(257_966_993, 3777)
			.saturating_add(Weight::from_parts(90_272_464, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3336).saturating_mul(n.into()))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(137_066_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn transfer() -> Weight {
		Weight::from_parts(440_222_000, 6208)
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	fn list_nft() -> Weight {
		Weight::from_parts(116_107_000, 6012)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn unlist_nft() -> Weight {
		Weight::from_parts(41_216_000, 4326)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn buy_listed() -> Weight {
		Weight::from_parts(476_780_000, 16644)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(15_u64))
	}
	fn auction_nft() -> Weight {
		Weight::from_parts(123_411_000, 6012)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn open_lot() -> Weight {
		Weight::from_parts(178_113_000, 4191)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	fn bid() -> Weight {
		Weight::from_parts(214_261_000, 6330)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	fn cancel_auction() -> Weight {
		Weight::from_parts(37_690_000, 3612)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn close_auction() -> Weight {
		Weight::from_parts(540_950_000, 16644)
			.saturating_add(T::DbWeight::get().reads(25_u64))
			.saturating_add(T::DbWeight::get().writes(18_u64))
	}
	fn make_offer() -> Weight {
		Weight::from_parts(325_328_000, 6012)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	fn cancel_offer() -> Weight {
		Weight::from_parts(196_558_000, 4191)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn accept_offer() -> Weight {
		Weight::from_parts(801_267_000, 16644)
			.saturating_add(T::DbWeight::get().reads(29_u64))
			.saturating_add(T::DbWeight::get().writes(19_u64))
	}
	// The range of component `n` is `[0, 32]`.
	fn cancel_all_orders(n: u32, ) -> Weight {
		Weight::from_parts(43_571_000, 3770)
			.saturating_add(Weight::from_parts(133_424_501, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2589).saturating_mul(n.into()))
	}
	fn withdraw_held() -> Weight {
		Weight::from_parts(196_577_000, 3675)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn agenda_idle() -> Weight {
		Weight::from_parts(12_954_000, 1497)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	fn agenda_block() -> Weight {
		Weight::from_parts(24_686_000, 3481)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn agenda_end() -> Weight {
		Weight::from_parts(448_458_000, 6898)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(21_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn on_initialize() -> Weight {
		Weight::from_parts(14_206_000, 3489)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
	}
	fn list() -> Weight {
		Weight::from_parts(225_210_000, 11003)
			.saturating_add(ParityDbWeight::get().reads(16_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn approve() -> Weight {
		Weight::from_parts(310_390_000, 18714)
			.saturating_add(ParityDbWeight::get().reads(18_u64))
			.saturating_add(ParityDbWeight::get().writes(17_u64))
	}
	fn reject() -> Weight {
		Weight::from_parts(170_078_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn cancel() -> Weight {
		Weight::from_parts(338_732_000, 21668)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(25_u64))
	}
	fn append_disclosure() -> Weight {
		Weight::from_parts(38_252_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn accept_disclosure() -> Weight {
		Weight::from_parts(51_426_000, 3767)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn refuse_disclosure() -> Weight {
		Weight::from_parts(34_635_000, 3767)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn add_coin() -> Weight {
		Weight::from_parts(25_177_000, 1487)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_coin_open() -> Weight {
		Weight::from_parts(32_771_000, 3515)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn activate() -> Weight {
		Weight::from_parts(94_185_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn buy() -> Weight {
		Weight::from_parts(463_706_000, 6898)
			.saturating_add(ParityDbWeight::get().reads(21_u64))
			.saturating_add(ParityDbWeight::get().writes(16_u64))
	}
	fn pay(s: u32, ) -> Weight {
		Weight::from_parts(548_553_511, 11752)
			.saturating_add(Weight::from_parts(57_561_851, 0).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads(18_u64))
			.saturating_add(ParityDbWeight::get().reads((2_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes(12_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2536).saturating_mul(s.into()))
	}
	fn advance(s: u32, ) -> Weight {
		Weight::from_parts(54_371_000, 8817)
			.saturating_add(Weight::from_parts(316_386_627, 0).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2536).saturating_mul(s.into()))
	}
	fn pay_node() -> Weight {
		Weight::from_parts(300_000_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn claim() -> Weight {
		Weight::from_parts(156_151_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn distribute(n: u32, ) -> Weight {
		Weight::from_parts(257_966_993, 3777)
			.saturating_add(Weight::from_parts(90_272_464, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3336).saturating_mul(n.into()))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(137_066_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn transfer() -> Weight {
		Weight::from_parts(440_222_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(16_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}
	fn list_nft() -> Weight {
		Weight::from_parts(116_107_000, 6012)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn unlist_nft() -> Weight {
		Weight::from_parts(41_216_000, 4326)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn buy_listed() -> Weight {
		Weight::from_parts(476_780_000, 16644)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(15_u64))
	}
	fn auction_nft() -> Weight {
		Weight::from_parts(123_411_000, 6012)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn open_lot() -> Weight {
		Weight::from_parts(178_113_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(13_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}
	fn bid() -> Weight {
		Weight::from_parts(214_261_000, 6330)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
	}
	fn cancel_auction() -> Weight {
		Weight::from_parts(37_690_000, 3612)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn close_auction() -> Weight {
		Weight::from_parts(540_950_000, 16644)
			.saturating_add(ParityDbWeight::get().reads(25_u64))
			.saturating_add(ParityDbWeight::get().writes(18_u64))
	}
	fn make_offer() -> Weight {
		Weight::from_parts(325_328_000, 6012)
			.saturating_add(ParityDbWeight::get().reads(15_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}
	fn cancel_offer() -> Weight {
		Weight::from_parts(196_558_000, 4191)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn accept_offer() -> Weight {
		Weight::from_parts(801_267_000, 16644)
			.saturating_add(ParityDbWeight::get().reads(29_u64))
			.saturating_add(ParityDbWeight::get().writes(19_u64))
	}
	fn cancel_all_orders(n: u32, ) -> Weight {
		Weight::from_parts(43_571_000, 3770)
			.saturating_add(Weight::from_parts(133_424_501, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2589).saturating_mul(n.into()))
	}
	fn withdraw_held() -> Weight {
		Weight::from_parts(196_577_000, 3675)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn agenda_idle() -> Weight {
		Weight::from_parts(12_954_000, 1497)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
	}
	fn agenda_block() -> Weight {
		Weight::from_parts(24_686_000, 3481)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn agenda_end() -> Weight {
		Weight::from_parts(448_458_000, 6898)
			.saturating_add(ParityDbWeight::get().reads(26_u64))
			.saturating_add(ParityDbWeight::get().writes(21_u64))
	}
}
