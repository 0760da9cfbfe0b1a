//! What happens by itself in a block: ends of auctions, expiries of offers. A block takes a bounded number of places, in order; the
//! rest is carried over.

use super::*;
use crate::impls::node_pay::DOOR_STEPS;
use dmex_primitives::BlockNumber;
use frame_support::weights::Weight;

impl<T: Config> Pallet<T> {
	/// Puts something on the agenda of a block to come. It stays there when it is done earlier.
	pub(super) fn schedule(block: BlockNumber, due: Due) -> DispatchResult {
		let index = AgendaLengths::<T>::get(block);
		AgendaLengths::<T>::insert(block, index.checked_add(1).ok_or(Error::<T>::NumberOutOfRange)?);
		Agenda::<T>::insert(block, index, due);
		let cursor = match AgendaCursors::<T>::get() {
			None => AgendaCursor {
				block,
				index,
				pending: 1,
			},
			// Not behind the cursor: what is scheduled lies after this block, and blocks before it are done or carried over.
			Some(cursor) => AgendaCursor {
				block: cursor.block.min(block),
				index: if block < cursor.block { index } else { cursor.index },
				pending: cursor
					.pending
					.checked_add(1)
					.ok_or(Error::<T>::NumberOutOfRange)?,
			},
		};
		AgendaCursors::<T>::put(cursor);
		Ok(())
	}

	/// Does what is due in this block, and what was carried over.
	pub(crate) fn run_agenda() -> Weight {
		let mut weight = <T as Config>::WeightInfo::agenda_idle();
		let now = T::Calendar::now();
		let max = T::MaxAuctionEnds::get();
		let (mut blocks, mut ends) = (0u32, 0u32);
		// `schedule` may move the cursor, so that it is read each time.
		while let Some(cursor) = AgendaCursors::<T>::get().filter(|cursor| cursor.block <= now) {
			let AgendaCursor {
				block,
				index,
				pending,
			} = cursor;
			if index < AgendaLengths::<T>::get(block) {
				if ends >= max {
					break;
				}
				ends = ends.saturating_add(1);
				let due = Agenda::<T>::take(block, index);
				match (pending.checked_sub(1), index.checked_add(1)) {
					(Some(pending), Some(index)) if pending > 0 => AgendaCursors::<T>::put(AgendaCursor {
						block,
						index,
						pending,
					}),
					_ => {
						AgendaLengths::<T>::remove(block);
						AgendaCursors::<T>::kill();
					}
				}
				if let Some(due) = due {
					Self::run_due(due, now);
				}
				weight = weight.saturating_add(Self::weight_of_ending());
			} else {
				// The walk over blocks without places is bounded too.
				if blocks > max {
					break;
				}
				blocks = blocks.saturating_add(1);
				AgendaLengths::<T>::remove(block);
				AgendaCursors::<T>::put(AgendaCursor {
					block: block.saturating_add(1),
					index: 0,
					pending,
				});
				weight = weight.saturating_add(<T as Config>::WeightInfo::agenda_block());
			}
		}
		weight
	}

	/// What the end of an auction weighs at most: a sale between holders, before which the product draws what its node has paid, or
	/// the minting of a fresh NFT. An end that is put off weighs less: the drawing, and a place on the agenda instead of the sale.
	pub(crate) fn weight_of_ending() -> Weight {
		<T as Config>::WeightInfo::close_auction()
			.max(<T as Config>::WeightInfo::agenda_end())
			.saturating_add(<T as Config>::WeightInfo::advance(DOOR_STEPS))
	}

	/// The block in which an auction is looked at again that cannot end now: an extension has moved its end, or what its seller is
	/// owed takes more than a step. It goes on where this one stops, in the next block.
	fn put_off_until(auction: &Auction<T::AccountId>, now: BlockNumber) -> Option<BlockNumber> {
		if auction.end > now && !Self::is_void(auction) {
			Some(auction.end)
		} else if Self::approach_end(auction) {
			None
		} else {
			now.checked_add(1)
		}
	}

	fn run_due(due: Due, now: BlockNumber) {
		match due {
			Due::Auction(id) => {
				let Some(auction) = Auctions::<T>::get(id) else {
					return;
				};
				if let Some(block) = Self::put_off_until(&auction, now) {
					if Self::schedule(block, due).is_ok() {
						return;
					}
				}
				Self::end_auction(id, auction);
			}
			Due::Offer(id) => {
				if let Some(offer) = Offers::<T>::get(id) {
					let end = Self::offer_end(&offer).unwrap_or(OfferEnd::Expired);
					Self::close_offer(id, offer, end);
				}
			}
		}
	}
}
