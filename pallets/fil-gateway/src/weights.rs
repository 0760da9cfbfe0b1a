//! Weights of `pallet_fil_gateway`, measured by `make bench` with the runtime's configuration.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports, clippy::unnecessary_cast)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::ParityDbWeight, Weight}};

/// Weights of the calls and hooks, by the benchmark of the same name.
pub trait WeightInfo {
	/// `on_initialize`
	fn on_initialize() -> Weight;
	/// `bond`
	fn bond() -> Weight;
	/// `withdraw_bond`
	fn withdraw_bond() -> Weight;
	/// `set_operators`
	fn set_operators() -> Weight;
	/// `authorize_vote`
	fn authorize_vote() -> Weight;
	/// `vote`
	fn vote() -> Weight;
	/// `open_next_round`
	fn open_next_round() -> Weight;
	/// `report_equivocation`
	fn report_equivocation() -> Weight;
	/// `authorize_header`
	fn authorize_header() -> Weight;
	/// `submit_header`
	fn submit_header() -> Weight;
	/// `authorize_page`
	fn authorize_page(n: u32, ) -> Weight;
	/// `submit_page`
	fn submit_page(n: u32, ) -> Weight;
	/// `submit_oracle_header`
	fn submit_oracle_header() -> Weight;
	/// `submit_facts`
	fn submit_facts(n: u32, ) -> Weight;
	/// `apply_item`
	fn apply_item() -> Weight;
	/// `apply_finish`
	fn apply_finish() -> Weight;
	/// `redeem`
	fn redeem() -> Weight;
	/// `cancel_redemption`
	fn cancel_redemption() -> Weight;
	/// `object`
	fn object() -> Weight;
	/// `confirm_objection`
	fn confirm_objection() -> Weight;
	/// `bind_sender`
	fn bind_sender() -> Weight;
	/// `unbind_sender`
	fn unbind_sender() -> Weight;
	/// `claim_credit`
	fn claim_credit() -> Weight;
	/// `release`
	fn release() -> Weight;
	/// `refund`
	fn refund() -> Weight;
	/// `assign_suspense`
	fn assign_suspense() -> Weight;
	/// `return_suspense`
	fn return_suspense() -> Weight;
	/// `cover_shortfall`
	fn cover_shortfall() -> Weight;
	/// `resume`
	fn resume() -> Weight;
	/// `accept_unexplained`
	fn accept_unexplained() -> Weight;
	/// `accept_reorganisation`
	fn accept_reorganisation() -> Weight;
	/// `announce_signers`
	fn announce_signers() -> Weight;
	/// `set_custody`
	fn set_custody() -> Weight;
	/// `wind_down`
	fn wind_down() -> Weight;
}

