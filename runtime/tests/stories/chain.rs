//! A chain that runs the real runtime. There is always an open block; [`Chain::next`] ends it, checks every invariant, and opens
//! the next one.

use crate::filecoin::Filecoin;
use codec::Encode;
use dmex_primitives::{constants::*, Calendar as _};
use dmex_runtime::{genesis_presets, *};
use frame_support::{
	dispatch::GetDispatchInfo,
	genesis_builder_helper::build_state,
	instances::Instance1,
	traits::{
		fungible::{Inspect, NativeOrWithId},
		fungibles, Get,
	},
};
use pallet_democracy::{AccountVote, Conviction, ReferendumInfo, Vote};
use serde_json::Value;
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_core::{ed25519, proof_of_possession::ProofOfPossessionGenerator, sr25519, Pair};
use sp_genesis_builder::PresetId;
pub use sp_keyring::Sr25519Keyring::{self, *};
use sp_runtime::{
	generic::Era,
	traits::{BlakeTwo256, Hash as _, Header as _},
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	Digest, DigestItem, DispatchError, DispatchResult, MultiSignature,
};
use std::{cell::RefCell, collections::BTreeMap};

/// The council of the presets for play.
pub const COUNCIL: [Sr25519Keyring; 7] = [Alice, Bob, Charlie, Dave, Eve, Ferdie, One];

/// Bond of the validators of genesis.
pub const GENESIS_BOND: Balance = 20_000 * DMC;

/// What `genesis` chains start from, before they run.
pub struct Genesis(Value);

impl Genesis {
	/// A preset.
	pub fn of(preset: &str) -> Self {
		let patch = genesis_presets::preset(&PresetId::from(preset)).expect("a preset of the runtime");
		Self(serde_json::from_slice(&patch).expect("presets are JSON"))
	}

	/// `development` with days of two blocks: a year is 730 blocks.
	pub fn quick() -> Self {
		Self::of(genesis_presets::DEVELOPMENT).blocks_per_day(2)
	}

	pub fn blocks_per_day(self, blocks: BlockNumber) -> Self {
		self.with(|patch| patch["calendar"]["parameters"]["blocksPerDay"] = blocks.into())
	}

	/// One range of Filecoin covers a day: it takes one report to record a day.
	pub fn one_range_a_day(self) -> Self {
		self.with(|patch| {
			let calendar = &mut patch["calendar"]["parameters"];
			calendar["epochsPerRange"] = calendar["epochsPerDay"].clone();
		})
	}

	/// Well-known operators of the gateway, each with the key of its account.
	pub fn operators(self, names: &[Sr25519Keyring]) -> Self {
		let members: Vec<_> = names.iter().map(|name| (id(*name), name.public())).collect();
		self.with(|patch| patch["filGateway"]["operators"] = serde_json::to_value(members).unwrap())
	}

	/// Well-known validators, each with the keys of its own seed.
	pub fn validators(self, names: &[Sr25519Keyring]) -> Self {
		let accounts = names.iter().map(|name| name.to_account_id());
		let bonds: Vec<_> = accounts.clone().map(|who| (who, GENESIS_BOND)).collect();
		let keys: Vec<_> = names
			.iter()
			.map(|name| {
				(
					name.to_account_id(),
					name.to_account_id(),
					KeyPairs::of(*name).public(),
				)
			})
			.collect();
		self.with(|patch| {
			patch["validatorSet"]["validators"] = serde_json::to_value(bonds).unwrap();
			patch["session"]["keys"] = serde_json::to_value(keys).unwrap();
		})
	}

	pub fn with(mut self, edit: impl FnOnce(&mut Value)) -> Self {
		edit(&mut self.0);
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let mut full = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
		merge(&mut full, self.0);
		let mut ext = sp_io::TestExternalities::new_empty();
		ext.execute_with(|| build_state::<RuntimeGenesisConfig>(serde_json::to_vec(&full).unwrap()).unwrap());
		ext
	}

