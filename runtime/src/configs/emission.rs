//! Emission of DMC, vesting, the funds of genesis.

use crate::*;
use adapters::{Author, RecipientExists};
use frame_support::{parameter_types, PalletId};
use pallet_dao::{EnsureHolders, EnsureShared};

parameter_types! {
	/// The ledger account, the risk fund and the foundation derive from it.
	pub const EmissionPalletId: PalletId = PalletId(*b"dmex/emi");
}

impl pallet_dmc_emission::Config for Runtime {
	type Currency = Balances;
	// Row 9 of the DAO's table.
	type DaoOrigin = EnsureShared<Runtime>;
	// Row 8.
	type EmissionOrigin = EnsureHolders<Runtime>;
	type Calendar = Calendar;
	type Author = Author;
	type RecipientExists = RecipientExists;
	type PalletId = EmissionPalletId;
	type WeightInfo = weights::pallet_dmc_emission::WeightInfo<Runtime>;
}
