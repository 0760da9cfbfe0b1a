//! What the DMEX pallets share: types, constants, traits and pure arithmetic. No storage, no calls.
//!
//! No DMEX pallet depends on another one. Where two of them meet, one offers a trait of this crate, the other asks for it in its
//! `Config`, and `runtime/src/adapters` joins them.
#![cfg_attr(not(feature = "std"), no_std)]

pub mod calendar;
pub mod constants;
pub mod emission;
pub mod gateway;
pub mod governance;
pub mod hashrate;
pub mod math;
pub mod money;
pub mod types;

pub use calendar::{Calendar, CalendarParameters};
pub use emission::{BlockAuthor, BurnLedger, Programme, ProgrammeBudget, Recipient};
pub use gateway::{Gateway, NodeBeneficiary, NodePay, PhaseDeposit};
pub use governance::{ClassifyCall, Decision, Stage, StageProvider, VotableSupply};
pub use hashrate::{
	AssetKind, CoinId, Conduct, CustodyState, Day, Delivery, Escrow, EscrowTerms, IssuerIdentity,
	MarketOracle, NftCustody, NodeId, NodeOracle, OracleError, PledgedIncome, Power, PowerLedger,
	ProductControl, ProductId, ProductPay, ProductState, Revenue, RevenueSource, Serial,
};
pub use types::*;
