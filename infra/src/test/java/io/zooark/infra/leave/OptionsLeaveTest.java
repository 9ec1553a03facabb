package io.zooark.infra.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Ensemble;
import io.zooark.handler.Wiring;
import io.zooark.infra.NeedsNode;
import io.zooark.infra.Synthesised;
import io.zooark.json.Json;
import io.zooark.local.LocalCloud;
import io.zooark.local.cloudformation.Resource;
import io.zooark.local.iam.Call;
import io.zooark.local.iam.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The leave of an ensemble that differs from the example in every option, for which {@link LeaveTest} has no servers: the calls
 * that its functions would make, and S3 when it copies the vault, judged one by one.
 */
@NeedsNode
class OptionsLeaveTest {
    private static final String VAULT = "arn:aws:s3:::" + LocalCloud.BUCKET;
    private static final String COPIES = "arn:aws:s3:::copies-of-zooark";
    private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f";
    private static final Set<String> ASK_SERVERS = Set.of("TakeSnapshot", "RestoreServer", "CheckEnsemble");
    private static final Set<String> READ_BACKUPS = Set.of("PlanRestore", "RestoreServer", "CheckEnsemble");
    private static final List<String> CLASSES = List.of("hourly", "daily", "weekly", "monthly", "manual", "safety");

    private static Installation deployed;

    @BeforeAll
    static void deploy() {
        Path file = Path.of("src/test/resources/audit.yaml");
        deployed = new Installation(
                Synthesised.templates(file),
                Map.of(
                        "/aws/reference/secretsmanager/audit-admin", KEY,
                        "/aws/reference/secretsmanager/audit-certificate", KEY,
                        "/zooark/audit/authorities", KEY));
    }

    @Test
    void whoAsksServersReadsSecretAuthoritiesAndCertificateAndNobodyElseDoes() throws IOException {
        for (Resource function : functions()) {
            Ensemble.Admin admin = Json.mapper()
                    .readValue(variable(function, Wiring.ENSEMBLE), Ensemble.class)
                    .admin();
            for (String name : Stream.of(
                            admin.credentialParameter(), admin.trustParameter(), admin.certificateParameter())
                    .toList()) {
                assertThat(may(function, Call.of("ssm:GetParameter", LocalCloud.PLACE.arn("ssm", "parameter" + name))))
                        .as("%s reads %s", nameOf(function), name)
                        .isEqualTo(ASK_SERVERS.contains(nameOf(function)));
            }
        }
    }

    @Test
    void whoAsksServersReadsNoOtherSecret() {
        String other = LocalCloud.PLACE.arn("ssm", "parameter/aws/reference/secretsmanager/orders-admin");

        assertThat(functions()).noneMatch(function -> may(function, Call.of("ssm:GetParameter", other)));
    }

    @Test
    void whoRestoresFindsAndReadsTheBackupsOfTheEnsembleThatThisOneMayBeSeededWith() {
        for (Resource function : functions()) {
            for (String backups : CLASSES) {
                String prefix = backups + "/orders/";
                String snapshot = VAULT + "/" + prefix + "2026/11/22/20261122T100000Z/snapshot";
                boolean reads = READ_BACKUPS.contains(nameOf(function));

                assertThat(List.of(
                                may(function, Call.of("s3:ListBucket", VAULT).with("s3:prefix", prefix)),
                                may(function, Call.of("s3:GetObject", snapshot)),
                                may(function, Call.of("s3:GetObjectVersion", snapshot))))
                        .as("%s reads %s", nameOf(function), prefix)
                        .containsOnly(reads);
                assertThat(may(function, Call.of("s3:PutObject", snapshot)))
                        .as("%s writes to %s", nameOf(function), prefix)
                        .isFalse();
            }
        }
    }

    /** What S3 asks for when it copies versions with their locks (S3 User Guide, "Setting up permissions for live replication"). */
    @Test
    void s3CopiesTheVaultAndDeletesNoCopy() {
        Resource role = only("AWS::IAM::Role", "Replication");
        String arn = deployed.stacks().attribute(role, "Arn");
        Caller s3 = new Caller(arn, "s3-replication", Map.of());
        String version = VAULT + "/daily/audit/2026/11/22/20261122T100000Z/snapshot";
        String copy = version.replace(VAULT, COPIES);

        assertThat(deployed.iam()
                        .takingRefusal(
                                arn,
                                "s3.amazonaws.com",
                                Map.of("aws:SourceAccount", List.of(LocalCloud.PLACE.account()))))
                .isEmpty();
        assertThat(Stream.of("s3:GetReplicationConfiguration", "s3:ListBucket").map(action -> Call.of(action, VAULT)))
                .allMatch(call -> deployed.iam().refusal(s3, call).isEmpty());
        assertThat(Stream.of(
                                "s3:GetObjectVersionForReplication",
                                "s3:GetObjectVersionAcl",
                                "s3:GetObjectVersionTagging",
                                "s3:GetObjectRetention",
                                "s3:GetObjectLegalHold")
                        .map(action -> Call.of(action, version)))
                .allMatch(call -> deployed.iam().refusal(s3, call).isEmpty());
        assertThat(Stream.of("s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner")
                        .map(action -> Call.of(action, copy)))
                .allMatch(call -> deployed.iam().refusal(s3, call).isEmpty());
        assertThat(Stream.of("s3:ReplicateDelete", "s3:DeleteObject", "s3:DeleteObjectVersion")
                        .flatMap(action -> Stream.of(Call.of(action, copy), Call.of(action, version))))
                .noneMatch(call -> deployed.iam().refusal(s3, call).isEmpty());
    }

    @Test
    void nobodyButS3TakesTheRoleThatCopies() {
        String arn = deployed.stacks().attribute(only("AWS::IAM::Role", "Replication"), "Arn");

        for (String service : List.of("lambda.amazonaws.com", "states.amazonaws.com")) {
            assertThat(deployed.iam().takingRefusal(arn, service, Map.of())).isPresent();
        }
        assertThat(deployed.iam()
                        .takingRefusal(arn, "s3.amazonaws.com", Map.of("aws:SourceAccount", List.of("444455556666"))))
                .isPresent();
    }

    private static boolean may(Resource function, Call call) {
        return deployed.iam().refusal(deployed.code(function), call).isEmpty();
    }

    private static List<Resource> functions() {
        List<Resource> functions = deployed.stacks().all(Installation.FUNCTION);
        assertThat(functions).hasSizeGreaterThan(ASK_SERVERS.size());
        return functions;
    }

    private static String nameOf(Resource function) {
        return function.properties().path("Handler").asText().replaceAll(".*\\.|Handler$", "");
    }

    private static String variable(Resource function, String name) {
        return deployed.stacks().text(function, "/Environment/Variables/" + name);
    }

    private static Resource only(String type, String part) {
        List<Resource> found = deployed.stacks().all(type).stream()
                .filter(resource -> resource.path().contains(part))
                .toList();
        assertThat(found).as("%s of %s", type, part).hasSize(1);
        return found.get(0);
    }
}
