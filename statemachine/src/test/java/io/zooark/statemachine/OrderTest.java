package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host does with a command that arrives after those of another execution have. */
class OrderTest {
    private static final String ORDER = "root/var/lib/zooark/order";

    private final StandInHost host;

    OrderTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.oldData().held();
    }

    @ParameterizedTest
    @CsvSource({"6.999, 7.0", "7.9, 7.10", "9.5, 10.0", "007.1, 7.2", "0.0, 999999999999.9999"})
    void doesNothingForALowerOneThanItHasSeen(String late, String seen) throws Exception {
        host.write(ORDER, seen);
        Map<String, String> before = host.inventory();

        Answer answer = host.with("Order", late).run("set-aside");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("stale").asBoolean()).isTrue();
        assertThat(answer.json().get("error").asText())
                .startsWith("stale: order " + late + " is below " + seen + ", which this host was given since");
        host.path("root/run/zooark").toFile().delete();
        assertThat(host.inventory()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cut",
                "stop",
                "set-aside",
                "start",
                "keep-restored",
                "put-back",
                "uncut",
                "fetch",
                "place",
                "wipe-for-rejoin"
            })
    void everyDocumentThatActsHasOne(String action) throws Exception {
        host.write(ORDER, "2.0");

        assertThat(host.run(action).json().get("stale").asBoolean()).isTrue();
        assertThat(host.read("state/calls")).isEmpty();
    }

    @Test
    void takesAnEqualOneForARepetition() throws Exception {
        Answer first = host.with("Order", "3.20").run("set-aside");

        assertThat(host.run("set-aside").standardOutput()).isEqualTo(first.standardOutput());
        assertThat(host.read(ORDER)).isEqualTo("3.20");
    }

    @Test
    void isTheHostsAndNotOneRestoresAlone() throws Exception {
        host.with("Order", "3.20").run("set-aside");

        Answer answer = host.with("RestoreId", "r-2").with("Order", "3.19").run("stop");

        assertThat(answer.json().get("stale").asBoolean()).isTrue();
    }

    @Test
    void isWrittenDownBeforeTheDocumentActs() throws Exception {
        host.with("Order", "3.20");

        assertThat(host.momentsOf("set-aside"))
                .filteredOn(moment -> moment.keySet().stream().anyMatch(path -> path.startsWith("data/set-aside")))
                .isNotEmpty()
                .allSatisfy(moment -> assertThat(moment).containsEntry(ORDER, "3.20"));
    }

    @Test
    void isToldByInspect() throws Exception {
        assertThat(host.run("inspect").json().get("order").isNull()).isTrue();
        host.write(ORDER, "7.140");

        assertThat(host.run("inspect").json().get("order").asText()).isEqualTo("7.140");
    }

    @Test
    void isNotGuessedWhereItCannotBeRead() throws Exception {
        host.write(ORDER, "seven");

        assertThat(host.run("set-aside").json().get("error").asText()).endsWith("order holds 'seven'");
        assertThat(host.has("data/set-aside")).isFalse();
    }
}
