use super::{hex, SENDER};
use crate::{
	address::{eth_to_id, id_to_eth, Address, AddressError::*, Network, Payload, MAX_ACTOR_ID},
	hash::checksum,
};
use alloc::{format, string::String, vec::Vec};
use codec::{Decode, Encode, MaxEncodedLen};
use data_encoding::BASE32_NOPAD;
use proptest::prelude::*;

const F3: &str = "f3rnlnagjk5wlk23q3lwlaqq7afy2gvtglxr2mltmbbzh4udxeabnl46pstnxtghbya45fxr4f67dyg2yrkrpq";
const F410: &str = "f410f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy";

fn main(text: &str) -> Result<Address, crate::AddressError> {
	Address::parse(text, Network::Main)
}

/// The text of any payload, right or wrong, with its right checksum.
fn text_of(start: &str, prefix: &[u8], payload: &[u8]) -> String {
	let bytes = [payload, &checksum(&[prefix, payload])].concat();
	format!("{start}{}", BASE32_NOPAD.encode(&bytes).to_lowercase())
}

#[test]
fn real_addresses_are_read_and_written_again() {
	for (text, bytes) in [
		(SENDER, "0172705674338c21ede614258978f0e4161b587b09"),
		("f01000", "00e807"),
		("f00", "0000"),
		("f09223372036854775807", "00ffffffffffffffff7f"),
		(F410, "040ad388ab098ed3e84c0d808776440b48f685198498"),
	] {
		let address = main(text).unwrap();
		assert_eq!(address.to_bytes(), hex(bytes));
		assert_eq!(Address::from_bytes(&hex(bytes)), Ok(address));
		assert_eq!(address.to_text(Network::Main), text);
		let test = text.replacen('f', "t", 1);
		assert_eq!(address.to_text(Network::Test), test);
		assert_eq!(Address::parse(&test, Network::Test), Ok(address));
		assert_eq!(Address::parse_any(&test), Ok((Network::Test, address)));
	}
	for text in [F3, "f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxi"] {
		assert_eq!(main(text).unwrap().to_text(Network::Main), text);
	}
	assert_eq!(F3.len(), crate::address::MAX_TEXT_LEN);
	assert_eq!(main(F3).unwrap().to_bytes().len(), crate::address::MAX_BYTES_LEN);
}

#[test]
fn public_key_gives_the_f1_address() {
	let key = hex(concat!(
		"4a56978bd8cbe7081966f18981cd19e8b69028bb1bd11bc56c05888ab075d1d2",
		"f46ae8e76b77ed6573e83604988f430c3f80d1c3fb6d83084f5044788f67b8"
	));
	let full: Vec<u8> = [&[0x05][..], &key].concat();
	assert_eq!(
		Address::from_public_key(&full.try_into().unwrap()),
		main(SENDER).unwrap()
	);
}

#[test]
fn ethereum_form_goes_both_ways() {
	let eth: [u8; 20] = hex("d388ab098ed3e84c0d808776440b48f685198498")
		.try_into()
		.unwrap();
	assert_eq!(Address::from_eth(eth), main(F410));
	assert_eq!(main(F410).unwrap().to_eth(), Some(eth));
	let mask: [u8; 20] = hex("ff000000000000000000000000000000002dc73b")
		.try_into()
		.unwrap();
	assert_eq!(id_to_eth(3_000_123), mask);
	assert_eq!(eth_to_id(&mask), Some(3_000_123));
	assert_eq!(eth_to_id(&eth), None);
	assert_eq!(Address::from_eth(mask), main("f03000123"));
	assert_eq!(main("f03000123").unwrap().to_eth(), Some(mask));
	assert_eq!(main(SENDER).unwrap().to_eth(), None);
	assert_eq!(Address::from_eth(id_to_eth(u64::MAX)), Err(IdTooLarge));
}

#[test]
fn masked_id_is_refused_as_f410() {
	let mask = id_to_eth(3_000_123);
	assert_eq!(Address::new(Payload::Eth(mask)), Err(MaskedId));
	assert_eq!(
		Address::from_bytes(&[&[4, 10][..], &mask].concat()),
		Err(MaskedId)
	);
	assert_eq!(main(&text_of("f410f", &[4, 10], &mask)), Err(MaskedId));
	assert_eq!(Address::decode(&mut &Payload::Eth(mask).encode()[..]).ok(), None);
}

