"""Everything that changes an evening and its seats: one public function per intent, by noun."""
