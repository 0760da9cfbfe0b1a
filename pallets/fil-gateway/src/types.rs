//! What operators build and sign, and what the pallet keeps. No Config: the worker and tools use these as they are.
//!
//! A digest is BLAKE2b-256 of the SCALE encoding. Honest operators must agree to the byte, so each field says what goes into it.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dmex_primitives::{AccountId, Balance, BlockNumber, Day};
use fil_primitives::{Address, Cid, Network};
use frame_support::{pallet_prelude::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::{crypto::KeyTypeId, sr25519, H256};
use sp_io::hashing::blake2_256;

/// The key type of gateway keys in the keystore.
pub const KEY_TYPE: KeyTypeId = KeyTypeId(*b"filb");
/// What every signed vote begins with.
pub const VOTE_CONTEXT: &[u8; 10] = b"dmex/fil/1";
/// Most operators of a set.
pub const MAX_OPERATORS: u32 = 16;
/// Most pages of a report.
pub const MAX_PAGES: u32 = 128;
/// Most items of a page.
pub const MAX_ITEMS: u32 = 64;
/// Most pending payouts of a report, and so most that can be bound at a time.
pub const MAX_PENDING: u32 = 64;
/// Longest params that can be a memo; longer ones are reported as none.
pub const MAX_MEMO: u32 = 128;
/// Longest trace path that is reported as it is: [`trace_path`].
pub const MAX_PATH: u32 = 16;
/// Most signers of the custody multisig.
pub const MAX_SIGNERS: u32 = 64;
/// Longest text of a Filecoin address that calls take.
pub const MAX_ADDRESS: u32 = 128;
/// Credits below this many attoFIL are summed in [`Dust`]: 0.1 FIL. Also the least that can be redeemed.
pub const MINIMUM_AMOUNT: Balance = 100_000_000_000_000_000;

/// Number of an operator set; the first is 0.
pub type SetId = u32;
/// Number of a range: range k covers the heights (E x k, E x (k + 1)], E = `epochs_per_range`.
pub type RangeIndex = u32;
/// Id of a Filecoin actor: the number of its f0 address.
pub type ActorId = u64;
/// Id of a redemption, as its memo says it.
pub type RedemptionId = u64;
/// An operator's gateway key.
pub type OperatorKey = sr25519::Public;
/// A signature of it.
pub type OperatorSignature = sr25519::Signature;
/// A place in an execution trace: indices into `Subcalls`, from the message down. Empty for the message itself.
pub type Path = BoundedVec<u16, ConstU32<MAX_PATH>>;
/// Params of a transfer of method 0. Empty if there are none, or more than [`MAX_MEMO`] bytes.
pub type MemoBytes = BoundedVec<u8, ConstU32<MAX_MEMO>>;
/// Text of a Filecoin address.
pub type AddressText = BoundedVec<u8, ConstU32<MAX_ADDRESS>>;
/// The items of a page, in the order of execution.
pub type Items = BoundedVec<Item, ConstU32<MAX_ITEMS>>;
/// The facts of a page, by node id, ascending, each node once.
pub type Facts = BoundedVec<NodeFacts, ConstU32<MAX_ITEMS>>;

/// How many votes of `operators` make a quorum: N - floor((N - 1) / 3).
pub const fn threshold(operators: u32) -> u32 {
	operators.saturating_sub(operators.saturating_sub(1) / 3)
}

/// BLAKE2b-256 of the encoding: digests of headers, hashes of pages.
pub fn digest<E: Encode>(body: &E) -> H256 {
	H256(body.using_encoded(blake2_256))
}

/// The path as it is reported. Of one that is deeper than [`MAX_PATH`], the 16 words (big endian) of the BLAKE2b-256 of its words
/// (big endian): as unique, and as long as fits.
pub fn trace_path(indices: &[u16]) -> Path {
	match Path::try_from(indices.to_vec()) {
		Ok(path) => path,
		Err(_) => {
			let bytes: Vec<u8> = indices.iter().flat_map(|index| index.to_be_bytes()).collect();
			let hash = blake2_256(&bytes);
			Path::truncate_from(
				hash.as_chunks::<2>()
					.0
					.iter()
					.map(|word| u16::from_be_bytes(*word))
					.collect(),
			)
		}
	}
}

/// Identity of a credit: BLAKE2b-256 of Filecoin's genesis CID (38 bytes), custody's actor id (8 bytes, big endian), the message's CID
/// (38 bytes) and the path (each word big endian).
pub fn deposit_id(genesis: &Cid, custody: ActorId, cid: &Cid, path: &[u16]) -> H256 {
	H256(blake2_256(&identity(genesis, custody, cid, path)))
}

/// Identity of a debit: as [`deposit_id`], followed by `debit`.
pub fn debit_id(genesis: &Cid, custody: ActorId, cid: &Cid, path: &[u16]) -> H256 {
	let mut bytes = identity(genesis, custody, cid, path);
	bytes.extend_from_slice(b"debit");
	H256(blake2_256(&bytes))
}

fn identity(genesis: &Cid, custody: ActorId, cid: &Cid, path: &[u16]) -> Vec<u8> {
	let mut bytes = Vec::with_capacity(2 * fil_primitives::cid::LEN + 8 + 2 * path.len() + 5);
	bytes.extend_from_slice(&genesis.to_bytes());
	bytes.extend_from_slice(&custody.to_be_bytes());
	bytes.extend_from_slice(&cid.to_bytes());
	path.iter()
		.for_each(|index| bytes.extend_from_slice(&index.to_be_bytes()));
	bytes
}

/// Hash of a tipset key: BLAKE2b-256 of its block CIDs (38 bytes each), in the order of the key.
pub fn tipset_hash(key: &[Cid]) -> H256 {
	let bytes: Vec<u8> = key.iter().flat_map(|cid| cid.to_bytes()).collect();
	H256(blake2_256(&bytes))
}

/// Digest of a multisig's signers: BLAKE2b-256 of the encoding of (ids ascending, approvals needed).
pub fn signers_digest(ids: &[ActorId], approvals: u64) -> H256 {
	let mut ids = ids.to_vec();
	ids.sort_unstable();
	digest(&(ids, approvals))
}

/// What is voted on.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Subject {
	/// The report of a range: digest of a [`RangeHeader`].
	Range(RangeIndex),
	/// The record of a day: digest of an [`OracleHeader`].
	Oracle(Day),
}

