//! Random sequences of everything that can happen to products and NFTs, with all invariants after each step. What is refused changes
//! nothing. In the end everything is ended and claimed, and nothing of any product is left.

use super::*;
use frame_support::{
	storage::{with_transaction, TransactionOutcome},
	traits::fungibles::Mutate,
};
use proptest::prelude::*;
use sp_runtime::DispatchResult;

#[derive(Clone, Debug)]
enum Operation {
	Blocks(u8),
	Days(u8),
	/// Without the hook.
	Skip(u8),
	List {
		nfts: u8,
		start: u8,
		term: u8,
		window: u8,
		fee: u8,
	},
	Approve(u8),
	Reject(u8),
	Cancel(u8),
	Buy(u8, u8),
	Pay(u8, u8, u32),
	PayExpected(u8),
	GatewayPay(u8, u32),
	PayNode(u32),
	Advance(u8),
	Claim(u8, u8),
	Distribute(u8, u8),
	ClaimCredit(u8),
	Transfer(u8, u8, u8),
	Lock(u8, u8, bool),
	Unlock(u8, u8, bool),
	Seize(u8, u8, u8),
	Freeze(u8),
	Unfreeze(u8),
	Resume(u8),
	Terminate(u8),
	Refund(u8, u8),
	Attest(u32),
	Stale(bool),
	Reserve(u16),
	Release(u16),
	Record(u8, u16),
	Pause(Option<u8>),
	/// The gateway winds down, if it is 0: seldom, as little happens after it.
	WindDown(u8),
	Donate(u16),
	PledgeFails(bool),
	RevenueTakes(bool),
}

fn operation() -> impl Strategy<Value = Operation> {
	use Operation::*;
	let p = || 0u8..4;
	let s = || 0u8..6;
	let w = || 0u8..5;
	prop_oneof![
		8 => (1u8..12).prop_map(Blocks),
		6 => (1u8..5).prop_map(Days),
		2 => (1u8..40).prop_map(Skip),
		4 => (1u8..7, 1u8..4, 1u8..12, 1u8..10, 0u8..50)
			.prop_map(|(nfts, start, term, window, fee)| List { nfts, start, term, window, fee }),
		5 => p().prop_map(Approve),
		1 => p().prop_map(Reject),
		1 => p().prop_map(Cancel),
		12 => (p(), w()).prop_map(|(p, w)| Buy(p, w)),
		6 => (p(), w(), 0u32..9_000).prop_map(|(p, w, n)| Pay(p, w, n)),
		12 => p().prop_map(PayExpected),
		2 => (p(), 0u32..5_000).prop_map(|(p, n)| GatewayPay(p, n)),
		6 => (0u32..40_000).prop_map(PayNode),
		3 => p().prop_map(Advance),
		5 => (p(), s()).prop_map(|(p, s)| Claim(p, s)),
		2 => (p(), 0u8..8).prop_map(|(p, n)| Distribute(p, n)),
		1 => w().prop_map(ClaimCredit),
		5 => (p(), s(), w()).prop_map(|(p, s, w)| Transfer(p, s, w)),
		3 => (p(), s(), any::<bool>()).prop_map(|(p, s, b)| Lock(p, s, b)),
		3 => (p(), s(), any::<bool>()).prop_map(|(p, s, b)| Unlock(p, s, b)),
		1 => (p(), s(), w()).prop_map(|(p, s, w)| Seize(p, s, w)),
		4 => p().prop_map(Freeze),
		2 => p().prop_map(Unfreeze),
		4 => p().prop_map(Resume),
		1 => p().prop_map(Terminate),
		4 => (p(), s()).prop_map(|(p, s)| Refund(p, s)),
		1 => (0u32..3_000).prop_map(Attest),
		2 => (3_000u32..9_000).prop_map(Attest),
		1 => any::<bool>().prop_map(Stale),
		1 => any::<u16>().prop_map(Reserve),
		1 => any::<u16>().prop_map(Release),
		3 => (0u8..20, 0u16..40).prop_map(|(day, reward)| Record(day, reward)),
		1 => proptest::option::of(0u8..30).prop_map(Pause),
		1 => (0u8..8).prop_map(WindDown),
		1 => any::<u16>().prop_map(Donate),
		1 => any::<bool>().prop_map(PledgeFails),
		1 => any::<bool>().prop_map(RevenueTakes),
	]
}

fn who(n: u8) -> AccountId {
	[ALICE, BOB, CAROL, DAVE, POOR][usize::from(n)].clone()
}

fn today() -> Day {
	System::block_number() / BlocksPerDay::get()
}

/// What the oldest open day of a product lacks.
fn lacking(product: ProductId) -> Balance {
	let Some(book) = Books::<Test>::get(product) else {
		return 1;
	};
	match book.pay.expected {
		Some(expected) => expected - book.pay.paid,
		None => {
			Rewards::get().get(&book.pay.day).copied().unwrap_or(1)
				* 100 * Balance::from(book.pay.live.max(1))
		}
	}
}

