package io.zooark.local.cloud;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;

/** LocalStack in a container, for a second opinion where Docker is. */
public final class LocalStack implements AutoCloseable {
    /** Later ones want a token. */
    private static final String IMAGE = "localstack/localstack:4.14.0";

    private final LocalStackContainer container;

    private LocalStack(LocalStackContainer container) {
        this.container = container;
    }

    /** Starts it; where no Docker engine answers the tests are skipped. */
    public static LocalStack start(String service) {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "no Docker engine answers here: with one, this second opinion is asked of " + IMAGE);
        LocalStackContainer container = new LocalStackContainer(IMAGE).withServices(service);
        try {
            container.start();
        } catch (RuntimeException e) {
            container.close();
            throw e;
        }
        return new LocalStack(container);
    }

    public URI endpoint() {
        return container.getEndpoint();
    }

    @Override
    public void close() {
        container.close();
    }
}
