//! Addresses of Filecoin: `[f|t] protocol payload` as text, `protocol ‖ payload` as bytes.
//!
//! | protocol | payload | text after the protocol digit |
//! |---|---|---|
//! | 0 id | unsigned LEB128 of the actor id | the id in decimal |
//! | 1 secp256k1 | BLAKE2b-160 of the 65-byte public key | base32(payload ‖ checksum) |
//! | 2 actor | BLAKE2b-160 | base32(payload ‖ checksum) |
//! | 3 BLS | 48-byte public key | base32(payload ‖ checksum) |
//! | 4 delegated | LEB128 namespace ‖ subaddress | namespace, `f`, base32(subaddress ‖ checksum) |
//!
//! Only the canonical form is read: whatever [`Address::parse`] accepts, [`Address::to_text`] writes again, and likewise for
//! bytes. That is stricter than Filecoin's own libraries.

use crate::{
	base32::{self, Base32Error},
	hash::{blake2b_160, checksum},
};
use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, Input, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// The namespace of the Ethereum address manager, the only one of protocol 4 that exists.
const ETH_NAMESPACE: u8 = 10;
/// The longest address as text (f3).
pub const MAX_TEXT_LEN: usize = 86;
/// The longest address as bytes (f3).
pub const MAX_BYTES_LEN: usize = 49;
/// The highest actor id: Filecoin's nodes refuse ids that do not fit a signed 64-bit number.
pub const MAX_ACTOR_ID: u64 = u64::MAX >> 1;

/// A network of Filecoin. It is only in the text of an address, not in its bytes.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Network {
	/// Mainnet: addresses begin with `f`.
	Main,
	/// Every test network: addresses begin with `t`.
	Test,
}

impl Network {
	/// The first character of an address of this network.
	pub const fn prefix(self) -> char {
		match self {
			Network::Main => 'f',
			Network::Test => 't',
		}
	}

	fn from_prefix(byte: u8) -> Option<Self> {
		match byte {
			b'f' => Some(Network::Main),
			b't' => Some(Network::Test),
			_ => None,
		}
	}
}

/// What an address consists of, before anyone checked it. [`Address`] holds one that was checked.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Payload {
	/// f0: the id of an actor.
	Id(u64),
	/// f1: BLAKE2b-160 of a secp256k1 public key.
	Secp256k1([u8; 20]),
	/// f2: the robust name of an actor, such as a multisig.
	Actor([u8; 20]),
	/// f3: a BLS12-381 public key (compressed G1 point).
	Bls([u8; 48]),
	/// f410f: an Ethereum address.
	Eth([u8; 20]),
}

/// Why something is not an address that DMEX reads.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum AddressError {
	/// Too short or too long for its protocol.
	Length,
	/// The text begins neither with `f` nor with `t`.
	UnknownNetwork,
	/// The address is one of the other network.
	WrongNetwork,
	/// The protocol is none of 0 to 4.
	UnknownProtocol,
	/// A character that has no place there: upper case, padding, a sign, or bits left over at the end of base32.
	Character,
	/// The checksum is another one: mistyped, or changed on the way.
	Checksum,
	/// A number with leading zeros, or a LEB128 longer than needed.
	NotCanonical,
	/// The actor id is above [`MAX_ACTOR_ID`].
	IdTooLarge,
	/// The 48 bytes of an f3 address are no compressed point, or the point at infinity (the "zero" BLS address).
	BlsKey,
	/// Protocol 4 with a namespace other than 10.
	Namespace,
	/// An f410 address that stands for an actor id (`ff`, eleven zeros, id): the actor's name is its f0 address.
	MaskedId,
}

impl From<Base32Error> for AddressError {
	fn from(error: Base32Error) -> Self {
		match error {
			Base32Error::Length => AddressError::Length,
			Base32Error::Character => AddressError::Character,
		}
	}
}

/// A checked address in canonical form.
///
/// `==` compares names, not actors. One actor answers to several names (f0 and one of f1, f2 or f3, and maybe f410), so equal
/// addresses mean one actor, but unequal ones need not mean two. Resolve both to actor ids (`StateLookupID` at a finalized
/// tipset) and compare those; [`Address::same_actor`] says when names alone decide.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Address(Payload);

// Not derived: what comes from a transaction must pass the same checks as what comes from a text.
impl Decode for Address {
	fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
		Address::new(Payload::decode(input)?).map_err(|_| "Not a canonical Filecoin address".into())
	}
}

impl TryFrom<Payload> for Address {
	type Error = AddressError;

	fn try_from(payload: Payload) -> Result<Self, AddressError> {
		Address::new(payload)
	}
}

impl Address {
	/// The address of a payload, if there can be one.
	pub fn new(payload: Payload) -> Result<Self, AddressError> {
		match &payload {
			Payload::Id(id) if *id > MAX_ACTOR_ID => Err(AddressError::IdTooLarge),
			Payload::Bls(key) if !is_compressed_point(key) => Err(AddressError::BlsKey),
			Payload::Eth(eth) if eth_to_id(eth).is_some() => Err(AddressError::MaskedId),
			_ => Ok(Address(payload)),
		}
	}

