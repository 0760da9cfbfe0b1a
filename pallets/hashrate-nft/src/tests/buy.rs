use super::*;
use codec::Encode;
use sp_core::H256;

#[test]
fn buy_should_mint_and_put_the_price_in_escrow() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		assert_ok!(HashrateNft::buy(signed(ALICE), product, 1_000, 0));
		assert_eq!(balance(usdt(), &ALICE), RICH - 1_000);
		assert_eq!(owner(product, 0), Some(ALICE));
		let deposit = MockEscrow::deposit_of(product, 0).unwrap();
		assert_eq!((deposit.price, deposit.first_day, deposit.days), (1_000, 5, 10));
		assert_eq!(
			Nfts::<Test>::get(product, 0),
			Some(Nft {
				first_day: 5,
				settled: 0,
				custody: CustodyState::Free,
				order: None
			})
		);
		assert_eq!(Cohorts::<Test>::get(product, 5).unwrap().count, 1);
		assert_eq!((book(product).minted, book(product).alive), (1, 1));
		let attribute = |key: &[u8]| {
			let key: frame_support::BoundedVec<u8, _> = key.to_vec().try_into().unwrap();
			pallet_nfts::Attribute::<Test>::get((
				product,
				Some(0),
				pallet_nfts::AttributeNamespace::Pallet,
				key,
			))
			.map(|(value, _)| value.to_vec())
		};
		let terms_hash = Records::<Test>::get(product).unwrap().terms_hash;
		let gene =
			(System::block_hash(0), product, 0u32, terms_hash).using_encoded(sp_io::hashing::blake2_256);
		assert_eq!(attribute(b"price"), Some(1_000u128.encode()));
		assert_eq!(attribute(b"gene"), Some(gene.to_vec()));
		assert_ne!(System::block_hash(0), H256::zero());
		assert_eq!(
			events().last(),
			Some(&Event::Sold {
				product,
				serial: 0,
				buyer: ALICE,
				price: 1_000,
				first_day: 5
			})
		);
	});
}

#[test]
fn genes_should_be_unique() {
	let hash = H256::repeat_byte(7);
	ExtBuilder::default().build_and_execute(|| {
		let genes = [
			HashrateNft::gene(0, 0, hash),
			HashrateNft::gene(0, 1, hash),
			HashrateNft::gene(1, 0, hash),
			HashrateNft::gene(0, 0, H256::zero()),
		];
		for (n, gene) in genes.iter().enumerate() {
			assert!(!genes[..n].contains(gene));
		}
	});
}

#[test]
fn who_buys_after_the_start_should_earn_from_the_next_day_on() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(7);
		let serial = buy(product, CAROL);
		let deposit = MockEscrow::deposit_of(product, serial).unwrap();
		assert_eq!((deposit.first_day, deposit.days), (8, 7));
		assert_eq!(Cohorts::<Test>::get(product, 8).unwrap().count, 1);
		run_to_day(13);
		let last = buy(product, CAROL);
		assert_eq!(MockEscrow::deposit_of(product, last).unwrap().days, 1);
		run_to_day(14);
		assert_noop!(
			HashrateNft::buy(signed(CAROL), product, 1_000, 0),
			Error::<Test>::SaleClosed
		);
	});
}

#[test]
fn mint_sold_should_refuse_when_no_whole_day_is_left() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(14);
		assert_noop!(
			HashrateNft::mint_sold(product, &CAROL, 1_000),
			Error::<Test>::NoDaysLeft
		);
		run_to_day(15);
		assert_noop!(
			HashrateNft::mint_sold(product, &CAROL, 1_000),
			Error::<Test>::ProductEnded
		);
	});
}

