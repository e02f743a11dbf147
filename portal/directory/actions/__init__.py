"""Writing the directory: one public function per intent."""
