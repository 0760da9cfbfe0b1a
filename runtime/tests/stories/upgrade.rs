//! "Runtime upgrade: council, enacted after 7 days; stage 2: referendum, enacted after 7 days." Then anyone hands in the code.

use crate::{chain::*, dao::*};
use codec::{Compact, Decode, Encode};
use dmex_runtime::*;
use frame_system::{Call as SystemCall, Error as SystemError, Event as SystemEvent};
use pallet_dao::{Call, Decider, Error};
use sp_core::traits::{Externalities, ReadRuntimeVersion, ReadRuntimeVersionExt};
use sp_runtime::{
	traits::{BlakeTwo256, Hash as _},
	DispatchError,
};
use sp_version::RuntimeVersion;

/// Reads the version that a wasm blob has in its section, as the node's executor does first.
struct FromSection;
impl ReadRuntimeVersion for FromSection {
	fn read_runtime_version(&self, code: &[u8], _: &mut dyn Externalities) -> Result<Vec<u8>, String> {
		custom_section(code, b"runtime_version")
			.map(<[u8]>::to_vec)
			.ok_or_else(|| "no version".into())
	}
}

/// The payload of a custom section of a wasm module.
fn custom_section<'a>(code: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
	let mut rest = code.strip_prefix(b"\0asm\x01\0\0\0")?;
	while let Some((kind, after)) = rest.split_first() {
		let (size, body) = leb128(after)?;
		let (section, next) = body.split_at_checked(size)?;
		if *kind == 0 {
			let (length, named) = leb128(section)?;
			let (this, payload) = named.split_at_checked(length)?;
			if this == name {
				return Some(payload);
			}
		}
		rest = next;
	}
	None
}

fn leb128(mut bytes: &[u8]) -> Option<(usize, &[u8])> {
	let mut value = 0;
	for shift in (0..35).step_by(7) {
		let (byte, rest) = bytes.split_first()?;
		value |= usize::from(byte & 0x7f) << shift;
		bytes = rest;
		if byte & 0x80 == 0 {
			return Some((value, bytes));
		}
	}
	None
}

/// A wasm module with nothing but a version.
fn code_of(version: &RuntimeVersion) -> Vec<u8> {
	let (name, payload) = (b"runtime_version".as_slice(), version.encode());
	let section = [&[name.len() as u8], name, &payload].concat();
	let mut size = section.len();
	let mut code = b"\0asm\x01\0\0\0\0".to_vec();
	while size > 0x7f {
		code.push(size as u8 | 0x80);
		size >>= 7;
	}
	code.push(size as u8);
	code.extend(section);
	code
}

fn next_version() -> RuntimeVersion {
	RuntimeVersion {
		spec_version: VERSION.spec_version + 1,
		..VERSION
	}
}

fn story(tell: impl FnOnce(&mut Chain)) {
	let mut ext = Genesis::quick().build();
	ext.register_extension(ReadRuntimeVersionExt::new(FromSection));
	ext.execute_with(|| {
		let mut chain = Chain::start();
		tell(&mut chain);
		chain.seal();
	})
}

fn authorize(code: &[u8]) -> RuntimeCall {
	SystemCall::authorize_upgrade {
		code_hash: BlakeTwo256::hash(code),
	}
	.into()
}

fn hand_in(code: &[u8]) -> RuntimeCall {
	SystemCall::apply_authorized_upgrade { code: code.to_vec() }.into()
}

fn running_code() -> Option<Vec<u8>> {
	sp_io::storage::get(sp_core::storage::well_known_keys::CODE).map(|code| code.to_vec())
}

