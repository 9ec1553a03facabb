package io.zooark.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.local.cloudformation.Place;
import io.zooark.local.iam.Call;
import io.zooark.local.s3.S3;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** What the SDK's clients are asked leave for, and what they are told who have none. */
class CallLeaveTest {
    private static final Place PLACE = new Place("123456789012", "eu-central-1");
    private static final String GROUP = "sg-0000000000000001";
    private static final String SERVER = "i-0000000000000001";
    private static final String VAULT = "arn:aws:s3:::vault";

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Ec2 ec2 = new Ec2();
    private final Ssm ssm = new Ssm(Clock.systemUTC(), Duration.ZERO);
    private String refused = "none:Nothing";
    private String signedBy = "local";
    private final S3 s3;
    private final Gateway gateway;
    private final S3Client client;

    CallLeaveTest(@TempDir Path folder) throws IOException {
        s3 = S3.open(folder.resolve("s3"));
        gateway = Gateway.open(0).s3(s3).ec2(ec2).ssm(ssm);
        client = S3Client.builder()
                .endpointOverride(gateway.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials("local"))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @BeforeEach
    void judge() {
        s3.createBucket("vault");
        ec2.add(new SecurityGroup(GROUP, "servers", "vpc-1", "123456789012", Map.of()));
        ec2.put(Instance.running(SERVER, Map.of("zooark:ensemble", "orders")));
        gateway.judge(
                (key, call) -> {
                    assertThat(key).isEqualTo(signedBy);
                    calls.add(call);
                    return call.action().equals(refused) ? Optional.of("not today") : Optional.empty();
                },
                PLACE,
                ec2,
                s3);
    }

    @AfterEach
    void close() {
        client.close();
        gateway.close();
        ssm.close();
        s3.close();
    }

    @Test
    void aWriteOnConditionOfAnUnchangedObjectTakesLeaveToReadItToo() {
        String etag = put("locks/orders.json").eTag();
        client.putObject(
                put -> put.bucket("vault").key("locks/orders.json").ifMatch(etag), RequestBody.fromString("b"));

        assertThat(calls)
                .containsExactly(
                        Call.of("s3:PutObject", VAULT + "/locks/orders.json"),
                        Call.of("s3:PutObject", VAULT + "/locks/orders.json"),
                        Call.of("s3:GetObject", VAULT + "/locks/orders.json"));
    }

    @Test
    void aVersionTakesALeaveOfItsOwn() {
        s3.tellVersions();
        String version = put("hourly/a").versionId();

        client.getObjectAsBytes(get -> get.bucket("vault").key("hourly/a"));
        client.headObject(head -> head.bucket("vault").key("hourly/a").versionId(version));

        assertThat(calls)
                .extracting(Call::action)
                .containsExactly("s3:PutObject", "s3:GetObject", "s3:GetObjectVersion");
    }

    @Test
    void whatIsMissingIsRefusedToWhoMayNotList() {
        assertThatThrownBy(
                        () -> client.getObjectAsBytes(get -> get.bucket("vault").key("hourly/a")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThat(calls)
                .extracting(call -> call.action() + call.context())
                .containsExactly("s3:GetObject{}", "s3:ListBucket{}", "s3:ListBucket{s3:prefix=[hourly/a]}");
        refused = "s3:ListBucket";

        assertThatThrownBy(
                        () -> client.getObjectAsBytes(get -> get.bucket("vault").key("hourly/a")))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(403);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                    assertThat(e).hasMessageContaining("not told that hourly/a is missing");
                });
    }

    @Test
    void aListTellsItsPrefix() {
        client.listObjectsV2(
                list -> list.bucket("vault").prefix("hourly/orders/").delimiter("/"));

        assertThat(calls)
                .containsExactly(Call.of("s3:ListBucket", VAULT)
                        .with("s3:prefix", "hourly/orders/")
                        .with("s3:delimiter", "/"));
    }

    @Test
    void anUploadInPartsTakesLeaveToWriteAndToGiveUp() {
        String upload = client.createMultipartUpload(
                        create -> create.bucket("vault").key("hourly/a"))
                .uploadId();
        client.uploadPart(
                part -> part.bucket("vault").key("hourly/a").uploadId(upload).partNumber(1),
                RequestBody.fromString("part"));
        client.abortMultipartUpload(
                abort -> abort.bucket("vault").key("hourly/a").uploadId(upload));

        assertThat(calls)
                .extracting(call -> call.action() + call.context())
                .containsExactly(
                        "s3:PutObject{s3:objectcreationoperation=[false]}",
                        "s3:PutObject{s3:objectcreationoperation=[false]}",
                        "s3:AbortMultipartUpload{}");
    }

    @Test
    void whoFetchesFromASignedAddressIsItsSigner() throws Exception {
        put("placements/a");
        calls.clear();
        signedBy = "signer";
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(gateway.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials("signer"))
                .build()) {
            URI address = presigner
                    .presignGetObject(signing -> signing.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(get -> get.bucket("vault").key("placements/a")))
                    .url()
                    .toURI();

            int status = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .statusCode();

            assertThat(status).isEqualTo(200);
            assertThat(calls).extracting(Call::action).containsExactly("s3:GetObject");
        }
    }

