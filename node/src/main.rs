//! The DMEX node.

use std::process::ExitCode;

fn main() -> ExitCode {
	match dmex_cli::run(env!("SUBSTRATE_CLI_IMPL_VERSION")) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
