/** The caller, and the annotations by which a route declares who may call it. Uses no other package of the program. */
package org.meshgate.caller;
