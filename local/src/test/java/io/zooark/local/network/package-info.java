/** Hosts in network namespaces of their own, connected by a router that enforces the security groups. */
@NullMarked
package io.zooark.local.network;

import org.jspecify.annotations.NullMarked;
