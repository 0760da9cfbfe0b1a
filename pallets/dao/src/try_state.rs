//! What always holds.

use crate::*;
use dmex_primitives::Stage;
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks all invariants.
	///
	/// 1. The council has exactly `CouncilSize` members, each once, or none if genesis gave it none.
	/// 2. `CommunityStageSince` is present exactly in stage 2 and not in the future.
	/// 3. A year after genesis the stage is stage 2.
	/// 4. `NextEnactment` is greater than the number of every pending enactment.
	/// 5. Every pending enactment is scheduled under its name for its block, unless that block has come.
	/// 6. Every pending enactment waits no longer than 7 days.
	/// 7. `PendingCustodyChanges` counts the pending enactments that change the gateway's operators or custody.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let now = T::Calendar::now();

		let council = Self::council();
		let full = u32::try_from(council.len()) == Ok(T::CouncilSize::get());
		ensure!(
			full || council.is_empty(),
			"1: the council has empty seats or too many"
		);
		ensure!(
			council.windows(2).all(|pair| pair[0] < pair[1]),
			"1: a member of the council sits twice"
		);

		let since = CommunityStageSince::<T>::get();
		ensure!(
			since.is_some() == (Self::stage() == Stage::Community),
			"2: the stage has no beginning or no stage"
		);
		ensure!(since.is_none_or(|at| at <= now), "2: stage 2 began in the future");

		let overdue = u64::from(now) > T::Calendar::parameters().year();
		ensure!(
			!overdue || Self::stage() == Stage::Community,
			"3: stage 2 is overdue"
		);

		let next = NextEnactment::<T>::get();
		let longest = T::Calendar::parameters()
			.days(ENACTMENT_DAYS)
			.ok_or("6: 7 days are out of range")?;
		let custody = Enactments::<T>::iter_values()
			.filter(|pending| pending.custody)
			.count();
		ensure!(
			u32::try_from(custody) == Ok(PendingCustodyChanges::<T>::get()),
			"7: pending changes of custody are miscounted"
		);
		for (id, pending) in Enactments::<T>::iter() {
			ensure!(id < next, "4: the number of an enactment will be given again");
			if pending.when > now {
				let scheduled = <T as Config>::Scheduler::next_dispatch_time(Self::enactment_name(id));
				ensure!(
					scheduled == Ok(pending.when.into()),
					"5: an enactment is not scheduled"
				);
				let waits = pending
					.when
					.checked_sub(now)
					.ok_or("6: an enactment is overdue")?;
				ensure!(waits <= longest, "6: an enactment waits too long");
			}
		}
		Ok(())
	}
}
