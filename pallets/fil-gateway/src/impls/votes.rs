//! Votes, rounds, quorums.

use crate::{errors::invalid, *};
use dmex_primitives::{BlockNumber, Calendar};
use frame_support::{
	ensure,
	pallet_prelude::{
		DispatchResult, Encode, TransactionSource, TransactionValidityError, TransactionValidityWithRefund,
		ValidTransaction, Weight,
	},
};

impl<T: Config> Pallet<T> {
	/// A transaction that is unique by `tag`, free, and before others: without them nothing is minted or paid.
	pub(crate) fn authorized(tag: impl Encode) -> TransactionValidityWithRefund {
		ValidTransaction::with_tag_prefix("FilGateway")
			.priority(u64::MAX / 2)
			.and_provides(tag)
			.longevity(64)
			.propagate(true)
			.build()
			.map(|valid| (valid, Weight::zero()))
	}

	pub(crate) fn authorize_vote(
		_: TransactionSource,
		vote: &Vote,
		operator: &u16,
		signature: &OperatorSignature,
	) -> TransactionValidityWithRefund {
		let check = || -> Result<(), TransactionValidityError> {
			let (_, _, member) = Self::check_vote(vote, *operator).map_err(invalid::<T>)?;
			let payload = vote.payload(&Self::chain());
			if sp_io::crypto::sr25519_verify(signature, &payload, &member.key) {
				Ok(())
			} else {
				Err(invalid::<T>(Error::BadSignature))
			}
		};
		check()?;
		Self::authorized((b"vote", vote.set, vote.subject, vote.round, operator))
	}

	/// Whether the vote can be counted, but for its signature. Cheap checks come first.
	pub(crate) fn check_vote(vote: &Vote, operator: u16) -> Result<(Round, OperatorSet, Operator), Error<T>> {
		let (id, set) = Self::current_set().ok_or(Error::<T>::NotSetUp)?;
		ensure!(vote.set == id, Error::<T>::OldSet);
		let member = set
			.members
			.get(usize::from(operator))
			.ok_or(Error::<T>::UnknownOperator)?
			.clone();
		ensure!(!member.disabled, Error::<T>::OperatorDisabled);
		Self::ensure_open(vote.subject)?;
		let round = Rounds::<T>::get(vote.subject).unwrap_or_default();
		ensure!(vote.round == round.round, Error::<T>::WrongRound);
		ensure!(round.accepted.is_none(), Error::<T>::AlreadyAccepted);
		ensure!(
			round.votes.iter().all(|counted| counted.operator != operator),
			Error::<T>::AlreadyVoted
		);
		Ok((round, set, member))
	}

	/// Whether the subject is the next one.
	pub(crate) fn ensure_open(subject: Subject) -> Result<(), Error<T>> {
		match subject {
			Subject::Range(range) => {
				let checkpoint = LastCheckpoint::<T>::get().ok_or(Error::<T>::NotSetUp)?;
				ensure!(checkpoint.next == range, Error::<T>::RangeOutOfSequence);
				ensure!(!Halted::<T>::get(), Error::<T>::RangesHalted);
			}
			Subject::Oracle(day) => {
				let window = NextRecord::<T>::get().ok_or(Error::<T>::NotSetUp)?;
				ensure!(
					window.day == day && window.to.is_some() && !Recording::<T>::exists(),
					Error::<T>::DayOutOfSequence
				);
			}
		}
		Ok(())
	}

	pub(crate) fn do_vote(vote: Vote, operator: u16) -> DispatchResult {
		let (mut round, set, member) = Self::check_vote(&vote, operator)?;
		if round.votes.is_empty() {
			round.opened_at = Self::now();
		}
		round
			.votes
			.try_push(CountedVote {
				operator,
				digest: vote.digest,
			})
			.map_err(|_| Error::<T>::BadSetSize)?;
		Self::deposit_event(Event::Voted {
			set: vote.set,
			operator: member.account,
			subject: vote.subject,
			round: vote.round,
			digest: vote.digest,
		});
		if round.agreeing(&vote.digest) >= set.threshold() {
			round.accepted = Some(vote.digest);
			round.opened_at = Self::now();
			Self::deposit_event(Event::Accepted {
				subject: vote.subject,
				round: vote.round,
				digest: vote.digest,
			});
		}
		Rounds::<T>::insert(vote.subject, round);
		Ok(())
	}

