use super::{base64, hex, GENESIS};
use crate::{
	hash::checksum,
	memo::{Memo, MemoError, MemoError::*, RedeemMemo},
};
use alloc::vec::Vec;
use codec::MaxEncodedLen;
use proptest::prelude::*;

const ALICE: &str = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const OTHER: [u8; 32] = [3; 32];

/// A memo of any contents with its right checksum.
fn sealed(contents: &[u8]) -> Vec<u8> {
	let memo = [contents, &checksum(&[contents])].concat();
	[&[0x58, memo.len() as u8][..], &memo].concat()
}

fn read(params: &[u8]) -> Result<Memo, MemoError> {
	Memo::decode(params, &GENESIS)
}

#[test]
fn memo_of_an_account_is_the_published_one() {
	let memo = Memo::Account(hex(ALICE).try_into().unwrap());
	let bytes = hex("5829444d455801d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27df18ee626");
	assert_eq!(memo.encode(&GENESIS), bytes);
	assert_eq!(
		bytes,
		base64("WClETUVYAdQ1k8cV/dMcYRQavQSpn9aCLIVYhUzN45pWhOelbaJ98Y7mJg==")
	);
	assert_eq!(read(&bytes), Ok(memo));
	assert_eq!(Memo::decode(&bytes, &OTHER), Ok(memo));
}

#[test]
fn redeem_memo_is_the_published_one() {
	let bytes = base64("WBlETVhSAQAAAAAAAAAqfgDYz6JWOuIfWfmk");
	let memo = RedeemMemo { redemption: 42 };
	assert_eq!(memo.encode(&GENESIS), bytes);
	assert_eq!(RedeemMemo::decode(&bytes, &GENESIS), Ok(memo));
	assert_eq!(RedeemMemo::decode(&bytes, &OTHER), Err(WrongChain));
	assert_eq!(read(&bytes), Err(NotAMemo));
}

#[test]
fn other_kinds_have_their_layout() {
	let genesis = "7e00d8cfa2563ae2";
	for (memo, contents) in [
		(
			Memo::Product { product: 0x0102_0304 },
			"444d45580201020304".into(),
		),
		(
			Memo::Phase {
				pool: 5,
				phase: 6,
				account: [0xaa; 32],
			},
			alloc::format!("444d4558030000000500000006{}", "aa".repeat(32)),
		),
		(
			Memo::BindNode {
				miner: 1_234,
				issuer: [0xbb; 32],
			},
			alloc::format!("444d455804{genesis}00000000000004d2{}", "bb".repeat(32)),
		),
	] {
		let sealed = match memo {
			// Short strings have their length in the first byte.
			Memo::Product { .. } => {
				let mut bytes = sealed(&hex(&contents));
				bytes.splice(..2, [0x40 | 13]);
				bytes
			}
			_ => sealed(&hex(&contents)),
		};
		assert_eq!(memo.encode(&GENESIS), sealed);
		assert_eq!(read(&sealed), Ok(memo));
	}
	assert_eq!(Memo::max_encoded_len(), 1 + 40);
}

#[test]
fn binding_a_node_holds_on_one_chain() {
	let bytes = Memo::BindNode {
		miner: 1_234,
		issuer: [1; 32],
	}
	.encode(&OTHER);
	assert_eq!(read(&bytes), Err(WrongChain));
	assert!(Memo::decode(&bytes, &OTHER).is_ok());
	let mut late = GENESIS;
	late[7] ^= 1;
	assert_eq!(
		Memo::decode(
			&Memo::BindNode {
				miner: 1,
				issuer: [1; 32]
			}
			.encode(&GENESIS),
			&late
		),
		Err(WrongChain)
	);
	assert_eq!(
		read(
			&Memo::BindNode {
				miner: 1 << 63,
				issuer: [1; 32]
			}
			.encode(&GENESIS)
		),
		Err(Miner)
	);
}

#[test]
fn every_refusal_has_its_reason() {
	let good = Memo::Account([7; 32]).encode(&GENESIS);
	assert_eq!(read(&[]), Err(NotAMemo));
	assert_eq!(read(b"DMEX"), Err(NotAMemo));
	assert_eq!(read(&good[2..]), Err(NotAMemo));
	assert_eq!(read(&[0x40]), Err(NotAMemo));
	assert_eq!(read(&[0x80]), Err(NotAMemo));
	assert_eq!(read(&good[..good.len() - 1]), Err(NotAMemo));
	assert_eq!(read(&[&good[..], &[0]].concat()), Err(Trailing));
	assert_eq!(read(&[&[0x59, 0][..], &good[1..]].concat()), Err(NotAMemo));
	for at in 6..good.len() {
		let mut bytes = good.clone();
		bytes[at] ^= 0x10;
		assert_eq!(read(&bytes), Err(Checksum), "{at}");
	}
	assert_eq!(read(&[0x44, b'D', b'M', b'E', b'X']), Err(Checksum));
	let body = [1; 32];
	assert_eq!(
		read(&sealed(&[b"DMEX\x05", &body[..]].concat())),
		Err(UnknownKind(5))
	);
	assert_eq!(
		read(&sealed(&[b"DMEX\x00", &body[..]].concat())),
		Err(UnknownKind(0))
	);
	assert_eq!(
		read(&sealed(&[b"DMEX\x11", &body[..]].concat())),
		Err(UnknownVersion(1))
	);
	assert_eq!(read(&sealed(&[b"DMEX\x01", &body[..31]].concat())), Err(Length));
	assert_eq!(
		read(&sealed(&[b"DMEX\x01", &body[..], &[1]].concat())),
		Err(Length)
	);
	assert_eq!(read(&sealed(&[b"DMEX\x02", &body[..]].concat())), Err(Length));
	assert_eq!(read(&sealed(&[b"DMEX\x03", &body[..]].concat())), Err(Length));
	assert_eq!(read(&sealed(&[b"DMEX\x04", &body[..]].concat())), Err(Length));
	let redeem = |contents: &[u8]| RedeemMemo::decode(&sealed(contents), &GENESIS);
	assert_eq!(redeem(&[b"DMXR\x02", &body[..]].concat()), Err(UnknownVersion(2)));
	assert_eq!(redeem(&[b"DMXR\x01", &body[..]].concat()), Err(Length));
	assert_eq!(redeem(&[b"DMEX\x01", &body[..]].concat()), Err(NotAMemo));
}

proptest! {
	#[test]
	fn what_is_written_is_read(kind in 0..4u8, a in any::<u32>(), b in any::<u32>(), miner in any::<u64>(), who in any::<[u8; 32]>(), genesis in any::<[u8; 32]>()) {
		let memo = match kind {
			0 => Memo::Account(who),
			1 => Memo::Product { product: a },
			2 => Memo::Phase { pool: a, phase: b, account: who },
			_ => Memo::BindNode { miner: miner >> 1, issuer: who },
		};
		prop_assert_eq!(Memo::decode(&memo.encode(&genesis), &genesis), Ok(memo));
		let redeem = RedeemMemo { redemption: miner };
		prop_assert_eq!(RedeemMemo::decode(&redeem.encode(&genesis), &genesis), Ok(redeem));
	}
}
