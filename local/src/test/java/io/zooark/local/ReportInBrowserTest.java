package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.Trial.Backup;
import io.zooark.local.stepfunctions.Execution;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The reports of real restores in a real browser: one that succeeded, one that was rolled back, and one that was left closed. Pictures of them lie in
 * {@code target/trials/report}.
 */
@Tag("thorough")
class ReportInBrowserTest {
    private static Trial trial;
    private static Browser browser;
    private static Execution restored;
    private static Execution rolledBack;
    private static Execution leftClosed;
    private static Path folder;

    @BeforeAll
    static void restoreThreeTimes() throws Exception {
        Optional<Path> chromium = Browser.installed();
        assumeTrue(
                chromium.isPresent(),
                "no chromium is on the PATH: apt-get install chromium to look at reports with it");
        trial = Trial.begin("report");
        folder = Path.of("target/trials/report").toRealPath();
        Backup backup = trial.backup();
        trial.changeAfterBackup();
        restored = trial.restore(backup);
        trial.before("Persist on every server", ReportInBrowserTest::killAll);
        rolledBack = trial.run(Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id()));
        Trial.assertSucceeded(trial.recoveryOf(rolledBack));
        trial.before("Persist on every server", ReportInBrowserTest::killAll);
        leftClosed =
                trial.run(Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id(), "onFailure", "stay-closed"));
        browser = Browser.start(chromium.get(), folder.resolve("chromium"));
    }

    private static void killAll() {
        trial.ensemble().hosts().forEach(host -> host.server().kill());
    }

    @AfterAll
    static void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (trial != null) {
            trial.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "restored, 1200, false",
        "restored, 400, true",
        "rolled-back, 1200, false",
        "rolled-back, 400, false",
        "left-closed, 1200, true",
        "left-closed, 400, false"
    })
    void fillsTheWindowAndNoMoreAndAsksForNothing(String end, int width, boolean dark) throws Exception {
        URI page = page(execution(end));

        browser.open(page, width, dark);
        browser.screenshot(folder.resolve(end + "-" + width + (dark ? "-dark" : "-light") + ".png"));

        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).containsExactly(page.toString());
        assertThat(number("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(number("window.innerWidth"))
                .isEqualTo(width);
        assertThat(browser.evaluate("(() => { const r = document.querySelector('h1').getBoundingClientRect();"
                                + " return r.top >= 0 && r.bottom <= window.innerHeight && r.width > 0 })()")
                        .asBoolean())
                .as("the headline is seen without scrolling")
                .isTrue();
    }

    @Test
    void saysOnTopWhatHasHappenedAndWhatToDo() throws Exception {
        browser.open(page(restored), 1200, false);
        assertThat(text("h1"))
                .isEqualTo("Restored. ‘orders’ serves the snapshot on all 3 servers, and clients are in.");
        assertThat(text(".facts")).contains("Clients shut out");

        browser.open(page(rolledBack), 1200, false);
        assertThat(text("h1")).contains("was rolled back", "serves its data of before");
        assertThat(text(".ends"))
                .contains("The state ‘Persist on every server’ failed", "Being recovered", "Rolled back")
                .contains("Exception: ");

        browser.open(page(leftClosed), 1200, false);
        assertThat(text("h1")).contains("CLOSED");
        assertThat(text(".next")).contains("\"undo\": \"" + leftClosed.name() + "\"");
    }

    @Test
    void drawsOneBarForEachStateAndTheOneThatFailedInRed() throws Exception {
        for (Execution execution : List.of(restored, rolledBack, leftClosed)) {
            JsonNode steps = report(execution).at("/timeLine/steps");
            browser.open(page(execution), 1200, false);

            assertThat(steps.size()).isGreaterThan(9);
            assertThat(number("document.querySelectorAll('svg.strip rect.state').length"))
                    .isEqualTo(steps.size());
            assertThat(number("document.querySelectorAll('.states svg.bar rect.state').length"))
                    .isEqualTo(steps.size());
            assertThat(number("Array.from(document.querySelectorAll('rect.state'))"
                            + ".filter(r => r.getBoundingClientRect().width < 1).length"))
                    .as("bars too narrow to be seen")
                    .isZero();
            assertThat(number("document.querySelectorAll('rect.shut').length")).isEqualTo(steps.size() + 1);
        }
        assertThat(text(".states li.failed")).contains("Persist on every server", "FAILED");
        assertThat(browser.evaluate("getComputedStyle(document.querySelector('.strip rect.failed')).fill")
                        .asText())
                .isEqualTo("rgb(209, 26, 42)");
    }

    @Test
    void knowsOfASuccessWhatEachServerHolds() throws Exception {
        JsonNode report = report(restored);

        assertThat(report.path("outcome").asText()).isEqualTo("RESTORED");
        assertThat(report.path("servers")).hasSize(3).allSatisfy(server -> {
            assertThat(server.at("/after/digest").asText())
                    .isEqualTo(report.at("/snapshot/digest").asText());
            assertThat(server.at("/before/role").asText()).isIn("leader", "follower");
            assertThat(server.at("/aside/0/folders/0").asText()).endsWith(restored.name() + "/before");
        });
        assertThat(report.at("/rules/openedAt").asText()).isNotEmpty();
        assertThat(report.at("/timeLine/steps/0/name").asText()).isEqualTo("Plan the restore");
    }

    @Test
    void tellsOfARollBackWhyItWasDoneAndWhatIsServedAfterIt() throws Exception {
        JsonNode report = report(rolledBack);

        assertThat(report.path("history").findValuesAsText("outcome")).containsExactly("RECOVERING", "ROLLED_BACK");
        assertThat(report.path("execution").asText()).isEqualTo(rolledBack.arn());
        assertThat(report.at("/timeLine/steps").findValuesAsText("name"))
                .containsSubsequence("Send the snapshot to every server", "Persist on every server")
                .containsSubsequence(
                        "Take the lock over", "Put the old data back", "Lift every cut", "Release the lock");
        assertThat(report.at("/timeLine/steps").findValuesAsText("result"))
                .containsOnlyOnce("FAILED")
                .doesNotContain("UNKNOWN");
        assertThat(report.path("servers"))
                .allSatisfy(server -> assertThat(server.at("/after/digest").asText())
                        .isEqualTo(report.at("/servers/0/after/digest").asText())
                        .startsWith("0x"));
    }

    private static Execution execution(String end) {
        return switch (end) {
            case "restored" -> restored;
            case "rolled-back" -> rolledBack;
            default -> leftClosed;
        };
    }

    private static String text(String selector) throws IOException {
        return browser.evaluate("document.querySelector('" + selector + "').innerText")
                .asText();
    }

    private static int number(String expression) throws IOException {
        return browser.evaluate(expression).asInt();
    }

    private static URI page(Execution execution) {
        return file(execution, "report.html").toUri();
    }

    private static JsonNode report(Execution execution) throws IOException {
        return Json.mapper().readTree(file(execution, "report.json").toFile());
    }

    private static Path file(Execution execution, String name) {
        return trial.vaultFile("restores/" + LocalCloud.ENSEMBLE + "/" + execution.name() + "/" + name)
                .toAbsolutePath();
    }
}