	/// The f0 address of an actor.
	pub fn from_id(id: u64) -> Result<Self, AddressError> {
		Address::new(Payload::Id(id))
	}

	/// The f1 address of a secp256k1 public key: its two coordinates, 32 bytes each, big endian.
	pub fn from_public_key(coordinates: &[u8; 64]) -> Self {
		let mut key = [4; 65];
		for (to, from) in key.iter_mut().skip(1).zip(coordinates) {
			*to = *from;
		}
		Address(Payload::Secp256k1(blake2b_160(&key)))
	}

	/// The address that an Ethereum address stands for: f0 if it masks an actor id, else f410.
	pub fn from_eth(eth: [u8; 20]) -> Result<Self, AddressError> {
		Address::new(eth_to_id(&eth).map_or(Payload::Eth(eth), Payload::Id))
	}

	/// What the address consists of.
	pub const fn payload(&self) -> &Payload {
		&self.0
	}

	/// The protocol, 0 to 4.
	pub const fn protocol(&self) -> u8 {
		match self.0 {
			Payload::Id(_) => 0,
			Payload::Secp256k1(_) => 1,
			Payload::Actor(_) => 2,
			Payload::Bls(_) => 3,
			Payload::Eth(_) => 4,
		}
	}

	/// The actor id, of an f0 address.
	pub const fn id(&self) -> Option<u64> {
		match self.0 {
			Payload::Id(id) => Some(id),
			_ => None,
		}
	}

	/// How `eth_*` and `trace_*` calls name the actor: only f0 and f410 addresses have such a name.
	pub fn to_eth(&self) -> Option<[u8; 20]> {
		match self.0 {
			Payload::Id(id) => Some(id_to_eth(id)),
			Payload::Eth(eth) => Some(eth),
			_ => None,
		}
	}

	/// Whether both are names of one actor, as far as names can tell: `None` means that only a look-up of the actor ids can.
	pub fn same_actor(&self, other: &Address) -> Option<bool> {
		if self == other {
			Some(true)
		} else if self.protocol() == other.protocol() {
			Some(false)
		} else {
			None
		}
	}

	/// Whether redeemed FIL may be sent there: to a key (f1, f3). Others may be contracts or actors that cannot use it.
	pub const fn is_key(&self) -> bool {
		matches!(self.0, Payload::Secp256k1(_) | Payload::Bls(_))
	}

	/// The address as it stands in messages and in state: `protocol ‖ payload`.
	pub fn to_bytes(&self) -> Vec<u8> {
		let mut out = Vec::with_capacity(MAX_BYTES_LEN);
		out.push(self.protocol());
		match &self.0 {
			Payload::Id(id) => out.extend_from_slice(unsigned_varint::encode::u64(
				*id,
				&mut unsigned_varint::encode::u64_buffer(),
			)),
			Payload::Secp256k1(hash) | Payload::Actor(hash) => out.extend_from_slice(hash),
			Payload::Bls(key) => out.extend_from_slice(key),
			Payload::Eth(eth) => {
				out.push(ETH_NAMESPACE);
				out.extend_from_slice(eth);
			}
		}
		out
	}

	/// Reads `protocol ‖ payload`.
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, AddressError> {
		let (protocol, payload) = bytes.split_first().ok_or(AddressError::Length)?;
		Address::new(match protocol {
			0 => Payload::Id(varint(payload)?),
			1 => Payload::Secp256k1(exactly(payload)?),
			2 => Payload::Actor(exactly(payload)?),
			3 => Payload::Bls(exactly(payload)?),
			4 => match payload.split_first().ok_or(AddressError::Length)? {
				(&ETH_NAMESPACE, eth) => Payload::Eth(exactly(eth)?),
				_ => return Err(AddressError::Namespace),
			},
			_ => return Err(AddressError::UnknownProtocol),
		})
	}

	/// Reads the text of an address of that network.
	pub fn parse(text: &str, network: Network) -> Result<Self, AddressError> {
		match Self::parse_any(text)? {
			(found, address) if found == network => Ok(address),
			_ => Err(AddressError::WrongNetwork),
		}
	}

