//! Who may issue hashrate products.

use crate::*;
use dmex_primitives::IssuerIdentity;
use pallet_identity::Judgement;

/// An on-chain identity that a registrar of the DAO has judged reasonable or known good, and none has found wrong.
pub struct JudgedIdentity;
impl IssuerIdentity<AccountId> for JudgedIdentity {
	fn is_judged(who: &AccountId) -> bool {
		let Some(registration) = pallet_identity::IdentityOf::<Runtime>::get(who) else {
			return false;
		};
		let judged = |wanted: fn(&Judgement<Balance>) -> bool| {
			registration
				.judgements
				.iter()
				.any(|(_, judgement)| wanted(judgement))
		};
		judged(|judgement| matches!(judgement, Judgement::Reasonable | Judgement::KnownGood))
			&& !judged(|judgement| matches!(judgement, Judgement::LowQuality | Judgement::Erroneous))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn judge(who: &AccountId) {
		use pallet_identity::{legacy::IdentityInfo, Registration};
		let info = IdentityInfo {
			additional: Default::default(),
			display: Default::default(),
			legal: Default::default(),
			web: Default::default(),
			riot: Default::default(),
			email: Default::default(),
			pgp_fingerprint: None,
			image: Default::default(),
			twitter: Default::default(),
		};
		let judgements = alloc::vec![(0, Judgement::KnownGood)];
		let registration = Registration {
			judgements: judgements.try_into().unwrap_or_default(),
			deposit: <Runtime as pallet_identity::Config>::BasicDeposit::get(),
			info,
		};
		pallet_identity::IdentityOf::<Runtime>::insert(who, registration);
	}
}
