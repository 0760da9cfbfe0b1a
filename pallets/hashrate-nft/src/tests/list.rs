use super::*;
use codec::Encode;
use sp_core::H256;
use sp_runtime::traits::Dispatchable;

fn with(change: impl FnOnce(&mut Listing)) -> Listing {
	let mut listing = listing();
	change(&mut listing);
	listing
}

fn refused(change: impl FnOnce(&mut Listing), error: Error<Test>) {
	assert_noop!(
		HashrateNft::list(signed(ISSUER), with(change), Permill::one()),
		error
	);
}

#[test]
fn list_should_take_the_bond_and_wait_for_the_dao() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
		// 5% of 10 x 1,000.
		assert_eq!(balance(usdt(), &ISSUER), RICH - 500);
		assert_eq!(state(0), Some(ProductState::Proposed));
		let terms_hash = H256(sp_io::hashing::blake2_256(&listing().encode()));
		let record = Records::<Test>::get(0).unwrap();
		assert_eq!(
			(&record.issuer, record.terms_hash, record.state),
			(&ISSUER, terms_hash, ProductState::Proposed)
		);
		let Some(Product::Proposed(proposed)) = Products::<Test>::get(0) else {
			panic!("not proposed")
		};
		// The hash can be checked against what is stored.
		assert_eq!(proposed.facts.terms.encode(), listing().encode());
		assert_eq!(proposed.facts.terms_hash, terms_hash);
		let escrow = MockEscrow::book(0).unwrap().terms;
		assert_eq!(
			(escrow.issuer, escrow.asset, escrow.bond, escrow.sale_fee),
			(ISSUER, usdt(), 500, Permill::from_percent(2))
		);
		// Nothing is reserved before approval.
		assert_eq!(HashrateNft::reserved(&node(NODE)), 0);
		assert!(!Books::<Test>::contains_key(0) && Ticks::<Test>::iter().next().is_none());
		assert_eq!(
			events(),
			vec![Event::Listed {
				product: 0,
				issuer: ISSUER,
				node: node(NODE),
				power: 1_000,
				bond: 500,
				terms_hash
			}]
		);
		assert_eq!(NextProduct::<Test>::get(), 1);
	});
}

#[test]
fn the_bond_should_be_rounded_up() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(HashrateNft::list(
			signed(ISSUER),
			with(|l| {
				l.count = 3;
				l.sale = SaleMode::Fixed { price: 333 };
			}),
			Permill::one()
		));
		assert_eq!(MockEscrow::book(0).unwrap().terms.bond, 50);
	});
}

#[test]
fn list_should_refuse_bad_terms_each_with_its_own_error() {
	ExtBuilder::default().build_and_execute(|| {
		refused(|l| l.power = 0, Error::ZeroPower);
		refused(|l| l.count = 0, Error::ZeroCount);
		refused(|l| l.sale = SaleMode::Fixed { price: 0 }, Error::ZeroPrice);
		refused(|l| l.term_days = 0, Error::TermOutOfRange);
		refused(|l| l.term_days = 1_279, Error::TermOutOfRange);
		refused(|l| l.start_day = 0, Error::StartInPast);
		refused(
			|l| l.service_fee = Permill::from_parts(500_001),
			Error::ServiceFeeTooHigh,
		);
		refused(|l| l.coin = 1, Error::CoinNotFound);
		refused(|l| l.price_asset = AssetKind::WithId(99), Error::AssetNotFound);
		refused(|l| l.metadata_uri = vec![b'x'; 257], Error::UriTooLong);
		refused(|l| l.disclosure_uri = vec![b'x'; 257], Error::UriTooLong);
		refused(|l| l.node = vec![b'x'; 33], Error::NodeIdOutOfBounds);
		refused(|l| l.node = vec![], Error::NodeIdOutOfBounds);
		refused(|l| l.start_day = u32::MAX, Error::NumberOutOfRange);
		refused(|l| l.start_day = u32::MAX / 10, Error::NumberOutOfRange);
		refused(|l| l.power = u64::MAX, Error::NumberOutOfRange);
		refused(
			|l| l.sale = SaleMode::Fixed { price: u128::MAX / 2 },
			Error::NumberOutOfRange,
		);
	});
}

