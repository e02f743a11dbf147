"""What may happen with an evening and its seats, by noun. Pure: values in, a refusal or an answer out."""
