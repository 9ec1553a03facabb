package io.zooark.local.cloudformation;

/**
 * Where stacks are.
 *
 * @param account twelve digits
 * @param region such as {@code eu-central-1}
 */
public record Place(String account, String region) {
    public Place {
        if (!account.matches("\\d{12}")) {
            throw new IllegalArgumentException("account must be twelve digits, got '" + account + "'");
        }
        if (!region.matches("[a-z]+(-[a-z]+)+-\\d")) {
            throw new IllegalArgumentException("region must be such as eu-central-1, got '" + region + "'");
        }
    }

    /** Returns an ARN of this place; {@code rest} is what follows the account. */
    public String arn(String service, String rest) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + rest;
    }
}