	/// Reads the text of an address of either network and says of which.
	pub fn parse_any(text: &str) -> Result<(Network, Self), AddressError> {
		let (network, protocol, rest) = match text.as_bytes() {
			[network, protocol, rest @ ..] => (*network, *protocol, rest),
			_ => return Err(AddressError::Length),
		};
		let network = Network::from_prefix(network).ok_or(AddressError::UnknownNetwork)?;
		let payload = match protocol {
			b'0' => Payload::Id(decimal(rest)?),
			b'1' => Payload::Secp256k1(checked::<20, 24>(&[1], rest)?),
			b'2' => Payload::Actor(checked::<20, 24>(&[2], rest)?),
			b'3' => Payload::Bls(checked::<48, 52>(&[3], rest)?),
			b'4' => {
				let end = rest
					.iter()
					.position(|byte| *byte == b'f')
					.ok_or(AddressError::Length)?;
				let (namespace, rest) = rest.split_at(end);
				match decimal(namespace) {
					Ok(number) if number == u64::from(ETH_NAMESPACE) => (),
					Ok(_) | Err(AddressError::IdTooLarge) => return Err(AddressError::Namespace),
					Err(error) => return Err(error),
				}
				Payload::Eth(checked::<20, 24>(&[4, ETH_NAMESPACE], rest.split_at(1).1)?)
			}
			_ => return Err(AddressError::UnknownProtocol),
		};
		Ok((network, Address::new(payload)?))
	}

	/// The address as text, for formatting.
	pub const fn display(&self, network: Network) -> Display {
		Display {
			address: *self,
			network,
		}
	}

	/// The address as text.
	pub fn to_text(&self, network: Network) -> String {
		alloc::format!("{}", self.display(network))
	}
}

/// Writes an address as the text of a network: [`Address::display`].
#[derive(Clone, Copy, Debug)]
pub struct Display {
	address: Address,
	network: Network,
}

impl fmt::Display for Display {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let protocol = self.address.protocol();
		write!(f, "{}{}", self.network.prefix(), protocol)?;
		match &self.address.0 {
			Payload::Id(id) => write!(f, "{id}"),
			Payload::Secp256k1(hash) | Payload::Actor(hash) => write_checked(f, &[protocol], hash),
			Payload::Bls(key) => write_checked(f, &[protocol], key),
			Payload::Eth(eth) => {
				write!(f, "{ETH_NAMESPACE}f")?;
				write_checked(f, &[protocol, ETH_NAMESPACE], eth)
			}
		}
	}
}

/// The Ethereum form of an actor id: `ff`, eleven zeros, the id in 8 bytes, big endian.
pub fn id_to_eth(id: u64) -> [u8; 20] {
	let [a, b, c, d, e, f, g, h] = id.to_be_bytes();
	[0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d, e, f, g, h]
}

/// The actor id that an Ethereum address masks, if it masks one.
pub fn eth_to_id(eth: &[u8; 20]) -> Option<u64> {
	match *eth {
		[0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d, e, f, g, h] => {
			Some(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
		}
		_ => None,
	}
}

/// The two flag bits of a compressed G1 point: compressed, and not the point at infinity. Funds sent to another f3 address
/// are lost. Whether the point is on the curve is not checked here.
fn is_compressed_point(key: &[u8; 48]) -> bool {
	let [flags, ..] = *key;
	flags & 0xc0 == 0x80
}

fn exactly<const N: usize>(bytes: &[u8]) -> Result<[u8; N], AddressError> {
	bytes.try_into().map_err(|_| AddressError::Length)
}

fn varint(bytes: &[u8]) -> Result<u64, AddressError> {
	use unsigned_varint::{
		decode::{self, Error},
		encode,
	};
	match decode::u64(bytes) {
		// The decoder drops what does not fit 64 bits from a tenth byte.
		Ok((id, [])) if encode::u64(id, &mut encode::u64_buffer()) != bytes => Err(AddressError::IdTooLarge),
		Ok((id, [])) => Ok(id),
		Ok(_) | Err(Error::Insufficient) => Err(AddressError::Length),
		Err(Error::Overflow) => Err(AddressError::IdTooLarge),
		Err(_) => Err(AddressError::NotCanonical),
	}
}

/// A number in decimal without sign, space or leading zero, at most [`MAX_ACTOR_ID`].
fn decimal(digits: &[u8]) -> Result<u64, AddressError> {
	match digits {
		[] => return Err(AddressError::Length),
		digits if !digits.iter().all(u8::is_ascii_digit) => return Err(AddressError::Character),
		[b'0', _, ..] => return Err(AddressError::NotCanonical),
		_ => (),
	}
	digits
		.iter()
		.try_fold(0u64, |number, digit| {
			number
				.checked_mul(10)?
				.checked_add(u64::from(digit.checked_sub(b'0')?))
		})
		.filter(|number| *number <= MAX_ACTOR_ID)
		.ok_or(AddressError::IdTooLarge)
}

/// Reads base32 of `N` bytes and their checksum, `WITH` bytes in all.
fn checked<const N: usize, const WITH: usize>(prefix: &[u8], text: &[u8]) -> Result<[u8; N], AddressError> {
	let bytes: [u8; WITH] = base32::read(text)?;
	let (payload, sum) = bytes.split_at_checked(N).ok_or(AddressError::Length)?;
	if sum != checksum(&[prefix, payload]) {
		return Err(AddressError::Checksum);
	}
	exactly(payload)
}

fn write_checked(f: &mut fmt::Formatter<'_>, prefix: &[u8], payload: &[u8]) -> fmt::Result {
	base32::write(f, &[payload, &checksum(&[prefix, payload])].concat())
}
