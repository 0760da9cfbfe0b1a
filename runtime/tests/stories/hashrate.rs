//! "A miner with an on-chain identity that a registrar appointed by the DAO has judged. A provider node is bound to an issuer. Power
//! of live and approved NFTs on a node <= 95% of its attested power: one terabyte is sold once. Every product needs the approval of
//! the DAO and a bond of 5%. The NFT is minted when it is sold; the whole price goes to escrow."

use crate::{chain::*, filecoin::report_node, products::*};
use codec::Encode;
use dmex_primitives::{constants::*, hashrate::FIL, AssetKind, PowerLedger, ProductState};
use dmex_runtime::*;
use dmex_test_utils::{accesses, Accesses};
use frame_support::{storage::StoragePrefixedMap, weights::Weight};
use pallet_democracy::ReferendumInfo;
use pallet_hashrate_nft::{Call, Event, Listing, SaleMode};
use pallet_identity::Judgement;
use sp_runtime::{
	traits::{BlakeTwo256, Hash as _},
	DispatchError, Permill,
};

#[test]
fn issuer_should_have_an_identity_that_a_registrar_of_the_dao_has_judged() {
	play().run(|chain| {
		report_node(chain, NODE, ISSUER, ATTESTED);
		next_day(chain, REWARD);
		let attempt = |chain: &mut Chain| list(chain, listing());
		let stranger = Err(Error::IdentityNotJudged.into());
		assert_eq!(attempt(chain), stranger);
		// An identity alone is a name that anybody can take.
		set_identity(chain, ISSUER);
		assert_eq!(attempt(chain), stranger);
		// Nobody but a registrar can judge, and nobody but the DAO appoints one.
		assert!(judge(chain, ISSUER, Judgement::KnownGood).is_err());
		let add = pallet_identity::Call::add_registrar {
			account: id(REGISTRAR).into(),
		};
		assert_eq!(chain.call(REGISTRAR, add), Err(DispatchError::BadOrigin));
		appoint_registrar(chain);
		request_judgement(chain, ISSUER);
		assert_eq!(attempt(chain), stranger);
		for judgement in [Judgement::OutOfDate, Judgement::LowQuality, Judgement::Unknown] {
			judge(chain, ISSUER, judgement).unwrap();
			assert_eq!(attempt(chain), stranger, "{judgement:?}");
		}
		judge(chain, ISSUER, Judgement::Reasonable).unwrap();
		assert_eq!(attempt(chain), Ok(0));
		// Who changes the identity is judged anew.
		set_identity(chain, ISSUER);
		judge(chain, ISSUER, Judgement::Erroneous).unwrap();
		assert_eq!(attempt(chain), stranger);
	});
}

#[test]
fn product_should_need_four_ayes_of_the_council() {
	issuer_story(|chain| {
		let wanted = listing();
		let before = usdt(ISSUER);
		let product = list(chain, wanted.clone()).unwrap();
		// 5% of ten prices, rounded up; the first product in an asset seeds the account of escrow.
		let bond = (10 * PRICE).div_ceil(20);
		assert_eq!(before - usdt(ISSUER), bond + USDT_MINIMUM);
		assert_eq!(escrow(product).bond, bond);
		assert_eq!((state(product), reserved()), (Some(ProductState::Proposed), 0));
		assert!(chain.has_event(Event::Listed {
			product,
			issuer: id(ISSUER),
			node: node(NODE),
			power: 10 * TIB,
			bond,
			terms_hash: BlakeTwo256::hash_of(&wanted),
		}));
		// A second one has no seed to pay.
		let before = usdt(ISSUER);
		assert_eq!(list(chain, listing()), Ok(1));
		assert_eq!(before - usdt(ISSUER), bond);

		refused(chain, ISSUER, approve(product), DispatchError::BadOrigin);
		refused(chain, Alice, approve(product), DispatchError::BadOrigin);
		refused(
			chain,
			Alice,
			Call::buy {
				product,
				max_price: PRICE,
			},
			Error::NotLive,
		);
		let motion = chain.propose(Alice, approve(product)).unwrap();
		for who in [Alice, Bob, Charlie] {
			chain.vote(who, &motion, true).unwrap();
		}
		let early = pallet_collective::Error::<Runtime, frame_support::instances::Instance1>::TooEarly;
		assert_eq!(chain.close(&motion), Err(early.into()));
		assert_eq!(state(product), Some(ProductState::Proposed));
		chain.vote(Eve, &motion, true).unwrap();
		assert_eq!(chain.close(&motion), Ok(Some(Ok(()))));
		assert_eq!(
			(state(product), reserved()),
			(Some(ProductState::Approved), 10 * TIB)
		);
		assert!(chain.has_event(Event::Approved { product }));
		refused_decision(chain, approve(product), Error::NotProposed);
		refused_decision(chain, Call::reject { product }, Error::NotProposed);

		// What all its NFTs have in common is on chain for anybody who reads NFTs.
		let common: [(&[u8], Vec<u8>); 6] = [
			(b"coin", FIL.encode()),
			(b"node", NODE.encode()),
			(b"power", TIB.encode()),
			(b"start", wanted.start_day.encode()),
			(b"end", (wanted.start_day + 10).encode()),
			(b"terms", BlakeTwo256::hash_of(&wanted).encode()),
		];
		for (key, value) in common {
			assert_eq!(attribute(product, None, key), Some(value));
		}
	});
}

