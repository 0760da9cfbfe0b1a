//! Data without Config, and the arithmetic of slashing.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dmex_primitives::{math::mul_div_ceil, Balance, BlockNumber};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_arithmetic::{PerThing, Perbill};
use sp_runtime::traits::Zero;
use sp_staking::SessionIndex;

/// Changes of a bond that are remembered for the evidence that may still come: older ones give way to newer ones.
pub const MAX_BOND_POINTS: u32 = 16;

/// Sessions with a proven offence that a validator's record remembers; the bond is gone after ten of them at the latest.
pub const MAX_OFFENCES: u32 = 32;

/// Where a validator stands.
///
/// ```text
///             admit             leave                          28 days
///  Applicant ------> Active ------------> Leaving --------> Unbonding ------> (bond withdrawn)
///                     | ^ |   eject, equivocation     until    ^
///              absent | | +------------> Ejected --------------+
///                     v | resume                               |
///                  Suspended ---- leave, eject ----------------+
/// ```
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Status {
	/// Has applied and waits for the decision of the DAO.
	Applicant,
	/// In the set.
	Active {
		/// The first session that it validates.
		since: SessionIndex,
	},
	/// Out of the set because it authored nothing; may resume.
	Suspended {
		/// The first session without it.
		until: SessionIndex,
	},
	/// Out of the set by its own wish, still validating in the sessions that were planned before.
	Leaving {
		/// The first session without it.
		until: SessionIndex,
	},
	/// Out of the set by the DAO or for an equivocation, disabled in the sessions that were planned before.
	Ejected {
		/// The first session without it.
		until: SessionIndex,
	},
	/// Out for good; the bond still answers for what comes to light.
	Unbonding {
		/// The block from which the bond can be withdrawn.
		free_at: BlockNumber,
	},
}

/// Why a validator goes, or should go.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Cause {
	/// Decided by the DAO.
	Dao,
	/// A proven equivocation.
	Equivocation,
	/// Nothing authored in a session in which several blocks were expected.
	Absence,
}

/// The bond from a session on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct BondPoint {
	/// The session in which the bond became this.
	pub session: SessionIndex,
	/// The bond since then.
	pub bond: Balance,
}

/// What an offender was charged with for one session.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Charge {
	/// The session of the offence.
	pub session: SessionIndex,
	/// The bond at the time of the offence, which the fraction is taken of.
	pub base: Balance,
	/// The largest fraction charged so far.
	pub fraction: Perbill,
}

/// One who applied, validates, or did and still has a bond.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Validator {
	/// Where it stands.
	pub status: Status,
	/// What is on hold now.
	pub bond: Balance,
	/// What was slashed in all.
	pub slashed: Balance,
	/// How the bond became what it is, by session, ascending.
	pub bond_points: BoundedVec<BondPoint, ConstU32<MAX_BOND_POINTS>>,
	/// The sessions with a proven offence.
	pub charges: BoundedVec<Charge, ConstU32<MAX_OFFENCES>>,
}

impl Validator {
	/// A record with `bond` as of `session`.
	pub fn new(status: Status, bond: Balance, session: SessionIndex) -> Self {
		let mut validator = Self {
			status,
			bond,
			slashed: Zero::zero(),
			bond_points: Default::default(),
			charges: Default::default(),
		};
		validator.note_bond(bond, session);
		validator
	}

	/// Sets the bond, and remembers it from `session` on.
	pub fn note_bond(&mut self, bond: Balance, session: SessionIndex) {
		self.bond = bond;
		match self.bond_points.last_mut() {
			Some(last) if last.session == session => last.bond = bond,
			_ => {
				if self.bond_points.is_full() {
					self.bond_points.remove(0);
				}
				// Cannot fail: there is room now.
				let _ = self.bond_points.try_push(BondPoint { session, bond });
			}
		}
	}

	/// The bond at the end of `session`. For a session before the first that is remembered: the first.
	pub fn bond_at(&self, session: SessionIndex) -> Balance {
		self.bond_points
			.iter()
			.rev()
			.find(|point| point.session <= session)
			.or(self.bond_points.first())
			.map_or(self.bond, |point| point.bond)
	}

