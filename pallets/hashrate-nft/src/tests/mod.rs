#![allow(missing_docs)]

pub use crate::mock::*;

#[test]
fn x() {
	ExtBuilder::default().build_and_execute(|| {});
}
