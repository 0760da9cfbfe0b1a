//! What stories of hashrate NFTs share: an issuer with an identity and a node, the oracle's days, and the protocol's arithmetic done
//! the slow way.

use crate::{chain::*, filecoin::*};
use dmex_primitives::{
	constants::*,
	hashrate::{DELIVERY_SCALE, FIL},
	AssetKind, Calendar as _, Day, Delivery, NodeId, Power, PowerLedger, ProductControl, ProductId,
	ProductState, Serial,
};
use dmex_runtime::*;
use pallet_hashrate_nft::{Call, Event, Listing, SaleMode};
use pallet_identity::{legacy::IdentityInfo, Data, Judgement};
use sp_runtime::{
	traits::{BlakeTwo256, Hash as _},
	DispatchError, DispatchResult, Permill,
};
use std::collections::BTreeMap;

/// The issuer of all products that do not say otherwise.
pub const ISSUER: Sr25519Keyring = Dave;
/// Its registrar.
pub const REGISTRAR: Sr25519Keyring = One;
/// Its node.
pub const NODE: &str = "f01234";
/// 1 TiB in GiB.
pub const TIB: Power = 1_024;
/// Power of the node.
pub const ATTESTED: Power = 100 * TIB;
/// Of an NFT, in USDT: 10, and what no term divides.
pub const PRICE: Balance = 10_000_003;
/// Of a GiB and a day.
pub const REWARD: Balance = 7_654_321_000_007;
/// What prices are in.
pub const USD: AssetKind = AssetKind::WithId(USDT);

pub type Error = pallet_hashrate_nft::Error<Runtime>;
pub type EscrowError = pallet_escrow::Error<Runtime>;
pub type EscrowCall = pallet_escrow::Call<Runtime>;

// The oracle

pub fn today() -> Day {
	Calendar::today()
}

pub fn node(name: &str) -> NodeId {
	NodeId {
		coin: FIL,
		id: name.as_bytes().to_vec().try_into().unwrap(),
	}
}

pub fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch_all { calls }.into()
}

/// Goes to the next day, of which the oracle says nothing.
pub fn silent_day(chain: &mut Chain) {
	chain.run_to(chain.days(today() + 1))
}

/// To a block with room for transactions.
pub fn roomy(chain: &mut Chain) {
	let all = configs::system::MAXIMUM_BLOCK_WEIGHT.ref_time();
	while System::block_weight().total().ref_time() > all / 2 {
		chain.next();
	}
}

/// The operators report all days that are over and have no record, each in a block of its own.
pub fn report(chain: &mut Chain, reward: Balance) {
	roomy(chain);
	while chain.record_one(reward) {
		chain.next();
	}
}

/// Goes to the next day; the operators report the one that is over.
pub fn next_day(chain: &mut Chain, reward: Balance) {
	silent_day(chain);
	report(chain, reward);
}

pub fn next_days(chain: &mut Chain, days: u32) {
	(0..days).for_each(|_| next_day(chain, REWARD))
}

pub fn go_to_day(chain: &mut Chain, day: Day) {
	next_days(chain, day - today());
	assert_eq!(today(), day);
}

// The issuer

/// What the registrar thinks of the identity of `who`.
pub fn judge(chain: &mut Chain, who: Sr25519Keyring, judgement: Judgement<Balance>) -> DispatchResult {
	let identity = BlakeTwo256::hash_of(
		&pallet_identity::IdentityOf::<Runtime>::get(id(who))
			.expect("an identity")
			.info,
	);
	chain.call(
		REGISTRAR,
		pallet_identity::Call::provide_judgement {
			reg_index: 0,
			target: id(who).into(),
			judgement,
			identity,
		},
	)
}

pub fn appoint_registrar(chain: &mut Chain) {
	chain
		.decide(pallet_identity::Call::add_registrar {
			account: id(REGISTRAR).into(),
		})
		.unwrap();
}

