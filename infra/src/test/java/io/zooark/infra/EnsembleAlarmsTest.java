package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.handler.FunctionLog;
import io.zooark.invocation.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsNode
class EnsembleAlarmsTest {
    private static final String ALARM = "AWS::CloudWatch::Alarm";
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;
    private static final int LONGEST_DESCRIPTION = 1024;

    private final Deployed orders = Synthesis.orders();
    private final Deployed audit = Synthesis.audit();

    @Test
    void toEachOfThemNoDataIsBadNews() {
        assertThat(orders.all(ALARM))
                .hasSameSizeAs(AlarmText.values())
                .allMatch(alarm -> alarm.path("TreatMissingData").asText().equals("breaching"));
    }

    @Test
    void theyGoByMetricsThatTheFunctionsWrite() {
        Set<String> written = Arrays.stream(Metric.values()).map(Metric::label).collect(Collectors.toSet());
        Set<String> read = new TreeSet<>();
        for (JsonNode metric : orders.all(ALARM).stream()
                .flatMap(alarm -> alarm.findParents("Namespace").stream())
                .filter(metric -> !metric.path("Namespace").asText().startsWith("AWS/"))
                .toList()) {
            Lines.Series series = Bell.series(metric);
            assertThat(series.namespace()).isEqualTo(FunctionLog.NAMESPACE);
            assertThat(series.dimensions())
                    .containsOnlyKeys(FunctionLog.DIMENSION)
                    .containsValue("orders");
            read.add(series.name());
        }

        assertThat(read).hasSizeGreaterThan(5).isSubsetOf(written);
    }

    /** "An alarm's total current evaluation period": PutMetricAlarm in the CloudWatch API reference. */
    @Test
    void noneLooksFurtherBackThanCloudWatchAllows() {
        for (JsonNode alarm : orders.all(ALARM)) {
            for (JsonNode period : alarm.findValues("Period")) {
                int all = period.asInt() * alarm.path("EvaluationPeriods").asInt();
                assertThat(period.asInt() % 60).isZero();
                assertThat(all).isLessThanOrEqualTo(period.asInt() < HOUR ? DAY : 7 * DAY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachSaysWhatItMeansAndWhatToDoAndWhereThatStands(AlarmText text) throws IOException {
        String longest = text.of("a".repeat(40));
        assertThat(longest).hasSizeLessThanOrEqualTo(LONGEST_DESCRIPTION).contains(" TO DO: ");

        Matcher section = Pattern.compile("((?:infra|statemachine)/README\\.md), '([^']+)'")
                .matcher(longest);
        assertThat(section.find()).as(longest).isTrue();
        assertThat(Files.readAllLines(Path.of("..").resolve(section.group(1))))
                .anyMatch(line -> line.matches("#+ " + Pattern.quote(section.group(2))));
    }

    @Test
    void eachTellsTheConfiguredTopicsWhenItRingsAndWhenItIsOver() {
        assertThat(audit.all(ALARM)).isNotEmpty().allSatisfy(alarm -> {
            List<String> told = texts(alarm.path("AlarmActions"));
            assertThat(told)
                    .hasSize(2)
                    .contains("arn:aws:sns:eu-central-1:111122223333:operators")
                    .anyMatch(topic -> topic.startsWith("{AlarmsTargetsMail"));
            assertThat(texts(alarm.path("OKActions"))).isEqualTo(told);
        });
        assertThat(audit.only("AWS::SNS::Subscription").path("Protocol").asText())
                .isEqualTo("email");
    }

    @Test
    void onlyAlarmsOfThisAccountRingByTheTopicOfTheStack() {
        JsonNode statements = audit.only("AWS::SNS::TopicPolicy").at("/PolicyDocument/Statement");
        List<JsonNode> allowed = Deployed.stream(statements)
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .toList();

        assertThat(allowed).singleElement().satisfies(statement -> {
            assertThat(statement.at("/Principal/Service").asText()).isEqualTo("cloudwatch.amazonaws.com");
            assertThat(Deployed.text(statement.at("/Condition/StringEquals/aws:SourceAccount")))
                    .isEqualTo("{AWS::AccountId}");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // two intervals, five minutes late, a run of fifteen
                "rate(1 hour); UTC; 5; PT2H20M",
                "cron(0 * * * ? *); UTC; 5; PT2H20M",
                "rate(5 minutes); UTC; 0; PT25M",
                "cron(30 4 * * ? *); Europe/Berlin; 0; PT49H15M",
                "cron(0 20 ? * MON-FRI *); UTC; 15; PT96H30M",
                "cron(0 4 ? * SUN *); UTC; 60; PT337H15M"
            })
    void aBackupIsOverdueWhenTwoInARowWereNotTaken(String expression, String zone, int flexible, Duration overdue) {
        EnsembleConfig.Schedule backups = new EnsembleConfig.Schedule(expression, zone, flexible);

        assertThat(Patience.of(backups, backups).backup()).isEqualTo(overdue);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // of a day, late and with its tries 1:30; the backup that it takes is 1:20 old at most
                "cron(30 3 * * ? *); UTC; PT26H50M",
                "rate(12 hours); UTC; PT14H50M",
                "cron(0 5 ? * SUN *); Europe/Berlin; PT171H50M"
            })
    void aDrillIsOverdueWhenNoneHasProvenWhatItShouldHaveTaken(String expression, String zone, Duration overdue) {
        EnsembleConfig.Schedule hourly = new EnsembleConfig.Schedule("rate(1 hour)", "UTC", 5);
        EnsembleConfig.Schedule drills = new EnsembleConfig.Schedule(expression, zone, 15);

        assertThat(Patience.of(hourly, drills).drill()).isEqualTo(overdue);
    }

    @Test
    void theThresholdsAreThoseOfTheConfiguredSchedules() {
        assertThat(orders.alarm("BackupOverdue").path("Threshold").asLong())
                .isEqualTo(Duration.ofMinutes(140).toSeconds());
        assertThat(orders.alarm("Closed").path("Threshold").asLong()).isEqualTo(1800);
        assertThat(audit.alarm("BackupOverdue").path("Threshold").asLong())
                .isEqualTo(Duration.ofHours(49).plusMinutes(15).toSeconds());
    }

    private static List<String> texts(JsonNode list) {
        return Deployed.stream(list).map(Deployed::text).toList();
    }
}