#[test]
fn product_that_is_rejected_or_taken_back_should_give_the_bond_back() {
	issuer_story(|chain| {
		let first = list(chain, listing()).unwrap();
		let (before, bond) = (usdt(ISSUER), escrow(first).bond);
		chain.decide(Call::reject { product: first }).unwrap();
		assert_eq!(usdt(ISSUER) - before, bond);
		assert_eq!((state(first), final_state(first)), (None, ProductState::Rejected));
		refused_decision(chain, approve(first), Error::ProductNotFound);

		let second = list(chain, listing()).unwrap();
		refused(chain, Alice, Call::cancel { product: second }, Error::NotIssuer);
		chain.call(ISSUER, Call::cancel { product: second }).unwrap();
		assert_eq!(final_state(second), ProductState::Cancelled);

		let third = approved(chain, listing());
		chain.call(ISSUER, Call::cancel { product: third }).unwrap();
		assert_eq!(
			(state(third), final_state(third)),
			(None, ProductState::Cancelled)
		);
		assert_eq!((usdt(ISSUER) - before, reserved()), (bond, 0));

		// Its buyers' money is no free loan.
		let fourth = approved(chain, listing());
		buy(chain, Alice, fourth).unwrap();
		refused(
			chain,
			ISSUER,
			Call::cancel { product: fourth },
			Error::CannotCancel,
		);
		let fifth = approved(chain, listing());
		next_day(chain, REWARD);
		refused(
			chain,
			ISSUER,
			Call::cancel { product: fifth },
			Error::CannotCancel,
		);
	});
}

#[test]
fn bad_listings_should_be_refused_each_with_its_own_error() {
	issuer_story(|chain| {
		let at = |edit: fn(&mut Listing)| {
			let mut listing = listing();
			edit(&mut listing);
			listing
		};
		type Edit = fn(&mut Listing);
		let bad: [(Edit, Error); 25] = [
			(|bad| bad.coin = 1, Error::CoinNotFound),
			(|bad| bad.power = 0, Error::ZeroPower),
			(|bad| bad.count = 0, Error::ZeroCount),
			(|bad| bad.sale = SaleMode::Fixed { price: 0 }, Error::ZeroPrice),
			(
				|bad| {
					bad.sale = SaleMode::Auction {
						reserve: 0,
						duration: 10,
					}
				},
				Error::ZeroPrice,
			),
			(
				|bad| {
					bad.sale = SaleMode::Auction {
						reserve: PRICE,
						duration: 0,
					}
				},
				Error::ZeroDuration,
			),
			(|bad| bad.term_days = 0, Error::TermOutOfRange),
			(|bad| bad.term_days = 1_279, Error::TermOutOfRange),
			(|bad| bad.start_day = 1, Error::StartInPast),
			(|bad| bad.start_day = 0, Error::StartInPast),
			(|bad| bad.start_day = u32::MAX - 5, Error::NumberOutOfRange),
			(|bad| bad.start_day = u32::MAX / 10, Error::NumberOutOfRange),
			(|bad| bad.sale_until = bad.sale_from, Error::SaleWindowOutOfRange),
			(
				|bad| (bad.sale_from, bad.sale_until) = (0, 1),
				Error::SaleWindowOutOfRange,
			),
			(
				|bad| bad.sale_until = bad.start_day + bad.term_days,
				Error::SaleWindowOutOfRange,
			),
			(
				|bad| bad.service_fee = Permill::from_parts(500_001),
				Error::ServiceFeeTooHigh,
			),
			(
				|bad| bad.price_asset = AssetKind::WithId(77),
				Error::AssetNotFound,
			),
			(|bad| bad.disclosure_uri = vec![b'u'; 257], Error::UriTooLong),
			(|bad| bad.metadata_uri = vec![b'u'; 257], Error::UriTooLong),
			(|bad| bad.node = vec![b'f'; 33], Error::NodeIdOutOfBounds),
			(|bad| bad.node = vec![], Error::NodeIdOutOfBounds),
			// Never reported, and so bound to nobody.
			(|bad| bad.node = b"f09".to_vec(), Error::NodeNotBound),
			(
				|bad| (bad.power, bad.count) = (u64::MAX / 2, 3),
				Error::NumberOutOfRange,
			),
			(
				|bad| {
					bad.sale = SaleMode::Fixed {
						price: Balance::MAX / 9,
					}
				},
				Error::NumberOutOfRange,
			),
			// 95 TiB of 100.
			(|bad| (bad.power, bad.count) = (96 * TIB, 1), Error::PowerExceeded),
		];
		for (edit, error) in bad {
			refused(chain, ISSUER, Call::list { listing: at(edit) }, error);
		}
		// Another's node.
		identify(chain, Eve);
		refused(chain, Eve, Call::list { listing: listing() }, Error::NodeNotBound);
		// The most that there can be.
		let most = at(|most| {
			(most.power, most.count, most.term_days) = (95 * TIB, 1, 1_278);
			most.service_fee = Permill::from_percent(50);
			(most.disclosure_uri, most.metadata_uri) = (vec![b'u'; 256], vec![b'u'; 256]);
		});
		assert_eq!(list(chain, most), Ok(0));
		// No bond without the money.
		let dear = at(|dear| {
			dear.sale = SaleMode::Fixed {
				price: 1_000_000_000_000_000,
			}
		});
		refused(
			chain,
			ISSUER,
			Call::list { listing: dear },
			EscrowError::InsufficientFunds,
		);
		// The oracle is silent for longer than 36 hours.
		silent_day(chain);
		chain.run(16);
		refused(
			chain,
			ISSUER,
			Call::list { listing: listing() },
			Error::OracleStale,
		);
	});
}

