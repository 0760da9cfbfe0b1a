//! Filecoin's own library as the judge: what we accept it accepts and reads alike, and what it writes we accept, unless one of the
//! limits in our README forbids it.

use codec::{Decode, Encode};
use fil_primitives::{
	address::{eth_to_id, MAX_ACTOR_ID},
	amount, cid,
	multisig::{Propose, Transaction},
	Address, AddressError, Cid, Memo, Message, MessageError, Network, Payload, RedeemMemo, Signature,
};
use fvm_ipld_encoding::{from_slice, to_vec, RawBytes};
use fvm_shared::{
	address::{Address as FvmAddress, Network as FvmNetwork, Payload as FvmPayload},
	bigint::BigInt,
	crypto::signature::Signature as FvmSignature,
	econ::TokenAmount,
	message::Message as FvmMessage,
};

const ROUNDS: usize = 100_000;
const TEXT: &[u8] = b"abcdefghijklmnopqrstuvwxyz234567ft0189+- .=AZ\xff";
const DIGITS: &[u8] = b"0123456789.+-e_ x";
const BYTES: &[u8] = &[
	0, 1, 2, 3, 4, 10, 0x14, 0x17, 0x18, 0x40, 0x58, 0x5f, 0x7f, 0x80, 0x84, 0x8a, 0xc0, 0xff,
];

/// xorshift64*.
struct Random(u64);

impl Random {
	fn next(&mut self) -> u64 {
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
	}

	fn below(&mut self, bound: usize) -> usize {
		(self.next() % bound as u64) as usize
	}

	fn short(&mut self) -> u64 {
		self.next() >> self.below(64)
	}

	fn wide(&mut self) -> u128 {
		((u128::from(self.next()) << 64) | u128::from(self.next())) >> self.below(128)
	}

	fn bytes(&mut self, len: usize) -> Vec<u8> {
		(0..len).map(|_| self.next() as u8).collect()
	}

	/// A good input with a few changes, or (one in four) noise of about its length.
	fn input(&mut self, mut bytes: Vec<u8>, alphabet: &[u8]) -> Vec<u8> {
		if self.below(4) == 0 {
			let len = self.below(bytes.len() + 8);
			return (0..len).map(|_| alphabet[self.below(alphabet.len())]).collect();
		}
		for _ in 0..self.below(3) {
			let any = alphabet[self.below(alphabet.len())];
			let at = self.below(bytes.len() + 1);
			match self.below(6) {
				0 if at < bytes.len() => bytes[at] = any,
				1 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
				2 if at < bytes.len() => drop(bytes.remove(at)),
				3 if at < bytes.len() => bytes.insert(at, bytes[at]),
				4 => bytes.insert(at, any),
				_ => bytes.truncate(at),
			}
		}
		bytes
	}

	/// Any address that Filecoin's library can make.
	fn fvm_address(&mut self) -> FvmAddress {
		let mut bytes = self.bytes(54);
		match self.below(8) {
			0 => FvmAddress::new_id(self.short()),
			1 => FvmAddress::new_secp256k1(&self.bytes(65)).unwrap(),
			2 => FvmAddress::new_actor(&bytes),
			3 | 4 => {
				bytes[0] = [bytes[0], 0x80 | bytes[0], 0xc0][self.below(3)];
				FvmAddress::new_bls(&bytes[..48]).unwrap()
			}
			5 | 6 => FvmAddress::new_delegated(10, &bytes[..20]).unwrap(),
			_ => {
				let len = [20, 20, self.below(55)][self.below(3)];
				let namespace = [10, self.short()][self.below(2)];
				let mask = self.below(2) == 0;
				if mask {
					bytes[0] = 0xff;
					bytes[1..12].fill(0);
				}
				FvmAddress::new_delegated(namespace, &bytes[..len]).unwrap()
			}
		}
	}

	/// One that we accept, too.
	fn address(&mut self) -> FvmAddress {
		loop {
			let address = self.fvm_address();
			if limit(&address).is_none() {
				return address;
			}
		}
	}
}

