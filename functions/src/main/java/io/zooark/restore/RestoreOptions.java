package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * How a person wants a restore to be done.
 *
 * @param onFailure what becomes of the ensemble when the restore fails after data was moved
 * @param approval whether a person must approve the plan before the first change
 * @param sessions what becomes of the sessions and ephemeral znodes in the snapshot
 * @param without names of the servers that are left out, as they stand in zoo.cfg or {@code zk-<id>}
 * @param method how the snapshot comes onto the servers
 */
public record RestoreOptions(
        OnFailure onFailure, boolean approval, Sessions sessions, List<String> without, Method method) {

    public RestoreOptions {
        requireNonNull(onFailure, "onFailure is null");
        requireNonNull(sessions, "sessions is null");
        without = List.copyOf(without);
        // a plan of an earlier version knew no other
        method = method == null ? Method.ADMIN : method;
    }

    /** How the snapshot comes onto the servers. */
    public enum Method {
        /** It is sent to each AdminServer, which takes servers that run: they start twice. */
        ADMIN,
        /** Each host fetches it from S3 and places it where the stopped server finds it: they start once. */
        PLACEMENT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the same with a person asked first. */
    RestoreOptions withApproval() {
        return new RestoreOptions(onFailure, true, sessions, without, method);
    }

    /** What becomes of the ensemble when a restore fails after data was moved. */
    public enum OnFailure {
        /** The data of before is put back and served again. */
        ROLL_BACK,
        /** It stays closed until a person decides. */
        STAY_CLOSED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What becomes of the sessions in a snapshot. */
    public enum Sessions {
        /** They and their ephemeral znodes are left out: every old client gets SessionExpired, and no ghost lock remains. */
        LEAVE_OUT,
        /** They come back, and clients are let in when the longest time-out among them has passed. */
        KEEP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
