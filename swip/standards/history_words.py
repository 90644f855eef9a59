"""What history says of the standards."""

WORDS = {
    "standards.loaded": "Loaded a version of the standards",
    "standards.status_changed": "Changed where a version of the standards stands",
    "standards.crosswalk_loaded": "Loaded links between frameworks",
}