pub fn set_identity(chain: &mut Chain, who: Sr25519Keyring) {
	let info = IdentityInfo {
		additional: Default::default(),
		display: Data::Raw(b"Miner".to_vec().try_into().unwrap()),
		legal: Data::None,
		web: Data::None,
		riot: Data::None,
		email: Data::None,
		pgp_fingerprint: None,
		image: Data::None,
		twitter: Data::None,
	};
	chain
		.call(who, pallet_identity::Call::set_identity { info: Box::new(info) })
		.unwrap();
}

pub fn request_judgement(chain: &mut Chain, who: Sr25519Keyring) {
	chain
		.call(
			who,
			pallet_identity::Call::request_judgement {
				reg_index: 0,
				max_fee: 0,
			},
		)
		.unwrap();
}

/// Gives `who` an identity that the registrar has judged.
pub fn identify(chain: &mut Chain, who: Sr25519Keyring) {
	set_identity(chain, who);
	request_judgement(chain, who);
	judge(chain, who, Judgement::KnownGood).unwrap();
}

/// On day 1 of the development chain: Dave has a judged identity, a node of 100 TiB and a million IFIL.
pub fn issuer_story(story: impl FnOnce(&mut Chain)) {
	play().run(|chain| {
		settle_in(chain);
		story(chain)
	})
}

/// The development chain, whose oracle has a record of each day by one report.
pub fn play() -> Genesis {
	Genesis::of(genesis_presets::DEVELOPMENT).one_range_a_day()
}

pub fn settle_in(chain: &mut Chain) {
	appoint_registrar(chain);
	identify(chain, ISSUER);
	chain.decide(caps(NO_CAP, NO_CAP)).unwrap();
	report_node(chain, NODE, ISSUER, ATTESTED);
	deposit_fil(chain, ISSUER, 1_000_000 * DMC);
	next_day(chain, REWARD);
}

// Products

/// Ten NFTs of a TiB at a fixed price, which start tomorrow for ten days, on sale from now until two days before the end.
pub fn listing() -> Listing {
	Listing {
		coin: FIL,
		node: NODE.into(),
		power: TIB,
		count: 10,
		start_day: today() + 1,
		term_days: 10,
		price_asset: USD,
		sale: SaleMode::Fixed { price: PRICE },
		sale_from: today(),
		sale_until: today() + 9,
		service_fee: Permill::from_percent(20),
		disclosure_hash: Hash::repeat_byte(7),
		disclosure_uri: b"ipfs://disclosure".to_vec(),
		metadata_uri: b"ipfs://metadata".to_vec(),
	}
}

/// [`listing`] for another term.
pub fn listing_of(term_days: u32) -> Listing {
	Listing {
		term_days,
		sale_until: today() + term_days - 1,
		..listing()
	}
}

/// A fee that every issuer agrees to.
pub const ANY_FEE: Permill = Permill::one();

pub fn list(chain: &mut Chain, listing: Listing) -> Result<ProductId, DispatchError> {
	let product = pallet_hashrate_nft::NextProduct::<Runtime>::get();
	chain.call(
		ISSUER,
		Call::list {
			listing,
			max_sale_fee: ANY_FEE,
		},
	)?;
	Ok(product)
}

pub fn approve(product: ProductId) -> Call<Runtime> {
	Call::approve { product }
}

/// A product that the council has approved.
pub fn approved(chain: &mut Chain, listing: Listing) -> ProductId {
	let product = list(chain, listing).expect("a product that can be listed");
	chain.decide(approve(product)).unwrap();
	product
}

/// A product of which Alice has NFT 0 and Bob NFT 1, on its first day.
pub fn running(chain: &mut Chain, term_days: u32) -> ProductId {
	let product = approved(chain, listing_of(term_days));
	assert_eq!(buy(chain, Alice, product), Ok(0));
	assert_eq!(buy(chain, Bob, product), Ok(1));
	next_day(chain, REWARD);
	assert_eq!(state(product), Some(ProductState::Active));
	product
}

pub fn state(product: ProductId) -> Option<ProductState> {
	<HashrateNft as ProductControl<AccountId>>::state(product)
}

/// The state by the record that stays.
pub fn final_state(product: ProductId) -> ProductState {
	pallet_hashrate_nft::Records::<Runtime>::get(product)
		.unwrap()
		.state
}

