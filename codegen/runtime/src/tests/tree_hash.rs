//! Tree hashes, against values of an implementation in another language.

use crate::runtime::tree_hash::tree_hash;

#[test]
fn trees_of_every_form() {
    let mebibyte = 1024 * 1024;
    let table = [
        (
            0,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        (
            1,
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        ),
        (
            mebibyte,
            "631b84027d6b9e52b539c4e8373622d23032dfadc64d60af87339c9037e4f769",
        ),
        (
            mebibyte + 1,
            "a9c574ce937d2371daf87cdd0e75396b096d7f74a66c764e4c656bd12b2e7bf9",
        ),
        (
            2 * mebibyte + 1,
            "3123aa01ebcf47b74ddc6f0efd82c0e6680203b476c4d20c26a0c60a5b4a8181",
        ),
        (
            5 * mebibyte,
            "1eccd0ca741241ce114bde6d24a8de044ccee139ef6651bec9006d2f558751ef",
        ),
    ];
    for (length, expected) in table {
        let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        let hash = tree_hash(&bytes);
        let shown: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(shown, expected, "{length}");
    }
}
