//! The Merkle tree of RFC 6962 section 2.1: its growing edge, its root, and the two standard proofs.

use crate::hash::Hash;

/// The right edge of a tree that only grows: the roots of its complete subtrees, largest first. All that is
/// needed to add a leaf and to know the root, whatever the size.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Frontier {
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds the hash of the next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                hash = Hash::node(left, hash);
            }
        }
        self.roots.push(hash);
        self.size += 1;
    }

    /// The tree's root; for an empty tree the hash of nothing, as RFC 6962 has it.
    pub fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev();
        match roots.next() {
            None => Hash::of(b""),
            Some(last) => roots.fold(*last, |right, left| Hash::node(*left, right)),
        }
    }

    /// The roots of the subtrees one after another, for storage beside the size.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.roots.iter().flat_map(|hash| hash.0).collect()
    }

    /// Reads what [`Frontier::to_bytes`] wrote. `None` if the bytes do not belong to a tree of this size.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Option<Frontier> {
        let roots: Vec<Hash> = bytes.chunks(32).map(Hash::from_slice).collect::<Option<_>>()?;
        (roots.len() == size.count_ones() as usize).then_some(Frontier { size, roots })
    }
}

/// The root over a list of leaf hashes.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut tree = Frontier::default();
    leaves.iter().for_each(|leaf| tree.push(*leaf));
    tree.root()
}

/// RFC 6962 section 2.1.1: the path that proves that leaf `index` is in the tree over `leaves`.
pub fn inclusion_proof(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, sibling) = if index < left.len() {
        (inclusion_proof(index, left), root(right))
    } else {
        (inclusion_proof(index - left.len(), right), root(left))
    };
    path.push(sibling);
    path
}

/// RFC 6962 section 2.1.2: proves that the tree over the first `old` leaves is a beginning of the tree over all.
pub fn consistency_proof(old: usize, leaves: &[Hash]) -> Vec<Hash> {
    fn sub(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
        if old == leaves.len() {
            return if whole { Vec::new() } else { vec![root(leaves)] };
        }
        let (left, right) = leaves.split_at(split(leaves.len()));
        let (mut path, sibling) = if old <= left.len() {
            (sub(old, left, whole), root(right))
        } else {
            (sub(old - left.len(), right, false), root(left))
        };
        path.push(sibling);
        path
    }
    if old == 0 || old > leaves.len() { Vec::new() } else { sub(old, leaves, true) }
}

/// Checks an inclusion proof (RFC 9162 section 2.1.3.2).
pub fn includes(root: Hash, size: u64, index: u64, leaf: Hash, proof: &[Hash]) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = Hash::node(*sibling, hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = Hash::node(hash, *sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == root
}

/// Checks a consistency proof (RFC 9162 section 2.1.4.2).
pub fn extends(old: (u64, Hash), new: (u64, Hash), proof: &[Hash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == new_size {
        return old_root == new_root && proof.is_empty();
    }
    if old_size == 0 || old_size > new_size {
        return old_size == 0 && proof.is_empty();
    }
    let mut steps = proof.iter().copied();
    let (mut node, mut last) = (old_size - 1, new_size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let seed = if old_size.is_power_of_two() { Some(old_root) } else { steps.next() };
    let Some(seed) = seed else { return false };
    let (mut from_old, mut from_new) = (seed, seed);
    for step in steps {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            from_old = Hash::node(step, from_old);
            from_new = Hash::node(step, from_new);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            from_new = Hash::node(from_new, step);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && from_old == old_root && from_new == new_root
}

/// The size of the left subtree: the largest power of two smaller than `size`.
fn split(size: usize) -> usize {
    size.next_power_of_two() / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(count: usize) -> Vec<Hash> {
        (0..count).map(|n| Hash::leaf(&n.to_be_bytes())).collect()
    }

    /// The definition of RFC 6962 section 2.1, word for word, to compare with.
    fn definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::of(b""),
            [only] => *only,
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                Hash::node(definition(left), definition(right))
            }
        }
    }

    #[test]
    fn the_growing_edge_has_the_root_of_the_definition() {
        for size in 0..70 {
            assert_eq!(root(&leaves(size)), definition(&leaves(size)), "size {size}");
        }
    }

    #[test]
    fn known_roots_of_the_certificate_transparency_test_tree() {
        let inputs = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let leaves: Vec<Hash> = inputs.iter().map(|h| Hash::leaf(&hex::decode(h).unwrap())).collect();
        assert_eq!(root(&leaves).hex(), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        assert_eq!(
            root(&leaves[..1]).hex(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }

    #[test]
    fn an_edge_survives_storage() {
        for size in 0..40 {
            let mut tree = Frontier::default();
            leaves(size).into_iter().for_each(|leaf| tree.push(leaf));
            assert_eq!(Frontier::from_bytes(size as u64, &tree.to_bytes()), Some(tree.clone()));
            assert_eq!(Frontier::from_bytes(size as u64 + 1, &tree.to_bytes()).filter(|t| *t == tree), None);
        }
    }

    #[test]
    fn every_leaf_is_proved_and_no_other_leaf_is() {
        for size in 1..20_usize {
            let all = leaves(size);
            let top = root(&all);
            for index in 0..size {
                let proof = inclusion_proof(index, &all);
                assert!(includes(top, size as u64, index as u64, all[index], &proof));
                assert!(!includes(top, size as u64, index as u64, Hash::of(b"other"), &proof));
                let elsewhere = (index as u64 + 1) % size as u64;
                assert!(size == 1 || !includes(top, size as u64, elsewhere, all[index], &proof));
            }
        }
    }

    #[test]
    fn growth_is_proved_and_rewriting_is_not() {
        for new in 1..20_usize {
            let all = leaves(new);
            for old in 1..=new {
                let proof = consistency_proof(old, &all);
                let before = (old as u64, root(&all[..old]));
                assert!(extends(before, (new as u64, root(&all)), &proof), "{old} {new}");
                let mut rewritten = all.clone();
                rewritten[0] = Hash::of(b"rewritten");
                let after = (new as u64, root(&rewritten));
                assert!(!extends(before, after, &consistency_proof(old, &rewritten)));
            }
        }
    }
}
