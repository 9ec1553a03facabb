package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiringsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rate(5 minutes); PT5M; PT10M",
                "rate(1 hour); PT1H; PT2H",
                "rate(12 hours); PT12H; PT24H",
                "rate(7 days); PT168H; PT336H",
                "cron(0 * * * ? *); PT1H; PT2H",
                "cron(0/15 * * * ? *); PT15M; PT30M",
                "cron(*/20 8-17 * * ? *); PT14H20M; PT14H40M",
                "cron(30 3 * * ? *); PT24H; PT48H",
                "cron(0 9,18 * * ? *); PT15H; PT24H",
                "cron(0 6-18/6 * * ? *); PT12H; PT18H",
                "cron(0 20 ? * MON-FRI *); PT72H; PT96H",
                "cron(0 9-17 ? * 2-6 *); PT64H; PT65H",
                "cron(0 4 ? * SUN *); PT168H; PT336H",
                "cron(0 4 ? * 6L *); PT840H; PT1512H",
                "cron(0 4 ? * MON#1 *); PT840H; PT1512H",
                "cron(0 4 L * ? *); PT744H; PT1488H",
                "cron(0 4 LW * ? *); PT792H; PT1512H",
                "cron(0 4 1 * ? *); PT744H; PT1488H",
                "cron(0 4 15W * ? *); PT768H; PT1512H",
                "cron(0 4 1 JAN,JUL ? *); PT4416H; PT8784H",
                "cron(0 0 29 2 ? *); PT35064H; PT70128H",
                "cron(0 0 * * ? 2026-2027); PT24H; PT48H"
            })
    void knowsTheLongestWaitForTheNextAndForTheOneAfter(String expression, Duration one, Duration two) {
        assertThat(longest(1, expression, "UTC")).isEqualTo(one);
        assertThat(longest(2, expression, "UTC")).isEqualTo(two);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cron(0 * * * ? *); Europe/Berlin; PT2H; PT3H",
                "cron(30 4 * * ? *); Europe/Berlin; PT25H; PT49H",
                "cron(30 2 * * ? *); Europe/Berlin; PT47H; PT71H",
                "cron(30 4 * * ? *); Asia/Kolkata; PT24H; PT48H",
                "rate(1 day); Europe/Berlin; PT24H; PT48H"
            })
    void knowsWhatChangesOfTheClockDoToIt(String expression, String zone, Duration one, Duration two) {
        assertThat(longest(1, expression, zone)).isEqualTo(one);
        assertThat(longest(2, expression, zone)).isEqualTo(two);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cron(0 18-6 * * ? *); hours has a range that runs backwards: '18-6'",
                "cron(0 0 31 2 ? *); fires less than 2 times",
                "cron(0 0 1 1 ? 2027); fires less than 2 times"
            })
    void refusesWhatLooksLikeAScheduleAndIsNoneThatCanBeWatched(String expression, String problem) {
        assertThatThrownBy(() -> longest(1, expression, "UTC"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(expression)
                .hasMessageContaining(problem)
                .hasMessageContaining("HINT: ");
    }

    private static Duration longest(int times, String expression, String zone) {
        return Firings.longestUntil(times, new EnsembleConfig.Schedule(expression, zone, 0));
    }
}