#[test]
fn coins_should_be_added_opened_and_closed_by_the_dao_after_seven_days() {
	issuer_story(|chain| {
		let add = || Call::<Runtime>::add_coin {
			symbol: b"BTC".to_vec(),
			unit: b"TH/s".to_vec(),
			asset: AssetKind::WithId(HBTC),
		};
		refused(chain, Alice, add(), DispatchError::BadOrigin);
		chain.decide_delayed(add()).unwrap();
		let coin = pallet_hashrate_nft::Coins::<Runtime>::get(1).unwrap();
		assert_eq!((coin.symbol.to_vec(), coin.open), (b"BTC".to_vec(), true));
		report(chain, REWARD);
		let shut = Call::set_coin_open {
			coin: FIL,
			open: false,
		};
		refused(chain, Alice, shut.clone(), DispatchError::BadOrigin);
		let waiting = list(
			chain,
			Listing {
				start_day: today() + 20,
				sale_until: today() + 20,
				..listing()
			},
		)
		.unwrap();
		assert_eq!(chain.decide_delayed(shut), Ok(()));
		report(chain, REWARD);
		refused(
			chain,
			ISSUER,
			Call::list { listing: listing() },
			Error::CoinClosed,
		);
		refused_decision(chain, approve(waiting), Error::CoinClosed);
		let other = Listing { coin: 1, ..listing() };
		refused(chain, ISSUER, Call::list { listing: other }, Error::NodeNotBound);
	});
}