/// Weights of the machine that measured, with the database costs of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_initialize() -> Weight {
		Weight::from_parts(93_414_000, 3505)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn bond() -> Weight {
		Weight::from_parts(118_932_000, 3676)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(166_801_000, 4522)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn set_operators() -> Weight {
		Weight::from_parts(574_383_000, 83422)
			.saturating_add(T::DbWeight::get().reads(41_u64))
			.saturating_add(T::DbWeight::get().writes(36_u64))
	}
	fn authorize_vote() -> Weight {
		Weight::from_parts(49_743_000, 4522)
			.saturating_add(T::DbWeight::get().reads(6_u64))
	}
	fn vote() -> Weight {
		Weight::from_parts(70_191_000, 4522)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn open_next_round() -> Weight {
		Weight::from_parts(74_179_000, 4064)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn report_equivocation() -> Weight {
		Weight::from_parts(356_135_000, 6196)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn authorize_header() -> Weight {
		Weight::from_parts(81_352_000, 15304)
			.saturating_add(T::DbWeight::get().reads(5_u64))
	}
	fn submit_header() -> Weight {
		Weight::from_parts(153_517_000, 15304)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// The range of component `n` is `[1, 64]`.
	fn authorize_page(n: u32, ) -> Weight {
		Weight::from_parts(42_781_049, 20253)
			.saturating_add(Weight::from_parts(495_465, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	// The range of component `n` is `[1, 64]`.
	fn submit_page(n: u32, ) -> Weight {
		Weight::from_parts(108_911_604, 20253)
			.saturating_add(Weight::from_parts(8_096_027, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2515).saturating_mul(n.into()))
	}
	fn submit_oracle_header() -> Weight {
		Weight::from_parts(49_954_000, 5929)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// The range of component `n` is `[1, 64]`.
	fn submit_facts(n: u32, ) -> Weight {
		Weight::from_parts(71_920_662, 8925)
			.saturating_add(Weight::from_parts(301_044, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn apply_item() -> Weight {
		Weight::from_parts(375_030_000, 20253)
			.saturating_add(T::DbWeight::get().reads(19_u64))
			.saturating_add(T::DbWeight::get().writes(14_u64))
	}
	fn apply_finish() -> Weight {
		Weight::from_parts(1_104_093_000, 339166)
			.saturating_add(T::DbWeight::get().reads(137_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn redeem() -> Weight {
		Weight::from_parts(227_775_000, 3696)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	fn cancel_redemption() -> Weight {
		Weight::from_parts(121_447_000, 3632)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn object() -> Weight {
		Weight::from_parts(116_718_000, 4522)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn confirm_objection() -> Weight {
		Weight::from_parts(141_645_000, 3632)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn bind_sender() -> Weight {
		Weight::from_parts(212_296_000, 3542)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn unbind_sender() -> Weight {
		Weight::from_parts(85_770_000, 3542)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(128_851_000, 3675)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn release() -> Weight {
		Weight::from_parts(315_409_000, 6208)
			.saturating_add(T::DbWeight::get().reads(20_u64))
			.saturating_add(T::DbWeight::get().writes(14_u64))
	}
	fn refund() -> Weight {
		Weight::from_parts(200_254_000, 3696)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	fn assign_suspense() -> Weight {
		Weight::from_parts(229_599_000, 6012)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn return_suspense() -> Weight {
		Weight::from_parts(127_659_000, 3679)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn cover_shortfall() -> Weight {
		Weight::from_parts(81_382_000, 3679)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn resume() -> Weight {
		Weight::from_parts(108_783_000, 3675)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn accept_unexplained() -> Weight {
		Weight::from_parts(58_429_000, 1582)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn accept_reorganisation() -> Weight {
		Weight::from_parts(54_051_000, 1582)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn announce_signers() -> Weight {
		Weight::from_parts(49_994_000, 2612)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn set_custody() -> Weight {
		Weight::from_parts(155_571_000, 4064)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn wind_down() -> Weight {
		Weight::from_parts(540_289_000, 170078)
			.saturating_add(T::DbWeight::get().reads(72_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn on_initialize() -> Weight {
		Weight::from_parts(93_414_000, 3505)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn bond() -> Weight {
		Weight::from_parts(118_932_000, 3676)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(166_801_000, 4522)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn set_operators() -> Weight {
		Weight::from_parts(574_383_000, 83422)
			.saturating_add(ParityDbWeight::get().reads(41_u64))
			.saturating_add(ParityDbWeight::get().writes(36_u64))
	}
	fn authorize_vote() -> Weight {
		Weight::from_parts(49_743_000, 4522)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
	}
	fn vote() -> Weight {
		Weight::from_parts(70_191_000, 4522)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn open_next_round() -> Weight {
		Weight::from_parts(74_179_000, 4064)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn report_equivocation() -> Weight {
		Weight::from_parts(356_135_000, 6196)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn authorize_header() -> Weight {
		Weight::from_parts(81_352_000, 15304)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
	}
	fn submit_header() -> Weight {
		Weight::from_parts(153_517_000, 15304)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn authorize_page(n: u32, ) -> Weight {
		Weight::from_parts(42_781_049, 20253)
			.saturating_add(Weight::from_parts(495_465, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
	}
	fn submit_page(n: u32, ) -> Weight {
		Weight::from_parts(108_911_604, 20253)
			.saturating_add(Weight::from_parts(8_096_027, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2515).saturating_mul(n.into()))
	}
	fn submit_oracle_header() -> Weight {
		Weight::from_parts(49_954_000, 5929)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn submit_facts(n: u32, ) -> Weight {
		Weight::from_parts(71_920_662, 8925)
			.saturating_add(Weight::from_parts(301_044, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn apply_item() -> Weight {
		Weight::from_parts(375_030_000, 20253)
			.saturating_add(ParityDbWeight::get().reads(19_u64))
			.saturating_add(ParityDbWeight::get().writes(14_u64))
	}
	fn apply_finish() -> Weight {
		Weight::from_parts(1_104_093_000, 339166)
			.saturating_add(ParityDbWeight::get().reads(137_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn redeem() -> Weight {
		Weight::from_parts(227_775_000, 3696)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
	}
	fn cancel_redemption() -> Weight {
		Weight::from_parts(121_447_000, 3632)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn object() -> Weight {
		Weight::from_parts(116_718_000, 4522)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn confirm_objection() -> Weight {
		Weight::from_parts(141_645_000, 3632)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn bind_sender() -> Weight {
		Weight::from_parts(212_296_000, 3542)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn unbind_sender() -> Weight {
		Weight::from_parts(85_770_000, 3542)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(128_851_000, 3675)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn release() -> Weight {
		Weight::from_parts(315_409_000, 6208)
			.saturating_add(ParityDbWeight::get().reads(20_u64))
			.saturating_add(ParityDbWeight::get().writes(14_u64))
	}
	fn refund() -> Weight {
		Weight::from_parts(200_254_000, 3696)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(10_u64))
	}
	fn assign_suspense() -> Weight {
		Weight::from_parts(229_599_000, 6012)
			.saturating_add(ParityDbWeight::get().reads(13_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn return_suspense() -> Weight {
		Weight::from_parts(127_659_000, 3679)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn cover_shortfall() -> Weight {
		Weight::from_parts(81_382_000, 3679)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn resume() -> Weight {
		Weight::from_parts(108_783_000, 3675)
			.saturating_add(ParityDbWeight::get().reads(10_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn accept_unexplained() -> Weight {
		Weight::from_parts(58_429_000, 1582)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn accept_reorganisation() -> Weight {
		Weight::from_parts(54_051_000, 1582)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn announce_signers() -> Weight {
		Weight::from_parts(49_994_000, 2612)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn set_custody() -> Weight {
		Weight::from_parts(155_571_000, 4064)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn wind_down() -> Weight {
		Weight::from_parts(540_289_000, 170078)
			.saturating_add(ParityDbWeight::get().reads(72_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