	/// Blocks of [`ROUND_EPOCHS`] epochs.
	pub(crate) fn round_blocks() -> BlockNumber {
		let calendar = T::Calendar::parameters();
		let blocks = u64::from(ROUND_EPOCHS)
			.saturating_mul(calendar.blocks_per_day.into())
			.checked_div(calendar.epochs_per_day.into())
			.unwrap_or(u64::MAX);
		BlockNumber::try_from(blocks).unwrap_or(BlockNumber::MAX).max(3)
	}

	pub(crate) fn do_open_next_round(subject: Subject) -> DispatchResult {
		Self::ensure_open(subject)?;
		let (round, opened_at) = match (Rounds::<T>::get(subject), subject) {
			(Some(round), _) => (round.round, round.opened_at),
			// Nobody may be able to vote in the first round: whoever has signed what was lost with a fork does not sign otherwise.
			(None, Subject::Range(_)) => {
				let checkpoint = LastCheckpoint::<T>::get().ok_or(Error::<T>::NotSetUp)?;
				(0, checkpoint.at)
			}
			(None, Subject::Oracle(_)) => return Err(Error::<T>::NoRound.into()),
		};
		let over = opened_at
			.checked_add(Self::round_blocks())
			.ok_or(Error::<T>::BlockOutOfRange)?;
		ensure!(Self::now() >= over, Error::<T>::RoundNotOver);
		Self::next_round(subject, round)
	}

	/// Opens the round after `round`. Votes, and a delivery that is not complete, are void.
	pub(crate) fn next_round(subject: Subject, round: u32) -> DispatchResult {
		let round = round.checked_add(1).ok_or(Error::<T>::Overflow)?;
		Rounds::<T>::insert(
			subject,
			Round {
				round,
				opened_at: Self::now(),
				..Default::default()
			},
		);
		// A delivery that is being applied is of the subject before.
		match subject {
			Subject::Range(_) if !Applying::<T>::exists() => RangeDelivery::<T>::kill(),
			Subject::Oracle(_) if !Recording::<T>::exists() => RecordDelivery::<T>::kill(),
			_ => (),
		}
		Self::deposit_event(Event::RoundOpened { subject, round });
		Ok(())
	}

	/// The day whose record can be voted on.
	pub(crate) fn open_day() -> Option<Subject> {
		NextRecord::<T>::get()
			.filter(|window| window.to.is_some() && !Recording::<T>::exists())
			.map(|window| Subject::Oracle(window.day))
	}

	fn open_subjects() -> impl Iterator<Item = Subject> {
		let range = LastCheckpoint::<T>::get().map(|checkpoint| Subject::Range(checkpoint.next));
		range.into_iter().chain(Self::open_day())
	}

	/// An operator of the set in office was slashed: its votes do not count any more. Where a digest was accepted by it, and is not
	/// delivered completely, the others vote anew.
	pub(crate) fn withdraw_votes(operator: u16, threshold: u32) -> DispatchResult {
		for subject in Self::open_subjects() {
			let Some(mut round) = Rounds::<T>::get(subject) else {
				continue;
			};
			let counted = round.votes.len();
			round.votes.retain(|vote| vote.operator != operator);
			if round.votes.len() == counted {
				continue;
			}
			let stands = round
				.accepted
				.is_none_or(|digest| round.agreeing(&digest) >= threshold);
			if stands {
				Rounds::<T>::insert(subject, round);
			} else {
				Self::next_round(subject, round.round)?;
			}
		}
		Ok(())
	}

	/// Another set is in office: what the old one voted for and has not delivered is void.
	pub(crate) fn restart_open_rounds() -> DispatchResult {
		for subject in Self::open_subjects() {
			if let Some(round) = Rounds::<T>::get(subject) {
				Self::next_round(subject, round.round)?;
			}
		}
		Ok(())
	}
}
