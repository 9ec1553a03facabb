package io.zooark.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.1.11, 10.0.1.11, 8080",
        "10.0.1.11:9090, 10.0.1.11, 9090",
        "zk-1.internal:9090, zk-1.internal, 9090",
        "2600:1f18::5, 2600:1f18::5, 8080",
        "[2600:1f18::5], 2600:1f18::5, 8080",
        "[2600:1f18::5]:9090, 2600:1f18::5, 9090",
    })
    void readsHostsWithAndWithoutPorts(String text, String host, int port) {
        assertThat(ServerAddress.parse(text, 8080)).isEqualTo(new ServerAddress(host, port));
    }

    @Test
    void writesWhatAnUrlNeeds() {
        assertThat(new ServerAddress("2600:1f18::5", 8080)).hasToString("[2600:1f18::5]:8080");
    }

    @Test
    void refusesAPortThatIsNone() {
        assertThatThrownBy(() -> ServerAddress.parse("zk-1:http", 8080)).hasMessageContaining("not a port: 'http'");
        assertThatThrownBy(() -> ServerAddress.parse("zk-1:70000", 8080)).hasMessageContaining("got 70000");
    }
}
