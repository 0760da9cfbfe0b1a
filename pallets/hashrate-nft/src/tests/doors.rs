//! Every door of `pallet-nfts`: none moves, burns or marks an NFT past this pallet.

use super::*;
use crate::mock::Nfts;
use frame_support::traits::tokens::nonfungibles_v2;
use pallet_nfts::{
	AttributeNamespace, CancelAttributesApprovalWitness, CollectionConfig, CollectionSettings,
	DestroyWitness, Error as NftsError, ItemConfig, ItemTip, MintSettings, PreSignedAttributes,
	PreSignedMint,
};
use sp_core::Pair;
use sp_runtime::{traits::Verify, DispatchResult, MultiSignature, MultiSigner};

type E = NftsError<Test>;

fn key<S: frame_support::traits::Get<u32>>(key: &[u8]) -> frame_support::BoundedVec<u8, S> {
	key.to_vec().try_into().unwrap()
}

/// Runs a door as its most powerful user, and checks that it is shut with an error and has changed nothing.
fn shut(result: DispatchResult, error: impl Into<DispatchError>) {
	assert_eq!(result, Err(error.into()));
}

/// A pair of NFTs of Alice and Bob with pay recorded.
fn with_pay(test: impl FnOnce(ProductId)) {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		run_to_day(6);
		pay(product, 2_000);
		let before = storage();
		let balances = (earned(&ALICE), earned(&BOB));
		frame_support::storage::with_transaction(|| {
			test(product);
			frame_support::storage::TransactionOutcome::Commit(Ok::<_, DispatchError>(()))
		})
		.unwrap();
		assert_eq!(owner(product, 0), Some(ALICE));
		assert_eq!(owner(product, 1), Some(BOB));
		assert_eq!((earned(&ALICE), earned(&BOB)), balances);
		let mut changed = storage();
		changed.retain(|key, value| before.get(key) != Some(value));
		assert_eq!(changed, Default::default());
	});
}

#[test]
fn transfer_and_delegated_transfer_should_be_shut() {
	with_pay(|p| {
		assert_noop!(Nfts::transfer(signed(ALICE), p, 0, CAROL), E::ItemLocked);
		assert_noop!(
			Nfts::approve_transfer(signed(ALICE), p, 0, CAROL, None),
			E::MethodDisabled
		);
		assert_noop!(Nfts::transfer(signed(CAROL), p, 0, CAROL), E::ItemLocked);
		assert!(Nfts::cancel_approval(signed(ALICE), p, 0, CAROL).is_err());
		assert_noop!(
			Nfts::transfer(signed(HashrateNft::account()), p, 0, CAROL),
			E::ItemLocked
		);
	});
}

#[test]
fn the_traits_of_other_pallets_should_be_shut() {
	with_pay(|p| {
		shut(
			<Nfts as nonfungibles_v2::Transfer<AccountId>>::transfer(&p, &0, &CAROL),
			E::ItemLocked,
		);
		shut(
			<Nfts as nonfungibles_v2::Mutate<AccountId, ItemConfig>>::burn(&p, &0, None),
			E::ItemLocked,
		);
		shut(
			<Nfts as nonfungibles_v2::Trading<AccountId, Balance>>::buy_item(&p, &0, &CAROL, &1),
			E::MethodDisabled,
		);
	});
}

#[test]
fn trading_should_be_shut() {
	with_pay(|p| {
		assert_noop!(
			Nfts::set_price(signed(ALICE), p, 0, Some(5), None),
			E::MethodDisabled
		);
		assert_noop!(Nfts::buy_item(signed(CAROL), p, 0, 5), E::MethodDisabled);
	});
}

#[test]
fn swaps_should_be_shut() {
	with_pay(|p| {
		assert_noop!(
			Nfts::create_swap(signed(ALICE), p, 0, p, Some(1), None, 100),
			E::MethodDisabled
		);
		assert_noop!(Nfts::claim_swap(signed(BOB), p, 1, p, 0, None), E::MethodDisabled);
		assert_noop!(Nfts::cancel_swap(signed(ALICE), p, 0), E::UnknownSwap);
	});
}

#[test]
fn minting_and_burning_should_be_shut() {
	with_pay(|p| {
		assert_noop!(Nfts::burn(signed(ALICE), p, 0), E::ItemLocked);
		assert_noop!(Nfts::burn(signed(HashrateNft::account()), p, 0), E::ItemLocked);
		for who in [ALICE, ISSUER] {
			assert_noop!(
				Nfts::mint(signed(who.clone()), p, 7, who.clone(), None),
				E::NoPermission
			);
			assert_noop!(
				Nfts::force_mint(signed(who.clone()), p, 7, who, ItemConfig::default()),
				E::NoPermission
			);
		}
	});
}

#[test]
fn signed_messages_should_be_worth_nothing() {
	let pair = sp_core::sr25519::Pair::from_seed(&[7; 32]);
	let signer = account_of(MultiSigner::from(pair.public()));
	with_pay(|p| {
		use codec::Encode;
		let mint = PreSignedMint {
			collection: p,
			item: 7,
			attributes: vec![],
			metadata: vec![],
			only_account: None,
			deadline: 100_000,
			mint_price: None,
		};
		let signature = MultiSignature::from(pair.sign(&mint.encode()));
		assert!(signature.verify(&*mint.encode(), &signer));
		assert_noop!(
			Nfts::mint_pre_signed(signed(ALICE), Box::new(mint), signature, signer.clone()),
			E::NoPermission
		);
		let attributes = PreSignedAttributes {
			collection: p,
			item: 0,
			attributes: vec![(b"k".to_vec(), b"v".to_vec())],
			namespace: AttributeNamespace::Account(signer.clone()),
			deadline: 100_000,
		};
		let signature = MultiSignature::from(pair.sign(&attributes.encode()));
		assert_noop!(
			Nfts::set_attributes_pre_signed(signed(ALICE), attributes, signature, signer.clone()),
			E::MethodDisabled
		);
	});
}

