//! Random histories of several products and many hands: list, buy, bid, pay, skip a day, freeze, resume, terminate, transfer, claim,
//! expire. After each step every invariant of the pallets holds, and all money is accounted for to the unit.

use crate::{chain::*, filecoin::*, products::*};
use dmex_primitives::{constants::*, AssetKind, Balance, ProductState};
use dmex_runtime::*;
use frame_support::traits::fungibles::{Inspect, InspectHold};
use pallet_hashrate_nft::{Call, Listing, Nft, SaleMode, Wants};
use sp_runtime::{DispatchResult, Permill};
use std::collections::BTreeMap;

/// xorshift64*: the same history on every machine.
struct Dice(u64);

impl Dice {
	fn roll(&mut self) -> u64 {
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
	}

	fn below(&mut self, end: u64) -> u64 {
		self.roll() % end
	}

	fn amount(&mut self, most: Balance) -> Balance {
		let wide = u128::from(self.roll()) << 48 | u128::from(self.roll());
		wide % most.max(1)
	}

	fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
		&all[self.below(all.len() as u64) as usize]
	}
}

const HANDS: [Sr25519Keyring; 5] = [Alice, Bob, Charlie, Eve, Ferdie];

/// What came in and went out, by the events of all blocks.
#[derive(Default)]
struct Ledger {
	/// Prices paid into escrow, per product.
	deposited: BTreeMap<u32, Balance>,
	released: BTreeMap<u32, Balance>,
	refunded: BTreeMap<u32, Balance>,
	/// Escrow's dust.
	dust: BTreeMap<u32, Balance>,
	/// Pay of products.
	income: BTreeMap<u32, Balance>,
	handed_out: BTreeMap<u32, Balance>,
	pay_dust: BTreeMap<u32, Balance>,
	/// Bonds: taken, topped up, given back or slashed.
	bonds: BTreeMap<u32, Balance>,
	/// Bonds that were slashed, and what of them was shared.
	slashed: BTreeMap<u32, Balance>,
	shared: BTreeMap<u32, Balance>,
	/// Kinds of events that the history has seen.
	seen: BTreeMap<&'static str, u32>,
	/// Events of the open block that were read.
	read: usize,
	block: BlockNumber,
}

impl Ledger {
	/// Books the events since the last look. A block that was left is lost: look before the next one begins.
	fn look(&mut self) {
		if System::block_number() != self.block {
			(self.block, self.read) = (System::block_number(), 0);
		}
		let events = System::events();
		for record in &events[self.read..] {
			match &record.event {
				RuntimeEvent::Escrow(event) => self.escrow(event),
				RuntimeEvent::HashrateNft(event) => self.products(event),
				RuntimeEvent::FilGateway(event) => self.gateway(event),
				_ => {}
			}
		}
		self.read = events.len();
	}

	fn count(&mut self, what: &'static str) {
		*self.seen.entry(what).or_default() += 1;
	}

	fn gateway(&mut self, event: &GatewayEvent<Runtime>) {
		match event {
			GatewayEvent::Minted { target, .. } => self.count(match target {
				pallet_fil_gateway::Target::Product(_) => "paid by memo",
				_ => "deposited",
			}),
			GatewayEvent::Suspended { .. } => self.count("suspended"),
			_ => {}
		}
	}

