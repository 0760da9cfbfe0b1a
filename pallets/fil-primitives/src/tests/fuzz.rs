//! A million inputs, random and changed from good ones: nothing panics, and what is accepted is written again as it was read.

use super::{Random, GENESIS};
use crate::{
	address::{Network, Payload},
	amount,
	cbor::Reader,
	multisig::{Approved, Propose, Proposed, Transaction},
	Address, Cid, Memo, Message, RedeemMemo, Signature,
};
use alloc::{string::String, vec::Vec};
use codec::{Decode, Encode};

const ROUNDS: usize = 100_000;
const TEXT: &[u8] = b"abcdefghijklmnopqrstuvwxyz234567ft0189+- .=AZ\xff";
const DIGITS: &[u8] = b"0123456789.+-e_ x";
const BYTES: &[u8] = &[
	0, 1, 2, 3, 4, 10, 0x14, 0x17, 0x18, 0x40, 0x58, 0x5f, 0x7f, 0x80, 0x84, 0x8a, 0xc0, 0xff,
];

fn address(random: &mut Random) -> Address {
	loop {
		let bytes = random.bytes(48);
		let short = bytes[..20].try_into().unwrap();
		let payload = match random.below(5) {
			0 => Payload::Id(random.next() >> random.below(64)),
			1 => Payload::Secp256k1(short),
			2 => Payload::Actor(short),
			3 => Payload::Bls(bytes.try_into().unwrap()),
			_ => Payload::Eth(short),
		};
		if let Ok(address) = Address::new(payload) {
			return address;
		}
	}
}

fn message(random: &mut Random) -> Message {
	let mut amount = || {
		let wide = u128::from(random.next()) << 64 | u128::from(random.next());
		wide >> random.below(129).min(127)
	};
	let (value, gas_fee_cap, gas_premium) = (amount(), amount(), amount());
	let len = random.below(300);
	Message {
		to: address(random),
		from: address(random),
		nonce: random.next() >> random.below(64),
		value,
		gas_limit: random.next() >> (1 + random.below(63)),
		gas_fee_cap,
		gas_premium,
		method: random.next() >> random.below(64),
		params: random.bytes(len),
	}
}

/// Every fourth input is noise, the others are good ones changed.
fn input(random: &mut Random, good: Vec<u8>, alphabet: &[u8]) -> Vec<u8> {
	if random.below(4) == 0 {
		let len = random.below(good.len() + 8);
		return (0..len).map(|_| alphabet[random.below(alphabet.len())]).collect();
	}
	let mut bytes = good;
	random.mutate(&mut bytes, alphabet);
	bytes
}

#[test]
fn addresses() {
	let mut random = Random(0x0dec_0de1);
	let mut accepted = 0;
	for _ in 0..2 * ROUNDS {
		let good = address(&mut random);
		assert_eq!(
			Address::parse(&good.to_text(Network::Main), Network::Main),
			Ok(good)
		);
		let bytes = input(&mut random, good.to_text(Network::Test).into_bytes(), TEXT);
		let text = String::from_utf8_lossy(&bytes);
		if let Ok((network, address)) = Address::parse_any(&text) {
			assert_eq!(address.to_text(network), text);
			accepted += 1;
		}
		let bytes = input(&mut random, good.to_bytes(), BYTES);
		if let Ok(address) = Address::from_bytes(&bytes) {
			assert_eq!(address.to_bytes(), bytes);
			accepted += 1;
		}
		let bytes = input(&mut random, good.encode(), BYTES);
		if let Ok(address) = Address::decode(&mut &bytes[..]) {
			assert_eq!(Address::from_bytes(&address.to_bytes()), Ok(address));
		}
	}
	assert!(accepted > ROUNDS / 10);
}

#[test]
fn cids_and_signatures() {
	let mut random = Random(0x0dec_0de2);
	for _ in 0..ROUNDS {
		let good = Cid::of(&random.bytes(8));
		let bytes = input(&mut random, good.to_text().into_bytes(), TEXT);
		let text = String::from_utf8_lossy(&bytes);
		if let Ok(cid) = Cid::parse(&text) {
			assert_eq!(cid.to_text(), text);
		}
		let bytes = input(&mut random, good.to_bytes().to_vec(), BYTES);
		if let Ok(cid) = Cid::from_bytes(&bytes) {
			assert_eq!(cid.to_bytes()[..], bytes);
		}
		let noise = random.bytes(65);
		let bytes = input(&mut random, [&[1][..], &noise].concat(), BYTES);
		if let Ok(signature) = Signature::from_bytes(&bytes) {
			assert_eq!(signature.to_bytes(), bytes);
		}
	}
}

