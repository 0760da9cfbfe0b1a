#![allow(missing_docs)]

use super::*;
use dmex_primitives::constants::*;
use frame_support::{construct_runtime, derive_impl, traits::BuildGenesisConfig};
use sp_runtime::BuildStorage;

construct_runtime!(
	pub enum Test {
		System: frame_system,
		Calendar: crate,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlockU32<Test>;
}

impl Config for Test {}

fn genesis(parameters: CalendarParameters, production: bool) -> sp_io::TestExternalities {
	let mut ext: sp_io::TestExternalities = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.unwrap()
		.into();
	ext.execute_with(|| {
		GenesisConfig::<Test> {
			parameters,
			production,
			_marker: Default::default(),
		}
		.build();
		Pallet::<Test>::do_try_state().unwrap();
	});
	ext
}

#[test]
fn empty_storage_should_read_as_production() {
	sp_io::TestExternalities::default().execute_with(|| {
		assert_eq!(
			<Calendar as dmex_primitives::Calendar>::parameters(),
			CalendarParameters::default()
		);
		assert_eq!(Days::<Calendar, 7>::get(), 201_600);
		assert_eq!(SessionSlots::<Calendar>::get(), 1_200);
	});
}

#[test]
fn periods_should_scale_with_the_day() {
	let parameters = CalendarParameters {
		blocks_per_day: 10,
		slot_duration_ms: 500,
		..Default::default()
	};
	genesis(parameters, false).execute_with(|| {
		assert_eq!(Days::<Calendar, 7>::get(), 70);
		assert_eq!(Scaled::<Calendar, 600>::get(), MINIMUM_SCALED_BLOCKS);
		assert_eq!(Scaled::<Calendar, 57_600>::get(), 20);
		assert_eq!(MinimumPeriod::<Calendar>::get(), 250);
		assert_eq!(SlotDuration::<Calendar>::get(), 500);
		assert_eq!(SessionsIn::<Calendar, 28>::get(), 29);
		System::set_block_number(25);
		assert_eq!(<Calendar as dmex_primitives::Calendar>::today(), 2);
	});
}

#[test]
#[should_panic(expected = "blocksPerDay")]
fn genesis_should_refuse_a_day_of_no_blocks() {
	genesis(
		CalendarParameters {
			blocks_per_day: 0,
			..Default::default()
		},
		false,
	);
}

#[test]
#[should_panic(expected = "blocksPerDay")]
fn genesis_should_refuse_an_odd_day() {
	genesis(
		CalendarParameters {
			blocks_per_day: 9,
			..Default::default()
		},
		false,
	);
}

#[test]
#[should_panic(expected = "production")]
fn production_should_refuse_quick_slots() {
	genesis(
		CalendarParameters {
			slot_duration_ms: 500,
			..Default::default()
		},
		true,
	);
}

#[test]
fn try_state_should_see_a_broken_calendar() {
	genesis(CalendarParameters::default(), true).execute_with(|| {
		Parameters::<Test>::mutate(|p| p.blocks_per_day = 3);
		assert!(Pallet::<Test>::do_try_state().is_err());
	});
}
