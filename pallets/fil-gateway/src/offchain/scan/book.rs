//! Who is who: ids, keys, miners and their owners.

use super::{actor_address, id_address, miner_code, FilecoinNode, Tip};
use crate::{
	offchain::parse::Unknown,
	types::{ActorId, CreditSource},
};
use alloc::{collections::BTreeMap, string::String};
use codec::{Decode, Encode};
use fil_primitives::{Address, Payload};

/// Most look-ups of a sort that are remembered.
const MAX_REMEMBERED: usize = 8_192;

/// Look-ups at the end of a range, remembered. Of one range only: its end is where names are looked up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub(super) struct Book {
	ids: BTreeMap<Address, ActorId>,
	keys: BTreeMap<Address, Option<Address>>,
	miners: BTreeMap<ActorId, Option<(ActorId, ActorId)>>,
	miner_code: Option<String>,
}

/// Remembers an answer. What is forgotten is asked again.
fn remember<K: Ord, V>(known: &mut BTreeMap<K, V>, key: K, value: V) {
	if known.len() >= MAX_REMEMBERED {
		known.clear();
	}
	known.insert(key, value);
}

impl Book {
	pub(super) fn resolve(
		&mut self,
		node: &mut impl FilecoinNode,
		tip: &Tip,
		address: &Address,
	) -> Result<ActorId, Unknown> {
		if let Some(id) = address.id().or_else(|| self.ids.get(address).copied()) {
			return Ok(id);
		}
		let id = node.lookup(address, &tip.end.key)?;
		remember(&mut self.ids, *address, id);
		Ok(id)
	}

	/// Payload of the sender's f1 address, if it has one.
	pub(super) fn key(
		&mut self,
		node: &mut impl FilecoinNode,
		tip: &Tip,
		from: &Address,
	) -> Result<Option<[u8; 20]>, Unknown> {
		let key = match (from.payload(), self.keys.get(from)) {
			(Payload::Id(_), Some(known)) => *known,
			(Payload::Id(_), None) => {
				let key = node.account_key(from, &tip.end.key)?;
				remember(&mut self.keys, *from, key);
				key
			}
			_ => Some(*from),
		};
		Ok(key.and_then(|key| match key.payload() {
			Payload::Secp256k1(payload) => Some(*payload),
			_ => None,
		}))
	}

	/// Owner and beneficiary of a miner; `None` of an actor that is none.
	fn miner(
		&mut self,
		node: &mut impl FilecoinNode,
		tip: &Tip,
		id: ActorId,
	) -> Result<Option<(ActorId, ActorId)>, Unknown> {
		if let Some(known) = self.miners.get(&id) {
			return Ok(*known);
		}
		let key = &tip.end.key;
		let is_miner = match actor_address(id) {
			Some(address) => match node.actor(&address, key)? {
				Some(actor) => actor.code == self.miner_code(node, tip)?,
				None => false,
			},
			None => false,
		};
		let facts = if is_miner {
			let info = node.miner_info(&id_address(id)?, key)?;
			Some((
				self.resolve(node, tip, &info.owner)?,
				self.resolve(node, tip, &info.beneficiary)?,
			))
		} else {
			None
		};
		remember(&mut self.miners, id, facts);
		Ok(facts)
	}

	/// The code of miners: whoever mined the end's first block is one.
	fn miner_code(&mut self, node: &mut impl FilecoinNode, tip: &Tip) -> Result<String, Unknown> {
		if let Some(code) = &self.miner_code {
			return Ok(code.clone());
		}
		let code = miner_code(node, tip.end)?;
		self.miner_code = Some(code.clone());
		Ok(code)
	}

	pub(super) fn source(
		&mut self,
		node: &mut impl FilecoinNode,
		tip: &Tip,
		from: ActorId,
	) -> Result<CreditSource, Unknown> {
		Ok(match self.miner(node, tip, from)? {
			Some((_, beneficiary)) if beneficiary == tip.custody.id => CreditSource::Miner,
			_ => CreditSource::Other,
		})
	}

	/// Whether an actor is a miner, and the address its owner's.
	pub(super) fn is_owner(
		&mut self,
		node: &mut impl FilecoinNode,
		tip: &Tip,
		miner: ActorId,
		address: &Address,
	) -> Result<bool, Unknown> {
		match self.miner(node, tip, miner)? {
			Some((owner, _)) => Ok(self.resolve(node, tip, address)? == owner),
			None => Ok(false),
		}
	}
}
