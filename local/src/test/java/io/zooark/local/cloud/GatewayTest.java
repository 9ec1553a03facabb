package io.zooark.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.cloud.Functions.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks the gateway for what the other tests do not: functions, JSON services, many callers at once. */
class GatewayTest {
    private static final int CALLERS = 50;

    private final HttpClient http = HttpClient.newHttpClient();
    private final LinkedBlockingQueue<String> invoked = new LinkedBlockingQueue<>();
    private final CountDownLatch together = new CountDownLatch(CALLERS);
    private Gateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = Gateway.open(0).functions(new Echo()).json("AWSStepFunctions", (action, body) -> {
            if (action.equals("StopExecution")) {
                throw AwsError.refused("ExecutionDoesNotExist", "no such execution");
            }
            return "{\"action\":\"" + action + "\"}";
        });
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void listensOnTheLoopbackAddressAlone() throws IOException {
        assertThat(InetAddress.getByName(gateway.endpoint().getHost()).isLoopbackAddress())
                .isTrue();
        assertThat(gateway.endpoint()).hasHost("127.0.0.1");
    }

    @Test
    void aFunctionIsInvokedByItsNameOrArn() throws Exception {
        assertThat(invoke("Echo", "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
        assertThat(invoke("arn:aws:lambda:eu-central-1:123456789012:function:Echo:live", "{}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(invoke("Echo:%24LATEST", "{}").headers().firstValue("x-amzn-RequestId"))
                .isPresent();
    }

    @Test
    void aFunctionThatThrowsIsMarkedAndNotAnHttpError() throws Exception {
        HttpResponse<String> answer = invoke("Fail", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).hasValue("Unhandled");
        assertThat(answer.body()).contains("errorType");
    }

    @Test
    void aFunctionThatIsNotThereIsNotFound() throws Exception {
        HttpResponse<String> answer = invoke("Nothing", "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("ResourceNotFoundException");
    }

    @Test
    void anEventIsAnsweredAtOnceAndWorkedOnLater() throws Exception {
        HttpResponse<String> answer = http.send(
                invocation("Echo", "later")
                        .header("X-Amz-Invocation-Type", "Event")
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(invoked.poll(30, TimeUnit.SECONDS)).isEqualTo("later");
    }

    @Test
    void fiftyFunctionsRunAtOnce() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        IntStream.range(0, CALLERS)
                .forEach(i ->
                        calls.add(http.sendAsync(invocation("Together", "{}").build(), BodyHandlers.ofString())));

        for (CompletableFuture<HttpResponse<String>> call : calls) {
            assertThat(call.get(60, TimeUnit.SECONDS).body()).isEqualTo("\"together\"");
        }
    }

    @Test
    void aJsonServiceIsPluggedInByItsTarget() throws Exception {
        assertThat(json("AWSStepFunctions.StartExecution").body()).isEqualTo("{\"action\":\"StartExecution\"}");

        HttpResponse<String> refused = json("AWSStepFunctions.StopExecution");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"__type\":\"ExecutionDoesNotExist\"");
    }

    @Test
    void whatNobodyOwnsIsRefused() throws Exception {
        assertThat(json("AmazonSSM.GetParameter").statusCode()).isEqualTo(501);
    }

    private HttpResponse<String> invoke(String function, String payload) throws Exception {
        return http.send(invocation(function, payload).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder invocation(String function, String payload) {
        URI uri = URI.create(gateway.endpoint() + "/2015-03-31/functions/" + function + "/invocations");
        return HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(payload));
    }

    private HttpResponse<String> json(String target) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.endpoint())
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private final class Echo implements Functions {
        @Override
        public boolean exists(String name) {
            return List.of("Echo", "Fail", "Together").contains(name);
        }

        @Override
        public Answer invoke(String name, String payload) {
            invoked.add(payload);
            return switch (name) {
                case "Fail" -> new Answer("{\"errorMessage\":\"no\",\"errorType\":\"io.zooark.X\"}", true);
                case "Together" -> new Answer(meet() ? "\"together\"" : "\"alone\"", false);
                default -> new Answer(payload, false);
            };
        }

        private boolean meet() {
            together.countDown();
            try {
                return together.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
