//! Pause and winding down: what stops, what goes on meanwhile, and who may go on.

use super::{
	accept_unexplained, balances, fault, held, invalid, last_suspense, other_signers, redeem, request,
	status, suspended, text, wallet, FEE,
};
use crate::{chain::*, filecoin::*, products::*};
use dmex_primitives::{constants::*, Conduct};
use dmex_runtime::*;
use pallet_fil_gateway::{LastCheckpoint, MarketInfo, Queue, Shortfall, SuspenseReason, Target};
use pallet_hashrate_nft::{Call as ProductCall, Listing};
use sp_core::H256;
use sp_runtime::{transaction_validity::InvalidTransaction, DispatchError};

#[test]
fn pause_should_stop_mint_and_redeem_make_days_neutral_and_stop_nothing_else() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		let start = today();
		let day = expected(2, REWARD);
		next_day(chain, REWARD);
		pay_out(chain, product, day);
		deposit_fil(chain, Bob, 5 * FIL);
		let bob = ifil(Bob);
		let waiting = request(chain, Bob, FIL);
		// Others sign for custody than the DAO has announced.
		chain.filecoin.signers = Some(other_signers());
		chain.report_range();
		assert_eq!(fault(), Some(Fault::Signers));

		for _ in 0..9 {
			next_day(chain, REWARD);
			refused(chain, Bob, redeem(FIL), GatewayError::GatewayPaused);
			// Nine days are not paid, and none of them is bad.
			refused(
				chain,
				Eve,
				EscrowCall::freeze { product },
				EscrowError::NotInBreach,
			);
		}
		let conduct = || <Escrow as dmex_primitives::Escrow<AccountId>>::conduct(product);
		assert_eq!(conduct(), Conduct::default());
		let due_through = || MarketInfo::<Runtime>::get().unwrap().due_through;
		assert!(due_through() <= Some(start));
		assert_eq!(MarketInfo::<Runtime>::get().unwrap().recorded_through, start + 9);
		// Deposits and pay from Filecoin are counted and wait.
		chain.filecoin.send(3 * FIL, to(Charlie));
		chain.filecoin.send(9 * day, Some(Memo::Product { product }));
		chain.report_range();
		assert!(chain.has_event(GatewayEvent::MintDelayed {
			queue: Queue::Late,
			index: 0,
			target: Target::Account(id(Charlie)),
			amount: 3 * FIL,
		}));
		chain.run(2);
		assert_eq!(
			(ifil(Charlie), FilGateway::statement().delayed),
			(0, 3 * FIL + 9 * day)
		);
		// The issuer's own pay, claims, transfers and cancellations go on.
		roomy(chain);
		pay(chain, product, day).unwrap();
		let income = gained(
			|| ifil(Alice),
			|| {
				chain
					.call(Alice, ProductCall::claim { product, serial: 0 })
					.unwrap()
			},
		);
		assert_eq!(income, day / 2);
		chain.call(Bob, transfer_asset(IFIL, id(Eve), FIL)).unwrap();
		assert_eq!(ifil(Eve), FIL);
		chain
			.call(Bob, GatewayCall::cancel_redemption { id: waiting })
			.unwrap();
		chain.next();
		chain.report_range();
		chain.next();
		assert_eq!(held(Bob), 0);
		assert_eq!(ifil(Bob), bob - FIL + day / 2);
		refused(chain, Eve, GatewayCall::resume {}, DispatchError::BadOrigin);

		// The old signers are back, and the council resumes. Days fall due a day later at the earliest, one a block.
		chain.filecoin.signers = None;
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		let neutral_until = chain.block() + chain.days(1);
		roomy(chain);
		chain.report_range();
		chain.next();
		assert_eq!((status(), ifil(Charlie)), (Status::Running, 3 * FIL));
		assert_eq!(FilGateway::statement().delayed, 0);
		let before = due_through();
		chain.run_to(neutral_until - 1);
		assert_eq!((due_through(), conduct()), (before, Conduct::default()));
		chain.run(20);
		assert!(due_through() >= Some(start + 8));
		// Paid in full before they fell due: no day is bad.
		assert_eq!(conduct(), Conduct::default());
		assert_eq!(status(), Status::Running);
	});
}

#[test]
fn days_that_are_not_paid_after_a_pause_should_be_bad_like_any_others() {
	issuer_story(|chain| {
		let product = running(chain, 30);
		chain.filecoin.signers = Some(other_signers());
		chain.report_range();
		next_days(chain, 9);
		chain.filecoin.signers = None;
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		let neutral_until = chain.block() + chain.days(1);
		chain.run_to(neutral_until - 1);
		refused(
			chain,
			Eve,
			EscrowCall::freeze { product },
			EscrowError::NotInBreach,
		);
		chain.run_to(neutral_until + 9);
		for _ in 0..3 {
			chain.call(Eve, ProductCall::advance { product }).unwrap();
		}
		chain.call(Eve, EscrowCall::freeze { product }).unwrap();
	});
}

