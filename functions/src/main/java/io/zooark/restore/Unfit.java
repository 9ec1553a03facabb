package io.zooark.restore;

import io.zooark.error.RequestRefusedException;
import java.util.List;

/**
 * Hosts that rule one of the methods out.
 *
 * @param admin those whose AdminServer takes no snapshot
 * @param placement those that cannot fetch one
 */
record Unfit(List<String> admin, List<String> placement) {
    /**
     * Refuses a method that some host does not allow.
     *
     * @throws RequestRefusedException with the method that is left, where one is
     */
    void refuse(RestoreOptions.Method method) {
        if (method == RestoreOptions.Method.ADMIN && !admin.isEmpty()) {
            throw new RequestRefusedException(
                    "method is \"admin\", and the AdminServer's restore command is off (admin.restore.enabled=false) on "
                            + String.join(", ", admin),
                    "start again with \"method\": \"placement\", which does not use it; nothing was changed");
        }
        if (method == RestoreOptions.Method.PLACEMENT && !placement.isEmpty()) {
            throw new RequestRefusedException(
                    "method is \"placement\", and curl or cksum is not on " + String.join(", ", placement),
                    (admin.isEmpty() ? "start again with \"method\": \"admin\", or install them" : "install them")
                            + "; nothing was changed");
        }
    }
}
