//! What anyone can read about the validators.

use crate::ValidatorStatement;
use alloc::vec::Vec;
use codec::Codec;
use dmex_primitives::Balance;

sp_api::decl_runtime_apis! {
	/// Who validates, and on what terms.
	pub trait ValidatorSetApi<AccountId>
	where
		AccountId: Codec,
	{
		/// The set that the next session to be planned will have; bounded by its largest size.
		fn validators() -> Vec<ValidatorStatement<AccountId>>;

		/// An applicant, a validator, or one whose bond is not free yet.
		fn validator(who: AccountId) -> Option<ValidatorStatement<AccountId>>;

		/// The least bond, in DMC.
		fn minimum_bond() -> Balance;

		/// The size below which the set is never taken.
		fn minimum_set_size() -> u32;
	}
}
