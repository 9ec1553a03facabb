package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.local.cloud.SsmInvocation.Order;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Systems Manager of the local cloud: runs the scripts of registered documents on {@link Host}s in the background,
 * and keeps parameters. A command goes on when whoever sent it is gone.
 */
public final class Ssm implements JsonService, AutoCloseable {
    private final Clock clock;
    private final Duration visibleAfter;
    private final ExecutorService agents = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "ssm-agent");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, SsmDocument> documents = new ConcurrentHashMap<>();
    private final Map<String, Agent> hosts = new ConcurrentHashMap<>();
    private final List<SsmInvocation> invocations = new CopyOnWriteArrayList<>();
    private final SsmParameters parameters;
    private volatile Duration longestDelivery = Duration.ofDays(30);

    /** That a script has run on a host. */
    public record Run(Instant started, Instant ended) {}

    /** An agent on an instance. */
    private record Agent(Host host, boolean online) {}

    /**
     * Opens a Systems Manager that knows nothing yet.
     *
     * @param visibleAfter how long a command that was sent cannot be found: SSM is eventually consistent, and a caller
     *     that does not expect it fails
     */
    public Ssm(Clock clock, Duration visibleAfter) {
        this.clock = requireNonNull(clock, "clock is null");
        this.visibleAfter = requireNonNull(visibleAfter, "visibleAfter is null");
        this.parameters = new SsmParameters(clock);
    }

    /** Registers a document of type Command, schema 2.2, JSON. */
    public void document(String name, String json) {
        documents.put(name, new SsmDocument(name, json));
    }

    /** Registers an instance, whose agent is online. */
    public void instance(String instanceId, Host host) {
        hosts.put(instanceId, new Agent(requireNonNull(host, "host is null"), true));
    }

    /** Takes an instance's agent off line, or back on: then it gets the commands that wait for it. */
    public void online(String instanceId, boolean online) {
        Agent agent = hosts.computeIfPresent(instanceId, (id, known) -> new Agent(known.host(), online));
        if (agent == null) {
            throw new IllegalArgumentException("no instance '" + instanceId + "' is registered");
        }
        invocations.stream()
                .filter(invocation -> invocation.order().instanceId().equals(instanceId))
                .forEach(this::deliver);
    }

    /** Gives up the delivery of a command after this time where its sender would wait longer, for those who cannot. */
    public void deliverWithin(Duration longest) {
        longestDelivery = requireNonNull(longest, "longest is null");
    }

    /** Returns when each script that has ended ran, in the order in which they were sent. */
    public List<Run> runs() {
        return invocations.stream()
                .flatMap(invocation -> invocation.run().stream())
                .toList();
    }

    /** Keeps a SecureString parameter, or a secret under {@code /aws/reference/secretsmanager/}. */
    public void secret(String name, String value) {
        parameters.put(name, "SecureString", value);
    }

    /** Keeps a plain parameter. */
    public void parameter(String name, String value) {
        parameters.put(name, "String", value);
    }

    @Override
    public String call(String action, String body) {
        JsonNode request = Json.read(body);
        return switch (action) {
            case "SendCommand" -> send(request).toString();
            case "GetCommandInvocation" -> invocation(request).toString();
            case "ListCommandInvocations" -> list(request).toString();
            case "CancelCommand" -> cancel(request).toString();
            case "DescribeInstanceInformation" -> instances(request).toString();
            case "GetParameter" -> parameters.get(request).toString();
            default -> throw AwsError.refused("UnknownOperationException", "the local cloud's SSM has no " + action);
        };
    }

    /** Interrupts what still runs on the hosts. */
    @Override
    public void close() {
        agents.shutdownNow();
        try {
            if (!agents.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a host did not stop its script within 10 s of being interrupted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ObjectNode send(JsonNode request) {
        SsmDocument document = documents.get(request.path("DocumentName").asText());
        if (document == null) {
            throw AwsError.refused("InvalidDocument", "no document " + request.path("DocumentName"));
        }
        List<String> instanceIds = strings(request.path("InstanceIds"));
        if (instanceIds.isEmpty() || !hosts.keySet().containsAll(instanceIds)) {
            throw AwsError.refused(
                    "InvalidInstanceId", "Instances " + instanceIds + " not in a valid state for account");
        }
        long timeout = timeout(request);
        Map<String, List<String>> values = document.resolve(request.path("Parameters"));
        String commandId = UUID.randomUUID().toString();
        Instant now = clock.instant();
        List<SsmInvocation> sent = instanceIds.stream()
                .map(id -> new Order(
                        commandId,
                        id,
                        document,
                        values,
                        request.path("Comment").asText(),
                        now,
                        now.plus(shorter(Duration.ofSeconds(timeout), longestDelivery))))
                .map(order -> new SsmInvocation(order, clock))
                .toList();
        invocations.addAll(sent);
        sent.forEach(this::deliver);
        return answer(request, commandId, now, timeout);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static long timeout(JsonNode request) {
        long seconds = request.path("TimeoutSeconds").asLong(3600);
        if (seconds < 30 || seconds > 2_592_000) {
            throw AwsError.refused("ValidationException", "timeoutSeconds must be from 30 to 2592000, got " + seconds);
        }
        return seconds;
    }

    private static ObjectNode answer(JsonNode request, String commandId, Instant now, long timeout) {
        ObjectNode answer = Json.object();
        ObjectNode command = answer.putObject("Command");
        command.put("CommandId", commandId)
                .put("DocumentName", request.path("DocumentName").asText())
                .put("DocumentVersion", "$DEFAULT")
                .put("Comment", request.path("Comment").asText())
                .put("ExpiresAfter", now.plusSeconds(timeout).getEpochSecond())
                .put("RequestedDateTime", now.getEpochSecond())
                .put("Status", "Pending")
                .put("StatusDetails", "Pending")
                .put("TimeoutSeconds", timeout)
                .put("TargetCount", request.path("InstanceIds").size())
                .put("CompletedCount", 0)
                .put("ErrorCount", 0);
        command.set("Parameters", request.has("Parameters") ? request.get("Parameters") : Json.object());
        command.set("InstanceIds", request.get("InstanceIds"));
        return answer;
    }

    private void deliver(SsmInvocation invocation) {
        Agent agent = hosts.get(invocation.order().instanceId());
        if (agent != null && agent.online()) {
            agents.execute(() -> invocation.deliver(agent.host()));
        }
    }

    private ObjectNode invocation(JsonNode request) {
        String instanceId = request.path("InstanceId").asText();
        return visible(request.path("CommandId").asText())
                .filter(invocation -> invocation.order().instanceId().equals(instanceId))
                .findFirst()
                .orElseThrow(() -> AwsError.refused("InvocationDoesNotExist", "no such invocation, or not yet"))
                .describe();
    }

    private ObjectNode list(JsonNode request) {
        ObjectNode answer = Json.object();
        ArrayNode found = answer.putArray("CommandInvocations");
        String instanceId = text(request, "InstanceId");
        visible(request.path("CommandId").asText())
                .filter(invocation ->
                        instanceId == null || invocation.order().instanceId().equals(instanceId))
                .forEach(invocation -> {
                    ObjectNode all = invocation.describe();
                    ObjectNode one = found.addObject();
                    for (String field :
                            List.of("CommandId", "InstanceId", "Comment", "DocumentName", "Status", "StatusDetails")) {
                        one.set(field, all.get(field));
                    }
                    one.put("RequestedDateTime", invocation.order().requested().getEpochSecond());
                    if (request.path("Details").asBoolean()) {
                        plugin(one, all);
                    }
                });
        return answer;
    }

    private static void plugin(ObjectNode invocation, ObjectNode all) {
        ObjectNode plugin = invocation.putArray("CommandPlugins").addObject();
        plugin.set("Name", all.get("PluginName"));
        plugin.set("Status", all.get("Status"));
        plugin.set("StatusDetails", all.get("StatusDetails"));
        plugin.set("ResponseCode", all.get("ResponseCode"));
        plugin.set("Output", all.get("StandardOutputContent"));
    }

    private ObjectNode cancel(JsonNode request) {
        String commandId = request.path("CommandId").asText();
        List<SsmInvocation> found = invocations.stream()
                .filter(invocation -> invocation.order().commandId().equals(commandId))
                .toList();
        if (found.isEmpty()) {
            throw AwsError.refused("InvalidCommandId", "no command " + commandId);
        }
        found.forEach(SsmInvocation::cancel);
        return Json.object();
    }

    private ObjectNode instances(JsonNode request) {
        List<String> wanted = new ArrayList<>();
        request.path("Filters").forEach(filter -> {
            if (filter.path("Key").asText().equals("InstanceIds")) {
                wanted.addAll(strings(filter.path("Values")));
            }
        });
        request.path("InstanceInformationFilterList")
                .forEach(filter -> wanted.addAll(strings(filter.path("valueSet"))));
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("InstanceInformationList");
        hosts.forEach((id, agent) -> {
            if (wanted.isEmpty() || wanted.contains(id)) {
                list.addObject()
                        .put("InstanceId", id)
                        .put("PingStatus", agent.online() ? "Online" : "ConnectionLost")
                        .put("LastPingDateTime", clock.instant().getEpochSecond())
                        .put("AgentVersion", "3.3.2746.0")
                        .put("PlatformType", "Linux")
                        .put("ResourceType", "EC2Instance");
            }
        });
        return answer;
    }

    private Stream<SsmInvocation> visible(String commandId) {
        Instant now = clock.instant();
        return invocations.stream()
                .filter(invocation -> invocation.order().commandId().equals(commandId))
                .filter(invocation ->
                        !now.isBefore(invocation.order().requested().plus(visibleAfter)));
    }

    private static @Nullable String text(JsonNode request, String field) {
        return request.hasNonNull(field) ? request.path(field).asText() : null;
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(value -> strings.add(value.asText()));
        return strings;
    }
}
