//! "The worker is a messenger; only the quorum is the authority. Ranges are covered in sequence; a report is complete, replay-safe and a
//! proof of reserves at once. Whose deposit: the miner's, the memo's, the bound sender's, otherwise suspense. 1 IFIL = 1 FIL. The hold
//! is burnt when a finalized execution of exactly that payment is reported. Automatic pause; the DAO resumes, or winds down."

mod cost;
mod decisions;
mod deposits;
mod operators;
mod pauses;
mod redemptions;

use crate::{chain::*, filecoin::*, products::*};
use dmex_primitives::constants::*;
use dmex_runtime::*;
use fil_primitives::Address;
use frame_support::{traits::fungibles::InspectHold, BoundedVec};
use pallet_fil_gateway::{AddressText, Custody, CustodyInfo, LastCheckpoint, RangeIndex, SuspenseReason};
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

/// The fee of a redemption.
const FEE: Balance = FIL / 100;
/// Operators of the stories with a quorum of three.
const FOUR: [Sr25519Keyring; 4] = [Alice, Bob, Charlie, Dave];

fn four() -> Genesis {
	play().operators(&FOUR)
}

fn status() -> Status {
	FilGateway::statement().status
}

fn fault() -> Option<Fault> {
	match status() {
		Status::Paused { fault, .. } => Some(fault),
		_ => None,
	}
}

/// An f1 address of somebody.
fn wallet(n: u8) -> Address {
	Address::new(Payload::Secp256k1([n; 20])).unwrap()
}

fn text(address: Address) -> AddressText {
	plain(&address.to_text(Network::Main))
}

fn plain(address: &str) -> AddressText {
	BoundedVec::truncate_from(address.as_bytes().to_vec())
}

fn redeem(amount: Balance) -> GatewayCall<Runtime> {
	GatewayCall::redeem {
		amount,
		destination: text(wallet(1)),
		min_net: amount - FEE,
	}
}

fn request(chain: &mut Chain, who: Sr25519Keyring, amount: Balance) -> RedemptionId {
	chain.call(who, redeem(amount)).unwrap();
	chain.last_redemption()
}

/// IFIL that an account has on hold.
fn held(who: Sr25519Keyring) -> Balance {
	<AssetsHolder as InspectHold<AccountId>>::total_balance_on_hold(IFIL, &id(who))
}

fn last_suspense() -> u32 {
	pallet_fil_gateway::NextSuspense::<Runtime>::get() - 1
}

fn suspended(id: u32) -> Option<(Balance, SuspenseReason)> {
	pallet_fil_gateway::Suspense::<Runtime>::get(id).map(|entry| (entry.value, entry.reason))
}

fn balances() -> (Balance, Balance) {
	let statement = FilGateway::statement();
	(statement.supply, statement.reserve)
}

fn invalid<T>(invalid: InvalidTransaction) -> Result<T, TransactionValidityError> {
	Err(TransactionValidityError::Invalid(invalid))
}

fn other_signers() -> Signers {
	Signers {
		ids: vec![3_000, 3_001, 3_002].try_into().unwrap(),
		approvals: 2,
	}
}

/// Another multisig, which is reported from the next range on.
fn new_custody(balance: Balance) -> GatewayCall<Runtime> {
	GatewayCall::set_custody {
		custody: Box::new(Custody {
			id: 3_000_456,
			..CustodyInfo::<Runtime>::get().unwrap()
		}),
		next: LastCheckpoint::<Runtime>::get().unwrap().next,
		balance,
	}
}

/// A delta stands unexplained. After seven days the DAO accepts exactly that, the council resumes, and the range is reported again.
fn accept_unexplained(chain: &mut Chain, range: RangeIndex, delta: i128) {
	assert_eq!(fault(), Some(Fault::Unexplained { range, delta }));
	chain
		.decide_delayed(GatewayCall::accept_unexplained { range, delta })
		.unwrap();
	roomy(chain);
	chain.decide(GatewayCall::resume {}).unwrap();
	chain.report_range();
}

pub(crate) fn members(names: &[Sr25519Keyring]) -> GatewayCall<Runtime> {
	GatewayCall::set_operators {
		members: names
			.iter()
			.map(|name| (id(*name), name.public()))
			.collect::<Vec<_>>()
			.try_into()
			.unwrap(),
	}
}