	/// Tells the story, which begins in block 1.
	pub fn run(self, story: impl FnOnce(&mut Chain)) {
		self.build().execute_with(|| {
			let mut chain = Chain::start();
			story(&mut chain);
			chain.seal();
		})
	}
}

fn merge(a: &mut Value, b: Value) {
	match (a, b) {
		(Value::Object(a), Value::Object(b)) => {
			for (key, value) in b {
				merge(a.entry(key).or_insert(Value::Null), value);
			}
		}
		(a, b) => *a = b,
	}
}

/// The secret halves of session keys.
pub struct KeyPairs {
	pub babe: sr25519::Pair,
	pub grandpa: ed25519::Pair,
	pub discovery: sr25519::Pair,
}

impl KeyPairs {
	/// The session keys of a validator of genesis.
	pub fn of(name: Sr25519Keyring) -> Self {
		let grandpa = ed25519::Pair::from_string(&name.to_seed(), None).unwrap();
		Self {
			babe: name.pair(),
			grandpa,
			discovery: name.pair(),
		}
	}

	/// Keys that nobody has yet for another seed.
	pub fn fresh(seed: u8) -> Self {
		Self {
			babe: sr25519::Pair::from_seed(&[seed; 32]),
			grandpa: ed25519::Pair::from_seed(&[seed; 32]),
			discovery: sr25519::Pair::from_seed(&[seed ^ 0xff; 32]),
		}
	}

	pub fn public(&self) -> SessionKeys {
		SessionKeys {
			babe: self.babe.public().into(),
			grandpa: self.grandpa.public().into(),
			authority_discovery: self.discovery.public().into(),
		}
	}

	/// Shows that `owner` possesses the keys.
	pub fn proof(&self, owner: &AccountId) -> Vec<u8> {
		let owner = owner.encode();
		(
			self.babe.clone().generate_proof_of_possession(&owner),
			self.grandpa.clone().generate_proof_of_possession(&owner),
			self.discovery.clone().generate_proof_of_possession(&owner),
		)
			.encode()
	}
}

/// A motion that was proposed to the council.
pub struct Motion {
	pub hash: Hash,
	pub index: u32,
	pub call: RuntimeCall,
}

/// What came of a referendum.
#[derive(Debug, PartialEq)]
pub enum Outcome {
	/// More noes than the ayes could bear.
	Rejected,
	/// Approved, but too little DMC took part.
	BelowTurnout { turnout: Balance, required: Balance },
	/// Approved and dispatched.
	Enacted(DispatchResult),
}

/// The running chain.
pub struct Chain {
	parent: Hash,
	slot: u64,
	turn: usize,
	/// Validators that are switched off.
	pub absent: Vec<AccountId>,
	/// Custody's side of the gateway.
	pub filecoin: Filecoin,
	/// The state was filled by hand with what no user could have made: invariants are not checked.
	pub unchecked: bool,
}

impl Chain {
	/// Opens block 1, which Alice builds.
	pub fn start() -> Self {
		let mut chain = Self {
			parent: Hash::zero(),
			slot: 1_000,
			turn: 0,
			absent: Vec::new(),
			filecoin: Filecoin::default(),
			unchecked: false,
		};
		let alice = Session::validators()
			.iter()
			.position(|who| *who == id(Alice))
			.unwrap_or(0);
		chain.open(1, alice as u32);
		chain
	}

	// Blocks

	pub fn block(&self) -> BlockNumber {
		System::block_number()
	}

	pub fn slot(&self) -> u64 {
		self.slot
	}

	/// Ends the open block and checks every invariant.
	pub fn seal(&mut self) {
		self.parent = Executive::finalize_block().hash();
		if !self.unchecked {
			check_invariants();
		}
	}

