//! The books of a history: what came in and went out, which must balance.

use crate::{chain::asset, filecoin::GatewayEvent, products::*};
use dmex_primitives::{constants::*, AssetKind};
use dmex_runtime::*;
use frame_support::traits::fungibles::{Inspect, InspectHold};
use pallet_hashrate_nft::Nft;
use std::collections::BTreeMap;

/// What came in and went out, by the events of all blocks.
#[derive(Default)]
pub(super) struct Ledger {
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
	pub(super) seen: BTreeMap<&'static str, u32>,
	/// Events of the open block that were read.
	read: usize,
	block: BlockNumber,
}

impl Ledger {
	/// Books the events since the last look. A block that was left is lost: look before the next one begins.
	pub(super) fn look(&mut self) {
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
	pub(super) fn balance(&self) {
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