/// A vote for a digest.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Vote {
	/// The set that the operator votes in.
	pub set: SetId,
	/// What is voted on.
	pub subject: Subject,
	/// The round of that subject.
	pub round: u32,
	/// For which digest.
	pub digest: H256,
}

impl Vote {
	/// What the gateway key signs, on the DMEX chain with that genesis hash.
	pub fn payload(&self, genesis: &H256) -> [u8; 32] {
		(VOTE_CONTEXT, genesis, self).using_encoded(blake2_256)
	}
}

/// A vote with its signature: evidence.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SignedVote {
	/// The vote.
	pub vote: Vote,
	/// Place of the operator in the set, from 0.
	pub operator: u16,
	/// Of [`Vote::payload`].
	pub signature: OperatorSignature,
}

/// An operator.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Operator {
	/// Holds the bond.
	pub account: AccountId,
	/// Signs the votes.
	pub key: OperatorKey,
	/// Was slashed: its votes do not count any more. The threshold stays.
	pub disabled: bool,
}

/// Operators that vote together.
#[derive(
	Clone, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct OperatorSet {
	/// Votes name operators by their place here.
	pub members: BoundedVec<Operator, ConstU32<MAX_OPERATORS>>,
	/// The block from which it was in office.
	pub since: BlockNumber,
}

impl OperatorSet {
	/// Votes that make a quorum.
	pub fn threshold(&self) -> u32 {
		threshold(u32::try_from(self.members.len()).unwrap_or(u32::MAX))
	}
}

/// An operator's bond.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Bond {
	/// The key that the account declared. It counts from the next set on.
	pub key: OperatorKey,
	/// How much DMC is held.
	pub amount: Balance,
	/// The block in which it left the last set that it was a member of.
	pub left_at: Option<BlockNumber>,
}

/// A vote that was counted.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct CountedVote {
	/// Place of the operator in the set.
	pub operator: u16,
	/// For which digest.
	pub digest: H256,
}

/// The open round of a subject.
#[derive(
	Clone, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Round {
	/// Its number. It never goes back for a subject.
	pub round: u32,
	/// The block of its opening, then of its first vote, then of its acceptance: what the time for the next round counts from.
	pub opened_at: BlockNumber,
	/// Votes, one per operator.
	pub votes: BoundedVec<CountedVote, ConstU32<MAX_OPERATORS>>,
	/// The digest that a quorum voted for; its body is to be delivered.
	pub accepted: Option<H256>,
}

