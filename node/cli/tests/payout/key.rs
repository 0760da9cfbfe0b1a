use super::message::{message, KEY_ADDRESS, SECRET};
use dmex_cli::payout::key::{permission_warning, SigningKey};
use fil_primitives::{Address, Network};
use std::fs;

/// What `lotus wallet export` prints of [`SECRET`].
const EXPORTED: &str = "7b2254797065223a22736563703235366b31222c22507269766174654b6579223a226b54502f4557663568484e674b74783157556d6d6d68524d7136375639526152676e5733707344656d44453d227d";

#[test]
fn all_forms_should_give_the_same_address() {
	let json = r#"{"Type":"secp256k1","PrivateKey":"kTP/EWf5hHNgKtx1WUmmmhRMq67V9RaRgnW3psDemDE="}"#;
	let padded = format!("\n {EXPORTED}\n");
	let hex = format!("0x{SECRET}");
	let upper = SECRET.to_uppercase();
	for text in [EXPORTED, json, &padded, SECRET, &hex, &upper] {
		let key = SigningKey::parse(text).unwrap();
		assert_eq!(key.address().to_text(Network::Main), KEY_ADDRESS);
	}
}

#[test]
fn other_files_should_be_refused_without_showing_them() {
	let bls = hex(br#"{"Type":"bls","PrivateKey":"kTP/EWf5hHNgKtx1WUmmhRTKuu1fUWkYJ1t6bA3pgxA="}"#);
	let short = hex(br#"{"Type":"secp256k1","PrivateKey":"a1A="}"#);
	let untyped = hex(br#"{"PrivateKey":"kTP/"}"#);
	for text in [
		"",
		"0x",
		&SECRET[2..],
		"zz",
		&bls,
		&short,
		&untyped,
		"{}",
		&"00".repeat(32),
		&"ff".repeat(32),
		&"11".repeat(33),
	] {
		let error = SigningKey::parse(text).unwrap_err();
		assert!(!error.contains("kTP") && !error.contains(&SECRET[..8]), "{error}");
	}
	assert!(SigningKey::parse(&bls).unwrap_err().contains("secp256k1"));
	assert!(!format!("{:?}", SigningKey::parse(SECRET).unwrap()).contains(&SECRET[..8]));
}

#[test]
fn signatures_should_be_of_own_messages_only() {
	let key = SigningKey::parse(SECRET).unwrap();
	let mut message = message();
	let signature = key.sign(&message).unwrap();
	assert_eq!(
		hex(&signature.0),
		"018ef57a2a93cea7aa7912b84b34ffe6961f34e272f195aafecd632601844f7c11d3386643c769cf8764c8b23cba1508402ea492a08cdc589fbeed8a812a579f00"
	);
	message.from = Address::from_id(2_000).unwrap();
	assert_eq!(key.sign(&message), None);
}

#[cfg(unix)]
#[test]
fn keys_that_others_can_read_should_be_warned_of() {
	use std::os::unix::fs::PermissionsExt;
	let path = std::env::temp_dir().join(format!("dmex-{}-signer.key", std::process::id()));
	fs::write(&path, SECRET).unwrap();
	let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
	mode(0o600);
	assert_eq!(permission_warning(&path), None);
	mode(0o640);
	let warning = permission_warning(&path).unwrap();
	assert!(warning.contains("640") && !warning.contains(&SECRET[..8]));
	assert!(SigningKey::read(&path).is_ok());
	fs::write(&path, "0".repeat(5_000)).unwrap();
	assert!(SigningKey::read(&path).unwrap_err().contains("too long"));
	fs::remove_file(&path).unwrap();
	assert!(SigningKey::read(&path).unwrap_err().contains("signer.key"));
}

fn hex(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
