package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does with what restores have set aside: listing it, and pruning it. */
class SetAsideFoldersTest {
    private final StandInHost host;

    SetAsideFoldersTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.withoutSync().oldData().held();
    }

    @Test
    void listsThemWithoutAChange() throws Exception {
        restored();
        Map<String, String> before = host.inventory();

        JsonNode said = host.run("list-aside").json();

        assertThat(said.get("restores")).hasSize(1);
        assertThat(said.at("/restores/0/id").asText()).isEqualTo("r-1");
        assertThat(said.at("/restores/0/bytes").asLong())
                .isPositive()
                .isEqualTo(said.get("bytes").asLong());
        assertThat(said.at("/restores/0/since").asText()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(said.at("/restores/0/halfDone").asBoolean()).isFalse();
        assertThat(host.inventory()).isEqualTo(before);
    }

    @Test
    void anInspectionTellsWhetherWhatARestoreHasSetAsideIsThere() throws Exception {
        assertThat(host.run("inspect").json().get("aside").asBoolean()).isFalse();
        restored();
        assertThat(host.run("inspect").json().get("aside").asBoolean()).isTrue();

        Files.move(host.data().resolve("set-aside/r-1/before"), host.data().resolve("set-aside/r-1/lost"));

        assertThat(host.run("inspect").json().get("aside").asBoolean()).isFalse();
    }

    @Test
    void listsAsManyAsFitAndCountsTheOthers() throws Exception {
        for (int number = 10; number < 50; number++) {
            Files.createDirectories(host.data().resolve("set-aside/daily-restore-after-the-incident-" + number));
        }

        JsonNode said = host.run("list-aside").json();

        assertThat(said.get("restores").size()).isBetween(10, 39);
        assertThat(said.get("restores").size() + said.get("more").asInt()).isEqualTo(40);
    }

    @Test
    void saysThatOneIsHalfDone() throws Exception {
        halfDone();

        assertThat(host.run("list-aside").json().at("/restores/0/halfDone").asBoolean())
                .isTrue();
    }

    @Test
    void listsNothingWhereThereIsNothing() throws Exception {
        assertThat(host.run("list-aside").json())
                .hasToString("{\"action\":\"list-aside\",\"bytes\":0,\"restores\":[],\"more\":0}");
    }

    @Test
    void prunesTheNamedOneAndNothingElse() throws Exception {
        restored();
        host.write("data/set-aside/r-0/before/log.1", "another restore's");
        Map<String, String> before = host.dataInventory();
        before.keySet().removeIf(path -> path.contains("/set-aside/r-1"));

        Answer answer = host.run("prune");

        assertThat(answer.json().get("restoreId").asText()).isEqualTo("r-1");
        assertThat(answer.json().get("bytes").asLong()).isPositive();
        assertThat(host.dataInventory()).isEqualTo(before);
    }

    @Test
    void prunesAllOfItWhereverItIsKilled() throws Exception {
        restored();

        for (Map<String, String> moment : host.momentsOf("prune")) {
            host.reset(moment);
            int again = host.run("prune").exitStatus();

            assertThat(host.dataInventory().keySet()).noneMatch(path -> path.contains("r-1"));
            assertThat(again).isZero();
        }
    }

    @Test
    void doesNotPruneWithoutTheNameTypedAgain() throws Exception {
        restored();
        host.with("Confirm", "r-2");

        refusesToPruneSaying("Confirm is 'r-2', not 'r-1'");
    }

    @Test
    void doesNotPruneAHalfDoneOne() throws Exception {
        halfDone();

        refusesToPruneSaying("restore r-1 is half done");
    }

    @Test
    void doesNotPruneWhileARestoreIsUnderWay() throws Exception {
        restored();
        host.held();
        refusesToPruneSaying("unit zookeeper is held");

        host.run("uncut");
        host.run("cut");
        refusesToPruneSaying("clients are shut out");
    }

    @Test
    void doesNotPruneWhatIsInUse() throws Exception {
        restored();
        Files.createDirectories(host.data().resolve("set-aside/r-1/used"));
        host.zooCfg("dataDir=%s\n".formatted(host.path("other")));
        Files.createDirectories(host.path("other/set-aside"));
        Files.createSymbolicLink(host.path("other/set-aside/r-1"), host.data().resolve("set-aside/r-1"));
        Files.createSymbolicLink(host.path("other/version-2"), host.data().resolve("set-aside/r-1/used"));

        refusesToPruneSaying("which is in use, lies in");
    }

    @Test
    void doesNotPruneWhatIsNotThere() throws Exception {
        refusesToPruneSaying("a restore is under way");
        host.run("uncut");

        refusesToPruneSaying("restore r-1 has nothing set aside on this host");
    }

    @Test
    void doesNotPutBackWhatWasPruned() throws Exception {
        restored();
        host.run("prune");
        host.held();

        assertThat(host.run("put-back").json().get("error").asText())
                .isEqualTo("what restore r-1 had set aside was pruned on this host");
    }

    private void restored() throws IOException, InterruptedException {
        assertThat(host.run("set-aside").exitStatus()).isZero();
        host.write("data/version-2/snapshot.200000a", "restored");
        assertThat(host.run("uncut").exitStatus()).isZero();
    }

    private void halfDone() throws IOException, InterruptedException {
        List<Map<String, String>> moments = List.copyOf(host.momentsOf("set-aside"));
        host.reset(moments.get(moments.size() / 2));
    }

    private void refusesToPruneSaying(String error) throws IOException, InterruptedException {
        Map<String, String> before = host.dataInventory();

        assertThat(host.run("prune").json().get("error").asText()).contains(error);
        assertThat(host.dataInventory()).isEqualTo(before);
    }
}
