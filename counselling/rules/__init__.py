"""What may happen and when, by noun. Pure: values in, a refusal or None out."""
