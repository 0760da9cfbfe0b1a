//! Random sequences of everything that can happen to the pallet, with all invariants after each step. What is refused changes
//! nothing. In the end every product is closed, and what went in has come out, to the unit.

use super::*;
use frame_support::traits::tokens::Preservation;
use proptest::prelude::*;

const IDS: u32 = 3;

#[derive(Clone, Debug)]
enum Operation {
	List(u32, u64, u32),
	Sell(u32, u8, u128, u32),
	Activate(u32),
	Close(u32, u128),
	Fulfil(u32),
	Judge(u32, u64, u64),
	OpenDays(u32, u32),
	Freeze(u32),
	FreezeByDecision(u32),
	Unfreeze(u32),
	Recover(u32),
	Resume(u32, u32),
	Terminate(u32),
	TerminateIdle(u32),
	Expire(u32),
	Cancel(u32),
	Claim(u32, u8),
	ClaimAsStranger(u32, u8, u8),
	Burn(u32, u8),
	Transfer(u32, u8, u8),
	Pledge(u32, u8, bool),
	ClaimCredit(u8, bool),
	Blocks(u32),
	Days(u32),
	BlockAccount(u8, bool),
	FreezeEscrow(bool),
	Revenue(u64, bool),
	Donate(u8, u64),
	ProductsFail(bool),
}

fn operation() -> impl Strategy<Value = Operation> {
	use Operation::*;
	let id = || 0..IDS;
	let who = || 0u8..6;
	let price = || prop_oneof![0u128..20, 1u128..10_000, 1u128..1_000 * ONE];
	let delivery = || prop_oneof![3 => Just(FULL), 1 => Just(0), 4 => 0..=FULL, 1 => Just(FULL + 1)];
	prop_oneof![
		4 => (id(), any::<u64>(), 1u32..12).prop_map(|(p, bond, days)| List(p, bond % (50 * ONE as u64), days)),
		12 => (id(), who(), price(), prop_oneof![Just(0), 0u32..4]).prop_map(|(p, w, n, d)| Sell(p, w, n, d)),
		12 => id().prop_map(Activate),
		16 => (id(), delivery()).prop_map(|(p, d)| Close(p, d)),
		2 => id().prop_map(Fulfil),
		8 => (id(), 0u64..1_000, 0u64..1_000).prop_map(|(p, d, r)| Judge(p, d, r)),
		3 => (id(), 0u32..10).prop_map(|(p, n)| OpenDays(p, n)),
		5 => id().prop_map(Freeze),
		3 => id().prop_map(FreezeByDecision),
		3 => id().prop_map(Unfreeze),
		3 => id().prop_map(Recover),
		3 => (id(), 0u32..5).prop_map(|(p, n)| Resume(p, n)),
		2 => id().prop_map(Terminate),
		1 => id().prop_map(TerminateIdle),
		3 => id().prop_map(Expire),
		1 => id().prop_map(Cancel),
		10 => (id(), 0u8..12).prop_map(|(p, s)| Claim(p, s)),
		1 => (id(), 0u8..12, who()).prop_map(|(p, s, w)| ClaimAsStranger(p, s, w)),
		4 => (id(), 0u8..12).prop_map(|(p, s)| Burn(p, s)),
		3 => (id(), 0u8..12, who()).prop_map(|(p, s, w)| Transfer(p, s, w)),
		2 => (id(), 0u8..12, any::<bool>()).prop_map(|(p, s, b)| Pledge(p, s, b)),
		10 => (who(), prop_oneof![3 => Just(false), 1 => Just(true)]).prop_map(|(w, b)| ClaimCredit(w, b)),
		3 => (1u32..8).prop_map(Blocks),
		2 => (1u32..12).prop_map(Days),
		3 => (who(), 0u8..3).prop_map(|(w, b)| BlockAccount(w, b == 0)),
		2 => (0u8..4).prop_map(|b| FreezeEscrow(b == 0)),
		2 => (any::<u64>(), any::<bool>()).prop_map(|(n, b)| Revenue(n, b)),
		1 => (who(), 0u64..1_000_000).prop_map(|(w, n)| Donate(w, n)),
		1 => any::<bool>().prop_map(ProductsFail),
	]
}

fn who(n: u8) -> AccountId {
	[ISSUER, ALICE, BOB, CHARLIE, LOAN, POOR][usize::from(n)].clone()
}

