package io.zooark.local.cloud;

/** An AWS service that speaks JSON and names its actions in {@code X-Amz-Target}: Systems Manager, Step Functions. */
public interface JsonService {

    /**
     * Performs one action.
     *
     * @param action the action's name, such as {@code SendCommand}
     * @param body the request, JSON
     * @return the response, JSON
     * @throws AwsError if the service refuses the request
     */
    String call(String action, String body);
}
