package io.zooark.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.zooark.aws.AwsClients;
import io.zooark.aws.Ec2Network;
import io.zooark.aws.S3DrillRecords;
import io.zooark.aws.S3Placements;
import io.zooark.aws.S3RestoreFiles;
import io.zooark.aws.S3Vault;
import io.zooark.aws.SsmCredential;
import io.zooark.aws.SsmHosts;
import io.zooark.aws.SsmPem;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Credential;
import io.zooark.ensemble.Ensemble;
import io.zooark.error.RequestRefusedException;
import io.zooark.json.Json;
import io.zooark.restore.BriefRestore;
import io.zooark.restore.CheckEnsemble;
import io.zooark.restore.Fence;
import io.zooark.restore.FencedClientAccess;
import io.zooark.restore.Lock;
import io.zooark.restore.Network;
import io.zooark.restore.NodeCommand;
import io.zooark.restore.Pause;
import io.zooark.restore.Placements;
import io.zooark.restore.PlanRecovery;
import io.zooark.restore.PlanRestore;
import io.zooark.restore.PreparePlacement;
import io.zooark.restore.RestoreFiles;
import io.zooark.restore.RestoreRecord;
import io.zooark.restore.RestoreServer;
import io.zooark.restore.RootAccess;
import io.zooark.restore.SystemPause;
import io.zooark.restore.Vitals;
import io.zooark.snapshot.TakeSnapshot;
import io.zooark.snapshot.Timing;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.VerifySnapshot;
import io.zooark.zookeeper.AdminAccess;
import io.zooark.zookeeper.HttpAdminServers;
import io.zooark.zookeeper.ZooKeeperProbe;
import io.zooark.zookeeper.drill.InProcessServer;
import io.zooark.zookeeper.format.SnapshotRootAcl;
import io.zooark.zookeeper.format.SnapshotStreamRewriter;
import io.zooark.zookeeper.format.SnapshotVerifier;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts the functions together from their environment. Besides here, only the command line reads it. */
public final class Wiring {
    /** JSON of the {@link Ensemble} that the function works for. */
    public static final String ENSEMBLE = "ZOOARK_ENSEMBLE";
    /** Name of the bucket. */
    public static final String VAULT = "ZOOARK_VAULT";
    /** JSON object: the deployed document's name for each action. */
    public static final String DOCUMENTS = "ZOOARK_DOCUMENTS";
    /** {@code true} where a person must approve every restore; missing otherwise. */
    public static final String APPROVAL = "ZOOARK_APPROVAL";

    private final Map<String, String> environment;
    private final AwsClients clients;
    private final ExecutorService executor;
    private final Pause pause = new SystemPause();

    private Wiring(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.clients = new AwsClients(this.environment);
        this.executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "zooark");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Wires from a function's environment variables; what is missing is named when a function needs it. */
    public static Wiring fromEnvironment(Map<String, String> environment) {
        return new Wiring(environment);
    }

    /** Returns the log of the deployed functions: standard output, of which Lambda keeps each line as it is. */
    public FunctionLog log() {
        // not System.out: its charset is that of the locale, and JSON is UTF-8
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        return new FunctionLog(ensemble().name(), out::println);
    }

    public TakeSnapshot takeSnapshot() {
        return new TakeSnapshot(
                ensemble(), adminServers(), vault(), new SnapshotVerifier(), this::closedBy, executor, Timing.usual());
    }

    private Optional<String> closedBy(String ensemble) {
        return files().lock(ensemble)
                .map(RestoreFiles.Tagged::value)
                .filter(Lock::closed)
                .map(Lock::restoreId);
    }

    public VerifySnapshot verifySnapshot() {
        return new VerifySnapshot(
                ensemble().name(),
                vault(),
                new S3DrillRecords(clients.s3(), required(VAULT)),
                new InProcessServer(),
                Path.of(System.getProperty("java.io.tmpdir")),
                Clock.systemUTC());
    }

