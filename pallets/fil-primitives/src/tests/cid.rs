use super::hex;
use crate::cid::{Cid, CidError::*};
use codec::{Decode, Encode, MaxEncodedLen};
use proptest::prelude::*;

const MAINNET: &str = "bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2";
const CALIBNET: &str = "bafy2bzacecyaggy24wol5ruvs6qm73gjibs2l2iyhcqmvi7r7a4ph7zx3yqd4";

#[test]
fn real_cids_are_read_and_written_again() {
	for text in [MAINNET, CALIBNET] {
		let cid = Cid::parse(text).unwrap();
		assert_eq!(cid.to_text(), text);
		assert_eq!(cid.to_bytes()[..6], [0x01, 0x71, 0xa0, 0xe4, 0x02, 0x20]);
		assert_eq!(Cid::from_bytes(&cid.to_bytes()), Ok(cid));
		assert_eq!(Cid::from_digest(*cid.digest()), cid);
	}
	assert_ne!(Cid::parse(MAINNET), Cid::parse(CALIBNET));
	assert_eq!(Cid::max_encoded_len(), 32);
}

#[test]
fn every_refusal_has_its_reason() {
	for (text, error) in [
		("", Length),
		("b", Length),
		(&MAINNET[..61], Length),
		(
			"bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2a",
			Length,
		),
		(
			"Bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2",
			Base,
		),
		("zdpuAyTBnYSugBZhqJuLsNpzjmAjSmxDqBbtAqXMtsvxiN2v3", Base),
		("Qmah6C3QZnKFRJXz8wzbcqwyCXdXDY5hSgvrvCJ1i8Uv9c", Base),
		(
			"bafY2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2",
			Character,
		),
		(
			"bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm1",
			Character,
		),
		(
			"bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm3",
			Character,
		),
	] {
		assert_eq!(Cid::parse(text), Err(error), "{text}");
	}
	let digest = "ee".repeat(32);
	for (start, error) in [
		("", Malformed),
		("0071a0e40220", Malformed),
		("0271a0e40220", Malformed),
		("1220", Malformed),
		("0155a0e40220", Codec),
		("01711220", Hash),
		("8100", Malformed),
		("0171a0e4820020", Malformed),
		("0171a0e40221", Malformed),
		("0171a0e4021f", Hash),
	] {
		let bytes = hex(&alloc::format!("{start}{digest}"));
		assert_eq!(Cid::from_bytes(&bytes), Err(error), "{start}");
	}
	let mut long = Cid::parse(MAINNET).unwrap().to_bytes().to_vec();
	long.push(0);
	assert_eq!(Cid::from_bytes(&long), Err(Length));
	assert_eq!(Cid::from_bytes(&long[..37]), Err(Malformed));
}

proptest! {
	#[test]
	fn every_form_is_read_again(digest in any::<[u8; 32]>()) {
		let cid = Cid::from_digest(digest);
		prop_assert_eq!(Cid::parse(&cid.to_text()), Ok(cid));
		prop_assert_eq!(Cid::from_bytes(&cid.to_bytes()), Ok(cid));
		prop_assert_eq!(Cid::decode(&mut &cid.encode()[..]), Ok(cid));
	}
}