#[test]
fn attributes_and_metadata_should_be_nobodys() {
	with_pay(|p| {
		for namespace in [
			AttributeNamespace::Pallet,
			AttributeNamespace::CollectionOwner,
			AttributeNamespace::ItemOwner,
			AttributeNamespace::Account(ALICE),
		] {
			for item in [None, Some(0)] {
				assert_noop!(
					Nfts::set_attribute(
						signed(ALICE),
						p,
						item,
						namespace.clone(),
						key(b"gene"),
						key(b"mine")
					),
					E::MethodDisabled
				);
			}
		}
		// `take` before the check is undone with the call.
		let clear = pallet_nfts::Call::<Test>::clear_attribute {
			collection: p,
			maybe_item: Some(0),
			namespace: AttributeNamespace::Pallet,
			key: key(b"gene"),
		};
		use sp_runtime::traits::Dispatchable;
		assert_eq!(
			RuntimeCall::Nfts(clear)
				.dispatch(signed(ALICE))
				.unwrap_err()
				.error,
			E::NoPermission.into()
		);
		assert_noop!(
			Nfts::clear_attribute(
				signed(ALICE),
				p,
				Some(0),
				AttributeNamespace::ItemOwner,
				key(b"gene")
			),
			E::AttributeNotFound
		);
		assert_noop!(
			Nfts::approve_item_attributes(signed(ALICE), p, 0, CAROL),
			E::MethodDisabled
		);
		assert_noop!(
			Nfts::cancel_item_attributes_approval(
				signed(ALICE),
				p,
				0,
				CAROL,
				CancelAttributesApprovalWitness {
					account_attributes: 1
				}
			),
			E::MethodDisabled
		);
		assert_noop!(
			Nfts::set_metadata(signed(ALICE), p, 0, key(b"mine")),
			E::NoPermission
		);
		assert_noop!(Nfts::clear_metadata(signed(ALICE), p, 0), E::NoPermission);
		assert_noop!(
			Nfts::set_collection_metadata(signed(ISSUER), p, key(b"mine")),
			E::NoPermission
		);
		assert_noop!(
			Nfts::clear_collection_metadata(signed(ISSUER), p),
			E::NoPermission
		);
		assert_noop!(
			Nfts::force_set_attribute(
				signed(ALICE),
				None,
				p,
				Some(0),
				AttributeNamespace::Pallet,
				key(b"gene"),
				key(b"mine")
			),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn locks_should_be_nobodys() {
	with_pay(|p| {
		for who in [ALICE, ISSUER] {
			assert_noop!(
				Nfts::lock_item_transfer(signed(who.clone()), p, 0),
				E::NoPermission
			);
			assert_noop!(
				Nfts::unlock_item_transfer(signed(who.clone()), p, 0),
				E::NoPermission
			);
			assert_noop!(
				Nfts::lock_item_properties(signed(who.clone()), p, 0, true, true),
				E::NoPermission
			);
			assert_noop!(
				Nfts::lock_collection(signed(who), p, CollectionSettings::all_enabled()),
				E::NoPermission
			);
		}
	});
}

#[test]
fn collections_should_be_the_pallets_alone() {
	with_pay(|p| {
		let config = CollectionConfig {
			settings: CollectionSettings::all_enabled(),
			max_supply: None,
			mint_settings: MintSettings::default(),
		};
		let witness = DestroyWitness {
			item_metadatas: 0,
			item_configs: 2,
			attributes: 10,
		};
		assert_noop!(
			Nfts::create(signed(ALICE), ALICE, config),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Nfts::force_create(signed(ALICE), ALICE, config),
			DispatchError::BadOrigin
		);
		for who in [ALICE, ISSUER] {
			assert!(Nfts::destroy(signed(who.clone()), p, witness).is_err());
			assert_noop!(
				Nfts::transfer_ownership(signed(who.clone()), p, who.clone()),
				E::Unaccepted
			);
			assert_noop!(
				Nfts::set_team(signed(who.clone()), p, Some(who.clone()), None, None),
				E::NoPermission
			);
			assert_noop!(
				Nfts::force_collection_owner(signed(who.clone()), p, who.clone()),
				DispatchError::BadOrigin
			);
			assert_noop!(
				Nfts::force_collection_config(signed(who.clone()), p, config),
				DispatchError::BadOrigin
			);
			assert_noop!(
				Nfts::set_collection_max_supply(signed(who.clone()), p, 99),
				E::NoPermission
			);
			assert_noop!(
				Nfts::update_mint_settings(signed(who.clone()), p, MintSettings::default()),
				E::NoPermission
			);
			assert_noop!(Nfts::redeposit(signed(who), p, vec![0]), E::NoPermission);
		}
	});
}

#[test]
fn what_is_left_open_should_be_harmless() {
	ExtBuilder::default().build_and_execute(|| {
		let product = running();
		assert_ok!(Nfts::set_accept_ownership(signed(ALICE), Some(product)));
		assert_noop!(
			Nfts::transfer_ownership(signed(ALICE), product, ALICE),
			E::NoPermission
		);
		assert_ok!(Nfts::set_accept_ownership(signed(ALICE), None));
		let tip = ItemTip {
			collection: product,
			item: 0,
			receiver: BOB,
			amount: ED,
		};
		assert_ok!(Nfts::pay_tips(signed(ALICE), vec![tip].try_into().unwrap()));
		assert_ok!(Nfts::clear_all_transfer_approvals(signed(ALICE), product, 0));
		assert_eq!(owner(product, 0), Some(ALICE));
	});
}
