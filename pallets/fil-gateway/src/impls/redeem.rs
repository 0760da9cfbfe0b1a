//! Requests to redeem, objections, cancellations.

use crate::*;
use dmex_primitives::{math::mul_div_floor, AccountId, Balance, BlockNumber};
use fil_primitives::{Address, AddressError};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungibles::MutateHold, Get, UnixTime},
};
use sp_runtime::DispatchError;

/// No fee of a redemption is higher.
const MOST_FEE: Balance = MINIMUM_AMOUNT / 2;

impl<T: Config> Pallet<T> {
	/// Reads the address that FIL is to be sent to.
	pub(crate) fn parse_destination(text: &[u8]) -> Result<Address, Error<T>> {
		let address = Self::parse_address(text)?;
		ensure!(address.is_key(), Error::<T>::AddressProtocol);
		Ok(address)
	}

	pub(crate) fn parse_address(text: &[u8]) -> Result<Address, Error<T>> {
		let network = CustodyInfo::<T>::get().ok_or(Error::<T>::NotSetUp)?.network;
		let text = core::str::from_utf8(text).map_err(|_| Error::<T>::AddressForm)?;
		Address::parse(text, network).map_err(|error| match error {
			AddressError::Checksum => Error::<T>::AddressChecksum,
			AddressError::WrongNetwork => Error::<T>::AddressNetwork,
			_ => Error::<T>::AddressForm,
		})
	}

	/// The part of `amount` that the reserve covers, rounded down; never more than it.
	pub(crate) fn share(amount: Balance, reserve: Balance, claims: Balance) -> Result<Balance, Error<T>> {
		if reserve >= claims {
			return Ok(amount);
		}
		mul_div_floor(amount, reserve, claims).ok_or(Error::<T>::Overflow)
	}

	pub(crate) fn do_redeem(
		who: AccountId,
		amount: Balance,
		destination: &[u8],
		min_net: Balance,
	) -> Result<RedemptionId, DispatchError> {
		match State::<T>::get() {
			Status::Running => (),
			Status::Paused { .. } => return Err(Error::<T>::GatewayPaused.into()),
			Status::WindingDown { .. } => return Err(Error::<T>::GatewayWindingDown.into()),
		}
		ensure!(amount >= MINIMUM_AMOUNT, Error::<T>::BelowMinimum);
		let destination = Self::parse_destination(destination)?;
		let fee = T::RedemptionFee::get().min(MOST_FEE);
		let net = amount.checked_sub(fee).ok_or(Error::<T>::Overflow)?;
		ensure!(net >= min_net, Error::<T>::BelowBound);
		Self::hold_and_open(who, amount, fee, net, destination)
	}

	pub(crate) fn do_redeem_share(
		who: AccountId,
		amount: Balance,
		destination: &[u8],
		min_net: Balance,
	) -> Result<RedemptionId, DispatchError> {
		let Status::WindingDown { reserve, claims, .. } = State::<T>::get() else {
			return Err(Error::<T>::NotWindingDown.into());
		};
		ensure!(amount >= MINIMUM_AMOUNT, Error::<T>::BelowMinimum);
		let destination = Self::parse_destination(destination)?;
		let net = Self::share(amount, reserve, claims)?;
		ensure!(net > 0 && net >= min_net, Error::<T>::BelowBound);
		Self::hold_and_open(who, amount, 0, net, destination)
	}

	fn hold_and_open(
		who: AccountId,
		amount: Balance,
		fee: Balance,
		net: Balance,
		destination: Address,
	) -> Result<RedemptionId, DispatchError> {
		T::Assets::hold(Self::ifil(), &HoldReason::Redemption.into(), &who, amount)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		let redeeming = Redeeming::<T>::get()
			.checked_add(amount)
			.ok_or(Error::<T>::Overflow)?;
		Redeeming::<T>::put(redeeming);
		Self::open_redemption(Source::Held(who), amount, fee, net, destination)
	}

	/// Books a request. It waits a day if all requests of 24 hours are above the threshold.
	pub(crate) fn open_redemption(
		source: Source,
		amount: Balance,
		fee: Balance,
		net: Balance,
		destination: Address,
	) -> Result<RedemptionId, DispatchError> {
		let id = NextRedemption::<T>::get();
		NextRedemption::<T>::put(id.checked_add(1).ok_or(Error::<T>::Overflow)?);
		let mut window = RedeemWindow::<T>::get().at(Self::hour());
		window.add(amount).ok_or(Error::<T>::Overflow)?;
		let total = window.total().ok_or(Error::<T>::Overflow)?;
		RedeemWindow::<T>::put(window);
		let ready_at = if total > T::RedemptionThreshold::get() {
			Self::in_days(1)?
		} else {
			Self::now()
		};
		let cancellable_at = ready_at
			.checked_add(days::<T::Calendar>(PROPOSAL_DAYS))
			.ok_or(Error::<T>::BlockOutOfRange)?;
		Self::deposit_event(Event::RedemptionRequested {
			id,
			source: source.clone(),
			amount,
			net,
			destination: destination.to_bytes(),
			ready_at,
		});
		Redemptions::<T>::insert(
			id,
			Redemption {
				source,
				amount,
				fee,
				net,
				destination,
				requested_at: Self::now(),
				ready_at,
				cancellable_at,
				state: RedemptionState::Open,
			},
		);
		Ok(id)
	}