	fn escrow(&mut self, event: &pallet_escrow::Event<Runtime>) {
		use pallet_escrow::Event::*;
		let add = |book: &mut BTreeMap<u32, Balance>, product: &u32, amount: Balance| {
			*book.entry(*product).or_default() += amount
		};
		match event {
			BookOpened { product, bond, .. } => add(&mut self.bonds, product, *bond),
			Deposited { product, price, .. } => add(&mut self.deposited, product, *price),
			Released {
				product,
				gross,
				fee,
				bond,
				paid,
				..
			}
			| WithheldReleased {
				product,
				gross,
				fee,
				bond,
				paid,
			} => {
				assert_eq!(*gross, fee + bond + paid);
				assert_eq!(*fee, sale_fee(*gross));
				add(&mut self.released, product, *gross);
				add(&mut self.bonds, product, *bond);
				self.count("released");
			}
			Withheld { .. } => self.count("withheld"),
			Frozen { lapses, .. } => self.count(if lapses.is_some() {
				"frozen by decision"
			} else {
				"frozen"
			}),
			Unfrozen { lapsed, .. } => self.count(if *lapsed { "lapsed" } else { "unfrozen" }),
			Resumed { struck_days, .. } => {
				self.count("resumed");
				if *struck_days > 0 {
					self.count("struck");
				}
			}
			Terminated {
				product,
				refundable,
				slashed,
			} => {
				assert_eq!(*refundable, self.deposited_left(product));
				assert_eq!(self.bonds.remove(product), Some(*slashed));
				add(&mut self.slashed, product, *slashed);
				self.count("terminated");
			}
			Cancelled {
				product,
				refundable,
				bond,
			}
			| Expired {
				product,
				refundable,
				bond,
			} => {
				assert_eq!(*refundable, self.deposited_left(product));
				assert_eq!(self.bonds.remove(product), Some(*bond));
				self.count(if matches!(event, Expired { .. }) {
					"expired"
				} else {
					"cancelled"
				});
			}
			RefundClaimed {
				product,
				refund,
				bond_share,
				..
			} => {
				add(&mut self.refunded, product, *refund);
				add(&mut self.shared, product, *bond_share);
				self.count("refunded");
			}
			BookClosed { product, dust } => {
				add(&mut self.dust, product, *dust);
				self.count("closed");
			}
			_ => {}
		}
	}

	fn products(&mut self, event: &pallet_hashrate_nft::Event<Runtime>) {
		use pallet_hashrate_nft::Event::*;
		let add = |book: &mut BTreeMap<u32, Balance>, product: &u32, amount: Balance| {
			*book.entry(*product).or_default() += amount
		};
		match event {
			Paid { product, amount, .. } => add(&mut self.income, product, *amount),
			IncomePaid { product, amount, .. } => {
				add(&mut self.handed_out, product, *amount);
				self.count("income");
			}
			ProductClosed { product, dust } => add(&mut self.pay_dust, product, *dust),
			DayClosed { expected, paid, .. } => {
				self.count(if paid < expected { "short day" } else { "full day" })
			}
			Sold { .. } => self.count("sold"),
			Traded { .. } => self.count("traded"),
			Moved { .. } => self.count("moved"),
			AuctionSold { .. } => self.count("auction sold"),
			AuctionVoided { .. } => self.count("auction voided"),
			OfferAccepted { .. } => self.count("offer accepted"),
			OfferClosed { .. } => self.count("offer closed"),
			CreditBooked { .. } => self.count("credit"),
			Burnt { .. } => self.count("burnt"),
			_ => {}
		}
	}

	fn of(book: &BTreeMap<u32, Balance>, product: &u32) -> Balance {
		book.get(product).copied().unwrap_or_default()
	}

	fn deposited_left(&self, product: &u32) -> Balance {
		Self::of(&self.deposited, product) - Self::of(&self.released, product)
	}

