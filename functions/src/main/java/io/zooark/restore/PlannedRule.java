package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it was found, before anything was changed, and what becomes of it while clients are shut out.
 *
 * @param original the rule as it was found
 * @param fate what becomes of it
 * @param becomes what the rule itself lets through meanwhile; null where it is left alone or replaced
 * @param beside what is let through from the same source by rules beside it meanwhile: temporary ones, unless there is
 *     one already
 */
public record PlannedRule(
        AccessRule original, Fate fate, @Nullable Traffic becomes, List<Traffic> beside) {

    public PlannedRule {
        requireNonNull(original, "original is null");
        requireNonNull(fate, "fate is null");
        beside = beside == null ? List.of() : List.copyOf(beside);
        boolean modified = fate == Fate.PARKED || fate == Fate.NARROWED;
        if (modified != (becomes != null)) {
            throw new IllegalArgumentException("a rule that is " + fate
                    + (modified ? " becomes something" : " becomes nothing") + ", got " + becomes);
        }
    }

    /** Returns a rule that is not touched. */
    static PlannedRule left(AccessRule rule, Fate why) {
        return new PlannedRule(rule, why, null, List.of());
    }

    /** Returns whether anything becomes of it. */
    public boolean changes() {
        return fate.changes;
    }

    /** Returns whether a live rule is this one in the form that it has while clients are shut out. */
    boolean closedAs(AccessRule live) {
        return live.id().equals(original.id())
                && live.group().equals(original.group())
                && live.says(becomes, original.source());
    }

    /** Returns everything but the client ports that the original lets through, piece by piece. */
    List<Traffic> pieces() {
        return Stream.concat(
                        fate == Fate.NARROWED ? Optional.ofNullable(becomes).stream() : Stream.of(), beside.stream())
                .toList();
    }

    /** Returns one sentence for a person who wants to know what becomes of the rule. */
    public String sentence() {
        return original.traffic() + " from " + original.source().value() + " (" + original.id() + " of "
                + original.group() + "): " + outcome();
    }

    private String outcome() {
        return switch (fate) {
            case PARKED -> "parked on " + becomes + " while closed" + (beside.isEmpty() ? "" : "; " + others());
            case NARROWED -> "narrowed to " + becomes + " while closed" + (beside.isEmpty() ? "" : "; " + others());
            case REPLACED ->
                "removed while closed and then added again, with a new id; " + others() + ", and no other protocol is";
            case LEFT_TO_SERVERS -> "left alone: members are the ensemble's own servers";
            case LEFT_TO_FUNCTIONS -> "left alone: it lets the functions in";
            case UNCONCERNED -> "left alone: it reaches no client port";
        };
    }

    private String others() {
        return beside.stream().map(Traffic::toString).collect(Collectors.joining(", "))
                + " stay let in by rules beside it";
    }

    /** What becomes of a rule while clients are shut out. */
    public enum Fate {
        /** It is moved to a port on which nobody listens; id, tags and description stay. */
        PARKED(true),
        /** It keeps a part of its ports; id, tags and description stay. */
        NARROWED(true),
        /** It is revoked, and authorized again with a new id. */
        REPLACED(true),
        /** It lets in a group in which there are the ensemble's own servers and nobody else. */
        LEFT_TO_SERVERS(false),
        /** It lets in the functions. */
        LEFT_TO_FUNCTIONS(false),
        /** It reaches no client port. */
        UNCONCERNED(false);

        private final boolean changes;

        Fate(boolean changes) {
            this.changes = changes;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