	/// Whether nothing keeps operators from proposing it.
	pub(crate) fn is_ready(redemption: &Redemption, now: BlockNumber) -> bool {
		redemption.ready_at <= now && Self::is_open(redemption, now)
	}

	/// Whether it is neither bound, nor being cancelled, nor under an objection, nor undecided.
	fn is_open(redemption: &Redemption, now: BlockNumber) -> bool {
		match redemption.state {
			RedemptionState::Open => true,
			RedemptionState::Objected { until } => until <= now,
			RedemptionState::Bound { .. }
			| RedemptionState::Cancelling { .. }
			| RedemptionState::Undecided { .. } => false,
		}
	}

	/// `who` is `None` for the DAO, which owns what is in suspense.
	pub(crate) fn do_cancel_redemption(who: Option<AccountId>, id: RedemptionId) -> DispatchResult {
		let redemption = Redemptions::<T>::get(id).ok_or(Error::<T>::RedemptionNotFound)?;
		let owner = match &redemption.source {
			Source::Held(owner) => Some(owner),
			Source::Suspense(_) => None,
		};
		ensure!(owner == who.as_ref(), Error::<T>::NotOwner);
		let now = Self::now();
		ensure!(
			Self::is_open(&redemption, now) && redemption.cancellable_at <= now,
			Error::<T>::NotCancellable
		);
		Self::begin_cancellation(id, redemption)
	}

	/// From now on no operator proposes it. The refund waits for a report about a later time, as one may have been proposed before.
	fn begin_cancellation(id: RedemptionId, mut redemption: Redemption) -> DispatchResult {
		redemption.state = RedemptionState::Cancelling {
			since: T::UnixTime::now().as_secs(),
		};
		Redemptions::<T>::insert(id, redemption);
		let mut ends = CancellationEnds::<T>::get();
		Cancellations::<T>::insert(ends.tail, id);
		ends.tail = ends.tail.checked_add(1).ok_or(Error::<T>::Overflow)?;
		CancellationEnds::<T>::put(ends);
		Self::deposit_event(Event::RedemptionCancelling { id });
		Ok(())
	}

	/// `who` is `None` for the DAO.
	pub(crate) fn do_object(who: Option<AccountId>, id: RedemptionId) -> DispatchResult {
		let mut redemption = Redemptions::<T>::get(id).ok_or(Error::<T>::RedemptionNotFound)?;
		ensure!(!Self::is_change_pending(), Error::<T>::ChangePending);
		let waits = redemption.state == RedemptionState::Open && redemption.ready_at > Self::now();
		ensure!(waits, Error::<T>::CannotObject);
		if let Some(operator) = who {
			let (_, set) = Self::current_set().ok_or(Error::<T>::NotEntitled)?;
			let entitled = set
				.members
				.iter()
				.any(|one| one.account == operator && !one.disabled);
			ensure!(entitled, Error::<T>::NotEntitled);
			let mut objectors = Objections::<T>::get(id);
			ensure!(!objectors.contains(&operator), Error::<T>::CannotObject);
			objectors
				.try_push(operator.clone())
				.map_err(|_| Error::<T>::CannotObject)?;
			// Those who have left the set since do not count.
			let count = objectors
				.iter()
				.filter(|who| {
					set.members
						.iter()
						.any(|one| one.account == **who && !one.disabled)
				})
				.count();
			if u32::try_from(count).is_ok_and(|count| count < set.threshold()) {
				Objections::<T>::insert(id, objectors);
				Self::deposit_event(Event::ObjectionCounted { id, operator });
				return Ok(());
			}
		}
		let until = Self::in_days(OBJECTION_DAYS)?;
		redemption.state = RedemptionState::Objected { until };
		Redemptions::<T>::insert(id, redemption);
		Objections::<T>::remove(id);
		Self::deposit_event(Event::RedemptionObjected { id, until });
		Ok(())
	}

	fn is_change_pending() -> bool {
		T::ChangePending::get() || CustodyInfo::<T>::get().is_some_and(|custody| custody.announced.is_some())
	}

	pub(crate) fn do_confirm_objection(id: RedemptionId) -> DispatchResult {
		let redemption = Redemptions::<T>::get(id).ok_or(Error::<T>::RedemptionNotFound)?;
		let objected = matches!(redemption.state, RedemptionState::Objected { until } if until > Self::now());
		ensure!(objected, Error::<T>::NoObjection);
		Self::begin_cancellation(id, redemption)
	}
}
