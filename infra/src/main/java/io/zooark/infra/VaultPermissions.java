package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.IBucket;

/** What the functions of one ensemble may do in the vault; deleting is in none of it. */
final class VaultPermissions {
    private final IBucket vault;
    private final List<String> formerKeys;
    private final List<String> snapshots;
    private final List<String> restorable;
    private final String lock;
    private final String records;
    private final String plans;
    private final String rules;
    private final String reports;
    private final String placements;

    /**
     * Names what the functions are concerned with.
     *
     * @param formerKeys ARNs of the KMS keys that older objects are encrypted with
     * @param ensemble whose objects; its configuration also names those whose snapshots may be restored into it
     */
    VaultPermissions(IBucket vault, List<String> formerKeys, EnsembleConfig ensemble) {
        this(vault, formerKeys, ensemble.name(), ensemble.restoreFrom());
    }

    private VaultPermissions(IBucket vault, List<String> formerKeys, String ensemble, List<String> restoreFrom) {
        this.vault = requireNonNull(vault, "vault is null");
        this.formerKeys = List.copyOf(formerKeys);
        this.snapshots = SnapshotRetention.keysOf(ensemble);
        this.restorable = Stream.concat(Stream.of(ensemble), restoreFrom.stream())
                .distinct()
                .flatMap(name -> SnapshotRetention.keysOf(name).stream())
                .toList();
        this.lock = "locks/" + ensemble + ".json";
        this.records = "restores/" + ensemble + "/*";
        this.plans = records + "/plan.json";
        this.rules = records + "/rules.json";
        this.reports = records + "/report.json";
        this.placements = Vault.PLACEMENTS + "/" + ensemble + "/*";
    }

    /**
     * To store snapshots with their manifests, read the manifests, replace what has none, and look whether a restore keeps
     * the ensemble closed.
     */
    List<PolicyStatement> storeSnapshots() {
        return join(
                Stream.of(
                        allow(
                                "StoreSnapshots",
                                List.of("s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"),
                                snapshots),
                        lookAtLock(),
                        list("ListSnapshots", snapshots),
                        list("ListLock", List.of(lock))),
                key("kms:Decrypt", "kms:GenerateDataKey"));
    }

    /**
     * To find the snapshots that may be restored, those of other ensembles too where the configuration names them, and read
     * the very versions that their manifests name.
     */
    List<PolicyStatement> readRestorable() {
        return join(
                Stream.of(
                        allow("ReadSnapshots", List.of("s3:GetObject", "s3:GetObjectVersion"), restorable),
                        list("ListSnapshots", restorable)),
                key("kms:Decrypt"));
    }

    /** To read snapshots, and write beside them how their drills ended; a record of a drill replaces nothing. */
    List<PolicyStatement> drillSnapshots() {
        return join(
                Stream.of(
                        allow("ReadSnapshots", List.of("s3:GetObject", "s3:GetObjectVersion"), snapshots),
                        allow(
                                "RecordDrills",
                                List.of("s3:PutObject"),
                                snapshots.stream()
                                        .map(key -> key + "/drill-*.json")
                                        .toList()),
                        list("ListSnapshots", snapshots)),
                key("kms:Decrypt", "kms:GenerateDataKey"));
    }

    /** To look who holds the lock, and what an earlier restore has written down. */
    List<PolicyStatement> readRecords() {
        return join(
                Stream.of(
                        allow("ReadRecords", List.of("s3:GetObject"), List.of(lock, records)),
                        list("ListRecords", List.of(lock, records))),
                key("kms:Decrypt"));
    }

    /**
     * To look before each change whether the lock is still held by who ordered it, and to sign addresses of the snapshots
     * that hosts fetch: an address has the rights of its signer, that to decrypt with the vault's key among them.
     */
    List<PolicyStatement> giveToHosts() {
        return join(
                Stream.of(
                        lookAtLock(),
                        allow("GiveToHosts", List.of("s3:GetObject", "s3:GetObjectVersion"), List.of(placements)),
                        list("ListLock", List.of(lock, placements))),
                key("kms:Decrypt"));
    }

    /**
     * To send a snapshot to the servers: read those that may be restored, look before each change whether the lock is still
     * held by who ordered it, and store what hosts fetch, in the place of what an earlier call of the same step has stored.
     */
    List<PolicyStatement> sendSnapshots() {
        return join(
                Stream.of(
                        allow("ReadSnapshots", List.of("s3:GetObject", "s3:GetObjectVersion"), restorable),
                        list("ListSnapshots", restorable),
                        lookAtLock(),
                        allow(
                                "StorePlacements",
                                List.of("s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"),
                                List.of(placements)),
                        list("ListLock", List.of(lock, placements))),
                key("kms:Decrypt", "kms:GenerateDataKey"));
    }

