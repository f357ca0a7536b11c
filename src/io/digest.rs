//! One digest of all that a build wrote, which standard tools can make again.

use super::Outside;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{BufReader, Read};
use std::path::Path;

/// The SHA-256 of the list that `sha256sum` prints for these files of a folder: a line each, in
/// the order of the bytes of their paths.
///
/// # Errors
/// A file that cannot be read.
pub fn of_files(folder: &Path, paths: &[String]) -> Result<String, Outside> {
    let mut paths: Vec<&String> = paths.iter().collect();
    paths.sort_unstable();
    let lines: Result<Vec<String>, Outside> = paths
        .par_iter()
        .map(|path| Ok(format!("{}  {path}\n", of_file(&folder.join(path))?)))
        .collect();
    Ok(hexadecimal(&Sha256::digest(lines?.concat())))
}

fn of_file(path: &Path) -> Result<String, Outside> {
    let failed = |e: &std::io::Error| Outside::io("cannot read", path, e);
    let mut file = BufReader::new(fs::File::open(path).map_err(|e| failed(&e))?);
    let mut hash = Sha256::new();
    let mut piece = [0; 16 * 1024];
    loop {
        let count = file.read(&mut piece).map_err(|e| failed(&e))?;
        if count == 0 {
            return Ok(hexadecimal(&hash.finalize()));
        }
        hash.update(&piece[..count]);
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
