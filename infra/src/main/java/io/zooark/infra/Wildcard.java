package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.IConstruct;

/**
 * Why a statement that allows something names what it is allowed on with a wildcard; each constant is the statement of the
 * same name. One without a reason here is not deployed.
 */
enum Wildcard {
    ATTACH_TO_VPC(
            "Lambda asks for this before there is an interface to name, as its own managed policy does; the function's"
                    + " code is denied the same actions by KeepInterfacesFromCode."),
    CHANGE_RULES(
            "A call names its security group too and is judged by both, and of groups only the ensemble's are allowed;"
                    + " ids of rules change when rules are added again."),
    COPY_VERSIONS("What is kept in the vault is copied, and nothing of another bucket."),
    DESCRIBE_EXECUTIONS("Each start of a machine makes another execution; only those of this ensemble's two machines."),
    GIVE_TO_HOSTS(
            "Only what is stored for this ensemble's hosts during a restore; the wildcard is the restore's id, which is new each"
                    + " time."),
    KEEP_PLANS("Only the plans of this ensemble's restores; the wildcard is the restore's id, which is new each time."),
    KEEP_RECORDS(
            "Only the records of this ensemble's restores; the wildcard is the restore's id, which is new each time."),
    KEEP_RULES(
            "Only the recorded rules of this ensemble's restores; the wildcard is the restore's id, which is new each"
                    + " time."),
    LOOK_AT_NETWORK("EC2's describing actions know no resources; nothing is changed by them."),
    READ_ANSWERS("The action knows no resources; it needs the id of a command, which only its sender has."),
    READ_MANIFESTS(
            "Only manifests of this ensemble's backups; the wildcard is the backup's time, which is new each time."),
    READ_RECORDS(
            "Only the records of this ensemble's restores; the wildcard is the restore's id, which is new each time."),
    READ_REPORTS(
            "Only the reports of this ensemble's restores; the wildcard is the restore's id, which is new each time."),
    READ_RULES(
            "Only the recorded rules of this ensemble's restores; the wildcard is the restore's id, which is new each"
                    + " time."),
    READ_SECRET("Secrets Manager itself adds six characters to the name, which are not known here."),
    READ_SNAPSHOTS(
            "Only snapshots of this ensemble, and of those that its configuration names in restoreFrom; the wildcard"
                    + " is the backup's time, which is new each time."),
    RECORD_DRILLS(
            "Only records of drills beside this ensemble's backups; the wildcards are the times of backup and drill."),
    SEND_TO_SERVERS(
            "Which instances an ensemble has changes while it lives: the condition lets those with its tag alone be"
                    + " sent to, and SendDocuments our documents alone."),
    STORE_COPIES("What is kept in the vault is copied into that one bucket; nothing there can be deleted by it."),
    STORE_PLACEMENTS(
            "Only what is stored for this ensemble's hosts during a restore; the wildcard is the restore's id, which is new"
                    + " each time."),
    STORE_SNAPSHOTS("Only snapshots of this ensemble; the wildcard is the backup's time, which is new each time."),
    TAG_NEW_RULES("A rule gets its id in the very call that tags it; the condition keeps it from rules that exist.");

    static final String FINDING = "AwsSolutions-IAM5";
    static final String POLICY = "AWS::IAM::Policy";

    private final String reason;

    Wildcard(String reason) {
        this.reason = requireNonNull(reason, "reason is null");
    }

    /** Returns the reason. */
    String reason() {
        return reason;
    }

    /** Returns the name of the statement, {@code SendToServers} for {@code SEND_TO_SERVERS}. */
    String sid() {
        return Arrays.stream(name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /**
     * Writes the reasons of these statements' wildcards beside the policies below a construct.
     *
     * @throws IllegalStateException if one has none
     */
    static void explain(IConstruct policies, List<PolicyStatement> statements) {
        for (PolicyStatement statement : statements) {
            List<String> wild = statement.getResources().stream()
                    .filter(resource -> resource.contains("*") || resource.contains("?"))
                    .toList();
            if (!wild.isEmpty()) {
                Accepted.at(policies, FINDING, reasonOf(statement), POLICY, Accepted.resources(wild));
            }
        }
    }

    private static String reasonOf(PolicyStatement statement) {
        return Arrays.stream(values())
                .filter(wildcard -> wildcard.sid().equals(statement.getSid()))
                .findFirst()
                .map(Wildcard::reason)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "the statement " + statement.getSid()
                                        + " has a wildcard and no reason for it: name what it is for, or write the reason down in Wildcard"));
    }
}