    @Test
    void aDocumentIsSentByLeaveForItAndForEachInstance() {
        refused = "ssm:Nothing";
        try (SsmClient sender = Clients.ssm(gateway.endpoint())) {
            assertThatThrownBy(() -> sender.sendCommand(
                            send -> send.documentName("zooark-cut").instanceIds(SERVER)))
                    .isInstanceOf(SsmException.class)
                    .hasMessageContaining("no document");
            refused = "ssm:GetParameter";
            assertThatThrownBy(() -> sender.getParameter(get -> get.name("/zooark/orders/admin")))
                    .isInstanceOfSatisfying(SsmException.class, e -> {
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                        assertThat(e).hasMessageContaining("not today");
                    });
        }

        assertThat(calls)
                .containsExactly(
                        Call.of("ssm:SendCommand", "arn:aws:ssm:eu-central-1:123456789012:document/zooark-cut"),
                        Call.of("ssm:SendCommand", "arn:aws:ec2:eu-central-1:123456789012:instance/" + SERVER)
                                .with("ssm:resourceTag/zooark:ensemble", "orders")
                                .with("aws:ResourceTag/zooark:ensemble", "orders"),
                        Call.of(
                                "ssm:GetParameter",
                                "arn:aws:ssm:eu-central-1:123456789012:parameter/zooark/orders/admin"));
    }

    @Test
    void aRuleIsAddedByLeaveForItsGroupForRulesAndForItsTags() {
        String rules = "arn:aws:ec2:eu-central-1:123456789012:security-group-rule/";
        String group = "arn:aws:ec2:eu-central-1:123456789012:security-group/" + GROUP;
        try (Ec2Client network = Clients.ec2(gateway.endpoint())) {
            network.describeSecurityGroupRules(describe -> describe.maxResults(5));
            IpPermission clients = IpPermission.builder()
                    .ipProtocol("tcp")
                    .fromPort(2181)
                    .toPort(2181)
                    .ipRanges(IpRange.builder().cidrIp("10.0.0.0/8").build())
                    .build();
            TagSpecification tags = TagSpecification.builder()
                    .resourceType(ResourceType.SECURITY_GROUP_RULE)
                    .tags(Tag.builder().key("zooark:restore").value("r1").build())
                    .build();
            String added = network.authorizeSecurityGroupIngress(
                            add -> add.groupId(GROUP).ipPermissions(clients).tagSpecifications(tags))
                    .securityGroupRules()
                    .get(0)
                    .securityGroupRuleId();
            refused = "ec2:RevokeSecurityGroupIngress";
            assertThatThrownBy(() -> network.revokeSecurityGroupIngress(
                            revoke -> revoke.groupId(GROUP).securityGroupRuleIds(added)))
                    .isInstanceOfSatisfying(Ec2Exception.class, e -> {
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnauthorizedOperation");
                        assertThat(e).hasMessageContaining("not today");
                    });

            assertThat(calls)
                    .containsExactly(
                            Call.of("ec2:DescribeSecurityGroupRules", "*"),
                            Call.of("ec2:AuthorizeSecurityGroupIngress", group),
                            Call.of("ec2:AuthorizeSecurityGroupIngress", rules + "*"),
                            Call.of("ec2:CreateTags", rules + "*")
                                    .with("aws:RequestTag/zooark:restore", "r1")
                                    .with("aws:TagKeys", "zooark:restore")
                                    .with("ec2:CreateAction", "AuthorizeSecurityGroupIngress"),
                            Call.of("ec2:RevokeSecurityGroupIngress", group));
        }
    }

    @Test
    void whatNobodyHasAskedForYetDoesNotPassUnjudged() {
        assertThatThrownBy(() -> client.copyObject(copy -> copy.sourceBucket("vault")
                        .sourceKey("a")
                        .destinationBucket("vault")
                        .destinationKey("b")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(501));
        assertThat(calls).isEmpty();
    }

    private PutObjectResponse put(String key) {
        return client.putObject(put -> put.bucket("vault").key(key), RequestBody.fromString("a"));
    }

    private static StaticCredentialsProvider credentials(String id) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, "local"));
    }
}
