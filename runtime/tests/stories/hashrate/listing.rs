//! Listing: who may, what is refused, the council's approval, coins and disclosures.

use crate::{chain::*, filecoin::report_node, products::*};
use codec::Encode;
use dmex_primitives::{constants::*, hashrate::FIL, AssetKind, ProductState};
use dmex_runtime::*;
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
				min_days: 0,
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
			refused(
				chain,
				ISSUER,
				Call::list {
					listing: at(edit),
					max_sale_fee: ANY_FEE,
				},
				error,
			);
		}
		// Another's node.
		identify(chain, Eve);
		refused(
			chain,
			Eve,
			Call::list {
				listing: listing(),
				max_sale_fee: ANY_FEE,
			},
			Error::NodeNotBound,
		);
		// Less than the sale fee of 2%.
		refused(
			chain,
			ISSUER,
			Call::list {
				listing: listing(),
				max_sale_fee: Permill::from_parts(19_999),
			},
			Error::SaleFeeTooHigh,
		);
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
			Call::list {
				listing: dear,
				max_sale_fee: ANY_FEE,
			},
			EscrowError::InsufficientFunds,
		);
		// The oracle is silent for longer than 36 hours.
		silent_day(chain);
		chain.run(16);
		refused(
			chain,
			ISSUER,
			Call::list {
				listing: listing(),
				max_sale_fee: ANY_FEE,
			},
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
			Call::list {
				listing: listing(),
				max_sale_fee: ANY_FEE,
			},
			Error::CoinClosed,
		);
		refused_decision(chain, approve(waiting), Error::CoinClosed);
		let other = Listing { coin: 1, ..listing() };
		refused(
			chain,
			ISSUER,
			Call::list {
				listing: other,
				max_sale_fee: ANY_FEE,
			},
			Error::NodeNotBound,
		);
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