	/// The next block, in the next slot. The validators take turns, but for those that are absent or disabled.
	pub fn next(&mut self) {
		let (coming, over) = self.coming_validators();
		let disabled = Session::disabled_validators();
		let ready: Vec<u32> = (0u32..)
			.zip(&coming)
			.filter(|(index, who)| {
				let out = if over {
					ValidatorSet::validator_statement((*who).clone()).is_some_and(|statement| {
						matches!(statement.status, pallet_validator_set::Status::Ejected { .. })
					})
				} else {
					disabled.contains(index)
				};
				!out && !self.absent.contains(who)
			})
			.map(|(index, _)| index)
			.collect();
		self.turn += 1;
		self.next_by_index(ready[self.turn % ready.len()])
	}

	/// The next block, built by `author`.
	pub fn next_by(&mut self, author: Sr25519Keyring) {
		let author = author.to_account_id();
		let (coming, _) = self.coming_validators();
		let index = coming
			.iter()
			.position(|who| *who == author)
			.expect("a validator of the next block");
		self.next_by_index(index as u32)
	}

	/// The next block, with this index of its author in its digest.
	pub fn next_by_index(&mut self, index: u32) {
		self.seal();
		self.slot += 1;
		self.open(System::block_number() + 1, index)
	}

	/// Goes to a far block as if the blocks in between were lost.
	pub fn jump_to(&mut self, block: BlockNumber) {
		self.seal();
		self.slot += u64::from(block - self.block());
		System::set_block_number(block - 1);
		self.open(block, 0)
	}

	pub fn run(&mut self, blocks: BlockNumber) {
		(0..blocks).for_each(|_| self.next())
	}

	pub fn run_to(&mut self, block: BlockNumber) {
		assert!(block >= self.block(), "block {block} is over");
		self.run(block - self.block())
	}

	pub fn run_days(&mut self, days: u32) {
		self.run(self.days(days))
	}

	pub fn days(&self, days: u32) -> BlockNumber {
		Calendar::parameters().days(days).unwrap()
	}

	/// Goes to the first block of a session.
	pub fn run_to_session(&mut self, session: u32) {
		while Session::current_index() < session {
			self.next()
		}
		assert_eq!(Session::current_index(), session, "session {session} is over");
	}

	/// The validators of the next block, and whether it begins a session.
	pub fn coming_validators(&self) -> (Vec<AccountId>, bool) {
		let duration: u64 = <Runtime as pallet_babe::Config>::EpochDuration::get();
		let over = self.slot + 1 >= *Babe::current_epoch_start() + duration;
		if over {
			(
				Session::queued_keys().into_iter().map(|(who, _)| who).collect(),
				true,
			)
		} else {
			(Session::validators(), false)
		}
	}

