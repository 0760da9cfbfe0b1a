//! Filecoin addresses that belong to accounts.

use crate::*;
use dmex_primitives::AccountId;
use fil_primitives::{Binding, Payload, Signature};
use frame_support::{ensure, pallet_prelude::DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_bind_sender(who: AccountId, text: &[u8], signature: Signature) -> DispatchResult {
		let address = Self::parse_address(text)?;
		let Payload::Secp256k1(key) = *address.payload() else {
			return Err(Error::<T>::NotSecp256k1.into());
		};
		let network = CustodyInfo::<T>::get().ok_or(Error::<T>::NotSetUp)?.network;
		let nonce = Senders::<T>::get(key).map_or(0, |binding| binding.nonce);
		let binding = Binding {
			address,
			network,
			account: who.clone().into(),
			genesis: Self::chain().0,
			nonce,
		};
		binding
			.verify(&signature, |signature, digest| {
				sp_io::crypto::secp256k1_ecdsa_recover(signature, digest).ok()
			})
			.map_err(|_| Error::<T>::BadBinding)?;
		let next = nonce.checked_add(1).ok_or(Error::<T>::Overflow)?;
		Senders::<T>::insert(
			key,
			SenderBinding {
				account: Some(who.clone()),
				nonce: next,
			},
		);
		Self::deposit_event(Event::SenderBound { key, who, nonce });
		Ok(())
	}

	pub(crate) fn do_unbind_sender(who: AccountId, text: &[u8]) -> DispatchResult {
		let address = Self::parse_address(text)?;
		let Payload::Secp256k1(key) = *address.payload() else {
			return Err(Error::<T>::NotSecp256k1.into());
		};
		let binding = Senders::<T>::get(key)
			.filter(|binding| binding.account.as_ref() == Some(&who))
			.ok_or(Error::<T>::NotBound)?;
		// The nonce stays, or old signatures would bind again.
		ensure!(binding.nonce > 0, Error::<T>::NotBound);
		Senders::<T>::insert(
			key,
			SenderBinding {
				account: None,
				..binding
			},
		);
		Self::deposit_event(Event::SenderUnbound { key, who });
		Ok(())
	}
}
