use super::{address_of, hex, recover_key, sign, SENDER};
use crate::{
	address::Network,
	amount::FIL,
	cbor::{CborError, Writer},
	recover, Address, AmountError, Message, MessageError, Signature, SignatureError,
};
use alloc::vec;

const CBOR: &str = concat!(
	"8a00583103802d67ff9a87c6c227d3441f9e13eeb34d72c0b823d37ea4679b0622de42c191004c53abf17ccf7b2dc585d781",
	"de8035550172705674338c21ede614258978f0e4161b587b0918b44a00056bc75e2d631000001a003739e044006e0fd64400",
	"061de20040"
);
const SIGNATURE: &str = concat!(
	"013e0aeebf3de783405e46574553eb8c935dfa9d7c197d5661808c4694f5f9de4b788bdfd34a9b51f4bd863366a3b552a693",
	"84053eb3e6e3896487bd694eea028600"
);
const DIGEST: &str = "ee9499af7cd4b68b612ca9f4aa47a49d3670c0322fb082af6fa464a492d38865";
const CID: &str = "bafy2bzaceb5f6ng6qebjb22zzh63ribbp2mnq53de3u62flruywitof7lkxzw";
const SIGNED_CID: &str = "bafy2bzacebmxdgvlwh6szsmbz7codx35obiuhdhfaviw5ssfgg4lidupcfk4k";

fn signature() -> Signature {
	Signature::from_bytes(&hex(SIGNATURE)).unwrap()
}

#[test]
fn real_message_is_read_and_written_again() {
	let message = Message::from_cbor(&hex(CBOR)).unwrap();
	assert_eq!(message.from.to_text(Network::Main), SENDER);
	assert_eq!(message.to.protocol(), 3);
	assert_eq!(message.nonce, 180);
	assert_eq!(message.value, 100 * FIL);
	assert_eq!(message.gas_limit, 3_619_296);
	assert_eq!(message.gas_fee_cap, 7_213_014);
	assert_eq!(message.gas_premium, 400_866);
	assert_eq!((message.method, &message.params[..]), (0, &[][..]));
	assert_eq!(message.to_cbor(), hex(CBOR));
	assert_eq!(message.cid().to_text(), CID);
	assert_eq!(message.signing_digest()[..], hex(DIGEST));
	assert_eq!(message.signed_cid(&signature()).to_text(), SIGNED_CID);
}

#[test]
fn real_signature_gives_the_sender() {
	let message = Message::from_cbor(&hex(CBOR)).unwrap();
	let digest = message.signing_digest();
	assert_eq!(recover(&signature(), &digest, recover_key), Ok(message.from));
	let mut other = digest;
	other[0] ^= 1;
	assert_ne!(recover(&signature(), &other, recover_key), Ok(message.from));
	assert_eq!(signature().to_bytes(), hex(SIGNATURE));
}

#[test]
fn another_real_message_has_the_cid_that_its_node_gave() {
	let message = Message {
		to: Address::parse(
			"f3rnlnagjk5wlk23q3lwlaqq7afy2gvtglxr2mltmbbzh4udxeabnl46pstnxtghbya45fxr4f67dyg2yrkrpq",
			Network::Main,
		)
		.unwrap(),
		from: Address::parse("f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxi", Network::Main).unwrap(),
		nonce: 1,
		value: 49_500_000_000_000_000_000,
		gas_limit: 2_260_810,
		gas_fee_cap: 9_015_347,
		gas_premium: 150_282,
		method: 0,
		params: vec![],
	};
	assert_eq!(
		message.cid().to_text(),
		"bafy2bzaceceemtti4amop2qlchfu4w4mbyjbgsxuimliiqyv3crqaj4rfp57c"
	);
}

#[test]
fn own_key_signs_messages() {
	let mut message = Message::from_cbor(&hex(CBOR)).unwrap();
	message.from = address_of([5; 32]);
	let signature = sign([5; 32], &message.signing_digest());
	assert_eq!(
		recover(&signature, &message.signing_digest(), recover_key),
		Ok(message.from)
	);
}

#[test]
fn bad_signatures_are_refused() {
	let good = hex(SIGNATURE);
	let with = |at: usize, byte: u8| {
		let mut bytes = good.clone();
		bytes[at] = byte;
		Signature::from_bytes(&bytes)
	};
	assert_eq!(Signature::from_bytes(&[]), Err(SignatureError::Length));
	assert_eq!(Signature::from_bytes(&good[..65]), Err(SignatureError::Length));
	assert_eq!(
		Signature::from_bytes(&[&good[..], &[0]].concat()),
		Err(SignatureError::Length)
	);
	assert_eq!(with(0, 2), Err(SignatureError::Type));
	assert!(with(65, 3).is_ok());
	assert_eq!(with(65, 4), Err(SignatureError::RecoveryId));
	assert_eq!(with(65, 27), Err(SignatureError::RecoveryId));
	// What came by SCALE was not read by `from_bytes`; the host function would take 27 for 0.
	let mut foreign = signature();
	foreign.0[64] = 27;
	assert_eq!(
		recover(&foreign, &[1; 32], |_, _| panic!("must not be asked")),
		Err(SignatureError::RecoveryId)
	);
	assert_eq!(
		recover(&Signature([0; 65]), &[1; 32], recover_key),
		Err(SignatureError::Invalid)
	);
}

#[test]
fn every_refusal_has_its_reason() {
	let good = Message::from_cbor(&hex(CBOR)).unwrap();
	let write = |version: u64, value: &[u8], gas: u64| {
		Writer::new()
			.array(10)
			.uint(version)
			.bytes(&good.to.to_bytes())
			.bytes(&good.from.to_bytes())
			.uint(1)
			.bytes(value)
			.uint(gas)
			.bytes(&[])
			.bytes(&[])
			.uint(0)
			.bytes(&[])
			.finish()
	};
	assert!(Message::from_cbor(&write(0, &[], 1)).is_ok());
	assert_eq!(Message::from_cbor(&write(1, &[], 1)), Err(MessageError::Version));
	assert_eq!(
		Message::from_cbor(&write(0, &[1, 1], 1)),
		Err(MessageError::Amount(AmountError::Sign))
	);
	assert!(Message::from_cbor(&write(0, &[], u64::MAX >> 1)).is_ok());
	assert_eq!(
		Message::from_cbor(&write(0, &[], 1 << 63)),
		Err(MessageError::GasLimit)
	);
	let mut bytes = hex(CBOR);
	bytes.push(0);
	assert_eq!(
		Message::from_cbor(&bytes),
		Err(MessageError::Cbor(CborError::Trailing))
	);
	bytes.truncate(bytes.len() - 2);
	assert_eq!(
		Message::from_cbor(&bytes),
		Err(MessageError::Cbor(CborError::End))
	);
	let mut bytes = hex(CBOR);
	bytes[4] = 7;
	assert_eq!(
		Message::from_cbor(&bytes),
		Err(MessageError::Address(crate::AddressError::UnknownProtocol))
	);
}
