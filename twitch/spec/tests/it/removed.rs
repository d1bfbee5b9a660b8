//! What must hold for what is gone.

use streamhand_spec::{
    ENDPOINTS, REMOVED_ENDPOINTS, REMOVED_EVENT_TYPES, endpoint, event_type, removed_endpoint,
    removed_event_type,
};

#[test]
fn what_is_gone_is_not_offered() {
    for gone in REMOVED_ENDPOINTS {
        assert_eq!(endpoint(gone.id), None);
        let is_taken = ENDPOINTS
            .iter()
            .any(|endpoint| (endpoint.method, endpoint.path) == (gone.method, gone.path));
        assert!(!is_taken, "{:?} {} is in use", gone.method, gone.path);
    }
    for gone in REMOVED_EVENT_TYPES {
        assert_eq!(event_type(gone.name, gone.version), None);
    }
}

#[test]
fn what_is_gone_is_found_and_its_replacements_exist() {
    for gone in REMOVED_ENDPOINTS {
        assert_eq!(removed_endpoint(gone.id), Some(gone));
        for id in gone.replacement {
            assert!(endpoint(id).is_some(), "{}: {id}", gone.id);
        }
    }
    for gone in REMOVED_EVENT_TYPES {
        assert_eq!(removed_event_type(gone.name, gone.version), Some(gone));
        let (name, version) = gone.replacement.rsplit_once(".v").unwrap();
        assert!(event_type(name, version).is_some(), "{}", gone.replacement);
    }
}