/// Which of our limits an address breaks.
fn limit(address: &FvmAddress) -> Option<AddressError> {
	match address.payload() {
		FvmPayload::ID(id) if *id > MAX_ACTOR_ID => Some(AddressError::IdTooLarge),
		FvmPayload::BLS(key) if key[0] & 0xc0 != 0x80 => Some(AddressError::BlsKey),
		FvmPayload::Delegated(delegated) if delegated.namespace() != 10 => Some(AddressError::Namespace),
		FvmPayload::Delegated(delegated) => match delegated.subaddress().try_into() {
			Err(_) => Some(AddressError::Length),
			Ok(eth) if eth_to_id(&eth).is_some() => Some(AddressError::MaskedId),
			Ok(_) => None,
		},
		_ => None,
	}
}

fn ours(address: &FvmAddress) -> Address {
	Address::from_bytes(&address.to_bytes()).unwrap()
}

#[test]
fn addresses_that_filecoin_writes() {
	let mut random = Random(0xad_d201);
	let mut accepted = 0;
	for _ in 0..ROUNDS {
		let theirs = random.fvm_address();
		// The library has one network for the whole process, mainnet at first.
		let text = theirs.to_string();
		let read = Address::from_bytes(&theirs.to_bytes());
		assert_eq!(read.err(), limit(&theirs), "{text}");
		assert_eq!(Address::parse(&text, Network::Main), read);
		if let Ok(read) = read {
			assert_eq!(read.to_bytes(), theirs.to_bytes());
			assert_eq!(read.to_text(Network::Main), text);
			match (read.payload(), theirs.payload()) {
				(Payload::Id(a), FvmPayload::ID(b)) => assert_eq!(a, b),
				(Payload::Secp256k1(a), FvmPayload::Secp256k1(b)) => assert_eq!(a, b),
				(Payload::Actor(a), FvmPayload::Actor(b)) => assert_eq!(a, b),
				(Payload::Bls(a), FvmPayload::BLS(b)) => assert_eq!(a, b),
				(Payload::Eth(a), FvmPayload::Delegated(b)) => assert_eq!(a, b.subaddress()),
				(a, b) => panic!("{a:?} is not {b:?}"),
			}
			accepted += 1;
		}
	}
	assert!(accepted > ROUNDS / 2);
}

#[test]
fn keys_give_the_same_addresses() {
	let mut random = Random(0xad_d202);
	for _ in 0..1_000 {
		let coordinates: [u8; 64] = random.bytes(64).try_into().unwrap();
		let theirs = FvmAddress::new_secp256k1(&[&[4][..], &coordinates].concat()).unwrap();
		assert_eq!(Address::from_public_key(&coordinates), ours(&theirs));
	}
}

#[test]
fn addresses_that_we_accept() {
	let mut random = Random(0xad_d203);
	let mut accepted = 0;
	for _ in 0..2 * ROUNDS {
		let good = random.fvm_address();
		let text = [good.to_string(), good.to_string().replacen('f', "t", 1)][random.below(2)].clone();
		let input = random.input(text.into_bytes(), TEXT);
		let text = String::from_utf8_lossy(&input);
		if let Ok((network, address)) = Address::parse_any(&text) {
			let theirs = match network {
				Network::Main => FvmNetwork::Mainnet,
				Network::Test => FvmNetwork::Testnet,
			}
			.parse_address(&text)
			.unwrap();
			assert_eq!(theirs.to_bytes(), address.to_bytes());
			assert_eq!(address.to_text(network), text);
			accepted += 1;
		}
		let input = random.input(good.to_bytes(), BYTES);
		if let Ok(address) = Address::from_bytes(&input) {
			let theirs = FvmAddress::from_bytes(&input).unwrap();
			assert_eq!(theirs.to_bytes(), address.to_bytes());
			assert_eq!(theirs.to_string(), address.to_text(Network::Main));
			accepted += 1;
		}
		let input = random.input(good.to_bytes().encode(), BYTES);
		if let Ok(address) = Address::decode(&mut &input[..]) {
			assert_eq!(
				FvmAddress::from_bytes(&address.to_bytes()).unwrap().to_bytes(),
				address.to_bytes()
			);
		}
	}
	assert!(accepted > ROUNDS / 5);
}

