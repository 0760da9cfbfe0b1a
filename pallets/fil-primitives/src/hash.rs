//! BLAKE2b in the three lengths that Filecoin uses.
//!
//! The length is a parameter of the hash: the 4 bytes of a checksum are not the first 4 of a longer hash.

use blake2b_simd::Params;

/// The hash behind CIDs and signatures.
pub fn blake2b_256(bytes: &[u8]) -> [u8; 32] {
	blake2b(&[bytes])
}

/// The hash of a public key or of an actor's creation that makes an f1 or f2 address.
pub fn blake2b_160(bytes: &[u8]) -> [u8; 20] {
	blake2b(&[bytes])
}

/// The checksum of addresses and memos, over the parts one after the other.
pub fn checksum(parts: &[&[u8]]) -> [u8; 4] {
	blake2b(parts)
}

fn blake2b<const N: usize>(parts: &[&[u8]]) -> [u8; N] {
	let mut state = Params::new().hash_length(N).to_state();
	for part in parts {
		state.update(part);
	}
	let mut out = [0; N];
	for (to, from) in out.iter_mut().zip(state.finalize().as_bytes()) {
		*to = *from;
	}
	out
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn length_is_a_parameter_and_not_a_cut() {
		assert_eq!(
			blake2b_256(b""),
			[
				0x0e, 0x57, 0x51, 0xc0, 0x26, 0xe5, 0x43, 0xb2, 0xe8, 0xab, 0x2e, 0xb0, 0x60, 0x99, 0xda,
				0xa1, 0xd1, 0xe5, 0xdf, 0x47, 0x77, 0x8f, 0x77, 0x87, 0xfa, 0xab, 0x45, 0xcd, 0xf1, 0x2f,
				0xe3, 0xa8
			]
		);
		assert_ne!(blake2b_160(b"")[..], blake2b_256(b"")[..20]);
		assert_ne!(checksum(&[b""])[..], blake2b_256(b"")[..4]);
		assert_eq!(checksum(&[b"ab", b"", b"c"]), checksum(&[b"abc"]));
	}
}