	fn open(&mut self, number: BlockNumber, authority_index: u32) {
		let slot = self.slot.into();
		let pre_digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
			authority_index,
			slot,
		});
		let digest = Digest {
			logs: vec![<DigestItem as CompatibleDigestItem>::babe_pre_digest(pre_digest)],
		};
		let header = Header::new(number, Hash::zero(), Hash::zero(), self.parent, digest);
		Executive::initialize_block(&header);
		let now = self.slot * Calendar::parameters().slot_duration_ms;
		let inherent = UncheckedExtrinsic::new_bare(pallet_timestamp::Call::set { now }.into());
		Executive::apply_extrinsic(inherent)
			.expect("the inherent is valid")
			.expect("the inherent applies");
	}

	// Transactions

	/// Sends a signed transaction; its fee is paid in DMC.
	pub fn call(&mut self, who: Sr25519Keyring, call: impl Into<RuntimeCall>) -> DispatchResult {
		self.submit(who, call, 0, None)
	}

	/// Sends a signed transaction. It waits while blocks are full, as the first one of a session is, and one in which a referendum
	/// begins or ends: the standard pallets declare all of it.
	pub fn submit(
		&mut self,
		who: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
		tip: Balance,
		fee_asset: Option<AssetId>,
	) -> DispatchResult {
		let call = call.into();
		let full = TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);
		let mut outcome = Executive::apply_extrinsic(signed(who, call.clone(), tip, fee_asset));
		for _ in 0..2 {
			if outcome == Err(full) {
				self.next();
				outcome = Executive::apply_extrinsic(signed(who, call.clone(), tip, fee_asset));
			}
		}
		outcome.expect("a valid transaction")
	}

	/// The events of the open block.
	pub fn events(&self) -> Vec<RuntimeEvent> {
		System::events().into_iter().map(|record| record.event).collect()
	}

	pub fn has_event(&self, event: impl Into<RuntimeEvent>) -> bool {
		self.events().contains(&event.into())
	}

	/// The last event of the open block that `select` takes.
	pub fn find_event<R>(&self, select: impl FnMut(RuntimeEvent) -> Option<R>) -> Option<R> {
		self.events().into_iter().rev().find_map(select)
	}

	// The council

	pub fn propose(
		&mut self,
		who: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
	) -> Result<Motion, DispatchError> {
		let call = call.into();
		let index = pallet_collective::ProposalCount::<Runtime, Instance1>::get();
		self.call(
			who,
			pallet_dao::Call::propose_motion {
				call: Box::new(call.clone()),
			},
		)?;
		Ok(Motion {
			hash: BlakeTwo256::hash_of(&call),
			index,
			call,
		})
	}

	pub fn vote(&mut self, who: Sr25519Keyring, motion: &Motion, approve: bool) -> DispatchResult {
		let (proposal, index) = (motion.hash, motion.index);
		self.call(
			who,
			pallet_collective::Call::<Runtime, Instance1>::vote {
				proposal,
				index,
				approve,
			},
		)
	}

	/// Closes a motion: `Some` with what its call returned if it was approved.
	pub fn close(&mut self, motion: &Motion) -> Result<Option<DispatchResult>, DispatchError> {
		let close = pallet_collective::Call::<Runtime, Instance1>::close {
			proposal_hash: motion.hash,
			index: motion.index,
			proposal_weight_bound: motion.call.get_dispatch_info().call_weight,
			length_bound: motion.call.encoded_size() as u32,
		};
		self.call(Ferdie, close)?;
		Ok(self.find_event(|event| match event {
			RuntimeEvent::Council(pallet_collective::Event::Executed {
				proposal_hash,
				result,
			}) if proposal_hash == motion.hash => Some(result),
			_ => None,
		}))
	}

	/// A motion that the first four of the council approve.
	pub fn decide(&mut self, call: impl Into<RuntimeCall>) -> DispatchResult {
		let council: Vec<_> = Dao::council()
			.iter()
			.map(|who| Sr25519Keyring::from_account_id(who).unwrap())
			.collect();
		let motion = self
			.propose(council[0], call)
			.expect("a motion that the council can decide");
		council[..4]
			.iter()
			.for_each(|who| self.vote(*who, &motion, true).unwrap());
		self.close(&motion)
			.expect("a motion that can be closed")
			.expect("a motion that is approved")
	}

	/// [`Self::decide`] for a call of row 10, and waits until it is enacted. Returns what the call returned.
	pub fn decide_delayed(&mut self, call: impl Into<RuntimeCall>) -> DispatchResult {
		let id = pallet_dao::NextEnactment::<Runtime>::get();
		self.decide(pallet_dao::Call::schedule_enactment {
			call: Box::new(call.into()),
		})
		.unwrap();
		self.run_days(7);
		self.enacted(id)
			.expect("a decision that is enacted after seven days")
	}

	/// What an enactment of the open block returned.
	pub fn enacted(&self, enactment: u32) -> Option<DispatchResult> {
		self.find_event(|event| match event {
			RuntimeEvent::Dao(pallet_dao::Event::Enacted { id, result }) if id == enactment => Some(result),
			_ => None,
		})
	}

	// Referenda

	/// Stage 2, by decision of the council.
	pub fn activate_community_stage(&mut self) {
		self.decide(pallet_dao::Call::activate_community_stage {})
			.unwrap();
	}

	/// Proposes a referendum and waits until it can be voted on.
	pub fn table(&mut self, who: Sr25519Keyring, call: impl Into<RuntimeCall>) -> Result<u32, DispatchError> {
		let deposit = 1_000 * DMC;
		self.call(
			who,
			pallet_dao::Call::propose_referendum {
				call: Box::new(call.into()),
				deposit,
			},
		)?;
		Ok(self.wait_for_launch())
	}

	/// Waits until the proposal that waits can be voted on.
	pub fn wait_for_launch(&mut self) -> u32 {
		let index = pallet_democracy::ReferendumCount::<Runtime>::get();
		while pallet_democracy::ReferendumCount::<Runtime>::get() == index {
			self.next()
		}
		index
	}

	pub fn aye(&mut self, who: Sr25519Keyring, ref_index: u32, balance: Balance) -> DispatchResult {
		self.ballot(who, ref_index, true, Conviction::Locked1x, balance)
	}

	pub fn ballot(
		&mut self,
		who: Sr25519Keyring,
		ref_index: u32,
		aye: bool,
		conviction: Conviction,
		balance: Balance,
	) -> DispatchResult {
		let vote = AccountVote::Standard {
			vote: Vote { aye, conviction },
			balance,
		};
		self.call(who, pallet_democracy::Call::vote { ref_index, vote })
	}

	/// Waits until a referendum ends and, if it is approved, is enacted.
	pub fn conclude(&mut self, index: u32) -> Outcome {
		let approved = loop {
			match pallet_democracy::ReferendumInfoOf::<Runtime>::get(index).expect("a referendum") {
				ReferendumInfo::Ongoing(_) => self.next(),
				ReferendumInfo::Finished { approved, end } => {
					assert_eq!(end, self.block());
					break approved;
				}
			}
		};
		if !approved {
			return Outcome::Rejected;
		}
		let below = self.find_event(|event| match event {
			RuntimeEvent::Dao(pallet_dao::Event::ReferendumBelowTurnout {
				index: which,
				turnout,
				required,
			}) if which == index => Some(Outcome::BelowTurnout { turnout, required }),
			_ => None,
		});
		self.run_days(2);
		let dispatched = self.find_event(|event| match event {
			RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched {
				id: Some(id), result, ..
			}) if id.starts_with(b"democrac") => Some(result),
			_ => None,
		});
		match (below, dispatched) {
			(Some(below), None) => below,
			(None, Some(result)) => Outcome::Enacted(result),
			(below, dispatched) => panic!("neither enacted nor refused: {below:?}, {dispatched:?}"),
		}
	}

	/// A referendum for which three accounts vote with 200,000 DMC each: above each floor.
	pub fn referendum(&mut self, call: impl Into<RuntimeCall>) -> Outcome {
		let index = self.table(Alice, call).expect("a referendum that can be held");
		for who in [Alice, Bob, Charlie] {
			self.aye(who, index, 200_000 * DMC).unwrap();
		}
		self.conclude(index)
	}
}

