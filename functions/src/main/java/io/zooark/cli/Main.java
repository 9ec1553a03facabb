package io.zooark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.zooark.error.RestoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The jar as a tool: {@code java -jar zooark.jar COMMAND …}. */
public final class Main {
    private static final int USAGE_WIDTH = 110;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, Surroundings.ofProcess()));
    }

    /** Runs the command that the first argument names and returns the exit status. */
    public static int run(String[] arguments, Surroundings surroundings) {
        try {
            return tool(surroundings).execute(arguments);
        } catch (OutOfMemoryError e) {
            // uncaught it would end the JVM with 1, which is a verdict
            surroundings.err().println("out of memory: give more with java -Xmx…");
            return ExitStatus.BROKEN;
        }
    }

    private static CommandLine tool(Surroundings surroundings) {
        PrintStream err = surroundings.err();
        CommandLine tool = new CommandLine(new Tool())
                .addSubcommand(new ListCommand(surroundings))
                .addSubcommand(new ShowCommand(surroundings))
                .addSubcommand(new VerifyCommand(surroundings))
                .addSubcommand(new InspectCommand(surroundings))
                .addSubcommand(new DiffCommand(surroundings));
        Stream.concat(Stream.of(tool), tool.getSubcommands().values().stream())
                .map(CommandLine::getCommandSpec)
                .forEach(Main::explain);
        return tool.setExpandAtFiles(false)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(surroundings.out(), true, UTF_8))
                .setParameterExceptionHandler((e, rest) -> wronglyCalled(e, err))
                .setExecutionExceptionHandler((e, command, result) -> failed(e, err));
    }

    private static void explain(CommandSpec command) {
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("print this and exit")
                .build());
        command.usageMessage().synopsisHeading("usage: ");
        if (!command.usageMessage().exitCodeList().isEmpty()) {
            command.usageMessage().exitCodeListHeading("%nexit status:%n");
        }
    }

    private static int wronglyCalled(ParameterException e, PrintStream err) {
        boolean unknownCommand =
                e instanceof UnmatchedArgumentException && e.getCommandLine().getParent() == null;
        err.println(
                unknownCommand
                        ? "unknown command '"
                                + ((UnmatchedArgumentException) e)
                                        .getUnmatched()
                                        .get(0) + "'"
                        : e.getMessage());
        err.print(e.getCommandLine().getUsageMessage(Ansi.OFF));
        err.flush();
        return ExitStatus.WRONG_USAGE;
    }

    private static int failed(Exception e, PrintStream err) {
        if (e instanceof CommandFailedException failure) {
            err.println(failure.getMessage());
            return failure.status();
        }
        if (e instanceof RestoreException refusal) {
            err.println(refusal.getMessage());
            return ExitStatus.REFUSED;
        }
        if (e instanceof IOException failure) {
            err.println(failure.getMessage());
            return ExitStatus.CANNOT_READ;
        }
        err.println("this is an error in the tool itself:");
        e.printStackTrace(err);
        return ExitStatus.BROKEN;
    }

    /** What stands before the commands. */
    @Command(
            name = "java -jar zooark.jar",
            synopsisSubcommandLabel = "COMMAND",
            description = "Looks at snapshots of ZooKeeper: in files, in S3 and on running servers.",
            commandListHeading = "%ncommands:%n",
            footer = {
                "",
                "COMMAND --help tells more. Every command exits with 64 on wrong usage, 66 where what it is to look at is not"
                        + " there, 69 where AWS or a server refuses, 74 where reading fails midway."
            })
    private static final class Tool implements Runnable {
        @Spec
        private @Nullable CommandSpec command;

        @Override
        public void run() {
            throw new ParameterException(requireNonNull(command).commandLine(), "no command given");
        }
    }
}