	/// Escrow in = released (fees included) + refunded + refundable; income in = handed out + claimable + prepaid + dust.
	fn balance(&self) {
		let (mut in_escrow, mut in_pay) = (0, 0);
		for product in 0..pallet_hashrate_nft::NextProduct::<Runtime>::get() {
			let of = |book| Self::of(book, &product);
			let left = self.deposited_left(&product) - of(&self.refunded);
			let bond = of(&self.bonds) + of(&self.slashed) - of(&self.shared);
			match pallet_escrow::Books::<Runtime>::get(product) {
				Some(book) => {
					let held = book.held().unwrap();
					assert_eq!(held, left + bond, "product {product}");
					let nfts: Balance = pallet_escrow::Deposits::<Runtime>::iter_keys()
						.filter(|(of, _)| *of == product)
						.map(|(_, serial)| {
							<Escrow as dmex_primitives::Escrow<AccountId>>::remaining(product, serial)
						})
						.sum();
					let over = matches!(book.stage, pallet_escrow::Stage::Over(_));
					let owed = if over { held } else { left };
					assert!(nfts <= owed, "product {product} owes {nfts} of {owed}");
					let dust = Balance::from(2 * book.sold + book.closed_days + 1);
					assert!(owed - nfts <= dust, "product {product}: {owed}, {nfts}");
					in_escrow += held;
				}
				None => assert_eq!(left + bond, of(&self.dust), "product {product}"),
			}
			let unpaid = of(&self.income) - of(&self.handed_out);
			match pallet_hashrate_nft::Books::<Runtime>::get(product) {
				Some(book) => {
					let due: Balance = pallet_hashrate_nft::Nfts::<Runtime>::iter_prefix(product)
						.map(|(_, nft)| income_due(product, &book, &nft))
						.sum();
					let open = book.pay.paid - book.pay.share * Balance::from(book.pay.live);
					assert_eq!(unpaid, due + open + book.prepaid + book.dust, "product {product}");
					let days = Balance::from(book.closed_days + 2);
					assert!(book.dust <= days * Balance::from(book.minted), "{}", book.dust);
					in_pay += unpaid;
				}
				None => assert_eq!(unpaid, of(&self.pay_dust), "product {product}"),
			}
		}
		// The accounts have exactly what is booked: nothing is given to them by the way.
		let usdt = |who: &AccountId| asset(USDT, who);
		let waiting: Balance = pallet_escrow::RevenueDue::<Runtime>::iter_values().sum();
		let credits = pallet_escrow::CreditTotals::<Runtime>::get(USD).unwrap_or_default();
		let seed = if pallet_escrow::Seeded::<Runtime>::contains_key(USD) {
			USDT_MINIMUM
		} else {
			0
		};
		assert_eq!(usdt(&Escrow::account_id()), in_escrow + waiting + credits + seed);
		let fil = AssetKind::WithId(IFIL);
		let credits = pallet_hashrate_nft::CreditTotals::<Runtime>::get(&fil);
		let listed: Balance = pallet_hashrate_nft::Credits::<Runtime>::iter_prefix_values(&fil).sum();
		assert_eq!(credits, listed);
		let dust = pallet_hashrate_nft::Dust::<Runtime>::get(&fil);
		let seed = if pallet_hashrate_nft::Seeded::<Runtime>::contains_key(&fil) {
			IFIL_MINIMUM
		} else {
			0
		};
		assert_eq!(ifil(HashrateNft::account()), in_pay + credits + dust + seed);
		// Money only moves: USDT are what genesis gave, held ones included.
		let all = |id: AssetId| -> Balance {
			pallet_assets::Account::<Runtime, frame_support::instances::Instance1>::iter_prefix(id)
				.map(|(who, account)| {
					let held = <AssetsHolder as InspectHold<AccountId>>::total_balance_on_hold(id, &who);
					account.balance + held
				})
				.sum()
		};
		for id in [USDT, IFIL] {
			assert_eq!(all(id), Assets::total_issuance(id), "asset {id}");
		}
	}
}

fn income_due(product: u32, book: &pallet_hashrate_nft::Book, nft: &Nft) -> Balance {
	if nft.settled > 0 {
		return book.acc - nft.settled;
	}
	match pallet_hashrate_nft::Cohorts::<Runtime>::get(product, nft.first_day)
		.expect("the cohort of an NFT")
		.begun
	{
		Some(begun) => book.acc - begun.acc,
		None => 0,
	}
}

/// A history under way.
struct History<'a> {
	chain: &'a mut Chain,
	dice: Dice,
	ledger: Ledger,
	/// Calls that did what they were to do, of all.
	done: (u32, u32),
	/// Whether the issuer pays at all.
	honest: bool,
}

