//! Weights for `pallet_fil_gateway`, estimated from storage accesses.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(dead_code)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};

/// Weight functions needed for `pallet_fil_gateway`.
pub trait WeightInfo {
	fn on_initialize() -> Weight;
	fn bond() -> Weight;
	fn withdraw_bond() -> Weight;
	fn set_operators() -> Weight;
	fn authorize_vote() -> Weight;
	fn vote() -> Weight;
	fn open_next_round() -> Weight;
	fn report_equivocation() -> Weight;
	fn authorize_header() -> Weight;
	fn submit_header() -> Weight;
	fn authorize_page(n: u32, ) -> Weight;
	fn submit_page(n: u32, ) -> Weight;
	fn submit_oracle_header() -> Weight;
	fn submit_facts(n: u32, ) -> Weight;
	fn apply_item() -> Weight;
	fn apply_finish() -> Weight;
	fn redeem() -> Weight;
	fn cancel_redemption() -> Weight;
	fn object() -> Weight;
	fn confirm_objection() -> Weight;
	fn bind_sender() -> Weight;
	fn unbind_sender() -> Weight;
	fn claim_credit() -> Weight;
	fn release() -> Weight;
	fn refund() -> Weight;
	fn assign_suspense() -> Weight;
	fn return_suspense() -> Weight;
	fn cover_shortfall() -> Weight;
	fn resume() -> Weight;
	fn accept_unexplained() -> Weight;
	fn accept_reorganisation() -> Weight;
	fn announce_signers() -> Weight;
	fn set_custody() -> Weight;
	fn wind_down() -> Weight;
}

