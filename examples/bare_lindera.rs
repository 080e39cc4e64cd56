//! Tokenises every file of a folder with lindera and the embedded dictionary, and nothing else.
//!
//! In: a folder (`cargo run --release --example bare_lindera -- FOLDER`). Out: the number of tokens. It is
//! the measure that `benches/compare.sh` holds `keikaku extract` against: 令和6年度 is 令和, 6, 年度.

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("which folder?")?;
    let segmenter = Segmenter::new(Mode::Normal, keikaku_ipadic::load()?, None);
    let mut tokens = 0;
    for entry in std::fs::read_dir(folder)? {
        let text = String::from_utf8(std::fs::read(entry?.path())?)?;
        tokens += segmenter.segment(text.as_str().into())?.len();
    }
    println!("{tokens} tokens");
    Ok(())
}
