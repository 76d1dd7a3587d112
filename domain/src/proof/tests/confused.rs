//! Our own list of wrong words.

use std::collections::BTreeSet;

use super::*;

#[test]
fn every_pair_is_found_in_its_example_and_nothing_is_found_when_it_is_mended() {
    let confusions = confusions();
    assert!(confusions.len() >= 1_300, "{}", confusions.len());
    let mut wrong_words = BTreeSet::new();
    for one in confusions {
        assert!(wrong_words.insert(one.wrong), "{} stands twice", one.wrong);
        assert_ne!(one.wrong, one.right);
        let expected = format!("错别字 {}→{}", one.wrong, one.right);
        let findings = read(one.example);
        assert_eq!(in_short(&findings), [expected], "{}", one.example);
        assert!(findings[0].explanation.contains(one.right), "{}", findings[0].explanation);
        let mended = mended(one.example, [(findings[0].place.clone(), one.right)]);
        assert_eq!(in_short(&read(&mended)), [""; 0], "{mended}");
        assert_eq!(in_short(&read(one.right)), [""; 0], "{}", one.right);
        for except in &one.except {
            assert!(
                except.contains(one.wrong) && except.len() > one.wrong.len(),
                "{except} allows no {}",
                one.wrong
            );
        }
    }
}