#[test]
fn later_disclosures_should_be_appended_and_voted_on() {
	issuer_story(|chain| {
		let product = list(chain, listing()).unwrap();
		let (hash, uri) = (Hash::repeat_byte(9), b"ipfs://later".to_vec());
		let append = |product, hash: Hash, uri: &[u8]| Call::<Runtime>::append_disclosure {
			product,
			hash,
			uri: uri.to_vec(),
		};
		let accept = |hash| Call::<Runtime>::accept_disclosure { product, hash };
		let chained = |chain: Hash, hash: Hash| BlakeTwo256::hash_of(&(chain, hash));
		let record = || pallet_hashrate_nft::Records::<Runtime>::get(product).unwrap();
		let frozen = chained(Hash::zero(), listing().disclosure_hash);
		refused(chain, ISSUER, append(product, hash, &uri), Error::NotLive);
		chain.decide(approve(product)).unwrap();
		assert_eq!(record().disclosures, frozen);

		refused(chain, Alice, append(product, hash, &uri), Error::NotIssuer);
		refused(chain, ISSUER, append(9, hash, &uri), Error::ProductNotFound);
		refused(
			chain,
			ISSUER,
			append(product, hash, &[b'u'; 257]),
			Error::UriTooLong,
		);
		chain.call(ISSUER, append(product, hash, &uri)).unwrap();
		refused(
			chain,
			ISSUER,
			append(product, Hash::zero(), &uri),
			Error::DisclosurePending,
		);
		refused(chain, Alice, accept(hash), DispatchError::BadOrigin);
		// Nothing has changed before the vote, and the vote is on one document.
		assert_eq!(record().disclosures, frozen);
		refused_decision(chain, accept(Hash::zero()), Error::DisclosureNotFound);
		chain.decide(accept(hash)).unwrap();
		assert_eq!(record().disclosures, chained(frozen, hash));
		// What was listed stays what it was.
		assert_eq!(
			record().terms_hash,
			pallet_hashrate_nft::Products::<Runtime>::get(product)
				.unwrap()
				.facts()
				.terms_hash
		);

		let third = Hash::repeat_byte(10);
		chain.call(ISSUER, append(product, third, &uri)).unwrap();
		chain
			.decide(Call::refuse_disclosure { product, hash: third })
			.unwrap();
		assert_eq!(record().disclosures, chained(frozen, hash));
		refused_decision(chain, accept(third), Error::DisclosureNotFound);
	});
}

#[test]
fn fixed_price_sale_should_mint_nfts_and_keep_the_whole_price() {
	issuer_story(|chain| {
		let wanted = Listing {
			count: 3,
			sale_until: today() + 4,
			..listing()
		};
		let product = approved(
			chain,
			Listing {
				sale_from: today() + 1,
				..wanted.clone()
			},
		);
		let offer = |max_price| Call::<Runtime>::buy { product, max_price };
		refused(chain, Alice, offer(PRICE), Error::SaleClosed);
		next_day(chain, REWARD);
		refused(chain, Alice, offer(PRICE - 1), Error::PriceTooHigh);
		refused(chain, ISSUER, offer(PRICE), Error::IssuerCannotBuy);
		refused(
			chain,
			Alice,
			Call::buy {
				product: 7,
				max_price: PRICE,
			},
			Error::ProductNotFound,
		);
		let (alice, issuer, held) = (usdt(Alice), usdt(ISSUER), usdt(Escrow::account_id()));
		chain.call(Alice, offer(PRICE)).unwrap();
		// Bought on the first day: it earns from the next.
		assert!(chain.has_event(Event::Sold {
			product,
			serial: 0,
			buyer: id(Alice),
			price: PRICE,
			first_day: today() + 1,
		}));
		assert_eq!(
			(
				alice - usdt(Alice),
				usdt(ISSUER),
				usdt(Escrow::account_id()) - held
			),
			(PRICE, issuer, PRICE)
		);
		assert_eq!(owner(product, 0), Some(id(Alice)));
		assert_eq!(attribute(product, Some(0), b"price"), Some(PRICE.encode()));
		let terms = pallet_hashrate_nft::Records::<Runtime>::get(product)
			.unwrap()
			.terms_hash;
		let gene =
			|serial: u32| BlakeTwo256::hash_of(&(System::block_hash(0), product, serial, terms)).encode();
		assert_eq!(attribute(product, Some(0), b"gene"), Some(gene(0)));

		next_day(chain, REWARD);
		assert_eq!(buy(chain, Bob, product), Ok(1));
		assert_eq!(attribute(product, Some(1), b"gene"), Some(gene(1)));
		let statement = Escrow::nft_statement(product, 1).unwrap();
		assert_eq!((statement.first_day, statement.days), (today() + 1, 8));
		assert_eq!(reserved(), 3 * TIB);
		// What nobody has bought when the sale is over goes back to the node.
		next_day(chain, REWARD);
		next_day(chain, REWARD);
		assert_eq!(reserved(), 2 * TIB);
		refused(chain, Charlie, offer(PRICE), Error::SaleClosed);

		let product = approved(
			chain,
			Listing {
				count: 1,
				..listing()
			},
		);
		buy(chain, Alice, product).unwrap();
		refused(
			chain,
			Bob,
			Call::buy {
				product,
				max_price: PRICE,
			},
			Error::SoldOut,
		);
	});
}

/// Two products of 60 TiB each.
fn big(today: u32) -> Listing {
	Listing {
		power: 10 * TIB,
		count: 6,
		start_day: today + 3,
		..listing()
	}
}

