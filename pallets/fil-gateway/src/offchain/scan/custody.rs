//! Custody itself: its balance, who signs for it, and the payouts that it has pending.

use super::{book::Book, FilecoinNode, Tip};
use crate::{offchain::parse::Unknown, types::*};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use dmex_primitives::Balance;
use fil_primitives::{Cid, RedeemMemo};
use sp_core::H256;

/// What reports say of custody's state. It follows from the state's CID.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct HeadFacts {
	/// That CID.
	pub head: Cid,
	/// [`RangeHeader::signers`].
	pub signers: H256,
	/// [`RangeHeader::pending`].
	pub pending: Vec<PendingTx>,
}

/// Custody at a moment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Holding {
	pub(super) balance: Balance,
	pub(super) head: Cid,
}

pub(super) fn custody_at(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	key: &[Cid],
) -> Result<Option<Holding>, Unknown> {
	node.actor(&tip.custody.robust, key)?
		.map(|actor| {
			let head = actor.head.ok_or(Unknown::Malformed("head of custody"))?;
			Ok(Holding {
				balance: actor.balance,
				head,
			})
		})
		.transpose()
}

pub(super) fn head_facts(
	node: &mut impl FilecoinNode,
	tip: &Tip,
	head: Cid,
	known: Option<&HeadFacts>,
) -> Result<HeadFacts, Unknown> {
	if let Some(known) = known.filter(|known| known.head == head) {
		return Ok(known.clone());
	}
	let mut pending: Vec<PendingTx> = node
		.pending(&tip.custody.robust, &tip.end.key)?
		.into_iter()
		.filter(|transaction| transaction.method == 0)
		.filter_map(|transaction| {
			let memo = RedeemMemo::decode(&transaction.memo, tip.dmex).ok()?;
			Some(PendingTx {
				tx: transaction.id,
				redemption: memo.redemption,
				value: transaction.value?,
				to: transaction.to?,
			})
		})
		.collect();
	pending.sort_unstable_by_key(|transaction| transaction.tx);
	pending.truncate(MAX_PENDING as usize);
	Ok(HeadFacts {
		head,
		signers: signers(node, tip)?,
		pending,
	})
}

pub(super) fn signers(node: &mut impl FilecoinNode, tip: &Tip) -> Result<H256, Unknown> {
	let state = node.multisig(&tip.custody.robust, &tip.end.key)?;
	let mut book = Book::new(tip);
	let ids = state
		.signers
		.iter()
		.map(|signer| book.resolve(node, signer))
		.collect::<Result<Vec<_>, _>>()?;
	Ok(signers_digest(&ids, state.threshold))
}