	/// Charges an offence of `session` with `fraction` of the bond at that time, and returns what is to be taken now: the
	/// difference to what was charged for that session before, at most what is left. Rounded up. `None` if the arithmetic
	/// overflows, with nothing charged.
	pub fn charge(&mut self, session: SessionIndex, fraction: Perbill) -> Option<Balance> {
		let known = self.charges.iter().position(|charge| charge.session == session);
		let before = known
			.and_then(|at| self.charges.get(at))
			.copied()
			.unwrap_or(Charge {
				session,
				base: self.bond_at(session),
				fraction: Perbill::zero(),
			});
		if fraction <= before.fraction {
			return Some(0);
		}
		let due = share_ceil(before.base, fraction)?
			.checked_sub(share_ceil(before.base, before.fraction)?)?
			.min(self.bond);
		let charge = Charge { fraction, ..before };
		match known.and_then(|at| self.charges.get_mut(at)) {
			Some(slot) => *slot = charge,
			None => {
				if self.charges.is_full() {
					self.charges.remove(0);
				}
				// Cannot fail: there is room now.
				let _ = self.charges.try_push(charge);
			}
		}
		Some(due)
	}
}

/// `fraction` of `amount`, rounded up.
pub fn share_ceil(amount: Balance, fraction: Perbill) -> Option<Balance> {
	mul_div_ceil(amount, fraction.deconstruct().into(), Perbill::ACCURACY.into())
}

/// One who is out of the set but still in a session that was planned before.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Departure<AccountId> {
	/// The validator.
	pub who: AccountId,
	/// The first session without it.
	pub until: SessionIndex,
	/// Ejected ones are disabled until then.
	pub ejected: bool,
}

/// What anyone can read about a validator.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ValidatorStatement<AccountId> {
	/// The validator.
	pub who: AccountId,
	/// Where it stands: also since or until which session, and when the bond is free.
	pub status: Status,
	/// What is on hold.
	pub bond: Balance,
	/// What was slashed in all.
	pub slashed: Balance,
	/// Blocks authored in the current session.
	pub authored: u32,
	/// It validates in the current session.
	pub validating: bool,
	/// It is to be ejected as soon as the set can spare it.
	pub ejection_due: bool,
}

#[cfg(test)]
mod tests {
	use super::*;

	fn validator(bond: Balance) -> Validator {
		Validator::new(Status::Active { since: 0 }, bond, 0)
	}

	#[test]
	fn bond_at_should_return_the_bond_of_that_session() {
		let mut v = validator(100);
		v.note_bond(150, 5);
		v.note_bond(160, 5);
		v.note_bond(90, 9);
		assert_eq!(
			[0, 4, 5, 8, 9, 99].map(|s| v.bond_at(s)),
			[100, 100, 160, 160, 90, 90]
		);
		for session in 10..10 + MAX_BOND_POINTS {
			v.note_bond(session.into(), session);
		}
		assert_eq!(v.bond_points.len(), 16);
		assert_eq!(v.bond_at(0), 10);
		assert_eq!(v.bond_at(25), 25);
	}

	#[test]
	fn charge_should_take_the_difference_only() {
		let mut v = validator(1_001);
		assert_eq!(v.charge(3, Perbill::from_percent(10)), Some(101));
		v.note_bond(900, 4);
		assert_eq!(v.charge(3, Perbill::from_percent(10)), Some(0));
		assert_eq!(v.charge(3, Perbill::from_percent(5)), Some(0));
		assert_eq!(v.charge(3, Perbill::from_percent(50)), Some(501 - 101));
		assert_eq!(v.charge(3, Perbill::one()), Some(500));
	}

	#[test]
	fn charge_should_take_the_bond_of_the_session_of_the_offence() {
		let mut v = validator(1_000);
		v.note_bond(5_000, 7);
		assert_eq!(v.charge(6, Perbill::from_percent(10)), Some(100));
		assert_eq!(v.charge(7, Perbill::from_percent(10)), Some(500));
	}

	#[test]
	fn charge_should_never_take_more_than_is_left() {
		let mut v = validator(1_000);
		v.note_bond(30, 8);
		assert_eq!(v.charge(2, Perbill::one()), Some(30));
	}

	#[test]
	fn charges_should_stay_bounded() {
		let mut v = validator(1_000);
		for session in 0..MAX_OFFENCES + 5 {
			assert!(v.charge(session, Perbill::from_percent(1)).is_some());
		}
		assert_eq!(v.charges.len(), 32);
		assert_eq!(v.charges.first().map(|c| c.session), Some(5));
	}

	#[test]
	fn share_ceil_should_round_up() {
		assert_eq!(share_ceil(1, Perbill::from_parts(1)), Some(1));
		assert_eq!(share_ceil(10, Perbill::one()), Some(10));
		assert_eq!(share_ceil(0, Perbill::one()), Some(0));
		assert_eq!(share_ceil(Balance::MAX, Perbill::one()), Some(Balance::MAX));
	}
}
