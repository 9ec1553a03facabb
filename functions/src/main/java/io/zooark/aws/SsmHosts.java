package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.zooark.ensemble.Ensemble;
import io.zooark.error.NodeCommandFailedException;
import io.zooark.error.RestoreException;
import io.zooark.error.StaleExecutionException;
import io.zooark.json.Json;
import io.zooark.restore.Hosts;
import io.zooark.restore.NodeAction;
import io.zooark.restore.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;

/** Hosts reached through Systems Manager, with documents of ours and no others. */
public final class SsmHosts implements Hosts {
    /** How long a command may wait for its agent, in seconds; 30 is the least that Systems Manager takes. */
    private static final int DELIVERY_SECONDS = 60;

    /** In moments of {@link Pause#brief}: two seconds. */
    private static final int LONGEST_PAUSE = 10;

    /** What the agent and Systems Manager may take beyond the script itself. */
    private static final Duration SLACK = Duration.ofSeconds(DELIVERY_SECONDS + 30L);

    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"']+)\\?[^\\s\"',]+");

    private final SsmClient ssm;
    private final Ensemble ensemble;
    private final Map<String, String> documents;
    private final Pause pause;

    /**
     * Reaches the hosts of one ensemble.
     *
     * @param documents the deployed document's name for each action
     */
    public SsmHosts(SsmClient ssm, Ensemble ensemble, Map<String, String> documents, Pause pause) {
        this.ssm = requireNonNull(ssm, "ssm is null");
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.documents = Map.copyOf(documents);
        this.pause = requireNonNull(pause, "pause is null");
    }

    @Override
    public Map<String, Object> run(String instance, NodeAction action, Map<String, String> parameters, Duration limit) {
        String command = send(instance, action, parameters, limit);
        GetCommandInvocationResponse end =
                await(instance, action, command, pause.now().plus(limit).plus(SLACK));
        Optional<Map<String, Object>> answer = lastLine(end.standardOutputContent());
        if (end.status() == CommandInvocationStatus.SUCCESS && answer.isPresent()) {
            return answer.get();
        }
        throw failed(instance, action, end, answer.orElse(Map.of()));
    }

    private String send(String instance, NodeAction action, Map<String, String> own, Duration limit) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        own.forEach((name, value) -> parameters.put(name, List.of(value)));
        parameters.put("ZooCfg", List.of(ensemble.host().zooCfg()));
        parameters.put("Unit", List.of(ensemble.host().unit()));
        parameters.put("ExecutionTimeout", List.of(String.valueOf(limit.toSeconds())));
        String document = documents.get(action.toString());
        if (document == null) {
            throw new IllegalStateException("no document is configured for " + action);
        }
        try {
            return ssm.sendCommand(request -> request.documentName(document)
                            .instanceIds(instance)
                            .parameters(parameters)
                            .timeoutSeconds(DELIVERY_SECONDS))
                    .command()
                    .commandId();
        } catch (SdkException e) {
            throw unsent(instance, action, e);
        }
    }

    private static NodeCommandFailedException unsent(String instance, NodeAction action, SdkException e) {
        String said = String.valueOf(e.getMessage());
        String shown = withoutQueries(said);
        String problem = "Systems Manager refused to run " + action + " on " + instance + ": " + shown;
        String hint = "see that the agent there is online and the function's role may run the document";
        // a refused parameter may be quoted: the runtime writes down and hands on what its causes say, too
        return shown.equals(said)
                ? new NodeCommandFailedException(problem, hint, e)
                : new NodeCommandFailedException(problem, hint);
    }

    /** The query of an address that was signed is the key to what it names. */
    private static String withoutQueries(String text) {
        return QUERY.matcher(text).replaceAll("$1?…");
    }

    private GetCommandInvocationResponse await(String instance, NodeAction action, String command, Instant end) {
        int waited = 0;
        while (true) {
            boolean last = pause.now().isAfter(end);
            Optional<GetCommandInvocationResponse> found = look(instance, action, command, last);
            if (found.isPresent() && ended(found.get().status())) {
                return found.get();
            }
            if (last) {
                throw new NodeCommandFailedException(
                        action + " on " + instance + " has not ended (command " + command + ")",
                        "look at the command in Systems Manager; it may still be running");
            }
            waited += rest(waited);
        }
    }

    /** A tenth of what the command has taken so far: its end is noticed in time, and no long one is asked for often. */
    private int rest(int waited) {
        int moments = Math.max(1, Math.min(waited / 10, LONGEST_PAUSE));
        for (int i = 0; i < moments; i++) {
            pause.brief();
        }
        return moments;
    }

    /** Right after sending, the invocation may not be there yet: that is no failure. */
    private Optional<GetCommandInvocationResponse> look(
            String instance, NodeAction action, String command, boolean last) {
        try {
            return Optional.of(ssm.getCommandInvocation(
                    request -> request.commandId(command).instanceId(instance)));
        } catch (InvocationDoesNotExistException e) {
            return Optional.empty();
        } catch (SdkException e) {
            // a throttle or a broken connection says nothing of the command, which goes on: sent again, it would only
            // wait
            // for itself. But leave that is missing now is missing later
            if (!last && !denied(e)) {
                return Optional.empty();
            }
            throw new NodeCommandFailedException(
                    "Systems Manager does not tell what became of " + action + " on " + instance + " (command "
                            + command + "): " + e.getMessage(),
                    "look at the command in Systems Manager; it may still be running",
                    e);
        }
    }

    private static boolean denied(SdkException e) {
        return e instanceof AwsServiceException refused
                && refused.statusCode() < 500
                && !refused.isThrottlingException()
                && !refused.isClockSkewException();
    }

    private static boolean ended(CommandInvocationStatus status) {
        return switch (status) {
            case PENDING, IN_PROGRESS, DELAYED, CANCELLING -> false;
            default -> true;
        };
    }

    /** The last line that is JSON is the result; what stands before is for whoever reads the command's output. */
    private static Optional<Map<String, Object>> lastLine(String output) {
        if (output == null || output.isBlank()) {
            return Optional.empty();
        }
        String line = output.strip().lines().reduce((first, second) -> second).orElse("");
        try {
            return Optional.of(Json.mapper().readValue(line, new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static RestoreException failed(
            String instance, NodeAction action, GetCommandInvocationResponse end, Map<String, Object> answer) {
        Object error = answer.getOrDefault("error", end.statusDetails() + " " + end.standardErrorContent());
        Object hint = answer.getOrDefault(
                "hint", "look at command " + end.commandId() + " in Systems Manager; running it again is safe");
        String problem =
                action + " on " + instance + " failed: " + String.valueOf(error).strip();
        // a document says so of itself: running it again would be refused again
        return Boolean.TRUE.equals(answer.get("stale"))
                ? new StaleExecutionException(problem, String.valueOf(hint))
                : new NodeCommandFailedException(problem, String.valueOf(hint));
    }
}
