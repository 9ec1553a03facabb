package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.restore.Briefing.SnapshotFacts;
import io.zooark.restore.RestoreOptions.Method;
import io.zooark.restore.RestoreOptions.Sessions;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells a person what a plan means, as far as it can be seen from outside the ensemble's network. */
public final class BriefRestore {
    private final Vault vault;
    private final Clock clock;

    public BriefRestore(Vault vault, Clock clock) {
        this.vault = requireNonNull(vault, "vault is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Returns the plan with what a person should know of it. */
    public Planned brief(RestorePlan plan) {
        Manifest manifest = vault.manifest(
                        plan.snapshot().ensemble(), plan.snapshot().id())
                .orElseThrow(() -> new SnapshotUnusableException(
                        "the manifest of " + plan.snapshot().id() + " is gone since the plan was made",
                        "choose another snapshot; nothing was changed"));
        Instant now = clock.instant();
        SnapshotFacts facts = facts(plan, manifest, now);
        ShutOut shutOut = ShutOut.of(plan, wait(plan, manifest.examination().content()));
        List<String> rules = plan.access().stream()
                .filter(PlannedRule::changes)
                .map(PlannedRule::sentence)
                .toList();
        return new Planned(
                plan, new Briefing(now, summary(plan, facts, shutOut), facts, shutOut, rules, warnings(plan, facts)));
    }

    private static SnapshotFacts facts(RestorePlan plan, Manifest manifest, Instant now) {
        Examination.Content held = manifest.examination().content();
        return new SnapshotFacts(
                manifest.id(),
                manifest.id().snapshotClass(),
                manifest.label(),
                manifest.verdict(),
                manifest.examination().reason(),
                manifest.startedAt(),
                age(Duration.between(manifest.startedAt(), now)),
                plan.expected().zxid(),
                plan.expected().nodes(),
                plan.expected().bytes(),
                held.sessions(),
                held.ephemerals());
    }

    /** Kept sessions end by themselves before clients are let in, the longest last. */
    private static Duration wait(RestorePlan plan, Examination.Content held) {
        return plan.options().sessions() == Sessions.KEEP
                ? Duration.ofMillis(held.longestSessionTimeoutMs())
                : Duration.ZERO;
    }

    private static List<String> summary(RestorePlan plan, SnapshotFacts facts, ShutOut shutOut) {
        String sessions = facts.sessions() + " sessions and " + facts.ephemerals() + " ephemeral znodes of it ";
        return List.of(
                String.format(
                        Locale.ROOT,
                        "'%s' is restored from %s: %s, taken %s (%s ago), %,d znodes, %,d bytes, up to %s",
                        plan.ensemble(),
                        facts.id(),
                        facts.verdict(),
                        facts.takenAt(),
                        facts.age(),
                        facts.znodes(),
                        facts.bytes(),
                        facts.zxid()),
                plan.options().sessions() == Sessions.LEAVE_OUT
                        ? sessions + "are left out: every client of today gets SessionExpired once"
                        : sessions + "come back, and clients are let in when the longest time-out has passed",
                plan.options().method() == Method.ADMIN
                        ? "it is sent to each AdminServer, and the servers start twice (method admin)"
                        : "each host fetches it from S3 with curl and places it on its disk, and the servers start once"
                                + " (method placement)",
                shutOut.toString(),
                plan.access().stream().filter(PlannedRule::changes).count()
                        + " rules of security groups are changed, and changed back");
    }

    private static List<String> warnings(RestorePlan plan, SnapshotFacts facts) {
        List<String> warnings = new ArrayList<>(plan.warnings());
        if (facts.verdict() != Verdict.CONSISTENT) {
            warnings.add("the snapshot is " + facts.verdict() + " and was accepted as such: " + facts.reason()
                    + "; what the servers will agree on is what was written down, and may be no state that ever was");
        }
        plan.left()
                .forEach(server -> warnings.add(server
                        + " is left out and keeps its old data: the report says how it is wiped before it may rejoin"));
        warnings.add(
                "liveness probes (ruok, or a client of a load balancer) fail while clients are shut out: switch off what"
                        + " would restart ZooKeeper then");
        return warnings;
    }

    /** Returns a length of time in its two largest units. */
    static String age(Duration age) {
        if (age.toMinutes() < 1) {
            return Math.max(0, age.toSeconds()) + " s";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " min";
        }
        return age.toDays() < 1
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toDays() + " d " + age.toHoursPart() + " h";
    }

    /** A plan, and what a person should know of it. */
    public record Planned(RestorePlan plan, Briefing briefing) {}
}
