package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.restore.RestoreFiles.Tagged;
import io.zooark.restore.RestoreOptions.Sessions;
import io.zooark.restore.RestorePlan.Expectation;
import io.zooark.restore.RestorePlan.PlannedSnapshot;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.SnapshotRewriter;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes every refusal and every decision of a restore before it changes anything. The dry run is this plan. */
public final class PlanRestore {
    private static final Pattern RESTORE_ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final Ensemble ensemble;
    private final Vault vault;
    private final RestoreFiles files;
    private final Network network;
    private final SnapshotRewriter rewriter;
    private final ServerDiscovery discovery;
    private final Executor executor;
    private final boolean asksFirst;

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
        this.executor = requireNonNull(executor, "executor is null");
        this.discovery = new ServerDiscovery(ensemble, hosts, executor);
        this.asksFirst = false;
    }

    private PlanRestore(PlanRestore other, boolean asksFirst) {
        this.ensemble = other.ensemble;
        this.vault = other.vault;
        this.files = other.files;
        this.network = other.network;
        this.rewriter = other.rewriter;
        this.executor = other.executor;
        this.discovery = other.discovery;
        this.asksFirst = asksFirst;
    }

    /** Returns one whose every plan a person must approve, whatever the input says. */
    public PlanRestore askingFirst() {
        return new PlanRestore(this, true);
    }

    /**
     * Plans the restore. Nothing is changed, whatever it throws.
     *
     * @throws RequestRefusedException if the input, the hosts or the rules do not allow it; it says what to mend
     * @throws SnapshotUnusableException if the snapshot is missing, or not proven to be one consistent state
     * @throws EnsembleBusyException if another restore of the ensemble has not ended
     */
    public RestorePlan plan(Request request) {
        RestoreInput input = request.approved() == null
                ? request.input()
                : request.input().of(request.approved().snapshot().id());
        RestoreOptions options = options(input);
        refuseMistyped(request);
        refuseWithoutCredential();
        refuseUsedName(request.restoreId());
        Optional<Lock> last = files.lock(ensemble.name()).map(Tagged::value);
        refuseBusy(last, request.restoreId());
        refuseOtherSource(input.choice());
        Manifest manifest = new SnapshotSelection(ensemble.name(), vault, executor).select(input);
        List<Network.Instance> instances = instances(input.without());
        List<String> warnings = new ArrayList<>();
        ServerDiscovery.Found found =
                discovery.find(instances, request.restoreId(), ServerDiscovery.Without.asked(input.without()));
        warnings.addAll(found.warnings());
        found.unfit().refuse(input.options().method());
        if (ensemble.admin().scheme().equals("http")) {
            warnings.add("the AdminServer is reached by plain HTTP: the credential crosses the network readable");
        }
        AccessPlan.Decision decision = new AccessPlan(ensemble, network, input.sharedGroups()).decide(instances);
        warnings.addAll(decision.warnings());
        List<PlannedRule> access = access(last, decision);
        Rewriting how = new Rewriting(
                Optional.of(Membership.text(found.members())),
                options.sessions() == Sessions.KEEP,
                manifest.verdict() == Verdict.CONSISTENT
                        ? Optional.empty()
                        : manifest.examination().endZxid());
        // last, because it reads the whole snapshot: everything else is refused before
        SnapshotToSend sent = SnapshotToSend.read(vault, manifest, rewriter, how);
        sent.otherMembers(found.members()).ifPresent(warnings::add);
        Expectation expected = sent.expectation();
        DiskSpace.refuseFull(found.disks(), expected);
        warnings.addAll(DiskSpace.warnings(found.disks(), expected));
        RestorePlan plan = new RestorePlan(
                ensemble.name(),
                request.restoreId(),
                input.dryRun(),
                options,
                new PlannedSnapshot(
                        manifest.ensemble(),
                        manifest.id(),
                        manifest.startedAt(),
                        manifest.object(),
                        manifest.verdict()),
                expected,
                found.servers(),
                found.members(),
                access,
                warnings,
                found.left());
        return Approval.refuseOther(request.approved(), plan);
    }

    /** Returns how it is to be done: as was typed, but that nobody types away a person who must be asked. */
    RestoreOptions options(RestoreInput input) {
        return asksFirst ? input.options().withApproval() : input.options();
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

    /** What another ensemble holds is not for everybody who may restore this one: its owner says whose it may be given. */
    private void refuseOtherSource(SnapshotChoice choice) {
        if (choice instanceof SnapshotChoice.OfEnsemble other
                && !other.ensemble().equals(ensemble.name())
                && !ensemble.restoreFrom().contains(other.ensemble())) {
            throw new RequestRefusedException(
                    "snapshot is " + other + ", but restoreFrom of '" + ensemble.name() + "' is "
                            + new TreeSet<>(ensemble.restoreFrom()),
                    "add the other ensemble to restoreFrom in the configuration of '" + ensemble.name()
                            + "' and deploy again; nothing was changed");
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

    private List<Network.Instance> instances(List<String> without) {
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
        if (!stopped.isEmpty() && without.isEmpty()) {
            throw new RequestRefusedException(
                    "instances " + stopped + " with tag " + tag + " are not running",
                    "start them, take the tag off those that are gone for good, or name their servers in `without`");
        }
        return instances;
    }

    /** An ensemble that was left closed shows closed rules only: the original ones are in that restore's record. */
    private List<PlannedRule> access(Optional<Lock> last, AccessPlan.Decision now) {
        Optional<List<PlannedRule>> recorded = last.filter(lock -> lock.phase() == Phase.LEFT_CLOSED)
                .flatMap(lock -> files.rules(ensemble.name(), lock.accessRecord()));
        now.rules().stream()
                .filter(PlannedRule::changes)
                .map(PlannedRule::original)
                .filter(open -> recorded.isPresent()
                        && recorded.get().stream()
                                .noneMatch(known ->
                                        known.changes() && known.original().sameAs(open)))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new RequestRefusedException(
                            unknown + " lets clients in although the ensemble was left closed, and is not in the"
                                    + " record of its rules",
                            "take it away by hand, then start again; nothing was changed");
                });
        return recorded.orElse(now.rules());
    }

    /**
     * What is asked for.
     *
     * @param input what the person typed
     * @param restoreId the execution's name
     * @param approved what a person has said yes to, where the plan is made again; null the first time
     */
    public record Request(
            RestoreInput input, String restoreId, @Nullable RestorePlan approved) {
        public Request {
            requireNonNull(input, "input is null");
            requireNonNull(restoreId, "restoreId is null");
        }

        /** Asks for a first plan. */
        public Request(RestoreInput input, String restoreId) {
            this(input, restoreId, null);
        }
    }
}