#[test]
fn terabyte_should_be_sold_once() {
	issuer_story(|chain| {
		// Both fit while none is approved: proposals reserve nothing.
		let first = list(chain, big(today())).unwrap();
		let second = list(chain, big(today())).unwrap();
		chain.decide(approve(first)).unwrap();
		assert_eq!(reserved(), 60 * TIB);
		refused_decision(chain, approve(second), Error::PowerExceeded);
		assert_eq!(reserved(), 60 * TIB);
		// 35 TiB are left.
		let rest = |count| Listing {
			power: TIB,
			count,
			..listing()
		};
		refused(
			chain,
			ISSUER,
			Call::list { listing: rest(36) },
			Error::PowerExceeded,
		);
		let third = approved(chain, rest(35));
		assert_eq!(<HashrateNft as PowerLedger>::available(&node(NODE)), Ok(0));
		// When one is gone, the other fits.
		chain.call(ISSUER, Call::cancel { product: first }).unwrap();
		assert_eq!(reserved(), 35 * TIB);
		chain.decide(approve(second)).unwrap();
		assert_eq!(reserved(), 95 * TIB);
		buy(chain, Alice, third).unwrap();
		buy(chain, Alice, second).unwrap();
	});
}

#[test]
fn undercovered_node_should_sell_nothing_until_it_recovers() {
	issuer_story(|chain| {
		let product = approved(chain, big(today()));
		let other = list(
			chain,
			Listing {
				count: 1,
				start_day: today() + 9,
				..listing_of(20)
			},
		)
		.unwrap();
		buy(chain, Alice, product).unwrap();
		// 95% of it are less than 60 TiB.
		let least = (60 * TIB * 100).div_ceil(95);
		report_node(chain, NODE, ISSUER, least - 1);
		next_day(chain, REWARD);
		assert_eq!(<HashrateNft as PowerLedger>::available(&node(NODE)), Ok(0));
		let offer = || Call::<Runtime>::buy {
			product,
			max_price: PRICE,
		};
		refused(chain, Bob, offer(), Error::NodeUndercovered);
		refused(
			chain,
			ISSUER,
			Call::list { listing: listing() },
			Error::NodeUndercovered,
		);
		refused_decision(chain, approve(other), Error::NodeUndercovered);
		// Who has bought has bought.
		assert_eq!(owner(product, 0), Some(id(Alice)));
		report_node(chain, NODE, ISSUER, least);
		next_day(chain, REWARD);
		buy(chain, Bob, product).unwrap();
		// A record that is older than 36 hours says nothing.
		silent_day(chain);
		chain.run(16);
		refused(chain, Bob, offer(), Error::OracleStale);
		// Nor does that of a node which was bound to somebody else since.
		report_node(chain, NODE, Eve, ATTESTED);
		report(chain, REWARD);
		refused(
			chain,
			ISSUER,
			Call::list { listing: listing() },
			Error::NodeNotBound,
		);
		refused_decision(chain, approve(other), Error::NodeNotBound);
	});
}

#[test]
fn product_that_its_node_does_not_cover_should_be_cancelled_a_week_after_its_start() {
	issuer_story(|chain| {
		let issuer = usdt(ISSUER);
		let product = approved(
			chain,
			Listing {
				term_days: 20,
				start_day: today() + 2,
				..listing()
			},
		);
		let (alice, bob) = (usdt(Alice), usdt(Bob));
		buy(chain, Alice, product).unwrap();
		buy(chain, Bob, product).unwrap();
		report_node(chain, NODE, ISSUER, TIB);
		next_day(chain, REWARD);
		let start = today() + 1;
		for day in start..start + 7 {
			assert_eq!(state(product), Some(ProductState::Approved));
			go_to_day(chain, day);
			refused(chain, Eve, Call::activate { product }, Error::NodeUndercovered);
			refused(
				chain,
				ISSUER,
				Call::pay { product, amount: DMC },
				Error::NotPayable,
			);
		}
		silent_day(chain);
		assert!(chain.has_event(Event::Cancelled { product }));
		assert_eq!((final_state(product), reserved()), (ProductState::Cancelled, 0));
		// The whole bond is back, the seed of the account is not.
		assert_eq!(issuer - usdt(ISSUER), USDT_MINIMUM);
		refused(chain, Bob, claim_refund(product, 0), EscrowError::NotOwner);
		chain.call(Alice, claim_refund(product, 0)).unwrap();
		assert_eq!(usdt(Alice), alice);
		refused(chain, Alice, claim_refund(product, 0), EscrowError::UnknownNft);
		chain.call(Bob, claim_refund(product, 1)).unwrap();
		assert_eq!((usdt(Bob), state(product)), (bob, None));
		assert_eq!(usdt(Escrow::account_id()), USDT_MINIMUM);
	});
}

