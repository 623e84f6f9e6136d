package org.meshgate.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The signed folder link in a path.
 *
 * @param folder the path before the link; empty when there is no link
 * @param step the path segment that is the link; empty when there is none
 */
record FolderLink(String folder, String step) {

    private static final Pattern LINK = Pattern.compile("(/.*?)/(\\d{1,12}\\.[a-z0-9_-]{1,32}\\.[A-Za-z0-9_-]{43})/.*");

    /**
     * Reads a path. The first segment that has the form of a link counts; the signature decides whether it is valid
     * for that folder.
     *
     * @param path the normalized path by which the route was found, without dot segments and double slashes; otherwise
     *     a signature for one folder could open the route of another
     */
    static FolderLink of(String path) {
        Matcher matcher = LINK.matcher(path);
        return matcher.matches() ? new FolderLink(matcher.group(1), matcher.group(2)) : new FolderLink("", "");
    }

    /** Omits the link, because it grants access to files. */
    @Override
    public String toString() {
        return "FolderLink[" + folder + "]";
    }
}