/// Carries an operation out as a call does: what is refused is undone.
fn carry_out(operation: Operation) {
	let act = || -> DispatchResult {
		use Operation::*;
		let lock = |staked| {
			if staked {
				CustodyState::Staked
			} else {
				CustodyState::Pledged
			}
		};
		match operation {
			Blocks(n) => run_to(System::block_number() + u32::from(n)),
			Days(n) => run_to((today() + u32::from(n)) * BlocksPerDay::get()),
			Skip(n) => System::set_block_number(System::block_number() + u32::from(n)),
			List {
				nfts,
				start,
				term,
				window,
				fee,
			} => {
				let start_day = today() + u32::from(start);
				return HashrateNft::list(
					signed(ISSUER),
					Listing {
						count: nfts.into(),
						start_day,
						term_days: term.into(),
						sale_from: 0,
						sale_until: start_day + u32::from(window) - 1,
						service_fee: Permill::from_percent(fee.into()),
						..listing()
					},
					Permill::one(),
				);
			}
			Approve(p) => return HashrateNft::approve(dao(), p.into()),
			Reject(p) => return HashrateNft::reject(dao(), p.into()),
			Cancel(p) => return HashrateNft::cancel(signed(ISSUER), p.into()),
			Buy(p, w) => return HashrateNft::buy(signed(who(w)), p.into(), Balance::MAX, 0),
			Pay(p, w, n) => {
				return HashrateNft::pay(signed(who(w)), p.into(), n.into())
					.map(drop)
					.map_err(|error| error.error)
			}
			PayExpected(p) => {
				return HashrateNft::pay(signed(ISSUER), p.into(), lacking(p.into()))
					.map(drop)
					.map_err(|error| error.error)
			}
			GatewayPay(p, n) => return <HashrateNft as ProductPay<_>>::pay(p.into(), &ISSUER, n.into()),
			PayNode(n) => {
				return <HashrateNft as NodePay<_>>::pay_node(&node(NODE), &ISSUER, n.into()).map(drop)
			}
			Advance(p) => {
				return HashrateNft::advance(signed(DAVE), p.into())
					.map(drop)
					.map_err(|error| error.error)
			}
			Claim(p, s) => {
				let owner = owner(p.into(), s.into()).unwrap_or(DAVE);
				return HashrateNft::claim(signed(owner), p.into(), s.into());
			}
			Distribute(p, n) => return HashrateNft::distribute(signed(DAVE), p.into(), n.into()),
			ClaimCredit(w) => return HashrateNft::claim_credit(signed(who(w)), ifil()),
			Transfer(p, s, w) => {
				let owner = owner(p.into(), s.into()).unwrap_or(DAVE);
				return plain(HashrateNft::transfer(signed(owner), p.into(), s.into(), who(w)));
			}
			Lock(p, s, staked) => {
				let owner = owner(p.into(), s.into()).unwrap_or(DAVE);
				return HashrateNft::lock(p.into(), s.into(), &owner, lock(staked));
			}
			Unlock(p, s, staked) => return HashrateNft::unlock(p.into(), s.into(), lock(staked)),
			Seize(p, s, w) => return HashrateNft::seize(p.into(), s.into(), &who(w)),
			Freeze(p) => return HashrateNft::freeze(p.into()),
			Unfreeze(p) => return HashrateNft::unfreeze(p.into()),
			Resume(p) => return HashrateNft::resume(p.into()).map(drop),
			Terminate(p) => return MockEscrow::terminate(p.into()),
			Refund(p, s) => return MockEscrow::refund(p.into(), s.into()),
			Attest(power) => Attested::set([(NODE.to_vec(), power.into())].into()),
			Stale(stale) => NodesStale::set(stale),
			Reserve(power) => return <HashrateNft as PowerLedger>::reserve(&node(NODE), power.into()),
			Release(power) => return <HashrateNft as PowerLedger>::release(&node(NODE), power.into()),
			// A record never changes.
			Record(day, reward) => {
				let day = u32::from(day) + today().saturating_sub(5);
				Rewards::mutate(|rewards| {
					rewards.entry(day).or_insert(reward.into());
				});
			}
			Pause(limit) => DueLimit::set(limit.map(|days| today() + u32::from(days) - 10.min(today()))),
			WindDown(n) => {
				if n == 0 && ClosedAt::get().is_none() {
					ClosedAt::set(Some(System::block_number()));
				}
			}
			Donate(n) => {
				let amount = Balance::from(n) + IFIL_MIN;
				Money::transfer(
					ifil(),
					&DAVE,
					&HashrateNft::account(),
					amount,
					frame_support::traits::tokens::Preservation::Preserve,
				)?;
				Donated::mutate(|donated| *donated += amount);
			}
			PledgeFails(fails) => crate::mock::PledgeFails::set(fails),
			RevenueTakes(takes) => crate::mock::RevenueTakes::set(takes),
		}
		Ok(())
	};
	let _ = with_transaction(|| match act() {
		Ok(()) => TransactionOutcome::Commit(Ok(())),
		Err(error) => TransactionOutcome::Rollback(Err::<(), DispatchError>(error)),
	});
}

