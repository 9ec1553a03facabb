package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zooark.local.cloudformation.Place;
import io.zooark.local.iam.Authority;
import io.zooark.local.s3.S3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one endpoint of the local cloud, on the loopback interface only: it tells the AWS protocols apart and has each
 * answered by the service that was plugged in for it. Signatures are not checked.
 */
public final class Gateway implements AutoCloseable {
    /** Functions are answered on these threads and call the gateway themselves: far more than there are callers. */
    private static final int THREADS = 200;

    static {
        // without it each answer on a kept connection waits 40 ms for the client's acknowledgement; read once, by the
        // JDK
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ExecutorService background;
    private final List<Service> services = new CopyOnWriteArrayList<>();
    private volatile @Nullable Disturbance disturbance;
    private volatile @Nullable CallLeave leave;

    private Gateway(HttpServer server) {
        this.server = server;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("gateway"));
        this.threads.allowCoreThreadTimeOut(true);
        this.background = Executors.newCachedThreadPool(daemons("gateway-background"));
    }

    /**
     * Opens the endpoint; it answers nothing until services are plugged in.
     *
     * @param port the port to listen on, 0 for a free one
     */
    public static Gateway open(int port) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        Gateway gateway = new Gateway(server);
        server.setExecutor(gateway.threads);
        server.createContext("/", gateway::handle);
        server.start();
        return gateway;
    }

    /** Returns where the gateway is: what {@code AWS_ENDPOINT_URL} has to be. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Plugs in a service of the JSON protocols.
     *
     * @param name what comes before the dot in {@code X-Amz-Target}: {@code AmazonSSM}, {@code AWSStepFunctions}
     */
    public Gateway json(String name, JsonService service) {
        return plug(new JsonTarget(requireNonNull(name, "name is null"), requireNonNull(service, "service is null")));
    }

    /** Plugs in Systems Manager. */
    public Gateway ssm(Ssm ssm) {
        return json("AmazonSSM", ssm);
    }

    /** Plugs in Lambda. */
    public Gateway functions(Functions functions) {
        return plug(new LambdaInvocations(requireNonNull(functions, "functions is null"), background));
    }

    /** Plugs in EC2. */
    public Gateway ec2(Ec2 ec2) {
        return plug(new Ec2Queries(requireNonNull(ec2, "ec2 is null")));
    }

    /** Plugs in S3, whichever order the others come in. */
    public Gateway s3(S3 s3) {
        services.add(new S3Objects(requireNonNull(s3, "s3 is null")));
        return this;
    }

    /** Has calls of EC2, Systems Manager and S3 disturbed from now on; a later disturbance takes the place of this one. */
    public void disturb(Disturbance by) {
        disturbance = requireNonNull(by, "by is null");
    }

    /**
     * Has every call of EC2, Systems Manager and S3 judged from now on, before anything else is done with it. Those of Lambda
     * and Step Functions are people's, and let through.
     *
     * @param place where the cloud stands, as its ARNs say it
     */
    public void judge(Authority authority, Place place, Ec2 ec2, S3 s3) {
        leave = new CallLeave(authority, new IamCalls(place, ec2), s3);
    }

    /** Closes the endpoint; what was plugged in stays open, for it was opened elsewhere. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        background.shutdownNow();
    }

    private Gateway plug(Service service) {
        // before S3, which owns everything
        services.add(0, service);
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders()
                    .set(Replies.REQUEST_ID, UUID.randomUUID().toString());
            Service service = services.stream()
                    .filter(candidate -> candidate.owns(exchange))
                    .findFirst()
                    .orElse(null);
            if (service == null) {
                Replies.send(exchange, 501, "text/plain", "no service of the local cloud owns this request\n");
                return;
            }
            CallLeave judge = leave;
            Optional<AwsError> refusal = judge == null ? Optional.empty() : judge.refusal(exchange);
            if (refusal.isPresent()) {
                refuse(service, exchange, refusal.get());
            } else if (!disturbed(service, exchange)) {
                answer(service, exchange);
            }
        }
    }

    /** Returns whether the call was not answered as it should be. */
    private boolean disturbed(Service service, HttpExchange exchange) throws IOException {
        Disturbance by = disturbance;
        DisturbedCall call = by == null ? null : DisturbedCall.of(exchange).orElse(null);
        if (by == null || call == null) {
            return false;
        }
        switch (by.effect(call.name(), call.key())) {
            case NONE -> {
                return false;
            }
            case REFUSED -> refuse(service, exchange, call.refusal());
            case THROTTLED -> refuse(service, exchange, call.throttle());
            case UNANSWERED -> DisturbedCall.carryOut(exchange, endpoint());
        }
        return true;
    }

    private static void refuse(Service service, HttpExchange exchange, AwsError error) throws IOException {
        // whoever still sends would take a closed connection for another failure
        exchange.getRequestBody().readAllBytes();
        service.refuse(exchange, error);
    }

    private static void answer(Service service, HttpExchange exchange) throws IOException {
        try {
            service.answer(exchange);
        } catch (AwsError e) {
            service.refuse(exchange, e);
        } catch (RuntimeException e) {
            // a fault of the stand-in: callers see the 500 that AWS would send, and its cause
            if (exchange.getResponseCode() < 0) {
                service.refuse(exchange, new AwsError("InternalFailure", 500, e.toString()));
            }
        }
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