pub fn buy(chain: &mut Chain, who: Sr25519Keyring, product: ProductId) -> Result<Serial, DispatchError> {
	let max_price = Balance::MAX;
	chain.call(
		who,
		Call::buy {
			product,
			max_price,
			min_days: 0,
		},
	)?;
	Ok(chain
		.find_event(|event| match event {
			RuntimeEvent::HashrateNft(Event::Sold { serial, .. }) => Some(serial),
			_ => None,
		})
		.expect("an NFT was sold"))
}

pub fn pay(chain: &mut Chain, product: ProductId, amount: Balance) -> DispatchResult {
	chain.call(ISSUER, Call::pay { product, amount })
}

/// Pays, and lets the next block hand it out.
pub fn pay_out(chain: &mut Chain, product: ProductId, amount: Balance) {
	pay(chain, product, amount).unwrap();
	chain.next();
}

pub fn claim_refund(product: ProductId, serial: Serial) -> EscrowCall {
	EscrowCall::claim_refund { product, serial }
}

pub fn book(product: ProductId) -> pallet_hashrate_nft::Book {
	pallet_hashrate_nft::Books::<Runtime>::get(product).expect("a product with a book")
}

pub fn escrow(product: ProductId) -> pallet_escrow::Book<AccountId> {
	pallet_escrow::Books::<Runtime>::get(product).expect("a product in escrow")
}

pub fn reserved() -> Power {
	<HashrateNft as PowerLedger>::reserved(&node(NODE))
}

pub fn owner(product: ProductId, serial: Serial) -> Option<AccountId> {
	Nfts::owner(product, serial)
}

// Money

pub fn usdt(who: impl Into<AccountId>) -> Balance {
	asset(USDT, &who.into())
}

pub fn ifil(who: impl Into<AccountId>) -> Balance {
	asset(IFIL, &who.into())
}

/// What the last block or transaction changed of `amount`, since it was `before`.
pub fn gained(amount: impl Fn() -> Balance, act: impl FnOnce()) -> Balance {
	let before = amount();
	act();
	amount() - before
}

pub fn revenue() -> AccountId {
	adapters::RevenueAccount::get()
}

/// Smallest balances of genesis.
pub const USDT_MINIMUM: Balance = 1_000;
pub const IFIL_MINIMUM: Balance = 100_000_000_000_000;

/// Expected pay of `live` NFTs of a TiB, of which the issuer keeps 20%.
pub fn expected(live: u32, reward: Balance) -> Balance {
	(reward * Balance::from(TIB) * Balance::from(live) * 8).div_ceil(10)
}

/// 2% of a release, for the protocol.
pub fn sale_fee(gross: Balance) -> Balance {
	gross.div_ceil(50)
}

/// The protocol's arithmetic for one product of [`listing`], NFT by NFT and day by day.
pub struct Reference {
	pub end_day: Day,
	/// Price and first day.
	pub nfts: Vec<(Balance, Day)>,
	/// What each has earned.
	pub income: Vec<Balance>,
	/// What each had released of its price, rounded up at the end.
	delivered: Vec<(Delivery, Delivery)>,
	/// All releases.
	pub gross: Balance,
	/// What is left of divisions of pay.
	pub dust: Balance,
}

impl Reference {
	pub fn new(end_day: Day) -> Self {
		Self {
			end_day,
			nfts: Vec::new(),
			income: Vec::new(),
			delivered: Vec::new(),
			gross: 0,
			dust: 0,
		}
	}

	pub fn sold(&mut self, price: Balance, first_day: Day) {
		self.nfts.push((price, first_day));
		self.income.push(0);
		self.delivered.push((0, 0));
	}

	pub fn live(&self, day: Day) -> u32 {
		self.nfts.iter().filter(|(_, first)| *first <= day).count() as u32
	}

	pub fn expected(&self, day: Day, reward: Balance) -> Balance {
		expected(self.live(day), reward)
	}

	fn slices(&self, nft: usize) -> (Balance, Balance) {
		let (price, first) = self.nfts[nft];
		let days = Balance::from(self.end_day - first);
		(price / days, price % days)
	}

