//! Doors that are shut: for an NFT in another hand, and those of the stock pallet.

use super::{custody, list_nft, DEAL, TWO_PERCENT};
use crate::{chain::*, products::*};
use dmex_primitives::{constants::*, CustodyState, NftCustody};
use dmex_runtime::*;
use frame_support::{assert_ok, traits::GetCallName};
use pallet_hashrate_nft::Call;
use pallet_nfts::{AttributeNamespace, Call as StockCall};
use sp_runtime::DispatchError;
use std::collections::BTreeSet;

#[test]
fn nft_in_another_hand_should_neither_move_nor_be_sold() {
	issuer_story(|chain| {
		let product = running(chain, 20);
		let lock = |who, state| <HashrateNft as NftCustody<AccountId>>::lock(product, 0, &id(who), state);
		let unlock = |state| <HashrateNft as NftCustody<AccountId>>::unlock(product, 0, state);
		assert_eq!(lock(Bob, CustodyState::Staked), Err(Error::NotOwner.into()));
		for state in [CustodyState::Free, CustodyState::Listed, CustodyState::OnAuction] {
			assert_eq!(lock(Alice, state), Err(Error::NotALock.into()));
		}
		for (state, other) in [
			(CustodyState::Staked, CustodyState::Pledged),
			(CustodyState::Pledged, CustodyState::Staked),
		] {
			assert_ok!(lock(Alice, state));
			let closed: [Call<Runtime>; 3] = [
				Call::transfer {
					product,
					serial: 0,
					to: id(Eve),
				},
				list_nft(product, 0, DEAL),
				Call::auction_nft {
					product,
					serial: 0,
					reserve: DEAL,
					duration: 8,
					max_fee: TWO_PERCENT,
				},
			];
			for call in closed {
				refused(chain, Alice, call, Error::NotFree);
			}
			assert_eq!(lock(Alice, other), Err(Error::NotFree.into()));
			assert_eq!(unlock(other), Err(Error::CustodyMismatch.into()));
			// Its pay goes on.
			next_day(chain, REWARD);
			let pay = expected(2, REWARD);
			assert_eq!(gained(|| ifil(Alice), || pay_out(chain, product, pay)), pay / 2);
			assert_ok!(unlock(state));
			assert_eq!(custody(product, 0), Some(CustodyState::Free));
		}
	});
}