#[test]
fn buy_should_refuse_what_is_not_for_sale_to_the_caller() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
		let buy = |who, product| HashrateNft::buy(signed(who), product, 1_000, 0);
		assert_noop!(buy(ALICE, 0), Error::<Test>::NotLive);
		assert_noop!(buy(ALICE, 9), Error::<Test>::ProductNotFound);
		assert_ok!(HashrateNft::approve(dao(), 0));
		assert_noop!(
			HashrateNft::buy(signed(ALICE), 0, 999, 0),
			Error::<Test>::PriceTooHigh
		);
		assert_noop!(buy(ISSUER, 0), Error::<Test>::IssuerCannotBuy);
		let auction = approved(Listing {
			sale: SaleMode::Auction {
				reserve: 10,
				duration: 3,
			},
			sale_until: 10,
			..listing()
		});
		assert_noop!(buy(ALICE, auction), Error::<Test>::WrongSaleMode);
		let later = approved(Listing {
			sale_from: 2,
			..listing()
		});
		assert_noop!(buy(ALICE, later), Error::<Test>::SaleClosed);
		run_to_day(2);
		assert_ok!(buy(ALICE, later));
	});
}

#[test]
fn buy_should_refuse_an_nft_with_fewer_days_than_the_buyer_wants() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		let buy = |min_days| HashrateNft::buy(signed(ALICE), product, 1_000, min_days);
		assert_noop!(buy(11), Error::<Test>::TooFewDays);
		assert_ok!(buy(10));
		run_to_day(4);
		assert_ok!(buy(10));
		run_to_day(5);
		assert_noop!(buy(10), Error::<Test>::TooFewDays);
		assert_ok!(buy(9));
		// Signed before midnight, included after it.
		run_to_day(6);
		assert_noop!(buy(9), Error::<Test>::TooFewDays);
		assert_ok!(buy(8));
		assert_eq!(MockEscrow::deposit_of(product, 3).unwrap().days, 8);
	});
}

#[test]
fn buy_should_stop_when_sold_out() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(Listing {
			count: 2,
			..listing()
		});
		buy(product, ALICE);
		Books::<Test>::mutate(product, |book| book.as_mut().unwrap().lots = 1);
		assert_noop!(
			HashrateNft::buy(signed(BOB), product, 1_000, 0),
			Error::<Test>::SoldOut
		);
		Books::<Test>::mutate(product, |book| book.as_mut().unwrap().lots = 0);
		buy(product, BOB);
		assert_noop!(
			HashrateNft::buy(signed(BOB), product, 1_000, 0),
			Error::<Test>::SoldOut
		);
	});
}

#[test]
fn buy_should_stop_while_the_node_is_undercovered_or_stale() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		Attested::set([(NODE.to_vec(), 1_052)].into());
		assert_noop!(
			HashrateNft::buy(signed(BOB), product, 1_000, 0),
			Error::<Test>::NodeUndercovered
		);
		Attested::set([(NODE.to_vec(), 1_053)].into());
		NodesStale::set(true);
		assert_noop!(
			HashrateNft::buy(signed(BOB), product, 1_000, 0),
			Error::<Test>::OracleStale
		);
		NodesStale::set(false);
		buy(product, BOB);
	});
}

#[test]
fn buy_should_stop_while_the_product_is_frozen() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_ok!(HashrateNft::freeze(product));
		assert_noop!(
			HashrateNft::buy(signed(BOB), product, 1_000, 0),
			Error::<Test>::ProductFrozen
		);
	});
}

#[test]
fn unsold_power_should_be_free_when_the_sale_is_over() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(Listing {
			sale_until: 8,
			..listing()
		});
		buy(product, ALICE);
		run_to_day(8);
		assert_eq!(HashrateNft::reserved(&node(NODE)), 100);
		assert_eq!(book(product).reserved, 1);
	});
}

#[test]
fn unsold_power_should_wait_for_lots_under_the_hammer() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(Listing {
			sale_until: 8,
			..listing()
		});
		buy(product, ALICE);
		Books::<Test>::mutate(product, |book| book.as_mut().unwrap().lots = 1);
		run_to_day(8);
		assert_eq!(HashrateNft::reserved(&node(NODE)), 1_000);
		Books::<Test>::mutate(product, |book| book.as_mut().unwrap().lots = 0);
		run_to_day(9);
		assert_eq!(HashrateNft::reserved(&node(NODE)), 100);
	});
}