/// Signs as a well-known account. Its key is derived once: that takes longer than anything else here.
pub fn sign(who: Sr25519Keyring, message: &[u8]) -> sr25519::Signature {
	thread_local! {
		static PAIRS: RefCell<BTreeMap<Sr25519Keyring, sr25519::Pair>> = const { RefCell::new(BTreeMap::new()) };
	}
	PAIRS.with_borrow_mut(|pairs| pairs.entry(who).or_insert_with(|| who.pair()).sign(message))
}

/// A transaction, signed by a well-known account.
pub fn signed(
	who: Sr25519Keyring,
	call: RuntimeCall,
	tip: Balance,
	fee_asset: Option<AssetId>,
) -> UncheckedExtrinsic {
	let account = who.to_account_id();
	let extension: TxExtension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		frame_system::CheckNonce::from(System::account_nonce(&account)),
		frame_system::CheckWeight::new(),
		pallet_asset_conversion_tx_payment::ChargeAssetTxPayment::from(
			tip,
			fee_asset.map(NativeOrWithId::WithId),
		),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let payload = SignedPayload::new(call, extension).expect("a payload of this chain");
	let signature = payload.using_encoded(|payload| sign(who, payload));
	let (call, extension, _) = payload.deconstruct();
	UncheckedExtrinsic::new_signed(
		call,
		account.into(),
		MultiSignature::Sr25519(signature),
		extension,
	)
}

