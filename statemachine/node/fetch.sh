# Fetches the rewritten snapshot onto a host whose server still serves, beside its data: placing it is a rename later.

main() {
    read_wanted
    read_config
    find_folders
    refuse_put_back
    refuse
    # a disk that was lost, or is not mounted: what is placed there is fetched when the folders have been made
    [ -d "$DATA_DIR" ] || answer '{"action":"fetch","skipped":true}'
    find_owner
    # of one restore at a time: what others have fetched and not placed is in the way of nobody but the disk
    marked fetched || remove_fetched
    for made in "$DATA_DIR/set-aside" "$ASIDE_DATA"; do make_folder "$made"; done
    fetch
    answer "{\"action\":\"fetch\",\"bytes\":$BYTES,\"cksum\":$CKSUM}"
}

refuse() {
    refuse_other_file_systems
}
