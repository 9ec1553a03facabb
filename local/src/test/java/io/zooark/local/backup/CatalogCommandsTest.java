package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.json.Json;
import io.zooark.local.backup.Tool.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** A person who looks for a backup: {@code list} and {@code show} over a vault that TakeSnapshot has filled. */
class CatalogCommandsTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final String TORN = "hourly-20261118T120000Z";
    private static final String LABELLED = "manual-20261118T130000Z";
    private static final String BROKEN = "safety-20261118T140000Z";
    private static final String UNFINISHED = "hourly-20261118T150000Z";

    private static Account account;
    private static FakeAdminServer server;
    private static Tool tool;

    @BeforeAll
    static void fillAVault(@TempDir Path folder) throws IOException {
        account = Account.open(folder);
        server = FakeAdminServer.open();
        tool = new Tool(account, NOW);
        byte[] snapshot = Snapshots.whole(20, 100);
        server.snapshot(FakeAdminServer.FOLLOWER_ZXID, snapshot);
        take(Map.of("scheduledTime", Account.DUE));
        take(Map.of("scheduledTime", "2026-11-18T13:00:00Z", "class", "manual", "label", "before-upgrade"));
        take(Map.of("scheduledTime", "2026-11-18T14:00:00Z", "class", "safety"));
        server.snapshot("0x300000005", snapshot);
        take(Map.of("scheduledTime", "2026-11-18T12:00:00Z"));
        put("safety/orders/20261118T140000Z/manifest.json", "{");
        put("hourly/orders/20261118T150000Z/snapshot", "half of it");
        put("monthly/orders/20261118T100000Z/drill-20261118T110000Z-passed.json", drill(true, ""));
        put("monthly/orders/20261118T100000Z/drill-20261119T110000Z-failed.json", drill(false, "2 znodes are missing"));
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
        account.close();
    }

    @Test
    void listsTheNewestFirstInATable() {
        Run run = list();

        assertThat(run.status()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).matches("ID +VERDICT +START ZXID +END ZXID +ZNODES +SIZE +AGE +SOURCE +LABEL +DRILL");
        assertThat(lines.subList(1, lines.size()))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly(BROKEN, LABELLED, TORN, "monthly-20261118T100000Z");
        assertThat(lines.get(1)).contains("UNREADABLE");
        assertThat(lines.get(2)).contains("CONSISTENT", "before-upgrade");
        assertThat(lines.get(3)).contains("TORN", "0x300000005  0x300000007");
        assertThat(lines.get(4))
                .contains("CONSISTENT", "2 at 127.0.0.1:" + server.port(), "FAILED 2026-11-19T11:00:00Z")
                .containsPattern(" \\d+[smhd] ")
                .contains(" 26 ");
    }

    @Test
    void saysHowManyAreUnfinished() {
        assertThat(list().err()).contains("1 unfinished").contains(UNFINISHED);
        assertThat(list("--class", "monthly").err()).isEmpty();
    }

    @Test
    void listsTheSameAsOneJsonDocument() throws IOException {
        Run run = list("--json");

        assertThat(run.status()).isZero();
        JsonNode all = run.json();
        assertThat(all.findValuesAsText("id")).containsExactly(BROKEN, LABELLED, TORN, "monthly-20261118T100000Z");
        JsonNode monthly = all.get(3);
        List<String> names = new ArrayList<>();
        monthly.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "id",
                        "class",
                        "scheduledTime",
                        "ageSeconds",
                        "verdict",
                        "startZxid",
                        "endZxid",
                        "nodeCount",
                        "bytes",
                        "source",
                        "sourceId",
                        "label",
                        "provenAt",
                        "lastDrill",
                        "problem");
        assertThat(monthly.path("class").asText()).isEqualTo("monthly");
        assertThat(monthly.path("scheduledTime").asText()).isEqualTo(Account.DUE);
        assertThat(monthly.path("endZxid").asText()).isEqualTo(FakeAdminServer.FOLLOWER_ZXID);
        assertThat(monthly.path("provenAt").asText()).isEqualTo("2026-11-18T11:00:00Z");
        assertThat(monthly.path("lastDrill").path("passed").asBoolean(true)).isFalse();
        assertThat(all.get(0).path("verdict").isNull()).isTrue();
        assertThat(all.get(0).path("problem").asText()).contains("manifest.json is not a manifest");
        assertThat(all.get(1).path("label").asText()).isEqualTo("before-upgrade");
    }

    @Test
    void findsByClassTimeAndLabel() throws IOException {
        assertThat(ids("--class", "hourly")).containsExactly(TORN);
        assertThat(ids("--before", "2026-11-18T12:00:00Z")).containsExactly("monthly-20261118T100000Z");
        assertThat(ids("--before", "2026-11-18T13:00:00+01:00")).containsExactly("monthly-20261118T100000Z");
        assertThat(ids("--label", "before-upgrade")).containsExactly(LABELLED);
        assertThat(ids("--limit", "2")).containsExactly(BROKEN, LABELLED);
    }

    @Test
    void saysThatNoneMatches() {
        Run none = list("--before", "2026-11-18");

        assertThat(none.status()).isEqualTo(1);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("no snapshot of 'orders' in zooark-vault matches");
        assertThat(list("--class", "weekly", "--json")).returns(1, Run::status).returns("[ ]\n", Run::out);
    }

    @Test
    void showsEverythingThatIsKnownOfOne() {
        Run run = show("monthly-20261118T100000Z");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("monthly-20261118T100000Z of orders\n")
                .contains("verdict      CONSISTENT: ")
                .contains("source       server 2 at 127.0.0.1:" + server.port() + ", follower, ZooKeeper 3.9.5")
                .contains("zxid         0x300000007 to 0x300000007, epoch 3")
                .contains("object       s3://zooark-vault/" + Account.KEY)
                .contains("drill        2026-11-19T11:00:00Z FAILED: 2 znodes are missing, in 1.5 s")
                .contains("drill        2026-11-18T11:00:00Z passed, in 1.5 s");
        assertThat(show(LABELLED).out()).contains("label        before-upgrade").contains("none was made with it");
        assertThat(tool.run("show", "s3://zooark-vault/monthly/orders/20261118T100000Z/")
                        .out())
                .isEqualTo(run.out());
    }

    @Test
    void showsTheManifestItselfAsJson() throws IOException {
        JsonNode shown = show("monthly-20261118T100000Z", "--json").json();

        ObjectNode kept =
                (ObjectNode) Json.mapper().readTree(account.read(Account.KEY.replace("snapshot", "manifest.json")));
        assertThat(shown.path("drills")).hasSize(2);
        assertThat(shown.path("drills").get(0).path("reason").asText()).isEqualTo("2 znodes are missing");
        assertThat(((ObjectNode) shown).without("drills").toString()).isEqualTo(kept.toString());
    }

    @Test
    void namesTheNeighboursOfWhatIsNotThere() {
        Run run = show("daily-20261118T121000Z");

        assertThat(run.status()).isEqualTo(66);
        assertThat(run.err())
                .contains("'orders' has no snapshot daily-20261118T121000Z in zooark-vault")
                .contains("HINT: near it: " + TORN + ", " + LABELLED);
        assertThat(tool.run("show", "latest", "--bucket", Account.BUCKET, "--ensemble", "ordres"))
                .returns(66, Run::status)
                .satisfies(other -> assertThat(other.err()).contains("'ordres' has no CONSISTENT backup"));
    }

    @Test
    void saysThatAManifestCannotBeRead() {
        Run run = show(BROKEN);

        assertThat(run.status()).isEqualTo(69);
        assertThat(run.err()).contains("manifest.json is not a manifest").contains("HINT: ");
    }

    @Test
    void saysThatThereIsNoSuchBucket() {
        Run run = tool.run("list", "--bucket", "no-such-bucket", "--ensemble", "orders");

        assertThat(run.status()).isEqualTo(69);
        assertThat(run.err()).contains("no-such-bucket").contains("HINT: look whether the bucket's name, in --bucket");
    }

    private static Run list(String... more) {
        return tool.run(
                Stream.concat(Stream.of("list", "--bucket", Account.BUCKET, "--ensemble", "orders"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static List<String> ids(String... more) throws IOException {
        String[] arguments = Stream.concat(Stream.of("--json"), Stream.of(more)).toArray(String[]::new);
        return list(arguments).json().findValuesAsText("id");
    }

    private static Run show(String... arguments) {
        return tool.run(Stream.concat(
                        Stream.of("show", "--bucket", Account.BUCKET, "--ensemble", "orders"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static void take(Map<String, String> event) throws IOException {
        Map<String, String> whole = new HashMap<>(event);
        whole.put("ensemble", "orders");
        account.function(server.port()).take(whole);
    }

    private static String drill(boolean passed, String reason) {
        return Json.write(Map.of("passed", passed, "reason", reason, "durationMs", 1_500));
    }

    private static void put(String key, String content) {
        account.s3()
                .putObject(
                        request -> request.bucket(Account.BUCKET).key(key),
                        RequestBody.fromBytes(content.getBytes(UTF_8)));
    }
}