#[test]
fn product_should_start_late_when_its_node_covers_it_late() {
	issuer_story(|chain| {
		let start = today() + 2;
		let product = approved(
			chain,
			Listing {
				start_day: start,
				..listing()
			},
		);
		buy(chain, Alice, product).unwrap();
		report_node(chain, NODE, ISSUER, TIB);
		go_to_day(chain, start + 1);
		report_node(chain, NODE, ISSUER, ATTESTED);
		refused(chain, Eve, Call::activate { product }, Error::NodeUndercovered);
		next_day(chain, REWARD);
		chain.call(Eve, Call::activate { product }).unwrap();
		assert_eq!(state(product), Some(ProductState::Active));
		refused(chain, Eve, Call::activate { product }, Error::NotApproved);
		// Its days have run on: they are due.
		let received = gained(
			|| ifil(Alice),
			|| {
				pay_out(chain, product, 2 * expected(1, REWARD));
			},
		);
		assert_eq!(received, 2 * expected(1, REWARD));
	});
}

#[test]
fn expired_product_should_lose_every_right_in_the_same_block() {
	issuer_story(|chain| {
		let product = running(chain, 3);
		let end = book(product).end_day;
		go_to_day(chain, end - 1);
		chain.run_to(chain.days(end) - 1);
		// The last block of the last day.
		let give = |to: Sr25519Keyring| Call::<Runtime>::transfer {
			product,
			serial: 0,
			to: id(to),
		};
		chain.call(Alice, give(Charlie)).unwrap();
		chain.next();
		assert_eq!(today(), end);
		assert_eq!(dispatch(Charlie, give(Alice)), Err(Error::ProductEnded.into()));
		assert_eq!(
			dispatch(
				Bob,
				Call::buy {
					product,
					max_price: PRICE
				}
			),
			Err(Error::ProductEnded.into())
		);
		assert_eq!(
			dispatch(Bob, EscrowCall::freeze { product }),
			Err(EscrowError::ProductEnded.into())
		);
		use dmex_primitives::{CustodyState, NftCustody};
		assert_eq!(<HashrateNft as NftCustody<AccountId>>::days_left(product, 0), 0);
		for state in [CustodyState::Staked, CustodyState::Pledged] {
			assert_eq!(
				<HashrateNft as NftCustody<AccountId>>::lock(product, 0, &id(Charlie), state),
				Err(Error::ProductEnded.into())
			);
		}
		// What it earned it still gets.
		report(chain, REWARD);
		let pay_of_three_days = 3 * expected(2, REWARD);
		let charlie = gained(|| ifil(Charlie), || pay_out(chain, product, pay_of_three_days));
		assert_eq!(charlie, 3 * (expected(2, REWARD) / 2));
	});
}

/// Pays a product of two NFTs and three days to its end, and runs until it expires.
fn pay_to_the_end(chain: &mut Chain, product: u32) {
	let end = book(product).end_day;
	while today() < end {
		next_day(chain, REWARD);
		pay_out(chain, product, expected(2, REWARD));
	}
	while state(product).is_some() {
		next_day(chain, REWARD);
	}
}

