use super::*;

#[test]
fn genesis_should_know_fil() {
	ExtBuilder::default().build_and_execute(|| {
		let fil = Coins::<Test>::get(0).unwrap();
		assert_eq!(
			(fil.symbol.to_vec(), fil.unit.to_vec(), fil.asset, fil.open),
			(b"FIL".to_vec(), b"GiB".to_vec(), ifil(), true)
		);
		assert_eq!(NextCoin::<Test>::get(), 1);
	});
}

#[test]
#[should_panic(expected = "hashrateNft.coins: \"\"")]
fn genesis_should_refuse_a_coin_without_a_name() {
	let mut builder = ExtBuilder::default();
	builder.nft.coins = vec![("".into(), "GiB".into(), ifil())];
	builder.build();
}

#[test]
fn add_coin_should_open_a_coin_to_listings() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(HashrateNft::add_coin(
			holders(),
			b"BTC".to_vec(),
			b"TH/s".to_vec(),
			usdt()
		));
		assert_eq!(
			events(),
			vec![Event::CoinAdded {
				coin: 1,
				asset: usdt()
			}]
		);
		let product = approved(Listing { coin: 1, ..listing() });
		assert_eq!(book(product).asset, usdt());
	});
}

#[test]
fn add_coin_should_refuse_bad_names_and_assets() {
	ExtBuilder::default().build_and_execute(|| {
		let add = |symbol: &[u8], unit: &[u8], asset| {
			HashrateNft::add_coin(holders(), symbol.to_vec(), unit.to_vec(), asset)
		};
		assert_noop!(
			HashrateNft::add_coin(dao(), b"BTC".to_vec(), b"TH/s".to_vec(), usdt()),
			DispatchError::BadOrigin
		);
		assert_noop!(add(b"", b"TH/s", usdt()), Error::<Test>::SymbolOutOfBounds);
		assert_noop!(
			add(b"BTC", b"12345678901234567", usdt()),
			Error::<Test>::SymbolOutOfBounds
		);
		assert_noop!(
			add(b"BTC", b"TH/s", AssetKind::WithId(99)),
			Error::<Test>::AssetNotFound
		);
		NextCoin::<Test>::put(u16::MAX);
		assert_noop!(add(b"BTC", b"TH/s", usdt()), Error::<Test>::IdsExhausted);
	});
}

#[test]
fn set_coin_open_should_not_touch_products_that_run() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		assert_noop!(
			HashrateNft::set_coin_open(signed(ALICE), 0, false),
			DispatchError::BadOrigin
		);
		assert_noop!(
			HashrateNft::set_coin_open(holders(), 1, false),
			Error::<Test>::CoinNotFound
		);
		assert_ok!(HashrateNft::set_coin_open(holders(), 0, false));
		assert_eq!(
			events().last(),
			Some(&Event::CoinOpenSet { coin: 0, open: false })
		);
		buy(product, ALICE);
		assert_ok!(HashrateNft::set_coin_open(holders(), 0, true));
		approved(listing());
	});
}