fn asset(id: ProductId) -> AssetKind {
	if id == 1 {
		DMC_KIND
	} else {
		USDT_KIND
	}
}

/// What the events tell of the money of all products: into prices and bonds, and out of them.
#[derive(Default, Debug)]
struct Flows {
	into: Balance,
	out: Balance,
	gifts: Balance,
}

impl Flows {
	fn read_events(&mut self) {
		for event in events() {
			match event {
				Event::BookOpened { bond, .. } => self.into += bond,
				Event::Deposited { price, .. } => self.into += price,
				Event::Released { product, .. } if matches!(book(product).stage, Stage::Frozen(_)) => {
					panic!("released of a frozen product")
				}
				Event::Released {
					gross,
					fee,
					bond,
					paid,
					..
				}
				| Event::WithheldReleased {
					gross,
					fee,
					bond,
					paid,
					..
				} => {
					assert_eq!(gross, fee + bond + paid);
					self.into += bond;
					self.out += gross;
				}
				Event::Cancelled { bond, .. } | Event::Expired { bond, .. } => self.out += bond,
				Event::RefundClaimed {
					refund, bond_share, ..
				} => self.out += refund + bond_share,
				Event::BookClosed { dust, .. } => self.out += dust,
				_ => {}
			}
		}
		System::reset_events();
	}

	/// What went in and has not come out is what the books hold.
	fn check(&self) {
		let held: Balance = Books::<Test>::iter_values()
			.map(|book| book.held().unwrap())
			.sum();
		assert_eq!(self.into - self.out, held);
	}
}

const NOTHING: Result<(), DispatchError> = Err(DispatchError::Other("nothing to do"));

/// As hashrate NFTs would, which call only for products that there are.
fn close(id: ProductId, delivery: u128) -> Result<(), DispatchError> {
	let Some(product) = Products::get(id) else {
		return NOTHING;
	};
	if !matches!(product.state, ProductState::Active | ProductState::Frozen)
		|| product.cursor >= product.end_day
	{
		return NOTHING;
	}
	let pending =
		Cohorts::<Test>::get(id, product.cursor).is_some_and(|cohort| cohort.delivered_before.is_none());
	if pending {
		<Trait as EscrowTrait<_>>::cohort_begins(id, product.cursor)?;
		return Ok(());
	}
	if book(id).days_left.is_some() {
		let last = product.cursor + 1 == product.end_day;
		<Trait as EscrowTrait<_>>::day_closed(id, product.cursor, delivery, last)?;
	}
	set_product(id, |product| product.cursor += 1);
	Ok(())
}

fn pending_cohorts(id: ProductId) -> bool {
	Cohorts::<Test>::iter_prefix_values(id).any(|cohort| cohort.delivered_before.is_none())
}

fn end(
	id: ProductId,
	from: ProductState,
	to: ProductState,
	tell: impl Fn(ProductId) -> Result<(), DispatchError>,
) -> Result<(), DispatchError> {
	if Products::get(id).is_none_or(|product| product.state != from) {
		return NOTHING;
	}
	tell(id)?;
	set_product(id, |product| product.state = to);
	if product(id).nfts == 0 {
		assert_ok!(<Trait as EscrowTrait<_>>::close_product(id));
		Products::remove(id);
	}
	Ok(())
}

