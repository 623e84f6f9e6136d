/** The state of the machine, for administrators, and the memory of the process. */
package org.meshgate.system.host;
