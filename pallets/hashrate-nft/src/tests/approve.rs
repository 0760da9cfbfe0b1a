use super::*;
use codec::Encode;

fn proposed() -> ProductId {
	let product = NextProduct::<Test>::get();
	assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
	product
}

fn attribute(product: ProductId, key: &[u8]) -> Option<Vec<u8>> {
	let key: frame_support::BoundedVec<u8, _> = key.to_vec().try_into().unwrap();
	pallet_nfts::Attribute::<Test>::get((product, None::<u32>, pallet_nfts::AttributeNamespace::Pallet, key))
		.map(|(value, _)| value.to_vec())
}

#[test]
fn approve_should_reserve_power_and_create_the_collection() {
	ExtBuilder::default().build_and_execute(|| {
		let product = proposed();
		assert_ok!(HashrateNft::approve(dao(), product));
		assert_eq!(state(product), Some(ProductState::Approved));
		assert_eq!(HashrateNft::reserved(&node(NODE)), 1_000);
		let book = book(product);
		assert_eq!(
			(book.reserved, book.minted, book.end_day, book.asset, book.pay.day),
			(10, 0, 15, ifil(), 5)
		);
		let collection = pallet_nfts::Collection::<Test>::get(product).unwrap();
		assert_eq!(collection.owner, HashrateNft::account());
		assert_eq!(collection.owner_deposit, 0);
		let terms_hash = Records::<Test>::get(product).unwrap().terms_hash;
		for (key, value) in [
			(&b"coin"[..], 0u16.encode()),
			(b"node", NODE.to_vec().encode()),
			(b"power", 100u64.encode()),
			(b"start", 5u32.encode()),
			(b"end", 15u32.encode()),
			(b"terms", terms_hash.encode()),
		] {
			assert_eq!(attribute(product, key), Some(value));
		}
		assert_eq!(
			pallet_nfts::CollectionMetadataOf::<Test>::get(product)
				.unwrap()
				.data
				.to_vec(),
			b"ipfs://metadata".to_vec()
		);
		assert_eq!(
			events()[1..],
			[
				Event::PowerReserved {
					node: node(NODE),
					reserved: 1_000
				},
				Event::Approved { product }
			]
		);
	});
}

#[test]
fn approve_should_be_the_daos_and_once() {
	ExtBuilder::default().build_and_execute(|| {
		let product = proposed();
		assert_noop!(
			HashrateNft::approve(signed(ISSUER), product),
			DispatchError::BadOrigin
		);
		assert_noop!(HashrateNft::approve(holders(), product), DispatchError::BadOrigin);
		assert_ok!(HashrateNft::approve(dao(), product));
		assert_noop!(HashrateNft::approve(dao(), product), Error::<Test>::NotProposed);
		assert_noop!(HashrateNft::approve(dao(), 9), Error::<Test>::ProductNotFound);
	});
}

#[test]
fn approve_should_never_sell_power_twice() {
	ExtBuilder::default().attested(2_000).build_and_execute(|| {
		// Either fits, both do not: 95% of 2,000 is 1,900.
		let (first, second) = (proposed(), proposed());
		assert_ok!(HashrateNft::approve(dao(), first));
		assert_noop!(HashrateNft::approve(dao(), second), Error::<Test>::PowerExceeded);
		assert_noop!(
			HashrateNft::list(signed(ISSUER), listing(), Permill::one()),
			Error::<Test>::PowerExceeded
		);
		Attested::set([(NODE.to_vec(), 2_106)].into());
		assert_ok!(HashrateNft::approve(dao(), second));
		assert_eq!(HashrateNft::reserved(&node(NODE)), 2_000);
	});
}

#[test]
fn approve_should_refuse_after_the_node_lost_power_or_freshness() {
	ExtBuilder::default().build_and_execute(|| {
		let (first, second) = (proposed(), proposed());
		assert_ok!(HashrateNft::approve(dao(), first));
		Attested::set([(NODE.to_vec(), 1_000)].into());
		assert_noop!(
			HashrateNft::approve(dao(), second),
			Error::<Test>::NodeUndercovered
		);
		NodesStale::set(true);
		assert_noop!(HashrateNft::approve(dao(), second), Error::<Test>::OracleStale);
		NodesStale::set(false);
		MarketFresh::set(false);
		assert_noop!(HashrateNft::approve(dao(), second), Error::<Test>::OracleStale);
	});
}

#[test]
fn approve_should_refuse_an_issuer_who_lost_identity_or_node_or_coin() {
	ExtBuilder::default().build_and_execute(|| {
		let product = proposed();
		Judged::set(vec![]);
		assert_noop!(
			HashrateNft::approve(dao(), product),
			Error::<Test>::IdentityNotJudged
		);
		Judged::set(vec![ISSUER]);
		Bound::set([(NODE.to_vec(), STRANGER)].into());
		assert_noop!(HashrateNft::approve(dao(), product), Error::<Test>::NodeNotBound);
		Bound::set([(NODE.to_vec(), ISSUER)].into());
		assert_ok!(HashrateNft::set_coin_open(holders(), FIL_COIN, false));
		assert_noop!(HashrateNft::approve(dao(), product), Error::<Test>::CoinClosed);
	});
}

#[test]
fn approve_should_refuse_what_has_started_or_can_be_sold_no_more() {
	ExtBuilder::default().build_and_execute(|| {
		let product = proposed();
		assert_ok!(HashrateNft::list(
			signed(ISSUER),
			Listing {
				sale_until: 3,
				..listing()
			},
			Permill::one()
		));
		run_to_day(3);
		assert_noop!(HashrateNft::approve(dao(), 1), Error::<Test>::SaleClosed);
		run_to_day(5);
		assert_noop!(HashrateNft::approve(dao(), product), Error::<Test>::StartInPast);
		// What was never approved can be taken back, with its bond.
		assert_ok!(HashrateNft::cancel(signed(ISSUER), product));
	});
}
