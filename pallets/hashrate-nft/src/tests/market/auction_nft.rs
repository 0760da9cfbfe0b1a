use super::*;

#[test]
fn auction_nft_should_open_an_auction() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		let id = auction(ALICE, 0, 2_000, 25);
		assert_eq!(custody(0), CustodyState::OnAuction);
		assert_eq!(
			Auctions::<Test>::get(id),
			Some(Auction {
				product: P,
				lot: Lot::Held {
					serial: 0,
					seller: ALICE,
					fee: crate::TradeFee {
						fee: Permill::from_percent(2),
						royalty: Permill::from_percent(25),
					},
				},
				asset: usdt(),
				market_epoch: 0,
				reserve: 2_000,
				end: now() + 25,
				latest_end: now() + 35,
				bid: None,
			})
		);
		assert_eq!(Agenda::<Test>::get(now() + 25, 0), Some(Due::Auction(id)));
		has(crate::Event::AuctionOpened {
			auction: id,
			product: P,
			serial: Some(0),
			seller: Some(ALICE),
			reserve: 2_000,
			end: now() + 25,
		});
		has(crate::Event::NftOnAuction {
			auction: id,
			product: P,
			serial: 0,
			offering: Offering {
				days_left: 10,
				escrow_left: 1_000,
				arrears: 0,
				price_per_tib_day: Some(2_048),
			},
		});
	});
}

#[test]
fn auction_nft_should_refuse_what_cannot_be_sold() {
	ExtBuilder::default().build_and_execute(|| {
		let auction = |who: AccountId, serial, reserve, duration, max_fee| {
			HashrateNft::auction_nft(signed(who), P, serial, reserve, duration, max_fee)
		};
		assert_noop!(
			auction(ALICE, 0, 1_000, 10, ANY_FEE),
			Error::<Test>::ProductNotFound
		);
		sold();
		assert_noop!(auction(ALICE, 5, 1_000, 10, ANY_FEE), Error::<Test>::NftNotFound);
		assert_noop!(auction(BOB, 0, 1_000, 10, ANY_FEE), Error::<Test>::NotOwner);
		assert_noop!(auction(ALICE, 0, 0, 10, ANY_FEE), Error::<Test>::ZeroPrice);
		assert_noop!(auction(ALICE, 0, 10, 10, ANY_FEE), Error::<Test>::PriceTooLow);
		assert_noop!(auction(ALICE, 0, 1_000, 0, ANY_FEE), Error::<Test>::ZeroDuration);
		assert_noop!(
			auction(ALICE, 0, 1_000, 10, Permill::from_parts(19_999)),
			Error::<Test>::FeeTooHigh
		);
		// The product ends with block 150; an extension may add a day of 10 blocks.
		let longest = 149 - 10 - now();
		assert_noop!(
			auction(ALICE, 0, 1_000, longest + 1, ANY_FEE),
			Error::<Test>::AuctionTooLong
		);
		assert_noop!(
			auction(ALICE, 0, 1_000, u32::MAX, ANY_FEE),
			Error::<Test>::AuctionTooLong
		);
		list(ALICE, 0, 1_000);
		assert_noop!(auction(ALICE, 0, 1_000, 10, ANY_FEE), Error::<Test>::NotFree);
		assert_ok!(HashrateNft::cancel_all_orders(signed(ALICE)));
		assert_ok!(auction(ALICE, 0, 1_000, longest, ANY_FEE));
		assert_noop!(auction(ALICE, 0, 1_000, 10, ANY_FEE), Error::<Test>::NotFree);
	});
}

#[test]
fn auction_nft_should_be_refused_without_a_market() {
	ExtBuilder::default().build_and_execute(|| {
		sold();
		begin();
		refused_without_market(|| HashrateNft::auction_nft(signed(ALICE), P, 0, 1_000, 10, ANY_FEE));
	});
}
