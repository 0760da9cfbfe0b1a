//! Applying range reports, item by item, and saying whose each credit is.

use super::excess;
use crate::*;
use dmex_primitives::{AccountId, Balance};
use fil_primitives::{Memo, MemoError, RedeemMemo};
use frame_support::{ensure, pallet_prelude::DispatchResult, storage::with_storage_layer};
use sp_core::H256;

/// Where money came from: what suspense keeps of it.
#[derive(Clone, Default)]
pub(crate) struct Origin {
	pub deposit: Option<H256>,
	pub from: Option<ActorId>,
	pub memo: MemoBytes,
	pub range: RangeIndex,
}

impl<T: Config> Pallet<T> {
	/// Applies up to `max` items of the range report that is complete. Returns how many steps that took; the last one ends it.
	pub(crate) fn apply_items(max: u32) -> u32 {
		let Some(mut progress) = Applying::<T>::get().filter(|_| max > 0) else {
			return 0;
		};
		let (Some(delivery), Some(custody)) = (RangeDelivery::<T>::get(), CustodyInfo::<T>::get()) else {
			return 0;
		};
		let mut steps = 0u32;
		while steps < max {
			if usize::from(progress.page) >= delivery.header.pages.len() {
				Self::finish_range(delivery.header);
				return steps.saturating_add(1);
			}
			let items = Pages::<T>::get(progress.page)
				.map(|page| page.body)
				.unwrap_or_default();
			while let Some(item) = items.get(usize::from(progress.item)).filter(|_| steps < max) {
				Self::apply_item(&custody, delivery.header.range, item, &mut progress);
				progress.item = progress.item.saturating_add(1);
				steps = steps.saturating_add(1);
			}
			if usize::from(progress.item) >= items.len() {
				Pages::<T>::remove(progress.page);
				progress.page = progress.page.saturating_add(1);
				progress.item = 0;
			}
		}
		Applying::<T>::put(progress);
		steps
	}

	pub(crate) fn do_apply(max: u32) -> DispatchResult {
		ensure!(max <= MAX_ITEMS, Error::<T>::TooManySteps);
		let steps = Self::apply_items(max);
		Self::apply_facts(max.saturating_sub(steps));
		Ok(())
	}

	/// Never fails: what cannot be paid is in suspense, what nobody requested is a fault.
	fn apply_item(custody: &Custody, range: RangeIndex, item: &Item, progress: &mut Progress) {
		match item {
			Item::Credit(credit) => {
				progress.credits = excess(progress.credits, credit.value);
				let origin = Origin {
					deposit: Self::item_id(custody, item),
					from: Some(credit.from),
					memo: credit.memo.clone(),
					range,
				};
				Self::attribute(credit, origin);
			}
			Item::Debit(debit) => {
				progress.debits = excess(progress.debits, debit.value);
				Self::apply_debit(debit);
			}
			Item::Bind(binding) => Self::bind_node(binding, range),
		}
	}

	fn attribute(credit: &Credit, origin: Origin) {
		let outcome = match Self::target_of(credit) {
			Ok(target) => with_storage_layer(|| {
				Self::count_pay(&target)?;
				Self::deposit_event(Event::Deposited {
					target: target.clone(),
					amount: credit.value,
					deposit: origin.deposit,
					range: origin.range,
				});
				Self::grant(target, credit.value, origin.deposit, origin.range)
			})
			.map_err(|_| SuspenseReason::Refused),
			Err(reason) => Err(reason),
		};
		if let Err(reason) = outcome {
			Self::suspend(credit.value, reason, origin);
		}
	}

