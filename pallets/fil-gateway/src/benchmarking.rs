//! Benchmarks of every call and of the hook.
#![allow(missing_docs)]

use super::*;
use alloc::{boxed::Box, vec, vec::Vec};
use dmex_primitives::{constants::DMC, AccountId, Balance, Calendar, MarketOracle, NodeOracle};
use fil_primitives::{Address, Binding, Cid, Network, Payload, Signature as FilSignature};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{fungibles::Mutate, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_core::H256;

type Origin<T> = <T as frame_system::Config>::RuntimeOrigin;

const ONE: Balance = DMC;
const PENDING: usize = MAX_PENDING as usize;

impl<T: Config> Pallet<T> {
	/// Custody on the main network: nodes have their names by it.
	pub(crate) fn ensure_benchmark_custody() {
		if let Some(custody) = CustodyInfo::<T>::get() {
			CustodyInfo::<T>::put(Custody {
				network: Network::Main,
				..custody
			});
			return;
		}
		let custody = Custody {
			network: Network::Main,
			genesis: Cid::of(b"genesis"),
			id: 99,
			robust: Address::new(Payload::Actor([9; 20])).expect("an f2 address"),
			signers: signers(5),
			announced: None,
		};
		assert_ok!(Self::do_set_custody(custody, 0, 0));
	}
}

fn signers(count: u64) -> Signers {
	Signers {
		ids: BoundedVec::truncate_from((0..count).collect()),
		approvals: 1,
	}
}

fn authority<T: Config>() -> Result<Origin<T>, BenchmarkError> {
	T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn decision<T: Config>() -> Result<Origin<T>, BenchmarkError> {
	T::DecisionOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn key(n: u32) -> OperatorKey {
	let mut bytes = [0; 32];
	bytes[..4].copy_from_slice(&n.to_le_bytes());
	OperatorKey::from_raw(bytes)
}

fn member<T: Config>(n: u32) -> (AccountId, OperatorKey) {
	let who: AccountId = account("operator", n, 0);
	T::BenchmarkHelper::set_up(&who);
	assert_ok!(Pallet::<T>::do_bond(who.clone(), key(n), T::OperatorBond::get()));
	(who, key(n))
}

fn members<T: Config>(
) -> BoundedVec<(AccountId, OperatorKey), frame_support::pallet_prelude::ConstU32<MAX_OPERATORS>> {
	BoundedVec::truncate_from((0..MAX_OPERATORS).map(member::<T>).collect())
}

/// Custody and a full set.
fn set_up<T: Config>() -> AccountId {
	// Whatever genesis had: the first range and the first set are number 0.
	CustodyInfo::<T>::kill();
	LastCheckpoint::<T>::kill();
	NextRecord::<T>::kill();
	CurrentSet::<T>::kill();
	Pallet::<T>::ensure_benchmark_custody();
	assert_ok!(Pallet::<T>::do_set_operators(members::<T>()));
	let who: AccountId = whitelisted_caller();
	T::BenchmarkHelper::set_up(&who);
	who
}

/// All votes but the one that decides are there.
fn votes<T: Config>(subject: Subject, digest: H256) {
	for operator in 0..threshold(MAX_OPERATORS) as u16 - 1 {
		let vote = Vote {
			set: CurrentSet::<T>::get().unwrap_or_default(),
			subject,
			round: 0,
			digest,
		};
		assert_ok!(Pallet::<T>::do_vote(vote, operator));
	}
}

fn decide<T: Config>(subject: Subject, digest: H256) {
	votes::<T>(subject, digest);
	let vote = Vote {
		set: CurrentSet::<T>::get().unwrap_or_default(),
		subject,
		round: 0,
		digest,
	};
	assert_ok!(Pallet::<T>::do_vote(vote, MAX_OPERATORS as u16 - 1));
}

fn destination() -> Address {
	Address::new(Payload::Secp256k1([5; 20])).expect("an f1 address")
}

fn text(address: Address) -> AddressText {
	BoundedVec::truncate_from(address.to_text(Network::Main).into_bytes())
}

fn credit(n: u64) -> Item {
	Item::Credit(Credit {
		cid: Cid::of(&n.to_be_bytes()),
		path: BoundedVec::truncate_from(vec![1; MAX_PATH as usize]),
		value: ONE,
		from: 1,
		from_key: Some([1; 20]),
		source: CreditSource::Other,
		memo: BoundedVec::truncate_from(vec![7; MAX_MEMO as usize]),
	})
}

fn header_of<T: Config>(items: &Items, pages: usize) -> RangeHeader {
	let checkpoint = LastCheckpoint::<T>::get().expect("custody is set");
	let credits = ONE * items.len() as Balance;
	let page = PageSummary {
		hash: digest(items),
		credits,
		debits: 0,
		items: items.len() as u16,
	};
	RangeHeader {
		range: checkpoint.next,
		tipset: H256::zero(),
		time: checkpoint.time,
		start_balance: checkpoint.balance,
		end_balance: checkpoint.balance + credits * pages as Balance,
		head: Cid::of(b"head"),
		signers: CustodyInfo::<T>::get().expect("custody is set").signers.digest(),
		pages: BoundedVec::truncate_from(vec![page; pages]),
		dust: Dust::default(),
		pending: BoundedVec::truncate_from(
			(0..PENDING as u64)
				.map(|n| PendingTx {
					tx: n,
					redemption: n,
					value: ONE,
					to: destination(),
				})
				.collect(),
		),
		verdict: Verdict::Sound,
	}
}

fn items(count: u32) -> Items {
	BoundedVec::truncate_from((0..u64::from(count)).map(credit).collect())
}

/// IFIL for `who`, and FIL for it in custody.
fn fund<T: Config>(who: &AccountId, amount: Balance) {
	assert_ok!(T::Assets::mint_into(T::WrappedAsset::get(), who, amount));
	Minted::<T>::mutate(|minted| *minted += amount);
	LastCheckpoint::<T>::mutate(|checkpoint| {
		if let Some(checkpoint) = checkpoint {
			checkpoint.balance += amount;
		}
	});
}

fn redemption<T: Config>(who: &AccountId) -> RedemptionId {
	Pallet::<T>::do_redeem(who.clone(), ONE, &text(destination()), 0).expect("funded")
}

fn suspense<T: Config>() {
	fund_suspense::<T>(ONE);
}

fn fund_suspense<T: Config>(amount: Balance) {
	assert_ok!(Pallet::<T>::book_delta(0, amount as i128));
	LastCheckpoint::<T>::mutate(|checkpoint| {
		if let Some(checkpoint) = checkpoint {
			checkpoint.balance += amount;
		}
	});
}

fn goto_days<T: Config>(days: u32)
where
	BlockNumberFor<T>: From<u32>,
{
	let block = T::Calendar::parameters().blocks_per_day * days;
	frame_system::Pallet::<T>::set_block_number(block.into());
}

fn record_header(facts: &Facts) -> OracleHeader {
	OracleHeader {
		day: 0,
		from: 0,
		to: 10,
		tipset: H256::zero(),
		time: 0,
		network: NetworkFacts::default(),
		pages: BoundedVec::truncate_from(vec![
			FactsSummary {
				hash: digest(facts),
				items: facts.len() as u16
			};
			1
		]),
	}
}

fn facts(count: u32) -> Facts {
	let one = NodeFacts {
		node: 0,
		quality_adjusted: 1,
		raw: 1,
		live_sectors: 1,
		faulty_sectors: 1,
		wins: 1,
		rewards: 1,
		beneficiary: Beneficiary::default(),
	};
	BoundedVec::truncate_from(
		(0..u64::from(count))
			.map(|node| NodeFacts { node, ..one })
			.collect(),
	)
}

fn open_record<T: Config>() {
	NextRecord::<T>::put(OracleWindow {
		day: 0,
		from: 0,
		to: Some(10),
	});
}

#[benchmarks(where BlockNumberFor<T>: From<u32>)]
mod benchmarks {
	use super::*;

	/// A quiet block, in which a day falls due and the next window opens.
	#[benchmark]
	fn on_initialize() {
		set_up::<T>();
		<Pallet<T> as MarketOracle>::record(0, 0, 1);
		MarketInfo::<T>::mutate(|market| {
			if let Some(market) = market {
				market.due_through = None;
			}
		});
		goto_days::<T>(3);
		LastCheckpoint::<T>::mutate(|checkpoint| {
			if let Some(checkpoint) = checkpoint {
				checkpoint.next = T::Calendar::parameters().epochs_per_day;
			}
		});

		#[block]
		{
			Pallet::<T>::on_block();
		}

		assert_eq!(
			MarketInfo::<T>::get().and_then(|market| market.due_through),
			Some(0)
		);
	}

	#[benchmark]
	fn bond() {
		let who: AccountId = whitelisted_caller();
		T::BenchmarkHelper::set_up(&who);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), key(0), T::OperatorBond::get());

		assert!(Bonds::<T>::contains_key(who));
	}

	#[benchmark]
	fn withdraw_bond() {
		set_up::<T>();
		let who: AccountId = whitelisted_caller();
		assert_ok!(Pallet::<T>::do_bond(who.clone(), key(77), T::OperatorBond::get()));

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!Bonds::<T>::contains_key(who));
	}

	#[benchmark]
	fn set_operators() -> Result<(), BenchmarkError> {
		set_up::<T>();
		let next = BoundedVec::truncate_from((100..100 + MAX_OPERATORS).map(member::<T>).collect());
		votes::<T>(Subject::Range(0), H256::zero());
		let origin = authority::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, next);

		assert_eq!(CurrentSet::<T>::get(), Some(1));
		Ok(())
	}

	#[benchmark]
	fn authorize_vote() {
		set_up::<T>();
		votes::<T>(Subject::Range(0), H256::zero());
		let ballot = Vote {
			set: 0,
			subject: Subject::Range(0),
			round: 0,
			digest: H256::zero(),
		};
		let signature = OperatorSignature::from_raw([1; 64]);

		#[block]
		{
			// A signature that is wrong costs as much as one that is right.
			let source = sp_runtime::transaction_validity::TransactionSource::External;
			let _ = Pallet::<T>::authorize_vote(source, &ballot, &15, &signature);
		}
	}

	#[benchmark]
	fn vote() {
		set_up::<T>();
		votes::<T>(Subject::Range(0), H256::zero());
		let ballot = Vote {
			set: 0,
			subject: Subject::Range(0),
			round: 0,
			digest: H256::zero(),
		};

		#[extrinsic_call]
		_(
			RawOrigin::Authorized,
			ballot,
			15,
			OperatorSignature::from_raw([1; 64]),
		);

		assert!(Rounds::<T>::get(Subject::Range(0)).is_some_and(|round| round.accepted.is_some()));
	}

	#[benchmark]
	fn open_next_round() {
		let who = set_up::<T>();
		votes::<T>(Subject::Range(0), H256::zero());
		// 120 epochs are days where a day has few epochs.
		goto_days::<T>(30);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), Subject::Range(0));

		assert!(Rounds::<T>::get(Subject::Range(0)).is_some_and(|round| round.round == 1));
	}

	#[benchmark]
	fn report_equivocation() {
		let who = set_up::<T>();
		// Real signatures need a key of the benchmarking keystore.
		let public = sp_io::crypto::sr25519_generate(KEY_TYPE, None);
		Sets::<T>::mutate(0, |set| {
			if let Some(set) = set {
				set.members[15].key = public;
			}
		});
		let sign = |digest| {
			let ballot = Vote {
				set: 0,
				subject: Subject::Range(0),
				round: 0,
				digest,
			};
			let payload = ballot.payload(&Pallet::<T>::chain());
			let signature =
				sp_io::crypto::sr25519_sign(KEY_TYPE, &public, &payload).expect("the key is there");
			SignedVote {
				vote: ballot,
				operator: 15,
				signature,
			}
		};
		let (first, second) = (sign(H256::repeat_byte(1)), sign(H256::repeat_byte(2)));

		#[extrinsic_call]
		_(RawOrigin::Signed(who), first, second);

		assert!(Sets::<T>::get(0).is_some_and(|set| set.members[15].disabled));
	}

	#[benchmark]
	fn authorize_header() {
		set_up::<T>();
		let header = header_of::<T>(&items(1), MAX_PAGES as usize);
		decide::<T>(Subject::Range(0), digest(&header));

		#[block]
		{
			assert!(Pallet::<T>::check_header(&header).is_ok());
		}
	}

	#[benchmark]
	fn submit_header() {
		set_up::<T>();
		let header = header_of::<T>(&items(1), MAX_PAGES as usize);
		decide::<T>(Subject::Range(0), digest(&header));

		#[extrinsic_call]
		_(RawOrigin::Authorized, Box::new(header));

		assert!(RangeDelivery::<T>::exists());
	}

	#[benchmark]
	fn authorize_page(n: Linear<1, { MAX_ITEMS }>) {
		set_up::<T>();
		let items = items(n);
		let header = header_of::<T>(&items, MAX_PAGES as usize);
		decide::<T>(Subject::Range(0), digest(&header));
		assert_ok!(Pallet::<T>::do_submit_header(header));

		#[block]
		{
			assert!(Pallet::<T>::check_page(0, 0, &items).is_ok());
		}
	}

	#[benchmark]
	fn submit_page(n: Linear<1, { MAX_ITEMS }>) {
		set_up::<T>();
		let items = items(n);
		let header = header_of::<T>(&items, 1);
		decide::<T>(Subject::Range(0), digest(&header));
		assert_ok!(Pallet::<T>::do_submit_header(header));

		#[extrinsic_call]
		_(RawOrigin::Authorized, 0, 0, items);

		assert!(Applying::<T>::exists());
	}

	#[benchmark]
	fn submit_oracle_header() {
		set_up::<T>();
		open_record::<T>();
		let header = record_header(&facts(1));
		decide::<T>(Subject::Oracle(0), digest(&header));

		#[extrinsic_call]
		_(RawOrigin::Authorized, Box::new(header));

		assert!(RecordDelivery::<T>::exists());
	}

	#[benchmark]
	fn submit_facts(n: Linear<1, { MAX_ITEMS }>) {
		set_up::<T>();
		open_record::<T>();
		let facts = facts(n);
		let header = record_header(&facts);
		decide::<T>(Subject::Oracle(0), digest(&header));
		assert_ok!(Pallet::<T>::do_submit_oracle_header(header));

		#[extrinsic_call]
		_(RawOrigin::Authorized, 0, 0, facts);

		assert!(crate::Recording::<T>::exists());
	}

	/// A node's payout, which is handed over and whose rest is issued.
	#[benchmark]
	fn apply_item() {
		set_up::<T>();
		let issuer: AccountId = account("issuer", 0, 0);
		let node = Pallet::<T>::node_id(5).expect("custody is set");
		<Pallet<T> as NodeOracle<AccountId>>::attest(&node, &issuer, 1);
		let Item::Credit(mut credit) = credit(0) else {
			panic!("a credit");
		};
		credit.source = CreditSource::Miner;
		credit.from = 5;
		let items = BoundedVec::truncate_from(vec![Item::Credit(credit)]);
		let header = header_of::<T>(&items, 1);
		decide::<T>(Subject::Range(0), digest(&header));
		assert_ok!(Pallet::<T>::do_submit_header(header));
		assert_ok!(Pallet::<T>::do_submit_page(0, 0, items));

		#[block]
		{
			Pallet::<T>::apply_items(1);
		}

		assert_eq!(Minted::<T>::get(), ONE);
	}

	/// All payouts that can be bound are unbound, and as many others bound.
	#[benchmark]
	fn apply_finish() {
		let who = set_up::<T>();
		fund::<T>(&who, 1_000 * ONE);
		let mut bound = Vec::new();
		for n in 0..2 * PENDING as u64 {
			let id = redemption::<T>(&who);
			if n >= PENDING as u64 {
				Redemptions::<T>::mutate(id, |one| {
					if let Some(one) = one {
						one.state = RedemptionState::Bound { tx: n };
					}
				});
				bound.push(id);
			}
		}
		BoundRedemptions::<T>::put(BoundedVec::truncate_from(bound));
		let mut header = header_of::<T>(&items(1), 0);
		let net = Redemptions::<T>::get(0).map_or(0, |one| one.net);
		header.pending.iter_mut().for_each(|one| one.value = net);
		// A list that is full unbinds nothing.
		header.pending.pop();
		decide::<T>(Subject::Range(0), digest(&header));
		assert_ok!(Pallet::<T>::do_submit_header(header));

		#[block]
		{
			Pallet::<T>::apply_items(1);
		}

		assert!(!Applying::<T>::exists());
		assert_eq!(BoundRedemptions::<T>::get().len(), PENDING - 1);
	}

	#[benchmark]
	fn redeem() {
		let who = set_up::<T>();
		fund::<T>(&who, 10 * ONE);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), ONE, text(destination()), 0);

		assert!(Redemptions::<T>::contains_key(0));
	}

	#[benchmark]
	fn cancel_redemption() {
		let who = set_up::<T>();
		fund::<T>(&who, 10 * ONE);
		redemption::<T>(&who);
		goto_days::<T>(4);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), 0);

		assert!(Cancellations::<T>::contains_key(0));
	}

	#[benchmark]
	fn object() {
		let who = set_up::<T>();
		fund::<T>(&who, 10 * ONE);
		redemption::<T>(&who);
		Redemptions::<T>::mutate(0, |one| {
			if let Some(one) = one {
				one.ready_at = u32::MAX;
			}
		});
		for n in 0..threshold(MAX_OPERATORS) - 1 {
			assert_ok!(Pallet::<T>::do_object(Some(account("operator", n, 0)), 0));
		}
		let last: AccountId = account("operator", 15, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(last), 0);

		assert!(
			Redemptions::<T>::get(0).is_some_and(|one| matches!(one.state, RedemptionState::Objected { .. }))
		);
	}

	#[benchmark]
	fn confirm_objection() -> Result<(), BenchmarkError> {
		let who = set_up::<T>();
		fund::<T>(&who, 10 * ONE);
		redemption::<T>(&who);
		Redemptions::<T>::mutate(0, |one| {
			if let Some(one) = one {
				one.state = RedemptionState::Objected { until: u32::MAX };
			}
		});
		let origin = decision::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, 0);

		assert!(Cancellations::<T>::contains_key(0));
		Ok(())
	}

	/// Two recoveries: the most that a binding takes, and as dear when refused.
	#[benchmark]
	fn bind_sender() -> Result<(), BenchmarkError> {
		let who = set_up::<T>();
		let public = sp_io::crypto::ecdsa_generate(KEY_TYPE, None);
		let sign = |digest| {
			sp_io::crypto::ecdsa_sign_prehashed(KEY_TYPE, &public, digest).expect("the key is there")
		};
		let anything = [7; 32];
		let Ok(coordinates) = sp_io::crypto::secp256k1_ecdsa_recover(&sign(&anything).0, &anything) else {
			return Err(BenchmarkError::Stop(
				"a signature of the keystore recovers its key",
			));
		};
		let binding = Binding {
			address: Address::from_public_key(&coordinates),
			network: Network::Main,
			account: who.clone().into(),
			genesis: Pallet::<T>::chain().0,
			nonce: 0,
		};
		// In the envelope, because the other form is tried first: two recoveries.
		let signature = FilSignature(sign(&binding.envelope_digest()).0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), text(binding.address), signature);

		let Payload::Secp256k1(key) = *binding.address.payload() else {
			return Err(BenchmarkError::Stop("a public key has an f1 address"));
		};
		assert_eq!(Senders::<T>::get(key).and_then(|bound| bound.account), Some(who));
		Ok(())
	}

	#[benchmark]
	fn unbind_sender() {
		let who = set_up::<T>();
		Senders::<T>::insert(
			[5; 20],
			SenderBinding {
				account: Some(who.clone()),
				nonce: 1,
			},
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), text(destination()));

		assert!(Senders::<T>::get([5; 20]).is_some_and(|binding| binding.account.is_none()));
	}

	#[benchmark]
	fn claim_credit() {
		let who = set_up::<T>();
		Credits::<T>::insert(&who, ONE);
		CreditTotal::<T>::put(ONE);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!Credits::<T>::contains_key(who));
	}

	/// A delayed payment to a node.
	#[benchmark]
	fn release() -> Result<(), BenchmarkError> {
		set_up::<T>();
		let issuer: AccountId = account("issuer", 0, 0);
		let node = Pallet::<T>::node_id(5).ok_or(BenchmarkError::Stop("custody is set"))?;
		<Pallet<T> as NodeOracle<AccountId>>::attest(&node, &issuer, 1);
		Pallet::<T>::pause(Fault::Signers);
		Pallet::<T>::grant(
			Target::Node {
				node: 5,
				pay: ONE / 2,
			},
			ONE,
			None,
			0,
		)?;
		State::<T>::put(Status::Running);

		#[block]
		{
			assert!(Pallet::<T>::release_one());
		}

		assert_eq!(Minted::<T>::get(), ONE);
		Ok(())
	}

	#[benchmark]
	fn refund() {
		let who = set_up::<T>();
		fund::<T>(&who, 10 * ONE);
		redemption::<T>(&who);
		goto_days::<T>(4);
		assert_ok!(Pallet::<T>::do_cancel_redemption(Some(who), 0));
		LastCheckpoint::<T>::mutate(|checkpoint| {
			if let Some(checkpoint) = checkpoint {
				checkpoint.time = u64::MAX;
			}
		});

		#[block]
		{
			assert!(Pallet::<T>::refund_one());
		}

		assert!(!Redemptions::<T>::contains_key(0));
	}

	#[benchmark]
	fn assign_suspense() -> Result<(), BenchmarkError> {
		let who = set_up::<T>();
		suspense::<T>();
		let origin = decision::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, 0, who);

		assert!(!Suspense::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn return_suspense() -> Result<(), BenchmarkError> {
		set_up::<T>();
		suspense::<T>();
		let origin = decision::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, 0, text(destination()));

		assert!(Redemptions::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn cover_shortfall() -> Result<(), BenchmarkError> {
		set_up::<T>();
		suspense::<T>();
		Shortfall::<T>::put(ONE);
		let origin = decision::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, 0);

		assert_eq!(Shortfall::<T>::get(), 0);
		Ok(())
	}

	#[benchmark]
	fn resume() -> Result<(), BenchmarkError> {
		set_up::<T>();
		Pallet::<T>::pause(Fault::Conservation);
		Halted::<T>::put(true);
		let origin = decision::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>);

		assert_eq!(State::<T>::get(), Status::Running);
		Ok(())
	}

	#[benchmark]
	fn accept_unexplained() -> Result<(), BenchmarkError> {
		set_up::<T>();
		Halted::<T>::put(true);
		let origin = authority::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, 0, 5);

		assert!(DeltaAccepted::<T>::exists());
		Ok(())
	}

	#[benchmark]
	fn accept_reorganisation() -> Result<(), BenchmarkError> {
		set_up::<T>();
		Halted::<T>::put(true);
		let origin = authority::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, H256::repeat_byte(1));

		assert!(LastCheckpoint::<T>::get().is_some_and(|one| one.tipset == H256::repeat_byte(1)));
		Ok(())
	}

	#[benchmark]
	fn announce_signers() -> Result<(), BenchmarkError> {
		set_up::<T>();
		let origin = authority::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, signers(MAX_SIGNERS.into()));

		assert!(CustodyInfo::<T>::get().is_some_and(|custody| custody.announced.is_some()));
		Ok(())
	}

	#[benchmark]
	fn set_custody() -> Result<(), BenchmarkError> {
		set_up::<T>();
		votes::<T>(Subject::Range(0), H256::zero());
		let custody = CustodyInfo::<T>::get().ok_or(BenchmarkError::Stop("custody is set"))?;
		let custody = Custody {
			signers: signers(MAX_SIGNERS.into()),
			..custody
		};
		let origin = authority::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, Box::new(custody), 9, ONE);

		assert!(LastCheckpoint::<T>::get().is_some_and(|one| one.next == 9));
		Ok(())
	}

	#[benchmark]
	fn wind_down() -> Result<(), BenchmarkError> {
		let who = set_up::<T>();
		fund::<T>(&who, 1_000 * ONE);
		let bound: Vec<_> = (0..PENDING).map(|_| redemption::<T>(&who)).collect();
		BoundRedemptions::<T>::put(BoundedVec::truncate_from(bound));
		let origin = authority::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>);

		assert!(matches!(State::<T>::get(), Status::WindingDown { .. }));
		Ok(())
	}

	/// One that was paid, beside what nobody has explained.
	#[benchmark]
	fn decide_redemption() -> Result<(), BenchmarkError> {
		let who = set_up::<T>();
		fund::<T>(&who, 10 * ONE);
		let id = redemption::<T>(&who);
		Redemptions::<T>::mutate(id, |one| {
			if let Some(one) = one {
				one.state = RedemptionState::Bound { tx: 0 };
			}
		});
		BoundRedemptions::<T>::put(BoundedVec::truncate_from(vec![id]));
		Pallet::<T>::doubt_all_bound()?;
		Shortfall::<T>::put(1);
		let origin = authority::<T>()?;

		#[extrinsic_call]
		_(origin as Origin<T>, id, true);

		assert!(!Redemptions::<T>::contains_key(id));
		assert!(Suspense::<T>::contains_key(0));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::bench_ext(), crate::mock::Test);
}
