/** Who is calling, and the annotations by which a route says who may. Uses no other package of the program. */
package org.meshgate.caller;