fn carry_out(operation: Operation) -> Result<(), DispatchError> {
	use Operation::*;
	match operation {
		List(id, bond, days) => {
			if Products::contains_key(id) {
				return NOTHING;
			}
			try_list(id, asset(id), bond.into(), 1, 1 + days)
		}
		Sell(id, buyer, price, later) => match Products::get(id) {
			Some(product) if product.cursor + later < product.end_day => {
				try_sell(id, who(buyer), price, product.cursor + later).map(drop)
			}
			_ => NOTHING,
		},
		Activate(id) => match Products::get(id) {
			Some(product) if product.state == ProductState::Approved => {
				activate(id);
				Ok(())
			}
			_ => NOTHING,
		},
		Close(id, delivery) => close(id, delivery),
		// All days in full, to the end.
		Fulfil(id) => {
			if Products::get(id).is_none_or(|product| product.state != ProductState::Approved) {
				return NOTHING;
			}
			activate(id);
			while close(id, FULL).is_ok() {}
			end(
				id,
				ProductState::Active,
				ProductState::Expired,
				<Trait as EscrowTrait<_>>::expired,
			)
		}
		Judge(id, due, received) => match Products::get(id) {
			Some(product) => {
				<Trait as EscrowTrait<_>>::day_due(id, product.due_cursor, due.into(), received.into())?;
				set_product(id, |product| product.due_cursor += 1);
				Ok(())
			}
			_ => NOTHING,
		},
		OpenDays(id, days) => {
			if !Products::contains_key(id) {
				return NOTHING;
			}
			set_product(id, |product| {
				product.open_due_days = days;
				product.due_days_after_end = days / 2;
				product.all_due = days == 9;
			});
			Ok(())
		}
		Freeze(id) => Escrow::freeze(signed(ANYONE), id),
		FreezeByDecision(id) => Escrow::freeze_by_decision(dao(), id),
		Unfreeze(id) => Escrow::unfreeze(signed(ANYONE), id),
		Recover(id) => match Books::<Test>::get(id).map(|book| book.stage) {
			Some(Stage::Frozen(_)) => {
				judge_days(id, 7, 1, 1);
				set_product(id, |product| product.open_due_days = 0);
				Ok(())
			}
			_ => NOTHING,
		},
		Resume(id, days) => {
			if Products::contains_key(id) {
				// No day before an NFT's first day is struck.
				let struck = if pending_cohorts(id) { 0 } else { days };
				set_product(id, |product| product.to_strike = struck);
			}
			Escrow::resume(dao(), id)
		}
		Terminate(id) => Escrow::terminate(dao(), id),
		TerminateIdle(id) => Escrow::terminate_idle(signed(ANYONE), id),
		Expire(id) => end(
			id,
			ProductState::Active,
			ProductState::Expired,
			<Trait as EscrowTrait<_>>::expired,
		),
		Cancel(id) => end(
			id,
			ProductState::Approved,
			ProductState::Cancelled,
			<Trait as EscrowTrait<_>>::cancelled,
		),
		Claim(id, serial) => {
			let owner = Owners::get((id, u32::from(serial))).unwrap_or(ALICE);
			Escrow::claim_refund(signed(owner), id, serial.into())
		}
		ClaimAsStranger(id, serial, caller) => {
			if Owners::get((id, u32::from(serial))) == Some(who(caller)) {
				return NOTHING;
			}
			let result = Escrow::claim_refund(signed(who(caller)), id, serial.into());
			assert!(result.is_err());
			result
		}
		Burn(id, serial) => match Products::get(id) {
			Some(_) if Owners::contains_key((id, u32::from(serial))) => burn(id, serial.into()),
			_ => NOTHING,
		},
		Transfer(id, serial, to) => {
			if !Owners::contains_key((id, u32::from(serial))) {
				return NOTHING;
			}
			Owners::insert((id, u32::from(serial)), who(to));
			Ok(())
		}
		Pledge(id, serial, is_pledged) => {
			let key = (id, u32::from(serial));
			match (Owners::contains_key(key), is_pledged) {
				(true, true) => Pledges::insert(key, LOAN),
				_ => Pledges::remove(key),
			}
			Ok(())
		}
		ClaimCredit(n, is_dmc) => {
			Escrow::claim_credit(signed(who(n)), if is_dmc { DMC_KIND } else { USDT_KIND })
		}
		Blocks(n) => {
			run_to(System::block_number() + n);
			Ok(())
		}
		Days(n) => {
			pass_days(n);
			Ok(())
		}
		BlockAccount(n, is_blocked) => {
			let owner = RuntimeOrigin::signed(ASSET_OWNER);
			if is_blocked {
				Assets::block(owner, USDT, who(n))
			} else {
				Assets::thaw(owner, USDT, who(n))
			}
		}
		FreezeEscrow(is_frozen) => {
			let owner = RuntimeOrigin::signed(ASSET_OWNER);
			if is_frozen {
				Assets::freeze(owner, USDT, Escrow::account_id())
			} else {
				Assets::thaw(owner, USDT, Escrow::account_id())
			}
		}
		Revenue(takes, fails) => {
			RevenueTakes::set(if takes % 3 == 0 {
				Balance::from(takes % 1_000)
			} else {
				Balance::MAX
			});
			RevenueFails::set(fails);
			Ok(())
		}
		Donate(n, amount) => <Money as Mutate<_>>::transfer(
			USDT_KIND,
			&who(n),
			&Escrow::account_id(),
			amount.into(),
			Preservation::Preserve,
		)
		.map(drop),
		ProductsFail(fails) => {
			crate::mock::ProductsFail::set(fails);
			Ok(())
		}
	}
}