#[test]
fn list_should_refuse_a_higher_sale_fee_than_the_issuer_agrees_to() {
	ExtBuilder::default().build_and_execute(|| {
		let list = |max_sale_fee| HashrateNft::list(signed(ISSUER), listing(), max_sale_fee);
		let agreed = Permill::from_percent(2);
		assert_noop!(list(Permill::from_parts(19_999)), Error::<Test>::SaleFeeTooHigh);
		assert_ok!(list(agreed));
		// The DAO has raised it since.
		SaleFee::set(Permill::from_parts(20_001));
		assert_noop!(list(agreed), Error::<Test>::SaleFeeTooHigh);
		assert_ok!(list(Permill::from_parts(20_001)));
		let fee = |product| MockEscrow::book(product).unwrap().terms.sale_fee;
		assert_eq!([fee(0), fee(1)], [agreed, Permill::from_parts(20_001)]);
	});
}

#[test]
fn list_should_refuse_a_sale_that_leaves_no_whole_day() {
	ExtBuilder::default().build_and_execute(|| {
		let auction = |duration| SaleMode::Auction {
			reserve: 1_000,
			duration,
		};
		// Days 5 to 14: who buys on day 13 earns day 14.
		refused(|l| l.sale_until = 15, Error::SaleWindowOutOfRange);
		refused(|l| l.sale_until = 0, Error::SaleWindowOutOfRange);
		refused(|l| l.sale_from = 14, Error::SaleWindowOutOfRange);
		refused(|l| l.sale = auction(0), Error::ZeroDuration);
		// A lot opened on day 10 ends on day 11, may be extended into day 12 and be processed late.
		refused(
			|l| {
				l.sale_until = 12;
				l.sale = auction(10);
			},
			Error::SaleWindowOutOfRange,
		);
		assert_ok!(HashrateNft::list(
			signed(ISSUER),
			with(|l| {
				l.sale_until = 11;
				l.sale = auction(9);
			}),
			Permill::one()
		));
		run_to_day(4);
		refused(|l| l.sale_until = 4, Error::SaleWindowOutOfRange);
	});
}

#[test]
fn list_should_refuse_who_may_not_issue() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			HashrateNft::list(signed(ALICE), listing(), Permill::one()),
			Error::<Test>::IdentityNotJudged
		);
		assert_noop!(
			HashrateNft::list(signed(STRANGER), listing(), Permill::one()),
			Error::<Test>::NodeNotBound
		);
		refused(|l| l.node = b"f09999".to_vec(), Error::NodeNotBound);
		assert_ok!(HashrateNft::set_coin_open(holders(), FIL_COIN, false));
		refused(|_| {}, Error::CoinClosed);
	});
}

#[test]
fn list_should_need_a_fresh_oracle_and_unsold_power() {
	ExtBuilder::default().attested(1_052).build_and_execute(|| {
		// 95% of 1,052 is 999.4.
		refused(|_| {}, Error::PowerExceeded);
		Attested::set([(NODE.to_vec(), 1_053)].into());
		MarketFresh::set(false);
		refused(|_| {}, Error::OracleStale);
		MarketFresh::set(true);
		NodesStale::set(true);
		refused(|_| {}, Error::OracleStale);
		NodesStale::set(false);
		Bound::set([(b"f0new".to_vec(), ISSUER)].into());
		refused(|l| l.node = b"f0new".to_vec(), Error::NodeUnknown);
		Bound::set([(NODE.to_vec(), ISSUER)].into());
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
	});
}

#[test]
fn list_should_fail_without_the_bond() {
	ExtBuilder::default().build_and_execute(|| {
		Bound::set([(NODE.to_vec(), POOR)].into());
		Judged::mutate(|judged| judged.push(POOR));
		let call = RuntimeCall::HashrateNft(crate::Call::list {
			listing: listing(),
			max_sale_fee: Permill::one(),
		});
		let before = storage();
		assert!(call.dispatch(signed(POOR)).is_err());
		assert_eq!(storage(), before);
	});
}