impl History<'_> {
	fn next(&mut self) {
		self.ledger.look();
		self.chain.next();
		self.ledger.look();
		self.ledger.balance();
	}

	fn roomy(&mut self) {
		let all = configs::system::MAXIMUM_BLOCK_WEIGHT.ref_time();
		while System::block_weight().total().ref_time() > all / 2 {
			self.next();
		}
	}

	fn call(&mut self, who: Sr25519Keyring, call: impl Into<RuntimeCall>) -> DispatchResult {
		self.roomy();
		let block = self.chain.block();
		let outcome = self.chain.call(who, call);
		assert_eq!(self.chain.block(), block);
		self.done.1 += 1;
		self.done.0 += u32::from(outcome.is_ok());
		self.ledger.look();
		outcome
	}

	fn decide(&mut self, call: impl Into<RuntimeCall>) -> DispatchResult {
		let call = call.into();
		self.roomy();
		let motion = self.chain.propose(COUNCIL[0], call).expect("a motion");
		let mut council: Vec<_> = Dao::council();
		council.truncate(4);
		for who in council {
			let who = Sr25519Keyring::from_account_id(&who).unwrap();
			self.roomy();
			self.chain.vote(who, &motion, true).unwrap();
		}
		self.roomy();
		let outcome = self
			.chain
			.close(&motion)
			.unwrap()
			.expect("a motion that is approved");
		self.ledger.look();
		outcome
	}

	fn day(&mut self, speaks: bool) {
		let next = self.chain.days(today() + 1);
		while self.chain.block() < next {
			self.next();
		}
		if speaks {
			let reward = REWARD + self.dice.amount(REWARD);
			loop {
				self.roomy();
				if !self.chain.record_one(reward) {
					break;
				}
				self.next();
			}
			self.ledger.look();
		}
	}

	/// What happened on Filecoin is reported.
	fn report_range(&mut self) {
		self.roomy();
		let block = self.chain.block();
		self.chain.report_range();
		assert_eq!(self.chain.block(), block);
		self.ledger.look();
	}

	fn products(&self) -> Vec<u32> {
		let mut all: Vec<_> = pallet_hashrate_nft::Products::<Runtime>::iter_keys().collect();
		all.sort();
		all
	}

	/// Some NFT and its owner.
	fn nft(&mut self) -> Option<(u32, u32, Sr25519Keyring)> {
		let mut all: Vec<_> = pallet_hashrate_nft::Nfts::<Runtime>::iter_keys().collect();
		all.sort();
		if all.is_empty() {
			return None;
		}
		let (product, serial) = *self.dice.one_of(&all);
		let owner = owner(product, serial).expect("an NFT has an owner");
		Some((product, serial, Sr25519Keyring::from_account_id(&owner).unwrap()))
	}

	fn list(&mut self) {
		if self.products().len() >= 4 {
			return;
		}
		let price = PRICE + self.dice.amount(PRICE);
		let sale = if self.dice.below(3) == 0 {
			SaleMode::Auction {
				reserve: price,
				duration: 4,
			}
		} else {
			SaleMode::Fixed { price }
		};
		let term_days = 16 + self.dice.below(20) as u32;
		let listing = Listing {
			power: 1 + self.dice.below(2 * TIB),
			count: 6,
			sale,
			start_day: today() + 1 + self.dice.below(2) as u32,
			sale_until: today() + 8,
			service_fee: Permill::from_parts(self.dice.below(500_000) as u32),
			..listing_of(term_days)
		};
		self.roomy();
		if let Ok(product) = list(self.chain, listing) {
			self.ledger.look();
			if self.dice.below(8) == 0 {
				let _cancelled = self.call(ISSUER, Call::cancel { product });
			} else {
				let _approved = self.decide(approve(product));
			}
		}
	}

	/// A day's pay of some product, or part of it, or more; by the issuer, or straight from Filecoin.
	fn pay(&mut self, product: u32) {
		let Some(book) = pallet_hashrate_nft::Books::<Runtime>::get(product) else {
			return;
		};
		let due = book
			.pay
			.expected
			.map(|expected| expected - book.pay.paid)
			.unwrap_or(REWARD * Balance::from(book.power) * Balance::from(book.alive.max(1)));
		let amount = match self.dice.below(6) {
			0 => 1,
			1 => due * 9 / 10,
			2 => 3 * due,
			3 => due.max(MINIMUM_AMOUNT),
			_ => due,
		};
		if amount >= MINIMUM_AMOUNT {
			self.chain.filecoin.send(amount, Some(Memo::Product { product }));
			self.report_range();
			return;
		}
		let _paid = self.call(ISSUER, Call::pay { product, amount });
	}

	/// The issuer of a frozen product makes good: up to the freeze, after which the council resumes it, or each day until anyone
	/// may unfreeze it.
	fn rescue(&mut self) {
		let frozen =
			self.products().into_iter().find_map(
				|product| match pallet_hashrate_nft::Products::<Runtime>::get(product) {
					Some(pallet_hashrate_nft::Product::Frozen(frozen)) => Some((product, frozen.since)),
					_ => None,
				},
			);
		let Some((product, since)) = frozen else {
			return;
		};
		let is_behind = |until| state(product) == Some(ProductState::Frozen) && book(product).pay.day < until;
		if self.dice.below(2) == 0 {
			self.day(true);
			for _ in 0..30 {
				if is_behind(since) {
					let _paid = self.pay_exactly(product);
				}
			}
			(0..3).for_each(|_| self.day(true));
			let _resumed = self.decide(EscrowCall::resume { product });
		} else {
			for _ in 0..10 {
				self.day(true);
				for _ in 0..30 {
					if is_behind(today()) {
						let _paid = self.pay_exactly(product);
					}
				}
			}
			let _unfrozen = self.call(Bob, EscrowCall::unfreeze { product });
		}
	}

	/// What the oldest open day lacks, or a unit if its record was not looked at.
	fn pay_exactly(&mut self, product: u32) -> DispatchResult {
		let pay = book(product).pay;
		let amount = pay
			.expected
			.map(|expected| expected - pay.paid)
			.unwrap_or(1)
			.max(1);
		self.call(ISSUER, Call::pay { product, amount })
	}

	/// Puts an NFT of the product up for auction, and bids on it.
	fn auction_in(&mut self, product: u32) {
		let mut serials: Vec<_> = pallet_hashrate_nft::Nfts::<Runtime>::iter_key_prefix(product).collect();
		serials.sort();
		let Some(serial) = serials.first().copied() else {
			return;
		};
		let seller = owner(product, serial).expect("an NFT has an owner");
		let seller = Sr25519Keyring::from_account_id(&seller).unwrap();
		let auction = pallet_hashrate_nft::NextAuction::<Runtime>::get();
		let up = self.call(
			seller,
			Call::auction_nft {
				product,
				serial,
				reserve: PRICE,
				duration: 20,
				max_fee: Permill::one(),
			},
		);
		if up.is_ok() {
			let bidder = *HANDS.iter().find(|hand| **hand != seller).unwrap();
			let _bid = self.call(
				bidder,
				Call::bid {
					auction,
					amount: PRICE,
				},
			);
		}
	}

	/// Freezes what is in breach, now and then.
	fn watch(&mut self) {
		for product in self.products() {
			let conduct = <Escrow as dmex_primitives::Escrow<AccountId>>::conduct(product);
			if conduct.breach && self.dice.below(2) == 0 {
				self.auction_in(product);
				let _frozen = self.call(Eve, EscrowCall::freeze { product });
			}
		}
	}

	/// One step of some hand.
	fn step(&mut self) {
		let who = *self.dice.one_of(&HANDS);
		let other = *self.dice.one_of(&HANDS);
		let products = self.products();
		let product = if products.is_empty() {
			0
		} else {
			*self.dice.one_of(&products)
		};
		let nft = self.nft();
		let price = PRICE + self.dice.amount(PRICE);
		let max_fee = Permill::one();
		let _outcome = match self.dice.below(36) {
			0 | 1 => {
				self.list();
				Ok(())
			}
			2..=5 => self.call(
				who,
				Call::buy {
					product,
					max_price: Balance::MAX,
				},
			),
			6 => self.call(
				who,
				Call::open_lot {
					product,
					amount: 2 * price,
				},
			),
			7 | 8 => {
				let mut open: Vec<_> = pallet_hashrate_nft::Auctions::<Runtime>::iter().collect();
				open.sort_by_key(|(id, _)| *id);
				match open.is_empty() {
					true => Ok(()),
					false => {
						let (auction, data) = self.dice.one_of(&open).clone();
						let amount = data.next_bid().unwrap();
						self.call(who, Call::bid { auction, amount })
					}
				}
			}
			9..=13 => {
				if self.honest {
					self.pay(product);
				}
				Ok(())
			}
			14 => self.call(who, Call::advance { product }),
			15 => self.call(who, Call::distribute { product, max: 3 }),
			16 => self.call(who, EscrowCall::freeze { product }),
			17 => self.call(who, EscrowCall::unfreeze { product }),
			18 => self.call(who, EscrowCall::terminate_idle { product }),
			19 => {
				let call = match self.dice.below(5) {
					0 => EscrowCall::terminate { product },
					1 | 2 => EscrowCall::resume { product },
					_ => EscrowCall::freeze_by_decision { product },
				};
				self.decide(call)
			}
			20 | 34 => {
				self.rescue();
				Ok(())
			}
			21 => {
				self.honest = !self.honest;
				Ok(())
			}
			35 => {
				let amount = MINIMUM_AMOUNT + self.dice.amount(FIL);
				self.chain.filecoin.send(amount, to(who));
				self.report_range();
				Ok(())
			}
			kind => {
				let Some((product, serial, owner)) = nft else {
					return;
				};
				match kind {
					22 => self.call(
						owner,
						Call::transfer {
							product,
							serial,
							to: id(other),
						},
					),
					23 => self.call(owner, Call::claim { product, serial }),
					24 | 25 => self.call(owner, claim_refund(product, serial)),
					26 | 27 => self.call(
						owner,
						Call::list_nft {
							product,
							serial,
							price,
							max_fee,
						},
					),
					28 | 29 => self.call(
						who,
						Call::buy_listed {
							product,
							serial,
							max_price: Balance::MAX,
							wants: None,
						},
					),
					30 => self.call(
						owner,
						Call::auction_nft {
							product,
							serial,
							reserve: price,
							duration: 5,
							max_fee,
						},
					),
					31 => {
						let expiry = self.chain.block() + 1 + self.dice.below(40) as u32;
						let any = self.dice.below(2) == 0;
						let wants = Wants {
							min_escrow: self.dice.amount(PRICE),
							max_arrears: self.dice.below(4) as u32,
						};
						let made = self.call(
							who,
							Call::make_offer {
								product,
								serial: (!any).then_some(serial),
								price,
								expiry,
								wants,
							},
						);
						// Some owners do not think twice.
						if made.is_ok() && self.dice.below(2) == 0 {
							let offer = pallet_hashrate_nft::NextOffer::<Runtime>::get() - 1;
							let _accepted = self.call(owner, Call::accept_offer { offer, serial });
						}
						made
					}
					32 => {
						let mut open: Vec<_> = pallet_hashrate_nft::Offers::<Runtime>::iter().collect();
						open.sort_by_key(|(id, _)| *id);
						match open.is_empty() {
							true => Ok(()),
							false => {
								let (offer, data) = self.dice.one_of(&open).clone();
								let mut serials: Vec<_> =
									pallet_hashrate_nft::Nfts::<Runtime>::iter_key_prefix(data.product)
										.collect();
								serials.sort();
								let serial = match data.serial {
									Some(serial) => serial,
									None if serials.is_empty() => serial,
									None => *self.dice.one_of(&serials),
								};
								let owner = crate::products::owner(data.product, serial)
									.and_then(|owner| Sr25519Keyring::from_account_id(&owner))
									.unwrap_or(owner);
								self.call(owner, Call::accept_offer { offer, serial })
							}
						}
					}
					_ => self.call(who, Call::cancel_all_orders {}),
				}
			}
		};
		self.ledger.look();
		check_invariants();
		self.ledger.balance();
	}

	/// Lets everything run out, and everybody take what is theirs.
	fn wind_up(&mut self) {
		self.honest = true;
		for day in 0.. {
			assert!(day < 120, "{:?} are never over", self.products());
			self.day(true);
			for product in self.products() {
				match state(product) {
					Some(ProductState::Proposed) => {
						self.decide(Call::reject { product }).unwrap();
					}
					Some(ProductState::Frozen) => {
						let _made_good = self.call(Alice, EscrowCall::unfreeze { product });
						let _decided = self.call(Alice, EscrowCall::terminate_idle { product });
					}
					_ => {}
				}
			}
			let mut nfts: Vec<_> = pallet_hashrate_nft::Nfts::<Runtime>::iter_keys().collect();
			nfts.sort();
			for (product, serial) in nfts {
				if let Some(owner) = owner(product, serial) {
					let owner = Sr25519Keyring::from_account_id(&owner).unwrap();
					let _early = self.call(owner, claim_refund(product, serial));
				}
			}
			if self.products().is_empty() {
				break;
			}
		}
	}
}