impl Round {
	/// Votes for a digest.
	pub fn agreeing(&self, digest: &H256) -> u32 {
		let votes = self.votes.iter().filter(|vote| vote.digest == *digest);
		u32::try_from(votes.count()).unwrap_or(u32::MAX)
	}
}

/// Custody on Filecoin.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Custody {
	/// Which text addresses have.
	pub network: Network,
	/// CID of Filecoin's genesis block.
	pub genesis: Cid,
	/// Actor id of the multisig.
	pub id: ActorId,
	/// Its f2 address.
	pub robust: Address,
	/// Who signs for it.
	pub signers: Signers,
	/// A change of the signers that the DAO announced: from then on reports may show either.
	pub announced: Option<Signers>,
}

/// Signers of a multisig.
#[derive(
	Clone, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Signers {
	/// Their actor ids, ascending.
	pub ids: BoundedVec<ActorId, ConstU32<MAX_SIGNERS>>,
	/// Approvals that a transaction needs.
	pub approvals: u32,
}

impl Signers {
	/// [`signers_digest`].
	pub fn digest(&self) -> H256 {
		signers_digest(&self.ids, self.approvals.into())
	}
}

/// The end of the last range that was accepted.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Checkpoint {
	/// The range to be reported next. The heights up to E x `next` are covered.
	pub next: RangeIndex,
	/// [`RangeHeader::tipset`]; zero before the first report.
	pub tipset: H256,
	/// [`RangeHeader::time`]; 0 before the first report.
	pub time: u64,
	/// Custody's balance in attoFIL: the reserve.
	pub balance: Balance,
	/// Custody's head; none before the first report.
	pub head: Option<Cid>,
	/// The block of the acceptance.
	pub at: BlockNumber,
}

/// What a range report says.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct RangeHeader {
	/// The range.
	pub range: RangeIndex,
	/// [`tipset_hash`] of C_end: the first tipset above the range's last height, whose parent state contains the range.
	pub tipset: H256,
	/// Timestamp of C_end, in seconds.
	pub time: u64,
	/// Custody's balance before: that of the checkpoint.
	pub start_balance: Balance,
	/// Custody's balance in C_end's parent state.
	pub end_balance: Balance,
	/// Custody's head there.
	pub head: Cid,
	/// Custody's signers there: [`signers_digest`].
	pub signers: H256,
	/// The pages, full ones first, the last one not empty. None if nothing happened.
	pub pages: BoundedVec<PageSummary, ConstU32<MAX_PAGES>>,
	/// Credits that are too small for an item of their own.
	pub dust: Dust,
	/// The multisig's pending transactions in C_end's parent state: those of method 0 whose params decode as a redeem memo of this
	/// chain; by transaction id, ascending. Where there are more than [`MAX_PENDING`], proposers (the first approver of each) take turns,
	/// each with his lowest id first, lower ids first within a turn, until the list is full.
	pub pending: BoundedVec<PendingTx, ConstU32<MAX_PENDING>>,
	/// Whether it adds up.
	pub verdict: Verdict,
}

/// Summary of a page of a range report.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PageSummary {
	/// [`digest`] of its [`Items`].
	pub hash: H256,
	/// Sum of its credits.
	pub credits: Balance,
	/// Sum of its debits.
	pub debits: Balance,
	/// How many items.
	pub items: u16,
}

/// Credits below [`MINIMUM_AMOUNT`]; and where the pages do not hold all others, the smallest of those (equal ones: the later).
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Dust {
	/// How many.
	pub count: u32,
	/// Their sum in attoFIL.
	pub amount: Balance,
}

/// A payout that the multisig has pending.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PendingTx {
	/// Id of the multisig's transaction.
	pub tx: u64,
	/// The redemption that its memo names.
	pub redemption: RedemptionId,
	/// Its value in attoFIL.
	pub value: Balance,
	/// Its receiver, as the transaction names it.
	pub to: Address,
}

/// Whether a range adds up.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Verdict {
	/// end = start + credits + dust - debits.
	Sound,
	/// end = start + credits + dust - debits + delta, and delta is not explained.
	Unexplained {
		/// AttoFIL.
		delta: i128,
	},
	/// The tipset of the last checkpoint is not an ancestor of the finalized one. Balances and head are those of the start, there are
	/// no pages, and the tipset is the one found instead.
	FinalityViolation,
}

