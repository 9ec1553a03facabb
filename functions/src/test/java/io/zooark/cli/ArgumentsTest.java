package io.zooark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the tool says to arguments before it reads a byte or sends a request. */
class ArgumentsTest {
    private static final Map<String, String> NOTHING = Map.of();

    @Test
    void explainsEveryCommandWithItsExitStatuses() {
        for (String command : List.of("list", "show", "verify", "inspect", "diff")) {
            ToolRun run = ToolRun.of(NOTHING, command, "--help");

            assertThat(run.status()).as(command).isZero();
            assertThat(run.out()).startsWith("usage: ").contains("exit status:").contains("64 ");
            assertThat(run.err()).isEmpty();
        }
        assertThat(ToolRun.of(NOTHING, "--help").out()).contains("list", "show", "verify");
    }

    @Test
    void saysThatThereIsNoSuchCommand() {
        refuses("unknown command 'verfy'", "verfy", "x");
        refuses("no command given");
    }

    @Test
    void saysWhichOptionIsMissing() {
        refuses("missing option --ensemble", "list", "--bucket", "b");
        refuses("missing option --bucket", "list", "--ensemble", "orders");
        refuses("missing option --bucket", "show", "daily-20261122T100000Z");
        refuses("missing option --bucket", "verify", "daily-20261122T100000Z");
        refuses("missing option --ensemble", "verify", "latest", "--bucket", "b");
    }

    @Test
    void saysWhatIsWrongWithAValue() {
        String[] vault = {"list", "--bucket", "b", "--ensemble", "orders"};
        refuses("'--class': no class of snapshots is called 'yearly'", with(vault, "--class", "yearly"));
        refuses("'--before': a time is like", with(vault, "--before", "yesterday"));
        refuses("'--before': a time is like", with(vault, "--before", "2026-02-30"));
        refuses("'--limit': a number from 1 on", with(vault, "--limit", "0"));
        refuses("an ID is like", "show", "yesterday", "--bucket", "b", "--ensemble", "orders");
        refuses("no snapshot of a vault is kept under", "show", "s3://b/some/other/object");
        refuses("s3://BUCKET/KEY", "verify", "s3://b");
    }

    @Test
    void takesNoCredentialFromTheArguments() {
        ToolRun run = ToolRun.of(NOTHING, "verify", "http://super:s3cret@zk1:8080");

        assertThat(run.status()).isEqualTo(64);
        assertThat(run.err()).contains("ZOOARK_ADMIN_CREDENTIAL").doesNotContain("s3cret");
    }

    @Test
    void asksForTheAdministratorOfARunningServer() {
        refuses("give --credential-parameter, or set ZOOARK_ADMIN_CREDENTIAL", "verify", "http://zk1:8080");
        refuses("http://HOST:PORT", "verify", "http://zk1:8080/commands/snapshot");
    }

    @Test
    void doesNotQuoteACredentialThatIsNone() {
        ToolRun run = ToolRun.of(Map.of("ZOOARK_ADMIN_CREDENTIAL", "s3cret"), "verify", "http://zk1:8080");

        assertThat(run.status()).isEqualTo(64);
        assertThat(run.err()).contains("user:password").doesNotContain("s3cret");
    }

    private static void refuses(String problem, String... arguments) {
        ToolRun run = ToolRun.of(NOTHING, arguments);

        assertThat(run.err()).contains(problem).contains("usage: ");
        assertThat(run.status()).isEqualTo(64);
        assertThat(run.out()).isEmpty();
    }

    private static String[] with(String[] first, String... more) {
        return Stream.of(first, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
