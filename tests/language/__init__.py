"""The words of the portal: how hard they are to read, and that none is left in English."""
