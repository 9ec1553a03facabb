package io.zooark.local.stepfunctions;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of things as AWS writes them; the local cloud is one account in one region. */
final class Arns {
    static final String REGION = "eu-central-1";
    static final String ACCOUNT = "123456789012";
    private static final String STATES = "arn:aws:states:" + REGION + ":" + ACCOUNT + ":";

    private static final Pattern FUNCTION =
            Pattern.compile("(arn:aws:lambda:[a-z0-9-]+:\\d{12}:function:)?([A-Za-z0-9_-]{1,64})(:[A-Za-z0-9$_-]+)?");

    private Arns() {}

    static String machine(String name) {
        return STATES + "stateMachine:" + name;
    }

    static String execution(String machine, String name) {
        return STATES + "execution:" + machine + ":" + name;
    }

    static String role(String machine) {
        return "arn:aws:iam::" + ACCOUNT + ":role/" + machine;
    }

    static String function(String name) {
        return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + name;
    }

    /**
     * Returns the bare name in a function's name or ARN, with or without qualifier.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static String functionName(String nameOrArn) {
        Matcher matcher = FUNCTION.matcher(nameOrArn);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("neither the name nor the ARN of a function, got '" + nameOrArn + "'");
        }
        return matcher.group(2);
    }
}