#[test]
fn amounts() {
	let mut random = Random(0x0dec_0de3);
	for _ in 0..2 * ROUNDS {
		let atto = (u128::from(random.next()) << 64 | u128::from(random.next())) >> random.below(128);
		let bytes = input(&mut random, amount::format_atto(atto).into_bytes(), DIGITS);
		let text = String::from_utf8_lossy(&bytes);
		if let Ok(atto) = amount::parse_atto(&text) {
			assert_eq!(amount::format_atto(atto), text);
		}
		let bytes = input(&mut random, amount::format_fil(atto).into_bytes(), DIGITS);
		let text = String::from_utf8_lossy(&bytes);
		if let Ok(atto) = amount::parse_fil(&text) {
			assert_eq!(amount::parse_fil(&amount::format_fil(atto)), Ok(atto));
			assert!(text.starts_with(amount::format_fil(atto).as_str()));
		}
		let bytes = input(&mut random, amount::to_bytes(atto), BYTES);
		if let Ok(atto) = amount::from_bytes(&bytes) {
			assert_eq!(amount::to_bytes(atto), bytes);
		}
	}
}

#[test]
fn messages_and_parameters() {
	let mut random = Random(0x0dec_0de4);
	let mut accepted = 0;
	for _ in 0..ROUNDS {
		let good = message(&mut random);
		assert_eq!(Message::from_cbor(&good.to_cbor()), Ok(good.clone()));
		let bytes = input(&mut random, good.to_cbor(), BYTES);
		if let Ok(message) = Message::from_cbor(&bytes) {
			assert_eq!(message.to_cbor(), bytes);
			accepted += 1;
		}
		let Message {
			to,
			value,
			method,
			params,
			..
		} = good;
		let bytes = input(
			&mut random,
			Propose {
				to,
				value,
				method,
				params,
			}
			.to_cbor(),
			BYTES,
		);
		if let Ok(propose) = Propose::from_cbor(&bytes) {
			assert_eq!(propose.to_cbor(), bytes);
		}
		let hash = to
			.to_bytes()
			.into_iter()
			.cycle()
			.take(32)
			.collect::<Vec<_>>()
			.try_into()
			.unwrap();
		let bytes = input(
			&mut random,
			Transaction {
				id: method >> 1,
				hash,
			}
			.to_cbor(),
			BYTES,
		);
		if let Ok(transaction) = Transaction::from_cbor(&bytes) {
			assert_eq!(transaction.to_cbor(), bytes);
		}
		let bytes = input(&mut random, [0x84, 7, 0xf5, 0, 0x41, 1].to_vec(), BYTES);
		let _ = Proposed::from_cbor(&bytes);
		let _ = Approved::from_cbor(&bytes);
	}
	assert!(accepted > ROUNDS / 20);
}

#[test]
fn cbor_in_any_order() {
	let mut random = Random(0x0dec_0de5);
	for _ in 0..2 * ROUNDS {
		let good = message(&mut random).to_cbor();
		let bytes = input(&mut random, good, BYTES);
		let mut reader = Reader::new(&bytes).unwrap();
		for _ in 0..random.below(16) {
			let _ = match random.below(5) {
				0 => reader.uint().is_ok(),
				1 => reader.bytes().is_ok(),
				2 => reader.text().is_ok(),
				3 => reader.boolean().is_ok(),
				_ => reader.array(random.next() >> random.below(64)).is_ok(),
			};
		}
		let _ = reader.finish();
	}
}

#[test]
fn memos() {
	let mut random = Random(0x0dec_0de6);
	for _ in 0..2 * ROUNDS {
		let who: [u8; 32] = random.bytes(32).try_into().unwrap();
		let memo = match random.below(4) {
			0 => Memo::Account(who),
			1 => Memo::Product { product: 5 },
			2 => Memo::Phase {
				pool: 1,
				phase: 2,
				account: who,
			},
			_ => Memo::BindNode {
				miner: 7,
				issuer: who,
			},
		};
		let mut bytes = memo.encode(&GENESIS);
		random.mutate(&mut bytes, BYTES);
		if let Ok(memo) = Memo::decode(&bytes, &GENESIS) {
			assert_eq!(memo.encode(&GENESIS), bytes);
		}
		let mut bytes = RedeemMemo {
			redemption: random.next(),
		}
		.encode(&GENESIS);
		random.mutate(&mut bytes, BYTES);
		if let Ok(memo) = RedeemMemo::decode(&bytes, &GENESIS) {
			assert_eq!(memo.encode(&GENESIS), bytes);
		}
		let noise = random.below(80);
		let _ = Memo::decode(&random.bytes(noise), &GENESIS);
	}
}
