//! Who is who: ids, keys, miners and their owners.

use super::{
	actor_address, id_address, miner_code,
	movements::{Kind, Movement},
	FilecoinNode, Tip,
};
use crate::{
	offchain::parse::Unknown,
	types::{ActorId, CreditSource},
};
use alloc::{collections::BTreeMap, string::String};
use dmex_primitives::AccountId;
use fil_primitives::{Address, Memo, Payload};

/// Look-ups at the end of the range, each made once.
pub(super) struct Book<'a> {
	tip: &'a Tip<'a>,
	ids: BTreeMap<Address, ActorId>,
	miners: BTreeMap<ActorId, Option<(ActorId, ActorId)>>,
	miner_code: Option<String>,
}

impl<'a> Book<'a> {
	pub(super) fn new(tip: &'a Tip<'a>) -> Self {
		Self {
			tip,
			ids: BTreeMap::new(),
			miners: BTreeMap::new(),
			miner_code: None,
		}
	}

	pub(super) fn resolve(
		&mut self,
		node: &mut impl FilecoinNode,
		address: &Address,
	) -> Result<ActorId, Unknown> {
		if let Some(id) = address.id().or_else(|| self.ids.get(address).copied()) {
			return Ok(id);
		}
		let id = node.lookup(address, &self.tip.end.key)?;
		self.ids.insert(*address, id);
		Ok(id)
	}

	/// Payload of the sender's f1 address, if it has one.
	pub(super) fn key(
		&mut self,
		node: &mut impl FilecoinNode,
		from: &Address,
	) -> Result<Option<[u8; 20]>, Unknown> {
		let key = match from.payload() {
			Payload::Id(_) => node.account_key(from, &self.tip.end.key)?,
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
		id: ActorId,
	) -> Result<Option<(ActorId, ActorId)>, Unknown> {
		if let Some(known) = self.miners.get(&id) {
			return Ok(*known);
		}
		let key = &self.tip.end.key;
		let is_miner = match actor_address(id) {
			Some(address) => match node.actor(&address, key)? {
				Some(actor) => actor.code == self.miner_code(node)?,
				None => false,
			},
			None => false,
		};
		let facts = if is_miner {
			let info = node.miner_info(&id_address(id)?, key)?;
			Some((
				self.resolve(node, &info.owner)?,
				self.resolve(node, &info.beneficiary)?,
			))
		} else {
			None
		};
		self.miners.insert(id, facts);
		Ok(facts)
	}

	/// The code of miners: whoever mined the end's first block is one.
	fn miner_code(&mut self, node: &mut impl FilecoinNode) -> Result<String, Unknown> {
		if let Some(code) = &self.miner_code {
			return Ok(code.clone());
		}
		let code = miner_code(node, self.tip.end)?;
		self.miner_code = Some(code.clone());
		Ok(code)
	}

	pub(super) fn source(
		&mut self,
		node: &mut impl FilecoinNode,
		from: ActorId,
	) -> Result<CreditSource, Unknown> {
		Ok(match self.miner(node, from)? {
			Some((_, beneficiary)) if beneficiary == self.tip.custody.id => CreditSource::Miner,
			_ => CreditSource::Other,
		})
	}

	/// The miner and issuer of a bind memo, if the miner's owner sent it in a message of its own.
	pub(super) fn binding(
		&mut self,
		node: &mut impl FilecoinNode,
		movement: &Movement,
	) -> Result<Option<(ActorId, AccountId)>, Unknown> {
		let (Kind::Direct { from: Some(from) }, Ok(Memo::BindNode { miner, issuer })) =
			(&movement.kind, Memo::decode(&movement.memo, self.tip.dmex))
		else {
			return Ok(None);
		};
		let Some((owner, _)) = self.miner(node, miner)? else {
			return Ok(None);
		};
		Ok((self.resolve(node, from)? == owner).then(|| (miner, AccountId::from(issuer))))
	}
}