/// Escrow's view agrees: what closed is what the book says, and nobody has more days to close than were sold.
fn check_against_escrow() {
	for (product, book) in Books::<Test>::iter() {
		let escrow = MockEscrow::book(product).unwrap();
		assert_eq!(u32::try_from(escrow.closed.len()).unwrap(), book.closed_days);
		for (serial, _) in Nfts::<Test>::iter_prefix(product) {
			let deposit = MockEscrow::deposit_of(product, serial).unwrap();
			let closed = escrow
				.closed
				.iter()
				.filter(|(day, ..)| *day >= deposit.first_day)
				.count();
			assert!(closed <= deposit.days as usize);
			if escrow.closed.last().is_some_and(|(_, _, last)| *last) {
				assert_eq!(closed, deposit.days as usize, "the last day is everybody's last");
			}
		}
	}
}

frame_support::parameter_types! {
	/// What was given to the pallet's account, of IFIL.
	static Donated: Balance = 0;
}

/// Each unit of IFIL in the pallet's account is somebody's, and none is lost.
fn check_money() {
	let of_products: Balance = Books::<Test>::iter_values()
		.map(|book| book.paid_total - book.claimed_total)
		.sum();
	let undrawn: Balance = Nodes::<Test>::iter_values()
		.map(|booked| booked.payouts.held)
		.sum();
	let seed = if Seeded::<Test>::contains_key(ifil()) {
		IFIL_MIN
	} else {
		0
	};
	assert_eq!(
		balance(ifil(), &HashrateNft::account()),
		seed + of_products
			+ undrawn + CreditTotals::<Test>::get(ifil())
			+ Dust::<Test>::get(ifil())
			+ Donated::get()
	);
}

fn assert_state(what: &str) {
	if let Err(error) = HashrateNft::do_try_state() {
		panic!("after {what}: {error:?}");
	}
	check_against_escrow();
	check_money();
}

/// Ends and claims everything.
fn wind_up() {
	NodesStale::set(false);
	Attested::set([(NODE.to_vec(), 1_000_000)].into());
	DueLimit::set(None);
	crate::mock::PledgeFails::set(false);
	crate::mock::RevenueTakes::set(true);
	for day in 0..today() + 80 {
		Rewards::mutate(|rewards| {
			rewards.entry(day).or_insert(1);
		});
	}
	for product in 0..NextProduct::<Test>::get() {
		let _ = HashrateNft::cancel(signed(ISSUER), product);
		let _ = HashrateNft::unfreeze(product);
		// A pledge is not released before its loan has all that was reported, and no door settles more than a few days.
		while HashrateNft::catch_up(product) == Ok(false) {}
		for serial in 0..10 {
			if let Some(nft) = crate::Nfts::<Test>::get(product, serial) {
				if nft.custody != CustodyState::Free {
					assert_ok!(HashrateNft::unlock(product, serial, nft.custody));
				}
			}
		}
	}
	assert_state("unlocking");
	run_to((today() + 70) * BlocksPerDay::get());
	assert_state("waiting");
	for product in 0..NextProduct::<Test>::get() {
		for serial in 0..10 {
			let _ = MockEscrow::refund(product, serial);
		}
	}
	run_to(System::block_number() + 20);
	assert_state("refunds");
	assert_eq!(Products::<Test>::iter().count(), 0);
	assert_eq!(Books::<Test>::iter().count(), 0);
	assert_eq!(crate::Nfts::<Test>::iter().count(), 0);
	assert_eq!(Cohorts::<Test>::iter().count(), 0);
	assert_eq!(pallet_nfts::Attribute::<Test>::iter().count(), 0);
	assert_eq!(pallet_nfts::Item::<Test>::iter().count(), 0);
	assert!(!TickEnds::<Test>::exists() && !ReceiptEnds::<Test>::exists());
	assert!(Nodes::<Test>::iter_values()
		.all(|booked| booked.products == 0 && booked.payouts == Payouts::default()));
}

/// Carries out the operations on a product to begin with and what they list, and ends everything.
fn play(operations: Vec<Operation>, rewards: Vec<u16>) {
	ExtBuilder::default().attested(8_000).build_and_execute(|| {
		Donated::set(0);
		for (day, reward) in rewards.into_iter().enumerate() {
			record(day as Day, reward.into());
		}
		approved(Listing {
			count: 5,
			start_day: 2,
			term_days: 9,
			sale_until: 9,
			..listing()
		});
		for operation in operations {
			let what = format!("{operation:?}");
			carry_out(operation);
			assert_state(&what);
		}
		wind_up();
	});
}

#[test]
fn a_pledge_with_more_days_waiting_than_a_door_settles_should_end() {
	use Operation::*;
	play(
		vec![Buy(0, 0), Days(2), Lock(0, 0, false), Pay(0, 1, 9_000), Skip(39)],
		vec![1; 40],
	);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(400))]

	#[test]
	fn invariants_should_hold_after_each_step(
		operations in proptest::collection::vec(operation(), 1..120),
		rewards in proptest::collection::vec(0u16..60, 40),
	) {
		play(operations, rewards);
	}
}
