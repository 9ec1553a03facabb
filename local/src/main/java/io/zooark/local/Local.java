package io.zooark.local;

import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Orders;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;

/**
 * The local cloud, kept up for a person with a terminal until Ctrl-C.
 *
 * <p>The first line that it prints is {@code endpoint http://127.0.0.1:4566}, with another port where that one is taken.
 */
public final class Local {
    private static final int USUAL_PORT = 4566;
    private static final String SUPER_PASSWORD = "local-only";
    private static final long SEED = 1;

    private Local() {}

    /**
     * Starts the cloud and waits for a signal.
     *
     * @param arguments the folder of module {@code local}
     */
    public static void main(String[] arguments) throws Exception {
        Parent.endWith();
        Path target = Path.of(arguments.length > 0 ? arguments[0] : ".").resolve("target");
        Path folder = Demo.emptied(target.resolve("local"));
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        // a signal begins the JVM's end: the hook holds it until everything that was started is stopped
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            ended.countDown();
                            await(closed);
                        },
                        "end of the local cloud"));
        try (LocalEnsemble ensemble =
                        LocalEnsemble.create(folder, EnsembleOptions.voters(3).withSuperPassword(SUPER_PASSWORD));
                LocalCloud cloud = open(ensemble, folder.resolve("s3"))) {
            System.out.println("endpoint " + cloud.endpoint());
            ensemble.start();
            try (Orders orders = Orders.fill(ensemble.connectString(), SEED)) {
                tell(cloud, ensemble, orders, folder);
                ended.await();
            }
        } finally {
            closed.countDown();
        }
    }

    private static LocalCloud open(LocalEnsemble ensemble, Path storage) throws IOException {
        try {
            return LocalCloud.around(ensemble, storage, SUPER_PASSWORD, USUAL_PORT);
        } catch (BindException e) {
            return LocalCloud.around(ensemble, storage, SUPER_PASSWORD, 0);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(LocalCloud cloud, LocalEnsemble ensemble, Orders orders, Path folder) {
        String machine = cloud.restoreMachineArn();
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        LocalHost first = ensemble.host(1);
        System.out.println("""

                The ensemble 'orders' serves clients at %s: %,d znodes, some of them ephemeral and owned by session 0x%x
                Its hosts, their zoo.cfg, data and logs, and S3's objects as plain files, are in %s

                Type in another terminal:
                  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=eu-central-1
                  export AWS_ENDPOINT_URL=%s
                take a backup:
                  echo '{"ensemble": "orders", "scheduledTime": "%s"}' > event.json
                  aws lambda invoke --function-name TakeSnapshot --payload fileb://event.json /dev/stdout
                  aws s3 ls --recursive s3://%s
                see what a restore would do, then restore:
                  aws stepfunctions start-execution --state-machine-arn %s \\
                      --input '{"confirm": "orders", "dryRun": true}'
                  aws stepfunctions start-execution --state-machine-arn %s \\
                      --input '{"confirm": "orders"}'
                  aws stepfunctions list-executions --state-machine-arn %s
                  aws stepfunctions describe-execution --execution-arn …
                  aws stepfunctions get-execution-history --execution-arn …
                look at the hosts and their security group:
                  aws ec2 describe-security-group-rules --filters Name=group-id,Values=%s
                  aws ssm send-command --document-name zooark-orders-inspect --instance-ids %s \\
                      --parameters RestoreId=by-hand,ZooCfg=%s,Unit=%s

                Ctrl-C ends it, with every process that it started.
                """.formatted(
                        ensemble.connectString(),
                        Orders.ZNODES,
                        orders.zooKeeper().getSessionId(),
                        folder,
                        cloud.endpoint(),
                        now,
                        LocalCloud.BUCKET,
                        machine,
                        machine,
                        machine,
                        LocalCloud.SERVERS_GROUP,
                        LocalCloud.instance(1),
                        first.zooCfg(),
                        LocalHost.UNIT));
    }
}
