//! Commands on keys: the SDK's, but for two of them that would mislead a script or ask for more than they need.

use crate::cli::Cli;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use sc_cli::{utils, with_crypto_scheme, SubstrateCli};
use sp_core::{crypto::Ss58Codec, Pair};

/// What can be done with keys.
#[derive(Debug, clap::Subcommand)]
pub enum KeyCommand {
	/// Generate a random node key, write it to a file or stdout and write the corresponding peer-id to stderr
	GenerateNodeKey(Seen<sc_cli::GenerateNodeKeyCmd>),

	/// Generate a random account
	Generate(sc_cli::GenerateCmd),

	/// Gets a public key and a SS58 address from the provided Secret URI
	Inspect(Seen<sc_cli::InspectKeyCmd>),

	/// Load a node key from a file or stdin and print the corresponding peer-id
	InspectNodeKey(sc_cli::InspectNodeKeyCmd),

	/// Insert a key to the keystore of a node.
	Insert(sc_cli::InsertKeyCmd),
}

impl KeyCommand {
	/// Runs the command.
	pub fn run(&self, cli: &Cli) -> sc_cli::Result<()> {
		match self {
			Self::GenerateNodeKey(cmd) => generate_node_key(cmd, cli),
			Self::Generate(cmd) => cmd.run(),
			Self::Inspect(cmd) => inspect(cmd),
			Self::InspectNodeKey(cmd) => cmd.run(),
			Self::Insert(cmd) => cmd.run(cli),
		}
	}
}

/// A command of the SDK, and the command line as it was read: the command keeps a part of it to itself.
#[derive(Debug)]
pub struct Seen<C> {
	command: C,
	matches: ArgMatches,
}

impl<C: FromArgMatches> FromArgMatches for Seen<C> {
	fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
		Ok(Self {
			command: C::from_arg_matches(matches)?,
			matches: matches.clone(),
		})
	}

	fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
		*self = Self::from_arg_matches(matches)?;
		Ok(())
	}
}

impl<C: Args> Args for Seen<C> {
	fn augment_args(command: Command) -> Command {
		C::augment_args(command)
	}

	fn augment_args_for_update(command: Command) -> Command {
		C::augment_args_for_update(command)
	}
}

/// Only a key that goes into the folder of a chain needs to know which chain; the SDK asks for one always.
fn generate_node_key(seen: &Seen<sc_cli::GenerateNodeKeyCmd>, cli: &Cli) -> sc_cli::Result<()> {
	let Seen { command, matches } = seen;
	let into_chain = matches.contains_id("base_path") || matches.get_flag("default_base_path");
	let id = match &command.chain {
		None if !into_chain => String::new(),
		chain => cli
			.load_spec(chain.as_deref().unwrap_or_default())?
			.id()
			.to_owned(),
	};
	command.run(&id, &Cli::executable_name())
}

/// The SDK's command prints a line about what is no key, and succeeds.
fn inspect(seen: &Seen<sc_cli::InspectKeyCmd>) -> sc_cli::Result<()> {
	let Seen { command, matches } = seen;
	if let (Some(uri), false) = (matches.get_one::<String>("uri"), matches.get_flag("public")) {
		let uri = utils::read_uri(Some(uri))?;
		// Not shown: it may be most of a secret.
		if !with_crypto_scheme!(command.crypto_scheme.scheme, is_key(&uri)) {
			return Err(sc_cli::Error::Input(
				"this is no key: give a secret phrase or seed (with a path like //stash), an address, or a file with one of \
				them; a public key in hex needs --public"
					.into(),
			));
		}
	}
	command.run()
}

/// Whether it is what the SDK's `print_from_uri` prints. A password changes the key, not whether it is one.
fn is_key<P: Pair>(uri: &str) -> bool {
	P::from_phrase(uri, None).is_ok()
		|| P::from_string_with_seed(uri, None).is_ok()
		|| P::Public::from_string_with_version(uri).is_ok()
}
