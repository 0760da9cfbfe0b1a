use crate::amount::{
	format_atto, format_fil, from_bytes, parse_atto, parse_fil, to_bytes, AmountError::*, FIL,
};
use alloc::format;
use proptest::prelude::*;

const MAX: &str = "340282366920938463463374607431768211455";

#[test]
fn atto_has_one_form() {
	assert_eq!(parse_atto("0"), Ok(0));
	assert_eq!(parse_atto("49500000000000000000"), Ok(49_500_000_000_000_000_000));
	assert_eq!(parse_atto(MAX), Ok(u128::MAX));
	for (text, error) in [
		("", Empty),
		("00", LeadingZero),
		("01", LeadingZero),
		("0x1", Character),
		("+1", Character),
		("-1", Character),
		(" 1", Character),
		("1 ", Character),
		("1e3", Character),
		("1.0", Character),
		("1_000", Character),
		("١", Character),
		("340282366920938463463374607431768211456", Overflow),
		("3402823669209384634633746074317682114550", Overflow),
	] {
		assert_eq!(parse_atto(text), Err(error), "{text}");
	}
}

#[test]
fn fil_is_read_to_the_last_atto() {
	for (text, atto) in [
		("0", 0),
		("1", FIL),
		("1.5", FIL + FIL / 2),
		("0.1", FIL / 10),
		("0.10", FIL / 10),
		("0.000000000000000001", 1),
		("2000000000", 2_000_000_000 * FIL),
		("340282366920938463463.374607431768211455", u128::MAX),
	] {
		assert_eq!(parse_fil(text), Ok(atto), "{text}");
	}
	for (text, error) in [
		("", Empty),
		(".", Empty),
		("1.", Empty),
		(".5", Empty),
		("01", LeadingZero),
		("00.1", LeadingZero),
		("1.0000000000000000000", TooPrecise),
		("0.0000000000000000001", TooPrecise),
		("0.000000000000000000x", Character),
		("1.5.", Character),
		("1.-5", Character),
		("+1", Character),
		("-1", Character),
		("1,5", Character),
		("1 FIL", Character),
		("340282366920938463463.374607431768211456", Overflow),
		("340282366920938463464", Overflow),
	] {
		assert_eq!(parse_fil(text), Err(error), "{text}");
	}
}

#[test]
fn fil_is_written_shortly() {
	assert_eq!(format_fil(0), "0");
	assert_eq!(format_fil(100 * FIL), "100");
	assert_eq!(format_fil(FIL / 10), "0.1");
	assert_eq!(format_fil(1), "0.000000000000000001");
	assert_eq!(format_atto(FIL), "1000000000000000000");
}

#[test]
fn bytes_have_one_form() {
	assert_eq!(to_bytes(0), []);
	assert_eq!(to_bytes(1), [0, 1]);
	assert_eq!(to_bytes(255), [0, 255]);
	assert_eq!(to_bytes(256), [0, 1, 0]);
	assert_eq!(
		to_bytes(FIL + FIL / 2),
		[0x00, 0x14, 0xd1, 0x12, 0x0d, 0x7b, 0x16, 0x00, 0x00]
	);
	assert_eq!(to_bytes(u128::MAX).len(), 17);
	assert_eq!(from_bytes(&[0]), Err(Empty));
	assert_eq!(from_bytes(&[0, 0]), Err(LeadingZero));
	assert_eq!(from_bytes(&[0, 0, 1]), Err(LeadingZero));
	assert_eq!(from_bytes(&[1, 1]), Err(Sign));
	assert_eq!(from_bytes(&[1]), Err(Sign));
	assert_eq!(from_bytes(&[2, 1]), Err(Sign));
	assert_eq!(from_bytes(&[&[0, 1][..], &[0; 16]].concat()), Err(Overflow));
}

proptest! {
	#[test]
	fn every_form_is_read_again(atto in any::<u128>(), shift in 0..128u32) {
		let atto = atto >> shift;
		prop_assert_eq!(parse_atto(&format_atto(atto)), Ok(atto));
		prop_assert_eq!(parse_fil(&format_fil(atto)), Ok(atto));
		prop_assert_eq!(from_bytes(&to_bytes(atto)), Ok(atto));
		prop_assert_eq!(parse_fil(&format!("{}.{:018}", atto / FIL, atto % FIL)), Ok(atto));
	}
}
