use super::hex;
use crate::cbor::{CborError, CborError::*, Reader, Writer, MAX_DEPTH, MAX_INPUT};
use alloc::vec;
use proptest::prelude::*;

fn uint(bytes: &str) -> Result<u64, CborError> {
	let bytes = hex(bytes);
	let mut reader = Reader::new(&bytes)?;
	let value = reader.uint()?;
	reader.finish()?;
	Ok(value)
}

#[test]
fn numbers_take_the_fewest_bytes() {
	for (value, bytes) in [
		(0, "00"),
		(23, "17"),
		(24, "1818"),
		(255, "18ff"),
		(256, "190100"),
		(65_535, "19ffff"),
		(65_536, "1a00010000"),
		(u64::from(u32::MAX), "1affffffff"),
		(1 << 32, "1b0000000100000000"),
		(u64::MAX, "1bffffffffffffffff"),
	] {
		assert_eq!(Writer::new().uint(value).finish(), hex(bytes));
		assert_eq!(uint(bytes), Ok(value));
	}
	for bytes in ["1817", "1900ff", "1a0000ffff", "1b00000000ffffffff"] {
		assert_eq!(uint(bytes), Err(NotMinimal), "{bytes}");
	}
}

#[test]
fn every_refusal_has_its_reason() {
	for (bytes, error) in [
		("", End),
		("18", End),
		("1901", End),
		("0000", Trailing),
		("20", Type),
		("40", Type),
		("f6", Type),
		("c100", Type),
		("1c", Type),
		("1f", Indefinite),
	] {
		assert_eq!(uint(bytes), Err(error), "{bytes}");
	}
	let read = |bytes: &str| Reader::new(&hex(bytes)).unwrap().bytes().map(<[u8]>::to_vec);
	assert_eq!(read("4161"), Ok(b"a".to_vec()));
	assert_eq!(read("42aa"), Err(End));
	assert_eq!(read("5bffffffffffffffff"), Err(End));
	assert_eq!(read("5f4161ff"), Err(Indefinite));
	assert_eq!(read("580161"), Err(NotMinimal));
	assert_eq!(read("6161"), Err(Type));
	let text = [0x62, 0xc3, 0x28];
	assert_eq!(Reader::new(&text).unwrap().text(), Err(Utf8));
	assert_eq!(Reader::new(&[0xf7]).unwrap().boolean(), Err(Type));
	assert_eq!(Reader::new(&[0xf8, 0x15]).unwrap().boolean(), Err(NotMinimal));
	assert_eq!(Reader::new(&vec![0; MAX_INPUT + 1]).err(), Some(TooLong));
	assert!(Reader::new(&vec![0; MAX_INPUT]).is_ok());
}

#[test]
fn arrays_hold_what_they_say() {
	let bytes = Writer::new().array(3).uint(1).array(0).text("é").finish();
	assert_eq!(
		bytes,
		hex("830180")
			.into_iter()
			.chain([0x62, 0xc3, 0xa9])
			.collect::<vec::Vec<_>>()
	);
	let mut reader = Reader::new(&bytes).unwrap();
	assert_eq!(reader.array(2), Err(Items));
	let mut reader = Reader::new(&bytes).unwrap();
	reader.array(3).unwrap();
	assert!(reader.is_uint());
	assert_eq!(reader.uint(), Ok(1));
	assert_eq!(reader.clone().finish(), Err(Items));
	reader.array(0).unwrap();
	assert_eq!(reader.text(), Ok("é"));
	assert_eq!(reader.clone().uint(), Err(Items));
	assert_eq!(reader.finish(), Ok(()));
	// A second item does not belong to an array of one.
	let mut reader = Reader::new(&[0x81, 0x01, 0x02]).unwrap();
	reader.array(1).unwrap();
	assert_eq!(reader.uint(), Ok(1));
	assert_eq!(reader.clone().uint(), Err(Items));
	assert_eq!(reader.finish(), Err(Trailing));
	// Nor does an item after an inner array belong to it.
	let mut reader = Reader::new(&[0x82, 0x81, 0x01, 0x02]).unwrap();
	reader.array(2).unwrap();
	reader.array(1).unwrap();
	assert_eq!(reader.uint(), Ok(1));
	assert_eq!(reader.uint(), Ok(2));
	assert_eq!(reader.finish(), Ok(()));
	assert_eq!(
		Reader::new(&[0x9b, 255, 255, 255, 255, 255, 255, 255, 255])
			.unwrap()
			.array(u64::MAX),
		Ok(())
	);
}

#[test]
fn depth_is_bounded() {
	let bytes = [0x81; MAX_DEPTH + 1];
	let mut reader = Reader::new(&bytes).unwrap();
	for _ in 0..MAX_DEPTH {
		assert_eq!(reader.array(1), Ok(()));
	}
	assert_eq!(reader.array(1), Err(Depth));
}

proptest! {
	#[test]
	fn what_is_written_is_read(number in any::<u64>(), shift in 0..64, bytes in prop::collection::vec(any::<u8>(), 0..700), text in ".{0,40}", yes in any::<bool>()) {
		let number = number >> shift;
		let written = Writer::new().array(4).uint(number).bytes(&bytes).text(&text).boolean(yes).finish();
		let mut reader = Reader::new(&written).unwrap();
		reader.array(4).unwrap();
		prop_assert_eq!(reader.uint(), Ok(number));
		prop_assert_eq!(reader.bytes(), Ok(&bytes[..]));
		prop_assert_eq!(reader.text(), Ok(&text[..]));
		prop_assert_eq!(reader.boolean(), Ok(yes));
		prop_assert_eq!(reader.finish(), Ok(()));
	}
}