/// Weights for `pallet_fil_gateway` on the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn on_initialize() -> Weight {
		Weight::from_parts(12_000_000, 33200)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn bond() -> Weight {
		Weight::from_parts(40_000_000, 7200)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(40_000_000, 12400)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn set_operators() -> Weight {
		Weight::from_parts(150_000_000, 106000)
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(40_u64))
	}
	fn authorize_vote() -> Weight {
		Weight::from_parts(70_000_000, 20200)
			.saturating_add(T::DbWeight::get().reads(7_u64))
	}
	fn vote() -> Weight {
		Weight::from_parts(35_000_000, 20200)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn open_next_round() -> Weight {
		Weight::from_parts(20_000_000, 17600)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn report_equivocation() -> Weight {
		Weight::from_parts(180_000_000, 17600)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn authorize_header() -> Weight {
		Weight::from_parts(80_000_000, 20200)
			.saturating_add(T::DbWeight::get().reads(7_u64))
	}
	fn submit_header() -> Weight {
		Weight::from_parts(120_000_000, 33200)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
	}
	fn authorize_page(n: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 12400)
			.saturating_add(Weight::from_parts(2_000_000, 300).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
	}
	fn submit_page(n: u32, ) -> Weight {
		Weight::from_parts(120_000_000, 33200)
			.saturating_add(Weight::from_parts(8_000_000, 5500).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(10_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
	fn submit_oracle_header() -> Weight {
		Weight::from_parts(90_000_000, 22800)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn submit_facts(n: u32, ) -> Weight {
		Weight::from_parts(70_000_000, 15000)
			.saturating_add(Weight::from_parts(1_000_000, 300).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn apply_item() -> Weight {
		Weight::from_parts(120_000_000, 64400)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(20_u64))
	}
	fn apply_finish() -> Weight {
		Weight::from_parts(400_000_000, 366000)
			.saturating_add(T::DbWeight::get().reads(140_u64))
			.saturating_add(T::DbWeight::get().writes(140_u64))
	}
	fn redeem() -> Weight {
		Weight::from_parts(90_000_000, 28000)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn cancel_redemption() -> Weight {
		Weight::from_parts(30_000_000, 12400)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn object() -> Weight {
		Weight::from_parts(35_000_000, 17600)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn confirm_objection() -> Weight {
		Weight::from_parts(30_000_000, 9800)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn bind_sender() -> Weight {
		Weight::from_parts(160_000_000, 9800)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn unbind_sender() -> Weight {
		Weight::from_parts(25_000_000, 7200)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(50_000_000, 15000)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn release() -> Weight {
		Weight::from_parts(90_000_000, 54000)
			.saturating_add(T::DbWeight::get().reads(20_u64))
			.saturating_add(T::DbWeight::get().writes(15_u64))
	}
	fn refund() -> Weight {
		Weight::from_parts(60_000_000, 22800)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	fn assign_suspense() -> Weight {
		Weight::from_parts(70_000_000, 38400)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn return_suspense() -> Weight {
		Weight::from_parts(45_000_000, 20200)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn cover_shortfall() -> Weight {
		Weight::from_parts(25_000_000, 9800)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn resume() -> Weight {
		Weight::from_parts(30_000_000, 28000)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn accept_unexplained() -> Weight {
		Weight::from_parts(15_000_000, 7200)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn accept_reorganisation() -> Weight {
		Weight::from_parts(15_000_000, 7200)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn announce_signers() -> Weight {
		Weight::from_parts(20_000_000, 4600)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn set_custody() -> Weight {
		Weight::from_parts(60_000_000, 38400)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	fn wind_down() -> Weight {
		Weight::from_parts(250_000_000, 210000)
			.saturating_add(T::DbWeight::get().reads(80_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

impl WeightInfo for () {
	fn on_initialize() -> Weight {
		Weight::from_parts(12_000_000, 33200)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn bond() -> Weight {
		Weight::from_parts(40_000_000, 7200)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(40_000_000, 12400)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn set_operators() -> Weight {
		Weight::from_parts(150_000_000, 106000)
			.saturating_add(RocksDbWeight::get().reads(40_u64))
			.saturating_add(RocksDbWeight::get().writes(40_u64))
	}
	fn authorize_vote() -> Weight {
		Weight::from_parts(70_000_000, 20200)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
	}
	fn vote() -> Weight {
		Weight::from_parts(35_000_000, 20200)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn open_next_round() -> Weight {
		Weight::from_parts(20_000_000, 17600)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn report_equivocation() -> Weight {
		Weight::from_parts(180_000_000, 17600)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn authorize_header() -> Weight {
		Weight::from_parts(80_000_000, 20200)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
	}
	fn submit_header() -> Weight {
		Weight::from_parts(120_000_000, 33200)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(12_u64))
	}
	fn authorize_page(n: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 12400)
			.saturating_add(Weight::from_parts(2_000_000, 300).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
	}
	fn submit_page(n: u32, ) -> Weight {
		Weight::from_parts(120_000_000, 33200)
			.saturating_add(Weight::from_parts(8_000_000, 5500).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
	fn submit_oracle_header() -> Weight {
		Weight::from_parts(90_000_000, 22800)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn submit_facts(n: u32, ) -> Weight {
		Weight::from_parts(70_000_000, 15000)
			.saturating_add(Weight::from_parts(1_000_000, 300).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn apply_item() -> Weight {
		Weight::from_parts(120_000_000, 64400)
			.saturating_add(RocksDbWeight::get().reads(24_u64))
			.saturating_add(RocksDbWeight::get().writes(20_u64))
	}
	fn apply_finish() -> Weight {
		Weight::from_parts(400_000_000, 366000)
			.saturating_add(RocksDbWeight::get().reads(140_u64))
			.saturating_add(RocksDbWeight::get().writes(140_u64))
	}
	fn redeem() -> Weight {
		Weight::from_parts(90_000_000, 28000)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn cancel_redemption() -> Weight {
		Weight::from_parts(30_000_000, 12400)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn object() -> Weight {
		Weight::from_parts(35_000_000, 17600)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn confirm_objection() -> Weight {
		Weight::from_parts(30_000_000, 9800)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn bind_sender() -> Weight {
		Weight::from_parts(160_000_000, 9800)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn unbind_sender() -> Weight {
		Weight::from_parts(25_000_000, 7200)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn claim_credit() -> Weight {
		Weight::from_parts(50_000_000, 15000)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn release() -> Weight {
		Weight::from_parts(90_000_000, 54000)
			.saturating_add(RocksDbWeight::get().reads(20_u64))
			.saturating_add(RocksDbWeight::get().writes(15_u64))
	}
	fn refund() -> Weight {
		Weight::from_parts(60_000_000, 22800)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
	fn assign_suspense() -> Weight {
		Weight::from_parts(70_000_000, 38400)
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn return_suspense() -> Weight {
		Weight::from_parts(45_000_000, 20200)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn cover_shortfall() -> Weight {
		Weight::from_parts(25_000_000, 9800)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn resume() -> Weight {
		Weight::from_parts(30_000_000, 28000)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn accept_unexplained() -> Weight {
		Weight::from_parts(15_000_000, 7200)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn accept_reorganisation() -> Weight {
		Weight::from_parts(15_000_000, 7200)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn announce_signers() -> Weight {
		Weight::from_parts(20_000_000, 4600)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_custody() -> Weight {
		Weight::from_parts(60_000_000, 38400)
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
	fn wind_down() -> Weight {
		Weight::from_parts(250_000_000, 210000)
			.saturating_add(RocksDbWeight::get().reads(80_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
}