#[test]
fn nothing_but_the_record_should_be_left_of_a_product_after_the_last_claim() {
	issuer_story(|chain| {
		// So that revenue can take dust.
		for asset in [IFIL, USDT] {
			let amount = if asset == IFIL { IFIL_MINIMUM } else { USDT_MINIMUM };
			chain
				.call(ISSUER, transfer_asset(asset, revenue(), amount))
				.unwrap();
		}
		// The first product in its assets leaves the seeds of two accounts behind.
		let first = running(chain, 3);
		pay_to_the_end(chain, first);
		assert_eq!(final_state(first), ProductState::Expired);

		let pallets = ["HashrateNft", "Escrow", "Nfts"];
		let before = storage_of(&pallets);
		// One that is paid, one whose issuer stops, one that never starts, one that is rejected, one taken back.
		let paid = running(chain, 3);
		pay_to_the_end(chain, paid);
		let broken = running(chain, 12);
		next_days(chain, 1);
		pay_out(chain, broken, expected(2, REWARD) + 7);
		next_days(chain, 9);
		chain.call(Eve, EscrowCall::freeze { product: broken }).unwrap();
		chain.decide(EscrowCall::terminate { product: broken }).unwrap();
		chain.run(3);
		chain.call(Alice, claim_refund(broken, 0)).unwrap();
		chain.call(Bob, claim_refund(broken, 1)).unwrap();
		let uncovered = approved(
			chain,
			Listing {
				start_day: today() + 2,
				..listing()
			},
		);
		buy(chain, Alice, uncovered).unwrap();
		report_node(chain, NODE, ISSUER, 0);
		next_days(chain, 9);
		chain.call(Alice, claim_refund(uncovered, 0)).unwrap();
		report_node(chain, NODE, ISSUER, ATTESTED);
		next_day(chain, REWARD);
		let rejected = list(chain, listing()).unwrap();
		chain.decide(Call::reject { product: rejected }).unwrap();
		let cancelled = approved(chain, listing());
		chain.call(ISSUER, Call::cancel { product: cancelled }).unwrap();
		chain.run(12);

		let mut after = storage_of(&pallets);
		let ends = [
			(paid, ProductState::Expired),
			(broken, ProductState::Terminated),
			(uncovered, ProductState::Cancelled),
			(rejected, ProductState::Rejected),
			(cancelled, ProductState::Cancelled),
		];
		for (product, end) in ends {
			assert_eq!(final_state(product), end);
			let key = pallet_hashrate_nft::Records::<Runtime>::hashed_key_for(product);
			let record = after.remove(&key).expect("the record stays");
			assert!(record.len() <= 97, "{} bytes", record.len());
		}
		let next = pallet_hashrate_nft::NextProduct::<Runtime>::hashed_key().to_vec();
		assert_eq!(
			after.insert(next.clone(), before[&next].clone()),
			Some(6u32.encode())
		);
		assert!(after == before, "{:?}", differences(&before, &after));
	});
}

/// Names of the items that differ.
fn differences(before: &Snapshot, after: &Snapshot) -> Vec<String> {
	let name = |key: &Vec<u8>| sp_core::hexdisplay::HexDisplay::from(key).to_string();
	before
		.iter()
		.filter(|(key, value)| after.get(*key) != Some(value))
		.map(|(key, _)| format!("gone or changed {}", name(key)))
		.chain(
			after
				.keys()
				.filter(|key| !before.contains_key(*key))
				.map(|key| format!("new {}", name(key))),
		)
		.collect()
}

// The DAO's table

/// Has a referendum held and won, with the oracle going on meanwhile.
fn referendum(chain: &mut Chain, call: impl Into<RuntimeCall>, mut each_day: impl FnMut(&mut Chain)) {
	roomy(chain);
	let index = chain.table(Alice, call).expect("a referendum that can be held");
	for who in [Alice, Bob, Charlie] {
		roomy(chain);
		chain.aye(who, index, 100_000 * DMC).unwrap();
	}
	while matches!(
		pallet_democracy::ReferendumInfoOf::<Runtime>::get(index),
		Some(ReferendumInfo::Ongoing(_))
	) {
		next_day(chain, REWARD);
		each_day(chain);
	}
	for _ in 0..3 {
		next_day(chain, REWARD);
		each_day(chain);
	}
}

#[test]
fn rows_1_and_5_should_be_decided_by_the_council() {
	issuer_story(|chain| {
		// Row 1 is told above; row 5 from freeze to its ends.
		let product = running(chain, 30);
		for call in [
			EscrowCall::freeze_by_decision { product },
			EscrowCall::resume { product },
			EscrowCall::terminate { product },
		] {
			refused(chain, Alice, call.clone(), DispatchError::BadOrigin);
			refused(chain, ISSUER, call, DispatchError::BadOrigin);
		}
		chain.decide(EscrowCall::freeze_by_decision { product }).unwrap();
		assert_eq!(state(product), Some(ProductState::Frozen));
		refused_decision(
			chain,
			EscrowCall::terminate { product },
			EscrowError::FrozenWithoutBreach,
		);
		chain.decide(EscrowCall::resume { product }).unwrap();
		assert_eq!(state(product), Some(ProductState::Active));
		refused_decision(chain, EscrowCall::resume { product }, EscrowError::NotFrozen);
		next_days(chain, 9);
		chain.decide(EscrowCall::freeze_by_decision { product }).unwrap();
		chain.next();
		chain.decide(EscrowCall::terminate { product }).unwrap();
		assert_eq!(final_state(product), ProductState::Terminated);
	});
}

