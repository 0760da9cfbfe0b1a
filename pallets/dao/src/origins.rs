//! Who decides: the origins of the table of §12.

use crate::{Config, CouncilOrigin, Decider, Origin, Pallet};
use core::marker::PhantomData;
use dmex_primitives::Decision;
use frame_support::traits::{EnsureOrigin, EnsureOriginWithArg, Get, OriginTrait};
use pallet_collective::DefaultVote;

/// Whose decision an origin stands for. Root and signed origins stand for nobody's.
fn decider<T, O>(origin: &O) -> Option<Decider>
where
	T: Config,
	O: OriginTrait,
	for<'a> &'a O::PalletsOrigin: TryInto<&'a Origin> + TryInto<&'a CouncilOrigin<T>>,
{
	let council: Result<&CouncilOrigin<T>, _> = origin.caller().try_into();
	if let Ok(pallet_collective::RawOrigin::Members(ayes, _)) = council {
		return (*ayes >= <T as Config>::CouncilThreshold::get()).then_some(Decider::Council);
	}
	let referendum: Result<&Origin, _> = origin.caller().try_into();
	referendum.ok().map(|Origin::Referendum| Decider::Referendum)
}

/// Passes who may take the decision that is asked for, in the current stage. Root does not pass.
pub struct EnsureDecision<T>(PhantomData<T>);

impl<T, O> EnsureOriginWithArg<O, Decision> for EnsureDecision<T>
where
	T: Config,
	O: OriginTrait + From<Origin> + From<CouncilOrigin<T>>,
	for<'a> &'a O::PalletsOrigin: TryInto<&'a Origin> + TryInto<&'a CouncilOrigin<T>>,
{
	type Success = Decider;

	fn try_origin(origin: O, decision: &Decision) -> Result<Decider, O> {
		match decider::<T, O>(&origin) {
			Some(decider) if decider.may_decide(*decision, Pallet::<T>::stage()) => Ok(decider),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(decision: &Decision) -> Result<O, ()> {
		let stage = Pallet::<T>::stage();
		if Decider::Council.may_decide(*decision, stage) {
			let (ayes, seats) = (<T as Config>::CouncilThreshold::get(), T::CouncilSize::get());
			Ok(O::from(pallet_collective::RawOrigin::<
				T::AccountId,
				crate::CouncilInstance,
			>::Members(ayes, seats)))
		} else if Decider::Referendum.may_decide(*decision, stage) {
			Ok(O::from(Origin::Referendum))
		} else {
			Err(())
		}
	}
}

/// A row of the table as an origin for the pallets that know nothing of rows.
pub struct EnsureRow<T, Row>(PhantomData<(T, Row)>);

impl<T, Row, O> EnsureOrigin<O> for EnsureRow<T, Row>
where
	Row: Get<Decision>,
	EnsureDecision<T>: EnsureOriginWithArg<O, Decision, Success = Decider>,
{
	type Success = Decider;

	fn try_origin(origin: O) -> Result<Decider, O> {
		EnsureDecision::<T>::try_origin(origin, &Row::get())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<O, ()> {
		EnsureDecision::<T>::try_successful_origin(&Row::get())
	}
}

macro_rules! rows {
	($($(#[$doc:meta])* $row:ident => $alias:ident;)*) => {$(
		#[doc = concat!("[`Decision::", stringify!($row), "`] as a type.")]
		pub struct $row;
		impl Get<Decision> for $row {
			fn get() -> Decision {
				Decision::$row
			}
		}
		$(#[$doc])*
		pub type $alias<T> = EnsureRow<T, $row>;
	)*};
}

rows! {
	/// Rows 1, 5, 7 and 9: the council; in stage 2 a referendum too.
	Shared => EnsureShared;
	/// Rows 2, 3, 4, 6 and 8: the council in stage 1, a referendum in stage 2.
	Holders => EnsureHolders;
	/// Row 10 when it is decided: as [`EnsureHolders`]. What was decided is dispatched as Root after 7 days.
	Delayed => EnsureDelayed;
	/// Row 11: the council in stage 1, nobody in stage 2.
	CouncilSeats => EnsureCouncilSeats;
}

/// Members of the council who do not vote have voted no.
pub struct NoDefaultVote;

impl DefaultVote for NoDefaultVote {
	fn default_vote(_: Option<bool>, _: u32, _: u32, _: u32) -> bool {
		false
	}
}
