//! A history under way: what hands do at random, told until all has run out.

use super::{ledger::Ledger, Dice};
use crate::{chain::*, filecoin::*, products::*};
use dmex_primitives::{constants::*, ProductState};
use dmex_runtime::*;
use frame_support::traits::fungibles::InspectHold;
use pallet_hashrate_nft::{Call, Listing, SaleMode, Wants};
use sp_runtime::{DispatchResult, Permill};
use std::collections::BTreeMap;

const HANDS: [Sr25519Keyring; 5] = [Alice, Bob, Charlie, Eve, Ferdie];

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
					min_days: 0,
				},
			),
			6 => self.call(
				who,
				Call::open_lot {
					product,
					amount: 2 * price,
					min_days: 0,
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
							min_days: 0,
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

pub(super) fn tell(seed: u64, steps: u32) -> BTreeMap<&'static str, u32> {
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
