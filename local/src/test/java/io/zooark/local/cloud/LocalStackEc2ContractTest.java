package io.zooark.local.cloud;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** A second opinion: asks LocalStack, where Docker is. */
class LocalStackEc2ContractTest extends Ec2ContractTest {
    private static @Nullable LocalStack localStack;
    private static Ec2Client client;

    @BeforeAll
    static void start() {
        LocalStack started = LocalStack.start("ec2");
        localStack = started;
        client = Clients.ec2(started.endpoint());
    }

    @AfterAll
    static void stop() {
        if (localStack != null) {
            client.close();
            localStack.close();
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
