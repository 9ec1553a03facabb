package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Brings the recorded rules from what they were to what they are while clients are shut out. */
final class Closing {
    private final RuleChanges changes;
    private final TemporaryRules temporary;
    private final Map<String, Work> work = new TreeMap<>();
    private final List<String> conflicts = new ArrayList<>();

    Closing(RuleChanges changes, TemporaryRules temporary) {
        this.changes = requireNonNull(changes, "changes is null");
        this.temporary = requireNonNull(temporary, "temporary is null");
    }

    /** Returns what stands in the way, as somebody changed it since the plan; nothing was changed yet. */
    List<String> look(Map<String, List<PlannedRule>> recorded) {
        recorded.forEach((group, rules) -> {
            LiveRules live = changes.live(group);
            Work ofGroup = new Work();
            rules.forEach(rule -> look(rule, live, ofGroup));
            work.put(group, ofGroup);
        });
        return List.copyOf(conflicts);
    }

    private void look(PlannedRule rule, LiveRules live, Work ofGroup) {
        AccessRule original = rule.original();
        AccessRule now = live.at(original.id()).orElse(null);
        if (now == null) {
            // an opening that did not come to its end may have added it again, with a new id: that one is not parked or
            // narrowed, since nobody would find it again by the id in the record
            live.saying(original).ifPresent(again -> {
                ofGroup.temporary.addAll(temporary.instead(original, rule.pieces()));
                ofGroup.revoked.add(again.id());
            });
        } else if (rule.closedAs(now)) {
            ofGroup.temporary.addAll(temporary.instead(original, rule.beside()));
        } else if (!now.sameAs(original)) {
            conflicts.add(now + " was " + original + " when the restore began");
        } else {
            ofGroup.temporary.addAll(temporary.instead(original, rule.beside()));
            if (rule.becomes() == null) {
                ofGroup.revoked.add(now.id());
            } else {
                ofGroup.modified.add(now.letting(rule.becomes()));
            }
        }
    }

    /**
     * Closes.
     *
     * <p>In every group first the temporary rules, and only when EC2 shows them the rules that they stand in for: so no other
     * port is shut for a moment, quorum and admin ports among them; and where EC2 refuses one (a group can have so many
     * rules and no more) all rules are still what they were.
     */
    void close() {
        work.forEach((group, ofGroup) -> changes.authorize(group, ofGroup.temporary));
        work.forEach((group, ofGroup) -> changes.modify(group, ofGroup.modified));
        work.forEach((group, ofGroup) -> changes.revoke(group, ofGroup.revoked));
    }

    private static final class Work {
        private final Set<AccessRule> temporary = new LinkedHashSet<>();
        private final List<AccessRule> modified = new ArrayList<>();
        private final List<String> revoked = new ArrayList<>();
    }
}
