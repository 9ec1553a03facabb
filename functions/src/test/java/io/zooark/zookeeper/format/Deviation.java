package io.zooark.zookeeper.format;

import io.zooark.snapshot.Examination;
import java.util.regex.Pattern;

/** Where the verdict is not what ZooKeeper says of the same bytes, and why it should not be. */
enum Deviation {
    /** ZooKeeper reads no further than the last seal; of what follows it looks at the last five bytes of a file. */
    BYTES_AFTER_THE_END(Deviation.LOADED, "DAMAGED .*bytes follow its last seal"),
    /** ZooKeeper takes the end of a stream for that of an older version, also in the middle of a number. */
    CUT_IN_A_SECTION(Deviation.LOADED, "DAMAGED .*ends after .* in the middle of the (digest|last)"),
    /** ZooKeeper does not read the trailer of gzip either, which holds the checksum and the length of the content. */
    NO_GOOD_TRAILER_OF_GZIP(Deviation.LOADED, "DAMAGED the gzip stream is broken"),
    /** The text of a seal only counts for the checksum of the next, which the last one has not. */
    OTHER_TEXT_IN_THE_LAST_SEAL(Deviation.LOADED, "DAMAGED .*the seal after"),
    /** ZooKeeper does not look at the version. There never was another; if there is one, it means another format. */
    OTHER_VERSION(Deviation.LOADED, "DAMAGED .*version .* of the format"),
    /** ZooKeeper takes it for 0. It never writes one. */
    NEGATIVE_NUMBER(Deviation.LOADED, "DAMAGED .*the number of .* is -"),
    /** To ZooKeeper a parent may be anywhere before. It writes all that is under a znode before the next sibling. */
    OTHER_ORDER(Deviation.LOADED, "DAMAGED .*no parent was written before"),
    /** ZooKeeper keeps the second. It never writes one. */
    WRITTEN_TWICE(Deviation.LOADED, "DAMAGED .*written twice"),
    /** The same, where the two are not next to each other: in bounded memory the second only counts in the digest. */
    WRITTEN_TWICE_APART("MATCH", "TORN .*not those of one state") {
        @Override
        boolean isSeenIn(Examination found, ZooKeeperLoad load) {
            return super.isSeenIn(found, load)
                    && found.content().nodes() > load.tree().getNodeCount();
        }
    },
    /** ZooKeeper takes a path without a slash for the root's, and lets a name be empty. */
    NOT_A_PATH(Deviation.LOADED, "DAMAGED .*(not a path|must be the root)"),
    /** ZooKeeper goes on with the root that each of its trees begins with. */
    NO_ROOT(Deviation.LOADED, "DAMAGED .*it holds no znode"),
    /** ZooKeeper lets nobody create one: it could not end the parent with its session. */
    CHILD_OF_AN_EPHEMERAL(Deviation.LOADED, "DAMAGED .*the parent is an ephemeral"),
    /** ZooKeeper fails whoever asks for that znode, but not before. */
    UNKNOWN_ACL("MATCH|NOT_COMPARED", "(DAMAGED|TORN) .*the ACL of the znode"),

    /** ZooKeeper replays its logs over such a snapshot; without them it is the state of no transaction. */
    BETWEEN_START_AND_END("MATCH|NOT_COMPARED", "TORN .*it begins at .* and ends at"),
    /** ZooKeeper compares digests only when it comes to the very transaction. */
    OTHER_TREE("NOT_COMPARED", "TORN .*not those of one state"),
    /** The same. */
    DIGEST_OF_ANOTHER_TRANSACTION("NOT_COMPARED", "TORN .*the digest is of"),
    /** A server that starts goes by the file's name, but one that restores would stand at no transaction. */
    NO_END("MATCH", "UNPROVEN .*does not say at which transaction it ends"),
    /** A ZooKeeper with digests switched off, as that which writes such a stream, loads it. */
    WITHOUT_DIGEST("REFUSED ", "UNPROVEN it carries no digest"),
    /** ZooKeeper expects the number that no released version wrote; nobody could compare it. */
    TEXT_FOR_A_DIGEST("REFUSED .*NumberFormatException", "UNPROVEN .*its digest is of version "),

    /** Until a new leader's first write the tree is still that of the digest; ZooKeeper does not compare them. */
    DIGEST_OF_THE_LAST_EPOCH("NOT_COMPARED", "CONSISTENT .*"),
    /** A ZooKeeper that allows no TTL znodes takes it for a session's. Which one it was, a snapshot does not tell. */
    OWNER_OF_NO_KNOWN_KIND("REFUSED .*Invalid ephemeralOwner", "(CONSISTENT|TORN|UNPROVEN) "),
    /** A ZooKeeper with the {@code jute.maxbuffer} of the one that wrote it loads it. */
    MORE_THAN_THE_DEFAULT_BUFFER("REFUSED .*Unreasonable length", "CONSISTENT .*"),
    /** A ZooKeeper with the default charset of the one that wrote it finds the digest right. */
    DIGEST_IN_ANOTHER_CHARSET("MISMATCH", "CONSISTENT .*default charset");

    private static final String LOADED = "MATCH|MISMATCH|NOT_COMPARED";

    private final Pattern theirs;
    private final Pattern ours;

    /**
     * Names a deviation.
     *
     * @param theirs how the outcome of loading it begins
     * @param ours how the verdict and its reason begin
     */
    Deviation(String theirs, String ours) {
        this.theirs = Pattern.compile(theirs);
        this.ours = Pattern.compile(ours);
    }

    boolean isSeenIn(Examination found, ZooKeeperLoad load) {
        return theirs.matcher(load.toString()).lookingAt()
                && ours.matcher(found.verdict() + " " + found.reason()).lookingAt();
    }
}
