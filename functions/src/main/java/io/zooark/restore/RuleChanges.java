package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.ClientAccessException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Changes the rules of groups, and waits until EC2 shows each change: it is eventually consistent.
 *
 * <p>Each method may find its work done, by a run that died after it: EC2 then says that a rule is there already, or gone,
 * before it shows so.
 */
final class RuleChanges {
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final Network network;
    private final Pause pause;

    RuleChanges(Network network, Pause pause) {
        this.network = requireNonNull(network, "network is null");
        this.pause = requireNonNull(pause, "pause is null");
    }

    LiveRules live(String group) {
        return new LiveRules(network.ingressRules(group));
    }

    /** Adds what is not there yet. All have the same tags. */
    void authorize(String group, Collection<AccessRule> wanted) {
        Instant end = end();
        List<AccessRule> missing = missing(wanted, live(group));
        while (!missing.isEmpty() && !network.authorize(group, missing)) {
            waitUntil(end, group);
            missing = missing(wanted, live(group));
        }
        awaitSeen(group, end, live -> missing(wanted, live).isEmpty());
    }

    private static List<AccessRule> missing(Collection<AccessRule> wanted, LiveRules live) {
        return wanted.stream().filter(rule -> live.saying(rule).isEmpty()).toList();
    }

    /** Changes rules in place. */
    void modify(String group, List<AccessRule> rules) {
        if (rules.isEmpty()) {
            return;
        }
        network.modify(group, rules);
        awaitSeen(
                group,
                end(),
                live -> rules.stream()
                        .allMatch(
                                rule -> live.at(rule.id()).filter(rule::sameAs).isPresent()));
    }

    /** Removes what is still there. */
    void revoke(String group, Collection<String> ids) {
        Instant end = end();
        List<String> left = left(ids, live(group));
        while (!left.isEmpty() && !network.revoke(group, left)) {
            waitUntil(end, group);
            left = left(ids, live(group));
        }
        awaitSeen(group, end, live -> left(ids, live).isEmpty());
    }

    private static List<String> left(Collection<String> ids, LiveRules live) {
        return ids.stream().filter(id -> live.at(id).isPresent()).toList();
    }

    private void awaitSeen(String group, Instant end, Predicate<LiveRules> seen) {
        while (!seen.test(live(group))) {
            waitUntil(end, group);
        }
    }

    private Instant end() {
        return pause.now().plus(SETTLING);
    }

    private void waitUntil(Instant end, String group) {
        if (pause.now().isAfter(end)) {
            throw new ClientAccessException(
                    "EC2 does not show the changed rules of " + group + " after " + SETTLING.toSeconds() + " s",
                    "look at the group in the console; running the same step again is safe");
        }
        pause.brief();
    }
}