#[test]
fn stale_oracle_should_stop_listing_and_buying_and_nothing_else() {
	issuer_story(|chain| {
		let product = running(chain, 20);
		next_day(chain, REWARD);
		pay_out(chain, product, expected(2, REWARD));
		deposit_fil(chain, Bob, 5 * FIL);
		let recorded = MarketInfo::<Runtime>::get().unwrap().reported_at;
		let wanted = Listing {
			start_day: today() + 3,
			..listing()
		};
		// 36 hours are 15 blocks.
		chain.run_to(recorded + 15);
		assert!(list(chain, wanted.clone()).is_ok());
		chain.run_to(recorded + 16);
		let list = ProductCall::<Runtime>::list {
			listing: wanted,
			max_sale_fee: ANY_FEE,
		};
		refused(chain, ISSUER, list.clone(), Error::OracleStale);
		let buy = ProductCall::buy {
			product,
			max_price: PRICE,
			min_days: 0,
		};
		refused(chain, Charlie, buy, Error::OracleStale);
		// Paying, redeeming, moving on.
		let day = expected(2, REWARD);
		pay(chain, product, day).unwrap();
		chain.next();
		assert_eq!(book(product).prepaid, day);
		request(chain, Bob, FIL);
		chain
			.call(
				Alice,
				ProductCall::transfer {
					product,
					serial: 0,
					to: id(Eve),
				},
			)
			.unwrap();
		report(chain, REWARD);
		chain.call(ISSUER, list).unwrap();
	});
}

#[test]
fn delta_that_nobody_can_explain_should_mint_nothing_and_wait_for_the_dao() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 10 * FIL);
		// A FIL is gone, in no message; and a deposit came.
		chain.filecoin.balance -= FIL;
		chain.filecoin.send(3 * FIL, to(Charlie));
		let range = LastCheckpoint::<Runtime>::get().unwrap().next;
		let delta = -(FIL as i128);
		chain.report_range();
		assert_eq!(fault(), Some(Fault::Unexplained { range, delta }));
		assert!(FilGateway::statement().halted);
		assert_eq!((ifil(Charlie), balances()), (0, (10 * FIL, 10 * FIL)));
		let report = chain.observe();
		let vote = vote_in(Subject::Range(range), digest(&report.header));
		assert_eq!(
			pooled(cast(sign_vote(Alice, 0, vote))),
			invalid(InvalidTransaction::Future)
		);
		// The council may resume; while the difference is there the next report stops all again.
		chain.decide(GatewayCall::resume {}).unwrap();
		chain.report_range();
		accept_unexplained(chain, range, delta);
		assert_eq!(
			(
				Shortfall::<Runtime>::get(),
				LastCheckpoint::<Runtime>::get().unwrap().next
			),
			(FIL, range + 1)
		);
		// Custody is short of it, which stops all until somebody has given it.
		assert_eq!(fault(), Some(Fault::Reserve));
		refused_decision(chain, GatewayCall::resume {}, GatewayError::ReserveBreach);
		chain.filecoin.send(FIL, None);
		chain.report_range();
		let id = last_suspense();
		roomy(chain);
		chain.decide(GatewayCall::cover_shortfall { id }).unwrap();
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		roomy(chain);
		chain.report_range();
		chain.next();
		assert_eq!((ifil(Charlie), balances()), (3 * FIL, (13 * FIL, 13 * FIL)));
	});
}

#[test]
fn payout_that_nobody_can_see_should_be_decided_by_the_dao_and_not_made_twice() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 20 * FIL);
		let id = request(chain, Bob, 5 * FIL);
		let tx = chain.filecoin.propose(id);
		chain.report_range();
		// It is executed, and no operator's node can say where the FIL went.
		let value = 5 * FIL - FEE;
		chain.filecoin.cancel(tx);
		chain.filecoin.balance -= value;
		let range = LastCheckpoint::<Runtime>::get().unwrap().next;
		let delta = -(value as i128);
		chain.report_range();
		accept_unexplained(chain, range, delta);
		assert_eq!(redemption(id).unwrap().state, RedemptionState::Undecided { tx });
		assert_eq!(
			(fault(), Shortfall::<Runtime>::get()),
			(Some(Fault::Reserve), value)
		);
		chain.run_days(3);
		chain.report_range();
		refused(
			chain,
			Bob,
			GatewayCall::cancel_redemption { id },
			GatewayError::NotCancellable,
		);
		roomy(chain);
		chain
			.decide_delayed(GatewayCall::decide_redemption { id, paid: true })
			.unwrap();
		assert_eq!(
			(redemption(id), held(Bob), Shortfall::<Runtime>::get()),
			(None, 0, 0)
		);
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		assert_eq!(
			(status(), ifil(Bob), balances()),
			(Status::Running, 15 * FIL, (15 * FIL + FEE, 15 * FIL + FEE))
		);
	});
}