#[test]
fn every_refusal_has_its_reason() {
	for (text, error) in [
		("", Length),
		("f", Length),
		("f0", Length),
		("f1", Length),
		("f4", Length),
		("f410", Length),
		("f410f", Length),
		("x01", UnknownNetwork),
		("F01", UnknownNetwork),
		("t01", WrongNetwork),
		("f51", UnknownProtocol),
		("ff1", UnknownProtocol),
		("f0+1", Character),
		("f0-1", Character),
		("f0 1", Character),
		("f01 ", Character),
		("f0١", Character),
		("f001", NotCanonical),
		("f000", NotCanonical),
		("f09223372036854775808", IdTooLarge),
		("f018446744073709551616", IdTooLarge),
		("f0999999999999999999999999999999999999999999", IdTooLarge),
		("f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6", Length),
		("f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6qq", Length),
		("f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6q=", Length),
		("f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6=", Character),
		("f1Ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6q", Character),
		("f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv61", Character),
		("f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6r", Character),
		("f1ajyfm5btrqq63zquewexr4hecynvq6yjyk5xv6q", Checksum),
		("f2ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6q", Checksum),
		("f410f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmz", Character),
		("f410f3oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy", Checksum),
		("f411f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy", Namespace),
		(
			"f418446744073709551616f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy",
			Namespace,
		),
		("f4010f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy", NotCanonical),
		("f4+10f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy", Character),
		("f4f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy", Length),
	] {
		assert_eq!(main(text), Err(error), "{text}");
	}
	for len in [0, 19, 21, 54] {
		assert_eq!(main(&text_of("f410f", &[4, 10], &[1; 54][..len])), Err(Length));
		assert_eq!(
			Address::from_bytes(&[&[4, 10][..], &[1; 54][..len]].concat()),
			Err(Length)
		);
	}
	for (bytes, error) in [
		("", Length),
		("00", Length),
		("0080", Length),
		("008000", NotCanonical),
		("00e80700", Length),
		("00ffffffffffffffffff01", IdTooLarge),
		("00ffffffffffffffffffff01", IdTooLarge),
		// Bits that a tenth byte has no room for.
		("0093a8b1b180d8f2fbec0c", IdTooLarge),
		("01", Length),
		("0172705674338c21ede614258978f0e4161b587b", Length),
		("0172705674338c21ede614258978f0e4161b587b0900", Length),
		("04", Length),
		("0401d388ab098ed3e84c0d808776440b48f685198498", Namespace),
		("048a00d388ab098ed3e84c0d808776440b48f685198498", Namespace),
		("05d388ab098ed3e84c0d808776440b48f685198498", UnknownProtocol),
		("ff", UnknownProtocol),
	] {
		assert_eq!(Address::from_bytes(&hex(bytes)), Err(error), "{bytes}");
	}
}

#[test]
fn impossible_bls_keys_are_refused() {
	for first in [0x00, 0x17, 0x40, 0xc0, 0xff] {
		let mut key = [0; 48];
		key[0] = first;
		assert_eq!(Address::new(Payload::Bls(key)), Err(BlsKey));
		assert_eq!(Address::from_bytes(&[&[3][..], &key].concat()), Err(BlsKey));
		assert_eq!(main(&text_of("f3", &[3], &key)), Err(BlsKey));
	}
}

#[test]
fn scale_refuses_what_parsing_refuses() {
	for payload in [
		Payload::Id(MAX_ACTOR_ID + 1),
		Payload::Bls([0; 48]),
		Payload::Eth(id_to_eth(1)),
		Payload::Eth(id_to_eth(0)),
	] {
		assert!(Address::decode(&mut &payload.encode()[..]).is_err());
		assert!(Address::try_from(payload).is_err());
	}
	let address = main(F3).unwrap();
	assert_eq!(Address::decode(&mut &address.encode()[..]), Ok(address));
	assert_eq!(Address::max_encoded_len(), 49);
}

#[test]
fn names_decide_only_within_a_protocol() {
	let (id, other, key) = (main("f01").unwrap(), main("f02").unwrap(), main(SENDER).unwrap());
	assert_eq!(id.same_actor(&id), Some(true));
	assert_eq!(id.same_actor(&other), Some(false));
	assert_eq!(id.same_actor(&key), None);
	assert_eq!((id.id(), key.id()), (Some(1), None));
}

#[test]
fn only_keys_can_be_paid_out_to() {
	assert!(main(SENDER).unwrap().is_key());
	assert!(main(F3).unwrap().is_key());
	assert!(!main("f01").unwrap().is_key());
	assert!(!main(F410).unwrap().is_key());
	assert!(!Address::new(Payload::Actor([1; 20])).unwrap().is_key());
}

prop_compose! {
	fn any_address()(kind in 0..5u8, id in any::<u64>(), bytes in prop::array::uniform32(any::<u8>())) -> Address {
		let short: [u8; 20] = bytes[..20].try_into().unwrap();
		let mut key = [bytes[7]; 48];
		key[..32].copy_from_slice(&bytes);
		key[0] = 0x80 | (key[0] & 0x3f);
		Address::new(match kind {
			0 => Payload::Id(id >> (1 + bytes[0] % 63)),
			1 => Payload::Secp256k1(short),
			2 => Payload::Actor(short),
			3 => Payload::Bls(key),
			_ => Payload::Eth(short),
		}).unwrap()
	}
}

proptest! {
	#[test]
	fn every_form_is_read_again(address in any_address()) {
		for network in [Network::Main, Network::Test] {
			prop_assert_eq!(Address::parse(&address.to_text(network), network), Ok(address));
		}
		prop_assert_eq!(Address::from_bytes(&address.to_bytes()), Ok(address));
		prop_assert_eq!(Address::decode(&mut &address.encode()[..]), Ok(address));
	}

	#[test]
	fn one_wrong_character_is_noticed(address in any_address(), at in any::<usize>(), other in 0..32usize) {
		prop_assume!(address.protocol() != 0);
		let mut text = address.to_text(Network::Main).into_bytes();
		let start = if address.protocol() == 4 { 5 } else { 2 };
		let at = start + at % (text.len() - start);
		let other = b"abcdefghijklmnopqrstuvwxyz234567"[other];
		prop_assume!(text[at] != other);
		text[at] = other;
		prop_assert!(main(core::str::from_utf8(&text).unwrap()).is_err());
	}
}
