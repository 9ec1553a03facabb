package io.zooark.local.cloud;

/** The Lambda functions of the local cloud: the real handlers, called as the Lambda service calls them. */
public interface Functions {

    /** Returns whether there is a function of this name. */
    boolean exists(String name);

    /**
     * Invokes a function and waits for its answer.
     *
     * @param name the function's name, without qualifier
     * @param payload the event, JSON
     * @return what the function answered, JSON, or its error as the Lambda service reports it
     */
    Answer invoke(String name, String payload);

    /**
     * A function's answer.
     *
     * @param payload the answer, or {@code {"errorMessage": …, "errorType": …, "stackTrace": […]}} where it failed
     * @param failed whether the function threw ({@code X-Amz-Function-Error: Unhandled})
     */
    record Answer(String payload, boolean failed) {}
}