fn fvm_message(random: &mut Random) -> FvmMessage {
	let len = random.below(400);
	FvmMessage {
		version: 0,
		from: random.address(),
		to: random.address(),
		sequence: random.short(),
		value: TokenAmount::from_atto(random.wide()),
		method_num: random.short(),
		params: RawBytes::new(random.bytes(len)),
		gas_limit: random.next() >> (1 + random.below(63)),
		gas_fee_cap: TokenAmount::from_atto(random.wide()),
		gas_premium: TokenAmount::from_atto(random.wide()),
	}
}

fn same(ours: &Message, theirs: &FvmMessage) {
	assert_eq!(theirs.version, 0);
	assert_eq!(ours.to.to_bytes(), theirs.to.to_bytes());
	assert_eq!(ours.from.to_bytes(), theirs.from.to_bytes());
	assert_eq!(
		(ours.nonce, ours.method, ours.gas_limit),
		(theirs.sequence, theirs.method_num, theirs.gas_limit)
	);
	assert_eq!(ours.params, theirs.params.bytes());
	for (ours, theirs) in [
		(ours.value, &theirs.value),
		(ours.gas_fee_cap, &theirs.gas_fee_cap),
		(ours.gas_premium, &theirs.gas_premium),
	] {
		assert_eq!(&BigInt::from(ours), theirs.atto());
	}
}

#[test]
fn messages() {
	let mut random = Random(0xad_d204);
	let mut accepted = 0;
	for _ in 0..2 * ROUNDS {
		let theirs = fvm_message(&mut random);
		let cbor = to_vec(&theirs).unwrap();
		let message = Message::from_cbor(&cbor).unwrap();
		same(&message, &theirs);
		assert_eq!(message.to_cbor(), cbor);
		let input = random.input(cbor, BYTES);
		match Message::from_cbor(&input) {
			Ok(message) => {
				let theirs: FvmMessage = from_slice(&input).unwrap();
				same(&message, &theirs);
				assert_eq!(to_vec(&theirs).unwrap(), input);
				accepted += 1;
			}
			// Refused by one of our limits: nothing to compare. Else their library must refuse, or write it in another way.
			Err(MessageError::Version | MessageError::GasLimit | MessageError::Address(_)) => (),
			Err(error) => {
				if let Ok(theirs) = from_slice::<FvmMessage>(&input) {
					let written = to_vec(&theirs).unwrap();
					assert!(
						written != input
							|| error == MessageError::Amount(amount::AmountError::Sign)
							|| error == MessageError::Amount(amount::AmountError::Overflow),
						"{error:?}"
					);
				}
			}
		}
	}
	assert!(accepted > ROUNDS / 4);
}

#[test]
fn signed_messages() {
	let mut random = Random(0xad_d205);
	for _ in 0..1_000 {
		let theirs = fvm_message(&mut random);
		let mut bytes: [u8; 65] = random.bytes(65).try_into().unwrap();
		bytes[64] &= 3;
		let signed = (&theirs, FvmSignature::new_secp256k1(bytes.to_vec()));
		let message = Message::from_cbor(&to_vec(&theirs).unwrap()).unwrap();
		assert_eq!(
			message.signed_cid(&Signature(bytes)),
			Cid::of(&to_vec(&signed).unwrap())
		);
	}
}

#[test]
fn multisig_parameters() {
	type Theirs = (FvmAddress, TokenAmount, u64, RawBytes);
	let mut random = Random(0xad_d206);
	for _ in 0..ROUNDS {
		let message = fvm_message(&mut random);
		let theirs: Theirs = (message.to, message.value, message.method_num, message.params);
		let cbor = to_vec(&theirs).unwrap();
		let propose = Propose::from_cbor(&cbor).unwrap();
		assert_eq!(propose.to_cbor(), cbor);
		let hashed = to_vec(&(&message.from, &theirs.0, &theirs.1, theirs.2, &theirs.3)).unwrap();
		assert_eq!(propose.hash(&ours(&message.from)), *Cid::of(&hashed).digest());
		let input = random.input(cbor, BYTES);
		if let Ok(propose) = Propose::from_cbor(&input) {
			let theirs: Theirs = from_slice(&input).unwrap();
			assert_eq!(to_vec(&theirs).unwrap(), input);
			assert_eq!(propose.to_cbor(), input);
		}
		let theirs = (random.next() >> 1, RawBytes::new(random.bytes(32)));
		let cbor = to_vec(&theirs).unwrap();
		let read = Transaction::from_cbor(&cbor).unwrap();
		assert_eq!((read.id, &read.hash[..]), (theirs.0, theirs.1.bytes()));
		assert_eq!(read.to_cbor(), cbor);
		let input = random.input(cbor, BYTES);
		if Transaction::from_cbor(&input).is_ok() {
			assert_eq!(
				to_vec(&from_slice::<(i64, RawBytes)>(&input).unwrap()).unwrap(),
				input
			);
		}
	}
}