    /**
     * To take over the lock of a restore that is gone, go by its plan and rules, see by its report whether it has ended, and
     * write down what is done instead.
     */
    List<PolicyStatement> takeOver() {
        return join(
                Stream.of(
                        holdLock(),
                        allow("KeepPlans", List.of("s3:GetObject", "s3:PutObject"), List.of(plans)),
                        allow("ReadRules", List.of("s3:GetObject"), List.of(rules)),
                        allow("ReadReports", List.of("s3:GetObject"), List.of(reports)),
                        list("ListRecords", List.of(lock, plans, rules, reports))),
                key("kms:Decrypt", "kms:GenerateDataKey"));
    }

    /** To see how old the newest backups are and what drills said of them: names, and manifests; no snapshot is read. */
    List<PolicyStatement> lookAtBackups() {
        List<String> backups = snapshots.stream()
                // those of restores are nobody's backups
                .filter(key -> !key.startsWith(SnapshotRetention.SAFETY.prefix() + "/"))
                .toList();
        return List.of(
                allow(
                        "ReadManifests",
                        List.of("s3:GetObject"),
                        backups.stream().map(key -> key + "/manifest.json").toList()),
                list("ListBackups", backups));
    }

    /** To take and advance the lock, and write the plan and the report beside it. */
    List<PolicyStatement> keepLock() {
        return join(
                Stream.of(
                        holdLock(),
                        // a report goes on with the one that is there
                        allow("KeepRecords", List.of("s3:GetObject", "s3:PutObject"), List.of(records)),
                        list("ListLock", List.of(lock, records))),
                key("kms:Decrypt", "kms:GenerateDataKey"));
    }

    /** To write down the original rules once, read them for putting them back, and look at the lock before each change. */
    List<PolicyStatement> keepRules() {
        return join(
                Stream.of(
                        lookAtLock(),
                        allow("KeepRules", List.of("s3:GetObject", "s3:PutObject"), List.of(rules)),
                        list("ListRecords", List.of(lock, rules))),
                key("kms:Decrypt", "kms:GenerateDataKey"));
    }

    private PolicyStatement lookAtLock() {
        return allow("ReadLock", List.of("s3:GetObject"), List.of(lock));
    }

    private PolicyStatement holdLock() {
        // a write on condition of an unchanged object takes leave to read it, too
        return allow("KeepLock", List.of("s3:GetObject", "s3:PutObject"), List.of(lock));
    }

    /** The wildcards here stand behind the ensemble's own prefix: its keys carry times and ids. */
    private PolicyStatement allow(String sid, List<String> actions, List<String> keys) {
        return Statements.allow(
                sid, actions, keys.stream().map(key -> vault.arnForObjects(key)).toList());
    }

    /**
     * Lists keys, and so gets 404 for one that is missing: without this leave S3 answers 403, and the first backup ever
     * would take the missing manifest of an earlier one for a refusal.
     *
     * <p>{@code IfExists}, because a GetObject of a missing key is judged by this leave too, and AWS does not document
     * whether such a request carries {@code s3:prefix}. The price: a listing without any prefix is allowed, which shows
     * names of keys and nothing in them.
     */
    private PolicyStatement list(String sid, List<String> keys) {
        return Statements.allow(
                sid,
                List.of("s3:ListBucket"),
                List.of(vault.getBucketArn()),
                Map.of("StringLikeIfExists", Map.of("s3:prefix", keys)));
    }

    private Stream<PolicyStatement> key(String... actions) {
        Stream<PolicyStatement> now = Optional.ofNullable(vault.getEncryptionKey()).stream()
                .map(key -> throughS3("UseVaultKey", List.of(actions), List.of(key.getKeyArn())));
        // what was stored keeps the key that it had; nothing new is stored under that
        Stream<PolicyStatement> former = Stream.of(formerKeys)
                .filter(keys -> !keys.isEmpty())
                .map(keys -> throughS3("UseFormerKeys", List.of("kms:Decrypt"), keys));
        return Stream.concat(now, former);
    }

    private PolicyStatement throughS3(String sid, List<String> actions, List<String> keys) {
        return Statements.allow(
                sid,
                actions,
                keys,
                Map.of(
                        "StringEquals",
                        Map.of("kms:ViaService", "s3." + Stack.of(vault).getRegion() + ".amazonaws.com")));
    }

    private static List<PolicyStatement> join(Stream<PolicyStatement> first, Stream<PolicyStatement> second) {
        return Stream.concat(first, second).toList();
    }
}
