//! Custody itself: its balance, who signs for it, and the payouts that it has pending.

use super::{book::Book, FilecoinNode, Tip};
use crate::{
	offchain::parse::{Pending, Unknown},
	types::*,
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, Encode};
use dmex_primitives::Balance;
use fil_primitives::{Address, Cid, RedeemMemo};
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
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
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
	let mut proposed = Proposed::default();
	node.pending(&tip.custody.robust, &tip.end.key, &mut |transaction: Pending| {
		let memo = RedeemMemo::decode(&transaction.memo, tip.dmex);
		if let (0, Ok(memo), Some(value), Some(to)) =
			(transaction.method, memo, transaction.value, transaction.to)
		{
			let payout = PendingTx {
				tx: transaction.id,
				redemption: memo.redemption,
				value,
				to,
			};
			proposed.take(transaction.proposer, payout);
		}
		Ok(())
	})?;
	Ok(HeadFacts {
		head,
		signers: signers(node, tip)?,
		pending: proposed.listed(),
	})
}

/// Payouts that are pending, by who proposed them: of each the first [`MAX_PENDING`].
#[derive(Default)]
struct Proposed(BTreeMap<Option<Address>, BTreeMap<u64, PendingTx>>);

impl Proposed {
	fn take(&mut self, proposer: Option<Address>, payout: PendingTx) {
		let own = self.0.entry(proposer).or_default();
		own.insert(payout.tx, payout);
		if own.len() > MAX_PENDING as usize {
			own.pop_last();
		}
	}

	/// By id, at most [`MAX_PENDING`]. Where there are more, proposers take turns, each with his oldest first, so that no signer can
	/// keep what others propose from being listed. The list is full then: nothing that is left out looks as if it were not pending.
	fn listed(self) -> Vec<PendingTx> {
		let mut in_turn: Vec<(usize, PendingTx)> = self
			.0
			.into_values()
			.flat_map(|own| own.into_values().enumerate())
			.collect();
		in_turn.sort_unstable_by_key(|(turn, payout)| (*turn, payout.tx));
		in_turn.truncate(MAX_PENDING as usize);
		let mut listed: Vec<PendingTx> = in_turn.into_iter().map(|(_, payout)| payout).collect();
		listed.sort_unstable_by_key(|payout| payout.tx);
		listed
	}
}

pub(super) fn signers(node: &mut impl FilecoinNode, tip: &Tip) -> Result<H256, Unknown> {
	let state = node.multisig(&tip.custody.robust, &tip.end.key)?;
	let mut book = Book::default();
	let ids = state
		.signers
		.iter()
		.map(|signer| book.resolve(node, tip, signer))
		.collect::<Result<Vec<_>, _>>()?;
	Ok(signers_digest(&ids, state.threshold))
}