#[test]
fn amounts() {
	let mut random = Random(0xad_d207);
	for _ in 0..2 * ROUNDS {
		let atto = random.wide();
		assert_eq!(amount::format_atto(atto), BigInt::from(atto).to_string());
		assert_eq!(amount::parse_atto(&BigInt::from(atto).to_string()), Ok(atto));
		let input = random.input(amount::format_atto(atto).into_bytes(), DIGITS);
		let text = String::from_utf8_lossy(&input);
		if let Ok(atto) = amount::parse_atto(&text) {
			assert_eq!(text.parse::<BigInt>().unwrap(), BigInt::from(atto));
		}
		let cbor = to_vec(&TokenAmount::from_atto(atto)).unwrap();
		let bytes: RawBytes = from_slice(&cbor).unwrap();
		assert_eq!(amount::to_bytes(atto), bytes.bytes());
		let input = random.input(bytes.to_vec(), BYTES);
		if let Ok(atto) = amount::from_bytes(&input) {
			let theirs: TokenAmount = from_slice(&to_vec(&RawBytes::new(input)).unwrap()).unwrap();
			assert_eq!(theirs, TokenAmount::from_atto(atto));
		}
		// Written for people by both.
		let fil = amount::format_fil(atto);
		let theirs = TokenAmount::from_atto(atto).to_string();
		assert_eq!(theirs.strip_suffix(".0").unwrap_or(&theirs), fil);
	}
}

#[test]
fn cids() {
	let mut random = Random(0xad_d208);
	for _ in 0..ROUNDS {
		let good = Cid::of(&random.bytes(8));
		let theirs = ::cid::Cid::try_from(&good.to_bytes()[..]).unwrap();
		assert_eq!(theirs.to_string(), good.to_text());
		let input = random.input(good.to_text().into_bytes(), TEXT);
		let text = String::from_utf8_lossy(&input);
		if let Ok(cid) = Cid::parse(&text) {
			assert_eq!(::cid::Cid::try_from(&*text).unwrap().to_bytes(), cid.to_bytes());
		}
		let input = random.input(good.to_bytes().to_vec(), BYTES);
		if let Ok(cid) = Cid::from_bytes(&input) {
			assert_eq!(
				::cid::Cid::try_from(&input[..]).unwrap().to_bytes(),
				cid.to_bytes()
			);
		}
	}
	assert_eq!(cid::LEN, 38);
}

#[test]
fn memos_are_cbor_byte_strings() {
	let mut random = Random(0xad_d209);
	for _ in 0..ROUNDS {
		let genesis: [u8; 32] = random.bytes(32).try_into().unwrap();
		let memo = match random.below(4) {
			0 => Memo::Account(genesis),
			1 => Memo::Product {
				product: random.next() as u32,
			},
			2 => Memo::Phase {
				pool: 1,
				phase: random.next() as u32,
				account: genesis,
			},
			_ => Memo::BindNode {
				miner: random.next() >> 1,
				issuer: genesis,
			},
		};
		let redeem = RedeemMemo {
			redemption: random.next(),
		};
		for good in [memo.encode(&genesis), redeem.encode(&genesis)] {
			assert_eq!(to_vec(&from_slice::<RawBytes>(&good).unwrap()).unwrap(), good);
			let input = random.input(good, BYTES);
			let accepted =
				Memo::decode(&input, &genesis).is_ok() || RedeemMemo::decode(&input, &genesis).is_ok();
			if accepted {
				assert_eq!(to_vec(&from_slice::<RawBytes>(&input).unwrap()).unwrap(), input);
			}
		}
	}
}
