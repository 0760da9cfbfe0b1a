//! Errors as the transaction pool understands them.

use crate::*;
use frame_support::pallet_prelude::{InvalidTransaction, TransactionValidityError};

/// What a refused transaction tells the pool: `Stale` and it is dropped, `Future` and it may be tried again.
pub(crate) fn invalid<T: Config>(error: Error<T>) -> TransactionValidityError {
	let invalid = match error {
		Error::BadSignature => InvalidTransaction::BadProof,
		Error::UnknownOperator | Error::OperatorDisabled => InvalidTransaction::BadSigner,
		Error::AlreadyAccepted | Error::AlreadyVoted | Error::AlreadyDelivered | Error::OldSet => {
			InvalidTransaction::Stale
		}
		Error::StillApplying | Error::RangesHalted => InvalidTransaction::Future,
		Error::RangeOutOfSequence => InvalidTransaction::Custom(1),
		Error::DayOutOfSequence => InvalidTransaction::Custom(2),
		Error::WrongRound => InvalidTransaction::Custom(3),
		Error::NotAccepted => InvalidTransaction::Custom(4),
		Error::NothingUnderDelivery => InvalidTransaction::Custom(5),
		Error::UnknownPage => InvalidTransaction::Custom(6),
		Error::WrongPage => InvalidTransaction::Custom(7),
		_ => InvalidTransaction::Call,
	};
	invalid.into()
}
