use super::*;

fn book(amount: Balance) {
	// A node's rest below the minimum balance.
	NodeTakes::set(ONE - amount);
	range(vec![Item::Bind(NodeBinding {
		node: 9,
		account: BOB,
	})]);
	Nodes::<Test>::mutate(9, |node| node.as_mut().unwrap().reported += ONE);
	range(vec![miner_credit(u64::from(next_range()), ONE, 9)]);
	NodeTakes::set(0);
}

#[test]
fn credit_should_be_claimed_when_it_can_be_received() {
	test(|| {
		book(600);
		assert_event(Event::CreditBooked {
			who: BOB,
			amount: 600,
		});
		assert_noop!(Gateway::claim_credit(signed(BOB)), Fails::CannotReceive);
		book(600);
		assert_eq!(CreditTotal::<Test>::get(), 1_200);
		// Pauses do not stop claims.
		Gateway::pause(Fault::Signers);
		assert_ok!(Gateway::claim_credit(signed(BOB)));
		assert_event(Event::CreditClaimed {
			who: BOB,
			amount: 1_200,
		});
		assert_eq!((ifil(BOB), CreditTotal::<Test>::get()), (1_200, 0));
		assert_noop!(Gateway::claim_credit(signed(BOB)), Fails::CreditNotFound);
	});
}
