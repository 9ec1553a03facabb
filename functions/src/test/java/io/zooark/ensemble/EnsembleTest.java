package io.zooark.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zooark.json.Json;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How backups are taken, as the owner of an ensemble says it. */
class EnsembleTest {

    @Test
    void takesBackupsAsUsualWhereNothingIsSaid() throws JsonProcessingException {
        assertThat(read("").backups()).isEqualTo(new Ensemble.Backups("UTC", 4, "3.9.4"));
        assertThat(read(", 'backups': {}").backups()).isEqualTo(Ensemble.Backups.usual());
        assertThat(read(", 'backups': {'attempts': 1}").backups()).isEqualTo(new Ensemble.Backups("UTC", 1, "3.9.4"));
    }

    @Test
    void takesBackupsAsItIsSaid() throws JsonProcessingException {
        Ensemble.Backups backups =
                read(", 'backups': {'timeZone': 'Asia/Kathmandu', 'attempts': 10, 'oldestVersion': '3.10'}")
                        .backups();

        assertThat(backups.zone()).isEqualTo(ZoneId.of("Asia/Kathmandu"));
        assertThat(backups.attempts()).isEqualTo(10);
        assertThat(backups.oldestVersion()).isEqualTo("3.10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'attempts': 0 | backups.attempts must be from 1 to 10, got 0",
                "'attempts': 11 | backups.attempts must be from 1 to 10, got 11",
                "'attempts': 'four' | attempts",
                "'timeZone': 'Europe/Berlim' | backups.timeZone must be a time zone like Europe/Berlin or UTC, got 'Europe",
                "'timeZone': '+02:00' | backups.timeZone",
                "'oldestVersion': 'three' | backups.oldestVersion must be a version like 3.9.4, got 'three'",
                "'retention': 5 | retention"
            })
    void namesTheFieldThatItRefuses(String field, String words) {
        assertThatThrownBy(() -> read(", 'backups': {" + field + "}"))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining(words);
    }

    private static Ensemble read(String backups) throws JsonProcessingException {
        String json = """
                {'name': 'orders', 'seedHosts': ['zk1'], 'admin': {'credentialParameter': '/orders'},
                 'instances': {'key': 'ensemble', 'value': 'orders'},
                 'functions': {'securityGroup': 'sg-1', 'networks': []}%s}
                """.formatted(backups);
        return Json.mapper().readValue(json.replace('\'', '"'), Ensemble.class);
    }
}
