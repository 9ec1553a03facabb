package io.zooark.cli;

/** How a run of the tool ended: low numbers belong to each command, the others are those of {@code sysexits.h}. */
final class ExitStatus {
    static final int DONE = 0;
    /** Of {@code list}. */
    static final int NONE_MATCHES = 1;
    /** Of {@code verify}, beyond the statuses of verdicts: what is stored is not what the manifest says. */
    static final int DIFFERS = 4;
    /** {@code EX_USAGE}. */
    static final int WRONG_USAGE = 64;
    /** {@code EX_NOINPUT}: there is no such file or snapshot. */
    static final int CANNOT_OPEN = 66;
    /** {@code EX_UNAVAILABLE}: AWS or a server refuses, or is not reached. */
    static final int REFUSED = 69;
    /** {@code EX_SOFTWARE}. */
    static final int BROKEN = 70;
    /** {@code EX_IOERR}: reading failed midway. */
    static final int CANNOT_READ = 74;

    /** For the lists of exit statuses in usage texts. */
    static final String WRONG_USAGE_TEXT = "64:wrong usage";

    static final String CANNOT_OPEN_TEXT = "66:there is no such file or snapshot, or it cannot be opened";
    static final String REFUSED_TEXT = "69:AWS or a server refused or was not reached";
    static final String CANNOT_READ_TEXT = "74:reading failed midway";

    private ExitStatus() {}
}
