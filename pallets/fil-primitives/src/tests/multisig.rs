use super::{base64, hex, GENESIS, SENDER};
use crate::{
	address::Network,
	amount::FIL,
	cbor::Writer,
	multisig::{Approved, Propose, Proposed, Transaction},
	Address, CborError, MessageError, RedeemMemo,
};

const PROPOSE: &str = "hFUBcnBWdDOMIe3mFCWJePDkFhtYewlJABTREg17FgAAAFgbWBlETVhSAQAAAAAAAAAqfgDYz6JWOuIfWfmk";
const HASH: &str = "2b1499f6ef8d40c42213058adb7b272273b244827df02f7a3735e7f00075950f";
const APPROVE: &str = "ggdYICsUmfbvjUDEIhMFitt7JyJzskSCffAvejc15/AAdZUP";

fn payout() -> Propose {
	let to = Address::parse(SENDER, Network::Main).unwrap();
	Propose::payout(to, FIL + FIL / 2, RedeemMemo { redemption: 42 }, &GENESIS)
}

#[test]
fn proposal_is_written_as_the_actor_reads_it() {
	assert_eq!(payout().to_cbor(), base64(PROPOSE));
	assert_eq!(Propose::from_cbor(&base64(PROPOSE)), Ok(payout()));
	assert_eq!(payout().method, 0);
}

#[test]
fn approval_names_the_hash_of_the_proposal() {
	let proposer = Address::from_id(1_000).unwrap();
	assert_eq!(payout().hash(&proposer)[..], hex(HASH));
	assert_ne!(payout().hash(&Address::from_id(1_001).unwrap())[..], hex(HASH));
	let approve = Transaction {
		id: 7,
		hash: payout().hash(&proposer),
	};
	assert_eq!(approve.to_cbor(), base64(APPROVE));
	assert_eq!(Transaction::from_cbor(&base64(APPROVE)), Ok(approve));
}

#[test]
fn approval_without_hash_is_refused() {
	let write = |id: u64, hash: &[u8]| Writer::new().array(2).uint(id).bytes(hash).finish();
	assert_eq!(
		Transaction::from_cbor(&write(7, &[])),
		Err(MessageError::ProposalHash)
	);
	assert_eq!(
		Transaction::from_cbor(&write(7, &[1; 31])),
		Err(MessageError::ProposalHash)
	);
	assert!(Transaction::from_cbor(&write(u64::MAX >> 1, &[1; 32])).is_ok());
	assert_eq!(
		Transaction::from_cbor(&write(1 << 63, &[1; 32])),
		Err(MessageError::TransactionId)
	);
}

#[test]
fn result_tells_paid_from_failed() {
	for (bytes, applied, code) in [
		(base64("gwEAQA=="), true, 0),
		(base64("gwEGQA=="), true, 6),
		(hex("83f50040"), true, 0),
		(hex("83f40040"), false, 0),
		(hex("83000040"), false, 0),
	] {
		let approved = Approved::from_cbor(&bytes).unwrap();
		assert_eq!((approved.applied, approved.code), (applied, code));
		assert_eq!(approved.paid(), applied && code == 0);
	}
	let proposed = Proposed::from_cbor(&hex("8407f50641aa")).unwrap();
	assert_eq!((proposed.id, proposed.approved.paid()), (7, false));
	assert_eq!(proposed.approved.returned, [0xaa]);
	assert_eq!(
		Approved::from_cbor(&hex("83020040")),
		Err(MessageError::Cbor(CborError::Type))
	);
	assert_eq!(
		Approved::from_cbor(&hex("83f61b000000010000000040")),
		Err(MessageError::Cbor(CborError::Type))
	);
	assert_eq!(
		Approved::from_cbor(&hex("83f51b000000010000000040")),
		Err(MessageError::ExitCode)
	);
}
