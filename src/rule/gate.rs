//! Which patterns a line may match, told by its letters alone, for all of them at once.
//!
//! In: what each pattern needs. Out: for the letters of a line, the patterns whose needs it has. Example: on a
//! line without → no pattern with an arrow is tried.

use crate::text::Letters;

/// Most needs that are asked about: one bit each.
const MOST: usize = u64::BITS as usize;

/// The needs of several patterns.
#[derive(Debug, Clone)]
pub struct Gate {
    /// For each bit of [`Letters`], the needs that a letter of that bit meets.
    met: Box<[u64; Letters::BITS]>,
    /// For each pattern, what it needs.
    needs: Vec<u64>,
}

impl Gate {
    /// Takes what each pattern needs, the rarest first. Needs too many to be asked about are taken for met.
    pub fn new(patterns: &[Vec<Letters>]) -> Self {
        let mut known: Vec<Letters> = Vec::new();
        let mut needs = vec![0_u64; patterns.len()];
        let most = patterns.iter().map(Vec::len).max().unwrap_or(0);
        for n in 0..most {
            for (own, needed) in needs.iter_mut().zip(patterns) {
                let Some(need) = needed.get(n) else { continue };
                let at = known.iter().position(|k| k == need).unwrap_or_else(|| {
                    known.push(*need);
                    known.len() - 1
                });
                if at < MOST {
                    *own |= 1 << at;
                }
            }
        }
        let mut met = Box::new([0; Letters::BITS]);
        for (at, need) in known.iter().enumerate().take(MOST) {
            for bit in need.bits() {
                if let Some(of_bit) = met.get_mut(bit) {
                    *of_bit |= 1 << at;
                }
            }
        }
        Self { met, needs }
    }

    /// The numbers of the patterns that a line with these letters may match, in order.
    pub fn open(&self, letters: &Letters) -> impl Iterator<Item = usize> {
        let met = letters
            .bits()
            .fold(0, |met, bit| met | self.met.get(bit).copied().unwrap_or(0));
        let needs = self.needs.iter().enumerate();
        needs
            .filter(move |(_, needs)| *needs & !met == 0)
            .map(|(n, _)| n)
    }
}

#[cfg(test)]
mod tests {
    use super::{Gate, Letters};

    fn letters(text: &str) -> Letters {
        Letters::of(text)
    }

    #[test]
    fn all_needs_have_to_be_met() {
        let gate = Gate::new(&[
            vec![letters("→⇒"), letters("：")],
            vec![letters("目"), letters("標")],
            vec![],
        ]);
        let open = |text: &str| gate.open(&letters(text)).collect::<Vec<_>>();
        assert_eq!(open("件数：3→5"), [0, 2]);
        assert_eq!(open("件数：3⇒5の目標"), [0, 1, 2]);
        assert_eq!(open("件数3→5、目次"), [2]);
    }

    #[test]
    fn needs_beyond_the_last_bit_are_taken_for_met() {
        let many: Vec<Vec<Letters>> = ('一'..='鿿')
            .step_by(7)
            .take(100)
            .map(|c| vec![Letters::from_iter([c])])
            .collect();
        let gate = Gate::new(&many);
        for (n, c) in ('一'..='鿿').step_by(7).take(100).enumerate() {
            let open: Vec<usize> = gate.open(&Letters::from_iter([c])).collect();
            assert!(open.contains(&n), "{c}");
        }
        assert!(gate.open(&Letters::default()).count() < 100);
    }
}
