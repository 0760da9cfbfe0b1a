//! Commands on keys: the SDK's, but for two of them that would mislead a script or ask for more than they need.

use crate::cli::Cli;
use clap::{ArgMatches, Command, FromArgMatches, Subcommand};
use sc_cli::{utils, with_crypto_scheme, KeySubcommand, SubstrateCli};
use sp_core::{crypto::Ss58Codec, Pair};

/// A command of the SDK, and the command line as it was read: the command keeps a part of it to itself.
#[derive(Debug)]
pub struct KeyCommand {
	command: KeySubcommand,
	matches: ArgMatches,
}

impl FromArgMatches for KeyCommand {
	fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
		Ok(Self {
			command: KeySubcommand::from_arg_matches(matches)?,
			matches: matches
				.subcommand()
				.map(|(_, matches)| matches.clone())
				.unwrap_or_default(),
		})
	}

	fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
		*self = Self::from_arg_matches(matches)?;
		Ok(())
	}
}

impl Subcommand for KeyCommand {
	fn augment_subcommands(command: Command) -> Command {
		KeySubcommand::augment_subcommands(command)
	}

	fn augment_subcommands_for_update(command: Command) -> Command {
		KeySubcommand::augment_subcommands_for_update(command)
	}

	fn has_subcommand(name: &str) -> bool {
		KeySubcommand::has_subcommand(name)
	}
}

impl KeyCommand {
	/// Runs the command.
	pub fn run(&self, cli: &Cli) -> sc_cli::Result<()> {
		let matches = &self.matches;
		match &self.command {
			// Only a key that goes into the folder of a chain needs to know which; the SDK asks for one always.
			KeySubcommand::GenerateNodeKey(command) if command.chain.is_none() && !into_folder(matches) => {
				return command.run("", &Cli::executable_name());
			}
			// The SDK prints a line about what is no key, and succeeds.
			KeySubcommand::Inspect(command) if !matches.get_flag("public") => {
				if let Some(uri) = given(matches, "uri")? {
					if !with_crypto_scheme!(command.crypto_scheme.scheme, is_key(&uri)) {
						return Err(sc_cli::Error::Input(NO_KEY.into()));
					}
				}
			}
			KeySubcommand::Insert(_) => {
				given(matches, "suri")?;
			}
			_ => (),
		}
		self.command.run(cli)
	}
}

/// What was given is not shown: it may be most of a secret.
const NO_KEY: &str = "this is no key: give a secret phrase or seed (with a path like //stash), an address, or a file with one of \
	them; a public key in hex needs --public";

/// The secret that was given, itself or by the name of its file; `None` if it is to be typed in. An empty one is refused: the SDK takes
/// it for the development phrase, which a file that was never filled must not become.
fn given(matches: &ArgMatches, argument: &str) -> sc_cli::Result<Option<String>> {
	let Some(uri) = matches.get_one::<String>(argument) else {
		return Ok(None);
	};
	let uri = utils::read_uri(Some(uri))?;
	if uri.is_empty() {
		return Err(sc_cli::Error::Input(NO_KEY.into()));
	}
	Ok(Some(uri))
}

/// Whether a node key is to be saved where a node finds it.
fn into_folder(matches: &ArgMatches) -> bool {
	matches.contains_id("base_path") || matches.get_flag("default_base_path")
}

/// Whether it is what the SDK's `print_from_uri` prints. A password changes the key, not whether it is one.
fn is_key<P: Pair>(uri: &str) -> bool {
	P::from_phrase(uri, None).is_ok()
		|| P::from_string_with_seed(uri, None).is_ok()
		|| P::Public::from_string_with_version(uri).is_ok()
}