fn step(operation: Operation, flows: &mut Flows) {
	let what = format!("{operation:?}");
	let root = || sp_io::storage::root(sp_core::storage::StateVersion::V1);
	// Before a resume the mock is told how many days to strike, which is not undone.
	let keeps_all = !matches!(operation, Operation::Resume(..));
	let before = root();
	let gift = match operation {
		Operation::Donate(_, amount) => amount.into(),
		_ => 0,
	};
	match carry_out(operation) {
		Ok(()) => flows.gifts += gift,
		Err(_) if keeps_all => {
			assert_eq!(root(), before, "{what} was refused and has changed something")
		}
		Err(_) => {}
	}
	flows.read_events();
	flows.check();
	if let Err(error) = Escrow::do_try_state() {
		panic!("after {what}: {error:?}");
	}
}

/// Ends every product, claims everything, and burns every NFT.
fn finish(flows: &mut Flows) {
	crate::mock::ProductsFail::set(false);
	for id in 0..IDS {
		let Some(product) = Products::get(id) else {
			continue;
		};
		step(Operation::OpenDays(id, 7), flows);
		match product.state {
			ProductState::Approved => step(Operation::Cancel(id), flows),
			ProductState::Active if id == 0 => step(Operation::Expire(id), flows),
			ProductState::Active => step(Operation::Freeze(id), flows),
			_ => {}
		}
		step(Operation::Terminate(id), flows);
		// Freezes without breach.
		step(Operation::Resume(id, 0), flows);
		step(Operation::Expire(id), flows);
		let sold = Books::<Test>::get(id).map_or(0, |book| book.sold as u8);
		for serial in 0..sold {
			step(Operation::Claim(id, serial), flows);
			step(Operation::Burn(id, serial), flows);
		}
		if Products::get(id).is_some_and(|product| product.nfts == 0) {
			assert_ok!(<Trait as EscrowTrait<_>>::close_product(id));
			Products::remove(id);
			flows.read_events();
		}
	}
	assert_eq!(Products::iter().count(), 0);
	assert_eq!(Books::<Test>::iter().count(), 0);
	assert_eq!(Cohorts::<Test>::iter().count(), 0);
	assert_eq!(Deposits::<Test>::iter().count(), 0);
	assert!(Lapses::<Test>::get().is_empty());
	assert_eq!(flows.into, flows.out);
	// What is still there is the seed, what waits for somebody, and gifts.
	for (asset, gifts) in [(USDT_KIND, flows.gifts), (DMC_KIND, 0)] {
		let seed = if Seeded::<Test>::contains_key(&asset) {
			Money::minimum_balance(asset.clone())
		} else {
			0
		};
		let waits: Balance = RevenueDue::<Test>::iter_prefix_values(&asset).sum();
		let credits = CreditTotals::<Test>::get(&asset).unwrap_or_default();
		assert_eq!(
			Money::balance(asset, &Escrow::account_id()),
			seed + waits + credits + gifts
		);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn invariants_should_hold_after_each_step(operations in proptest::collection::vec(operation(), 1..250)) {
		ExtBuilder.build_and_execute(|| {
			let mut flows = Flows::default();
			for operation in operations {
				step(operation, &mut flows);
			}
			finish(&mut flows);
		});
	}
}

#[test]
fn random_sequences_should_reach_every_state() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let mut seen = std::collections::BTreeSet::new();
	for _ in 0..2_000 {
		let operations = proptest::collection::vec(operation(), 120)
			.new_tree(&mut runner)
			.unwrap()
			.current();
		ExtBuilder.build_and_execute(|| {
			for operation in operations {
				let _ = carry_out(operation);
				for event in events() {
					let text = format!("{event:?}");
					seen.insert(text.split([' ', '{', ':']).nth(2).unwrap().to_string());
				}
				System::reset_events();
			}
		});
	}
	for event in [
		"BookOpened",
		"Deposited",
		"CohortBegan",
		"Released",
		"Withheld",
		"WithheldReleased",
		"DayJudged",
		"Frozen",
		"Unfrozen",
		"Resumed",
		"LapseFailed",
		"Terminated",
		"Cancelled",
		"Expired",
		"RefundClaimed",
		"NftClosed",
		"BookClosed",
		"CreditBooked",
		"CreditClaimed",
		"RevenueDeferred",
	] {
		assert!(seen.contains(event), "{event} never happened: {seen:?}");
	}
}
