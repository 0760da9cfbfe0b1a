use super::*;

fn ask(amount: Balance, to: AddressText) -> frame_support::pallet_prelude::DispatchResult {
	Gateway::redeem(signed(ALICE), amount, to, 0)
}

fn raw(text: &str) -> AddressText {
	BoundedVec::truncate_from(text.as_bytes().to_vec())
}

#[test]
fn request_should_hold_and_fix_its_terms() {
	test(|| {
		fund(ALICE, 10 * ONE);
		let id = redeem(ALICE, 4 * ONE);
		let fee = ONE / 100;
		let now = System::block_number();
		let expected = Redemption {
			source: Source::Held(ALICE),
			amount: 4 * ONE,
			fee,
			net: 4 * ONE - fee,
			destination: destination(),
			requested_at: now,
			ready_at: now,
			cancellable_at: now + 2 * BPD,
			state: RedemptionState::Open,
		};
		assert_eq!(Redemptions::<Test>::get(id), Some(expected));
		assert_eq!((held(ALICE), Redeeming::<Test>::get()), (4 * ONE, 4 * ONE));
		assert_event(Event::RedemptionRequested {
			id,
			source: Source::Held(ALICE),
			amount: 4 * ONE,
			net: 4 * ONE - fee,
			destination: destination().to_bytes(),
			ready_at: now,
		});
		// A later change of the fee does not reach back.
		RedemptionFee::set(ONE / 50);
		assert_eq!(Gateway::redemption_statement(id).unwrap().payable, 4 * ONE - fee);
		RedemptionFee::set(ONE / 100);
		let statement = Gateway::redemption_statement(id).unwrap();
		assert!(statement.ready);
		assert_eq!(
			statement.destination,
			destination().to_text(Network::Test).into_bytes()
		);
	});
}

#[test]
fn amounts_should_be_checked() {
	test(|| {
		fund(ALICE, ONE);
		assert_noop!(ask(MINIMUM_AMOUNT - 1, text(destination())), Fails::BelowMinimum);
		assert_noop!(ask(2 * ONE, text(destination())), Fails::InsufficientFunds);
		assert_noop!(
			Gateway::redeem(signed(ALICE), ONE / 2, text(destination()), ONE / 2),
			Fails::BelowBound
		);
		assert_ok!(Gateway::redeem(
			signed(ALICE),
			ONE / 2,
			text(destination()),
			ONE / 2 - ONE / 100
		));
		assert_noop!(ask(ONE / 2, text(destination())), Fails::InsufficientFunds);
		assert_ok!(ask(MINIMUM_AMOUNT, text(destination())));
		// A fee is capped whatever the DAO sets.
		RedemptionFee::set(ONE);
		assert_ok!(ask(MINIMUM_AMOUNT, text(destination())));
		assert_eq!(Redemptions::<Test>::get(2).unwrap().fee, MINIMUM_AMOUNT / 2);
		RedemptionFee::set(ONE / 100);
	});
}

#[test]
fn destination_should_be_checked() {
	test(|| {
		fund(ALICE, ONE);
		let good = destination().to_text(Network::Test);
		let mut mistyped = good.clone().into_bytes();
		mistyped[10] = if mistyped[10] == b'a' { b'b' } else { b'a' };
		let mistyped = AddressText::truncate_from(mistyped);
		assert_noop!(ask(ONE / 2, mistyped), Fails::AddressChecksum);
		assert_noop!(
			ask(ONE / 2, raw(&destination().to_text(Network::Main))),
			Fails::AddressNetwork
		);
		for form in [
			"",
			"t",
			"t1",
			"x1abc",
			&good.to_uppercase(),
			&format!("{good} "),
			"t9abc",
			"t01234",
		] {
			let expected = if form == "t01234" {
				Fails::AddressProtocol
			} else {
				Fails::AddressForm
			};
			assert_noop!(ask(ONE / 2, raw(form)), expected);
		}
		assert_noop!(
			ask(ONE / 2, AddressText::truncate_from(vec![0xff, 0xfe])),
			Fails::AddressForm
		);
		assert_noop!(ask(ONE / 2, text(robust())), Fails::AddressProtocol);
		let eth = Address::new(Payload::Eth([1; 20])).unwrap();
		assert_noop!(ask(ONE / 2, text(eth)), Fails::AddressProtocol);
		let mut key = [1; 48];
		key[0] = 0x81;
		assert_ok!(ask(ONE / 2, text(Address::new(Payload::Bls(key)).unwrap())));
	});
}

#[test]
fn request_should_be_refused_while_paused_or_winding_down() {
	test(|| {
		fund(ALICE, ONE);
		Gateway::pause(Fault::Signers);
		assert_noop!(ask(ONE / 2, text(destination())), Fails::GatewayPaused);
		assert_ok!(Gateway::resume(dao()));
		assert_ok!(Gateway::wind_down(root()));
		assert_noop!(ask(ONE / 2, text(destination())), Fails::GatewayWindingDown);
	});
}

#[test]
fn large_requests_of_all_together_should_wait_a_day() {
	test(|| {
		DailyMintCap::set(100_000 * ONE);
		DepositCap::set(100_000 * ONE);
		fund(ALICE, 10_002 * ONE);
		fund(BOB, 10 * ONE);
		let first = redeem(ALICE, 10_000 * ONE);
		let second = redeem(BOB, ONE);
		let now = System::block_number();
		let ready = |id| Redemptions::<Test>::get(id).unwrap().ready_at;
		assert_eq!((ready(first), ready(second)), (now, now + BPD));
		assert!(!Gateway::redemption_statement(second).unwrap().ready);
		run(BPD);
		assert!(Gateway::redemption_statement(second).unwrap().ready);
		run(4);
		let third = redeem(BOB, ONE);
		assert_eq!(ready(third), System::block_number());
		DailyMintCap::set(5_000 * ONE);
		DepositCap::set(1_000 * ONE);
	});
}

#[test]
fn stale_checkpoint_should_not_stop_redeeming() {
	test(|| {
		fund(ALICE, ONE);
		run(3 * BPD);
		assert_ok!(ask(ONE / 2, text(destination())));
	});
}

#[test]
fn pools_should_redeem_through_the_trait() {
	test(|| {
		fund(POOL, ONE);
		let destination = destination().to_text(Network::Test);
		let id =
			<Gateway as dmex_primitives::Gateway<_>>::redeem(&POOL, ONE / 2, destination.as_bytes()).unwrap();
		assert_eq!(Redemptions::<Test>::get(id).unwrap().source, Source::Held(POOL));
	});
}