    public PlanRestore planRestore() {
        PlanRestore plan = new PlanRestore(
                ensemble(), vault(), files(), network(), hosts(), new SnapshotStreamRewriter(), executor);
        return "true".equals(environment.get(APPROVAL)) ? plan.askingFirst() : plan;
    }

    public BriefRestore briefRestore() {
        return new BriefRestore(vault(), Clock.systemUTC());
    }

    public RestoreRecord restoreRecord() {
        return new RestoreRecord(files(), pause);
    }

    public FencedClientAccess clientAccess() {
        return new FencedClientAccess(ensemble(), network(), files(), pause);
    }

    public NodeCommand nodeCommand() {
        return new NodeCommand(ensemble(), hosts(), new Fence(files()), placements());
    }

    public PlanRecovery planRecovery() {
        return new PlanRecovery(ensemble(), files(), network(), hosts(), executor, pause);
    }

    public Vitals vitals() {
        return new Vitals(ensemble().name(), vault(), executor, pause);
    }

    public RestoreServer restoreServer() {
        return new RestoreServer(adminServers(), vault(), new SnapshotStreamRewriter(), new Fence(files()));
    }

    public PreparePlacement preparePlacement() {
        return new PreparePlacement(vault(), placements(), new SnapshotStreamRewriter(), new Fence(files()));
    }

    public CheckEnsemble checkEnsemble() {
        return new CheckEnsemble(
                ensemble(),
                new RootAccess(ensemble(), vault(), new SnapshotRootAcl(), this::credential),
                adminServers(),
                new ZooKeeperProbe(credential()),
                new SnapshotVerifier(),
                executor,
                pause);
    }

    private Ensemble ensemble() {
        try {
            return Json.mapper().readValue(required(ENSEMBLE), Ensemble.class);
        } catch (JsonProcessingException e) {
            throw new RequestRefusedException(
                    ENSEMBLE + " is not an ensemble: " + e.getOriginalMessage(),
                    "mend the ensemble's configuration and deploy again",
                    e);
        }
    }

    private AdminServers adminServers() {
        Ensemble.Admin admin = ensemble().admin();
        String trust = admin.trustParameter();
        String certificate = admin.certificateParameter();
        AdminAccess access = new AdminAccess(
                admin.scheme(),
                admin.authentication() == Ensemble.Authentication.X509 ? null : credential(),
                trust == null ? null : SsmPem.trust(clients.ssm(), trust),
                certificate == null ? null : SsmPem.certificate(clients.ssm(), certificate));
        return new HttpAdminServers(access, executor, HttpAdminServers.Timeouts.DEFAULT);
    }

    private Credential credential() {
        String parameter = ensemble().admin().credentialParameter();
        if (parameter == null) {
            throw new RequestRefusedException(
                    "admin.credentialParameter of '" + ensemble().name() + "' is missing",
                    "name a parameter with user:password, and deploy again");
        }
        return new SsmCredential(clients.ssm(), parameter);
    }

    private Vault vault() {
        return new S3Vault(clients.s3(), required(VAULT));
    }

    private Placements placements() {
        return new S3Placements(clients.s3(), clients::s3Presigner, required(VAULT));
    }

    private RestoreFiles files() {
        return new S3RestoreFiles(clients.s3(), required(VAULT));
    }

    private Network network() {
        return new Ec2Network(clients.ec2());
    }

    private SsmHosts hosts() {
        try {
            Map<String, String> documents =
                    Json.mapper().readValue(required(DOCUMENTS), new TypeReference<Map<String, String>>() {});
            return new SsmHosts(clients.ssm(), ensemble(), documents, pause);
        } catch (JsonProcessingException e) {
            throw new RequestRefusedException(
                    DOCUMENTS + " is not a JSON object of names: " + e.getOriginalMessage(), "deploy again", e);
        }
    }

    private String required(String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new RequestRefusedException(
                    "the environment variable " + name + " is missing", "deploy the function again with it");
        }
        return requireNonNull(value);
    }
}
