package io.zooark.restore;

/**
 * How many znodes a server may hold.
 *
 * @param least fewer are too few
 * @param most more are too many
 */
record NodeCount(long least, long most) {
    NodeCount {
        if (least > most) {
            throw new IllegalArgumentException("least is " + least + ", which is more than most, " + most);
        }
    }

    static NodeCount exactly(long nodes) {
        return new NodeCount(nodes, nodes);
    }

    boolean allows(long nodes) {
        return nodes >= least && nodes <= most;
    }

    @Override
    public String toString() {
        return least == most ? String.valueOf(most) : least + " to " + most;
    }
}
