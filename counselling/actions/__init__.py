"""Everything that changes a conversation: one public function per intent, by noun."""
