package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings the recorded rules back to what they were, and leaves alone what somebody else changed meanwhile. */
final class Opening {
    private final RuleChanges changes;
    private final TemporaryRules temporary;
    private final Map<String, Work> work = new TreeMap<>();

    Opening(RuleChanges changes, TemporaryRules temporary) {
        this.changes = requireNonNull(changes, "changes is null");
        this.temporary = requireNonNull(temporary, "temporary is null");
    }

    /**
     * Opens.
     *
     * <p>In every group first the rules that were, and only when EC2 shows them away with the temporary ones that stood in
     * for them: the other way round quorum and admin ports would be shut in between.
     */
    ClientAccess.Answer open(Map<String, List<PlannedRule>> recorded) {
        recorded.forEach((group, rules) -> {
            LiveRules live = changes.live(group);
            Work ofGroup = new Work(rules);
            rules.forEach(rule -> look(rule, live, ofGroup));
            work.put(group, ofGroup);
        });
        work.forEach((group, ofGroup) -> changes.modify(group, ofGroup.modified));
        // one by one: tags belong to a call, and each rule has its own
        work.forEach((group, ofGroup) -> ofGroup.gone.forEach(rule -> changes.authorize(group, List.of(rule))));
        List<String> created = new ArrayList<>();
        List<String> conflicts = new ArrayList<>();
        work.forEach((group, ofGroup) -> {
            LiveRules live = changes.live(group);
            created.addAll(newIds(live, ofGroup));
            clear(group, live, ofGroup);
            conflicts.addAll(ofGroup.conflicts);
        });
        int changed = work.values().stream()
                .mapToInt(ofGroup -> ofGroup.modified.size() + ofGroup.gone.size())
                .sum();
        return ClientAccess.Answer.of(changed, created, conflicts);
    }

    private void look(PlannedRule rule, LiveRules live, Work ofGroup) {
        AccessRule original = rule.original();
        AccessRule now = live.at(original.id()).orElse(null);
        AccessRule same = live.saying(original).orElse(null);
        if (now == null) {
            if (same == null) {
                ofGroup.gone.add(original);
            }
        } else if (same == null) {
            if (rule.closedAs(now)) {
                ofGroup.modified.add(now.letting(original.traffic()));
            } else {
                ofGroup.leave(rule, now + " was " + original + " when the restore began");
            }
        } else if (!same.id().equals(now.id())) {
            // EC2 would refuse to make the one what the other is already
            ofGroup.leave(
                    rule, same + " says what " + original + " said when the restore began, and that is now " + now);
        }
    }

    /** Found by what they say, not by the answer to this run's calls: an earlier run may have added them, and died. */
    private static List<String> newIds(LiveRules live, Work ofGroup) {
        return ofGroup.rules.stream()
                .map(PlannedRule::original)
                .filter(original -> live.at(original.id()).isEmpty())
                .flatMap(original -> live.saying(original).stream())
                .map(AccessRule::id)
                .toList();
    }

    private void clear(String group, LiveRules live, Work ofGroup) {
        List<AccessRule> needless = new ArrayList<>();
        for (AccessRule rule : live.all()) {
            if (!temporary.owns(rule)) {
                continue;
            }
            if (standsInForAny(rule, ofGroup.left)) {
                ofGroup.conflicts.add(rule + " was added for the time of the restore, and stays until that is settled:"
                        + " remove it then");
            } else if (standsInForAny(rule, ofGroup.rules)) {
                needless.add(rule);
            } else {
                ofGroup.conflicts.add(
                        rule + " was added for the time of the restore, and somebody has changed it since:"
                                + " see whether it may go");
            }
        }
        changes.revoke(group, needless.stream().map(AccessRule::id).toList());
    }

    private boolean standsInForAny(AccessRule live, List<PlannedRule> rules) {
        return rules.stream()
                .flatMap(rule -> temporary.instead(rule.original(), rule.pieces()).stream())
                .anyMatch(live::sameAs);
    }

    private static final class Work {
        private final List<PlannedRule> rules;
        private final List<PlannedRule> left = new ArrayList<>();
        private final List<AccessRule> modified = new ArrayList<>();
        private final List<AccessRule> gone = new ArrayList<>();
        private final List<String> conflicts = new ArrayList<>();

        Work(List<PlannedRule> rules) {
            this.rules = rules;
        }

        void leave(PlannedRule rule, String why) {
            left.add(rule);
            conflicts.add(why);
        }
    }
}
