package io.zooark.local.zookeeper;

import java.io.IOException;

/** What connects the hosts of an ensemble: 127.0.0.1, unless its {@link EnsembleOptions} name another. */
public interface Network {

    /** Returns the place of the host whose server has this id, from 1; asked for once. */
    Site site(int id) throws IOException;

    /** Returns the address that the functions come from: this JVM's, as the hosts see it. */
    String functions();
}
