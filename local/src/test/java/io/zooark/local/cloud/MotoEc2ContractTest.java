package io.zooark.local.cloud;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** A second opinion: asks moto, where its server is installed. */
class MotoEc2ContractTest extends Ec2ContractTest {
    private static Moto moto;
    private static Ec2Client client;

    @BeforeAll
    static void start() throws IOException {
        moto = Moto.started();
        client = Clients.ec2(moto.endpoint());
    }

    @AfterAll
    static void stop() {
        if (moto != null) {
            client.close();
            moto.close();
        }
    }

    @Override
    public Ec2Client client() {
        return client;
    }

    @Override
    public String group() {
        return Ec2Requests.group(client);
    }

    @Override
    public String instance(String ensemble, List<String> groups) {
        return Ec2Requests.instance(client, ensemble, groups);
    }
}