#[test]
fn reorganisation_below_finality_should_mint_nothing_and_wait_for_the_dao() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 10 * FIL);
		chain.filecoin.send(FIL, to(Bob));
		let tipset = H256::repeat_byte(9);
		let honest = chain.observe().header;
		let header = RangeHeader {
			tipset,
			end_balance: honest.start_balance,
			pages: Default::default(),
			verdict: Verdict::FinalityViolation,
			..honest
		};
		let pages = Vec::new();
		assert!(chain.deliver(Report { header, pages }));
		assert_eq!(fault(), Some(Fault::Finality { tipset }));
		assert_eq!((ifil(Bob), FilGateway::statement().halted), (10 * FIL, true));
		chain
			.decide_delayed(GatewayCall::accept_reorganisation { tipset })
			.unwrap();
		assert_eq!(LastCheckpoint::<Runtime>::get().unwrap().tipset, tipset);
		roomy(chain);
		chain.decide(GatewayCall::resume {}).unwrap();
		chain.report_range();
		assert_eq!((ifil(Bob), status()), (11 * FIL, Status::Running));
	});
}

#[test]
fn winding_down_should_pay_everybody_the_same_share() {
	play().run(|chain| {
		deposit_fil(chain, Bob, 6 * FIL);
		deposit_fil(chain, Charlie, 4 * FIL);
		// Four of ten FIL are stolen.
		chain.filecoin.pay(wallet(66), 4 * FIL, Vec::new());
		chain.report_range();
		assert_eq!(
			fault(),
			Some(Fault::Outflow {
				redemption: None,
				value: 4 * FIL
			})
		);
		let share = |amount, min_net| GatewayCall::<Runtime>::redeem_share {
			amount,
			destination: text(wallet(1)),
			min_net,
		};
		refused(chain, Bob, share(FIL, 0), GatewayError::NotWindingDown);
		chain.decide_delayed(GatewayCall::wind_down {}).unwrap();
		assert!(chain.has_event(GatewayEvent::WindingDown {
			reserve: 6 * FIL,
			claims: 10 * FIL,
		}));
		refused(chain, Bob, redeem(FIL), GatewayError::GatewayWindingDown);
		refused(chain, Bob, share(5 * FIL, 3 * FIL + 1), GatewayError::BelowBound);
		// What comes now is kept, and goes back whole, be it ever so little.
		chain.filecoin.send(2 * FIL, to(Eve));
		chain.filecoin.send(MINIMUM_AMOUNT - 1, to(Eve));
		chain.report_range();
		let id = last_suspense() - 1;
		assert_eq!(
			[suspended(id), suspended(id + 1)],
			[2 * FIL, MINIMUM_AMOUNT - 1].map(|value| Some((value, SuspenseReason::WindingDown)))
		);
		assert_eq!(ifil(Eve), 0);
		let mut all = Vec::new();
		for (id, value) in [(id, 2 * FIL), (id + 1, MINIMUM_AMOUNT - 1)] {
			roomy(chain);
			let destination = text(wallet(3));
			chain
				.decide(GatewayCall::return_suspense { id, destination })
				.unwrap();
			all.push((chain.last_redemption(), value));
		}
		roomy(chain);
		for (who, amount) in [(Bob, 5 * FIL), (Charlie, 3 * FIL)] {
			chain.call(who, share(amount, 0)).unwrap();
			all.push((chain.last_redemption(), amount * 6 / 10));
		}
		for (id, net) in &all {
			let tx = chain.filecoin.propose(*id);
			assert_eq!(
				chain.filecoin.pending.last().map(|pending| pending.value),
				Some(*net)
			);
			chain.report_range();
			chain.filecoin.execute(tx);
			roomy(chain);
			chain.report_range();
			assert_eq!(redemption(*id), None);
		}
		// What is left of each FIL of IFIL is six tenths, to the end.
		let left = 2 * FIL * 6 / 10;
		assert_eq!((balances(), chain.filecoin.balance), ((2 * FIL, left), left));
		assert_eq!(Shortfall::<Runtime>::get(), 2 * FIL - left);
	});
}
