package io.zooark.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.NodeCommandFailedException;
import io.zooark.json.Json;
import io.zooark.restore.NodeAction;
import io.zooark.restore.SystemPause;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;

class SsmHostsTest {
    private static final String ADDRESS = "https://vault.s3.amazonaws.com/snapshot?X-Amz-Signature=secret";

    /** The runtime writes down, and hands on to the execution's history, what an exception and its causes say. */
    @Test
    void doesNotSayAnAddressThatSystemsManagerQuotes() throws Exception {
        Throwable refused = refused("Parameter \"Url\" has value \"" + ADDRESS + "\" not matching.");

        assertThat(refused)
                .isInstanceOf(NodeCommandFailedException.class)
                .hasMessageContaining("refused to run place on i-1")
                .hasMessageContaining("\"https://vault.s3.amazonaws.com/snapshot?…\" not matching")
                .hasNoCause();
    }

    @Test
    void keepsTheCauseOfAnotherRefusal() throws Exception {
        assertThat(refused("no leave")).hasMessageContaining("no leave").cause().isInstanceOf(SsmException.class);
    }

    private static Throwable refused(String answer) throws Exception {
        Ensemble ensemble = Json.mapper().readValue("""
                {"name": "orders", "seedHosts": ["10.0.1.1"], "clientPorts": [2181],
                 "admin": {"scheme": "http", "credentialParameter": "/admin"},
                 "instances": {"key": "ensemble", "value": "orders"},
                 "host": {"zooCfg": "/etc/zookeeper/zoo.cfg", "unit": "zookeeper.service"},
                 "functions": {"securityGroup": "sg-1", "networks": ["10.0.9.0/28"]}}
                """, Ensemble.class);
        SsmHosts hosts =
                new SsmHosts(new Refusing(answer), ensemble, Map.of("place", "zooark-place"), new SystemPause());
        return catchThrowable(() -> hosts.run("i-1", NodeAction.PLACE, Map.of("Url", ADDRESS), Duration.ofSeconds(1)));
    }

    /** A Systems Manager that takes no command. */
    private record Refusing(String answer) implements SsmClient {
        @Override
        public SendCommandResponse sendCommand(SendCommandRequest request) {
            throw SsmException.builder().message(answer).build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
