package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.restore.RestoreFiles.Tagged;
import io.zooark.restore.RestorePlan.Expectation;
import io.zooark.restore.RestorePlan.PlannedSnapshot;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotRewriter;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** Makes every refusal and every decision of a restore before it changes anything. The dry run is this plan. */
public final class PlanRestore {
    private static final Pattern RESTORE_ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    /** Each stands twice in a plan, and Step Functions hands on 256 KiB at the most. */
    private static final int MOST_RULES = 100;

    private static final long SPACE_FOR_LOGS = 256L << 20;

    private final Ensemble ensemble;
    private final Vault vault;
    private final RestoreFiles files;
    private final Network network;
    private final SnapshotRewriter rewriter;
    private final ServerDiscovery discovery;

    public PlanRestore(
            Ensemble ensemble,
            Vault vault,
            RestoreFiles files,
            Network network,
            Hosts hosts,
            SnapshotRewriter rewriter,
            Executor executor) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.vault = requireNonNull(vault, "vault is null");
        this.files = requireNonNull(files, "files is null");
        this.network = requireNonNull(network, "network is null");
        this.rewriter = requireNonNull(rewriter, "rewriter is null");
        this.discovery = new ServerDiscovery(ensemble, hosts, executor);
    }

    /**
     * Plans the restore. Nothing is changed, whatever it throws.
     *
     * @throws RequestRefusedException if the input, the hosts or the rules do not allow it; it says what to mend
     * @throws SnapshotUnusableException if the snapshot is missing, or not proven to be one consistent state
     * @throws EnsembleBusyException if another restore of the ensemble has not ended
     */
    public RestorePlan plan(Request request) {
        RestoreInput input = request.input();
        refuseMistyped(request);
        refuseWithoutCredential();
        refuseUsedName(request.restoreId());
        Optional<Lock> last = files.lock(ensemble.name()).map(Tagged::value);
        refuseBusy(last, request.restoreId());
        Manifest manifest = new SnapshotSelection(ensemble.name(), vault).select(input.choice());
        List<Network.Instance> instances = instances();
        List<String> warnings = new ArrayList<>();
        ServerDiscovery.Found found = discovery.find(instances, request.restoreId());
        warnings.addAll(found.warnings());
        if (ensemble.admin().scheme().equals("http")) {
            warnings.add("the AdminServer is reached by plain HTTP: the credential crosses the network readable");
        }
        List<ParkedRule> access = access(last, instances);
        // last, because it reads the whole snapshot: everything else is refused before
        Expectation expected = expectation(manifest, found.members());
        refuseFullDisks(found.disks(), expected);
        return new RestorePlan(
                ensemble.name(),
                request.restoreId(),
                input.dryRun(),
                new PlannedSnapshot(manifest.id(), manifest.startedAt(), manifest.object()),
                expected,
                found.servers(),
                found.members(),
                access,
                warnings);
    }

    private void refuseMistyped(Request request) {
        if (!request.input().confirm().equals(ensemble.name())) {
            throw new RequestRefusedException(
                    "confirm is '" + request.input().confirm() + "', but this machine restores '" + ensemble.name()
                            + "'",
                    "type the ensemble's name into `confirm`: {\"confirm\": \"" + ensemble.name() + "\"}");
        }
        if (!RESTORE_ID.matcher(request.restoreId()).matches()) {
            throw new RequestRefusedException(
                    "the execution's name must be 1 to 80 letters, digits, dashes and underscores, got '"
                            + request.restoreId() + "'",
                    "start the execution with another name, or without one");
        }
    }

    /** The AdminServer may take a certificate; the client port, over which the last proof writes, takes user and password. */
    private void refuseWithoutCredential() {
        if (ensemble.admin().credentialParameter() == null) {
            throw new RequestRefusedException(
                    "admin.credentialParameter of '" + ensemble.name()
                            + "' is missing: with admin.authentication x509 backups"
                            + " need none, but a restore ends with the write of a client, who comes with user:password",
                    "write user:password into a SecureString parameter, name it in admin.credentialParameter and deploy again;"
                            + " nothing was changed");
        }
    }

    /**
     * Step Functions lets a name be used again after 90 days, or for a machine that was made anew. The hosts and the vault
     * would take this restore for that one, and answer that all is done already.
     */
    private void refuseUsedName(String restoreId) {
        if (files.rules(ensemble.name(), restoreId).isPresent()) {
            throw new RequestRefusedException(
                    "a restore of '" + ensemble.name() + "' was called " + restoreId + " before",
                    "start the execution with another name, or without one; nothing was changed");
        }
    }

    private static void refuseBusy(Optional<Lock> last, String restoreId) {
        if (last.isPresent()
                && !last.get().phase().ended()
                && !last.get().restoreId().equals(restoreId)) {
            throw new EnsembleBusyException(
                    "'" + last.get().ensemble() + "' is being restored by "
                            + last.get().execution() + " (phase " + last.get().phase() + " since "
                            + last.get().since() + ")",
                    "wait for that execution to end; nothing was changed by this one");
        }
    }

    private List<Network.Instance> instances() {
        List<Network.Instance> instances = network.instances(ensemble.instances());
        String tag = ensemble.instances().key() + "=" + ensemble.instances().value();
        if (instances.isEmpty()) {
            throw new RequestRefusedException(
                    "no instance carries the tag " + tag, "tag the instances of '" + ensemble.name() + "' with it");
        }
        List<String> stopped = instances.stream()
                .filter(instance -> !instance.running())
                .map(Network.Instance::id)
                .toList();
        if (!stopped.isEmpty()) {
            throw new RequestRefusedException(
                    "instances " + stopped + " with tag " + tag + " are not running",
                    "start them, or take the tag off those that are gone for good");
        }
        return instances;
    }

    /** An ensemble that was left closed shows parked rules only: the original ones are in that restore's record. */
    private List<ParkedRule> access(Optional<Lock> last, List<Network.Instance> instances) {
        List<ParkedRule> open = new AccessPlan(ensemble, network).of(instances);
        Optional<List<ParkedRule>> recorded = last.filter(lock -> lock.phase() == Phase.LEFT_CLOSED)
                .flatMap(lock -> files.rules(ensemble.name(), lock.accessRecord()));
        List<ParkedRule> unknown = open.stream()
                .filter(rule -> recorded.isPresent()
                        && recorded.get().stream()
                                .noneMatch(known -> known.original().sameAs(rule.original())))
                .toList();
        if (!unknown.isEmpty()) {
            throw new RequestRefusedException(
                    unknown.get(0).original()
                            + " lets clients in although the ensemble was left closed, and is not in the"
                            + " record of its rules",
                    "take it away by hand, then start again; nothing was changed");
        }
        List<ParkedRule> access = recorded.orElse(open);
        if (access.size() > MOST_RULES) {
            throw new RequestRefusedException(
                    access.size() + " rules let clients in, more than the " + MOST_RULES + " that a plan can carry",
                    "merge them, with a prefix list perhaps; nothing was changed");
        }
        return access;
    }

    /** Old data stays on the disk beside the snapshot, the copy that proves it, and a log of 64 MB. */
    private static void refuseFullDisks(List<ServerDiscovery.Disk> disks, Expectation expected) {
        long needed = 3 * expected.bytes() + SPACE_FOR_LOGS;
        List<String> full = disks.stream()
                .filter(disk -> disk.freeBytes() < needed)
                .map(disk -> disk.instance() + " has " + disk.freeBytes())
                .toList();
        if (!full.isEmpty()) {
            throw new RequestRefusedException(
                    "a restore needs " + needed + " bytes free on each server's data disk: " + String.join(", ", full),
                    "make room, for instance by deleting old set-aside folders; nothing was changed");
        }
    }

    /** Reads the whole snapshot back from the vault, as it will be sent, and derives what the servers must hold. */
    private Expectation expectation(Manifest manifest, List<String> members) {
        CRC32 crc = new CRC32();
        SnapshotRewriter.Rewritten rewritten;
        try (InputStream bytes = new CheckedInputStream(vault.open(manifest.object()), crc)) {
            rewritten = rewriter.rewrite(bytes, OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id() + " cannot be read back from the vault: " + e.getMessage(),
                    "choose another snapshot; nothing was changed",
                    e);
        }
        refuseOtherMembers(manifest, rewritten.membership(), members);
        Examination sent = rewritten.examination();
        String checksum = HexFormat.of().toHexDigits((int) crc.getValue());
        boolean asPublished = checksum.equals(manifest.object().crc32())
                && sent.endZxid().equals(manifest.examination().endZxid())
                && sent.verdict() == Verdict.CONSISTENT;
        if (!asPublished || sent.endZxid().isEmpty() || sent.treeDigest().isEmpty()) {
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id() + " is no longer what its manifest says: CRC32 " + checksum
                            + " instead of " + manifest.object().crc32() + ", " + sent.verdict() + " (" + sent.reason()
                            + ")",
                    "choose another snapshot, and find out who wrote to the vault; nothing was changed");
        }
        Examination.Content stored = manifest.examination().content();
        return new Expectation(
                sent.endZxid().get(),
                sent.content().nodes(),
                sent.treeDigest().get(),
                sent.bytes(),
                stored.sessions(),
                stored.ephemerals());
    }

    /** With a static configuration the leader would go on serving the members of then, and clients would follow them. */
    private static void refuseOtherMembers(Manifest manifest, Optional<String> then, List<String> now) {
        if (then.isPresent() && !Membership.same(now, then.get())) {
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id() + " names other members than zoo.cfg does now: "
                            + then.get().replace("\n", " "),
                    "choose a snapshot taken since the members changed, or give zoo.cfg the members of then for the time of"
                            + " the restore; nothing was changed");
        }
    }

    /**
     * What is asked for.
     *
     * @param input what the person typed
     * @param restoreId the execution's name
     */
    public record Request(RestoreInput input, String restoreId) {
        public Request {
            requireNonNull(input, "input is null");
            requireNonNull(restoreId, "restoreId is null");
        }
    }
}