	/// Whose the credit is, in the order of §5: a node's, by memo, by its sender, or nobody's.
	fn target_of(credit: &Credit) -> Result<Target, SuspenseReason> {
		if matches!(State::<T>::get(), Status::WindingDown { .. }) {
			return Err(SuspenseReason::WindingDown);
		}
		if credit.source == CreditSource::Miner {
			return Self::pay_of_node(credit.from, credit.value).ok_or(SuspenseReason::UnboundNode);
		}
		let chain = Self::chain().0;
		if RedeemMemo::decode(&credit.memo, &chain) != Err(MemoError::NotAMemo) {
			return Err(SuspenseReason::BadMemo);
		}
		match Memo::decode(&credit.memo, &chain) {
			Ok(Memo::Account(account)) => Ok(Target::Account(AccountId::new(account))),
			Ok(Memo::Product { product }) => Ok(Target::Product(product)),
			Ok(Memo::Phase { pool, phase, account }) => Ok(Target::Phase {
				pool,
				phase,
				account: AccountId::new(account),
			}),
			Ok(Memo::BindNode { issuer, .. }) => Ok(Target::Account(AccountId::new(issuer))),
			Err(MemoError::NotAMemo) => credit
				.from_key
				.and_then(Senders::<T>::get)
				.and_then(|binding| binding.account)
				.map(Target::Account)
				.ok_or(SuspenseReason::Unattributed),
			Err(_) => Err(SuspenseReason::BadMemo),
		}
	}

	/// What a node's payout is: pay up to what it has earned and not paid out yet, the rest principal.
	fn pay_of_node(id: ActorId, value: Balance) -> Option<Target> {
		let node = Nodes::<T>::get(id)?;
		let pay = value.min(excess(node.reported, node.credited));
		Some(Target::Node { node: id, pay })
	}

	/// What a node earned counts as paid out.
	fn count_pay(target: &Target) -> DispatchResult {
		let Target::Node { node, pay } = target else {
			return Ok(());
		};
		Nodes::<T>::try_mutate(node, |node| {
			let node = node.as_mut().ok_or(Error::<T>::NotSetUp)?;
			node.credited = node.credited.checked_add(*pay).ok_or(Error::<T>::Overflow)?;
			Ok(())
		})
	}

	/// Takes that back: the pay went into suspense.
	pub(crate) fn uncount_pay(target: &Target) -> DispatchResult {
		let Target::Node { node, pay } = target else {
			return Ok(());
		};
		Nodes::<T>::try_mutate(node, |node| {
			let node = node.as_mut().ok_or(Error::<T>::NotSetUp)?;
			node.credited = node.credited.checked_sub(*pay).ok_or(Error::<T>::Overflow)?;
			Ok(())
		})
	}

	fn bind_node(binding: &NodeBinding, range: RangeIndex) {
		let issuer = binding.account.clone();
		Nodes::<T>::mutate(binding.node, |node| match node {
			Some(node) => node.issuer = issuer.clone(),
			None => {
				*node = Some(Node {
					issuer: issuer.clone(),
					since: Self::height_of(range.saturating_add(1)),
					reported: 0,
					credited: 0,
					record: None,
				});
			}
		});
		Self::deposit_event(Event::NodeBound {
			node: binding.node,
			issuer,
		});
	}

	/// The last step of a range: dust, pending payouts, the reserve.
	fn finish_range(header: RangeHeader) {
		if header.dust.amount > 0 {
			let origin = Origin {
				range: header.range,
				..Default::default()
			};
			let reason = match State::<T>::get() {
				Status::WindingDown { .. } => SuspenseReason::WindingDown,
				Status::Running | Status::Paused { .. } => SuspenseReason::Dust,
			};
			Self::suspend(header.dust.amount, reason, origin);
		}
		Self::bind_pending(&header.pending, header.verdict == Verdict::Sound);
		Applying::<T>::kill();
		RangeDelivery::<T>::kill();
		let (claims, balance) = (Self::claims(), Self::reserve());
		// A pause that it comes from says more.
		if claims > balance && State::<T>::get() == Status::Running {
			Self::pause(Fault::Reserve);
		}
		Self::deposit_event(Event::RangeApplied {
			range: header.range,
			claims,
			balance,
		});
	}
}
