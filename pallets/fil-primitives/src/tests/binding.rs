use super::{address_of, recover_key, sign, GENESIS, SENDER};
use crate::{
	address::Network, cid, hash::blake2b_256, Address, Binding, BindingError, Signature, SignatureError,
};

const SECRET: [u8; 32] = [5; 32];

fn binding() -> Binding {
	Binding {
		address: address_of(SECRET),
		network: Network::Main,
		account: [0xab; 32],
		genesis: GENESIS,
		nonce: 3,
	}
}

#[test]
fn line_names_all_that_is_bound() {
	let mut binding = binding();
	binding.address = Address::parse(SENDER, Network::Main).unwrap();
	binding.genesis = [0x0c; 32];
	let line = alloc::format!(
		"DMEX binding v1: deposits from {SENDER} belong to account 0x{} on chain 0x{}, nonce 3",
		"ab".repeat(32),
		"0c".repeat(32)
	);
	assert_eq!(binding.text(), line);
	assert_eq!(binding.digest(), blake2b_256(line.as_bytes()));
	let enclosed = alloc::format!("\u{19}Filecoin Signed Message:\n{}{line}", line.len());
	assert_eq!(binding.envelope_digest(), blake2b_256(enclosed.as_bytes()));
	// No transaction: what is signed of one is the 38 bytes of a CID.
	assert!(line.len() > cid::LEN);
}

#[test]
fn both_ways_of_signing_prove_it() {
	let binding = binding();
	for digest in [binding.digest(), binding.envelope_digest()] {
		assert_eq!(binding.verify(&sign(SECRET, &digest), recover_key), Ok(()));
	}
}

#[test]
fn nothing_else_proves_it() {
	let good = binding();
	for digest in [good.digest(), good.envelope_digest()] {
		let signature = sign(SECRET, &digest);
		for other in [
			Binding {
				address: address_of([6; 32]),
				..good
			},
			Binding {
				network: Network::Test,
				..good
			},
			Binding {
				account: [1; 32],
				..good
			},
			Binding {
				genesis: [1; 32],
				..good
			},
			Binding { nonce: 4, ..good },
		] {
			assert_eq!(
				other.verify(&signature, recover_key),
				Err(BindingError::OtherSigner)
			);
		}
		assert_eq!(
			good.verify(&sign([6; 32], &digest), recover_key),
			Err(BindingError::OtherSigner)
		);
	}
	let message_like = blake2b_256(&good.digest());
	assert_eq!(
		good.verify(&sign(SECRET, &message_like), recover_key),
		Err(BindingError::OtherSigner)
	);
}

#[test]
fn bad_signatures_and_other_addresses_are_refused() {
	let good = binding();
	assert_eq!(
		good.verify(&Signature([0; 65]), recover_key),
		Err(BindingError::Signature(SignatureError::Invalid))
	);
	assert_eq!(
		good.verify(&Signature([4; 65]), recover_key),
		Err(BindingError::Signature(SignatureError::RecoveryId))
	);
	for address in ["f01000", "f410f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy"] {
		let other = Binding {
			address: Address::parse(address, Network::Main).unwrap(),
			..good
		};
		assert_eq!(
			other.verify(&sign(SECRET, &other.digest()), recover_key),
			Err(BindingError::NotSecp256k1)
		);
	}
}