#[test]
fn rows_1_and_5_should_be_decided_by_the_council_or_by_referendum_in_stage_two() {
	issuer_story(|chain| {
		chain.activate_community_stage();
		let soon = |today| Listing {
			start_day: today + 14,
			sale_until: today + 14,
			term_days: 60,
			..listing()
		};
		let by_referendum = list(chain, soon(today())).unwrap();
		let by_council = approved(chain, soon(today()));
		referendum(chain, approve(by_referendum), |_| {});
		assert_eq!(state(by_referendum), Some(ProductState::Approved));
		buy(chain, Alice, by_referendum).unwrap();
		buy(chain, Alice, by_council).unwrap();
		let start = book(by_referendum).pay.day;
		go_to_day(chain, start);
		assert_eq!(state(by_referendum), Some(ProductState::Active));
		let product = by_referendum;
		let pay_day = |chain: &mut Chain| {
			let _nothing_is_open_yet = pay(chain, product, expected(1, REWARD));
		};
		referendum(chain, EscrowCall::freeze_by_decision { product }, pay_day);
		assert_eq!(state(product), Some(ProductState::Frozen));
		// It would lapse before a referendum is over: the council is quicker.
		chain.decide(EscrowCall::resume { product }).unwrap();
		assert_eq!(state(product), Some(ProductState::Active));
		// In breach it does not lapse.
		next_days(chain, 12);
		chain.call(Eve, EscrowCall::freeze { product }).unwrap();
		referendum(chain, EscrowCall::terminate { product }, |_| {});
		assert_eq!(final_state(product), ProductState::Terminated);

		let product = by_council;
		if state(product) == Some(ProductState::Active) {
			chain.call(Eve, EscrowCall::freeze { product }).unwrap();
		}
		let arrears = Balance::from(today() - book(product).pay.day) * expected(1, REWARD);
		pay(chain, product, arrears).unwrap();
		referendum(chain, EscrowCall::resume { product }, |_| {});
		assert_eq!(state(product), Some(ProductState::Active));
	});
}

// Cost

/// What each block of three days touches, and its weight, in which a product of `count` NFTs is paid once.
fn measure(count: u32) -> Vec<(Accesses, Weight)> {
	let mut ext = play().build();
	let mut chain = ext.execute_with(|| {
		let mut chain = Chain::start();
		settle_in(&mut chain);
		chain.unchecked = true;
		let product = approved(
			&mut chain,
			Listing {
				power: 1,
				count: 1_000,
				..listing()
			},
		);
		for _ in 0..count {
			dispatch(
				Alice,
				Call::buy {
					product,
					max_price: PRICE,
				},
			)
			.unwrap();
		}
		next_day(&mut chain, REWARD);
		next_day(&mut chain, REWARD);
		pay(&mut chain, product, DMC).unwrap();
		chain
	});
	(0..30)
		.map(|_| {
			let (weight, touched) = accesses(&mut ext, || {
				chain.next();
				System::block_weight().total()
			});
			(touched, weight)
		})
		.collect()
}

#[test]
fn blocks_should_cost_the_same_with_ten_nfts_and_with_a_thousand() {
	let (few, half, many) = (measure(10), measure(500), measure(1_000));
	// 32 NFTs a block are paid out, until all are.
	let prefix = pallet_hashrate_nft::Nfts::<Runtime>::final_prefix();
	let paid = |block: &(Accesses, Weight)| {
		block
			.0
			.written
			.iter()
			.filter(|key| key.starts_with(&prefix))
			.count()
	};
	let all_paid = |blocks: &[(Accesses, Weight)]| blocks.iter().map(paid).collect::<Vec<_>>();
	assert_eq!(all_paid(&few)[..2], [10, 0]);
	assert_eq!(all_paid(&half)[..15], [32; 15]);
	assert_eq!(all_paid(&many)[..30], [32; 30]);
	for (half, many) in half.iter().zip(&many).take(15) {
		assert_eq!(half.0.read.len(), many.0.read.len());
		assert_eq!(half.0.written.len(), many.0.written.len());
		assert_eq!(half.1, many.1);
	}
	// What a full block of receipts costs on top is no more than a small part of a block.
	let most = configs::system::MAXIMUM_BLOCK_WEIGHT.ref_time() / 10;
	for (idle, busy) in few.iter().zip(&many).skip(1) {
		assert!(busy.1.ref_time() - idle.1.ref_time() < most);
	}
	// When everybody has his pay, blocks touch the same.
	for (few, others) in few.iter().zip(&measure(64)).skip(5) {
		assert_eq!(few.0.read.len(), others.0.read.len());
		assert_eq!(few.0.written.len(), others.0.written.len());
		assert_eq!(few.1, others.1);
	}
}
