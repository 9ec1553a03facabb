package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * The functions of one ensemble.
 *
 * <p>They are deployed anew for each ensemble, so that no role reaches more than one ensemble's hosts, groups and
 * backups.
 */
final class EnsembleFunctions extends Construct {
    private static final String ENSEMBLE = "ZOOARK_ENSEMBLE";
    private static final String VAULT = "ZOOARK_VAULT";
    private static final String DOCUMENTS = "ZOOARK_DOCUMENTS";
    private static final String APPROVAL = "ZOOARK_APPROVAL";
    private static final String INSPECT = "inspect";
    private static final String JAVA_OPTIONS = "JAVA_TOOL_OPTIONS";

    /** The AWS SDK goes there for Systems Manager. */
    private static final String SYSTEMS_MANAGER = "AWS_ENDPOINT_URL_SSM";

    private final Props props;
    private final Map<FunctionSpec, ZooarkFunction> functions = new EnumMap<>(FunctionSpec.class);

    /** What the functions are made from, and what they work with. */
    record Props(
            EnsembleConfig ensemble,
            Code code,
            IBucket vault,
            List<String> formerKeys,
            NodeDocuments documents,
            FunctionNetwork network,
            Optional<FunctionEndpoints> endpoints) {
        Props {
            requireNonNull(ensemble, "ensemble is null");
            requireNonNull(code, "code is null");
            requireNonNull(vault, "vault is null");
            formerKeys = List.copyOf(formerKeys);
            requireNonNull(documents, "documents is null");
            requireNonNull(network, "network is null");
            requireNonNull(endpoints, "endpoints is null");
        }
    }

    EnsembleFunctions(Construct scope, String id, Props props) {
        super(scope, id);
        this.props = requireNonNull(props, "props is null");
        Map<String, String> common = Map.of(
                ENSEMBLE, Stack.of(this).toJsonString(describe(props)),
                VAULT, props.vault().getBucketName(),
                DOCUMENTS, Stack.of(this).toJsonString(props.documents().names()));
        for (FunctionSpec spec : FunctionSpec.values()) {
            Map<String, String> environment = environment(spec, common);
            ZooarkFunction function = new ZooarkFunction(
                    this,
                    spec.title(),
                    new ZooarkFunction.Props(
                            spec, props.ensemble().drill(), props.code(), props.network(), environment));
            function.allow(permissions(spec));
            functions.put(spec, function);
        }
    }

    private Map<String, String> environment(FunctionSpec spec, Map<String, String> common) {
        Map<String, String> environment = new HashMap<>(common);
        if (!spec.reachesHosts()) {
            environment.remove(DOCUMENTS);
        }
        if (!spec.javaOptions().isEmpty()) {
            environment.put(JAVA_OPTIONS, spec.javaOptions());
        }
        if (spec == FunctionSpec.PLAN_RESTORE && props.ensemble().restore().approval()) {
            environment.put(APPROVAL, "true");
        }
        if (spec.nearServers()) {
            props.endpoints().ifPresent(endpoints -> environment.put(SYSTEMS_MANAGER, endpoints.systemsManager()));
        }
        return environment;
    }

    /** Returns the deployed function. */
    Function get(FunctionSpec spec) {
        return requireNonNull(functions.get(spec), "not deployed: " + spec).function();
    }

    private List<PolicyStatement> permissions(FunctionSpec spec) {
        EnsembleConfig ensemble = props.ensemble();
        Stack stack = Stack.of(this);
        VaultPermissions vault = new VaultPermissions(props.vault(), props.formerKeys(), ensemble);
        HostPermissions hosts = new HostPermissions(stack, ensemble.instances());
        NetworkPermissions network =
                new NetworkPermissions(stack, ensemble.network().serverGroups());
        CredentialPermissions credential = new CredentialPermissions(stack, ensemble.admin());
        List<PolicyStatement> inspect =
                both(network.look(), hosts.run(List.of(props.documents().name(INSPECT))));
        return switch (spec) {
            case TAKE_SNAPSHOT -> both(vault.storeSnapshots(), credential.read());
            case PLAN_RESTORE -> both(both(vault.readRestorable(), vault.readRecords()), inspect);
            // an undoing finds hosts and rules as they are now
            case PLAN_RECOVERY -> both(both(vault.takeOver(), vault.lookAtBackups()), inspect);
            case RESTORE_RECORD -> vault.keepLock();
            case CLIENT_ACCESS -> both(vault.keepRules(), network.changeRules());
            // what a state orders of it changes something: plans look for themselves
            case NODE_COMMAND ->
                both(vault.giveToHosts(), hosts.run(props.documents().namesBut(INSPECT)));
            case RESTORE_SERVER -> both(vault.sendSnapshots(), credential.read());
            // the snapshot, to tell whether its own access list would refuse the credential
            case CHECK_ENSEMBLE -> both(vault.readRestorable(), credential.read());
            case VERIFY_SNAPSHOT -> vault.drillSnapshots();
        };
    }

    private static List<PolicyStatement> both(List<PolicyStatement> first, List<PolicyStatement> second) {
        List<PolicyStatement> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Writes the ensemble as {@code io.zooark.ensemble.Ensemble} reads it; in one order, or every deployment differs. */
    private static Map<String, Object> describe(Props props) {
        EnsembleConfig ensemble = props.ensemble();
        Map<String, @Nullable Object> admin = new LinkedHashMap<>();
        admin.put("scheme", ensemble.admin().scheme());
        admin.put("port", ensemble.admin().port());
        admin.put("authentication", ensemble.admin().authentication());
        admin.put("credentialParameter", ensemble.admin().credentialParameter());
        admin.put("trustParameter", ensemble.admin().trustParameter());
        admin.put("certificateParameter", ensemble.admin().certificateParameter());
        admin.values().removeIf(Objects::isNull);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", ensemble.name());
        all.put("seedHosts", ensemble.seedHosts());
        all.put("admin", admin);
        all.put("clientPorts", ensemble.clientPorts());
        Map<String, Object> backups = new LinkedHashMap<>();
        // the days, weeks and months of the backups are those of their schedule
        backups.put("timeZone", ensemble.schedule().timeZone());
        backups.put("attempts", ensemble.backups().attempts());
        backups.put("oldestVersion", ensemble.backups().oldestVersion());
        all.put("backups", backups);
        all.put("restoreFrom", ensemble.restoreFrom());
        all.put(
                "instances",
                ordered(
                        "key",
                        ensemble.instances().key(),
                        "value",
                        ensemble.instances().value()));
        all.put(
                "host",
                ordered(
                        "zooCfg",
                        ensemble.host().zooCfg(),
                        "unit",
                        ensemble.host().unit()));
        all.put(
                "functions",
                ordered(
                        "securityGroup",
                        props.network().securityGroup().getSecurityGroupId(),
                        "networks",
                        ensemble.network().cidrs()));
        return all;
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }
}
