use super::*;
use fil_primitives::{Binding, Signature};
use k256::ecdsa::SigningKey;

pub(super) fn key(n: u8) -> SigningKey {
	SigningKey::from_slice(&[n; 32]).unwrap()
}

fn address(key: &SigningKey) -> Address {
	let point = key.verifying_key().to_encoded_point(false);
	Address::from_public_key(point.as_bytes()[1..].try_into().unwrap())
}

pub(super) fn payload(key: &SigningKey) -> [u8; 20] {
	match address(key).payload() {
		Payload::Secp256k1(payload) => *payload,
		_ => unreachable!(),
	}
}

fn sign_binding(key: &SigningKey, binding: &Binding) -> Signature {
	let (signature, id) = key.sign_prehash_recoverable(&binding.digest()).unwrap();
	let mut bytes = [0; 65];
	bytes[..64].copy_from_slice(&signature.to_bytes());
	bytes[64] = id.to_byte();
	Signature(bytes)
}

fn binding(key: &SigningKey, who: AccountId, nonce: u64) -> Binding {
	Binding {
		address: address(key),
		network: Network::Test,
		account: who.into(),
		genesis: chain(),
		nonce,
	}
}

pub(super) fn bind(
	who: AccountId,
	by: &SigningKey,
	nonce: u64,
) -> frame_support::pallet_prelude::DispatchResult {
	let signature = sign_binding(by, &binding(by, who.clone(), nonce));
	Gateway::bind_sender(signed(who), text(address(by)), signature)
}

#[test]
fn deposits_of_a_bound_sender_should_be_his() {
	test(|| {
		let mine = key(7);
		range(vec![sender_credit(1, ONE, payload(&mine))]);
		assert_eq!(suspended().len(), 1);
		assert_ok!(bind(ALICE, &mine, 0));
		assert_event(Event::SenderBound {
			key: payload(&mine),
			who: ALICE,
			nonce: 0,
		});
		range(vec![
			sender_credit(2, ONE, payload(&mine)),
			sender_credit(3, ONE, payload(&key(8))),
		]);
		assert_eq!((ifil(ALICE), suspended().len()), (ONE, 2));
		// A memo goes before.
		let Item::Credit(one) = credit(4, ONE, to(BOB)) else {
			unreachable!()
		};
		range(vec![Item::Credit(Credit {
			from_key: Some(payload(&mine)),
			..one
		})]);
		assert_eq!(ifil(BOB), ONE);
	});
}

#[test]
fn address_should_be_bound_again_by_a_newer_signature_only() {
	test(|| {
		let mine = key(7);
		assert_ok!(bind(ALICE, &mine, 0));
		assert_noop!(bind(BOB, &mine, 0), Fails::BadBinding);
		assert_ok!(bind(BOB, &mine, 1));
		// Alice cannot come back with what she has.
		assert_noop!(bind(ALICE, &mine, 0), Fails::BadBinding);
		assert_eq!(
			Senders::<Test>::get(payload(&mine)),
			Some(SenderBinding {
				account: Some(BOB),
				nonce: 2
			})
		);
	});
}

#[test]
fn binding_should_need_the_right_signature() {
	test(|| {
		let (mine, other) = (key(7), key(8));
		let good = binding(&mine, ALICE, 0);
		let try_with = |signature| Gateway::bind_sender(signed(ALICE), text(address(&mine)), signature);
		assert_noop!(try_with(sign_binding(&other, &good)), Fails::BadBinding);
		assert_noop!(
			try_with(sign_binding(
				&mine,
				&Binding {
					genesis: [1; 32],
					..good
				}
			)),
			Fails::BadBinding
		);
		assert_noop!(
			try_with(sign_binding(
				&mine,
				&Binding {
					account: BOB.into(),
					..good
				}
			)),
			Fails::BadBinding
		);
		assert_noop!(try_with(Signature([0; 65])), Fails::BadBinding);
		assert_noop!(
			Gateway::bind_sender(signed(ALICE), text(robust()), sign_binding(&mine, &good)),
			Fails::NotSecp256k1
		);
		assert_ok!(try_with(sign_binding(&mine, &good)));
	});
}

#[test]
fn address_should_be_unbound_by_its_account() {
	test(|| {
		let mine = key(7);
		let unbind = |who| Gateway::unbind_sender(signed(who), text(address(&mine)));
		assert_noop!(unbind(ALICE), Fails::NotBound);
		assert_ok!(bind(ALICE, &mine, 0));
		assert_noop!(unbind(BOB), Fails::NotBound);
		assert_ok!(unbind(ALICE));
		assert_event(Event::SenderUnbound {
			key: payload(&mine),
			who: ALICE,
		});
		assert_noop!(unbind(ALICE), Fails::NotBound);
		range(vec![sender_credit(2, ONE, payload(&mine))]);
		assert_eq!(ifil(ALICE), 0);
		assert_noop!(bind(ALICE, &mine, 0), Fails::BadBinding);
		assert_noop!(
			Gateway::unbind_sender(signed(ALICE), text(robust())),
			Fails::NotSecp256k1
		);
	});
}
