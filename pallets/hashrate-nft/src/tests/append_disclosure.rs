use super::*;
use codec::Encode;
use sp_core::H256;

const SECOND: H256 = H256::repeat_byte(2);
const THIRD: H256 = H256::repeat_byte(3);

fn chain(previous: H256, next: H256) -> H256 {
	H256(sp_io::hashing::blake2_256(&(previous, next).encode()))
}

fn append(product: ProductId, hash: H256) {
	assert_ok!(HashrateNft::append_disclosure(
		signed(ISSUER),
		product,
		hash,
		b"ipfs://later".to_vec()
	));
}

#[test]
fn a_later_disclosure_should_be_in_force_when_the_dao_accepts_it() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		let first = chain(H256::zero(), listing().disclosure_hash);
		assert_eq!(Records::<Test>::get(product).unwrap().disclosures, first);
		append(product, SECOND);
		assert_eq!(
			events().last(),
			Some(&Event::DisclosureAppended {
				product,
				hash: SECOND
			})
		);
		assert_eq!(Records::<Test>::get(product).unwrap().disclosures, first);
		assert_ok!(HashrateNft::accept_disclosure(dao(), product, SECOND));
		let second = chain(first, SECOND);
		assert_eq!(Records::<Test>::get(product).unwrap().disclosures, second);
		assert_eq!(Disclosures::<Test>::get(product).unwrap().hash, SECOND);
		assert!(!PendingDisclosures::<Test>::contains_key(product));
		// Appended, not replaced.
		append(product, THIRD);
		assert_ok!(HashrateNft::accept_disclosure(dao(), product, THIRD));
		assert_eq!(
			Records::<Test>::get(product).unwrap().disclosures,
			chain(second, THIRD)
		);
	});
}

#[test]
fn a_refused_disclosure_should_leave_no_trace() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		let before = storage();
		append(product, SECOND);
		assert_ok!(HashrateNft::refuse_disclosure(dao(), product, SECOND));
		assert_eq!(storage(), before);
		assert_eq!(
			events().last(),
			Some(&Event::DisclosureRefused {
				product,
				hash: SECOND
			})
		);
	});
}

#[test]
fn append_disclosure_should_be_the_issuers_one_at_a_time_and_within_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		let uri = b"x".to_vec();
		assert_ok!(HashrateNft::list(signed(ISSUER), listing(), Permill::one()));
		assert_noop!(
			HashrateNft::append_disclosure(signed(ISSUER), 0, SECOND, uri.clone()),
			Error::<Test>::NotLive
		);
		assert_ok!(HashrateNft::approve(dao(), 0));
		assert_noop!(
			HashrateNft::append_disclosure(signed(STRANGER), 0, SECOND, uri.clone()),
			Error::<Test>::NotIssuer
		);
		assert_noop!(
			HashrateNft::append_disclosure(signed(ISSUER), 1, SECOND, uri.clone()),
			Error::<Test>::ProductNotFound
		);
		assert_noop!(
			HashrateNft::append_disclosure(signed(ISSUER), 0, SECOND, vec![b'x'; 257]),
			Error::<Test>::UriTooLong
		);
		append(0, SECOND);
		assert_noop!(
			HashrateNft::append_disclosure(signed(ISSUER), 0, THIRD, uri),
			Error::<Test>::DisclosurePending
		);
	});
}

#[test]
fn the_dao_should_decide_on_the_disclosure_that_it_has_seen() {
	ExtBuilder::default().build_and_execute(|| {
		let product = approved(listing());
		append(product, SECOND);
		for origin in [holders(), signed(ISSUER)] {
			assert_noop!(
				HashrateNft::accept_disclosure(origin.clone(), product, SECOND),
				DispatchError::BadOrigin
			);
			assert_noop!(
				HashrateNft::refuse_disclosure(origin, product, SECOND),
				DispatchError::BadOrigin
			);
		}
		assert_noop!(
			HashrateNft::accept_disclosure(dao(), product, THIRD),
			Error::<Test>::DisclosureNotFound
		);
		assert_noop!(
			HashrateNft::refuse_disclosure(dao(), product, THIRD),
			Error::<Test>::DisclosureNotFound
		);
		assert_noop!(
			HashrateNft::accept_disclosure(dao(), 7, SECOND),
			Error::<Test>::DisclosureNotFound
		);
	});
}
