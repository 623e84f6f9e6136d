/** Models and formats. */
package org.meshgate.system.models;