/// What happened to custody.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Item {
	/// FIL came in.
	Credit(Credit),
	/// FIL went out.
	Debit(Debit),
	/// A node was bound.
	Bind(NodeBinding),
}

/// FIL that came in: a call to custody that succeeded, with all calls above it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Credit {
	/// The message, by the CID that `ChainGetParentMessages` lists it under (outer `Cid`).
	pub cid: Cid,
	/// Where in its trace.
	pub path: Path,
	/// AttoFIL, above 0.
	pub value: Balance,
	/// The direct caller.
	pub from: ActorId,
	/// Payload of the caller's f1 address, if the call is the message itself and its sender has one.
	pub from_key: Option<[u8; 20]>,
	/// Whether a miner paid out to its beneficiary.
	pub source: CreditSource,
	/// Params of the call if its method is 0.
	pub memo: MemoBytes,
}

/// What sort of caller paid in.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum CreditSource {
	/// A miner whose beneficiary is custody, in C_end's parent state. The miner is [`Credit::from`].
	Miner,
	/// Anybody else.
	Other,
}

/// FIL that went out: a call by custody that succeeded, with all calls above it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Debit {
	/// The message.
	pub cid: Cid,
	/// Where in its trace.
	pub path: Path,
	/// AttoFIL, above 0.
	pub value: Balance,
	/// The receiver, as the call names it. `None` where that is no address that `fil-primitives` reads.
	pub to: Option<Address>,
	/// Params of the call if its method is 0.
	pub memo: MemoBytes,
}

/// A bind memo that the node's owner address sent to custody in a message of its own, with any value above 0: also a dusty one. Its
/// value is a credit like any other. Of several of one node, the last of the range.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct NodeBinding {
	/// The miner.
	pub node: ActorId,
	/// The issuer that it is bound to.
	pub account: AccountId,
}

/// What the record of a day says.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct OracleHeader {
	/// The day.
	pub day: Day,
	/// The record covers the heights (from, to], as [`OracleWindow`] of the chain says.
	pub from: u64,
	/// Its last height.
	pub to: u64,
	/// [`tipset_hash`] of the first tipset above `to`: power and sectors are those of its parent state.
	pub tipset: H256,
	/// Its timestamp, in seconds.
	pub time: u64,
	/// The network.
	pub network: NetworkFacts,
	/// The pages, full ones first, the last one not empty. Nodes ascending over all pages.
	pub pages: BoundedVec<FactsSummary, ConstU32<MAX_PAGES>>,
}

/// The network on a day.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct NetworkFacts {
	/// AttoFIL that one GiB of quality-adjusted power earned in the window, rounded down.
	pub reward_per_gib: Balance,
	/// Quality-adjusted power in GiB, rounded down.
	pub total_power: u64,
}

/// Summary of a page of a day's record.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct FactsSummary {
	/// [`digest`] of its [`Facts`].
	pub hash: H256,
	/// How many nodes.
	pub items: u16,
}

/// A node on a day.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct NodeFacts {
	/// The miner.
	pub node: ActorId,
	/// Effective quality-adjusted power in GiB, rounded down: 0 below the consensus minimum.
	pub quality_adjusted: u64,
	/// Raw power in GiB, rounded down: 0 below the consensus minimum.
	pub raw: u64,
	/// Live sectors.
	pub live_sectors: u64,
	/// Faulty ones.
	pub faulty_sectors: u64,
	/// Blocks won in the window after the range in which the node was first bound, by win count.
	pub wins: u32,
	/// AttoFIL that they earned.
	pub rewards: Balance,
	/// Where its payouts go.
	pub beneficiary: Beneficiary,
}

/// Where a miner's payouts go (FIP-0029).
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Beneficiary {
	/// To custody.
	pub is_custody: bool,
	/// Quota less what was used of it, in attoFIL; 0 if not to custody.
	pub quota_left: Balance,
	/// The height at which that ends; 0 if not to custody.
	pub expiration: u64,
}

/// The record that is due next.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct OracleWindow {
	/// The day.
	pub day: Day,
	/// Covers the heights above this one.
	pub from: u64,
	/// Up to this one; `None` while the day or Filecoin's heights are not that far.
	pub to: Option<u64>,
}