	/// `day` closes with `paid`. Returns what it releases.
	pub fn close(&mut self, day: Day, reward: Balance, paid: Balance) -> Balance {
		let delivery = muldiv(paid, DELIVERY_SCALE, self.expected(day, reward));
		let last = day + 1 == self.end_day;
		let live = Balance::from(self.live(day));
		let mut slices = 0;
		for nft in 0..self.nfts.len() {
			if self.nfts[nft].1 > day {
				continue;
			}
			let (slice, rest) = self.slices(nft);
			slices += slice + if last { rest } else { 0 };
			self.income[nft] += paid / live;
			self.delivered[nft].0 += delivery;
			if last {
				self.delivered[nft].1 = delivery;
			}
		}
		self.dust += paid % live;
		let gross = muldiv(slices, delivery, DELIVERY_SCALE);
		self.gross += gross;
		gross
	}

	/// What was not released of an NFT's price.
	pub fn refund(&self, nft: usize) -> Balance {
		let (slice, rest) = self.slices(nft);
		let (all, last) = self.delivered[nft];
		self.nfts[nft].0 - (slice * all + rest * last).div_ceil(DELIVERY_SCALE)
	}
}

/// floor(a x b / c).
pub fn muldiv(a: Balance, b: Balance, c: Balance) -> Balance {
	dmex_primitives::math::mul_div_floor(a, b, c).unwrap()
}

// Storage

pub type Snapshot = BTreeMap<Vec<u8>, Vec<u8>>;

/// All raw storage of some pallets.
pub fn storage_of(pallets: &[&str]) -> Snapshot {
	let mut found = Snapshot::new();
	for pallet in pallets {
		let prefix = sp_io::hashing::twox_128(pallet.as_bytes());
		let mut key = prefix.to_vec();
		while let Some(next) = sp_io::storage::next_key(&key).filter(|next| next.starts_with(&prefix)) {
			found.insert(next.clone(), sp_io::storage::get(&next).unwrap().to_vec());
			key = next;
		}
	}
	found
}

/// Products, NFTs, escrow and all assets.
pub fn market_storage() -> Snapshot {
	storage_of(&[
		"HashrateNft",
		"Escrow",
		"Nfts",
		"Assets",
		"AssetsHolder",
		"FilGateway",
	])
}

/// A transaction is refused, and changes nothing but its fee.
pub fn refused(
	chain: &mut Chain,
	who: Sr25519Keyring,
	call: impl Into<RuntimeCall>,
	error: impl Into<DispatchError>,
) {
	let (call, error) = (call.into(), error.into());
	loop {
		let (block, before) = (chain.block(), market_storage());
		assert_eq!(chain.call(who, call.clone()), Err(error), "{call:?}");
		// It waits for the next block if this one is full.
		if chain.block() == block {
			assert!(
				market_storage() == before,
				"a refused call changes storage: {call:?}"
			);
			return;
		}
	}
}

/// A decision of the council is refused when it is carried out, and changes nothing.
pub fn refused_decision(chain: &mut Chain, call: impl Into<RuntimeCall>, error: impl Into<DispatchError>) {
	let (call, error) = (call.into(), error.into());
	chain.next();
	chain.next();
	let before = market_storage();
	assert_eq!(chain.decide(call.clone()), Err(error), "{call:?}");
	assert!(
		market_storage() == before,
		"a refused call changes storage: {call:?}"
	);
}

/// Dispatches as the block would: for blocks that are too full for a transaction.
pub fn dispatch(who: Sr25519Keyring, call: impl Into<RuntimeCall>) -> DispatchResult {
	use sp_runtime::traits::Dispatchable;
	frame_support::storage::with_storage_layer(|| {
		call.into()
			.dispatch(RuntimeOrigin::signed(id(who)))
			.map(drop)
			.map_err(|error| error.error)
	})
}

/// A fact of a product's collection, or of an NFT.
pub fn attribute(product: ProductId, serial: Option<Serial>, key: &[u8]) -> Option<Vec<u8>> {
	use frame_support::traits::tokens::nonfungibles_v2::Inspect;
	<Nfts as Inspect<AccountId>>::system_attribute(&product, serial.as_ref(), key)
}
