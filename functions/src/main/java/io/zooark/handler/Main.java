package io.zooark.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The jar as a tool: {@code java -jar zooark.jar COMMAND …}. */
public final class Main {
    /** {@code EX_USAGE} of sysexits.h. */
    static final int WRONG_USAGE = 64;

    private static final Map<String, Command> COMMANDS = new TreeMap<>(Map.of("verify", new VerifyCommand(System.in)));

    private Main() {}

    public static void main(String[] arguments) {
        // not System.out: its charset is that of the locale, and JSON is UTF-8
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        System.exit(run(arguments, out, System.err));
    }

    /** Runs the command that the first argument names and returns the exit status. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        Command command = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (command == null) {
            err.println(arguments.length == 0 ? "no command given" : "unknown command '" + arguments[0] + "'");
            COMMANDS.values().forEach(known -> err.println(known.usage()));
            return WRONG_USAGE;
        }
        try {
            List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
            return command.run(rest, out, err);
        } catch (Command.UsageException e) {
            err.println(e.problem());
            err.println(command.usage());
            return WRONG_USAGE;
        }
    }
}