#[test]
fn doors_of_the_stock_pallet_should_be_shut_to_owner_buyer_and_issuer() {
	issuer_story(|chain| {
		let product = running(chain, 20);
		next_day(chain, REWARD);
		pay(chain, product, expected(2, REWARD)).unwrap();
		let collection = product;
		let (item, key, value) = (0u32, b"key".to_vec(), b"value".to_vec());
		let key = || key.clone().try_into().unwrap();
		let value = || value.clone().try_into().unwrap();
		type Stock = pallet_nfts::Error<Runtime>;
		let dest = || id(Eve).into();
		// What would move, burn, sell or mark the NFT, for its owner.
		let locked: [(StockCall<Runtime>, Option<Stock>); 8] = [
			(
				StockCall::transfer {
					collection,
					item,
					dest: dest(),
				},
				Some(Stock::ItemLocked),
			),
			(StockCall::burn { collection, item }, Some(Stock::ItemLocked)),
			(
				StockCall::set_price {
					collection,
					item,
					price: Some(1),
					whitelisted_buyer: None,
				},
				Some(Stock::MethodDisabled),
			),
			(
				StockCall::approve_transfer {
					collection,
					item,
					delegate: dest(),
					maybe_deadline: None,
				},
				Some(Stock::MethodDisabled),
			),
			(
				StockCall::create_swap {
					offered_collection: collection,
					offered_item: item,
					desired_collection: collection,
					maybe_desired_item: Some(1),
					maybe_price: None,
					duration: 5,
				},
				Some(Stock::MethodDisabled),
			),
			(
				StockCall::set_attribute {
					collection,
					maybe_item: Some(item),
					namespace: AttributeNamespace::ItemOwner,
					key: key(),
					value: value(),
				},
				Some(Stock::MethodDisabled),
			),
			(
				StockCall::approve_item_attributes {
					collection,
					item,
					delegate: dest(),
				},
				Some(Stock::MethodDisabled),
			),
			(
				StockCall::claim_swap {
					send_collection: collection,
					send_item: item,
					receive_collection: collection,
					receive_item: 1,
					witness_price: None,
				},
				Some(Stock::MethodDisabled),
			),
		];
		let mut tried = BTreeSet::new();
		for (call, error) in locked {
			tried.insert(call.get_call_name());
			match error {
				Some(error) => refused(chain, Alice, call, error),
				None => unreachable!(),
			}
		}
		let buyer = StockCall::buy_item {
			collection,
			item,
			bid_price: DMC,
		};
		tried.insert(buyer.get_call_name());
		refused(chain, Eve, buyer, Stock::MethodDisabled);
		// What belongs to a collection's owner, for everybody: its owner has no key.
		let settings = pallet_nfts::CollectionSettings::all_enabled();
		let others: Vec<StockCall<Runtime>> = vec![
			StockCall::mint {
				collection,
				item: 9,
				mint_to: dest(),
				witness_data: None,
			},
			StockCall::force_mint {
				collection,
				item: 9,
				mint_to: dest(),
				item_config: Default::default(),
			},
			StockCall::redeposit {
				collection,
				items: vec![item],
			},
			StockCall::lock_item_transfer { collection, item },
			StockCall::unlock_item_transfer { collection, item },
			StockCall::lock_collection {
				collection,
				lock_settings: settings,
			},
			StockCall::transfer_ownership {
				collection,
				new_owner: dest(),
			},
			StockCall::set_team {
				collection,
				issuer: None,
				admin: None,
				freezer: None,
			},
			StockCall::force_collection_owner {
				collection,
				owner: dest(),
			},
			StockCall::force_collection_config {
				collection,
				config: pallet_nfts::CollectionConfig {
					settings,
					max_supply: None,
					mint_settings: Default::default(),
				},
			},
			StockCall::cancel_approval {
				collection,
				item,
				delegate: dest(),
			},
			StockCall::lock_item_properties {
				collection,
				item,
				lock_metadata: true,
				lock_attributes: true,
			},
			StockCall::set_attribute {
				collection,
				maybe_item: Some(item),
				namespace: AttributeNamespace::CollectionOwner,
				key: key(),
				value: value(),
			},
			StockCall::set_attribute {
				collection,
				maybe_item: None,
				namespace: AttributeNamespace::CollectionOwner,
				key: key(),
				value: value(),
			},
			StockCall::force_set_attribute {
				set_as: None,
				collection,
				maybe_item: Some(item),
				namespace: AttributeNamespace::Pallet,
				key: key(),
				value: value(),
			},
			StockCall::clear_attribute {
				collection,
				maybe_item: Some(item),
				namespace: AttributeNamespace::Pallet,
				key: b"gene".to_vec().try_into().unwrap(),
			},
			StockCall::set_metadata {
				collection,
				item,
				data: value_of(b"data"),
			},
			StockCall::clear_metadata { collection, item },
			StockCall::set_collection_metadata {
				collection,
				data: value_of(b"data"),
			},
			StockCall::clear_collection_metadata { collection },
			StockCall::set_collection_max_supply {
				collection,
				max_supply: 1_000,
			},
			StockCall::update_mint_settings {
				collection,
				mint_settings: Default::default(),
			},
			StockCall::destroy {
				collection,
				witness: pallet_nfts::DestroyWitness {
					item_metadatas: 0,
					item_configs: 2,
					attributes: 10,
				},
			},
			StockCall::create {
				admin: dest(),
				config: pallet_nfts::CollectionConfig {
					settings,
					max_supply: None,
					mint_settings: Default::default(),
				},
			},
		];
		tried.extend(others.iter().map(|call| call.get_call_name()));
		for who in [Alice, ISSUER, Eve] {
			for call in &others {
				let before = storage_of(&["Nfts", "HashrateNft", "Escrow"]);
				assert!(dispatch(who, call.clone()).is_err(), "{who:?} {call:?}");
				assert!(
					before == storage_of(&["Nfts", "HashrateNft", "Escrow"]),
					"{call:?}"
				);
			}
		}
		// All calls that there are, but for those that the pallet's own tests try: they take signatures of others, or no NFT.
		tried.extend([
			"cancel_item_attributes_approval",
			"cancel_swap",
			"clear_all_transfer_approvals",
			"force_create",
			"mint_pre_signed",
			"pay_tips",
			"set_accept_ownership",
			"set_attributes_pre_signed",
		]);
		let all: BTreeSet<_> = StockCall::<Runtime>::get_call_names().iter().copied().collect();
		assert_eq!(tried, all);
		// Nor do they open through a batch or a proxy, or to the council.
		let hidden = StockCall::<Runtime>::transfer {
			collection,
			item,
			dest: dest(),
		};
		refused(
			chain,
			Alice,
			batch(vec![hidden.clone().into()]),
			Stock::ItemLocked,
		);
		let no_decision = pallet_dao::Error::<Runtime>::NotADecision;
		assert_eq!(chain.propose(Alice, hidden).err(), Some(no_decision.into()));
		assert_eq!(owner(product, 0), Some(id(Alice)));
		assert_eq!(
			dispatch(Alice, Call::approve { product }),
			Err(DispatchError::BadOrigin)
		);
	});
}

fn value_of<S: frame_support::traits::Get<u32>>(data: &[u8]) -> frame_support::BoundedVec<u8, S> {
	data.to_vec().try_into().unwrap()
}
