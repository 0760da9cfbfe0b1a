//! The state that the gateway begins with.

use crate::*;
use alloc::{string::String, vec::Vec};
use dmex_primitives::{AccountId, Balance};
use fil_primitives::{Address, Cid, Network};
use frame_support::{traits::Get, BoundedVec};
use serde::{Deserialize, Serialize};

/// Custody as a chain spec says it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisCustody {
	/// Whether addresses begin with `t`.
	pub test_network: bool,
	/// CID of Filecoin's genesis block, as text.
	pub genesis: String,
	/// Actor id of the multisig.
	pub id: ActorId,
	/// Its f2 address, as text.
	pub robust: String,
	/// Actor ids of its signers, ascending.
	pub signers: Vec<ActorId>,
	/// Approvals that a transaction needs.
	pub approvals: u32,
	/// The range to be reported first.
	pub next_range: RangeIndex,
	/// Its balance before that, in attoFIL. Above 0 it is in suspense.
	pub balance: Balance,
}

impl GenesisCustody {
	/// The custody, or what is wrong with it.
	pub fn parse(&self) -> Result<Custody, &'static str> {
		let network = if self.test_network {
			Network::Test
		} else {
			Network::Main
		};
		Ok(Custody {
			network,
			genesis: Cid::parse(&self.genesis)
				.map_err(|_| "custody.genesis is not the CID of a Filecoin block")?,
			id: self.id,
			robust: Address::parse(&self.robust, network)
				.map_err(|_| "custody.robust is not an address of that network")?,
			signers: Signers {
				ids: BoundedVec::try_from(self.signers.clone())
					.map_err(|_| "custody.signers are more than 64")?,
				approvals: self.approvals,
			},
			announced: None,
		})
	}
}

impl<T: Config> Pallet<T> {
	/// Bonds and appoints the operators, and names the custody.
	///
	/// # Panics
	///
	/// Where the genesis makes no sense: no chain should start from it.
	pub(crate) fn build_genesis(operators: &[(AccountId, OperatorKey)], custody: Option<&GenesisCustody>) {
		for (account, key) in operators {
			let bonded = Self::do_bond(account.clone(), *key, T::OperatorBond::get());
			assert!(
				bonded.is_ok(),
				"filGateway.operators: each must be endowed with its bond: {bonded:?}"
			);
		}
		if !operators.is_empty() {
			let Ok(members) = BoundedVec::try_from(operators.to_vec()) else {
				panic!("filGateway.operators: at most 16");
			};
			let appointed = Self::do_set_operators(members);
			assert!(
				appointed.is_ok(),
				"filGateway.operators: accounts and keys must be distinct: {appointed:?}"
			);
		}
		if let Some(custody) = custody {
			let named = custody
				.parse()
				.map(|parsed| Self::do_set_custody(parsed, custody.next_range, custody.balance));
			assert!(
				matches!(named, Ok(Ok(_))),
				"filGateway.custody is not valid: {named:?}"
			);
		}
	}
}