#[test]
fn upgrade_should_be_authorized_seven_days_after_the_councils_decision() {
	story(|chain| {
		let code = code_of(&next_version());
		let before = running_code();
		assert_eq!(chain.call(Alice, authorize(&code)), Err(DispatchError::BadOrigin));
		assert_eq!(
			chain.propose(Alice, authorize(&code)).err(),
			Some(error(Error::NeedsEnactment))
		);
		chain
			.decide(Call::schedule_enactment {
				call: Box::new(authorize(&code)),
			})
			.unwrap();
		let when = chain.block() + chain.days(7);
		chain.run_to(when - 1);
		let nothing: DispatchError = SystemError::<Runtime>::NothingAuthorized.into();
		assert_eq!(chain.call(Bob, hand_in(&code)), Err(nothing));
		chain.run_to(when);
		let code_hash = BlakeTwo256::hash(&code);
		assert!(chain.has_event(SystemEvent::UpgradeAuthorized {
			code_hash,
			check_version: true
		}));

		// Other code is refused, the decided code is taken from anybody, for nothing.
		let other = code_of(&RuntimeVersion {
			spec_version: VERSION.spec_version + 2,
			..VERSION
		});
		assert_eq!(
			chain.call(Bob, hand_in(&other)),
			Err(SystemError::<Runtime>::Unauthorized.into())
		);
		assert_eq!(running_code(), before);
		chain.call(Bob, hand_in(&code)).unwrap();
		assert_eq!(running_code(), Some(code.clone()));
		assert!(chain.has_event(SystemEvent::CodeUpdated { hash: code_hash }));
		// Once.
		assert_eq!(chain.call(Bob, hand_in(&code)), Err(nothing));
		let updated = sp_runtime::DigestItem::RuntimeEnvironmentUpdated;
		assert!(System::digest().logs.contains(&updated), "clients are told");
	});
}

#[test]
fn upgrade_without_a_higher_version_of_this_chain_should_be_rejected() {
	story(|chain| {
		let same = VERSION;
		let lower = RuntimeVersion {
			spec_version: VERSION.spec_version - 1,
			..VERSION
		};
		let foreign = RuntimeVersion {
			spec_name: "other".into(),
			..next_version()
		};
		let cases: [(Vec<u8>, SystemError<Runtime>); 4] = [
			(code_of(&same), SystemError::SpecVersionNeedsToIncrease),
			(code_of(&lower), SystemError::SpecVersionNeedsToIncrease),
			(code_of(&foreign), SystemError::InvalidSpecName),
			(
				b"no wasm at all".to_vec(),
				SystemError::FailedToExtractRuntimeVersion,
			),
		];
		let before = running_code();
		for (code, why) in cases {
			chain.decide_delayed(authorize(&code)).unwrap();
			chain.call(Bob, hand_in(&code)).unwrap();
			let code_hash = BlakeTwo256::hash(&code);
			let error = why.into();
			assert!(chain.has_event(SystemEvent::RejectedInvalidAuthorizedUpgrade { code_hash, error }));
			assert_eq!(running_code(), before);
			chain.next();
		}
	});
}

#[test]
fn upgrade_should_be_taken_back_before_it_is_authorized() {
	story(|chain| {
		let code = code_of(&next_version());
		chain
			.decide(Call::schedule_enactment {
				call: Box::new(authorize(&code)),
			})
			.unwrap();
		chain.run_days(6);
		chain.decide(Call::cancel_enactment { id: 0 }).unwrap();
		chain.run_days(2);
		let nothing = SystemError::<Runtime>::NothingAuthorized;
		assert_eq!(chain.call(Bob, hand_in(&code)), Err(nothing.into()));
	});
}

#[test]
fn upgrade_should_belong_to_the_holders_in_stage_two() {
	story(|chain| {
		let code = code_of(&next_version());
		chain.activate_community_stage();
		let schedule = || Call::schedule_enactment {
			call: Box::new(authorize(&code)),
		};
		assert_eq!(
			chain.propose(Alice, schedule()).err(),
			Some(error(Error::CouncilCannotDecide))
		);
		assert_eq!(chain.referendum(schedule()), Outcome::Enacted(Ok(())));
		assert_eq!(Dao::pending_enactment(0).unwrap().decided_by, Decider::Referendum);
		chain.run_days(5);
		assert_eq!(chain.enacted(0), Some(Ok(())));
		chain.call(Bob, hand_in(&code)).unwrap();
		assert_eq!(running_code(), Some(code));
	});
}

#[test]
fn built_runtime_should_carry_its_version_where_upgrades_look_for_it() {
	let code = WASM_BINARY_BLOATY.expect("the runtime is built with its wasm");
	let mut section = custom_section(code, b"runtime_version").expect("a version in the wasm");
	let version = RuntimeVersion::decode(&mut section).unwrap();
	assert_eq!(
		(version.spec_name, version.spec_version),
		(VERSION.spec_name, VERSION.spec_version)
	);
	// What the council decides on fits one transaction: the code with its length, and a signature.
	let code = WASM_BINARY.expect("the runtime is built with its wasm");
	let length = code.len() + Compact(code.len() as u32).encode().len() + 200;
	let class = frame_support::dispatch::DispatchClass::Operational;
	assert!(length < *configs::system::RuntimeBlockLength::get().max.get(class) as usize);
}