fn tell(seed: u64, steps: u32) -> BTreeMap<&'static str, u32> {
	let mut seen = BTreeMap::new();
	issuer_story(|chain| {
		let mut history = History {
			chain,
			dice: Dice(seed),
			ledger: Ledger::default(),
			done: (0, 0),
			honest: true,
		};
		for _ in 0..steps {
			history.step();
			match history.dice.below(12) {
				0 | 1 => {
					history.day(true);
					history.watch();
				}
				2 if history.dice.below(4) == 0 => history.day(false),
				3..=5 => history.next(),
				_ => {}
			}
		}
		let (done, all) = history.done;
		history.wind_up();
		// All orders have gone with their products; what was held is free.
		for who in HANDS {
			assert_eq!(
				<AssetsHolder as InspectHold<AccountId>>::total_balance_on_hold(USDT, &id(who)),
				0
			);
		}
		assert_eq!(reserved(), 0);
		// Nothing is left but records, seeds, counters, and what could not be paid out.
		use pallet_hashrate_nft::*;
		let left = [
			Products::<Runtime>::iter_keys().count(),
			Books::<Runtime>::iter_keys().count(),
			Cohorts::<Runtime>::iter_keys().count(),
			Nfts::<Runtime>::iter_keys().count(),
			Auctions::<Runtime>::iter_keys().count(),
			Offers::<Runtime>::iter_keys().count(),
			OffersOf::<Runtime>::iter_keys().count(),
			Ticks::<Runtime>::iter_keys().count(),
			Receipts::<Runtime>::iter_keys().count(),
			pallet_escrow::Books::<Runtime>::iter_keys().count(),
			pallet_escrow::Cohorts::<Runtime>::iter_keys().count(),
			pallet_escrow::Deposits::<Runtime>::iter_keys().count(),
			pallet_nfts::Collection::<Runtime>::iter_keys().count(),
			pallet_nfts::Item::<Runtime>::iter_keys().count(),
			pallet_nfts::Attribute::<Runtime>::iter_keys().count(),
		];
		assert_eq!(left, [0; 15]);
		println!("seed {seed}: {done} of {all} calls, {:?}", history.ledger.seen);
		seen = core::mem::take(&mut history.ledger.seen);
	});
	seen
}

#[test]
fn money_should_be_accounted_for_in_random_histories() {
	let mut seen = BTreeMap::<_, u32>::new();
	for seed in [3_636, 77, 20_261_123, 5] {
		for (what, count) in tell(seed, 500) {
			*seen.entry(what).or_default() += count;
		}
	}
	// They have been everywhere.
	for what in [
		"released",
		"withheld",
		"frozen",
		"frozen by decision",
		"lapsed",
		"unfrozen",
		"resumed",
		"struck",
		"terminated",
		"expired",
		"refunded",
		"closed",
		"income",
		"short day",
		"full day",
		"sold",
		"traded",
		"moved",
		"auction sold",
		"auction voided",
		"offer accepted",
		"offer closed",
		"burnt",
		"deposited",
		"paid by memo",
	] {
		assert!(seen.contains_key(what), "no history has: {what}; {seen:?}");
	}
}
