/** Lists that clients of 3DAIGC-API load: adapters and mesh tools. */
package org.meshgate.system.compat;