/// Every invariant of the DMEX pallets, and those that span pallets.
pub fn check_invariants() {
	Calendar::do_try_state().unwrap();
	Emission::do_try_state().unwrap();
	ValidatorSet::do_try_state().unwrap();
	Dao::do_try_state().unwrap();
	FilGateway::do_try_state().unwrap();
	HashrateNft::do_try_state().unwrap();
	Escrow::do_try_state().unwrap();

	let totals = pallet_dmc_emission::Totals::<Runtime>::get();
	let issuance = Balances::total_issuance();
	assert_eq!(
		GENESIS_SUPPLY + totals.minted - totals.burnt,
		issuance,
		"genesis + minted - burnt = issuance"
	);
	assert!(issuance <= MAX_SUPPLY);
	let balances: Balance = frame_system::Account::<Runtime>::iter_values()
		.map(|account| account.data.free + account.data.reserved)
		.sum();
	assert_eq!(balances, issuance, "what accounts have is what is issued");

	let ifil = Assets::total_supply(IFIL);
	let (minted, burnt) = (
		pallet_fil_gateway::Minted::<Runtime>::get(),
		pallet_fil_gateway::Burnt::<Runtime>::get(),
	);
	assert_eq!(
		ifil,
		minted - burnt,
		"IFIL is what the gateway has minted and not burnt"
	);
	let status = pallet_fil_gateway::State::<Runtime>::get();
	if !matches!(status, pallet_fil_gateway::Status::WindingDown { .. }) {
		let shortfall = pallet_fil_gateway::Shortfall::<Runtime>::get();
		assert_eq!(
			FilGateway::claims(),
			FilGateway::reserve() + shortfall,
			"every attoFIL of custody is somebody's"
		);
	}
	assert_eq!(
		asset(IFIL, &FilGateway::account_id()),
		0,
		"IFIL only passes through"
	);
}

// Shorthands

pub fn id(who: Sr25519Keyring) -> AccountId {
	who.to_account_id()
}

/// All DMC of an account, held DMC included.
pub fn dmc(who: impl Into<AccountId>) -> Balance {
	<Balances as Inspect<AccountId>>::total_balance(&who.into())
}

pub fn asset(asset: AssetId, who: &AccountId) -> Balance {
	Assets::balance(asset, who)
}

pub fn transfer(to: impl Into<AccountId>, value: Balance) -> RuntimeCall {
	pallet_balances::Call::transfer_allow_death {
		dest: to.into().into(),
		value,
	}
	.into()
}

pub fn transfer_asset(asset: AssetId, to: impl Into<AccountId>, amount: Balance) -> RuntimeCall {
	pallet_assets::Call::<Runtime, Instance1>::transfer {
		id: asset.into(),
		target: to.into().into(),
		amount,
	}
	.into()
}

/// The fee of the last transaction of the block, its tip included.
pub fn last_fee(chain: &Chain) -> Balance {
	chain
		.find_event(|event| match event {
			RuntimeEvent::TransactionPayment(pallet_transaction_payment::Event::TransactionFeePaid {
				actual_fee,
				..
			}) => Some(actual_fee),
			_ => None,
		})
		.expect("a fee was paid")
}

pub fn asset_owner(asset: AssetId) -> Option<AccountId> {
	<Assets as fungibles::roles::Inspect<AccountId>>::owner(asset)
}
